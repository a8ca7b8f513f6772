"""Neutral tables of an audit: what each element rests on, what is left out, where sources disagree, the shares."""

from __future__ import annotations

from collections.abc import Iterator

from ..drafting.audit import Audit, AuditedElement, AuditedPassage
from ..drafting.tension import Tension
from ..errors import field_text
from ..model import Conflict
from .plain import counted, plain, shortened, source_name
from .tables import Table

__all__ = ["audit_summary", "audit_tables", "passage_line"]

LONG = 300
"Characters of a text that a table shows."

KINDS = {
    "contradicts": "contradiction (marked by a person)",
    "numbers": "hint: other numbers",
    "dates": "hint: other dates",
    "negation": "hint: one denies",
}


def audit_tables(audit: Audit, conflict: Conflict) -> tuple[Table, ...]:
    """Return the tables of an audit: shares, elements, what rests on nothing, tensions, what is left out."""
    return (
        _shares(audit),
        _elements(audit, conflict),
        _bare(audit),
        _tensions(audit, conflict),
        _left_out(audit, conflict),
    )


def audit_summary(audit: Audit) -> tuple[str, ...]:
    """Return what an audit found, in a few sentences."""
    everything = audit.shares["all"]
    total = everything["elements"]
    sentences = [
        f"{counted(total, 'element')}: {total - everything['bare']} with a passage, {everything['bare']} without.",
        f"Reviewed by a person: {everything['reviewed']} of {total}; drafted and not reviewed: "
        f"{everything['drafted']}; without a mark: {everything['unmarked']}.",
    ]
    states = ", ".join(f"{count} {state}" for state, count in audit.states.items())
    if states:
        sentences.append(f"Passages cited: {states}.")
    if audit.checked:
        left = counted(len(audit.left_out), "claim" if audit.by_claims else "paragraph")
        sentences.append(f"Of what the sources state, no evidence touches {left}.")
    if audit.unchecked:
        sentences.append(f"No text at hand: {', '.join(audit.unchecked)}.")
    marked = sum(not tension.is_hint for tension in audit.tensions)
    hints = len(audit.tensions) - marked
    if audit.tensions:
        sentences.append(f"Passages that do not agree about an element: {marked} marked, {counted(hints, 'hint')}.")
    return tuple(sentences)


def passage_line(passage: AuditedPassage, conflict: Conflict) -> str:
    """Return one passage in a line: its state, whether it speaks against, where it stands, its words."""
    against = "speaks against it, " if passage.stance == "contradicts" else ""
    whole = ", cited for the preferences as a whole" if passage.whole else ""
    place = ", ".join(part for part in (source_name(conflict, passage.source), plain(passage.place)) if part)
    words = shortened(plain(passage.quote or passage.note), LONG)
    return (
        f"{against}{passage.state}{whole}: {words} [{place}]" if words else f"{against}{passage.state}{whole}: {place}"
    )


def _shares(audit: Audit) -> Table:
    names = ("elements", "bare", "drafted", "reviewed", "unmarked")
    rows = tuple(
        (section, *(f"{share[name]}" for name in names)) for section, share in audit.shares.items() if share["elements"]
    )
    columns = ("Section", "Elements", "Rest on nothing", "Drafted", "Reviewed", "Without a mark")
    return Table("audit_shares", "How much is supported and reviewed", columns, rows)


def _elements(audit: Audit, conflict: Conflict) -> Table:
    rows = tuple(row for element in audit.elements for row in _element_rows(element, conflict))
    columns = ("Element", "Name", "Review", "Source", "Place", "Quotation", "State", "Stance", "Note")
    notes = (
        "anchored: the quotation stands where it was; moved: it stands elsewhere; ambiguous: in several places; lost: "
        "nowhere; unchecked: no text at hand, or no words quoted.",
    )
    return Table("audit_elements", "What each element rests on", columns, rows, notes)


def _element_rows(element: AuditedElement, conflict: Conflict) -> Iterator[tuple[str, ...]]:
    head = (field_text(element.path), plain(element.name), element.review)
    if not element.passages:
        yield (*head, "", "", "", "none", "", "")
    for passage in element.passages:
        yield (*head, *_passage_cells(passage, conflict))


def _passage_cells(passage: AuditedPassage, conflict: Conflict) -> tuple[str, ...]:
    return (
        source_name(conflict, passage.source),
        plain(passage.place) + (" (for the preferences as a whole)" if passage.whole else ""),
        shortened(plain(passage.quote), LONG),
        passage.state,
        passage.stance,
        plain(passage.note),
    )


def _bare(audit: Audit) -> Table:
    rows = tuple((field_text(e.path), e.kind, plain(e.name), e.review) for e in audit.bare)
    return Table("audit_bare", "What rests on nothing", ("Element", "Kind", "Name", "Review"), rows)


def _tensions(audit: Audit, conflict: Conflict) -> Table:
    rows = tuple(_tension_row(tension, conflict) for tension in audit.tensions)
    columns = ("Element", "Kind", "One source", "One quotation", "Other source", "Other quotation", "Detail")
    notes = (
        "A hint compares words: numbers, dates, and a negation in one of two similar passages. It finds neither every "
        "contradiction nor only contradictions.",
    )
    return Table("audit_tensions", "Where passages about one element do not agree", columns, rows, notes)


def _tension_row(tension: Tension, conflict: Conflict) -> tuple[str, ...]:
    sides = (
        cell
        for source, quote in (tension.first, tension.second)
        for cell in (source_name(conflict, source), shortened(plain(quote), LONG))
    )
    return (field_text(tension.path), KINDS[tension.kind], *sides, plain(tension.detail))


def _left_out(audit: Audit, conflict: Conflict) -> Table:
    order = sorted(audit.left_out, key=lambda item: (item.kind, item.speaker or "", item.source, item.span))
    rows = tuple(
        (
            item.kind,
            item.speaker or "",
            source_name(conflict, item.source),
            plain(item.place),
            shortened(plain(item.text), LONG),
        )
        for item in order
    )
    columns = ("Kind", "Who", "Source", "Place", "Text")
    what = "claims" if audit.by_claims else "paragraphs"
    notes = (f"The {what} of the sources that no quotation of the model's evidence touches.",)
    return Table("audit_left_out", "What the sources state and the model leaves out", columns, rows, notes)
