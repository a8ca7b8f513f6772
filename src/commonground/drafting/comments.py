"""Comments put into the text of a model file, each above the thing it speaks of."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from ..errors import printable
from ..reading.nodes import read_yaml

__all__ = ["comment_lines", "with_comments"]

WIDTH = 100

Path = tuple[str | int, ...]


def with_comments(text: str, comments: Mapping[Path, Sequence[str]]) -> str:
    """Return the text of a model file with a comment above each of some of its keys or list entries.

    Parameters
    ----------
    text : str
        YAML as ``to_yaml`` writes it.
    comments : mapping of path to texts
        For the path of a key, or of an entry of a list, that stands on a line of its own: one or more comments.

    Raises
    ------
    ValueError
        When there is no such place, or the text is no YAML.

    Examples
    --------
    >>> print(with_comments("a:\\n  b: 1\\n", {("a", "b"): ["look here"]}), end="")
    a:
      # look here
      b: 1
    """
    document, problems = read_yaml(text, "draft")
    if document is None:
        raise ValueError("; ".join(str(problem) for problem in problems))
    lines = text.split("\n")
    above: dict[int, list[str]] = {}
    for path, texts in comments.items():
        place = document.keys.get(path) or document.places.get(path)
        if place is None:
            raise ValueError(f"no place for a comment: {path}")
        row = place[0] - 1
        indent = len(lines[row]) - len(lines[row].lstrip(" "))
        above.setdefault(row, []).extend(line for words in texts for line in comment_lines(words, indent))
    return "\n".join(line for row, old in enumerate(lines) for line in (*above.get(row, ()), old))


def comment_lines(words: str, indent: int = 0) -> list[str]:
    """Return a text as lines of comment.

    >>> comment_lines("one two", 2)
    ['  # one two']
    """
    shown = " ".join(printable(words).split())
    pad = " " * indent
    return [f"{pad}# {line}" for line in textwrap.wrap(shown, max(WIDTH - indent - 2, 40)) or [""]]
