"""Neutral tables of a model: rows of text that every writer can dress.

Pure builders, one per table. States are shown by number (from 1) and by their label where they have one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..forms import Graph
from ..model import Conflict, Preferences
from .plain import counted, named_states, party_letters, plain

__all__ = [
    "Table",
    "changed_options",
    "head",
    "moves_table",
    "options_table",
    "parties_table",
    "preferences_table",
    "ranking",
    "rankings_table",
    "removals_table",
    "shown_columns",
    "states_table",
]

FLIP_AFTER = 16
"More states than this stand in rows rather than in columns."
DIRECTIONS = {"both": "both ways", "forward": "only to yes", "backward": "only to no"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: every row has one cell per column. ``left_out`` counts the rows that were not made."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    left_out: int = 0


def head(table: Table, limit: int) -> Table:
    """Return the table with at most that many rows, and a note that says what is left out.

    >>> short = head(Table("t", "T", ("a",), (("1",), ("2",), ("3",))), 2)
    >>> short.rows, short.notes
    ((('1',), ('2',)), ('The first 2 of 3 rows are shown.',))
    """
    total, rows = len(table.rows) + table.left_out, table.rows[:limit]
    if len(rows) == total:
        return table
    note = f"The first {len(rows):,} of {counted(total, 'row')} are shown."
    return replace(table, rows=rows, notes=(*table.notes, note), left_out=0)


def shown_columns(table: Table) -> Table:
    """Return the table without the columns that are empty in every row; one column always stays.

    >>> shown_columns(Table("t", "T", ("a", "b"), (("1", ""), ("2", "")))).columns
    ('a',)
    """
    keep = [c for c in range(len(table.columns)) if c == 0 or any(row[c] for row in table.rows)]
    if not table.rows or len(keep) == len(table.columns):
        return table
    rows = tuple(tuple(row[c] for c in keep) for row in table.rows)
    return replace(table, columns=tuple(table.columns[c] for c in keep), rows=rows)


def parties_table(conflict: Conflict) -> Table:
    """Return who can act: mark in pictures, name, whether at the table, description."""
    letters = party_letters(conflict)
    rows = tuple(
        (letters[key], plain(party.name), "yes" if party.at_table else "no", plain(party.description or ""))
        for key, party in conflict.parties.items()
    )
    return Table("parties", "Parties", ("Mark", "Party", "At the table", "Description"), rows)


def options_table(graph: Graph) -> Table:
    """Return what each party can do: one row per option, in the order of the pattern letters."""
    conflict = graph.conflict
    rows = []
    for number, column in enumerate(graph.options, start=1):
        option = conflict.option(column.key)
        shared = ", ".join(plain(graph.party_name(owner)) for owner in column.owners[1:])
        rows.append(
            (
                str(number),
                plain(graph.party_name(column.party)),
                plain(option.name),
                plain(option.if_yes or ""),
                plain(option.if_no or ""),
                DIRECTIONS[option.direction],
                shared,
            )
        )
    columns = ("No.", "Party", "Option", "If yes", "If no", "May change", "Shared with")
    return Table("options", "Parties and options", columns, tuple(rows))


def states_table(graph: Graph, *, by_rows: bool | None = None, limit: int | None = None) -> Table:
    """Return the feasible states in option form, the layout of papers: options in rows, states in columns.

    Parameters
    ----------
    graph : Graph
        The model as arrays.
    by_rows : bool, optional
        Whether states stand in rows; by default they do where there are more than sixteen, or no options.
    limit : int, optional
        Rows of states made at most.
    """
    flip = by_rows if by_rows is not None else graph.size > FLIP_AFTER or not graph.options
    return _states_in_rows(graph, limit) if flip or not graph.options else _states_in_columns(graph)


def _states_in_columns(graph: Graph) -> Table:
    patterns = [graph.yn(state) for state in range(graph.size)]
    rows = [
        (plain(graph.party_name(column.party)), f"{o + 1} {plain(column.name)}", *(p[o] for p in patterns))
        for o, column in enumerate(graph.options)
    ]
    columns = ("Party", "Option", *(str(state + 1) for state in range(graph.size)))
    return Table("states", "Feasible states", columns, tuple(rows), _state_notes(graph))


def _states_in_rows(graph: Graph, limit: int | None) -> Table:
    options = tuple(str(o + 1) for o in range(len(graph.options)))
    rows = []
    shown = np.arange(graph.size if limit is None else min(limit, graph.size))
    for state, pattern in enumerate(graph.patterns(shown)):
        label = "" if graph.labels[state] == str(state + 1) else plain(graph.labels[state])
        rows.append((str(state + 1), label, *pattern, plain(graph.descriptions[state])))
    named = "; ".join(f"{o + 1} = {plain(column.name)}" for o, column in enumerate(graph.options))
    notes = (*((f"Options: {named}.",) if named else ()), *_state_notes(graph, labels=False))
    columns = ("State", "Label", *options, "Description")
    return Table("states", "Feasible states", columns, tuple(rows), notes, graph.size - len(rows))


def _state_notes(graph: Graph, *, labels: bool = True) -> tuple[str, ...]:
    notes = []
    if graph.options:
        notes.append("Y: the option is taken; N: it is not; -: a state that does not distinguish the two.")
    own = named_states(graph)
    if labels and own:
        notes.append("Labels: " + "; ".join(f"{s + 1} = {plain(graph.labels[s])}" for s in own) + ".")
    if graph.status_quo is not None:
        notes.append(f"Status quo: state {plain(graph.title(graph.status_quo))}.")
    if not graph.published_order and graph.options:
        notes.append("States are numbered by this program, the first option changing fastest.")
    return tuple(notes)


def removals_table(graph: Graph) -> Table:
    """Return what each feasibility rule removes."""
    rows = tuple(
        (
            str(removal.index + 1),
            plain(removal.text),
            *("not counted" if count is None else f"{count:,}" for count in (removal.alone, removal.further)),
        )
        for removal in graph.removals
    )
    notes = (
        f"Of {counted(graph.possible, 'possible state')}, {graph.size:,} are feasible.",
        "Alone: states that break this rule. Further: those that no earlier rule had removed.",
    )
    return Table("removals", "Infeasible states", ("No.", "Rule", "Removes alone", "Further"), rows, notes)


def preferences_table(graph: Graph) -> Table:
    """Return what each party wants, as the model file states it, most important first."""
    rows = tuple(
        (plain(graph.party_name(party)), *row)
        for party in graph.parties
        for row in _preference_rows(graph.conflict.parties[party].preferences)
    )
    columns = ("Party", "Given as", "Priority", "Preference", "Because")
    notes = ("Statements count in the order given: a higher one outweighs all lower ones together.",)
    stated = any(row[1] == "statement" for row in rows)
    return Table("preferences", "Preferences", columns, rows, notes if stated else ())


def _preference_rows(preferences: Preferences) -> Iterator[tuple[str, str, str, str]]:
    note = plain(preferences.note or "")
    for number, entry in enumerate(preferences.statements or (), start=1):
        yield "statement", str(number), plain(entry.statement), plain(entry.because or "")
    if preferences.statements is not None and note:
        yield "note", "", "", note
    if preferences.weights is not None:
        points = sorted(preferences.weights.items(), key=lambda item: -abs(item[1]))
        shown = ", ".join(f"{plain(name)} {value:+g}" for name, value in points)
        yield "weights", "", shown, note
    if preferences.ranking is not None:
        entries = (f"[{', '.join(tie)}]" if len(tie) > 1 else tie[0] for tie in preferences.ranking)
        yield "ranking", "", plain(", ".join(entries)), note


def rankings_table(graph: Graph, *, limit: int = 200) -> Table:
    """Return each party's order of the states, most preferred first; states in brackets are tied."""
    rows = tuple(
        (plain(graph.party_name(party)), ranking(graph, index, limit=limit))
        for index, party in enumerate(graph.parties)
    )
    notes = ("States in brackets are equally preferred. The order means nothing about how much.",)
    return Table("rankings", "Order of the states", ("Party", "Most to least preferred"), rows, notes)


