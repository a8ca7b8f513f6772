"""Token scores of the network's tags alone, for watching the training."""

import numpy as np

from commonground.documents import Span

from .corpus import ROLES, Gold
from .scoring import measure


def parts(reading, tags):
    """Return the spans that a role's tags int[token] mark."""
    spans = []
    for row in np.flatnonzero(tags):
        if tags[row] == 2 and spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row, row + 1])
    return [Span(reading.begins[a], reading.ends[b - 1]) for a, b in spans]


def token_scores(rows):
    """Return precision, recall, F1 per role, and the F1 of exact spans, from (article, reading, tags)."""
    golds = []
    for article, reading, tags in rows:
        found = [
            Gold(**(dict.fromkeys(ROLES, ()) | {name: (span,)}))
            for i, name in enumerate(ROLES)
            for span in parts(reading, tags[:, i])
        ]
        golds.append((article, found))
    scores = measure(golds)
    return {name: scores["tokens"][name] | {"exact": scores["spans"][name]["f1"]} for name in ROLES}
