"""From plain data to a ``Conflict``: the faults of shape, and as much of the rest as can still be read.

A field that does not fit is reported and then left out, so that the checks of meaning can run on what remains and
one run shows every fault.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ..errors import Problem, did_you_mean
from ..model import Conflict

__all__ = ["read_structure"]

Path = tuple[str | int, ...]
_ROUNDS = 6
_MOST = 200
"""Faults of shape reported at most; a file with more is something else than a model."""

_CODES: Mapping[str, str] = types.MappingProxyType(
    {
        "extra_forbidden": "CG010",
        "missing": "CG011",
        "literal_error": "CG012",
        "value_error": "CG014",
        "interval_order": "CG049",
    }
)


def read_structure(data: Any) -> tuple[Conflict | None, tuple[Problem, ...]]:
    """Return the conflict, or what could be made of it, and every fault of shape."""
    if not isinstance(data, dict):
        found = "nothing" if data is None else f"a {_kind(data)}"
        return None, (Problem("CG013", (), "a mapping with `title` and `parties`", found, "see `commonground new`"),)
    working = copy.deepcopy(data)
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        try:
            return Conflict.model_validate(working), _without_echoes(problems)
        except ValidationError as error:
            found_now = [_problem(entry, working) for entry in error.errors(include_url=False)[:_MOST]]
            problems = list(dict.fromkeys([*problems, *found_now]))
            if len(problems) >= _MOST:
                break
            repaired = [_leave_out(working, problem) for problem in found_now]
            if not any(repaired):
                break
    return None, _without_echoes(problems)


def _problem(entry: Any, data: Any) -> Problem:
    path = _in_file(tuple(entry["loc"]), data)
    kind = entry["type"]
    code = _CODES.get(kind, "CG013")
    if kind == "extra_forbidden":
        known = _known_fields(path[:-1])
        return Problem(code, path, "a known field", f"`{path[-1]}`", did_you_mean(str(path[-1]), known))
    if kind == "missing":
        return Problem(code, path, f"`{path[-1]}`", "nothing", _missing_mend(path))
    if kind == "literal_error":
        words = entry["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return Problem(
            code,
            path,
            f"one of {', '.join(words)}",
            _shown(entry["input"]),
            did_you_mean(str(entry["input"]), words),
        )
    if kind == "value_error":
        return Problem(code, path, str(entry["ctx"]["error"]), _given(entry["input"]))
    if kind == "string_pattern_mismatch" and path[-1] == "sha256":
        return Problem(code, path, "a SHA-256: 64 digits and letters from a to f", _shown(entry["input"]))
    if path[-1:] in (("start",), ("end",)) and kind in ("greater_than_equal", "less_than_equal"):
        return Problem(code, path, "a whole number from 0 to one thousand million", _shown(entry["input"]))
    if kind == "string_pattern_mismatch":
        expected = "an id: a small letter, then small letters, digits or `_`"
        return Problem(code, path, expected, _shown(entry["input"]), _id_mend(str(entry["input"])))
    if kind == "string_too_long":
        return Problem(
            code, path, f"a text of at most {entry['ctx']['max_length']:,} characters", _shown(entry["input"])
        )
    mend = entry.get("ctx", {}).get("mend", "")
    return Problem(code, path, _EXPECTED.get(kind, entry["msg"]), _shown(entry["input"]), mend)


_EXPECTED: Mapping[str, str] = types.MappingProxyType(
    {
        "string_type": "a text",
        "string_unicode": "a text without broken characters",
        "string_too_short": "a text",
        "dict_type": "a mapping (`key: value` lines)",
        "mapping_type": "a mapping (`key: value` lines)",
        "model_type": "a mapping (`key: value` lines)",
        "model_attributes_type": "a mapping (`key: value` lines)",
        "tuple_type": "a list (`- ...` lines)",
        "decimal_parsing": "a number",
        "decimal_type": "a number",
        "finite_number": "a finite number",
        "greater_than_equal": "a number of at least minus one million million",
        "less_than_equal": "a number of at most one million million",
        "decimal_max_places": "a number of at most 12 decimals",
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number of fewer digits",
        "int_type": "a whole number",
        "bool_parsing": "`true` or `false`",
        "bool_type": "`true` or `false`",
    }
)


def _missing_mend(path: Path) -> str:
    mends = {
        "title": "add a line `title: ...`",
        "parties": "add `parties:`; see `commonground new` for a model to start from",
        "name": "add `name: ...`",
    }
    return mends.get(str(path[-1]), "")


def _id_mend(text: str) -> str:
    slug = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in text.lower()).strip("_")
    slug = slug if slug[:1].isalpha() else f"x{slug}"
    return f"`{slug}` would do; the full name goes under `name`"


def _in_file(location: Path, data: Any) -> Path:
    """Drop the steps that pydantic adds for keys and shorthands, which are no places in the file."""
    path: list[str | int] = []
    value = data
    for step in location:
        if step == "[key]":
            break
        if isinstance(value, str):
            break
        path.append(step)
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            value = None
    return tuple(path)


def _known_fields(path: Path) -> list[str]:
    """Return the fields that may stand at a path."""
    annotation: Any = Conflict
    for step in path:
        annotation = _inside(annotation, step)
    model = _model_of(annotation)
    return sorted(model.model_fields) if model else []


def _inside(annotation: Any, step: str | int) -> Any:
    model = _model_of(annotation)
    if model is not None:
        field = model.model_fields.get(str(step))
        return field.annotation if field else None
    if get_origin(annotation) in (Union, types.UnionType):
        return next((found for part in get_args(annotation) if (found := _inside(part, step)) is not None), None)
    args = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    return _bare(args[-1]) if args else None


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _model_of(annotation: Any) -> type[BaseModel] | None:
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, types.UnionType):
        return next((model for part in get_args(annotation) if (model := _model_of(part)) is not None), None)
    return None


def _leave_out(data: Any, problem: Problem) -> bool:
    """Take the faulty part out of the data (or put a stand-in where one is needed); say whether that was possible."""
    if not problem.path:
        return False
    *way, last = _whole_noun(problem.path)
    parent = data
    for step in way:
        try:
            parent = parent[step]
        except (KeyError, IndexError, TypeError):
            return False
    if last in ("anchor", "review") and isinstance(parent, dict):
        return parent.pop(last, None) is not None
    if problem.code == "CG011" and isinstance(parent, dict):
        stand_in: Any = _STAND_INS.get(str(last))
        if stand_in is None:
            return False
        parent[last] = stand_in
        return True
    if problem.code == "CG014":
        mended = _mended(parent[last], problem.path)
        if mended is None:
            return False
        parent[last] = mended
        return True
    if isinstance(parent, dict) and last in parent:
        del parent[last]
        return True
    # A list keeps its length, so that the paths of later faults stay true.
    return False


def _whole_noun(path: Path) -> Path:
    """Return the path of the anchor or review that a faulty field is part of: half of one is no use."""
    if len(path) > 3 and path[-2] == "anchor" and path[-4] == "evidence":
        return path[:-1]
    return path[:-1] if path[-2:-1] == ("review",) and path[-1] in ("state", "by", "on") else path


_STAND_INS: Mapping[str, Any] = types.MappingProxyType(
    {
        "title": "untitled",
        "name": "unnamed",
        "low": "0",
        "high": "1",
        "points": "0",
        "never": "-",
        "when": "-",
        "values": {},
    }
)


_KINDS_APART = frozenset(
    ("values", "range", "points", "curve", "ranking", "package", "never", "always", "when", "only_if")
)
_FIRST_KINDS: Mapping[str, dict[str, Any]] = types.MappingProxyType(
    {
        "issues": {"values": {}},
        "worths": {"points": {}},
        "reservation": {"points": "0"},
        "constraints": {"never": "-"},
        "offers": {"values": {}},
    }
)
"""Stand-ins for fields of which exactly one is needed; what then follows from them is not reported."""


def _mended(value: Any, path: Path) -> Any:
    """Return something sound in place of a combination that is not, or None where nothing fits."""
    if not isinstance(value, dict):
        return None
    if path[-1] == "preferences":
        first = next((way for way in ("statements", "ranking", "weights") if way in value), "")
        return {first: value[first]} if first else {"statements": []}
    if path[0] == "feasibility" and len(path) == 2:
        return {"at_most_one": []}
    first_kind = _FIRST_KINDS.get(str(path[-1] if path[-1] == "reservation" else path[-2] if len(path) > 1 else ""))
    if first_kind is not None and "evidence" not in path:
        kept = {key: held for key, held in value.items() if key not in _KINDS_APART}
        return {**kept, **first_kind}
    if path[0] == "sources":
        return {**value, "citation": "?"}
    if "evidence" in path:
        return {key: part for key, part in value.items() if key != "anchor"} | {"page": "?"}
    return None


def _without_echoes(problems: list[Problem]) -> tuple[Problem, ...]:
    """Drop "`title` is missing" where "`titel`: did you mean `title`?" stands beside it."""
    meant = {
        (problem.path[:-1], problem.mend.split("`")[1])
        for problem in problems
        if problem.code == "CG010" and problem.mend.startswith("did you mean")
    }
    wrong = {problem.path for problem in problems if problem.code != "CG011"}
    return tuple(
        problem
        for problem in problems
        if problem.code != "CG011"
        or (problem.path not in wrong and (problem.path[:-1], str(problem.path[-1])) not in meant)
    )


def _kind(value: Any) -> str:
    return {"dict": "mapping", "list": "list", "str": "text", "NoneType": "nothing"}.get(type(value).__name__, "value")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return (
            "an empty text"
            if not value
            else f"'{value}'"
            if len(value) <= 60
            else f"'{value[:57]}...' ({len(value)} characters)"
        )
    return "nothing" if value is None else f"a {_kind(value)}"


def _given(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"`{key}`" for key in value) or "none of them"
    return _shown(value)
