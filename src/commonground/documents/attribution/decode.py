"""From the network's scores to the likeliest spans of each role."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import Reading, columns, windows
from .network import ROLES, Floats, Network, Packing, pack, run

__all__ = ["LONGEST", "Fragment", "best", "fragments", "tag"]

LONGEST = 128
"Tokens in a window of the network."
TOGETHER = 64
"Windows that are run at once, to bound the memory."


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of tokens that the network gave a role, with the mean probability it gave them."""

    begin: int
    end: int
    confidence: float


def tag(reading: Reading, network: Network, longest: int = LONGEST) -> tuple[NDArray[np.int8], Floats]:
    """Return the likeliest tags int8[token, role] and the probability float[token, role] of having the role."""
    size = len(reading.words)
    tags = np.zeros((size, len(ROLES)), np.int8)
    chances = np.zeros((size, len(ROLES)), np.float32)
    features = columns(reading, network.lexicon)
    frames = sorted(windows(reading, longest), key=lambda w: w[0] - w[1])
    for first in range(0, len(frames), TOGETHER):
        packing = pack(frames[first : first + TOGETHER])
        scores = run(network, features, packing)
        tags[packing.rows] = best(scores, packing, network.moves, network.begin)
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        chances[packing.rows] = 1 - weights[..., 0] / weights.sum(axis=2)
    return tags, chances


def best(scores: Floats, packing: Packing, moves: Floats, begin: Floats) -> NDArray[np.int8]:
    """Return the tags int8[row, role] of the likeliest chains (Viterbi), all windows and roles at once.

    Parameters
    ----------
    scores : float[row, role, tag]
    packing : Packing
    moves : float[role, tag before, tag]
    begin : float[role, tag]
    """
    total = np.empty_like(scores)
    came = np.zeros(scores.shape, np.int8)
    before = total[: packing.sizes[0]] = scores[: packing.sizes[0]] + begin
    for start, size in zip(packing.starts[1:], packing.sizes[1:], strict=True):
        steps = before[:size, :, :, None] + moves
        came[start : start + size] = steps.argmax(axis=2)
        before = steps.max(axis=2) + scores[start : start + size]
        total[start : start + size] = before
    result: NDArray[np.int8] = total.argmax(axis=2).astype(np.int8)
    for place in range(len(packing.starts) - 2, -1, -1):
        start, behind, size = packing.starts[place], packing.starts[place + 1], packing.sizes[place + 1]
        ahead = result[behind : behind + size, :, None]
        result[start : start + size] = np.take_along_axis(came[behind : behind + size], ahead, axis=2)[..., 0]
    return result


def fragments(tags: NDArray[np.int8], chances: Floats) -> dict[str, list[Fragment]]:
    """Return the runs of tokens of each role, in order."""
    found: dict[str, list[Fragment]] = {}
    for index, role in enumerate(ROLES):
        column = tags[:, index]
        inside = column > 0
        begins = np.flatnonzero(inside & ((column == 1) | ~np.concatenate(([False], inside[:-1]))))
        stops = np.flatnonzero(~np.concatenate((inside, [False])))
        ends = stops[np.searchsorted(stops, begins)]
        ends = np.minimum(ends, np.concatenate((begins[1:], [len(column)])))
        sums = np.concatenate(([0.0], np.cumsum(chances[:, index], dtype=np.float64)))
        found[role] = [
            Fragment(int(a), int(b), float((sums[b] - sums[a]) / (b - a))) for a, b in zip(begins, ends, strict=True)
        ]
    return found
