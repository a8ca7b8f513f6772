"""Draw the growth of time and memory: ``python benchmarks/plot.py``, with the extra ``bench`` (matplotlib).

Reads ``results/stability.json`` and writes ``docs/images/growth.svg`` and its twin as a table,
``docs/howto/growth.md``. One line per set of concepts, engine and number of jobs found in the results; where a model
was measured with several kinds of ranks, the slowest counts. Lines differ in colour, dashes and marks together.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETS = {"three": "Nash, GMR, SMR", "five": "all five"}
"""Columns of the results with seconds, and what was asked; ``bytes_NAME`` is the memory per party and state."""
FAMILIES = {
    "full": "every selection feasible",
    "sparse": "30% infeasible",
    "one-way": "a one-way option per party",
    "chain": "chain: the worst case for sweeps",
}
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#A06A00", "#56B4E9", "#000000", "#666666")
DASHES = ((), (7, 2), (2, 1.5), (8, 2, 2, 2), (4, 1, 1, 1, 1, 1), (12, 3), (1, 2), (5, 5))
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")


@dataclass
class Series:
    """A line: what was asked of which engine; per family, states to seconds and states to megabytes."""

    name: str
    seconds: dict[str, dict[int, float]] = field(default_factory=dict)
    megabytes: dict[str, dict[int, float]] = field(default_factory=dict)
    methods: dict[str, dict[int, str]] = field(default_factory=dict)


def all_series(rows: Iterable[Mapping[str, object]]) -> list[Series]:
    """Return the lines that the rows of a results file hold; columns that are missing or unknown do no harm."""
    found: dict[tuple[object, ...], Series] = {}
    for row in rows:
        for key, asked in SETS.items():
            if not isinstance(row.get(key), int | float):
                continue
            engine, jobs = row.get("engine") or "numpy", row.get("jobs") or 1
            name = f"{asked} ({engine}, {jobs} core{'s' * (jobs != 1)})"
            line = found.setdefault((str(engine), jobs, key), Series(name))
            states, cells = int(row["states"]), int(row["states"]) * int(row.get("parties", 1))
            _keep(line.seconds, row, states, float(row[key]))
            line.methods.setdefault(str(row["family"]), {})[states] = str(row.get("method", ""))
            if isinstance(row.get(f"bytes_{key}"), int | float):
                _keep(line.megabytes, row, states, float(row[f"bytes_{key}"]) * cells / 1e6)
    return list(found.values())


def _keep(places: dict[str, dict[int, float]], row: Mapping[str, object], states: int, value: float) -> None:
    sizes = places.setdefault(str(row["family"]), {})
    sizes[states] = max(value, sizes.get(states, 0.0))


def table(series: list[Series], source: Mapping[str, object]) -> str:
    """Return the page that says in a table what the picture shows."""
    machine = source.get("machine", {})
    assert isinstance(machine, Mapping)
    lines = [
        "# Growth of time and memory",
        "",
        "What the [picture](../images/growth.svg) of [large models](large-models.md) shows. Made by",
        "`python benchmarks/plot.py` from `benchmarks/results/stability.json`",
        f"(`{source.get('command', '')}`; {machine.get('processor', '?')}, Python {machine.get('python', '?')}, "
        f"NumPy {machine.get('numpy', '?')}).",
        "Seconds of the processor, and megabytes held beyond the model while it is solved. Method: how `seq` was",
        "worked out.",
    ]
    for family in dict.fromkeys(family for line in series for family in line.seconds):
        own = [line for line in series if family in line.seconds]
        lines += ["", f"## {FAMILIES.get(family, family).capitalize()}", ""]
        lines.append("| states | method | " + " | ".join(f"{line.name}: s | MB" for line in own) + " |")
        lines.append("|---:|---" + "|---:" * (2 * len(own)) + "|")
        for states in sorted({states for line in own for states in line.seconds[family]}):
            cells = [
                _figure(place.get(family, {}).get(states)) for line in own for place in (line.seconds, line.megabytes)
            ]
            methods = dict.fromkeys(line.methods[family][states] for line in own if states in line.methods[family])
            lines.append(f"| {states:,} | {', '.join(methods)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 0.001 else f"{value:.5f}"


def draw(series: list[Series], target: Path) -> None:
    """Write the picture: families side by side, time above memory, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {
        "svg.fonttype": "none",
        "svg.hashsalt": "commonground",
        "font.family": "sans-serif",
        "font.size": 10,
    }
    from matplotlib import pyplot as plt

    families = list(dict.fromkeys(family for line in series for family in line.seconds))
    shape = {"figsize": (3.4 * len(families), 7.2), "sharex": "col", "sharey": "row", "layout": "constrained"}
    figure, axes = plt.subplots(2, len(families), squeeze=False, **shape)
    for column, family in enumerate(families):
        for row, words in enumerate(("processor seconds", "extra memory, MB")):
            panel = axes[row][column]
            for place, line in enumerate(series):
                sizes = (line.seconds, line.megabytes)[row].get(family, {})
                style = {"color": COLOURS[place % 8], "marker": MARKS[place % 8], "dashes": DASHES[place % 8]}
                panel.plot(sorted(sizes), [sizes[states] for states in sorted(sizes)], label=line.name, **style)
            panel.set_xscale("log", base=2)
            panel.set_yscale("log")
            panel.minorticks_off()
            panel.grid(visible=True, which="major", color="#dddddd")
            panel.set_ylabel(words if column == 0 else "")
            panel.set_xlabel("states" if row else "")
            panel.set_title("" if row else FAMILIES.get(family, family))
    handles, names = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=min(len(names), 3), handlelength=5)
    target.parent.mkdir(parents=True, exist_ok=True)
    about = "Time and memory against states, both axes logarithmic; the figures are in docs/howto/growth.md"
    figure.savefig(target, metadata={"Title": "Growth of time and memory", "Description": about, "Date": None})


def main(source: Path, picture: Path, page: Path) -> None:
    """Write the picture and the page."""
    results = json.loads(source.read_text(encoding="utf-8"))
    series = all_series(results["rows"])
    draw(series, picture)
    page.write_text(table(series, results), encoding="utf-8")
    print(f"{picture}\n{page}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results" / "stability.json")
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "images" / "growth.svg")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "howto" / "growth.md")
    asked = parser.parse_args()
    main(asked.results, asked.picture, asked.page)
