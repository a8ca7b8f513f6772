"""SVG: the picture of states and moves as a file of its own."""

from __future__ import annotations

from ..report import Report

__all__ = ["render_svg"]


def render_svg(report: Report) -> str:
    """Return the picture, with the line that makes it a stand-alone XML file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{report.figure}'
