"""What is on the table, in sentences: the zone, the frontier, what rules choose, what a package gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..analysis.negotiation import Change, Improvements, Negotiation, OfferStep, PartyPrice, Price, Trade, find_deal
from ..forms import Packages
from ..model import Conflict
from .bargain_tables import NAMES, agreement_letters, bundle_words, frontier_size, number_words, percent, values_words
from .plain import counted, joined, plain
from .uncertain_words import how_to_ask, uncertain_story

__all__ = ["negotiation_lead", "negotiation_more", "negotiation_story", "offers_story", "price_story"]


def negotiation_story(result: Negotiation) -> tuple[str, ...]:
    """Return all sentences of an answer."""
    return (*negotiation_lead(result), *negotiation_more(result))


def negotiation_lead(result: Negotiation) -> tuple[str, ...]:
    """Return what is on the table, whether there is a zone, how large the frontier is, and what the rules choose."""
    return tuple(_lead(result))


def negotiation_more(result: Negotiation) -> tuple[str, ...]:
    """Return the best trade, how issues could be divided, and what is not exact."""
    return tuple(_more(result))


def _lead(result: Negotiation) -> Iterator[str]:
    packages = result.packages
    held = zip(packages.names, packages.points(packages.reservations), strict=True)
    said = joined([f"{plain(name)} {number_words(points)}" for name, points in held])
    issues, feasible = counted(len(packages.issues), "issue"), counted(packages.count, "package")
    yield f"On the table: {issues}, {feasible} between {joined([plain(name) for name in packages.names])}."
    yield f"Without an agreement (disagreement point, in points): {said}."
    yield from _zone(result)
    yield from _frontier(result)
    yield from _choices(result)


def _more(result: Negotiation) -> Iterator[str]:
    packages = result.packages
    if result.trades:
        yield _trade(packages, result.trades[0])
    if result.division is not None:
        totals = zip(packages.names, result.division.totals, strict=True)
        got = joined([f"{plain(name)} {number_words(total)}" for name, total in totals])
        place = result.division.divided
        divided = "with nothing divided" if place is None else f"dividing only {plain(packages.issues[place].name)}"
        yield f"Adjusted Winner, if issues can be divided: {got} points, {divided}."
    grids = [plain(column.name) for column in packages.issues if column.grid]
    if grids:
        yield f"Exact on a grid of numbers for {joined(grids)}, which may take any number."
    yield from uncertain_story(result) or how_to_ask(packages)
    yield from (f"Not worked out: {plain(reason)}." for reason in result.why_not)


def offers_story(result: Negotiation, steps: Sequence[OfferStep], conflict: Conflict) -> tuple[str, ...]:
    """Return who made which steps, which offers leave least to gain for everybody, and whether there is a deal."""
    made: dict[str, Counter[str]] = {}
    for step in steps:
        made.setdefault(step.party, Counter())[step.kind] += 1
    lines = []
    for party, kinds in made.items():
        later = [counted(number, f"{kind} step") for kind, number in kinds.most_common() if kind != "first"]
        after = f"; after the first {joined(later)}" if later else ""
        lines.append(f"{plain(conflict.parties[party].name)}: {counted(kinds.total(), 'offer')}{after}.")
    known = [(step.distance, number) for number, step in enumerate(steps, start=1) if step.distance is not None]
    if known:
        least = min(known)[0]
        numbers = [str(number) for distance, number in known if distance == least]
        more = [f"{len(numbers) - 6} more"] if len(numbers) > 6 else []
        shown = joined([*numbers[:6], *more])
        one = len(numbers) == 1
        if least:
            what = "comes closest" if one else "come closest"
            what += f" to the frontier: from there everybody could gain {percent(least)} of its range at once"
        else:
            what = f"{'leaves' if one else 'leave'} no room for everybody to gain at once"
        every = 1 < len(numbers) == len(steps)
        lines.append(f"{'All offers' if every else f'Offer {shown}' if one else f'Offers {shown}'} {what}.")
    deal = find_deal(steps, [party for party in result.packages.parties if conflict.parties[party].at_table])
    if deal is None:
        lines.append("No deal: the last offers of the parties at the table are not one package.")
    else:
        words = values_words(result.packages, steps[deal].values)
        lines.append(f"Deal with offer {deal + 1}: {words}.")
    return tuple(lines)


def _zone(result: Negotiation) -> Iterator[str]:
    zone, packages = result.zone, result.packages
    if not zone.empty:
        if zone.count is None:
            some = "The zone was not counted" if zone.frontier is None else "There are packages acceptable to everybody"
            yield f"{some}: too many different needs would have to be kept."
        else:
            inside = zone.count.packages
            yield f"{counted(inside, 'package')} of {packages.count:,} {_are(inside)} acceptable to everybody."
        return
    yield "No package is acceptable to everybody."
    names = dict(zip(packages.parties, packages.names, strict=True))
    sets = [[party for party in packages.parties if party not in together] for together in zone.compatible]
    if sets:
        blocks = joined([joined([plain(names[party]) for party in out]) for out in sets], "or")
        yield f"In the way is the least that parties would take; one could be found without {blocks}."
    if zone.nearest is not None:
        short = [
            f"{plain(name)} by {number_words(points)}"
            for name, points in zip(packages.names, zone.nearest.short, strict=True)
            if points
        ]
        words = values_words(packages, zone.nearest.values)
        missing = f"; there the reservation is missed: {joined(short)}" if short else ""
        yield f"The package that comes closest: {words}{missing}."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _frontier(result: Negotiation) -> Iterator[str]:
    size, packages = frontier_size(result), result.packages
    if size is None:
        return
    if result.frontier is None:
        yield f"The frontier is too large to list; {counted(size, 'utility vector')} come near all of it."
        return
    total = sum(int(number) for number in result.frontier.counts)
    yield f"{counted(total, 'package')} {_are(total)} efficient, with {counted(size, 'different utility vector')}."
    if len(packages.parties) == 2 and size > 1:
        ends = [packages.points(int(units) for units in result.frontier.vectors[k]) for k in (0, -1)]
        shown = [f"({', '.join(number_words(points) for points in end)})" for end in ends]
        yield f"The frontier runs from {shown[0]} to {shown[1]}."


def _choices(result: Negotiation) -> Iterator[str]:
    packages = result.packages
    for utility, (letter, agreement) in list(agreement_letters(result).items())[:6]:
        rules = [
            NAMES[rule]
            for rule, answer in result.answers.items()
            if any(a.utility == utility for a in answer.agreements)
        ]
        got = joined(
            [f"{plain(n)} {number_words(points)}" for n, points in zip(packages.names, agreement.points, strict=True)]
        )
        yield f"Agreement {letter} ({joined(rules)}): {got}."


def _trade(packages: Packages, trade: Trade) -> str:
    ways = [(trade.first, trade.takes), (trade.second, trade.gives)]
    said = [f"{plain(packages.names[p])} has its way in {bundle_words(packages, b)}" for p, b in ways]
    gains = [f"{number_words(trade.changes[p], sign=True)} for {plain(packages.names[p])}" for p, _ in ways]
    return f"The best trade: {joined(said)}, instead of the middle in both: {joined(gains)}."


def price_story(packages: Packages, name: str, price: Price, found: Improvements | None) -> tuple[str, ...]:
    """Return what a named package gives each party, who refuses it, and whether it can be improved."""
    lines = [f"{plain(name)}: {values_words(packages, price.values)}."]
    names = dict(zip(packages.parties, packages.names, strict=True))
    for party in price.parties:
        lines.append(_party(plain(names[party.party]), party))
    lines.append("Everybody would take it." if price.acceptable else "So it is not acceptable to everybody.")
    if found is None:
        lines.append("Whether it can be improved was not worked out: too many utility vectors lie above it.")
    elif found.efficient:
        lines.append("It is efficient: no package within the red lines gives somebody more and nobody less.")
    else:
        lines.extend(_improvements(packages, found))
    return tuple(lines)


def _party(name: str, party: PartyPrice) -> str:
    gain = party.gain
    worth = f"{number_words(abs(gain))} {'more' if gain >= 0 else 'less'} than its reservation of "
    worth += number_words(party.reservation)
    short = f"{number_words(party.best - party.utility)} short of its best"
    short += f" ({percent(party.share)} of the way from its worst)"
    lost = f" It crosses a red line of {name}." if party.crosses_red_line else ""
    return f"{name} gets {number_words(party.utility)} points: {worth}, {short}.{lost}"


def _improvements(packages: Packages, found: Improvements) -> Iterator[str]:
    count = "Some packages" if found.count is None else counted(found.count, "package")
    gives = "gives" if found.count == 1 else "give"
    vectors = counted(found.best.size, "utility vector")
    yield f"{count} {gives} somebody more and nobody less; the best of them have {vectors}."
    for change in (found.smallest or ())[:3]:
        yield f"The smallest change: {_change(packages, found, change)}."
    if found.smallest is None:
        yield "The smallest change was not worked out."


def _change(packages: Packages, found: Improvements, change: Change) -> str:
    moved = [
        f"{plain(packages.issues[i].name)} from {plain(packages.issues[i].names[found.values[i]])} "
        f"to {plain(packages.issues[i].names[change.values[i]])}"
        for i in change.issues
    ]
    gains = [
        f"{plain(name)} {number_words(gain, sign=True)}"
        for name, gain in zip(packages.names, change.gains, strict=True)
    ]
    return f"{joined(moved)}: {joined(gains)}"
