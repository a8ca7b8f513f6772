"""The whole answer: on the case tried by hand in decision 6, and where the frontier is too large."""

from fractions import Fraction
from itertools import product

import pytest

from commonground.analysis.negotiation import find_zone, solve_packages, solve_rules
from commonground.errors import AnalysisError
from commonground.forms import packages_from_tables
from commonground.reading.load import check_text
from tests.bargains import large_packages
from tests.oracles import negotiation as oracle

UKRAINE = """
title: The table of decision 6
issues:
  status: {name: Constitutional status, values: {unitary: Unitary, federal: Federal}}
  neutrality: {name: Neutrality, values: {open: Open, guaranteed: Guaranteed}}
  elections: {name: Elections, values: {own: Own, supervised: Supervised}}
  recognition: {name: Recognition, values: {withheld: Withheld, given: Given}}
  economy: {name: Economic programme, values: {pursued: Association pursued, dropped: Dropped}}
parties:
  russia:
    name: Russia
    worths:
      status: {points: {unitary: 0, federal: 40}}
      neutrality: {points: {open: 0, guaranteed: 45}}
      elections: {points: {own: 5, supervised: 0}}
      recognition: {points: {withheld: 10, given: 0}}
      economy: {points: {pursued: 0, dropped: 0}}
    reservation: {package: as things stand}
  west:
    name: West
    worths:
      status: {points: {unitary: 5, federal: 0}}
      neutrality: {points: {open: 10, guaranteed: 0}}
      elections: {points: {own: 0, supervised: 15}}
      recognition: {points: {withheld: 0, given: 25}}
      economy: {points: {pursued: 45, dropped: 0}}
    reservation: {package: as things stand}
packages:
  as things stand:
    values: {status: unitary, neutrality: open, elections: own, recognition: withheld, economy: pursued}
"""


def test_the_table_tried_by_hand():
    result = solve_packages(check_text(UKRAINE).packages)
    packages = result.packages
    assert packages.count == 32
    assert packages.points(packages.reservations) == (15, 60)
    (nash,) = result.answers["nash"].agreements
    assert nash.points == (85, 85)
    assert packages.labels(nash.values) == {
        "status": "federal",
        "neutrality": "guaranteed",
        "elections": "supervised",
        "recognition": "given",
        "economy": "pursued",
    }
    listed = [packages.points(packages.utility(rows)) for rows in product(range(2), repeat=5)]
    assert max((u - 15) * (v - 60) for u, v in listed if u >= 15 and v >= 60) == 70 * 25
    assert len(listed) == 32
    assert result.frontier.size == len(oracle.frontier(listed))
    assert result.zone.count.values[4] == (0,), "the association is pursued in every package both would take"
    assert result.why_not == ()
    assert nash.pays == tuple(i - u for i, u in zip(result.ideals, nash.points, strict=True))
    assert result.created(nash) == tuple(u - m for u, m in zip(nash.points, result.middle, strict=True))
    assert (result.trades[0].takes, result.trades[0].gives) == (0, 3), "the constitution for recognition"


def test_a_frontier_too_large_is_said_and_stood_in_for():
    packages = large_packages(5, 4, 6, top=10**6, share=25)
    whole = solve_packages(packages)
    small = solve_packages(packages, limit=60)
    assert whole.frontier.size > 400
    assert whole.zone.frontier.size > 60
    assert small.frontier is None
    assert small.zone.frontier is None
    assert any("more than 60" in reason for reason in small.why_not)
    assert {reason.split(":")[0] for reason in small.why_not} >= {"equal_loss", "raiffa"}
    for rule in ("nash", "egalitarian", "kalai_smorodinsky", "utilitarian"):
        (agreement,) = small.answers[rule].agreements
        assert small.answers[rule].certain
        assert agreement.points in {other.points for other in whole.answers[rule].agreements}
    middling = solve_packages(packages, limit=whole.frontier.size - 1)
    assert middling.frontier is None
    vectors = middling.coarse.vectors.tolist()
    for u in whole.frontier.vectors.tolist():
        assert any(all(x - y < w for x, y, w in zip(u, v, middling.coarse.width, strict=True)) for v in vectors)


def test_an_empty_zone_says_who_could_agree():
    result = solve_packages(packages_from_tables([[(0, 4, 1), (3, 0, 1)]], [1, 1, 0]))
    assert result.zone.empty
    assert result.answers == {}
    assert result.ideals is None
    assert set(result.zone.compatible) == {("party1", "party3"), ("party2", "party3")}


def test_rules_are_checked_before_anything_is_worked_out():
    with pytest.raises(AnalysisError, match="did you mean `raiffa`"):
        solve_packages(large_packages(1, 3, 6), ["raifa"], limit=10)


def test_weights_reach_the_rules():
    packages = packages_from_tables([[(0, 8), (6, 4), (9, 0)]])
    result = solve_packages(packages, ["weighted", "proportional"], weights=[1, Fraction(1, 9)])
    assert result.answers["weighted"].agreements[0].points == (9, 0)
    again = solve_rules(find_zone(packages).frontier, ["proportional"], weights=[1, Fraction(1, 9)])
    assert packages.points(find_zone(packages).frontier.vectors[again[0].vectors[0]]) == (
        result.answers["proportional"].agreements[0].points
    )
