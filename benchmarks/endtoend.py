"""From a model file to an answer, as a user waits for it: ``python benchmarks/endtoend.py [--large]``.

Each row writes a model file to a temporary folder and runs the command line in a process of its own, on one core:
interpreter start, imports, reading, states, ranks, verdicts, and the answer written to a file. Given are the least
wall and processor seconds of several runs, the most memory the process held and the size of its answer. The table is
printed, and written with the machine's description to ``results/endtoend.json``.
"""

import argparse
import json
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = "from commonground.cli import main; main()"

PARTIES = (
    ("exporter", "The exporting country"),
    ("importer", "The importing country"),
    ("growers", "The growers' union"),
    ("mills", "The mills"),
    ("carriers", "The carriers"),
    ("board", "The board of trade"),
)
MODELS = {
    "10 options": (4, 6, (2, 2)),
    "13 options": (6, 11, (2,)),
    "20 options": (6, 10, (2, 2, 2, 4)),
    "23 options": (6, 13, (2, 2, 2, 4)),
    "26 options": (6, 16, (2, 2, 2, 4)),
}
"""Parties; options that are free; and sets of options of which at most one is taken."""
LARGE = ("26 options",)
ANSWERS = {
    "json": ("solve", "--json"),
    "all states": ("solve", "--json", "--states", "all"),
    "text": ("solve",),
    "explain": ("explain", "--state", "1", "--party", "exporter"),
    "report": ("report", "-o", "-"),
}
COLUMNS = ("model", "states", "answer", "wall", "cpu", "memory_mb", "answer_mb", "status")


def trade_conflict(parties: int, free: int, sets: tuple[int, ...], seed: int = 2014) -> str:
    """Return a model file: so many parties and free options, and per set one party's options that exclude each other.

    The states are 2^free times (n + 1) for every set of n. Each party has a dozen prioritised statements over its own
    and others' options, from a fixed seed.
    """
    draw = random.Random(seed)
    ids = [id_ for id_, _ in PARTIES[:parties]]
    own: dict[str, list[str]] = {id_: [] for id_ in ids}
    rules = []
    for place, size in enumerate(sets):
        names = [f"plan{place}_{letter}" for letter in "abcdefgh"[:size]]
        own[ids[place % parties]] += names
        rules.append(f"  - at_most_one: [{', '.join(names)}]")
    for place in range(free):
        own[min(ids, key=lambda id_: len(own[id_]))].append(f"measure{place}")
    every = [option for options in own.values() for option in options]
    lines = ["commonground: 1", f"title: A trade conflict with {len(every)} options", "parties:"]
    for id_, name in PARTIES[:parties]:
        lines += [f"  {id_}:", f"    name: {name}", "    options:"]
        lines += [f"      {option}: {{name: Take {option}, if_yes: It is done., if_no: Not}}" for option in own[id_]]
        lines += ["    preferences:", "      statements:"]
        for _ in range(12):
            a, b, c = draw.sample(every, 3)
            form = draw.choice(("{a} & -{b}", "-{a} | {b}", "{a} if {b}", "{a} iff {b}", "-{a} if {b} & {c}"))
            lines.append(f"        - {{statement: '{form.format(a=a, b=b, c=c)}', because: It is what {id_} says.}}")
    lines += ["feasibility:", *rules] if rules else []
    return "\n".join(lines) + "\n"


def states_of(free: int, sets: tuple[int, ...]) -> int:
    """Return how many states such a model has."""
    return math.prod((2**free, *(size + 1 for size in sets)))


def run(arguments: list[str], target: Path) -> tuple[float, float, float, int]:
    """Run the command line on one core; return wall and processor seconds, most memory in MB, exit status."""
    with target.open("wb") as out:
        begun = time.perf_counter()
        child = os.fork()
        if child == 0:
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
            os.dup2(out.fileno(), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, *arguments])
        _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def measure(model: str, answer: str, folder: Path) -> dict[str, float | int | str]:
    """Return a row: the best of several runs of one question."""
    parties, free, sets = MODELS[model]
    file = folder / f"{model.replace(' ', '-')}.yaml"
    file.write_text(trade_conflict(parties, free, sets), encoding="utf-8")
    verb, *options = ANSWERS[answer]
    states = states_of(free, sets)
    runs = []
    for _ in range(12 if states < 10**4 else 4 if states < 10**6 else 2):
        runs.append(run([verb, str(file), *options], folder / "answer"))
        if runs[0][0] > 60:
            break
    return {
        "model": model,
        "states": states,
        "parties": parties,
        "answer": answer,
        "command": f"commonground {verb} MODEL {' '.join(options)}".rstrip(),
        "wall": min(row[0] for row in runs),
        "cpu": min(row[1] for row in runs),
        "memory_mb": max(row[2] for row in runs),
        "answer_mb": (folder / "answer").stat().st_size / 1e6,
        "status": runs[0][3],
    }


def main(models: list[str], answers: list[str], place: Path) -> None:
    """Print the table and write the results."""
    from benchmarks.stability import machine

    print(("{:>11} " * len(COLUMNS)).format(*COLUMNS))
    command = "python benchmarks/endtoend.py" + " --large" * bool(set(LARGE) & set(models))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for model in models:
            for answer in answers:
                row = measure(model, answer, Path(folder))
                rows.append(row)
                cells = (row[name] for name in COLUMNS)
                print(*(f"{cell:11.3f}" if isinstance(cell, float) else f"{cell:>11}" for cell in cells), flush=True)
                found = {"command": command, "machine": machine(), "rows": rows}
                place.parent.mkdir(exist_ok=True)
                place.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="8,847,360 states too")
    parser.add_argument("--model", nargs="+", choices=MODELS, help="only these")
    parser.add_argument("--answer", nargs="+", choices=ANSWERS, help="only these")
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "results" / "endtoend.json")
    asked = parser.parse_args()
    chosen = asked.model or [name for name in MODELS if asked.large or name not in LARGE]
    main(chosen, asked.answer or list(ANSWERS), asked.to)
