"""A picture of what uncertain worths leave of an answer, as SVG text: bars with their figures beside them.

The two bars of a package are told by fill and place, and by the figures; ``uncertain_tables`` says the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from xml.sax.saxutils import escape

from ..analysis.negotiation import Negotiation, Uncertainty
from .bargain_tables import NAMES
from .pictures import INK, PAPER, SOFT, document, note_lines, text
from .plain import counted, plain, shortened
from .uncertain_tables import doubt_words, share_words

__all__ = ["uncertain_svg"]

PACKAGES, INFLUENCES = 15, 10
"""Packages, and uncertain entries, drawn at most."""
WIDTH, LEFT, BAR = 900.0, 430.0, 330.0
_SPLIT = 62


def uncertain_svg(result: Negotiation) -> str:
    """Return how often packages are efficient and acceptable, and what matters most, as one SVG document.

    Raises
    ------
    ValueError
        Where draws were not asked for.
    """
    found = result.uncertainty
    if found is None:
        raise ValueError("an answer without draws")
    body: list[str] = []
    y = _packages(found, body, 34.0)
    y = _influences(found, body, y + 26)
    notes = _notes(found)
    written, y = note_lines(notes, 20, y, 128)
    body += written
    title = f"Packages over the draws: {plain(found.estimates.packages.title)}"
    return document("uncertain", title, " ".join(notes), body, WIDTH, y)


def _packages(found: Uncertainty, body: list[str], y: float) -> float:
    body.append(text("Package", 20, y, bold=True, anchor="start"))
    body.append(
        text("Share of draws: on the frontier (filled), in the zone (open)", LEFT, y, bold=True, anchor="start")
    )
    y += 14
    for number, outlook in enumerate(found.packages[:PACKAGES], start=1):
        lines = textwrap.wrap(shortened(f"{number}. {_words(found, outlook.values)}", 3 * _SPLIT), _SPLIT)
        for i, line in enumerate(lines):
            body.append(text(line, 20, y + 13 + 15 * i, anchor="start"))
        body.extend(_bar(outlook.frontier, found.asked.draws, y + 3, INK, f"package {number} on the frontier"))
        body.extend(_bar(outlook.zone, found.asked.draws, y + 21, PAPER, f"package {number} in the zone"))
        y += max(46.0, 15.0 * len(lines) + 12)
    return y


def _words(found: Uncertainty, values: tuple[int, ...]) -> str:
    """Return a package by its name, else by its values of the issues in which the packages drawn differ."""
    packages = found.estimates.packages
    for name, named in packages.named.items():
        if tuple(named) == values:
            return plain(name)
    drawn = [outlook.values for outlook in found.packages[:PACKAGES]]
    differ = [i for i, value in enumerate(values) if any(other[i] != value for other in drawn)]
    return "; ".join(plain(packages.issues[i].names[values[i]]) for i in differ)


def _influences(found: Uncertainty, body: list[str], y: float) -> float:
    asked = found.asked
    if not asked.redraws or not asked.rules:
        return y
    body.append(text("Uncertain", 20, y, bold=True, anchor="start"))
    body.append(
        text(
            f"Drawn anew alone: {NAMES[asked.rules[0]]} chooses another, share of draws",
            LEFT,
            y,
            bold=True,
            anchor="start",
        )
    )
    y += 14
    for one in found.influences[:INFLUENCES]:
        words = doubt_words(found, one.doubt)
        body.append(text(shortened(words, _SPLIT), 20, y + 13, anchor="start"))
        body.extend(_bar(one.chosen, asked.redraws, y + 3, INK, words))
        y += 24
    return y + 22


def _bar(count: int, of: int, y: float, fill: str, words: str) -> Iterator[str]:
    share = count / of if of else 0.0
    title = f"<title>{escape(words)}: {share_words(count, of)}</title>"
    yield f'<rect x="{LEFT:.1f}" y="{y:.1f}" width="{BAR:.1f}" height="13" fill="{SOFT}"/>'
    yield (
        f'<rect x="{LEFT:.1f}" y="{y:.1f}" width="{BAR * share:.1f}" height="13" fill="{fill}" stroke="{INK}">'
        f"{title}</rect>"
    )
    yield text(share_words(count, of), LEFT + BAR + 10, y + 11, anchor="start")


def _notes(found: Uncertainty) -> list[str]:
    asked = found.asked
    notes = [f"{counted(asked.draws, 'draw')} with the seed {asked.seed}; bars run from 0% to 100%."]
    if len(found.packages) > PACKAGES:
        notes.append(f"{PACKAGES} of {counted(len(found.packages), 'package')} followed are drawn; the table has all.")
    if asked.redraws and len(found.influences) > INFLUENCES:
        notes.append(f"{INFLUENCES} of {counted(len(found.influences), 'entry', 'entries')} are drawn.")
    return notes
