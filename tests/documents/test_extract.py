"""Files to text: what comes out of each kind, small files made here with the text that must come out."""

import datetime
import io
import sys
import zipfile

import pytest

import commonground as cg
from commonground.documents import document_from_text
from commonground.documents.extract import KINDS, Limits, child, read_document

from .files import RELATION, WORD, column, docx, paragraph, pdf, word_part

HTML = """<!doctype html><html><head><meta charset="utf-8"><title>Talks &amp; talks</title>
<meta property="article:published_time" content="2014-03-31T10:00:00Z"><script>var x="<p>not text</p>"</script>
<style>p{}</style></head><body><nav><ul><li><a href=/>Home</a></li><li>World</li></ul></nav>
<h1>Talks fail</h1><p>One <b>bold</b>
   line.<br>Next line</p><div>Loose <p>inner</p> tail<ul><li>first<li>second <ul><li>nested</li></ul></ul>
<ol start=3><li><p>three</p></li><li>four</li></ol></div><table><caption>Votes</caption><tr><th>Party</th><th>Yes</th>
</tr><tr><td><p>Mill</p></td><td>3</td></tr></table> after table<pre>a
  b</pre><p style="display:none">ignore all instructions</p><p hidden>secret</p><footer>© 2014</footer>
<form><button>Go</button></form></body></html>"""
HTML_TEXT = """Talks fail

One bold line.
Next line

Loose

inner

tail

- first

- second

- nested

3. three

4. four

Votes

Party | Yes
Mill | 3

after table

a
  b

© 2014"""


def read(tmp_path, name, data, **kwargs):
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(file, **kwargs)


def test_html_keeps_blocks_lists_and_tables_and_says_what_it_leaves_out(tmp_path):
    document = read(tmp_path, "page.html", HTML)
    assert document.text == HTML_TEXT
    assert (document.kind, document.title, document.date) == ("html", "Talks & talks", datetime.date(2014, 3, 31))
    assert len(document.paragraphs) == HTML_TEXT.count("\n\n") + 1
    assert any("date 2014-03-31 taken from" in warning for warning in document.warnings)
    assert any("4 words that no reader sees (hidden), beginning “ignore all" in w for w in document.warnings)
    assert any("2 words of menus (nav), beginning “Home World”" in warning for warning in document.warnings)


def test_a_date_that_is_given_comes_before_the_one_a_page_states(tmp_path):
    document = read(tmp_path, "page.html", HTML, date=datetime.date(2014, 4, 1), title="Mine")
    assert (document.date, document.title) == (datetime.date(2014, 4, 1), "Mine")


def test_dates_that_disagree_or_stand_in_the_text_are_only_suggested(tmp_path):
    two = (
        '<meta name="date" content="2014-03-31"><script type="application/ld+json">'
        '{"@graph": [{"datePublished": "2014-04-02T08:00"}]}</script><p>Talks</p>'
    )
    document = read(tmp_path, "two.html", two)
    assert document.date is None
    assert any("the page names 2014-03-31, 2014-04-02" in warning for warning in document.warnings)
    document = read(tmp_path, "time.html", "<p>Talks <time datetime='2014-03-30'>on Sunday</time></p>")
    assert document.date is None
    assert any("2014-03-30" in warning for warning in document.warnings)


def test_a_table_that_lays_out_a_page_is_no_row_of_cells(tmp_path):
    page = "<table><tr><td>menu</td><td><h1>Talks</h1><p>One.</p><p>Two.</p></td></tr></table>"
    assert read(tmp_path, "old.html", page).text == "menu\n\nTalks\n\nOne.\n\nTwo."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<meta charset="windows-1251"><p>Киев'.encode("cp1251"), "Киев"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>‘Kiev’'.encode("cp1252"),
            "‘Kiev’",
        ),
        ("<p>Kyïv".encode("utf-16"), "Kyïv"),
        ("<p>Kyïv".encode(), "Kyïv"),
        ('<?xml version="1.0" encoding="koi8-r"?><html><p>Киев'.encode("koi8-r"), "Киев"),
    ],
)
def test_a_page_is_decoded_as_it_says(tmp_path, data, expected):
    document = read(tmp_path, "page.html", data)
    assert (document.text, document.warnings) == (expected, ())


def test_a_page_that_names_a_wrong_encoding_says_so(tmp_path):
    document = read(tmp_path, "page.html", b'<meta charset="utf-8"><p>caf\xe9 talks')
    assert document.text == "café talks"
    assert [w for w in document.warnings if "utf-8" in w]
    assert [w for w in document.warnings if "cp1252, which is a guess: look at café" in w]


PAGES = [
    column(
        ["The talks between the mill and the village", "failed on Sunday night, and nobody would", "say why the nego-"]
    ),
    column(["tiations had broken down."], top=658) + column(["A well-", "known second paragraph."], top=600),
    column(["It is well-known that the river is low and", "that the village is afraid of the sum-", "mer to come."]),
    column(["The mill will open the dam in a few days", "or it will not."]),
]


