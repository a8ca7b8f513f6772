"""The negotiation domains that may lie in ``shared/`` beside the repository: the stored answers, all of them.

Every key of the stored answers is in ``COMPARED`` or, with its reason, in ``NOT_COMPARED``.
"""

import hashlib
import itertools
import json
import math
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from commonground.analysis.negotiation import find_frontier, find_zone, solve_rules
from commonground.errors import TooLarge
from commonground.exchange.genius_read import read_genius
from commonground.exchange.geniusweb_read import read_geniusweb
from commonground.forms import build_packages
from commonground.model import Constraint

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


COMPARED = {
    "": "domain profiles files parties issues options outcomes reservation reservation_bid_utility discount weight_sum",
    " ": "sha256 utility_exceeds_1",
    "brute.": "frontier_size frontier_outcomes_with_ties individually_rational_outcomes utility_range ir_frontier_size",
    "brute. ": "ir_frontier_points frontier_points ideal_ir solutions solutions_d0",
    "published.": "pareto_size pareto_equal nash kalai nash_equal kalai_equals",
    "negmas_correct_ufuns.": "nash kalai max_welfare ks",
    "negmas_as_loaded.": "outcomes issues frontier_size utility_range reserved_values",
}
COMPARED = {f"{part.strip()}{key}" for part, keys in COMPARED.items() for key in keys.split()}
NOT_COMPARED = {
    "note": "prose",
    "source": "prose",
    "reader_notes": "prose, empty everywhere",
    "published.source": "prose",
    "published": "no published answer (gw_party)",
    "brute_seconds": "a time",
    "total_seconds": "a time",
    "negmas_correct_ufuns.frontier_seconds": "a time",
    "negmas_correct_ufuns.ir_frontier_size": "counted in floats: dominated points are left in it",
    "negmas_correct_ufuns.exact_missing": "counts the rounding errors of another tool",
    "negmas_correct_ufuns.exact_extra_dominated": "counts the rounding errors of another tool",
    "negmas_correct_ufuns.exact_duplicates": "counts the rounding errors of another tool",
    "float64_frontier_size": "counted in floats, wrong by the answer's own account",
    "negmas.error": "the message with which another tool fails",
    "negmas_as_loaded.individually_rational_outcomes": "follows from another tool's wrong scale of the reservations",
    "negmas_as_loaded.frontier_points_that_are_on_the_true_frontier": "measures another tool's wrong reading",
    "negmas_as_loaded.true_frontier_points_missed": "measures another tool's wrong reading",
    "negmas_as_loaded.nash": "a choice under another tool's wrong reading, in floats",
    "negmas_as_loaded.ks": "a choice under another tool's wrong reading, in floats",
    "negmas_as_loaded.kalai": "a choice under another tool's wrong reading, in floats",
    "negmas_as_loaded.max_welfare": "a choice under another tool's wrong reading, in floats",
}


def keys_of(case):
    for key, value in case.items():
        if key in ("brute", "published", "negmas", "negmas_correct_ufuns", "negmas_as_loaded") and value:
            yield from (f"{key}.{inner}" for inner in value)
        else:
            yield key


@pytest.mark.parametrize("case", [*GENIUS.values(), *WEB.values()], ids=[*GENIUS, *WEB])
def test_every_stored_key_is_compared_or_has_a_reason(case):
    assert not COMPARED & set(NOT_COMPARED)
    assert not [key for key in keys_of(case) if key not in COMPARED and key not in NOT_COMPARED]


def file(folder, name):
    return name, (FOLDER / folder / name).read_text(encoding="utf-8-sig")


def rounded(vectors):
    return sorted(tuple(round(float(x), 9) for x in vector) for vector in vectors)


def spread(packages, vector, held, ideals):
    """The largest minus the least share of what each party could gain, by the definition."""
    shares = [Fraction(u - d, top - d) for u, d, top in zip(vector, held, ideals, strict=True) if top != d]
    return max(shares) - min(shares)


def worst_and_best(packages):
    """The least and the most that each party can have in any package."""
    parties = range(len(packages.parties))
    worst = [sum(int(bundle.utilities[:, p].min()) for bundle in packages.bundles) for p in parties]
    return worst, [sum(int(bundle.utilities[:, p].max()) for bundle in packages.bundles) for p in parties]


