"""An audit in every dress: nothing of a model or a source gets out of its cell."""

import pytest

from commonground.documents.document import document_from_text
from commonground.drafting.audit import audit
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.output.audit_tables import audit_summary, audit_tables, passage_line
from commonground.output.report import make_report
from commonground.output.writers import render

HOSTILE = "<script>alert(1)</script> \x1b[31m 12 gates =1+1"
MODEL = {
    "title": "Gates",
    "sources": {"a": {"file": "a.txt", "title": "A <b>"}, "b": {"file": "b.txt"}, "c": {"citation": "C"}},
    "parties": {
        "p": {
            "name": "P",
            "options": {
                "open": {
                    "name": "Open",
                    "review": "reviewed",
                    "evidence": [
                        {"source": "a", "quote": "12 gates"},
                        {"source": "b", "quote": "13 gates", "page": "3"},
                        {"source": "c", "page": "4", "stance": "contradicts", "note": "=cmd()"},
                    ],
                }
            },
            "preferences": {"statements": ["open"]},
        }
    },
}
CONFLICT = Conflict.model_validate(MODEL)
DOCUMENTS = {
    "a": document_from_text(f"{HOSTILE}\n\n<i>Left out.</i>", "a.txt"),
    "b": document_from_text("13 gates.", "b.txt"),
}
FOUND = audit(CONFLICT, DOCUMENTS)


def test_the_tables():
    tables = {table.id: table for table in audit_tables(FOUND, CONFLICT)}
    assert tables["audit_shares"].rows[-1] == ("all", "3", "2", "0", "1", "2")
    assert [row[0] for row in tables["audit_bare"].rows] == ["parties.p", "parties.p.preferences.statements.1"]
    kinds = [row[1] for row in tables["audit_tensions"].rows]
    assert kinds == ["hint: other numbers", *["contradiction (marked by a person)"] * 2]
    assert tables["audit_left_out"].rows == (("paragraph", "", "A <b>", "line 3", "<i>Left out.</i>"),)
    states = [(row[0], row[6]) for row in tables["audit_elements"].rows]
    assert states[0] == ("parties.p", "none")
    assert [state for _, state in states[1:4]] == ["anchored", "anchored", "unchecked"]


def test_the_sentences():
    words = " ".join(audit_summary(FOUND))
    for part in (
        "3 elements: 1 with a passage, 2 without.",
        "Reviewed by a person: 1 of 3",
        "2 anchored, 1 unchecked",
        "no evidence touches 1 paragraph.",
        "No text at hand: c.",
        "2 marked, 1 hint.",
    ):
        assert part in words
    option = FOUND.elements[1]
    lines = [passage_line(passage, CONFLICT) for passage in option.passages]
    assert lines[0] == "anchored: 12 gates [A <b>]"
    assert lines[2] == "speaks against it, unchecked: =cmd() [C, p. 4]"


@pytest.mark.parametrize("kind", ["html", "text", "csv", "json", "latex"])
def test_the_report(kind):
    made = make_report(build_graph(CONFLICT), audit=FOUND)
    assert made.support == audit_summary(FOUND)
    result = render(made, kind)
    text = result if isinstance(result, str) else "\n".join(result.values())
    assert "\x1b" not in text
    if kind == "html":
        assert "<i>Left" not in text
        assert "&lt;i&gt;Left out.&lt;/i&gt;" in text
        for words in ("Supported, reviewed, left out", "What rests on nothing", "How much is supported"):
            assert words in text
    if kind == "csv":
        assert {"audit_shares.csv", "audit_elements.csv", "audit_bare.csv", "audit_left_out.csv"} <= set(result)
        assert ",'=cmd()" in result["audit_elements.csv"]


def test_without_an_audit_nothing_changes():
    made = make_report(build_graph(CONFLICT))
    assert made.support == ()
    assert not [key for key in made.tables if key.startswith("audit")]
    assert "Supported, reviewed, left out" not in render(made, "html")
