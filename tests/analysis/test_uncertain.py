"""Uncertain worths against every corner, and draws against the definition."""

import itertools
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from commonground.analysis.negotiation import find_at_worst, find_uncertainty, solve_packages, standard_error
from commonground.analysis.negotiation.draws import GRID, draw_places, drawn_packages, plan_draws
from commonground.errors import AnalysisError, TooLarge
from commonground.forms import build_estimates
from commonground.forms.uncertain import in_one_bundle
from commonground.model import Conflict
from tests.estimates import random_case
from tests.oracles import negotiation as oracle
from tests.oracles import uncertain


@pytest.mark.parametrize("start", range(0, 1500, 250))
def test_at_worst_is_the_worst_of_all_corners(start):
    seen = set()
    for seed in range(start, start + 250):
        case = random_case(seed, packages=16)
        estimates = build_estimates(case.conflict)
        by_party = [uncertain.party_corners(case, p) for p in range(len(case.worths))]
        ranges = estimates.packages.points(estimates.packages.spans)
        x = case.possible[seed % len(case.possible)]
        found = find_at_worst(estimates, x)
        distance, forgoes, always, ever, acceptable = uncertain.at_worst(case, x, by_party, ranges)
        assert (found.distance, list(found.forgoes), found.acceptable) == (distance, forgoes, acceptable), seed
        assert (found.efficient == "always") == always, seed
        if found.efficient == "never":
            assert not ever, seed
        elif found.efficient == "unknown":
            assert not uncertain.always_dominated(case, x, by_party), seed
        elif found.efficient == "sometimes":
            assert ever, seed
        assert (found.better is None) == (distance == 0)
        assert find_at_worst(in_one_bundle(estimates), x) == found
        seen.add((found.efficient, found.acceptable))
    assert {state for state, _ in seen} >= {"always", "sometimes", "never"}
    assert {state for _, state in seen} == {"always", "sometimes", "never"}


@pytest.mark.parametrize("start", range(5000, 5600, 200))
def test_draws_are_what_the_places_say(start):
    for seed in range(start, start + 200):
        case = random_case(seed, most=9)
        estimates = build_estimates(case.conflict)
        plan = plan_draws(in_one_bundle(estimates) if seed % 2 else estimates)
        places = draw_places(plan, 2, np.random.default_rng(seed))
        places[:, ::3] = np.array([[0], [GRID]])[:, : places[:, ::3].shape[1]]
        draws = list(drawn_packages(plan, places))
        for packages, expected in zip(draws, uncertain.drawn(case, places, GRID), strict=True):
            for values in case.possible:
                rows = packages.rows_of(values)
                assert packages.points(packages.utility(rows)) == tuple(u[values] for u, _ in expected), seed
            assert packages.points(packages.reservations) == tuple(limit for _, limit in expected), seed


def test_the_middle_is_the_mean_of_the_draws():
    for seed in (3, 11, 19, 27):
        case = random_case(seed, most=9)
        estimates = build_estimates(case.conflict)
        plan = plan_draws(estimates)
        places = draw_places(plan, 4000, np.random.default_rng(0))
        packages = estimates.packages
        values = case.possible[-1]
        drawn = np.array(
            [[float(n) for n in one.points(one.utility(one.rows_of(values)))] for one in drawn_packages(plan, places)]
        )
        middle = [float(n) for n in packages.points(packages.utility(packages.rows_of(values)))]
        assert np.abs(drawn.mean(axis=0) - middle).max() <= 4 * drawn.std(axis=0).max() / 4000**0.5 + 1e-9


def ranked(count):
    names = [f"v{k}" for k in range(count)]
    worth = {"ranking": names}
    other = {"points": {name: str(k) for k, name in enumerate(names)}}
    issue = {"name": "I", "values": {name: name for name in names}}
    parties = {"a": {"name": "A", "worths": {"i": worth}}, "b": {"name": "B", "worths": {"i": other}}}
    return Conflict.model_validate({"title": "Ranked", "issues": {"i": issue}, "parties": parties})


