"""Two answers side by side: only those at the table move, or everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.stability import Solution, explain
from .plain import joined, plain, state_list
from .result_tables import concept_title, equilibrium_concepts
from .tables import Table
from .words import explanation_sentences, move_words

__all__ = ["Breaker", "Contrast", "make_contrast"]

EXPLAINED = 4
"How many states that are lost get their reasons in sentences."


@dataclass(frozen=True, slots=True)
class Breaker:
    """A party that would leave a state once everybody's moves count, and its move in words."""

    party: str
    move: str
    concepts: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """What holds between those at the table, against what holds once everybody's moves count.

    ``summary`` says it in one sentence, ``sentences`` with the reasons.
    """

    narrow: Solution
    wide: Solution
    table: Table
    summary: str
    sentences: tuple[str, ...]


def make_contrast(narrow: Solution, wide: Solution) -> Contrast:
    """Return the comparison of two answers for the same graph and concepts."""
    inside, outside = equilibrium_concepts(narrow), equilibrium_concepts(wide)
    states = sorted(inside.keys() | outside.keys())
    broken = {state: _breakers(wide, state, inside.get(state, ())) for state in states}
    rows = tuple(
        (
            plain(wide.graph.title(state)),
            wide.graph.yn(state),
            _titles(inside.get(state, ())) or "no",
            _titles(outside.get(state, ())) or "no",
            "; ".join(
                f"{breaker.party} could {breaker.move}, under {_titles(breaker.concepts)}" for breaker in broken[state]
            ),
        )
        for state in states
    )
    columns = (
        "State",
        "Options",
        "Holds between those at the table",
        "Holds once everyone's moves count",
        "Who breaks it, and by which move",
    )
    notes = ("Concepts in a cell: those under which the state is an equilibrium.",)
    table = Table("contrast", "At the table and beyond it", columns, rows, notes)
    return Contrast(narrow, wide, table, _summary(narrow, wide), _sentences(narrow, wide, broken))


def _titles(concepts: Sequence[str]) -> str:
    return ", ".join(concept_title(concept) for concept in concepts)


def _breakers(wide: Solution, state: int, inside: Sequence[str]) -> tuple[Breaker, ...]:
    """Return who leaves a state under concepts that held between those at the table."""
    graph = wide.graph
    found: dict[tuple[str, str], list[str]] = {}
    reasons: dict[tuple[str, str], tuple[str, ...]] = {}
    for concept in inside:
        for party in wide.asked.only:
            if wide.is_stable(concept, party, state):
                continue
            why = explain(graph, concept, party=party, state=state, only=wide.asked.only)
            escape = next(improvement for improvement in why.improvements if improvement.sanction is None)
            key = (plain(graph.party_name(party)), move_words(graph, escape.move))
            found.setdefault(key, []).append(concept)
            reasons[key] = explanation_sentences(why)
    return tuple(
        Breaker(party, move, tuple(concepts), reasons[party, move]) for (party, move), concepts in found.items()
    )


def _summary(narrow: Solution, wide: Solution) -> str:
    inside, outside = equilibrium_concepts(narrow), equilibrium_concepts(wide)
    seated, absent = _names(narrow, narrow.asked.only), _names(narrow, narrow.asked.ignored)
    lost = [state for state in sorted(inside) if state not in outside]
    if not inside:
        return f"Not even between {seated} alone does any state hold under a concept asked."
    start = f"Between {seated} alone, {_hold(wide, sorted(inside))}; once the moves of {absent} count too,"
    if not lost:
        return f"{start} none of these is lost altogether."
    verb = "does" if len(lost) == 1 else "do"
    return f"{start} {state_list(wide.graph, lost)} {verb} so no longer."


def _names(solution: Solution, parties: Sequence[str]) -> str:
    return joined([plain(solution.graph.party_name(party)) for party in parties])


def _sentences(narrow: Solution, wide: Solution, broken: dict[int, tuple[Breaker, ...]]) -> tuple[str, ...]:
    inside, outside = equilibrium_concepts(narrow), equilibrium_concepts(wide)
    seated, absent = _names(narrow, narrow.asked.only), _names(narrow, narrow.asked.ignored)
    lost = [state for state in sorted(inside) if state not in outside]
    weaker = [s for s in sorted(inside) if s in outside and set(inside[s]) - set(outside[s])]
    kept = [s for s in sorted(inside) if s in outside and not set(inside[s]) - set(outside[s])]
    gained = [state for state in sorted(outside) if state not in inside]
    lines = [
        f"Counting only the moves of {seated}, {_hold(wide, sorted(inside))}.",
        f"Now let the moves of {absent} count as well.",
    ]
    if kept:
        lines.append(f"{_subject(wide, kept)} still {_verb(kept)}, under every concept as before.")
    if weaker:
        lines.append(f"{_subject(wide, weaker)} still {_verb(weaker)}, but under fewer concepts than before.")
    if lost:
        lines.append(f"{_subject(wide, lost)} no longer {_verb(lost)} under any concept asked.")
    if gained:
        why = "because somebody who would have left is deterred by the added moves"
        lines.append(f"{_subject(wide, gained)} {_verb(gained)} only now, {why}.")
    lines.extend(" ".join(broken[state][0].reasons) for state in lost[:EXPLAINED] if broken[state])
    return tuple(lines)


def _hold(solution: Solution, states: Sequence[int]) -> str:
    if not states:
        return "no state holds under any concept asked"
    return f"{state_list(solution.graph, states)} {_verb(states)} under at least one concept asked"


def _subject(solution: Solution, states: Sequence[int]) -> str:
    text = state_list(solution.graph, states)
    return text[0].upper() + text[1:]


def _verb(states: Sequence[int]) -> str:
    return "holds" if len(states) == 1 else "hold"
