"""Neutral tables of what is on the table: zone, frontier, solutions, trades, fairness, offers.

Distinct agreements that solutions choose bear letters, which the picture uses too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from ..analysis.negotiation import SOLUTIONS, Agreement, Division, Negotiation, OfferStep, Price, fairness
from ..forms import Packages
from ..model import exact_text
from .plain import joined, plain
from .tables import Table

__all__ = [
    "FrontierPoint",
    "agreement_letters",
    "bargain_tables",
    "bundle_words",
    "frontier_points",
    "frontier_size",
    "number_words",
    "offers_table",
    "package_words",
    "percent",
    "price_table",
    "values_words",
]

MOST = 20
"""Agreements of one rule shown at most."""
NAMES: Mapping[str, str] = {rule.id: rule.name for rule in SOLUTIONS}


def number_words(number: Fraction, *, sign: bool = False) -> str:
    """Return an exact number where it is short, else a rounded one that says so.

    >>> number_words(Fraction(5, 2)), number_words(Fraction(170, 3)), number_words(Fraction(10**9, 7))
    ('2.5', '170/3', 'about 142,857,142.86')
    """
    text = exact_text(number)
    if len(text) > 9:
        text = f"about {float(number):,.2f}"
    return f"+{text}" if sign and number > 0 else text


def percent(share: Fraction) -> str:
    """Return a share in percent, rounded to one place.

    >>> percent(Fraction(2, 15)), percent(Fraction(1, 2))
    ('13.3%', '50%')
    """
    return f"{round(float(share) * 100, 1):g}%"


def values_words(packages: Packages, values: Sequence[int], only: Sequence[int] | None = None) -> str:
    """Return a package (values, index per issue) in words; only these issues where they are given."""
    chosen = range(len(packages.issues)) if only is None else only
    columns = packages.issues
    return "; ".join(f"{plain(columns[i].name)}: {plain(columns[i].names[values[i]])}" for i in chosen)


def package_words(packages: Packages, values: Sequence[int]) -> str:
    """Return a package as the name that the model gives it, or in words."""
    for name, named in packages.named.items():
        if tuple(named) == tuple(values):
            return f"{plain(name)} ({values_words(packages, values)})"
    return values_words(packages, values)


def frontier_size(result: Negotiation) -> int | None:
    """Return how many utility vectors the frontier, or what stands in for it, has."""
    found = result.frontier or result.coarse
    return None if found is None else found.size


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A utility vector of the frontier, one package behind it, how many there are, whether everybody takes this one."""

    utility: tuple[int, ...]
    points: tuple[Fraction, ...]
    values: tuple[int, ...]
    count: int | None
    acceptable: bool


