"""Anchors into a model file: added to its text, everything else left as it stands, comments included."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..documents.anchors import make_anchor
from ..errors import ModelError, Problem
from ..model import Anchor, Conflict
from .checks import Steps
from .nodes import Mark, read_yaml, value_marks
from .passages import Passages
from .write import scalar

__all__ = ["Anchoring", "anchored_text"]

WIDTH = 120
"A line with an anchor is broken before it gets longer."


@dataclass(frozen=True, slots=True, eq=False)
class Anchoring:
    """What ``anchor`` found, and what it stored.

    ``stored`` are the paths of the evidence whose anchors were written, ``hashes`` the sources whose hash was.
    """

    file: str
    passages: Passages
    stored: tuple[Steps, ...] = ()
    hashes: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """Return how many quotations are not in their source, as they stand."""
        return self.passages.counts["lost"] + self.passages.counts["lost?"]


@dataclass(frozen=True, slots=True)
class _Edit:
    begin: int
    end: int
    text: str


def anchored_text(text: str, conflict: Conflict, passages: Passages, file: str) -> tuple[str, Anchoring]:
    """Return a model's text with the anchors of all quotations that are certain, and the hashes of their texts.

    Raises
    ------
    ModelError
        Where the file is written in a way that an anchor cannot be put into; nothing is changed then.
    """
    placed = {passage.evidence.source for passage in passages.all if passage.span}
    anchors = dict(_anchors(conflict, passages, placed))
    hashes = {
        id_: document.sha256
        for id_, document in passages.documents.items()
        if id_ in placed and conflict.sources[id_].sha256 != document.sha256
    }
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    bare = text.removeprefix(mark)
    if not anchors and not hashes:
        return text, Anchoring(file, passages)
    document, problems = read_yaml(bare, file)
    if document is None:
        raise ModelError(problems)
    marks = value_marks(bare)
    edits = [_anchor_edit(bare, marks, path, anchor) for path, anchor in anchors.items()]
    edits += [_hash_edit(bare, marks, id_, value) for id_, value in hashes.items()]
    result = _applied(bare, edits)
    written, _ = read_yaml(result, file)
    if written is None or written.data != _expected(document.data, anchors, hashes):
        problem = Problem("CG002", (), "a layout into which anchors can be written", "another")
        raise ModelError([problem.at(document.origin(next(iter(anchors), ("sources",))))])
    return mark + result, Anchoring(file, passages, tuple(anchors), tuple(hashes))


def _anchors(conflict: Conflict, passages: Passages, placed: set[str]) -> Iterator[tuple[Steps, Anchor]]:
    """Yield the anchors to write: new or renewed ones, and old ones that must now name the text they count in."""
    for passage in passages.all:
        source, old = passage.evidence.source, passage.evidence.anchor
        document = passages.documents.get(source)
        if document is None:
            continue
        if passage.span is not None:
            new = make_anchor(document.text, passage.span)
            if new != old:
                yield passage.path, new
        elif old is not None and old.sha256 is None and source in placed:
            made_in = conflict.sources[source].sha256
            if made_in is not None and made_in != document.sha256:
                yield passage.path, old.model_copy(update={"sha256": made_in})


def _anchor_edit(text: str, marks: Mapping[Steps, Mark], path: Steps, anchor: Anchor) -> _Edit:
    fields = _fields(anchor)
    if (*path, "anchor") in marks:
        old = marks[*path, "anchor"]
        return _Edit(old.begin, old.end, _flow(fields))
    quote = marks[*path, "quote"]
    if quote.flow:
        entry = f"anchor: {_flow(fields)}"
        used = quote.end - text.rfind("\n", 0, quote.end)
        inside = marks[path].begin - text.rfind("\n", 0, marks[path].begin)
        gap = " " if used + len(entry) <= WIDTH else _line_end(text) + " " * inside
        return _Edit(quote.end, quote.end, f",{gap}{entry}")
    pad = " " * quote.column
    lines = [f"{pad}anchor: {_flow(fields)}"]
    if len(lines[0]) > WIDTH:
        lines = [
            f"{pad}anchor:",
            *(f"{pad}  {key}: {_scalar(key, value, flow=False)}" for key, value in fields.items()),
        ]
    return _below(text, quote, lines)


def _hash_edit(text: str, marks: Mapping[Steps, Mark], source: str, value: str) -> _Edit:
    path: Steps = ("sources", source)
    if (*path, "sha256") in marks:
        old = marks[*path, "sha256"]
        return _Edit(old.begin, old.end, value)
    after = marks.get((*path, "text")) or marks[*path, "file"]
    entry = f"sha256: {scalar(value, flow=True)}"
    if after.flow:
        return _Edit(after.end, after.end, f", {entry}")
    return _below(text, after, [" " * after.column + entry])


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _below(text: str, mark: Mark, lines: list[str]) -> _Edit:
    """Return the edit that puts lines below the line on which a value ends."""
    newline = _line_end(text)
    at = text.find("\n", max(mark.end - 1, 0))
    if at < 0:
        return _Edit(len(text), len(text), newline + newline.join(lines) + newline)
    return _Edit(at + 1, at + 1, newline.join(lines) + newline)


def _fields(anchor: Anchor) -> dict[str, str]:
    """Return an anchor's fields as the texts that stand in the file."""
    return {key: str(value) for key, value in anchor.model_dump(exclude_defaults=True).items()}


def _scalar(key: str, value: str, *, flow: bool) -> str:
    return value if key in ("start", "end") else scalar(value, flow=flow)


def _flow(fields: Mapping[str, str]) -> str:
    parts = (f"{key}: {_scalar(key, value, flow=True)}" for key, value in fields.items())
    return f"{{{', '.join(parts)}}}"


def _applied(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.begin, reverse=True):
        text = text[: edit.begin] + edit.text + text[edit.end :]
    return text


def _expected(data: Any, anchors: Mapping[Steps, Anchor], hashes: Mapping[str, str]) -> Any:
    """Return what the file must say afterwards: what it said, the anchors and the hashes; nothing else."""
    data = copy.deepcopy(data)
    for path, anchor in anchors.items():
        place = data
        for step in path:
            place = place[step]
        place["anchor"] = _fields(anchor)
    for source, value in hashes.items():
        data["sources"][source]["sha256"] = value
    return data