def test_points_in_order_are_uniform_among_all_vectors_in_that_order():
    # The k-th largest of m uniform numbers has the mean 1 - k/(m+1) and the variance k(m+1-k)/((m+1)^2(m+2)).
    plan = plan_draws(build_estimates(ranked(6)))
    places = draw_places(plan, 20_000, np.random.default_rng(1))
    worths = np.array([one.bundles[0].utilities[:, 0] for one in drawn_packages(plan, places)]) / plan.scales[0]
    assert (np.diff(worths, axis=1) <= 0).all()
    assert (worths[:, 0] == 1).all()
    assert (worths[:, 5] == 0).all()
    for k in range(1, 5):
        assert abs(worths[:, k].mean() - (1 - k / 5)) < 0.006
        assert abs(worths[:, k].var() - k * (5 - k) / (25 * 6)) < 0.001


def test_numbers_reach_both_ends_and_are_uniform_between():
    plan = plan_draws(build_estimates(ranked(6)))
    places = draw_places(plan, 250_000, np.random.default_rng(2))
    assert (places.min(), places.max()) == (0, GRID)
    counts = np.bincount(places.ravel() * 16 // (GRID + 1), minlength=16)
    expected = places.size / 16
    assert ((counts - expected) ** 2 / expected).sum() < 45, "chi squared of 15 degrees: beyond it once in 10,000"
    assert abs(np.corrcoef(places, rowvar=False)[0, 1]) < 0.01


@pytest.mark.parametrize("start", range(9000, 9120, 40))
def test_shares_and_choices_are_counted_as_defined(start):
    for seed in range(start, start + 40):
        case = random_case(seed, most=6)
        estimates = build_estimates(case.conflict)
        if not estimates.doubts:
            continue
        result = solve_packages(estimates.packages, ["nash", "utilitarian", "egalitarian"])
        found = find_uncertainty(estimates, result, draws=12, seed=seed, redraws=4)
        plan = plan_draws(estimates)
        rng = np.random.default_rng(seed)
        places = draw_places(plan, 12, rng)
        others = draw_places(plan, 4, rng)
        draws = list(uncertain.drawn(case, places, GRID))
        answers = [by_definition(case, draw) for draw in draws]
        for rule, picks in found.picks.items():
            assert {pick.values: pick.draws for pick in picks}.items() <= first_chosen(draws, answers, rule).items()
            assert len(picks) == min(10, len(first_chosen(draws, answers, rule)))
        assert found.empty == sum(not chosen["nash"] for _, _, chosen in answers)
        for outlook in found.packages:
            x = outlook.values
            assert outlook.frontier == sum(x in efficient for efficient, _, _ in answers), seed
            assert outlook.zone == sum(x in zone for _, zone, _ in answers), seed
            for rule, count in outlook.picked.items():
                assert count == sum(x in chosen[rule] for _, _, chosen in answers), (seed, rule)
        listed = [outlook.values for outlook in found.packages]
        for influence in found.influences:
            start_, stop = plan.columns[estimates.doubts.index(influence.doubt)]
            mixed = places[:4].copy()
            mixed[:, start_:stop] = others[:, start_:stop]
            after = [by_definition(case, draw) for draw in uncertain.drawn(case, mixed, GRID)]
            pairs = list(zip(answers[:4], after, strict=True))
            assert influence.chosen == sum(a[2]["nash"] != b[2]["nash"] for a, b in pairs), seed
            assert influence.frontier == sum((x in a[0]) != (x in b[0]) for a, b in pairs for x in listed), seed
            assert influence.zone == sum((x in a[1]) != (x in b[1]) for a, b in pairs for x in listed), seed
        assert sorted(found.influences, key=lambda one: -one.chosen)[0].chosen == found.influences[0].chosen


def first_chosen(draws, answers, rule):
    """Return how often a package is the first of those of equal utilities that a rule chooses."""
    counts = Counter()
    for draw, (_, _, chosen) in zip(draws, answers, strict=True):
        vectors = {}
        for k in sorted(chosen[rule]):
            vectors.setdefault(tuple(u[k] for u, _ in draw), k)
        counts.update(vectors.values())
    return counts


def test_a_refused_package_is_not_chosen_where_its_equal_is():
    worths = {"i": {"points": {"x": "1", "y": "1"}}, "j": {"points": {"m": "0 to 2", "n": "1"}}}
    parties = {p: {"name": p.upper(), "worths": worths} for p in "ab"}
    parties["a"]["red_lines"] = ["i = y"]
    issues = {"i": {"name": "I", "values": {"x": "X", "y": "Y"}}, "j": {"name": "J", "values": {"m": "M", "n": "N"}}}
    named = {f"{i}{j}": {"values": {"i": i, "j": j}} for i in "xy" for j in "mn"}
    data = {"title": "T", "issues": issues, "parties": parties, "packages": named}
    estimates = build_estimates(Conflict.model_validate(data))
    found = find_uncertainty(estimates, solve_packages(estimates.packages, ["utilitarian"]), draws=50, seed=1)
    chosen = {one.values: one.picked["utilitarian"] for one in found.packages}
    assert (chosen[1, 0], chosen[1, 1]) == (0, 0)
    assert chosen[0, 0] + chosen[0, 1] >= 50
    standing = {one.values: (one.frontier > 0, one.zone, one.worst.acceptable) for one in found.packages}
    assert standing[1, 0] == (True, 0, "never")


def by_definition(case, draw):
    """Return the efficient packages, the acceptable ones, and per rule those chosen."""
    vectors = {k: tuple(u[k] for u, _ in draw) for k in case.possible}
    limits = tuple(limit for _, limit in draw)
    efficient = oracle.frontier(list(vectors.values()))
    zone = {
        k: v
        for k, v in vectors.items()
        if k not in case.refused and all(a >= b for a, b in zip(v, limits, strict=True))
    }
    best = list(oracle.frontier(list(zone.values())))
    solved = oracle.solutions(best, limits, (1,) * len(limits)) if best else {}
    chosen = {
        rule: {k for k, v in zone.items() if v in solved.get(rule, ())}
        for rule in ("nash", "utilitarian", "egalitarian")
    }
    return {k for k, v in vectors.items() if v in efficient}, set(zone), chosen


def test_one_seed_gives_one_answer_and_another_another():
    case = next(c for c in map(random_case, itertools.count(100)) if len(build_estimates(c.conflict).doubts) > 2)
    estimates = build_estimates(case.conflict)
    result = solve_packages(estimates.packages, ["nash"])
    one, same, other = (find_uncertainty(estimates, result, draws=300, seed=seed) for seed in (5, 5, 6))
    assert one.packages == same.packages
    assert one.influences == same.influences
    assert (one.picks, one.empty) == (same.picks, same.empty)
    assert one.packages != other.packages or one.influences != other.influences


def test_progress_is_told_after_every_draw_to_the_last():
    estimates = build_estimates(ranked(5))
    told = []
    result = solve_packages(estimates.packages, ["nash"])
    find_uncertainty(estimates, result, draws=7, redraws=3, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 10) for done in range(1, 11)]