def frontier_points(result: Negotiation, *, most: int | None = None, spread: bool = False) -> Iterator[FrontierPoint]:
    """Yield the points of the frontier, or of what stands in for it; ``most`` at most, the first or spread evenly."""
    packages, exact, found = result.packages, result.frontier, result.frontier or result.coarse
    size = 0 if found is None else found.size
    step = 1 if most is None or not spread else max(1, -(-size // most))
    for k in islice(range(0, size, step), most):
        assert found is not None
        utility, values = tuple(int(units) for units in found.vectors[k]), found.example(k)
        takes = all(got >= least for got, least in zip(utility, packages.reservations, strict=True))
        if takes and packages.has_red_lines:
            rows = packages.rows_of(values)
            takes = rows is not None and not packages.refused_by(rows)
        count = None if exact is None else int(exact.counts[k])
        yield FrontierPoint(utility, packages.points(utility), values, count, takes)


def agreement_letters(result: Negotiation) -> dict[tuple[int, ...], tuple[str, Agreement]]:
    """Return the distinct agreements of the solutions, each utility with its letter."""
    letters: dict[tuple[int, ...], tuple[str, Agreement]] = {}
    for answer in result.answers.values():
        for agreement in answer.agreements[:MOST]:
            if agreement.utility not in letters:
                turn, place = divmod(len(letters), 26)
                letters[agreement.utility] = (chr(65 + place) + (str(turn + 1) if turn else ""), agreement)
    return letters


def bargain_tables(result: Negotiation, *, limit: int | None = None) -> tuple[Table, ...]:
    """Return the tables of an answer; ``limit`` rows of the frontier at most."""
    return tuple(table for table in _tables(result, limit) if table.rows)


def _tables(result: Negotiation, limit: int | None) -> Iterator[Table]:
    yield _parties(result)
    yield _zone(result)
    yield _solutions(result)
    yield _agreements(result)
    yield _fairness(result)
    yield _trades(result)
    yield _stakes(result)
    if result.division is not None:
        yield _division(result, result.division)
    yield _frontier(result, limit)
    yield _rules(result)


def _parties(result: Negotiation) -> Table:
    packages = result.packages
    held = packages.points(packages.reservations)
    rows = []
    for p, name in enumerate(packages.names):
        numbers: list[Fraction | None] = [held[p], result.worst[p], result.best[p]]
        numbers += [None if known is None else known[p] for known in (result.ideals, result.guaranteed)]
        rows.append((plain(name), *("" if number is None else number_words(number) for number in numbers)))
    notes = (
        "Reservation: what the party has without an agreement, the disagreement point d.",
        "Worst, best: over all feasible packages. Ideal: the most that it gets in the zone. Guaranteed: the least that "
        "it gets in an efficient package of the zone.",
    )
    columns = ("Party", "Reservation", "Worst", "Best", "Ideal", "Guaranteed")
    return Table("bargain_parties", "What each party can get, in points", columns, tuple(rows), notes)


def _zone(result: Negotiation) -> Table:
    packages, occurring = result.packages, result.zone.values
    if occurring is None or result.zone.empty:
        return Table("bargain_zone", "Values in the zone", (), ())
    rows = []
    for column, inside in zip(packages.issues, occurring, strict=True):
        outside = [v for v in range(column.size) if v not in inside]
        named = [", ".join(plain(column.names[v]) for v in islice(part, 12)) for part in (inside, outside)]
        more = [f", … {len(part) - 12:,} more" if len(part) > 12 else "" for part in (inside, outside)]
        rows.append((plain(column.name), named[0] + more[0], named[1] + more[1]))
    columns = ("Issue", "Occurs in acceptable packages", "Does not")
    return Table("bargain_zone", "Which values can be agreed on", columns, tuple(rows))


def _solutions(result: Negotiation) -> Table:
    packages, letters = result.packages, agreement_letters(result)
    rows, notes = [], []
    for rule, answer in result.answers.items():
        for agreement in answer.agreements[:MOST]:
            pays = [""] * len(packages.names) if agreement.pays is None else map(number_words, agreement.pays)
            points = map(number_words, agreement.points)
            rows.append((NAMES[rule], letters[agreement.utility][0], *points, *pays))
        if len(answer.agreements) > MOST:
            notes.append(
                f"{NAMES[rule]}: the first {MOST} of {len(answer.agreements):,} equally good vectors are shown."
            )
        if not answer.certain:
            gap = "by an unknown share" if answer.gap is None else f"by a share of {answer.gap:.2g} at most"
            notes.append(f"{NAMES[rule]}: the search ran out of room; another package may be better {gap}.")
    notes.append("Several rows of one rule: a tie, all kept. Pays: what the party falls short of its ideal.")
    names = [plain(name) for name in packages.names]
    columns = ("Solution", "Agreement", *names, *(f"{name} pays" for name in names))
    return Table("bargain_solutions", "What each rule chooses, in points", columns, tuple(rows), tuple(notes))


def _agreements(result: Negotiation) -> Table:
    packages = result.packages
    rows = []
    for letter, agreement in agreement_letters(result).values():
        count = "not counted" if agreement.packages is None else f"{agreement.packages:,}"
        rows.append((letter, count, package_words(packages, agreement.values)))
    notes = ("Packages: how many give exactly these utilities; one of them is shown.",)
    return Table("bargain_agreements", "The agreements", ("Agreement", "Packages", "Package"), tuple(rows), notes)


def _fairness(result: Negotiation) -> Table:
    packages = result.packages
    names = [plain(name) for name in packages.names]
    two = len(names) == 2
    rows = []
    for utility, (letter, agreement) in agreement_letters(result).items():
        fair = fairness(packages, utility)
        created = [number_words(number, sign=True) for number in result.created(agreement)]
        envy = (
            [] if fair.envy is None else [joined([n for n, e in zip(names, fair.envy, strict=True) if e]) or "nobody"]
        )
        proportional = "yes" if fair.proportional else "no"
        rows.append((letter, *map(percent, fair.shares), proportional, percent(fair.spread), *envy, *created))
    columns = ("Agreement", *names, "Proportional", "Spread", *(("Envies",) if two else ()))
    columns += tuple(f"{name} over the middle" for name in names)
    notes = (
        "Shares run from a party's worst (0%) to its best feasible package (100%). "
        f"Proportional: everybody has at least 1/{len(names)}. Spread: largest less smallest share.",
        "Over the middle: points beyond meeting in the middle of every issue.",
    )
    return Table("bargain_fairness", "How fair the agreements are", columns, tuple(rows), notes)


def bundle_words(packages: Packages, b: int) -> str:
    """Return the issues of a bundle by name."""
    return " with ".join(plain(packages.issues[i].name) for i in packages.bundles[b].issues)


def _trades(result: Negotiation) -> Table:
    packages = result.packages
    names = [plain(name) for name in packages.names]
    rows = tuple(
        (
            f"{names[trade.first]}: {bundle_words(packages, trade.takes)}",
            f"{names[trade.second]}: {bundle_words(packages, trade.gives)}",
            *(number_words(change, sign=True) for change in trade.changes),
        )
        for trade in result.trades
    )
    notes = ("Each row: two parties each have their way in one issue instead of the middle in both; points gained.",)
    columns = ("One has its way in", "The other in", *names)
    return Table("bargain_trades", "Trades that create value", columns, rows, notes)


def _stakes(result: Negotiation) -> Table:
    packages = result.packages
    pairs = zip(result.stakes.points, result.stakes.shares, strict=True)
    rows = tuple(
        (bundle_words(packages, b), *(f"{number_words(n)} ({percent(s)})" for n, s in zip(points, shares, strict=True)))
        for b, (points, shares) in enumerate(pairs)
    )
    notes = ("Best less worst value of the issue in points, and its share of all that the party can gain or lose.",)
    columns = ("Issue", *(plain(name) for name in packages.names))
    return Table("bargain_stakes", "What hangs on each issue", columns, rows, notes)


def _division(result: Negotiation, division: Division) -> Table:
    packages = result.packages
    first, second = (plain(name) for name in packages.names)
    parts = zip(packages.issues, division.parts, strict=True)
    rows = tuple((plain(column.name), exact_text(part), exact_text(1 - part)) for column, part in parts)
    totals, shares = map(number_words, division.totals), map(percent, division.shares)
    said = [
        f"{name} {total} points ({share})" for name, total, share in zip((first, second), totals, shares, strict=True)
    ]
    notes = (
        f"Together: {joined(said)}. {'Nobody' if division.envy_free else 'Somebody'} envies the other.",
        "1: the party has its way in the issue; a fraction: the issue is divided, which only divisible issues allow.",
    )
    return Table("bargain_division", "Adjusted Winner", ("Issue", first, second), rows, notes)


def _frontier(result: Negotiation, limit: int | None) -> Table:
    packages, letters, size = result.packages, agreement_letters(result), frontier_size(result) or 0
    rows = []
    for point in frontier_points(result, most=limit):
        own = letters[point.utility][0] if point.utility in letters else ""
        count = "" if point.count is None else f"{point.count:,}"
        takes = "yes" if point.acceptable else ""
        rows.append((own, *map(number_words, point.points), count, takes, values_words(packages, point.values)))
    columns = ("Agreement", *(plain(name) for name in packages.names), "Packages", "Acceptable", "Package")
    notes = ["Efficient among all feasible packages, in points; acceptable where the package shown is so to everybody."]
    if result.frontier is None:
        notes.append(
            "Not the whole frontier: every efficient package has a vector here that is nearly as good for each."
        )
    return Table("bargain_frontier", "Frontier", columns, tuple(rows), tuple(notes), size - len(rows))


def _rules(result: Negotiation) -> Table:
    rules = [rule for rule in SOLUTIONS if rule.id in result.asked.rules]
    rows = tuple((rule.name, rule.rule, "yes" if rule.compares else "no") for rule in rules)
    notes = ["u: utility; d: reservation, the disagreement point; ideal: the most that a party gets in the zone."]
    if result.asked.weights is not None:
        pairs = zip(result.packages.names, result.asked.weights, strict=True)
        notes.append("Weights: " + ", ".join(f"{plain(name)} {exact_text(weight)}" for name, weight in pairs) + ".")
    columns = ("Solution", "Chooses", "Compares points of two parties")
    return Table("bargain_rules", "The rules", columns, rows, tuple(notes))


def offers_table(packages: Packages, steps: Sequence[OfferStep], conflict_names: Mapping[str, str]) -> Table:
    """Return the offers in order: what each gives, what kind of step it is, how far from the frontier."""
    rows = []
    for number, step in enumerate(steps, start=1):
        far = "not known" if step.distance is None else percent(step.distance)
        takers = joined([plain(conflict_names[party]) for party in step.acceptable_to]) or "nobody"
        who = plain(conflict_names.get(step.party, step.party))
        points = map(number_words, step.utilities)
        rows.append((str(number), who, *points, step.kind, far, takers, package_words(packages, step.values)))
    names = (plain(name) for name in packages.names)
    columns = ("Offer", "By", *names, "Step", "From the frontier", "Acceptable to", "Package")
    notes = (
        "Step: against the party's own last offer. Concession: less for itself, more for another and less for nobody.",
        "From the frontier: the largest share of its range that every party could gain at once; 0% also where only "
        "some could.",
    )
    return Table("bargain_offers", "The path of offers", columns, tuple(rows), notes)


def price_table(packages: Packages, price: Price) -> Table:
    """Return what a package gives each party, issue by issue."""
    rows = [
        (
            bundle_words(packages, b),
            *(f"{number_words(p.parts[b])} ({number_words(-p.short[b])})" for p in price.parties),
        )
        for b in range(len(packages.bundles))
    ]
    rows.append(("Together", *(number_words(party.utility) for party in price.parties)))
    rows.append(("Over the reservation", *(number_words(party.gain, sign=True) for party in price.parties)))
    columns = ("Issue", *(plain(name) for name in packages.names))
    notes = ("Points; in brackets what is missing to the party's best value of the issue.",)
    return Table("bargain_price", "What the package gives", columns, tuple(rows), notes)
