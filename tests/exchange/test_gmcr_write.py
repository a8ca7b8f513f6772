"""Writing .gmcr files: what GMCR+ would read is the same conflict, and what it cannot hear is named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import commonground.examples
from commonground.analysis.stability import solve
from commonground.errors import ExchangeError, ModelError
from commonground.exchange import read_gmcr, write_gmcr
from commonground.forms import Graph, build_graph
from commonground.model import Conflict
from commonground.reading.load import check_text

CONCEPTS = ["nash", "gmr", "smr", "seq", "sim"]


def conflict_of(**fields: object) -> Conflict:
    parties = {
        "a": {
            "name": "A",
            "options": {"x": "X", "y": "Y"},
            "preferences": {"statements": ["x & -z", "y iff z"]},
        },
        "b": {"name": "B", "options": {"z": "Z"}, "preferences": {"weights": {"x": 2, "z": -1}}},
    }
    return Conflict.model_validate({"title": "T", "parties": parties} | fields)


def written(conflict: Conflict, **how: Any) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(write_gmcr(build_graph(conflict), **how).text)
    return tree


def reread(graph: Graph, **how: Any) -> Graph:
    return build_graph(read_gmcr(write_gmcr(graph, **how).text, name="x.gmcr").conflict)


def by_pattern(graph: Graph, columns: list[int], concept: str) -> list[set[str]]:
    """Return per party, and then for all, the stable states as patterns in the given columns."""
    result = solve(graph, CONCEPTS)
    rows = [result.stable(concept, party) for party in graph.parties] + [result.equilibria(concept)]
    return [{"".join(graph.yn(state - 1)[column] for column in columns) for state in row} for row in rows]


def test_new_generation() -> None:
    tree = written(conflict_of(feasibility=[{"at_most_one": ["x", "y"]}]))
    assert tree["options"] == [{"name": name, "permittedDirection": "both"} for name in "XYZ"]
    assert tree["infeasibles"] == [[[0, "Y"], [1, "Y"]]]
    assert tree["useManualPreferenceRanking"] is True
    first, second = tree["decisionMakers"]
    assert first["options"] == [0, 1]
    assert first["preferences"] == [
        [[0, "Y"], [2, "N"]],
        {"compound": True, "members": [[[1, "Y"], [2, "Y"]], [[1, "N"], [2, "N"]]]},
    ]
    assert first["preferenceRanking"] == [2, [1, 6], [3, 4, 5]]
    assert first["payoffs"] == [2, 3, 1, 1, 1, 2]
    assert second["preferenceRanking"] == [2, 5, [1, 3], [4, 6]]
    assert second["preferences"] == []
    assert tree["coalitions"] == [0, 1]
    assert tree["coalitionsFull"] == [{"name": "A", "options": [0, 1]}, {"name": "B", "options": [2]}]


def test_old_generation() -> None:
    tree = written(conflict_of(), generation="old")
    assert tree["useManualPreferenceVectors"] is True
    assert set(tree["decisionMakers"][0]) == {"name", "options", "preferences", "preferenceVector"}
    assert set(tree) == {
        "decisionMakers",
        "options",
        "infeasibles",
        "useManualPreferenceVectors",
        "program",
        "version",
    }


RULES = [
    ({"at_most_one": ["x", "y", "z"]}, ["YY-", "Y-Y", "-YY"]),
    ({"at_least_one": ["x", "y"]}, ["NN-"]),
    ({"exactly_one": ["x", "z"]}, ["Y-Y", "N-N"]),
    ({"when": "x", "only_if": "y | z"}, ["YNN"]),
    ({"never": "x iff y"}, ["YY-", "NN-"]),
    ({"never": "x if y"}, ["Y--", "-N-"]),
    ({"always": "x | y & -z"}, ["NN-", "N-Y"]),
    ({"remove": ["YYY", "NNN"]}, ["YYY", "NNN"]),
    ({"never": "x & -x"}, []),
]


@pytest.mark.parametrize(("rule", "patterns"), RULES)
def test_rules_become_patterns(rule: dict[str, Any], patterns: list[str]) -> None:
    found = written(conflict_of(feasibility=[rule]))["infeasibles"]
    assert found == [[[i, letter] for i, letter in enumerate(text) if letter != "-"] for text in patterns]


def many(k: int, **fields: object) -> Conflict:
    """A conflict of k parties with an option each, who all want the first one taken."""
    parties = {
        f"p{i}": {"name": "P", "options": {f"o{i}": "O"}, "preferences": {"statements": ["o0"]}} for i in range(k)
    }
    return Conflict.model_validate({"title": "T", "parties": parties} | fields)


def parity(k: int) -> str:
    return " iff ".join(f"o{i}" for i in range(k))


def test_rules_that_need_too_many_patterns_are_listed_state_by_state() -> None:
    graph = build_graph(many(11, feasibility=[{"always": parity(11)}]))
    exported = write_gmcr(graph)
    assert len(json.loads(exported.text)["infeasibles"]) == 1024
    assert "a list of their 1,024 infeasible states" in exported.warnings[0]
    assert np.array_equal(reread(graph).choices, graph.choices)


def test_too_many_infeasible_states_are_refused_in_words() -> None:
    rules = [{"always": parity(12)}, {"never": "o12"}, {"never": "o13"}]
    with pytest.raises(ExchangeError, match=r"more than 400 Y/N patterns, and the [0-9,]+ infeasible"):
        write_gmcr(build_graph(many(14, feasibility=rules)))


def test_statements_without_patterns_stay_behind() -> None:
    data = many(12).model_dump(exclude_defaults=True)
    data["parties"]["p0"]["preferences"] = {"statements": ["o0", parity(12)]}
    exported = write_gmcr(build_graph(Conflict.model_validate(data)))
    maker = json.loads(exported.text)["decisionMakers"][0]
    assert maker["preferences"] == []
    assert [len(group) for group in maker["preferenceRanking"]] == [1024] * 4
    assert any("statement 2 cannot be written" in line for line in exported.warnings)


def test_statements_that_hold_nowhere_or_come_twice_are_skipped() -> None:
    parties = {
        "a": {
            "name": "A",
            "options": {"x": "X"},
            "preferences": {"statements": ["x | -x", "x & -x", "x", "x"]},
        }
    }
    tree = written(conflict_of(parties=parties))
    assert tree["decisionMakers"][0]["preferences"] == [
        {"compound": True, "members": [[[0, "Y"]], [[0, "N"]]]},
        [[0, "Y"]],
    ]


def test_graph_form_is_refused() -> None:
    party = {"name": "A", "moves": {"s": ["t"]}, "preferences": {"ranking": ["s", "t"]}}
    states = {"s": {"description": "one"}, "t": {"description": "two"}}
    graph = build_graph(Conflict.model_validate({"title": "T", "parties": {"a": party}, "states": states}))
    with pytest.raises(ExchangeError, match="graph form"):
        write_gmcr(graph)


def test_a_plain_conflict_loses_nothing() -> None:
    assert write_gmcr(build_graph(conflict_of())).warnings == ()


LOSSES = [
    ({"forbidden_moves": [{"start": "x", "end": "-x"}]}, "forbidden moves"),
    ({"coalesced": [{"name": "m", "states": "Y--"}]}, "coalesced states"),
    ({"option_order": ["z", "x", "y"]}, "party by party"),
    ({"status_quo": "NNN"}, "status quo"),
    ({"states": {"start": "NNN"}}, "labels"),
    (
        {"states": {str(8 - i): f"{i:03b}".replace("0", "N").replace("1", "Y") for i in range(7, -1, -1)}},
        "not in the",
    ),
    ({"description": "About"}, "descriptions"),
    ({"sources": {"s": {"citation": "C"}}}, "sources"),
]


@pytest.mark.parametrize(("fields", "word"), LOSSES)
def test_losses_are_named(fields: dict[str, object], word: str) -> None:
    told = write_gmcr(build_graph(conflict_of(**fields))).warnings
    assert any(word in line for line in told), told


def test_losses_of_parties() -> None:
    data = conflict_of().model_dump(exclude_defaults=True)
    data["parties"]["a"]["options"]["x"]["shared_with"] = ["b"]
    data["parties"]["b"]["at_table"] = False
    exported = write_gmcr(build_graph(Conflict.model_validate(data)))
    assert [maker["options"] for maker in json.loads(exported.text)["decisionMakers"]] == [[0, 1], [0, 2]]
    assert len(exported.warnings) == 2


def test_text_is_ascii_and_one_line_per_field() -> None:
    data = conflict_of().model_dump(exclude_defaults=True)
    data["parties"]["a"]["name"] = "Öl 油"
    text = write_gmcr(build_graph(Conflict.model_validate(data))).text
    assert text.isascii()
    assert len(text.splitlines()) == 10
    assert read_gmcr(text, name="x").conflict.parties["ol"].name == "Öl 油"


def test_coalesced_members_are_tied() -> None:
    graph = build_graph(conflict_of(coalesced=[{"name": "m", "states": "Y--"}]))
    tree = json.loads(write_gmcr(graph).text)
    ranking = tree["decisionMakers"][1]["preferenceRanking"]
    groups = [{group} if isinstance(group, int) else set(group) for group in ranking]
    assert any({2, 4, 6, 8} <= group for group in groups)


@st.composite
def conflicts(draw: st.DrawFn) -> Conflict:
    counts = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3).filter(any))
    names = [f"o{i}" for i in range(sum(counts))]
    atoms = st.sampled_from(names)
    statements = st.recursive(
        atoms, lambda part: st.builds("({} {} {})".format, part, st.sampled_from(["&", "|", "if", "iff"]), part)
        | part.map(lambda text: f"-{text}"), max_leaves=5,
    )  # fmt: skip
    directions = st.sampled_from(["both", "both", "forward", "backward"])
    parties: dict[str, Any] = {}
    left = list(names)
    for p, count in enumerate(counts):
        mine, left = left[:count], left[count:]
        weights = st.dictionaries(atoms, st.integers(-3, 3), max_size=3)
        parties[f"p{p}"] = {
            "name": draw(st.sampled_from(["Ann", "Bob", "Ann"])),
            "options": {name: {"name": name.upper(), "direction": draw(directions)} for name in mine},
            "preferences": draw(
                st.lists(statements, max_size=4).map(lambda v: {"statements": v})
                | weights.map(lambda v: {"weights": v})
            ),
        }
    rule = st.one_of(
        statements.map(lambda text: {"never": text}),
        statements.map(lambda text: {"always": text}),
        st.tuples(statements, statements).map(lambda two: {"when": two[0], "only_if": two[1]}),
        st.lists(atoms, unique=True, min_size=1, max_size=3).map(lambda some: {"at_most_one": some}),
        st.lists(atoms, unique=True, min_size=1, max_size=3).map(lambda some: {"at_least_one": some}),
    )
    order = draw(st.none() | st.permutations(names))
    fields = {"parties": parties, "feasibility": draw(st.lists(rule, max_size=2)), "option_order": order}
    return Conflict.model_validate({"title": "T"} | fields)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(conflicts(), st.sampled_from(["old", "new"]))
def test_the_way_there_and_back_keeps_every_verdict(conflict: Conflict, generation: str) -> None:
    try:
        graph = build_graph(conflict)
    except ModelError:
        assume(False)
    exported = write_gmcr(graph, generation=generation)  # type: ignore[arg-type]
    imported = read_gmcr(exported.text, name="x.gmcr")
    again = build_graph(imported.conflict)
    assert again.size == graph.size
    keys = [column.key for column in graph.options]
    columns = [keys.index(key) for key in conflict.model_copy(update={"option_order": None}).options]
    for concept in CONCEPTS:
        assert by_pattern(graph, columns, concept) == by_pattern(again, list(range(len(columns))), concept)
    if conflict.option_order is None:
        assert np.array_equal(graph.ranks, again.ranks)
        assert [list(moves) for moves in graph.moves] == [list(moves) for moves in again.moves]
    assert write_gmcr(again, generation=generation).text.splitlines()[-4:] == exported.text.splitlines()[-4:]  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(conflicts())
def test_statements_written_give_the_ranking_written(conflict: Conflict) -> None:
    """Where every statement could be written, GMCR+ would find the same ranking from the statements."""
    try:
        graph = build_graph(conflict)
    except ModelError:
        assume(False)
    tree = json.loads(write_gmcr(graph).text) | {"useManualPreferenceRanking": False}
    again = build_graph(read_gmcr(json.dumps(tree), name="x.gmcr").conflict)
    order = np.lexsort(np.concatenate(graph.members)[:, _party_by_party(graph)].T)
    for p, party in enumerate(conflict.parties.values()):
        if party.preferences.statements is not None:
            assert np.array_equal(again.ranks[p], graph.ranks[p][order])


def _party_by_party(graph: Graph) -> list[int]:
    keys = [column.key for column in graph.options]
    return [keys.index(key) for key in graph.conflict.model_copy(update={"option_order": None}).options]


FOLDERS = Path(commonground.examples.__file__).parent
EXAMPLES = sorted(FOLDERS / one.id / "conflict.yaml" for one in commonground.examples.EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_shipped_conflicts_go_there_and_back(path: Path) -> None:
    graph = check_text(path.read_text(encoding="utf-8")).sound_graph()
    exported = write_gmcr(graph)
    again = build_graph(read_gmcr(exported.text, name="x.gmcr").conflict)
    assert again.size == sum(len(members) for members in graph.members)
    if again.size == graph.size and not graph.conflict.forbidden_moves:
        for concept in CONCEPTS:
            columns = _party_by_party(graph)
            assert by_pattern(graph, columns, concept) == by_pattern(again, list(range(len(columns))), concept)
    else:
        assert any("coalesced" in line or "forbidden" in line for line in exported.warnings)
