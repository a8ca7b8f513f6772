"""``hold`` where states depend on what is signed, where states are coalesced, and what a faulty model is told."""

import copy
import json
import sys
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

import commonground as cg
from commonground.analysis.hold import KINDS, VERDICTS, all_changes, changed_graph, hold
from commonground.analysis.hold.together import joint_breaches, reachable
from commonground.analysis.hold.world import World
from commonground.errors import AnalysisError, ModelError
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.output.hold_words import deal_story, hold_story
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


PAID_WHERE_DEAR = [{"when": "pay", "only_if": "toll = some"}]


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


def test_first_days_start_from_what_a_coalesced_status_quo_stands_for():
    merged = [{"name": "one", "states": "open & (guard iff -pay)"}]
    result = hold(conflict(coalesced=merged, status_quo="one", keeping=["-open"]), mend=False)
    deal = result.deals[0]
    assert {result.graph(deal).yn(day) for day in deal.first_days} == {"NYN", "NNY"}


def test_a_cost_needs_a_move():
    one_way = {"options": {"open": {"name": "Open", "direction": "backward"}, "guard": "Guard"}}
    graph = build_graph(cg.fix_package(conflict(a=one_way), "free"))
    found = {(c.kind, c.taken) for c in all_changes(graph, ("a",)) if c.option == 0}
    assert found == {("removed", False), ("costly", False), ("two_way", False)}


def test_what_a_smaller_part_can_bring_about_is_left_out():
    """Coalitions again, each part of each searched afresh."""
    listed = 0
    for seed in range(60):
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


def test_a_package_that_changes_within_its_terms_is_not_said_to_be_left():
    wants = {"preferences": {"statements": ["pay if open", "-pay"]}}
    result = hold(conflict(b=wants, keeping=["open"], status_quo="NNN"), mend=False)
    deal = result.deals[0]
    assert set(deal.verdicts.values()) == {"settles"}
    assert deal.stays_within == tuple(deal.verdicts)
    assert deal.parties["b"]["nash"] == "moves"
    said = " ".join([*hold_story(result), *deal_story(result, 0)])
    assert "change within the terms, but never be left" in said
    assert "nobody's moves lead out of what was signed" in said
    assert "would leave" not in said
    assert "hold under no concept:" not in said


def test_who_gains_more_within_the_terms_does_not_leave():
    """B would rather pay than stop guarding, and either is better for it than what was signed; only one is a breach."""
    parties = {
        "a": MODEL["parties"]["a"] | {"options": {"open": "Open"}},
        "b": MODEL["parties"]["b"]
        | {"options": {"pay": "Pay", "guard": "Guard"}, "preferences": {"statements": ["pay & -guard", "guard"]}},
    }
    keen = copy.deepcopy(parties)
    parties["b"]["preferences"]["statements"] = ["pay & guard", "-guard"]
    stays = {}
    for name, who in (("within", parties), ("out", keen)):
        made = conflict(parties=who, keeping=["open", "guard"], status_quo="YNY")
        result = hold(made, ["nash"], mend=False)
        deal = result.deals[0]
        stays[name] = deal.parties["b"]["nash"], [move.kept for move in deal.paths["nash"]]
    assert stays == {"within": ("moves", []), "out": ("breaks", [False])}


def margin(spec, package, zone):
    """The least gain above the reservation as a share of the most that each party gets above it in the zone."""
    shares = []
    for party in spec.seated:
        top = max(spec.utility(party, other) for other in zone) - spec.reservations[party]
        if top > 0:
            shares.append((spec.utility(party, package) - spec.reservations[party]) / top)
    return min(shares, default=0)


