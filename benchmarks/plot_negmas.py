"""Draw time and memory against NegMAS: ``python -m benchmarks.plot_negmas``, with the extra ``bench`` (matplotlib).

Reads ``results/negmas.json`` and writes ``docs/images/negmas.svg`` and its twin as a table,
``docs/howto/against-negmas.md``. Lines differ in colour, dashes and marks together.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.plot import COLOURS, DASHES, MARKS

ROOT = Path(__file__).parent.parent
TOOLS = {"ours": "commonground", "negmas": "NegMAS", "sampler": "NegMAS, merging of issues"}
Row = Mapping[str, object]


def points(rows: Iterable[Row], tool: str, parties: int, figure: str) -> dict[int, float]:
    """Return packages to seconds or megabytes of the random domains that a tool finished."""
    return {
        int(str(row["packages"])): float(row[tool][figure])
        for row in rows
        if row["kind"] == "random" and row["parties"] == parties and isinstance(row.get(tool), dict)
    }


def table(rows: Iterable[Row], kind: str) -> list[str]:
    """Return the lines of a table, a row per domain."""
    heads = "domain|parties|packages|vectors|ours: s|MB|NegMAS: s|MB|ratio|its merging: s|ratio|agree"
    lines = [f"| {heads.replace('|', ' | ')} |", "|---" + "|---:" * 10 + "|---|"]
    for row in rows:
        if row["kind"] != kind:
            continue
        cells = [str(row["name"]), str(row["parties"]), _count(int(str(row["packages"]))), _vectors(row)]
        cells += [_of(row, "ours", "seconds"), _of(row, "ours", "megabytes")]
        cells += [_of(row, "negmas", "seconds"), _of(row, "negmas", "megabytes"), _ratio(row, "negmas")]
        cells += [_of(row, "sampler", "seconds"), _ratio(row, "sampler"), _agreement(row)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _count(packages: int) -> str:
    power = len(str(packages)) - 1
    return f"10^{power}" if packages == 10**power and power > 3 else f"{packages:,}"


def _vectors(row: Row) -> str:
    ours = row["ours"]
    return f"{ours['vectors']:,}" if isinstance(ours, dict) else "-"


def _of(row: Row, tool: str, figure: str) -> str:
    found = row.get(tool)
    if not isinstance(found, dict):
        return str(found) if found and figure == "seconds" else "-"
    value = found[figure]
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.3g}"


def _ratio(row: Row, tool: str) -> str:
    ratio = row.get(f"{tool}_against_ours", {}).get("ratio")
    return "-" if ratio is None else f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _agreement(row: Row) -> str:
    """Return what the tools agree in, of those that finished."""
    found = [row[key] for key in ("negmas_against_ours", "sampler_against_ours") if row.get(key)]
    found = [against for against in found if against["ratio"] is not None]
    if not found:
        return "-"
    missing = [word for word in ("frontier", "nash") if not all(against[f"same_{word}"] for against in found)]
    return f"not: {', '.join(missing)}" if missing else "yes"


def page(results: Mapping[str, object]) -> str:
    """Return the page that says in tables what the picture shows."""
    rows, machine = results["rows"], results["machine"]
    intro = (
        "# Frontier and Nash point, against NegMAS",
        "",
        "![Seconds and megabytes to frontier and Nash point against the number of packages, for two, three and four",
        "parties; both axes logarithmic](../images/negmas.svg)",
        "",
        f"NegMAS {results['negmas']}, Python {machine['python']}, {machine['cores']} cores in use by others.",
        "Processor seconds from the tables of worths to the frontier and the Nash point, peak megabytes of the",
        "process. NegMAS goes through all packages (`pareto_frontier`, `nash_points`); for two parties it also has a",
        "sampler that merges issues (`MOBANOSParetoSampler`), which these functions do not use. Ratio: how many times",
        "as long as ours. Agree: the number of vectors and the product of gains at the Nash point are the same; where",
        f"the frontier is not, floats left dominated ones in it. At most {results['time_limit']} s for each. Made by",
        "`python benchmarks/negmas.py` and `python -m benchmarks.plot_negmas`.",
        "",
        "## Random domains",
        "",
        "Ten values per issue, whole worths from 0 to 100, no reservation.",
        "",
    )
    lines = [*intro, *table(rows, "random")]
    if results.get("note"):
        lines[12:12] = [f"Note: {results['note']}."]
    opposed = table(rows, "opposed")
    if len(opposed) > 2:
        about = "Every issue divides something, on a scale of a million: frontiers are long."
        lines += ["", "## Opposed interests", "", about, "", *opposed]
    public = table(rows, "public")
    if len(public) > 2:
        lines += [
            "",
            "## Public domains",
            "",
            "GENIUS domains as GENIUS reads them, reservations included.",
            "",
            *public,
        ]
    return "\n".join([*lines, "", *_summary(rows)]) + "\n"


def _summary(rows: Iterable[Row]) -> list[str]:
    """Return in words from which size on the goal of 20 times as fast is met."""
    both = [row for row in rows if row.get("negmas_against_ours", {}).get("ratio") is not None]
    above = [row for row in both if row["negmas_against_ours"]["ratio"] >= 20]
    below = [row for row in both if row["negmas_against_ours"]["ratio"] < 20]
    largest = max((int(str(row["packages"])) for row in below), default=0)
    return [
        f"Of {len(both)} domains that both finish, {len(above)} take NegMAS at least 20 times as long; the largest of",
        f"the other {len(below)} has {largest:,} packages. There both take milliseconds.",
    ]


def draw(results: Mapping[str, object], target: Path) -> None:
    """Write the picture: two, three and four parties side by side, time above memory, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {
        "svg.fonttype": "none",
        "svg.hashsalt": "commonground",
        "font.family": "sans-serif",
        "font.size": 10,
    }
    from matplotlib import pyplot as plt

    shape = {"figsize": (10.2, 6.6), "sharex": True, "sharey": "row", "layout": "constrained"}
    figure, axes = plt.subplots(2, 3, squeeze=False, **shape)
    for column, parties in enumerate((2, 3, 4)):
        for row, (figure_name, words) in enumerate(
            (("seconds", "processor seconds"), ("megabytes", "peak memory, MB"))
        ):
            panel = axes[row][column]
            for place, (tool, name) in enumerate(TOOLS.items()):
                found = points(results["rows"], tool, parties, figure_name)
                style = {"color": COLOURS[place], "marker": MARKS[place], "dashes": DASHES[place]}
                panel.plot(sorted(found), [found[size] for size in sorted(found)], label=name, **style)
            panel.set_xscale("log")
            panel.set_yscale("log")
            panel.minorticks_off()
            panel.grid(visible=True, which="major", color="#dddddd")
            panel.set_ylabel(words if column == 0 else "")
            panel.set_xlabel("packages" if row else "")
            panel.set_title("" if row else f"{parties} parties")
    handles, names = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, handlelength=5)
    about = "Both axes logarithmic; the figures are in docs/howto/against-negmas.md"
    title = "Time and memory to frontier and Nash point"
    figure.savefig(target, metadata={"Title": title, "Description": about, "Date": None})


def main() -> None:
    """Write the picture and the page."""
    results = json.loads((ROOT / "benchmarks" / "results" / "negmas.json").read_text(encoding="utf-8"))
    draw(results, ROOT / "docs" / "images" / "negmas.svg")
    (ROOT / "docs" / "howto" / "against-negmas.md").write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()
