"""The JSON cases that may lie in ``shared/`` beside the repository, converted on the fly.

Every file there is reproduced, or differs in a way that is named, or waits for a named feature; none is left
out. The numbers of gmcr-py's faults are those of section 20 of the reference beside the cases: 1 opponents
move at most once each; 2 the first improvement uses up the iterator of simultaneous combinations.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import commonground as cg

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT.parent / "shared" / "cases" / "graph-model", ROOT / "shared" / "cases" / "graph-model")
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)
FILES = sorted(FOLDER.rglob("*.json")) if FOLDER else []
IDS = [path.stem for path in FILES]

pytestmark = pytest.mark.skipif(FOLDER is None, reason="no shared/cases/graph-model beside the repository")

CONCEPTS = {
    "Nash": "nash",
    "GMR": "gmr",
    "SMR": "smr",
    "SEQ": "seq",
    "SSEQ": "sseq",
    "SIM": "sim",
    "SEQ+SIM": "seq_sim",
    "Nash+SIM_FH": "",
    "GMR+SIM_FH": "",
    "SEQ+SIM_FH": "sim_fh",
}
"An empty id: a published concept that has no row of its own here."
DIRECTIONS = {"both": "both", "N_to_Y": "forward", "Y_to_N": "backward"}
COMPARED = {
    "equilibria",
    "equilibria_at_least",
    "equilibria_within",
    "per_state",
    "unilateral_improvements",
    "unilateral_moves",
}
WAITING_PARTS = {"coalitions", "coalition_structures", "inverse", "text"}
"Parts of ``results`` that wait for coalition analysis and inverse analysis, and sentences."


def case_in(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def why_it_waits(case: dict[str, Any]) -> str:
    """Return the feature that a case waits for; empty when it can be asked today."""
    if "subjective_games" in case:
        return "hypergames"
    if "strength_chain_most_preferred_first" in case:
        return "strength of preference"
    if "by_unilateral_moves" in case:
        return "status-quo analysis (paths)"
    if any("ranking" not in preference for preference in case["preferences"].values()):
        return "unknown preference"
    return ""


def party_ids(case: dict[str, Any]) -> dict[str, str]:
    return {maker["name"]: f"p{place}" for place, maker in enumerate(case["decision_makers"], 1)}


def label(text: str) -> str:
    """Return a label of ours: those of the case may look like Y/N patterns, which ours may not."""
    return f"state {text}" if set(text) <= set("YN-") else text


def from_options(case: dict[str, Any]) -> bool:
    return bool(case.get("options")) and all("yn" in state for state in case["states"])


def converted(case: dict[str, Any]) -> cg.Conflict:
    """Return the case in option form where it has options, else in graph form."""
    ids = party_ids(case)
    model: dict[str, Any] = {"title": case["name"], "parties": {}}
    for maker in case["decision_makers"]:
        ranking = [
            [label(state) for state in group] if isinstance(group, list) else label(group)
            for group in case["preferences"][maker["name"]]["ranking"]
        ]
        party: dict[str, Any] = {"name": maker["name"], "preferences": {"ranking": ranking}}
        if from_options(case):
            party["options"] = {
                f"o{place + 1}": {
                    "name": case["options"][place]["name"],
                    "direction": DIRECTIONS[case["options"][place].get("direction", "both")],
                }
                for place in maker["option_indices"]
            }
        else:
            party["moves"] = {}
            for start, end in case["arcs"][maker["name"]]:
                party["moves"].setdefault(label(start), []).append(label(end))
        model["parties"][ids[maker["name"]]] = party
    if from_options(case):
        model["option_order"] = [f"o{place}" for place in range(1, len(case["options"]) + 1)]
        model["feasibility"] = [{"never": pattern} for pattern in case["infeasible_patterns"]]
        model["states"] = {label(state["label"]): {"pattern": state["yn"]} for state in case["states"]}
        model["coalesced"] = [
            {"name": f"state {state['label']}", "states": state["yn"]} for state in case["states"] if "-" in state["yn"]
        ]
    else:
        model["states"] = {label(state["label"]): {"description": state["label"]} for state in case["states"]}
    return cg.Conflict.model_validate(model)


def asked(case: dict[str, Any]) -> list[str]:
    """Return every concept of ours that has a meaning for the case."""
    every_option = from_options(case) and not any("-" in state["yn"] for state in case["states"])
    together = {"sim", "sim_fh", "seq_sim"}
    return [name for name in CONCEPTS.values() if name and (every_option or name not in together)]


class Answer:
    """One case, solved, in the labels and party names of the case."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.ids = party_ids(case)
        self.result = cg.solve(converted(case), asked(case))
        self.graph = self.result.graph
        self.labels = tuple(state["label"] for state in case["states"])
        assert self.graph.labels == tuple(map(label, self.labels))

    def named(self, numbers: tuple[int, ...]) -> set[str]:
        return {self.labels[number - 1] for number in numbers}

    def equilibria(self, concept: str) -> set[str]:
        return self.named(self.result.equilibria(CONCEPTS[concept]))

    def stable(self, concept: str, maker: str) -> set[str]:
        return self.named(self.result.stable(CONCEPTS[concept], self.ids[maker]))

    def arcs(self, maker: str) -> set[tuple[str, str]]:
        moves = self.graph.moves[self.graph.parties.index(self.ids[maker])]
        return {(self.labels[start], self.labels[end]) for start, end in moves}

    def improvements(self, maker: str, state: str) -> set[str]:
        ranks = self.graph.ranks[self.graph.parties.index(self.ids[maker])]
        rank = dict(zip(self.labels, ranks.tolist(), strict=True))
        return {end for start, end in self.arcs(maker) if start == state and rank[end] > rank[start]}


