"""How long and how much memory it takes to solve a model: ``python benchmarks/stability.py [--large]``.

Growth tables for four parties: every selection feasible; 30% infeasible; one one-way option per party; and the chain
on which sweeps need a round per two states (three parties). Each row runs in a process of its own. Times are
processor seconds, the best of several runs, so that other work on the machine disturbs them little; ``--large`` adds
2^22 and 2^24 states to the first. The table is printed, and written with the machine's description to
``results/stability.json``.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTIES = 4
OPTIONS = (8, 12, 14, 16, 18, 20)
LARGE = (22, 24)
CHAIN_BITS = (3, 5, 7)
FAMILIES = ("full", "sparse", "one-way")
RANKS = ("strict", "ties")
THREE, FIVE = ("nash", "gmr", "smr"), ("nash", "gmr", "smr", "seq", "sseq")
ORACLE_STATES = 256
COLUMNS = (
    ("family", "{:8}"),
    ("ranks", "{:7}"),
    ("states", "{:11,}"),
    ("build", "{:8.3f}"),
    ("three", "{:9.4f}"),
    ("five", "{:9.4f}"),
    ("reads_three", "{:12.1f}"),
    ("ns_three", "{:9.1f}"),
    ("ns_five", "{:8.1f}"),
    ("bytes_three", "{:12.1f}"),
    ("bytes_five", "{:11.1f}"),
    ("exponent", "{:9.2f}"),
    ("method", "{:7}"),
    ("definitions", "{:12,.0f}"),
)


def conflict(parties: int, options: int, family: str = "full"):
    """Return a conflict with that many parties and options in all; statements from a fixed seed.

    ``sparse``: two rules leave 70% of the selections; ``one-way``: each party's first option can only be taken.
    """
    import numpy as np

    from commonground.model import Conflict

    random = np.random.default_rng(2014)
    members = {}
    for p in range(parties):
        own = options // parties + (p < options % parties)
        pairs = zip(
            random.integers(1, options + 1, 14),
            random.integers(1, options + 1, 14),
            random.integers(0, 2, 14),
            strict=True,
        )
        members[f"p{p}"] = {
            "name": f"P{p}",
            "options": {
                f"o{p}_{o}": {"name": "O", "direction": "forward" if family == "one-way" and o == 0 else "both"}
                for o in range(own)
            },
            "preferences": {"statements": [f"{a} iff {b}" if c else f"-{a} | {b}" for a, b, c in pairs]},
        }
    rules = [{"never": "o0_0 & o1_0"}, {"never": "o0_1 & o1_1 & o2_0 & o3_0"}] if family == "sparse" else []
    return Conflict.model_validate({"title": "benchmark", "parties": members, "feasibility": rules})


def oracle_seconds(graph) -> float | None:
    """Return how long the definitions take on the same graph, or None where that would be too long."""
    if graph.size > ORACLE_STATES:
        return None
    from tests.oracles import stability as oracle

    moves = [{s: set(m.from_state(s).tolist()) for s in range(graph.size)} for m in graph.moves]
    ranks, parties = graph.ranks.tolist(), range(len(graph.parties))

    def every() -> None:
        for concept in FIVE:
            for party in parties:
                for state in range(graph.size):
                    oracle.is_stable(moves, ranks, parties, party, state, concept)

    return seconds(every, 1)


def seconds(work, times: int) -> float:
    """Return the least processor seconds of several runs."""
    best = math.inf
    for _ in range(times):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def extra_bytes(work) -> int:
    """Return the most memory that the work holds at a time, its answer among it."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure(family: str, ranks: str, options: int) -> dict[str, float | int | str | None]:
    """Build and solve one model."""
    import numpy as np
    from tests.chains import eulerian_chain

    from commonground.analysis.stability import solve
    from commonground.forms import build_graph

    begun = time.process_time()
    graph = eulerian_chain(options) if family == "chain" else build_graph(conflict(PARTIES, options, family))
    build = time.process_time() - begun
    if ranks == "strict":
        random = np.random.default_rng(7)
        graph = replace(graph, ranks=np.stack([random.permutation(graph.size) for _ in graph.parties]).astype(np.int32))
    fresh = graph.structure
    cells = graph.size * len(graph.parties)
    times = 20 if graph.size <= 2**14 else 5 if graph.size <= 2**20 else 2
    answers = {}
    for name, concepts in (("three", THREE), ("five", FIVE)):

        def work(concepts=concepts):
            return solve(replace(graph, structure=replace(fresh, _groupings={})), concepts)

        took = seconds(work, times)
        answers |= {name: took, f"ns_{name}": took / cells * 1e9, f"bytes_{name}": extra_bytes(work) / cells}
    read = seconds(lambda: [graph.ranks.max() for _ in range(20)], 5) / 20
    oracle = oracle_seconds(graph)
    return {
        "family": family,
        "ranks": ranks,
        "states": graph.size,
        "parties": len(graph.parties),
        "build": build,
        **answers,
        "read": read,
        "reads_three": answers["three"] / read,
        "reads_five": answers["five"] / read,
        "method": solve(graph, ["seq"]).methods["seq"],
        "definitions": None if oracle is None else oracle / answers["five"],
    }


def machine() -> dict[str, str | int | None]:
    """Return what the figures were measured on."""
    import numpy as np

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), None)
    return {
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def rows(large: bool):
    """Return what to measure: family, ranks and options."""
    for family in FAMILIES:
        for ranks in RANKS:
            for options in OPTIONS + LARGE * (large and family == "full"):
                yield family, ranks, options
    for bits in CHAIN_BITS:
        yield "chain", "own", bits


def main(large: bool, place: Path) -> None:
    """Print the table and write the results."""
    print(
        "  ".join(name.rjust(len(shape.format(0 if "." in shape or "," in shape else ""))) for name, shape in COLUMNS)
    )
    results: list[dict] = []
    for family, ranks, options in rows(large):
        command = [sys.executable, __file__, "--one", family, ranks, str(options)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        row = json.loads(done.stdout)
        before = results[-1] if results and (results[-1]["family"], results[-1]["ranks"]) == (family, ranks) else None
        growth = None if before is None else math.log(row["five"] / before["five"])
        row["exponent"] = None if growth is None else growth / math.log(row["states"] / before["states"])
        results.append(row)
        cells = (shape.format(row[name]) if row[name] is not None else "-" for name, shape in COLUMNS)
        widths = (max(len(name), len(shape.format(0) if "." in shape else "")) for name, shape in COLUMNS)
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)), flush=True)
    place.parent.mkdir(exist_ok=True)
    command = "python benchmarks/stability.py" + " --large" * large
    place.write_text(json.dumps({"command": command, "machine": machine(), "rows": results}, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="2^22 and 2^24 states too (12 GB of memory, minutes)")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "results" / "stability.json")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], asked.one[1], int(asked.one[2]))))
    else:
        main(asked.large, asked.to)
