"""How long it takes to find quotations in a long text: ``python benchmarks/anchors.py``."""

from __future__ import annotations

import random
import time

from commonground.documents import locate, prepare

CHARACTERS = 1_000_000
QUOTATIONS = 300


def text(rng: random.Random) -> str:
    """Return prose-like text with curly quotes and line breaks, one word in twelve unique."""
    common = ["the", "talks", "agreed", "to", "seek", "common", "‘ground’", "it’s", "said", "\n", "that", "deal"]
    words: list[str] = []
    size = 0
    while size < CHARACTERS:
        word = f"w{rng.randrange(10**6)}" if rng.random() < 1 / 12 else rng.choice(common)
        words.append(word)
        size += len(word) + 1
    return " ".join(words)[:CHARACTERS]


def main() -> None:
    """Print the seconds for preparing the text, and for each kind of quotation the milliseconds per quotation."""
    rng = random.Random(1)
    source = text(rng)
    words = source.split()
    begun = time.process_time()
    prepared = prepare(source)
    print(f"prepare {CHARACTERS:,} characters: {time.process_time() - begun:.2f} s")
    for name, change in (
        ("as it stands", lambda quote: quote),
        ("straight quotation marks", lambda quote: quote.replace("’", "'").replace("‘", "'")),
        ("a word changed, so something alike is sought", lambda quote: quote.replace(" ", " not ", 1)),
    ):
        quotes = []
        for _ in range(QUOTATIONS):
            at = rng.randrange(len(words) - 20)
            quotes.append(change(" ".join(words[at : at + 15])))
        begun = time.process_time()
        states = [locate(prepared, quote).state for quote in quotes]
        taken = (time.process_time() - begun) / QUOTATIONS * 1000
        counts = {state: states.count(state) for state in dict.fromkeys(states)}
        print(f"{QUOTATIONS} quotations, {name}: {taken:.1f} ms each; {counts}")


if __name__ == "__main__":
    main()
