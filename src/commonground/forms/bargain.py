"""From a model to its packages, with every fault that shows on the way."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import AnalysisError, Problem, TooLarge, did_you_mean
from ..model import Conflict, Interval, middle
from .issues import DEFAULT_STEPS, Condition, IssueColumn, Path, Report, StatementReader, issue_columns, unknown_value
from .packages import FITS, LARGEST, Bundle, Offered, Packages
from .truth import truth
from .worths import Points, Worths, party_worths, points_of, pricing_parties

__all__ = ["MAX_ROWS", "packages_and_problems"]

MAX_ROWS = 2_000_000
"""Rows of one bundle at most."""

Extras = Mapping[str, tuple[tuple[Condition, Fraction], ...]]
Lines = Mapping[str, tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A constraint as the conditions of which one has to hold, and whether each has to hold or to fail."""

    index: int
    parts: tuple[tuple[Condition, bool], ...]

    @property
    def issues(self) -> tuple[int, ...]:
        return tuple(sorted({issue for condition, _ in self.parts for issue in condition.issues}))

    def allows(self, values: NDArray[np.int32], issues: Sequence[int]) -> NDArray[np.bool_]:
        allowed = np.zeros(len(values), dtype=bool)
        for condition, wanted in self.parts:
            allowed |= _holds(condition, values, issues) == wanted
        return allowed


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that a model says about packages, names looked up."""

    issues: tuple[IssueColumn, ...]
    worths: Mapping[str, Worths]
    points: Mapping[str, Points]
    rules: tuple[_Rule, ...]
    interactions: Extras
    red_lines: Lines
    named: Mapping[str, tuple[int, ...]]
    offers: tuple[Offered, ...]


def packages_and_problems(
    conflict: Conflict, *, parties: Sequence[str] = (), steps: int = DEFAULT_STEPS
) -> tuple[Packages | None, tuple[Problem, ...]]:
    """Return the packages, or None where a fault forbids them, and all problems, warnings among them."""
    problems: list[Problem] = []
    read = _read(conflict, steps, problems.append)
    if any(problem.severity == "error" for problem in problems) or not conflict.issues:
        return None, tuple(problems)
    chosen = _chosen(conflict, parties)
    groups = _groups(len(read.issues), _links(read, chosen))
    values = [_feasible(read, group, problems.append) for group in groups]
    _report_idle(read, groups, values, problems.append)
    if not all(len(rows) for rows in values):
        return None, tuple(problems)
    packages = _assemble(conflict, read, chosen, groups, values, problems)
    if any(problem.severity == "error" for problem in problems):
        return None, tuple(problems)
    return packages, tuple(problems)


def _chosen(conflict: Conflict, parties: Sequence[str]) -> tuple[str, ...]:
    priced = pricing_parties(conflict)
    unknown = [party for party in parties if party not in priced]
    if unknown:
        mends = "; ".join(f"`{party}`: {did_you_mean(party, priced)}" for party in unknown)
        raise AnalysisError(f"no such party with worths: {mends}")
    return tuple(p for p in priced if (p in parties if parties else conflict.parties[p].at_table))


def _read(conflict: Conflict, steps: int, report: Report) -> _Read:
    if not conflict.issues:
        for problem in _without_issues(conflict):
            report(problem)
        return _Read((), {}, {}, (), {}, {}, {}, ())
    issues = issue_columns(conflict, steps, report)
    reader = StatementReader(issues, report)
    if sum(party.at_table for party in conflict.parties.values()) < 2:
        report(Problem("CG047", ("parties",), "two parties or more at the table", "fewer", "see `at_table`"))
    worths = party_worths(conflict, issues, report)
    points = {id_: points_of(known) for id_, known in worths.items()}
    rules = tuple(rule for i in range(len(conflict.constraints)) if (rule := _rule(conflict, i, reader)) is not None)
    interactions = {
        id_: tuple(
            (condition, middle(entry.points))
            for i, entry in enumerate(party.interactions)
            if (condition := reader.read(("parties", id_, "interactions", i, "when"), entry.when)) is not None
        )
        for id_, party in conflict.parties.items()
    }
    red_lines = {
        id_: tuple(
            condition
            for i, entry in enumerate(party.red_lines)
            if (condition := reader.read(("parties", id_, "red_lines", i, "never"), entry.never)) is not None
        )
        for id_, party in conflict.parties.items()
    }
    named = {
        name: values
        for name, package in conflict.packages.items()
        if (values := _values(("packages", name, "values"), package.values, issues, report)) is not None
    }
    offers = _offers(conflict, issues, named, report)
    _check_reservations(conflict, report)
    return _Read(issues, worths, points, rules, interactions, red_lines, named, offers)


def _without_issues(conflict: Conflict) -> Iterable[Problem]:
    for name in ("constraints", "packages", "offers", "keeping"):
        if getattr(conflict, name):
            yield Problem("CG040", (name,), "`issues` that it is about", "none", "add `issues`")
    for id_, party in conflict.parties.items():
        for name in ("worths", "interactions", "red_lines", "reservation"):
            if getattr(party, name):
                yield Problem("CG040", ("parties", id_, name), "`issues` that it is about", "none", "add `issues`")


def _rule(conflict: Conflict, i: int, reader: StatementReader) -> _Rule | None:
    rule = conflict.constraints[i]
    wanted = (("never", False), ("always", True), ("when", False), ("only_if", True))
    texts = [(kind, text, sign) for kind, sign in wanted if (text := getattr(rule, kind)) is not None]
    parts = [(reader.read(("constraints", i, kind), text), sign) for kind, text, sign in texts]
    found = tuple((condition, sign) for condition, sign in parts if condition is not None)
    return _Rule(i, found) if len(found) == len(parts) else None


def _values(
    path: Path, given: Mapping[str, str], issues: Sequence[IssueColumn], report: Report
) -> tuple[int, ...] | None:
    known = [column.id for column in issues]
    values: list[int] = []
    for id_ in given:
        if id_ not in known:
            report(Problem("CG040", (*path, id_), "the id of an issue", f"`{id_}`", did_you_mean(id_, known)))
    missing = [id_ for id_ in known if id_ not in given]
    if missing:
        report(Problem("CG043", path, f"values of all {len(known)} issues", f"none of {', '.join(missing[:8])}"))
    for column in issues:
        if column.id in given:
            value = column.find(given[column.id])
            if value is None:
                report(unknown_value((*path, column.id), column, given[column.id]))
            else:
                values.append(value)
    return tuple(values) if len(values) == len(issues) else None


def _offers(
    conflict: Conflict, issues: Sequence[IssueColumn], named: Mapping[str, tuple[int, ...]], report: Report
) -> tuple[Offered, ...]:
    found: list[Offered] = []
    for i, offer in enumerate(conflict.offers):
        if offer.party not in conflict.parties:
            mend = did_you_mean(offer.party, list(conflict.parties))
            report(Problem("CG023", ("offers", i, "party"), "the id of a party", f"`{offer.party}`", mend))
        if offer.values is not None:
            values = _values(("offers", i, "values"), offer.values, issues, report)
        else:
            _check_name(("offers", i, "package"), offer.package or "", conflict, report)
            values = named.get(offer.package or "")
        if values is not None:
            found.append(Offered(offer.party, values, offer.package or "", offer.date or ""))
    return tuple(found)


def _check_reservations(conflict: Conflict, report: Report) -> None:
    for id_, party in conflict.parties.items():
        if party.reservation is not None and party.reservation.package is not None:
            _check_name(("parties", id_, "reservation", "package"), party.reservation.package, conflict, report)


def _check_name(path: Path, name: str, conflict: Conflict, report: Report) -> None:
    if name not in conflict.packages:
        mend = did_you_mean(name, list(conflict.packages)) or "add it under `packages`"
        report(Problem("CG045", path, "the name of a package", f"`{name}`", mend))


def _links(read: _Read, parties: Sequence[str]) -> Iterable[tuple[int, ...]]:
    yield from (rule.issues for rule in read.rules)
    for party in parties:
        yield from (condition.issues for condition, _ in read.interactions[party])
        yield from (condition.issues for condition in read.red_lines[party])


def _groups(count: int, links: Iterable[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Return the issues in groups that are linked, each ascending, in order of their first issue."""
    leader = list(range(count))

    def find(issue: int) -> int:
        while leader[issue] != issue:
            leader[issue] = leader[leader[issue]]
            issue = leader[issue]
        return issue

    for first, *rest in (link for link in links if link):
        for other in rest:
            a, b = find(first), find(other)
            leader[max(a, b)] = min(a, b)
    return tuple(
        tuple(issue for issue in range(count) if find(issue) == head) for head in range(count) if find(head) == head
    )


