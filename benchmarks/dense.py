"""How much faster than the definitions written out: ``python benchmarks/dense.py``.

Two implementations that share nothing with the solver, written from the definitions as a competent user of NumPy or of
Python would write them, and given the listed moves and the ranks for nothing:

``matrices``
    The matrix form (after Xu, Li, Hipel & Kilgour 2009): m x m matrices of moves and of improvements per party, the
    joint reach of the others by repeated products until nothing changes, who moved last kept apart; stability from
    products with the matrix of states that are no better. Products are single-precision, on one thread of the library
    that NumPy uses.
``sets``
    Loops over states and sets; what the others can reach from a state is kept, and so computed once.

Four parties, every selection feasible, all five concepts; seconds are the processor's. Each runs in a process of its
own under a time limit; one that does not end is reported as such, nothing is extrapolated. Its verdicts must be the
solver's, or there is no row. The table is printed, and written with the machine's description to
``results/dense.json``.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPTIONS = (6, 8, 10, 12)
FIVE = ("nash", "gmr", "smr", "seq", "sseq")
COLUMNS = ("way", "states", "seconds", "solver", "ratio")


def by_matrices(arcs, ranks):
    """Return verdicts bool[s] by concept and party; arcs[p] are pairs int[n, 2], ranks int[p, s]."""
    import numpy as np

    parties, size = ranks.shape
    moves = [np.zeros((size, size), dtype=bool) for _ in range(parties)]
    for party in range(parties):
        moves[party][arcs[party][:, 0], arcs[party][:, 1]] = True
    better = [ranks[p][None, :] > ranks[p][:, None] for p in range(parties)]
    improvements = [moves[p] & better[p] for p in range(parties)]
    verdicts = {}
    for p in range(parties):
        others = [q for q in range(parties) if q != p]
        worse = ~better[p]
        # Where the party, after a sanction, can still get to something better than where it began.
        safe = worse & ~_product(better[p], moves[p].T)
        verdicts["nash", p] = ~improvements[p].any(axis=1)
        for lists, plain, symmetric in ((moves, "gmr", "smr"), (improvements, "seq", "sseq")):
            reach = _joint_reach([lists[q] for q in others], size)
            for concept, sanctions in ((plain, worse), (symmetric, safe)):
                # deterred[s, t]: from t the others reach some state that is a sanction seen from s.
                deterred = _product(sanctions, reach.T)
                verdicts[concept, p] = ~(improvements[p] & ~deterred).any(axis=1)
    return verdicts


def _product(left, right):
    import numpy as np

    return left.astype(np.float32) @ right.astype(np.float32) > 0


def _joint_reach(lists, size):
    """Return bool[s, t]: t is reached from s by one or more moves, nobody moving twice in succession."""
    last = [own.copy() for own in lists]
    fresh = last
    while True:
        before = [_any([fresh[k] for k in range(len(lists)) if k != j], size) for j in range(len(lists))]
        step = [_product(start, own) for start, own in zip(before, lists, strict=True)]
        fresh = [new & ~old for new, old in zip(step, last, strict=True)]
        if not any(new.any() for new in fresh):
            return _any(last, size)
        last = [new | old for new, old in zip(fresh, last, strict=True)]


def _any(matrices, size):
    import numpy as np

    together = np.zeros((size, size), dtype=bool)
    for matrix in matrices:
        together |= matrix
    return together


def by_sets(arcs, ranks):
    """Return verdicts bool[s] by concept and party; arcs[p] are pairs int[n, 2], ranks int[p, s]."""
    import numpy as np

    parties, size = ranks.shape
    rank = ranks.tolist()
    moves = [[[] for _ in range(size)] for _ in range(parties)]
    for party in range(parties):
        for start, end in arcs[party].tolist():
            moves[party][start].append(end)
    improvements = [
        [[t for t in ends if rank[p][t] > rank[p][s]] for s, ends in enumerate(moves[p])] for p in range(parties)
    ]
    verdicts = {}
    for p in range(parties):
        own = rank[p]
        others = [q for q in range(parties) if q != p]
        best = [max([own[s], *(own[t] for t in moves[p][s])]) for s in range(size)]
        verdicts["nash", p] = np.array([not ends for ends in improvements[p]])
        for lists, plain, symmetric in ((moves, "gmr", "smr"), (improvements, "seq", "sseq")):
            reached = {t for ends in improvements[p] for t in ends}
            reach = {t: _reach(lists, others, t) for t in reached}
            for concept, after in ((plain, own), (symmetric, best)):
                verdicts[concept, p] = np.array(
                    [all(any(after[u] <= own[s] for u in reach[t]) for t in improvements[p][s]) for s in range(size)]
                )
    return verdicts


def _reach(lists, others, start):
    """Return the states that the others reach from a state, nobody moving twice in succession."""
    seen = {(end, q) for q in others for end in lists[q][start]}
    work = list(seen)
    while work:
        state, last = work.pop()
        for q in others:
            if q != last:
                for end in lists[q][state]:
                    if (end, q) not in seen:
                        seen.add((end, q))
                        work.append((end, q))
    return {state for state, _ in seen}


WAYS = {"sets": by_sets, "matrices": by_matrices}


def measure(way: str, options: int) -> dict[str, float | int | str]:
    """Run one implementation and the solver on the same graph; both must agree."""
    import numpy as np

    from benchmarks.stability import conflict, seconds
    from commonground.analysis.stability import solve
    from commonground.forms import build_graph

    graph = build_graph(conflict(4, options))
    arcs = []
    for moves in graph.moves:
        ends = [moves.from_state(state) for state in range(graph.size)]
        starts = np.repeat(np.arange(graph.size), [len(row) for row in ends])
        arcs.append(np.stack([starts, np.concatenate(ends)], axis=1))
    begun = time.process_time()
    verdicts = WAYS[way](arcs, graph.ranks)
    took = time.process_time() - begun

    def work():
        return solve(replace(graph, structure=replace(graph.structure, _groupings={})), FIVE)

    solution = work()
    for (concept, party), stable in verdicts.items():
        if not np.array_equal(stable, solution.results[concept].stable[party]):
            raise SystemExit(f"{way} and the solver differ: {concept}, party {party}")
    solver = seconds(work, 30)
    return {"way": way, "states": graph.size, "seconds": took, "solver": solver, "ratio": took / solver}


def main(limit: int, place: Path) -> None:
    """Print the table and write the results."""
    from benchmarks.stability import machine

    print(("{:>10} " * len(COLUMNS)).format(*COLUMNS))
    rows: list[dict[str, float | int | str]] = []
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    for way in WAYS:
        for options in OPTIONS:
            command = [sys.executable, __file__, "--one", way, str(options)]
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=limit, cwd=ROOT, env={**os.environ, **one}
                )
            except subprocess.TimeoutExpired:
                rows.append({"way": way, "states": 2**options, "seconds": f"more than {limit}"})
            else:
                if done.returncode:
                    raise SystemExit(done.stderr)
                rows.append(json.loads(done.stdout))
            cells = (rows[-1].get(name, "-") for name in COLUMNS)
            print(*(f"{cell:10.4f}" if isinstance(cell, float) else f"{cell:>10}" for cell in cells), flush=True)
            found = {"command": f"python benchmarks/dense.py --limit {limit}", "machine": machine(), "rows": rows}
            place.parent.mkdir(exist_ok=True)
            place.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=3600, help="seconds that one run may take")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "results" / "dense.json")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], int(asked.one[1]))))
    else:
        main(asked.limit, asked.to)
