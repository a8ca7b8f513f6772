"""Plain text and Markdown: their own text after decoding."""

from __future__ import annotations

import re

from .decode import decode
from .extracted import Extracted, checked_text
from .limits import Limits

__all__ = ["extract"]

_HEADING = re.compile(r"(?m)^#[ \t]+(\S[^\n]{0,300})$")


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the text of a .txt or .md file; the title of Markdown is its first heading of the first level."""
    decoded = decode(data, name)
    mend = "give a file that has words in it"
    text = checked_text(decoded.text, name, limits, empty="no letter or digit in it", mend=mend)
    heading = _HEADING.search(text[:5_000]) if name.lower().endswith((".md", ".markdown")) else None
    title = heading.group(1).strip().rstrip("#").strip() if heading else None
    return Extracted(text, title or None, None, decoded.warnings)
