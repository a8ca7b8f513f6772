"""The outcome space of a NegMAS scenario: its issues, and the values that are priced."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..model import exact_text, read_exact
from .domains import DomainIssue
from .json_text import Step, shown
from .negmas_tree import Tree

__all__ = ["Point", "number_in", "points_of", "read_issues"]

_MOST_NUMBERS = 10_000
_MOST_VALUES = 10_000
_INTEGERS = "ContiguousIssue"
_REALS = "ContinuousIssue"
_LISTED = (
    "CategoricalIssue",
    "DiscreteCardinalIssue",
    "DiscreteOrdinalIssue",
    "CardinalIssue",
    "OrdinalIssue",
    "DiscreteIssue",
)

Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of an issue: its text, and the number it is, where it is one."""

    text: str
    number: Fraction | None


def read_issues(tree: Tree) -> list[DomainIssue]:
    """Return the issues of an outcome space.

    Raises
    ------
    ExchangeError
        Every fault in it, with its place.
    """
    found = [_issue(tree, ("issues", i), held) for i, held in enumerate(tree.data["issues"])]
    names = [issue.name for issue in found]
    for i, name in enumerate(names):
        if name in names[:i]:
            tree.faults.add(("issues", i, "name"), "each issue once", f"{shown(name)} again")
    if not found:
        tree.faults.add(("issues",), "at least one issue", "none")
    tree.faults.stop()
    return found


def _issue(tree: Tree, path: Path, held: object) -> DomainIssue:
    given = tree.mapping(held, path)
    name = tree.value_text(given.get("name"), (*path, "name"))
    kind = tree.kind(given, path)
    values = tree.items(given.get("values"), (*path, "values"))
    if kind in (_INTEGERS, _REALS):
        ends = [tree.number(value, (*path, "values", k)) for k, value in enumerate(values)]
        low, high = ends if len(ends) == 2 else (Fraction(0), Fraction(-1))
        whole = kind == _INTEGERS
        if high < low or (whole and (low.denominator != 1 or high.denominator != 1 or high - low >= _MOST_NUMBERS)):
            span = (
                f"two whole numbers, at most {_MOST_NUMBERS:,} from the first to the last" if whole else "two numbers"
            )
            tree.faults.add((*path, "values"), span, "another list")
            low, high = Fraction(0), Fraction(1)
        return DomainIssue(name, (), low, high, Fraction(1) if whole else None)
    if kind not in _LISTED:
        tree.faults.add((*path, "type"), f"one of {', '.join((_INTEGERS, _REALS, *_LISTED))}", shown(kind))
    texts = tuple(dict.fromkeys(tree.value_text(value, (*path, "values", k)) for k, value in enumerate(values)))
    if not 1 <= len(texts) <= _MOST_VALUES:
        tree.faults.add((*path, "values"), f"1 to {_MOST_VALUES:,} values", str(len(texts)))
    return DomainIssue(name, texts)


def points_of(issue: DomainIssue) -> list[Point]:
    """Return an issue's values; of any number of a range the two ends, between which utility is a straight line."""
    if issue.low is None or issue.high is None:
        return [Point(text, number_in(text)) for text in issue.values]
    if issue.step is None:
        return [Point(exact_text(end), end) for end in dict.fromkeys((issue.low, issue.high))]
    count = int((issue.high - issue.low) / issue.step) + 1
    numbers = [issue.low + issue.step * k for k in range(count)]
    return [Point(exact_text(number), number) for number in numbers]


def number_in(text: str) -> Fraction | None:
    """Return the number that a value is, None where it is none."""
    try:
        return read_exact(text)
    except ValueError:
        return None
