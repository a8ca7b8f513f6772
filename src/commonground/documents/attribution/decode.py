"""From the network's scores to the likeliest spans of each role."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import Reading, columns, windows
from .network import ROLES, TAGS, Floats, Network, Packing, pack, run

__all__ = ["LONGEST", "Fragment", "best", "fragments", "joint_moves", "joint_scores", "marginals", "tag"]

LONGEST = 128
"Tokens in a window of the network."
TOGETHER = 15
"Windows run at once: little memory, and products small enough that OpenBLAS does not share them between threads."
_STATES: NDArray[np.int8] = np.array(
    [
        [0] * len(ROLES),
        *([tag * (r == role) for r in range(len(ROLES))] for role in range(len(ROLES)) for tag in (1, 2)),
    ],
    np.int8,
)
"The tags int8[state, role] that go together: no role, or one role's first or further token."
_CHOSEN: Floats = (_STATES[:, :, None] == np.arange(TAGS)).reshape(len(_STATES), -1).T.astype(np.float32)
_HAS: Floats = (_STATES > 0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of tokens that the network gave a role, with the mean probability it gave them."""

    begin: int
    end: int
    confidence: float


def tag(reading: Reading, network: Network, longest: int = LONGEST) -> tuple[NDArray[np.int8], Floats]:
    """Return the likeliest tags int8[token, role] and the probability float[token, role] of having the role.

    A token has one role at most: a cue inside what somebody else is reported to say is part of that content.
    """
    size = len(reading.words)
    tags = np.zeros((size, len(ROLES)), np.int8)
    chances = np.zeros((size, len(ROLES)), np.float32)
    features = columns(reading, network.lexicon)
    frames = sorted(windows(reading, longest), key=lambda w: w[0] - w[1])
    moves, begin = joint_moves(network.moves, network.begin)
    for first in range(0, len(frames), TOGETHER):
        packing = pack(frames[first : first + TOGETHER])
        scores = joint_scores(run(network, features, packing))
        tags[packing.rows] = _STATES[best(scores, packing, moves, begin)]
        chances[packing.rows] = marginals(scores, packing, moves, begin) @ _HAS
    return tags, chances


def joint_scores(scores: Floats) -> Floats:
    """Return float[row, state], the sums of the roles' scores float[row, role, tag] in each state."""
    return scores.reshape(len(scores), -1) @ _CHOSEN


def joint_moves(moves: Floats, begin: Floats) -> tuple[Floats, Floats]:
    """Return the scores of moving between states float[state, state] and of beginning in each float[state]."""
    role = np.arange(len(ROLES))
    return moves[role, _STATES[:, None], _STATES[None]].sum(axis=2), begin[role, _STATES].sum(axis=1)


def best(scores: Floats, packing: Packing, moves: Floats, begin: Floats) -> NDArray[np.int8]:
    """Return the states int8[row] of the likeliest chains (Viterbi), all windows at once.

    Parameters
    ----------
    scores : float[row, state]
    packing : Packing
    moves : float[state before, state]
    begin : float[state]
    """
    total = np.empty_like(scores)
    came = np.zeros(scores.shape, np.int8)
    before = total[: packing.sizes[0]] = scores[: packing.sizes[0]] + begin
    into = np.ascontiguousarray(moves.T)
    for start, size in zip(packing.starts[1:], packing.sizes[1:], strict=True):
        steps = before[:size, None] + into
        came[start : start + size] = steps.argmax(axis=2)
        before = np.add(steps.max(axis=2), scores[start : start + size], out=total[start : start + size])
    result: NDArray[np.int8] = total.argmax(axis=1).astype(np.int8)
    for place in range(len(packing.starts) - 2, -1, -1):
        start, behind, size = packing.starts[place], packing.starts[place + 1], packing.sizes[place + 1]
        rows = np.arange(behind, behind + size)
        result[start : start + size] = came[rows, result[rows]]
    return result


def marginals(scores: Floats, packing: Packing, moves: Floats, begin: Floats) -> Floats:
    """Return the probability float[row, state] of each state over all chains (forward and backward sums).

    Parameters as of ``best``.
    """
    worth: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = np.exp(moves)
    onward = np.ascontiguousarray(step.T)
    ahead = np.empty_like(worth)
    now = worth[: packing.sizes[0]] * np.exp(begin)
    for start, size in zip(packing.starts, packing.sizes, strict=True):
        if start:
            now = (now[:size] @ step) * worth[start : start + size]
        now /= now.sum(axis=1, keepdims=True)
        ahead[start : start + size] = now
    behind = np.ones_like(worth)
    for place in range(len(packing.starts) - 2, -1, -1):
        start, later, size = packing.starts[place], packing.starts[place + 1], packing.sizes[place + 1]
        now = (behind[later : later + size] * worth[later : later + size]) @ onward
        behind[start : start + size] = now / now.sum(axis=1, keepdims=True)
    both: Floats = ahead * behind
    both /= both.sum(axis=1, keepdims=True)
    return both


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
