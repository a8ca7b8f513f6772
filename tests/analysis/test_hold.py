"""``hold`` against the definitions of decision 8 on thousands of random models, and by hand where that is possible."""

import random
from itertools import pairwise

import pytest

import commonground as cg
from commonground.analysis.hold import VERDICTS, all_changes, changed_graph, hold
from commonground.errors import AnalysisError, TooLarge
from commonground.forms import build_graph
from commonground.model import Conflict
from tests.holdings import CONCEPTS, random_spec, states_of
from tests.oracles.hold import Left, changes

NASH_WAY = [("kiev", True), ("workers", True), ("russia", False)]
MODELS = 700
MENDED = 60


def left(spec, deal, result, **more):
    package = deal.values
    return Left(spec, package, states_of(spec, package), **more)


@pytest.mark.parametrize("block", range(7))
def test_verdicts_ways_out_and_who_leaves_are_those_of_the_definitions(block):
    for seed in range(block * MODELS // 7, (block + 1) * MODELS // 7):
        spec = random_spec(seed, keen=seed % 2 == 0)
        rng = random.Random(seed)
        only = None if rng.random() < 0.8 else rng.sample(spec.parties, max(1, len(spec.parties) - 1))
        result = hold(spec.conflict(), only=only or (), mend=False)
        assert {deal.values for deal in result.deals} == set(spec.packages())
        for index, deal in enumerate(result.deals):
            own = left(spec, deal, result, only=only)
            graph = result.graph(deal)
            assert [tuple(row) for row in (graph.choices == 1).tolist()] == own.states
            assert graph.ranks.tolist() == own.ranks, seed
            assert set(deal.kept) == own.kept, seed
            assert list(deal.first_days) == own.days, seed
            for concept in CONCEPTS:
                assert deal.verdicts[concept] == own.verdict(concept), (seed, concept)
                check_way(own, deal, concept)
            for place in own.asked if own.days else ():
                stays = {concept: own.stays(concept, place) for concept in CONCEPTS}
                assert dict(deal.parties[spec.parties[place]]) == stays, seed
            seats = [p for p in spec.seated if only is None or p in only]
            if seats:
                table = left(spec, deal, result, only=seats)
                assert dict(deal.at_table) == {c: table.verdict(c) for c in CONCEPTS}, seed
            if index in result.joint:
                check_coalitions(own, deal, result.joint[index])


def check_way(own, deal, concept):
    _, steps = own.reached(concept)
    if deal.verdicts[concept] == "holds":
        assert concept not in deal.paths
        return
    path = deal.paths[concept]
    assert len(path) == (steps or 0)
    for before, after in pairwise(path):
        assert before.end == after.start
    for place, move in enumerate(path):
        party = own.spec.parties.index(move.party)
        assert move.end in own.undeterred(concept, party, move.start)
        assert move.kept or move.end in own.leaving(concept, party, move.start)
        assert move.kept == (move.end in own.kept) == (place < len(path) - 1)
        assert place or move.start in own.days


def check_coalitions(own, deal, joint):
    calm = [day for day in own.days if any(own.equilibrium(concept, day) for concept in CONCEPTS)]
    wanted = own.coalitions(calm or own.days)
    found = {tuple(own.spec.parties.index(p) for p in one.parties): one for one in joint}
    assert {members: one.answered for members, one in found.items()} == wanted
    for members, one in found.items():
        day, end = one.path[0].start, one.path[-1].end
        assert day in own.days
        assert end not in own.kept
        assert all(own.ranks[m][end] > own.ranks[m][day] for m in members)
        state, last = day, None
        for move in one.path:
            party = own.spec.parties.index(move.party)
            assert party in members
            assert party != last
            assert move.start == state
            assert move.end in own.moves[party][state]
            state, last = move.end, party


def test_signing_is_what_the_worths_say():
    for seed in range(300):
        spec = random_spec(seed)
        result = hold(spec.conflict(), mend=False)
        every = spec.packages()
        utility = {x: [spec.utility(p, x) for p in spec.seated] for x in every}

        def fine(x, spec=spec, utility=utility):
            refused = any(holds((), x) for p in spec.seated for _, holds in spec.red_lines.get(p, []))
            pairs = zip(utility[x], (spec.reservations[p] for p in spec.seated), strict=True)
            return not refused and all(mine >= least for mine, least in pairs)

        def beaten(x, among, utility=utility):
            return any(
                all(a >= b for a, b in zip(utility[y], utility[x], strict=True)) and utility[y] != utility[x]
                for y in among
            )

        good = [x for x in every if fine(x)]
        signed = {x for x in good if not beaten(x, good)}
        assert {deal.values for deal in result.deals if deal.acceptable} == set(good)
        assert {deal.values for deal in result.deals if deal.signed} == signed
        held = [i for i, deal in enumerate(result.deals) if deal.values in signed and deal.holds]
        assert list(result.durable) == held
        assert list(result.firm) == [i for i in held if len(result.deals[i].holds) == len(CONCEPTS)]
        assert set(result.signed_not_kept) | set(held) == {i for i, d in enumerate(result.deals) if d.values in signed}


@pytest.mark.parametrize("block", range(6))
def test_mends_are_all_the_single_changes_that_help(block):
    helped = 0
    for seed in range(10_000 + block * MENDED // 6, 10_000 + (block + 1) * MENDED // 6):
        spec = random_spec(seed, parties=(2, 3), options=(2, 3), keen=True)
        result = hold(spec.conflict())
        for index, mends in result.mends.items():
            deal = result.deals[index]
            own = left(spec, deal, result)
            before = {c for c in CONCEPTS if own.verdict(c) == "holds"}
            wanted = {}
            for key, changed in changes(spec, spec.parties):
                after = left(changed, deal, result)
                if after.ranks == own.ranks and after.moves == own.moves:
                    continue
                holds = {c for c in CONCEPTS if any(after.equilibrium(c, day) for day in own.days)}
                if holds > before:
                    wanted[key] = holds
            found = {
                (m.change.kind, m.change.party, m.change.option, m.change.taken, m.change.places): set(m.holds)
                for m in mends
            }
            assert found == weakest(wanted), seed
            helped += len(found)
            for mend in mends:
                check_side_effects(spec, result, index, mend)
    assert helped > 20


def weakest(wanted):
    """Of one cost at several places, the last of those that help most."""
    best = {}
    for key, holds in wanted.items():
        group = key[:4] if key[0] == "costly" else key
        held = best.get(group)
        if held is None or (len(holds), key[4]) > (len(held[1]), held[0][4]):
            best[group] = (key, holds)
    return dict(best.values())


def check_side_effects(spec, result, index, mend):
    change = mend.change
    key = (change.kind, change.party, change.option, change.taken, change.places)
    changed = next(other for own, other in changes(spec, spec.parties) if own == key)
    for other in result.mends:
        if other == index:
            continue
        deal = result.deals[other]
        before, after = left(spec, deal, result), left(changed, deal, result)
        old = {c for c in CONCEPTS if before.verdict(c) == "holds"}
        new = {c for c in CONCEPTS if after.verdict(c) == "holds"}
        assert (other in mend.gains) == (new > old)
        assert (other in mend.loses) == (not new >= old)
    own, after = left(spec, result.deals[index], result), left(changed, result.deals[index], result)
    for concept in CONCEPTS:
        old = {s for s in range(len(own.states)) if own.equilibrium(concept, s)}
        new = {s for s in range(len(own.states)) if after.equilibrium(concept, s)}
        assert mend.equilibria[concept] == (len(new - old), len(old - new))


def priced(party, **worth):
    return {**party, "worths": {"order": {"points": {key: str(value) for key, value in worth.items()}}}}


def elmira(**more):
    """Elmira with one issue between the ministry and Uniroyal; the conflict after Hipel et al. 1993, as shipped."""
    model = cg.load(cg.example("elmira")).model_dump(mode="json", exclude_defaults=True)
    parties = model["parties"]
    ministry, uniroyal, local = parties
    parties[ministry] = priced(parties[ministry], issued=1, modified=0)
    parties[uniroyal] = priced(parties[uniroyal], issued=0, modified=1)
    parties[local]["at_table"] = False
    modify, accept = next(iter(parties[ministry]["options"])), list(parties[uniroyal]["options"])[1]
    terms = [f"{modify} iff order = modified", accept]
    issues = {"order": {"name": "The order", "values": {"issued": "As issued", "modified": "Modified"}}}
    names = {"modified": {"values": {"order": "modified"}}, "issued": {"values": {"order": "issued"}}}
    return Conflict.model_validate({**model, "issues": issues, "keeping": terms, "packages": names, **more})


def test_elmira_with_a_modified_order_settles_once_the_local_government_insists():
    result = hold(elmira(status_quo="1"))
    deal = result.deals[result.find("modified")]
    assert [state + 1 for state in deal.kept] == [4, 8]
    assert [state + 1 for state in deal.first_days] == [4]
    assert deal.verdicts["nash"] == "settles"
    assert [state + 1 for state in deal.kept_equilibria["nash"]] == [8]
    graph = result.graph(deal)
    local = graph.parties[2]
    assert deal.parties[local]["nash"] == "moves"
    assert set(deal.parties[graph.parties[1]].values()) == {"keeps"}
    assert deal.paths["nash"] == ()
    issued = result.deals[result.find("issued")]
    assert [state + 1 for state in issued.kept] == [3, 7]
    assert issued.verdicts["nash"] == "breaks"
    assert [move.party for move in issued.paths["nash"]] == [graph.parties[1]]


def test_elmira_without_a_status_quo_holds_where_it_may_begin():
    deal = (result := hold(elmira(status_quo=None), mend=False)).deals[result.find("modified")]
    assert deal.first_days == deal.kept
    assert set(deal.verdicts.values()) == {"holds"}


def test_what_a_package_does_to_the_common_ground_of_ukraine_2014():
    """The sentences of the example's note: Kiev signs; it takes one change, or its fear of councils, to keep it."""
    conflict = cg.load(cg.example("ukraine-2014"))
    result = hold(conflict)
    deal = result.deals[result.find("common ground")]
    assert [result.graph(deal).yn(day) for day in deal.first_days] == ["YNYYYNYN"]
    assert dict(deal.verdicts) == {"nash": "breaks", **dict.fromkeys(("gmr", "smr", "seq", "sseq"), "holds")}
    assert set(deal.at_table.values()) == {"holds"}
    assert {p for p, stays in deal.parties.items() if set(stays.values()) != {"keeps"}} == {"kiev"}
    assert deal.parties["kiev"]["nash"] == "moves", "it gains most by signing the association and nothing else"
    assert [(move.party, move.kept) for move in deal.paths["nash"]] == NASH_WAY
    mends = result.mends[result.find("common ground")]
    assert {(m.change.kind, m.change.party, m.change.option, m.change.taken) for m in mends} == {
        ("removed", "kiev", 5, True),
        ("costly", "kiev", 5, True),
    }
    assert all(set(m.holds) == set(CONCEPTS) for m in mends)
    assert result.firm == ()
    assert len(result.graphs) == 1, "no preference names an issue: all packages leave one conflict"
    solved = cg.solve(cg.fix_package(conflict, "common ground"))
    assert cg.solve(conflict).equilibria("gmr") == solved.equilibria("gmr")


@pytest.mark.parametrize("way", ["ranking", "weights"])
def test_changes_to_rankings_and_weights_are_plain_reorderings(way):
    for seed in range(60):
        rng = random.Random(seed)
        options = {"a": {"x": "X", "y": "Y"}, "b": {"z": "Z"}}
        states = [format(i, "03b").replace("0", "N").replace("1", "Y")[::-1] for i in range(8)]
        order = rng.sample(states, 8)
        ranking = [order[:2], *order[2:5], order[5:]]
        weights = {"x": str(rng.randint(-3, 3)), "y": str(rng.randint(-3, 3)), "z": "1"}
        wishes = {"ranking": ranking} if way == "ranking" else {"weights": weights}
        parties = {p: {"name": p, "options": own, "preferences": {"statements": ["z"]}} for p, own in options.items()}
        parties["a"]["preferences"] = wishes
        graph = build_graph(Conflict.model_validate({"title": "t", "parties": parties}))
        ranks = graph.ranks[0].tolist()
        for change in all_changes(graph, ("a",)):
            made = changed_graph(graph, change)
            new = ranks if made is None else made.ranks[0].tolist()
            taken = [graph.yn(s)[change.option] == "Y" for s in range(8)]
            if change.kind == "costly":
                wanted = [(taken[s] != change.taken, ranks[s]) for s in range(8)]
            elif change.kind == "swapped" and way == "ranking":
                turned = dict([change.places, change.places[::-1]])
                wanted = [turned.get(rank, rank) for rank in ranks]
            elif change.kind == "swapped":
                names = list(weights)
                points = dict(weights)
                one, other = (names[k] for k in change.places)
                points[one], points[other] = points[other], points[one]
                taken_in = [[n for n, c in zip("xyz", graph.yn(s), strict=True) if c == "Y"] for s in range(8)]
                wanted = [sum(int(points[n]) for n in names) for names in taken_in]
            else:
                wanted = ranks
            levels = sorted(set(wanted))
            assert new == [levels.index(value) for value in wanted], (seed, change)
            assert made is None or new != ranks or change.kind in ("removed", "added", "two_way")


def test_what_hold_cannot_judge_is_said():
    with pytest.raises(AnalysisError, match=r"no `issues`, no `keeping`"):
        hold(cg.load(cg.example("chicken")))
    with pytest.raises(AnalysisError, match="no `options`, no `keeping`"):
        hold(cg.load(cg.example("panama-canal-1974")))
    with pytest.raises(AnalysisError, match="no package `peace`"):
        hold(elmira(), names=["peace"])
    with pytest.raises(TooLarge):
        hold(elmira(), state_limit=3)


def test_verdicts_are_ordered_as_the_ranking_takes_them():
    for seed in range(40):
        result = hold(random_spec(seed).conflict(), mend=False)
        for before, after in pairwise(result.deals):
            kinds = [(deal.acceptable, deal.efficient, bool(deal.holds)) for deal in (before, after)]
            if kinds[0] == kinds[1]:
                strict = ("nash", "sseq", "seq", "smr", "gmr")
                ranks = [[VERDICTS.index(deal.verdicts[c]) for c in strict] for deal in (before, after)]
                assert ranks[0] <= ranks[1]
