"""Exact numbers, and intervals of them: decimals and fractions as they stand in a file, never floats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

__all__ = ["Estimate", "Exact", "Interval", "estimate_text", "exact_text", "interval_of", "middle", "read_exact"]

_EXACT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?|[+-]?[0-9]+/0*[1-9][0-9]*")
_LONGEST = 60
_LARGEST = 10**15


def read_exact(text: str) -> Fraction:
    """Return the number that a text states, exactly.

    Raises
    ------
    ValueError
        When the text is no decimal and no fraction, or is longer than 60 characters or larger than 10^15.

    Examples
    --------
    >>> read_exact("0.25"), read_exact("-5/7"), read_exact("1e-3")
    (Fraction(1, 4), Fraction(-5, 7), Fraction(1, 1000))
    """
    if len(text) > _LONGEST or not _EXACT.fullmatch(text):
        raise ValueError("a decimal or a fraction")
    number = Fraction(text)
    if abs(number) > _LARGEST:
        raise ValueError("a number of at most 10^15")
    return number


def exact_text(number: Fraction) -> str:
    """Return a number as a decimal where it has one, else as a fraction.

    >>> exact_text(Fraction(-1, 8)), exact_text(Fraction(170, 3)), exact_text(Fraction(4))
    ('-0.125', '170/3', '4')
    """
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    if not places:
        return str(number.numerator)
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _validate(value: Any) -> Fraction:
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    try:
        return read_exact(str(value) if not isinstance(value, str) else value.strip())
    except ValueError:
        raise PydanticCustomError("decimal_parsing", "a number") from None


Exact = Annotated[
    Fraction,
    PlainValidator(_validate),
    PlainSerializer(exact_text, return_type=str),
    WithJsonSchema({"type": ["number", "string"]}),
]
"""A decimal (``0.303``) or a fraction (``5/7``), kept exactly."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @property
    def middle(self) -> Fraction:
        """Return the number halfway."""
        return (self.low + self.high) / 2

    @property
    def certain(self) -> bool:
        """Return whether it holds one number only."""
        return self.low == self.high


def interval_of(estimate: Fraction | Interval) -> Interval:
    """Return an estimate as an interval: a number is one of no width."""
    return estimate if isinstance(estimate, Interval) else Interval(estimate, estimate)


def middle(estimate: Fraction | Interval) -> Fraction:
    """Return the number that stands for an estimate where one is needed.

    >>> middle(Fraction(3)), middle(Interval(Fraction(30), Fraction(45)))
    (Fraction(3, 1), Fraction(75, 2))
    """
    return estimate.middle if isinstance(estimate, Interval) else estimate


def estimate_text(estimate: Fraction | Interval) -> str:
    """Return an estimate as it stands in a file.

    >>> estimate_text(Interval(Fraction(-1, 2), Fraction(3))), estimate_text(Fraction(3))
    ('-0.5 to 3', '3')
    """
    if isinstance(estimate, Interval):
        return f"{exact_text(estimate.low)} to {exact_text(estimate.high)}"
    return exact_text(estimate)


_FORM = "a number, or an interval as in `30 to 50`"
_BETWEEN = re.compile(r"(?<=[0-9])\s*(?:-+|\u2013|\u2014|\.{2,3}|\u2026|,|;|:|and|or)\s*(?=[+-]?[0-9])")


def _estimate(value: Any) -> Fraction | Interval:
    if isinstance(value, Interval):
        return _ordered(value.low, value.high)
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    text = value.strip() if isinstance(value, str) else "" if isinstance(value, dict | list | bool) else str(value)
    ends = re.split(r"\s+to\s+", text)
    try:
        numbers = [read_exact(end) for end in ends]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2:
        raise PydanticCustomError("estimate_parsing", _FORM, {"mend": _interval_meant(value)})
    return numbers[0] if len(numbers) == 1 else _ordered(*numbers)


def _ordered(low: Fraction, high: Fraction) -> Fraction | Interval:
    if low > high:
        mend = f"did you mean `{exact_text(high)} to {exact_text(low)}`?"
        raise PydanticCustomError("interval_order", "the lower end of the interval first", {"mend": mend})
    return low if low == high else Interval(low, high)


def _interval_meant(value: Any) -> str:
    """Return a mend for other ways to write an interval; empty where it is none."""
    if isinstance(value, dict):
        parts = [str(value.get(end, "")) for end in ("low", "high")]
    elif isinstance(value, list):
        parts = [str(part) for part in value]
    else:
        parts = _BETWEEN.split(str(value).strip())
    if len(parts) != 2:
        return ""
    try:
        ends = sorted(read_exact(part.strip()) for part in parts)
    except ValueError:
        return ""
    return f"did you mean `{exact_text(ends[0])} to {exact_text(ends[1])}`?"


Estimate = Annotated[
    Fraction | Interval,
    PlainValidator(_estimate),
    PlainSerializer(estimate_text, return_type=str),
    WithJsonSchema({"type": ["number", "string"], "description": _FORM}),
]
"""An exact number, or an interval that it lies in: ``30 to 50``."""
