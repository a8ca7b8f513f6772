"""JSON from strangers: size, depth, duplicate keys and odd numbers are faults, never surprises."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ..errors import ExchangeError

__all__ = ["Faults", "Step", "parse_json", "shown"]

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40
MAX_DIGITS = 18
MAX_FAULTS = 50

Step = str | int
T = TypeVar("T")
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SIMPLE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
_NAMES = {bool: "true or false", str: "a text", int: "a whole number", list: "a list", dict: "an object"}


class _Object(dict[str, object]):
    """An object that remembers which of its keys were written twice."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Odd:
    """A number that JSON does not have, or one of absurd length."""

    text: str


def shown(value: object) -> str:
    """Return a value as an error message shows it: short, without control characters.

    >>> shown("a\\x1b[31m"), shown([1, 2, 3]), shown(True)
    ('"a\\\\u001b[31m"', 'a list', 'true')
    """
    if isinstance(value, _Odd):
        return value.text[:20] + ("..." if len(value.text) > 20 else "")
    if isinstance(value, (list, dict)):
        return _NAMES[list if isinstance(value, list) else dict]
    if isinstance(value, Decimal):
        value = str(value)
        return value[:20] + ("..." if len(value) > 20 else "")
    if isinstance(value, str) and len(value) > 40:
        value = value[:37] + "..."
    return json.dumps(value)


class Faults:
    """Every fault of one file, each with the place in it: ``decisionMakers[1].options[0]``.

    ``origin`` gives file, line and column of a place, where they are known.
    """

    def __init__(self, file: str, origin: Callable[[tuple[Step, ...]], str] | None = None) -> None:
        self.file = file
        self.origin = origin
        self.found: list[str] = []

    def add(self, path: tuple[Step, ...], expected: str, found: str) -> None:
        """Note one fault."""
        place = "".join(_step(step) for step in path).lstrip(".")
        file = self.origin(path) if self.origin else self.file
        self.found.append(f"{file}: {place + ': ' if place else ''}expected {expected}; got {found}")

    def of_type(self, kind: type[T], value: object, path: tuple[Step, ...], default: T) -> T:
        """Return the value where it has the type asked for; else note a fault and return the default."""
        fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        if fits and isinstance(value, kind):
            return value
        self.add(path, _NAMES[kind], shown(value))
        return default

    def stop(self) -> None:
        """Raise every fault noted so far, if any.

        Raises
        ------
        ExchangeError
            One line per fault.
        """
        if not self.found:
            return
        lines = self.found[:MAX_FAULTS]
        if len(self.found) > MAX_FAULTS:
            lines.append(f"{self.file}: and {len(self.found) - MAX_FAULTS} more faults")
        raise ExchangeError("\n".join(lines))


def parse_json(
    text: str, *, file: str, limit: int = MAX_CHARACTERS, exact: bool = False, infinite: bool = False
) -> object:
    """Return a JSON text as plain lists, dicts, texts and numbers; ``exact`` makes `Decimal` of decimals.

    ``infinite`` gives ``-Infinity``, which JSON does not have, as that text.

    Raises
    ------
    ExchangeError
        With line and column where it is not JSON; with the place of every key written twice and every number
        that is none.

    Examples
    --------
    >>> parse_json('{"a": [1, true]}', file="x.gmcr")
    {'a': [1, True]}
    """
    text = text.removeprefix("\ufeff")
    if len(text) > limit:
        raise ExchangeError(f"{file}: expected at most {limit:,} characters; got {len(text):,}")
    if _depth(text) > MAX_DEPTH:
        raise ExchangeError(f"{file}: expected at most {MAX_DEPTH} levels of brackets; got more")
    try:
        number = Decimal if exact else _number
        odd = _constant if infinite else _Odd
        tree = json.loads(text, object_pairs_hook=_pairs, parse_constant=odd, parse_int=_integer, parse_float=number)
    except json.JSONDecodeError as error:
        raise ExchangeError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    faults = Faults(file)
    for path, expected, found in _oddities(tree, ()):
        faults.add(path, expected, found)
    faults.stop()
    return tree


def _step(step: Step) -> str:
    if isinstance(step, str) and _SIMPLE_KEY.fullmatch(step):
        return f".{step}"
    return f"[{shown(step)}]"


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _STRUCTURE.finditer(text):
        sign = match.group()
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _pairs(pairs: list[tuple[str, object]]) -> _Object:
    result = _Object(pairs)
    if len(result) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        result.repeated = tuple(name for name, count in counts.items() if count > 1)
    return result


def _integer(text: str) -> int | _Odd:
    return int(text) if len(text) <= MAX_DIGITS else _Odd(text)


def _constant(text: str) -> str | _Odd:
    return text if text == "-Infinity" else _Odd(text)


def _number(text: str) -> float | _Odd:
    value = float(text)
    return value if abs(value) < float("inf") else _Odd(text)


def _oddities(value: object, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    if isinstance(value, _Odd):
        yield path, f"a number of at most {MAX_DIGITS} digits", shown(value)
    elif isinstance(value, _Object):
        for name in value.repeated:
            yield path, "each key once", f"{shown(name)} again"
        for name, part in value.items():
            yield from _oddities(part, (*path, name))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _oddities(part, (*path, i))
