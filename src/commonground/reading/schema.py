"""A JSON Schema for editors: completion and first checks while typing."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from ..model import Conflict
from ..model.fields import Noun

__all__ = ["model_schema"]


def model_schema() -> dict[str, Any]:
    """Return the JSON Schema of a model file (draft-07 words only, so that every editor can use it).

    >>> sorted(model_schema()["required"])
    ['parties', 'title']
    """
    schema = Conflict.model_json_schema(mode="validation", ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs", {})
    _describe(schema, Conflict)
    for noun in _nouns(Noun):
        _describe(definitions.get(noun.__name__, {}), noun)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by commonground; do not edit.",
        **_with_numbers(schema),
        "definitions": _with_numbers(definitions),
    }


def _nouns(noun: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for below in noun.__subclasses__():
        yield below
        yield from _nouns(below)


def _describe(schema: Any, noun: type[BaseModel]) -> None:
    """Add the text that stands under each field in the source, also in the full form of a noun with a shorthand."""
    shape = next((part for part in (schema, *schema.get("anyOf", ())) if "properties" in part), None)
    if shape is not None:
        for field, text in _texts(noun):
            shape["properties"][field].setdefault("description", text)


def _texts(noun: type[BaseModel]) -> Iterator[tuple[str, str]]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(noun))).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value.value if isinstance(below.value, ast.Constant) else None
            if isinstance(text, str):
                yield field.target.id, inspect.cleandoc(text)


def _with_numbers(schema: Any) -> Any:
    """Let a number stand where a text may: the reader takes every scalar as the text in the file."""
    if isinstance(schema, list):
        return [_with_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    wider = {key: part if key == "propertyNames" else _with_numbers(part) for key, part in schema.items()}
    if wider.get("type") == "string" and "enum" not in wider:
        wider["type"] = ["string", "number"]
    return wider
