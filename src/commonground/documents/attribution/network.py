"""The tagger's forward pass in NumPy: word features, two bidirectional LSTMs, scores of tags per role.

The network is trained elsewhere (``training/attribution``); here are only its weights, read once from the package.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .features import Ints, Lexicon

__all__ = ["ROLES", "TAGS", "Floats", "Layer", "Network", "Packing", "build", "load", "pack", "run"]

Floats = NDArray[np.float32]
ROLES: Final = ("source", "cue", "content")
TAGS: Final = 3
"Outside, first token of a span, further token of a span."
TABLES: Final = ("own", "endings", "shapes", "places")


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights of a bidirectional LSTM, gates in the order input, forget, output, candidate.

    ``inputs`` float[2, features, 4 * hidden], ``hidden`` float[2, hidden, 4 * hidden], ``bias`` float[2, 4 * hidden];
    those of the three gates are halved, so that one hyperbolic tangent serves all: sigmoid(x) = (tanh(x / 2) + 1) / 2.
    The last division is saved: what the layer returns is twice its output, and all weights that meet it are halved.
    """

    inputs: Floats
    hidden: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """What the network has learnt."""

    lexicon: Lexicon
    vectors: NDArray[np.int8]
    scales: Floats
    tables: tuple[Floats, ...]
    layers: tuple[Layer, Layer]
    roles: Floats
    roles_bias: Floats
    moves: Floats
    begin: Floats
    links: dict[str, Floats]

    def embed(self, features: Ints) -> Floats:
        """Return float[token, feature] for int[token, column]."""
        rows = features[:, 0]
        parts = [self.vectors[rows] * self.scales[rows, None]]
        parts += [table[features[:, column]] for column, table in enumerate(self.tables, 1)]
        return np.concatenate(parts, axis=1)


@dataclass(frozen=True, slots=True)
class Packing:
    """Windows laid side by side, longest first: at each time the rows of the windows that are as long.

    ``rows`` int[row]: the token of each row; ``back`` int[row]: the row that stands as far from the end of its window;
    ``starts`` and ``sizes``: where the rows of each time begin, and how many they are.
    """

    rows: NDArray[np.int64]
    back: NDArray[np.int64]
    starts: list[int]
    sizes: list[int]


def pack(windows: Sequence[tuple[int, int]]) -> Packing:
    """Lay windows (first token, token after the last) side by side."""
    ordered = np.array(sorted(windows, key=lambda w: w[0] - w[1]), np.int64)
    lengths = ordered[:, 1] - ordered[:, 0]
    times = np.arange(int(lengths[0]))
    sizes = np.searchsorted(-lengths, -times, side="left")
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    time = np.repeat(times, sizes)
    window = np.arange(len(time)) - starts[time]
    back = starts[lengths[window] - 1 - time] + window
    return Packing(ordered[window, 0] + time, back, starts.tolist(), sizes.tolist())


def run(network: Network, features: Ints, packing: Packing) -> Floats:
    """Return the scores float[row, role, tag] of a packing's rows."""
    ahead = network.embed(features[packing.rows])
    one = _layer(network.layers[0], ahead, packing)
    two = _layer(network.layers[1], one, packing)
    scores = np.concatenate([one, two], axis=1) @ network.roles + network.roles_bias
    return np.asarray(scores.reshape(-1, len(ROLES), TAGS), np.float32)


def _layer(layer: Layer, x: Floats, packing: Packing) -> Floats:
    """Run an LSTM over all windows in both directions: float[row, 2 * hidden], twice its output."""
    width = layer.hidden.shape[1]
    gates = np.empty((2, len(x), 4 * width), np.float32)
    np.matmul(x, layer.inputs[0], out=gates[0])
    np.matmul(x[packing.back], layer.inputs[1], out=gates[1])
    gates += layer.bias[:, None]
    states = np.empty((2, len(x), width), np.float32)
    hidden = np.zeros((2, packing.sizes[0], width), np.float32)
    cell = np.zeros_like(hidden)
    for start, size in zip(packing.starts, packing.sizes, strict=True):
        now = np.matmul(hidden[:, :size], layer.hidden)
        now += gates[:, start : start + size]
        np.tanh(now, out=now)
        opened = now[..., : 3 * width]
        opened += 1.0
        cell = cell[:, :size]
        cell *= now[..., width : 2 * width]
        cell += now[..., :width] * now[..., 3 * width :]
        cell *= 0.5
        hidden = np.tanh(cell, out=states[:, start : start + size])
        hidden *= now[..., 2 * width : 3 * width]
    return np.concatenate([states[0], states[1][packing.back]], axis=1)


@cache
def load() -> Network:
    """Read the weights that ship in the package; once per process."""
    data = resources.files(__package__).joinpath("weights.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return build({name: arrays[name] for name in arrays.files})


def build(arrays: dict[str, NDArray[np.generic]]) -> Network:
    """Return the network from the arrays of its file."""

    def floats(name: str, factor: float = 1.0) -> Floats:
        return np.asarray(arrays[name], np.float32) * np.float32(factor)

    def known(name: str) -> dict[str, int]:
        words = arrays[name].tobytes().decode("utf-8").split("\n")
        return {word: row for row, word in enumerate(words, 1)}

    return Network(
        lexicon=Lexicon(known("words"), known("own_words"), known("ending_words")),
        vectors=np.asarray(arrays["vectors"], np.int8),
        scales=floats("scales"),
        tables=tuple(floats(name) for name in TABLES),
        layers=(
            Layer(floats("first_inputs"), floats("first_hidden", 0.5), floats("first_bias")),
            Layer(floats("second_inputs", 0.5), floats("second_hidden", 0.5), floats("second_bias")),
        ),
        roles=floats("roles", 0.5),
        roles_bias=floats("roles_bias"),
        moves=floats("moves"),
        begin=floats("begin"),
        links={name.removeprefix("link_"): floats(name) for name in arrays if name.startswith("link_")},
    )
