"""Every certificate made verifies; whatever verifies is true; every kind of fault is named."""

import copy
import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commonground as cg
from commonground.analysis.stability import certify, solve
from commonground.examples import EXAMPLES
from commonground.forms import build_graph
from commonground.model import Conflict
from commonground.output.writers.certificate import certificate_json, certificate_text
from commonground.verification import verify
from commonground.verification.checker import CONCEPTS, MAX_FAULTS
from tests.conflicts import graph_conflicts, option_conflicts
from tests.oracles import stability as oracle

CASES = __import__("pathlib").Path(__file__).parent.parent / "cases"


def made(conflict, *args, **kwargs):
    return certificate_json(certify(solve(build_graph(conflict)), *args, **kwargs))


def is_true(case, content):
    """Whether every verdict that a certificate states is true by the oracle, and all asked are there once."""
    rows = [case.parties.index(party) for party in content["asked"]["only"]]
    claims = set()
    for entry in content["verdicts"]:
        row, state = case.parties.index(entry["party"]), entry["state"] - 1
        stable = oracle.is_stable(case.moves, case.ranks, rows, row, state, entry["concept"])
        if row not in rows or stable is not entry["stable"]:
            return False
        claims.add((entry["concept"], row, state))
    asked = content["asked"]
    size = (asked["sample"] or {"size": len(asked["concepts"]) * len(rows) * len(case.states)})["size"]
    return len(claims) == len(content["verdicts"]) == size


@settings(max_examples=60, deadline=None)
@given(st.one_of(option_conflicts(), graph_conflicts()), st.data())
def test_every_certificate_made_verifies(case, data):
    only = data.draw(st.sampled_from([(), tuple(case.parties[:1]), tuple(case.parties[1:])]))
    solution = solve(build_graph(case.conflict), only=only)
    content = json.loads(certificate_text(certify(solution)))
    found = verify(case.conflict, content)
    assert found.ok, found.faults
    assert found.checked == len(content["verdicts"]) == 5 * len(solution.asked.only) * len(case.states)
    for entry in content["verdicts"]:
        assert solution.is_stable(entry["concept"], entry["party"], entry["state"] - 1) is entry["stable"]
    assert is_true(case, content)


@settings(max_examples=60, deadline=None)
@given(st.one_of(option_conflicts(), graph_conflicts()), st.integers(1, 40), st.integers(-3, 3))
def test_a_sample_verifies_and_depends_on_its_seed_alone(case, size, seed):
    content = made(case.conflict, size, seed=seed)
    assert content == made(case.conflict, size, seed=seed)
    assert verify(case.conflict, content).ok
    total = 5 * len(case.parties) * len(case.states)
    assert len(content["verdicts"]) == min(size, total)
    other = copy.deepcopy(content)
    other["asked"]["sample"]["seed"] += 1
    same = [
        [(v["concept"], v["party"], v["state"]) for v in c["verdicts"]]
        for c in (content, made(case.conflict, size, seed=seed + 1))
    ]
    assert verify(case.conflict, other).ok is (same[0] == same[1])


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from places(part, (*path, i))


ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    10**17,
    0.5,
    float("nan"),
    "",
    "x",
    "p0",
    "p1",
    "gmr",
    "seq",
    [],
    [[]],
    {},
    [1, 1],
]


def mutated(content, rng):
    """Change one thing: a value, a number by one, an entry dropped, doubled, moved or added."""
    content = copy.deepcopy(content)
    spots = [path for path in places(content) if path and path[0] != "states"] + [("states",)]
    *above, last = rng.choice(spots)
    holder = content
    for step in above:
        holder = holder[step]
    kind = rng.choice(["odd", "near", "near", "drop", "double", "add", "swap"])
    value = holder[last]
    if kind == "near" and type(value) is bool:
        holder[last] = not value
    elif kind == "near" and type(value) is int:
        holder[last] = value + rng.choice([-2, -1, 1, 2])
    elif kind == "near" and isinstance(value, str):
        holder[last] = rng.choice([*content["asked"]["only"], *CONCEPTS, value + "x"])
    elif kind == "drop":
        del holder[last]
    elif kind == "double" and isinstance(holder, list):
        holder.insert(last, copy.deepcopy(value))
    elif kind == "add" and isinstance(value, dict):
        value["more"] = rng.choice(ODD)
    elif kind == "swap" and isinstance(holder, list):
        other = rng.randrange(len(holder))
        holder[last], holder[other] = holder[other], holder[last]
    else:
        holder[last] = rng.choice(ODD)
    return content


