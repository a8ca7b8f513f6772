"""commonground -> GENIUS: a domain, and a utility space per party, in XML.

GENIUS computes min(1, sum of weight x evaluation / largest evaluation of the issue). A party's utilities are brought
there by an exact increasing straight line: each issue's least points become 0 where they are negative, and everything
is multiplied so that no utility is above 1 and every weight is a decimal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape

from ..errors import ExchangeError
from ..model import Conflict, exact_text
from .priced import Priced, priced

__all__ = ["write_genius"]

_LARGEST = 10**15
_LONGEST = 60
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_genius(conflict: Conflict) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return ``domain.xml`` and ``<party>.xml`` for each party with worths, and what is lost or changed.

    Ranges become discrete issues with their numbers as values.

    Raises
    ------
    ExchangeError
        Where the conflict has no issues, or a number has more digits than GENIUS or our reader takes.
    """
    found = priced(conflict)
    lost = list(found.lost)
    if conflict.offers:
        lost.append(f"offers ({len(conflict.offers)})")
    lost.append("the title and the parties' names; a party's file is called by its id")
    files = {"domain.xml": _domain(found)}
    for p, party in enumerate(found.parties):
        name = f"{party}.xml" if party != "domain" else "party_domain.xml"
        files[name] = _profile(found, p, lost)
    return files, tuple(lost)


def _objective(found: Priced, items: Sequence[Sequence[str]], weights: Sequence[str]) -> list[str]:
    lines = [' <objective index="0" name="root" description="" type="objective" etype="objective">']
    for i, title in enumerate(found.titles, start=1):
        kind = 'type="discrete" etype="discrete" vtype="discrete"'
        lines.append(f'  <issue index="{i}" name="{_attribute(title)}" {kind}>')
        for v, label in enumerate(found.labels[i - 1], start=1):
            lines.append(f'   <item index="{v}" value="{_attribute(label)}"{items[i - 1][v - 1]}/>')
        lines.append("  </issue>")
    lines.extend(f'  <weight index="{i}" value="{weight}"/>' for i, weight in enumerate(weights, start=1))
    return [*lines, " </objective>"]


def _domain(found: Priced) -> str:
    lines = _objective(found, [[""] * len(labels) for labels in found.labels], ())
    count = len(found.titles)
    body = [f' <utility_space number_of_issues="{count}">', *lines, " </utility_space>"]
    return _HEAD + "\n".join(["<negotiation_template>", *body, "</negotiation_template>"]) + "\n"


def _profile(found: Priced, p: int, lost: list[str]) -> str:
    party, points, held = found.parties[p], found.points[p], found.reservations[p]
    least = [min(Fraction(0), *row) for row in points]
    shifted = [[number - low for number in row] for row, low in zip(points, least, strict=True)]
    largest = [max(row) for row in shifted]
    factor = _factor(largest, held - sum(least))
    if factor != 1 or any(least):
        start = exact_text(sum(least, Fraction(0)))
        lost.append(f"{party}: utilities are written as (utility - {start}) x {exact_text(factor)}")
    floor = (held - sum(least)) * factor
    if floor < 0:
        lost.append(f"{party}: the reservation is below every package; written as 0")
    items = [[f' evaluation="{_digits(number, party)}"' for number in _whole(row)] for row in shifted]
    weights = [_digits(top * factor, party) for top in largest]
    lines = [
        f'<utility_space number_of_issues="{len(points)}">',
        *_objective(found, items, weights),
        ' <discount_factor value="1"/>',
        f' <reservation value="{_digits(max(floor, Fraction(0)), party)}"/>',
        "</utility_space>",
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _factor(largest: Sequence[Fraction], held: Fraction) -> Fraction:
    """Return the number that makes weights and reservation decimals and the sum of the weights at most 1."""
    common = math.lcm(held.denominator, *(number.denominator for number in largest))
    for prime in (2, 5):
        while common % prime == 0:
            common //= prime
    total, power = sum(largest, Fraction(0)) * common, 0
    while total > 10**power:
        power += 1
    return Fraction(common, 10**power)


def _whole(row: Sequence[Fraction]) -> list[Fraction]:
    """Return points in the same proportions as whole numbers without a common divisor; large ones as decimals."""
    common = math.lcm(*(number.denominator for number in row))
    units = [int(number * common) for number in row]
    divisor = math.gcd(*units) or 1
    top = max(units) // divisor
    by = 1 if top <= _LARGEST else 10 ** len(str(top))
    return [Fraction(unit // divisor, by) for unit in units]


def _digits(number: Fraction, party: str) -> str:
    text = exact_text(number)
    if len(text) > _LONGEST or abs(number) > _LARGEST:
        raise ExchangeError(f"{party}: expected numbers of at most {_LONGEST} digits and 10^15; got {text[:40]}...")
    return text


def _attribute(text: str) -> str:
    return "".join(escape(letter, quote=True) if letter.isprintable() else " " for letter in text)
