"""``solve --certify`` and ``verify`` as a user runs them; the file may come from anybody."""

import importlib
import json

import pytest

import commonground as cg
from tests.cli.test_verbs import answer, run

PD = cg.example("prisoners-dilemma")


@pytest.fixture(scope="module")
def proofs(tmp_path_factory):
    path = tmp_path_factory.mktemp("certificates") / "proofs.json"
    done = run("solve", PD, "--certify", path)
    assert done.returncode == 0
    assert "proofs of 40 verdicts" in done.stderr
    return path


def test_certify_then_verify(proofs):
    done = run("verify", PD, proofs)
    assert done.returncode == 0
    assert done.stdout == "complete, and every proof holds: 40 verdicts proved\n"
    assert answer("verify", PD, proofs) == {"ok": True, "checked": 40, "model": cg.load(PD).hash, "faults": []}


def test_the_answer_of_solve_is_the_same_with_and_without(tmp_path):
    path = tmp_path / "proofs.json"
    assert answer("solve", PD) == answer("solve", PD, "--certify", path)


def test_a_sample(tmp_path):
    one, again, other = (tmp_path / name for name in ("one.json", "again.json", "other.json"))
    run("solve", PD, "--certify", one, "--sample", 10, "--seed", 0)
    run("solve", PD, "--certify", again, "--sample", 10)
    run("solve", PD, "--certify", other, "--sample", 10, "--seed", 1)
    assert one.read_text() == again.read_text() != other.read_text()
    assert json.loads(one.read_text())["asked"]["sample"] == {"size": 10, "seed": 0}
    assert answer("verify", PD, one)["checked"] == 10


def test_concepts_without_proofs_are_said_to_have_none(tmp_path):
    path = tmp_path / "proofs.json"
    done = run("solve", PD, "--concept", "seq,sim", "--certify", path)
    assert "none for sim" in done.stderr
    assert json.loads(path.read_text())["asked"]["unproved"] == ["sim"]
    assert run("verify", PD, path).returncode == 0
    done = run("solve", PD, "--concept", "sim", "--certify", path)
    assert done.returncode == 1
    assert "no concept asked carries proofs" in done.stderr


def test_a_concept_per_party_is_proved_for_every_party(tmp_path):
    path = tmp_path / "proofs.json"
    assert run("solve", PD, "--by-party", "first=nash,second=smr", "--certify", path).returncode == 0
    assert json.loads(path.read_text())["asked"]["concepts"] == ["nash", "smr"]
    assert run("verify", PD, path).returncode == 0


def test_faults_are_named_and_the_exit_status_is_1(proofs, tmp_path):
    changed = json.loads(proofs.read_text())
    changed["verdicts"][0]["escape"] = 2
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed))
    done = run("verify", PD, path)
    assert done.returncode == 1
    assert "verdict 1: nash, first, state 1: the escape to 2 is no improvement" in done.stdout
    assert "refused: 39 verdicts proved" in done.stdout
    done = run("verify", PD, path, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "another model" in run("verify", cg.example("chicken"), proofs).stdout


def test_misuse(tmp_path):
    assert run("solve", PD, "--sample", 3).returncode == 2
    assert run("verify", PD).returncode == 2
    assert run("verify", PD, tmp_path / "none.json").returncode == 1
    assert run("verify", PD, tmp_path).returncode == 1
    assert run("verify", tmp_path, tmp_path / "none.json").returncode == 1
    assert run("solve", PD, "--certify", tmp_path / "proofs.json", "--sample", 3, "--seed", 10**20).returncode == 1


HOSTILE = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "no JSON": b"{",
    "deep": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "a key twice": b'{"certificate": 1, "certificate": 1}',
    "NaN": b'{"certificate": NaN}',
    "Infinity": b'{"certificate": -Infinity}',
    "a huge number": b'{"certificate": ' + b"9" * 10_000 + b"}",
    "an endless fraction": b'{"certificate": 1e999}',
    "a lone surrogate": b'{"certificate": "\\ud800"}',
    "a control character": b'{"\\u001b[31m": "\\u202e"}',
    "a list": b"[]",
    "null": b"null",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name, tmp_path):
    path = tmp_path / "hostile.json"
    path.write_bytes(HOSTILE[name])
    found = cg.verify(cg.load(PD), path)
    assert not found.ok
    assert found.faults
    assert all(fault.isprintable() for fault in found.faults)


def test_a_file_too_long_is_refused(proofs, monkeypatch):
    monkeypatch.setattr("commonground.api.CERTIFICATE_LIMIT", 100)
    assert "at most 100 characters" in cg.verify(cg.load(PD), proofs).faults[0]


def test_too_many_verdicts_want_a_sample(monkeypatch):
    monkeypatch.setattr(importlib.import_module("commonground.analysis.stability.certify"), "VERDICT_LIMIT", 39)
    solution = cg.solve(cg.load(PD))
    with pytest.raises(cg.TooLarge, match="prove a sample"):
        cg.certify(solution)
    assert cg.verify(cg.load(PD), cg.certify(solution, sample=39)).checked == 39
    with pytest.raises(cg.AnalysisError, match="at least one"):
        cg.certify(solution, sample=0)
