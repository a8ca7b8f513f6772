"""A NegMAS file as plain data, from YAML or JSON alike, with what each value must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any, overload
from typing import Literal as Exactly

from ..errors import ExchangeError
from ..model import read_exact
from ..reading.nodes import read_yaml
from .json_text import Faults, Step, parse_json, shown

__all__ = ["Tree", "read_tree"]

Path = tuple[Step, ...]
_INFINITE = frozenset({"-.inf", "-.Inf", "-.INF", "-Infinity", "-inf"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A file: its data, and the faults found in it so far."""

    file: str
    data: Any
    faults: Faults

    def mapping(self, value: object, path: Path) -> Mapping[str, Any]:
        """Return an object; a fault and an empty one where it is none."""
        return self.faults.of_type(dict, value, path, {})

    def items(self, value: object, path: Path) -> Sequence[Any]:
        """Return a list; a fault and an empty one where it is none."""
        return self.faults.of_type(list, value, path, [])

    def kind(self, given: Mapping[str, Any], path: Path) -> str:
        """Return the last word of a type: a word to compare, never a thing to import."""
        value = given.get("type", given.get("__python_class__"))
        return self.faults.of_type(str, value, (*path, "type"), "").rpartition(".")[2][:100]

    def value_text(self, value: object, path: Path) -> str:
        """Return a name or a value as text: a number as a decimal, truth as `true` or `false`."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | Decimal):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value
        self.faults.add(path, "a text or a number", shown(value) if value is not None else "nothing")
        return ""

    @overload
    def number(self, value: object, path: Path) -> Fraction: ...
    @overload
    def number(self, value: object, path: Path, *, infinite: Exactly[True]) -> Fraction | None: ...
    def number(self, value: object, path: Path, *, infinite: bool = False) -> Fraction | None:
        """Return an exact number; None for minus infinity where that may stand; a fault and 0 where it is none."""
        text = str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
        if infinite and text in _INFINITE:
            return None
        try:
            return read_exact(text)
        except ValueError:
            found = shown(value) if value is not None else "nothing"
            self.faults.add(path, "a number of at most 60 characters, up to 10^15", found)
            return Fraction(0)


def read_tree(text: str, file: str) -> Tree:
    """Return a YAML or JSON text as a tree.

    Raises
    ------
    ExchangeError
        Where it is neither, or is too large or too deep; YAML also where it has tags, anchors or aliases.
    """
    if PurePath(file.replace("\\", "/")).suffix.lower() == ".json":
        data = parse_json(text, file=file, exact=True, infinite=True)
        return Tree(file, data, Faults(file))
    document, problems = read_yaml(text, file)
    if document is None:
        raise ExchangeError("\n".join(map(str, problems)))

    def place(path: Path) -> str:
        return str(document.origin(path))

    return Tree(file, document.data, Faults(file, place))
