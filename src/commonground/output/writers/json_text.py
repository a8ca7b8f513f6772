"""Values as JSON text, piece by piece, so that long lists of states are never held as text.

Two leaves stand for what may be millions of values: `Numbers` and `StateRows`. An innermost list, and an innermost
object that stands in a list, take one line each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph

__all__ = ["Numbers", "StateRows", "json_chunks", "json_text"]

_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"What a terminal might obey; JSON may name such characters by their codes."
_PIECE = 8192
"""States turned into text at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A list of states as numbers from 1, for indices from 0: int64[n]."""

    states: NDArray[np.int64]

    def chunks(self, margin: str) -> Iterator[str]:
        """Yield the list as text, on one line."""
        yield "["
        for start in range(0, len(self.states), _PIECE):
            numbers = (self.states[start : start + _PIECE] + 1).tolist()
            yield (", " if start else "") + ", ".join(map(str, numbers))
        yield "]"


@dataclass(frozen=True, slots=True, eq=False)
class StateRows:
    """States of a graph as rows, for indices from 0: int64[n]."""

    graph: Graph
    states: NDArray[np.int64]

    def chunks(self, margin: str) -> Iterator[str]:
        """Yield the rows as text, one a line."""
        told = self.graph.labels.given.keys() | self.graph.descriptions.given.keys()
        yield "["
        for place, piece in enumerate(self._pieces()):
            lines = [
                _line(self._row(state, pattern))
                if state in told
                else f'{{"number": {state + 1}, "label": "{state + 1}", "options": "{pattern}", "description": ""}}'
                for state, pattern in piece
            ]
            yield ("," if place else "") + f"\n{margin}  " + f",\n{margin}  ".join(lines)
        yield f"\n{margin}]" if len(self.states) else "]"

    def _pieces(self) -> Iterator[Iterator[tuple[int, str]]]:
        for start in range(0, len(self.states), _PIECE):
            states = self.states[start : start + _PIECE]
            yield zip(states.tolist(), self.graph.patterns(states), strict=True)

    def _row(self, state: int, pattern: str) -> dict[str, Any]:
        graph = self.graph
        label, about = graph.labels[state], graph.descriptions[state]
        return {"number": state + 1, "label": label, "options": pattern, "description": about}


def json_text(value: Any) -> str:
    r"""Return a value as indented JSON text that ends in a line end.

    >>> json_text({"a": [1, 2], "b": {"c": None}})
    '{\n  "a": [1, 2],\n  "b": {\n    "c": null\n  }\n}\n'
    """
    return "".join(json_chunks(value))


def json_chunks(value: Any) -> Iterator[str]:
    """Yield the text of ``json_text`` in pieces."""
    yield from _written(value, "")
    yield "\n"


def _written(value: Any, margin: str, *, row: bool = False) -> Iterator[str]:
    if isinstance(value, Numbers | StateRows):
        yield from value.chunks(margin)
    elif isinstance(value, dict) and value and not (row and all(map(_single, value.values()))):
        for place, (key, part) in enumerate(value.items()):
            yield f"{',' if place else '{'}\n{margin}  {_line(str(key))}: "
            yield from _written(part, f"{margin}  ")
        yield f"\n{margin}}}"
    elif isinstance(value, list) and not all(map(_single, value)):
        for place, part in enumerate(value):
            yield f"{',' if place else '['}\n{margin}  "
            yield from _written(part, f"{margin}  ", row=True)
        yield f"\n{margin}]"
    else:
        yield _line(value)


def _single(value: Any) -> bool:
    return not isinstance(value, dict | list | Numbers | StateRows) or value in ([], {})


def _line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
