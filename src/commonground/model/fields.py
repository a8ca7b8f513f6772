"""The kinds of field that the nouns share: identifiers, short texts, frozen mappings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = ["FrozenMap", "Id", "Label", "Line", "Noun", "Prose"]

K = TypeVar("K")
T = TypeVar("T")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)]

FrozenMap = Annotated[
    Mapping[K, T],
    AfterValidator(lambda value: MappingProxyType(dict(value))),
    PlainSerializer(dict),
]


class Noun(BaseModel):
    """A frozen part of a model; a field that is not known is a fault, not a silence.

    A noun with a ``shorthand`` may be written as that one field alone: ``- settle`` for ``- statement: settle``.
    The text under a field describes it; ``reading.schema`` hands it to editors. Validators are built when the first
    value is read, once for the whole tree.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    shorthand: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _read_shorthand(cls, value: Any) -> Any:
        return {cls.shorthand: value} if cls.shorthand and isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        if not cls.shorthand:
            return schema
        return {"anyOf": [{"type": ["string", "number"], "title": cls.shorthand}, schema]}
