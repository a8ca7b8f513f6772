"""How long uncertain worths take: ``python benchmarks/uncertain.py``.

Random additive models whose points are all intervals: a whole number up to 100, and ten more. ``at worst`` is the exact
answer about Nash's package in the middle; ``100 draws`` the frontier, the zone and Nash's choice in each, without
redraws. Each row runs in a process of its own, with seeds 1 to 3, and the slowest counts. Times are processor seconds.
The table is printed, and written with the machine's description to ``results/uncertain.json``.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = (1, 2, 3)
WIDTH = 10
ROWS = (
    (2, 5, 4),
    (2, 10, 2),
    (2, 10, 10),
    (2, 15, 10),
    (3, 5, 4),
    (3, 6, 6),
    (3, 9, 6),
    (3, 12, 6),
    (4, 5, 4),
    (4, 6, 6),
)


def uncertain_model(parties, issues, values, seed):
    """Return a conflict whose points are all intervals; reservations at 30% of each party's best."""
    from commonground.model import Conflict

    rng = random.Random(f"{parties} {issues} {values} {seed}")
    ids = {f"i{i}": [f"v{v}" for v in range(values)] for i in range(issues)}

    def party(p):
        lows = {issue: {value: rng.randint(0, 100) for value in names} for issue, names in ids.items()}
        best = sum(max(one.values()) + WIDTH // 2 for one in lows.values())
        points = {
            issue: {"points": {value: f"{low} to {low + WIDTH}" for value, low in one.items()}}
            for issue, one in lows.items()
        }
        return {"name": f"P{p}", "reservation": str(best * 3 // 10), "worths": points}

    issues_ = {issue: {"name": issue, "values": {value: value for value in names}} for issue, names in ids.items()}
    parties_ = {f"p{p}": party(p) for p in range(parties)}
    return Conflict.model_validate({"title": "Random", "issues": issues_, "parties": parties_})


def one_row(parties, issues, values):
    """Return the slowest of the seeds for one row of the table."""
    from commonground.analysis.negotiation import find_at_worst, find_uncertainty, solve_packages
    from commonground.forms import build_estimates

    row = {"parties": parties, "issues": issues, "values": values, "vectors": 0, "at_worst": 0.0, "draws": 0.0}
    for seed in SEEDS:
        estimates = build_estimates(uncertain_model(parties, issues, values, seed))
        result = solve_packages(estimates.packages, ["nash"])
        chosen = result.answers["nash"].agreements[0].values
        start = time.process_time()
        find_at_worst(estimates, chosen)
        middle = time.process_time()
        find_uncertainty(estimates, result, draws=100, redraws=0, listed=1)
        row["vectors"] = max(row["vectors"], result.frontier.size)
        row["at_worst"] = max(row["at_worst"], middle - start)
        row["draws"] = max(row["draws"], time.process_time() - middle)
    return row | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def shown(row):
    """Return a row as a line of the table in the decision."""
    packages = f"{row['values']}^{row['issues']}"
    return f"| {row['parties']} | {packages} | {row['vectors']:,} | {row['at_worst']:.3f} | {row['draws']:.2f} |"


def main():
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--row", nargs=3, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.row:
        print(json.dumps(one_row(*arguments.row)))
        return
    print("| parties | packages | frontier | at worst | 100 draws |\n|---|---|---|---|---|")
    machine = {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    rows = []
    for row in ROWS:
        command = [sys.executable, __file__, "--row", *map(str, row)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        rows.append(json.loads(done.stdout))
        print(shown(rows[-1]), flush=True)
    target = ROOT / "benchmarks" / "results" / "uncertain.json"
    target.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
