"""commonground -> plain tables: worths, reservations and offers as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from ..forms import build_packages
from ..model import Conflict, exact_text
from .priced import priced

__all__ = ["write_tables"]


def write_tables(conflict: Conflict) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return ``worths.csv``, ``reservations.csv`` and ``offers.csv`` (where there are offers), and what is lost.

    Worths are weight times points; decimals, or fractions where there is no decimal. A cell that a spreadsheet would
    take for a formula gets an apostrophe in front, and that is said.

    Raises
    ------
    ExchangeError
        Where the conflict has no issues.
    """
    found = priced(conflict)
    lost = list(found.lost)
    worths = [
        (title, label, name, exact_text(found.points[p][i][v]))
        for p, name in enumerate(found.names)
        for i, title in enumerate(found.titles)
        for v, label in enumerate(found.labels[i])
    ]
    reservations = [(name, exact_text(held)) for name, held in zip(found.names, found.reservations, strict=True)]
    files = {
        "worths.csv": _text(("issue", "value", "party", "worth"), worths, lost, numbers=(3,)),
        "reservations.csv": _text(("party", "reservation"), reservations, lost, numbers=(1,)),
    }
    name_of = dict(zip(found.parties, found.names, strict=True))
    offers = []
    for step, offer in enumerate(build_packages(conflict).offers, start=1):
        if offer.party not in name_of:
            lost.append(f"offer {step}: by {offer.party}, which has no worths")
            continue
        labels = [found.labels[i][value] for i, value in enumerate(offer.values)]
        offers.append((str(step), name_of[offer.party], *labels))
    if offers:
        files["offers.csv"] = _text(("step", "party", *found.titles), offers, lost, numbers=(0,))
    return files, tuple(lost)


def _text(header: Sequence[str], rows: Iterable[Sequence[str]], lost: list[str], *, numbers: Sequence[int]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    risky = 0
    for k, row in enumerate([header, *rows]):
        cells = []
        for i, cell in enumerate(row):
            guarded = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and (k == 0 or i not in numbers)
            risky += guarded
            cells.append(f"'{cell}" if guarded else cell)
        writer.writerow(cells)
    if risky:
        lost.append(f"{risky} texts that a spreadsheet would take for formulas; written with an apostrophe in front")
    return text.getvalue()