def by_other_rules(packages, frontier):
    """What rules choose that are none of ours: reservations raised to the worst package, ideals over all packages."""
    worst, best = worst_and_best(packages)
    raised = tuple(max(int(d), low) for d, low in zip(frontier.floor or packages.reservations, worst, strict=True))
    other = replace(frontier, floor=raised, packages=replace(packages, reservations=raised))
    vectors = frontier.vectors.tolist()
    solved = {answer.rule.id: answer.vectors for answer in solve_rules(other, ["nash", "egalitarian"])}
    spreads = [spread(packages, vector, raised, best) for vector in vectors]
    least = [u - v for u, v in zip(packages.points(raised), packages.points([0] * len(raised)), strict=True)]
    gains = [min(u - d for u, d in zip(packages.points(vector), least, strict=True)) for vector in vectors]
    return {
        "nash_d_raised_to_min": [vectors[k] for k in solved["nash"]],
        "egalitarian_d_raised_to_min": [v for v, gain in zip(vectors, gains, strict=True) if gain == max(gains)],
        "ks_minspread_ideal_all": [v for v, width in zip(vectors, spreads, strict=True) if width == min(spreads)],
    }


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
    others = by_other_rules(packages, frontier)
    for theirs, vectors in others.items():
        points = rounded(packages.points(vector) for vector in vectors)
        stored = set(rounded(point["utils"] for point in expected[theirs]["points"]))
        assert stored == set(points), theirs
    for theirs, answer in expected.items():
        for point in answer["points"]:
            values = [
                column.names.index(value) for column, value in zip(packages.issues, point["outcome"], strict=True)
            ]
            utility = packages.utility(packages.rows_of(values))
            assert rounded([packages.points(utility)]) == rounded([point["utils"]]), theirs
        assert answer["value"] == pytest.approx(worth(theirs, packages, frontier, answer["points"][0]["utils"])), theirs


def worth(rule, packages, frontier, utils):
    """The number that a rule makes largest or least, from the stored utilities, by the rule's definition."""
    held = [float(x) for x in packages.points(frontier.floor or packages.reservations)]
    worst, best = ([float(x) for x in packages.points(units)] for units in worst_and_best(packages))
    ideal = [float(x) for x in packages.points(int(top) for top in frontier.vectors.max(axis=0))]
    raised = [max(pair) for pair in zip(held, worst, strict=True)]
    gains = [u - d for u, d in zip(utils, held, strict=True)]
    above = [u - d for u, d in zip(utils, raised, strict=True)]
    parts = [g / (top - d) for g, d, top in zip(gains, held, ideal, strict=True) if top > d]
    wide = [g / (top - d) for g, d, top in zip(above, raised, best, strict=True) if top > d]
    # Rules that look for the least are stored as they are or with the sign turned where it is 0.
    return {
        "nash": math.prod(gains),
        "utilitarian": sum(utils),
        "egalitarian_maxmin": min(gains),
        "ks_maxmin": min(parts),
        "ks_minspread_ideal_all": max(wide) - min(wide),
        "ks_minspread_ideal_ir": max(parts) - min(parts),
        "nash_d_raised_to_min": math.prod(above),
        "egalitarian_d_raised_to_min": min(above),
        # The sum over pairs: with two and three parties least where the largest minus the least is.
        "genius_kalai": sum(abs(a - b) for a, b in itertools.combinations(utils, 2)),
    }[rule]


def check_files(name, case, imported, packages):
    """Compare what the stored answer says about the files themselves."""
    assert [column.size for column in packages.issues] == case["options"]
    assert (len(packages.parties), len(packages.issues)) == (case["parties"], case["issues"])
    for stored_file, digest in case["sha256"].items():
        assert hashlib.sha256((FOLDER / name / stored_file).read_bytes()).hexdigest()[:16] == digest
    told = sum("discount factor" in warning for warning in imported.warnings)
    assert told == sum(discount not in (None, 0.0, 1.0) for discount in case["discount"])
    worst, best = worst_and_best(packages)
    ranges = list(zip(packages.points(worst), packages.points(best), strict=True))
    assert rounded(ranges) == rounded(case["brute"]["utility_range"])
    for party, total, over, (_, most) in zip(
        imported.conflict.parties.values(), case["weight_sum"], case["utility_exceeds_1"], ranges, strict=True
    ):
        assert float(sum(held.weight for held in party.worths.values())) == pytest.approx(total, abs=1e-12)
        # Where all is 1 exactly, rounding decided what is stored.
        assert over == (most > 1) or abs(most - 1) < 1e-12


