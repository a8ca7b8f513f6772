"""The exception tree, and the value that every reported fault is.

CommongroundError
├── ModelError       the file is wrong; carries ``problems``, all of them, in file order
├── DocumentError    a source document cannot be read, or a quotation is not in it
├── DraftError       no draft can be made, or the language model asked for it gives no usable answer
├── AnalysisError    the model is sound but the question has no answer for it
│   └── TooLarge     would need more states, moves or memory than allowed
├── ExchangeError    another tool's file cannot be read or written
└── OutputError      a result cannot be written where it was asked for

The innermost room: it imports nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = [
    "AnalysisError",
    "CommongroundError",
    "DocumentError",
    "DraftError",
    "ExchangeError",
    "ModelError",
    "Origin",
    "OutputError",
    "Problem",
    "TooLarge",
    "did_you_mean",
    "field_text",
    "printable",
]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def field_text(path: Sequence[str | int]) -> str:
    """Return the way to a field as it is shown: positions in lists count from 1.

    >>> field_text(("parties", "kiev", "preferences", "statements", 1))
    'parties.kiev.preferences.statements.2'
    """
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in path)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a model: where, what was expected, what was found, how to mend it.

    ``code`` (``CG012``) has a page in ``docs/reference/problems.md``. ``path`` names the field from the top of the
    file, positions in lists from 0; ``field`` shows them from 1. ``offset`` counts characters into the text of that
    field (a preference statement, say); the origin, once known, already includes it. A ``warning`` never stops
    anything; a ``note`` need not even be mended.
    """

    code: str
    path: tuple[str | int, ...]
    expected: str
    found: str
    mend: str = ""
    severity: str = "error"
    origin: Origin | None = None
    offset: int = 0

    @property
    def field(self) -> str:
        """Return the path as ``parties.kiev.preferences.statements.2``; positions in lists count from 1."""
        return field_text(self.path)

    def at(self, origin: Origin) -> Problem:
        """Return the same problem with its place in the file."""
        return replace(self, origin=origin)

    def __str__(self) -> str:
        place = f"{self.origin}: " if self.origin else ""
        field = f"{self.field}: " if self.path else ""
        word = "" if self.severity == "error" else f"{self.severity}: "
        found = f"; got {self.found}" if self.found else ""
        mend = f"\n    {self.mend}" if self.mend else ""
        return printable(f"{place}{word}{field}expected {self.expected}{found} [{self.code}]{mend}")


class CommongroundError(Exception):
    """Anything that commonground reports on purpose."""


class ModelError(CommongroundError):
    """The model is wrong. ``problems`` holds every fault found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DocumentError(CommongroundError):
    """A source document cannot be read: which, what was expected, what was found, how to mend it."""

    def __init__(self, place: str, expected: str, found: str = "", mend: str = "") -> None:
        self.place, self.expected, self.found, self.mend = place, expected, found, mend
        got = f"; got {found}" if found else ""
        super().__init__(printable(f"{place}: expected {expected}{got}" + (f"\n    {mend}" if mend else "")))


class DraftError(CommongroundError):
    """No draft can be made of a document, or the language model asked for one gives no usable answer."""


class AnalysisError(CommongroundError):
    """The model is sound but the question has no answer for it."""


class TooLarge(AnalysisError):
    """The answer would need more states, moves or memory than allowed."""


class ExchangeError(CommongroundError):
    """Another tool's file cannot be read or written."""


class OutputError(CommongroundError):
    """A result cannot be written where it was asked for."""


def printable(text: str) -> str:
    r"""Return a text without what could steer a terminal or turn the reading direction; line ends stay.

    >>> printable("a\x1b[31mb\nc")
    'a[31mb\nc'
    """
    return _CONTROL.sub("", text)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return a mend that names the nearest known word, or all of them when few and none is near.

    >>> did_you_mean("forwards", ["both", "forward", "backward"])
    'did you mean `forward`?'
    >>> did_you_mean("zzz", ["both", "forward"])
    'known: both, forward'
    """
    import difflib

    known = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word[:200], known, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if 0 < len(known) <= 12:
        return "known: " + ", ".join(known)
    return ""
