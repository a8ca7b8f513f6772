"""The dresses of a report: one module per format, one row per format in ``WRITERS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...errors import OutputError, did_you_mean
from ..report import Report
from .csv import render_csv
from .html import render_html
from .json import render_json
from .latex import render_latex
from .svg import render_svg
from .terminal import render_text

__all__ = ["WRITERS", "Writer", "render"]

Rendered = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: one text, or several by file name.

    ``suffix`` is the ending of the one file, empty where the format is a folder of files.
    """

    name: str
    suffix: str
    description: str
    render: Callable[[Report], Rendered]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        writer.name: writer
        for writer in (
            Writer("html", ".html", "one page to read, print or send; needs nothing else", render_html),
            Writer("latex", "", "booktabs tables with labels, and a document that includes them", render_latex),
            Writer("csv", "", "one file per table", render_csv),
            Writer("json", ".json", "everything, for other programs", render_json),
            Writer("svg", ".svg", "the picture of states and moves", render_svg),
            Writer("text", ".txt", "plain text of 80 columns", render_text),
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
