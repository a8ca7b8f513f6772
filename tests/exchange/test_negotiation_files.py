"""GENIUS and GeniusWeb files: what is read, by which rule, and what is refused."""

from fractions import Fraction

import pytest

from commonground.errors import ExchangeError
from commonground.exchange.genius_read import read_genius
from commonground.exchange.geniusweb_read import read_geniusweb
from commonground.exchange.xml_text import parse_xml
from commonground.forms import build_packages

DOMAIN = """\ufeff<?xml version="1.0" encoding="ISO-8859-1"?>
<negotiation_template><agent/><utility_space><objective index="0" name="root"><objective index="9" name="inner">
<issue index="2" name="Fund" type="discrete"><item index="1" value="$100"/><item index="2" value="null"/></issue>
</objective><issue index="3" name="price" type="integer" lowerbound="8" upperbound="12"/>
<issue index="5" name="share" type="real"><range lowerbound="10" upperbound="40"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space>
<issue index="5" name="other" type="real"><range lowerbound="10" upperbound="40"/>
<evaluator ftype="linear" parameter0="-0.5" parameter1="0.05"/></issue>
<issue index="3" type="integer" lowerbound="8" upperbound="12">
<evaluator ftype="linear" slope="-0.3" offset="1.0"/></issue>
<issue index="2" name="Fund"><item index="1" value="$100" evaluation="9"/><item index="1" value="$100" evaluation="7"/>
<item index="2" value="null" evaluation="5"><x><item value="z" evaluation="70"/></x></item></issue>
<weight index="2" value="0.5"/><weight index="3" value="0.4"/><weight index="5" value="0.2"/>
<discount_factor value="0.9"/><reservation value="0.25"/></utility_space>"""


def test_genius_rules_and_what_has_no_counterpart():
    imported = read_genius(("dir/d.xml", DOMAIN), [("a.xml", PROFILE), ("b.xml", PROFILE)])
    packages = build_packages(imported.conflict, steps=3)
    fund, price, share = packages.issues
    assert (fund.names, price.labels) == (("$100", "null"), ("8", "9", "10", "11", "12"))
    assert share.labels == ("10", "20", "30", "40")
    assert packages.points(packages.reservations) == (Fraction(1, 4), Fraction(1, 4))

    def worth(*values):
        return packages.points(packages.utility(packages.rows_of(values)))[0]

    assert worth(1, 0, 0) == Fraction(5, 7) / 2 + Fraction(2, 5)
    assert worth(0, 3, 1) == Fraction(1, 2) + Fraction(1, 25) + Fraction(1, 10)
    assert worth(0, 4, 3) == Fraction(1, 2) + Fraction(1, 5), "an integer below 0 and a real above 1 are cut"
    told = "\n".join(imported.warnings)
    assert all(word in told for word in ("`other`", "stands twice", "discount factor 0.9", "add up to 1.1"))
    assert "divided" in imported.conflict.description
    again = read_genius(("d.xml", DOMAIN), [("a.xml", PROFILE), ("b.xml", PROFILE)], divide=False)
    assert again.conflict.parties["a"].worths["fund"].points["null"] == 5
    assert "as written" in again.conflict.description


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
        ('<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>', "document type"),
        ("<!DOCTYPE a><a/>", "document type"),
        ("<a><b></a>", "x.xml:1:9: not XML"),
        ("", "not XML"),
        ("<a>&x;</a>", "not XML"),
        ("<a>" * 100 + "</a>" * 100, "60 levels"),
    ],
)
def test_xml_that_is_refused(text, found):
    with pytest.raises(ExchangeError, match=found):
        parse_xml(text, file="x.xml")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('slope="-0.3" ', "", "a.xml:5: expected an attribute `slope`"),
        ('value="0.5"', 'value="much"', "a number in `value`"),
        ('index="5" name="other"', 'index="7"', "the issue of index 5"),
        ('ftype="linear" slope', 'ftype="wavy" slope', "linear"),
        ("<weight index", '<hyperRectangle utility="3"/><weight index', "expected one <utility> around"),
        ('evaluation="5"', 'evaluation="5e99"', "a number in `evaluation`"),
    ],
)
def test_genius_profiles_that_are_refused(old, new, found):
    assert old in PROFILE
    with pytest.raises(ExchangeError, match=found):
        read_genius(("d.xml", DOMAIN), [("a.xml", PROFILE.replace(old, new))])


WEB = """{"LinearAdditiveUtilitySpace": {"issueUtilities": {
 "pay": {"DiscreteValueSetUtilities": {"valueUtilities": {"1.0": 0.1000000000000000000001, "2": 1}}},
 "days": {"NumberValueSetUtilities": {"lowValue": 0, "lowUtility": 0.1, "highValue": 4, "highUtility": 0.9}}},
 "issueWeights": {"pay": 0.6, "days": 0.4}, "reservationBid": {"issuevalues": {"pay": "2"}},
 "domain": {"name": "d", "issuesValues": {"pay": {"values": ["1.0", "2"]},
  "days": {"range": {"low": 0, "high": 4, "step": 2}}}}}}"""


