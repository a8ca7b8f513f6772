"""Zone and solutions against listing every package."""

from fractions import Fraction

import pytest

from commonground.analysis.negotiation import SOLUTIONS, find_frontier, find_zone, solve_rules
from commonground.analysis.negotiation.zone import can_all_have, occurring_values
from commonground.errors import AnalysisError
from commonground.forms import packages_from_tables
from tests.bargains import linked, random_packages
from tests.oracles import negotiation as oracle


def cases(seeds):
    for seed in seeds:
        packages = random_packages(seed)
        yield seed, linked(packages, seed) if seed % 2 else packages


@pytest.mark.parametrize("start", range(0, 600, 300))
def test_zone_and_every_solution_are_those_of_enumeration(start):
    empty = 0
    for seed, packages in cases(range(start, start + 300)):
        limits = packages.points(packages.reservations)
        listed = oracle.every_package(packages)
        inside = oracle.zone(listed, limits)
        zone = find_zone(packages)
        assert zone.count.packages == len(inside)
        seen = [set() for _ in packages.issues]
        for rows, _ in inside:
            for values, value in zip(seen, packages.values_of(rows), strict=True):
                values.add(value)
        assert [set(values) for values in zone.count.values] == seen
        assert zone.empty == (not inside)
        assert [set(values) for values in occurring_values(zone.frontier, zone.floor)] == seen
        assert can_all_have(packages.within_red_lines(), packages.reservations) == bool(inside)
        weights = [Fraction(1 + seed % 3), Fraction(2), Fraction(1), Fraction(3), Fraction(1)][: len(limits)]
        solved = solve_rules(zone.frontier, [rule.id for rule in SOLUTIONS], weights=weights)
        if not inside:
            empty += 1
            assert solved == ()
            check_compatible(packages, listed, zone)
            continue
        efficient = list(oracle.frontier([u for _, u in inside]))
        assert packages.points(zone.ideals) == tuple(max(column) for column in zip(*efficient, strict=True))
        assert packages.points(zone.guaranteed) == tuple(min(column) for column in zip(*efficient, strict=True))
        expected = oracle.solutions(efficient, limits, [int(weight) for weight in weights])
        for answer in solved:
            found = {packages.points(zone.frontier.vectors[k].tolist()) for k in answer.vectors}
            assert found == expected[answer.rule.id], (seed, answer.rule.id)
    assert 20 < empty < 250


def check_compatible(packages, listed, zone):
    """The largest sets of parties that some package satisfies, by listing."""
    limits = packages.points(packages.reservations)
    sets = set()
    for rows, u, _ in listed:
        refusing = packages.refused_by(rows)
        sets.add(
            frozenset(p for p, x, d in zip(packages.parties, u, limits, strict=True) if x >= d and p not in refusing)
        )
    allowed = [u for _, u, refused in listed if not refused]
    spread = [max(u[p] for _, u, _ in listed) - min(u[p] for _, u, _ in listed) or 1 for p in range(len(limits))]
    if allowed:
        nearest = zone.nearest
        u = packages.points(nearest.utility)
        shares = [sorted((x - d) / s for x, d, s in zip(v, limits, spread, strict=True)) for v in allowed]
        assert sorted((x - d) / s for x, d, s in zip(u, limits, spread, strict=True)) == max(shares)
        assert nearest.short == tuple(max(d - x, 0) for x, d in zip(u, limits, strict=True))
        assert packages.utility(packages.rows_of(nearest.values)) == nearest.utility
    else:
        assert zone.nearest is None
    found = zone.compatible
    most = max(map(len, sets))
    assert {frozenset(members) for members in found} == {members for members in sets if len(members) == most and most}


def test_products_that_floats_cannot_tell_apart_are_told_apart():
    big = 10**9
    packages = packages_from_tables([[(big + 1, big - 1), (big, big), (big - 1, big + 1)]])
    (solved,) = solve_rules(find_frontier(packages, floor=(0, 0)), ["nash"])
    assert solved.vectors == (1,)


def test_unknown_rules_and_weights_are_refused():
    frontier = find_frontier(packages_from_tables([[(0, 1), (1, 0)]]))
    with pytest.raises(AnalysisError, match="did you mean `nash`"):
        solve_rules(frontier, ["nesh"])
    with pytest.raises(AnalysisError, match="positive"):
        solve_rules(frontier, ["weighted"], weights=[1, 0])
    with pytest.raises(AnalysisError, match="2 positive"):
        solve_rules(frontier, ["weighted"], weights=[1])
