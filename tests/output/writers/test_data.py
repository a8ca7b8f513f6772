"""CSV, JSON and SVG."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

from commonground.analysis.stability import explain, solve
from commonground.forms import Graph
from commonground.output.report import make_report
from commonground.output.writers import render
from commonground.output.writers.json import explanation_json, report_parts, solution_parts, states_parts
from tests.output.values import plain_values


def test_csv_has_no_formula_and_reads_back(graph: Graph) -> None:
    report = make_report(graph)
    files = render(report, "csv")
    assert not isinstance(files, str)
    for table in report.tables.values():
        rows = list(csv.reader(io.StringIO(files[f"{table.id}.csv"])))
        assert len(rows) == len(table.rows) + 1
        for row, cells in zip(rows[1:], table.rows, strict=True):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
            assert all(read in (cell, f"'{cell}") for read, cell in zip(row, cells, strict=True))


def test_a_preference_that_begins_with_a_minus_is_marked(river_graph: Graph) -> None:
    files = render(make_report(river_graph), "csv")
    assert not isinstance(files, str)
    assert ",'-release," in files["preferences.csv"]


def test_solution_json_keeps_its_contract(prisoners: Graph) -> None:
    value = plain_values(solution_parts(solve(prisoners, ["nash", "seq"])))
    assert value == {
        "asked": {
            "verb": "solve",
            "concepts": ["nash", "seq"],
            "only": ["a", "b"],
            "ignored": [],
            "by_party": {},
            "version": value["asked"]["version"],
            "model": prisoners.conflict.hash,
        },
        "title": "Prisoners",
        "form": "option",
        "published_order": False,
        "status_quo": 1,
        "parties": [{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}],
        "options": [
            {"id": "confess", "party": "a", "name": "Confess", "shared_with": []},
            {"id": "confess", "party": "b", "name": "Confess", "shared_with": []},
        ],
        "feasible": 4,
        "listed": "all",
        "states": [
            {"number": 1, "label": "1", "options": "NN", "description": ""},
            {"number": 2, "label": "2", "options": "YN", "description": ""},
            {"number": 3, "label": "3", "options": "NY", "description": ""},
            {"number": 4, "label": "4", "options": "YY", "description": ""},
        ],
        "concepts": {
            "nash": {
                "stable": {"a": [2, 4], "b": [3, 4]},
                "equilibria": [4],
                "counts": {"stable": {"a": 2, "b": 2}, "equilibria": 1},
                "method": "cube",
            },
            "seq": {
                "stable": {"a": [1, 2, 4], "b": [1, 3, 4]},
                "equilibria": [1, 4],
                "counts": {"stable": {"a": 3, "b": 3}, "equilibria": 2},
                "method": "sweeps",
            },
        },
        "warnings": [],
    }


def test_explanation_json_keeps_its_contract(prisoners: Graph) -> None:
    value = explanation_json(explain(prisoners, "smr", party="a", state=0))
    assert value["asked"]["verb"] == "explain"
    del value["asked"], value["text"]
    assert value == {
        "party": "a",
        "concept": "smr",
        "state": 1,
        "stable": True,
        "moves": [{"party": "a", "from": 1, "to": 2}],
        "improvements": [
            {
                "move": {"party": "a", "from": 1, "to": 2},
                "sanction": [{"party": "b", "from": 2, "to": 4}],
                "outcome": 4,
                "last_resorts": [{"party": "a", "from": 4, "to": 3}],
                "responses": 1,
                "simultaneous": False,
            }
        ],
    }
    escape = explanation_json(explain(prisoners, "nash", party="a", state=0))
    assert escape["improvements"][0]["sanction"] is None
    assert escape["improvements"][0]["outcome"] is None


def test_all_json_is_plain(graph: Graph) -> None:
    report = make_report(graph)
    for value in map(plain_values, (solution_parts(report.states.solution), states_parts(graph), report_parts(report))):
        assert json.loads(json.dumps(value, allow_nan=False)) == value
    assert json.loads(str(render(report, "json"))) == plain_values(report_parts(report))


def test_states_json_counts(river_graph: Graph) -> None:
    value = plain_values(states_parts(river_graph))
    assert (value["possible"], value["feasible"], value["removals"]) == (8, 8, [])
    assert value["states"][7] == {"number": 8, "label": "8", "options": "YYY", "description": ""}


def test_svg_stands_alone(graph: Graph) -> None:
    text = str(render(make_report(graph), "svg"))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    ElementTree.fromstring(text.encode())