def _feasible(read: _Read, group: Sequence[int], report: Report) -> NDArray[np.int32]:
    """Return the values int32[v, i] of a group's issues that no constraint excludes, first issue slowest."""
    rules = [rule for rule in read.rules if rule.issues and rule.issues[0] in group]
    values = np.zeros((1, 0), dtype=np.int32)
    for place, issue in enumerate(group):
        size = read.issues[issue].size
        if len(values) * size > MAX_ROWS:
            names = ", ".join(read.issues[other].id for other in group)
            raise TooLarge(
                f"the issues {names} are linked by constraints, interactions or red lines: more than {MAX_ROWS:,} "
                "combinations to list; link fewer issues, or give ranges wider steps"
            )
        values = _times(values, size)
        ready, known = set(group[: place + 1]), group[: place + 1]
        for rule in rules:
            if issue in rule.issues and ready.issuperset(rule.issues):
                values = values[rule.allows(values, known)]
                if not len(values):
                    mend = "it takes the last ones"
                    report(Problem("CG044", ("constraints", rule.index), "packages that are possible", "none", mend))
                    return np.zeros((0, len(group)), dtype=np.int32)
    return values


def _times(values: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """Return every row with every value of one more issue behind it."""
    own = np.tile(np.arange(size, dtype=np.int32), len(values))
    return np.column_stack([np.repeat(values, size, axis=0), own])


def _holds(condition: Condition, values: NDArray[np.int32], issues: Sequence[int]) -> NDArray[np.bool_]:
    return truth(condition.node, condition.columns(values, issues))


def _report_idle(
    read: _Read, groups: Sequence[Sequence[int]], values: Sequence[NDArray[np.int32]], report: Report
) -> None:
    """Report constraints that exclude nothing by themselves."""
    for rule in read.rules:
        sizes = [read.issues[issue].size for issue in rule.issues]
        if math.prod(sizes) > MAX_ROWS:
            continue
        every = functools.reduce(_times, sizes, np.zeros((1, 0), dtype=np.int32))
        if rule.allows(every, rule.issues).all():
            path: Path = ("constraints", rule.index)
            report(Problem("CG048", path, "a constraint that excludes packages", "none excluded", severity="warning"))


def _assemble(
    conflict: Conflict,
    read: _Read,
    parties: Sequence[str],
    groups: Sequence[tuple[int, ...]],
    values: Sequence[NDArray[np.int32]],
    problems: list[Problem],
) -> Packages | None:
    report = problems.append
    reservations = {party: _reservation(conflict, read, party) for party in parties}
    scales = tuple(_scale(read, party, reservations[party]) for party in parties)
    held = tuple(int(reservations[party] * scale) for party, scale in zip(parties, scales, strict=True))
    sums = [_largest_sum(read, party, scale, units) for party, scale, units in zip(parties, scales, held, strict=True)]
    if _report_too_long(parties, sums, report):
        return None
    wide = max(sums, default=0) >= FITS
    tables = [_table(read, parties, scales, group, rows, wide) for group, rows in zip(groups, values, strict=True)]
    refused = [
        np.column_stack([_refuses(read.red_lines[party], group, rows) for party in parties])
        for group, rows in zip(groups, values, strict=True)
    ]
    _report_idle_lines(read, parties, groups, values, report)
    bundles = tuple(
        Bundle(group, rows, table, no) for group, rows, table, no in zip(groups, values, tables, refused, strict=True)
    )
    packages = Packages(
        issues=read.issues,
        parties=tuple(parties),
        names=tuple(conflict.parties[party].name for party in parties),
        scales=scales,
        reservations=held,
        bundles=bundles,
        named=read.named,
        offers=read.offers,
        evenly_spaced=tuple(
            (party, column.id)
            for party in parties
            for column in read.issues
            if conflict.parties[party].worths[column.id].ranking is not None
        ),
        intervals=tuple(_intervals(conflict, read, parties)),
        title=conflict.title,
        warnings=tuple(problem for problem in problems if problem.severity == "warning"),
    )
    _report_impossible(conflict, packages, report)
    return packages


def _intervals(conflict: Conflict, read: _Read, parties: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Yield whose numbers are intervals, of what field, and of which issue."""
    for id_ in parties:
        party = conflict.parties[id_]
        for column, worth in zip(read.issues, read.worths[id_], strict=True):
            if worth.has_interval:
                yield id_, "worths", column.id
        if any(isinstance(entry.points, Interval) for entry in party.interactions):
            yield id_, "interactions", ""
        if party.reservation is not None and isinstance(party.reservation.points, Interval):
            yield id_, "reservation", ""


def _report_impossible(conflict: Conflict, packages: Packages, report: Report) -> None:
    places: list[tuple[Path, tuple[int, ...]]] = [
        (("packages", name, "values"), values) for name, values in packages.named.items()
    ]
    places += [(("offers", i, "values"), offer.values) for i, offer in enumerate(packages.offers) if not offer.name]
    for path, values in places:
        if packages.rows_of(values) is None:
            report(Problem("CG046", path, "a package that the constraints allow", "one that they exclude"))


def _utility(read: _Read, party: str, values: Sequence[int]) -> Fraction:
    total = sum((points[value] for points, value in zip(read.points[party], values, strict=True)), Fraction(0))
    row, every = np.array([values], dtype=np.int32), range(len(values))
    for condition, extra in read.interactions[party]:
        if _holds(condition, row, every)[0]:
            total += extra
    return total


def _reservation(conflict: Conflict, read: _Read, party: str) -> Fraction:
    given = conflict.parties[party].reservation
    if given is None:
        return Fraction(0)
    return middle(given.points) if given.points is not None else _utility(read, party, read.named[given.package or ""])


def _scale(read: _Read, party: str, reservation: Fraction) -> int:
    points = (number.denominator for column in read.points[party] for number in column)
    extras = (extra.denominator for _, extra in read.interactions[party])
    return math.lcm(reservation.denominator, *points, *extras)


def _largest_sum(read: _Read, party: str, scale: int, held: int) -> int:
    """Return what no sum of a party's worths, interactions and reservation exceeds in magnitude, in whole units."""
    worths = sum(max(abs(number) for number in column) for column in read.points[party])
    return int((worths + sum(abs(extra) for _, extra in read.interactions[party])) * scale) + abs(held)


def _report_too_long(parties: Sequence[str], sums: Sequence[int], report: Report) -> bool:
    """Report the parties whose points make integers too long to work on, and return whether there are any."""
    long = [(party, most) for party, most in zip(parties, sums, strict=True) if most >= LARGEST]
    for party, most in long:
        expected = "points that are whole numbers of at most 250 digits once they have one denominator"
        found = f"about {most.bit_length() * 3 // 10} digits"
        report(Problem("CG013", ("parties", party, "worths"), expected, found, "round the fractions to decimals"))
    return bool(long)


def _table(
    read: _Read,
    parties: Sequence[str],
    scales: Sequence[int],
    group: Sequence[int],
    rows: NDArray[np.int32],
    wide: bool,
) -> NDArray[Any]:
    """Return the integer utilities [v, p] of a bundle's rows."""
    table = np.zeros((len(rows), len(parties)), dtype=object if wide else np.int64)
    for p, (party, scale) in enumerate(zip(parties, scales, strict=True)):
        for place, issue in enumerate(group):
            units = np.array([int(number * scale) for number in read.points[party][issue]], dtype=table.dtype)
            table[:, p] += units[rows[:, place]]
        for condition, extra in read.interactions[party]:
            if condition.issues[0] in group:
                table[_holds(condition, rows, group), p] += int(extra * scale)
    return table


def _refuses(lines: Sequence[Condition], group: Sequence[int], rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    refused = np.zeros(len(rows), dtype=bool)
    for condition in lines:
        if condition.issues and condition.issues[0] in group:
            refused |= _holds(condition, rows, group)
    return refused


def _report_idle_lines(
    read: _Read,
    parties: Sequence[str],
    groups: Sequence[Sequence[int]],
    values: Sequence[NDArray[np.int32]],
    report: Callable[[Problem], None],
) -> None:
    for party in parties:
        for i, condition in enumerate(read.red_lines[party]):
            hit = any(
                condition.issues and condition.issues[0] in group and _holds(condition, rows, group).any()
                for group, rows in zip(groups, values, strict=True)
            )
            if not hit:
                path: Path = ("parties", party, "red_lines", i)
                found = "none refused"
                report(Problem("CG048", path, "a red line that refuses packages", found, severity="warning"))
