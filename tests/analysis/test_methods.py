"""Every method against the definitions, forced where it applies; and the family that is worst for sweeps."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.analysis.stability import methods, solve
from commonground.analysis.stability.question import Question
from commonground.errors import AnalysisError
from commonground.forms import build_graph
from commonground.model import Conflict
from tests.conflicts import graph_conflicts, option_conflicts
from tests.oracles import stability as oracle

FIVE = ("nash", "gmr", "smr", "seq", "sseq")
THOROUGH = settings(
    max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
FORCED = {
    "cube": methods._by_cube,
    "sweeps": methods._by_sweeps(methods.ROUNDS),
    "search": methods._by_sweeps(0),
    "arcs": methods._by_arcs,
}


def applicable(graph, only):
    question = Question(graph, only)
    if methods._cube_applies(question):
        yield "cube", ("nash", "gmr", "smr")
    if methods._sweeps_apply(question):
        yield "sweeps", FIVE
        yield "search", FIVE
    yield "arcs", FIVE


def verdicts(case, only):
    rows = [case.parties.index(party) for party in only]
    return {
        concept: [
            [oracle.is_stable(case.moves, case.ranks, rows, row, state, concept) for state in range(len(case.states))]
            for row in rows
        ]
        for concept in FIVE
    }


def check_every_method(case, only):
    graph = build_graph(case.conflict)
    expected = verdicts(case, only)
    used = []
    for method, concepts in applicable(graph, only):
        found = FORCED[method](Question(graph, only), concepts)
        used.append(method)
        for concept in concepts:
            assert found[concept][0].tolist() == expected[concept], (method, concept)
    return used


@THOROUGH
@given(option_conflicts(bans=False), st.data())
def test_every_method_agrees_with_the_definitions(case, data):
    only = data.draw(st.sampled_from([case.parties, case.parties, case.parties[:1], case.parties[-2:]]))
    check_every_method(case, only)


@THOROUGH
@given(option_conflicts(bans=False, rules=False, one_way=False), st.data())
def test_the_cube_agrees_where_everything_is_feasible_and_reversible(case, data):
    only = data.draw(st.sampled_from([case.parties, case.parties, case.parties[:1], case.parties[-2:]]))
    assert "cube" in check_every_method(case, only)


@settings(THOROUGH, max_examples=400)
@given(option_conflicts(max_parties=3, max_options=8, bans=False, shared=False, one_way=False))
def test_larger_models_with_rules(case):
    check_every_method(case, case.parties)


@settings(THOROUGH, max_examples=400)
@given(st.one_of(option_conflicts(), graph_conflicts()))
def test_forbidden_moves_and_listed_graphs_go_by_arcs(case):
    used = check_every_method(case, case.parties)
    if case.conflict.graph_form or case.conflict.forbidden_moves:
        assert used == ["arcs"]
        assert set(solve(build_graph(case.conflict)).methods.values()) == {"arcs"}
