"""The report's first page: which packages would be kept."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

import commonground as cg
from commonground.output.hold_figures import hold_svg
from commonground.output.report import make_report
from commonground.output.writers import render
from commonground.reading.load import check_text
from tests.cli.test_hold import ROAD


@pytest.fixture(scope="module")
def ukraine():
    return make_report(cg.states(cg.load(cg.example("ukraine-2014"))))


@pytest.fixture(scope="module")
def road():
    checked = check_text(ROAD)
    return make_report(checked.subject(), packages=checked.packages)


def test_a_report_begins_with_what_would_be_kept(ukraine):
    assert ukraine.sections[0].id == "kept"
    page = render(ukraine, "html")
    assert page.index('id="kept"') < page.index('id="story"') < page.index('id="common"')
    assert "The most durable is 1 (common ground)" in page
    assert "hold-title" in page
    text = render(ukraine, "text")
    assert text.index("Which packages would be kept") < text.index("In short")
    assert {"hold", "hold_packages", "hold_verdicts", "hold_ways", "hold_together", "hold_mends"} <= set(ukraine.tables)
    assert json.loads(render(ukraine, "json"))["hold"]["durable"] == [0, 1, 2, 3, 4]
    latex = render(ukraine, "latex")
    assert r"\input{tables/hold}" in latex["report.tex"]
    assert "Who would keep what" in latex["tables/hold.tex"]


def test_a_model_without_terms_of_keeping_has_no_such_page():
    report = make_report(cg.states(cg.load(cg.example("elmira"))))
    assert report.kept is None
    assert report.sections[0].id == "story"
    assert json.loads(render(report, "json"))["hold"] is None


def test_states_that_depend_on_what_is_signed_have_a_report_all_the_same(road):
    assert road.states is None
    assert [section.id for section in road.sections][:3] == ["kept", "story", "common"]
    page = render(road, "html")
    assert "Would be signed and hold under no concept: 2 (by the north)." in page
    assert "A would choose “Block the road”" in page


@pytest.mark.parametrize("name", ["ukraine", "road"])
def test_every_link_in_the_page_leads_somewhere(name, request):
    page = render(request.getfixturevalue(name), "html")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= ids


def test_the_picture_tells_each_cell_by_sign_and_words(ukraine):
    picture = ET.fromstring(hold_svg(ukraine.kept.result))
    svg = "{http://www.w3.org/2000/svg}"
    words = [element.text for element in picture.iter(f"{svg}text")]
    cells = sum(words.count(word) for word in ("keeps", "moves", "breaks", "cannot start"))
    signs = [path for path in picture.iter(f"{svg}path") if "transform" in path.attrib]
    rows = sum(bool(re.fullmatch(r"\d+(  .+)?", word or "")) for word in words)
    assert cells == len(signs) == 4 * rows
    assert rows == 16
    assert any("16 more packages judged are not drawn" in (word or "") for word in words)
