from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from commonground.analysis.stability import solve
from commonground.forms import Graph
from commonground.output.arcs import choose_view
from commonground.output.figures import state_graph_svg
from commonground.output.layout import Box, curve_between, layers, place

from .conftest import GRAPH_FORM, graph_of, river

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_it_is_well_formed_and_says_what_it_shows(graph: Graph) -> None:
    svg = state_graph_svg(solve(graph))
    root = ElementTree.fromstring(svg)
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert not [element for element in root.iter() if element.tag in (f"{SVG}script", f"{SVG}style", f"{SVG}image")]
    assert not any(name.startswith("on") or name == "style" for element in root.iter() for name in element.attrib)
    states = [g for g in root.iter(f"{SVG}g") if g.get("tabindex") == "0"]
    assert 0 < len(states) <= graph.size
    assert all(g.get("aria-label") for g in states)


def test_it_is_the_same_every_time(graph: Graph) -> None:
    assert state_graph_svg(solve(graph)) == state_graph_svg(solve(graph))


def test_marks_do_not_rest_on_colour(prisoners: Graph) -> None:
    svg = state_graph_svg(solve(prisoners, ["nash", "seq"]))
    words = texts(svg)
    assert "HOLDS (E)" in words
    assert "E 1 of 2" in words
    assert "STATUS QUO" in words
    assert "A move of Ann" in words
    assert "stroke-dasharray" in svg


def test_a_graph_alone_has_no_equilibria(prisoners: Graph) -> None:
    assert "HOLDS (E)" not in state_graph_svg(prisoners)


def test_improvements_point_the_right_way(prisoners: Graph) -> None:
    view = choose_view(prisoners, [0, 1], [], "improvements")
    assert {(arc.party, arc.start, arc.end) for arc in view.arcs} == {(0, 0, 1), (0, 2, 3), (1, 0, 2), (1, 1, 3)}
    pairs = choose_view(prisoners, [0, 1], [], "all")
    assert len(pairs.arcs) == 4
    assert all(arc.gain and arc.back for arc in pairs.arcs)


def test_a_large_graph_is_focused_and_says_so() -> None:
    from commonground.forms import build_graph
    from commonground.model import Conflict

    options = [f"o{i}" for i in range(9)]
    parties = {
        f"p{p}": {
            "name": f"Party {p}",
            "options": {o: {"name": o} for o in options[p * 3 : p * 3 + 3]},
            "preferences": {"statements": [options[(p * 4 + i) % 9] for i in range(9)]},
        }
        for p in range(3)
    }
    graph = build_graph(Conflict.model_validate({"title": "Large", "parties": parties, "status_quo": "N" * 9}))
    svg = state_graph_svg(solve(graph))
    shown = int(re.search(r"Shown: (\d+) of 512 states", svg)[1])  # type: ignore[index]
    assert shown <= 30
    assert svg.count('tabindex="0"') == shown


@pytest.mark.parametrize("size", [4, 9, 16, 27, 40])
def test_boxes_never_overlap(size: int) -> None:
    nodes = list(range(size))
    arcs = [(a, (a * 3 + 1) % size) for a in nodes] + [(a, (a * 5 + 2) % size) for a in nodes]
    sizes = {node: (70.0 + node % 3, 40.0 + 15 * (node % 3)) for node in nodes}
    boxes = place(layers(nodes, arcs, 0), arcs, sizes)
    assert set(boxes) == set(nodes)
    for a in nodes:
        for b in range(a):
            one, two = boxes[a], boxes[b]
            apart = max(
                abs(one.x - two.x) - (one.width + two.width) / 2, abs(one.y - two.y) - (one.height + two.height) / 2
            )
            assert apart >= 20


def test_letters_on_arcs_keep_clear_of_boxes_and_of_each_other(graph: Graph) -> None:
    svg = state_graph_svg(solve(graph))
    drawing = svg[: svg.index("<line")]
    spots = re.findall(r'<rect x="([-\d.]+)" y="([-\d.]+)" width="(\d+)\.0" height="16" rx="8"', drawing)
    centres = [(float(x) + float(width) / 2, float(y) + 8) for x, y, width in spots]
    for i, (x, y) in enumerate(centres):
        assert all((x - a) ** 2 + (y - b) ** 2 > 17**2 for a, b in centres[:i])


def test_a_curve_ends_at_the_rims() -> None:
    boxes = {0: Box(0, 0, 40, 20), 1: Box(0, 100, 40, 20), 2: Box(0, 50, 30, 20)}
    curve, _ = curve_between(0, 1, boxes)
    points = curve.points()
    assert not boxes[0].holds(points, 2.0).any()
    assert not boxes[1].holds(points, 2.0).any()
    assert not boxes[2].holds(points).any()


def test_curves_between_two_boxes_keep_apart() -> None:
    boxes = {0: Box(0, 0, 40, 20), 1: Box(0, 100, 40, 20)}
    there, bend = curve_between(0, 1, boxes)
    back, other = curve_between(1, 0, boxes, taken=[bend])
    assert bend != other
    assert abs(there.points()[20] - back.points()[20]).max() > 10


def test_the_rows_are_counted_from_what_is_there() -> None:
    svg = state_graph_svg(graph_of(river(status_quo=None)))
    assert "lies from state 1;" in svg
    assert "STATUS QUO" not in svg
    stuck = graph_of({**GRAPH_FORM, "status_quo": "u"})
    assert "The last states cannot be reached from the status quo" in state_graph_svg(stuck)
