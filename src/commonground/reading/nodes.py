"""YAML as plain data with a place for every value; nothing clever survives.

Every scalar becomes the text that stands in the file (null only for an empty or ``~`` value), so that ``no`` stays
``no``. Anchors, aliases, tags, repeated keys, several documents and absurd depth or size are refused: a model needs
none of them, and each is a way to hide something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from ..errors import Origin, Problem

__all__ = ["Mark", "YamlText", "read_yaml", "value_marks"]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 50_000
_NULLS = ("", "~", "null", "Null", "NULL")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlText:
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


def read_yaml(text: str, file: str) -> tuple[YamlText | None, tuple[Problem, ...]]:
    """Return the document, or None and the reasons why it was refused."""
    try:
        _check_size(text, file)
        builder = _Builder(file, _accepted_events(text, file))
        data = builder.document()
    except _Refused as refused:
        return None, refused.problems
    except MarkedYAMLError as error:
        return None, (_syntax(error, file),)
    except (YAMLError, ValueError, RecursionError) as error:
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, (Problem("CG002", (), "YAML", message, origin=Origin(file, 1, 1)),)
    if builder.problems:
        return None, tuple(builder.problems)
    return YamlText(file, data, builder.places, builder.keys, builder.shift), ()


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


def _accepted_events(text: str, file: str) -> list[Event]:
    """Return the events of a text, in one pass, or refuse what a model does not use."""
    problems: list[Problem] = []
    events: list[Event] = []
    documents = depth = values = 0
    for event in _yaml().parse(text):
        events.append(event)
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
    return events


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
    """Turns events into plain data and remembers places."""

    def __init__(self, file: str, events: Iterable[Event]) -> None:
        self.file = file
        self.events = iter(events)
        self.places: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.shift: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def document(self) -> Any:
        """Return the data of the one document; None where there is none."""
        first = next((event for event in self.events if isinstance(event, NodeEvent)), None)
        return None if first is None else self.build(first, ())

    def build(self, event: Event, path: Path) -> Any:
        self.places[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return [self.build(item, (*path, i)) for i, item in enumerate(self.inside())]
        assert isinstance(event, ScalarEvent)
        return self.scalar(event, path)

    def inside(self) -> Iterator[Event]:
        """Yield what a collection begins with, and whatever follows what has been built meanwhile, to its end."""
        while not isinstance(event := next(self.events), CollectionEndEvent):
            yield event

    def scalar(self, event: ScalarEvent, path: Path) -> str | None:
        value: str = event.value
        single = event.start_mark.line == event.end_mark.line
        quotes = 2 if event.style in ("'", '"') else 0
        as_written = event.end_mark.column - event.start_mark.column - quotes == len(value)
        self.shift[path] = quotes // 2 if single and as_written else -1
        return None if not event.style and value in _NULLS else value

    def mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key in self.inside():
            if not isinstance(key, ScalarEvent):
                self.problem(key, path, "a plain text as key", "a list or mapping")
                self.build(key, (*path, ""))
                self.build(next(self.events), (*path, ""))
                continue
            name: str = key.value
            if name in data:
                line = self.keys[(*path, name)][0]
                self.problem(key, (*path, name), "each key once", f"`{name}` again (first in line {line})")
            else:
                self.keys[(*path, name)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            data[name] = self.build(next(self.events), (*path, name))
        return data

    def problem(self, event: Event, path: Path, expected: str, found: str) -> None:
        origin = Origin(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.append(Problem("CG003", path, expected, found, origin=origin))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands in the text of a file, by character: ``[begin, end)``, without white space after it.

    ``flow`` says whether it stands inside ``{...}`` or ``[...]``; ``column`` is that of its key, from 0.
    """

    begin: int
    end: int
    flow: bool
    column: int


def value_marks(text: str) -> Mapping[Path, Mark]:
    """Return where each value of an accepted text stands."""
    marks: dict[Path, Mark] = {}
    events = iter(event for event in _accepted_events(text, "") if isinstance(event, NodeEvent | CollectionEndEvent))
    first = next(events, None)
    if first is not None:
        _mark(first, (), events, marks, text, (False, 0))
    return marks


def _mark(
    event: Event, path: Path, events: Iterator[Event], marks: dict[Path, Mark], text: str, around: tuple[bool, int]
) -> int:
    """Note a value and all in it; return where it ends."""
    flow, column = around
    begin: int = event.start_mark.index
    end: int = event.end_mark.index
    if isinstance(event, CollectionStartEvent):
        inside, number = bool(event.flow_style), 0
        while not isinstance(item := next(events), CollectionEndEvent):
            if isinstance(event, MappingStartEvent):
                key, at = (item.value if isinstance(item, ScalarEvent) else ""), item.start_mark.column
                if not isinstance(item, ScalarEvent):
                    _mark(item, (*path, ""), events, {}, text, (inside, at))
                end = _mark(next(events), (*path, key), events, marks, text, (inside, at))
            else:
                end = _mark(item, (*path, number), events, marks, text, (inside, item.start_mark.column))
                number += 1
        end = item.end_mark.index if inside else end
    elif not (isinstance(event, ScalarEvent) and event.style in ("|", ">") and "+" in text[begin : begin + 3]):
        end = begin + len(text[begin:end].rstrip())
    marks[path] = Mark(begin, end, flow, column)
    return end
