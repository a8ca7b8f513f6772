"""Where an element of a model comes from: sources, and the evidence that cites them."""

from __future__ import annotations

from pydantic import model_validator

from .fields import Id, Line, Noun, Prose

__all__ = ["Evidence", "Source"]


class Source(Noun):
    """A document in the project folder, or a bibliographic citation, or both."""

    title: Line | None = None
    "What to call it in a report."
    file: Line | None = None
    "Path inside the project folder, with forward slashes."
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


class Evidence(Noun):
    """The passage that supports an element: source, and a verbatim quotation or a place in it."""

    source: Id
    "The id of one of the model's `sources`."
    quote: Prose | None = None
    "Verbatim words of the source."
    page: Line | None = None
    "Page number, or another place such as `table 2`."
    paragraph: Line | None = None
    "Paragraph number in the source."
    note: Prose | None = None
    "How the passage supports the element."

    @model_validator(mode="after")
    def _points_somewhere(self) -> Evidence:
        if self.quote is None and self.page is None and self.paragraph is None:
            raise ValueError("a `quote`, a `page` or a `paragraph`")
        return self

    @property
    def place(self) -> str:
        """Return ``p. 12, §7``, empty when only a quotation is given; any other text as it stands."""
        page = "" if self.page is None else f"p. {self.page}" if self.page[:1].isdigit() else self.page
        paragraph = f"§{self.paragraph}" if self.paragraph else ""
        return ", ".join(part for part in (page, paragraph) if part)
