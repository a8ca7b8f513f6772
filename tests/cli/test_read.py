"""``commonground read`` as a user runs it."""

import io
import json
import sys

import pytest

from commonground.cli import main
from commonground.documents import document_from_text
from commonground.documents.digest import digest
from commonground.output import document_view
from commonground.output.document_view import SECTIONS, Section, digest_json, digest_tables
from commonground.output.tables import Table

from ..documents.files import column, pdf

TEXT = "SUNDAY night’s meeting failed.\n\nThey meet again in May 2014; the last one was in 2012.\n"
PDF = pdf([column(["The talks failed on Sunday."]), column(["They resume in May."])], title="The report")


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Return a function that runs the verb in an empty folder, and gives status, output and talk."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["commonground", "read", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = stop.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(PDF)
    return call


def test_the_summary_names_size_dates_and_what_is_to_be_known(run, tmp_path):
    status, out, _ = run("a.txt", "--date", "31 March 2014")
    assert status == 0
    assert "a.txt: txt, 16 words, 2 paragraphs; dated 31 March 2014." in out
    lines = [line.split("  ") for line in out.splitlines()]
    rows = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert ["30 March 2014", "SUNDAY night", "from the document's date", "1"] in rows
    assert ["2012", "2012", "written out", "2"] in rows
    assert ["May 2014", "May 2014", "written out", "2"] in rows
    status, out, _ = run("report.pdf")
    assert "The report" in out
    assert "2 pages, 9 words, 2 paragraphs; no date given" in out
    assert "2 (p. 2)" in out
    assert "Relative dates need the day the document was written: --date." in out


