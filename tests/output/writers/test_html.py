from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from commonground.forms import Graph
from commonground.output.report import make_report
from commonground.output.writers import render

VOID = {"meta", "br", "img", "input", "link", "hr"}


class Page(HTMLParser):
    """Reads a page and keeps its tags; fails where they do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.errors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.errors.append(tag)


def page(graph: Graph) -> tuple[str, Page]:
    text = str(render(make_report(graph), "html"))
    reader = Page()
    reader.feed(text)
    return text, reader


def test_it_loads_and_runs_nothing(graph: Graph) -> None:
    text, reader = page(graph)
    assert not {"script", "img", "link", "iframe", "object", "base", "form", "image"} & {tag for tag, _ in reader.tags}
    for tag, attrs in reader.tags:
        assert not any(name.startswith("on") or name in ("src", "style", "srcset") for name in attrs), tag
        assert (attrs.get("href") or "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text


def test_tags_nest_and_ids_are_unique(graph: Graph) -> None:
    _, reader = page(graph)
    assert reader.errors == []
    assert reader.open == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = {(attrs.get("href") or "")[1:] for tag, attrs in reader.tags if tag == "a"}
    assert links <= set(ids)


def test_the_policy_allows_its_own_style_only(prisoners: Graph) -> None:
    text, _ = page(prisoners)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text.replace("&#39;", "'")


def test_hostile_labels_stay_text(hostile_graph: Graph) -> None:
    text, _ = page(hostile_graph)
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_it_can_be_read_with_keys_and_ears(river_graph: Graph) -> None:
    text, reader = page(river_graph)
    assert ("a", {"class": "skip", "href": "#story"}) in reader.tags
    assert reader.tags[0] == ("html", {"lang": "en"})
    assert [tag for tag, _ in reader.tags if tag == "h1"] == ["h1"]
    for tag, attrs in reader.tags:
        if tag == "div" and "scroll" in (attrs.get("class") or ""):
            assert attrs["tabindex"] == "0"
            assert attrs["aria-label"]
        if tag == "th":
            assert attrs["scope"] == "col"
    assert "@media print" in text


def test_the_result_comes_before_the_model(river_graph: Graph) -> None:
    text, _ = page(river_graph)
    order = ['id="story"', 'id="now"', 'id="contrast"', 'id="holds"', 'id="picture"', 'id="model"']
    places = [text.index(mark) for mark in order]
    assert places == sorted(places)


def test_a_card_is_not_split_over_printed_pages(prisoners: Graph) -> None:
    printed = str(render(make_report(prisoners), "html")).partition("@media print")[2]
    assert re.search(r"[{}][^{}]*\.card,[^{}]*\{ break-inside: avoid; \}", printed)
