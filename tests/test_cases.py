"""Published, recalled and constructed conflicts against what their ``.expected.yaml`` files say.

``tests/cases/README.md`` describes the files and lists what waits for a later feature.
"""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import commonground as cg
from commonground.examples import EXAMPLES, example_path

CASES = Path(__file__).parent / "cases"
EXPECTED = sorted(CASES.glob("*.expected.yaml"))
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "sim_fh", "seq_sim")
KEYS = {
    "citation",
    "model",
    "example",
    "only",
    "equilibria",
    "equilibria_within",
    "stable",
    "disagreements",
}


def expectation(path: Path) -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def model_path(expected: dict[str, Any]) -> Path:
    """Return what is loaded: an example's folder or a model file."""
    return example_path(expected["example"]) if "example" in expected else CASES / expected["model"]


def concepts_in(expected: dict[str, Any]) -> list[str]:
    asked = {*expected.get("equilibria", {}), *expected.get("stable", {})}
    asked |= {name for part in expected.get("equilibria_within", []) for name in part["equilibria"]}
    return [name for name in CONCEPTS if name in asked]


def names(path: Path) -> str:
    return path.name.removesuffix(".expected.yaml")


@pytest.mark.parametrize("path", EXPECTED, ids=names)
def test_case(path: Path) -> None:
    expected = expectation(path)
    conflict = cg.load(model_path(expected))
    result = cg.solve(conflict, concepts_in(expected), only=expected.get("only", ()))

    def labels(numbers: tuple[int, ...]) -> list[str]:
        return [result.graph.labels[number - 1] for number in numbers]

    found: dict[tuple[str, ...], list[str]] = {}
    wanted: dict[tuple[str, ...], list[str]] = {}
    for concept, states in expected.get("equilibria", {}).items():
        wanted[concept, "equilibria"] = states
        found[concept, "equilibria"] = labels(result.equilibria(concept))
    for part in expected.get("equilibria_within", []):
        assert set(part["states"]) <= set(result.graph.labels)
        for concept, states in part["equilibria"].items():
            key = (concept, "equilibria within", *part["states"])
            wanted[key] = states
            found[key] = [s for s in labels(result.equilibria(concept)) if s in part["states"]]
    for concept, rows in expected.get("stable", {}).items():
        for party, states in rows.items():
            wanted[concept, "stable", party] = states
            found[concept, "stable", party] = labels(result.stable(concept, party))
    assert {key: set(states) for key, states in found.items()} == {key: set(states) for key, states in wanted.items()}


@pytest.mark.parametrize("path", EXPECTED, ids=names)
def test_the_expected_file_is_whole(path: Path) -> None:
    expected = expectation(path)
    assert set(expected) <= KEYS
    assert expected["citation"].strip()
    assert ("model" in expected) != ("example" in expected)
    assert concepts_in(expected), "a case that checks nothing"
    asked = {*expected.get("equilibria", {}), *expected.get("stable", {})}
    assert asked <= set(CONCEPTS)
    for row in expected["disagreements"]:
        assert set(row) == {"check", "published", "ours", "why"}
        assert all(str(text).strip() for text in row.values())


def test_every_model_has_expectations() -> None:
    used = {model_path(expectation(path)) for path in EXPECTED}
    models = {path for path in CASES.glob("*.yaml") if not path.name.endswith(".expected.yaml")}
    assert models | {example_path(example.id) for example in EXAMPLES} == used


@pytest.mark.parametrize(("id", "title"), EXAMPLES)
def test_example_is_whole(id: str, title: str) -> None:
    conflict = cg.load(example_path(id))
    assert conflict.title == title
    assert (example_path(id) / "README.md").is_file()
    for source in conflict.sources.values():
        assert source.file is None or (example_path(id) / source.file).is_file()


def test_everything_in_ukraine_2014_cites_a_paragraph_of_the_brief() -> None:
    conflict = cg.load(example_path("ukraine-2014"))
    brief = (example_path("ukraine-2014") / "sources" / "brief.md").read_text(encoding="utf-8")
    paragraphs = {line.split(".")[0] for line in brief.splitlines() if line.split(".")[0].isdecimal()}
    elements = [option for party in conflict.parties.values() for option in party.options.values()]
    elements += [entry for party in conflict.parties.values() for entry in party.preferences.statements]
    elements += [*conflict.parties.values(), *conflict.feasibility, conflict.status_quo]
    cited = [{item.paragraph for item in element.evidence} for element in elements]
    assert all(cited)
    assert set().union(*cited) <= paragraphs


def test_an_unknown_example_is_named_with_the_nearest_one() -> None:
    with pytest.raises(cg.CommongroundError, match="did you mean `elmira`"):
        example_path("elmyra")
