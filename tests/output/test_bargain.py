"""Tables, sentences and pictures of what is on the table; the report's own section."""

import random
import re
import xml.etree.ElementTree as ElementTree

import pytest

import commonground as cg
from commonground.analysis.negotiation import solve_packages
from commonground.forms import packages_from_tables
from commonground.output.bargain_figures import negotiation_svg
from commonground.output.bargain_report import bargain_files
from commonground.output.bargain_tables import agreement_letters, bargain_tables
from commonground.output.bargain_words import negotiation_story
from commonground.output.report import make_report
from commonground.output.writers import render

UKRAINE = cg.load(cg.example("ukraine-2014"))


@pytest.fixture(scope="module")
def ukraine():
    return cg.negotiate(UKRAINE)


@pytest.fixture(scope="module")
def three():
    draw = random.Random(3)
    tables = [[[draw.randrange(20) for _ in range(3)] for _ in range(4)] for _ in range(5)]
    return solve_packages(packages_from_tables(tables, [30, 30, 30]))


def marks(svg, kind):
    return ElementTree.fromstring(svg).findall(f".//{{http://www.w3.org/2000/svg}}{kind}")


def test_ukraine_as_worked_by_hand(ukraine):
    # decision 6: the deal described gives 85 and 85 above (15, 60), product 1750
    (deal,) = ukraine.answers["nash"].agreements
    assert deal.points == (85, 85)
    assert ukraine.packages.named["common ground"] == deal.values
    assert ukraine.packages.points(ukraine.packages.reservations) == (15, 60)
    economy = [column.id for column in ukraine.packages.issues].index("economy")
    assert ukraine.zone.values[economy] == (0,)
    assert "Does not" in {t.id: t for t in bargain_tables(ukraine)}["bargain_zone"].columns


def test_the_tables_hold_what_the_answer_does(ukraine, three):
    for result in (ukraine, three):
        tables = {table.id: table for table in bargain_tables(result)}
        assert len(tables["bargain_frontier"].rows) == result.frontier.size
        chosen = sum(len(answer.agreements) for answer in result.answers.values())
        assert len(tables["bargain_solutions"].rows) == chosen
        assert len(tables["bargain_agreements"].rows) == len(agreement_letters(result))
        assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
        short = {table.id: table for table in bargain_tables(result, limit=3)}["bargain_frontier"]
        assert (len(short.rows), short.left_out) == (3, result.frontier.size - 3)


def test_the_plane_has_every_point_once_and_letters_beside_colours(ukraine):
    svg = negotiation_svg(ukraine)
    fills = [mark.get("fill") for mark in marks(svg, "circle") if mark.get("r") == "3.6"]
    assert len(fills) == ukraine.frontier.size
    assert fills.count("#ffffff") == ukraine.frontier.size - ukraine.zone.frontier.size
    texts = [mark.text for mark in marks(svg, "text")]
    letters = [letter for letter, _ in agreement_letters(ukraine).values()]
    assert set(letters) | {"d", "ideal"} <= set(texts)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<script|<image", svg)


def test_three_parties_stand_on_parallel_axes(three):
    lines = [mark.get("points").split() for mark in marks(negotiation_svg(three), "polyline")]
    assert len(lines) == min(150, three.frontier.size) + len(agreement_letters(three))
    assert all(len(points) == 3 for points in lines)
    assert three.division is None


def test_names_cannot_break_out_of_the_picture():
    packages = packages_from_tables([[(0, 4), (3, 0)]], parties=["</text><script>", "b\x1b"])
    svg = negotiation_svg(solve_packages(packages))
    assert "<script" not in svg
    assert "\x1b" not in svg


def test_an_empty_zone_is_drawn_and_told():
    result = solve_packages(packages_from_tables([[(0, 4), (3, 0)]], [2, 2]))
    assert "No package is acceptable to everybody." in negotiation_story(result)
    assert "No package is acceptable to everybody." in negotiation_svg(result)
    assert not any(mark.get("fill") == "#f3f1ec" for mark in marks(negotiation_svg(result), "rect"))


def test_files(ukraine):
    assert set(bargain_files(ukraine, "svg", UKRAINE)) == {"common-ground.svg"}
    assert set(bargain_files(ukraine, "csv", UKRAINE)) == {f"{table.id}.csv" for table in bargain_tables(ukraine)}
    assert r"\toprule" in bargain_files(ukraine, "latex", UKRAINE)["bargain_solutions.tex"]
    with pytest.raises(cg.OutputError, match="no such format"):
        bargain_files(ukraine, "pdf", UKRAINE)


def test_the_report_has_a_section_only_where_there_are_issues():
    report = make_report(cg.states(UKRAINE), concepts=["nash"])
    html = render(report, "html")
    assert 'id="common"' in html
    assert 'id="bargain-title"' in html
    assert {"bargain_solutions", "bargain_frontier", "worths", "bounds", "packages"} <= set(report.tables)
    assert "tables/bargain_solutions.tex" in render(report, "latex")
    plain = make_report(cg.states(cg.load(cg.example("chicken"))))
    assert plain.on_the_table is None
    assert 'id="common"' not in render(plain, "html")
