"""Kernels and explanations against the oracles, and the theorems that tie the concepts together."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.analysis.stability import explain, solve
from commonground.forms import build_graph
from tests.conflicts import graph_conflicts, option_conflicts
from tests.oracles import stability as oracle

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
THOROUGH = settings(
    max_examples=1200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
SHORT = settings(THOROUGH, max_examples=300)


def verdicts(case, concept, only):
    rows = [case.parties.index(party) for party in only]
    return [
        [oracle.is_stable(case.moves, case.ranks, rows, row, state, concept) for state in range(len(case.states))]
        for row in rows
    ]


def check_against_oracle(case, only):
    graph = build_graph(case.conflict)
    assert graph.size == len(case.states)
    for row in range(len(case.parties)):
        assert [set(graph.moves[row].from_state(s).tolist()) for s in range(graph.size)] == [
            case.moves[row].get(s, set()) for s in range(graph.size)
        ]
    assert graph.ranks.tolist() == case.ranks
    solution = solve(graph, CONCEPTS, only=only)
    for concept in CONCEPTS:
        assert solution.results[concept].stable.tolist() == verdicts(case, concept, only), concept
    return graph, solution


@THOROUGH
@given(option_conflicts(), st.data())
def test_option_form_agrees_with_the_definitions(case, data):
    only = data.draw(st.sampled_from([case.parties, case.parties, case.parties[:1], case.parties[-2:]]))
    check_against_oracle(case, only)


@THOROUGH
@given(graph_conflicts())
def test_graph_form_agrees_with_the_definitions(case):
    check_against_oracle(case, case.parties)


def is_legal_sanction(case, graph, why, improvement, rows):
    """A sanction is a chain of legal moves of others, ends no better than the start, and leaves no way out."""
    focal = case.parties.index(why.party)
    ranks = case.ranks[focal]
    last, at = None, improvement.move.end
    for step in improvement.sanction:
        mover = case.parties.index(step.party)
        assert mover != focal
        assert mover in rows
        assert step.party != last
        assert step.start == at
        assert step.end in case.moves[mover].get(at, set())
        if why.concept in ("seq", "sseq"):
            assert case.ranks[mover][step.end] > case.ranks[mover][at]
        last, at = step.party, step.end
    assert at == improvement.outcome
    assert ranks[at] <= ranks[why.state]
    if why.concept in ("smr", "sseq"):
        assert {step.end for step in improvement.last_resorts} == case.moves[focal].get(at, set())
        assert all(ranks[step.end] <= ranks[why.state] for step in improvement.last_resorts)


@SHORT
@given(st.one_of(option_conflicts(max_options=4), graph_conflicts(max_states=6)), st.data())
def test_explanations_prove_the_verdicts(case, data):
    graph = build_graph(case.conflict)
    only = data.draw(st.sampled_from([case.parties, case.parties[:2]]))
    rows = [case.parties.index(party) for party in only]
    solution = solve(graph, CONCEPTS, only=only)
    party, concept = data.draw(st.sampled_from(only)), data.draw(st.sampled_from(CONCEPTS))
    for state in range(graph.size):
        why = explain(graph, concept, party=party, state=state, only=only)
        focal = case.parties.index(party)
        assert why.stable == solution.is_stable(concept, party, state)
        assert {step.end for step in why.moves} == case.moves[focal].get(state, set())
        assert {i.move.end for i in why.improvements} == oracle.improvements(case.moves, case.ranks, focal, state)
        for improvement in why.improvements:
            if improvement.sanction is not None:
                is_legal_sanction(case, graph, why, improvement, rows)


@SHORT
@given(option_conflicts(max_parties=4, max_options=5))
def test_simultaneous_stability_agrees_with_both_readings(case):
    graph = build_graph(case.conflict)
    solution = solve(graph, ["seq", "sim", "sim_fh", "seq_sim"])
    rows = range(len(case.parties))
    for state in range(graph.size):
        seq = [oracle.is_stable(case.moves, case.ranks, rows, row, state, "seq") for row in rows]
        unstable = [row for row in rows if not seq[row]]
        for row, party in enumerate(case.parties):
            sim = oracle.is_simultaneously_stable(case.states, case.moves, case.ranks, rows, row, state)
            among = oracle.is_simultaneously_stable(case.states, case.moves, case.ranks, unstable, row, state)
            expected = {"sim": sim, "sim_fh": seq[row] or among, "seq_sim": seq[row] or sim}
            for concept, verdict in expected.items():
                assert solution.is_stable(concept, party, state) == verdict, concept
                assert explain(graph, concept, party=party, state=state).stable == verdict, concept


INCLUSIONS = [("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr"), ("nash", "smr")]


@SHORT
@given(st.one_of(option_conflicts(), graph_conflicts()))
def test_inclusions_hold(case):
    """Nash => SSEQ => SEQ => GMR and SSEQ => SMR => GMR (Fang, Hipel & Kilgour 1989; Rêgo & Vieira 2017)."""
    solution = solve(build_graph(case.conflict))
    for narrow, wide in INCLUSIONS:
        assert not (solution.results[narrow].stable & ~solution.results[wide].stable).any(), (narrow, wide)
        assert set(solution.equilibria(narrow)) <= set(solution.equilibria(wide))


@SHORT
@given(option_conflicts(shared=False))
def test_nash_is_simultaneously_stable_and_two_parties_sim_is_gmr(case):
    solution = solve(build_graph(case.conflict), ["nash", "sim", "gmr"])
    assert not (solution.results["nash"].stable & ~solution.results["sim"].stable).any()
    if len(case.parties) == 2 and not case.conflict.forbidden_moves:
        assert not (solution.results["sim"].stable & ~solution.results["gmr"].stable).any()


@SHORT
@given(graph_conflicts(max_parties=3, max_states=6), st.randoms(use_true_random=False))
def test_verdicts_do_not_depend_on_names_or_order(case, random):
    """Renaming and reordering states and parties moves the verdicts with them."""
    order = list(range(len(case.states)))
    random.shuffle(order)
    data = case.conflict.model_dump(exclude_defaults=True)
    data["states"] = {case.states[i]: "again" for i in order}
    data["parties"] = dict(reversed(data["parties"].items()))
    there = solve(build_graph(type(case.conflict).model_validate(data)))
    here = solve(build_graph(case.conflict))
    for concept in CONCEPTS:
        for party in case.parties:
            moved = {case.states[order[n - 1]] for n in there.stable(concept, party)}
            assert moved == {case.states[n - 1] for n in here.stable(concept, party)}


@SHORT
@given(option_conflicts(max_options=4))
def test_a_concept_per_party(case):
    graph = build_graph(case.conflict)
    own = {party: CONCEPTS[i % 5] for i, party in enumerate(case.parties)}
    solution = solve(graph, CONCEPTS, by_party=own)
    for i, party in enumerate(case.parties):
        assert solution.stable("mixed", party) == solution.stable(CONCEPTS[i % 5], party)
    shared = set.intersection(*(set(solution.stable("mixed", party)) for party in case.parties))
    assert set(solution.equilibria("mixed")) == shared


@pytest.mark.parametrize("size", [1, 2])
def test_everything_tied_is_stable(size):
    from commonground.model import Conflict

    parties = {f"p{i}": {"name": "P", "options": {"x": "X"}, "preferences": {"statements": []}} for i in range(size)}
    graph = build_graph(Conflict.model_validate({"title": "t", "parties": parties}))
    solution = solve(graph, ["nash", "gmr", "smr", "seq", "sseq", "sim", "sim_fh", "seq_sim"])
    assert all(result.stable.all() for result in solution.results.values())