def test_lists_and_ranks_follow_from_the_verdicts():
    strict = ("nash", "sseq", "seq", "smr", "gmr")
    seen = {"others_break": 0, "kept_not_signed": 0, "best": 0, "none": 0, "margin": 0}
    for seed in range(110):
        spec = random_spec(seed, keen=seed % 2 == 0)
        result = hold(spec.conflict(), mend=False)
        deals = result.deals
        zone = [deal.values for deal in deals if deal.acceptable]
        signed = [deal for deal in deals if deal.acceptable and deal.efficient]
        alone = [
            i
            for i, deal in enumerate(deals)
            if deal in signed and any(deal.at_table[c] == "holds" != deal.verdicts[c] for c in strict)
        ]
        assert list(result.others_break) == alone
        best = next((set(deal.holds) for deal in signed if deal.holds), None)
        most = max(len(deal.holds) for deal in deals)
        kept = [
            i
            for i, deal in enumerate(deals)
            if deal.values not in zone
            and deal.holds
            and (set(deal.holds) >= best if best is not None else len(deal.holds) == most)
        ]
        assert list(result.kept_not_signed) == kept
        for deal in deals:
            assert deal.margin == (margin(spec, deal.values, zone) if zone else None)

        def key(deal):
            first = (not deal.acceptable, not deal.efficient, not deal.holds)
            return (*first, [VERDICTS.index(deal.verdicts[c]) for c in strict], -(deal.margin or 0), deal.values)

        assert list(deals) == sorted(deals, key=key)
        seen["others_break"] += bool(alone)
        seen["kept_not_signed"] += bool(kept)
        seen["best" if best else "none"] += bool(kept)
        seen["margin"] += len({deal.margin for deal in deals}) > 1
    assert min(seen.values()) > 3, seen


def test_packages_asked_for_are_looked_into_and_no_others():
    spec = random_spec(4)
    made = spec.conflict()
    name = f"k{len(spec.packages()) - 1}"
    result = hold(made, names=[name])
    assert list(result.joint) == list(result.mends) == [result.find(name)]


def test_the_best_mends_come_first():
    compared = 0
    for seed in range(10_000, 10_008):
        for mends in hold(random_spec(seed, parties=(2, 3), options=(2, 3), keen=True).conflict()).mends.values():
            found = [(-len(mend.holds), len(mend.loses), KINDS.index(mend.change.kind)) for mend in mends]
            assert found == sorted(found)
            compared += len(set(found)) > 1
    assert compared > 3


def test_a_joint_way_says_where_the_package_is_kept():
    steps = 0
    for seed in range(60):
        result = hold(random_spec(seed, keen=True).conflict(), mend=False)
        for index, joint in result.joint.items():
            for move in (move for one in joint for move in one.path):
                assert move.kept == (move.end in result.deals[index].kept)
                steps += move.kept
    assert steps > 0


SHARED = {"open": {"name": "Open", "shared_with": ["b"], "direction": "backward"}}


def moves(graph, party):
    place = graph.parties.index(party)
    return {(graph.yn(s), graph.yn(int(t))) for s in range(graph.size) for t in graph.moves[place].from_state(s)}


def test_changes_to_a_shared_option_touch_one_party():
    third = {"c": {"name": "C", "at_table": False, "preferences": {"statements": ["-open"]}}}
    parties = MODEL["parties"] | {"a": MODEL["parties"]["a"] | {"options": SHARED}} | third
    graph = build_graph(cg.fix_package(conflict(parties=parties), "free"))
    changes = [change for change in all_changes(graph, ("a", "b", "c")) if change.option == 0]
    assert [c.party for c in changes if c.kind == "two_way"] == ["a"]
    assert [c.party for c in changes if c.kind == "added"] == ["c"]
    assert [(c.party, c.taken) for c in changes if c.kind == "removed"] == [("a", False), ("b", False)]
    drop = {("YN", "NN"), ("YY", "NY")}
    assert moves(graph, "a") == drop
    for change in changes:
        made = changed_graph(graph, change)
        if change.kind == "removed":
            assert moves(made, change.party) == moves(graph, change.party) - drop - {("YN", "NY"), ("YY", "NN")}
            (other,) = {"a", "b"} - {change.party}
            assert moves(made, other) == moves(graph, other)
        if change.kind == "added":
            assert moves(made, "c") == drop
            assert all(moves(made, party) == moves(graph, party) for party in "ab")
        if change.kind == "two_way":
            assert moves(made, "a") == drop | {(end, start) for start, end in drop}


def test_a_term_holds_in_a_coalesced_state_where_it_holds_for_all_of_it():
    merged = [{"name": "one", "states": "open & (guard iff -pay)"}]
    kept = {}
    for term in ("guard", "guard | pay", "open if toll = none"):
        result = hold(conflict(coalesced=merged, keeping=[term]), mend=False)
        deal = result.deals[result.find("free")]
        kept[term] = {result.graph(deal).yn(day) for day in deal.kept}
    assert kept["guard"] == {"NYN", "NYY", "YYY"}
    assert kept["guard | pay"] == {"NYN", "NNY", "NYY", "YYY", "Y--"}
    assert kept["open if toll = none"] == {"YNN", "YYY", "Y--"}


