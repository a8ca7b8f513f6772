"""``draft`` and ``audit`` as a user runs them, with a stand-in endpoint; the key is in nothing that comes out."""

import csv
import json
import os
import subprocess

import pytest

import commonground as cg
from commonground.cli.draft import _agree
from commonground.documents.document import document_from_text
from commonground.drafting.llm.endpoint import Endpoint
from commonground.errors import DraftError

from ..drafting.endpoint import completion, endpoint
from ..drafting.scripted import GOOD, TEXT, Scripted, answer
from .test_verbs import COMMAND, run

KEY = "sk-very-secret-0815"
ENVIRONMENT = {"COMMONGROUND_LLM_KEY": KEY}


@pytest.fixture
def dam(tmp_path):
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def ask(folder, address, *args):
    options = ("--llm", "--endpoint", address, "--model", "small")
    return run("draft", "dam.txt", *options, *args, cwd=folder, env=ENVIRONMENT, stdin="")


def test_a_draft_is_a_folder_that_checks_solves_audits_and_reports(dam):
    with endpoint(completion(GOOD)) as (address, asked):
        done = ask(dam, address, "--date", "2026-03-01")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["dam-model/conflict.yaml", "dam-model/sources/dam.txt"]
    assert "drafted: 2 parties, 3 options, 2 statements, 1 rule; dropped: 0" in done.stderr
    assert len(asked) == 1
    assert asked[0][1]["Authorization"] == f"Bearer {KEY}"
    model = dam / "dam-model"
    assert (model / "sources" / "dam.txt").read_text(encoding="utf-8") == TEXT
    assert (model / ".commonground" / "commonground.schema.json").exists()
    assert cg.load(model).sources["dam"].date == "2026-03-01"
    checked = run("check", model)
    assert checked.returncode == 0
    assert "warning" not in checked.stdout
    assert run("solve", model).returncode == 0
    report = run("report", model, "-o", dam / "report.html")
    assert report.returncode == 0
    page = (dam / "report.html").read_text(encoding="utf-8")
    for words in ("Supported, reviewed, left out", "drafted and not reviewed: 8", "What the sources state"):
        assert words in page
    everything = done.stdout + done.stderr + report.stdout + report.stderr
    for path in dam.rglob("*"):
        if path.is_file():
            everything += path.read_text(encoding="utf-8")
    assert KEY not in everything


def test_nothing_is_written_over(dam):
    with endpoint(completion(GOOD)) as (address, asked):
        assert ask(dam, address).returncode == 0
        model = dam / "dam-model" / "conflict.yaml"
        model.write_text("mine", encoding="utf-8")
        again = ask(dam, address)
        assert again.returncode == 1
        assert "is there already" in again.stderr
        assert model.read_text(encoding="utf-8") == "mine"
        # Refused before anything was sent.
        assert len(asked) == 1
        (dam / "other" / "sources").mkdir(parents=True)
        (dam / "other" / "sources" / "dam.txt").write_text("something else")
        assert "differs" in ask(dam, address, "-o", "other").stderr
        assert ask(dam, address, "--force").returncode == 0
        assert model.read_text(encoding="utf-8").startswith("# yaml-language-server")
    assert not list(dam.rglob("*.part"))


