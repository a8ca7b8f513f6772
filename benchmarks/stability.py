"""How long and how much memory it takes to solve a model: ``python benchmarks/stability.py [--large]``.

Growth tables for four parties: every selection feasible; 30% infeasible; one one-way option per party; and the chain
on which sweeps need a round per two states (three parties). Each row runs in a process of its own: in NumPy, then with
the compiled kernels of the extra ``fast`` (loaded before; how long that takes is measured apart), and both with two
threads. Times are processor seconds, the best of several runs, so that other work on the machine disturbs them little;
for two threads seconds by the clock, against one thread in the same process, which need a quiet machine. ``--large``
adds 2^22 and 2^24 states to the first family. The table is printed, and written with the machine's description to
``results/stability.json``; keys that begin with ``fast_`` are the compiled kernels', all others NumPy's.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTIES = 4
OPTIONS = (8, 12, 14, 16, 18, 20)
LARGE = (22, 24)
CHAIN_BITS = (3, 5, 7, 8)
FAMILIES = ("full", "sparse", "one-way")
RANKS = ("strict", "ties")
THREE, FIVE = ("nash", "gmr", "smr"), ("nash", "gmr", "smr", "seq", "sseq")
ORACLE_STATES = 256
COLUMNS = (
    ("family", "{:8}"),
    ("ranks", "{:6}"),
    ("states", "{:10,}"),
    ("build", "{:6.2f}"),
    ("three", "{:7.4f}"),
    ("five", "{:7.4f}"),
    ("reads_three", "{:11.1f}"),
    ("ns_five", "{:7.1f}"),
    ("bytes_five", "{:10.1f}"),
    ("exponent", "{:8.2f}"),
    ("two_five", "{:8.2f}"),
    ("method", "{:7}"),
    ("fast_three", "{:10.4f}"),
    ("fast_five", "{:9.4f}"),
    ("fast_reads_three", "{:16.1f}"),
    ("fast_ns_five", "{:12.1f}"),
    ("fast_bytes_five", "{:15.1f}"),
    ("fast_exponent", "{:13.2f}"),
    ("fast_two_five", "{:13.2f}"),
    ("fast_method", "{:11}"),
    ("definitions", "{:11,.0f}"),
)
NEVER = 2**62
TWO_FROM = 2**14


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


def use_kernels(wanted: bool) -> bool:
    """Make the dispatch use compiled kernels for every size, or for none; return whether that is done."""
    from commonground.analysis.stability import compiled

    compiled._FIRST = compiled._AGAIN = compiled._SEARCH = 0 if wanted else NEVER
    return not wanted or compiled.kernels() is not None


def wall_seconds(work, times: int) -> dict[int, float]:
    """Return the least seconds by the clock of several runs with one thread and with two, in turn."""
    best = {1: math.inf, 2: math.inf}
    for _ in range(times):
        for jobs in best:
            begun = time.perf_counter()
            work(jobs=jobs)
            best[jobs] = min(best[jobs], time.perf_counter() - begun)
    return best


def solved(graph, read: float, prefix: str) -> dict[str, float | str | None]:
    """Return what it takes to solve a graph by the methods that the dispatch chooses now."""
    from commonground.analysis.stability import solve

    fresh = graph.structure
    cells = graph.size * len(graph.parties)
    times = 20 if graph.size <= 2**14 else 5 if graph.size <= 2**20 else 2
    found: dict[str, float | str | None] = {}
    for name, concepts in (("three", THREE), ("five", FIVE)):

        def work(concepts=concepts, jobs=1):
            return solve(replace(graph, structure=replace(fresh, _groupings={})), concepts, jobs=jobs)

        took = seconds(work, times)
        found |= {name: took, f"ns_{name}": took / cells * 1e9, f"bytes_{name}": extra_bytes(work) / cells}
        found[f"reads_{name}"] = took / read
        wall = wall_seconds(work, times) if graph.size >= TWO_FROM else None
        found[f"two_{name}"] = wall[1] / wall[2] if wall else None
        found[f"wall_one_{name}"] = wall[1] if wall else None
        found[f"wall_two_{name}"] = wall[2] if wall else None
    methods = solve(graph, FIVE).methods
    found |= {"method": methods["seq"], "method_three": methods["gmr"]}
    return {prefix + key: value for key, value in found.items()}


def measure(family: str, ranks: str, options: int) -> dict[str, float | int | str | None]:
    """Build and solve one model."""
    import numpy as np
    from tests.chains import eulerian_chain

    from commonground.forms import build_graph

    begun = time.process_time()
    graph = eulerian_chain(options) if family == "chain" else build_graph(conflict(PARTIES, options, family))
    build = time.process_time() - begun
    if ranks == "strict":
        random = np.random.default_rng(7)
        graph = replace(graph, ranks=np.stack([random.permutation(graph.size) for _ in graph.parties]).astype(np.int32))
    read = seconds(lambda: [graph.ranks.max() for _ in range(20)], 5) / 20
    use_kernels(False)
    plain = solved(graph, read, "")
    fast = solved(graph, read, "fast_") if use_kernels(True) else {}
    oracle = oracle_seconds(graph)
    return {
        "family": family,
        "ranks": ranks,
        "states": graph.size,
        "parties": len(graph.parties),
        "build": build,
        "read": read,
        **plain,
        **fast,
        "definitions": None if oracle is None else oracle / plain["five"],
    }


def loading() -> dict[str, float | None]:
    """Return the seconds it takes to load the kernels, compiled anew and from numba's cache; None without numba."""
    code = (
        "import time, numpy; from commonground.analysis.stability import compiled; "
        "b = time.process_time(); k = compiled.kernels(); "
        "print(time.process_time() - b if k else None)"
    )
    took: dict[str, float | None] = {}
    with tempfile.TemporaryDirectory() as cache:
        for name in ("compiled", "cached"):
            environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
            done = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
            )
            took[name] = None if done.stdout.strip() == "None" else float(done.stdout)
    return took


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
        "numba": importlib.metadata.version("numba") if importlib.util.find_spec("numba") else None,
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def growth_of(results: list[dict]) -> list[dict[str, float | int | str]]:
    """Return the exponents with which the time of all five concepts grows from 2^14 states to the most measured."""
    found = []
    for family, ranks in dict.fromkeys((row["family"], row["ranks"]) for row in results):
        mine = [row for row in results if (row["family"], row["ranks"]) == (family, ranks) and row["states"] >= 2**13]
        for key in ("five", "fast_five"):
            if len(mine) > 1 and key in mine[0]:
                least, most = mine[0], mine[-1]
                exponent = math.log(most[key] / least[key]) / math.log(most["states"] / least["states"])
                found.append(
                    {"family": family, "ranks": ranks, "time": key, "to": most["states"], "exponent": exponent}
                )
    return found


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
    width = {
        name: max(len(name), len(shape.format(0 if "." in shape or "," in shape else ""))) for name, shape in COLUMNS
    }
    print("  ".join(name.rjust(width[name]) for name, _ in COLUMNS))
    command = "python benchmarks/stability.py" + " --large" * large
    content = {"command": command, "machine": machine(), "loading": loading()}
    results: list[dict] = []
    for family, ranks, options in rows(large):
        command = [sys.executable, __file__, "--one", family, ranks, str(options)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        row = json.loads(done.stdout)
        before = results[-1] if results and (results[-1]["family"], results[-1]["ranks"]) == (family, ranks) else None
        for key in ("five", "fast_five"):
            growth = None if before is None or key not in row else math.log(row[key] / before[key])
            exponent = None if growth is None else growth / math.log(row["states"] / before["states"])
            row[key.replace("five", "exponent")] = exponent
        results.append(row)
        cells = (shape.format(row[name]) if row.get(name) is not None else "-" for name, shape in COLUMNS)
        print("  ".join(cell.rjust(width[name]) for cell, name in zip(cells, width, strict=True)), flush=True)
        content["growth"] = growth_of(results)
        save(place, {**content, "complete": False, "rows": results})
    save(place, {**content, "complete": True, "rows": results})


def save(place: Path, content: dict) -> None:
    """Write the results so far."""
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="2^22 and 2^24 states too (12 GB of memory, half an hour)")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "results" / "stability.json")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], asked.one[1], int(asked.one[2]))))
    else:
        main(asked.large, asked.to)