@pytest.mark.parametrize("name", GENIUS)
def test_genius_domains(name):
    case = GENIUS[name]
    imported = read_genius(file(name, case["domain"]), [file(name, profile) for profile in case["profiles"]])
    packages = build_packages(imported.conflict)
    check_files(name, case, imported, packages)
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
    check_another_tool(packages, zone.frontier, case["negmas_correct_ufuns"])


def check_another_tool(packages, frontier, found):
    """Compare with what NegMAS finds where it is given the right utilities: the same, by the rules it uses."""
    others = by_other_rules(packages, frontier)
    (utilitarian,) = solve_rules(frontier, ["utilitarian"])
    ours = {
        "nash": others["nash_d_raised_to_min"],
        "kalai": others["egalitarian_d_raised_to_min"],
        "ks": others["ks_minspread_ideal_all"],
        "max_welfare": [frontier.vectors[k].tolist() for k in utilitarian.vectors],
    }
    for theirs, vectors in ours.items():
        points = set(rounded(packages.points(vector) for vector in vectors))
        assert set(rounded(found[theirs]["utils"])) <= points, theirs


@pytest.mark.parametrize("name", GENIUS)
def test_genius_domains_with_evaluations_as_given_are_what_negmas_makes_of_them(name):
    case = GENIUS[name]
    files = file(name, case["domain"]), [file(name, profile) for profile in case["profiles"]]
    packages = build_packages(read_genius(*files, divide=False).conflict)
    found = case["negmas_as_loaded"]
    frontier = find_frontier(packages)
    # What is stored as the range is that of the frontier.
    lows, highs = frontier.vectors.min(axis=0), frontier.vectors.max(axis=0)
    ranges = zip(packages.points(lows.tolist()), packages.points(highs.tolist()), strict=True)
    for ours, theirs in zip(ranges, found["utility_range"], strict=True):
        low, high = (float(x) for x in ours)
        assert high == pytest.approx(theirs[1], abs=1e-9)
        assert low == pytest.approx(theirs[0], abs=1e-9) or (name in FRONTIERS_OF_FLOATS and low > theirs[0])
    assert [column.name for column in packages.issues] == found["issues"]
    assert packages.count == found["outcomes"]
    assert [float(held) for held in packages.points(packages.reservations)] == [
        held or 0.0 for held in found["reserved_values"]
    ]
    size, counted = frontier.size, found["frontier_size"]
    assert (size, counted) in ((counted, counted), FRONTIERS_OF_FLOATS.get(name)), name


FRONTIERS_OF_FLOATS = {"car": (53, 55), "energy": (251, 252), "jobs": (18, 22), "party3": (113, 117)}
"""Exact and stored sizes where floats left dominated vectors in."""


@pytest.mark.parametrize("name", WEB)
def test_geniusweb_domains(name):
    case = WEB[name]
    packages = build_packages(read_geniusweb([file(name, profile) for profile in case["files"]]).conflict)
    assert packages.count == case["outcomes"]
    assert len(packages.parties) == case["parties"]
    assert [column.size for column in packages.issues] == case["options"]
    assert [column.name for column in packages.issues] == case["issues"]
    given = [float(limit) for limit in packages.points(packages.reservations)]
    assert given == pytest.approx([held or 0.0 for held in case["reservation_bid_utility"]])
    frontier = find_frontier(packages)
    assert frontier.size == case["brute"]["frontier_size"]
    ours = [packages.points(vector) for vector in frontier.vectors.tolist()]
    assert rounded(ours) == rounded(case["brute"]["frontier_points"])
    nothing = find_frontier(packages, floor=(0,) * len(packages.parties))
    check_solutions(name, packages, nothing, case["brute"]["solutions_d0"])
    published = case["published"] or {}
    if "pareto_size" in published:
        assert frontier.size == published["pareto_size"]
    if "nash" in published:
        solved = {answer.rule.id: answer.vectors for answer in solve_rules(nothing, sorted(set(RULES.values())))}
        for theirs in ("nash", *(rule for rule, same in published["kalai_equals"].items() if same)):
            if theirs in RULES:
                (k,) = solved[RULES[theirs]]
                chosen = [float(x) for x in packages.points(nothing.vectors[k].tolist())]
                assert chosen == pytest.approx(published["nash" if theirs == "nash" else "kalai"]), theirs
        listed = json.loads((FOLDER / name / "specials.json").read_text(encoding="utf-8"))["pareto_front"]
        points = sorted([float(x) for x in packages.points(vector)] for vector in frontier.vectors.tolist())
        assert published["pareto_equal"]
        assert sorted(point["utility"] for point in listed) == [pytest.approx(point) for point in points]


