"""Checks of meaning on the model itself: a table of functions, each returning the problems it sees.

What only the states can show (rankings, status quo, ...) is checked where the states are made: ``forms``.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from ..errors import Problem, did_you_mean
from ..model import Conflict, Evidence, Review
from ..model.fields import Noun

__all__ = ["CHECKS", "Steps", "all_evidence", "path_is_safe"]

Steps = tuple[str | int, ...]
"""The way to a field, from the top of the file."""
N = TypeVar("N", bound=Noun)


def all_evidence(conflict: Conflict) -> Iterator[tuple[Steps, Evidence]]:
    """Yield every piece of evidence in a model with its path."""
    yield from _all_of(Evidence, conflict, ())


def _all_of(kind: type[N], value: object, path: Steps) -> Iterator[tuple[Steps, N]]:
    """Yield every noun of a kind, with its path."""
    if isinstance(value, kind):
        yield path, value
    elif isinstance(value, Noun):
        for field in type(value).model_fields:
            yield from _all_of(kind, getattr(value, field), (*path, field))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _all_of(kind, item, (*path, i))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _all_of(kind, item, (*path, key))


def _sources_are_known(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    known = list(conflict.sources)
    for path, evidence in all_evidence(conflict):
        if evidence.source not in conflict.sources:
            mend = did_you_mean(evidence.source, known) or "add it under `sources`"
            yield Problem("CG024", (*path, "source"), "the id of a source", f"`{evidence.source}`", mend)


def path_is_safe(name: str) -> bool:
    """Return whether a name can only mean a file inside the project folder, links aside."""
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name)


def _source_files_are_safe(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    for id_, source in conflict.sources.items():
        for field, name in (("file", source.file), ("text", source.text)):
            path: Steps = ("sources", id_, field)
            if name is None:
                continue
            if not path_is_safe(name):
                expected = "a path inside the project folder, with forward slashes"
                yield Problem("CG025", path, expected, f"`{name}`", "copy the document beside the model file")
            elif folder is not None:
                yield from _file_is_there(folder, name, path)


def _file_is_there(folder: Path, name: str, path: Steps) -> Iterator[Problem]:
    base = folder.resolve()
    forbidden = False
    try:
        target = (base / name).resolve()
        inside, there = target.is_relative_to(base), target.is_file()
        forbidden = there and not os.access(target, os.R_OK)
    except PermissionError:
        inside, there, forbidden = True, True, True
    except OSError:
        inside, there = True, False
    if not inside:
        mend = "a link that leads out of the folder does not count"
        yield Problem("CG025", path, "a file inside the project folder", f"`{name}`", mend)
    elif not there:
        yield Problem("CG025", path, "a file that is there", f"`{name}`", "paths start at the folder of the model file")
    elif forbidden:
        mend = "allow reading the file, and entering the folders on the way to it"
        yield Problem("CG025", path, "a file that may be read", f"`{name}`: permission denied", mend)


def _options_can_move(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    for id_, party in conflict.parties.items():
        shared = any(id_ in conflict.option(key).shared_with for key in conflict.options)
        if not party.options and not party.moves and not shared and not party.worths:
            path: Steps = ("parties", id_)
            found = "none: it can only watch"
            yield Problem("CG055", path, "options or moves", found, severity="warning")


def _dates_are_dates(conflict: Conflict, folder: Path | None) -> Iterator[Problem]:
    for id_, source in conflict.sources.items():
        if source.date is not None and not _is_date(source.date):
            expected = "a date as in `2014-03-31`, `2014-03` or `2014`"
            mend = "relative dates in the source cannot be resolved against another form"
            yield Problem("CG077", ("sources", id_, "date"), expected, f"`{source.date}`", mend, "warning")
    for path, review in _all_of(Review, conflict, ()):
        if review.on is not None and not (len(review.on) == 10 and _is_date(review.on)):
            yield Problem("CG077", (*path, "on"), "a date as in `2026-11-24`", f"`{review.on}`", severity="warning")


def _is_date(text: str) -> bool:
    """Return whether a text is a year, a month or a day of the calendar."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        return False
    try:
        datetime.date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


Check = Callable[[Conflict, Path | None], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (_sources_are_known, _source_files_are_safe, _options_can_move, _dates_are_dates)
