"""Issues as columns of values, and statements over them.

A named issue has the values of the file. A range has its numbers; one without a step gets finitely many: the
numbers that curves, statements and packages name, and equal steps between the bounds.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Problem, did_you_mean
from ..model import Conflict, Constraint, Issue, Rule, exact_text, read_exact
from ..model.statement import And, Column, Comparison, Name, Node, Number, Pattern, StatementFault, atoms, with_atoms
from ..model.statement import parse as parse_statement

__all__ = [
    "DEFAULT_STEPS",
    "MAX_VALUES",
    "SIGNS",
    "Condition",
    "IssueColumn",
    "StatementReader",
    "comparisons_of",
    "issue_columns",
    "number_or_none",
    "unknown_value",
]

DEFAULT_STEPS = 20
"""Equal steps that a continuous range is cut into."""
MAX_VALUES = 100_000
"""Values of one issue at most."""

SIGNS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "=": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
)
"""How two numbers compare, by the sign of a statement."""

Path = tuple[str | int, ...]
Report = Callable[[Problem], None]


@dataclass(frozen=True)
class IssueColumn:
    """An issue with its values in order.

    ``labels`` are the ids, or the numbers as texts; ``numbers`` the numbers of a range, ascending, None for named
    values. ``grid`` says that a continuous range was cut into these numbers. A column that is not ``sound`` stands in
    for a faulty issue, and takes every value for its only one.
    """

    id: str
    name: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[Fraction, ...] | None = None
    grid: bool = False
    sound: bool = True

    @property
    def size(self) -> int:
        """Return the number of values."""
        return len(self.labels)

    def find(self, text: str) -> int | None:
        """Return the index of a value by id or number; None when there is none."""
        if not self.sound:
            return 0
        return self._place.get(text if self.numbers is None else number_or_none(text))

    @cached_property
    def _place(self) -> Mapping[str | Fraction | None, int]:
        values: tuple[str | Fraction, ...] = self.labels if self.numbers is None else self.numbers
        return {value: i for i, value in enumerate(values)}


@dataclass(frozen=True, slots=True)
class Condition:
    """A statement over issues, names looked up.

    ``node`` is over columns, one per comparison; ``atoms`` gives each comparison's issue (index) and the values
    bool[v] for which it holds. Issues are indices into the model's issues.
    """

    node: Node
    atoms: tuple[tuple[int, NDArray[np.bool_]], ...]

    @property
    def issues(self) -> tuple[int, ...]:
        """Return the issues compared, ascending."""
        return tuple(sorted({issue for issue, _ in self.atoms}))

    def columns(self, values: NDArray[np.int32], issues: Sequence[int]) -> NDArray[np.int8]:
        """Return which comparisons hold, int8[k, atom], for values int32[k, i] of the issues given."""
        place = {issue: i for i, issue in enumerate(issues)}
        held = np.zeros((len(values), len(self.atoms)), dtype=np.int8)
        for i, (issue, holds) in enumerate(self.atoms):
            held[:, i] = holds[values[:, place[issue]]]
        return held


def number_or_none(text: str) -> Fraction | None:
    """Return the exact number that a text states, None where it states none."""
    try:
        return read_exact(text)
    except ValueError:
        return None


def comparisons_of(node: Node) -> Iterator[Comparison]:
    """Yield the comparisons of a statement."""
    return (atom for atom in atoms(node) if isinstance(atom, Comparison))


def issue_columns(conflict: Conflict, steps: int, report: Report) -> tuple[IssueColumn, ...]:
    """Return the columns of all issues; a range that does not work is reported and has no values."""
    named = _numbers_named(conflict)
    return tuple(
        _named_column(id_, issue, report)
        if issue.values is not None
        else _range_column(id_, issue, named.get(id_, set()), steps, report)
        for id_, issue in conflict.issues.items()
    )


def _named_column(id_: str, issue: Issue, report: Report) -> IssueColumn:
    values = issue.values or {}
    if not values:
        report(Problem("CG041", ("issues", id_, "values"), "at least one value", "none"))
        return _stand_in(id_, issue)
    return IssueColumn(id_, issue.name, tuple(values), tuple(value.name for value in values.values()))


def _range_column(id_: str, issue: Issue, named: set[Fraction], steps: int, report: Report) -> IssueColumn:
    path: Path = ("issues", id_, "range")
    spread = issue.range
    assert spread is not None
    low, high, step = spread.low, spread.high, spread.step
    numbers: list[Fraction] = []
    if low >= high:
        report(Problem("CG041", (*path, "high"), f"a number above {exact_text(low)}", exact_text(high)))
    elif step is None:
        inside = {number for number in named if low <= number <= high}
        numbers = sorted(inside | {low + (high - low) * k / steps for k in range(steps + 1)})
    elif step <= 0 or (high - low) % step:
        expected = f"a step that leads from {exact_text(low)} to {exact_text(high)}"
        report(Problem("CG041", (*path, "step"), expected, exact_text(step)))
    elif (high - low) / step >= MAX_VALUES:
        expected = f"at most {MAX_VALUES:,} numbers"
        report(Problem("CG041", (*path, "step"), expected, f"{int((high - low) / step) + 1:,}", "take a wider step"))
    else:
        numbers = [low + step * k for k in range(int((high - low) / step) + 1)]
    if not numbers:
        return _stand_in(id_, issue)
    labels = tuple(exact_text(number) for number in numbers)
    names = tuple(f"{label} {issue.unit}" if issue.unit else label for label in labels)
    return IssueColumn(id_, issue.name, labels, names, tuple(numbers), step is None)


def _stand_in(id_: str, issue: Issue) -> IssueColumn:
    return IssueColumn(id_, issue.name, ("",), ("",), sound=False)


def _numbers_named(conflict: Conflict) -> dict[str, set[Fraction]]:
    """Return per issue the numbers that curves, statements and packages name."""
    found: dict[str, set[Fraction]] = {}

    def add(issue: str, texts: Iterable[str]) -> None:
        numbers = {number for text in texts if (number := number_or_none(text)) is not None}
        found.setdefault(issue, set()).update(numbers)

    for party in conflict.parties.values():
        for issue, worth in party.worths.items():
            add(issue, worth.curve or ())
    for text in _statements(conflict):
        try:
            for comparison in comparisons_of(parse_statement(text)):
                add(comparison.issue, comparison.values)
        except StatementFault:
            continue
    given = [package.values for package in conflict.packages.values()]
    for values in [*given, *(offer.values or {} for offer in conflict.offers)]:
        for issue, text in values.items():
            add(issue, (text,))
    return found


def _statements(conflict: Conflict) -> Iterator[str]:
    for party in conflict.parties.values():
        yield from (entry.when for entry in party.interactions)
        yield from (entry.never for entry in party.red_lines)
        yield from (entry.statement for entry in party.preferences.statements or ())
    rules: tuple[Constraint | Rule, ...] = (*conflict.constraints, *conflict.feasibility)
    for rule in rules:
        yield from (text for text in (rule.never, rule.always, rule.when, rule.only_if) if text is not None)
    for ban in conflict.forbidden_moves:
        yield from (ban.start, ban.end)
    yield from (term.statement for term in conflict.keeping)


class StatementReader:
    """Reads statements over issues; every fault becomes a problem."""

    def __init__(self, issues: Sequence[IssueColumn], report: Report) -> None:
        self.issues = issues
        self.place = {column.id: i for i, column in enumerate(issues)}
        self.report = report

    def read(self, path: Path, text: str) -> Condition | None:
        """Return a statement with its names looked up, None where it has a fault."""
        faults: list[Problem] = []
        held: list[tuple[int, NDArray[np.bool_]]] = []
        try:
            node = with_atoms(parse_statement(text), lambda atom: self._column(atom, held, faults, path))
        except StatementFault as fault:
            faults.append(Problem("CG021", path, fault.expected, fault.found, fault.mend, offset=fault.offset))
        for problem in faults:
            self.report(problem)
        return None if faults else Condition(node, tuple(held))

    def _column(self, atom: Node, held: list[tuple[int, NDArray[np.bool_]]], faults: list[Problem], path: Path) -> Node:
        """Return the column of a comparison; everything else is a fault."""
        match atom:
            case Comparison():
                found = self.compare(atom, path, faults)
                if found is not None:
                    held.append(found)
                    return Column(len(held) - 1)
            case Name(text, offset) | Pattern(text, offset):
                mend = f"write `{text} = VALUE`" if text in self.place else "options have no place here"
                faults.append(Problem("CG040", path, "an issue with a value", f"`{text}` alone", mend, offset=offset))
            case Number(value, offset):
                faults.append(Problem("CG040", path, "an issue with a value", f"`{value}` alone", offset=offset))
            case _:
                pass
        return And(())

    def compare(self, node: Comparison, path: Path, faults: list[Problem]) -> tuple[int, NDArray[np.bool_]] | None:
        """Return the issue (index) that is compared and for which of its values that holds; None adds a fault."""
        if node.issue not in self.place:
            mend = did_you_mean(node.issue, list(self.place))
            faults.append(Problem("CG040", path, "an issue", f"`{node.issue}`", mend, offset=node.offset))
            return None
        index = self.place[node.issue]
        column = self.issues[index]
        if not column.sound:
            return index, np.ones(1, dtype=bool)
        if node.sign in ("=", "!=", "in"):
            holds = np.zeros(column.size, dtype=bool)
            for text, offset in zip(node.values, node.value_offsets, strict=True):
                value = column.find(text)
                if value is None:
                    faults.append(unknown_value(path, column, text, offset))
                else:
                    holds[value] = True
            return index, ~holds if node.sign == "!=" else holds
        bound = number_or_none(node.values[0])
        if column.numbers is None or bound is None:
            expected = "a number" if column.numbers is not None else "`=`, `!=` or `in` for named values"
            found = f"`{node.values[0]}`" if column.numbers is not None else f"`{node.sign}`"
            faults.append(Problem("CG040", path, expected, found, offset=node.value_offsets[0]))
            return None
        compare = SIGNS[node.sign]
        return index, np.array([compare(number, bound) for number in column.numbers], dtype=bool)


def unknown_value(path: Path, column: IssueColumn, text: str, offset: int = 0) -> Problem:
    """Return the problem that an issue has no such value."""
    if column.numbers is None:
        expected, mend = f"a value of `{column.id}`", did_you_mean(text, column.labels)
    else:
        ends = f" from {column.labels[0]} to {column.labels[-1]}" if column.labels else ""
        expected, mend = f"a number of `{column.id}`{ends}", ""
        if not column.grid and len(column.labels) > 1:
            mend = f"it goes {column.labels[0]}, {column.labels[1]}, ..."
    return Problem("CG040", path, expected, f"`{text}`", mend, offset=offset)
