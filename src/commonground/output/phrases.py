"""Short phrases that sentences are made of: a party, a state, a move, what a state means.

Names stand as the model gives them; only a leading "The" is written small inside a sentence. Verbs are put so that
they fit a name in the singular and in the plural.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..analysis.stability.results import Step
from ..forms import Graph
from .plain import joined, plain, state_list
from .tables import changed_options

__all__ = [
    "capital",
    "move_words",
    "own_label",
    "parties_phrase",
    "party_phrase",
    "quoted",
    "state_phrase",
    "state_words",
    "states_hold",
]


def quoted(text: str) -> str:
    """Return a name in quotation marks."""
    return f"“{plain(text)}”"


def capital(text: str) -> str:
    """Return a sentence with its first letter large.

    >>> capital("the West could settle")
    'The West could settle'
    """
    return text[:1].upper() + text[1:]


def party_phrase(graph: Graph, party: str) -> str:
    """Return a party's name as it stands inside a sentence."""
    name = plain(graph.party_name(party))
    return f"the {name[4:]}" if name.startswith("The ") else name


def parties_phrase(graph: Graph, parties: Iterable[str]) -> str:
    """Return several parties' names as they stand inside a sentence."""
    return joined([party_phrase(graph, party) for party in parties])


def own_label(graph: Graph, state: int) -> bool:
    """Return whether a state has a label that is not just its number."""
    return graph.labels[state] != str(state + 1)


def state_phrase(graph: Graph, state: int) -> str:
    """Return ``state 4 (common ground)``."""
    return f"state {plain(graph.title(state))}"


def states_hold(graph: Graph, states: Iterable[int], limit: int = 12) -> str:
    """Return ``state 4 holds`` or ``states 4 and 7 hold``."""
    named = list(states)
    return f"{state_list(graph, named, limit)} {'holds' if len(named) < 2 else 'hold'}"


def state_words(graph: Graph, state: int) -> tuple[str, ...]:
    """Return what is done and not done in a state (index from 0): one sentence per party that has options.

    The model's own description of the state, where there is one, comes first.
    """
    sentences = [plain(graph.descriptions[state])] if graph.descriptions[state].strip() else []
    for party in graph.parties:
        parts = [
            _option_words(graph, column, int(graph.choices[state, column]))
            for column in range(len(graph.options))
            if graph.options[column].party == party
        ]
        if parts:
            sentences.append(f"{plain(graph.party_name(party))}: {' '.join(parts)}")
    return tuple(sentences)


def _option_words(graph: Graph, column: int, choice: int) -> str:
    option = graph.conflict.option(graph.options[column].key)
    meaning = {1: option.if_yes, 0: option.if_no}.get(choice)
    others = parties_phrase(graph, graph.options[column].owners[1:])
    shared = f" (open to {others} too)" if others else ""
    if meaning:
        return f"{plain(meaning).rstrip('.')}{shared}."
    return f"{quoted(option.name)}{shared}: {('no', 'yes', 'either way')[choice]}."


def move_words(graph: Graph, step: Step, *, places: bool = True) -> str:
    """Return a move as ``choose “Accept” and give up “Delay” (state 3 to state 7)``; perhaps without the places."""
    changes = [
        (graph.options[column], taken)
        for column, taken in changed_options(graph, step.start, step.end)
        if step.party in graph.options[column].owners
    ]
    taken = [quoted(option.name) for option, yes in changes if yes]
    dropped = [quoted(option.name) for option, yes in changes if not yes]
    parts = [f"choose {joined(taken)}"] * bool(taken) + [f"give up {joined(dropped)}"] * bool(dropped)
    here, there = state_phrase(graph, step.start), state_phrase(graph, step.end)
    if not parts:
        return f"move from {here} to {there}"
    return f"{joined(parts)} ({here} to {there})" if places else joined(parts)
