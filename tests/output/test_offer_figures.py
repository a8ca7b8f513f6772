"""Pictures of the path of offers, and what all pictures share: labels that keep clear, colours for dark screens."""

import itertools
import random
import re
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest

import commonground as cg
from commonground.analysis.negotiation import OfferStep, find_deal, solve_packages, trace_offers
from commonground.forms import build_packages
from commonground.model import Conflict
from commonground.output.bargain_figures import negotiation_svg
from commonground.output.bargain_report import bargain_files
from commonground.output.bargain_tables import percent
from commonground.output.figures import state_graph_svg
from commonground.output.labels import Labels, spread_out
from commonground.output.offer_figures import offers_svg
from commonground.output.pictures import COLOURS, DARK, FAINT, INK, PAPER, SOFT
from commonground.output.report import make_report
from commonground.output.writers import render

LONG = " with a name that goes on and on, longer than anybody would like to read beside a picture of two parties"


def talks(parties, offers, *, agree, seed, long=""):
    """Return a made-up negotiation with that many offers; the last ones are one package where they agree."""
    rng = random.Random(seed)
    ids, values = [f"p{k}" for k in range(parties)], ["v0", "v1", "v2", "v3"]
    issues = [f"i{i}" for i in range(5)]
    worths = {p: {i: {"points": {v: rng.randrange(21) for v in values}} for i in issues} for p in ids}
    made = [{i: rng.choice(values) for i in issues} for _ in range(offers)]
    if agree:
        made[-parties:] = [made[-1]] * parties
    return Conflict.model_validate(
        {
            "title": f"Talks{long}",
            "issues": {
                i: {"name": f"Issue {i}{long}", "values": {v: {"name": f"Value {v}{long}"} for v in values}}
                for i in issues
            },
            "parties": {
                p: {"name": f"Party {p}{long}", "reservation": {"points": 40}, "worths": worths[p]} for p in ids
            },
            "offers": [{"party": ids[k % parties], "values": package} for k, package in enumerate(made)],
        }
    )


def drawn(conflict):
    result = solve_packages(build_packages(conflict))
    steps = trace_offers(result.packages)
    return result, steps, ElementTree.fromstring(offers_svg(result, steps, conflict))


def marks(tree, kind):
    return tree.findall(f".//{{http://www.w3.org/2000/svg}}{kind}")


def texts(tree):
    return [element.text for element in marks(tree, "text")]


def boxes(tree):
    """Return the words and the place (left, top, right, bottom) of each text, at about six pixels a character."""
    for element in marks(tree, "text"):
        size = float(element.get("font-size"))
        wide = len(element.text) * size * (0.55 if element.get("font-weight") else 0.5)
        x, y = float(element.get("x")), float(element.get("y"))
        left = {"middle": x - wide / 2, "start": x, "end": x - wide}[element.get("text-anchor")]
        yield element.text, (left, y - size * 0.75, left + wide, y)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def step(party, values):
    return OfferStep(party, (values,), (), None, "first", None, ())


@pytest.mark.parametrize("seed", range(200))
def test_a_deal_is_where_all_last_offers_stay_one_package(seed):
    rng = random.Random(seed)
    parties = ["a", "b", "c"][: rng.randint(1, 3)]
    steps = [step(rng.choice([*parties, "guest"]), rng.randrange(2)) for _ in range(rng.randint(0, 9))]

    def agreed(number):
        seen = steps[: number + 1]
        last = {own: next((s.values for s in reversed(seen) if s.party == own), None) for own in parties}
        return None not in last.values() and set(last.values()) == {seen[-1].values}

    lasting = [n for n in range(len(steps)) if all(agreed(m) for m in range(n, len(steps)))]
    assert find_deal(steps, parties) == (lasting[0] if lasting else None)


def test_nobody_cannot_agree():
    assert find_deal([step("a", 1)], []) is None


