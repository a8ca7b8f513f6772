"""Intervals and orders in a model file: read, refused with a mend, written, and what a plain answer takes for them."""

from fractions import Fraction

import jsonschema
import pytest

import commonground as cg
from commonground.forms import Doubt, build_estimates
from commonground.forms.uncertain import in_one_bundle
from commonground.model import Conflict, Interval, interval_of, middle
from commonground.reading import model_schema
from commonground.reading.load import check_text
from commonground.reading.nodes import read_yaml
from commonground.reading.write import to_yaml

TALKS = """\
title: Talks
issues:
  status: {name: Status, values: {unitary: Unitary, federal: Federal}}
  seats: {name: Seats, range: {low: 0, high: 4, step: 1}}
  pace: {name: Pace, values: {slow: Slow, steady: Steady, quick: Quick, never: Never}}
parties:
  a:
    name: A
    worths:
      status: {points: {unitary: -1/2 to 0.5, federal: 30 to 50}}
      seats: {weight: 1 to 3, curve: {0: 0, 2: 10 to 20, 4: 30}}
      pace: {ranking: [slow, [steady, quick], never], weight: 10}
    interactions: [{when: status = federal & seats >= 3, points: -10 to -5}]
    reservation: 10 to 20
  b:
    name: B
    worths:
      status: {points: {unitary: 3 to 3, federal: 0}}
      seats: {ranking: [4, 3, 2, 1, 0]}
      pace: {points: {slow: 0, steady: 1, quick: 2, never: 3}}
    reservation: {package: now}
packages:
  now: {values: {status: unitary, seats: 1, pace: slow}}
"""


def test_an_interval_is_read_where_a_number_may_stand_and_its_middle_used():
    checked = check_text(TALKS)
    assert not checked.errors
    party = checked.conflict.parties["a"]
    assert party.worths["status"].points["unitary"] == Interval(Fraction(-1, 2), Fraction(1, 2))
    assert party.interactions[0].points == Interval(Fraction(-10), Fraction(-5))
    assert checked.conflict.parties["b"].worths["status"].points["unitary"] == Fraction(3), "no width: a number"
    packages = checked.packages
    rows = packages.rows_of((1, 3, 1))
    # 40 + 2 x (15 + 30)/2 + 10 x 1/2 - 7.5
    assert packages.points(packages.utility(rows)) == (Fraction(165, 2), Fraction(7, 4))
    assert packages.points(packages.reservations) == (15, 3 + Fraction(1, 4))
    assert packages.intervals == (
        ("a", "worths", "status"),
        ("a", "worths", "seats"),
        ("a", "interactions", ""),
        ("a", "reservation", ""),
    )
    assert packages.evenly_spaced == (("a", "pace"), ("b", "seats"))


def test_what_is_known_of_one_value_against_another():
    estimates = build_estimates(check_text(TALKS).conflict)
    status, seats, pace = estimates.worths[0]
    assert status.less(0) == (Interval(Fraction(0), Fraction(0)), Interval(Fraction(59, 2), Fraction(101, 2)))
    # seats 3 is half of 2 and half of 4: against 2 it is worth half of 30 less half of that of 2
    assert seats.less(2)[3] == Interval(Fraction(5), Fraction(30))
    assert seats.less(0)[3] == Interval(Fraction(20), Fraction(75))
    assert [(one.low, one.high) for one in pace.less(1)] == [(0, 10), (0, 0), (0, 0), (-10, 0)]
    assert [(one.low, one.high) for one in pace.less(3)] == [(10, 10), (0, 10), (0, 10), (0, 0)]
    assert pace.favouring(1) == ((10, 10, 10, 0), True)
    assert seats.favouring(2)[1] is False, "the weight would have to be high and low at once"
    assert estimates.doubts == (
        *(Doubt(0, "worths", i) for i in range(3)),
        Doubt(0, "interactions"),
        Doubt(0, "reservation"),
        Doubt(1, "worths", 1),
    )
    assert in_one_bundle(estimates).doubts == estimates.doubts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30-50", "30 to 50"),
        ("30 - 50", "30 to 50"),
        ("30..50", "30 to 50"),
        ("50 – 30", "30 to 50"),
        ("'30,50'", "30 to 50"),
        ("30 and 50", "30 to 50"),
        ("[0.5, 1/3]", "1/3 to 0.5"),
        ("{low: 30, high: 50}", "30 to 50"),
        ("50 to 30", "30 to 50"),
        ("about 30", ""),
        ("30 to", ""),
        ("to 50", ""),
        ("1 to 2 to 3", ""),
        ("[1, 2, 3]", ""),
        ("{low: x, high: y}", ""),
        ("1e99 to 3", ""),
        ("nan to inf", ""),
        ("~", ""),
    ],
)
def test_other_ways_to_write_an_interval_are_answered_with_the_right_one(text, meant):
    checked = check_text(TALKS.replace("30 to 50", text))
    (problem,) = checked.errors
    line = TALKS[: TALKS.index("federal: 30")].count("\n") + 1
    assert (problem.code, problem.origin.line) == ("CG049" if text == "50 to 30" else "CG013", line)
    assert problem.mend == (f"did you mean `{meant}`?" if meant else "")


def test_writing_and_reading_gives_the_same_model():
    conflict = check_text(TALKS).conflict
    text = to_yaml(conflict)
    assert "federal: 30 to 50" in text
    assert "weight: 1 to 3" in text
    assert "reservation: 10 to 20" in text
    again = check_text(text).conflict
    assert again == conflict
    assert again.hash == conflict.hash
    assert again.hash != check_text(TALKS.replace("30 to 50", "40")).conflict.hash


def test_the_schema_for_editors_takes_intervals():
    jsonschema.Draft7Validator(model_schema()).validate(read_yaml(TALKS, "talks")[0].data)


def test_a_model_without_intervals_has_its_old_hash_and_no_doubts():
    conflict = cg.load(cg.example("panama-canal-1974"))
    assert build_estimates(conflict).doubts == ()
    assert "to" not in str(conflict.parties["us"].worths["land"].points)
    assert middle(interval_of(Fraction(7))) == 7
    assert Conflict.model_validate(conflict.model_dump()).hash == conflict.hash


def test_an_order_of_two_and_a_weight_on_nothing_leave_nothing_open():
    text = TALKS.replace("[slow, [steady, quick], never], weight: 10", "[[slow, steady], [quick, never]], weight: 10")
    doubts = build_estimates(check_text(text).conflict).doubts
    assert Doubt(0, "worths", 2) not in doubts
    nothing = "{weight: 1 to 2, points: {slow: 0, steady: 0, quick: 0, never: 0}}"
    text = TALKS.replace("{points: {slow: 0, steady: 1, quick: 2, never: 3}}", nothing)
    checked = check_text(text)
    assert Doubt(1, "worths", 2) not in build_estimates(checked.conflict).doubts
    assert ("b", "worths", "pace") not in checked.packages.intervals
