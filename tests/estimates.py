"""Random small models with uncertain worths, each with the same content in plain numbers for the oracle."""

import itertools
import random
from dataclasses import dataclass
from fractions import Fraction

from commonground.model import Conflict


@dataclass(frozen=True)
class Worth:
    """An issue for one party: ``weight`` (low, high); ``kind`` points, curve or ranking; ends of its numbers.

    points: one pair per value; curve: {number: pair} over values 0, 1, 2, ...; ranking: the place of each value.
    """

    weight: tuple
    kind: str
    numbers: tuple


@dataclass(frozen=True)
class Case:
    """``extras[p]``: ((issue, value), (issue, value), pair); ``reservations[p]``: (pair, None) or (None, package)."""

    conflict: Conflict
    sizes: tuple
    worths: tuple
    extras: tuple
    reservations: tuple
    possible: tuple
    refused: frozenset


def text(pair):
    low, high = pair
    return str(low) if low == high else f"{low} to {high}"


class _Maker:
    def __init__(self, seed, most):
        self.rng = random.Random(seed)
        self.left = most
        self.scale = self.rng.choice([1, 1, 1, Fraction(1, 10), Fraction(1, 7), 10**20 if seed % 5 == 0 else 2])
        if self.scale == 10**20:
            self.scale = Fraction(1, 10**18)

    def pair(self, low=-3, high=6, chance=0.45):
        a = self.rng.randint(low, high)
        if self.left and self.rng.random() < chance:
            self.left -= 1
            return a * self.scale, (a + self.rng.randint(1, 5)) * self.scale
        return a * self.scale, a * self.scale

    def worth(self, size, ranged):
        rng = self.rng
        weight = (Fraction(1), Fraction(1))
        if rng.random() < 0.35:
            a = rng.randint(-1 if rng.random() < 0.2 else 0, 3)
            wide = self.left and rng.random() < 0.6
            self.left -= bool(wide)
            weight = (Fraction(a), Fraction(a + (rng.randint(1, 3) if wide else 0)))
        kind = rng.choice(["points", "points", "ranking", "curve" if ranged else "points"])
        if kind == "ranking":
            places = [rng.randrange(size) for _ in range(size)]
            order = sorted(set(places))
            self.left = max(self.left - max(len(order) - 2, 0), 0)
            return Worth(weight, kind, tuple(order.index(place) for place in places))
        if kind == "curve":
            inside = [v for v in range(1, size - 1) if rng.random() < 0.4]
            return Worth(weight, kind, tuple((v, self.pair()) for v in sorted({0, size - 1, *inside})))
        return Worth(weight, kind, tuple(self.pair() for _ in range(size)))


def random_case(seed, *, most=7, packages=24):
    """Return a model of 2 or 3 parties and 1 to 3 issues with at most ``most`` numbers that are not certain."""
    make = _Maker(seed, most)
    rng = make.rng
    parties = rng.choice([2, 2, 3])
    sizes = []
    while len(sizes) < 3 and (not sizes or rng.random() < 0.75):
        size = rng.randint(2, 4)
        if packages < size * _product(sizes):
            break
        sizes.append(size)
    ranged = [rng.random() < 0.4 for _ in sizes]
    worths = tuple(tuple(make.worth(n, r) for n, r in zip(sizes, ranged, strict=True)) for _ in range(parties))
    every = list(itertools.product(*(range(n) for n in sizes)))
    extras, held = [], []
    for _ in range(parties):
        held.append((None, rng.choice(every)) if rng.random() < 0.3 else (make.pair(-2, 4), None))
        own = []
        if len(sizes) > 1 and rng.random() < 0.4:
            a, b = rng.sample(range(len(sizes)), 2)
            there = held[-1][1] if held[-1][1] is not None and rng.random() < 0.6 else rng.choice(every)
            own.append(((a, there[a]), (b, there[b]), make.pair(-4, 4, 0.7)))
        extras.append(tuple(own))
    banned, refused = frozenset(), frozenset()
    if rng.random() < 0.2:
        banned = frozenset(k for k in every if k[0] == 0 and k[-1] == sizes[-1] - 1 and len(sizes) > 1)
        banned = frozenset() if any(package in banned for _, package in held) else banned
    if rng.random() < 0.2:
        refused = frozenset(k for k in every if k[0] == sizes[0] - 1)
    possible = tuple(k for k in every if k not in banned)
    conflict = _conflict(sizes, ranged, worths, extras, held, bool(banned), bool(refused))
    return Case(conflict, tuple(sizes), worths, tuple(extras), tuple(held), possible, refused)


def _product(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total


def _labels(ranged, size):
    return [str(v) if ranged else f"v{v}" for v in range(size)]


def _conflict(sizes, ranged, worths, extras, held, banned, refused):
    labels = [_labels(r, n) for r, n in zip(ranged, sizes, strict=True)]
    issues = {}
    for i, (n, r) in enumerate(zip(sizes, ranged, strict=True)):
        what = {"range": {"low": "0", "high": str(n - 1), "step": "1"}} if r else {"values": {v: v for v in labels[i]}}
        issues[f"i{i}"] = {"name": f"Issue {i}", **what}
    parties, named = {}, {}
    for p, own in enumerate(worths):
        party = {"name": f"Party {p}", "worths": {f"i{i}": _worth(one, labels[i]) for i, one in enumerate(own)}}
        party["interactions"] = [
            {"when": f"i{a} = {labels[a][x]} & i{b} = {labels[b][y]}", "points": text(pair)}
            for (a, x), (b, y), pair in extras[p]
        ]
        pair, package = held[p]
        if package is None:
            party["reservation"] = text(pair)
        else:
            named[f"k{p}"] = {"values": {f"i{i}": labels[i][v] for i, v in enumerate(package)}}
            party["reservation"] = {"package": f"k{p}"}
        parties[f"p{p}"] = party
    last = len(sizes) - 1
    rules = [{"never": f"i0 = {labels[0][0]} & i{last} = {labels[last][-1]}"}] if banned else []
    if refused:
        parties["p0"]["red_lines"] = [f"i0 = {labels[0][-1]}"]
    data = {"title": "Random", "issues": issues, "parties": parties, "constraints": rules, "packages": named}
    return Conflict.model_validate(data)


def _worth(one, labels):
    found = {"weight": text(one.weight)}
    if one.kind == "points":
        return found | {"points": {label: text(pair) for label, pair in zip(labels, one.numbers, strict=True)}}
    if one.kind == "curve":
        return found | {"curve": {str(v): text(pair) for v, pair in one.numbers}}
    groups = [[] for _ in range(max(one.numbers) + 1)]
    for label, place in zip(labels, one.numbers, strict=True):
        groups[place].append(label)
    return found | {"ranking": groups}
