"""How long and how much memory it takes to build and solve a model: ``python benchmarks/stability.py``.

Each size runs in a process of its own, so that peak memory is its own. The ratio compares the five concepts with
the definitions transcribed in ``tests/oracles`` on the same model, where that ends in reasonable time.
"""

import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZES = ((4, 1), (4, 2), (4, 3), (2, 6), (3, 4), (3, 5), (4, 4))
ORACLE_STATES = 256


def conflict(parties: int, options: int):
    """Return a conflict with that many parties, each with that many options; preferences from a fixed seed."""
    import numpy as np

    from commonground.model import Conflict

    random = np.random.default_rng(2014)
    k = parties * options
    members = {}
    for p in range(parties):
        pairs = zip(
            random.integers(1, k + 1, 14), random.integers(1, k + 1, 14), random.integers(0, 2, 14), strict=True
        )
        members[f"p{p}"] = {
            "name": f"P{p}",
            "options": {f"o{p}_{o}": f"O{o}" for o in range(options)},
            "preferences": {"statements": [f"{a} iff {b}" if c else f"-{a} | {b}" for a, b, c in pairs]},
        }
    return Conflict.model_validate({"title": "benchmark", "parties": members})


def oracle_seconds(graph) -> float | None:
    """Return how long the definitions take on the same graph, or None where that would be too long."""
    if graph.size > ORACLE_STATES:
        return None
    from tests.oracles import stability as oracle

    moves = [{s: set(m.from_state(s).tolist()) for s in range(graph.size)} for m in graph.moves]
    ranks, parties = graph.ranks.tolist(), range(len(graph.parties))
    begun = time.perf_counter()
    for concept in ("nash", "gmr", "smr", "seq", "sseq"):
        for party in parties:
            for state in range(graph.size):
                oracle.is_stable(moves, ranks, parties, party, state, concept)
    return time.perf_counter() - begun


def measure(parties: int, options: int) -> dict[str, float | int | None]:
    """Build and solve one model; times are the best of three."""
    from commonground.analysis.stability import solve
    from commonground.forms import build_graph

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model, build, solved = conflict(parties, options), math.inf, math.inf
    for _ in range(3):
        begun = time.perf_counter()
        graph = build_graph(model)
        built = time.perf_counter()
        solve(graph)
        build, solved = min(build, built - begun), min(solved, time.perf_counter() - built)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    moves = sum(len(m) for m in graph.moves)
    return {
        "states": graph.size,
        "moves": moves,
        "build": build,
        "solve": solved,
        "memory": (peak - before) / 1024,
        "oracle": oracle_seconds(graph),
    }


def main() -> None:
    """Print the table."""
    print("parties options   states      moves  build s  solve s  ns/(party,state)  extra MB  definitions/solve")
    for parties, options in SIZES:
        command = [sys.executable, __file__, str(parties), str(options)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        row = json.loads(done.stdout)
        each = row["solve"] / (parties * row["states"]) * 1e9
        ratio = f"{row['oracle'] / row['solve']:,.0f}" if row["oracle"] else "-"
        print(
            f"{parties:7} {options:7} {row['states']:8,} {row['moves']:10,} {row['build']:8.3f} {row['solve']:8.3f}"
            f" {each:17,.0f} {row['memory']:9.0f} {ratio:>18}",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.path.insert(0, str(ROOT))
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
