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
        **schema,
        "definitions": definitions,
    }
