"""The verb ``certify``: for every verdict of a solution, a proof that anybody can check without us.

A stable verdict carries, for each improvement, the others' moves that deter it. An unstable one carries the
improvement that nothing deters and a **closed set**: states that hold all the others can bring about from there,
none of which deters. A set of states closed under every move of the others is enough wherever it contains nothing
that deters (always, where the others' graphs are transitive); else the set says who moved last, because nobody moves
twice in succession. Equal sets are stored once.

The shape is in ``docs/reference/certificates.md``; the checker, which shares nothing with this, in ``verification``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ...errors import AnalysisError, TooLarge
from ...forms import Graph
from .concepts import CONCEPTS, DEFAULT_CONCEPTS, Concept
from .results import Asked, Solution, Step
from .solve import solve

__all__ = ["VERDICT_LIMIT", "Answer", "Certificate", "ClosedSet", "Proof", "certify"]

VERDICT_LIMIT = 100_000
"""Verdicts (parties x states x concepts) proved at most without a sample."""

SEED_LIMIT = 10**15

_KEPT, _KEPT_SEARCHES = 2_000_000, 256
"""States of searches, and searches, kept for further use at most."""

Node = tuple[int, int]
"""A state and the party that moved last (-1: nobody yet)."""
Key = tuple[int, str, int]
"""A party, whose moves answer, and a state."""
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The others' moves (state indices from 0) that deter the improvement to ``end``."""

    end: int
    sanction: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ClosedSet:
    """States as ranges of indices: one set for all last movers (``states``), or one per last mover (``after``)."""

    states: Ranges | None
    after: tuple[tuple[str, Ranges], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict with its proof: ``answers`` where stable, else ``escape`` and, but for Nash, a closed set."""

    concept: str
    party: str
    state: int
    stable: bool
    answers: tuple[Answer, ...] = ()
    escape: int | None = None
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proofs of the verdicts of a solution, all of them or a seeded sample (size, seed)."""

    asked: Asked
    concepts: tuple[str, ...]
    unproved: tuple[str, ...]
    sample: tuple[int, int] | None
    states: tuple[str, ...]
    closed: tuple[ClosedSet, ...]
    proofs: tuple[Proof, ...]


def certify(solution: Solution, sample: int | None = None, *, seed: int = 0) -> Certificate:
    """Return proofs of the verdicts of a solution.

    Parameters
    ----------
    solution : Solution
        The answer of ``solve``. ``sim``, ``sim_fh`` and ``seq_sim`` carry no proof: the certificate says so.
    sample : int, optional
        How many verdicts to prove, drawn by ``seed``; all when left out.
    seed : int
        Draws the sample; the draw depends on nothing else.

    Raises
    ------
    AnalysisError
        When no concept asked carries proofs.
    TooLarge
        Without a sample, when there are more verdicts than ``VERDICT_LIMIT``.
    """
    named = dict.fromkeys((*solution.asked.concepts, *solution.asked.by_party.values()))
    concepts = tuple(concept for concept in named if concept in DEFAULT_CONCEPTS)
    if not concepts:
        raise AnalysisError(f"no concept asked carries proofs; these do: {', '.join(DEFAULT_CONCEPTS)}")
    if sample is not None and sample < 1:
        raise AnalysisError(f"expected a sample of at least one verdict; got {sample}")
    if abs(seed) > SEED_LIMIT:
        raise AnalysisError(f"expected a seed from -{SEED_LIMIT} to {SEED_LIMIT}")
    size, parties = solution.graph.size, solution.asked.only
    total = len(concepts) * len(parties) * size
    if sample is None and total > VERDICT_LIMIT:
        raise TooLarge(
            f"{total:,} verdicts, more than the {VERDICT_LIMIT:,} that are proved at once: prove a sample "
            "(`--sample 1000`), or ask fewer concepts or parties"
        )
    chosen = range(total) if sample is None else sorted(_drawn(total, min(sample, total), seed))
    known = all(concept in solution.results for concept in concepts)
    prover = _Prover(solution if known else solve(solution.graph, concepts, only=parties))
    proofs = []
    for pick in chosen:
        row, state = divmod(pick, size)
        proofs.append(prover.prove(concepts[row // len(parties)], row % len(parties), state))
    graph = solution.graph
    return Certificate(
        asked=solution.asked,
        concepts=concepts,
        unproved=tuple(concept for concept in named if concept not in concepts),
        sample=None if sample is None else (min(sample, total), seed),
        states=tuple(graph.yn(state) for state in range(size)) if graph.options else tuple(graph.labels),
        closed=tuple(prover.closed),
        proofs=tuple(proofs),
    )


def _drawn(total: int, size: int, seed: int) -> list[int]:
    """Return ``size`` different numbers below ``total``: a shuffle whose i-th draw is the sha256 of ``seed:i``."""
    moved: dict[int, int] = {}
    drawn = []
    for i in range(size):
        j = i + int.from_bytes(sha256(f"{seed}:{i}".encode()).digest(), "big") % (total - i)
        drawn.append(moved.get(j, j))
        moved[j] = moved.get(i, i)
    return drawn


class _Search:
    """Breadth first on (state, last mover) from one state, as far as somebody has asked."""

    def __init__(self, start: int, step: Callable[[Node], Iterator[Node]]) -> None:
        self.came_from: dict[Node, Node] = {}
        self.found: list[Node] = []
        self._steps = self._run((start, -1), step)

    def _run(self, start: Node, step: Callable[[Node], Iterator[Node]]) -> Iterator[Node]:
        yield from self._from(start, step)
        place = 0
        while place < len(self.found):
            yield from self._from(self.found[place], step)
            place += 1

    def _from(self, node: Node, step: Callable[[Node], Iterator[Node]]) -> Iterator[Node]:
        for end in step(node):
            if end not in self.came_from:
                self.came_from[end] = node
                self.found.append(end)
                yield end

    def __len__(self) -> int:
        return len(self.found)

    def nodes(self) -> Iterator[Node]:
        """Yield what is reached, nearest first: what is known already, then further."""
        place = 0
        while place < len(self.found) or next(self._steps, None) is not None:
            yield self.found[place]
            place += 1


class _Prover:
    """A solution, its moves as lists, and the closed sets stored so far."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.graph: Graph = solution.graph
        self.parties = solution.asked.only
        self.rows = [self.graph.parties.index(party) for party in self.parties]
        self.ranks: list[list[int]] = [self.graph.ranks[row].tolist() for row in self.rows]
        self.concepts = {row.id: row for row in CONCEPTS if row.id in DEFAULT_CONCEPTS}
        self.closed: dict[ClosedSet, int] = {}
        self._moves: dict[Node, tuple[int, ...]] = {}
        self._searches: OrderedDict[Key, _Search] = OrderedDict()
        self._closures: OrderedDict[Key, frozenset[int]] = OrderedDict()

    def prove(self, concept: str, party: int, state: int) -> Proof:
        """Return the proof of one verdict."""
        row, name = self.concepts[concept], self.parties[party]
        stable = self.solution.is_stable(concept, name, state)
        ends = self._reached(party, state, "improvements")
        if stable:
            answers = tuple(Answer(end, self._sanction(row, party, state, end)) for end in ends)
            return Proof(concept, name, state, True, answers)
        if row.answers == "none":
            return Proof(concept, name, state, False, escape=ends[0])
        for whole in (True, False):
            for end in ends:
                found = self._all_states(row, party, state, end) if whole else self._pairs(row, party, state, end)
                if found is not None:
                    number = self.closed.setdefault(found, len(self.closed))
                    return Proof(concept, name, state, False, escape=end, closed=number)
        raise AssertionError(f"{concept}, {name}, state {state + 1}: unstable, yet every improvement is deterred")

    def _reached(self, party: int, state: int, kind: str) -> tuple[int, ...]:
        if (state, party) not in self._moves:
            self._moves[state, party] = tuple(self.graph.moves[self.rows[party]].from_state(state).tolist())
        moves, ranks = self._moves[state, party], self.ranks[party]
        return moves if kind == "moves" else tuple(end for end in moves if ranks[end] > ranks[state])

    def _deters(self, row: Concept, party: int, state: int, outcome: int) -> bool:
        ranks = self.ranks[party]
        if ranks[outcome] > ranks[state]:
            return False
        return not row.last_resort or all(ranks[end] <= ranks[state] for end in self._reached(party, outcome, "moves"))

    def _search(self, row: Concept, party: int, start: int) -> _Search:
        key = (party, row.answers, start)
        if key not in self._searches:
            others = [mover for mover in range(len(self.parties)) if mover != party]

            def step(node: Node) -> Iterator[Node]:
                for mover in others:
                    if mover != node[1]:
                        for end in self._reached(mover, node[0], row.answers):
                            yield end, mover

            _trim(self._searches)
            self._searches[key] = _Search(start, step)
        return self._searches[key]

    def _deterrent(self, row: Concept, party: int, state: int, end: int) -> Node | None:
        nodes = self._search(row, party, end).nodes()
        return next((node for node in nodes if self._deters(row, party, state, node[0])), None)

    def _sanction(self, row: Concept, party: int, state: int, end: int) -> tuple[Step, ...]:
        """Return a shortest sanction, from the improvement on."""
        node = self._deterrent(row, party, state, end)
        if node is None:
            raise AssertionError(f"{row.id}, {self.parties[party]}, state {state + 1}: stable, yet nothing deters")
        came_from = self._search(row, party, end).came_from
        steps = []
        while node in came_from:
            before = came_from[node]
            steps.append(Step(self.parties[node[1]], before[0], node[0]))
            node = before
        return tuple(reversed(steps))

    def _all_states(self, row: Concept, party: int, state: int, end: int) -> ClosedSet | None:
        """Return the states closed under every move of the others, unless one of them deters."""
        key = (party, row.answers, end)
        if key not in self._closures:
            others = [mover for mover in range(len(self.parties)) if mover != party]
            found, left = {end}, [end]
            while left:
                here = left.pop()
                for mover in others:
                    new = set(self._reached(mover, here, row.answers)) - found
                    found |= new
                    left.extend(new)
            _trim(self._closures)
            self._closures[key] = frozenset(found)
        states = self._closures[key]
        if any(self._deters(row, party, state, outcome) for outcome in states):
            return None
        return ClosedSet(_ranges(states), ())

    def _pairs(self, row: Concept, party: int, state: int, end: int) -> ClosedSet | None:
        """Return the states after each last mover of a legal sequence, unless one of them deters."""
        if self._deterrent(row, party, state, end) is not None:
            return None
        after: dict[int, set[int]] = {}
        for outcome, mover in self._search(row, party, end).nodes():
            after.setdefault(mover, set()).add(outcome)
        return ClosedSet(None, tuple((self.parties[mover], _ranges(after[mover])) for mover in sorted(after)))


def _trim(kept: OrderedDict[Key, Any]) -> None:
    """Forget the oldest searches where too much is kept."""
    while kept and (len(kept) >= _KEPT_SEARCHES or sum(map(len, kept.values())) > _KEPT):
        kept.popitem(last=False)


def _ranges(states: set[int] | frozenset[int]) -> Ranges:
    """Return ascending (first, last) pairs.

    >>> _ranges({0, 1, 2, 5})
    ((0, 2), (5, 5))
    """
    pairs: list[tuple[int, int]] = []
    for state in sorted(states):
        first = pairs.pop()[0] if pairs and pairs[-1][1] == state - 1 else state
        pairs.append((first, state))
    return tuple(pairs)
