"""GENIUS nonlinear utility spaces: utilities of boxes of whole numbers (``hyperRectangle``) that are added up.

u = sum of weight x utility of the boxes that a package lies in, divided by ``maxutility``. A box holds what all of its
INCLUDES, and none of its EXCLUDES, bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..errors import ExchangeError
from .domains import Bound, Box, DomainIssue
from .genius_numbers import attribute, number
from .xml_text import Element

__all__ = ["is_nonlinear", "read_boxes"]


def is_nonlinear(root: Element) -> bool:
    """Return whether a utility space is stated by boxes."""
    return any(True for _ in root.find("hyperRectangle"))


def read_boxes(root: Element, issues: Sequence[tuple[str, DomainIssue]], file: str) -> tuple[Box, ...]:
    """Return the boxes of a utility space with their points.

    Raises
    ------
    ExchangeError
        Where something is missing, unknown or bounds an issue whose values are no whole numbers.
    """
    utilities = list(root.find("utility"))
    if len(utilities) != 1:
        raise ExchangeError(f"{file}: expected one <utility> around the hyperRectangles; got {len(utilities)}")
    (utility,) = utilities
    most = number(utility, "maxutility", file)
    if most <= 0:
        raise ExchangeError(f"{file}:{utility.line}: expected a `maxutility` above 0; got {most}")
    places = {index: i for i, (index, _) in enumerate(issues)}
    found: list[Box] = []
    for ufun in utility.own("ufun"):
        how = ufun.attributes.get("aggregation", "sum")
        if how != "sum":
            raise ExchangeError(f"{file}:{ufun.line}: expected the aggregation sum; got `{how}`")
        weight = number(ufun, "weight", file) if "weight" in ufun.attributes else Fraction(1)
        for box in ufun.own("hyperRectangle"):
            points = weight * number(box, "utility", file) / most
            found.append(Box(tuple(_bounds(box, issues, places, file)), points))
    if len(found) != sum(1 for _ in root.find("hyperRectangle")):
        raise ExchangeError(f"{file}: expected every <hyperRectangle> in a <ufun>; got others")
    return tuple(found)


def _bounds(
    box: Element, issues: Sequence[tuple[str, DomainIssue]], places: dict[str, int], file: str
) -> Iterator[Bound]:
    for element in box.children:
        if element.tag not in ("INCLUDES", "EXCLUDES"):
            raise ExchangeError(f"{file}:{element.line}: expected INCLUDES or EXCLUDES; got <{element.tag}>")
        index = attribute(element, "index", file)
        if index not in places:
            raise ExchangeError(f"{file}:{element.line}: expected the index of an issue; got `{index}`")
        issue = issues[places[index]][1]
        if issue.step is None:
            raise ExchangeError(f"{file}:{element.line}: expected an issue of whole numbers; got `{issue.name}`")
        low, high = number(element, "min", file), number(element, "max", file)
        yield Bound(places[index], low, high, element.tag == "INCLUDES")
