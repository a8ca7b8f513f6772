"""Uncertain worths in tables, sentences, pictures, reports and JSON; two cases worked by hand."""

import json
import re
import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path

import pytest

import commonground as cg
from commonground.forms import build_estimates
from commonground.output.bargain_report import all_tables, bargain_files, find_common_ground
from commonground.output.bargain_words import negotiation_story
from commonground.output.report import make_report
from commonground.output.uncertain_figures import uncertain_svg
from commonground.output.uncertain_tables import uncertain_tables
from commonground.output.writers import render
from commonground.output.writers.bargain import negotiation_json
from commonground.reading.load import check_text

WIDE = {
    "{unitary: 0, federal: 40}": "{unitary: 0, federal: 10 to 70}",
    "{withheld: 10, given: 0}": "{withheld: 5 to 15, given: 0}",
    "{unitary: 5, federal: 0}": "{unitary: 0 to 10, federal: 0}",
    "{withheld: 0, given: 25}": "{withheld: 0, given: 5 to 45}",
}


def replaced(name, changes):
    path = cg.example(name)
    text = (path / "conflict.yaml" if path.is_dir() else path).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def ukraine():
    return check_text(replaced("ukraine-2014", WIDE)).conflict


@pytest.fixture(scope="module")
def answer(ukraine):
    return cg.negotiate(ukraine, draws=300, seed=7)


def test_ukraine_as_worked_by_hand(ukraine, answer):
    # decision 10
    found = answer.uncertainty
    deal = next(one for one in found.packages if one.values == answer.packages.named["common ground"])
    assert (deal.worst.efficient, deal.worst.acceptable) == ("sometimes", "always")
    assert (deal.worst.distance, deal.worst.forgoes) == (Fraction(5, 100), (5, 5))
    assert answer.packages.labels(deal.worst.better) == {
        "status": "unitary",
        "neutrality": "guaranteed",
        "elections": "supervised",
        "recognition": "withheld",
        "economy": "pursued",
    }
    assert deal.zone == 300
    assert cg.negotiate(ukraine).answers["nash"] == answer.answers["nash"], "the middle is what it was"


def test_panama_as_worked_by_hand():
    text = replaced(
        "panama-canal-1974",
        {
            "land: {points: {us: 15, panama: 0}}": "land: {weight: 13 to 17, points: {us: 1, panama: 0}}",
            "land: {points: {us: 0, panama: 15}}": "land: {weight: 13 to 17, points: {us: 0, panama: 1}}",
        },
    )
    result = cg.negotiate(check_text(text).conflict, "nash", draws=2000, seed=1)
    found = result.uncertainty
    nash, rival = found.picks["nash"]
    land = [column.id for column in result.packages.issues].index("land")
    assert (nash.values[land], rival.values[land]) == (1, 0)
    share = float((17 - Fraction(860, 58)) * (Fraction(958, 64) - 13) / 2 / 16)
    assert abs(rival.draws / 2000 - share) < 4 * (share * (1 - share) / 2000) ** 0.5
    standing = {one.values: one.worst.efficient for one in found.packages}
    assert standing[nash.values] == standing[rival.values] == "always"


def test_the_tables_hold_what_the_answer_does(answer):
    found = answer.uncertainty
    tables = {table.id: table for table in uncertain_tables(answer)}
    assert len(tables["uncertain_packages"].rows) == len(tables["uncertain_worst"].rows) == len(found.packages)
    assert len(tables["uncertain_influence"].rows) == len(found.influences) == 4
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
    deal = next(row for row in tables["uncertain_packages"].rows if "common ground" in row[0])
    outlook = found.packages[int(deal[0].split()[0]) - 1]
    assert deal[1] == f"{round(outlook.frontier / 3, 1):g}%"
    assert deal[2:5] == ("for some worths", "100%", "for all worths")
    assert ("Russia on Constitutional status", "Semi-autonomous federal states", "10", "40", "70") in tables[
        "uncertain_worths"
    ].rows
    assert set(tables) <= {table.id for table in all_tables(answer)}
    assert uncertain_tables(cg.negotiate(cg.load(cg.example("ukraine-2014")))) == ()


def test_a_plain_answer_says_what_it_takes_for_an_interval_and_how_to_ask(ukraine, answer):
    plain = " ".join(negotiation_story(cg.negotiate(ukraine)))
    assert "the middle is used: Russia on Constitutional status" in plain
    assert "--draws 1000" in plain
    drawn = " ".join(negotiation_story(answer))
    assert "--draws 1000" not in drawn
    assert "every party could gain 5% of its range at once" in drawn
    assert "The uncertainty that matters most:" in drawn
    assert "interval" not in " ".join(negotiation_story(cg.negotiate(cg.load(cg.example("ukraine-2014")))))


def test_the_picture_says_what_the_table_does(answer):
    svg = uncertain_svg(answer)
    root = ElementTree.fromstring(svg)
    bars = root.findall(".//{http://www.w3.org/2000/svg}rect/{http://www.w3.org/2000/svg}title")
    assert len(bars) == 2 * min(len(answer.uncertainty.packages), 15) + 4
    assert f"package 2 in the zone: {round(answer.uncertainty.packages[1].zone / 3, 1):g}%" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    with pytest.raises(ValueError, match="without draws"):
        uncertain_svg(cg.negotiate(cg.load(cg.example("ukraine-2014"))))


def test_files_and_report(ukraine, answer):
    assert set(bargain_files(answer, "svg", ukraine)) == {"common-ground.svg", "uncertain-worths.svg"}
    assert "uncertain_packages.csv" in bargain_files(answer, "csv", ukraine)
    assert "uncertain_influence.tex" in bargain_files(answer, "latex", ukraine)
    page = render(make_report(cg.states(ukraine)), "html")
    assert "uncertain-title" in page
    assert "How packages stand over the draws" in page
    assert re.search(r"500 draws \(seed 0\)", page)
    conflict = cg.load(cg.example("ukraine-2014"))
    certain = find_common_ground(conflict, build_estimates(conflict))
    assert certain.uncertain_figure == ""
    assert certain.result.uncertainty is None


def test_json_has_the_shape_that_is_documented(answer):
    got = json.loads(json.dumps(negotiation_json(answer)))
    drawn = got["uncertainty"]
    keys = "asked uncertain empty packages all_listed choices influences"
    assert set(drawn) == set(keys.split())
    assert set(drawn["asked"]) == {"draws", "seed", "redraws", "rules", "weights", "listed", "limit"}
    assert set(drawn["packages"][0]) == {"name", "package", "frontier", "zone", "chosen", "worst"}
    worst = "efficient acceptable distance better forgoes why_not"
    assert set(drawn["packages"][0]["worst"]) == set(worst.split())
    assert set(drawn["packages"][0]["frontier"]) == {"count", "of", "share", "error"}
    assert set(drawn["influences"][0]) == {"party", "field", "issue", "chosen", "frontier", "zone"}
    assert drawn["uncertain"][0] == {"party": "russia", "field": "worths", "issue": "status"}
    assert got["intervals"] == drawn["uncertain"]
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", page))
    assert {*keys.split(), *drawn["asked"], *drawn["packages"][0], *drawn["packages"][0]["worst"]} <= words
    assert negotiation_json(cg.negotiate(cg.load(cg.example("ukraine-2014"))))["uncertainty"] is None
