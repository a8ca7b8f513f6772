"""Train the tagger: ``python -m training.attribution.train CORPUS VECTORS OUT [options]``; see README.md here."""

import argparse
import copy
import json
import pickle
import time
from pathlib import Path

import numpy as np
import torch

from commonground.documents.attribution import decode
from commonground.documents.attribution.features import PLACES, SHAPES, windows
from commonground.documents.attribution.network import build

from .data import AUXILIARY, prepare
from .export import arrays, write
from .linking import learn
from .network import Tagger, best
from .tagged import token_scores

MOST = 60_000
"Word vectors kept besides those of words that occur in the training texts."
WEIGHTS = {"tag": 0.15, "entity": 0.1, "relation": 0.15, "clause": 0.1, "head": 0.1}


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("vectors", type=Path, help="folder with glove.npy and glove.words (vectors.py makes them)")
    parser.add_argument("out", type=Path, help="weights.npz to write; scores go beside it as .json")
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--longest", type=int, default=128)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--drop", type=float, default=0.4)
    parser.add_argument("--held", type=int, default=30, help="every so manyth article is held out; 0: none")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--auxiliary", type=float, default=1.0)
    return parser.parse_args()


def load(options):
    """Read the corpus, or what was made of it before."""
    if options.cache and options.cache.exists():
        return pickle.loads(options.cache.read_bytes())
    words = (options.vectors / "glove.words").read_text(encoding="utf-8").split("\n")
    data = prepare(options.corpus, words, MOST, options.parses)
    if options.cache:
        options.cache.write_bytes(pickle.dumps(data))
    return data


def table(options, kept):
    """Return the word vectors float[row, 100]; row 0 is the unknown word: the mean of rare ones."""
    vectors = np.load(options.vectors / "glove.npy")[kept]
    vectors = np.concatenate([vectors[-20000:].mean(0, keepdims=True), vectors])
    scale = np.abs(vectors).max(1, keepdims=True) / 127
    return torch.tensor(np.round(vectors / scale) * scale, dtype=torch.float32)


