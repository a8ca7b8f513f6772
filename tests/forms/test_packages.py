"""From a model with issues to its packages: values, exact utilities, constraints, red lines, faults."""

import itertools
import random
import re
from fractions import Fraction

import numpy as np
import pytest

import commonground as cg
from commonground.errors import AnalysisError, TooLarge
from commonground.forms import build_packages, packages_from_tables
from commonground.reading.load import check_text
from commonground.reading.write import to_yaml

GAS = """
title: Gas
issues:
  status: {name: Status, values: {old: Old, new: {name: New}, split: Split}}
  seats: {name: Seats, range: {low: 0, high: 12, step: 4}, unit: seats}
  share: {name: Share, range: {low: -1, high: 1}}
  pace: {name: Pace, values: {slow: Slow, steady: Steady, quick: Quick}}
parties:
  a:
    name: A
    worths:
      status: {points: {old: 0, new: 5/7, split: 0.25}, weight: 2}
      seats: {curve: {0: 0, 6: 3, 12: 4}}
      share: {curve: {-1: 0, 0.5: 3, 1: 3}}
      pace: {ranking: [slow, [steady, quick]], weight: 10}
    interactions:
      - {when: "status = new & seats >= 8", points: -0.125}
    reservation: {package: now}
    red_lines: ["status = split & seats > 0"]
  b:
    name: B
    worths:
      status: {points: {old: 1, new: 2, split: 3}}
      seats: {points: {0: 3, 4: 2, 8: 1.5, 12: 0}}
      share: {curve: {-1: 1, 1: 0}}
      pace: {points: {slow: 0, steady: 0, quick: 0}}
    reservation: 3.5
  c:
    name: C
    at_table: false
constraints:
  - {when: "share > 0.5", only_if: status = new}
  - {never: "pace in [steady, quick] & -(status != split)"}
packages:
  now: {values: {status: old, seats: 0, share: -1, pace: slow}}
offers:
  - {party: a, values: {status: new, seats: 12, share: 0.73, pace: quick}, date: May}
  - {party: c, package: now}
"""


def test_values_constraints_and_exact_utilities_are_those_of_the_file():
    checked = check_text(GAS)
    assert [problem.code for problem in checked.problems] == ["CG055"], "only c, which can only watch"
    packages = checked.packages
    status, seats, share, _ = packages.issues
    assert seats.labels == ("0", "4", "8", "12")
    assert seats.names[1] == "4 seats"
    assert {"0.5", "0.73"} <= set(share.labels)
    assert len(share.labels) == 22
    assert (share.grid, seats.grid, status.grid) == (True, False, False)
    assert [bundle.issues for bundle in packages.bundles] == [(0, 1, 2, 3)]
    expected = {}
    for s, n, h, p in itertools.product(*(column.labels for column in packages.issues)):
        seat, part = Fraction(n), Fraction(h)
        if (part > Fraction(1, 2) and s != "new") or (p != "slow" and s == "split"):
            continue
        a = {"old": Fraction(0), "new": Fraction(10, 7), "split": Fraction(1, 2)}[s]
        a += seat / 2 if seat <= 6 else 3 + (seat - 6) / 6
        a += min((part + 1) * 2, Fraction(3)) + (10 if p == "slow" else 0)
        a -= Fraction(1, 8) if s == "new" and seat >= 8 else 0
        b = {"old": 1, "new": 2, "split": 3}[s] + {0: 3, 4: 2, 8: Fraction(3, 2), 12: 0}[int(n)] + (1 - part) / 2
        expected[s, n, h, p] = (a, b, s == "split" and seat > 0)
    assert packages.count == len(expected)
    for row in range(packages.count):
        labels = tuple(packages.labels(packages.values_of((row,))).values())
        assert packages.points(packages.utility((row,))) == expected[labels][:2]
        assert packages.refused_by((row,)) == (("a",) if expected[labels][2] else ())
    assert packages.points(packages.reservations) == (10, Fraction(7, 2))
    assert packages.within_red_lines().count == sum(not refused for _, _, refused in expected.values())
    assert packages.named["now"] == (0, 0, 0, 0)
    assert [(offer.party, offer.name, offer.date) for offer in packages.offers] == [("a", "", "May"), ("c", "now", "")]
    assert packages.evenly_spaced == (("a", "pace"),)


