"""SVG: the picture of a report as a file of its own: states and moves, else the frontier and the solutions."""

from __future__ import annotations

from ..report import Report

__all__ = ["render_svg"]


def render_svg(report: Report) -> str:
    """Return the picture, with the line that makes it a stand-alone XML file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{report.lead.figure}'
