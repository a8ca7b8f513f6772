"""A document that was read: its text, and where its pages and paragraphs lie."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from .spans import Span

__all__ = ["PAGE_BREAK", "Document", "document_from_text", "is_own_text", "stored_form", "text_hash"]

PAGE_BREAK = "\f"
"Parts two pages in a stored text."

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"[^\n\f]+")
_ITEM = re.compile(r"[-*•–—][ \t]|\(?\d{1,3}[.)][ \t]")
_LAST_SIGNS = ".!?:;…\"'”’»)]"
_TYPED = 120
"A line longer than this was not wrapped by hand or by a mail program."
_NARROW = 40
"Where no line is longer than this, the lines are items or verses."
_FEW = 4
"Full lines that it takes at least to see that a text was wrapped."
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


def is_own_text(document: Document, data: bytes) -> bool:
    """Return whether a file, taken as text in UTF-8, is a document's text; one in an older encoding is not."""
    try:
        return stored_form(data.decode("utf-8-sig")) == document.text
    except UnicodeDecodeError:
        return False


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

    A blank line or a page break ends a paragraph. Without any blank line a paragraph is a line, or several where the
    lines were wrapped: none is long, and most end within a sentence.

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
    if _BLANK_LINE.search(text) is not None:
        return tuple(Span(*match.span()).stripped(text) for match in _PARAGRAPH.finditer(text) if match[0].strip())
    lines = [Span(*match.span()).stripped(text) for match in _LINE.finditer(text) if match[0].strip()]
    return _rejoined(text, lines)


def _rejoined(text: str, lines: list[Span]) -> tuple[Span, ...]:
    """Return the paragraphs of a text without blank lines: its lines, joined where they were wrapped.

    Lines were wrapped where no line is longer than a typist's and most full ones end within a sentence. Then a
    paragraph ends with a sentence in a line well short of the width, before an indented line, and with the page.
    """
    width = max((end - begin for begin, end in lines), default=0)
    full = [line for line in lines if 10 * (line.end - line.begin) > 7 * width]
    broken = sum(text[line.end - 1] not in _LAST_SIGNS for line in full)
    if not _NARROW < width <= _TYPED or len(full) < _FEW or 3 * len(full) < 2 * len(lines) or 2 * broken < len(full):
        return tuple(lines)
    found = [lines[0]]
    for above, below in pairwise(lines):
        between = text[above.end : below.begin]
        short = text[above.end - 1] in _LAST_SIGNS and 10 * (above.end - above.begin) < 8 * width
        if short or PAGE_BREAK in between or between.endswith((" ", "\t")) or _ITEM.match(text, below.begin):
            found.append(below)
        else:
            found[-1] = Span(found[-1].begin, below.end)
    return tuple(found)
