"""The report of a model with issues only, in every dress; and of one with both."""

import copy
import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

import commonground as cg
from commonground.drafting.audit import audit
from commonground.errors import AnalysisError, TooLarge
from commonground.examples import BARGAINS, EXAMPLES
from commonground.model import Conflict
from commonground.model.elements import elements, review_counts
from commonground.output.report import SECTIONS, make_report
from commonground.output.writers import WRITERS, render
from commonground.output.writers.html import _environment
from commonground.output.writers.latex import _TOLD as IN_LATEX
from commonground.output.writers.terminal import _TOLD as IN_TEXT
from commonground.reading.checks import all_evidence

PANAMA = cg.load(cg.example("panama-canal-1974"))
TALKS = {
    "title": "Talks",
    "sources": {"note": {"citation": "The note"}},
    "issues": {
        "route": {
            "name": "Route",
            "values": {"north": "North", "south": "South"},
            "evidence": [{"source": "note", "page": "2"}],
        },
        "toll": {"name": "Toll", "range": {"low": 0, "high": 60, "step": 1}},
    },
    "constraints": [{"never": "route = south & toll > 50"}],
    "parties": {
        "a": {
            "name": "A",
            "reservation": {"points": 1, "because": "It can walk away."},
            "red_lines": ["toll = 0"],
            "worths": {
                "route": {"weight": 3, "points": {"north": 2, "south": 0}},
                "toll": {"curve": {"0": 0, "60": 4}, "because": "It pays."},
            },
        },
        "b": {
            "name": "B",
            "interactions": [{"when": "route = south & toll = 60", "points": 7}],
            "worths": {"route": {"points": {"north": 0, "south": 3}}, "toll": {"curve": {"0": 7, "60": 0}}},
        },
    },
    "packages": {"poor": {"values": {"route": "south", "toll": "6"}, "description": "Nobody likes it."}},
}


@pytest.fixture(scope="module")
def talks():
    return make_report(Conflict.model_validate(TALKS))


@pytest.mark.parametrize("kind", list(WRITERS))
def test_every_dress_has_the_solutions_and_the_evidence(talks, kind):
    result = render(talks, kind)
    text = result if isinstance(result, str) else "\n".join([*result, *result.values()])
    assert "Nash" in text
    if kind == "svg":
        ElementTree.fromstring(text.encode())
        assert "Frontier and solutions: Talks" in text
        return
    for words in ("The note", "Route", "It can walk away.", "Nobody likes it.", "Issue Route"):
        assert words.replace(".", "") in re.sub(r"\s+", " ", text).replace(".", ""), words


def test_the_page_has_what_there_is_and_nothing_of_states(talks):
    page = str(render(talks, "html"))
    assert [section.id for section in talks.sections] == ["story", "common", "model", "evidence"]
    for section in SECTIONS:
        assert (f'<section id="{section.id}"' in page) == (section in talks.sections)
        assert (f'href="#{section.id}"' in page) == (section in talks.sections)
    assert "equilibrium" not in page
    assert page.count("On the table: 2 issues") == 1
    for anchor in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{anchor}"' in page


def test_sections_have_a_template_and_told_ones_exist():
    known = {section.id for section in SECTIONS}
    templates = {name.split("/")[1].removesuffix(".html") for name in _environment().list_templates() if "/" in name}
    assert templates == known
    assert set(IN_TEXT) <= known
    assert set(IN_LATEX) <= known


def test_the_tables_of_the_model_say_what_the_file_says(talks):
    worths = talks.tables["worths"]
    rows = {(row[0], row[1]): row[2:] for row in worths.rows}
    assert rows["Route", "North"] == ("6", "0")
    assert rows["Route", "South"] == ("0", "3")
    assert (rows["Toll", "0"], rows["Toll", "60"]) == (("0", "7"), ("4", "0"))
    assert len(rows) == 2 + 24
    assert "Of a longer range 24 numbers are shown." in worths.notes
    bounds = {row[:4] for row in talks.tables["bounds"].rows}
    assert bounds == {
        ("constraint", "", "never route = south & toll > 50", ""),
        ("reservation", "A", "", "1"),
        ("red line", "A", "never toll = 0", ""),
        ("interaction", "B", "route = south & toll = 60", "+7"),
        ("worth", "A", "Toll", ""),
    }
    # south and a toll of 6: 0 + 6 x 4/60 for A, 3 + 7 x 54/60 for B
    assert talks.tables["packages"].rows == (("poor", "0.4", "9.3", "Route: South; Toll: 6", "Nobody likes it."),)


