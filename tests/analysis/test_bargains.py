"""Coarse frontiers, lotteries, divisions, trades, improvements, prices and traces against listing every package."""

import json
import random
from fractions import Fraction
from itertools import combinations, pairwise

import pytest

from commonground.analysis.negotiation import (
    adjusted_winner,
    best_mixtures,
    fairness,
    find_coarse_frontier,
    find_hull,
    find_improvements,
    find_trades,
    middle,
    price_package,
    stakes,
    trace_offers,
)
from commonground.errors import AnalysisError
from commonground.forms import packages_from_tables
from commonground.forms.packages import Offered
from tests.bargains import large_packages, linked, random_packages
from tests.exchange.test_negotiation_cases import FOLDER
from tests.oracles import negotiation as oracle

needs_shared = pytest.mark.skipif(FOLDER is None, reason="no shared/cases/negotiation beside the repository")


def case(seed, **given):
    packages = random_packages(seed, **given)
    return linked(packages, seed) if seed % 2 else packages


def test_a_coarse_frontier_comes_within_its_width_of_every_efficient_package():
    shrunk = 0
    for seed in range(90):
        packages = case(seed) if seed < 70 else large_packages(seed, 2 + seed % 3, 4)
        share = Fraction(1, random.Random(seed).choice([3, 10, 100]))
        limits = packages.points(packages.reservations)
        floor = packages.reservations if seed % 3 else None
        coarse = find_coarse_frontier(packages, share, floor=floor)
        vectors = coarse.vectors.tolist()
        for k, vector in enumerate(vectors):
            assert packages.utility(packages.rows_of(coarse.example(k))) == tuple(vector)
        units = [packages.utility(rows) for rows, _, _ in oracle.every_package(packages)]
        wanted = [u for u in units if floor is None or all(x >= d for x, d in zip(u, floor, strict=True))]
        efficient = oracle.frontier(wanted)
        shrunk += len(vectors) < len(efficient)
        for u in efficient:
            assert any(all(x - y < w for x, y, w in zip(u, v, coarse.width, strict=True)) for v in vectors), (seed, u)
        for p, width in enumerate(coarse.width):
            spread = max(u[p] for u in units) - min(u[p] for u in units)
            assert width <= max(spread * share, 1)
        assert limits
    assert shrunk > 10


def mixtures(points):
    """Yield every mixture of two packages that can be best for a rule: ends, equal gains, top of the product."""
    for a in points:
        yield a
    for a, b in combinations(points, 2):
        dx, dy = b[0] - a[0], b[1] - a[1]
        places = {Fraction(0), Fraction(1)}
        if dx and dy:
            places.add((a[0] * dy + a[1] * dx) / (-2 * dx * dy))
        for part in (dx - dy,):
            if part:
                places.add((a[1] - a[0]) / part)
        places |= {-a[0] / dx if dx else Fraction(0), -a[1] / dy if dy else Fraction(0)}
        for t in places:
            if 0 <= t <= 1:
                yield a[0] + t * dx, a[1] + t * dy


def test_hull_and_best_mixtures_of_two_parties():
    nothing = 0
    for seed in range(160):
        packages = case(seed, parties=(2, 2), most=40)
        limits = packages.points(packages.reservations)
        hull = find_hull(packages)
        listed = [u for _, u, _ in oracle.every_package(packages)]
        corners = [packages.points(vertex) for vertex in hull.vertices]
        for vertex, rows in zip(hull.vertices, hull.rows, strict=True):
            assert packages.utility(rows) == vertex
        assert set(corners) <= set(oracle.frontier(listed))
        for (ax, ay), (bx, by) in pairwise(corners):
            assert all((by - ay) * (x - ax) + (ax - bx) * (y - ay) <= 0 for x, y in listed), "all on one side"
        gains = [oracle.gains(u, limits) for u in set(listed)]
        inside = [g for g in mixtures(gains) if min(g) >= 0]
        found = {mixture.rule: mixture for mixture in best_mixtures(hull)}
        if not inside:
            nothing += 1
            assert not found
            continue
        mine = {rule: oracle.gains(mixture.utility, limits) for rule, mixture in found.items()}
        assert all(min(gain) >= 0 for gain in mine.values())
        assert mine["nash"][0] * mine["nash"][1] == max(x * y for x, y in inside)
        assert min(mine["egalitarian"]) == max(min(g) for g in inside)
        assert sum(mine["utilitarian"]) == max(sum(g) for g in inside)
        for mixture in found.values():
            ends = [corners[mixture.first], corners[min(mixture.first + 1, len(corners) - 1)]]
            mixed = [mixture.share * a + (1 - mixture.share) * b for a, b in zip(*ends, strict=True)]
            assert tuple(mixed) == mixture.utility
            assert (mixture.bundle is None) == (mixture.share in (0, 1))
    assert 5 < nothing < 120


