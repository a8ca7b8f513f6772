"""Two answers side by side: only those at the table move, or everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.stability import Solution, explain
from .held import Held, equilibrium_concepts
from .phrases import capital, move_words, own_label, parties_phrase, state_phrase, states_hold
from .plain import counted, named_states, plain
from .result_tables import concept_title
from .tables import Table
from .words import explanation_sentences

__all__ = ["Breaker", "Contrast", "make_contrast"]

MANY, LARGE, LARGEST = 100, 4_000, 20_000
"How many states that lose something have their breakers worked out; a few, or none, in graphs larger than these."
EXPLAINED = 4
"How many states that lose something get their reasons in sentences; twice as many where they have names."


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

    ``summary`` says it in one sentence, ``sentences`` with the reasons. ``headline`` is the part of the table about
    the status quo and the states that the model names; it may be empty.
    """

    narrow: Solution
    wide: Solution
    table: Table
    headline: Table
    summary: str
    sentences: tuple[str, ...]


def make_contrast(narrow: Solution, wide: Solution) -> Contrast:
    """Return the comparison of two answers for the same graph and concepts."""
    both = _Pair(narrow, wide, equilibrium_concepts(narrow), equilibrium_concepts(wide))
    states = both.ordered()
    losers = [state for state in states if both.loses(state)]
    size = wide.graph.size
    worked = losers[: MANY if size <= LARGE else EXPLAINED if size <= LARGEST else 0]
    broken = {state: _breakers(wide, state, both.inside[state]) for state in worked}
    rows = tuple(
        (
            plain(wide.graph.title(state)),
            wide.graph.yn(state),
            _titles(both.inside.get(state, ()), wide) or "no",
            _titles(both.outside.get(state, ()), wide) or "no",
            _broken_by(wide, broken[state]) if state in broken else "not worked out" if both.loses(state) else "",
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
    notes = (
        "Concepts in a cell: those under which the state is an equilibrium.",
        "States that the model names come first, then those that lose most.",
    )
    table = Table("contrast", "At the table and beyond it", columns, rows, notes)
    return Contrast(narrow, wide, table, _headline(both, table, states), _summary(both), _sentences(both, broken))


def _headline(both: _Pair, table: Table, states: Sequence[int]) -> Table:
    """Return the status quo and the named states alone, in the words of the table."""
    graph = both.wide.graph
    row_of = dict(zip(states, table.rows, strict=True))
    telling = sorted({*named_states(graph), *([] if graph.status_quo is None else [graph.status_quo])})
    rows = tuple(
        (plain(graph.title(s)), plain(graph.descriptions[s]), *(row_of[s][2:] if s in row_of else ("no", "no", "")))
        for s in telling
    )
    columns = ("State", "What it is", *table.columns[2:])
    return Table("headline", "The settlements and situations that the model names", columns, rows, table.notes[:1])


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two answers with the concepts under which each state holds in them."""

    narrow: Solution
    wide: Solution
    inside: Held
    outside: Held

    def loses(self, state: int) -> int:
        """Return under how many concepts a state holds at the table only."""
        return len(set(self.inside.get(state, ())) - set(self.outside.get(state, ())))

    def ordered(self) -> list[int]:
        """Return the states that hold in either answer, the most telling first."""
        graph = self.wide.graph
        states = self.inside.keys() | self.outside.keys()
        return sorted(states, key=lambda s: (not own_label(graph, s), s not in self.inside, -self.loses(s), s))

    def seated(self) -> str:
        """Return the names of those at the table."""
        return parties_phrase(self.wide.graph, self.narrow.asked.only)

    def absent(self) -> str:
        """Return the names of the others."""
        return parties_phrase(self.wide.graph, self.narrow.asked.ignored)


def _titles(concepts: Sequence[str], solution: Solution) -> str:
    if 1 < len(concepts) == len(solution.results):
        return "every concept asked"
    return ", ".join(concept_title(concept) for concept in concepts)


def _broken_by(wide: Solution, breakers: Sequence[Breaker]) -> str:
    return "; ".join(
        f"{breaker.party} could {breaker.move}, under {_titles(breaker.concepts, wide)}" for breaker in breakers
    )


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


def _summary(both: _Pair) -> str:
    held = sorted(both.inside)
    lost = [state for state in held if state not in both.outside]
    if not held:
        return f"Not even between {both.seated()} alone does any state hold under a concept asked."
    verb = "holds" if len(held) == 1 else "hold"
    start = f"Between {both.seated()} alone, {counted(len(held), 'state')} {verb} under at least one concept"
    turn = f"once the moves of {both.absent()} count too,"
    if not lost:
        return f"{start}; {turn} none of these is lost altogether."
    return f"{start}; {turn} {len(lost):,} of these {'holds' if len(lost) == 1 else 'hold'} under none."


def _sentences(both: _Pair, broken: dict[int, tuple[Breaker, ...]]) -> tuple[str, ...]:
    graph, inside, outside = both.wide.graph, both.inside, both.outside
    lost = [state for state in sorted(inside) if state not in outside]
    weaker = [state for state in sorted(inside) if state in outside and both.loses(state)]
    kept = [state for state in sorted(inside) if state in outside and not both.loses(state)]
    gained = [state for state in sorted(outside) if state not in inside]
    held = states_hold(graph, sorted(inside)) if inside else "no state holds"
    lines = [
        f"Counting only the moves of {both.seated()}, {held} under at least one concept asked.",
        f"Now let the moves of {both.absent()} count as well.",
    ]
    if kept:
        lines.append(f"{states_hold(graph, kept)} as before.")
    if weaker:
        lines.append(f"{states_hold(graph, weaker)} under fewer concepts than before.")
    if lost:
        lines.append(f"{states_hold(graph, lost)} under none of the concepts any longer.")
    if gained:
        why = "because somebody who would have left is deterred by the added moves"
        lines.append(f"{states_hold(graph, gained)} only now, {why}.")
    losers = list(broken)
    named = sum(own_label(graph, state) for state in losers)
    told = losers[: min(max(named, EXPLAINED), 2 * EXPLAINED)]
    lines.extend(_told(both, state, broken[state]) for state in told)
    return tuple(capital(line) for line in lines)


def _told(both: _Pair, state: int, breakers: tuple[Breaker, ...]) -> str:
    """Return what becomes of one state, and why, from the concept under which it is lost last."""
    before, after = both.inside[state], both.outside.get(state, ())
    now = f"under {_titles(after, both.wide)} only" if after else "under none"
    verdict = (
        f"{state_phrase(both.wide.graph, state)} holds at the table under {_titles(before, both.wide)}; "
        f"once everyone's moves count, {now}."
    )
    return " ".join([verdict, *breakers[-1].reasons])
