"""GENIUS -> commonground: a domain and one utility space per party, in XML.

The rules are those of GENIUS 10.4: u = sum of weight x evaluation; a discrete evaluation is divided by the largest of
its issue (0 where that is below 1e-5); an integer's is slope x (value - lowerbound) + offset, kept within 0 and 1; a
real's likewise without the shift. Weights are taken as given. ``divide=False`` leaves discrete evaluations as they are
written, which is what domains with absolute values mean. The rule is written into the conflict's description.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from ..errors import ExchangeError, printable
from ..model import exact_text, read_exact
from .domains import Domain, DomainIssue, Profile, conflict_from
from .formats import Imported
from .xml_text import Element, parse_xml

__all__ = ["read_genius"]

_NEARLY_NOTHING = Fraction(1, 10**5)
_MOST_NUMBERS = 10_000
_MOST_FAULTS = 50


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
        With file and line of everything that is missing or is not read here (nonlinear spaces, unknown types).

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
            f"GENIUS domain {name}",
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

    def attribute(self, element: Element, key: str) -> str:
        """Return an attribute; a fault, and nothing, where there is none."""
        if key not in element.attributes:
            self.fault(element, f"expected an attribute `{key}` of <{element.tag}>; got none")
        return element.attributes.get(key, "")

    def number(self, element: Element, key: str) -> Fraction:
        """Return a number; a fault, and 0, where there is none."""
        if key not in element.attributes:
            self.fault(element, f"expected an attribute `{key}` of <{element.tag}>; got none")
            return Fraction(0)
        text = element.attributes[key].strip()
        try:
            return read_exact(text)
        except ValueError:
            self.fault(element, f"expected a number in `{key}`; got `{text[:40]}`")
            return Fraction(0)


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
    if any(True for _ in root.find("hyperRectangle")):
        file.fault(None, "expected an additive utility space; got a nonlinear one, which is not read")
        return Profile(stem, (), ())
    weights = {file.attribute(w, "index"): file.number(w, "value") for w in root.find("weight")}
    own = {file.attribute(element, "index"): element for element in root.find("issue")}
    points: list[Mapping[str, Fraction]] = []
    curves: set[int] = set()
    for i, (index, issue) in enumerate(issues):
        if index not in own:
            file.fault(None, f"expected the issue of index {index} (`{issue.name}`); got none")
            continue
        if own[index].attributes.get("name") not in (None, issue.name):
            file.warnings.append(
                f"{file.name}: issue {index} is `{own[index].attributes['name']}`, in the domain `{issue.name}`"
            )
        points.append(
            _discrete(own[index], issue, file, divide) if issue.low is None else _numeric(own[index], issue, file)
        )
        if issue.low is not None and issue.step is None:
            curves.add(i)
    given = tuple(weights.get(index, Fraction(0)) for index, _ in issues)
    if sum(given) > 1:
        file.warnings.append(
            f"{file.name}: weights add up to {float(sum(given)):.6g}; GENIUS caps utilities at 1, here they are not"
        )
    for discount in root.find("discount_factor"):
        if file.number(discount, "value") not in (0, 1):
            file.warnings.append(f"{file.name}: the discount factor {discount.attributes['value']} has no counterpart")
    held = [file.number(element, "value") for element in root.find("reservation")]
    return Profile(stem, given, tuple(points), frozenset(curves), held[0] if held else None)


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


def _kept(number: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), number))


def _numeric(element: Element, issue: DomainIssue, file: _File) -> Mapping[str, Fraction]:
    assert issue.low is not None
    assert issue.high is not None
    low, high = issue.low, issue.high
    evaluator = next(element.own("evaluator"), None)
    if evaluator is None:
        file.fault(element, f"expected an <evaluator> of `{issue.name}`; got none")
        return {}
    kind = evaluator.attributes.get("ftype", evaluator.attributes.get("type", ""))
    if kind != "linear":
        file.fault(evaluator, f"expected an evaluator of type linear; got `{kind}`")
        return {}
    if issue.step is not None:
        slope, offset = file.number(evaluator, "slope"), file.number(evaluator, "offset")
        count = min(int(high - low), _MOST_NUMBERS)
        return {exact_text(low + k): _kept(slope * k + offset) for k in range(count + 1)}
    offset, slope = file.number(evaluator, "parameter0"), file.number(evaluator, "parameter1")
    corners = {(bound - offset) / slope for bound in (0, 1)} if slope else set()
    ends = sorted({low, high} | {corner for corner in corners if low < corner < high})
    return {exact_text(number): _kept(slope * number + offset) for number in ends}
