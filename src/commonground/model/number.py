"""Exact numbers: decimals and fractions as they stand in a file, never floats."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

__all__ = ["Exact", "exact_text", "read_exact"]

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