def test_json(dam):
    bad = answer(options=({"id": "x"},), statements=(), rules=())
    with endpoint(completion(bad), completion(GOOD)) as (address, asked):
        done = ask(dam, address, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert " ".join(found) == (
        "asked written documents parties options statements rules dropped dropped_by_reason model"
    )
    host = address.split("/")[2]
    drafter = f"by the language model small at {host}"
    assert found["asked"] == {"verb": "draft", "files": ["dam.txt"], "drafter": drafter, "version": cg.__version__}
    assert [party["id"] for party in found["parties"]] == ["talmark", "vessia"]
    (passage,) = found["options"][1]["passages"]
    assert passage["text"] == TEXT[slice(*passage["span"])]
    assert found["dropped_by_reason"] == {"shape": 1}
    assert found["model"] == (dam / "dam-model" / "conflict.yaml").read_text(encoding="utf-8")
    assert len(asked) == 2


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(dam):
    done = run(
        "draft", "dam.txt", "--llm", "--dry-run", "--endpoint", "https://api.example/v1", "--model", "m", cwd=dam
    )
    assert done.returncode == 0
    assert "[2] Talmark will not open the gates under threat." in done.stdout
    assert "not sent: " in done.stderr
    assert "to api.example" in done.stderr
    assert not (dam / "dam-model").exists()


def test_without_a_terminal_nothing_leaves_the_machine(dam):
    done = ask(dam, "https://api.example/v1")
    assert done.returncode == 1
    assert "characters (dam.txt) go to api.example" in done.stderr
    assert "nothing was sent" in done.stderr
    assert not (dam / "dam-model").exists()


def test_on_a_terminal_it_asks(dam):
    """The answer `n` on a real terminal: nothing is sent, nothing written."""
    pty = pytest.importorskip("pty")
    arguments = ["draft", "dam.txt", "--llm", "--endpoint", "http://api.invalid/v1", "--model", "m"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=dam, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    os.close(theirs)
    os.write(ours, b"n\n")
    _, talk = process.communicate(timeout=120)
    os.close(ours)
    assert process.returncode == 1
    assert "not encrypted" in talk
    assert "Send? [y/N]" in talk
    assert "nothing was sent" in talk


def test_yes_still_names_the_host(capsys):
    document = document_from_text("x", "secret.txt")
    _agree([document], Endpoint("https://api.example/v1/chat/completions", "m"), 1234, yes=True)
    assert "1,234 characters (secret.txt) go to api.example" in capsys.readouterr().err
    _agree([document], Endpoint("http://127.0.0.1:1/v1/chat/completions", "m"), 1234, yes=False)
    assert capsys.readouterr().err == ""


def test_wrong_use(dam):
    for args, words in (
        ((), "no option was found that a passage supports"),
        (("--endpoint", "http://localhost/v1"), "--endpoint only with --llm"),
        (("--llm", "--endpoint", "http://localhost/v1"), "no model"),
        (("--llm", "--date", "yesterday"), "2014-03-31"),
        (("--llm", "-o", "dam.txt", "--endpoint", "http://localhost/v1", "--model", "m"), "is a file"),
    ):
        done = run("draft", "dam.txt", *args, cwd=dam)
        assert done.returncode in (1, 2)
        assert words in done.stderr


def test_an_endpoint_that_fails_is_an_error_in_words(dam):
    with endpoint((429, "application/json", json.dumps({"error": KEY}))) as (address, _):
        done = ask(dam, address)
    assert done.returncode == 1
    assert "429" in done.stderr
    assert KEY not in done.stderr
    with endpoint(completion("no")) as (address, asked):
        done = ask(dam, address)
    assert done.returncode == 1
    assert len(asked) == 3
    assert "no answer that can be used" in done.stderr
    assert not (dam / "dam-model").exists()


def test_several_documents_in_any_encoding(dam):
    (dam / "latin.txt").write_bytes("Vessia demands a deal, says Müller.\n".encode("latin-1"))
    more = {"id": "m", "name": "Müller", "quote": "says Müller", "sentence": 9}
    base = json.loads(GOOD)
    base["parties"].append(more)
    with endpoint(completion(json.dumps(base))) as (address, _):
        done = run(
            "draft", "dam.txt", "latin.txt", "-o", "both", "--llm", "--endpoint", address, "--model", "m", cwd=dam
        )
    assert done.returncode == 0, done.stderr
    model = cg.load(dam / "both")
    assert model.sources["latin"].text == "sources/text/latin.txt"
    assert (dam / "both" / "sources" / "latin.txt").read_bytes().endswith(b"M\xfcller.\n")
    assert model.parties["m"].evidence[0].source == "latin"
    assert run("check", dam / "both").returncode == 0


def test_the_library(dam):
    made = cg.draft(dam / "dam.txt", drafter=Scripted(GOOD), title="The dam")
    assert made.conflict.title == "The dam"
    assert not (dam / "kept").exists()
    cg.draft(dam / "dam.txt", drafter=Scripted(GOOD), folder=dam / "kept")
    assert cg.check(dam / "kept").problems == ()
    unasked = Scripted(GOOD)
    with pytest.raises(cg.OutputError, match="is there already"):
        cg.draft(dam / "dam.txt", drafter=unasked, folder=dam / "kept")
    assert unasked.prompts == []
    with pytest.raises(DraftError):
        cg.draft([dam / "dam.txt"], drafter=Scripted("no"))


def test_audit(dam):
    with endpoint(completion(GOOD)) as (address, _):
        assert ask(dam, address).returncode == 0
    text = run("audit", "dam-model", cwd=dam).stdout
    assert "8 elements: 8 with a passage, 0 without." in text
    assert "wants war" in text
    done = run("audit", "dam-model", "--json", "--csv", "tables", cwd=dam)
    found = json.loads(done.stdout)
    assert " ".join(found) == "asked sources shares states elements bare tensions left_out_by left_out"
    assert found["shares"]["all"] == {"elements": 8, "bare": 0, "drafted": 8, "reviewed": 0, "unmarked": 0}
    assert {e["field"] for e in found["elements"]} >= {"parties.vessia.options.pay", "feasibility.1"}
    assert found["left_out_by"] == "claim"
    assert [(item["kind"], item["text"], item["place"]) for item in found["left_out"]] == [
        ("position", "wants war", "line 8")
    ]
    names = {path.name for path in (dam / "tables").iterdir()}
    kinds = ("shares", "elements", "bare", "tensions", "left_out")
    assert names == {f"audit_{kind}.csv" for kind in kinds}
    with (dam / "tables" / "audit_elements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["State"] for row in rows] == ["anchored"] * 8
    model = dam / "dam-model" / "conflict.yaml"
    head, sign, body = model.read_text(encoding="utf-8").partition("commonground: 1")
    model.write_text(head + sign + body.replace("review: drafted", "review: reviewed", 3), encoding="utf-8")
    assert cg.audit(dam / "dam-model").shares["all"]["reviewed"] == 3
    (dam / "dam-model" / "sources" / "dam.txt").unlink()
    assert "No text at hand: dam" in run("audit", "dam-model", cwd=dam).stdout


def test_audit_of_an_example():
    example = "ukraine-2014"
    found = cg.audit(cg.example(example))
    assert found.shares["all"]["elements"] == len(found.elements) > 5
    assert all(passage.state != "lost" for element in found.elements for passage in element.passages)
    done = run("audit", cg.example(example))
    assert done.returncode == 0
    assert "How much is supported and reviewed" in done.stdout


def test_audit_of_something_that_is_no_model(tmp_path):
    (tmp_path / "conflict.yaml").write_text("title: [\n")
    done = run("audit", tmp_path)
    assert done.returncode == 1
    assert "CG002" in done.stderr
    assert run("audit", tmp_path / "nowhere").returncode == 1
