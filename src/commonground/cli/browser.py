"""Opening a page, where there is a screen to open it on."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

__all__ = ["has_screen", "open_page"]


def has_screen() -> bool:
    """Return whether a browser window can be expected to appear."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_page(page: Path) -> bool:
    """Open a page in the browser; return whether one was started."""
    return has_screen() and webbrowser.open(page.resolve().as_uri())
