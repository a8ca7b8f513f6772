"""NegMAS scenarios: what is read and by which rule, types as mere words, and every fault with its place."""

import json
import random
import sys
from fractions import Fraction

import pytest
from click.testing import CliRunner

import commonground as cg
from commonground.cli.convert import command
from commonground.errors import ExchangeError
from commonground.exchange import read_file_set, read_negmas
from commonground.forms import build_packages

SPACE = """issues:
- {name: colour, type: CategoricalIssue, values: [red, no, 7]}
- {name: count, type: some.package.ContiguousIssue, values: [2, 4]}
- n_levels: 10
  name: share
  type: ContinuousIssue
  values: [0.0, 1.0]
- {name: size, type: DiscreteCardinalIssue, values: [2, 5]}
name: A fair
path: null
type: CartesianOutcomeSpace
"""
ONE = """name: Ann
reserved_outcome: null
reserved_value: 0.3
stability: 2047
type: LinearAdditiveUtilityFunction
values:
- type: TableFun
  mapping: {red: 0.1, no: 0.5, 7.0: 1.0}
- {type: AffineFun, slope: -0.2, bias: 1}
- {type: LinearFun, slope: 0.7}
- {type: IdentityFun}
weights: [0.1, 0.2, 0.3, 0.4]
"""
TWO = """discount: 0.9
name: Bob
reserved_value: -.inf
type: ExpDiscountedUFun
ufun:
  reserved_outcome: [red, 4, 1.0, 5]
  type: LinearUtilityAggregationFunction
  bias: 0.25
  values:
    colour: {red: 1, "no": 0, 7: 2, blue: 3}
    count: {type: TableFun, mapping: {2: 1, 3: 0, 4: -1}}
    share: {type: ConstFun, bias: 2}
    size: {type: TableFun, mapping: {2: 0, 5: 1}}
  weights: {size: 4, colour: 1, count: 2, share: 3}
"""
FILES = (("f/fair.yml", SPACE), ("f/one.yml", ONE), ("f/two.yml", TWO), ("f/_stats.yaml", "nash: 1"))


def packages_of(*files):
    return build_packages(read_negmas(files).conflict, steps=2)


def test_rules_and_what_has_no_counterpart():
    imported = read_negmas(FILES)
    packages = build_packages(imported.conflict, steps=2)
    assert [column.names for column in packages.issues] == [
        ("red", "no", "7"), ("2", "3", "4"), ("0", "0.5", "1"), ("2", "5")
    ]  # fmt: skip
    assert packages.names == ("Ann", "Bob")
    for values in ((0, 0, 0, 0), (1, 1, 1, 1), (2, 2, 2, 0), (0, 2, 2, 1)):
        colour, count, share, size = values
        number, part, many = (2, 3, 4)[count], Fraction(share, 2), (2, 5)[size]
        ann = (
            Fraction(1, 10) * (Fraction(1, 10), Fraction(1, 2), Fraction(1))[colour]
            + Fraction(1, 5) * (1 - Fraction(1, 5) * number)
            + Fraction(3, 10) * Fraction(7, 10) * part
            + Fraction(2, 5) * many
        )
        bob = Fraction(1, 4) + (1, 0, 2)[colour] + 2 * (1, 0, -1)[count] + 3 * 2 + 4 * size
        assert packages.points(packages.utility(packages.rows_of(values))) == (ann, bob)
    assert packages.points(packages.reservations) == (Fraction(3, 10), Fraction(1, 4) + 1 - 2 + 6 + 4)
    told = "\n".join(imported.warnings)
    for word in ("_stats.yaml", "discount 0.9", "bias 0.25 is added", "1 values of `colour`"):
        assert word in told
    assert imported.conflict.title == "A fair"
    assert imported.conflict.sources["file"].citation == "NegMAS scenario fair.yml, one.yml, two.yml"


def test_linear_functions_and_no_reserved_value():
    space = "issues: [{name: x, type: ContiguousIssue, values: [0, 2]}, {name: y, type: OrdinalIssue, values: [1, 5]}]"
    ufun = "{type: LinearUtilityFunction, weights: [-1, 0.5], bias: 3, reserved_value: %s}"
    imported = read_negmas([("d.yml", space), ("a.yml", ufun % "null"), ("b.yml", ufun % "-.inf")])
    packages = build_packages(imported.conflict)
    assert packages.points(packages.utility(packages.rows_of((2, 1)))) == (Fraction(7, 2),) * 2
    assert packages.points(packages.reservations) == (Fraction(3, 2),) * 2, "the worst package"
    assert sum("no reserved value" in warning for warning in imported.warnings) == 2
    assert list(packages.names) == ["a", "b"], "the file names, where a function has no name"