def ranking(graph: Graph, index: int, *, limit: int = 200) -> str:
    """Return a party's order of the states (party by position) as ``7, 3, [4, 8], 1``."""
    order = np.argsort(-graph.ranks[index], kind="stable")
    falling = -graph.ranks[index, order]
    parts: list[str] = []
    shown = 0
    while shown < graph.size:
        if shown >= limit:
            parts.append(f"… ({graph.size - shown:,} more)")
            break
        end = int(np.searchsorted(falling, falling[shown], side="right"))
        cut = [str(state + 1) for state in order[shown:end][: max(1, limit - shown)].tolist()]
        more = f", … {end - shown - len(cut):,} more" if len(cut) < end - shown else ""
        parts.append(f"[{', '.join(cut)}{more}]" if end - shown > 1 else cut[0])
        shown = end
    return ", ".join(parts)


def changed_options(graph: Graph, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    """Return the option columns that a move changes, each with whether it is taken afterwards.

    Columns that either state leaves open are left out.
    """
    pairs = zip(graph.choices[start].tolist(), graph.choices[end].tolist(), strict=True)
    return tuple((o, b == 1) for o, (a, b) in enumerate(pairs) if a != b and a >= 0 and b >= 0)


def moves_table(graph: Graph, *, limit: int = 20_000, states: Collection[int] | None = None) -> Table:
    """Return every single move: whose, from where to where, what changes, and how the mover likes it.

    Parameters
    ----------
    graph : Graph
        The model as arrays.
    limit : int
        Rows made at most.
    states : collection of int, optional
        Only moves between these states (indices from 0); the table is then called ``drawn``.
    """
    letters = party_letters(graph.conflict)
    total = sum(len(moves) for moves in graph.moves)
    rows: list[tuple[str, ...]] = []
    for state in range(graph.size) if states is None else sorted(states):
        if len(rows) >= limit:
            break
        rows.extend(_moves_from(graph, state, letters, states))
    notes = [f"{counted(total, 'move')} in all."]
    if states is None and total > limit:
        notes.append(f"The first {limit:,} are shown.")
    named = ("moves", "Moves") if states is None else ("drawn", "Moves between the states in the picture")
    return Table(*named, ("From", "Party", "To", "Change", "For the mover"), tuple(rows[:limit]), tuple(notes))


def _moves_from(
    graph: Graph, state: int, letters: dict[str, str], states: Collection[int] | None
) -> Iterator[tuple[str, ...]]:
    for index, party in enumerate(graph.parties):
        name = f"{letters[party]} {plain(graph.party_name(party))}"
        for end in graph.moves[index].from_state(state).tolist():
            if states is not None and end not in states:
                continue
            changes = ", ".join(
                f"{o + 1} {plain(graph.options[o].name)}: {'N to Y' if taken else 'Y to N'}"
                for o, taken in changed_options(graph, state, end)
            )
            gain = int(graph.ranks[index, end]) - int(graph.ranks[index, state])
            worth = "improvement" if gain > 0 else "no change" if gain == 0 else "worse"
            yield str(state + 1), name, str(end + 1), changes, worth