def test_geniusweb_numbers_are_exact_and_a_partial_reservation_is_a_number():
    packages = build_packages(read_geniusweb([("a.json", WEB), ("b.json", WEB)]).conflict)
    assert packages.points(packages.utility(packages.rows_of((0, 1))))[0] == Fraction(6, 10) * (
        Fraction(1, 10) + Fraction(1, 10**22)
    ) + Fraction(4, 10) * Fraction(1, 2)
    assert packages.points(packages.reservations)[0] == Fraction(6, 10)
    whole = WEB.replace('"pay": "2"}', '"pay": "1.0", "days": "4"}')
    conflict = read_geniusweb([("a.json", whole), ("b.json", WEB)]).conflict
    assert conflict.parties["a"].reservation.package in conflict.packages


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("LinearAdditive", "Group", "LinearAdditiveUtilitySpace"),
        ('"pay": 0.6', '"pay": "much"', "issueWeights.pay: expected a number"),
        ("DiscreteValueSetUtilities", "Odd", "expected one of"),
        ('"step": 2', '"step": 0', "range"),
        ('"domain"', '"domein"', "domain: expected an object"),
        ('"2": 1', '"2": 1e99999', "60 digits"),
    ],
)
def test_geniusweb_profiles_that_are_refused(old, new, found):
    assert old in WEB
    with pytest.raises(ExchangeError, match=found):
        read_geniusweb([("a.json", WEB.replace(old, new))])


REAL = """<negotiation_template><utility_space><objective>
<issue index="1" name="price" type="real"><range lowerbound="0" upperbound="10"/></issue>
<issue index="2" name="fund" type="discrete"><item value="a"/><item value="b"/></issue></objective></utility_space>
</negotiation_template>"""
TRIANGLE = """<utility_space><issue index="1" type="real"><range lowerbound="0" upperbound="10"/>
<evaluator ftype="triangular" parameter0="{}" parameter1="{}" parameter2="{}"/></issue>
<issue index="2"><item value="a" evaluation="1"/><item value="b" evaluation="2"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/></utility_space>"""


@pytest.mark.parametrize(
    ("numbers", "curve"),
    [
        ((2, 8, 4), {"0": 0, "2": 0, "4": 1, "8": 0, "10": 0}),
        ((-4, 12, 4), {"0": Fraction(1, 2), "4": 1, "10": Fraction(1, 4)}),
        ((0, 10, 0), {"0": 1, "10": 0}),
        ((0, 10, 10), {"0": 0, "10": 1}),
        ((0, 4, 0), {"0": 1, "4": 0, "10": 0}),
    ],
)
def test_triangles_and_constants(numbers, curve):
    profile = TRIANGLE.format(*numbers)
    worth = read_genius(("d.xml", REAL), [("a.xml", profile)]).conflict.parties["a"].worths["price"]
    assert dict(worth.curve) == curve
    constant = profile.replace("triangular", "constant")
    worth = read_genius(("d.xml", REAL), [("a.xml", constant)]).conflict.parties["a"].worths["price"]
    assert dict(worth.curve) == {"0": numbers[0], "10": numbers[0]}


@pytest.mark.parametrize(
    ("numbers", "found"),
    [((8, 2, 4), "between its lower and upper"), ((4, 8, 4), "without a jump"), ((2, 4, 4), "jump")],
)
def test_triangles_that_are_refused(numbers, found):
    with pytest.raises(ExchangeError, match=rf"a.xml:2: .*{found}"):
        read_genius(("d.xml", REAL), [("a.xml", TRIANGLE.format(*numbers))])


SPACE_OF_BOXES = """<negotiation_template><utility_space><objective>
<issue index="1" name="x" type="integer" lowerbound="0" upperbound="4"/>
<issue index="2" name="y" type="integer" lowerbound="-1" upperbound="2"/>
<issue index="3" name="z" type="integer" lowerbound="0" upperbound="1"/></objective></utility_space>
</negotiation_template>"""
BOXES = """<utility_space type="nonlinear"><objective><utility maxutility="20">
<ufun type="PlainUfun" weight="1" aggregation="sum">
<hyperRectangle utility="7"><INCLUDES index="1" min="1" max="4"/><INCLUDES index="2" min="0" max="0"/></hyperRectangle>
<hyperRectangle utility="5"><EXCLUDES index="1" min="2" max="3"/></hyperRectangle></ufun>
<ufun weight="0.5"><hyperRectangle utility="6"></hyperRectangle>
<hyperRectangle utility="4"><INCLUDES index="3" min="1" max="1"/><INCLUDES index="2" min="-1" max="1"/></hyperRectangle>
</ufun></utility></objective><reservation value="0.25"/></utility_space>"""


