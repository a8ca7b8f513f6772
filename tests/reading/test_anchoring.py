"""Anchors are added to a model file, and nothing else in it changes."""

import difflib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import commonground as cg
from commonground.cli import cli
from commonground.documents.document import stored_form, text_hash

TEXT = """# Talks

They agreed to lend 120 million. The gates stay shut, said the first side. It
was late.

The gates stay shut, said the second side – “no more”. Nobody slept.
"""
HEAD = """\
# A comment at the top, with a strange   layout
title:   Talks   # and one here
parties:
    a: {name: A, options: {x: Do x}, preferences: {statements: [b.y, -a.x]}}
    b:
        name: B
        options: {y: Do y}
        preferences:   {statements: [a.x]}
"""
SOURCES = """\
sources:
  talks:     # our own
    file: sources/talks.md    # the minutes
"""
FLOW_SOURCES = "sources: {talks: {file: sources/talks.md, note: ours}}\n"
QUOTE = "agreed to lend 120 million"
LIST = "        evidence:\n        - "
LAYOUTS = {
    "flow list": f"        evidence: [{{source: talks, quote: {QUOTE}}}]\n",
    "flow, quote first": f"        evidence: [{{quote: '{QUOTE}', source: talks}} , {{source: talks, page: 3}}]\n",
    "block": f"{LIST}source: talks\n          quote: {QUOTE}  # here\n",
    "block, quote first": f"        evidence:\n          -   quote: {QUOTE}\n              source: talks\n",
    "folded": f"{LIST}quote: >-\n            agreed to lend\n            120 million\n\n          # then\n"
    "          source: talks\n",
    "kept": f"{LIST}quote: |+\n            agreed to lend\n            120 million\n\n\n          source: talks\n",
    "two lines": f'{LIST}quote: "agreed to lend\n            120 million"\n          source: talks\n',
    "old anchor, flow": f"{LIST}{{quote: {QUOTE}, anchor: {{start: 1, end: 3}}, source: talks}}\n",
    "old anchor, block": f"{LIST}quote: {QUOTE}\n          anchor:\n            start: 1\n            end: 3\n"
    "          source: talks\n",
}


def project(folder, model, text=TEXT):
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "talks.md").write_text(text, encoding="utf-8", newline="")
    (folder / "conflict.yaml").write_text(model, encoding="utf-8", newline="")
    return folder / "conflict.yaml"


def evidence(folder):
    return cg.load(folder).parties["b"].evidence


