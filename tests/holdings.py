"""Random small models with issues, options and terms of keeping, each with the plain reading that the oracle takes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from commonground.model import Conflict

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@dataclass
class Spec:
    """Statements are (text, predicate on a selection and a package); a package is one value index per issue."""

    parties: list
    seated: list
    owners: list  # per option the parties, first one first
    directions: list
    values: list  # per issue how many values
    points: dict  # party -> per issue -> per value
    reservations: dict
    statements: dict  # party -> list of (text, predicate)
    rules: list
    bans: list  # (party or None, (text, predicate), (text, predicate))
    keeping: list
    today: tuple | None
    red_lines: dict = field(default_factory=dict)  # party -> list of (text, predicate)

    def packages(self):
        return list(product(*(range(n) for n in self.values)))

    def utility(self, party, package):
        return sum((self.points[party][i][v] for i, v in enumerate(package)), Fraction(0))

    def conflict(self):
        issues = {
            f"i{i}": {"name": f"Issue {i}", "values": {f"v{v}": f"Value {v}" for v in range(n)}}
            for i, n in enumerate(self.values)
        }
        parties = {}
        for party in self.parties:
            parties[party] = {
                "name": party,
                "at_table": party in self.seated,
                "options": {},
                "preferences": {"statements": [text for text, _ in self.statements[party]]},
                "reservation": str(self.reservations[party]),
                "red_lines": [text for text, _ in self.red_lines.get(party, [])],
                "worths": {
                    f"i{i}": {"points": {f"v{v}": str(number) for v, number in enumerate(row)}}
                    for i, row in enumerate(self.points[party])
                },
            }
        for o, (owners, direction) in enumerate(zip(self.owners, self.directions, strict=True)):
            parties[owners[0]]["options"][f"o{o}"] = {
                "name": f"Option {o}",
                "direction": direction,
                "shared_with": list(owners[1:]),
            }
        model = {
            "title": "random",
            "issues": issues,
            "parties": parties,
            "option_order": [f"o{o}" for o in range(len(self.owners))],
            "feasibility": [{"never": text} for text, _ in self.rules],
            "forbidden_moves": [
                {"start": a[0], "end": b[0]} | ({"party": who} if who else {}) for who, a, b in self.bans
            ],
            "keeping": [text for text, _ in self.keeping],
            "packages": {
                f"k{n}": {"values": {f"i{i}": f"v{v}" for i, v in enumerate(package)}}
                for n, package in enumerate(self.packages())
            },
        }
        if self.today is not None:
            model["status_quo"] = "".join("Y" if taken else "N" for taken in self.today)
        return Conflict.model_validate(model)


def random_spec(seed, *, parties=(2, 4), options=(1, 4), keen=False, compares=True):
    """Return a random model; in a ``keen`` one everybody wants several plain things, and terms are plain."""
    rng = random.Random(seed)
    n = rng.randint(*parties)
    names = [f"p{i}" for i in range(n)]
    k = max(rng.randint(*options), 1)
    owners = []
    for _ in range(k):
        first = rng.choice(names)
        owners.append((first, *[p for p in names if p != first and rng.random() < 0.1]))
    directions = [rng.choice(["both"] * 6 + ["forward", "backward"]) for _ in range(k)]
    values = [rng.randint(1, 3) for _ in range(rng.randint(1, 2))]
    seated = names if n == 2 else rng.sample(names, rng.randint(2, n))
    seated = [p for p in names if p in seated]
    points = {p: [[Fraction(rng.randint(0, 6), rng.choice([1, 2])) for _ in range(m)] for m in values] for p in names}
    reservations = {p: Fraction(rng.randint(0, 5)) for p in names}
    spec = Spec(names, seated, owners, directions, values, points, reservations, {}, [], [], [], None)

    def statement(party="", depth=2):
        return formula(rng, spec, party, depth, compares)

    wishes, depth = ((2, 4), 1) if keen else ((0, 4), 2)
    spec.statements = {p: [statement(p, depth) for _ in range(rng.randint(*wishes))] for p in names}
    spec.rules = [statement() for _ in range(rng.choice([0, 0, 0, 1]))]
    if rng.random() < 0.15:
        spec.bans = [(rng.choice([None, *names]), statement(depth=1), statement(depth=1))]
    spec.keeping = [formula(rng, spec, "", 2, True) for _ in range(rng.randint(1, 2))]
    if keen:
        spec.keeping = [(f"o{k - 1} iff i0 = v0", lambda s, x: s[k - 1] == (x[0] == 0))]
    if rng.random() < 0.2:
        spec.red_lines = {rng.choice(spec.seated): [issue_atom(rng, spec)]}
    if any(not states_of(spec, package) for package in spec.packages()):
        spec = replace(spec, rules=[])
    common = set.intersection(*(set(states_of(spec, package)) for package in spec.packages()))
    if rng.random() < 0.7 and common:
        spec.today = rng.choice(sorted(common))
    return spec


def states_of(spec, package):
    every = [tuple(reversed(bits)) for bits in product((False, True), repeat=len(spec.owners))]
    return [s for s in every if not any(holds(s, package) for _, holds in spec.rules)]


def formula(rng, spec, party, depth, compares):
    kind = rng.choice(["option", "option", "not", "and", "or", "if", "iff", *(["compare"] * 3 if compares else [])])
    if kind == "compare":
        return comparison(rng, spec, party)
    if depth == 0 or kind == "option":
        o = rng.randrange(len(spec.owners))
        return rng.choice([f"o{o}", str(o + 1)]), lambda s, x: s[o]
    ta, fa = formula(rng, spec, party, depth - 1, compares)
    if kind == "not":
        return f"not ({ta})", lambda s, x: not fa(s, x)
    tb, fb = formula(rng, spec, party, depth - 1, compares)
    rule = {
        "and": lambda s, x: fa(s, x) and fb(s, x),
        "or": lambda s, x: fa(s, x) or fb(s, x),
        "if": lambda s, x: fa(s, x) or not fb(s, x),
        "iff": lambda s, x: bool(fa(s, x)) == bool(fb(s, x)),
    }[kind]
    return f"({ta}) {kind} ({tb})", rule


def issue_atom(rng, spec):
    i = rng.randrange(len(spec.values))
    v = rng.randrange(spec.values[i])
    sign = rng.choice(["=", "!=", "in"])
    if sign == "in":
        chosen = sorted({v, rng.randrange(spec.values[i])})
        return f"i{i} in [{', '.join(f'v{c}' for c in chosen)}]", lambda s, x: x[i] in chosen
    return f"i{i} {sign} v{v}", lambda s, x: (x[i] == v) == (sign == "=")


def comparison(rng, spec, party):
    if rng.random() < 0.75:
        return issue_atom(rng, spec)
    other = rng.choice(spec.parties)
    whose = party if party and rng.random() < 0.5 else other
    name = "worth" if whose == party and party and rng.random() < 0.8 else f"{whose}.worth"
    sign = rng.choice(["<", "<=", "=", "!=", ">=", ">"])
    bound = rng.choice(["reservation", "2.5", str(rng.randint(0, 8))])
    limit = spec.reservations[whose] if bound == "reservation" else Fraction(bound)
    holds = {
        "<": lambda a: a < limit,
        "<=": lambda a: a <= limit,
        "=": lambda a: a == limit,
        "!=": lambda a: a != limit,
        ">=": lambda a: a >= limit,
        ">": lambda a: a > limit,
    }[sign]
    return f"{name} {sign} {bound}", lambda s, x: holds(spec.utility(whose, x))
