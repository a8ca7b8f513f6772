"""Frontier and Nash point against NegMAS on the same random domains: ``python benchmarks/negmas.py``.

NegMAS is installed from PyPI into a virtual environment in a temporary folder; it is no dependency. Two parties, ten
values per issue, whole worths from 0 to 100, no reservation. Each tool and size runs in a process of its own; times are
processor seconds from the tables of worths to the answer, best of three; memory is the peak of the process.
Both must find the same number of frontier vectors. Written to ``results/negmas.json``.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (2, 3, 4, 5)
REPEATS = 3
TIME_LIMIT = 40
START = """
import json, random, resource, time
n = {issues}
rng = random.Random(n)
tables = [[(rng.randint(0, 100), rng.randint(0, 100)) for _ in range(10)] for _ in range(n)]
best = None
"""
OURS = """
from commonground.analysis.negotiation import find_best, find_frontier
from commonground.forms import packages_from_tables
def run():
    packages = packages_from_tables(tables, [0, 0])
    find_best(packages, "nash")
    return find_frontier(packages).size
"""
THEIRS = """
from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
from negmas.preferences.value_fun import TableFun
from negmas.preferences.ops import nash_points, pareto_frontier
def run():
    issues = [make_issue([f"v{{v}}" for v in range(10)], f"i{{i}}") for i in range(n)]
    space = make_os(issues)
    ufuns = [LinearAdditiveUtilityFunction([TableFun({{f"v{{v}}": float(row[p]) for v, row in enumerate(table)}})
             for table in tables], weights=[1.0] * n, outcome_space=space, reserved_value=0.0) for p in range(2)]
    outcomes = list(space.enumerate_or_sample())
    points, _ = pareto_frontier(ufuns, outcomes)
    nash_points(ufuns, points, outcomes=outcomes)
    return len(set(map(tuple, points)))
"""
END = """
for _ in range({repeats}):
    start = time.process_time()
    vectors = run()
    spent = time.process_time() - start
    best = spent if best is None else min(best, spent)
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print("ROW" + json.dumps({{"seconds": best, "megabytes": megabytes, "vectors": vectors}}))
"""


def measure(python, body, issues):
    """Return seconds, megabytes and vectors of one tool on one size; None beyond the time limit."""
    code = (START + body + END).format(issues=issues, repeats=REPEATS)
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=TIME_LIMIT, check=True)
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.stderr[-1500:]) from None
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("ROW"))[3:])


def main():
    """Install NegMAS, measure, print and keep the rows."""
    with tempfile.TemporaryDirectory() as folder:
        python = sys.argv[1] if len(sys.argv) > 1 else f"{folder}/bin/python"
        if len(sys.argv) == 1:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "negmas"], check=True)
        ask = "import importlib.metadata as m; print(m.version('negmas'))"
        version = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        rows = []
        for issues in SIZES:
            ours, theirs = measure(sys.executable, OURS, issues), measure(python, THEIRS, issues)
            same = ours["vectors"] == theirs["vectors"] if ours and theirs else None
            ratio = round(theirs["seconds"] / ours["seconds"], 1) if ours and theirs else None
            rows.append({"packages": 10**issues, "ours": ours, "negmas": theirs, "ratio": ratio, "same_frontier": same})
            print(rows[-1], flush=True)
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    kept = {"negmas": version, "machine": machine, "time_limit": TIME_LIMIT, "rows": rows}
    target = Path(__file__).parent / "results" / "negmas.json"
    target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