def test_writing_and_reading_gives_the_same_model():
    conflict = check_text(GAS).conflict
    again = check_text(to_yaml(conflict)).conflict
    assert again == conflict
    assert again.hash == conflict.hash


def test_issues_that_nothing_links_are_bundles_of_their_own():
    text = GAS.replace("constraints:", "constraints_off:").split("constraints_off:")[0]
    text = text.replace("    reservation: {package: now}\n", "")
    packages = check_text(text).packages
    assert [bundle.issues for bundle in packages.bundles] == [(0, 1), (2,), (3,)]
    assert packages.count == 12 * 21 * 3


def test_a_model_with_issues_only_has_no_states(tmp_path):
    path = tmp_path / "conflict.yaml"
    path.write_text(GAS, encoding="utf-8")
    conflict = cg.load(path)
    assert cg.check(path).graph is None
    with pytest.raises(AnalysisError, match="no options"):
        cg.solve(conflict)


def test_an_example_with_options_and_issues_keeps_its_graph():
    conflict = cg.load(cg.example("elmira"))
    issues = check_text(GAS).conflict
    both = conflict.model_copy(update={"issues": issues.issues})
    assert cg.solve(both).equilibria("nash") == cg.solve(conflict).equilibria("nash")
    assert check_text(to_yaml(conflict)).packages is None


def test_preferences_are_still_needed_where_there_are_options():
    text = "title: T\nparties: {a: {name: A, options: {x: X}}, b: {name: B, preferences: {statements: [x]}}}"
    assert [(p.code, p.field) for p in check_text(text).errors] == [("CG011", "parties.a.preferences")]


def test_preferences_that_state_nothing_are_written():
    text = "title: T\nparties: {a: {name: A, options: {x: X}, preferences: {statements: []}}}"
    conflict = check_text(text).conflict
    assert check_text(to_yaml(conflict)).conflict == conflict


def test_large_numbers_become_python_integers():
    wide = packages_from_tables([[(Fraction(1, 3**41), 0), (0, 1)], [(10**14, 1), (0, 2)]])
    assert wide.exact_dtype is object
    assert wide.points(wide.utility((0, 0))) == (Fraction(1, 3**41) + 10**14, 1)
    narrow = packages_from_tables([[(2**61 - 1, 0)], [(2**61 - 1, 0)]])
    assert narrow.exact_dtype is np.int64
    assert packages_from_tables([[(2**61, 0)], [(2**61, 0)]]).exact_dtype is object


def test_too_many_linked_combinations_are_refused_before_they_are_made():
    issues = "\n".join(f"  i{n}: {{name: I, range: {{low: 0, high: 99, step: 1}}}}" for n in range(4))
    worths = "\n".join(f"      i{n}: {{curve: {{0: 0, 99: 1}}}}" for n in range(4))
    condition = " | ".join(f"i{n} > 98" for n in range(4))
    text = f"title: T\nissues:\n{issues}\nparties:\n"
    text += "".join(f"  {id_}:\n    name: A\n    worths:\n{worths}\n" for id_ in "ab")
    text += f"constraints: [never: {condition}]\n"
    checked = check_text(text)
    assert not checked.problems
    with pytest.raises(TooLarge, match="linked"):
        build_packages(checked.conflict)


