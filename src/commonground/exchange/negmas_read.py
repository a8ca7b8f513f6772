"""NegMAS -> commonground: a scenario folder, in YAML or JSON: the outcome space and a utility function per party.

Utility is bias + sum of weight x f(value). A ``type`` is a word that is compared with those known here; nothing is ever
imported by it. What is discounted is read without the discount, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from ..errors import ExchangeError
from ..model import exact_text
from .domains import Domain, DomainIssue, Profile, conflict_from, names_alone
from .formats import Imported
from .json_text import Step, shown
from .negmas_space import number_in, points_of, read_issues
from .negmas_tree import Tree, read_tree

__all__ = ["is_negmas", "read_negmas"]

_ADDITIVE = ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction")
_LINEAR = ("LinearUtilityFunction", "AffineUtilityFunction")
_DISCOUNTED = ("ExpDiscountedUFun", "LinDiscountedUFun", "DiscountedUtilityFunction")
_KNOWN = frozenset(
    {"type", "name", "id", "values", "weights", "bias", "reserved_value", "reserved_outcome", "stability", "ufun"}
)

Path = tuple[Step, ...]


def is_negmas(files: Sequence[tuple[str, bytes]]) -> bool:
    """Return whether JSON files look like a NegMAS scenario rather than GeniusWeb profiles."""
    contents = [data for _, data in files]
    return any(b'"issues"' in data for data in contents) and not any(
        b"LinearAdditiveUtilitySpace" in c for c in contents
    )


def read_negmas(files: Sequence[tuple[str, str]]) -> Imported:
    """Return the conflict that the files (name, content) of a NegMAS scenario state.

    Parameters
    ----------
    files : sequence of (str, str)
        One outcome space (``issues``) and a utility function per party, told apart by what they hold; others are left
        aside by name.

    Raises
    ------
    ExchangeError
        One line per fault, with the place in the file.

    Examples
    --------
    >>> space = "issues: [{name: pay, type: CategoricalIssue, values: [low, high]}]"
    >>> ufun = '''type: LinearAdditiveUtilityFunction
    ... values: [{type: TableFun, mapping: {low: 0.1, high: 1}}]
    ... weights: [2]'''
    >>> conflict = read_negmas([("pay.yml", space), ("a.yml", ufun), ("b.yml", ufun)]).conflict
    >>> conflict.parties["a"].worths["pay"].points["low"]
    Fraction(1, 10)
    """
    warnings: list[str] = []
    spaces: list[Tree] = []
    ufuns: list[Tree] = []
    for name, text in files:
        if PurePath(name.replace("\\", "/")).name.startswith("_"):
            warnings.append(f"{name}: figures that NegMAS keeps beside a scenario; left aside")
            continue
        tree = read_tree(text, name)
        if isinstance(tree.data, dict) and isinstance(tree.data.get("issues"), list):
            spaces.append(tree)
        elif isinstance(tree.data, dict) and "type" in tree.data:
            ufuns.append(tree)
        else:
            warnings.append(f"{name}: neither an outcome space nor a utility function; left aside")
    if len(spaces) != 1 or not ufuns:
        expected = "one outcome space (`issues`) and at least one utility function (`type`)"
        names = ", ".join(name for name, _ in files)
        raise ExchangeError(f"{names}: expected {expected}; got {len(spaces)} and {len(ufuns)}")
    issues = read_issues(spaces[0])
    profiles = [_Ufun(issues, tree, warnings).profile() for tree in ufuns]
    faults = [fault for tree in (spaces[0], *ufuns) for fault in tree.faults.found]
    if faults:
        raise ExchangeError("\n".join(faults))
    title = spaces[0].data.get("name")
    source = f"NegMAS scenario {names_alone(', '.join(tree.file for tree in (spaces[0], *ufuns)))}"
    return conflict_from(
        Domain(
            title if isinstance(title, str) and title else PurePath(spaces[0].file.replace("\\", "/")).stem,
            tuple(issues),
            tuple(profiles),
            source,
            "Read from NegMAS files; utilities, weights and bias as given.",
            tuple(warnings),
        )
    )


class _Ufun:
    """Reads one utility function; notes every fault in its tree."""

    def __init__(self, issues: Sequence[DomainIssue], tree: Tree, warnings: list[str]) -> None:
        self.issues, self.tree, self.warnings = issues, tree, warnings
        self.points = [points_of(issue) for issue in issues]

    def say(self, text: str) -> None:
        self.warnings.append(f"{self.tree.file}: {text}")

    def profile(self) -> Profile:
        outer: Mapping[str, Any] = self.tree.data
        path: Path = ()
        given, inner = outer, path
        kind = self.tree.kind(given, inner)
        while kind in _DISCOUNTED and len(inner) < 8:
            self.discount(kind, given)
            inner = (*inner, "ufun")
            given = self.tree.mapping(given.get("ufun"), inner)
            kind = self.tree.kind(given, inner) if given else kind
        weights, tables = self.worths(kind, given, inner)
        least = [min(table.values(), default=Fraction(0)) for table in tables]
        most = [max(table.values(), default=Fraction(0)) for table in tables]
        ends = [min(w * low, w * high) for w, low, high in zip(weights, least, most, strict=True)]
        held = self.reservation(outer, path, given, inner, sum(ends, Fraction(0)))
        unknown = [key for key in given if key not in _KNOWN]
        if unknown:
            self.say(f"not read: {', '.join(map(shown, unknown[:8]))}")
        name = outer.get("name")
        stem = PurePath(self.tree.file.replace("\\", "/")).stem
        curves = frozenset(i for i, issue in enumerate(self.issues) if issue.low is not None and issue.step is None)
        called = name if isinstance(name, str) and name.strip() else stem
        return Profile(called, tuple(weights), tuple(tables), curves, held)

    def discount(self, kind: str, given: Mapping[str, Any]) -> None:
        stated = {key: value for key, value in given.items() if key not in _KNOWN}
        told = ", ".join(
            f"{key} {shown(value) if not isinstance(value, str) else value}" for key, value in stated.items()
        )
        self.say(f"{kind} ({told[:200]}): a discount has no counterpart; read without it")

    def worths(
        self, kind: str, given: Mapping[str, Any], path: Path
    ) -> tuple[list[Fraction], list[Mapping[str, Fraction]]]:
        """Return the weights and the points per issue; a bias is added to the first issue's."""
        count = len(self.issues)
        if kind not in (*_ADDITIVE, *_LINEAR):
            known = ", ".join((*_ADDITIVE, *_LINEAR, *_DISCOUNTED))
            self.tree.faults.add((*path, "type"), f"one of {known}", shown(kind))
            return [Fraction(1)] * count, [{}] * count
        weights = self.per_issue(given.get("weights"), (*path, "weights"), self.tree.number, [Fraction(1)] * count)
        if kind in _LINEAR:
            tables = [self.table(i, "IdentityFun", {}, (*path, "weights")) for i in range(count)]
        else:
            read = self.per_issue(given.get("values"), (*path, "values"), self.function, None)
            tables = [self.table(i, *function) for i, function in enumerate(read)]
        bias = (
            self.tree.number(given.get("bias", "0"), (*path, "bias")) if given.get("bias") is not None else Fraction(0)
        )
        if bias:
            weight, first = weights[0], tables[0]
            tables[0] = {text: weight * number + bias for text, number in first.items()}
            weights[0] = Fraction(1)
            self.say(f"the bias {exact_text(bias)} is added to every value of `{self.issues[0].name}`")
        return weights, tables

    def per_issue(
        self, given: object, path: Path, read: Callable[[Any, Path], Any], default: list[Any] | None
    ) -> list[Any]:
        """Return something per issue: a list in their order, or a mapping by their names."""
        if given is None and default is not None:
            return list(default)
        if isinstance(given, dict):
            missing = [issue.name for issue in self.issues if issue.name not in given]
            strange = [name for name in given if name not in {issue.name for issue in self.issues}]
            if missing or strange:
                listed = ", ".join(map(shown, (missing or strange)[:8]))
                self.tree.faults.add(path, "each issue by its name", f"{'nothing for' if missing else 'also'} {listed}")
            steps: list[Step] = [issue.name for issue in self.issues]
            values: Sequence[Any] = [given.get(issue.name) for issue in self.issues]
        else:
            values = self.tree.items(given, path)
            if len(values) != len(self.issues):
                self.tree.faults.add(path, f"{len(self.issues)} entries, one per issue", str(len(values)))
                values = [*values, *[None] * len(self.issues)][: len(self.issues)]
            steps = list(range(len(values)))
        return [read(value, (*path, step)) for step, value in zip(steps, values, strict=True)]

    def function(self, value: object, path: Path) -> tuple[str, Mapping[str, Any], Path]:
        given = self.tree.mapping(value, path)
        # An issue's values may be priced by the mapping alone.
        if given and "type" not in given and "__python_class__" not in given:
            return "TableFun", {"mapping": given}, path
        return self.tree.kind(given, path), given, path

    def table(self, i: int, kind: str, given: Mapping[str, Any], path: Path) -> Mapping[str, Fraction]:
        """Return the points of each value of an issue."""
        if kind == "TableFun":
            return self.by_mapping(i, given, path)
        if kind not in _FUNCTIONS:
            known = ", ".join(("TableFun", *_FUNCTIONS))
            self.tree.faults.add((*path, "type"), f"one of {known}", shown(kind))
            return {}
        constants = [
            Fraction(default)
            if default is not None and given.get(key) is None
            else self.tree.number(given.get(key), (*path, key))
            for key, default in _FUNCTIONS[kind]
        ]
        slope, bias = constants if len(constants) == 2 else (Fraction(0), constants[0])
        numbers = [point.number if point.number is not None or slope else Fraction(0) for point in self.points[i]]
        if any(number is None for number in numbers):
            self.tree.faults.add(path, f"a TableFun for `{self.issues[i].name}`, whose values are no numbers", kind)
            return {}
        return {
            point.text: slope * number + bias
            for point, number in zip(self.points[i], numbers, strict=True)
            if number is not None
        }

    def by_mapping(self, i: int, given: Mapping[str, Any], path: Path) -> Mapping[str, Fraction]:
        issue = self.issues[i]
        if issue.low is not None and issue.step is None:
            self.tree.faults.add(path, f"an AffineFun for `{issue.name}`, any number of a range", "TableFun")
            return {}
        stated = self.tree.mapping(given.get("mapping"), (*path, "mapping"))
        texts = dict(stated)
        numbers = {number: value for text, value in stated.items() if (number := number_in(text)) is not None}
        found: dict[str, Fraction] = {}
        missing = []
        for point in self.points[i]:
            value = texts.get(point.text)
            if value is None and point.number is not None:
                value = numbers.get(point.number)
            if value is None:
                missing.append(point.text)
                continue
            found[point.text] = self.tree.number(value, (*path, "mapping", point.text))
        if missing:
            listed = ", ".join(missing[:8]) + (", ..." if len(missing) > 8 else "")
            self.tree.faults.add((*path, "mapping"), f"every value of `{issue.name}`", f"nothing for {listed}")
        extra = len(stated) - len(found)
        if extra and not missing:
            self.say(f"{extra} values of `{issue.name}` that the outcome space does not have; left aside")
        return found

    def reservation(
        self, outer: Mapping[str, Any], path: Path, given: Mapping[str, Any], inner: Path, worst: Fraction
    ) -> Fraction | Mapping[str, str]:
        """Return what the party has without an agreement; the outermost function that states it counts."""
        for held, place in ((outer, path), (given, inner)):
            value = held.get("reserved_value")
            number = None if value is None else self.tree.number(value, (*place, "reserved_value"), infinite=True)
            outcome = held.get("reserved_outcome")
            if number is not None:
                if outcome is not None:
                    self.say("reserved_value and reserved_outcome; the value counts")
                return number
            if outcome is not None:
                return self.package(outcome, (*place, "reserved_outcome"))
        self.say(
            f"no reserved value: any agreement is better than none; written as the worst package, {exact_text(worst)}"
        )
        return worst

    def package(self, outcome: object, path: Path) -> Mapping[str, str]:
        texts = self.per_issue(outcome, path, self.tree.value_text, None)
        for issue, points, text in zip(self.issues, self.points, texts, strict=True):
            known = {point.text for point in points}
            if text not in known and (issue.low is None or issue.step is not None):
                self.tree.faults.add(path, f"a value of `{issue.name}`", shown(text))
        return {issue.name: text for issue, text in zip(self.issues, texts, strict=True)}


_FUNCTIONS: Mapping[str, tuple[tuple[str, int | None], ...]] = MappingProxyType(
    {
        "AffineFun": (("slope", None), ("bias", 0)),
        "LinearFun": (("slope", None), ("bias", 0)),
        "IdentityFun": (("slope", 1), ("bias", 0)),
        "ConstFun": (("bias", None),),
    }
)
"""Straight lines by the names of their slope (none: 0) and bias; with what these are where they may be left out."""
