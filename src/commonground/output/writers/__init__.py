"""The dresses of a report: one module per format, one row per format in ``WRITERS``.

A writer's module, and the library it needs, is imported when the format is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...errors import OutputError, did_you_mean

if TYPE_CHECKING:
    from ..report import Report

__all__ = ["WRITERS", "Writer", "render"]

Rendered = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: one text, or several by file name.

    ``suffix`` is the ending of the one file, empty where the format is a folder of files. ``module`` is where its
    function ``render_NAME`` stands. ``rows`` are the most that it shows of a table; None where it shows all. ``tables``
    and ``audit`` say whether it shows any table, and what an audit found: nobody need work them out otherwise.
    """

    name: str
    suffix: str
    description: str
    module: str
    rows: int | None = None
    tables: bool = True
    audit: bool = True

    def render(self, report: Report) -> Rendered:
        """Return a report in this format."""
        work = getattr(importlib.import_module(f".{self.module}", __name__), f"render_{self.name}")
        rendered: Rendered = work(report)
        return rendered


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        writer.name: writer
        for writer in (
            Writer("html", ".html", "one page to read, print or send; needs nothing else", "html", 1_000),
            Writer(
                "latex", "", "booktabs tables with labels, and a document that includes them", "latex", 500, audit=False
            ),
            Writer("csv", "", "one file per table", "csv"),
            Writer("json", ".json", "everything, for other programs", "json"),
            Writer(
                "svg", ".svg", "the picture of states and moves, or of the frontier", "svg", tables=False, audit=False
            ),
            Writer("text", ".txt", "plain text of 80 columns", "terminal", 200),
        )
    }
)


def render(report: Report, kind: str) -> Rendered:
    """Return a report in a format: one text, or a mapping of file names to texts.

    Raises
    ------
    OutputError
        For an unknown format.
    """
    if kind not in WRITERS:
        raise OutputError(f"no such format `{kind}`; {did_you_mean(kind, list(WRITERS))}")
    return WRITERS[kind].render(report)
