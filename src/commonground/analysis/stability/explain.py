"""The verb ``explain``: why a state is, or is not, stable for a party.

Works on one state with searches of its own, so that it also checks what ``solve`` says: the two share the graph and
the list of improvements, nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from ...errors import AnalysisError, TooLarge
from ...forms import Graph
from .concepts import CONCEPTS, Concept
from .question import Question, chosen_concepts, chosen_parties
from .results import Explanation, Improvement, Step
from .simultaneous import COMBINATION_LIMIT, Overlay
from .solve import make_asked, solve

__all__ = ["answered_improvements", "explain"]

Node = tuple[int, int]
"""A state and the index of the party that moved last (-1: the focal party)."""


def explain(graph: Graph, concept: str, *, party: str, state: int, only: Sequence[str] = ()) -> Explanation:
    """Return why a state is, or is not, stable for a party.

    Parameters
    ----------
    graph : Graph
        The conflict as arrays.
    concept : str
        Id from ``CONCEPTS``.
    party : str
        Whose verdict.
    state : int
        Index from 0.
    only : sequence of str
        Parties whose moves count, as in ``solve``.

    Raises
    ------
    AnalysisError
        For an unknown concept or party, or a party that is not asked.
    """
    chosen_concepts([concept])
    question = Question(graph, only)
    if party not in question.parties:
        chosen_parties(graph, [party])
        raise AnalysisError(f"the moves of `{party}` are ignored in this question, so it has no verdict")
    if not 0 <= state < graph.size:
        raise AnalysisError(f"no state {state + 1}: states are numbered 1 to {graph.size}")
    focal = question.parties.index(party)
    improvements = answered_improvements(question, concept, focal, state)
    moves = tuple(Step(party, state, end) for end in question.moves[focal].from_state(state).tolist())
    return Explanation(
        graph=graph,
        asked=make_asked("explain", graph, (concept,), question.parties, {}),
        party=party,
        state=state,
        concept=concept,
        stable=all(improvement.sanction is not None for improvement in improvements),
        moves=moves,
        improvements=improvements,
    )


def answered_improvements(question: Question, concept: str, focal: int, state: int) -> tuple[Improvement, ...]:
    """Return the improvements of a party asked (its place in the question) at a state, each with what answers it."""
    row = next(row for row in CONCEPTS if row.id == concept)
    if row.answers == "together":
        return _together(question, row, focal, state)
    return _in_turn(question, row, focal, state)


def _in_turn(question: Question, concept: Concept, focal: int, state: int) -> tuple[Improvement, ...]:
    ranks = question.ranks[focal]
    bar = ranks[state]

    def deters(outcome: int) -> bool:
        if ranks[outcome] > bar:
            return False
        return not concept.last_resort or not np.any(ranks[question.moves[focal].from_state(outcome)] > bar)

    found = []
    party = question.parties[focal]
    for end in question.improvements[focal].from_state(state).tolist():
        path, responses = _answers(question, concept, focal, end, deters)
        outcome = path[-1].end if path else None
        resorts: tuple[Step, ...] = ()
        if outcome is not None and concept.last_resort:
            ends = question.moves[focal].from_state(outcome).tolist()
            resorts = tuple(Step(party, outcome, last) for last in ends)
        found.append(Improvement(Step(party, state, end), path, outcome, resorts, responses))
    return tuple(found)


def _answers(
    question: Question, concept: Concept, focal: int, start: int, deters: Callable[[int], bool]
) -> tuple[tuple[Step, ...] | None, int]:
    """Return the shortest legal sequence of the others' moves to a state that deters, and how many states they reach.

    Breadth first on (state, last mover); parties in model order, states ascending, so the answer is always the same.
    """
    if concept.answers == "none":
        return None, 0
    source = question.improvements if concept.answers == "improvements" else question.moves
    came_from: dict[Node, Node | None] = {(start, -1): None}
    queue: deque[Node] = deque(came_from)
    sanction: Node | None = None
    reached: set[int] = set()
    while queue:
        node = queue.popleft()
        state, last = node
        for mover, moves in enumerate(source):
            if mover in (focal, last):
                continue
            for end in moves.from_state(state).tolist():
                reached.add(end)
                if (end, mover) not in came_from:
                    came_from[(end, mover)] = node
                    queue.append((end, mover))
                    if sanction is None and deters(end):
                        sanction = (end, mover)
    return (None if sanction is None else _path(question, came_from, sanction)), len(reached)


def _path(question: Question, came_from: dict[Node, Node | None], node: Node) -> tuple[Step, ...]:
    steps: list[Step] = []
    before = came_from[node]
    while before is not None:
        steps.append(Step(question.parties[node[1]], before[0], node[0]))
        node, before = before, came_from[before]
    return tuple(reversed(steps))


def _together(question: Question, concept: Concept, focal: int, state: int) -> tuple[Improvement, ...]:
    """Return the improvements with what answers them under a simultaneous concept.

    Where the concept also accepts sequential stability and the state has it, the sequential answer is given.
    """
    if concept.id in ("sim_fh", "seq_sim"):
        seq = next(row for row in CONCEPTS if row.id == "seq")
        in_turn = _in_turn(question, seq, focal, state)
        if all(improvement.sanction is not None for improvement in in_turn):
            return in_turn
    joining = [place for place in range(len(question.parties)) if place != focal]
    if concept.id == "sim_fh":
        seq_rows = solve(question.graph, ["seq"], only=question.parties).results["seq"].stable
        joining = [place for place in joining if not seq_rows[place, state]]
    overlay = question.overlay()
    party = question.parties[focal]
    return tuple(
        _spoilt(question, overlay, joining, focal, Step(party, state, end))
        for end in question.improvements[focal].from_state(state).tolist()
    )


def _spoilt(question: Question, overlay: Overlay, joining: list[int], focal: int, move: Step) -> Improvement:
    ranks = question.ranks[focal]
    own = overlay.changes(move.start, np.array([move.end], dtype=np.int32))
    choices: list[list[Step | None]] = []
    combinations = 1
    for place in joining:
        ends = question.improvements[place].from_state(move.start).tolist()
        choices.append([None, *(Step(question.parties[place], move.start, end) for end in ends)])
        combinations *= len(choices[-1])
    if combinations > COMBINATION_LIMIT:
        raise TooLarge(f"{combinations:,} combinations of simultaneous improvements; at most {COMBINATION_LIMIT:,}")
    reached: set[int] = set()
    best: tuple[tuple[Step, ...], int] | None = None
    for combination in product(*choices):
        steps = tuple(step for step in combination if step is not None)
        changes = own.copy()
        for step in steps:
            changes |= overlay.changes(step.start, np.array([step.end], dtype=np.int32))
        outcome = int(overlay.states(move.start, changes)[0])
        if outcome < 0 or not steps:
            continue
        reached.add(outcome)
        if ranks[outcome] <= ranks[move.start] and (best is None or len(steps) < len(best[0])):
            best = (steps, outcome)
    if best is None:
        return Improvement(move, None, None, (), len(reached), simultaneous=True)
    return Improvement(move, best[0], best[1], (), len(reached), simultaneous=True)
