"""Writing a model file: what comes back is what went in, whatever the texts hold."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import commonground.examples
from commonground.model import Conflict
from commonground.reading.load import check_text
from commonground.reading.nodes import read_yaml
from commonground.reading.structure import read_structure
from commonground.reading.write import HEADER, quoted, scalar, to_yaml

HOSTILE = [
    "no", "Yes", "y", "N", "on", "null", "~", "true", "", "1", "007", "0x1F", "0o7", "1_000", "1e3",
    "12:30:45", "2024-01-31", ".5", "-1", "+1", ".inf", "=", "<<", "---", "...", "-", "- a", "? a", ": a",
    "a: b", "a:", "a #b", "#a", "a#b", "&a", "*a", "!a", "!!str a", "%YAML", "@a", "`a`", "|", ">-", "[a",
    "{a", "a]", "a, b", "'", '"', "it's", 'say "no"', "\\n", "\t", "a\tb", "a\nb", "a\n\nb", "a\n  b",
    "a \nb", "a\r\nb", "\x00", "\x07", "\x1b[31m", "a\x85b", "a\u2028b", "a\u00a0b", "\ufeffa",
    "a\u200db", "\U0001f600", "ünï", "中文", "عربي", "-YY-", "YN", "NYN", "-settle & 2", "a  b", "x" * 250,
    "word " * 60 + "end", "a: b, " * 40, "# " * 80, "é " * 90 + "\n\n" + "b " * 70,
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.lists(st.sampled_from([*HOSTILE, " ", "\n", ": ", " #", '"']), min_size=1, max_size=5).map("".join),
)
short = texts.map(lambda text: text.strip()[:110].strip() or "x")
ids = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True) | st.sampled_from(["y", "n", "no", "on", "null", "true"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def entries(keys: st.SearchStrategy[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(keys, values, max_size=3)


evidence = st.lists(st.fixed_dictionaries({"source": ids, "quote": texts}, optional={"page": short}), max_size=2)
options = st.fixed_dictionaries(
    {"name": short},
    optional={
        "if_yes": texts,
        "direction": st.sampled_from(["both", "forward", "backward"]),
        "shared_with": st.lists(ids, max_size=2),
        "evidence": evidence,
    },
)
weights = entries(short, st.integers(-9, 9) | st.sampled_from(["0.5", "-1e-7", "1E+3", "2.50"]))
statements = st.lists(
    short | st.fixed_dictionaries({"statement": short}, optional={"because": texts, "evidence": evidence})
)
preferences = st.one_of(
    st.fixed_dictionaries({"statements": statements}, optional={"note": texts}),
    st.fixed_dictionaries({"ranking": st.lists(short | st.lists(short, max_size=3), max_size=4)}),
    st.fixed_dictionaries({"weights": weights}, optional={"evidence": evidence}),
)
parties = st.fixed_dictionaries(
    {"name": short, "preferences": preferences},
    optional={
        "letter": short,
        "at_table": st.booleans(),
        "options": entries(ids, options),
        "moves": entries(short, st.lists(short, max_size=2)),
    },
)
rules = st.one_of(
    st.fixed_dictionaries({"at_most_one": st.lists(short, max_size=3)}, optional={"note": texts}),
    st.fixed_dictionaries({"when": short, "only_if": short}),
    st.fixed_dictionaries({"never": short}, optional={"name": short}),
    st.fixed_dictionaries({"remove": st.lists(short, max_size=12)}),
)
conflicts = st.fixed_dictionaries(
    {"title": short, "parties": entries(ids, parties)},
    optional={
        "description": texts,
        "sources": entries(ids, st.fixed_dictionaries({"citation": texts}, optional={"date": short})),
        "option_order": st.lists(short, max_size=3),
        "feasibility": st.lists(rules, max_size=3),
        "forbidden_moves": st.lists(st.fixed_dictionaries({"start": short, "end": short}), max_size=2),
        "coalesced": st.lists(st.fixed_dictionaries({"name": short, "states": short}), max_size=2),
        "states": entries(short, short | some(pattern=short, description=texts)),
        "status_quo": short | st.fixed_dictionaries({"state": short}, optional={"evidence": evidence}),
    },
)


def read(text: str) -> Conflict:
    document, problems = read_yaml(text, "model.yaml")
    assert problems == ()
    assert document is not None
    conflict, faults = read_structure(document.data)
    assert faults == ()
    assert conflict is not None
    return conflict


def small(title: str, **fields: object) -> Conflict:
    party = {"name": "A", "preferences": {"statements": ["x"]}, "options": {"x": "X"}}
    return Conflict.model_validate({"title": title, "parties": {"a": party}, **fields})


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(conflicts)
def test_a_written_conflict_reads_back_equal(data: dict[str, Any]) -> None:
    try:
        conflict = Conflict.model_validate(data)
    except ValidationError:
        return
    text = to_yaml(conflict)
    again = read(text)
    assert again == conflict
    assert again.hash == conflict.hash
    assert to_yaml(again) == text


@settings(max_examples=500, deadline=None)
@given(texts)
def test_a_text_survives_every_place(text: str) -> None:
    if not text.strip() or len(text.strip()) > 400:
        return
    conflict = small(
        "T",
        description=text,
        states={"1": {"description": text}},
        sources={"s": {"citation": text, "title": text}},
        status_quo={"state": text, "evidence": [{"source": "s", "quote": text}]},
    )
    assert read(to_yaml(conflict)) == conflict


@pytest.mark.parametrize("text", HOSTILE)
def test_a_scalar_is_one_line_without_controls(text: str) -> None:
    for flow in (False, True):
        written = scalar(text, flow=flow)
        assert written.isprintable()
        document, problems = read_yaml(f"[{written}]" if flow else f"a: {written}", "x")
        assert problems == ()
        assert document is not None
        assert (document.data[0] if flow else document.data["a"]) == text


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Yes",
        "y",
        "N",
        "on",
        "null",
        "1",
        "007",
        "0x1F",
        "1_000",
        "12:30:45",
        "2024-01-31",
        "-YY-",
        "1e3",
        "NaN",
    ],
)
def test_what_older_readers_would_change_is_quoted(text: str) -> None:
    assert scalar(text, flow=False) == f'"{text}"'


@pytest.mark.parametrize("text", ["NYNNN", "settle & -b", "it's", "3 May", "a, b", "中文", "a:b", "a#b", "Ünï"])
def test_what_is_safe_stands_plain(text: str) -> None:
    assert scalar(text, flow=False) == text


def test_quotes_are_chosen_to_be_readable() -> None:
    assert quoted('say "no"') == "'say \"no\"'"
    assert quoted('it\'s "no"') == '"it\'s \\"no\\""'


def test_long_prose_is_folded_and_the_rest_stays_on_a_line() -> None:
    text = to_yaml(small("T", description="word " * 40 + "stop\n\n" + "end " * 30))
    assert "description: >-\n  word word" in text
    assert max(len(line) for line in text.splitlines()) <= 100
    odd = to_yaml(small("T", description="word " * 40 + "\n  indented"))
    assert 'description: "word' in odd


def test_form() -> None:
    conflict = Conflict.model_validate(
        {
            "title": "T",
            "sources": {"s": {"file": "s.md"}},
            "parties": {
                "a": {
                    "name": "A",
                    "at_table": False,
                    "options": {"x": "X", "z": {"name": "Z", "direction": "forward"}},
                    "preferences": {"weights": {"x": "0.5", "z": -1}},
                },
                "b": {"name": "B", "preferences": {"ranking": [str(i) for i in range(1, 41)]}},
            },
            "feasibility": [{"at_most_one": ["x", "z"]}],
            "states": {"1": {"pattern": "NN"}, "2": {}, "3": "calm"},
        }
    )
    lines = to_yaml(conflict).splitlines()
    assert lines[0] == HEADER
    assert "  s: {file: s.md}" in lines
    assert "    at_table: false" in lines
    assert "      x: X" in lines
    assert "      z: {name: Z, direction: forward}" in lines
    assert "      weights: {x: 0.5, z: -1}" in lines
    assert '        - "40"' in lines
    assert "  - at_most_one: [x, z]" in lines or "  - {at_most_one: [x, z]}" in lines
    assert lines[-4:] == ["states:", '  "1": NN', '  "2": {}', '  "3": calm']


def test_long_keys() -> None:
    conflict = small("T", states={"\x01" * 100 + "\U000e0001" * 19 + "a": "d"})
    assert read(to_yaml(conflict)) == conflict
    party = {"name": "A", "moves": {"\u2028".join("a" * 200): ["b"]}, "preferences": {"ranking": ["b"]}}
    graph_form = Conflict.model_validate({"title": "T", "parties": {"a": party}})
    assert "\n      ? " in to_yaml(graph_form)
    assert read(to_yaml(graph_form)) == graph_form


EXAMPLES = sorted(Path(commonground.examples.__file__).parent.glob("*/*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_shipped_conflicts_read_back_equal(path: Path) -> None:
    before = check_text(path.read_text(encoding="utf-8"))
    assert before.conflict is not None
    text = to_yaml(before.conflict)
    after = check_text(text)
    assert after.conflict == before.conflict
    assert [(p.code, p.path) for p in after.problems] == [(p.code, p.path) for p in before.problems]
    assert all(len(line) <= 120 for line in text.splitlines() if not line.lstrip().startswith("anchor: {"))
