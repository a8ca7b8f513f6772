"""Classic and real human negotiations that may lie in ``shared/``: every published solution and stored figure."""

import itertools
import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from commonground.analysis.negotiation import (
    adjusted_winner,
    find_frontier,
    find_improvements,
    find_zone,
    price_package,
    solve_rules,
)
from commonground.forms import packages_from_tables

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT.parent / "shared", ROOT / "shared")
FOLDER = next((f for f in (shared / "cases" / "negotiation" / "human" for shared in FOLDERS) if f.is_dir()), None)
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no shared/cases/negotiation/human beside the repository")


def stored(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def chosen(zone):
    return {
        answer.rule.id: zone.frontier.vectors[list(answer.vectors)].tolist() for answer in solve_rules(zone.frontier)
    }


def test_every_case_has_its_test():
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == [
        "bob_carol_divorce",
        "casino_human_deals",
        "nash_1950_barter",
        "panama_canal",
        "scorable_base",
    ]


@pytest.mark.parametrize("name", ["panama_canal", "bob_carol_divorce"])
def test_adjusted_winner(name):
    case = stored(name)
    first, second = case["parties"]
    goods = [(points[first], points[second]) for points in case["points"].values()]
    assert [sum(good[p] for good in goods) for p in range(2)] == case["totals"]
    division = adjusted_winner(packages_from_tables([[(a, 0), (0, b)] for a, b in goods]))
    computed = case["computed"]
    parts = dict(zip(case["points"], division.parts, strict=True))
    assert parts == {issue: Fraction(part) for issue, part in computed["share_of_first_party"].items()}
    assert list(division.totals) == [Fraction(total) for total in computed["utilities_exact"]]
    assert [float(total) for total in division.totals] == pytest.approx(computed["utilities"])
    assert division.envy_free is computed["envy_free"]
    assert [list(case["points"])[division.divided]] == computed["split_goods"]
    published = case["published"]
    assert [round(float(total), 2) for total in division.totals] == published["utilities"]
    if name == "panama_canal":
        tied = published["initial"]["US"] + case["points"]["Land and water"][first]
        assert division.initial == (tied, published["initial"]["Panama"]) == (79, 53)
        assert published["split"]["Land and water"][first].startswith(str(parts["Land and water"]))
    else:
        assert published["split"] == f"Bob receives {1 - parts['Retirement account']} of the retirement account"


def test_nash_s_barter():
    case = stored("nash_1950_barter")
    tables = []
    for good in case["goods"].values():
        sign = 1 if good["owner"] == "Jack" else -1
        tables.append([(0, 0), (sign * good["Bill"], -sign * good["Jack"])])
    packages = packages_from_tables(tables)
    computed, published = case["computed"], case["published"]
    goods = list(case["goods"])

    def gains(*traded):
        return packages.utility([int(good in traded) for good in goods])

    every = {packages.utility(rows) for rows in itertools.product((0, 1), repeat=len(goods))}
    assert (packages.count, len(every)) == (computed["trades"], computed["distinct_gain_vectors"])
    zone = find_zone(packages)
    assert find_frontier(packages).size == computed["pareto_all"]
    efficient = sorted(map(tuple, zone.frontier.vectors.tolist()))
    assert efficient == sorted(map(tuple, computed["individually_rational_pareto"]))
    # The published list of efficient points names trades that can be had; three are dominated by others.
    listed = sorted(map(tuple, published["efficient_points_listed"]))
    assert set(listed) <= every
    assert set(listed) - set(efficient) == {(0, 8), (14, 3), (16, 1)}
    assert set(efficient) - set(listed) == {(2, 8)}
    solved = chosen(zone)
    assert [solved[rule] for rule in ("nash", "egalitarian")] == [[computed["nash"]], [computed["egalitarian"]]]
    assert solved["utilitarian"] == [[18, 0], [16, 2], [14, 4]], "the stored answer is one of three"
    assert computed["utilitarian"] in solved["utilitarian"]
    (k,) = next(answer.vectors for answer in solve_rules(zone.frontier) if answer.rule.id == "nash")
    assert zone.frontier.counts[k] == len(computed["nash_trades"])
    (trade,) = computed["nash_trades"]
    assert [good for good, value in zip(goods, zone.frontier.example(k), strict=True) if value] == trade
    assert list(gains(*trade)) == published["gains"] == computed["nash"]
    product = Fraction(published["gains"][0] * published["gains"][1])
    assert product == published["nash_product"] == computed["nash_product"]
    words = published["trade"].replace(":", ",").replace(";", ",").split(",")
    assert sorted(word.strip() for word in words if word.strip() in goods) == sorted(trade)
    assert gains("book", "whip", "bat", "box", "pen", "knife") == (6, 6), "the point F of the second source"


def test_a_scorable_game():
    case = stored("scorable_base")
    scores = [party["scores"] for party in case["parties"]]
    held = [party["threshold"] for party in case["parties"]]
    tables = [[tuple(score[i][v] for score in scores) for v in range(size)] for i, size in enumerate(case["options"])]
    packages = packages_from_tables(tables, held)
    computed = case["computed"]
    zone = find_zone(packages)
    assert (packages.count, zone.count.packages) == (computed["outcomes"], computed["acceptable_to_all"])
    assert find_frontier(packages).size == computed["pareto_size"]
    assert zone.frontier.size == computed["individually_rational_pareto"]
    solved = chosen(zone)
    for rule in ("nash", "egalitarian", "utilitarian"):
        assert solved[rule] == [computed[rule]["utils"]]
    (nash,) = solved["nash"]
    product = 1
    for units, least in zip(nash, held, strict=True):
        product *= units - least
    assert product == computed["nash"]["product"]
    (egalitarian,), (utilitarian,) = solved["egalitarian"], solved["utilitarian"]
    assert min(u - d for u, d in zip(egalitarian, held, strict=True)) == computed["egalitarian"]["min_gain"]
    assert sum(utilitarian) == computed["utilitarian"]["total"]
    # A deal is written A2,B3,...: the issue's letter and the number of the value.
    values = [int(text[1:]) - 1 for text in computed["nash"]["deal"]]
    assert list(packages.utility(packages.rows_of(values))) == nash
    roles = [party["role"] for party in case["parties"]]
    nearly = 0
    for rows in itertools.product(*(range(size) for size in case["options"])):
        price = price_package(packages, rows)
        refusing = [p for p, party in enumerate(price.parties) if not party.acceptable]
        nearly += len(refusing) <= 1 and not any(roles[p] in ("p1", "p2") for p in refusing)
    assert nearly == computed["acceptable_to_all_but_at_most_one_with_both_veto_parties"]


def test_a_thousand_campsite_negotiations():
    case = stored("casino_human_deals")
    rows, computed = case["rows"], case["computed"]
    assert len(rows) == computed["rows"] == case["published"]["dialogues"]

    @cache
    def packages_of(one, two):
        tables = [[(v * a, (3 - v) * b) for v in range(4)] for a, b in zip(one, two, strict=True)]
        return packages_from_tables(tables, [5, 5])

    @cache
    def judged(one, two, deal):
        packages = packages_of(one, two)
        better = find_improvements(packages, deal)
        joint = [sum(vector) for vector in better.best.vectors.tolist()]
        best = max(sum(vector) for vector in find_frontier(packages).vectors.tolist())
        return packages.utility(packages.rows_of(deal)), better.efficient, max(joint), best

    agreements = [row for row in rows if row[2] is not None]
    assert (len(agreements), len(rows) - len(agreements)) == (computed["agreements"], computed["walk_aways"])
    assert all(row[3] == [5, 5] for row in rows if row[2] is None)
    found = [judged(tuple(one), tuple(two), tuple(deal)) for one, two, deal, _, _ in agreements]
    mismatches = sum(list(utility) != row[3] for (utility, *_), row in zip(found, agreements, strict=True))
    assert mismatches == computed["score_mismatches"] == 0
    dominated = [entry for entry in found if not entry[1]]
    assert len(dominated) == computed["pareto_dominated_agreements"]
    assert round(len(dominated) / len(found), 4) == computed["share_dominated"]

    def mean(numbers):
        return round(sum(numbers) / len(numbers), 3)

    assert mean([sum(utility) for utility, *_ in found]) == computed["mean_joint_points"]
    assert mean([best for *_, best in found]) == computed["mean_max_joint_points"]
    assert mean([best - sum(utility) for utility, _, _, best in found]) == computed["mean_joint_points_left"]
    gains = [joint - sum(utility) for utility, _, joint, _ in dominated]
    assert mean(gains) == computed["among_dominated_mean_dominating_joint_gain"]
    assert sum(min(utility) >= 5 for utility, *_ in found) == computed["both_got_at_least_walk_away"]