def differences(answer: Answer, results: dict[str, Any]) -> list[str]:
    """Return in words every published row that does not come out."""
    out: list[str] = []

    def compare(what: str, published: set[str], ours: set[str]) -> None:
        if published != ours:
            out.append(f"{what}: published {sorted(published)}, ours {sorted(ours)}")

    for concept, states in results.get("equilibria", {}).items():
        compare(f"equilibria {concept}", set(states), answer.equilibria(concept))
    for concept, states in results.get("equilibria_at_least", {}).items():
        compare(f"equilibria_at_least {concept}", set(states), set(states) & answer.equilibria(concept))
    for part in results.get("equilibria_within", []):
        for concept, states in part["sets"].items():
            within = answer.equilibria(concept) & set(part["states"])
            compare(f"equilibria_within {concept}", set(states), within)
    for concept, rows in results.get("per_state", {}).items():
        for maker, states in rows.items():
            compare(f"per_state {concept} {maker}", set(states), answer.stable(concept, maker))
    for row in results.get("unilateral_improvements", []):
        ours = answer.improvements(row["dm"], row["state"])
        compare(f"unilateral_improvements {row['dm']} {row['state']}", set(row["to"]), ours)
    for row in results.get("unilateral_moves", []):
        ours = {end for start, end in answer.arcs(row["dm"]) if start == row["state"]}
        compare(f"unilateral_moves {row['dm']} {row['state']}", set(row["to"]), ours)
    return out


def explained_tool_difference(answer: Answer, concept: str, maker: str, state: str, tool: bool) -> str:
    """Return which known fault of gmcr-py explains a verdict that differs, or nothing."""
    if tool:
        return ""
    if concept in ("GMR", "SMR", "SEQ") and len(answer.ids) > 2:
        return "1 opponents move at most once each"
    if concept == "SIM" and len(answer.improvements(maker, state)) > 1:
        return "2 the iterator of combinations is used up"
    return ""


def ready() -> list[Path]:
    return [path for path in FILES if not why_it_waits(case_in(path))]


@pytest.mark.parametrize("path", ready(), ids=lambda path: path.stem)
def test_moves_are_those_of_the_case(path: Path) -> None:
    case = case_in(path)
    answer = Answer(case)
    for maker, arcs in case["arcs"].items():
        assert answer.arcs(maker) == {(start, end) for start, end in arcs}


@pytest.mark.parametrize("path", ready(), ids=lambda path: path.stem)
def test_results_are_reproduced_or_named_as_disagreements(path: Path) -> None:
    case = case_in(path)
    results = case.get("results", {})
    assert set(results) <= COMPARED | WAITING_PARTS
    known = [row["check"] for row in case.get("known_disagreements", [])]
    unexplained = [
        difference for difference in differences(Answer(case), results) if difference.split(":")[0] not in known
    ]
    assert unexplained == []
    assert not case.get("variants"), "variants are not compared yet"


@pytest.mark.parametrize(
    "path",
    [path for path in ready() if "gmcr_py_head_output" in case_in(path)],
    ids=lambda path: path.stem,
)
def test_the_tool_differs_only_where_it_is_known_to_be_wrong(path: Path) -> None:
    case = case_in(path)
    printed = case["gmcr_py_head_output"]
    answer = Answer(case)
    every = set(answer.labels)
    unexplained = []
    for concept, rows in printed["per_state"].items():
        for maker, states in rows.items():
            for state in answer.stable(concept, maker) ^ set(states):
                tool = state in states
                if not explained_tool_difference(answer, concept, maker, state, tool):
                    unexplained.append((concept, maker, state, tool))
    assert unexplained == []
    for concept, states in printed["equilibria"].items():
        if concept != "SEQ+SIM":
            stable = [set(row) for row in printed["per_state"][concept].values()]
        else:
            rows = printed["per_state"]
            stable = [{*rows["SEQ"][maker], *rows["SIM"][maker]} for maker in answer.ids]
        assert set(states) == every.intersection(*stable)


def test_every_file_is_reproduced_or_waits_for_a_named_feature() -> None:
    waiting = {path.stem: why_it_waits(case_in(path)) for path in FILES}
    waiting = {stem: reason for stem, reason in waiting.items() if reason}
    assert len(ready()) + len(waiting) == len(FILES) > 0
    for path in ready():
        case = case_in(path)
        assert set(case.get("results", {})) & COMPARED or "gmcr_py_head_output" in case, path.stem
    known = {
        "lake_gisborne_unknown": "unknown preference",
        "w12_unknown_extensions": "unknown preference",
        "x01_strength_prisoners": "strength of preference",
        "x04_hypergame_si_misp": "hypergames",
        "x06_status_quo_elmira9": "status-quo analysis (paths)",
    }
    assert waiting == {stem: known.get(stem) for stem in waiting}