@settings(max_examples=60, deadline=None)
@given(st.one_of(option_conflicts(max_options=4), graph_conflicts()), st.integers(0, 2**32))
def test_whatever_verifies_after_a_mutation_is_true(case, seed):
    rng = random.Random(seed)
    content = made(case.conflict)
    for _ in range(20):
        changed = mutated(content, rng)
        if rng.random() < 0.2:
            changed = mutated(changed, rng)
        found = verify(case.conflict, changed)
        assert found.ok is not bool(found.faults)
        if found.ok:
            assert changed["model"] == content["model"]
            assert changed["states"] == content["states"]
            assert is_true(case, changed)


@settings(max_examples=15, deadline=None)
@given(st.one_of(option_conflicts(max_options=3), graph_conflicts()))
def test_every_flipped_verdict_dropped_entry_and_doubled_entry_is_refused(case):
    content = made(case.conflict)
    for i, entry in enumerate(content["verdicts"]):
        flipped, fewer, more, moved = (copy.deepcopy(content) for _ in range(4))
        flipped["verdicts"][i]["stable"] = not entry["stable"]
        del fewer["verdicts"][i]
        more["verdicts"].append(entry)
        moved["verdicts"][i]["state"] = entry["state"] % len(case.states) + 1
        assert not verify(case.conflict, flipped).ok
        assert not verify(case.conflict, fewer).ok
        assert not verify(case.conflict, more).ok
        assert (len(case.states) == 1) or not verify(case.conflict, moved).ok


@settings(max_examples=60, deadline=None)
@given(graph_conflicts(max_parties=3, max_states=6), st.integers(0, 2**32))
def test_a_certificate_of_another_model_is_refused_unless_its_proofs_hold_there(case, seed):
    """The hash refuses it at once; with the hash patched, each proof must still hold."""
    rng = random.Random(seed)
    content = made(case.conflict)
    data = case.conflict.model_dump(exclude_defaults=True)
    party = data["parties"][rng.choice(case.parties)]
    if rng.random() < 0.5:
        ranking = list(party["preferences"]["ranking"])
        rng.shuffle(ranking)
        party["preferences"] = {"ranking": ranking}
    else:
        start, end = rng.choice(case.states), rng.choice(case.states)
        moves = {k: list(v) for k, v in (party.get("moves") or {}).items()}
        ends = moves.setdefault(start, [])
        if end in ends:
            ends.remove(end)
        elif end != start:
            ends.append(end)
        party["moves"] = moves
    other = Conflict.model_validate(data)
    if other.hash == case.conflict.hash:
        return
    assert "another model" in verify(other, content).faults[0]
    patched = content | {"model": other.hash}
    solution = solve(build_graph(other))
    true = all(solution.is_stable(e["concept"], e["party"], e["state"] - 1) is e["stable"] for e in content["verdicts"])
    assert true or not verify(other, patched).ok


@pytest.mark.parametrize("example", [row.id for row in EXAMPLES])
def test_examples_certify_and_verify(example):
    conflict = cg.load(cg.example(example))
    found = cg.verify(conflict, cg.certify(cg.solve(conflict)))
    assert found.ok, found.faults


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.glob("w*[!d].yaml") if "expected" not in path.name))
def test_cases_certify_and_verify(case):
    conflict = cg.load(CASES / case)
    assert cg.verify(conflict, cg.certify(cg.solve(conflict))).ok


def test_a_set_by_last_mover_where_states_alone_would_not_do():
    """J could go on to what deters, but only right after its own move."""
    model = {
        "title": "nobody moves twice in succession",
        "states": dict.fromkeys(["s", "t", "x", "z"], ""),
        "parties": {
            "i": {"name": "I", "moves": {"s": ["t"]}, "preferences": {"ranking": ["x", "t", "s", "z"]}},
            "j": {"name": "J", "moves": {"t": ["x"], "x": ["z"]}, "preferences": {"ranking": ["z", "x", "t", "s"]}},
        },
    }
    conflict = Conflict.model_validate(model)
    content = made(conflict)
    assert {"after": {"j": [[3, 3]]}} in content["closed"]
    assert verify(conflict, content).ok


def test_the_example_in_the_docs_is_what_is_written():
    page = (CASES.parent.parent / "docs" / "reference" / "certificates.md").read_text(encoding="utf-8")
    conflict = cg.load(cg.example("prisoners-dilemma"))
    text = certificate_text(certify(solve(build_graph(conflict))))
    shown = re.findall(r"```json\n(.*?)\n```", page, re.DOTALL)
    assert len(shown) == 2
    assert all(line in text for line in shown)
    content = json.loads(text)
    assert content["closed"][json.loads(shown[1])["closed"]] == {"states": [[3, 4]]}
    entry(content, "gmr", "first", 1)["answers"][0]["sanction"] = [["second", 2]]
    assert verify(conflict, content).faults[0] == re.search(r"```\n(verdict 9.*)\n", page)[1]


# ------------------------------------------------------------------------------------------------ faults in words

