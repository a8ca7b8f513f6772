"""Where an element of a model comes from: sources, and the evidence that cites them."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .fields import Id, Line, Noun, Prose

__all__ = ["Anchor", "Evidence", "Review", "Source"]

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Around = Annotated[str, StringConstraints(max_length=200)]
Place = Annotated[int, Field(ge=0, le=10**9)]


class Source(Noun):
    """A document in the project folder, or a bibliographic citation, or both."""

    title: Line | None = None
    "What to call it in a report."
    file: Line | None = None
    "Path inside the project folder, with forward slashes."
    text: Line | None = None
    "Path of the text that was read out of `file`; `.txt` and `.md` files are their own text."
    sha256: Hash | None = None
    "Hash of the text in which the anchors count."
    citation: Prose | None = None
    "Bibliographic reference, exact enough to find it."
    author: Line | None = None
    date: Line | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> Source:
        if self.file is None and self.citation is None:
            raise ValueError("a `file` or a `citation`")
        return self

    @property
    def day(self) -> datetime.date | None:
        """Return the date, where it is a full one: ``2014-03-31``."""
        try:
            return None if self.date is None else datetime.date.fromisoformat(self.date)
        except ValueError:
            return None


class Anchor(Noun):
    """The stored place of a quotation: position in the source's text, and the words around it.

    With the quotation this is the pair of the W3C Web Annotation Data Model (2017, sections 4.2.4 and 4.2.5):
    TextQuoteSelector and TextPositionSelector.
    """

    start: Place
    "First code point of the quotation in the source's text, from 0."
    end: Place
    "The code point after its last."
    prefix: Around = ""
    "Words before it, 32 code points."
    suffix: Around = ""
    "Words after it, 32 code points."
    sha256: Hash | None = None
    "Hash of the text in which it counts, where that is not the source's."

    @model_validator(mode="after")
    def _runs_forward(self) -> Anchor:
        if self.end <= self.start:
            raise ValueError("an `end` after its `start`")
        return self


class Review(Noun):
    """Whether a person has looked at an element; may be written as the state alone."""

    shorthand = "state"

    state: Literal["drafted", "reviewed"]
    "`drafted`: proposed by the program, or by hand in haste; `reviewed`: a person stands by it."
    by: Line | None = None
    on: Line | None = None
    "The day, as in `2026-11-24`."


class Evidence(Noun):
    """The passage that supports an element: source, and a verbatim quotation or a place in it."""

    source: Id
    "The id of one of the model's `sources`."
    quote: Prose | None = None
    "Verbatim words of the source."
    anchor: Anchor | None = None
    "Where the quotation stands; `commonground anchor --write` stores it."
    page: Line | None = None
    "Page number, or another place such as `table 2`."
    paragraph: Line | None = None
    "Paragraph number in the source."
    stance: Literal["supports", "contradicts"] = "supports"
    "`contradicts`: the passage speaks against the element; it is kept beside those that support it."
    note: Prose | None = None
    "How the passage supports the element."

    @model_validator(mode="after")
    def _points_somewhere(self) -> Evidence:
        if self.quote is None and self.page is None and self.paragraph is None:
            raise ValueError("a `quote`, a `page` or a `paragraph`")
        if self.anchor is not None and self.quote is None:
            raise ValueError("an `anchor` only with a `quote`")
        return self

    @property
    def place(self) -> str:
        """Return ``p. 12, §7``, empty when only a quotation is given; any other text as it stands."""
        page = "" if self.page is None else f"p. {self.page}" if self.page[:1].isdigit() else self.page
        paragraph = f"§{self.paragraph}" if self.paragraph else ""
        return ", ".join(part for part in (page, paragraph) if part)
