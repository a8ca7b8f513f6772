"""Which files hold the sources of a draft: as given, and what was read out of them. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..documents.document import Document, is_own_text
from ..reading.passages import OWN_TEXT
from .write import SourcePlace

__all__ = ["SourceFiles", "source_files"]

_ODD = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """Where each document lies in the folder, and what the files hold, by path with forward slashes."""

    places: tuple[SourcePlace, ...]
    contents: Mapping[str, bytes]


def source_files(documents: Sequence[Document], contents: Sequence[bytes | None]) -> SourceFiles:
    """Return the files that hold documents: each as it was given, and its text where that is another file.

    Parameters
    ----------
    documents : sequence of Document
        What was read.
    contents : sequence of bytes or None
        The file that each was read from; None where there is none (standard input), so that its text is kept instead.

    Examples
    --------
    >>> from commonground.documents.document import document_from_text
    >>> report = document_from_text("One.", "a report.pdf", "pdf")
    >>> files = source_files([report, report], [b"%PDF", None])
    >>> files.places[0]
    SourcePlace(file='sources/a report.pdf', text='sources/text/a report.txt')
    >>> sorted(files.contents)
    ['sources/a report-2.txt', 'sources/a report.pdf', 'sources/text/a report.txt']
    """
    places: list[SourcePlace] = []
    held: dict[str, bytes] = {}
    stems: set[str] = set()
    for document, data in zip(documents, contents, strict=True):
        stem, suffix = _name(document.name)
        stem = next(name for name in _numbered(stem) if name.casefold() not in stems)
        stems.add(stem.casefold())
        text = document.text.encode("utf-8", "surrogatepass")
        if data is None:
            places.append(SourcePlace(f"sources/{stem}.txt"))
            held[places[-1].file] = text
            continue
        own = suffix.lower() in OWN_TEXT and is_own_text(document, data)
        place = SourcePlace(f"sources/{stem}{suffix}", None if own else f"sources/text/{stem}.txt")
        held[place.file] = data
        if place.text is not None:
            held[place.text] = text
        places.append(place)
    return SourceFiles(tuple(places), MappingProxyType(held))


def _name(name: str) -> tuple[str, str]:
    """Return a file's name in two parts that every system can store."""
    shown = _ODD.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    stem, suffix = (stem, f".{suffix}") if dot and stem else (shown, "")
    return stem[:80].rstrip(" .") or "source", suffix[:12]


def _numbered(stem: str) -> Sequence[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, 1_000))]