def pieces(examples, longest, random):
    """Cut articles into windows, at other places each time."""
    result = []
    for index, example in enumerate(examples):
        size = longest if random is None else int(random.integers(longest // 2, longest + 1))
        result += [(index, *window) for window in windows(example.reading, size)]
    return result


def batch(examples, rows):
    """Return features, labels, auxiliary labels and lengths of some windows, padded."""
    lengths = torch.tensor([after - first for _, first, after in rows])
    most = int(lengths.max())
    features = torch.zeros(len(rows), most, 5, dtype=torch.long)
    tags = torch.zeros(len(rows), most, 3, dtype=torch.long)
    others = torch.full((len(rows), most, len(AUXILIARY)), -1, dtype=torch.long)
    for row, (index, first, after) in enumerate(rows):
        example = examples[index]
        features[row, : after - first] = torch.from_numpy(example.features[first:after].astype(np.int64))
        labels = example.labels[first:after].astype(np.int64)
        labels[0][labels[0] == 2] = 1
        tags[row, : after - first] = torch.from_numpy(labels)
        others[row, : after - first] = torch.from_numpy(example.auxiliary[first:after].astype(np.int64))
    return features, tags, others, lengths


@torch.no_grad()
def tag(model, examples, longest, bias=None):
    """Return tags int[token, role] per example."""
    model.eval()
    result = [np.zeros((len(example.features), 3), np.int8) for example in examples]
    rows = sorted(pieces(examples, longest, None), key=lambda row: row[2] - row[1])
    for start in range(0, len(rows), 64):
        some = rows[start : start + 64]
        features, _, _, lengths = batch(examples, some)
        scores, _ = model(features, lengths)
        if bias is not None:
            scores = scores.clone()
            scores[..., 0] -= bias
        tags = best(scores, lengths, *model.moves()).numpy()
        for row, (index, first, after) in enumerate(some):
            result[index][first:after] = tags[row, : after - first]
    return result


def evaluate(model, examples, longest, bias=None):
    """Return the token scores on articles."""
    tags = tag(model, examples, longest, bias)
    return token_scores([(e.article, e.reading, t) for e, t in zip(examples, tags, strict=True)])


def brief(scores):
    """Return scores in a line."""
    return " ".join(
        f"{name} {s['precision']:.3f}/{s['recall']:.3f}/{s['f1']:.4f} x{s['exact']:.3f}" for name, s in scores.items()
    )


def auxiliary_loss(predictions, others, scale):
    """Return the weighted loss of the second task."""
    total = 0.0
    for index, (name, prediction) in enumerate(zip(AUXILIARY, predictions, strict=True)):
        wanted = others[..., index].flatten()
        if (wanted >= 0).any():
            loss = torch.nn.functional.cross_entropy(prediction.flatten(0, 1), wanted, ignore_index=-1)
            total = total + scale * WEIGHTS[name] * loss
    return total


def fit(model, training, held, options):
    """Train and return the running mean of the weights."""
    random = np.random.default_rng(options.seed)
    mean = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=options.rate, weight_decay=0.01
    )
    steps, expected = 0, options.epochs * len(pieces(training, int(options.longest * 0.75), None)) // options.batch
    begun = time.time()
    for epoch in range(options.epochs):
        shown = [e.other if e.other and random.random() < 0.3 else e for e in training]
        rows = pieces(shown, options.longest, random)
        keys = [row[2] - row[1] + random.uniform(0, 30) for row in rows]
        rows = [rows[i] for i in np.argsort(keys)]
        groups = [rows[i : i + options.batch] for i in range(0, len(rows), options.batch)]
        random.shuffle(groups)
        model.train()
        seen = []
        for group in groups:
            progress = min(steps / expected, 1.0)
            rate = options.rate * min(1.0, (steps + 1) / 100) * max(0.02, 0.5 * (1 + np.cos(np.pi * progress)))
            for setting in optimizer.param_groups:
                setting["lr"] = rate
            features, tags, others, lengths = batch(shown, group)
            scores, predictions = model(features, lengths)
            main = model.loss(scores, tags, lengths)
            loss = main + auxiliary_loss(predictions, others, options.auxiliary * (1 - 0.8 * progress) / 3)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            steps += 1
            decay = min(0.998, steps / (steps + 20))
            with torch.no_grad():
                for slow, fast in zip(mean.parameters(), model.parameters(), strict=True):
                    slow.lerp_(fast, 1 - decay)
            seen.append(float(main.detach()))
        line = f"epoch {epoch} loss {np.mean(seen):.4f} {time.time() - begun:.0f}s"
        if held:
            line += " | " + brief(evaluate(mean, held, options.longest))
        print(line, flush=True)
    return mean


def main():
    """Train with the options of the command line."""
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    examples, lexicon, kept, names = load(options)
    held = examples[:: options.held] if options.held else []
    training = [e for i, e in enumerate(examples) if not options.held or i % options.held]
    model = Tagger(
        table(options, kept),
        len(lexicon.own) + 1,
        len(lexicon.endings) + 1,
        len(SHAPES),
        PLACES,
        [len(names[task]) + 1 for task in AUXILIARY],
        hidden=options.hidden,
        drop=options.drop,
    )
    print(
        vars(options),
        len(training),
        len(held),
        sum(p.numel() for p in model.parameters() if p.requires_grad),
        flush=True,
    )
    mean = fit(model, training, held, options)
    torch.save(mean.state_dict(), options.out.with_suffix(".pt"))
    finish(mean, lexicon, examples, held, options)


def finish(model, lexicon, examples, held, options):
    """Learn the links, write the weights and the scores."""
    stored = arrays(model.state_dict(), lexicon, learn(examples))
    write(options.out, stored)
    scores = {"held out": shipped_scores(stored, held) if held else {}, "bytes": options.out.stat().st_size}
    scores["options"] = {name: str(value) for name, value in vars(options).items()}
    options.out.with_suffix(".json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def shipped_scores(stored, held):
    """Return the token scores of the network as it ships."""
    network = build(stored)
    return token_scores([(e.article, e.reading, decode.tag(e.reading, network)[0]) for e in held])


if __name__ == "__main__":
    main()
