"""Whether an attribution reports words that somebody said, or tells in the author's own what somebody wants or does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .spans import Span

__all__ = ["is_saying"]

_SAID = re.compile(
    r"\b(?:s(?:ay|ays|aid|aying)|tell|told|tells|call(?:s|ed|ing)?|describ\w+|accord\w+|wr(?:ite|ote|itten|ites)|words"
    r"|argu\w+|declar\w+|insist\w*|warn\w*|claim\w*|state[sd]?|add(?:s|ed)|denounc\w+|condemn\w*|accus\w+|tweet\w*"
    r"|comment\w*|critic\w+|term(?:s|ed)|dub(?:s|bed)|den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|promis\w+|pledg\w+"
    r"|threaten\w*|ask(?:s|ed)|answer\w*|repl(?:y|ies|ied)|quot\w+|speak\w*|spoke|announc\w+|suggest\w*|express\w*)\b",
    re.IGNORECASE,
)


def is_saying(text: str, cue: Iterable[Span]) -> bool:
    """Tell whether the cue of an attribution is one of saying.

    >>> text = "Obama called it a mistake; Putin is seeking a deal."
    >>> is_saying(text, [Span(6, 12)]), is_saying(text, [Span(33, 43)])
    (True, False)
    """
    return _SAID.search(" ".join(text[span.begin : span.end] for span in cue)) is not None
