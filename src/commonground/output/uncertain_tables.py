"""Neutral tables of what uncertain worths leave of an answer; packages bear numbers, which the picture uses too."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..analysis.negotiation import Negotiation, Outlook, Uncertainty, standard_error
from ..forms import Doubt
from ..model import exact_text
from .bargain_tables import NAMES, number_words, package_words, percent
from .plain import counted, plain
from .tables import Table

__all__ = ["doubt_words", "outlook_words", "share_words", "uncertain_tables"]

WORTHS = 200
"""Rows of uncertain worths shown at most."""
FIELDS = {"interactions": "interactions", "reservation": "reservation"}


def doubt_words(uncertainty: Uncertainty, doubt: Doubt) -> str:
    """Return what is uncertain in words: `Russia on Constitutional status`, `West: reservation`."""
    packages = uncertainty.estimates.packages
    name = plain(packages.names[doubt.party])
    if doubt.issue is None:
        return f"{name}: {FIELDS[doubt.field]}"
    return f"{name} on {plain(packages.issues[doubt.issue].name)}"


def share_words(count: int, of: int) -> str:
    """Return a share of draws in percent.

    >>> share_words(37, 200), share_words(0, 0)
    ('18.5%', '0%')
    """
    return percent(Fraction(count, of)) if of else "0%"


def outlook_words(state: str) -> str:
    """Return for which worths something holds.

    >>> outlook_words("always"), outlook_words("unknown")
    ('for all worths', 'not known')
    """
    words = {"always": "for all worths", "sometimes": "for some worths", "never": "for no worths"}
    return words.get(state, "not known")


def uncertain_tables(result: Negotiation) -> tuple[Table, ...]:
    """Return the tables of what uncertain worths leave of an answer; none where that was not asked."""
    if result.uncertainty is None:
        return ()
    return tuple(table for table in _tables(result.uncertainty) if table.rows)


def _tables(found: Uncertainty) -> Iterator[Table]:
    yield _listed(found)
    yield _packages(found)
    yield _at_worst(found)
    yield _choices(found)
    yield _influences(found)
    yield _worths(found)


def _numbers(found: Uncertainty) -> dict[tuple[int, ...], str]:
    """Return the packages followed, each with its number and, where it has one, its name."""
    names = {tuple(values): plain(name) for name, values in found.estimates.packages.named.items()}
    pairs = enumerate((outlook.values for outlook in found.packages), start=1)
    return {values: f"{number} {names.get(values, '')}".strip() for number, values in pairs}


def _which(found: Uncertainty, values: tuple[int, ...] | None) -> str:
    """Return a package by its number, in words where it has none."""
    if values is None:
        return ""
    return _numbers(found).get(values) or package_words(found.estimates.packages, values)


def _listed(found: Uncertainty) -> Table:
    packages = found.estimates.packages
    rows = tuple(
        (str(number), package_words(packages, outlook.values)) for number, outlook in enumerate(found.packages, start=1)
    )
    notes = ["Those with a name, what rules choose in the middle of all intervals, and the frontier there."]
    if found.left_out:
        notes.append(f"The frontier has more packages than the {found.asked.listed} followed.")
    return Table("uncertain_listed", "Packages followed through the draws", ("No.", "Package"), rows, tuple(notes))


def _packages(found: Uncertainty) -> Table:
    asked, numbers = found.asked, _numbers(found)
    rule = asked.rules[:1]
    rows = [
        (
            numbers[outlook.values],
            share_words(outlook.frontier, asked.draws),
            outlook_words(outlook.worst.efficient),
            share_words(outlook.zone, asked.draws),
            outlook_words(outlook.worst.acceptable),
            *(share_words(outlook.picked[one], asked.draws) for one in rule),
        )
        for outlook in found.packages
    ]
    error = standard_error(1, 2) * (2 / asked.draws) ** 0.5
    notes = (
        f"Shares of {counted(asked.draws, 'draw')} with the seed {asked.seed}; the standard error of a share is at "
        f"most {100 * error:.2g} points.",
        "For all, some or no worths that the model allows: exact, whatever is drawn. Where 100% stands beside `for "
        "some worths`, the exceptions are rare, or only where several numbers are at the end of their interval.",
    )
    chosen = tuple(f"{NAMES[one]} chooses it" for one in rule)
    columns = ("Package", "On the frontier", "Efficient", "In the zone", "Acceptable", *chosen)
    return Table("uncertain_packages", "How packages stand over the draws", columns, tuple(rows), notes)


def _at_worst(found: Uncertainty) -> Table:
    packages = found.estimates.packages
    names = [plain(name) for name in packages.names]
    numbers = _numbers(found)
    rows = tuple((numbers[one.values], *_worst(found, one, len(names))) for one in found.packages)
    notes = (
        "At worst, over all worths that the model allows: exact. From the frontier: the largest share of its range "
        "(best less worst in the middle) that every party could gain at once, for some worths, in the package shown.",
        "May forgo: the most that the party could gain, for some worths, with nobody losing; in points.",
    )
    columns = ("Package", "From the frontier", *(f"{name} may forgo" for name in names), "All gain in")
    return Table("uncertain_worst", "What packages may miss at worst", columns, rows, notes)


def _worst(found: Uncertainty, outlook: Outlook, parties: int) -> tuple[str, ...]:
    worst = outlook.worst
    if worst.distance is None or worst.forgoes is None:
        return ("not known", *[""] * parties, plain(worst.why_not))
    return (percent(worst.distance), *map(number_words, worst.forgoes), _which(found, worst.better))


def _choices(found: Uncertainty) -> Table:
    asked = found.asked
    rows = tuple(
        (NAMES[rule], share_words(pick.draws, asked.draws), _which(found, pick.values))
        for rule, picks in found.picks.items()
        for pick in picks[:5]
    )
    notes = (
        f"The zone is empty in {share_words(found.empty, asked.draws)} of the draws; then nothing is chosen. Up to "
        "five packages of each rule; where several are tied, each counts, and one stands for those of equal utilities.",
    )
    return Table("uncertain_choices", "What each rule chooses how often", ("Solution", "Draws", "Package"), rows, notes)


def _influences(found: Uncertainty) -> Table:
    asked = found.asked
    pairs = asked.redraws * len(found.packages)
    rule = asked.rules[:1]
    rows = []
    for one in found.influences if asked.redraws else ():
        error = 100 * standard_error(one.chosen, asked.redraws)
        chosen = (f"{share_words(one.chosen, asked.redraws)} (± {error:.2g})",) if rule else ()
        shares = (share_words(one.frontier, pairs), share_words(one.zone, pairs))
        rows.append((doubt_words(found, one.doubt), *chosen, *shares))
    notes = (
        f"In {counted(asked.redraws, 'draw')} what the row names was drawn anew and all else kept: how often that "
        "changes what is chosen; and which of the packages followed are on the frontier, or in the zone (share of "
        "draws and packages). ±: standard error, in points.",
    )
    columns = ("Uncertain", *(f"{NAMES[one]} chooses another" for one in rule), "Frontier changes", "Zone changes")
    return Table("uncertain_influence", "Whose uncertainty matters most", columns, tuple(rows), notes)


def _worths(found: Uncertainty) -> Table:
    rows = [row for doubt in found.influences for row in _ends(found, doubt.doubt)]
    notes = (
        "Middle: what is used where one number is needed. Points whose order alone is known lie between 1 and 0 times "
        "the weight; evenly spaced in the middle.",
    )
    columns = ("Uncertain", "Value", "Least", "Middle", "Most")
    shown = tuple(rows[:WORTHS])
    return Table("uncertain_worths", "What is uncertain, in points", columns, shown, notes, len(rows) - len(shown))


def _ends(found: Uncertainty, doubt: Doubt) -> Iterator[tuple[str, ...]]:
    estimates, p, i = found.estimates, doubt.party, doubt.issue
    words = doubt_words(found, doubt)
    if i is not None:
        worth, middle = estimates.worths[p][i], estimates.worths[p][i].middle()
        for v, name in enumerate(estimates.packages.issues[i].names):
            ends = worth.ends(v)
            yield words, plain(name), exact_text(ends.low), number_words(middle[v]), exact_text(ends.high)
    elif doubt.field == "interactions":
        for number, extra in enumerate(estimates.extras[p], start=1):
            points = extra.points
            yield words, str(number), exact_text(points.low), number_words(points.middle), exact_text(points.high)
    else:
        held = estimates.reservations[p]
        assert not isinstance(held, tuple)
        yield words, "", exact_text(held.low), number_words(held.middle), exact_text(held.high)
