"""The checker's own states, moves and preferences are those of the forms, on everything a model file can say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commonground as cg
from commonground.errors import AnalysisError, ModelError, TooLarge
from commonground.examples import EXAMPLES
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.output.writers.certificate import certificate_json
from commonground.verification import verify
from commonground.verification import world as world_module
from commonground.verification.world import World
from tests.conflicts import graph_conflicts, option_conflicts


def agree(conflict):
    graph, world = build_graph(conflict), World(conflict)
    assert world.labels == list(graph.labels)
    assert world.patterns == [graph.yn(state) for state in range(graph.size)]
    for row, party in enumerate(graph.parties):
        values = [world.value(party, state + 1) for state in range(graph.size)]
        order = sorted(set(values))
        ranks = graph.ranks[row].tolist()
        assert [order.index(value) for value in values] == [sorted(set(ranks)).index(rank) for rank in ranks]
        for state in range(graph.size):
            ends = {end + 1 for end in graph.moves[row].from_state(state).tolist()}
            assert world.moves(party, state + 1) == ends


@pytest.mark.parametrize("example", [row.id for row in EXAMPLES])
def test_examples(example):
    agree(cg.load(cg.example(example)))


@settings(max_examples=80, deadline=None)
@given(st.one_of(option_conflicts(), graph_conflicts()))
def test_random_conflicts(case):
    agree(case.conflict)


@st.composite
def coalesced_conflicts(draw):
    """Option form with coalesced states, labels, and perhaps a published order or an order of options."""
    case = draw(option_conflicts(max_options=4))
    data = case.conflict.model_dump(exclude_defaults=True)
    k = sum(len(party.get("options", {})) for party in data["parties"].values())
    letters = draw(st.lists(st.sampled_from("YN--"), min_size=k, max_size=k))
    merged = {"name": "merged", "states": "".join(letters)}
    if any(letter != "-" for letter in letters):
        data["coalesced"] = [merged]
    for party in data["parties"].values():
        if "ranking" in party["preferences"]:
            party["preferences"] = {"weights": dict.fromkeys(party.get("options", {}), "0.5")}
    if draw(st.booleans()):
        own = [option for party in data["parties"].values() for option in party.get("options", {})]
        data["option_order"] = draw(st.permutations(own))
    try:
        graph = build_graph(Conflict.model_validate(data))
    except ModelError:
        return case.conflict
    listed = draw(st.permutations(range(graph.size)))[: draw(st.integers(0, graph.size))]
    patterns = [graph.yn(state) for state in listed]
    named = {f"state {i}": text for i, text in enumerate(patterns) if patterns.count(text) == 1}
    trial = Conflict.model_validate(data | {"states": named}) if named else Conflict.model_validate(data)
    try:
        build_graph(trial)
    except ModelError:
        return Conflict.model_validate(data)
    return trial


@settings(max_examples=100, deadline=None)
@given(coalesced_conflicts())
def test_coalesced_listed_and_reordered(conflict):
    agree(conflict)


def rules(*, feasibility, options=4, **more):
    members = {"a": {"name": "A", "options": {f"o{i}": "O" for i in range(options)}, "preferences": {"statements": []}}}
    return Conflict.model_validate({"title": "t", "parties": members, "feasibility": feasibility} | more)


@pytest.mark.parametrize(
    "rule",
    [
        {"at_most_one": ["o0", "o3"]},
        {"at_least_one": ["o1", "a.o2"]},
        {"exactly_one": ["1", "o1", "o2"]},
        {"when": "o3", "only_if": "o0 & -o1"},
        {"never": "o0 iff o2"},
        {"always": "(o0 | o1) & -(o2 | o3)"},
        {"remove": ["YNNN", "NNNY"]},
    ],
)
def test_every_kind_of_rule(rule):
    agree(rules(feasibility=[rule]))


def test_many_options_and_few_feasible_states():
    feasibility = [{"exactly_one": [f"o{i}" for i in range(30)]}]
    assert World(rules(feasibility=feasibility, options=30)).size == 30


def test_too_many_selections(monkeypatch):
    monkeypatch.setattr(world_module, "PARTIAL_LIMIT", 8)
    with pytest.raises(TooLarge):
        World(rules(feasibility=[]))


def test_an_unsound_model_is_said_to_be_one():
    model = {"a": {"name": "A", "moves": {"s": ["t"]}, "preferences": {"ranking": ["s"]}}}
    conflict = Conflict.model_validate({"title": "t", "parties": model, "states": {"s": "", "t": ""}})
    with pytest.raises(AnalysisError, match="not sound"):
        World(conflict).value("a", 1)
    unreadable = rules(feasibility=[{"never": "nobody"}])
    content = certificate_json(cg.certify(cg.solve(rules(feasibility=[])))) | {"model": unreadable.hash}
    with pytest.raises(AnalysisError, match="not sound"):
        verify(unreadable, content)
