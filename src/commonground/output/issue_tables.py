"""Neutral tables of what a model puts on the table: issues with their worths, what binds packages, named packages."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms import Packages
from ..forms.worths import party_points
from ..model import Conflict, Interval, estimate_text
from .bargain_tables import number_words, values_words
from .plain import plain
from .tables import Table

__all__ = ["issue_tables"]

LISTED = 24
"""Values of an issue listed at most; of a longer range, the bounds and some between."""


def issue_tables(conflict: Conflict, packages: Packages) -> tuple[Table, ...]:
    """Return the tables of the issues; those without a row are left out."""
    made = (_worths(conflict, packages), _bounds(conflict), _named(conflict, packages))
    return tuple(table for table in made if table.rows)


def _worths(conflict: Conflict, packages: Packages) -> Table:
    points = party_points(conflict, packages.issues, lambda _: None)
    rows, cut = [], False
    for i, column in enumerate(packages.issues):
        shown = list(range(column.size))
        if column.size > LISTED:
            shown, cut = [round(k * (column.size - 1) / (LISTED - 1)) for k in range(LISTED)], True
        for v in shown:
            worths = (number_words(points[party][i][v]) for party in packages.parties)
            rows.append((plain(column.name), plain(column.names[v]), *worths))
    notes = ["Points: weight times points of the file. The utility of a package is the sum over its issues."]
    if any(party.interactions for party in conflict.parties.values()):
        notes[0] = f"{notes[0][:-1]}, and of the points below where values come together."
    if cut:
        notes.append(f"Of a longer range {LISTED} numbers are shown.")
    columns = ("Issue", "Value", *(plain(name) for name in packages.names))
    return Table("worths", "What is on the table, and what it is worth", columns, tuple(rows), tuple(notes))


def _bounds(conflict: Conflict) -> Table:
    rows = (*_excluded(conflict), *_of_parties(conflict))
    notes = (
        "Reservation: what a party has without an agreement. Constraint: packages that cannot be, whoever wants them. "
        "Red line: packages that the party refuses whatever their points. Interaction: points on top where values come "
        "together. Term: what keeping a signed package means.",
    )
    columns = ("Kind", "Party", "Statement", "Points", "Because")
    return Table("bounds", "Reservations, reasons, and what binds packages", columns, rows, notes)


def _excluded(conflict: Conflict) -> Iterator[tuple[str, ...]]:
    for rule in conflict.constraints:
        yield "constraint", "", plain(rule.text), "", plain(rule.note or rule.name or "")
    for term in conflict.keeping:
        yield "term", "", plain(term.statement), "", plain(term.because or term.name or "")


def _of_parties(conflict: Conflict) -> Iterator[tuple[str, ...]]:
    for party in conflict.parties.values():
        name, held = plain(party.name), party.reservation
        if held is not None:
            what = f"as much as in {plain(held.package)}" if held.package is not None else ""
            points = "" if held.points is None else estimate_text(held.points)
            yield "reservation", name, what, points, plain(held.because or "")
        for line in party.red_lines:
            yield "red line", name, f"never {plain(line.never)}", "", plain(line.because or "")
        for entry in party.interactions:
            sign = "" if isinstance(entry.points, Interval) or entry.points <= 0 else "+"
            yield (
                "interaction",
                name,
                plain(entry.when),
                f"{sign}{estimate_text(entry.points)}",
                plain(entry.because or ""),
            )
        for issue, worth in party.worths.items():
            if worth.because:
                yield "worth", name, plain(conflict.issues[issue].name), "", plain(worth.because)


def _named(conflict: Conflict, packages: Packages) -> Table:
    rows = []
    for name, values in packages.named.items():
        cells = packages.rows_of(values)
        points = [""] * len(packages.names)
        if cells is not None:
            points = [number_words(number) for number in packages.points(packages.utility(cells))]
        about = conflict.packages[name].description or ""
        rows.append((plain(name), *points, values_words(packages, values), plain(about)))
    columns = ("Package", *(plain(name) for name in packages.names), "Values", "Description")
    return Table("packages", "Packages with a name", columns, tuple(rows))
