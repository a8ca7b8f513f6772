"""Files to text, always in a child process: one module per kind, one row per kind in ``KINDS``.

Modules of readers (``plain``, ``html``, ``pdf``, ``docx``) are imported in the child only. Nothing here sends anything
anywhere.
"""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ...errors import DocumentError
from ..document import Document, document_from_text
from .child import extract_in_child
from .kinds import KINDS, Kind, find_kind
from .limits import Limits
from .marks import deceptive_marks, show_marks

__all__ = ["KINDS", "Kind", "Limits", "read_document", "show_marks"]


def read_document(
    path: str | Path,
    *,
    date: datetime.date | None = None,
    title: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Return the document in a file, or on standard input for ``-``.

    Parameters
    ----------
    path : str or Path
        A ``.txt``, ``.md``, ``.html``, ``.pdf`` or ``.docx`` file. A file without such a name, and standard input,
        are told by their first bytes.
    date : datetime.date, optional
        When the document was written; relative dates are resolved against it. Left out, the date that a web page
        states of itself is taken, and ``warnings`` says so.
    title : str, optional
        Left out, what the file states: a PDF's or DOCX's properties, a page's title, Markdown's first heading.
    limits : Limits, optional
        What reading may cost.

    Raises
    ------
    DocumentError
        When there is no text to be had: with what was expected, what was found and the way round.
    """
    limits = limits or Limits()
    name, data = _bytes_of(path, limits)
    kind = find_kind(name, data)
    extracted = extract_in_child(data, name, kind, limits)
    stated = datetime.date.fromisoformat(extracted.date) if extracted.date and date is None else None
    document = document_from_text(
        extracted.text,
        name,
        kind.name,
        title=title or extracted.title,
        date=date or stated,
        warnings=extracted.warnings,
    )
    return replace(document, warnings=(*document.warnings, *deceptive_marks(document.text)))


def _bytes_of(path: str | Path, limits: Limits) -> tuple[str, bytes]:
    """Return the name and the contents of a file, or of standard input."""
    if str(path) == "-":
        return "stdin", _bounded(sys.stdin.buffer, "stdin", limits)
    file = Path(path)
    shown = str(path)
    mend = "give the path of a document, or `-` for standard input"
    try:
        if file.is_dir():
            raise DocumentError(shown, "a document", "a folder", "give one file in it")
        if not file.exists():
            raise DocumentError(shown, "a file", "nothing at this path", mend)
        if not file.is_file():
            raise DocumentError(shown, "an ordinary file", "a device or a pipe", f"`-` reads {shown} as standard input")
        with file.open("rb") as stream:
            return file.name, _bounded(stream, shown, limits)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise DocumentError(shown, "a file that can be read", found, mend) from None


def _bounded(stream: BinaryIO, shown: str, limits: Limits) -> bytes:
    data = stream.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        mend = "split the file, or save its text as .txt"
        raise DocumentError(shown, f"at most {limits.bytes // 1_000_000:,} MB", "a larger file", mend)
    if not data.strip():
        found = "an empty file" if not data else "white space only"
        raise DocumentError(shown, "a document with text", found, "give a file that has words in it")
    return data
