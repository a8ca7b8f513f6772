"""From the corpus to arrays: features of our own tokens, the roles to learn, and silver labels for the second task."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonground.documents.attribution.features import Lexicon, Reading, columns, read

from .corpus import ROLES, Article, articles
from .quotes import STYLES, restyled

CLAUSES = ("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "csubj")
AUXILIARY = ("tag", "entity", "relation", "clause", "head")


@dataclass
class Example:
    """An article: its reading, features int32[token, column], labels int8[token, role], auxiliary int16[token, task].

    ``other`` is the same article with its quotation marks in another style.
    """

    article: Article
    reading: Reading
    features: np.ndarray
    labels: np.ndarray
    auxiliary: np.ndarray
    other: "Example | None" = None


def lexicon(readings: list[Reading], words: list[str], most: int) -> tuple[Lexicon, list[int]]:
    """Return the words known, and the rows of the word vectors to keep (the first ``most`` and all that occur)."""
    counts, endings = Counter(), Counter()
    for reading in readings:
        for word in reading.words:
            plain = (
                word.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("–", "-").lower()
            )
            counts[plain] += 1
            endings[plain[-3:]] += 1
    own = [word for word, count in counts.most_common() if count >= 3]
    digits = Counter("".join("0" if c.isdigit() else c for c in w) for w in counts for _ in range(min(counts[w], 3)))
    own += [word for word, count in digits.most_common() if "0" in word and count >= 3 and word not in set(own)]
    own = ["``", "''", *[word for word in own if word not in {"``", "''"}]]
    kept = [row for row, word in enumerate(words) if row < most or word in counts]
    vectors = {words[row]: index + 1 for index, row in enumerate(kept)}
    ends = [ending for ending, count in endings.most_common() if count >= 8]
    return Lexicon(vectors, {w: i + 1 for i, w in enumerate(own)}, {e: i + 1 for i, e in enumerate(ends)}), kept


def labels(reading: Reading, article: Article) -> np.ndarray:
    """Return int8[token, role]: 0 outside, 1 the first token of a span, 2 a further one."""
    begins = np.array(reading.begins)
    result = np.zeros((len(begins), len(ROLES)), np.int8)
    for role, name in enumerate(ROLES):
        for parts in sorted(article.spans[name], key=lambda p: -sum(b - a for a, b in p)):
            fresh = True
            for begin, end in sorted(parts):
                rows = np.arange(*np.searchsorted(begins, [begin, end]))
                free = rows[result[rows, role] == 0]
                if len(free) == len(rows) and fresh and len(rows):
                    result[rows[0], role] = 1
                    result[rows[1:], role] = 2
                else:
                    result[free, role] = 2
                fresh = False
    behind = np.concatenate((np.zeros((1, len(ROLES)), np.int8), result[:-1]))
    result[(result == 2) & (behind == 0)] = 1
    return result


def auxiliary(reading: Reading, article: Article, parse: list, names: dict[str, dict[str, int]]) -> np.ndarray:
    """Return int16[token, task] of silver labels; -1 where there is none."""
    result = np.full((len(reading.begins), len(AUXILIARY)), -1, np.int16)
    rows = {begin: row for row, begin in enumerate(reading.begins)}

    def put(begin: int, task: str, label: str) -> None:
        row = rows.get(begin)
        if row is not None:
            table = names[task]
            result[row, AUXILIARY.index(task)] = table.setdefault(label, len(table))

    for begin, _, _, tag, _, entity in article.tokens:
        put(begin, "tag", tag)
        put(begin, "entity", entity)
    heads = {begin: (relation, head) for begin, relation, head in parse}
    order = {begin: index for index, begin in enumerate(sorted(heads))}
    for begin, (relation, head) in heads.items():
        put(begin, "relation", relation)
        put(begin, "head", _direction(order[head] - order[begin]))
        put(begin, "clause", _clause(heads, begin))
    return result


def _direction(distance: int) -> str:
    if not distance:
        return "root"
    size = "next" if abs(distance) == 1 else "near" if abs(distance) <= 4 else "far"
    return f"{size} {'left' if distance < 0 else 'right'}"


def _clause(heads: dict[int, tuple[str, int]], begin: int) -> str:
    for _ in range(40):
        relation, head = heads[begin]
        if relation in CLAUSES or head == begin:
            return relation
        begin = head
    return "ROOT"


def prepare(
    corpus: Path, words: list[str], most: int, parses: Path | None
) -> tuple[list[Example], Lexicon, list[int], dict]:
    """Read and label the training articles."""
    found = articles(corpus, "train")
    readings = [read(article.text) for article in found]
    known, kept = lexicon(readings, words, most)
    trees = json.loads(parses.read_text(encoding="utf-8")) if parses else {}
    names: dict[str, dict[str, int]] = {task: {} for task in AUXILIARY}

    def example(article: Article, reading: Reading) -> Example:
        tree = trees.get(article.name, [])
        return Example(
            article,
            reading,
            columns(reading, known),
            labels(reading, article),
            auxiliary(reading, article, tree, names),
        )

    examples = [example(article, reading) for article, reading in zip(found, readings, strict=True)]
    styles = list(STYLES)
    for index, plain in enumerate(examples):
        text = restyled(plain.reading, styles[index % len(styles)])
        if text != plain.reading.text:
            plain.other = example(plain.article, read(text))
    return examples, known, kept, names
