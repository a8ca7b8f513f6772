"""``negotiate --draws`` as a user runs it."""

import pytest

import commonground as cg
from tests.cli.test_verbs import answer, run

CERTAIN = "defense: {points: {us: 22, panama: 0}}"


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("talks")
    text = (cg.example("panama-canal-1974") / "conflict.yaml").read_text(encoding="utf-8")
    assert CERTAIN in text
    text = text.replace(CERTAIN, "defense: {points: {us: 20 to 24, panama: 0}}")
    (folder / "conflict.yaml").write_text(text, encoding="utf-8")
    return folder


def test_draws_and_seed_are_taken_and_said(talks):
    done = run("negotiate", talks, "--draws", 40, "--seed", 3, "--solution", "nash")
    assert done.returncode == 0
    assert "40 draws (seed 3)" in " ".join(done.stdout.split())
    assert "How packages stand over the draws" in done.stdout
    got = answer("negotiate", talks, "--draws", 40, "--seed", 3, "--solution", "nash")["uncertainty"]
    assert (got["asked"]["seed"], got["asked"]["redraws"]) == (3, 40)
    assert got["packages"][0]["frontier"]["of"] == 40
    assert got == answer("negotiate", talks, "--draws", 40, "--seed", 3, "--solution", "nash")["uncertainty"]


def test_files_are_written_with_the_draws(talks, tmp_path):
    done = run("negotiate", talks, "--draws", 5, "--to", "csv", "-o", tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "uncertain_packages.csv").exists()
    assert run("negotiate", talks, "--draws", 5, "--to", "svg", "-o", tmp_path).returncode == 0
    assert (tmp_path / "uncertain-worths.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_mistakes_are_said_in_words(talks):
    refused = run("negotiate", cg.example("panama-canal-1974"), "--draws", 40)
    assert refused.returncode == 1
    assert "nothing is uncertain" in refused.stderr
    many = run("negotiate", talks, "--draws", 10**9)
    assert many.returncode == 1
    assert "ask for at most" in many.stderr
    for options in (["--draws", 0], ["--draws", "many"], ["--draws", 5, "--seed", -1], ["--seed", 3]):
        assert run("negotiate", talks, *options).returncode == 2


def test_a_format_without_intervals_gets_the_middle_and_says_so(talks, tmp_path):
    done = run("convert", talks, "--to", "tables", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "intervals; written as their middle" in done.stdout + done.stderr