def random_scenario(rng):
    """A scenario as data, and the utility of a package by the definition."""
    issues, functions, weights = [], [[], []], [[], []]
    for i in range(rng.randint(1, 4)):
        kind = rng.choice(("CategoricalIssue", "ContiguousIssue", "DiscreteCardinalIssue"))
        low = rng.randint(-2, 2)
        values = {
            "CategoricalIssue": [f"v{k}" for k in range(rng.randint(1, 4))],
            "ContiguousIssue": [low, low + rng.randint(0, 3)],
            "DiscreteCardinalIssue": sorted(rng.sample(range(10), 3)),
        }[kind]
        issues.append({"name": f"i{i}", "type": kind, "values": values})
        every = list(range(values[0], values[1] + 1)) if kind == "ContiguousIssue" else values
        for p in range(2):
            table = {"type": "TableFun", "mapping": {str(value): rng.randint(-4, 4) / 4 for value in every}}
            line = {"type": "AffineFun", "slope": rng.randint(-4, 4) / 8, "bias": rng.randint(-4, 4) / 2}
            constant = {"type": "ConstFun", "bias": rng.randint(-4, 4) / 2}
            functions[p].append(
                rng.choice((table, constant) if kind == "CategoricalIssue" else (table, line, constant))
            )
            weights[p].append(rng.randint(0, 8) / 8)
    ufuns = [
        {
            "type": "LinearAdditiveUtilityFunction",
            "name": f"P{p}",
            "reserved_value": 0.5,
            "values": functions[p],
            "weights": weights[p],
            "bias": rng.choice((0, 0, 0.75)),
        }
        for p in range(2)
    ]

    def utility(p, package):
        total = ufuns[p]["bias"]
        for value, function, weight in zip(package, functions[p], weights[p], strict=True):
            if function["type"] == "TableFun":
                worth = function["mapping"][str(value)]
            else:
                worth = function["bias"] + (function.get("slope", 0) * value if "slope" in function else 0)
            total += weight * worth
        return total

    return {"issues": issues, "name": "r", "type": "DiscreteCartesianOutcomeSpace"}, ufuns, utility


def test_random_scenarios_against_the_definition():
    rng = random.Random(2)
    for _ in range(300):
        space, ufuns, utility = random_scenario(rng)
        files = [("d.json", json.dumps(space))]
        files += [(f"{p}.json", json.dumps(ufun)) for p, ufun in enumerate(ufuns)]
        packages = packages_of(*files)
        package, places = [], []
        for issue in space["issues"]:
            values = issue["values"]
            every = list(range(values[0], values[1] + 1)) if issue["type"] == "ContiguousIssue" else values
            places.append(rng.randrange(len(every)))
            package.append(every[places[-1]])
        expected = tuple(Fraction(utility(p, package)) for p in range(2))
        assert packages.points(packages.utility(packages.rows_of(places))) == expected
        # The same data as YAML, which JSON is.
        again = packages_of(*((name.replace("json", "yml"), text) for name, text in files))
        assert again.points(again.utility(again.rows_of(places))) == expected


