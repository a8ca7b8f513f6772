"""How fast a document is digested, model of attributions left out: ``python benchmarks/digest.py [FILE ...]``.

Words a second for each finder on the files given (or on a made-up text), and processor seconds for each finder on
1 MB of hostile text: quotation marks, capitals, digits, cues. Processor seconds, so that other work on the machine
disturbs them little.
"""

import sys
import time
from pathlib import Path

from commonground.documents.actors import find_actors
from commonground.documents.claims import find_claims
from commonground.documents.dates import find_dates
from commonground.documents.digest import digest
from commonground.documents.document import document_from_text
from commonground.documents.quotations import find_quotations
from commonground.documents.sentences import sentences

MADE_UP = (
    "The Russian foreign minister, Sergei Lavrov, met John Kerry in Paris on 30 March 2014. “We want peace,” Kerry "
    "said, but Kiev refused to talk. Jane Doe of the National Dam Committee called the deal ‘rotten’ and warned that "
    "the workers would strike.\n\n"
)
HOSTILE = (
    '"', "'", "‘a’ “b", "“a\n\n", " '", "s' x", "'\"", "A ", "Aa bb ", "Putin said he ", "Jane Doe. ", "1 2 3 ",
    "the US president ", "call on Kiev to ", "call on Kiev. ", "more scared of x than ", "Putin fears ",
)  # fmt: skip


def seconds(call):
    """Return the processor seconds that a call takes, and its result."""
    begun = time.process_time()
    result = call()
    return time.process_time() - begun, result


def finders(text):
    """Return the finders by name, each ready to be called on a text."""
    document = document_from_text(text)
    spans = sentences(document.text)
    actors = find_actors(document, spans)
    return {
        "sentences": lambda: sentences(document.text),
        "dates": lambda: find_dates(document.text, None),
        "quotations": lambda: find_quotations(document.text),
        "actors": lambda: find_actors(document, spans),
        "claims": lambda: find_claims(document.text, spans, actors),
        "digest": lambda: digest(document, attributions=()),
    }


def main(paths):
    """Print the two tables."""
    texts = [Path(path).read_text(encoding="utf-8") for path in paths] or [MADE_UP * 500]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {words:,} words")
    finders(texts[0])["digest"]()
    total = {}
    for text in texts:
        for name, call in finders(text).items():
            total[name] = total.get(name, 0.0) + seconds(call)[0]
    for name, spent in total.items():
        print(f"{name:12}{words / spent:12,.0f} words/s")
    print("\n1 MB of           " + "".join(f"{name:>12}" for name in total))
    for noise in HOSTILE:
        calls = finders(noise * (1_000_000 // len(noise)))
        row = "".join(f"{seconds(call)[0]:12.2f}" for call in calls.values())
        print(f"{noise!r:18}{row}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
