"""What every foreign format offers: a row with a name, a suffix, a reader and a writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import Conflict

__all__ = ["Exported", "Format", "Imported"]


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
