"""Text of the model, made harmless for any dress, and short names for what people see.

Names and notes come from a file that somebody else may have written. Control characters (terminal escapes,
NUL) and marks that reverse the reading direction are taken out here, once; quoting for HTML, LaTeX or CSV is
each writer's own business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..forms import Graph
from ..model import Conflict

__all__ = ["counted", "joined", "named_states", "party_letters", "plain", "shortened", "source_name", "state_list"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Return a text on one line, without control characters.

    >>> plain("Kiev\x1b[31m\n government")
    'Kiev[31m government'
    """
    return _CONTROL.sub("", _SPACE.sub(" ", text)).strip()


def shortened(text: str, length: int) -> str:
    """Return a text of at most that many characters, ending in an ellipsis where cut.

    >>> shortened("common ground", 8)
    'common…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Return ``a, b and c``.

    >>> joined(["a", "b", "c"]), joined(["a"]), joined([])
    ('a, b and c', 'a', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def source_name(conflict: Conflict, id_: str) -> str:
    """Return what to call a source."""
    source = conflict.sources.get(id_)
    return plain((source.title or source.citation or source.file or id_) if source else id_)


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 state`` or ``4 states``, with digits grouped.

    >>> counted(1, "state"), counted(2048, "state"), counted(3, "party", "parties")
    ('1 state', '2,048 states', '3 parties')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def state_list(graph: Graph, states: Iterable[int], limit: int = 12) -> str:
    """Return ``state 4`` or ``states 1, 4 (common ground) and 7`` for indices from 0, or ``no state``.

    A long list is cut; states that have a label of their own are kept first.
    """
    numbers = list(states)
    if not numbers:
        return "no state"
    kept = numbers
    if len(numbers) > limit:
        own = set(named_states(graph))
        chosen = set([state for state in numbers if state in own][:limit])
        chosen.update([state for state in numbers if state not in own][: limit - len(chosen)])
        kept = [state for state in numbers if state in chosen]
    shown = [plain(graph.title(state)) for state in kept]
    if len(numbers) > limit:
        shown.append(f"{len(numbers) - limit:,} more")
    return f"{'state' if len(numbers) == 1 else 'states'} {joined(shown)}"


def named_states(graph: Graph) -> list[int]:
    """Return the states (indices from 0) that have a label that is not just their number, ascending."""
    return sorted(state for state, label in graph.labels.given.items() if label != str(state + 1))


def party_letters(conflict: Conflict) -> dict[str, str]:
    """Return one mark per party: the model's letter, else the first free letter of its name or id.

    No two parties get the same mark. ``E`` is not chosen, because it marks equilibria.
    """
    marks: dict[str, str] = {}
    taken: set[str] = {"E"}
    for id_, party in conflict.parties.items():
        letter = plain(party.letter or "")[:2]
        if letter and letter not in marks.values():
            marks[id_] = letter
    taken.update(marks.values())
    for id_, party in conflict.parties.items():
        if id_ not in marks:
            marks[id_] = next(
                mark for mark in _candidates(id_, plain(party.name), len(conflict.parties)) if mark not in taken
            )
            taken.add(marks[id_])
    return {id_: marks[id_] for id_ in conflict.parties}


def _candidates(id_: str, name: str, parties: int) -> Iterable[str]:
    name = name.partition(" ")[2] if name.lower().startswith(("the ", "a ", "an ")) else name
    letters = [char.upper() for char in name + id_ if char.isalpha()]
    yield from (letter for letter in letters if len(letter) == 1)
    yield from "ABCDFGHIJKLMNOPQRSTUVWXYZ"
    yield from (f"{letter}{number}" for number in range(1, 10) for letter in letters[:1] or ["P"])
    yield from (str(number) for number in range(1, parties + 2))
