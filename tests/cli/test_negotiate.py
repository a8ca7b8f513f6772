"""``negotiate`` as a user runs it: figures against enumeration of the file's own points, every mistake in words."""

from itertools import product
from math import prod

import pytest

import commonground as cg
from tests.cli.test_verbs import answer, run

PANAMA = cg.example("panama-canal-1974")
TALKS = """\
commonground: 1
title: Talks
issues:
  route: {name: Route, values: {north: North, south: South}}
  toll: {name: Toll, range: {low: 0, high: 2, step: 1}}
parties:
  a:
    name: A
    reservation: RESERVED
    worths: {route: {points: {north: 6, south: 0}}, toll: {curve: {0: 0, 2: 4}}}
  b:
    name: B
    reservation: 2
    worths: {route: {points: {north: 0, south: 3}}, toll: {curve: {0: 7, 2: 0}}}
packages:
  poor: {values: {route: south, toll: 2}}
offers:
  - {party: a, values: {route: north, toll: 2}}
  - {party: a, values: {route: north, toll: 1}}
"""


def enumerated():
    """Return the utilities of all packages of the Panama file, straight from its points."""
    conflict = cg.load(PANAMA)
    tables = []
    for issue, entry in conflict.issues.items():
        worths = [party.worths[issue].points for party in conflict.parties.values()]
        tables.append([tuple(points[value] for points in worths) for value in entry.values])
    return [tuple(map(sum, zip(*chosen, strict=True))) for chosen in product(*tables)]


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    def write(reserved):
        path = tmp_path_factory.mktemp("talks") / "conflict.yaml"
        path.write_text(TALKS.replace("RESERVED", reserved), encoding="utf-8")
        return path

    return write


def test_panama_against_enumeration():
    all_ = enumerated()
    efficient = [u for u in all_ if not any(v != u and v[0] >= u[0] and v[1] >= u[1] for v in all_)]
    got = answer("negotiate", PANAMA)
    assert got["packages"]["feasible"] == got["packages"]["acceptable"] == str(len(all_)) == "1024"
    assert got["frontier"]["packages"] == str(len(efficient))
    points = {tuple(point["utilities"]) for point in got["frontier"]["points"]}
    assert points == {tuple(map(str, u)) for u in efficient}
    solutions = {row["id"]: row["points"] for row in got["solutions"]}
    best = max(map(prod, all_))
    assert {tuple(p["utilities"]) for p in solutions["nash"]} == {tuple(map(str, u)) for u in all_ if prod(u) == best}
    most = max(map(sum, all_))
    chosen = {tuple(p["utilities"]) for p in solutions["utilitarian"]}
    assert chosen == {tuple(map(str, u)) for u in efficient if sum(u) == most}
    assert got["adjusted_winner"]["totals"] == ["66", "66"]
    assert got["adjusted_winner"]["parts"]["land"] == "2/15"
    assert got["asked"]["model"] == cg.load(PANAMA).hash


def test_every_output_names_rule_disagreement_point_and_ideal():
    text = run("negotiate", PANAMA, "--solution", "kalai-smorodinsky").stdout
    assert "disagreement point" in text
    assert "ideal" in text
    rule = answer("negotiate", PANAMA, "--solution", "kalai-smorodinsky")["solutions"][0]["rule"]
    assert "(u - d) / (ideal - d)" in rule
    assert "Kalai-Smorodinsky" in text
    assert "Egalitarian" not in text
    row = answer("negotiate", PANAMA, "--solution", "nash")
    assert [party["reservation"] for party in row["parties"]] == ["0", "0"]
    assert row["solutions"][0]["rule"].startswith("largest product")


def test_a_package_is_priced_and_explained(talks):
    got = answer("negotiate", talks("1"), "--package", "poor")["priced"][0]
    assert [party["utility"] for party in got["parties"]] == ["4", "3"]
    assert [party["gain"] for party in got["parties"]] == ["3", "1"]
    assert [party["pays"] for party in got["parties"]] == ["6", "7"]
    # of the six packages only north with a toll of 1, worth (8, 3.5), and of 0, worth (6, 7), beat (4, 3)
    assert (got["acceptable"], got["efficient"], got["better"]) == (True, False, "2")
    text = run("negotiate", talks("1"), "--package", "poor").stdout
    assert "2 packages give somebody more and nobody less" in " ".join(text.split())