def test_lotteries_need_two_parties():
    with pytest.raises(AnalysisError, match="two parties"):
        find_hull(random_packages(3, parties=(3, 3)))


def test_adjusted_winner_is_even_envy_free_and_efficient():
    for seed in range(200):
        rng = random.Random(seed)
        goods = [(rng.randint(0, 20), rng.randint(0, 20)) for _ in range(rng.randint(1, 7))]
        if not all(sum(good[p] for good in goods) for p in range(2)):
            continue
        packages = packages_from_tables([[(a, 0), (0, b)] for a, b in goods])
        division = adjusted_winner(packages)
        assert division.shares[0] == division.shares[1] >= Fraction(1, 2)
        assert division.envy_free
        assert sum(0 < part < 1 for part in division.parts) <= 1
        totals = [sum(good[p] for good in goods) for p in range(2)]
        ratios = [
            (Fraction(a, totals[0]), Fraction(b, totals[1]), part)
            for (a, b), part in zip(goods, division.parts, strict=True)
        ]
        for a, b, part in ratios:
            for c, d, other in ratios:
                assert not (part < 1 and other > 0 and a * d > b * c), "no exchange would help both"


@needs_shared
@pytest.mark.parametrize("name", ["panama_canal", "bob_carol_divorce"])
def test_published_divisions(name):
    stored = json.loads((FOLDER / "human" / f"{name}.json").read_text(encoding="utf-8"))
    first, second = stored["parties"]
    goods = [(worth[first], worth[second]) for worth in stored["points"].values()]
    division = adjusted_winner(packages_from_tables([[(a, 0), (0, b)] for a, b in goods]))
    computed = stored["computed"]
    assert dict(zip(stored["points"], map(str, division.parts), strict=True)) == computed["share_of_first_party"]
    assert [str(total) for total in division.totals] == computed["utilities_exact"]
    assert list(stored["points"])[division.divided] == computed["split_goods"][0]
    if name == "panama_canal":
        assert division.initial == (79, 53)


@needs_shared
def test_campsite_deals_are_dominated_where_the_stored_count_says_so():
    stored = json.loads((FOLDER / "human" / "casino_human_deals.json").read_text(encoding="utf-8"))
    dominated, gains = 0, Fraction(0)
    known = {}
    deals = [row for row in stored["rows"] if row[2] is not None]
    for own, other, taken, scored, _ in deals:
        tables = [[(own[i] * k, other[i] * (3 - k)) for k in range(4)] for i in range(3)]
        packages = packages_from_tables(tables, [5, 5])
        price = price_package(packages, taken)
        assert [party.utility for party in price.parties] == scored
        assert price.acceptable
        same = (tuple(own), tuple(other), tuple(taken))
        if same not in known:
            found = find_improvements(packages, taken)
            known[same] = None if found.efficient else max(sum(vector) for vector in found.best.vectors.tolist())
        if known[same] is not None:
            dominated += 1
            gains += known[same] - sum(scored)
    assert (len(deals), dominated) == (
        stored["computed"]["agreements"],
        stored["computed"]["pareto_dominated_agreements"],
    )
    assert round(float(gains / dominated), 3) == stored["computed"]["among_dominated_mean_dominating_joint_gain"]


def test_improvements_and_the_smallest_change_by_listing():
    efficient = proved = 0
    for seed in range(150):
        packages = case(seed)
        listed = oracle.every_package(packages)
        rows, utility, _ = random.Random(seed).choice(listed)
        if seed % 4 == 0:
            rows, utility, _ = max(listed, key=lambda entry: sum(entry[1]))
        values = packages.values_of(rows)
        found = find_improvements(packages, values)
        better = [
            (packages.values_of(other), u)
            for other, u, refused in listed
            if not refused and oracle.dominates(u, utility)
        ]
        assert found.count == len(better)
        assert found.efficient == (not better)
        if found.efficient:
            efficient += 1
            if found.weights is not None:
                proved += 1
                sums = [
                    sum(w * u * s for w, u, s in zip(found.weights, v, packages.scales, strict=True))
                    for _, v, r in listed
                    if not r
                ]
                mine = sum(w * u * s for w, u, s in zip(found.weights, utility, packages.scales, strict=True))
                assert min(found.weights) > 0
                assert max(sums, default=mine) <= mine
            continue
        best = {packages.points(vector) for vector in found.best.vectors.tolist()}
        assert best == set(oracle.frontier([u for _, u in better]))
        changes = [sum(a != b for a, b in zip(values, other, strict=True)) for other, _ in better]
        fewest = [u for (_, u), number in zip(better, changes, strict=True) if number == min(changes)]
        assert {len(change.issues) for change in found.smallest} == {min(changes)}
        after = {tuple(x + y for x, y in zip(utility, change.gains, strict=True)) for change in found.smallest}
        assert after == set(oracle.frontier(fewest))
        for change in found.smallest:
            assert packages.points(packages.utility(packages.rows_of(change.values))) in after
    assert efficient > 30
    assert proved > 20