def test_the_two_readings_of_jobs():
    case = GENIUS["jobs"]
    texts = file("jobs", case["domain"]), [file("jobs", profile) for profile in case["profiles"]]
    sizes = [
        find_frontier(build_packages(read_genius(*texts, divide=divide).conflict)).size for divide in (True, False)
    ]
    assert sizes == [21, 18]


def boxes_of(text):
    """The boxes of a nonlinear profile by a plain look at its text: bounds by index, and utility."""
    found = []
    for head, inside in re.findall(r"<hyperRectangle ([^>]*)>(.*?)</hyperRectangle>", text, re.DOTALL):
        bounds = re.findall(r'<INCLUDES index="(\d+)" min="(\d+)" max="(\d+)"', inside)
        assert inside.count("CLUDES") == len(bounds)
        found.append(([tuple(map(int, bound)) for bound in bounds], int(re.search(r'utility="(\d+)"', head)[1])))
    return found


def test_ten_billion_packages_of_a_nonlinear_domain():
    name = "nonlinear_10issues"
    texts = [file(name, f"profile-{p}.xml")[1] for p in (1, 2)]
    boxes = [boxes_of(text) for text in texts]
    most = [int(re.search(r'maxutility="(\d+)"', text)[1]) for text in texts]
    # Numbers between the ends of boxes are all alike, so that one of each stretch stands for it.
    cuts = [{0} for _ in range(10)]
    for bounds, _ in (*boxes[0], *boxes[1]):
        for index, low, high in bounds:
            cuts[index - 1] |= {low, min(high + 1, 9)}
    values = [np.array(sorted(cut)) for cut in cuts]
    sums = [np.zeros([len(cut) for cut in values], dtype=np.int16) for _ in boxes]
    for total, party in zip(sums, boxes, strict=True):
        for bounds, utility in party:
            inside = [slice(None)] * 10
            for index, low, high in bounds:
                mine = values[index - 1]
                inside[index - 1] = slice(*np.searchsorted(mine, (low, high + 1)).tolist())
            total[tuple(inside)] += utility
    occurs = np.zeros([int(total.max()) + 1 for total in sums], dtype=bool)
    occurs[sums[0].reshape(-1), sums[1].reshape(-1)] = True
    best = np.where(occurs.any(axis=1), occurs.shape[1] - 1 - np.argmax(occurs[:, ::-1], axis=1), -1)
    frontier = [(one, int(best[one])) for one in range(len(best)) if best[one] > best[one + 1 :].max(initial=-1)]
    stored_points = [
        tuple(map(float, line.split(","))) for line in file(name, "pareto.xml")[1].splitlines() if "," in line
    ]
    assert sorted((one / most[0], two / most[1]) for one, two in frontier) == [
        pytest.approx(point, abs=1e-6) for point in sorted(stored_points)
    ]
    check_reading(name, values, sums, frontier, most)


def check_reading(name, values, sums, frontier, most):
    """Compare the domain as we read it, cut down to some of the values, with sums by the definition."""
    imported = read_genius(file(name, "10issues-domain.xml"), [file(name, f"profile-{p}.xml") for p in (1, 2)]).conflict
    with pytest.raises(TooLarge, match="more than 2,000,000 combinations"):
        build_packages(imported)
    for one, two in frontier:
        place = np.unravel_index(int(np.argmax((sums[0] == one) & (sums[1] == two))), sums[0].shape)
        wanted = [int(mine[k]) for mine, k in zip(values, place, strict=True)]
        kept = [sorted({number, (number + 4) % 10}) for number in wanted]
        only = tuple(
            Constraint(always=f"{issue} in [{', '.join(map(str, some))}]")
            for issue, some in zip(imported.issues, kept, strict=True)
        )
        packages = build_packages(imported.model_copy(update={"constraints": only}))
        assert packages.count == 1024
        utility = packages.points(packages.utility(packages.rows_of(wanted)))
        assert utility == (Fraction(one, most[0]), Fraction(two, most[1]))
        assert utility in {packages.points(vector) for vector in find_frontier(packages).vectors.tolist()}
