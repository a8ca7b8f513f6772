"""Single solutions without the frontier, and the coarse frontier, against the whole one."""

import random
from dataclasses import replace

import numpy as np
import pytest

from commonground.analysis.negotiation import find_best, find_zone, solve_rules
from commonground.analysis.negotiation import search as module
from commonground.analysis.negotiation.bounded import find_ideals
from commonground.errors import AnalysisError
from tests.bargains import large_packages, linked, random_packages
from tests.oracles import negotiation as oracle

RULES = ("nash", "egalitarian", "kalai_smorodinsky", "utilitarian")


def check(packages, *, certain=True):
    zone = find_zone(packages)
    assert find_ideals(packages) == zone.ideals
    for rule in RULES:
        best = find_best(packages, rule)
        if zone.empty:
            assert best.utility is None
            assert best.certain or not certain
            continue
        (solved,) = solve_rules(zone.frontier, [rule])
        chosen = {tuple(zone.frontier.vectors[k].tolist()) for k in solved.vectors}
        if certain:
            assert best.certain, rule
            assert best.gap == 0
        if best.certain:
            gains = [u - d for u, d in zip(best.utility, packages.reservations, strict=True)]
            if rule == "nash" and min(gains) == 0:
                assert best.value == 0
                assert len(chosen) == zone.frontier.size
            else:
                assert best.utility in chosen, (rule, best)
        elif best.utility is not None:
            assert best.bound >= true_value(packages, zone, rule, next(iter(chosen))) * (1 - 1e-9)
        if best.utility is not None:
            rows = packages.rows_of(best.values)
            assert packages.utility(rows) == best.utility
            assert not packages.refused_by(rows)
            assert min(u - d for u, d in zip(best.utility, packages.reservations, strict=True)) >= 0


def true_value(packages, zone, rule, vector):
    u, d = packages.points(vector), packages.points(packages.reservations)
    gains = oracle.gains(u, d)
    if rule == "nash":
        return float(oracle.prod(gains))
    if rule == "egalitarian":
        return float(min(gains))
    if rule == "utilitarian":
        return float(sum(u))
    ideals = packages.points(zone.ideals)
    return float(min((g / (i - e) for g, i, e in zip(gains, ideals, d, strict=True) if i > e), default=0))


@pytest.mark.parametrize("start", range(0, 150, 50))
def test_small_ones_are_certain_and_right(start):
    for seed in range(start, start + 50):
        packages = random_packages(seed)
        check(linked(packages, seed) if seed % 2 else packages)


@pytest.mark.parametrize(("parties", "issues"), [(2, 9), (3, 6), (4, 5)])
def test_larger_ones(parties, issues):
    for seed in range(4):
        check(large_packages(seed, parties, issues, share=seed * 20))


def test_where_room_runs_out_the_bound_still_holds(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 3)
    for seed in range(40):
        check(random_packages(seed), certain=False)
    for seed in range(6):
        check(large_packages(seed, 3, 5, share=seed * 15), certain=False)


def test_large_constants_change_nothing():
    for seed in range(16):
        packages = random_packages(seed, parties=(2, 3))
        rng = random.Random(seed)
        shift = [rng.choice([-1, 1]) * 10**11 * scale for scale in packages.scales]
        bundles = [*packages.bundles]
        wide = packages.exact_dtype
        moved = bundles[0].utilities + np.array(shift, dtype=wide)
        bundles[0] = replace(bundles[0], utilities=moved)
        held = tuple(units + more for units, more in zip(packages.reservations, shift, strict=True))
        other = replace(packages, bundles=tuple(bundles), reservations=held)
        for rule in RULES:
            first, second = find_best(packages, rule), find_best(other, rule)
            assert second.certain
            if first.utility is None:
                assert second.utility is None
            elif rule == "utilitarian":
                assert first.value + sum(other.points(shift)) == second.value
            else:
                assert first.value == second.value
        check(other)


def test_unknown_rules_are_refused():
    with pytest.raises(AnalysisError, match="did you mean `nash`"):
        find_best(random_packages(1), "nahs")
