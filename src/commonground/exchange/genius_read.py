"""GENIUS -> commonground: a domain and one utility space per party, in XML.

The rules are those of GENIUS 10.4: u = sum of weight x evaluation; a discrete evaluation is divided by the largest of
its issue (0 where that is below 1e-5); an integer's is slope x (value - lowerbound) + offset, kept within 0 and 1; a
real's likewise without the shift, or a constant, or a triangle. Weights are taken as given. ``divide=False`` leaves
discrete evaluations as they are written, which is what domains with absolute values mean. The rule is written into the
conflict's description. Nonlinear spaces are sums of boxes (`genius_boxes`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import PurePath
from typing import TypeVar

from ..errors import ExchangeError, printable
from ..model import exact_text
from .domains import Box, Domain, DomainIssue, Profile, conflict_from, names_alone
from .formats import Imported
from .genius_boxes import is_nonlinear, read_boxes
from .genius_numbers import attribute, number, numeric_points
from .xml_text import Element, parse_xml

__all__ = ["read_genius"]

_NEARLY_NOTHING = Fraction(1, 10**5)
_MOST_NUMBERS = 10_000
_MOST_FAULTS = 50
T = TypeVar("T")


def read_genius(domain: tuple[str, str], profiles: Sequence[tuple[str, str]], *, divide: bool = True) -> Imported:
    """Return the conflict that a GENIUS domain and its profiles state.

    Parameters
    ----------
    domain : (str, str)
        File name and content of the domain.
    profiles : sequence of (str, str)
        File name and content of each party's utility space.
    divide : bool
        Whether discrete evaluations are divided by the largest of their issue, as GENIUS does.

    Raises
    ------
    ExchangeError
        With file and line of everything that is missing or is not read here (unknown types).

    Examples
    --------
    >>> item = '<item index="{}" value="{}" evaluation="{}"/>'
    >>> issue = '<issue index="1" name="Fund" type="discrete">' + item.format(1, "big", 2) + item.format(2, "none", 1)
    >>> space = f'<utility_space>{issue}</issue><weight index="1" value="0.5"/></utility_space>'
    >>> imported = read_genius(("d.xml", space), [("a.xml", space), ("b.xml", space)])
    >>> imported.conflict.parties["a"].worths["fund"].points["none"]
    Fraction(1, 2)
    """
    name, text = domain
    faults: list[str] = []
    warnings: list[str] = []
    issues = _issues(parse_xml(text, file=name), _File(name, faults, warnings))
    roots = [(parse_xml(content, file=file), file) for file, content in profiles]
    read = tuple(_profile(issues, root, _File(file, faults, warnings), divide) for root, file in roots)
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more faults"] if len(faults) > _MOST_FAULTS else []
        raise ExchangeError("\n".join([*faults[:_MOST_FAULTS], *more]))
    rule = "divided by the largest of their issue, as GENIUS does" if divide else "taken as written"
    return conflict_from(
        Domain(
            PurePath(name.replace("\\", "/")).stem,
            tuple(issue for _, issue in issues),
            read,
            f"GENIUS domain {names_alone(name)}",
            f"Read from GENIUS files; discrete evaluations {rule}; weights as given.",
            tuple(warnings),
        )
    )


@dataclass(frozen=True, slots=True)
class _File:
    """A file being read, and where its faults and what has no counterpart are put down."""

    name: str
    faults: list[str]
    warnings: list[str]

    def fault(self, element: Element | None, text: str) -> None:
        self.faults.append(printable(f"{self.name}:{element.line}: {text}" if element else f"{self.name}: {text}"))

    def tried(self, read: Callable[[], T], otherwise: T) -> T:
        """Return what is read; a fault, and something else, where it cannot be."""
        try:
            return read()
        except ExchangeError as error:
            self.faults.append(printable(str(error)))
            return otherwise

    def attribute(self, element: Element, key: str) -> str:
        """Return an attribute; a fault, and nothing, where there is none."""
        return self.tried(lambda: attribute(element, key, self.name), "")

    def number(self, element: Element, key: str) -> Fraction:
        """Return a number; a fault, and 0, where there is none."""
        return self.tried(lambda: number(element, key, self.name), Fraction(0))


def _issues(root: Element, file: _File) -> tuple[tuple[str, DomainIssue], ...]:
    found: list[tuple[str, DomainIssue]] = []
    for element in root.find("issue"):
        kind = element.attributes.get("type", "discrete")
        name, index = file.attribute(element, "name"), file.attribute(element, "index")
        if kind == "discrete":
            values = tuple(dict.fromkeys(file.attribute(item, "value") for item in element.own("item")))
            if not values:
                file.fault(element, f"expected at least one <item> of `{name}`; got none")
            found.append((index, DomainIssue(name, values)))
        elif kind in ("integer", "real"):
            found.append((index, _range(element, name, kind == "integer", file)))
        else:
            file.fault(element, f"expected an issue of type discrete, integer or real; got `{kind}`")
    if not found and not file.faults:
        file.fault(None, "expected at least one <issue>; got none")
    return tuple(found)


def _range(element: Element, name: str, whole: bool, file: _File) -> DomainIssue:
    holder = element if "lowerbound" in element.attributes else next(element.own("range"), element)
    before = len(file.faults)
    low, high = file.number(holder, "lowerbound"), file.number(holder, "upperbound")
    if len(file.faults) == before:
        if low >= high:
            file.fault(holder, f"expected an `upperbound` above {exact_text(low)}; got `{exact_text(high)}`")
        elif whole and (high - low).denominator != 1:
            file.fault(holder, f"expected whole steps from {exact_text(low)} to `upperbound`; got `{exact_text(high)}`")
        elif whole and high - low >= _MOST_NUMBERS:
            file.fault(holder, f"expected at most {_MOST_NUMBERS:,} numbers; got more")
    return DomainIssue(name, (), low, high, Fraction(1) if whole else None)


def _profile(issues: Sequence[tuple[str, DomainIssue]], root: Element, file: _File, divide: bool) -> Profile:
    stem = PurePath(file.name.replace("\\", "/")).stem
    no_boxes: tuple[Box, ...] = ()
    boxes = file.tried(lambda: read_boxes(root, issues, file.name), no_boxes) if is_nonlinear(root) else no_boxes
    if is_nonlinear(root) and not boxes:
        return Profile(stem, (), ())
    weights = {file.attribute(w, "index"): file.number(w, "value") for w in root.find("weight")}
    own = {file.attribute(element, "index"): element for element in root.find("issue")}
    points: list[Mapping[str, Fraction]] = []
    curves: set[int] = set()
    for i, (index, issue) in enumerate(issues):
        if boxes:
            points.append(_nothing(issue))
            curves |= {i} if issue.low is not None else set()
            continue
        if index not in own:
            file.fault(None, f"expected the issue of index {index} (`{issue.name}`); got none")
            continue
        if own[index].attributes.get("name") not in (None, issue.name):
            file.warnings.append(
                f"{file.name}: issue {index} is `{own[index].attributes['name']}`, in the domain `{issue.name}`"
            )
        element = own[index]
        points.append(
            _discrete(element, issue, file, divide)
            if issue.low is None
            else file.tried(partial(numeric_points, element, issue, file.name), {})
        )
        if issue.low is not None and issue.step is None:
            curves.add(i)
    given = tuple(Fraction(1) if boxes else weights.get(index, Fraction(0)) for index, _ in issues)
    if sum(given) > 1 and not boxes:
        file.warnings.append(
            f"{file.name}: weights add up to {float(sum(given)):.6g}; GENIUS caps utilities at 1, here they are not"
        )
    for discount in root.find("discount_factor"):
        if file.number(discount, "value") not in (0, 1):
            file.warnings.append(f"{file.name}: the discount factor {discount.attributes['value']} has no counterpart")
    held = [file.number(element, "value") for element in root.find("reservation")]
    return Profile(stem, given, tuple(points), frozenset(curves), held[0] if held else None, boxes)


def _discrete(element: Element, issue: DomainIssue, file: _File, divide: bool) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for item in element.own("item"):
        value = file.attribute(item, "value")
        if value in found:
            file.warnings.append(f"{file.name}:{item.line}: `{value}` stands twice; the last one counts")
        found[value] = file.number(item, "evaluation") if "evaluation" in item.attributes else Fraction(0)
    missing = [value for value in issue.values if value not in found]
    if missing:
        file.warnings.append(f"{file.name}: no evaluation of {', '.join(missing[:8])} (`{issue.name}`); taken as 0")
    largest = max(found.values(), default=Fraction(0))
    by = largest if divide else Fraction(1)
    if divide and largest < _NEARLY_NOTHING:
        return {value: Fraction(0) for value in issue.values}
    return {value: found.get(value, Fraction(0)) / by for value in issue.values}


def _nothing(issue: DomainIssue) -> Mapping[str, Fraction]:
    """Return points of 0 for each value of an issue that only boxes price."""
    if issue.low is None or issue.high is None:
        return {value: Fraction(0) for value in issue.values}
    return {exact_text(end): Fraction(0) for end in (issue.low, issue.high)}
