"""``hold`` where states depend on what is signed, where states are coalesced, and what a faulty model is told."""

import copy
import json
import sys
from itertools import combinations

import numpy as np
import pytest

import commonground as cg
from commonground.analysis.hold import all_changes, hold
from commonground.analysis.hold.together import joint_breaches, reachable
from commonground.analysis.hold.world import World
from commonground.errors import ModelError
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.reading.load import check_text
from tests.holdings import random_spec

MODEL = {
    "title": "Bridge",
    "issues": {"toll": {"name": "Toll", "values": {"none": "None", "some": "Some"}}},
    "parties": {
        "a": {
            "name": "A",
            "options": {"open": "Open", "guard": "Guard"},
            "worths": {"toll": {"points": {"none": 0, "some": 1}}},
            "preferences": {"statements": ["open"]},
        },
        "b": {
            "name": "B",
            "options": {"pay": "Pay"},
            "worths": {"toll": {"points": {"none": 1, "some": 0}}},
            "preferences": {"statements": ["-pay"]},
        },
    },
    "packages": {"free": {"values": {"toll": "none"}}, "dear": {"values": {"toll": "some"}}},
    "keeping": ["open"],
}


def model(**more):
    """The model with fields changed; a party's under its id."""
    data = copy.deepcopy(MODEL)
    for id_ in data["parties"]:
        data["parties"][id_] |= more.pop(id_, {})
    return data | more


def conflict(**more):
    return Conflict.model_validate(model(**more))


def problems(**more):
    found = check_text(json.dumps(model(**more), indent=1)).problems
    return [(problem.code, ".".join(map(str, problem.path))) for problem in found if problem.severity == "error"]


PAID_WHERE_DEAR = [{"never": "pay & toll = none"}]


@pytest.mark.parametrize("quo", [{"status_quo": "NNY"}, {"status_quo": "today", "states": {"today": "NNY"}}])
def test_a_status_quo_that_a_package_excludes_still_says_where_things_stand(quo):
    """Nobody pays where there is no toll: today's state, in which somebody pays, is left at once."""
    made = conflict(feasibility=PAID_WHERE_DEAR, **quo)
    assert problems(feasibility=PAID_WHERE_DEAR, **quo) == []
    result = hold(made, mend=False)
    days = {}
    for name in ("free", "dear"):
        deal = result.deals[result.find(name)]
        days[name] = [result.graph(deal).yn(day) for day in deal.first_days]
    assert days == {"free": ["YNN"], "dear": ["YNY"]}
    free, dear = (build_graph(cg.fix_package(made, name)) for name in ("free", "dear"))
    assert free.status_quo is None
    assert "today" not in free.labels
    assert dear.yn(dear.status_quo) == "NNY"


def test_a_label_that_a_package_leaves_possible_stays():
    states = {"today": "NNY", "open": "YNN", "either": "Y-N"}
    made = cg.fix_package(conflict(feasibility=PAID_WHERE_DEAR, states=states, status_quo="open"), "free")
    assert list(made.states) == ["open", "either"]
    assert made.status_quo.state == "open"


def test_what_no_rule_excludes_is_a_fault_as_ever():
    assert problems(feasibility=PAID_WHERE_DEAR, status_quo="elsewhere") == [("CG031", "status_quo.state")]
    assert problems(feasibility=PAID_WHERE_DEAR, status_quo="NNNN") == [("CG022", "status_quo.state")]
    closed = [{"never": "pay"}]
    assert problems(feasibility=closed, status_quo="NNY") == [("CG031", "status_quo.state")]
    with pytest.raises(ModelError):
        hold(conflict(feasibility=closed, status_quo="NNY"))


def test_states_that_depend_on_what_is_signed_have_no_number_and_no_ranking():
    ranking = {"preferences": {"ranking": ["NNN", "YNN"]}}
    found = problems(feasibility=PAID_WHERE_DEAR, status_quo="3", b=ranking)
    assert set(found) == {("CG031", "status_quo.state"), ("CG033", "parties.b.preferences")}
    assert problems(status_quo="3", a={"preferences": {"statements": ["open if toll = some"]}}) == []


def test_faulty_statements_are_told_and_never_a_traceback():
    for more in ({"keeping": ["open &", "opn"]}, {"a": {"preferences": {"statements": ["worth >= lots", "opn"]}}}):
        with pytest.raises(ModelError) as caught:
            hold(conflict(**more))
        assert len(caught.value.problems) == 2
        with pytest.raises(ModelError):
            cg.fix_package(conflict(**more), "free")


def test_terms_without_options_are_a_fault():
    bare = {"options": {}, "preferences": {"statements": []}}
    assert problems(a=bare, b=bare) == [("CG037", "keeping")]
    wishes = {"options": {}, "preferences": {"statements": ["worth >= 1"]}}
    assert problems(a=wishes, b=wishes, keeping=[]) == []


def test_first_days_count_what_a_coalesced_state_stands_for():
    """Guarding or paying, not both: from both, one option changes, though neither is settled in the merged state."""
    merged = [{"name": "one", "states": "open & (guard iff -pay)"}]
    result = hold(conflict(coalesced=merged, status_quo="NYY"), mend=False)
    deal = result.deals[0]
    graph = result.graph(deal)
    assert [graph.yn(day) for day in deal.kept] == ["YNN", "Y--", "YYY"]
    assert [graph.yn(day) for day in deal.first_days] == ["YYY"]


def test_a_cost_needs_a_move():
    one_way = {"options": {"open": {"name": "Open", "direction": "backward"}, "guard": "Guard"}}
    graph = build_graph(cg.fix_package(conflict(a=one_way), "free"))
    found = {(c.kind, c.taken) for c in all_changes(graph, ("a",)) if c.option == 0}
    assert found == {("removed", False), ("costly", False), ("two_way", False)}


def test_what_a_smaller_part_can_bring_about_is_left_out():
    """Coalitions again, each part of each searched afresh."""
    listed = 0
    for seed in range(150):
        result = hold(random_spec(seed, parties=(3, 4), options=(3, 4), keen=True).conflict(), mend=False)
        for index, joint in result.joint.items():
            deal = result.deals[index]
            world = World(result.graph(deal), ("nash",), ())
            kept = np.isin(np.arange(world.graph.size), deal.kept)
            for one in joint:
                day, end = one.path[0].start, one.path[-1].end
                members = [world.parties.index(party) for party in one.parties]
                for size in range(1, len(members)):
                    for part in combinations(members, size):
                        assert end not in {state for state, _ in reachable(world, part, day)}
                assert not kept[end]
                listed += len(members) > 2
    assert listed > 0


def test_what_was_not_searched_is_said(monkeypatch):
    limits = hold(conflict(), mend=False).limits
    assert limits == ()
    monkeypatch.setattr(sys.modules[hold.__module__], "_DAYS", 1)
    (said,) = hold(conflict(), mend=False).limits
    assert "1 first days" in said
    many = {f"p{i}": {"name": f"P{i}", "at_table": False, "preferences": {"statements": ["pay"]}} for i in range(9)}
    made = conflict(parties=MODEL["parties"] | many)
    (said,) = hold(made, mend=False).limits
    assert "11 parties" in said
    assert joint_breaches(World(build_graph(cg.fix_package(made, "free")), ("nash",), ()), np.ones(8, bool), [0]) == ()
