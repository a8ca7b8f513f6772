"""Checks of meaning on the model itself: a table of functions, each returning the problems it sees.

What only the states can show (rankings, status quo, ...) is checked where the states are made: ``forms``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from ..errors import Problem, did_you_mean
from ..model import Conflict, Evidence

__all__ = ["CHECKS", "all_evidence"]

Place = tuple[str | int, ...]


def all_evidence(conflict: Conflict) -> Iterator[tuple[Place, Evidence]]:
    """Yield every piece of evidence in a model with its path."""
    yield from _evidence_in(conflict, ())


def _evidence_in(value: object, path: Place) -> Iterator[tuple[Place, Evidence]]:
    if isinstance(value, Evidence):
        yield path, value
    elif hasattr(type(value), "model_fields"):
        for field in type(value).model_fields:  # type: ignore[attr-defined]
            yield from _evidence_in(getattr(value, field), (*path, field))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _evidence_in(item, (*path, i))
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from _evidence_in(item, (*path, key))


def _sources_are_known(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    known = list(conflict.sources)
    for path, evidence in all_evidence(conflict):
        if evidence.source not in conflict.sources:
            mend = did_you_mean(evidence.source, known) or "add it under `sources`"
            yield Problem("CG024", (*path, "source"), "the id of a source", f"`{evidence.source}`", mend)


def _source_files_are_safe(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    for id_, source in conflict.sources.items():
        if source.file is None:
            continue
        path: Place = ("sources", id_, "file")
        name = PurePosixPath(source.file)
        outside = name.is_absolute() or ".." in name.parts or "\\" in source.file or ":" in source.file
        if outside or "\0" in source.file:
            expected = "a path inside the project folder, with forward slashes"
            yield Problem("CG025", path, expected, f"`{source.file}`", "copy the document beside the model file")
        elif folder is not None:
            yield from _file_is_there(folder, source.file, path)


def _file_is_there(folder: Path, name: str, path: Place) -> Iterator[Problem]:
    base = folder.resolve()
    try:
        target = (base / name).resolve()
        inside, there = target.is_relative_to(base), target.is_file()
    except OSError:
        inside, there = True, False
    if not inside:
        mend = "a link that leads out of the folder does not count"
        yield Problem("CG025", path, "a file inside the project folder", f"`{name}`", mend)
    elif not there:
        yield Problem("CG025", path, "a file that is there", f"`{name}`", "paths start at the folder of the model file")


def _options_can_move(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    for id_, party in conflict.parties.items():
        shared = any(id_ in conflict.option(key).shared_with for key in conflict.options)
        if not party.options and not party.moves and not shared and not party.worths:
            path: Place = ("parties", id_)
            found = "none: it can only watch"
            yield Problem("CG055", path, "options or moves", found, severity="warning")


Check = Callable[[Conflict, Path | None], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (_sources_are_known, _source_files_are_safe, _options_can_move)