def test_what_is_not_uncertain_or_too_much_is_said_before_anything_is_drawn():
    certain = build_estimates(ranked(2))
    result = solve_packages(certain.packages)
    with pytest.raises(AnalysisError, match="nothing is uncertain"):
        find_uncertainty(certain, result)
    estimates = build_estimates(ranked(30))
    with pytest.raises(TooLarge, match="ask for at most"):
        find_uncertainty(estimates, solve_packages(estimates.packages), draws=10**9)
    with pytest.raises(AnalysisError, match="at least 1"):
        find_uncertainty(estimates, solve_packages(estimates.packages), draws=0)
    with pytest.raises(TooLarge):
        find_uncertainty(estimates, solve_packages(estimates.packages), draws=2, limit=1)


def test_a_frontier_beyond_the_limit_leaves_the_worst_open():
    worths = [{"x": "0", "y": "1 to 2", "z": "2 to 3"}, {"x": "0", "y": "2 to 3", "z": "1"}]
    parties = {f"p{p}": {"name": f"P{p}", "worths": {"i": {"points": one}}} for p, one in enumerate(worths)}
    issues = {"i": {"name": "I", "values": {"x": "X", "y": "Y", "z": "Z"}}}
    estimates = build_estimates(Conflict.model_validate({"title": "T", "issues": issues, "parties": parties}))
    assert find_at_worst(estimates, (0,)).efficient == "never"
    found = find_at_worst(estimates, (0,), limit=1)
    assert (found.distance, found.forgoes, found.efficient) == (None, None, "unknown")
    assert "more than 1" in found.why_not


def test_a_standard_error_is_that_of_a_share():
    assert standard_error(25, 100) == pytest.approx((0.25 * 0.75 / 100) ** 0.5)
    assert Fraction(standard_error(0, 10)) == 0
