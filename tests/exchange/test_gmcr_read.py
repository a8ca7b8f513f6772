"""Reading .gmcr files: both generations, everything odd in them, and every fault named."""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.analysis.stability import solve
from commonground.errors import ExchangeError
from commonground.exchange import FORMATS, read_gmcr
from commonground.forms import Graph, build_graph

FILES = Path(__file__).parent / "files"
CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "graph-model"

Tree = dict[str, Any]


def stored(name: str) -> Tree:
    tree: Tree = json.loads((FILES / f"{name}.gmcr").read_text(encoding="utf-8"))
    return tree


def graph_of(tree: Tree) -> Graph:
    return build_graph(read_gmcr(json.dumps(tree), name="x.gmcr").conflict)


def pair(**changes: object) -> Tree:
    """A small sound file of two makers with an option each."""
    option = {"name": "Go", "permittedDirection": "both"}
    return {
        "useManualPreferenceRanking": False,
        "infeasibles": [],
        "options": [option, option | {"name": "Stay"}],
        "decisionMakers": [
            {"name": "Ann", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
            {"name": "Bob", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
        ],
    } | changes


def manual(*rankings: list[Any]) -> Tree:
    tree = pair(useManualPreferenceRanking=True)
    for maker, ranking in zip(tree["decisionMakers"], rankings, strict=True):
        maker["preferences"] = []
        maker["preferenceRanking"] = ranking
    return tree


def faults(tree: object) -> list[str]:
    with pytest.raises(ExchangeError) as caught:
        read_gmcr(json.dumps(tree), name="x.gmcr")
    return str(caught.value).splitlines()


# Published equilibria: the dilemma in any textbook; Elmira: Kilgour, Fang & Hipel 1996 (the twelve-state form);
# Euphrates: Hipel, Kilgour & Kinsara 2014.
EQUILIBRIA = {
    "prisoners": {"nash": (1,), "gmr": (1, 4), "smr": (1, 4), "seq": (1, 4), "sim": (1, 4)},
    "euphrates": {"nash": (6,), "gmr": (1, 6), "smr": (6,), "seq": (6,), "sim": (6,)},
    "elmira": {
        "nash": (5, 6, 7, 10, 11, 12),
        "gmr": (1, 4, 5, 6, 7, 10, 11, 12),
        "seq": (5, 6, 7, 10, 11, 12),
    },
    "cuba": {"nash": (6,), "seq": (5, 6, 7)},
}


@pytest.mark.parametrize("name", EQUILIBRIA)
def test_equilibria_of_known_conflicts(name: str) -> None:
    imported = read_gmcr((FILES / f"{name}.gmcr").read_text(encoding="utf-8"), name=f"{name}.gmcr")
    assert imported.warnings == ()
    assert imported.conflict.title == name
    result = solve(build_graph(imported.conflict), list(EQUILIBRIA[name]))
    assert {concept: result.equilibria(concept) for concept in EQUILIBRIA[name]} == EQUILIBRIA[name]


@pytest.mark.parametrize("name", ["prisoners", "elmira"])
def test_both_generations_say_the_same(name: str) -> None:
    old = stored(name)
    new = copy.deepcopy(old)
    new["useManualPreferenceRanking"] = new.pop("useManualPreferenceVectors")
    for maker in new["decisionMakers"]:
        maker["preferenceRanking"] = maker.pop("preferenceVector")
    assert graph_of(old).conflict == graph_of(new).conflict


@pytest.mark.parametrize("case", ["prisoners", "cuban", "syria_iraq", "elmira12"])
@pytest.mark.parametrize("way", ["statements", "old", "new"])
def test_reference_cases(case: str, way: str) -> None:
    path = CASES / f"gmcrpy_{case}.json"
    if not path.is_file():
        pytest.skip("the shared reference cases are not beside this checkout")
    data = json.loads(path.read_text(encoding="utf-8"))
    graph = graph_of(_as_gmcr(data, way))
    assert [graph.yn(s) for s in range(graph.size)] == [state["yn"] for state in data["states"]]
    for p, maker in enumerate(data["decision_makers"]):
        arcs = [[str(a + 1), str(b + 1)] for a, b in graph.moves[p]]
        assert sorted(arcs) == sorted(data["arcs"][maker["name"]])
        groups = [[g] if isinstance(g, str) else g for g in data["preferences"][maker["name"]]["ranking"]]
        place = {int(state) - 1: -i for i, group in enumerate(groups) for state in group}
        ranks = graph.ranks[p].tolist()
        assert sorted(place, key=lambda s: (place[s], s)) == sorted(place, key=lambda s: (ranks[s], s))
    names = {"Nash": "nash", "GMR": "gmr", "SEQ": "seq", "SIM": "sim", "SMR": "smr"}
    result = solve(graph, list(names.values()))
    for theirs, ours in names.items():
        expected = data.get("results", {}).get("equilibria", {}).get(theirs)
        if isinstance(expected, list) and case != "elmira12":
            assert list(map(str, result.equilibria(ours))) == expected


def _as_gmcr(data: Tree, way: str) -> Tree:
    def pattern(text: str) -> list[list[Any]]:
        return [[i, letter] for i, letter in enumerate(text) if letter != "-"]

    def statement(value: Any) -> Any:
        members = [pattern(text) for text in value] if isinstance(value, list) else []
        return {"compound": True, "members": members} if members else pattern(value)

    words = {"N_to_Y": "fwd", "Y_to_N": "back", "both": "both"}
    makers = []
    for maker in data["decision_makers"]:
        wants = data["preferences"][maker["name"]]
        ranking = [int(g) if isinstance(g, str) else [int(s) for s in g] for g in wants["ranking"]]
        listed = wants.get("statements_most_important_first")
        entry: Tree = {"name": maker["name"], "options": maker["option_indices"], "preferences": []}
        if way == "statements" and listed is not None:
            entry["preferences"] = [statement(value) for value in listed]
        elif way == "statements":
            pytest.skip("no statements in this case")
        else:
            entry["preferenceVector" if way == "old" else "preferenceRanking"] = ranking
        makers.append(entry)
    key = "useManualPreferenceVectors" if way == "old" else "useManualPreferenceRanking"
    return {
        key: way != "statements",
        "options": [{"name": o["name"], "permittedDirection": words[o["direction"]]} for o in data["options"]],
        "infeasibles": [pattern(text) for text in data["infeasible_patterns"]],
        "decisionMakers": makers,
    }


def test_everything_odd_at_once() -> None:
    imported = read_gmcr((FILES / "harbour.gmcr").read_text(encoding="utf-8"), name="dir/harbour.gmcr")
    conflict = imported.conflict
    assert conflict.title == "harbour"
    assert list(conflict.parties) == ["port_co", "fishers", "fishers_2"]
    assert [str(key) for key in conflict.options] == [
        "port_co.dig_the_channel",
        "fishers.option_2",
        "fishers.dig_the_channel_2",
        "port_co.option_not",
        "fishers_2.option_5",
    ]
    assert conflict.option(conflict.options[1]).name == "撤退"
    assert conflict.option(conflict.options[4]).name == "Option 5"
    assert conflict.owners(conflict.options[3]) == ("port_co", "fishers")
    assert conflict.feasibility[0].never == "Y-Y--"
    entries = conflict.parties["port_co"].preferences.statements or ()
    assert [entry.statement for entry in entries] == ["-N---", "Y--N- | --Y--"]
    assert set(build_graph(conflict).ranks[1].tolist()) == {0}
    told = "\n".join(imported.warnings)
    for word in (
        "colour",
        "every state",
        "misperceptions (1)",
        "all states are tied",
        "coalitions",
        "payoffs",
    ):
        assert word in told
    assert "decisionMakers[2] (Fishers): the ranking in the file disagrees" in told


def test_a_ranking_counts_states_as_gmcr_plus_sorts_the_options() -> None:
    tree = manual([1, 2, 3, [4]], [4, 3, [2, 1]])
    tree["decisionMakers"][0]["options"], tree["decisionMakers"][1]["options"] = [1], [0]
    imported = read_gmcr(json.dumps(tree), name="x.gmcr")
    assert [str(key) for key in imported.conflict.options] == ["ann.stay", "bob.go"]
    assert imported.conflict.option_order is None
    assert "sorts" in imported.warnings[0]


def test_statements_beside_a_ranking_are_left_aside_and_said_so() -> None:
    tree = manual([1, 2, 3, 4], [4, 3, 2, 1])
    tree["decisionMakers"][0]["preferences"] = [[[0, "Y"]]]
    imported = read_gmcr(json.dumps(tree), name="x.gmcr")
    assert imported.warnings == ("decisionMakers[0] (Ann): 1 statement was left aside; the ranking counts",)
    assert imported.conflict.parties["ann"].preferences.ranking == (("1",), ("2",), ("3",), ("4",))


def test_an_empty_ranking_is_a_tie_of_all() -> None:
    imported = read_gmcr(json.dumps(manual([], [1, 2, 3, 4])), name="x.gmcr")
    assert build_graph(imported.conflict).ranks[0].tolist() == [0, 0, 0, 0]
    assert imported.warnings == ("decisionMakers[0] (Ann): no preferences in the file; all states are tied",)


def test_payoffs_that_agree_are_not_mentioned() -> None:
    tree = pair()
    tree["decisionMakers"][0]["payoffs"] = [0.5, -1, 3, 2]
    assert read_gmcr(json.dumps(tree), name="x.gmcr").warnings == ()


def test_long_statements_are_written_with_option_numbers() -> None:
    k = 40
    options = [{"name": f"o{i}", "permittedDirection": "both"} for i in range(k)]
    members = [[[i, "Y"], [i + 1, "N"]] for i in range(15)]
    makers = [{"name": "A", "options": list(range(k)), "preferences": [{"compound": True, "members": members}]}]
    tree = pair(options=options, decisionMakers=makers)
    preferences = read_gmcr(json.dumps(tree), name="x.gmcr").conflict.parties["a"].preferences
    assert preferences.statements is not None
    assert preferences.statements[0].statement.startswith("1 & -2 | 2 & -3 | ")
    makers[0]["preferences"] = [{"compound": True, "members": members * 9}]
    assert "decisionMakers[0].preferences[0]: expected a statement that fits" in faults(tree)[0]


BROKEN: list[tuple[str, object, str]] = [
    ("not an object", [], "an object with `options`"),
    (
        "no flag",
        {k: v for k, v in pair().items() if not k.startswith("use")},
        "expected `useManualPreferenceRanking`",
    ),
    ("flag", pair(useManualPreferenceRanking="no"), "useManualPreferenceRanking: expected true or false"),
    ("no options", pair(options=[]), "options: expected at least one option"),
    ("options", pair(options=7), "options: expected a list; got 7"),
    ("no makers", pair(decisionMakers=[]), "decisionMakers: expected at least one decision maker"),
    ("option", pair(options=[1, 2]), "options[0]: expected an object; got 1"),
    ("name", pair(options=[{"name": 3}, {"name": "B"}]), "options[0].name: expected a text; got 3"),
    (
        "long name",
        pair(options=[{"name": "n" * 401}, {"name": "B"}]),
        "options[0].name: expected at most 400",
    ),
    (
        "direction",
        pair(options=[{"name": "A", "permittedDirection": "up"}, {"name": "B"}]),
        "one of both, fwd, back",
    ),
    ("pattern", pair(infeasibles=[[[0]]]), "infeasibles[0][0]: expected a pair"),
    ("letter", pair(infeasibles=[[[0, "y"]]]), 'infeasibles[0][0][1]: expected "Y" or "N"; got "y"'),
    ("index", pair(infeasibles=[[[2, "Y"]]]), "infeasibles[0][0][0]: expected a number from 0 to 1; got 2"),
    ("truth as index", pair(infeasibles=[[[True, "Y"]]]), "expected a whole number; got true"),
    ("fraction", pair(infeasibles=[[[0.0, "Y"]]]), "expected a whole number; got 0.0"),
    ("both letters", pair(infeasibles=[[[0, "Y"], [0, "N"]]]), "for option 0; got both"),
    ("remove all", pair(infeasibles=[[]]), "infeasibles[0]: expected a pattern with an option in it"),
    (
        "none left",
        pair(infeasibles=[[[0, "Y"]], [[0, "N"]]]),
        "infeasibles: expected at least one feasible state",
    ),
    ("coalition", pair(coalitions=[[0, 5]]), "coalitions[0][1]: expected a number from 0 to 1; got 5"),
    ("too many", pair(options=[{"name": "A"}] * 65), "options: expected at most 64 entries; got 65"),
    (
        "ranking over",
        manual([1, 2, 3, 4, 5], [1, 2, 3, 4]),
        "decisionMakers[0].preferenceRanking: expected states",
    ),
    ("ranking under", manual([1, 2, 3], [1, 2, 3, 4]), "expected all 4 states; got a ranking without 4"),
    (
        "ranking twice",
        manual([1, 2, [3, 1], 4], [1, 2, 3, 4]),
        "preferenceRanking[2]: expected each state once",
    ),
    (
        "ranking zero",
        manual([0, 1, 2, 3], [1, 2, 3, 4]),
        "preferenceRanking[0]: expected a number from 1 or more",
    ),
]


@pytest.mark.parametrize(("tree", "expected"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_fault_names_its_place(tree: object, expected: str) -> None:
    found = faults(tree)
    assert any(expected in line for line in found), found
    assert all(line.startswith("x.gmcr: ") for line in found)


def test_faults_of_a_maker() -> None:
    tree = pair()
    tree["decisionMakers"][1] = {
        "name": None,
        "options": [1, 1, 9, "0"],
        "preferences": [{"compound": False, "members": []}, {"compound": True}, 4],
        "payoffs": ["x"],
    }
    found = [line.removeprefix("x.gmcr: decisionMakers[1].") for line in faults(tree)]
    assert set(found) == {
        "name: expected a text; got null",
        "options[2]: expected a number from 0 to 1; got 9",
        'options[3]: expected a whole number; got "0"',
        "options[1]: expected each option once; got 1 again",
        "preferences[0].compound: expected true; got false",
        "preferences[0].members: expected at least one pattern; got none",
        "preferences[1].members: expected a list; got nothing",
        "preferences[2]: expected a list; got 4",
        'payoffs[0]: expected a number; got "x"',
    }


def test_an_option_of_nobody() -> None:
    tree = pair()
    tree["decisionMakers"][1]["options"] = []
    assert faults(tree) == [
        "x.gmcr: options[1]: expected an option that a decision maker lists among its `options`; got nobody's"
    ]


TEXTS = [
    ("", "x.gmcr:1:1: not JSON"),
    ('{"a": 1,\n "b" 2}', "x.gmcr:2:6: not JSON"),
    ('{"options": [], "options": []}', 'expected each key once; got "options" again'),
    (
        '{"decisionMakers": [{"payoffs": [NaN]}]}',
        "decisionMakers[0].payoffs[0]: expected a number of at most",
    ),
    ('{"a": 1e999}', "a: expected a number"),
    ('{"a": ' + "9" * 5000 + "}", "a: expected a number of at most 18 digits"),
    ("[" * 100_000, "x.gmcr: expected at most 40 levels"),
    ('{"a": ' * 50 + "1" + "}" * 50, "x.gmcr: expected at most 40 levels"),
    ('"' + "x" * 2_000_001 + '"', "x.gmcr: expected at most 2,000,000 characters"),
    ('"' + '\\"' * 400_000, "x.gmcr:1:1: not JSON"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_broken_text(text: str, expected: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read_gmcr(text, name="x.gmcr")
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 10_000


def test_messages_hold_no_control_characters() -> None:
    text = json.dumps(pair() | {"options": "\x1b[31m\x07", "\x1b]0;": 1})
    with pytest.raises(ExchangeError) as caught:
        read_gmcr(text, name="x.gmcr")
    assert all(line.isprintable() for line in str(caught.value).splitlines())


def test_names_lose_control_characters() -> None:
    tree = pair(options=[{"name": "a\x1b[31m\nb"}, {"name": "\ud800"}])
    conflict = read_gmcr(json.dumps(tree), name="x.gmcr").conflict
    assert [conflict.option(key).name for key in conflict.options] == ["a [31m b", "Option 2"]


def test_many_faults_are_cut_short() -> None:
    found = faults(pair(infeasibles=[0] * 500))
    assert len(found) == 51
    assert found[-1] == "x.gmcr: and 450 more faults"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 70) | st.floats() | st.text(max_size=4) | st.sampled_from(["Y", "N"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    tree = stored(draw(st.sampled_from(["prisoners", "cuba", "elmira", "euphrates", "harbour"])))
    for _ in range(draw(st.integers(1, 3))):
        _mutate(draw, tree)
    return json.dumps(tree)


def _mutate(draw: st.DrawFn, tree: Any) -> None:
    """Replace, remove or repeat one value, somewhere inside."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if isinstance(tree[key], (dict, list)) and tree[key] and draw(st.integers(0, 3)):
            tree = tree[key]
            continue
        kind = draw(st.sampled_from(["replace", "remove", "repeat"]))
        if kind == "replace":
            tree[key] = draw(VALUES)
        elif kind == "remove":
            del tree[key]
        elif isinstance(tree, list):
            tree.insert(key, copy.deepcopy(tree[key]))
        return


def attempt(text: str) -> None:
    """Read a text: a conflict that can be built, or the one error that is allowed."""
    with contextlib.suppress(ExchangeError):
        build_graph(read_gmcr(text, name="x.gmcr").conflict)


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_mutated_files_are_read_or_refused(text: str) -> None:
    attempt(text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_random_bytes_are_refused(raw: bytes) -> None:
    attempt(raw.decode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_cut_and_patched_files_are_read_or_refused(data: st.DataObject) -> None:
    text = (FILES / "cuba.gmcr").read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    attempt(text[:start] + data.draw(st.text('[]{},:"YN0129-eE. ', max_size=6)) + text[end:])


def test_table() -> None:
    assert FORMATS["gmcr"].suffix == ".gmcr"
    assert FORMATS["gmcr"].read is read_gmcr


def test_many_infeasible_patterns_become_one_rule() -> None:
    options = [{"name": f"o{i}"} for i in range(5)]
    patterns = [[[i, "NY"[value >> i & 1]] for i in range(5)] for value in range(21)]
    makers = [{"name": "A", "options": [0, 1, 2, 3, 4], "preferences": []}]
    imported = read_gmcr(json.dumps(pair(options=options, infeasibles=patterns, decisionMakers=makers)), name="x.gmcr")
    (rule,) = imported.conflict.feasibility
    assert rule.remove is not None
    assert rule.remove[:2] == ("NNNNN", "YNNNN")
    assert build_graph(imported.conflict).size == 11
