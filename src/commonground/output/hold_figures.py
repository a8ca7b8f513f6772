"""The picture of packages against who leaves them, as SVG text.

A cell is told by its sign and its words: a tick keeps, an arrow moves within the terms, a cross breaks; the concepts
stand beside it. Shades repeat that for the eye. The table ``hold`` says the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..analysis.hold import Deal, Hold
from .hold_tables import brief_values, packages_shown
from .pictures import FAINT, INK, LEFT, NOW, PAPER, SOFT, document, note_lines, text
from .plain import party_letters, plain, shortened
from .result_tables import concept_title

__all__ = ["hold_svg"]

ROWS = 16
"""Packages drawn at most."""
ROW, FIRST, TOP, CELL, LAST, EDGE = 44.0, 330.0, 88.0, 136.0, 170.0, 20.0
FILLS = {"keeps": PAPER, "moves": NOW, "breaks": LEFT, "": SOFT}
SIGNS = {
    "keeps": "M-6 0l4 5l8 -10",
    "moves": "M-7 0h13m-5 -5l5 5l-5 5",
    "breaks": "M-5 -5l10 10m0 -10l-10 10",
    "": "M-5 0h10",
}


def hold_svg(result: Hold) -> str:
    """Return the packages, one per row, against the parties whose moves count, one per column."""
    shown = packages_shown(result, ROWS)
    parties = result.asked.parties
    width = FIRST + CELL * len(parties) + LAST + EDGE
    body = [*_heads(result, width), *(piece for k, i in enumerate(shown) for piece in _row(result, i, TOP + k * ROW))]
    y = TOP + len(shown) * ROW + 24
    notes = list(_notes(result, len(shown)))
    written, y = note_lines(notes, EDGE, y, int(width / 6.6))
    body += written
    title = f"Packages against who leaves them: {plain(result.negotiation.packages.title)}"
    return document("hold", title, " ".join(notes), body, width, y)


def _heads(result: Hold, width: float) -> Iterator[str]:
    graph = result.graphs[0]
    letters = party_letters(graph.conflict)
    yield text("Package", EDGE, TOP - 12, bold=True, anchor="start")
    for p, party in enumerate(result.asked.parties):
        x = FIRST + p * CELL + CELL / 2
        seat = "at the table" if party in result.asked.seated else "not at the table"
        lines = textwrap.wrap(plain(graph.party_name(party)), 19, max_lines=2, placeholder="…")
        yield text(letters[party], x, TOP - 30 - 15 * len(lines), bold=True)
        for k, line in enumerate(reversed(lines)):
            yield text(line, x, TOP - 28 - 15 * k, bold=True)
        yield text(seat, x, TOP - 12)
    yield text("Holds under", FIRST + CELL * len(result.asked.parties) + 12, TOP - 12, bold=True, anchor="start")
    yield f'<path d="M{EDGE} {TOP:.0f}H{width - EDGE:.0f}" stroke="{INK}"/>'


def _row(result: Hold, index: int, y: float) -> Iterator[str]:
    deal, packages = result.deals[index], result.negotiation.packages
    name = f"{index + 1}  {plain(deal.names[0])}" if deal.names else f"{index + 1}"
    mark = "" if deal.signed else "  (not signed)"
    yield text(shortened(name, 34) + mark, EDGE, y + 18, bold=deal.signed, anchor="start")
    yield text(shortened(brief_values(packages, deal.values), 50), EDGE, y + 34, size=11, anchor="start")
    for p, party in enumerate(result.asked.parties):
        yield from _cell(deal, party, FIRST + p * CELL, y)
    x = FIRST + CELL * len(result.asked.parties) + 12
    words = ", ".join(map(concept_title, deal.holds)) or "none"
    every = len(deal.holds) == len(result.asked.concepts)
    lines = ["every concept asked"] if every and len(deal.holds) > 1 else textwrap.wrap(words, 24)[:2]
    for k, line in enumerate(lines):
        yield text(line, x, y + (26 if len(lines) == 1 else 19 + 15 * k), bold=every, anchor="start")


def _cell(deal: Deal, party: str, x: float, y: float) -> Iterator[str]:
    stays = deal.parties[party]
    worst = next((word for word in ("breaks", "moves", "keeps") if word in stays.values()), "")
    under = [concept_title(concept) for concept, word in stays.items() if word == worst] if worst != "keeps" else []
    yield (
        f'<rect x="{x + 3:.1f}" y="{y + 4:.1f}" width="{CELL - 6:.1f}" height="{ROW - 8:.1f}" rx="4" '
        f'fill="{FILLS[worst]}" stroke="{FAINT}"/>'
    )
    at = (x + 20, y + ROW / 2)
    pen = f'stroke="{INK}" stroke-width="2.2" fill="none" stroke-linecap="round"'
    yield f'<path transform="translate({at[0]:.1f} {at[1]:.1f})" d="{SIGNS[worst]}" {pen}/>'
    yield text(worst or "cannot start", x + 34, y + (26 if not under else 19), anchor="start")
    if under:
        words = "every concept" if len(under) == len(stays) > 1 else ", ".join(under)
        yield text(shortened(words, 19), x + 34, y + 34, size=11, anchor="start")


def _notes(result: Hold, shown: int) -> Iterator[str]:
    issues = ", ".join(plain(column.name) for column in result.negotiation.packages.issues)
    yield f"Each package: {issues}. Bold: it would be signed by those at the table."
    yield (
        "Tick, keeps: the party has no move that it prefers and that nothing deters. Arrow, moves: it has one, within "
        "the terms. Cross, breaks: it has one that leaves the package. Below: under which concepts."
    )
    left = len(result.deals) - shown
    if left > 0:
        yield (
            "Drawn first are those that would be signed, those with a name, and those that hold as firmly but are "
            f"refused; {left:,} more packages judged are not drawn."
        )
