"""GENIUS -> commonground: a domain and one utility space per party, in XML.

The rules are those of GENIUS 10.4: u = sum of weight x evaluation; a discrete evaluation is divided by the largest of
its issue (0 where that is below 1e-5); an integer's is slope x (value - lowerbound) + offset, kept within 0 and 1; a
real's likewise without the shift. Weights are taken as given. ``divide=False`` leaves discrete evaluations as they are
written, which is what domains with absolute values mean. The rule is written into the conflict's description.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import PurePath

from ..errors import ExchangeError
from ..model import exact_text, read_exact
from .domains import Domain, DomainIssue, Profile, conflict_from, names_alone
from .formats import Imported
from .xml_text import Element, parse_xml

__all__ = ["read_genius"]

_NEARLY_NOTHING = Fraction(1, 10**5)
_MOST_NUMBERS = 10_000


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
        With file and line where something is missing or is not read here (nonlinear spaces, unknown types).

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
    issues = _issues(parse_xml(text, file=name), name)
    warnings: list[str] = []
    read = tuple(_profile(issues, file, content, divide, warnings) for file, content in profiles)
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


def _attribute(element: Element, key: str, file: str) -> str:
    if key not in element.attributes:
        raise ExchangeError(f"{file}:{element.line}: expected an attribute `{key}` of <{element.tag}>; got none")
    return element.attributes[key]


def _number(element: Element, key: str, file: str) -> Fraction:
    text = _attribute(element, key, file).strip()
    try:
        return read_exact(text)
    except ValueError:
        raise ExchangeError(f"{file}:{element.line}: expected a number in `{key}`; got `{text[:40]}`") from None


def _bounds(issue: Element, file: str) -> tuple[Fraction, Fraction]:
    holder = issue if "lowerbound" in issue.attributes else next(issue.own("range"), issue)
    return _number(holder, "lowerbound", file), _number(holder, "upperbound", file)


def _issues(root: Element, file: str) -> tuple[tuple[str, DomainIssue], ...]:
    found: list[tuple[str, DomainIssue]] = []
    for element in root.find("issue"):
        kind = element.attributes.get("type", "discrete")
        name, index = _attribute(element, "name", file), _attribute(element, "index", file)
        if kind == "discrete":
            values = tuple(dict.fromkeys(_attribute(item, "value", file) for item in element.own("item")))
            found.append((index, DomainIssue(name, values)))
        elif kind in ("integer", "real"):
            low, high = _bounds(element, file)
            found.append((index, DomainIssue(name, (), low, high, Fraction(1) if kind == "integer" else None)))
        else:
            raise ExchangeError(
                f"{file}:{element.line}: expected an issue of type discrete, integer or real; got `{kind}`"
            )
    if not found:
        raise ExchangeError(f"{file}: expected at least one <issue>; got none")
    return tuple(found)


def _profile(
    issues: Sequence[tuple[str, DomainIssue]], file: str, text: str, divide: bool, warnings: list[str]
) -> Profile:
    root = parse_xml(text, file=file)
    if any(True for _ in root.find("hyperRectangle")):
        raise ExchangeError(f"{file}: expected an additive utility space; got a nonlinear one, which is not read")
    weights = {_attribute(w, "index", file): _number(w, "value", file) for w in root.find("weight")}
    own = {_attribute(element, "index", file): element for element in root.find("issue")}
    points: list[Mapping[str, Fraction]] = []
    curves: set[int] = set()
    for i, (index, issue) in enumerate(issues):
        if index not in own:
            raise ExchangeError(f"{file}: expected the issue of index {index} (`{issue.name}`); got none")
        if own[index].attributes.get("name") not in (None, issue.name):
            warnings.append(f"{file}: issue {index} is `{own[index].attributes['name']}`, in the domain `{issue.name}`")
        if issue.low is None:
            points.append(_discrete(own[index], issue, file, divide, warnings))
        else:
            points.append(_numeric(own[index], issue, file))
            if issue.step is None:
                curves.add(i)
    given = tuple(weights.get(index, Fraction(0)) for index, _ in issues)
    if sum(given) > 1:
        warnings.append(
            f"{file}: weights add up to {float(sum(given)):.6g}; GENIUS caps utilities at 1, here they are not"
        )
    for discount in root.find("discount_factor"):
        if _number(discount, "value", file) not in (0, 1):
            warnings.append(f"{file}: the discount factor {discount.attributes['value']} has no counterpart")
    held = next((_number(element, "value", file) for element in root.find("reservation")), None)
    stem = PurePath(file.replace("\\", "/")).stem
    return Profile(stem, given, tuple(points), frozenset(curves), held)


def _discrete(
    element: Element, issue: DomainIssue, file: str, divide: bool, warnings: list[str]
) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for item in element.own("item"):
        value = _attribute(item, "value", file)
        if value in found:
            warnings.append(f"{file}:{item.line}: `{value}` stands twice; the last one counts")
        found[value] = _number(item, "evaluation", file) if "evaluation" in item.attributes else Fraction(0)
    missing = [value for value in issue.values if value not in found]
    if missing:
        warnings.append(f"{file}: no evaluation of {', '.join(missing[:8])} (`{issue.name}`); taken as 0")
    largest = max(found.values(), default=Fraction(0))
    by = largest if divide else Fraction(1)
    if divide and largest < _NEARLY_NOTHING:
        return {value: Fraction(0) for value in issue.values}
    return {value: found.get(value, Fraction(0)) / by for value in issue.values}


def _kept(number: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), number))


def _numeric(element: Element, issue: DomainIssue, file: str) -> Mapping[str, Fraction]:
    assert issue.low is not None
    assert issue.high is not None
    low, high = issue.low, issue.high
    evaluator = next(element.own("evaluator"), None)
    if evaluator is None:
        raise ExchangeError(f"{file}:{element.line}: expected an <evaluator> of `{issue.name}`; got none")
    kind = evaluator.attributes.get("ftype", evaluator.attributes.get("type", ""))
    if kind != "linear":
        raise ExchangeError(f"{file}:{evaluator.line}: expected an evaluator of type linear; got `{kind}`")
    if issue.step is not None:
        slope, offset = _number(evaluator, "slope", file), _number(evaluator, "offset", file)
        if high - low >= _MOST_NUMBERS:
            raise ExchangeError(f"{file}:{element.line}: expected at most {_MOST_NUMBERS:,} numbers; got more")
        return {exact_text(low + k): _kept(slope * k + offset) for k in range(int(high - low) + 1)}
    offset, slope = _number(evaluator, "parameter0", file), _number(evaluator, "parameter1", file)
    corners = {(bound - offset) / slope for bound in (0, 1)} if slope else set()
    ends = sorted({low, high} | {corner for corner in corners if low < corner < high})
    return {exact_text(number): _kept(slope * number + offset) for number in ends}
