"""Which cue each content and each source belongs to: a linear scorer over where they stand to each other."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np

from .decode import Fragment
from .features import Reading
from .network import Floats
from .quotation import OUTSIDE

__all__ = ["FEATURES", "Linked", "Pairs", "Situation", "content_pairs", "link", "source_pairs"]

REACH: Final = 3
"Sentences between a cue and what belongs to it, at most."
MOST: Final = 12
"Candidates on either side, at most."
_LEADS: Final = (("in", "the", "words", "of"), ("in", "the", "view", "of"), ("in", "the", "opinion", "of"))
"Cues too rare in the training texts to be learnt: they lead in a content, the source between."
_LONGEST_SOURCE: Final = 12
_BASE: Final = 9
_ORDERS: Final = 2
_NONE: Final = 4
FEATURES: Final = _BASE * _ORDERS + _NONE
"Each feature once per order (behind the cue, before it), then those of belonging to nothing."


@dataclass(frozen=True, slots=True)
class Linked:
    """Fragments that make one attribution."""

    source: tuple[Fragment, ...]
    cue: tuple[Fragment, ...]
    content: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every candidate: who asks, whom it may belong to (-1: nothing), and the features float[pair, feature]."""

    asking: list[int]
    candidate: list[int]
    features: Floats


@dataclass(frozen=True, slots=True)
class Situation:
    """A reading with what the network found in it, and the sentence and paragraph of each token."""

    reading: Reading
    found: dict[str, list[Fragment]]
    sentence: list[int]
    paragraph: list[int]
    begins: dict[str, list[int]]

    @classmethod
    def of(cls, reading: Reading, found: dict[str, list[Fragment]]) -> "Situation":
        """Number the sentences and paragraphs of the tokens."""
        size = len(reading.words)
        return cls(
            reading,
            found,
            _numbered(reading.sentences, size),
            _numbered(reading.paragraphs, size),
            {role: [fragment.begin for fragment in fragments] for role, fragments in found.items()},
        )

    def between(self, role: str, left: int, right: int) -> int:
        """Return how many fragments of a role begin between two tokens, at most 3."""
        begins = self.begins[role]
        return min(max(bisect_left(begins, right) - bisect_left(begins, left), 0), 3)


def link(reading: Reading, found: dict[str, list[Fragment]], weights: dict[str, Floats]) -> list[Linked]:
    """Return the attributions: a cue with its contents and source, or contents of no cue; in order."""
    situation = Situation.of(reading, found)
    cues, contents, sources = found["cue"], found["content"], found["source"]
    owner = _choose(content_pairs(situation), weights["content"])
    speaker = _choose(source_pairs(situation), weights["source"])
    owned: dict[int, list[Fragment]] = {}
    result: list[Linked] = []
    for row, content in enumerate(contents):
        led = _led(situation, content)
        if led is not None:
            result.append(led)
        elif owner[row] < 0:
            result.append(Linked((), (), (content,)))
        else:
            owned.setdefault(owner[row], []).append(content)
    for index, cue in enumerate(cues):
        source = speaker[index]
        mine = tuple(owned.get(index, ()))
        if mine or source >= 0:
            result.append(Linked((sources[source],) if source >= 0 else (), (cue,), mine))
    return sorted(result, key=lambda linked: min(f.begin for f in linked.source + linked.cue + linked.content))


def _led(situation: Situation, content: Fragment) -> Linked | None:
    """Return a content with the words that lead it in at the start of its sentence, where they do."""
    first = situation.reading.sentences[situation.sentence[content.begin]][0]
    if content.begin - first > 2 * _LONGEST_SOURCE:
        return None
    words = [word.lower() for word in situation.reading.words[first : content.begin]]
    for lead in _LEADS:
        end = len(words)
        while end and not words[end - 1][0].isalnum():
            end -= 1
        if words[: len(lead)] == list(lead) and len(lead) < end <= len(lead) + _LONGEST_SOURCE:
            behind = first + len(lead)
            chance = content.confidence
            return Linked((Fragment(behind, first + end, chance),), (Fragment(first, behind, chance),), (content,))
    return None


