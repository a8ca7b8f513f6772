"""The JSON contract of ``docs/reference/json.md``, field by field."""

import json

import commonground as cg
from commonground.output.writers.json import explanation_json, solution_parts, states_parts
from commonground.output.writers.json_text import json_text
from tests.output.values import plain_values

PD = cg.load(cg.example("prisoners-dilemma"))


def test_solve():
    answer = json.loads(
        json_text(solution_parts(cg.solve(PD, ["nash", "seq"], by_party={"first": "nash", "second": "seq"})))
    )
    fields = "asked title form published_order status_quo parties options feasible listed states concepts warnings"
    assert " ".join(answer) == fields
    assert answer["asked"] == {
        "verb": "solve",
        "concepts": ["nash", "seq"],
        "only": ["first", "second"],
        "ignored": [],
        "by_party": {"first": "nash", "second": "seq"},
        "version": cg.__version__,
        "model": PD.hash,
    }
    assert answer["form"] == "option"
    assert answer["published_order"] is True
    assert [set(party) for party in answer["parties"]] == [{"id", "name"}] * 2
    assert [set(option) for option in answer["options"]] == [{"id", "party", "name", "shared_with"}] * 2
    assert [state["number"] for state in answer["states"]] == [1, 2, 3, 4]
    assert [state["label"] for state in answer["states"]] == ["CC", "CD", "DC", "DD"]
    assert [state["options"] for state in answer["states"]] == ["YY", "YN", "NY", "NN"]
    stable = {"first": [3, 4], "second": [2, 4]}
    counts = {"stable": {"first": 2, "second": 2}, "equilibria": 1}
    expected = {"stable": stable, "equilibria": [4], "counts": counts, "method": "cube"}
    assert answer["concepts"]["nash"] == expected
    assert answer["concepts"]["seq"]["equilibria"] == [1, 4]
    assert answer["concepts"]["mixed"]["equilibria"] == [4]


def test_explain():
    answer = json.loads(json.dumps(explanation_json(cg.explain(PD, "seq", party="first", state="CC"))))
    assert answer["state"] == 1
    assert answer["stable"] is True
    assert answer["moves"] == [{"party": "first", "from": 1, "to": 3}]
    (improvement,) = answer["improvements"]
    assert improvement == {
        "move": {"party": "first", "from": 1, "to": 3},
        "sanction": [{"party": "second", "from": 3, "to": 4}],
        "outcome": 4,
        "last_resorts": [],
        "responses": 1,
        "simultaneous": False,
    }
    unstable = explanation_json(cg.explain(PD, "nash", party="first", state="CC"))
    assert unstable["stable"] is False
    assert unstable["improvements"][0]["sanction"] is None
    assert unstable["improvements"][0]["outcome"] is None


def test_states():
    answer = plain_values(states_parts(cg.states(cg.load(cg.example("elmira")))))
    assert (answer["possible"], answer["feasible"]) == (32, 9)
    assert all(set(row) == {"rule", "text", "alone", "further"} for row in answer["removals"])
    assert answer["states"][8]["options"] == "-NNY-"


def test_graph_form_has_no_options():
    from commonground.model import Conflict

    data = {
        "title": "t",
        "states": {"s": "start", "t": "end"},
        "parties": {"a": {"name": "A", "moves": {"s": ["t"]}, "preferences": {"ranking": ["t", "s"]}}},
    }
    answer = plain_values(solution_parts(cg.solve(Conflict.model_validate(data))))
    assert answer["form"] == "graph"
    assert answer["options"] == []
    assert [state["options"] for state in answer["states"]] == ["", ""]
    assert answer["concepts"]["nash"]["equilibria"] == [2]