def test_trades_are_better_for_both_than_the_middle():
    for seed in range(60):
        packages = case(seed)
        hang, trades = stakes(packages), find_trades(packages)
        for b, bundle in enumerate(packages.bundles):
            for p in range(len(packages.parties)):
                column = [Fraction(int(u), packages.scales[p]) for u in bundle.utilities[:, p]]
                assert hang.points[b][p] == max(column) - min(column)
        assert [trade.joint for trade in trades] == sorted((trade.joint for trade in trades), reverse=True)
        for trade in trades:
            assert trade.takes != trade.gives
            assert min(trade.changes[trade.first], trade.changes[trade.second]) >= 0 < trade.joint
            assert trade.first not in trade.losers
    opposed = packages_from_tables([[(10, 0), (0, 2)], [(2, 0), (0, 10)]])
    assert middle(opposed) == (6, 6)
    (trade,) = find_trades(opposed)
    assert (trade.takes, trade.gives, trade.changes) == (0, 1, (4, 4))
    assert stakes(opposed).rate(0, 0, 1) == 5


def test_prices_add_up():
    for seed in range(60):
        packages = case(seed)
        listed = oracle.every_package(packages)
        rows, utility, _ = random.Random(seed).choice(listed)
        price = price_package(packages, packages.values_of(rows))
        for p, party in enumerate(price.parties):
            assert party.utility == utility[p] == sum(party.parts)
            assert party.best - party.utility == sum(party.short)
            assert party.best == max(u[p] for _, u, _ in listed)
            assert party.worst == min(u[p] for _, u, _ in listed)
            assert party.crosses_red_line == (party.party in packages.refused_by(rows))
        fair = fairness(packages, packages.utility(rows))
        assert fair.shares == tuple(party.share for party in price.parties)
        assert fair.proportional == all(share * len(fair.shares) >= 1 for share in fair.shares)


def test_a_trace_classifies_steps_and_measures_the_distance():
    packages = packages_from_tables([[(0, 6), (4, 2), (6, 0)], [(0, 3), (1, 1), (3, 0)]], [2, 3])
    values = [(2, 2), (2, 1), (1, 1), (2, 1), (1, 2)]
    steps = trace_offers(packages, [Offered("party1", v) for v in values])
    assert [step.kind for step in steps] == ["first", "concession", "concession", "selfish", "nice"]
    assert [step.utilities[0] for step in steps] == [9, 7, 5, 7, 7]
    assert steps[0].acceptable_to == ("party1",)
    assert steps[2].acceptable_to == ("party1", "party2")
    for seed in range(40):
        packages = case(seed)
        rows, utility, _ = random.Random(seed).choice(oracle.every_package(packages))
        (step,) = trace_offers(packages, [Offered("party1", packages.values_of(rows))])
        listed = [u for _, u, _ in oracle.every_package(packages)]
        spread = [max(u[p] for u in listed) - min(u[p] for u in listed) for p in range(len(utility))]
        able = [p for p, width in enumerate(spread) if width]
        shares = [min(((u[p] - utility[p]) / spread[p] for p in able), default=0) for u in listed]
        assert step.distance == max(shares)


def test_a_package_that_cannot_be_has_no_price():
    packages = next(
        packages
        for seed in range(100)
        if (packages := linked(random_packages(seed, parties=(2, 2)), seed)).bundles[0].size
        < packages.issues[0].size * packages.issues[len(packages.bundles[0].issues) - 1].size
        and len(packages.bundles[0].issues) == 2
    )
    rest = [0] * (len(packages.issues) - 2)
    pairs = [(v, w) for v in range(packages.issues[0].size) for w in range(packages.issues[1].size)]
    missing = next(pair for pair in pairs if packages.rows_of([*pair, *rest]) is None)
    for ask in (price_package, find_improvements):
        with pytest.raises(AnalysisError, match="exclude"):
            ask(packages, [*missing, *rest])
