"""HTML: one page that can be read, printed and sent. It loads nothing and runs nothing.

The only module that imports Jinja. The templates escape text; the picture is escaped where it is drawn.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..pictures import dark_style
from ..plain import counted, plain
from ..report import Report
from ..result_tables import concept_title
from ..tables import head, shown_columns

__all__ = ["render_html", "visible"]

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
ROWS = 1_000
"More rows than this are left to the other formats."


def render_html(report: Report) -> str:
    """Return the report as one self-contained page whose content policy allows nothing but its style."""
    environment = _environment()
    style = environment.get_template("report.css").render(dark=Markup(dark_style()))  # noqa: S704 (our own style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html").render(
        report=report,
        conflict=report.conflict,
        lead=report.lead,
        states=report.states,
        common=report.on_the_table,
        kept=report.kept,
        tables={key: shown_columns(table) for key, table in report.tables.items()},
        style=Markup(style),  # noqa: S704 (our own file)
        style_hash=digest,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("commonground.output", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_clean,
    )
    environment.filters["concept"] = concept_title
    environment.filters["visible"] = visible
    environment.filters["svg"] = Markup  # a picture is escaped where it is drawn
    environment.globals.update(counted=counted, head=head, most=ROWS)
    return environment


def visible(text: str) -> Markup:
    """Return a source's own text, escaped; what would not be seen, or would turn the reading direction, by its code."""
    return escape(_HIDDEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text))


def _clean(value: Any) -> Any:
    """Return a value to print: model text loses its control characters, markup stays."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
