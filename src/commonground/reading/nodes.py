"""YAML as plain data with a place for every value; nothing clever survives.

Every scalar becomes the text that stands in the file (null only for an empty or ``~`` value), so that ``no`` stays
``no``. Anchors, aliases, tags, repeated keys, several documents and absurd depth or size are refused: a model needs
none of them, and each is a way to hide something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import Origin, Problem

__all__ = ["Document", "read_yaml"]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 100_000
_NULLS = ("", "~", "null", "Null", "NULL")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: plain data, and where each value stands.

    ``places`` maps a path to line and column (from 1) of its value, ``keys`` to those of its key. ``shift`` is how
    far a text begins after its place (1 in quotes), or -1 where characters cannot be counted along (folded text).
    """

    file: str
    data: Any
    places: Mapping[Path, tuple[int, int]]
    keys: Mapping[Path, tuple[int, int]]
    shift: Mapping[Path, int]

    def origin(self, path: Path, offset: int = 0, *, key: bool = False) -> Origin:
        """Return the place of a path, or of the nearest thing around it that is in the file."""
        for length in range(len(path), -1, -1):
            step = path[:length]
            place = (self.keys if key and length == len(path) else self.places).get(step)
            if place is None:
                continue
            inside = length == len(path) or step in self.shift
            shift = self.shift.get(step, -1) if inside else -1
            extra = offset + shift if shift >= 0 else 0
            return Origin(self.file, place[0], place[1] + extra)
        return Origin(self.file, 1, 1)


class _Refused(Exception):
    """Carries the problems of a text that is no acceptable YAML."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def read_yaml(text: str, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return the document, or None and the reasons why it was refused."""
    try:
        _check_size(text, file)
        _check_events(text, file)
        node = _yaml().compose(text)
        builder = _Builder(file)
        data = builder.build(node, ()) if node is not None else None
    except _Refused as refused:
        return None, refused.problems
    except MarkedYAMLError as error:
        return None, (_syntax(error, file),)
    except (YAMLError, ValueError, RecursionError) as error:
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, (Problem("CG002", (), "YAML", message, origin=Origin(file, 1, 1)),)
    if builder.problems:
        return None, tuple(builder.problems)
    return Document(file, data, builder.places, builder.keys, builder.shift), ()


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.allow_duplicate_keys = True
    return yaml


def _check_size(text: str, file: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        expected = f"a model file of at most {MAX_BYTES:,} bytes"
        raise _Refused(Problem("CG001", (), expected, f"{size:,}", origin=Origin(file, 1, 1)))


def _check_events(text: str, file: str) -> None:
    problems: list[Problem] = []
    documents = depth = values = 0
    for event in _yaml().parse(text):
        origin = Origin(file, event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        values += isinstance(event, NodeEvent)
        if values > MAX_VALUES:
            expected = f"at most {MAX_VALUES:,} keys and values"
            raise _Refused(
                Problem("CG001", (), expected, "more", "a pattern ties many states in one entry", origin=origin)
            )
        if depth > MAX_DEPTH:
            raise _Refused(Problem("CG003", (), f"nesting of at most {MAX_DEPTH} levels", "more", origin=origin))
        if isinstance(event, AliasEvent):
            problems.append(_feature("an alias (`*name`)", "write the value out again", origin))
        elif isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.append(_feature("a second document (`---`)", "one file holds one model", origin))
        elif isinstance(event, NodeEvent):
            if event.anchor is not None:
                problems.append(
                    _feature(
                        "an anchor (`&name`)",
                        "write the value out where it is needed; a text that begins with `&` or `*` goes in quotes",
                        origin,
                    )
                )
            if getattr(event, "tag", None) is not None:
                problems.append(
                    _feature(
                        "a tag (`!name`)",
                        "leave it out; `not` is written `-` or `not`, and a text that begins with `!` goes in quotes",
                        origin,
                    )
                )
        if len(problems) >= 50:
            break
    if problems:
        raise _Refused(*problems)


def _feature(found: str, mend: str, origin: Origin) -> Problem:
    return Problem("CG003", (), "plain YAML", found, mend, origin=origin)


def _syntax(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    origin = Origin(file, mark.line + 1, mark.column + 1) if mark else Origin(file, 1, 1)
    what = " ".join(str(part) for part in (error.context, error.problem) if part)
    mend = "a text with `: ` or ` #` in it, or one that begins with `-`, `[`, `{`, `*`, `&`, `!` or `%`, goes in quotes"
    if "\\t" in what:
        mend = "indent with spaces, not with tabs"
    return Problem("CG002", (), "YAML", what or "something else", mend, origin=origin)


class _Builder:
    """Turns nodes into plain data and remembers places."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.shift: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def build(self, node: Node, path: Path) -> Any:
        self.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.scalar(node, path)

    def scalar(self, node: ScalarNode, path: Path) -> str | None:
        single = node.start_mark.line == node.end_mark.line
        quotes = 2 if node.style in ("'", '"') else 0
        as_written = node.end_mark.column - node.start_mark.column - quotes == len(node.value)
        self.shift[path] = quotes // 2 if single and as_written else -1
        return None if node.style is None and node.value in _NULLS else node.value

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.problems.append(self.problem(key, path, "a plain text as key", "a list or mapping"))
                continue
            name = key.value
            if name in data:
                line = self.keys[(*path, name)][0]
                self.problems.append(
                    self.problem(key, (*path, name), "each key once", f"`{name}` again (first in line {line})")
                )
                continue
            self.keys[(*path, name)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            data[name] = self.build(value, (*path, name))
        return data

    def problem(self, node: Node, path: Path, expected: str, found: str) -> Problem:
        origin = Origin(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
        return Problem("CG003", path, expected, found, origin=origin)
