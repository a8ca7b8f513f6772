"""Characters that fool the eye: kept in the text, named in a warning, shown as visible marks."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["deceptive_marks", "show_marks"]

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u180e\U000e0000-\U000e007f]|(?<![\u0600-\u0fff])[\u200c\u200d]")
_SHOWN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2060-\u2064\ufeff\u180e\u061c\U000e0000-\U000e007f]")
_EMOJI_JOIN = re.compile(
    "(?<=[\u2600-\u27ff\ufe0f\U0001f000-\U0001ffff])\u200d(?=[\u2600-\u27ff\U0001f000-\U0001ffff])"
)


def deceptive_marks(text: str) -> tuple[str, ...]:
    r"""Return a warning for each sort of character that shows text other than it is.

    >>> deceptive_marks("the gates stay \u202etuhs\u202c, no\u200bt open")[0]
    '2 marks that turn the reading direction (U+202C, U+202E); they are kept, and shown as ⟦U+202E⟧'
    """
    text = _EMOJI_JOIN.sub("", text)
    rows = (
        (_DIRECTION, "that turn the reading direction"),
        (_INVISIBLE, "that cannot be seen"),
    )
    found = []
    for pattern, what in rows:
        counted = Counter(pattern.findall(text))
        if counted:
            codes = sorted(f"U+{ord(sign):04X}" for sign in counted)
            more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
            number = sum(counted.values())
            shown = f"⟦{codes[-1]}⟧"
            found.append(
                f"{number:,} mark{'s' * (number != 1)} {what} ({', '.join(codes[:5])}{more}); "
                f"{'they are' if number != 1 else 'it is'} kept, and shown as {shown}"
            )
    return tuple(found)


def show_marks(text: str) -> str:
    r"""Return a text for the eye: what turns the reading direction or cannot be seen stands as ``⟦U+202E⟧``.

    >>> show_marks("stay \u202etuhs")
    'stay ⟦U+202E⟧tuhs'
    """
    return _SHOWN.sub(lambda match: f"⟦U+{ord(match.group()):04X}⟧", text)