def test_all_evidence_and_every_review_over_issues_is_counted():
    cited = {"evidence": [{"source": "note", "page": "2"}], "review": "reviewed"}
    model = copy.deepcopy(TALKS)
    toll = model["parties"]["a"]["worths"]["toll"] | cited
    model["parties"]["a"] |= {"worths": model["parties"]["a"]["worths"] | {"toll": toll}}
    model["parties"]["a"]["reservation"] |= cited
    model["parties"]["a"]["red_lines"] = [{"never": "toll = 0"} | cited]
    model["parties"]["b"]["interactions"][0] |= cited
    model["issues"]["route"] |= cited
    model["issues"]["route"]["values"]["north"] = {"name": "North"} | cited
    model["constraints"][0] |= cited
    model["packages"]["poor"] |= cited
    model["offers"] = [{"party": "a", "package": "poor"} | cited]
    conflict = Conflict.model_validate(model)
    paths = [(*found.path, "evidence", k) for found in elements(conflict) for k in range(len(found.noun.evidence))]
    assert sorted(map(str, paths)) == sorted(str(path) for path, _ in all_evidence(conflict))
    assert len(paths) == 9
    assert review_counts(conflict)["reviewed"] == 9
    found = audit(conflict, {})
    assert {element.kind for element in found.elements if element.review == "reviewed"} == {
        "issue", "value", "worth", "interaction", "reservation", "red line", "constraint", "package", "offer"
    }  # fmt: skip
    del model["issues"]["route"]["review"]
    assert Conflict.model_validate(model).hash == conflict.hash


@pytest.mark.parametrize("name", [row.id for row in (*EXAMPLES, *BARGAINS)])
def test_every_piece_of_evidence_of_an_example_belongs_to_an_element(name):
    conflict = cg.load(cg.example(name))
    paths = {(*found.path, "evidence", k) for found in elements(conflict) for k in range(len(found.noun.evidence))}
    assert {path for path, _ in all_evidence(conflict)} == paths


def test_json_and_csv_hold_the_whole_answer():
    report = make_report(PANAMA)
    value = json.loads(str(render(report, "json")))
    assert (value["solution"], value["equilibria"], value["contrast"]) == (None, [], None)
    assert value["negotiation"]["adjusted_winner"]["totals"] == ["66", "66"]
    assert any("1,024 packages" in sentence for sentence in value["story"])
    files = render(report, "csv")
    rows = list(csv.reader(io.StringIO(files["bargain_frontier.csv"])))
    assert len(rows) == 1 + report.on_the_table.result.frontier.size
    assert {f"{key}.csv" for key in report.tables} == set(files)


def test_questions_about_states_are_refused_where_there_are_none():
    for asked in ({"concepts": ["nash"]}, {"only": ["us"]}):
        with pytest.raises(AnalysisError, match="issues only"):
            make_report(PANAMA, **asked)


def test_linked_issues_too_many_to_list_stop_it_only_where_there_is_nothing_else(monkeypatch):
    def refuse(conflict, packages):
        raise TooLarge("too many combinations")

    monkeypatch.setattr("commonground.output.report.build_estimates", refuse)
    with pytest.raises(TooLarge):
        make_report(PANAMA)
    both = make_report(cg.states(cg.load(cg.example("ukraine-2014"))), concepts=["nash"])
    assert both.on_the_table is None
    assert "The common ground is left out: too many combinations" in both.warnings


def test_with_both_the_states_lead_and_the_common_ground_is_told_in_full():
    report = make_report(cg.states(cg.load(cg.example("ukraine-2014"))), concepts=["nash"])
    ids = [section.id for section in report.sections]
    assert ids.index("contrast") < ids.index("common") < ids.index("holds")
    said = " ".join(report.on_common_ground)
    assert "On the table: 5 issues" in said
    assert "Agreement A" in said
    assert "On the table" not in " ".join(report.lead.story)
    for kind in ("text", "latex"):
        result = render(report, kind)
        text = " ".join((result if isinstance(result, str) else result["report.tex"]).split())
        assert "On the table: 5 issues" in text


def test_the_shell_and_the_library_write_the_same_report(tmp_path):
    from tests.cli.test_verbs import run

    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "conflict.yaml").write_text((cg.example("panama-canal-1974") / "conflict.yaml").read_text("utf-8"))
    assert run("report", folder, "--to", "json").returncode == 0
    (written,) = cg.report(cg.load(folder), tmp_path / "own.json", to="json", folder=folder)
    ours, theirs = (json.loads(path.read_text("utf-8")) for path in (written, folder / "out" / "report.json"))
    assert ours["negotiation"] == theirs["negotiation"]
    refused = run("report", folder, "-c", "nash")
    assert refused.returncode == 1
    assert "issues only" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert run("demo", "panama-canal-1974", "-o", tmp_path / "demo").returncode == 0
    assert (tmp_path / "demo" / "out" / "report.html").exists()
