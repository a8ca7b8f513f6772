"""What a reader hands back, and the checks that every text passes."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import DocumentError
from .limits import Limits

__all__ = ["Extracted", "checked_text"]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_READABLE = re.compile(r"\w")


class Extracted(NamedTuple):
    """The text of a file with what the file says about itself."""

    text: str
    title: str | None = None
    date: str | None = None
    "ISO date, where the file states the date of the document beyond doubt."
    warnings: tuple[str, ...] = ()


def checked_text(text: str, name: str, limits: Limits, *, empty: str, mend: str) -> str:
    """Return a text without lone surrogates; an error where it is too long, or where no word is in it.

    Raises
    ------
    DocumentError
        With ``empty`` as what was found and ``mend`` as the way round.
    """
    if len(text) > limits.characters:
        found = f"{len(text):,}"
        raise DocumentError(name, f"at most {limits.characters:,} characters of text", found, "split the file")
    if not _READABLE.search(text):
        raise DocumentError(name, "a document with text", empty, mend)
    return _SURROGATE.sub("\ufffd", text)
