"""The report's documents: every passage marked where it stands, linked to what rests on it, nothing escaping."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import commonground as cg
from commonground.documents import Span, document_from_text
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.model.elements import elements, review_counts
from commonground.output.cited import Block, Gap, _pieces, make_cited
from commonground.output.report import make_report
from commonground.output.writers import render
from commonground.output.writers.html import visible
from commonground.reading.checks import all_evidence
from commonground.reading.passages import find_passages
from tests.output.conftest import EVIL, MODELS, river
from tests.output.writers.test_html import Page


def project(folder: Path, text: str, quotes: list[str], **changes: Any) -> Conflict:
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "note.md").write_text(text, encoding="utf-8")
    evidence = [{"source": "note", "quote": quote} for quote in quotes]
    return Conflict.model_validate(river(status_quo={"state": "NNN", "evidence": evidence}, **changes))


def html(conflict: Conflict, folder: Path) -> tuple[str, Page]:
    report = make_report(build_graph(conflict), passages=find_passages(conflict, folder))
    text = str(render(report, "html"))
    reader = Page()
    reader.feed(text)
    assert reader.errors == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {(attrs.get("href") or "")[1:] for tag, attrs in reader.tags if tag == "a"} <= set(ids)
    return text, reader


def marked(text: str) -> list[str]:
    return re.findall(r"<mark[^>]*>(.*?)</mark>", text, re.DOTALL)


def test_passages_are_marked_numbered_and_linked_both_ways(tmp_path: Path) -> None:
    text = "They will not open the dam.\n\nThe others pay\nfor water, and then they pay again."
    conflict = project(tmp_path, text, ["will not open the dam", "The others pay for water", "pay for water, and then"])
    page, reader = html(conflict, tmp_path)
    assert marked(page) == ["will not open", " the dam", "The others ", "pay\nfor water", ", and then"]
    assert page.count('<mark class="twice">') == 2
    links = [attrs["href"] for tag, attrs in reader.tags if tag == "a"]
    for number in (1, 2, 3, 4):
        assert f"#passage-{number}" in links
        assert f"#evidence-{number}" in links
    assert "✓ stands in the source" in page
    assert "stand in the source word for word" in page.split('id="holds"')[0]


@given(
    st.text(alphabet="ab \n", min_size=5, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6),
)
def test_pieces_cover_a_block_once_and_each_passage_wholly(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [(n, Span(b, min(b + size, len(text)))) for n, (b, size) in enumerate(cuts) if b < len(text)]
    pieces = list(_pieces(text, Span(0, len(text)), spans))
    assert "".join(piece.text for piece in pieces) == text
    for number, span in spans:
        assert "".join(piece.text for piece in pieces if number in piece.numbers) == text[span.slice]
        assert sum(number in piece.begins for piece in pieces) == 1
        assert sum(number in piece.ends for piece in pieces) == 1


def test_a_source_s_text_cannot_act(tmp_path: Path) -> None:
    text = f"{EVIL} a \u202etreaty\u202c & <b>bold</b>\x1b[31m stays text.\n\n[x](javascript:alert(1))"
    page, _ = html(project(tmp_path, text, ["stays text", "treaty"]), tmp_path)
    assert "<script" not in page
    assert "<b>" not in page
    assert "[U+202E]" in page
    assert "[U+001B]" in page
    assert "\u202e" not in page
    assert visible("a<\u2066b") == "a&lt;[U+2066]b"


def test_a_long_text_is_shown_in_excerpts_that_say_what_is_left_out(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {i} says nothing of note, at some length." for i in range(400)]
    paragraphs[200] = "Here they will not open the dam."
    conflict = project(tmp_path, "\n\n".join(paragraphs), ["not open the dam"])
    cited = make_cited(conflict, find_passages(conflict, tmp_path))
    first, before, here, after, last = cited.texts[0].parts
    assert isinstance(first, Gap)
    assert isinstance(last, Gap)
    assert (first.blocks, last.blocks) == (199, 198)
    assert all(isinstance(part, Block) for part in (before, here, after))
    page, _ = html(conflict, tmp_path)
    assert "199 paragraphs without a passage" in page
    assert "<summary>The full text</summary>" in page
    long = "\n\n".join(paragraphs * 30)
    long = long.replace("Here they will not open the dam.", "Nothing.", 29)
    page, _ = html(project(tmp_path, long, ["not open the dam"]), tmp_path)
    assert "The full text stands in sources/note.md" in page
    assert len(page) < 200_000
    one = "word " * 100_000 + "they will not open the dam " + "word " * 100_000
    page, _ = html(project(tmp_path, one, ["not open the dam"]), tmp_path)
    assert "characters left out" in page
    assert len(page) < 200_000


def test_lists_are_read_entry_by_entry() -> None:
    document = document_from_text("Intro.\n\n1. One\n   goes on.\n2. Two.\n- Three.", kind="md")
    from commonground.output.cited import _block_spans

    assert [document.text[span.slice] for span in _block_spans(document)] == [
        "Intro.", "1. One\n   goes on.", "2. Two.", "- Three.",
    ]  # fmt: skip


def test_the_state_of_each_quotation_and_the_share_reviewed_are_said(tmp_path: Path) -> None:
    text = "They will not open the dam. They pay 120 million. So be it. So be it."
    conflict = project(tmp_path, text, ["They pay 150 million", "So be it", "Never will we return a thing"])
    data = conflict.model_dump(mode="json", exclude_defaults=True)
    data["parties"]["up"]["review"] = "reviewed"
    data["parties"]["low"]["review"] = "drafted"
    conflict = Conflict.model_validate(data)
    page, _ = html(conflict, tmp_path)
    for words in ("✗ not in the source; something like it is", "? stands in several places", "✗ not in the source ·"):
        assert words.removesuffix(" ·") in page
    counts = review_counts(conflict)
    assert (counts["reviewed"], counts["drafted"], counts["unmarked"]) == (1, 1, counts["elements"] - 2)
    assert "Reviewed by a person: 1 (8%); drafted: 1; unmarked: 10." in page
    report = make_report(build_graph(conflict), passages=find_passages(conflict, tmp_path))
    value = json.loads(str(render(report, "json")))["evidence"]
    assert value["quotations"]["lost?"] == 1
    assert [row["state"] for row in value["passages"]] == ["anchored", "lost?", "ambiguous", "lost"]
    files = render(report, "csv")
    assert not isinstance(files, str)
    assert "They pay 150 million,lost?," in files["evidence.csv"]
    latex = render(report, "latex")
    assert not isinstance(latex, str)
    assert "They pay 150 million" in latex["tables/evidence.tex"]


@pytest.mark.parametrize("name", MODELS)
def test_every_piece_of_evidence_belongs_to_an_element(name: str) -> None:
    conflict = Conflict.model_validate(MODELS[name])
    paths = {
        (*element.path, "evidence", k) for element in elements(conflict) for k in range(len(element.noun.evidence))
    }
    assert {path for path, _ in all_evidence(conflict)} == paths


def test_the_library_shows_documents_where_it_is_given_their_folder(tmp_path: Path) -> None:
    folder = cg.example("ukraine-2014")
    conflict = cg.load(folder)
    (with_texts,) = cg.report(conflict, tmp_path / "a.html", folder=folder)
    (without,) = cg.report(conflict, tmp_path / "b.html")
    assert 'id="documents"' in with_texts.read_text(encoding="utf-8")
    assert "83 quotations: 83 stand in the source word for word" in with_texts.read_text(encoding="utf-8")
    assert 'id="documents"' not in without.read_text(encoding="utf-8")
    assert "83 not compared" in without.read_text(encoding="utf-8")
