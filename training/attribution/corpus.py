"""PolNeAR as it lies in a folder, and how predictions are scored against it.

Newell, Margolin and Ruths 2018, An Attribution Relations Corpus for Political News (LREC).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROLES = ("source", "cue", "content")
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One attribution of an annotator: a span, perhaps in parts, per role; no parts where the role is not there."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Article:
    """A text with one annotator's attributions, and the corpus's own tokens: begin, end, word, tag, lemma, entity."""

    name: str
    annotator: str
    text: str
    gold: tuple[Gold, ...]
    spans: dict[str, tuple[Spans, ...]]
    tokens: tuple[tuple[int, int, str, str, str, str], ...]


def articles(corpus: Path, split: str, *, every_annotator: bool = False) -> list[Article]:
    """Read the articles of a split; of several annotators the first by name, or all."""
    result: list[Article] = []
    for path in sorted((corpus / split / "attributions").glob("*.ann")):
        name, annotator = path.stem.rsplit("_", 1)
        if not every_annotator and result and result[-1].name == name:
            continue
        text = (corpus / split / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        gold, spans = _annotations(path.read_text(encoding="utf-8"))
        table = corpus / split / "tokens" / f"{name}.tsv"
        tokens = _tokens(table.read_text(encoding="utf-8")) if table.exists() else ()
        result.append(Article(name, annotator, text, gold, spans, tokens))
    return result


def _annotations(lines: str) -> tuple[tuple[Gold, ...], dict[str, tuple[Spans, ...]]]:
    places: dict[str, tuple[str, Spans]] = {}
    gold: list[Gold] = []
    for line in lines.split("\n"):
        if re.match(r"T\d+\t", line):
            key, what, *_ = line.split("\t")
            role, _, offsets = what.partition(" ")
            parts = tuple((int(a), int(b)) for a, b in (part.split() for part in offsets.split(";")))
            places[key] = (role.lower(), parts)
    for line in lines.split("\n"):
        if re.match(r"E\d+\t", line):
            parts = {role: [] for role in ROLES}
            for argument in line.split("\t")[1].split()[1:]:
                role, _, key = argument.partition(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in parts and key in places:
                    parts[role] += places[key][1]
            gold.append(Gold(**{role: tuple(sorted(found)) for role, found in parts.items()}))
    spans = {role: tuple(parts for kind, parts in places.values() if kind == role) for role in ROLES}
    return tuple(gold), spans


def _tokens(lines: str) -> tuple[tuple[int, int, str, str, str, str], ...]:
    rows = [line.split("\t") for line in lines.split("\n") if line.strip()]
    return tuple((int(row[0]), int(row[1]), row[2], row[3], row[4], row[5]) for row in rows)


def covered(tokens: Sequence[tuple], spans: Iterable[Spans]) -> set[int]:
    """Return which tokens have their first character in one of the spans."""
    inside: set[int] = set()
    for parts in spans:
        for begin, end in parts:
            inside.update(range(begin, end))
    return {index for index, token in enumerate(tokens) if token[0] in inside}


@dataclass(slots=True)
class Count:
    """Right, predicted and wanted ones, and precision, recall and F1 from them."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0
    found: int = 0

    def scores(self) -> dict[str, float]:
        """Return precision, recall and F1."""
        precision = self.right / max(self.predicted, 1)
        recall = (self.found or self.right) / max(self.wanted, 1)
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
