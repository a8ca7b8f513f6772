"""The one shape that a language model may fill, and reading what it sent back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from ...errors import printable
from ..proposal import Dropped

__all__ = [
    "SCHEMA",
    "Answer",
    "Element",
    "OptionElement",
    "PartyElement",
    "RuleElement",
    "StatementElement",
    "read_answer",
]

MAX_ELEMENTS = 400
MAX_TEXT = 4_000

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Sentence = Annotated[int | None, BeforeValidator(lambda value: value if isinstance(value, int) else None)]


class Element(BaseModel):
    """Anything drafted: the verbatim words it rests on, and the number of the sentence they stand in."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    kind: ClassVar[str] = ""

    quote: Text
    sentence: Sentence = None

    @property
    def called(self) -> str:
        """Return what to call it in a message."""
        return ""


class PartyElement(Element):
    """A party."""

    kind = "party"
    id: Text
    name: Text

    @property
    def called(self) -> str:
        """Return its name."""
        return self.name


class OptionElement(Element):
    """An option of a party."""

    kind = "option"
    id: Text
    party: Text
    name: Text

    @property
    def called(self) -> str:
        """Return its name."""
        return self.name


class StatementElement(Element):
    """A preference statement of a party."""

    kind = "statement"
    party: Text
    statement: Text

    @property
    def called(self) -> str:
        """Return party and statement."""
        return f"{self.party}: {self.statement}"


class RuleElement(Element):
    """A feasibility rule."""

    kind = "rule"
    rule: Literal["at_most_one", "at_least_one", "exactly_one", "never", "always", "when"]
    options: tuple[Text, ...] = ()
    statement: Text = ""
    only_if: Text = ""

    @property
    def called(self) -> str:
        """Return the rule in short."""
        return f"{self.rule} {', '.join(self.options) or self.statement}"


LISTS: Mapping[str, type[Element]] = {
    "parties": PartyElement,
    "options": OptionElement,
    "statements": StatementElement,
    "rules": RuleElement,
}
"""The lists of an answer, and what they hold."""


def _schema() -> dict[str, Any]:
    def item(model: type[Element]) -> dict[str, Any]:
        schema = model.model_json_schema()
        fields = {name: _plain(part) for name, part in schema["properties"].items()}
        return {"type": "object", "properties": fields, "required": schema["required"]}

    lists = {name: {"type": "array", "items": item(model)} for name, model in LISTS.items()}
    return {"type": "object", "properties": lists, "required": list(lists)}


def _plain(part: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema without what a language model needs not know."""
    if "anyOf" in part:
        return {"type": [choice["type"] for choice in part["anyOf"]]}
    if part.get("type") == "array":
        return {"type": "array", "items": {"type": "string"}}
    return {key: part[key] for key in ("type", "enum") if key in part}


SCHEMA: Mapping[str, Any] = _schema()
"""JSON Schema of an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer held: elements of the right shape, those of another shape, and why it could not be read."""

    elements: tuple[Element, ...] = ()
    misshapen: tuple[Dropped, ...] = ()
    fault: str = ""


def read_answer(text: str) -> Answer:
    """Return the elements of an answer; prose and fences around the JSON are passed over.

    Examples
    --------
    >>> read_answer('Here: {"parties": [{"id": "a", "name": "A", "quote": "A said"}]}').elements[0].called
    'A'
    >>> read_answer("I cannot do that.").fault
    'it holds no JSON object'
    """
    data, fault = _json(text)
    if fault:
        return Answer(fault=fault)
    if not isinstance(data, dict) or not any(isinstance(data.get(name), list) for name in LISTS):
        return Answer(fault=f"it is not an object with the lists {', '.join(LISTS)}")
    elements: list[Element] = []
    misshapen: list[Dropped] = []
    for name, model in LISTS.items():
        items = data.get(name)
        if items is not None and not isinstance(items, list):
            misshapen.append(Dropped(model.kind, name, "shape", "not a list"))
            continue
        for number, item in enumerate((items or [])[:MAX_ELEMENTS]):
            try:
                elements.append(model.model_validate(item))
            except ValidationError as error:
                misshapen.append(Dropped(model.kind, _name(item, f"{name} {number + 1}"), "shape", _reason(error)))
    return Answer(tuple(dict.fromkeys(elements)), tuple(dict.fromkeys(misshapen)))


def _json(text: str) -> tuple[Any, str]:
    """Return the first JSON object in a text, or why there is none."""
    begin = re.search(r"\{\s*[\"}]", re.sub(r"(?s)^\s*<think>.*?</think>", lambda m: " " * len(m.group()), text))
    if begin is None:
        return None, "it holds no JSON object"
    rest = text[begin.start() :]
    for candidate in (rest[: rest.rfind("}") + 1], rest):
        try:
            return from_json(candidate, allow_inf_nan=False), ""
        except ValueError as error:
            reason = str(error)
    return None, f"its JSON cannot be read, perhaps because it is cut short ({reason[:120]})"


def _name(item: Any, fallback: str) -> str:
    fields = item if isinstance(item, dict) else {}
    named = next((fields[key] for key in ("name", "statement", "rule") if isinstance(fields.get(key), str)), fallback)
    return " ".join(printable(named).split())[:80] or fallback


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}"[:160]