@pytest.mark.parametrize("sources", [SOURCES, FLOW_SOURCES], ids=["block sources", "flow sources"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_anchors_go_into_every_layout_and_nothing_else_changes(tmp_path, layout, sources):
    model = HEAD + LAYOUTS[layout] + sources
    file = project(tmp_path, model)
    done = cg.anchor(tmp_path, write=True)
    assert (len(done.stored), done.hashes) == (1, ("talks",))
    anchor = evidence(tmp_path)[0].anchor
    text = stored_form(TEXT)
    assert text[anchor.start : anchor.end] == "agreed to lend 120 million"
    assert text[: anchor.start].replace("\n", " ").replace("  ", " ").endswith(anchor.prefix)
    assert cg.load(tmp_path).sources["talks"].sha256 == text_hash(text)
    after = file.read_text(encoding="utf-8")
    ops = difflib.SequenceMatcher(None, model, after, autojunk=False).get_opcodes()
    if "old anchor" not in layout:
        assert {op[0] for op in ops} <= {"equal", "insert"}
    for comment in ("# A comment at the top, with a strange   layout", "title:   Talks   # and one here"):
        assert comment in after
    assert cg.anchor(tmp_path, write=True).stored == ()
    assert file.read_text(encoding="utf-8") == after


def test_line_ends_byte_order_mark_and_a_missing_last_line_end_stay(tmp_path):
    model = "\ufeff" + (SOURCES + HEAD + LAYOUTS["block"].rstrip().removesuffix("  # here")).replace("\n", "\r\n")
    file = project(tmp_path, model)
    assert cg.anchor(tmp_path, write=True).stored
    after = file.read_bytes().decode("utf-8")
    assert after.startswith("\ufeff")
    assert after.count("\n") == after.count("\r\n") == model.count("\n") + 3
    assert evidence(tmp_path)[0].anchor is not None


MANY = """\
        evidence:
        - {source: talks, quote: agreed to lend 120 million, note: certain}
        - {source: talks, quote: agreed to lend 150 million}
        - {source: talks, quote: the gates stay shut}
        - {source: talks, quote: 'said the second side - "no more"', page: 1}
        - {source: talks, quote: The gates stay shut}
        - {source: book, quote: Whatever it says}
        - {source: talks, quote: They will never return what was taken}
"""


def test_the_rest_is_listed_and_left(tmp_path):
    file = project(tmp_path, HEAD + MANY + SOURCES + "  book: {citation: A book}\n")
    done = cg.anchor(tmp_path, write=True)
    assert [passage.state for passage in done.passages.all] == [
        "anchored", "lost?", "lost?", "anchored", "ambiguous", "unchecked", "lost",
    ]  # fmt: skip
    assert [path[-1] for path in done.stored] == [0, 3]
    assert done.lost == 3
    assert file.read_text(encoding="utf-8").count("anchor:") == 2
    with pytest.raises(cg.ModelError) as caught:
        cg.load(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["CG071", "CG071", "CG070"]


def run(*arguments):
    return CliRunner().invoke(cli, ["anchor", *map(str, arguments)])


def test_the_verb_lists_every_quotation_and_fails_on_a_lost_one(tmp_path):
    project(tmp_path, HEAD + MANY + SOURCES + "  book: {citation: A book}\n")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "7 quotations: 2 anchored, 1 ambiguous, 2 lost?, 1 lost, 1 unchecked" in result.output
    assert "line 3 has 'agreed to lend 120 million'" in result.output
    assert "2 places: line 3; line 6" in result.output
    answer = json.loads(run(tmp_path, "--json").output)
    rows = answer["passages"]
    assert [row["state"] for row in rows][:2] == ["anchored", "lost?"]
    first = rows[0]["places"][0]
    exact, position = first["selectors"]
    text = stored_form(TEXT)
    assert exact["exact"] == text[position["start"] : position["end"]] == "agreed to lend 120 million"
    assert (first["line"], first["paragraph"], first["page"]) == (3, 2, None)
    assert rows[1]["suggestion"]["selectors"][0]["exact"] == "agreed to lend 120 million"
    assert rows[5]["sha256"] is None
    assert rows[0]["sha256"] == text_hash(text)


def test_a_changed_document_is_anchored_again_where_it_is_certain(tmp_path):
    good = "".join(line for line in MANY.splitlines(keepends=True) if "150" not in line and "never" not in line)
    good = good.replace("quote: the gates stay shut", "quote: It was").replace(
        "quote: The gates stay shut", "quote: Nobody slept"
    )
    file = project(tmp_path, HEAD + good + SOURCES + "  book: {citation: A book}\n")
    assert run(tmp_path, "--write").exit_code == 0
    before = evidence(tmp_path)
    changed = "A new first line.\n\n" + TEXT.replace("Nobody slept", "Nobody left") + "\nIt was late again.\n"
    project(tmp_path, file.read_text(encoding="utf-8"), changed)
    checked = cg.check(tmp_path)
    assert [passage.state for passage in checked.passages.all] == ["moved", "moved", "moved", "lost", "unchecked"]
    codes = sorted(problem.code for problem in checked.problems)
    assert codes == ["CG070", "CG073", "CG073", "CG073", "CG074"]
    result = run(tmp_path, "--write")
    assert result.exit_code == 1
    assert "3 anchors" in result.output or "4 anchors" in result.output
    after = cg.check(tmp_path).conflict.parties["b"].evidence
    for i in (0, 1, 2):
        assert after[i].anchor.start == before[i].anchor.start + 19
        assert after[i].anchor.sha256 is None
    assert after[3].anchor == before[3].anchor.model_copy(update={"sha256": text_hash(stored_form(TEXT))})
    assert [p.state for p in cg.anchor(tmp_path).passages.all][:3] == ["anchored"] * 3
    assert [problem.code for problem in cg.check(tmp_path).problems] == ["CG070"]


def test_a_source_outside_the_folder_is_not_read(tmp_path):
    (tmp_path / "secret.md").write_text(TEXT, encoding="utf-8")
    inner = tmp_path / "model"
    inner.mkdir()
    (inner / "link.md").symlink_to(tmp_path / "secret.md")
    for name in ("../secret.md", "link.md", str(tmp_path / "secret.md")):
        model = HEAD + LAYOUTS["block"] + f"sources:\n  talks: {{file: x.md, text: '{name}'}}\n"
        project(inner, model)
        (inner / "x.md").write_text("nothing", encoding="utf-8")
        checked = cg.check(inner)
        assert "CG025" in [problem.code for problem in checked.problems]
        assert [passage.state for passage in checked.passages.all] == ["unchecked"]


def test_what_is_no_model_or_no_file_is_said(tmp_path):
    assert run("-").exit_code == 2
    with pytest.raises(cg.ModelError):
        cg.anchor(tmp_path / "nothing")
    file = project(tmp_path, "title: x\nparties: {a: {name: A, option: {x: X}}}\n")
    with pytest.raises(cg.ModelError):
        cg.anchor(file, write=True)


def test_a_model_without_quotations_costs_no_reading(tmp_path, monkeypatch):
    import sys

    file = project(tmp_path, HEAD + SOURCES)
    monkeypatch.setattr(Path, "open", Path.open)
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)
    checked = cg.check(file)
    assert (checked.passages.all, dict(checked.passages.documents)) == ((), {})


def test_reviews_and_anchors_are_written_and_read_back(tmp_path):
    from commonground.reading.write import to_yaml

    review = "        review: {state: reviewed, by: A. Person, on: 2026-11-24}\n"
    file = project(tmp_path, HEAD + LAYOUTS["block"] + review + SOURCES)
    cg.anchor(file, write=True)
    conflict = cg.load(file)
    assert conflict.parties["b"].review.by == "A. Person"
    again = project(tmp_path, to_yaml(conflict))
    assert cg.load(again) == conflict


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("review: done", "CG012", "parties.b.review"),
        ("review: {by: me}", "CG011", "parties.b.review.state"),
        ("evidence: [{source: talks, quote: x, anchor: {start: 5, end: 5}}]", "CG014", "parties.b.evidence.1.anchor"),
        (
            "evidence: [{source: talks, quote: x, anchor: {start: a, end: 5}}]",
            "CG013",
            "parties.b.evidence.1.anchor.start",
        ),
        (
            "evidence: [{source: talks, quote: x, anchor: {start: -1, end: 5}}]",
            "CG013",
            "parties.b.evidence.1.anchor.start",
        ),
        ("evidence: [{source: talks, quote: x, anchor: {end: 5}}]", "CG011", "parties.b.evidence.1.anchor.start"),
        ("evidence: [{source: talks, page: 1, anchor: {start: 1, end: 5}}]", "CG014", "parties.b.evidence.1"),
    ],
)
def test_faults_of_the_new_fields_are_named_and_the_rest_is_still_read(tmp_path, line, code, field):
    file = project(tmp_path, HEAD + f"        {line}\n" + SOURCES + "    sha256: abc\n    date: 31 March\n")
    problems = [(p.code, p.field) for p in cg.check(file).problems if p.code not in ("CG070", "CG071")]
    assert (code, field) in problems
    assert ("CG013", "sources.talks.sha256") in problems
    assert ("CG077", "sources.talks.date") in problems


