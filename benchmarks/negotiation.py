"""How long and how much memory frontier and solutions take: ``python benchmarks/negotiation.py [--large]``.

Growth tables of random additive packages, ten values per issue, up to 10^15 of them. ``real``: independent worths on a
scale of 10^9; ``int100``: on a scale of 100; ``opposed``: every issue divides something, so that all its values are
efficient, weights differ; ``opposed-int100`` the same on a scale of 100. Each row runs in a process of its own, with
seeds 1 to 3, and the slowest counts. Times are processor seconds. ``frontier`` is the exact frontier with its
counts, ``zone`` the zone above 30% of each party's best with its count, ``nash`` and ``maxmin`` the solutions
without a frontier. A dash means beyond the limit of 500,000 utility vectors. ``--large`` adds rows that take minutes.
The table is printed, and written with the machine's description to ``results/negotiation.json``.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = (1, 2, 3)
VALUES = 10
LIMIT = 500_000
ROWS = [(2, kind, issues) for kind in ("real", "int100", "opposed") for issues in (6, 9, 12, 15, 30)]
ROWS += [(3, kind, issues) for kind in ("real", "int100", "opposed-int100") for issues in (6, 9, 12, 15)]
ROWS += [(3, "opposed", issues) for issues in (6, 7)]
ROWS += [(4, kind, issues) for kind in ("int100", "opposed-int100") for issues in (6, 9, 12, 15)]
ROWS += [(4, "real", issues) for issues in (6, 9)]
LARGE = [(3, "opposed", 9), (3, "opposed", 15), (4, "real", 12), (4, "real", 15), (5, "int100", 9)]
COLUMNS = (
    ("parties", "{:7}"),
    ("kind", "{:15}"),
    ("packages", "{:>9}"),
    ("vectors", "{:>9}"),
    ("frontier", "{:>9}"),
    ("zone", "{:>9}"),
    ("counted", "{:>8}"),
    ("nash", "{:>7}"),
    ("maxmin", "{:>7}"),
    ("gap", "{:>8}"),
    ("megabytes", "{:>9}"),
)


def random_tables(parties, kind, issues, seed):
    """Return int[v, p] per issue."""
    import numpy as np

    rng = np.random.default_rng([parties, issues, seed])
    scale = 100 if kind.endswith("int100") else 10**9
    weights = rng.dirichlet(np.ones(issues), size=parties)
    tables = []
    for i in range(issues):
        if kind.startswith("opposed"):
            base = rng.dirichlet(np.ones(parties), size=VALUES)
            base /= base.max(axis=0)
        else:
            base = rng.random((VALUES, parties))
        tables.append(np.rint(base * weights[:, i] * scale).astype(int))
    return tables


def one_row(parties, kind, issues):
    """Return the slowest of the seeds for one row of the table."""
    from commonground.analysis.negotiation import find_best, find_frontier, find_zone
    from commonground.errors import TooLarge
    from commonground.forms import packages_from_tables

    def timed(call):
        start = time.process_time()
        try:
            result = call()
        except TooLarge:
            result = None
        return result, time.process_time() - start

    worst = {}
    for seed in SEEDS:
        tables = [[tuple(int(u) for u in row) for row in table] for table in random_tables(parties, kind, issues, seed)]
        held = [sum(max(row[p] for row in table) for table in tables) * 3 // 10 for p in range(parties)]
        packages = packages_from_tables(tables, held)
        frontier, seconds = timed(lambda packages=packages: find_frontier(packages, limit=LIMIT))
        zone, zone_seconds = timed(lambda packages=packages: find_zone(packages, limit=LIMIT))
        nash, nash_seconds = timed(lambda packages=packages: find_best(packages, "nash"))
        even, even_seconds = timed(lambda packages=packages: find_best(packages, "egalitarian"))
        row = {
            "vectors": frontier.size if frontier else 0,
            "frontier": seconds if frontier else None,
            "zone": zone_seconds,
            "counted": zone.count is not None,
            "nash": nash_seconds,
            "maxmin": even_seconds,
            "gap": max(nash.gap or 0.0, even.gap or 0.0),
            "certain": nash.certain and even.certain,
        }
        for key, value in row.items():
            held_value = worst.get(key, value)
            if value is None or held_value is None:
                worst[key] = None
            else:
                worst[key] = min(value, held_value) if key in ("counted", "certain") else max(value, held_value)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"parties": parties, "kind": kind, "packages": f"10^{issues}", **worst, "megabytes": megabytes}


def shown(row):
    """Return a row as a line of the table."""
    cells = dict(row)
    cells["vectors"] = f"{row['vectors']:,}" if row["frontier"] is not None else "-"
    for key in ("frontier", "zone", "nash", "maxmin"):
        cells[key] = "-" if row[key] is None else f"{row[key]:.3f}"
    cells["counted"] = "yes" if row["counted"] else "no"
    cells["gap"] = "0" if row["certain"] else f"{row['gap']:.2%}"
    return " ".join(form.format(cells[name]) for name, form in COLUMNS)


def main():
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--row", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.row:
        parties, kind, issues = arguments.row
        print(json.dumps(one_row(int(parties), kind, int(issues))))
        return
    print(" ".join(form.split(":")[0] and form.replace(",", "").format(name) for name, form in COLUMNS))
    machine = {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    target = ROOT / "benchmarks" / "results" / "negotiation.json"
    rows = []
    for parties, kind, issues in ROWS + (LARGE if arguments.large else []):
        command = [sys.executable, __file__, "--row", str(parties), kind, str(issues)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        rows.append(json.loads(done.stdout))
        print(shown(rows[-1]), flush=True)
        # Kept row by row: the last ones take minutes, and the table is worth having without them.
        target.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
