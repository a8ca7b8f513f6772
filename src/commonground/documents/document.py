"""A document that was read: its text, and where its pages and paragraphs lie."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from .spans import Span

__all__ = ["PAGE_BREAK", "Document", "document_from_text", "stored_form", "text_hash"]

PAGE_BREAK = "\f"
"Parts two pages in a stored text."

_PARAGRAPH = re.compile(r"[^\n\f]+(?:\n(?![^\S\n\f]*\n)[^\n\f]+)*")


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read out of a file; every span counts code points in ``text``."""

    name: str
    "What to call it: the file's name."
    kind: str
    "What it was read from: a name in ``extract.KINDS``."
    text: str
    "NFC, lines end in ``\\n``, pages are parted by a form feed, paragraphs by a blank line."
    sha256: str
    "Hash of ``text`` in UTF-8."
    title: str | None
    date: datetime.date | None
    "Against which relative dates are resolved."
    pages: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    warnings: tuple[str, ...] = ()


def stored_form(text: str) -> str:
    """Return a text as it is stored: NFC, lines that end in ``\\n``, no byte order mark, no NUL.

    >>> stored_form("one\\r\\ntwo\\rthree")
    'one\\ntwo\\nthree'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return unicodedata.normalize("NFC", text)


def text_hash(text: str) -> str:
    """Return the hash that tells two versions of a stored text apart: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_from_text(
    text: str,
    name: str = "text",
    kind: str = "txt",
    *,
    title: str | None = None,
    date: datetime.date | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """Return the document that a text is.

    A blank line or a page break ends a paragraph; a text without any blank line has a paragraph per line.

    >>> document_from_text("One.\\n\\nTwo,\\nstill two.").paragraphs
    (Span(begin=0, end=4), Span(begin=6, end=21))
    """
    stored = stored_form(text)
    return Document(
        name=name,
        kind=kind,
        text=stored,
        sha256=text_hash(stored),
        title=title,
        date=date,
        pages=_pages(stored),
        paragraphs=_paragraphs(stored),
        warnings=warnings,
    )


def _pages(text: str) -> tuple[Span, ...]:
    pages, begin = [], 0
    for part in text.split(PAGE_BREAK):
        pages.append(Span(begin, begin + len(part)))
        begin += len(part) + 1
    return tuple(pages)


def _paragraphs(text: str) -> tuple[Span, ...]:
    blank_lines = re.search(r"\n[^\S\n]*\n", text) is not None
    pattern = _PARAGRAPH if blank_lines else re.compile(r"[^\n\f]+")
    found = []
    for match in pattern.finditer(text):
        words = match.group()
        begin = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if begin < end:
            found.append(Span(begin, end))
    return tuple(found)
