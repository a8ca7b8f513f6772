"""How well and how fast attributions are found: ``python benchmarks/attribution.py CORPUS [--seconds 20]``.

From raw text to linked attributions with the weights in the package, on the dev split of PolNeAR: tokens (F1 per role),
exact spans, whole attributions; against the first annotator of each article by name and, where there are several,
against each other; and with all quotations turned into single marks, curly and straight. Then words per second of
processor time on one core after loading. Printed, and written with the machine's description to
``results/attribution.json``.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from training.attribution.corpus import articles
from training.attribution.quotes import restyled
from training.attribution.scoring import measure

from commonground.documents.attribution import find_attributions
from commonground.documents.attribution.features import read

STYLES = ("single curly", "single straight", "double straight")


def scores(found: list, style: str | None = None) -> dict:
    """Return the scores on articles, whose quotations are first put in a style."""
    rows = []
    for article in found:
        text = restyled(read(article.text), style) if style else article.text
        rows.append((replace(article, text=text), find_attributions(text)))
    return measure(rows)


def several(corpus: Path) -> dict:
    """Return the token F1 against each annotator of the articles that have several, and between annotators."""
    every = articles(corpus, "dev", every_annotator=True)
    names = [a.name for a in every]
    some = [a for a in every if names.count(a.name) > 1]
    result = {}
    for annotator in sorted({a.annotator for a in some}):
        theirs = [a for a in some if a.annotator == annotator]
        mine = measure([(a, find_attributions(a.text)) for a in theirs])
        others = measure([(a, b.gold) for a in theirs for b in some if b.name == a.name and b.annotator != annotator])
        result[annotator] = {"model": _f1(mine), "other annotators": _f1(others), "articles": len(theirs)}
    return result


def speed(found: list, seconds: float) -> dict:
    """Return words per second of processor time, an article at a time, over at least so many seconds."""
    words = sum(len(article.text.split()) for article in found)
    rates = []
    begun = time.process_time()
    while time.process_time() - begun < seconds or len(rates) < 3:
        start = time.process_time()
        for article in found:
            find_attributions(article.text)
        rates.append(words / (time.process_time() - start))
    return {
        "words": words,
        "rounds": len(rates),
        "words_per_second": round(max(rates)),
        "median": round(float(np.median(rates))),
    }


def _f1(measured: dict) -> dict:
    return {role: value["f1"] for role, value in measured["tokens"].items()}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpora" / "polnear")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "attribution.json")
    options = parser.parse_args()
    start = time.process_time()
    find_attributions("The minister said no.")
    loading = time.process_time() - start
    found = articles(options.corpus, "dev")
    result = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}, one core",
        "articles": len(found),
        "loading_seconds": round(loading, 3),
        "speed": speed(found, options.seconds),
        "first annotator": scores(found),
        "several annotators": several(options.corpus),
        "quotations restyled": {style: _f1(scores(found, style)) for style in STYLES},
    }
    print(json.dumps(result, indent=1))
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
