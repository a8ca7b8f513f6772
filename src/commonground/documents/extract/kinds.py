"""Which kinds of file are read, how each is told by its first bytes, and what to do about the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from ...errors import DocumentError

__all__ = ["KINDS", "Kind", "find_kind"]

_SNIFFED = 2_048


class Kind(NamedTuple):
    """A row of the table of kinds."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    "The module of this package that reads it."
    own_text: bool
    "Whether the file is its own text, so that nothing else needs to be stored."


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("txt", (".txt", ".text", ".log"), "plain", own_text=True),
            Kind("md", (".md", ".markdown"), "plain", own_text=True),
            Kind("html", (".html", ".htm", ".xhtml"), "html", own_text=False),
            Kind("pdf", (".pdf",), "pdf", own_text=False),
            Kind("docx", (".docx", ".docm"), "docx", own_text=False),
        )
    }
)

_AS_DOCX = "open it in a word processor and save it as DOCX, or print it to PDF"
_AS_PDF = "print it to PDF, or save its text as .txt"
_OCR = "run optical character recognition first (OCRmyPDF is one program that does), then read the PDF or text it gives"
_ROUND: tuple[tuple[tuple[str, ...], str, str], ...] = (
    ((".doc", ".dot", ".rtf", ".odt", ".wpd", ".pages", ".wps"), "a word processor's file of another kind", _AS_DOCX),
    ((".epub", ".mobi", ".azw3"), "an e-book", "convert it to HTML, DOCX or PDF first"),
    ((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".heic"), "an image", _OCR),
    ((".ppt", ".pptx", ".odp", ".key"), "slides", _AS_PDF),
    ((".xls", ".xlsx", ".ods", ".csv", ".tsv"), "a table", _AS_PDF),
    ((".eml", ".msg", ".mbox"), "mail", _AS_PDF),
    (
        (".mht", ".mhtml", ".webarchive"),
        "a saved page of another kind",
        "save the page as HTML only, or print it to PDF",
    ),
    ((".zip", ".gz", ".7z", ".rar", ".tar"), "an archive", "unpack it and read the documents one by one"),
    ((".mp3", ".wav", ".m4a", ".mp4", ".mov"), "a recording", "have it written down first"),
    ((".yaml", ".yml", ".json", ".xml"), "data", "a model file is for `check` and `solve`; rename a text to .txt"),
)
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc)", _AS_DOCX),
    (b"{\\rtf", "rich text (.rtf)", _AS_DOCX),
    (b"\x89PNG", "an image", _OCR),
    (b"\xff\xd8\xff", "an image", _OCR),
    (b"GIF8", "an image", _OCR),
    (b"II*\0", "an image", _OCR),
    (b"MM\0*", "an image", _OCR),
    (b"\x1f\x8b", "an archive", "unpack it first"),
    (b"\x7fELF", "a program", "give a text"),
    (b"MZ\x90", "a program", "give a text"),
    (b"SQLite format 3", "a database", "give a text"),
)
READ = "a .txt, .md, .html, .pdf or .docx file"


def find_kind(name: str, data: bytes) -> Kind:
    """Return the kind of a file from its name and its first bytes.

    The name decides; the bytes decide where the name says nothing, and have to agree with it.

    Raises
    ------
    DocumentError
        For a kind that is not read (and what to do about it), and where name and contents differ.

    Examples
    --------
    >>> find_kind("report", b"%PDF-1.7").name, find_kind("-", b"Talks failed.").name
    ('pdf', 'txt')
    """
    suffix = PurePath(name).suffix.lower()
    named = next((kind for kind in KINDS.values() if suffix in kind.suffixes), None)
    round_ = next(((what, mend) for suffixes, what, mend in _ROUND if suffix in suffixes), None)
    try:
        held = _signature(name, data)
    except DocumentError:
        if round_ is None:
            raise
        held = None
    if round_ is not None and held is None:
        raise DocumentError(name, READ, f"{round_[0]} ({suffix})", round_[1])
    if named is None:
        return KINDS[held or "txt"]
    if held is None and named.name in ("pdf", "docx"):
        found = "a file that only has its name" if data else "an empty file"
        raise DocumentError(name, f"a {named.name.upper()}", found, "save it anew from the program that made it")
    if held in ("pdf", "docx") and held != named.name:
        raise DocumentError(name, f"what the name says ({suffix})", f"a {held.upper()}", f"rename it to end in .{held}")
    return named


def _signature(name: str, data: bytes) -> str | None:
    """Return the kind that the first bytes show beyond doubt."""
    begin = data[:_SNIFFED]
    for mark, what, mend in _FOREIGN:
        if begin.startswith(mark):
            raise DocumentError(name, READ, what, mend)
    if b"%PDF-" in begin[:1024]:
        return "pdf"
    if begin.startswith(b"PK\x03\x04"):
        return _zipped(name, data)
    text = begin.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) else None


def _zipped(name: str, data: bytes) -> str:
    if b"word/document" in data:
        return "docx"
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        raise DocumentError(name, READ, "an OpenDocument file (.odt)", _AS_DOCX)
    if b"mimetypeapplication/epub+zip" in data[:200]:
        raise DocumentError(name, READ, "an e-book", "convert it to HTML, DOCX or PDF first")
    raise DocumentError(name, READ, "a zip archive without a text document in it", "unpack it, or save it as DOCX")