def test_the_offers(talks):
    steps = answer("negotiate", talks("1"), "--offers")["offers"]
    assert [step["kind"] for step in steps] == ["first", "concession"]
    assert [step["acceptable_to"] for step in steps] == [["a"], ["a", "b"]]
    assert "concession" in run("negotiate", talks("1"), "--offers").stdout
    assert "no offers" in run("negotiate", PANAMA, "--offers").stdout


def test_an_empty_zone_says_who_is_in_the_way(talks):
    path = talks("9")
    got = answer("negotiate", path)
    assert got["packages"]["acceptable"] == "0"
    assert got["packages"]["compatible"] == [["a"], ["b"]]
    assert [row["points"] for row in got["solutions"]] == [[]] * len(got["solutions"])
    text = " ".join(run("negotiate", path).stdout.split())
    assert "No package is acceptable to everybody." in text
    assert "without B or A" in text


def test_weights(talks):
    got = answer("negotiate", talks("0"), "--weights", "a=1,b=3/2")
    assert got["asked"]["weights"] == ["1", "1.5"]
    chosen = {row["id"]: row["points"][0]["utilities"] for row in got["solutions"]}
    # a x b to the power 3/2: (6 - 0) x 5^1.5 against (8 - 0) x 1.5^1.5 and (2 - 0) x 4.5^1.5
    assert chosen["weighted_nash"] == ["6", "7"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--solution", "nahs"], "did you mean `nash`"),
        (["--weights", "us=2"], "no weight for panama"),
        (["--weights", "us=x,panama=1"], "expected PARTY=a decimal or a fraction"),
        (["--weights", "usa=1"], "did you mean `us`"),
        (["--package", "each where it cares"], "did you mean `each where it cares more`"),
    ],
)
def test_mistakes_end_in_words(options, words):
    done = run("negotiate", PANAMA, *options)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_model_without_issues_says_so():
    done = run("negotiate", cg.example("chicken"))
    assert done.returncode == 1
    assert "no issues" in done.stderr
    with pytest.raises(cg.CommongroundError, match="no issues"):
        cg.negotiate(cg.load(cg.example("chicken")))


def test_a_small_limit_says_what_is_not_exact():
    got = answer("negotiate", PANAMA, "--limit", 5)
    assert got["frontier"] is None or got["frontier"]["kind"] == "coarse"
    assert got["not_worked_out"]
    assert "Not worked out" in run("negotiate", PANAMA, "--limit", 5).stdout


def test_the_shape_of_the_answer(talks):
    got = answer("negotiate", talks("1"), "--package", "poor", "--offers")
    top = "asked title issues parties packages frontier solutions middle stakes trades adjusted_winner mixtures"
    more = "evenly_spaced intervals uncertainty not_worked_out warnings priced offers"
    assert set(got) == {*top.split(), *more.split()}
    assert set(got["asked"]) == {"verb", "parties", "rules", "weights", "limit", "version", "model"}
    party = "id name reservation best worst ideal guaranteed"
    assert [set(row) for row in got["parties"]] == [set(party.split())] * 2
    assert set(got["packages"]) == {"feasible", "acceptable", "values", "compatible", "nearest"}
    assert set(got["frontier"]) == {"kind", "width", "vectors", "packages", "listed", "points"}
    assert set(got["frontier"]["points"][0]) == {"utilities", "packages", "example", "acceptable"}
    assert set(got["solutions"][0]) == {"id", "rule", "compares", "certain", "gap", "vectors", "points"}
    point = "utilities packages example pays pays_share created fairness"
    assert set(got["solutions"][0]["points"][0]) == set(point.split())
    price = "name package acceptable parties efficient better smallest text"
    assert set(got["priced"][0]) == set(price.split())
    assert got["issues"][1]["values"][0] == {"id": "0", "name": "0"}


def test_the_picture_and_the_tables_as_files(tmp_path):
    done = run("negotiate", PANAMA, "--to", "svg", "-o", tmp_path)
    assert done.stdout.strip() == str(tmp_path / "common-ground.svg")
    assert (tmp_path / "common-ground.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert run("negotiate", PANAMA, "--to", "csv", "-o", tmp_path).returncode == 0
    assert (tmp_path / "bargain_solutions.csv").exists()
    for options in (["--to", "svgg"], ["-o", tmp_path]):
        assert run("negotiate", PANAMA, *options).returncode == 2
