"""States that no table knows: a name that a text itself treats as a state, as a new or made-up one is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from .gazetteer import Known
from .naming import Piece

__all__ = ["learn_states"]

_ORGANS = (
    r"(?:government|president|prime\s+minister|(?:[a-z]+\s+)?minister|parliament|army|king|queen|capital|people|republic"
    r"|kingdom|regime|ambassador|embassy|troops|armed\s+forces|borders?|territory)"
)
_ORGAN_OF = re.compile(rf"\b{_ORGANS}\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_ITS_ORGAN = re.compile(rf"['’]s?\s+(?:[a-z]+\s+)?{_ORGANS}\b")
LONGEST = 3
"Words of such a name."


def learn_states(
    text: str, pieces: Sequence[Piece], known: Mapping[str, Known]
) -> tuple[list[Piece], dict[str, Known]]:
    """Return the pieces, those that name a state not in the tables marked as such, and a row for each of these states.

    A name is one where it stands at least twice and the text speaks of its government, army, border or the like.

    Parameters
    ----------
    text : str
    pieces : sequence of Piece
        As from ``find_pieces``.
    known : mapping of id to Known
        The tables; a name whose id is there already is left as it is.

    Examples
    --------
    >>> from commonground.documents.gazetteer import gazetteer
    >>> from commonground.documents.naming import find_pieces
    >>> from commonground.documents.spans import Span
    >>> text = "The government of Norland refused. Norland wants the river."
    >>> pieces = find_pieces(text, (Span(0, 34), Span(35, 59)), gazetteer())
    >>> _, rows = learn_states(text, pieces, gazetteer().actors)
    >>> [(row.id, row.kind) for row in rows.values()]
    [('norland', 'state')]
    """
    names = Counter(piece.of for piece in pieces if piece.kind == "name")
    persons = {piece.of for piece in pieces if piece.titles}
    rows: dict[str, Known] = {}
    learnt: dict[str, str] = {}
    for piece in pieces:
        if piece.kind != "name" or piece.of in learnt or names[piece.of] < 2 or len(piece.of.split()) > LONGEST:
            continue
        before = _ORGAN_OF.search(text, max(piece.begin - 40, 0), piece.begin)
        if piece.of in persons or (before is None and _ITS_ORGAN.match(text, piece.end) is None):
            continue
        key = re.sub(r"[^a-z0-9]+", "_", piece.of.lower()).strip("_")
        if key[:1].isalpha() and key.isascii() and key not in known:
            learnt[piece.of] = key
            rows[key] = Known(key, piece.of, "state")
    marked = [
        piece._replace(kind="state", of=learnt[piece.of]) if piece.kind == "name" and piece.of in learnt else piece
        for piece in pieces
    ]
    return marked, rows
