"""Learn which cue a content belongs to and which source a cue has: a conditional choice, linear in the features."""

import numpy as np

from commonground.documents.attribution.decode import fragments
from commonground.documents.attribution.link import FEATURES, Situation, content_pairs, source_pairs

PENALTY = 1e-4
STEPS = 400


def learn(examples):
    """Return the weights ``content`` and ``source`` float[feature] from the annotators' own spans."""
    data = {"content": [], "source": []}
    for example in examples:
        situation = Situation.of(example.reading, fragments(example.labels, example.labels.astype(np.float32)))
        gold = [rows(example.reading, g) for g in example.article.gold]
        for name, pairs, wanted in (
            ("content", content_pairs(situation), owners(situation, gold)),
            ("source", source_pairs(situation), speakers(situation, gold)),
        ):
            asking = np.array(pairs.asking, np.int64)
            right = np.array([wanted[who] == whom for who, whom in zip(asking, pairs.candidate, strict=True)], bool)
            known = np.isin(asking, np.unique(asking[right])) if len(asking) else right
            data[name].append((pairs.features[known], asking[known], right[known]))
    return {name: _fit(parts) for name, parts in data.items()}


def rows(reading, gold):
    """Return the tokens of each role of an attribution."""
    found = {}
    for role in ("source", "cue", "content"):
        tokens = set()
        for begin, end in getattr(gold, role):
            tokens.update(range(*np.searchsorted(reading.begins, [begin, end]).tolist()))
        found[role] = tokens
    return found


def owners(situation, gold):
    """Return for each content the cue it belongs to, or -1."""
    result = []
    for content in situation.found["content"]:
        span = set(range(content.begin, content.end))
        best = max(gold, key=lambda g: (len(g["content"] & span), len(g["content"])), default=None)
        if best is None or not best["content"] & span:
            result.append(-1)
        else:
            result.append(_first(situation.found["cue"], best["cue"]))
    return result


def speakers(situation, gold):
    """Return for each cue its source, or -1."""
    result = []
    for cue in situation.found["cue"]:
        span = set(range(cue.begin, cue.end))
        best = max(gold, key=lambda g: len(g["cue"] & span), default=None)
        if best is None or not best["cue"] & span:
            result.append(-1)
        else:
            result.append(_first(situation.found["source"], best["source"]))
    return result


def _first(fragments, tokens):
    for index, fragment in enumerate(fragments):
        if not tokens.isdisjoint(range(fragment.begin, fragment.end)):
            return index
    return -1


def _fit(parts):
    features = np.concatenate([p[0] for p in parts]).astype(np.float64)
    right = np.concatenate([p[2] for p in parts])
    changes = np.concatenate([np.concatenate(([1], np.diff(p[1]))) for p in parts if len(p[1])]) != 0
    starts = np.flatnonzero(changes)
    group = np.cumsum(changes) - 1
    share = 1 / np.add.reduceat(right, starts, dtype=float)[group]
    weights, moment, square = np.zeros(FEATURES), np.zeros(FEATURES), np.zeros(FEATURES)
    for step in range(1, STEPS + 1):
        scores = features @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        chance = scores / np.add.reduceat(scores, starts)[group]
        slope = features.T @ (chance - right * share) / len(starts) + PENALTY * weights
        moment = 0.9 * moment + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = 0.1 * (1 - step / (STEPS + 1))
        weights -= rate * moment / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    best = np.maximum.reduceat(np.where(right, features @ weights, -np.inf), starts)
    top = np.maximum.reduceat(features @ weights, starts)
    print("choices right:", round(float((best >= top).mean()), 4), "of", len(starts))
    return weights.astype(np.float32)
