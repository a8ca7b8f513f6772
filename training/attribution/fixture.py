"""A tiny network with random weights and what torch makes of it: ``python -m training.attribution.fixture OUT.npz``.

The test of the NumPy forward pass compares itself with this file.
"""

import sys
from pathlib import Path

import numpy as np
import torch

from commonground.documents.attribution.features import PLACES, SHAPES, Lexicon, columns, read, windows
from commonground.documents.attribution.link import FEATURES

from .export import arrays
from .network import Tagger

TEXT = (
    "The mill will stay, the owner said.\n“We talk,” she added. “We do not sell.”\n"
    "No one asked the town of 1,200 people. It waits.\nThe end."
)
LONGEST = 12


def main() -> None:
    """Make the network, run it and write both."""
    torch.manual_seed(5)
    lexicon = Lexicon(
        {word: row for row, word in enumerate(["the", "mill", "said", "we", "town"], 1)},
        {word: row for row, word in enumerate(["``", "''", "the", "she", "."], 1)},
        {word: row for row, word in enumerate(["the", "aid", "ded"], 1)},
    )
    vectors = torch.round(torch.randn(6, 7) * 40).clamp(-127, 127) / 64
    vectors[:, 0] = 127 / 64
    model = Tagger(vectors, 6, 4, len(SHAPES), PLACES, [2], hidden=4).eval()
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if name != "vectors.weight":
                weights.copy_((weights * 3).half().float())
        model.begin.copy_(torch.randn(3, 3).half().float())
        model.transitions.copy_(torch.randn(3, 3, 3).half().float())
    reading = read(TEXT)
    features = columns(reading, lexicon)
    scores = np.zeros((len(features), 3, 3), np.float32)
    with torch.no_grad():
        for first, after in windows(reading, LONGEST):
            lengths = torch.tensor([after - first])
            found, _ = model(torch.from_numpy(features[first:after].astype(np.int64))[None], lengths)
            scores[first:after] = found[0].numpy()
    links = {"content": np.zeros(FEATURES, np.float32), "source": np.zeros(FEATURES, np.float32)}
    small = arrays(model.state_dict(), lexicon, links)
    text = np.frombuffer(TEXT.encode("utf-8"), np.uint8)
    np.savez_compressed(Path(sys.argv[1]), expected_scores=scores, text=text, longest=LONGEST, **small)


if __name__ == "__main__":
    main()