def test_a_rule_over_more_issues_than_an_array_has_axes():
    ids = [*"abcdefghijklmnopqrstuvwxyz", *(f"{a}{b}" for a in "abcdefg" for b in "uvwxyz")]
    content = {"title": "Wide", "issues": {id_: {"name": id_, "values": {"y": "Y"}} for id_ in ids}}
    content["issues"]["zz"] = {"name": "Z", "values": {"y": "Y", "n": "N"}}
    worths = {id_: {"points": dict.fromkeys(issue["values"], 1)} for id_, issue in content["issues"].items()}
    content["parties"] = {id_: {"name": id_, "worths": worths} for id_ in "ab"}
    content["constraints"] = [{"never": "&".join(f"{id_}=y" for id_ in [*ids, "zz"])}]
    packages = build_packages(cg.Conflict.model_validate(content))
    assert packages.count == 1
    assert len(packages.bundles[0].issues) == 69


def test_points_without_a_common_denominator_of_sensible_length_are_a_fault(tmp_path):
    rng = random.Random(1)
    values = [f"v{i}" for i in range(10)]
    points = ", ".join(f"{value}: 1/{rng.randint(10**40, 10**41)}" for value in values)
    lines = [
        "title: Long",
        "issues:",
        f"  a: {{name: A, values: {{{', '.join(f'{v}: {v}' for v in values)}}}}}",
        "parties:",
    ]
    lines.append(f"  p: {{name: P, worths: {{a: {{points: {{{points}}}}}}}}}")
    lines.append(f"  q: {{name: Q, worths: {{a: {{points: {{{', '.join(f'{v}: 1' for v in values)}}}}}}}}}")
    (tmp_path / "conflict.yaml").write_text("\n".join(lines))
    (problem,) = cg.check(tmp_path).problems
    assert (problem.code, problem.path, problem.origin.line) == ("CG013", ("parties", "p", "worths"), 5)
    assert "at most 250 digits" in problem.expected


def test_every_fault_is_reported_in_one_run():
    text = (
        GAS.replace("new: 5/7", "nwe: 5/7, new: many").replace("0.5: 3,", "2: 3,").replace("slow: 0,", "slow: 0, x: 1,")
    )
    text = (
        text.replace("seats >= 8", "seets >= 8")
        .replace("status = new}", "status > new}")
        .replace("package: now}\n", "package: no}\n")
    )
    problems = check_text(text).errors
    found = [(problem.code, problem.origin.line) for problem in problems]
    assert found == [
        ("CG040", 12),
        ("CG013", 12),
        ("CG040", 14),
        ("CG040", 17),
        ("CG045", 18),
        ("CG040", 26),
        ("CG040", 32),
        ("CG045", 38),
    ], [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "change",
    [
        ("values: {old: Old, new: {name: New}, split: Split}", "values: [a, b]"),
        ("points: {old: 0, new: 5/7, split: 0.25}", "points: 3"),
        ("high: 12, step: 4", "high: -1, step: 4"),
        ("high: 12, step: 4", "high: 1e14, step: 0.001"),
        ("high: 12, step: 4", "high: 12, step: 0"),
        ("high: 12, step: 4", "high: 12, step: 4/0"),
        ("reservation: 3.5", "reservation: {points: 1, package: now}"),
        ("reservation: 3.5", "reservation: " + "9" * 50),
        ('when: "share > 0.5", only_if: status = new', "when: share > 0.5"),
        ("{party: c, package: now}", "{party: d}"),
        ("values: {status: old,", "values: {status: 7,"),
        ("issues:", "isues:"),
        ("status:", "Status:"),
    ],
)
def test_faulty_files_give_problems_and_nothing_else(change):
    assert change[0] in GAS
    assert check_text(GAS.replace(*change)).errors


def test_garbled_files_never_raise():
    rng = random.Random(7)
    words = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "-1",
        "1e9",
        "5/7",
        "now",
        "status",
        "seats",
        "=",
        "<",
        "in",
        "",
        "null",
        "a",
        "- x",
    ]
    tokens = re.findall(r"\s+|[\w./-]+|.", GAS)
    for _ in range(400):
        garbled = list(tokens)
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(garbled))
            garbled[place : place + rng.randint(0, 2)] = [rng.choice(words)]
        checked = check_text("".join(garbled))
        for problem in checked.problems:
            assert problem.origin is not None
            assert str(problem)
        assert checked.errors or checked.conflict is not None
