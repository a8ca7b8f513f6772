"""What the benchmarks are made of: the models they write, the lines they draw, the definitions they race against."""

import numpy as np
import pytest
from benchmarks.dense import WAYS
from benchmarks.endtoend import MODELS, states_of, trade_conflict
from benchmarks.plot import all_series, table
from hypothesis import given, settings

from commonground.analysis.stability import solve
from commonground.forms import build_graph
from commonground.forms.build import count_states
from commonground.reading.load import check_text
from tests.conflicts import option_conflicts


@pytest.mark.parametrize("name", MODELS)
def test_a_trade_conflict_has_the_states_it_is_said_to_have(name):
    parties, free, sets = MODELS[name]
    checked = check_text(trade_conflict(parties, free, sets), limit=1)
    assert not checked.errors
    assert count_states(checked.conflict).feasible == states_of(free, sets)
    assert len(checked.conflict.options) == int(name.split()[0])
    assert len(checked.conflict.parties) == parties


def test_the_trade_conflict_of_the_goal_is_among_them():
    assert states_of(*MODELS["20 options"][1:]) == 138_240


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40)
@given(case=option_conflicts(max_options=4, bans=False))
def test_the_definitions_written_out_agree_with_the_solver(way, case):
    graph = build_graph(case.conflict)
    solution = solve(graph)
    arcs = []
    for moves in graph.moves:
        pairs = [(start, end) for start in range(graph.size) for end in moves.from_state(start).tolist()]
        arcs.append(np.array(pairs, dtype=np.int64).reshape(-1, 2))
    for (concept, party), stable in WAYS[way](arcs, graph.ranks).items():
        assert np.array_equal(stable, solution.results[concept].stable[party]), (concept, party)


ROW = {
    "family": "full",
    "states": 1024,
    "parties": 2,
    "three": 0.5,
    "bytes_three": 3.0,
    "five": 2.0,
    "method": "sweeps",
}


def test_a_line_per_concepts_engine_and_jobs_and_the_slowest_ranks_count():
    rows = [
        ROW | {"ranks": "strict"},
        ROW | {"ranks": "ties", "three": 0.25, "five": 3.0},
        ROW | {"engine": "fast", "jobs": 1, "three": 0.125, "five": None},
        ROW | {"engine": "fast", "jobs": 2, "something": "new", "five": None},
    ]
    series = {line.name: line for line in all_series(rows)}
    assert list(series) == [
        "Nash, GMR, SMR (numpy, 1 core)",
        "all five (numpy, 1 core)",
        "Nash, GMR, SMR (fast, 1 core)",
        "Nash, GMR, SMR (fast, 2 cores)",
    ]
    assert series["Nash, GMR, SMR (numpy, 1 core)"].seconds == {"full": {1024: 0.5}}
    assert series["all five (numpy, 1 core)"].seconds == {"full": {1024: 3.0}}
    assert series["all five (numpy, 1 core)"].megabytes == {}
    assert series["Nash, GMR, SMR (fast, 2 cores)"].megabytes == {"full": {1024: 3.0 * 2048 / 1e6}}
    text = table(list(series.values()), {"machine": {}, "command": "x"})
    assert "| 1,024 | sweeps | 0.5 | 0.00614 | 3 | - | 0.125 | 0.00614 | 0.5 | 0.00614 |" in text
