from __future__ import annotations

import pytest

import commonground as cg
from commonground.analysis.stability import solve
from commonground.cli.report import _audit as report_audit
from commonground.documents.digest import digest
from commonground.errors import AnalysisError, OutputError, TooLarge
from commonground.forms import Graph
from commonground.model import Conflict
from commonground.output.report import make_report
from commonground.output.tables import head
from commonground.output.writers import WRITERS, render
from tests.output.conftest import graph_of, river


def test_it_carries_what_was_asked(prisoners: Graph) -> None:
    report = make_report(prisoners, concepts=["nash"])
    asked = dict(report.asked)
    assert asked["Concepts"] == "Nash"
    assert asked["Fingerprint of the model (sha256)"] == prisoners.conflict.hash
    assert asked["Moves counted"] == "Ann, Bob"
    assert report.states.contrast is None


def test_every_equilibrium_is_told_or_counted(graph: Graph) -> None:
    report = make_report(graph)
    held = {state for result in report.states.solution.results.values() for state in result.equilibria}
    told = {note.state for note in report.states.equilibria}
    now = {report.states.status_quo.state} if report.states.status_quo else set()
    assert told <= held
    assert not told & now
    assert len(held - told - now) == report.states.hidden
    for note in report.states.equilibria:
        assert [reason.party for reason in note.reasons] == list(graph.parties)
        assert all(reason.stable for reason in note.reasons)


def test_reasons_agree_with_the_verdicts(graph: Graph) -> None:
    report = make_report(graph)
    for note in (
        *report.states.equilibria,
        *report.states.named,
        *([report.states.status_quo] if report.states.status_quo else []),
    ):
        for reason in note.reasons:
            assert reason.stable == report.states.solution.is_stable(reason.concept, reason.party, note.state)


def test_the_contrast_follows_from_two_solutions(river_graph: Graph) -> None:
    report = make_report(river_graph)
    assert report.states.contrast is not None
    narrow, full = report.states.contrast.narrow, report.states.contrast.wide
    assert narrow.asked.only == ("up", "low")
    assert full.asked.only == ("up", "low", "city")
    for row in report.states.contrast.table.rows:
        number = int(row[0].split()[0])
        for cell, solution in ((row[2], narrow), (row[3], full)):
            held = [name for name in solution.results if number in solution.equilibria(name)]
            assert (cell == "no") == (not held)
            assert (cell == "every concept asked") == (len(held) == len(solution.results))
        lost = [
            name for name in narrow.results if number in narrow.equilibria(name) and number not in full.equilibria(name)
        ]
        assert bool(row[4]) == bool(lost)
    assert any("City could choose “Go to court”" in row[4] for row in report.states.contrast.table.rows)


def test_only_makes_a_contrast_too(prisoners: Graph) -> None:
    report = make_report(prisoners, only=["a"])
    assert report.states.contrast is not None
    assert report.states.contrast.narrow.asked.ignored == ("b",)
    assert make_report(prisoners, only=["a", "b"]).states.contrast is None
    with pytest.raises(AnalysisError):
        make_report(prisoners, only=["nobody"])


def test_a_report_does_not_change_the_answer(graph: Graph) -> None:
    report = make_report(graph)
    again = solve(graph)
    assert {name: result.equilibria for name, result in report.states.solution.results.items()} == {
        name: result.equilibria for name, result in again.results.items()
    }


@pytest.mark.parametrize("kind", list(WRITERS))
def test_every_writer_writes_every_model(graph: Graph, kind: str) -> None:
    result = render(make_report(graph), kind)
    texts = {f"report{WRITERS[kind].suffix}": result} if isinstance(result, str) else dict(result)
    assert isinstance(result, str) == bool(WRITERS[kind].suffix)
    for name, text in texts.items():
        assert ".." not in name
        assert not name.startswith("/")
        assert text.encode("utf-8")
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\x9b" not in text
        assert "\u202e" not in text


def test_an_unknown_writer_is_named(prisoners: Graph) -> None:
    with pytest.raises(OutputError, match="did you mean `html`"):
        render(make_report(prisoners), "htlm")