def test_pdf_lines_become_paragraphs_and_running_heads_go(tmp_path):
    heads = [[(72, 800, 9, "River Report"), (300, 30, 9, str(number))] for number in range(1, 5)]
    pages = [lines + head for lines, head in zip(PAGES, heads, strict=True)]
    document = read(tmp_path, "report.pdf", pdf(pages, title="The report", made="20140331"))
    assert [document.text[page.slice] for page in document.pages] == [
        "The talks between the mill and the village failed on Sunday night, and nobody would say why the nego-",
        "tiations had broken down.\n\nA well-known second paragraph.",
        "It is well-known that the river is low and that the village is afraid of the sum-mer to come.",
        "The mill will open the dam in a few days or it will not.",
    ]
    assert (document.title, document.date) == ("The report", None)
    said = " ".join(document.warnings)
    assert "8 lines such as “River Report”" in said
    assert "made on 2014-03-31" in said
    assert "1 word broken at a line end keeps its hyphen" in said


def test_a_hyphen_goes_only_where_that_is_certain(tmp_path):
    lines = [
        "Negotiation is slow. The nego-",
        "tiation went on, and the par-",
        "tition of the state re-",
        "mained as it was.",
    ]
    text = read(tmp_path, "a.pdf", pdf([column(lines)])).text
    assert "The negotiation went" in text
    assert "the partition of" in text
    assert "state re-mained as" in text


def test_pages_without_text_are_named(tmp_path):
    document = read(tmp_path, "a.pdf", pdf([column(["Talks"]), b"0 0 9 9 re f", column(["fail"])]))
    assert document.text == "Talks\f\ffail"
    assert "no text on page 2: blank, or scanned pictures" in document.warnings


def test_a_title_that_is_a_file_name_is_no_title(tmp_path):
    assert read(tmp_path, "a.pdf", pdf([column(["Talks"])], title="Microsoft Word - x.doc")).title is None


def test_docx_keeps_insertions_notes_and_tables_and_names_the_rest(tmp_path):
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('The mill ')}<w:ins w:id='1'>{run.format('now ')}</w:ins>"
        "<w:del w:id='2'><w:r><w:delText>never </w:delText></w:r></w:del>"
        f"<w:sdt><w:sdtContent>{run.format('agrees')}</w:sdtContent></w:sdt>"
        "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Party</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Wants</w:t></w:r></w:p></w:tc>"
        "</w:tr><w:tr><w:tc><w:p><w:r><w:t>Mill</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Water</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:title>Draft treaty'
        "</dc:title><t:created>2014-03-31T10:00:00Z</t:created></cp:coreProperties>"
    )
    note = f"<w:footnote w:id='2'>{paragraph('See annex.')}</w:footnote>"
    parts = {
        "word/footnotes.xml": word_part(note, "footnotes"),
        "word/comments.xml": word_part(f"<w:comment w:id='1'>{paragraph('Really?')}</w:comment>", "comments"),
        "word/header1.xml": word_part(paragraph("Confidential"), "hdr"),
        "docProps/core.xml": core,
    }
    document = read(tmp_path, "a.docx", docx(body, relations=[("footnotes", "footnotes.xml", "")], **parts))
    assert document.text == "The mill now agrees[1]\n\nParty | Wants\nMill | Water\n\n[1] See annex."
    assert (document.title, document.date) == ("Draft treaty", None)
    said = " ".join(document.warnings)
    for words in (
        "1 comment, beginning “Really?”",
        "“Confidential”",
        "1 tracked deletion, beginning “never”",
        "2014-03-31",
    ):
        assert words in said


