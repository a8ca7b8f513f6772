"""Hostile documents: each ends in clear words, soon, and never in an empty text (the table of attacks D1 to D12)."""

import io
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import zipfile

import pytest

from commonground.cli import main
from commonground.documents.dates import find_dates
from commonground.documents.extract import Limits, child, read_document, show_marks
from commonground.documents.extract.kinds import KINDS
from commonground.errors import DocumentError

from .files import column, docx, paragraph, pdf

LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
SOON = 12.0  # seconds on a busy machine; each takes well under two on an idle one


def refused(tmp_path, name, data, *words, **limits):
    """Read a file that must be refused, and return the error."""
    file = tmp_path / name
    file.write_bytes(data)
    begun = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_document(file, limits=Limits(**limits))
    assert time.monotonic() - begun < SOON
    for word in words:
        assert word in str(caught.value)
    assert caught.value.expected
    assert caught.value.found
    assert caught.value.mend
    return caught.value


def packed(part, size):
    """Return a DOCX with one more part of that many blanks, made without holding them."""
    out = io.BytesIO(docx(paragraph("Talks")))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part, "w", force_zip64=True) as stream,
    ):
        for _ in range(size // 1_000_000):
            stream.write(b" " * 1_000_000)
    return out.getvalue()


def test_d1_zip_bombs(tmp_path):
    refused(tmp_path, "a.docx", packed("word/media/a.bin", 12_000_000), "10 MB", "12 MB", unpacked=10_000_000)
    refused(tmp_path, "b.docx", packed("word/styles.xml", 11_000_000), "packed", "times")
    many = docx(paragraph("Talks"), **{f"x{number}": b"" for number in range(5_001)})
    refused(tmp_path, "c.docx", many, "5,000 parts")


def test_d1_sizes_that_lie(tmp_path):
    data = bytearray(docx(paragraph("Talks") + "<!--" + " " * 3_000_000 + "-->"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo("word/document.xml")
    true = struct.pack("<L", entry.file_size)
    begin = data.rindex(true)  # the size in the directory
    data[begin : begin + 4] = struct.pack("<L", 100)
    refused(tmp_path, "a.docx", bytes(data), "damaged")
    refused(tmp_path, "b.docx", docx(paragraph("x") * 3_000), "unpacked", unpacked=20_000)


def test_d1_two_parts_of_one_name(tmp_path):
    out = io.BytesIO(docx(paragraph("Talks")))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "other")
    refused(tmp_path, "a.docx", out.getvalue(), "two parts of one name")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_d2_d3_entities(tmp_path, encoding):
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET", encoding="utf-8")
    xxe = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    for before, entity in ((xxe, "&e;"), (f'<!DOCTYPE l [<!ENTITY a "ha">{LAUGHS}]>', "&j;")):
        data = docx(paragraph(entity), before=before)
        if encoding == "utf-16":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            text = parts["word/document.xml"].decode().replace("UTF-8", "UTF-16")
            parts["word/document.xml"] = text.encode("utf-16")
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, content)
            data = out.getvalue()
        error = refused(tmp_path, "a.docx", data, "document type declarations")
        assert "SECRET" not in str(error)


def test_d2_entities_of_a_page_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET", encoding="utf-8")
    page = tmp_path / "a.html"
    page.write_text(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>Talks &e; failed', encoding="utf-8")
    assert "SECRET" not in read_document(page).text


@pytest.mark.parametrize("times", [1, 2])
def test_d4_flate_bombs(tmp_path, times):
    bomb = b"BT /F1 12 Tf 10 10 Td (x) Tj ET\n" + b" " * 80_000_000
    refused(tmp_path, "a.pdf", pdf([bomb], compress=times), "pages that cannot be read", "Limit")


def test_d5_operators_without_end(tmp_path):
    data = pdf([b"q Q\n" * 800_000], compress=1)
    refused(tmp_path, "a.pdf", data, "1 seconds of computing", cpu_seconds=1)
    refused(tmp_path, "b.pdf", data, "no answer after 0.8 s", seconds=0.8)


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>"])
def test_d6_deep_nesting(tmp_path, tag):
    page = "<p>before</p>" + tag * 100_000 + "deep"
    refused(tmp_path, "a.html", page.encode(), "read to its end", "depth")


@pytest.mark.parametrize("sign", ["<a ", "<!--", '<p x="', '="', "<", "&#", "</", "<![CDATA["])
def test_d7_quadratic_patterns(tmp_path, sign):
    page = tmp_path / "a.html"
    page.write_text("<p>The talks failed.</p>" + sign * (500_000 // len(sign)), encoding="utf-8")
    begun = time.monotonic()
    document = read_document(page)
    assert time.monotonic() - begun < SOON
    assert document.text.startswith("The talks failed.")
    lost = len(document.text) < 1_000
    assert not lost or any("never closed" in w for w in document.warnings) or sign in ("</", "<![CDATA[")


def test_d8_nothing_is_fetched(tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    place = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    asked = []

    def listen():
        try:
            while True:
                connection, _ = listener.accept()
                asked.append(connection)
        except OSError:
            return

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        drawing = (
            "<w:p><w:hyperlink r:id='rId1'><w:r><w:t>Talks</w:t></w:r></w:hyperlink><w:r><w:drawing>"
            "<wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
            "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:graphic><a:graphicData><p:pic "
            "xmlns:p='http://schemas.openxmlformats.org/drawingml/2006/picture'><p:blipFill><a:blip r:link='rId2'/>"
            "</p:blipFill></p:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
        links = [(kind, place, 'TargetMode="External"') for kind in ("hyperlink", "image", "attachedTemplate")]
        action = f"<< /Type /Action /S /URI /URI ({place}) >>".encode()
        script = b"<< /Type /Action /S /JavaScript /JS (app.launchURL\\(1\\)) >>"
        page = f"<link rel=stylesheet href={place}><img src={place}><iframe src={place}></iframe><script src={place}>"
        for name, data in (
            ("a.docx", docx(drawing, relations=links)),
            ("a.pdf", pdf([column(["Talks"])], objects=[action, script])),
            ("a.html", f"<p>Talks</p>{page}</script>".encode()),
        ):
            (tmp_path / name).write_bytes(data)
            assert read_document(tmp_path / name).text == "Talks"
    finally:
        time.sleep(0.05)
        listener.close()
        thread.join()
    assert asked == []


PROBE = """
import sys
from commonground.documents.extract.sandbox import forbid
import ctypes, socket, subprocess, urllib.request
forbid(tuple(sys.path))
for attempt in (
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    lambda: subprocess.run(["true"]),
    lambda: __import__("os").system("true"),
    lambda: __import__("ctypes").CDLL(None),
    lambda: open(sys.argv[1], "w"),
    lambda: open(sys.argv[1]),
    lambda: open("/etc/hostname"),
    lambda: __import__("os").remove(sys.argv[1]),
):
    try:
        attempt()
    except PermissionError as error:
        assert "document reader" in str(error), error
    else:
        print("allowed")
print("done")
"""


def test_d8_the_reader_cannot_reach_the_network_files_or_programs(tmp_path):
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PROBE, str(file)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("done", "")
    assert file.read_text(encoding="utf-8") == "x"


CURIOUS = """
import socket
from commonground.documents.extract import worker
from commonground.documents.extract.extracted import Extracted
class Reader:
    @staticmethod
    def extract(data, name, limits):
        found = []
        for attempt in (socket.socket, lambda: open("/etc/hostname"), lambda: open(name, "w")):
            try:
                attempt()
                found.append("allowed")
            except PermissionError:
                found.append("refused")
        try:
            import resource
            found += [str(resource.getrlimit(what)[0]) for what in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]
        except ImportError:
            found += ["-", "-"]
        return Extracted(" ".join(found))
worker.importlib.import_module = lambda name: Reader
main()
"""


def test_d8_a_reader_that_tries_is_stopped(tmp_path, monkeypatch):
    file = tmp_path / "a.txt"
    file.write_text("Talks", encoding="utf-8")
    monkeypatch.setattr(child, "_START", child._START.replace("\nmain()\n", CURIOUS))
    memory = "-" if sys.platform == "win32" else "500000000"
    assert read_document(file, limits=Limits(memory=500_000_000)).text.split()[:4] == [*["refused"] * 3, memory]


def test_d9_names_that_climb(tmp_path):
    evil = {"word/../../evil.xml": "<!DOCTYPE x><x/>", "/etc/evil.xml": "<x/>", "..\\evil.xml": "<x/>"}
    place = tmp_path / "inside"
    place.mkdir()
    (place / "a.docx").write_bytes(docx(paragraph("Talks"), **evil))
    assert read_document(place / "a.docx").text == "Talks"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.docx", "inside"]


def test_d10_marks_are_shown(tmp_path, capsys, monkeypatch):
    file = tmp_path / "a.txt"
    file.write_text("The gates stay \u202etuhs\u202c, no\u200bt \x1b[31mopen.", encoding="utf-8")
    for arguments in (["--text"], []):
        monkeypatch.setattr(sys, "argv", ["commonground", "read", str(file), *arguments])
        main()
        out = capsys.readouterr().out
        assert not set(out) & set("\u202e\u202c\u200b\x1b")
        assert "⟦U+202E⟧" in out
    assert show_marks("\u2066a\u200b") == "⟦U+2066⟧a⟦U+200B⟧"


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "A ",
        "1",
        "1 ",
        "12 and ",
        "March ",
        "Sunday ",
        "12-",
        "in ",
        "2014-",
        " ",
        "3, ",
        "will ",
        "1/",
        "by the end of ",
    ],
)
def test_d11_dates_take_time_in_proportion(piece):
    def taken(size):
        begun = time.process_time()
        find_dates(piece * (size // len(piece)))
        return time.process_time() - begun

    assert taken(120_000) < 10 * max(taken(30_000), 0.02)


def test_d12_encrypted_and_scanned(tmp_path):
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >>"
    locked = pdf([column(["hidden"])], objects=[lock], trailer="/Encrypt 7 0 R /ID [<41> <41>]")
    refused(tmp_path, "a.pdf", locked, "without a password", "encrypted")
    refused(tmp_path, "b.pdf", pdf([b"0 0 595 842 re f"] * 3), "scanned", "optical character recognition")
    refused(tmp_path, "c.pdf", pdf([column(["x"])] * 12), "at most 10 pages; got 12", pages=10)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.txt", b"\x00\x01\x02" * 100, "binary"),
        ("a.txt", b"\x7fELF\x02\x01" + bytes(200), "a program"),
        ("a.txt", pdf([column(["x"])]), "rename it to end in .pdf"),
        ("a.txt", bytes(range(128, 256)) * 20, "fit none"),
        ("a.txt", b"\xff\xfea", "utf-16"),
        ("a.txt", b" \n\t\n", "white space"),
        ("a.txt", b"", "an empty file"),
        ("a.txt", b"... --- ...", "no letter or digit"),
        ("a.pdf", b"hello", "only has its name"),
        ("a.pdf", b"%PDF-1.7\n" + b"\x00junk" * 500, "damaged"),
        ("a.pdf", pdf([column(["Talks"])])[:300], "damaged"),
        ("a.docx", b"PK\x03\x04word/document.xml" + bytes(60), "damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(60), "a zip archive"),
        ("a.docx", docx("").replace(b"word/document.xml", b"word/document-xml"), "with its text in"),
        ("a.docx", docx("<w:p/>"), "no text in it"),
        ("a.docx", docx(paragraph("&broken;")), "damaged"),
        ("a.html", b"<script>all()</script>", "without words"),
        ("a.html", b"<!-- -->", "without words"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as DOCX"),
        ("a.odt", b"PK\x03\x04mimetype", "save it as DOCX"),
        ("a.epub", b"PK\x03\x04mimetype", "e-book"),
        ("a.png", b"\x89PNG\r\n", "optical character recognition"),
        ("a.jpg", b"whatever", "optical character recognition"),
        ("a.zip", b"PK\x03\x04abc", "unpack"),
        ("a.rtf", b"{\\rtf1 hello}", "DOCX"),
        ("a.yaml", b"title: x", "model file"),
    ],
)
def test_what_is_no_document_is_refused_with_a_way_round(tmp_path, name, data, word):
    refused(tmp_path, name, data, word)


def test_places_that_hold_no_document(tmp_path):
    for place, word in ((tmp_path, "a folder"), (tmp_path / "no.txt", "nothing at this path"), ("a\0b", "a\\0b"[:1])):
        with pytest.raises(DocumentError, match=word):
            read_document(place)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="a pipe"):
        read_document(tmp_path / "pipe.txt")
    if os.geteuid():
        (tmp_path / "locked.txt").write_text("x", encoding="utf-8")
        (tmp_path / "locked.txt").chmod(0)
        with pytest.raises(DocumentError, match="Permission denied"):
            read_document(tmp_path / "locked.txt")


def test_limits_of_size_length_and_memory(tmp_path):
    refused(tmp_path, "a.txt", b"word " * 300, "at most", bytes=1_000)
    refused(tmp_path, "b.txt", b"word " * 300, "at most 1,000 characters", characters=1_000)
    refused(tmp_path, "c.txt", b"word " * 1_000_000, "in 24 MB of memory", memory=24_000_000)
    refused(tmp_path, "d.pdf", pdf([column(["word " * 10])] * 30), "at most 1,000 characters", characters=1_000)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("import os; os._exit(3)", r"ended the reading process \(status 3\)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "ended the reading process"),
        ("print('no json')", "ended the reading process"),
        ("print('[1]')", "ended the reading process"),
        ("import sys; sys.stdout.write('x' * 9_000_000)", "ended the reading process"),
    ],
)
def test_a_child_that_dies_or_babbles_ends_in_words(tmp_path, monkeypatch, code, word):
    file = tmp_path / "a.txt"
    file.write_text("Talks", encoding="utf-8")
    monkeypatch.setattr(child, "_START", code)
    with pytest.raises(DocumentError, match=word):
        read_document(file, limits=Limits(characters=1_000))


def test_a_child_that_hangs_is_ended_even_where_it_reads_nothing(monkeypatch):
    monkeypatch.setattr(child, "_START", "import time; time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(DocumentError, match=r"no answer after 0\.5 s"):
        child.extract_in_child(b"x" * 5_000_000, "a.txt", KINDS["txt"], Limits(seconds=0.5))
    assert time.monotonic() - begun < SOON
