"""The starter file is sound as it stands, and every field in it is explained."""

import pytest

from commonground.analysis.stability import solve
from commonground.model import Conflict
from commonground.reading.load import check_text
from commonground.reading.starter import starter_yaml
from commonground.reading.write import to_yaml


@pytest.mark.parametrize("title", ["Water", "no", "a: b # c", "'quoted' \"twice\"", "-12", "Öl & Gas", "x" * 300])
def test_loads_without_any_problem(title: str) -> None:
    checked = check_text(starter_yaml(title))
    assert checked.problems == ()
    assert checked.conflict is not None
    assert checked.conflict.title == title


def test_odd_titles_become_one_line() -> None:
    conflict = check_text(starter_yaml(" a\n b\t")).conflict
    assert conflict is not None
    assert conflict.title == "a b"
    assert "title: Untitled" in starter_yaml("  ")
    assert "title: a [31m" in starter_yaml("a\x1b[31m")
    assert check_text(starter_yaml("word " * 200)).problems == ()


def test_solves() -> None:
    graph = check_text(starter_yaml("Water")).sound_graph()
    result = solve(graph)
    assert graph.size <= 12
    assert any(result.equilibria(concept) for concept in ("nash", "seq"))


def test_shows_what_a_model_has() -> None:
    conflict = check_text(starter_yaml("Water")).conflict
    assert conflict is not None
    assert len(conflict.parties) == 2
    assert 3 <= len(conflict.options) <= 4
    assert conflict.feasibility
    assert conflict.status_quo is not None
    entries = [entry for party in conflict.parties.values() for entry in party.preferences.statements or ()]
    assert any(entry.because and entry.evidence for entry in entries)
    assert check_text(to_yaml(conflict)).conflict == conflict


def test_every_kind_of_line_is_explained() -> None:
    text = starter_yaml("Water")
    used = {line.split("#")[0].split(":")[0].strip(" -") for line in text.splitlines() if "  # " in line}
    fields = {name for name in Conflict.model_fields if f"\n{name}:" in text} - {"title"}
    assert fields <= used


def test_lines_fit_a_screen() -> None:
    assert max(len(line) for line in starter_yaml("Water").splitlines()) <= 120
