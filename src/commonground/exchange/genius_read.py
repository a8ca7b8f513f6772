"""GENIUS -> commonground: a domain and one utility space per party, in XML.

The rules are those of GENIUS 10.4: u = sum of weight x evaluation; a discrete evaluation is divided by the largest of
its issue (0 where that is below 1e-5); an integer's is slope x (value - lowerbound) + offset, kept within 0 and 1; a
real's likewise without the shift, or a constant, or a triangle. Weights are taken as given. ``divide=False`` leaves
discrete evaluations as they are written, which is what domains with absolute values mean. The rule is written into the
conflict's description. Nonlinear spaces are sums of boxes (`genius_boxes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import PurePath

from ..errors import ExchangeError
from ..model import exact_text
from .domains import Domain, DomainIssue, Profile, conflict_from, names_alone
from .formats import Imported
from .genius_boxes import is_nonlinear, read_boxes
from .genius_numbers import attribute, number, numeric_points
from .xml_text import Element, parse_xml

__all__ = ["read_genius"]

_NEARLY_NOTHING = Fraction(1, 10**5)


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
        With file and line where something is missing or is of an unknown type.

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


def _bounds(issue: Element, file: str) -> tuple[Fraction, Fraction]:
    holder = issue if "lowerbound" in issue.attributes else next(issue.own("range"), issue)
    return number(holder, "lowerbound", file), number(holder, "upperbound", file)


def _issues(root: Element, file: str) -> tuple[tuple[str, DomainIssue], ...]:
    found: list[tuple[str, DomainIssue]] = []
    for element in root.find("issue"):
        kind = element.attributes.get("type", "discrete")
        name, index = attribute(element, "name", file), attribute(element, "index", file)
        if kind == "discrete":
            values = tuple(dict.fromkeys(attribute(item, "value", file) for item in element.own("item")))
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
    boxes = read_boxes(root, issues, file) if is_nonlinear(root) else ()
    weights = {attribute(w, "index", file): number(w, "value", file) for w in root.find("weight")}
    own = {attribute(element, "index", file): element for element in root.find("issue")}
    points: list[Mapping[str, Fraction]] = []
    curves: set[int] = set()
    for i, (index, issue) in enumerate(issues):
        if boxes:
            points.append(_nothing(issue))
            curves |= {i} if issue.low is not None else set()
            continue
        if index not in own:
            raise ExchangeError(f"{file}: expected the issue of index {index} (`{issue.name}`); got none")
        if own[index].attributes.get("name") not in (None, issue.name):
            warnings.append(f"{file}: issue {index} is `{own[index].attributes['name']}`, in the domain `{issue.name}`")
        if issue.low is None:
            points.append(_discrete(own[index], issue, file, divide, warnings))
        else:
            points.append(numeric_points(own[index], issue, file))
            if issue.step is None:
                curves.add(i)
    given = tuple(Fraction(1) if boxes else weights.get(index, Fraction(0)) for index, _ in issues)
    if sum(given) > 1 and not boxes:
        warnings.append(
            f"{file}: weights add up to {float(sum(given)):.6g}; GENIUS caps utilities at 1, here they are not"
        )
    for discount in root.find("discount_factor"):
        if number(discount, "value", file) not in (0, 1):
            warnings.append(f"{file}: the discount factor {discount.attributes['value']} has no counterpart")
    held = next((number(element, "value", file) for element in root.find("reservation")), None)
    stem = PurePath(file.replace("\\", "/")).stem
    return Profile(stem, given, tuple(points), frozenset(curves), held, boxes)


def _discrete(
    element: Element, issue: DomainIssue, file: str, divide: bool, warnings: list[str]
) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for item in element.own("item"):
        value = attribute(item, "value", file)
        if value in found:
            warnings.append(f"{file}:{item.line}: `{value}` stands twice; the last one counts")
        found[value] = number(item, "evaluation", file) if "evaluation" in item.attributes else Fraction(0)
    missing = [value for value in issue.values if value not in found]
    if missing:
        warnings.append(f"{file}: no evaluation of {', '.join(missing[:8])} (`{issue.name}`); taken as 0")
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
