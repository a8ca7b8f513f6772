"""Numbers in GENIUS files, and what they are worth: straight lines, constants, triangles."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..errors import ExchangeError
from ..model import exact_text, read_exact
from .domains import DomainIssue
from .xml_text import Element

__all__ = ["attribute", "number", "numeric_points"]

_MOST_NUMBERS = 10_000


def attribute(element: Element, key: str, file: str) -> str:
    """Return an attribute that must be there.

    Raises
    ------
    ExchangeError
        With file and line where it is not.
    """
    if key not in element.attributes:
        raise ExchangeError(f"{file}:{element.line}: expected an attribute `{key}` of <{element.tag}>; got none")
    return element.attributes[key]


def number(element: Element, key: str, file: str) -> Fraction:
    """Return an attribute that must be a number, exactly.

    Raises
    ------
    ExchangeError
        With file and line where it is none.
    """
    text = attribute(element, key, file).strip()
    try:
        return read_exact(text)
    except ValueError:
        raise ExchangeError(f"{file}:{element.line}: expected a number in `{key}`; got `{text[:40]}`") from None


def numeric_points(element: Element, issue: DomainIssue, file: str) -> Mapping[str, Fraction]:
    """Return the points of an issue with numbers: of each whole number, or of the corners of a curve.

    Raises
    ------
    ExchangeError
        Where the evaluator is missing, of an unknown type, or jumps.
    """
    assert issue.low is not None
    assert issue.high is not None
    evaluator = next(element.own("evaluator"), None)
    if evaluator is None:
        raise ExchangeError(f"{file}:{element.line}: expected an <evaluator> of `{issue.name}`; got none")
    kind = evaluator.attributes.get("ftype", evaluator.attributes.get("type", ""))
    if issue.step is not None:
        return _whole(evaluator, kind, issue.low, issue.high, file)
    if kind == "linear":
        return _linear(evaluator, issue.low, issue.high, file)
    if kind == "constant":
        constant = number(evaluator, "parameter0", file)
        return {exact_text(end): constant for end in (issue.low, issue.high)}
    if kind == "triangular":
        return _triangular(evaluator, issue.low, issue.high, file)
    raise ExchangeError(
        f"{file}:{evaluator.line}: expected an evaluator of type linear, constant or triangular; got `{kind}`"
    )


def _kept(worth: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), worth))


def _whole(evaluator: Element, kind: str, low: Fraction, high: Fraction, file: str) -> Mapping[str, Fraction]:
    if kind != "linear":
        raise ExchangeError(f"{file}:{evaluator.line}: expected an evaluator of type linear; got `{kind}`")
    slope, offset = number(evaluator, "slope", file), number(evaluator, "offset", file)
    if high - low >= _MOST_NUMBERS:
        raise ExchangeError(f"{file}:{evaluator.line}: expected at most {_MOST_NUMBERS:,} numbers; got more")
    return {exact_text(low + k): _kept(slope * k + offset) for k in range(int(high - low) + 1)}


def _linear(evaluator: Element, low: Fraction, high: Fraction, file: str) -> Mapping[str, Fraction]:
    offset, slope = number(evaluator, "parameter0", file), number(evaluator, "parameter1", file)
    corners = {(bound - offset) / slope for bound in (0, 1)} if slope else set()
    ends = sorted({low, high} | {corner for corner in corners if low < corner < high})
    return {exact_text(end): _kept(slope * end + offset) for end in ends}


def _triangular(evaluator: Element, low: Fraction, high: Fraction, file: str) -> Mapping[str, Fraction]:
    """Return 0 up to the lower number and from the upper one, 1 at the top, straight lines between."""
    lower, upper, top = (number(evaluator, f"parameter{k}", file) for k in range(3))
    if not lower <= top <= upper:
        raise ExchangeError(
            f"{file}:{evaluator.line}: expected the top of a triangle (`parameter2`) between its lower and upper "
            f"number (`parameter0`, `parameter1`); got {exact_text(top)}, {exact_text(lower)} and {exact_text(upper)}"
        )
    if low < lower == top <= high or low <= top == upper < high:
        raise ExchangeError(
            f"{file}:{evaluator.line}: expected a triangle without a jump; got one at {exact_text(top)}"
        )

    def worth(at: Fraction) -> Fraction:
        if at == top:
            return Fraction(1)
        if not lower < at < upper:
            return Fraction(0)
        return (at - lower) / (top - lower) if at < top else (upper - at) / (upper - top)

    ends = sorted({low, high} | {corner for corner in (lower, upper, top) if low < corner < high})
    return {exact_text(end): worth(end) for end in ends}