def test_json_has_the_shape_of_decision_5(run):
    status, out, _ = run("a.txt", "--date", "2014-03-31", "--title", "Talks", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["asked"]["verb"] == "read"
    assert (answer["asked"]["file"], answer["asked"]["date"]) == ("a.txt", "2014-03-31")
    document = answer["document"]
    assert {**document, "sha256": "", "page_spans": []} == {
        "name": "a.txt",
        "kind": "txt",
        "sha256": "",
        "title": "Talks",
        "date": "2014-03-31",
        "pages": 1,
        "page_spans": [],
        "paragraphs": [[0, 30], [32, 86]],
        "characters": 87,
        "words": 16,
    }
    assert answer["sentences"] == [[0, 30], [32, 86]]
    first = answer["dates"][0]
    begin, end = first.pop("span")
    assert TEXT[begin:end] == first["text"] == "SUNDAY night"
    assert first == {
        "text": "SUNDAY night",
        "first": "2014-03-30",
        "last": "2014-03-30",
        "precision": "day",
        "relative": True,
    }
    assert answer["warnings"] == []
    assert "text" not in document
    status, out, _ = run("a.txt", "--json", "--text")
    assert json.loads(out)["document"]["text"] == TEXT


def test_text_has_numbered_paragraphs_and_pages(run):
    _, out, _ = run("report.pdf", "--text")
    assert out == "--- page 1 ---\n\n[1] The talks failed on Sunday.\n\n--- page 2 ---\n\n[2] They resume in May.\n"


def test_standard_input(run):
    status, out, _ = run("-", "--text", stdin=TEXT.encode())
    assert (status, out.splitlines()[0]) == (0, "[1] SUNDAY night’s meeting failed.")
    status, _, err = run("-", stdin=b"")
    assert (status, "stdin: expected a document with text; got an empty file" in err) == (1, True)
    status, _, err = run("-", "--into", "project", stdin=b"x")
    assert (status, "--into needs a file" in err) == (2, True)


@pytest.mark.parametrize("day", ["2014-02-30", "3/4/2014", "May 2014", "Sunday", "31 March", "tomorrow", "x", ""])
def test_a_day_that_is_none_is_refused(run, day):
    status, _, err = run("a.txt", "--date", day)
    assert (status, "expected a day" in err) == (2, True)


def test_what_cannot_be_read_ends_in_words(run, tmp_path):
    for name, word in ((".", "a folder"), ("no.txt", "nothing at this path")):
        status, out, err = run(name)
        assert (status, out, word in err) == (1, "", True)


def test_into_stores_file_and_text_and_prints_the_entry(run, tmp_path):
    status, out, err = run("report.pdf", "--date", "2014-03-31", "--into", "project")
    assert status == 0
    assert (tmp_path / "project/sources/report.pdf").read_bytes() == PDF
    stored = (tmp_path / "project/sources/text/report.txt").read_bytes().decode()
    assert stored == "The talks failed on Sunday.\fThey resume in May."
    document = document_from_text(stored)
    assert f"sha256: {document.sha256}" in out.replace('"', "")
    assert out.startswith(
        "  report:\n    title: The report\n    file: sources/report.pdf\n    text: sources/text/report.txt\n"
    )
    assert "there is no conflict.yaml yet" in err
    status, again, err = run("report.pdf", "--date", "2014-03-31", "--into", "project")
    assert (status, again, "stored:" in err) == (0, out, False)


def test_a_text_is_its_own_text(run, tmp_path):
    _, out, _ = run("a.txt", "--into", "project")
    assert "text:" not in out
    assert [path.name for path in (tmp_path / "project/sources").iterdir()] == ["a.txt"]


def test_a_text_in_another_encoding_is_stored_in_utf_8(run, tmp_path):
    (tmp_path / "old.txt").write_bytes("‘Talks fail’, Müller says.".encode("cp1252"))
    _, out, _ = run("old.txt", "--into", "project")
    assert "    text: sources/text/old.txt\n" in out
    assert (tmp_path / "project/sources/text/old.txt").read_text(encoding="utf-8") == "‘Talks fail’, Müller says."


def test_into_replaces_nothing_that_differs(run, tmp_path):
    run("report.pdf", "--into", "project")
    text = tmp_path / "project/sources/text/report.txt"
    text.write_text("anchors were made in this", encoding="utf-8")
    status, out, err = run("report.pdf", "--into", "project")
    assert (status, out) == (1, "")
    assert "holds something else; nothing was written" in err
    assert text.read_text(encoding="utf-8") == "anchors were made in this"
    (tmp_path / "report.pdf").write_bytes(pdf([column(["Another one."])]))
    assert run("report.pdf", "--into", "project")[0] == 1
    assert (tmp_path / "project/sources/report.pdf").read_bytes() == PDF
    status, _, err = run("report.pdf", "--into", "project", "--force")
    assert (status, text.read_text(encoding="utf-8")) == (0, "Another one.")
    assert run("report.pdf", "--into", "a.txt")[0] == 1


def test_the_entry_fits_the_model_file_that_is_there(run, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "conflict.yaml").write_text("title: x\nsources:\n  a: {file: sources/other.txt}\n", encoding="utf-8")
    _, out, err = run("a.txt", "--into", "project")
    assert out.startswith("  a_2:\n    file: sources/a.txt\n")
    assert "add under `sources:` (line 2)" in err
    (project / "conflict.yaml").write_text("title: x\nsources:\n  mine: {file: sources/a.txt}\n", encoding="utf-8")
    status, out, err = run("a.txt", "--into", "project")
    assert (status, out) == (0, "")
    assert "names this file as `mine` already" in err
    for broken in ("title: [", "- a\n", "title: x\n", "sources: 3\n"):
        (project / "conflict.yaml").write_text(broken, encoding="utf-8")
        assert run("a.txt", "--into", "project")[1].startswith("  a:\n")


def test_sections_are_rows_that_others_add(monkeypatch):
    row = Section("words", lambda found: len(found.sentences), lambda found: Table("w", "W", ("a",), (("b",),)))
    monkeypatch.setattr(document_view, "SECTIONS", (*SECTIONS, row))
    found = digest(document_from_text("One. Two."))
    assert digest_json(found)["words"] == 2
    assert [table.title for table in digest_tables(found)] == ["W"]
