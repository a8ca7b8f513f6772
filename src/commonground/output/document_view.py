"""What a document says, as tables for the eye and as JSON: one row of ``SECTIONS`` per sort of finding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from ..documents.dates import DateMention
from ..documents.digest import Digest
from ..documents.document import Document
from ..documents.extract import show_marks
from .claims_view import CLAIM_SECTIONS
from .passages import Section, iso, pairs, shown, shown_day, shown_place
from .plain import counted, shortened
from .tables import Table

__all__ = [
    "SECTIONS",
    "Section",
    "digest_json",
    "digest_tables",
    "document_sentences",
    "numbered_text",
]


def digest_json(digest: Digest) -> dict[str, Any]:
    """Return every section by its key; spans are pairs ``[begin, end]`` of code points."""
    return {section.id: section.json(digest) for section in SECTIONS}


def digest_tables(digest: Digest) -> Iterator[Table]:
    """Return the table of each section that has one and found something."""
    for section in SECTIONS:
        if section.table is not None:
            table = section.table(digest)
            if table.rows:
                yield table


def document_sentences(document: Document) -> tuple[str, ...]:
    """Return what a document is, in sentences: kind, size, date, what is to be known about how it was read."""
    words = len(document.text.split())
    size = [counted(words, "word"), counted(len(document.paragraphs), "paragraph")]
    if document.kind == "pdf" or len(document.pages) > 1:
        size.insert(0, counted(len(document.pages), "page"))
    dated = f"dated {shown_day(document.date)}" if document.date else "no date given (relative dates are not resolved)"
    return (
        f"{shown(document.name)}: {document.kind}, {', '.join(size)}; {dated}.",
        *(f"Note: {shown(warning)}." for warning in document.warnings),
    )


def numbered_text(document: Document) -> str:
    """Return the text with a number before each paragraph and a line at each page break; deceptive marks are shown."""
    starts = [page.begin for page in document.pages]
    lines, page = [], 0
    for number, span in enumerate(document.paragraphs, start=1):
        standing = bisect_right(starts, span.begin)
        if len(starts) > 1 and standing != page:
            lines.append(f"--- page {standing} ---")
        page = standing
        lines.append(f"[{number}] {show_marks(document.text[span.slice])}")
    return "\n\n".join(lines)


def _document_json(digest: Digest) -> dict[str, Any]:
    document = digest.document
    return {
        "name": document.name,
        "kind": document.kind,
        "sha256": document.sha256,
        "title": document.title,
        "date": iso(document.date),
        "pages": len(document.pages),
        "page_spans": pairs(document.pages),
        "paragraphs": pairs(document.paragraphs),
        "characters": len(document.text),
        "words": len(document.text.split()),
    }


def _dates_json(digest: Digest) -> list[dict[str, Any]]:
    return [
        {
            "span": [*date.span],
            "text": digest.document.text[date.span.slice],
            "first": iso(date.first),
            "last": iso(date.last),
            "precision": date.precision,
            "relative": date.relative,
        }
        for date in digest.dates
    ]


def _dates_table(digest: Digest) -> Table:
    """Return the dates in the order of the calendar: each once, with its words and the paragraphs that have it."""
    document = digest.document
    grouped: dict[tuple[str, str, str], list[DateMention]] = {}
    for date in digest.dates:
        grouped.setdefault(_when(date), []).append(date)
    rows = []
    for (_, when, how), dates in sorted(grouped.items()):
        words = list(dict.fromkeys(shown(document.text[date.span.slice]) for date in dates))
        places = list(dict.fromkeys(shown_place(document, date.span) for date in dates))
        more = f", … ({len(places)} in all)" if len(places) > 8 else ""
        rows.append((when, shortened("; ".join(words), 60), how, ", ".join(places[:8]) + more))
    unresolved = document.date is None and any(date.relative for date in digest.dates)
    notes = ("Relative dates need the day the document was written: --date.",) if unresolved else ()
    return Table("dates", "Dates", ("When", "In the text", "Known", "Paragraph"), tuple(rows), notes)


def _when(date: DateMention) -> tuple[str, str, str]:
    """Return what a date is sorted by, how it is shown, and how it is known."""
    if date.first is None or date.last is None:
        why = date.precision if date.precision in ("ambiguous", "vague") else "relative"
        return "~" + why, "?", why
    key = f"{date.first}{date.last}"
    how = "from the document's date" if date.relative else "written out"
    if date.precision == "year" and date.first.year == date.last.year:
        return key, str(date.first.year), how
    if date.precision == "decade" and date.first.year % 10 == 0:
        return key, f"{date.first.year}s", how
    if date.precision == "month":
        return key, f"{date.first:%B} {date.first.year}", how
    if date.first == date.last:
        return key, shown_day(date.first), how
    return key, f"{shown_day(date.first)} to {shown_day(date.last)}", how


SECTIONS: tuple[Section, ...] = (
    Section("document", _document_json),
    Section("sentences", lambda digest: pairs(digest.sentences)),
    Section("dates", _dates_json, _dates_table),
    *CLAIM_SECTIONS,
    Section("warnings", lambda digest: list(digest.document.warnings)),
)
"In the order in which they are shown."
