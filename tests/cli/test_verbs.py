"""The commands as a user runs them: output, exit status, files, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import commonground as cg
from commonground.cli import VERBS

EXAMPLES = [row.id for row in __import__("commonground.examples", fromlist=["EXAMPLES"]).EXAMPLES]
COMMAND = [sys.executable, "-W", "error", "-c", "from commonground.cli import main; main()"]


def run(*args, cwd=None, stdin=None, env=None):
    environment = {**os.environ, "NO_COLOR": "1", **(env or {})}
    done = subprocess.run(
        [*COMMAND, *map(str, args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def answer(*args, **kwargs):
    done = run(*args, "--json", **kwargs)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_has_help_and_stands_in_the_readme_or_docs(verb):
    done = run(verb, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout
    docs = [path.read_text(encoding="utf-8") for path in Path(__file__).parents[2].glob("**/*.md")]
    assert any(f"commonground {verb}" in text for text in docs)


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['commonground', '--help']\nfrom commonground.cli import cli\n"
        "try: cli()\nexcept SystemExit: pass\n"
        "print([m for m in ('numpy', 'pydantic', 'ruamel', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_an_answer_as_json_imports_no_writer_that_it_does_not_need():
    code = (
        "import sys\nfrom commonground.cli import cli\n"
        f"try: cli(['solve', {str(cg.example('chicken'))!r}, '--json'])\nexcept SystemExit: pass\n"
        "print([m for m in ('rich', 'jinja2', 'commonground.output.report') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_verb_works_on_every_example(example, tmp_path):
    folder = cg.example(example)
    assert run("check", folder).returncode == 0
    solved, listed = answer("solve", folder), answer("states", folder)
    assert solved["states"] == listed["states"]
    party = solved["parties"][0]["id"]
    for concept, verdicts in solved["concepts"].items():
        why = answer("explain", folder, "--state", "1", "--party", party, "--concept", concept)
        assert why["stable"] == (1 in verdicts["stable"][party])
        assert why["text"]
    for args in (["states"], ["solve"], ["explain", "--state", "1", "--party", party]):
        assert run(args[0], folder, *args[1:]).stdout.strip()
    for kind in ("html", "latex", "csv", "json", "svg", "text"):
        done = run("report", folder, "--to", kind, "-o", tmp_path / kind)
        assert done.returncode == 0, done.stderr
        for line in done.stdout.splitlines():
            assert Path(line).stat().st_size > 0


def test_only_ignores_the_others_moves():
    folder = cg.example("ukraine-2014")
    both = answer("solve", folder, "--only", "russia,west")
    assert both["asked"]["only"] == ["russia", "west"]
    assert both["asked"]["ignored"] == ["kiev", "workers"]
    assert set(both["concepts"]["nash"]["stable"]) == {"russia", "west"}
    everybody = answer("solve", folder)
    assert set(both["concepts"]["nash"]["equilibria"]) > set(everybody["concepts"]["nash"]["equilibria"])
    done = run("explain", folder, "--only", "russia,west", "--party", "workers", "--state", "1")
    assert done.returncode == 1
    assert "ignored" in done.stderr


def test_a_concept_per_party():
    solved = answer("solve", cg.example("elmira"), "--by-party", "moe=nash,uniroyal=seq,local_government=gmr")
    assert list(solved["concepts"]) == ["mixed"]
    assert solved["asked"]["by_party"] == {"moe": "nash", "uniroyal": "seq", "local_government": "gmr"}


def test_a_strangers_path(tmp_path):
    made = run("new", "water", cwd=tmp_path)
    assert made.returncode == 0
    model = tmp_path / "water" / "conflict.yaml"
    assert (tmp_path / "water" / ".commonground" / "commonground.schema.json").exists()
    assert run("check", "water", cwd=tmp_path).stderr == ""
    text = model.read_text()
    model.write_text(text.replace("- expand\n", "- expnd\n").replace("statement: expand\n", "statement: expnd\n"))
    bad = run("check", "water", cwd=tmp_path)
    assert bad.returncode == 1
    assert "did you mean `expand`?" in bad.stdout
    line = int(bad.stdout.split(":")[1])
    assert "expnd" in model.read_text().splitlines()[line - 1]
    assert run("solve", "water", cwd=tmp_path).returncode == 1
    model.write_text(text)
    assert run("solve", cwd=tmp_path / "water").returncode == 0
    assert run("report", "water", cwd=tmp_path).stdout.strip() == str(Path("water/out/report.html"))
    again = run("new", "water", cwd=tmp_path)
    assert again.returncode == 1
    assert model.read_text() == text


def test_demo_keeps_what_somebody_changed(tmp_path):
    assert run("demo", "chicken", cwd=tmp_path).returncode == 0
    folder = tmp_path / "commonground-demo" / "chicken"
    assert (folder / "out" / "report.html").exists()
    model = folder / "conflict.yaml"
    model.write_text(model.read_text().replace("Chicken", "My chicken"))
    done = run("demo", "chicken", cwd=tmp_path)
    assert "kept" in done.stderr
    assert "My chicken" in done.stdout


def test_standard_input_and_check_json():
    done = run("check", "-", "--json", stdin="title: x\npartys: {}\n")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert not found["sound"]
    assert found["problems"][0]["origin"] == {"file": "stdin", "line": 2, "column": 1}


def test_convert_there_and_back(tmp_path):
    source = cg.example("cuban-missile-crisis") / "conflict.yaml"
    gmcr, back = tmp_path / "cuban.gmcr", tmp_path / "cuban.yaml"
    assert run("convert", source, "-o", gmcr).returncode == 0
    assert run("convert", gmcr, "-o", back).returncode == 0
    here, there = answer("solve", source), answer("solve", back)
    assert [s["options"] for s in here["states"]] == [s["options"] for s in there["states"]]
    for concept in here["concepts"]:
        assert here["concepts"][concept]["equilibria"] == there["concepts"][concept]["equilibria"]
    assert "already" in run("convert", gmcr, "-o", back).stderr


WRONG = [
    (["chek"], 2, "check"),
    (["solve", "nowhere"], 1, "commonground new nowhere"),
    (["solve", "{elmira}", "-c", "nahs"], 1, "nash"),
    (["solve", "{elmira}", "--only", "mo"], 1, "moe"),
    (["solve", "{elmira}", "--by-party", "moe"], 2, "PARTY=CONCEPT"),
    (["solve", "{elmira}", "--by-party", "moe=nash"], 1, "every party"),
    (["solve", "{elmira}", "-c", "sim"], 1, "coalesces"),
    (["solve", "{elmira}", "--limit", "3"], 1, "limit"),
    (["solve", "{elmira}", "--states", "all"], 2, "--json"),
    (["solve", "{elmira}", "--json", "--states", "some"], 2, "firm"),
    (["solve", "{elmira}", "--jobs", "0"], 2, "whole number from 1"),
    (["solve", "{elmira}", "--jobs", "many"], 2, "auto"),
    (["explain", "{elmira}"], 2, "--state"),
    (["explain", "{elmira}", "--state", "77", "--party", "moe"], 1, "from 1 to 9"),
    (["explain", "{elmira}", "--state", "N----", "--party", "moe"], 1, "matches"),
    (["explain", "{elmira}", "--state", "1", "--party", "moo"], 1, "moe"),
    (["report", "{elmira}", "--to", "pdf"], 2, "html"),
    (["report", "{elmira}", "-o", "/dev/null/x"], 1, "cannot write"),
    (["convert", "{elmira}/conflict.yaml", "-o", "x.docx"], 1, ".gmcr"),
    (["convert", "missing.gmcr", "-o", "x.yaml"], 1, "missing.gmcr"),
    (["help", "preferenzes"], 2, "preferences"),
    (["demo", "ukrain"], 2, "ukraine-2014"),
]


@pytest.mark.parametrize(("args", "status", "words"), WRONG, ids=lambda value: str(value)[:40])
def test_mistakes_are_answered_in_words(args, status, words, tmp_path):
    done = run(*[arg.replace("{elmira}", str(cg.example("elmira"))) for arg in args], cwd=tmp_path)
    assert done.returncode == status
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_takes_the_place_of_the_model_or_its_sources(tmp_path):
    run("demo", "ukraine-2014", cwd=tmp_path)
    folder = tmp_path / "commonground-demo" / "ukraine-2014"
    for name in ("conflict.yaml", "sources/brief.md"):
        before = (folder / name).read_text()
        done = run("report", folder, "-o", folder / name)
        assert done.returncode == 1
        assert "belongs to the model" in done.stderr
        assert (folder / name).read_text() == before
    (tmp_path / "pipe").mkdir()
    assert "no ordinary file" in run("report", folder, "-o", tmp_path / "pipe").stderr
    assert run("report", folder, "--to", "svg", "-o", "-").stdout.startswith("<?xml")


@pytest.mark.parametrize("encoding", ["ascii", "latin1"])
def test_an_output_that_cannot_show_a_sign_gets_a_question_mark(encoding):
    done = run("solve", cg.example("chicken"), env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0


def test_a_full_or_closed_output_is_said_in_words():
    command = [*COMMAND, "solve", str(cg.example("chicken"))]
    for redirect, status in ((">/dev/full", 1), (">&-", 0), ("| head -n 1", 0)):
        line = " ".join(f"'{part}'" for part in command) + redirect
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, (redirect, done.stderr)
        assert done.returncode == status


def test_odd_folders_for_new(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    for name in ("loop", "n" * 300, ""):
        done = run("new", name, cwd=tmp_path)
        assert done.returncode in (1, 2)
    assert run("new", "x", "--title", "t" * 500, cwd=tmp_path).returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["loop"]


def test_terminal_escapes_in_names_are_taken_out(tmp_path):
    text = (cg.example("chicken") / "conflict.yaml").read_text().replace("Chicken", '"Chi\\x1b]0;evil\\x07cken"', 1)
    (tmp_path / "conflict.yaml").write_text(text)
    for verb in (["check"], ["solve"], ["states"]):
        done = run(*verb, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("topic", ["preferences", "concepts", "file", "CG012", "cg020"])
def test_help_pages(topic):
    assert len(run("help", topic).stdout) > 80


def meaning(word):
    from commonground.output.words import CONCEPT_MEANINGS

    return CONCEPT_MEANINGS[{"sequential": "seq"}.get(word, word.lower())]


@pytest.mark.parametrize("word", ["seq", "sequential", "SIM_FH", "nash", "smr"])
def test_help_answers_concepts(word):
    done = run("help", word)
    assert done.returncode == 0
    assert meaning(word) in " ".join(done.stdout.split())
    assert done.stdout.startswith({"sequential": "seq"}.get(word, word.lower()))


def test_every_concept_has_a_page_and_no_help_page_is_wider_than_80_columns():
    from click.testing import CliRunner

    from commonground.analysis.stability import CONCEPTS
    from commonground.cli import cli
    from commonground.cli.topics import TOPICS
    from commonground.reading.problem_codes import PROBLEM_CODES

    pages = [["--help"], ["help"], *([verb.name, "--help"] for verb in VERBS)]
    pages += [["help", topic] for topic in (*TOPICS, *(c.id for c in CONCEPTS), *(row.code for row in PROBLEM_CODES))]
    for page in pages:
        done = CliRunner().invoke(cli, page, terminal_width=None, env={"COLUMNS": "200"})
        assert done.exit_code == 0, page
        assert max(map(len, done.output.splitlines())) <= 80, page


def test_a_large_model_is_answered_by_its_equilibria(tmp_path):
    from benchmarks.endtoend import trade_conflict

    model = tmp_path / "large.yaml"
    model.write_text(trade_conflict(3, 11, (2, 2)))
    states = 2**11 * 9
    done = run("solve", model, "--json")
    short, whole = json.loads(done.stdout), answer("solve", model, "--states", "all")
    assert "states are listed" in done.stderr
    assert short["feasible"] == whole["feasible"] == len(whole["states"]) == states
    assert short["listed"] in ("equilibria", "firm")
    assert 0 < len(short["states"]) < states
    for concept, row in short["concepts"].items():
        assert row["equilibria"] == whole["concepts"][concept]["equilibria"]
        assert row["counts"] == whole["concepts"][concept]["counts"]
    assert f"of {states:,} rows are shown" in run("solve", model).stdout
    assert f"of {states:,} rows are shown" in run("states", model).stdout
