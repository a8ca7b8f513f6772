"""What the benchmarks are made of: the models they write, the lines they draw, the definitions they race against."""

import sys

import numpy as np
import pytest
from benchmarks import negmas, plot_negmas
from benchmarks.dense import WAYS
from benchmarks.endtoend import MODELS, states_of, trade_conflict
from benchmarks.plot import all_series, table
from hypothesis import given, settings

from commonground.analysis.negotiation import find_frontier
from commonground.analysis.stability import solve
from commonground.forms import build_graph, packages_from_tables
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


def against(ratio, frontier=True, nash=True):
    return {"ratio": ratio, "same_frontier": frontier, "same_nash": nash}


def measured(seconds, megabytes):
    return {"seconds": seconds, "megabytes": megabytes, "vectors": 1234}


NEGMAS_ROWS = [
    {
        "kind": "random",
        "name": "10^4",
        "parties": 2,
        "packages": 10_000,
        "ours": measured(0.001, 40),
        "negmas": measured(0.05, 53),
        "negmas_against_ours": against(50.0),
        "sampler": measured(0.0005, 41),
        "sampler_against_ours": against(0.5, frontier=False),
    },
    {
        "kind": "random",
        "name": "10^7",
        "parties": 2,
        "packages": 10**7,
        "ours": measured(0.01, 40),
        "negmas": "more than 60 s",
        "negmas_against_ours": against(None, None, None),
    },
    {
        "kind": "public",
        "name": "laptop",
        "parties": 2,
        "packages": 27,
        "ours": measured(0.01, 40),
        "negmas": measured(0.015, 40),
        "negmas_against_ours": against(1.5),
    },
]


def test_the_table_against_negmas_says_who_finished_and_where_they_differ():
    lines = plot_negmas.page(
        {"negmas": "1", "machine": {"python": "3", "cores": 2}, "time_limit": 60, "rows": NEGMAS_ROWS}
    ).splitlines()
    assert "| 10^4 | 2 | 10^4 | 1,234 | 0.001 | 40 | 0.05 | 53 | 50 | 0.0005 | 0.5 | not: frontier |" in lines
    assert "| 10^7 | 2 | 10^7 | 1,234 | 0.01 | 40 | more than 60 s | - | - | - | - | - |" in lines
    assert "| laptop | 2 | 27 | 1,234 | 0.01 | 40 | 0.015 | 40 | 1.5 | - | - | yes |" in lines
    assert "Of 2 domains that both finish, 1 take NegMAS at least 20 times as long" in "\n".join(lines)
    assert plot_negmas.points(NEGMAS_ROWS, "negmas", 2, "seconds") == {10_000: 0.05}


def test_the_benchmark_against_negmas_runs_our_side():
    case = negmas.random_case(2, 3)
    row = negmas.measure(sys.executable, "ours", case)
    exact = [[tuple(map(int, row)) for row in table] for table in case["tables"]]
    assert row["vectors"] == find_frontier(packages_from_tables(exact)).size
    assert negmas.compared(row, row) == {"ratio": 1.0, "same_frontier": True, "same_nash": True}
    assert negmas.compared(row, "more than 60 s")["ratio"] is None