@pytest.mark.parametrize(("offers", "agree"), [(1, False), (7, False), (20, True)])
def test_two_parties_in_the_plane(offers, agree):
    conflict = talks(2, offers, agree=agree, seed=offers)
    result, steps, tree = drawn(conflict)
    shapes = [
        element for element in marks(tree, "polygon") if element.find("{http://www.w3.org/2000/svg}title") is not None
    ]
    assert len(shapes) == offers
    for shape, made in zip(shapes, steps, strict=True):
        assert (shape.get("fill") != PAPER) == (len(made.acceptable_to) == 2)
        assert shape.get("stroke") == COLOURS[int(made.party[1])]
    moved = sum(
        a.utilities != b.utilities
        for party in ("p0", "p1")
        for a, b in itertools.pairwise([made for made in steps if made.party == party])
    )
    arrows = [element for element in marks(tree, "polygon") if len(element.get("points").split()) == 3]
    assert len(arrows) == moved
    told = [words for words in texts(tree) if re.match(r"[A-Z]\d? \d", words)]
    numbers = [int(number) for words in told for number in re.findall(r"\d+", words.split(" ", 1)[1])]
    assert sorted(numbers) == list(range(1, offers + 1))
    assert ("DEAL" in texts(tree)) == agree == (find_deal(steps, ["p0", "p1"]) is not None)
    assert len([c for c in marks(tree, "circle") if c.get("r") == "2.2"]) == result.frontier.size


def test_more_parties_have_a_panel_each():
    conflict = talks(3, 20, agree=True, seed=5)
    result, steps, tree = drawn(conflict)
    lines = [[tuple(map(float, pair.split(","))) for pair in e.get("points").split()] for e in marks(tree, "polyline")]
    assert [len(line) for line in lines] == [40, 40, 40]
    for p, line in enumerate(lines):
        heights = {made.utilities[p]: y for made, (_, y) in zip(steps, line[::2], strict=True)}
        rising = sorted(heights)
        assert all(heights[low] > heights[high] for low, high in itertools.pairwise(rising))
        low, high = result.worst[p], result.best[p]
        for points, y in heights.items():
            assert y == pytest.approx(54 + p * 130 + 84 * (1 - float((points - low) / (high - low))), abs=0.06)
    bars = [float(e.get("height")) for e in marks(tree, "rect") if e.get("fill") == FAINT]
    far = [float(made.distance) for made in steps if made.distance]
    assert [bar / max(bars) for bar in bars] == pytest.approx([d / max(far) for d in far], abs=0.01)
    assert [t for t in texts(tree) if "%" in t] == [percent(made.distance) for made in steps]
    shapes = [
        element for element in marks(tree, "polygon") if element.find("{http://www.w3.org/2000/svg}title") is not None
    ]
    taken = [(made, party) for party in ("p0", "p1", "p2") for made in steps]
    for shape, (made, party) in zip(shapes, taken, strict=True):
        assert (shape.get("fill") != PAPER) == (party in made.acceptable_to)
        assert (shape.get("stroke") != INK) == (made.party == party)
    assert "DEAL" in texts(tree)


@pytest.mark.parametrize("parties", [2, 3, 6])
@pytest.mark.parametrize("long", ["", LONG])
def test_no_text_covers_another_or_leaves_the_picture(parties, long):
    conflict = talks(parties, 20, agree=True, seed=parties, long=long)
    result, _, tree = drawn(conflict)
    for picture in (tree, ElementTree.fromstring(negotiation_svg(result))):
        width, height = (float(picture.get(side)) for side in ("width", "height"))
        placed = list(boxes(picture))
        for words, box in placed:
            assert box[0] >= 0, words
            assert box[2] <= width, words
            assert box[1] >= 0, words
            assert box[3] <= height, words
        for (one, a), (other, b) in itertools.combinations(placed, 2):
            assert not overlap(a, b), (one, other)


def test_a_long_path_is_cut_and_says_so():
    _, _, tree = drawn(talks(2, 150, agree=True, seed=1))
    assert any("The last 120 of 150 offers are drawn." in words for words in texts(tree))
    shapes = [
        element for element in marks(tree, "polygon") if element.find("{http://www.w3.org/2000/svg}title") is not None
    ]
    assert len(shapes) == 120
    assert "150" in texts(tree)
    assert any("DEAL: with offer 150" in words for words in texts(tree))


def test_labels_keep_clear_while_there_is_room():
    labels, rng = Labels((0, 0, 800, 600)), random.Random(4)
    points = [(rng.uniform(60, 740), rng.uniform(60, 540)) for _ in range(60)]
    for point in points:
        labels.block(*point, 6)
    for k, point in enumerate(points):
        labels.place(f"A {k}", *point)
    assert not any(overlap(a, b) for a, b in itertools.combinations(labels.taken[60:], 2))
    assert not any(overlap(a, b) for a in labels.taken[60:] for b in labels.taken[:60])


