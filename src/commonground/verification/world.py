"""States, moves and preferences of a conflict, straight from its nouns: plain Python on one state at a time."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..errors import AnalysisError, TooLarge
from ..model import Conflict, Rule
from ..model.statement import And, Column, If, Iff, Node, Not, Or, columns, parse, resolve, resolve_name

__all__ = ["PARTIAL_LIMIT", "World", "holds"]

Selection = tuple[bool, ...]
"""Per option, whether it is taken."""

PARTIAL_LIMIT = 2**20
"""Selections, whole or begun, that are looked at side by side at most."""


def holds(node: Node, taken: Selection) -> bool:
    """Return whether a statement over columns is true of one selection.

    >>> holds(If(Column(0), Column(1)), (False, True)), holds(If(Column(0), Column(1)), (False, False))
    (False, True)
    """
    match node:
        case Column(index):
            return taken[index]
        case Not(part):
            return not holds(part, taken)
        case And(parts):
            return all(holds(part, taken) for part in parts)
        case Or(parts):
            return any(holds(part, taken) for part in parts)
        case If(then, condition):
            return holds(then, taken) or not holds(condition, taken)
        case Iff(left, right):
            return holds(left, taken) == holds(right, taken)
        case _:
            raise TypeError(f"names must be resolved first: {node}")


class World:
    """A conflict by its definitions. States are numbers from 1, as everywhere towards people."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.parties = tuple(conflict.parties)
        self.options = conflict.options
        self.owners = [conflict.owners(key) for key in self.options]
        self.directions = [conflict.option(key).direction for key in self.options]
        self.bans = [(b.party, self._read(b.start), self._read(b.end)) for b in conflict.forbidden_moves]
        self.members: list[list[Selection]] = [[] for _ in conflict.states or ()]
        self.patterns: list[str] = ["" for _ in self.members]
        self.labels: list[str] = list(conflict.states or ())
        if not conflict.graph_form:
            self._make_states()
        self.size = len(self.labels)
        self.state_of = {taken: i + 1 for i, members in enumerate(self.members) for taken in members}
        self._values = {party: self._value(party) for party in self.parties}
        self._neighbours: dict[str, dict[Selection, list[Selection]]] = {}
        self._known_values: dict[tuple[str, int], Any] = {}
        self._known_moves: dict[tuple[str, int], frozenset[int]] = {}

    def state_names(self) -> list[str]:
        """Return what a certificate calls the states: patterns, or labels in graph form."""
        return self.labels if self.conflict.graph_form else self.patterns

    def value(self, party: str, state: int) -> Any:
        """Return something that is larger where the party prefers a state, and equal where it does not mind."""
        if (party, state) not in self._known_values:
            self._known_values[party, state] = self._values[party](state)
        return self._known_values[party, state]

    def moves(self, party: str, state: int) -> frozenset[int]:
        """Return every state that a party can move to from a state, in one move."""
        if (party, state) not in self._known_moves:
            listed = self.conflict.graph_form
            found = self._listed_moves(party, state) if listed else self._option_moves(party, state)
            self._known_moves[party, state] = frozenset(found - {state})
        return self._known_moves[party, state]

    def improvements(self, party: str, state: int) -> frozenset[int]:
        """Return the moves of a party to states it prefers to where it moves from."""
        here = self.value(party, state)
        return frozenset(end for end in self.moves(party, state) if self.value(party, end) > here)

    # ------------------------------------------------------------------ moves

    def _listed_moves(self, party: str, state: int) -> set[int]:
        given = (self.conflict.parties[party].moves or {}).items()
        return {
            end for start, ends in given if state in self._named(start) for text in ends for end in self._named(text)
        }

    def _option_moves(self, party: str, state: int) -> set[int]:
        if party not in self._neighbours:
            self._neighbours[party] = {}
            for taken in self.state_of:
                self._neighbours[party].setdefault(self._left_alone(party, taken), []).append(taken)
        return {
            self.state_of[after]
            for before in self.members[state - 1]
            for after in self._neighbours[party][self._left_alone(party, before)]
            if self._may_move(party, before, after)
        }

    def _left_alone(self, party: str, taken: Selection) -> Selection:
        """Return what a selection says about the options that a party does not control."""
        return tuple(value for owners, value in zip(self.owners, taken, strict=True) if party not in owners)

    def _may_move(self, party: str, before: Selection, after: Selection) -> bool:
        """Return whether one move of a party may turn one selection into another."""
        for owners, direction, old, new in zip(self.owners, self.directions, before, after, strict=True):
            if old != new and (party not in owners or direction == ("forward" if old else "backward")):
                return False
        return not any(who in (None, party) and holds(a, before) and holds(b, after) for who, a, b in self.bans)

    # ------------------------------------------------------------ preferences

    def _value(self, party: str) -> Callable[[int], Any]:
        """Return how a party values a state: the worst of its members, or truth in all of them."""
        wants = self.conflict.parties[party].preferences
        if wants.statements is not None:
            nodes = [self._read(entry.statement) for entry in wants.statements]
            return lambda state: tuple(all(holds(node, m) for m in self.members[state - 1]) for node in nodes)
        if wants.weights is not None:
            points = [(resolve_name(name, self.options), Fraction(w)) for name, w in wants.weights.items()]
            return lambda state: min(sum(w for o, w in points if m[o]) for m in self.members[state - 1])
        groups = enumerate(wants.ranking or ())
        place = {state: -i for i, group in groups for text in group for state in self._named(text)}
        if not all(state in place for state in range(1, self.size + 1)):
            raise AnalysisError(f"the model is not sound: the ranking of {party} leaves out states")
        return lambda state: place[state]

    # ----------------------------------------------------------------- states

    def _make_states(self) -> None:
        """Put feasible selections into states: coalesced, in published order where all are listed, labelled."""
        merged = [(self._read(item.states), item.name) for item in self.conflict.coalesced]
        blocks: dict[object, list[Selection]] = {}
        for taken in sorted(self._feasible(), key=lambda taken: taken[::-1]):
            block = next((i for i, (node, _) in enumerate(merged) if holds(node, taken)), taken)
            blocks.setdefault(block, []).append(taken)
        patterns = [_pattern(members) for members in blocks.values()]
        listed: dict[int, str] = {}
        for label, state in (self.conflict.states or {}).items():
            text = state.pattern or ""
            exact = [i for i, pattern in enumerate(patterns) if pattern == text]
            alike = [i for i, pattern in enumerate(patterns) if _alike(pattern, text)]
            listed.update(dict.fromkeys(exact if len(exact) == 1 else alike, label))
        order = list(listed) if len(listed) == len(blocks) else list(range(len(blocks)))
        names = {i: merged[block][1] for i, block in enumerate(blocks) if isinstance(block, int)}
        self.members = [list(blocks.values())[i] for i in order]
        self.patterns = [patterns[i] for i in order]
        self.labels = [listed.get(i) or names.get(i) or str(place) for place, i in enumerate(order, 1)]

    def _feasible(self) -> list[Selection]:
        """Return the selections that break no rule, begun option by option."""
        rules = [part for rule in self.conflict.feasibility for part in self._rule(rule)]
        begun: list[Selection] = [()]
        for k in range(len(self.options) + 1):
            if 2 * len(begun) > PARTIAL_LIMIT:
                raise TooLarge(f"more than {PARTIAL_LIMIT:,} selections of options: too many to check one by one")
            begun = [(*taken, new) for taken in begun for new in (False, True)] if k else begun
            for fulfilled in (ask for decided, ask in rules if decided == k):
                begun = [taken for taken in begun if fulfilled(taken)]
        return begun

    def _rule(self, rule: Rule) -> list[tuple[int, Callable[[Selection], bool]]]:
        """Return the parts of a rule: after how many options each is decided, and what it asks of a selection."""
        named = {"at_most_one": (0, 1), "at_least_one": (1, len(self.options)), "exactly_one": (1, 1)}
        if rule.kind in named:
            low, high = named[rule.kind]
            used = [resolve_name(text, self.options) for text in getattr(rule, rule.kind)]
            return [(o + 1, _counts(used, 0, high)) for o in used] + [
                (max(used, default=-1) + 1, _counts(used, low, high))
            ]
        if rule.kind == "when":
            node: Node = If(self._read(rule.only_if or ""), self._read(rule.when or ""))
        elif rule.kind == "always":
            node = self._read(rule.always or "")
        else:
            node = Not(Or(tuple(self._read(text) for text in (rule.remove or (rule.never or "",)))))
        return [(max(columns(part), default=-1) + 1, _asks(part)) for part in _parts(node)]

    # ------------------------------------------------------------------ names

    def _read(self, text: str) -> Node:
        node, faults = resolve(parse(text), self.options)
        if node is None:
            raise faults[0]
        return node

    def _named(self, text: str) -> list[int]:
        """Return the states that a label, a number or a pattern means."""
        if text in self.labels:
            return [self.labels.index(text) + 1]
        if text.isdecimal():
            return [int(text[:12])]
        return [i for i, pattern in enumerate(self.patterns, 1) if _alike(pattern, text)]


def _counts(used: list[int], low: int, high: int) -> Callable[[Selection], bool]:
    """Return whether so many of some options are taken, among those that a selection has come to."""
    return lambda taken: low <= sum(taken[o] for o in used if o < len(taken)) <= high


def _asks(node: Node) -> Callable[[Selection], bool]:
    return lambda taken: holds(node, taken)


def _parts(node: Node) -> list[Node]:
    """Return statements that together say what one says."""
    match node:
        case And(parts):
            return [deeper for part in parts for deeper in _parts(part)]
        case Not(Or(parts)):
            return [deeper for part in parts for deeper in _parts(Not(part))]
        case _:
            return [node]


def _pattern(members: list[Selection]) -> str:
    return "".join("-" if len(set(values)) > 1 else "NY"[values[0]] for values in zip(*members, strict=True))


def _alike(pattern: str, text: str) -> bool:
    return len(pattern) == len(text) and all(a == b or "-" in (a, b) for a, b in zip(pattern, text, strict=True))