W01 = cg.load(CASES / "w01-sanctioner-moves-twice.yaml")
W06 = cg.load(CASES / "w06-last-mover.yaml")


def entry(content, concept, party, state):
    return next(v for v in content["verdicts"] if (v["concept"], v["party"], v["state"]) == (concept, party, state))


def sanction(*steps, concept="gmr", conflict=W01, to=2, state=1):
    def change(content):
        entry(content, concept, "i", state).update(
            stable=True, answers=[{"to": to, "sanction": [list(step) for step in steps]}]
        )
        entry(content, concept, "i", state).pop("escape", None)
        entry(content, concept, "i", state).pop("closed", None)

    return conflict, change


def put(*path_and_value, conflict=W01):
    *path, last, value = path_and_value

    def change(content):
        for step in path:
            content = content[step]
        content[last] = value

    return conflict, change


def proof(value, concept="gmr", party="i", state=8, conflict=W01):
    return conflict, lambda content: entry(content, concept, party, state).update(value)


FAULTS = [
    (*put("model", "0" * 64), "another model"),
    (*put("certificate", 2), "version 2 of the shape"),
    (*put("certificate", True), "expected a whole number"),
    (*put("certificate", 1.0), "expected a whole number"),
    (*put("version", None), "expected a text"),
    (*put("more", 1), "expected exactly the fields"),
    (*put("states", 0, "YYYY"), "the states are not those of the model"),
    (*put("states", ["NNNN"]), "the states are not those of the model"),
    (*put("asked", "concepts", ["gmr", "hope"]), "asked.concepts: expected known names"),
    (*put("asked", "concepts", ["gmr", "gmr"]), "asked.concepts: expected known names, each once"),
    (*put("asked", "concepts", []), "asked.concepts"),
    (*put("asked", "concepts", [["gmr"]]), "asked.concepts"),
    (*put("asked", "concepts", ["nash", "gmr", "smr", "seq"]), "not among the verdicts asked"),
    (*put("asked", "only", ["i", "j", "nobody"]), "asked.only: expected known names"),
    (*put("asked", "only", ["j", "i", "k"]), "asked.only: not in model order"),
    (*put("asked", "unproved", ["nash"]), "asked.unproved"),
    (*put("asked", "sample", 3), "asked.sample: expected an object"),
    (*put("asked", "sample", {"size": 0, "seed": 1}), "expected a size from 1 to 120"),
    (*put("asked", "sample", {"size": 121, "seed": 1}), "expected a size from 1 to 120"),
    (*put("asked", "sample", {"size": 5, "seed": None}), "seed: expected a whole number"),
    (*put("asked", "sample", {"size": 5, "seed": 0}), "not among the verdicts asked"),
    (*put("verdicts", []), "nash, i, state 1: no verdict"),
    (*put("verdicts", {}), "expected a list"),
    (*put("verdicts", 0, 7), "verdict 1: expected an object"),
    (*put("verdicts", 0, "concept", "hope"), "verdict 1: unknown concept"),
    (*put("verdicts", 0, "concept", []), "concept: expected a text"),
    (*put("verdicts", 0, "party", "nobody"), "unknown party"),
    (*put("verdicts", 0, "state", 9), "expected a state from 1 to 8"),
    (*put("verdicts", 0, "state", True), "state: expected a whole number"),
    (*put("verdicts", 0, "stable", 1), "stable: expected true or false"),
    (*sanction(["j", 4], ["k", 6], ["k", 4]), "gmr, i, state 1: the sanction's move of k from 6 to 4: moves twice"),
    (*sanction(["j", 4], ["k", 8]), "move of k from 4 to 8: no such move"),
    (*sanction(["j", 4], ["k", 6]), "the outcome 6 is better for i"),
    (*sanction(["i", 1]), "move of i from 2 to 1: not one of the others"),
    (*sanction(["x", 1]), "not one of the others"),
    (*sanction(), "a sanction without a move"),
    (*sanction(["j"]), "a step of a sanction is [party, state]"),
    (*sanction(["j", 4.0]), "a step of a sanction: expected a state"),
    (*sanction([4, 4]), "a step's party is a text"),
    (*sanction(["j", 4], ["k", 6], ["j", 8], concept="seq"), "move of j from 2 to 4: no improvement for j"),
    (*sanction(["j", 4], ["k", 6], ["j", 8], to=3), "answers an improvement to 3, which is none"),
    (*put("verdicts", 24, "answers", []), "no answer to the improvement to 2"),
    (*put("verdicts", 24, "answers", {}), "answers: expected a list"),
    (*put("verdicts", 24, "answers", [5]), "an answer: expected an object"),
    (*sanction(["j", 4], ["k", 6], ["j", 8], concept="nash"), "nothing answers an improvement under nash"),
    (*proof({"escape": 6}), "gmr, i, state 8: the escape to 6 is no improvement"),
    (*proof({"escape": "7"}), "escape: expected a whole number"),
    (*proof({"closed": 99}), "no closed set 99"),
    (*proof({"closed": -1}), "no closed set -1"),
    (*proof({"closed": 1}), "leaves out"),
    (*proof({"closed": None}), "closed: expected a whole number"),
    (*put("closed", 0, "states", [[1, 1], [3, 3], [7, 7]]), "closed set 0 leaves out 5, reached by j"),
    (*put("closed", 0, "states", [[1, 8]]), "closed set 0 contains 8, which deters"),
    (*put("closed", 0, {"after": {"j": [[5, 5]], "k": [[3, 3]]}}), "closed set 0"),
    (*put("closed", 0, {"after": {"i": [[5, 5]]}}), "names a last mover that is not one of the others"),
    (*put("closed", 0, {"after": []}), "after: expected an object"),
    (*put("closed", 0, {"states": [[1, 1]], "after": {}}), "expected exactly the fields"),
    (*put("closed", 0, "states", [[3, 1]]), "ranges must ascend"),
    (*put("closed", 0, "states", [[1, 3], [3, 7]]), "ranges must ascend"),
    (*put("closed", 0, "states", [[0, 3]]), "expected a state from 1 to 8"),
    (*put("closed", 0, "states", [1, 3]), "expected [first, last]"),
    (*put("closed", 0, "states", None), "states: expected a list"),
    (W01, lambda content: content["closed"].append({"states": []}), "no verdict needs it"),
    (*sanction(["j", 3], ["j", 4], conflict=W06), "move of j from 3 to 4: moves twice in succession"),
]


