"""Every fault with its code, its place, and a way to mend it; and nothing but clean errors for garbage."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commonground as cg
from commonground.reading.load import check, check_text
from commonground.reading.problem_codes import PROBLEM_CODES, problem_page

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "cases" / "bad"


def test_every_code_has_a_bad_file_and_a_place_in_the_page():
    codes = [row.code for row in PROBLEM_CODES]
    assert codes == sorted(set(codes))
    assert {path.stem for path in BAD.glob("*.yaml")} == set(codes)
    assert (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8") == problem_page()


def test_no_code_is_used_without_a_row():
    import re

    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        if path.name != "problem_codes.py":
            used |= set(re.findall(r'"(CG\d{3})"', path.read_text(encoding="utf-8")))
    assert used - {"CG060"} == {row.code for row in PROBLEM_CODES}


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_file_gives_its_code_at_its_place(path):
    line, column = (int(n) for n in path.read_bytes().split(b"\n")[0].decode().removeprefix("# ").split(":"))
    checked = check(path)
    hits = [problem for problem in checked.problems if problem.code == path.stem]
    assert [(p.origin.line, p.origin.column) for p in hits] == [(line, column)], [str(p) for p in checked.problems]
    title = next(row.title for row in PROBLEM_CODES if row.code == path.stem)
    severity = next((word for word in ("warning", "note") if title.endswith(f"({word})")), "error")
    assert all(p.severity == severity for p in hits)
    others = [str(p) for p in checked.errors if p.code != path.stem]
    assert not others
    if severity != "error":
        assert cg.load(path).title == "Bad"
    else:
        with pytest.raises(cg.ModelError) as caught:
            cg.load(path)
        assert path.stem in str(caught.value)


MANY = """\
commonground: 2
titel: Many faults
parties:
  a:
    name: A
    options: {x: {name: X, direction: forwards}, y: Y}
    preferences: {statements: [x & , zz, YYYY]}
  b:
    name: B
    options: {z: Z}
    preferences: {weights: {q: 1, z: many}}
sources: {s: {title: t}}
feasibility:
  - {when: x}
  - at_most_one: [x, u]
"""


def test_all_faults_in_one_run_in_file_order():
    problems = check_text(MANY).problems
    places = [(p.code, p.origin.line) for p in problems]
    assert places == [
        ("CG012", 1),
        ("CG010", 2),
        ("CG012", 6),
        ("CG021", 7),
        ("CG020", 7),
        ("CG022", 7),
        ("CG020", 11),
        ("CG013", 11),
        ("CG014", 12),
        ("CG014", 14),
        ("CG020", 15),
    ]
    assert "did you mean `title`?" in problems[1].mend
    assert "did you mean `forward`?" in problems[2].mend


def test_what_yaml_would_change_stays_as_it_stands():
    text = """
title: 1.0
parties:
  no: {name: off, options: {on: 07, y: 'null'}, preferences: {statements: [on, -no.y, 1]}}