def test_boxes_are_added_up():
    conflict = read_genius(("d.xml", SPACE_OF_BOXES), [("a.xml", BOXES), ("b.xml", BOXES)]).conflict
    assert conflict.parties["a"].interactions[0].when == "x >= 1 & y = 0"
    packages = build_packages(conflict)
    assert packages.count == 40
    for x in range(5):
        for y in range(-1, 3):
            for z in range(2):
                total = 7 * (x >= 1 and y == 0) + 5 * (not 2 <= x <= 3) + 3 + 2 * (z == 1 and y <= 1)
                utility = packages.utility(packages.rows_of((x, y + 1, z)))
                assert packages.points(utility) == (Fraction(total, 20),) * 2
    assert packages.points(packages.reservations)[0] == Fraction(1, 4)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('maxutility="20"', "", "a.xml:1: expected an attribute `maxutility`"),
        ('maxutility="20"', 'maxutility="0"', "above 0"),
        ('aggregation="sum"', 'aggregation="min"', "expected the aggregation sum; got `min`"),
        ('<INCLUDES index="1"', '<INCLUDES index="9"', "a.xml:3: expected the index of an issue"),
        ('<INCLUDES index="1"', '<REQUIRES index="1"', "INCLUDES or EXCLUDES"),
        ("<utility max", '<utility maxutility="1"/><utility max', "one <utility>"),
        ('<ufun weight="0.5">', "<other>", "not XML"),
    ],
)
def test_boxes_that_are_refused(old, new, found):
    assert old in BOXES
    with pytest.raises(ExchangeError, match=found):
        read_genius(("d.xml", SPACE_OF_BOXES), [("a.xml", BOXES.replace(old, new, 1))])


def test_every_fault_of_genius_files_is_given_at_once():
    domain = """

<negotiation_template><utility_space>
<issue index="1" name="Pay" type="discrete"/>
<issue index="2" name="Days" type="integer" lowerbound="5" upperbound="4"/>
<issue index="3" name="Hours" type="integer" lowerbound="1" upperbound="4.5"/>
<issue index="4" name="Tone" type="price"/>
</utility_space></negotiation_template>"""
    weights = '<weight index="1" value="much"/>\n<weight index="2"/>'
    profile = f'<utility_space>\n{weights}<reservation value="1,5"/></utility_space>'
    with pytest.raises(ExchangeError) as told:
        read_genius(
            ("d.xml", domain), [("a.xml", profile), ("b.xml", "<utility_space><hyperRectangle/></utility_space>")]
        )
    lines = str(told.value).split("\n")
    assert [line.partition(": ")[0] for line in lines] == [
        "d.xml:4", "d.xml:5", "d.xml:6", "d.xml:7", "a.xml:2", "a.xml:3", "a.xml", "a.xml", "a.xml", "a.xml:3", "b.xml"
    ]  # fmt: skip
    assert "got `much`" in lines[4]


def test_one_party_is_said_to_be_too_few():
    assert any("one party only" in warning for warning in read_geniusweb([("a.json", WEB)]).warnings)


def test_reservations_of_profiles_of_one_name_stay_apart():
    text = """{"LinearAdditiveUtilitySpace": {"issueUtilities": {"pay": {"DiscreteValueSetUtilities":
      {"valueUtilities": {"low": 0, "high": 1}}}}, "issueWeights": {"pay": 1},
      "domain": {"name": "d", "issuesValues": {"pay": {"values": ["low", "high"]}}},
      "reservationBid": {"issuevalues": {"pay": "low"}}}}"""
    other = text.replace('"pay": "low"', '"pay": "high"')
    conflict = read_geniusweb([("x/a.json", text), ("y/a.json", other)]).conflict
    held = [conflict.packages[party.reservation.package].values["pay"] for party in conflict.parties.values()]
    assert held == ["low", "high"]


@pytest.mark.parametrize(("given", "points"), [("3.0", 4), ('"3.00"', 4), ("3", 4)])
def test_a_number_of_a_reservation_may_be_written_in_any_way(given, points):
    text = """{"LinearAdditiveUtilitySpace": {"issueUtilities": {"n": {"NumberValueSetUtilities": {"lowValue": 0,
      "lowUtility": 1, "highValue": 4, "highUtility": 5}}}, "issueWeights": {"n": 1}, "domain": {"name": "d",
      "issuesValues": {"n": {"range": {"low": 0, "high": 4, "step": 1}}}},
      "reservationBid": {"issuevalues": {"n": GIVEN}}}}"""
    conflict = read_geniusweb(
        [("a.json", text.replace("GIVEN", given)), ("b.json", text.replace("GIVEN", "0"))]
    ).conflict
    packages = build_packages(conflict)
    assert packages.points(packages.reservations) == (points, 1)
    with pytest.raises(ExchangeError, match=r"reservationBid\.issuevalues\.n: expected a value of the issue"):
        read_geniusweb([("a.json", text.replace("GIVEN", "3.5"))])
