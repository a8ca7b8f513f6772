"""Gambit -> commonground: a game in normal form as a conflict, its strategies as options and its payoffs as rankings.

A player with two strategies has one option, the first strategy; not to take it is the second. Any other number of
strategies gives an option each, of which exactly one is taken (decision 11).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from ..errors import ExchangeError
from ..model import Conflict, exact_text
from .domains import names_alone
from .formats import Imported
from .gambit_file import GambitGame, parse_gambit
from .names import make_ids, one_line

__all__ = ["read_gambit"]

_LONGEST_LABEL = 120
_LONGEST_PROSE = 20_000


def read_gambit(text: str, *, name: str) -> Imported:
    """Return the conflict that a ``.nfg`` text of either version states.

    States are the profiles in Gambit's order, labelled by their strategies; a state is a Nash equilibrium in `solve`
    exactly where the profile is a pure Nash equilibrium of the payoffs.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        The file's name: it stands in every message, and gives the title where the game has none.

    Raises
    ------
    ExchangeError
        One line per fault, each with line and column.

    Examples
    --------
    >>> text = 'NFG 1 R "Dilemma" { "Ann" "Bob" } { { "stay" "tell" } { "stay" "tell" } } 3 3 4 1 1 4 2 2'
    >>> conflict = read_gambit(text, name="dilemma.nfg").conflict
    >>> conflict.parties["ann"].preferences.ranking
    (('tell/stay',), ('stay/stay',), ('tell/tell',), ('stay/tell',))
    """
    game = parse_gambit(text, file=name)
    try:
        return Imported(Conflict.model_validate(_data(game, name)), tuple(_warnings(game)))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in error.errors()[:20]]
        raise ExchangeError("\n".join(f"{name}: {fault}" for fault in faults)) from error


def _data(game: GambitGame, name: str) -> dict[str, Any]:
    party_ids = make_ids(game.players, "player")
    option_ids = [make_ids(_optional(names), "strategy") for names in game.strategies]
    profiles = _profiles(game)
    labels = _labels(game, profiles)
    patterns = ["".join(_letters(len(game.strategies[p]), s) for p, s in enumerate(profile)) for profile in profiles]
    return {
        "title": one_line(game.title) or one_line(PurePath(name.replace("\\", "/")).stem) or "Game",
        "description": game.comment[:_LONGEST_PROSE].strip() or None,
        "sources": {"file": {"citation": f"Gambit game {names_alone(name)}"[:400]}},
        "parties": {
            party: {
                "name": one_line(game.players[p]) or f"Player {p + 1}",
                "options": _options(game.strategies[p], option_ids[p]),
                "preferences": {"ranking": _ranking([payoffs[p] for payoffs in game.payoffs], labels)},
            }
            for p, party in enumerate(party_ids)
        },
        "feasibility": [
            {"exactly_one": [f"{party}.{option}" for option in options]}
            for party, options, names in zip(party_ids, option_ids, game.strategies, strict=True)
            if len(names) != 2
        ],
        "states": {
            label: {"pattern": pattern, "description": _description(game, k)}
            for k, (label, pattern) in enumerate(zip(labels, patterns, strict=True))
        },
    }


def _optional(names: Sequence[str]) -> Sequence[str]:
    """Return the strategies that are options: all, or the first of two."""
    return names[:1] if len(names) == 2 else names


def _options(names: Sequence[str], ids: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        id_: {"name": one_line(name) or f"Strategy {s + 1}"}
        for s, (id_, name) in enumerate(zip(ids, _optional(names), strict=True))
    }
    if len(names) == 2:
        found[ids[0]]["if_no"] = one_line(names[1]) or "Strategy 2"
    return found


def _letters(count: int, chosen: int) -> str:
    if count == 2:
        return "YN"[chosen]
    return "".join("NY"[s == chosen] for s in range(count))


def _profiles(game: GambitGame) -> list[tuple[int, ...]]:
    """Return the strategy of each player per profile, the first player's changing fastest."""
    backwards = itertools.product(*(range(len(names)) for names in reversed(game.strategies)))
    return [profile[::-1] for profile in backwards]


def _labels(game: GambitGame, profiles: Sequence[tuple[int, ...]]) -> list[str]:
    """Return a label per profile: its strategies, or numbers of states where these are long or alike."""
    names = [[one_line(name) for name in row] for row in game.strategies]
    if len(names) == 1:
        names = [[f"{one_line(game.players[0]) or 'Player'}: {name}" for name in names[0]]]
    labels = ["/".join(names[p][s] for p, s in enumerate(profile)) for profile in profiles]
    fit = len(set(labels)) == len(labels) and all(len(label) <= _LONGEST_LABEL for label in labels)
    told_apart = all(all(row) for row in names)
    return labels if fit and told_apart else [str(k + 1) for k in range(len(profiles))]


def _description(game: GambitGame, k: int) -> str:
    payoffs = ", ".join(exact_text(payoff) for payoff in game.payoffs[k])
    outcome = one_line(game.outcomes[k])
    return f"{outcome}; payoffs {payoffs}" if outcome else f"Payoffs {payoffs}"


def _ranking(payoffs: Sequence[Any], labels: Sequence[str]) -> list[list[str]]:
    groups: dict[Any, list[str]] = {}
    for payoff, label in zip(payoffs, labels, strict=True):
        groups.setdefault(payoff, []).append(label)
    return [groups[payoff] for payoff in sorted(groups, reverse=True)]


def _warnings(game: GambitGame) -> Iterator[str]:
    yield (
        "the sizes of payoffs have no counterpart: rankings keep their order, and the numbers stand in the "
        "descriptions of the states; mixed strategies have none either"
    )
    if len(game.comment) > _LONGEST_PROSE:
        yield f"the comment is cut after {_LONGEST_PROSE:,} characters"
