"""SVG: the picture of a report as a file of its own: states and moves, else the frontier and the solutions."""

from __future__ import annotations

from ..pictures import stand_alone
from ..report import Report

__all__ = ["render_svg"]


def render_svg(report: Report) -> str:
    """Return the picture as a file that stands alone."""
    return stand_alone(report.lead.figure)
