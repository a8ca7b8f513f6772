"""Web pages to text: the encoding decided first, then lxml, then our own walk over the blocks."""

from __future__ import annotations

import re
from typing import Any

from ...errors import DocumentError
from .blocks import block_text, leave_out
from .decode import decode
from .extracted import Extracted, checked_text
from .limits import Limits
from .page_facts import page_date, page_title

__all__ = ["extract", "parse_html"]

_CHARSET = re.compile(
    rb"""<meta[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"""^\s{0,9}<\?xml[^<>]{0,200}?encoding=["']([A-Za-z0-9_.-]{1,40})["']""")
_HEAD = 4_096
_LOST = 200
"Characters after a tag that is never closed, at least, that are worth a warning."
_EMPTY = "a page without words of its own (such pages fill themselves in a browser)"
_MEND = "open it in a browser, and save it as text or print it to PDF"


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the text of a page; what is left out of it is named in the warnings."""
    stated = _XML_ENCODING.search(data[:_HEAD]) or _CHARSET.search(data[:_HEAD])
    decoded = decode(data, name, stated.group(1).decode("ascii") if stated else None)
    root = parse_html(decoded.text, name)
    title = page_title(root)
    date, dated = page_date(root)
    left_out = leave_out(root)
    text = checked_text(block_text(root), name, limits, empty=_EMPTY, mend=_MEND)
    return Extracted(text, title, date, (*decoded.warnings, *dated, *left_out, *_cut_short(decoded.text)))


def parse_html(text: str, name: str) -> Any:
    """Return the root element of a page given as text.

    Raises
    ------
    DocumentError
        Where the parser gave up (nested too deeply): what it has by then would be text with a silent end.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise DocumentError(name, "a document with text", _EMPTY, _MEND) from None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        fault = next(entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL)
        found = f"one that the parser gives up on: {fault.message[:120]}"
        raise DocumentError(name, "a page that can be read to its end", found, _MEND)
    return root


def _cut_short(text: str) -> tuple[str, ...]:
    """Return a warning where a comment or tag that is never closed swallows the end of a page."""
    begin = text.find("<!--", max(text.rfind("-->"), 0))
    if begin >= 0:
        lost = len(text) - begin
        return (f"a comment is opened and never closed; the {lost:,} characters after it are no text of the page",)
    tail = text[text.rfind(">") + 1 :]
    opened = re.search(r"<[A-Za-z]", tail)
    if opened is not None and len(tail) - opened.start() > _LOST:
        lost = len(tail) - opened.start()
        return (f"a tag is opened and never closed; the {lost:,} characters after it are no text of the page",)
    return ()
