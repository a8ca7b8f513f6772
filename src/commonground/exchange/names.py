"""Ids for the names of foreign files, and their names on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["make_ids", "one_line"]

MAX_ID = 40
_KEYWORDS = frozenset({"not", "and", "or", "if", "iff"})


def make_ids(names: Sequence[str], stem: str) -> list[str]:
    """Return an id per name: lower-case ASCII words joined by underscores, each id once.

    >>> make_ids(["Air strike", "Öl", "air strike", "3rd way", "撤退"], "option")
    ['air_strike', 'ol', 'air_strike_2', 'option_3rd_way', 'option_5']
    """
    taken: set[str] = set()
    result = []
    for i, name in enumerate(names):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        id_ = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_ID].rstrip("_") or f"{stem}_{i + 1}"
        if not id_[0].isalpha() or id_ in _KEYWORDS:
            id_ = f"{stem}_{id_}"
        unique = next(candidate for candidate in _numbered(id_) if candidate not in taken)
        taken.add(unique)
        result.append(unique)
    return result


def one_line(text: str) -> str:
    """Return a text on one line, without control characters, cut to what a name may have.

    >>> one_line("two\\nlines")
    'two lines'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:400]


def _numbered(id_: str) -> Iterator[str]:
    yield id_
    number = 2
    while True:
        yield f"{id_}_{number}"
        number += 1
