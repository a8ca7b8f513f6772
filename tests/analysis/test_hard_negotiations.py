"""Negotiations that are awkward in size or number: nothing overflows, nothing recurses, nothing needs gigabytes."""

import math
import random
import tracemalloc
import warnings
from fractions import Fraction

import pytest

from commonground.analysis.negotiation import (
    BOUNDED_RULES,
    SOLUTIONS,
    adjusted_winner,
    dominance,
    find_best,
    find_coarse_frontier,
    find_frontier,
    find_trades,
    find_zone,
    middle,
    solve_packages,
    solve_rules,
    trace_offers,
    zone,
)
from commonground.errors import AnalysisError, TooLarge
from commonground.forms import packages_from_tables
from commonground.forms.packages import Offered
from tests.bargains import random_packages
from tests.oracles import negotiation as oracle


def test_slices_change_no_answer(monkeypatch):
    for seed in range(40):
        packages = random_packages(seed)
        floor = packages.reservations

        def answers(packages=packages, floor=floor):
            coarse = find_coarse_frontier(packages, Fraction(1, 10), floor=floor)
            near = {tuple(vector) for vector in coarse.vectors.tolist()}
            best = [find_best(packages, rule) for rule in BOUNDED_RULES]
            return near, [(one.value, one.certain) for one in best], zone.can_all_have(packages, floor)

        near, best, possible = answers()
        with monkeypatch.context() as patch:
            patch.setattr(dominance, "_AT_ONCE", 5)
            sliced, sliced_best, sliced_possible = answers()
        assert (sliced_best, sliced_possible) == (best, possible)
        assert len(sliced) <= packages.count
        width = find_coarse_frontier(packages, Fraction(1, 10), floor=floor).width
        for vector in find_frontier(packages, floor=floor).vectors.tolist():
            for kept in (near, sliced):
                assert any(all(u - v < w for u, v, w in zip(vector, other, width, strict=True)) for other in kept), seed


def test_many_vectors_times_many_values_stay_small_in_memory():
    rng = random.Random(3)
    cuts = [[sorted((rng.randrange(10**6), rng.randrange(10**6))) for _ in range(500)] for _ in range(3)]
    packages = packages_from_tables([[(a, b - a, 10**6 - b) for a, b in issue] for issue in cuts])
    tracemalloc.start()
    try:
        find_coarse_frontier(packages, Fraction(1, 100))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 400e6


def test_a_thousand_issues_and_more():
    packages = packages_from_tables([[(1, 0), (0, 1)]] * 1200)
    frontier = find_frontier(packages)
    assert frontier.size == 1201
    assert sum(1 - value for value in frontier.example(600)) == frontier.vectors[600, 0]


def test_every_package_behind_a_vector_is_listed_once():
    for seed in range(60):
        packages = random_packages(seed)
        frontier = find_frontier(packages)
        for k in range(frontier.size):
            rows = list(frontier.rows_at(k))
            assert len(rows) == len(set(rows)) == int(frontier.counts[k])
            assert all(list(packages.utility(row)) == frontier.vectors[k].tolist() for row in rows)


def test_long_denominators_leave_every_rule_exact():
    # Integers of some 140 digits per party, and steps of Raiffa's rule that make them longer still.
    rng = random.Random(5)
    for parties in (2, 3):
        table = [
            [[Fraction(rng.randint(1, 10**12), rng.randint(10**18, 10**19)) for _ in range(parties)] for _ in range(3)]
            for _ in range(2)
        ]
        packages = packages_from_tables(table)
        frontier = find_frontier(packages, floor=packages.reservations)
        vectors = [packages.points(vector) for vector in frontier.vectors.tolist()]
        held = packages.points(packages.reservations)
        expected = oracle.solutions(vectors, held, (1,) * parties)
        for solved in solve_rules(frontier, [rule.id for rule in SOLUTIONS]):
            assert {vectors[k] for k in solved.vectors} == expected[solved.rule.id], solved.rule.id


