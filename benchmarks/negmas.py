"""Frontier and Nash point against NegMAS on the same domains: ``python benchmarks/negmas.py``.

NegMAS is installed from PyPI into a virtual environment in a temporary folder; it is no dependency.
``python benchmarks/negmas.py PYTHON`` takes an interpreter that has it already.

Random domains: ten values per issue, whole worths from 0 to 100, no reservation; 2, 3 and 4 parties, 10^2 packages
and more. Opposed domains: every issue divides something, on a scale of a million, so that frontiers are long. Public
domains: the GENIUS files of a folder ``shared/cases/negotiation`` beside the repository, if there is one. The
frontier is that of the packages that give everybody its reservation, since that is what NegMAS makes. Each tool and
domain runs in a process of its own with a limit of processor time; ours and theirs take turns. Seconds are processor
seconds from the tables of worths to frontier and Nash point, the best of up to five runs (one where it takes more
than two seconds). Megabytes are the peak of the process, imports included (``before``: ahead of the runs); Linux
only.

``negmas`` is what its functions for a scenario do (``pareto_frontier``, ``nash_points``), told the ranges of
utilities, which spares it a search; ``sampler`` is its own merging of issues, for two parties with additive utilities
(``MOBANOSParetoSampler``), which those functions do not use. Both are compared with ours: the number of frontier
vectors, and the product of gains at the Nash point. Written to ``results/negmas.json``; ``python -m
benchmarks.plot_negmas`` makes picture and table.
"""

import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parent.parent
TIME_LIMIT = 60
RANDOM = [(2, n) for n in (2, 3, 4, 5, 6, 7)] + [(p, n) for p in (3, 4) for n in (2, 3, 4, 5, 6)]
BEYOND = [(p, n) for p in (2, 3, 4) for n in (9, 12, 15)]
"""Parties and issues; ``BEYOND`` for ours and the sampler alone."""
OPPOSED = [(2, n) for n in (3, 4, 5, 6, 9, 15)] + [(3, n) for n in (3, 4, 5, 6)]
START = """
import json, math, sys, time, warnings
warnings.simplefilter("ignore")
from fractions import Fraction
given = json.load(sys.stdin)
exact = [[[Fraction(x) for x in row] for row in table] for table in given["tables"]]
parties = len(given["reservations"])
def peak():
    # Not `ru_maxrss`, which begins with what the parent held.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
held = [Fraction(x) for x in given["reservations"]]
"""
OURS = """
from commonground.analysis.negotiation import find_frontier, solve_rules
from commonground.forms import packages_from_tables
tables = [[tuple(int(x) if x.denominator == 1 else x for x in row) for row in table] for table in exact]
def run():
    packages = packages_from_tables(tables, held)
    frontier = find_frontier(packages, floor=packages.reservations)
    (nash,) = solve_rules(frontier, ["nash"]) if frontier.size else (None,)
    return frontier.size, packages.points(frontier.vectors[nash.vectors[0]].tolist()) if nash else None
"""
SPACE = """
from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
from negmas.preferences.ops import nash_points, pareto_frontier
from negmas.preferences.value_fun import TableFun
tables = [[tuple(float(x) for x in row) for row in table] for table in exact]
floats = [float(x) for x in held]
def ufuns_of(tables):
    issues = [make_issue([f"v{v}" for v in range(len(table))], f"i{i}") for i, table in enumerate(tables)]
    space = make_os(issues)
    ufuns = []
    for p in range(parties):
        worths = [TableFun({f"v{v}": row[p] for v, row in enumerate(table)}) for table in tables]
        made = LinearAdditiveUtilityFunction(worths, weights=[1.0] * len(tables), outcome_space=space,
                                             reserved_value=floats[p])
        ufuns.append(made)
    return space, ufuns, [(0.0, sum(max(row[p] for row in table) for table in tables)) for p in range(parties)]
"""
THEIRS = (
    SPACE
    + """
def run():
    space, ufuns, ranges = ufuns_of(tables)
    outcomes = list(space.enumerate_or_sample())
    assert len(outcomes) == math.prod(map(len, tables))
    points, _ = pareto_frontier(ufuns, outcomes)
    found = nash_points(ufuns, points, ranges=ranges)
    return len(set(map(tuple, points))), found[0][0] if found else None
"""
)
SAMPLER = (
    SPACE
    + """
from negmas import MOBANOSParetoSampler
def run():
    space, ufuns, ranges = ufuns_of(tables)
    sampler = MOBANOSParetoSampler()
    sampler.init(*ufuns)
    outcomes = sampler.pareto_outcomes()
    points = [tuple(float(ufun(outcome)) for ufun in ufuns) for outcome in outcomes]
    points = [point for point in points if all(u >= d for u, d in zip(point, floats))]
    found = nash_points(ufuns, points, ranges=ranges)
    return len(set(points)), found[0][0] if found else None
"""
)
END = """
before = peak()
times = []
while len(times) < 5 and sum(times) < 2:
    start = time.process_time()
    vectors, point = run()
    times.append(time.process_time() - start)
megabytes = peak()
product = None if point is None else float(math.prod(Fraction(u) - d for u, d in zip(point, held)))
print("ROW" + json.dumps({"seconds": min(times), "runs": len(times), "megabytes": megabytes, "before": before,
      "vectors": vectors, "product": product}))
"""
BODIES = {"ours": OURS, "negmas": THEIRS, "sampler": SAMPLER}


