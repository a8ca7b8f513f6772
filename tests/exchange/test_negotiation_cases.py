"""The negotiation domains that may lie in ``shared/`` beside the repository: the stored answers, all of them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from commonground.analysis.negotiation import find_frontier, find_zone, solve_rules
from commonground.exchange.genius_read import read_genius
from commonground.exchange.geniusweb_read import read_geniusweb
from commonground.forms import build_packages

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT.parent / "shared" / "cases" / "negotiation", ROOT / "shared" / "cases" / "negotiation")
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no shared/cases/negotiation beside the repository")


def stored(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER else {}


GENIUS = stored("answers.json")
WEB = stored("answers_geniusweb.json")
RULES = {
    "nash": "nash",
    "utilitarian": "utilitarian",
    "egalitarian_maxmin": "egalitarian",
    "ks_maxmin": "kalai_smorodinsky",
    "ks_minspread_ideal_ir": "least_spread",
    "genius_kalai": "least_difference",
}


def file(folder, name):
    return name, (FOLDER / folder / name).read_text(encoding="utf-8-sig")


def rounded(vectors):
    return sorted(tuple(round(float(x), 9) for x in vector) for vector in vectors)


TIES_OF_FLOATS = {("car", "ks_minspread_ideal_ir"): (2, 1), ("car", "genius_kalai"): (2, 1)}
"""Two packages of equal utilities, (1867/2000, 2329/2500), that the stored answer told apart by rounding."""


def check_solutions(name, packages, frontier, expected):
    solved = {answer.rule.id: answer for answer in solve_rules(frontier, sorted(set(RULES.values())))}
    for theirs, ours in RULES.items():
        if theirs not in expected:
            continue
        chosen = [packages.points(frontier.vectors[k].tolist()) for k in solved[ours].vectors]
        # Other tools stop at the least; the leximin among their ties is stored beside it.
        lexi = expected[theirs].get("leximin")
        if lexi is not None:
            lexi = lexi["utils"] if isinstance(lexi, dict) else lexi
            assert rounded([lexi])[0] in rounded(chosen), theirs
        else:
            assert rounded(chosen) == sorted(set(rounded(point["utils"] for point in expected[theirs]["points"]))), (
                theirs
            )
            if "n_ties" in expected[theirs]:
                ties = sum(int(frontier.counts[k]) for k in solved[ours].vectors)
                assert (ties, expected[theirs]["n_ties"]) in ((ties, ties), TIES_OF_FLOATS.get((name, theirs))), theirs


@pytest.mark.parametrize("name", GENIUS)
def test_genius_domains(name):
    case = GENIUS[name]
    imported = read_genius(file(name, case["domain"]), [file(name, profile) for profile in case["profiles"]])
    packages = build_packages(imported.conflict)
    assert [column.size for column in packages.issues] == case["options"]
    assert packages.count == case["outcomes"]
    limits = packages.points(packages.reservations)
    assert [float(limit) for limit in limits] == [held or 0.0 for held in case["reservation"]]
    frontier = find_frontier(packages)
    brute = case["brute"]
    assert frontier.size == brute["frontier_size"]
    assert frontier.package_count == brute["frontier_outcomes_with_ties"]
    zone = find_zone(packages)
    assert zone.count.packages == brute["individually_rational_outcomes"]
    if not zone.count.packages:
        assert zone.empty
        assert zone.compatible
        return
    assert zone.frontier.size == brute["ir_frontier_size"]
    ours = [packages.points(vector) for vector in zone.frontier.vectors.tolist()]
    assert rounded(ours) == rounded(brute["ir_frontier_points"])
    assert [round(float(x), 9) for x in packages.points(zone.ideals)] == [round(x, 9) for x in brute["ideal_ir"]]
    check_solutions(name, packages, zone.frontier, brute["solutions"])


@pytest.mark.parametrize("name", WEB)
def test_geniusweb_domains(name):
    case = WEB[name]
    packages = build_packages(read_geniusweb([file(name, profile) for profile in case["files"]]).conflict)
    assert packages.count == case["outcomes"]
    given = [float(limit) for limit in packages.points(packages.reservations)]
    assert given == pytest.approx([held or 0.0 for held in case["reservation_bid_utility"]])
    frontier = find_frontier(packages)
    assert frontier.size == case["brute"]["frontier_size"]
    ours = [packages.points(vector) for vector in frontier.vectors.tolist()]
    assert rounded(ours) == rounded(case["brute"]["frontier_points"])
    nothing = find_frontier(packages, floor=(0,) * len(packages.parties))
    check_solutions(name, packages, nothing, case["brute"]["solutions_d0"])


def test_the_two_readings_of_jobs():
    case = GENIUS["jobs"]
    texts = file("jobs", case["domain"]), [file("jobs", profile) for profile in case["profiles"]]
    sizes = [
        find_frontier(build_packages(read_genius(*texts, divide=divide).conflict)).size for divide in (True, False)
    ]
    assert sizes == [21, 18]


def test_a_scorable_game():
    case = json.loads((FOLDER / "human" / "scorable_base.json").read_text(encoding="utf-8"))
    from commonground.forms import packages_from_tables

    scores = [party["scores"] for party in case["parties"]]
    tables = [[tuple(score[i][v] for score in scores) for v in range(size)] for i, size in enumerate(case["options"])]
    packages = packages_from_tables(tables, [party["threshold"] for party in case["parties"]])
    computed = case["computed"]
    zone = find_zone(packages)
    assert (packages.count, zone.count.packages) == (computed["outcomes"], computed["acceptable_to_all"])
    assert find_frontier(packages).size == computed["pareto_size"]
    assert zone.frontier.size == computed["individually_rational_pareto"]
    solved = {
        answer.rule.id: zone.frontier.vectors[list(answer.vectors)].tolist() for answer in solve_rules(zone.frontier)
    }
    for rule in ("nash", "egalitarian", "utilitarian"):
        assert solved[rule] == [computed[rule]["utils"]]


def test_nash_s_barter():
    case = json.loads((FOLDER / "human" / "nash_1950_barter.json").read_text(encoding="utf-8"))
    from commonground.forms import packages_from_tables

    tables = []
    for good in case["goods"].values():
        sign = 1 if good["owner"] == "Jack" else -1
        tables.append([(0, 0), (sign * good["Bill"], -sign * good["Jack"])])
    packages = packages_from_tables(tables)
    computed = case["computed"]
    zone = find_zone(packages)
    assert find_frontier(packages).size == computed["pareto_all"]
    assert sorted(map(tuple, zone.frontier.vectors.tolist())) == sorted(
        map(tuple, computed["individually_rational_pareto"])
    )
    solved = {
        answer.rule.id: zone.frontier.vectors[list(answer.vectors)].tolist() for answer in solve_rules(zone.frontier)
    }
    assert [solved[rule] for rule in ("nash", "egalitarian")] == [[computed["nash"]], [computed["egalitarian"]]]
    assert solved["utilitarian"] == [[18, 0], [16, 2], [14, 4]], "the stored answer is one of three"
    assert computed["utilitarian"] in solved["utilitarian"]
    assert Fraction(computed["nash_product"]) == 60
