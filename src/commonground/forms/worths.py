"""What each value is worth to a party: exact points, with every fault of the worths given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..errors import Problem, did_you_mean
from ..model import Conflict, Worth, exact_text
from .issues import IssueColumn, Path, Report, number_or_none, unknown_value

__all__ = ["party_points", "pricing_parties"]

Points = tuple[tuple[Fraction, ...], ...]
"""Per issue, per value: weight x points."""


def pricing_parties(conflict: Conflict) -> tuple[str, ...]:
    """Return the parties whose worths are read: those at the table, and others that state some."""
    return tuple(id_ for id_, party in conflict.parties.items() if party.at_table or party.worths)


def party_points(conflict: Conflict, issues: Sequence[IssueColumn], report: Report) -> dict[str, Points]:
    """Return each pricing party's points per issue and value; zeros where they are faulty."""
    return {id_: _points(conflict, id_, issues, report) for id_ in pricing_parties(conflict)}


def _points(conflict: Conflict, party: str, issues: Sequence[IssueColumn], report: Report) -> Points:
    worths = conflict.parties[party].worths
    path: Path = ("parties", party, "worths")
    known = [column.id for column in issues]
    for id_ in worths:
        if id_ not in known:
            report(Problem("CG040", (*path, id_), "the id of an issue", f"`{id_}`", did_you_mean(id_, known)))
    missing = [id_ for id_ in known if id_ not in worths]
    if missing:
        mend = "where the party is indifferent, give all values the same points"
        if not worths:
            mend = "add `worths`, or say `at_table: false`"
        where = path if worths else path[:-1]
        expected = f"worths of all {len(known)} issues"
        report(Problem("CG042", where, expected, f"none of {', '.join(missing[:8])}", mend))
    return tuple(
        _of_issue((*path, column.id), column, worths[column.id], report)
        if column.id in worths
        else (Fraction(0),) * column.size
        for column in issues
    )


def _of_issue(path: Path, column: IssueColumn, worth: Worth, report: Report) -> tuple[Fraction, ...]:
    if not column.sound:
        return (Fraction(0),)
    if worth.curve is not None:
        raw = _from_curve((*path, "curve"), column, worth.curve, report)
    elif worth.points is not None:
        raw = _from_points((*path, "points"), column, worth.points, report)
    else:
        raw = _from_ranking((*path, "ranking"), column, worth.ranking or (), report)
    return tuple(worth.weight * points for points in raw)


def _from_points(
    path: Path, column: IssueColumn, given: Mapping[str, Fraction], report: Report
) -> tuple[Fraction, ...]:
    if column.grid:
        report(Problem("CG042", path, "a `curve` for a range without a step", "`points`"))
        return (Fraction(0),) * column.size
    found: dict[int, Fraction] = {}
    for text, points in given.items():
        value = column.find(text)
        if value is None:
            report(unknown_value((*path, text), column, text))
        elif value in found:
            report(Problem("CG026", (*path, text), "each value once", f"`{text}` again"))
        else:
            found[value] = points
    _report_missing(path, column, found, report)
    return tuple(found.get(value, Fraction(0)) for value in range(column.size))


def _from_ranking(
    path: Path, column: IssueColumn, groups: Sequence[Sequence[str]], report: Report
) -> tuple[Fraction, ...]:
    if column.grid:
        report(Problem("CG042", path, "a `curve` for a range without a step", "`ranking`"))
        return (Fraction(0),) * column.size
    place: dict[int, Fraction] = {}
    levels = max(len(groups) - 1, 1)
    for i, group in enumerate(groups):
        for j, text in enumerate(group):
            value = column.find(text)
            if value is None:
                report(unknown_value((*path, i, j), column, text))
            elif value in place:
                report(Problem("CG026", (*path, i, j), "each value once", f"`{text}` again"))
            else:
                place[value] = Fraction(levels - i if len(groups) > 1 else 0, levels)
    _report_missing(path, column, place, report)
    return tuple(place.get(value, Fraction(0)) for value in range(column.size))


def _report_missing(path: Path, column: IssueColumn, found: Mapping[int, Fraction], report: Report) -> None:
    missing = [column.labels[value] for value in range(column.size) if value not in found]
    if missing:
        shown = ", ".join(missing[:8]) + (f" and {len(missing) - 8} more" if len(missing) > 8 else "")
        report(Problem("CG042", path, f"all {column.size} values", f"none of {shown}", "every value needs its points"))


def _from_curve(path: Path, column: IssueColumn, given: Mapping[str, Fraction], report: Report) -> tuple[Fraction, ...]:
    nothing = (Fraction(0),) * column.size
    if column.numbers is None:
        report(Problem("CG042", path, "`points` or a `ranking` for named values", "a `curve`"))
        return nothing
    ends: dict[Fraction, Fraction] = {}
    for text, points in given.items():
        number = number_or_none(text)
        if number is None or not column.numbers or not column.numbers[0] <= number <= column.numbers[-1]:
            report(unknown_value((*path, text), column, text))
        elif number in ends:
            report(Problem("CG026", (*path, text), "each number once", f"`{text}` again"))
        else:
            ends[number] = points
    bounds = {column.numbers[0], column.numbers[-1]} if column.numbers else set()
    if not bounds <= ends.keys():
        missing = ", ".join(exact_text(bound) for bound in sorted(bounds - ends.keys()))
        report(Problem("CG042", path, "points at both bounds of the range", f"none at {missing}"))
        return nothing
    xs = sorted(ends)
    return tuple(_between(number, xs, ends) for number in column.numbers)


def _between(number: Fraction, xs: Sequence[Fraction], ends: Mapping[Fraction, Fraction]) -> Fraction:
    if number in ends:
        return ends[number]
    after = bisect_left(xs, number)
    left, right = xs[after - 1], xs[after]
    return ends[left] + (ends[right] - ends[left]) * (number - left) / (right - left)
