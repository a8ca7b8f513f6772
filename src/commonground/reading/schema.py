"""A JSON Schema for editors: completion and first checks while typing."""

from __future__ import annotations

from typing import Any

from ..model import Conflict

__all__ = ["model_schema"]


def model_schema() -> dict[str, Any]:
    """Return the JSON Schema of a model file (draft-07 words only, so that every editor can use it).

    >>> sorted(model_schema()["required"])
    ['parties', 'title']
    """
    schema = Conflict.model_json_schema(mode="validation", ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs", {})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by commonground; do not edit.",
        **_with_numbers(schema),
        "definitions": _with_numbers(definitions),
    }


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