status_quo: 1
"""
    conflict = check_text(text).conflict
    assert conflict.title == "1.0"
    assert conflict.parties["no"].name == "off"
    assert [option.name for option in conflict.parties["no"].options.values()] == ["07", "null"]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: *a",
        "title: !!python/object/apply:os.system [ls]",
        "title: !x y",
        "title: a\ntitle: b",
        "a: b\n---\nc: d",
        "[" * 100_000,
        "- " * 3000 + "a",
        "{a: " * 2000,
        "x: " + "y" * 3_000_000,
        "? [a]\n: b",
        "%YAML 9.9\n---\na: b",
        "\x00",
        "\ufffe",
        "a: '" + "\\" * 1000,
        "title: {}",
        "- a",
        "just text",
        "",
        "parties: {a: {preferences: [], options: 3, moves: x}}",
        "title: a\nparties: {a: {name: x, options: {o: {shared_with: x}}, preferences: {ranking: [[[1]]]}}}",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_hostile_or_empty_files_give_only_clean_errors(text):
    checked = check_text(text)
    assert checked.errors
    for problem in checked.problems:
        assert problem.origin is not None
        assert problem.expected
        assert "\x1b" not in str(problem)


@pytest.mark.parametrize(
    ("text", "column"),
    [('["x & zz"]', 38), ("['zz']", 34), ("[zz]", 33), ('["not\\x20zz"]', 33), ('["x", "x |  zz"]', 43)],
)
def test_columns_inside_quotes(text, column):
    head = "title: t\nparties: {a: {name: A, options: {x: X}, preferences:\n"
    problems = check_text(head + f"  {{ statements:            {'':6}{text}}}}}}}\n".replace("  { s", "{ s")).problems
    assert [(p.code, p.origin.line) for p in problems] == [("CG020", 3)]
    line = (head + f"{{ statements:            {'':6}{text}}}}}}}\n").splitlines()[2]
    expected = line.index("zz") + 1 if "x20" not in text else line.index('"') + 1
    assert problems[0].origin.column == expected


def test_large_but_legal_lists_are_read_quickly():
    options = ", ".join(f"o{i}: O" for i in range(400))
    names = ", ".join(f"o{i}" for i in range(400))
    party = f"{{name: A, options: {{{options}}}, preferences: {{statements: [o1]}}}}"
    checked = check_text(f"title: t\nparties: {{a: {party}}}\nfeasibility: [{{exactly_one: [{names}]}}]\n")
    assert checked.graph.size == 400
    many = check_text("title: t\n" + "".join(f"k{i}: 1\n" for i in range(20_000)))
    assert len(many.problems) <= 200
    assert "keys and values" in str(check_text(f"title: t\nx: [{', '.join(['1'] * 50_001)}]").problems[0])


@pytest.mark.parametrize("points", ["1e999999999", "-1e999999999", "1e-99999999", "nan", "Infinity", "9" * 100_000])
def test_weights_are_bounded_before_they_are_worked_on(points):
    party = f"{{name: A, options: {{x: X}}, preferences: {{weights: {{x: {points}}}}}}}"
    problems = check_text(f"title: t\nparties: {{a: {party}}}\n").problems
    assert [(p.code, p.field) for p in problems] == [("CG013", "parties.a.preferences.weights.x")]
    assert len(str(problems[0])) < 400


def test_a_value_that_is_there_is_not_called_missing():
    problems = check_text(f"title: {'x' * 500}\nparties: {{}}\n").problems
    assert [(p.code, p.field) for p in problems] == [("CG013", "title"), ("CG011", "parties")]


def test_too_many_states_is_said_before_they_are_made():
    options = "".join(f"      o{i}: O\n" for i in range(60))
    text = f"title: Big\nparties:\n  a:\n    name: A\n    options:\n{options}    preferences: {{statements: [o1]}}\n"
    checked = check_text(text)
    assert not checked.errors
    assert f"{2**60:,} feasible states" in str(checked.too_large)


SEEDS = sorted((ROOT / "src" / "commonground" / "examples").glob("*/conflict.yaml"))
FRAGMENTS = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "  ",
    "'",
    '"',
    "&",
    "*",
    "!",
    "#",
    "-",
    "YN",
    "|",
    ">",
    "?",
    "\t",
    "é",
    "0",
]


@pytest.mark.parametrize("seed", range(400))
def test_mutated_models_give_only_clean_errors(seed):
    rng = random.Random(seed)
    text = rng.choice(SEEDS).read_text(encoding="utf-8")
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:at] + rng.choice(FRAGMENTS) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + rng.randint(1, 30) :]
        elif kind == 2:
            lines = text.splitlines(keepends=True)
            rng.shuffle(lines[: rng.randint(2, 30)])
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            text = "".join(lines)
        else:
            text = text[:at] + chr(rng.randrange(1, 0x2FF)) + text[at + 1 :]
    checked = check_text(text)
    assert checked.graph is not None or checked.packages is not None or checked.errors or checked.too_large
    for problem in checked.problems:
        assert problem.origin.line <= text.count("\n") + 2


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "replace"))))
def test_random_text_gives_only_clean_errors(text):
    assert check_text(text).errors


FIELDS = tuple(
    """title parties a b name options x preferences statements ranking weights feasibility never when only_if
    at_most_one states status_quo coalesced forbidden_moves start end moves sources evidence source page
    option_order shared_with direction remove letter at_table""".split()  # noqa: SIM905
)

tree = st.recursive(
    st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["x", "YN", "1", "-x", "a"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=25,
)


@settings(max_examples=800, deadline=None, derandomize=True, database=None)
@given(st.dictionaries(st.sampled_from(["feasibility", "states", "sources", "coalesced", "option_order"]), tree), tree)
def test_random_trees_give_only_clean_errors(more, party):
    import json

    data = {"title": "t", "parties": {"a": party}} | more
    checked = check_text(json.dumps(data))
    assert checked.graph is not None or checked.errors


def test_a_source_that_may_not_be_read_is_not_said_to_be_missing(tmp_path, monkeypatch):
    text = (
        "title: t\nsources: {s: {file: sources/note.md}}\n"
        "parties: {a: {name: A, options: {x: X}, preferences: {statements: [x]}}}\n"
    )
    (tmp_path / "conflict.yaml").write_text(text)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "note.md").write_text("words")
    assert not check(tmp_path).problems

    def forbidden(self):
        raise PermissionError(13, "Permission denied")

    for target, name, value in ((os, "access", lambda *_: False), (Path, "is_file", forbidden)):
        with monkeypatch.context() as patch:
            patch.setattr(target, name, value)
            (problem,) = check_text(text, folder=tmp_path).problems
            assert (problem.code, problem.expected) == ("CG025", "a file that may be read")
            assert "permission denied" in problem.found
            assert problem.origin.line == 2


def test_positions_in_lists_count_from_1():
    text = "title: t\nparties: {a: {name: A, options: {x: X}, preferences: {statements: [x, '-x', nonsense]}}}\n"
    (problem,) = check_text(text).errors
    assert problem.path == ("parties", "a", "preferences", "statements", 2, "statement")
    assert problem.field == "parties.a.preferences.statements.3.statement"
