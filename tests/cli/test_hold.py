"""The verb ``hold``, and ``--package`` of the verbs about states."""

import json
import xml.etree.ElementTree as ET

import pytest

import commonground as cg
from tests.cli.test_verbs import run

UKRAINE = str(cg.example("ukraine-2014"))

ROAD = """\
title: Road
issues:
  route: {name: Route, values: {north: North, south: South}}
parties:
  a:
    name: A
    options: {block: Block the road}
    worths: {route: {points: {north: 0, south: 1}}}
    reservation: 0
    preferences: {statements: [-block if route = south, block if worth < 1]}
  b:
    name: B
    options: {pay: Pay for it}
    worths: {route: {points: {north: 1, south: 0}}}
    preferences: {statements: [-a.block, -pay]}
packages:
  by the north: {values: {route: north}}
  by the south: {values: {route: south}}
keeping: [-block]
status_quo: NN
"""


@pytest.fixture
def road(tmp_path):
    path = tmp_path / "road.yaml"
    path.write_text(ROAD, encoding="utf-8")
    return str(path)


def test_hold_tells_the_story_and_the_tables():
    done = run("hold", UKRAINE, "--package", "common ground")
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "32 packages judged" in words
    assert "It holds under GMR, SMR, SEQ and SSEQ, in state 59 (common ground)." in words
    assert "Package 1 (common ground)" in words
    assert "could no longer choose “Sign EU association”" in words
    assert "1 forbidden_moves: {start: -kiev.associate, end: kiev.associate, party: kiev}" in words
    assert "Who would keep what" not in words
    every = " ".join(run("hold", UKRAINE).stdout.split())
    assert "Who would keep what" in every
    assert "breaks:" in every
    assert "Package 1 (common ground)" not in every


def test_hold_json_has_the_documented_shape():
    answer = json.loads(run("hold", UKRAINE, "--json", "--concept", "nash,seq").stdout)
    assert set(answer) == {
        "asked",
        "title",
        "story",
        "coverage",
        "packages",
        "firm",
        "durable",
        "others_break",
        "signed_not_kept",
        "kept_not_signed",
    }
    assert answer["coverage"].pop("limits") == []
    assert answer["coverage"] == {"packages": "32", "judged": 32, "listed": 32, "complete": True, "conflicts": 1}
    first = answer["packages"][0]
    plain = {"values", "names", "points", "signed", "acceptable", "short", "refused_by", "efficient", "rules", "margin"}
    judged = {"kept_states", "first_days", "verdicts", "at_table", "parties", "kept_equilibria", "paths"}
    assert set(first) == plain | judged | {"together", "story", "mends"}
    assert first["verdicts"] == {"nash": "breaks", "seq": "holds"}
    assert first["points"] == {"russia": "85", "west": "85"}
    assert first["paths"]["nash"][0] == {"party": "kiev", "from": "YNYYYNYN", "to": "YNYYYYYN", "kept": True}
    assert {m["edit"] for m in first["mends"]} == {
        "forbidden_moves: {start: -kiev.associate, end: kiev.associate, party: kiev}",
        "kiev: `-kiev.associate` as statement 2",
    }
    assert set(answer["packages"][-1]) == plain | judged


def test_hold_writes_files(tmp_path):
    for kind, names in (("svg", {"hold.svg"}), ("csv", {"hold.csv", "hold_packages.csv", "hold_verdicts.csv"})):
        done = run("hold", UKRAINE, "--to", kind, "-o", str(tmp_path / kind))
        assert done.returncode == 0, done.stderr
        assert names <= {path.name for path in (tmp_path / kind).iterdir()}
    picture = ET.parse(tmp_path / "svg" / "hold.svg").getroot()
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "1  common ground" in texts
    assert texts.count("breaks") > 5
    assert run("hold", UKRAINE, "--to", "pdf").returncode == 2


def test_a_model_whose_statements_compare_issues_has_states_once_a_package_is_named(road):
    assert run("check", road).returncode == 0
    for verb in ("states", "solve"):
        done = run(verb, road)
        assert done.returncode == 1
        assert "choose a package (`by the north`, `by the south`)" in done.stderr
    north = json.loads(run("solve", road, "--package", "by the north", "--json", "--concept", "nash").stdout)
    south = json.loads(run("solve", road, "--package", "by the south", "--json", "--concept", "nash").stdout)
    chosen = [
        [state["options"] for state in answer["states"] if state["number"] in answer["concepts"]["nash"]["equilibria"]]
        for answer in (north, south)
    ]
    assert chosen == [["YN"], ["NN"]]
    done = run("explain", road, "--package", "by the north", "--party", "a", "--state", "NN", "--concept", "nash")
    assert "would not stay" in done.stdout
    wrong = run("solve", road, "--package", "by the nort")
    assert wrong.returncode == 1
    assert "by the north" in wrong.stderr


def test_a_certificate_of_a_signed_package_is_verified_against_it(road, tmp_path):
    proofs = str(tmp_path / "proofs.json")
    assert run("solve", road, "--package", "by the north", "--certify", proofs).returncode == 0
    assert run("verify", road, proofs, "--package", "by the north").returncode == 0
    assert run("verify", road, proofs, "--package", "by the south").returncode == 1


def test_hold_on_the_road(road):
    found = cg.hold(cg.load(road), "nash")
    north, south = (found.deals[found.find(name)] for name in ("by the north", "by the south"))
    assert (north.verdicts["nash"], south.verdicts["nash"]) == ("breaks", "holds")
    assert [(move.party, move.kept) for move in north.paths["nash"]] == [("a", False)]
    assert len(found.graphs) == 2


def test_every_fault_of_a_comparison_is_told_with_its_column(tmp_path):
    text = (
        ROAD.replace("route = south", "rute = south").replace("worth < 1", "c.worth < 1").replace("[-block]", "[-blok]")
    )
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("check", str(path))
    assert done.returncode == 1
    lines = text.splitlines()
    for word, code in (("rute", "CG040"), ("c.worth", "CG050"), ("blok]", "CG020")):
        line = next(n for n, content in enumerate(lines, start=1) if word in content)
        assert f"bad.yaml:{line}:{lines[line - 1].index(word) + 1}" in done.stdout + done.stderr, word
        assert code in done.stdout + done.stderr


def test_a_model_without_terms_of_keeping_is_told_what_it_needs(road, tmp_path):
    path = tmp_path / "bare.yaml"
    path.write_text(ROAD.replace("keeping: [-block]\n", ""), encoding="utf-8")
    done = run("hold", str(path))
    assert done.returncode == 1
    assert "no `keeping`: `commonground help hold`" in done.stderr
    assert "keeping:" in run("help", "hold").stdout