def test_a_report_on_too_many_states_is_refused_before_it_is_solved(prisoners: Graph, monkeypatch) -> None:
    monkeypatch.setattr("commonground.output.states_report.REPORT_LIMIT", 3)
    monkeypatch.setattr("commonground.output.states_report.solve", None)
    with pytest.raises(TooLarge, match="4 states, more than the 3 of a report"):
        make_report(prisoners)


@pytest.mark.parametrize("kind", [name for name, writer in WRITERS.items() if writer.rows is not None])
def test_rows_that_a_format_does_not_show_need_not_be_made(river_graph: Graph, kind: str) -> None:
    whole = render(make_report(river_graph), kind)
    assert render(make_report(river_graph, rows=WRITERS[kind].rows), kind) == whole
    short = make_report(river_graph, rows=3)
    assert [len(short.tables[id_].rows) for id_ in ("stability", "equilibria", "moves")] == [3, 3, 3]
    assert "The first 3 of 8 rows are shown." in head(short.tables["stability"], 200).notes


@pytest.fixture(scope="module")
def ukraine():
    folder = cg.example("ukraine-2014")
    return cg.states(cg.load(folder)), cg.audit(folder)


@pytest.mark.parametrize("kind", list(WRITERS))
def test_a_format_says_truly_whether_it_shows_tables_and_the_audit(ukraine, kind: str) -> None:
    graph, audit = ukraine
    whole = render(make_report(graph, concepts=["nash"], audit=audit), kind)
    bare = render(make_report(graph, concepts=["nash"]), kind)
    assert (whole != bare) == WRITERS[kind].audit
    if not WRITERS[kind].tables:
        assert render(make_report(graph, concepts=["nash"], tables=False), kind) == bare
    assert not make_report(graph, concepts=["nash"], tables=False).tables.keys() & {"states", "worths", "evidence"}


@pytest.mark.parametrize("shown", [True, False])
def test_faults_of_sources_are_said_whether_or_not_the_audit_is_shown(tmp_path, monkeypatch, capsys, shown) -> None:
    def counted(document):
        asked.append(document.name)
        return digest(document)

    asked: list[str] = []
    monkeypatch.setattr("commonground.drafting.sources.digest", counted)
    model = river(sources={"note": {"file": "note.txt"}, "bad": {"file": "bad.txt"}})
    (tmp_path / "note.txt").write_text("The upper country will not open the dam.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / "conflict.yaml").write_text("title: x", encoding="utf-8")
    found = report_audit(str(tmp_path), Conflict.model_validate(model), {}, shown=shown)
    assert (found is not None) == shown
    assert asked == ["note.txt"] * shown
    assert "0xe9" in capsys.readouterr().err


def test_a_large_model_is_reported_without_walking_every_answer(monkeypatch) -> None:
    graph = graph_of(river(status_quo="YNN"))
    small = make_report(graph, concepts=["seq", "gmr"])
    reasons = [why for note in (small.states.status_quo, *small.states.equilibria) if note for why in note.reasons]
    assert any(why.concept == "gmr" and not why.stable for why in reasons)
    assert small.states.contrast is not None
    assert "not worked out" not in {row[4] for row in small.states.contrast.table.rows}
    monkeypatch.setattr("commonground.output.states_report.REASONED", 7)
    monkeypatch.setattr("commonground.output.contrast.LARGE", 6)
    monkeypatch.setattr("commonground.output.contrast.LARGEST", 7)
    large = make_report(graph, concepts=["seq", "gmr"])
    reasons = [why for note in (large.states.status_quo, *large.states.equilibria) if note for why in note.reasons]
    assert {why.concept for why in reasons if not why.stable} == {"seq"}
    assert large.states.contrast is not None
    assert "not worked out" in {row[4] for row in large.states.contrast.table.rows}
    assert [row[:4] for row in large.states.contrast.table.rows] == [
        row[:4] for row in small.states.contrast.table.rows
    ]
