"""What every foreign format offers: a row with a name, a suffix, a reader and a writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ExchangeError
from ..model import Conflict

__all__ = ["Exported", "Format", "Imported", "decoded"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A foreign file as a conflict, and what in the file has no counterpart here."""

    conflict: Conflict
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """A conflict as the text of a foreign file, and what of the conflict that file cannot say."""

    text: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    Attributes
    ----------
    name : str
        What to call it on the command line.
    suffix : str
        How its files end, with the dot.
    about : str
        One line for people.
    read : callable
        ``read(text, *, name)`` returns an `Imported`, or raises ``ExchangeError`` with every fault.
    write : callable
        ``write(graph)`` returns an `Exported`, or raises ``ExchangeError``; takes ``generation=`` where there are
        several.
    generations : tuple of str
        The generations of the format that can be written, the usual one first; none where there is only one.
    """

    name: str
    suffix: str
    about: str
    read: Callable[..., Imported]
    write: Callable[..., Exported]
    generations: tuple[str, ...] = ()


def decoded(name: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    ExchangeError
        With the line where it is none.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = data.count(b"\n", 0, error.start) + 1, error.object[error.start]
        kind = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else f"the byte 0x{byte:02x}"
        raise ExchangeError(f"{name}:{line}: no text in UTF-8: {kind} ({error.reason}); save it as UTF-8") from error