def random_case(parties, issues):
    """Return a random domain: name, tables and reservations as texts."""
    rng = random.Random(issues if parties == 2 else 100 * parties + issues)
    tables = [[[str(rng.randint(0, 100)) for _ in range(parties)] for _ in range(10)] for _ in range(issues)]
    return {"name": f"10^{issues}", "parties": parties, "packages": 10**issues, "tables": tables, "kind": "random"}


def opposed_case(parties, issues):
    """Return a domain whose issues each divide something, so that all their values are efficient; a scale of 10^6."""
    rng = random.Random(1000 * parties + issues)
    tables = []
    for _ in range(issues):
        weights = [rng.randint(10**5, 10**6) for _ in range(parties)]
        table = []
        for _ in range(10):
            parts = [rng.expovariate(1) for _ in range(parties)]
            table.append([str(round(w * x / sum(parts))) for w, x in zip(weights, parts, strict=True)])
        tables.append(table)
    return {"name": f"10^{issues}", "parties": parties, "packages": 10**issues, "tables": tables, "kind": "opposed"}


def public_cases():
    """Return the public GENIUS domains that lie beside the repository, perhaps none."""
    folder = next((f for f in (ROOT.parent / "shared", ROOT / "shared") if f.is_dir()), ROOT) / "cases" / "negotiation"
    if not (folder / "answers.json").is_file():
        return []
    from commonground.exchange import read_genius
    from commonground.forms import build_packages

    found = []
    for name, case in json.loads((folder / "answers.json").read_text(encoding="utf-8")).items():
        files = [(file, (folder / name / file).read_text(encoding="utf-8-sig")) for file in case["profiles"]]
        domain = (case["domain"], (folder / name / case["domain"]).read_text(encoding="utf-8-sig"))
        packages = build_packages(read_genius(domain, files).conflict)
        bundles = sorted(packages.bundles, key=lambda bundle: bundle.issues)
        tables = [
            [[str(Fraction(int(u), s)) for u, s in zip(row, packages.scales, strict=True)] for row in bundle.utilities]
            for bundle in bundles
        ]
        held = [str(x) for x in packages.points(packages.reservations)]
        row = {"name": name, "parties": len(held), "packages": packages.count, "tables": tables, "kind": "public"}
        found.append(row | {"reservations": held})
    return sorted(found, key=lambda row: (row["parties"], row["packages"]))


def measure(python, tool, case):
    """Return what one tool does on one domain; the text of the reason where it does not finish."""
    given = {"tables": case["tables"], "reservations": case.get("reservations", ["0"] * case["parties"])}
    code = f"import resource\nresource.setrlimit(resource.RLIMIT_CPU, ({TIME_LIMIT}, {TIME_LIMIT}))\n"
    code += START + BODIES[tool] + END
    try:
        done = subprocess.run(
            [python, "-c", code],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=20 * TIME_LIMIT,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired:
        return f"more than {20 * TIME_LIMIT} s by the clock"
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"more than {TIME_LIMIT} s"
    lines = [line for line in done.stdout.splitlines() if line.startswith("ROW")]
    if not lines:
        last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return last[:200]
    return json.loads(lines[0][3:])


def compared(ours, theirs):
    """Return how many times as long they take, and whether vectors and Nash products agree."""
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return {"ratio": None, "same_frontier": None, "same_nash": None}
    one, two = ours["product"], theirs["product"]
    same = one == two if one is None or two is None else abs(one - two) <= 1e-9 * max(abs(one), 1e-9)
    ratio = round(max(theirs["seconds"], 1e-6) / max(ours["seconds"], 1e-6), 2)
    return {"ratio": ratio, "same_frontier": ours["vectors"] == theirs["vectors"], "same_nash": same}


def install(folder):
    """Make a virtual environment with NegMAS; return its interpreter."""
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([base, "-m", "venv", "--without-pip", folder], check=True)
    python = f"{folder}/bin/python"
    subprocess.run([base, "-m", "pip", "--python", python, "install", "-q", "negmas"], check=True)
    return python


def main():
    """Install NegMAS, measure, print and keep the rows."""
    with tempfile.TemporaryDirectory() as folder:
        python = sys.argv[1] if len(sys.argv) > 1 else install(folder)
        ask = "import importlib.metadata as m; print(m.version('negmas'))"
        version = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        rows = []
        cases = [random_case(*size) for size in RANDOM + BEYOND]
        cases += [opposed_case(*size) for size in OPPOSED] + public_cases()
        for case in cases:
            tools = ["ours"] + ["negmas"] * (case["packages"] <= 10**7) + ["sampler"] * (case["parties"] == 2)
            row = {key: case[key] for key in ("kind", "name", "parties", "packages")}
            for tool in tools:
                row[tool] = measure(sys.executable if tool == "ours" else python, tool, case)
                if tool != "ours":
                    row[f"{tool}_against_ours"] = compared(row["ours"], row[tool])
            rows.append(row)
            print(json.dumps(row), flush=True)
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    kept = {"negmas": version, "machine": machine, "time_limit": TIME_LIMIT, "rows": rows}
    target = Path(__file__).parent / "results" / "negmas.json"
    target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