def test_worths_are_compared_in_points_and_with_reservations():
    """A holds 1/3 and wants at least that: the scale is 3, so that units and points differ."""
    worths = {"toll": {"points": {"none": "0", "some": "1/3"}}}
    for text, truth in {
        "worth >= 0.3": (False, True),
        "worth >= 1": (False, False),
        "worth > reservation": (False, False),
        "worth <= reservation": (True, True),
        "b.worth = reservation": (False, True),
        "b.worth < 1": (False, True),
    }.items():
        wants = {"worths": worths, "reservation": "1/3", "preferences": {"statements": [f"open iff {text}"]}}
        made = conflict(a=wants)
        for name, holds in zip(("free", "dear"), truth, strict=True):
            graph = build_graph(cg.fix_package(made, name))
            best = {graph.yn(s)[0] for s in range(graph.size) if graph.ranks[0][s] == graph.ranks[0].max()}
            assert best == {"Y" if holds else "N"}, (text, name)


def test_answers_worked_out_at_once_are_those_of_each_search(monkeypatch):
    asked = ("nash", "gmr", "smr", "seq", "sseq")
    graphs = [graph for seed in range(25) for graph in hold(random_spec(seed).conflict(), mend=False).graphs]

    def found():
        worlds = [World(graph, asked, ()) for graph in graphs]
        return [
            world.undeterred(concept, party, state)
            for world in worlds
            for concept in asked
            for party in range(len(world.parties))
            for state in range(world.graph.size)
        ]

    at_once = found()
    monkeypatch.setattr("commonground.analysis.hold.world.LISTED_MOVES", -1)
    assert found() == at_once
    assert any(at_once)


def test_a_package_that_leaves_no_state_is_named():
    model = {
        "title": "t",
        "issues": {"i": {"name": "I", "values": {"v": "V", "w": "W"}}},
        "parties": {
            p: {
                "name": p,
                "options": {f"o{p}": "O"},
                "worths": {"i": {"points": {"v": 1, "w": 0}}},
                "preferences": {"statements": [f"o{p}"]},
            }
            for p in ("a", "b")
        },
        "feasibility": [{"never": "i = w"}],
        "keeping": ["oa"],
    }
    with pytest.raises(AnalysisError, match="once i = w is signed"):
        hold(Conflict.model_validate(model))


def test_mends_that_would_take_too_long_are_left_out_and_that_is_said(monkeypatch):
    monkeypatch.setattr("commonground.analysis.hold.mend.MOST_TRIALS", 10)
    result = hold(cg.load(cg.example("ukraine-2014")))
    assert result.mends == {}
    assert any("not searched" in words for words in result.limits)


class _Listed:
    """A conflict of which only moves and ranks are known; parties are places."""

    def __init__(self, moves, ranks):
        self._moves, self.parties = moves, tuple("abc"[: len(moves)])
        self.question = SimpleNamespace(ranks=np.array(ranks))

    def moves(self, party, state):
        return self._moves[party].get(state, [])


def test_nobody_moves_twice_running_in_a_coalition():
    world = _Listed([{0: [1], 1: [2]}, {1: [3]}], [[0] * 5, [0] * 5])
    assert set(reachable(world, (0,), 0)) == {(0, -1), (1, 0)}
    assert {state for state, _ in reachable(world, (0, 1), 0)} == {0, 1, 3}


def test_of_several_joint_breaches_one_that_nobody_answers_is_given():
    moves = [{0: [1, 2]}, {1: [3], 2: [4]}, {3: [5]}]
    ranks = [[1, 1, 1, 2, 2, 0], [1, 1, 1, 2, 2, 0], [0] * 6]
    kept = np.array([True, True, True, False, False, False])
    (joint,) = joint_breaches(_Listed(moves, ranks), kept, (0,))
    assert joint.parties == ("a", "b")
    assert [move.end for move in joint.path] == [2, 4]
    assert not joint.answered
    (joint,) = joint_breaches(_Listed([*moves[:2], {3: [5], 4: [5]}], ranks), kept, (0,))
    assert joint.answered