def content_pairs(situation: Situation) -> Pairs:
    """Return for each content the cues it may belong to."""
    found = situation.found
    return _pairs(situation, found["content"], "cue", lambda content, cue: _stand(situation, content, cue))


def source_pairs(situation: Situation) -> Pairs:
    """Return for each cue the sources it may have."""
    found = situation.found
    return _pairs(situation, found["cue"], "source", lambda cue, source: _stand(situation, source, cue))


def _pairs(
    situation: Situation,
    fragments: Sequence[Fragment],
    wanted: str,
    stand: Callable[[Fragment, Fragment], list[float]],
) -> Pairs:
    who, whom, rows = [], [], []
    begins, candidates = situation.begins[wanted], situation.found[wanted]
    sentences = situation.reading.sentences
    for index, fragment in enumerate(fragments):
        first = sentences[max(situation.sentence[fragment.begin] - REACH, 0)][0]
        after = sentences[min(situation.sentence[fragment.end - 1] + REACH, len(sentences) - 1)][1]
        who.append(index)
        whom.append(-1)
        rows.append([0.0] * (_BASE * _ORDERS) + _alone(situation, fragment))
        middle = bisect_left(begins, fragment.begin)
        near = range(max(bisect_left(begins, first), middle - MOST), min(bisect_left(begins, after), middle + MOST))
        for row in near:
            if wanted == "cue" and _apart(situation, fragment, candidates[row]):
                continue
            who.append(index)
            whom.append(row)
            rows.append(stand(fragment, candidates[row]) + [0.0] * _NONE)
    return Pairs(who, whom, np.array(rows, np.float32).reshape(len(rows), FEATURES))


def _apart(situation: Situation, content: Fragment, cue: Fragment) -> bool:
    """Tell whether a content without quotation marks is in another paragraph than a cue: then it is not the cue's."""
    quoted = situation.reading.states[content.begin] != OUTSIDE
    return not quoted and situation.paragraph[content.begin] != situation.paragraph[cue.begin]


def _alone(situation: Situation, fragment: Fragment) -> list[float]:
    """Return the features of a fragment that belongs to nothing."""
    quoted = situation.reading.states[fragment.begin] != OUTSIDE
    starts = situation.reading.sentences[situation.sentence[fragment.begin]][0] == fragment.begin
    cues = situation.between("cue", *situation.reading.sentences[situation.sentence[fragment.begin]])
    return [1.0, float(quoted), float(starts), float(cues == 0)]


def _stand(situation: Situation, fragment: Fragment, cue: Fragment) -> list[float]:
    """Return the features of how a fragment stands to a cue."""
    behind = fragment.begin >= cue.end
    left, right = (cue.end, fragment.begin) if behind else (fragment.end, cue.begin)
    near = fragment.begin if behind else fragment.end - 1
    words = situation.reading.words
    gap = max(right - left, 0)
    bare = gap <= 4 and not any(word[0].isalpha() and word.lower() != "that" for word in words[left:right])
    apart = abs(situation.sentence[near] - situation.sentence[cue.begin])
    states = situation.reading.states
    base = [
        1.0,
        log1p(gap),
        float(bare),
        float(apart == 0),
        float(situation.paragraph[near] == situation.paragraph[cue.begin]),
        float(situation.between("cue", left, right)),
        float(situation.between("content", left, right)),
        float(situation.between("source", left, right)),
        float((states[near] != OUTSIDE) == (states[cue.begin] != OUTSIDE)),
    ]
    return base + [0.0] * _BASE if behind else [0.0] * _BASE + base


def _choose(pairs: Pairs, weights: Floats) -> dict[int, int]:
    """Return for each asking fragment the candidate with the highest score, or -1."""
    scores = (pairs.features @ weights).tolist()
    best: dict[int, tuple[float, int]] = {}
    for who, whom, score in zip(pairs.asking, pairs.candidate, scores, strict=True):
        if who not in best or score > best[who][0]:
            best[who] = (score, whom)
    return {who: whom for who, (_, whom) in best.items()}


def _numbered(frames: Sequence[tuple[int, int]], size: int) -> list[int]:
    result = [0] * size
    for index, (first, after) in enumerate(frames):
        result[first:after] = [index] * (after - first)
    return result