def test_a_type_is_never_imported(monkeypatch):
    def refuse(name, *rest):
        raise AssertionError(name)

    before = set(sys.modules)
    monkeypatch.setattr("importlib.import_module", refuse)
    for word in ("antigravity.CategoricalIssue", "os.system", "this"):
        space = SPACE.replace("CategoricalIssue", word)
        if word.endswith("CategoricalIssue"):
            assert read_negmas([("d.yml", space), ("a.yml", ONE), ("b.yml", ONE)]).conflict.title == "A fair"
            continue
        with pytest.raises(ExchangeError, match=r"d.yml:2:24: issues\[0\].type: expected one of"):
            read_negmas([("d.yml", space), ("a.yml", ONE)])
    assert not {"antigravity", "this"} & (set(sys.modules) - before)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("LinearAdditiveUtilityFunction", "HyperRectangleUtilityFunction", "a.yml:5:7: type: expected one of"),
        ("type: IdentityFun", "type: LambdaFun, f: '__LAMBDAOBJ__'", 'got "LambdaFun"'),
        ("type: TableFun", "type: IdentityFun", "expected a TableFun for `colour`, whose values are no numbers"),
        ("type: LinearFun, slope: 0.7", "type: TableFun, mapping: {0: 1}", "an AffineFun for `share`"),
        ("slope: -0.2, ", "", "a.yml:9:3: values[1].slope: expected a number"),
        ("red: 0.1, ", "", "a.yml:8:12: values[0].mapping: expected every value of `colour`; got nothing for red"),
        ("no: 0.5", "no: much", "values[0].mapping.no: expected a number of at most 60 characters"),
        ("weights: [0.1, ", "weights: [", "a.yml:12:10: weights: expected 4 entries, one per issue; got 3"),
        ("weights: [0.1", "weights: [true", "weights[0]: expected a number"),
        ("reserved_value: 0.3", "reserved_value: .nan", "reserved_value: expected a number"),
        ("reserved_value: 0.3", "reserved_value: 1e99", "reserved_value: expected a number"),
        (
            "reserved_outcome: null\nreserved_value: 0.3",
            "reserved_outcome: [red, 9, 0, 2]",
            'expected a value of `count`; got "9"',
        ),
        ("type: LinearAdditive", "type: !!python/object:os.system ", "expected"),
        ("type: LinearAdditive", "x: &a [*a]\ntype: LinearAdditive", "alias"),
    ],
)
def test_utility_functions_that_are_refused(old, new, found):
    assert old in ONE
    with pytest.raises(ExchangeError) as caught:
        read_negmas([("d.yml", SPACE), ("a.yml", ONE.replace(old, new, 1))])
    assert found in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[2, 4]", "[4, 2]", "issues[1].values: expected two whole numbers"),
        ("[2, 4]", "[0, 999999]", "at most 10,000"),
        ("[2, 4]", "[0, .inf]", "issues[1].values[1]: expected a number"),
        ("[0.0, 1.0]", "[0.0]", "issues[2].values: expected two numbers"),
        ("[2, 5]", "[]", "1 to 10,000 values"),
        ("name: size", "name: count", "issues[3].name: expected each issue once"),
        ("name: size", "nam: size", "issues[3].name: expected a text or a number; got nothing"),
        ("issues:", "problems:", "got 0 and 2"),
    ],
)
def test_outcome_spaces_that_are_refused(old, new, found):
    assert old in SPACE
    with pytest.raises(ExchangeError) as caught:
        read_negmas([("d.yml", SPACE.replace(old, new, 1)), ("a.yml", ONE)])
    assert found in str(caught.value)


def test_every_fault_of_every_function_at_once():
    broken = ONE.replace("0.5", "half").replace("-0.2", "down").replace("[0.1, 0.2", "[0.1, much")
    with pytest.raises(ExchangeError) as caught:
        read_negmas([("d.yml", SPACE), ("a.yml", broken), ("b.yml", broken)])
    places = [line.split(": ")[0] for line in str(caught.value).splitlines()]
    assert sorted(places) == sorted(f"{f}.yml:{at}" for f in "ab" for at in ("8:27", "9:28", "12:16"))


def test_files_of_one_ending_are_told_apart_by_content():
    space, ufuns, _ = random_scenario(random.Random(1))
    files = [("d.json", json.dumps(space).encode()), ("_stats.json", b"{}")]
    files += [(f"{p}.json", json.dumps(ufun).encode()) for p, ufun in enumerate(ufuns)]
    assert read_file_set(files).conflict.title == "r"
    with pytest.raises(ExchangeError, match="LinearAdditiveUtilitySpace"):
        read_file_set([("a.json", b'{"issuesValues": {}}')])
    infinite = [(name, data.replace(b"0.5", b"-Infinity")) for name, data in files]
    assert any("no reserved value" in warning for warning in read_file_set(infinite).warnings)
    with pytest.raises(ExchangeError, match="at most 18 digits; got Infinity"):
        read_file_set([(name, data.replace(b"0.5", b"Infinity")) for name, data in files])


def test_a_folder_by_the_command_line(tmp_path):
    folder = tmp_path / "fair"
    folder.mkdir()
    for name, text in FILES:
        (folder / name.removeprefix("f/")).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(command, [str(folder), "-o", str(tmp_path / "fair.yaml")])
    assert done.exit_code == 0, done.output
    assert "discount 0.9" in done.stderr
    checked = cg.check(tmp_path / "fair.yaml")
    assert not checked.errors
    assert list(checked.conflict.parties) == ["ann", "bob"]
    # A model beside tables does not make the folder a NegMAS scenario.
    (folder / "worths.csv").write_text(
        "issue,value,party,worth\nP,h,A,1\nP,l,A,0\nP,h,B,0\nP,l,B,1\n", encoding="utf-8"
    )
    done = CliRunner().invoke(command, [str(folder), "-o", str(tmp_path / "tables.yaml")])
    assert list(cg.check(tmp_path / "tables.yaml").conflict.parties) == ["a", "b"]