@pytest.mark.parametrize("seed", range(50))
def test_places_are_spread_in_order_and_no_further_than_needed(seed):
    rng = random.Random(seed)
    places = [rng.uniform(0, 100) for _ in range(rng.randint(1, 9))]
    moved = spread_out(places, 10.0)
    order = sorted(range(len(places)), key=lambda k: places[k])
    assert all(moved[b] - moved[a] > 10 - 1e-9 for a, b in itertools.pairwise(order))
    assert sum(moved) == pytest.approx(sum(places))
    for k, place in enumerate(places):
        if all(abs(place - other) >= 200 for other in places if other is not place):
            assert moved[k] == pytest.approx(place)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_has_a_partner_for_dark_screens_that_can_be_seen():
    both = talks(3, 9, agree=True, seed=2), talks(2, 9, agree=True, seed=2)
    pictures = [state_graph_svg(cg.solve(cg.load(cg.example("elmira"))))]
    for conflict in both:
        result, steps, _ = drawn(conflict)
        pictures += [offers_svg(result, steps, conflict), negotiation_svg(result)]
    for picture in pictures:
        used = {c for c in re.findall(r'(?:fill|stroke)="([^"]+)"', picture) if c != "none"}
        assert used <= set(DARK), used - set(DARK)
    for ground in (PAPER, SOFT):
        assert contrast(INK, ground) >= 4.5
        assert contrast(DARK[INK], DARK[ground]) >= 4.5
        for colour in (*COLOURS, FAINT):
            assert contrast(colour, ground) >= 3, colour
            assert contrast(DARK[colour], DARK[ground]) >= 3, colour


def test_a_file_carries_its_style_and_a_page_states_it_once():
    conflict = talks(2, 6, agree=True, seed=3)
    files = bargain_files(solve_packages(build_packages(conflict)), "svg", conflict)
    assert set(files) == {"common-ground.svg", "offers.svg"}
    for text in files.values():
        assert text.startswith("<?xml")
        tree = ElementTree.fromstring(text.encode())
        assert f'[fill="{INK}"]{{fill:{DARK[INK]}}}' in marks(tree, "style")[0].text
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<script|<image", text)
    page = str(render(make_report(conflict), "html"))
    assert page.count("<style") == page.count("</style>") == 1
    assert f'[fill="{INK}"]{{fill:{DARK[INK]}}}' in page


def test_the_report_and_the_files_have_the_path_beside_its_table():
    conflict = talks(3, 9, agree=True, seed=4)
    report = make_report(conflict)
    ids = [section.id for section in report.sections]
    assert ids.index("offers") == ids.index("common") + 1
    page = str(render(report, "html"))
    assert page.count('id="offers-title"') == 1
    assert page.count('id="table-bargain_offers"') == 1
    result = report.on_the_table.result
    for kind, name in (("csv", "bargain_offers.csv"), ("latex", "bargain_offers.tex")):
        assert name in bargain_files(result, kind, conflict)
    latex = render(report, "latex")
    assert r"\input{tables/bargain_offers}" in latex["report.tex"]
    assert "Deal with offer" in latex["report.tex"]
    assert "Deal with offer" in render(report, "text")
    none = conflict.model_copy(update={"offers": ()})
    assert "offers" not in [section.id for section in make_report(none).sections]
    assert set(bargain_files(make_report(none).on_the_table.result, "svg", none)) == {"common-ground.svg"}


def test_the_sentences_count_what_the_table_shows():
    conflict = talks(2, 12, agree=False, seed=8)
    report = make_report(conflict)
    path = report.on_the_table.offers
    kinds = [row[path.table.columns.index("Step")] for row in path.table.rows if row[1] == "Party p0"]
    for kind in set(kinds) - {"first"}:
        count = kinds.count(kind)
        assert f"{count} {kind} step{'s' * (count > 1)}" in path.story[0]
    assert path.story[0].startswith("Party p0: 6 offers")
    least = min(made.distance for made in path.steps)
    assert isinstance(least, Fraction)
    for number, made in enumerate(path.steps, start=1):
        assert (str(number) in re.findall(r"\d+", path.story[2].split(" to the ")[0].split(" no ")[0])) == (
            made.distance == least
        )
    assert path.story[-1].startswith("No deal")
