"""Texts, members and moves that are made when asked for."""

import tracemalloc

import pytest
from hypothesis import given

from commonground.errors import TooLarge
from commonground.forms import build_graph
from commonground.forms.listed import Moves
from commonground.forms.texts import numbered, plain
from commonground.model import Conflict
from tests.conflicts import option_conflicts
from tests.forms.test_states import QUICK, one_party


def test_texts_behave_like_the_tuple_of_texts():
    labels = numbered(6, {1: "war", 3: "4", 4: "war"})
    there = ("1", "war", "3", "4", "war", "6")
    assert labels == there
    assert tuple(labels) == there
    assert [labels[i] for i in range(-6, 6)] == [there[i] for i in range(-6, 6)]
    assert labels[1:3] == there[1:3]
    for text in ("1", "2", "war", "4", "6", "7", "0", "06", "x", ""):
        assert (text in labels) == (text in there)
        if text in there:
            assert labels.index(text) == there.index(text)
    with pytest.raises(ValueError, match="not there"):
        labels.index("2")
    with pytest.raises(IndexError):
        labels[6]
    assert plain(3, {1: "cold"}) == ("", "cold", "")
    assert "" in plain(3, {1: "cold"})


@QUICK
@given(option_conflicts(max_options=5, bans=False))
def test_moves_looked_up_are_the_moves_listed(case):
    graph = build_graph(case.conflict)
    for row, moves in enumerate(graph.moves):
        listed = moves.listed
        assert isinstance(listed, Moves)
        expected = [(start, end) for start, ends in sorted(case.moves[row].items()) for end in sorted(ends)]
        assert list(moves) == list(listed) == expected
        assert len(moves) == len(expected)
        assert moves.sources().tolist() == [start for start, _ in expected]
        for state in range(graph.size):
            assert moves.from_state(state).tolist() == sorted(case.moves[row].get(state, set()))
        assert moves.starts[-1] == len(moves.targets) == len(expected)


def test_more_options_than_bits():
    """Codes no longer fit a number: groups are found by rows."""
    rules = [{"exactly_one": [f"o{i}" for i in range(66)]}, {"never": "o3"}]
    data = one_party(66, feasibility=rules).model_dump(exclude_defaults=True)
    data["parties"]["b"] = {"name": "B", "options": {"x": "X"}, "preferences": {"statements": ["x"]}}
    graph = build_graph(Conflict.model_validate(data))
    assert graph.size == 130
    assert [len(moves) for moves in graph.moves] == [2 * 65 * 64, 130]
    assert [len(moves.from_state(7)) for moves in graph.moves] == [64, 1]


def test_a_large_model_takes_no_memory_for_moves_and_texts():
    tracemalloc.start()
    graph = build_graph(one_party(16))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 40 * graph.size
    assert graph.title(65_000) == "65001"
    assert graph.members[3].tolist() == [[1, 1] + [0] * 14]
    assert graph.members.total == len(graph.members) == graph.size
    assert repr(graph.labels) == "<65,536 texts, 0 given>"


def test_a_model_keeps_its_graph_and_a_changed_copy_does_not():
    conflict = one_party(1)
    graph = build_graph(conflict)
    assert build_graph(conflict) is graph
    assert conflict == one_party(1)
    copy = conflict.model_copy(update={"title": "another"})
    assert build_graph(copy).conflict is copy
    assert build_graph(conflict) is graph
    with pytest.raises(TooLarge):
        build_graph(conflict, limit=graph.size - 1)
    with pytest.raises(ValueError, match="read-only"):
        graph.ranks[0, 0] = 7