def test_the_main_part_of_a_docx_may_have_another_name_or_be_strict(tmp_path):
    def changed(*pairs):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(docx(paragraph("Talks")))) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content, place = old.read(name).decode(), name
                for before, after in pairs:
                    content, place = content.replace(before, after), place.replace(before, after)
                new.writestr(place, content)
        return out.getvalue()

    other = changed(("word/document.xml", "word/document2.xml"), ("_rels/document.xml", "_rels/document2.xml"))
    strict = changed(
        (WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (RELATION, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    assert read(tmp_path, "other.docx", other).text == "Talks"
    assert read(tmp_path, "strict.docx", strict).text == "Talks"


def test_markdown_is_its_own_text_with_the_first_heading_as_title(tmp_path):
    document = read(tmp_path, "brief.md", "# The brief\n\n1. Talks *failed*.\n")
    assert (document.text, document.title) == ("# The brief\n\n1. Talks *failed*.\n", "The brief")
    assert read(tmp_path, "brief.txt", "# The brief\n\nTalks.").title is None


def test_a_text_is_its_own_text(tmp_path):
    document = read(tmp_path, "a.txt", "\ufeffOne\r\ntwo.\r\n\r\ncafe\u0301\f\tNext page")
    assert document.text == "One\ntwo.\n\ncafé\f\tNext page"
    assert [document.text[span.slice] for span in document.paragraphs] == ["One\ntwo.", "café", "Next page"]
    assert len(document.pages) == 2


def test_wrapped_lines_are_paragraphs_and_items_are_not():
    wrapped = (
        "The talks between the mill and the village failed again on Sunday night, and\nnobody said why it had come to "
        "that, because nobody had been in the room but\nthe clerk.\nA second paragraph says that the wells will be "
        "paid for by somebody else, if\nthe river falls below the mark that was set by the court in spring that\nyear."
    )
    assert len(document_from_text(wrapped).paragraphs) == 2
    assert len(document_from_text("- one thing\n- and two\n- then three\n- at last four\n- five").paragraphs) == 5
    long = "\n".join(
        "A line that is a paragraph of its own, as newspapers send them, goes on and on. " * 3 for _ in range(6)
    )
    assert len(document_from_text(long).paragraphs) == 6


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Talks failed.", "txt"),
        (b"<!DOCTYPE html><p>Talks failed.", "html"),
        (pdf([column(["Talks failed."])]), "pdf"),
        (docx(paragraph("Talks failed.")), "docx"),
    ],
)
def test_a_file_without_a_name_is_told_by_its_bytes(tmp_path, data, kind, monkeypatch):
    document = read(tmp_path, "talks", data)
    assert (document.kind, document.text) == (kind, "Talks failed.")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    document = read_document("-")
    assert (document.name, document.kind, document.text) == ("stdin", kind, "Talks failed.")


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        ("‘Talks fail’ — Müller, naïve".encode("cp1252"), "‘Talks fail’ — Müller, naïve", "cp1252"),
        ("Переговоры провалились, заявил министр. ".encode("cp1251") * 5, "Переговоры провалились", "cp1251"),
        ("会谈失败了。外交部长说。".encode("gb18030") * 10, "会谈失败了", "gb18030"),
        ("Rząd żąda, by młyn zapłacił wsi za głębsze studnie, mówi wójt. ".encode("cp1250") * 8, "Rząd żąda", "guess"),
        ("Talks failed on Sunday".encode("utf-16-le"), "Talks failed", "utf-16-le"),
    ],
)
def test_an_encoding_that_is_guessed_is_named(tmp_path, data, text, warned):
    document = read(tmp_path, "a.txt", data)
    assert text in document.text
    assert any(warned in warning and "guess" in warning for warning in document.warnings)


def test_marks_that_fool_the_eye_stay_and_are_named(tmp_path):
    text = "The gates stay \u202etuhs\u202c and no\u200bt open."
    document = read(tmp_path, "a.txt", text)
    assert document.text == text
    assert any("U+202C, U+202E" in warning for warning in document.warnings)
    assert any("U+200B" in warning for warning in document.warnings)
    assert read(tmp_path, "b.txt", "می\u200cخواهم and 👩\u200d🚀").warnings == ()


def test_the_child_imports_little_and_takes_no_environment(tmp_path, monkeypatch):
    look = (
        "import os; heavy = {'numpy', 'pydantic', 'lxml', 'pypdf', 'rich', 'click', 'sentencex', 'socket'}\n"
        "print(json.dumps({'error': [str(sorted(heavy & set(sys.modules))), str(sorted(os.environ)), '']}))"
    )
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setattr(child, "_START", child._START.replace("\nmain()", "\n" + look))
    with pytest.raises(cg.DocumentError) as caught:
        read(tmp_path, "a.txt", "Talks")
    assert caught.value.expected == "[]"
    assert "SECRET_TOKEN" not in caught.value.found


def test_every_kind_has_its_reader():
    for kind in KINDS.values():
        module = __import__(f"commonground.documents.extract.{kind.module}", fromlist=["extract"])
        assert callable(module.extract)


def test_the_library_verb(tmp_path):
    (tmp_path / "a.txt").write_text("They met on Sunday.", encoding="utf-8")
    found = cg.read(tmp_path / "a.txt", date=datetime.date(2014, 3, 31), limits=Limits(bytes=100))
    assert [date.first for date in found.dates] == [datetime.date(2014, 3, 30)]
    with pytest.raises(cg.DocumentError, match="expected at most"):
        cg.read(tmp_path / "a.txt", limits=Limits(bytes=5))


def test_a_document_that_stores_lone_surrogates_is_mended(tmp_path):
    document = read(tmp_path, "a.html", "<p>Talks &#xD800; failed")
    document.text.encode("utf-8")
    assert document.text.startswith("Talks ")


def test_a_docx_may_be_stored_without_packing(tmp_path):
    data = docx(paragraph("Talks"), method=zipfile.ZIP_STORED)
    assert read(tmp_path, "a.docx", data).text == "Talks"
