"""What uncertain worths leave of an answer, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.negotiation import AtWorst, Negotiation, Outlook, Uncertainty, standard_error
from ..forms import Packages
from .bargain_tables import NAMES, package_words, percent
from .plain import counted, joined, plain
from .uncertain_tables import doubt_words, share_words

__all__ = ["how_to_ask", "uncertain_story"]

_SHOWN = 6


def how_to_ask(packages: Packages) -> Iterator[str]:
    """Yield what a plain answer takes for uncertain worths, and how to ask for more."""
    names = dict(zip(packages.parties, packages.names, strict=True))
    issues = {column.id: column.name for column in packages.issues}

    def listed(entries: list[str]) -> str:
        more = [f"{len(entries) - _SHOWN} more"] if len(entries) > _SHOWN else []
        return joined([*entries[:_SHOWN], *more])

    if packages.intervals:
        said = [
            f"{plain(names[party])} on {plain(issues[issue])}" if issue else f"{plain(names[party])}: {field}"
            for party, field, issue in packages.intervals
        ]
        yield f"Stated as intervals, of which the middle is used: {listed(said)}."
    if packages.evenly_spaced:
        pairs = [f"{plain(names[party])} on {plain(issues[issue])}" for party, issue in packages.evenly_spaced]
        yield f"Points made from a ranking, evenly spaced by assumption: {listed(pairs)}."
    if packages.intervals or packages.evenly_spaced:
        yield "What hangs on that: `commonground negotiate --draws 1000`."


def uncertain_story(result: Negotiation) -> tuple[str, ...]:
    """Return the lead sentences; none where draws were not asked for."""
    return () if result.uncertainty is None else tuple(_story(result, result.uncertainty))


def _story(result: Negotiation, found: Uncertainty) -> Iterator[str]:
    asked, count = found.asked, len(found.influences)
    yield (
        f"Uncertain: {counted(count, 'entry', 'entries')} of the model {'is' if count == 1 else 'are'} no one number. "
        f"{counted(asked.draws, 'draw')} (seed {asked.seed}): each number uniform in its interval, points of a ranking "
        "uniform among all in that order, each independent of the others."
    )
    if found.empty:
        yield f"In {share_words(found.empty, asked.draws)} of the draws no package is acceptable to everybody."
    yield from _choice(result, found)
    yield from _most(found)


def _choice(result: Negotiation, found: Uncertainty) -> Iterator[str]:
    asked, packages = found.asked, found.estimates.packages
    answer = result.answers.get(asked.rules[0]) if asked.rules else None
    if answer is None or not answer.agreements:
        return
    values, rule = answer.agreements[0].values, asked.rules[0]
    number, outlook = next(
        ((n, one) for n, one in enumerate(found.packages, start=1) if one.values == values), (0, None)
    )
    if outlook is not None:
        chosen, frontier, zone = (
            share_words(count, asked.draws) for count in (outlook.picked[rule], outlook.frontier, outlook.zone)
        )
        yield (
            f"What {NAMES[rule]} chooses in the middle (package {number}) it chooses in {chosen} of the draws; the "
            f"package is on the frontier in {frontier} and acceptable to everybody in {zone}."
        )
        yield f"Exactly, over all worths that the model allows: {_worst(outlook)}."
    picks = [pick for pick in found.picks[rule] if pick.values != values]
    if picks:
        words = package_words(packages, picks[0].values)
        yield f"Else {NAMES[rule]} most often chooses, in {share_words(picks[0].draws, asked.draws)}: {words}."


_EFFICIENT = {
    "always": "it is efficient for all of them",
    "sometimes": "it is efficient for some and not for others",
    "never": "it is efficient for none",
    "unknown": "whether it is efficient for any, or for all, is not known",
}
_ACCEPTABLE = {
    "always": "acceptable to everybody for all",
    "sometimes": "acceptable to everybody for some",
    "never": "acceptable to everybody for none",
}


def _worst(outlook: Outlook) -> str:
    worst = outlook.worst
    return f"{_EFFICIENT[worst.efficient]}{_distance(worst)}; it is {_ACCEPTABLE[worst.acceptable]}"


def _distance(worst: AtWorst) -> str:
    if worst.distance is None or worst.efficient == "always":
        return ""
    if not worst.distance:
        return ", but never could all parties gain at once"
    return f", and at worst every party could gain {percent(worst.distance)} of its range at once"


def _most(found: Uncertainty) -> Iterator[str]:
    asked = found.asked
    if not asked.redraws or not found.influences:
        return
    first = found.influences[0]
    words = doubt_words(found, first.doubt)
    if asked.rules and first.chosen:
        share, error = share_words(first.chosen, asked.redraws), 100 * standard_error(first.chosen, asked.redraws)
        yield (
            f"The uncertainty that matters most: {words}. Drawing it alone anew changes what {NAMES[asked.rules[0]]} "
            f"chooses in {share} of {counted(asked.redraws, 'draw')} (standard error {error:.2g} points)."
        )
    elif first.frontier or first.zone:
        yield f"The uncertainty that matters most: {words}, for the frontier and the zone; no choice changes."
    else:
        yield "None of the uncertain entries, drawn alone anew, changed a choice, the frontier or the zone."
