"""Each party's preferences over the states, with the faults and surprises they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import Problem
from ..model.statement import And
from .compiled import Compiled
from .ranks import ranks_from_groups, ranks_from_statements, ranks_from_weights, statement_truths
from .table import Path, Report, StateTable

__all__ = ["rank_parties"]


def rank_parties(compiled: Compiled, table: StateTable, report: Report) -> NDArray[np.int32]:
    """Return int32[p, s], larger is better; a party whose preferences are faulty gets zeros."""
    ranks = np.zeros((len(compiled.conflict.parties), table.size), dtype=np.int32)
    for row, party in enumerate(compiled.conflict.parties):
        if party in compiled.statements:
            ranks[row] = _from_statements(compiled, party, table, report)
        elif party in compiled.weights:
            ranks[row], differ = ranks_from_weights(
                compiled.weights[party], table.member_choices, table.state_of, table.size
            )
            _report_differences(("parties", party, "preferences", "weights"), differ, table, report)
        else:
            ranks[row] = _from_ranking(compiled, party, table, report)
    return ranks


def _from_statements(compiled: Compiled, party: str, table: StateTable, report: Report) -> NDArray[np.int32]:
    nodes = compiled.statements[party]
    if not nodes and not compiled.conflict.parties[party].preferences.statements:
        path: Path = ("parties", party, "preferences", "statements")
        found = "none: it counts as indifferent, and every state is stable for it"
        report(Problem("CG056", path, "what the party wants", found, "state it, or delete the party", "warning"))
    holds, differ = statement_truths(nodes, table.member_choices, table.state_of, table.size)
    for i in range(len(nodes)):
        path = ("parties", party, "preferences", "statements", i)
        _report_differences(path, differ[i], table, report)
        if table.size > 1 and nodes[i] != And(()) and (holds[i].all() or not holds[i].any()):
            found = "one that holds everywhere" if holds[i].all() else "one that holds nowhere"
            report(Problem("CG052", path, "a statement that tells states apart", found, severity="warning"))
    return ranks_from_statements(holds)


def _report_differences(path: Path, differ: NDArray[np.bool_], table: StateTable, report: Report) -> None:
    states = np.flatnonzero(differ)
    if len(states):
        names = ", ".join(f"`{table.labels[state]}`" for state in states[:4].tolist())
        report(
            Problem(
                "CG054",
                path,
                "the same value for all members of a coalesced state",
                f"members of {names} that differ",
                "a statement counts there only if it holds for every member; weights count the lowest sum",
                severity="warning",
            )
        )


def _from_ranking(compiled: Compiled, party: str, table: StateTable, report: Report) -> NDArray[np.int32]:
    groups: list[tuple[int, ...]] = []
    place: dict[int, str] = {}
    sound = True
    for i, entry in enumerate(compiled.conflict.parties[party].preferences.ranking or ()):
        group: list[int] = []
        for j, text in enumerate(entry):
            path: Path = ("parties", party, "preferences", "ranking", i, j)
            found = table.find(text)
            if not found:
                report(table.unknown(text, path))
                sound = False
            for state in found:
                if state in place and not sound:
                    continue
                if state in place:
                    expected = "each state once"
                    where = f"state {state + 1} again (already as `{place[state]}`)"
                    report(Problem("CG034", path, expected, where))
                    sound = False
                else:
                    place[state] = text
                    group.append(state)
        groups.append(tuple(group))
    missing = [state for state in range(table.size) if state not in place]
    if missing and sound:
        shown = ", ".join(_shown(table, state) for state in missing[:8])
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        whole: Path = ("parties", party, "preferences", "ranking")
        report(
            Problem(
                "CG033",
                whole,
                f"all {table.size} states",
                f"none of {shown}{more}",
                "add them; tie them in an inner list",
            )
        )
        return np.zeros(table.size, dtype=np.int32)
    return ranks_from_groups([group for group in groups if group], table.size)


def _shown(table: StateTable, state: int) -> str:
    label = table.labels[state]
    pattern = "".join("NY-"[int(choice)] for choice in table.choices[state])
    return f"`{label}`" + (f" ({pattern})" if pattern and label.isdecimal() else "")
