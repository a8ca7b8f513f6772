"""How much one document may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take at most; beyond any of them reading ends in a ``DocumentError``."""

    bytes: int = 20_000_000
    "Size of the file."
    characters: int = 5_000_000
    "Length of the text that comes out."
    pages: int = 1_000
    "Pages of a PDF."
    unpacked: int = 100_000_000
    "Bytes that a DOCX may unpack to."
    seconds: float = 30.0
    "Time on the clock."
    cpu_seconds: int = 20
    "Time of the processor (not on Windows)."
    memory: int = 1_000_000_000
    "Bytes of address space of the process that reads (not on Windows)."