def test_a_pdf_is_checked_in_the_text_that_was_read_out_of_it(tmp_path):
    sources = "sources:\n  talks:\n    file: sources/talks.pdf\n    text: sources/text/talks.txt\n"
    project(tmp_path, HEAD + LAYOUTS["block"] + sources)
    (tmp_path / "sources" / "talks.pdf").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "sources" / "text").mkdir()
    text = "First page.\n\f\nThey agreed to lend\n120 million.\f"
    (tmp_path / "sources" / "text" / "talks.txt").write_text(text, encoding="utf-8", newline="")
    result = run(tmp_path, "--write")
    assert result.exit_code == 0
    assert "anchored   talks, p. 2, line 3: 'agreed to lend 120 million'" in result.output
    assert cg.load(tmp_path).sources["talks"].sha256 == text_hash(text)
    (tmp_path / "sources" / "text" / "talks.txt").unlink()
    assert [problem.code for problem in cg.check(tmp_path).errors] == ["CG025"]


def test_places_and_reviews_are_no_part_of_what_a_model_says(tmp_path):
    plain = "parties: {review: {name: R, options: {anchor: A}, preferences: {statements: [anchor]}}}\ntitle: x\n"
    marked = plain.replace("name: R,", "name: R, review: reviewed,")
    texts = (plain, marked, plain.replace("anchor: A", "anchor: B"))
    first, second, other = (cg.load(project(tmp_path, text)).hash for text in texts)
    assert first == second != other
