"""Find the attributions of a text: source, cue and content, as spans of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..spans import Span
from .decode import Fragment, fragments, tag
from .features import Reading, read
from .link import Linked, link
from .network import load
from .quotation import CLOSING, OPENING, OUTSIDE

__all__ = ["Attribution", "Kind", "find_attributions"]

Kind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody said, thinks, wants or fears something, as the text reports it.

    Each role is a tuple of spans, in order; more than one where it is interrupted (``“Yes,” he said, “but not now”``),
    none where the text does not say. There is a cue or a content. ``kind``: ``direct`` when all the content's words
    stand in quotation marks, ``indirect`` when none does, ``mixed`` otherwise (and ``indirect`` without content).
    ``confidence``: the mean probability, 0 to 1, that the network gave the tokens; for sorting, not a calibrated chance
    of being right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    confidence: float


def find_attributions(text: str, sentences: Sequence[Span] | None = None) -> tuple[Attribution, ...]:
    """Return the attributions of a text, in order of where they begin.

    Parameters
    ----------
    text : str
        News or similar prose in English.
    sentences : sequence of Span, optional
        Its sentences, where they are known already.

    Examples
    --------
    >>> text = "The minister said that the dam would stay closed."
    >>> (found,) = find_attributions(text)
    >>> [[span.of(text) for span in role] for role in (found.source, found.cue, found.content)]
    [['The minister'], ['said'], ['that the dam would stay closed']]
    >>> found.kind
    'indirect'
    """
    reading = read(text, sentences)
    if not reading.words:
        return ()
    network = load()
    found = fragments(*tag(reading, network))
    return tuple([_attribution(reading, linked) for linked in link(reading, found, network.links)])


def _attribution(reading: Reading, linked: Linked) -> Attribution:
    parts = linked.source + linked.cue + linked.content
    size = sum(part.end - part.begin for part in parts)
    return Attribution(
        source=_spans(reading, linked.source),
        cue=_spans(reading, linked.cue),
        content=_spans(reading, linked.content),
        kind=_kind(reading, linked.content),
        confidence=round(sum(part.confidence * (part.end - part.begin) for part in parts) / size, 4),
    )


def _spans(reading: Reading, parts: Sequence[Fragment]) -> tuple[Span, ...]:
    return tuple([Span(reading.begins[part.begin], reading.ends[part.end - 1]) for part in parts])


def _kind(reading: Reading, content: Sequence[Fragment]) -> Kind:
    rows = [row for part in content for row in range(part.begin, part.end) if reading.words[row][0].isalnum()]
    quoted = sum(reading.states[row] not in {OUTSIDE, OPENING, CLOSING} for row in rows)
    if not quoted:
        return "indirect"
    return "direct" if quoted == len(rows) else "mixed"