@pytest.mark.parametrize(
    ("conflict", "change", "words"), FAULTS, ids=[words[-45:] + f" {i}" for i, (*_, words) in enumerate(FAULTS)]
)
def test_faults_in_words(conflict, change, words):
    content = made(conflict)
    assert verify(conflict, content).ok
    change(content)
    found = verify(conflict, content)
    assert not found.ok
    assert any(words in fault for fault in found.faults), found.faults


def test_a_set_that_is_not_closed_names_the_move_that_leads_out():
    """From t, J reaches x and K goes on to y: a set without y is not closed."""
    ranking = {"ranking": [["t", "x", "y"], "s"]}
    model = {
        "title": "t",
        "states": dict.fromkeys(["s", "t", "x", "y"], ""),
        "parties": {
            "i": {"name": "I", "moves": {"s": ["t"]}, "preferences": ranking},
            "j": {"name": "J", "moves": {"t": ["x"]}, "preferences": ranking},
            "k": {"name": "K", "moves": {"x": ["y"]}, "preferences": ranking},
        },
    }
    conflict = Conflict.model_validate(model)
    content = made(conflict)
    number = entry(content, "gmr", "i", 1)["closed"]
    for leaky in ({"states": [[2, 3]]}, {"after": {"j": [[3, 3]]}}):
        content["closed"][number] = leaky
        faults = verify(conflict, content).faults
        assert any("is not closed: k moves from 3 to 4" in fault for fault in faults), faults
    content["closed"][number] = {"after": {"j": [[3, 3]], "k": [[4, 4]]}}
    assert verify(conflict, content).ok


def test_smr_refuses_a_sanction_that_the_party_escapes_from():
    conflict = cg.load(CASES / "w08-seq-not-smr.yaml")
    content = made(conflict)
    stable = next(v for v in content["verdicts"] if v["concept"] == "seq" and v["stable"] and v["answers"])
    claimed = entry(content, "smr", stable["party"], stable["state"])
    assert not claimed["stable"]
    for field in ("escape", "closed"):
        del claimed[field]
    claimed.update(stable=True, answers=stable["answers"])
    assert any("escapes from" in fault for fault in verify(conflict, content).faults)


def test_many_faults_are_counted_not_listed():
    content = made(cg.load(cg.example("elmira")))
    content["verdicts"] = []
    found = verify(cg.load(cg.example("elmira")), content)
    assert len(found.faults) == MAX_FAULTS + 1
    assert found.faults[-1] == "and 35 more faults"


@pytest.mark.parametrize("value", [None, [], 1, "x", float("nan"), {}, {1: 2}])
def test_what_is_no_certificate_is_refused(value):
    assert not verify(W01, value).ok


def test_a_wrong_solution_gets_no_certificate():
    """The maker proves what is so; a verdict that is wrong stops it rather than being dressed up."""
    solution = solve(build_graph(W01), ["gmr"])
    wrong = ~solution.results["gmr"].stable
    changed = replace(solution, results={"gmr": replace(solution.results["gmr"], stable=wrong)})
    with pytest.raises((AssertionError, IndexError)):
        certify(changed)