def test_raiffa_with_ten_parties_that_are_nearly_served_alike():
    # 10^15 less a tenth at every step: hundreds of steps before a point of 1 counts.
    top = 10**15
    vectors = [tuple(top - (p == k) for p in range(10)) for k in range(2)]
    packages = packages_from_tables([vectors])
    (solved,) = solve_rules(find_frontier(packages, floor=packages.reservations), ["raiffa"])
    assert solved.vectors == (0, 1)


def test_points_whose_denominators_have_hundreds_of_digits_are_refused():
    rng = random.Random(1)
    table = [[(Fraction(1, rng.randint(10**35, 10**36)), 1) for _ in range(12)]]
    with pytest.raises(TooLarge, match="round"):
        packages_from_tables(table)


def test_a_party_that_can_gain_nothing_does_not_spoil_the_search():
    tables = [[(5, 0, 3), (5, 4, 0)], [(1, 2, 0), (1, 0, 6), (0, 1, 1)]]
    tables = [[tuple(points * 10**10 for points in row) for row in table] for table in tables]
    packages = packages_from_tables(tables, [6 * 10**10, 0, 0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = {rule: find_best(packages, rule) for rule in BOUNDED_RULES}
    assert all(best.certain for best in found.values())
    assert found["nash"].value == 0
    assert found["utilitarian"].utility == (6 * 10**10, 4 * 10**10, 6 * 10**10)


def test_weights_too_fine_to_compare_exactly_are_refused():
    packages = packages_from_tables([[(3, 4), (4, 3)], [(1, 2), (2, 1)]])
    with pytest.raises(AnalysisError, match=r"weighted_nash .* up to 100,000"):
        solve_packages(packages, ["weighted_nash"], weights=[Fraction(1, 10**9), 1])
    fine = solve_packages(packages, ["weighted_nash"], weights=[Fraction(54321, 100000), Fraction(45679, 100000)])
    products = {u: 54321 * math.log(u[0]) + 45679 * math.log(u[1]) for u in [(4, 6), (5, 5), (6, 4)]}
    assert [agreement.utility for agreement in fine.answers["weighted_nash"].agreements] == [
        max(products, key=lambda u: products[u])
    ]


def test_largest_sets_that_are_not_known_are_not_made_up(monkeypatch):
    packages = packages_from_tables([[(9, 0, 5), (0, 9, 5)]], [9, 9, 5])
    assert find_zone(packages).compatible == (("party1", "party3"), ("party2", "party3"))
    real = zone.can_all_have

    def sometimes(packages, floor, **keywords):
        if sum(units is not None for units in floor) == 2:
            raise TooLarge("more than 0 different needs to compare")
        return real(packages, floor, **keywords)

    monkeypatch.setattr(zone, "can_all_have", sometimes)
    assert find_zone(packages).compatible == ()


def test_where_a_party_likes_several_values_best_its_way_is_the_worst_for_the_other():
    # Issue 1 is worth 5 to the first (not 5 of 6) and 4 - 1 = 3 to the second; issue 2 the other way round.
    division = adjusted_winner(packages_from_tables([[(5, 1), (5, 3), (0, 4)], [(1, 5), (3, 5), (4, 0)]]))
    assert division.initial == (5, 5)
    assert division.totals == (5, 5)
    assert division.shares == (Fraction(5, 8), Fraction(5, 8))


def test_a_trade_may_leave_one_of_the_two_where_it_was():
    (trade,) = find_trades(packages_from_tables([[(2, 0), (0, 1)], [(2, 0), (0, 3)]]))
    assert (trade.takes, trade.gives, trade.changes) == (0, 1, (0, 1))


def test_among_values_that_a_party_likes_best_the_middle_takes_the_one_best_for_the_others():
    assert middle(packages_from_tables([[(5, 1), (5, 3), (0, 4)]])) == (Fraction(5, 2), Fraction(7, 2))


def test_an_offer_that_is_worse_for_both_is_unfortunate():
    packages = packages_from_tables([[(0, 4), (3, 0)], [(1, 1), (2, 2)]])
    steps = trace_offers(packages, [Offered("party1", (1, 1)), Offered("party1", (1, 0))])
    assert [step.kind for step in steps] == ["first", "unfortunate"]
