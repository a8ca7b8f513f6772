"""Claims: passages that a cue marks as a position, demand, refusal, concession, threat, promise, fear, comparison or
accusation, and the language that judges.

Where no cue of the table stands nothing is claimed. ``speaker`` is whose claim it is: who demands, fears, refuses;
``attribution`` says who reports it, if anybody but the author does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .actors import Actor, named_mentions
from .cue_hits import CLAUSE_END, Hit, find_hits, trimmed
from .saying import is_saying
from .spans import Span
from .subjects import Named, by_whom, named_in, possessor, subject

__all__ = ["Claim", "Reported", "find_claims"]

_NOT = re.compile(
    r"(?:\bnever\s+(?:will|would|did|has|had),|\b(?:not(?!\s+(?:only|just|merely|least))|never|no\s+longer|nor|neither|without|cannot)|n['’]t"
    r"|\b(?:refus|declin|fail)\w*\s+to|\bstopped\s+short\s+of)\s+(?:(?!(?:to|that|the|because|and|but|or)\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|unless|whether|would|could|might|may|were\s+to|should|in\s+case|suppose)\s+(?:[^\s,;:]+\s+){0,4}$",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(r"\b(?:he|she|they|you|we)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_WHAT = re.compile(r"\bwhat\b", re.IGNORECASE)
_IS = re.compile(r"\s+(?:is|was|are|were)\s+")
_INSIDE_I = re.compile(r"\b(?:I|we|We|my|My|our|Our|us)\b")
_SPEAKING_BEFORE = re.compile(r"[”\"’'],?\s*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage classed by a cue."""

    kind: str
    span: Span
    "From the actor whose claim it is, where that stands before the cue, to the end of what is claimed."
    cue: Span
    pattern: str
    "The id of the row in the table of cues."
    speaker: str | None
    "The id of the actor whose claim it is; none where that is not certain, or where it is the author's own."
    about: tuple[str, ...]
    "The ids of the other actors named in the claim."
    attribution: int | None
    "Which attribution it stands in."
    author: bool
    "Stands in no attribution and no quotation with a speaker: the document's own voice."
    parts: tuple[tuple[str, Span], ...]
    "content, party, better, worse and the like, as far as the cue has them."
    negated: bool = False
    hypothetical: bool = False
    "Under an if, a would, a may."

    def part(self, name: str) -> Span | None:
        """Return a part by its name."""
        return next((span for key, span in self.parts if key == name), None)


@dataclass(frozen=True, slots=True)
class Reported:
    """What claims need of an attribution: where its content and cue are, and whose it is."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    actor: str | None


def find_claims(
    text: str,
    sentences: Sequence[Span],
    actors: Sequence[Actor],
    reported: Sequence[Reported] = (),
    quoted: Sequence[Span] = (),
) -> tuple[Claim, ...]:
    """Return the claims in the order in which their cues stand.

    Parameters
    ----------
    text : str
    sentences : sequence of Span
        A claim lies in one sentence.
    actors : sequence of Actor
    reported : sequence of Reported
        The attributions, by their index.
    quoted : sequence of Span
        Quotations that somebody says: what stands in them is not the author's, also where no attribution was found.

    Examples
    --------
    >>> from commonground.documents.actors import find_actors
    >>> from commonground.documents.document import document_from_text
    >>> document = document_from_text("Kerry called on Russia to withdraw its troops, but Moscow refused to talk.")
    >>> sentences = (Span(0, len(document.text)),)
    >>> for claim in find_claims(document.text, sentences, find_actors(document)):
    ...     print(claim.pattern, claim.speaker, claim.about, claim.part("content").of(document.text))
    demand.call-on kerry ('russia',) withdraw its troops
    refusal.refuse-to russia () talk
    """
    mentions = named_mentions(actors)
    places = _Places(reported, quoted)
    claims: list[Claim] = []
    for sentence in sentences:
        for hit in find_hits(text, sentence):
            claim = _claim(text, sentence, hit, mentions, places)
            if claim is not None and not (claims and _only_goes_on(claims[-1], claim)):
                claims.append(claim)
    return tuple(claims)


def _only_goes_on(before: Claim, claim: Claim) -> bool:
    """Tell whether a claim says no more than the one before: "will not accept" is one refusal."""
    content = before.part("content")
    return before.kind == claim.kind and content is not None and content.begin == claim.cue.begin


def _claim(text: str, sentence: Span, hit: Hit, mentions: Sequence[Named], places: _Places) -> Claim | None:
    cue = hit.form.cue
    before = text[max(sentence.begin, hit.cue.begin - 60) : hit.cue.begin]
    negated = _NOT.search(before) is not None
    kind = cue.kind
    if negated and cue.negated == "drop":
        return None
    if negated and cue.negated:
        kind, negated = cue.negated, False
    index = places.attribution(hit.cue)
    start = places.start(index, hit.cue, sentence)
    parts = dict(hit.parts)
    end = max([hit.cue.end, *(span.end for span in parts.values())])
    who = _who(text, sentence, hit, mentions, end, start)
    if who is None and cue.needs_subject and not _PERSON_BEFORE.search(before):
        return None
    if cue.subject in ("better", "worse") and cue.subject not in parts:
        left = _left_side(text, start, hit.cue.begin)
        if left is None:
            return None
        parts[cue.subject] = left
    if hit.passive:
        _fill_passive(text, hit, parts, who, mentions, Span(start, sentence.end))
        end = max(end, *(span.end for span in parts.values()), hit.cue.end)
    speaker = None if cue.subject in ("party", "none", "better", "worse") and not hit.passive else who
    if who is not None and cue.subject == "party" and not hit.passive:
        parts.setdefault("party", who.span)
    begin = min([hit.cue.begin, *(span.begin for span in parts.values())])
    if who is not None and who.end <= hit.cue.begin:
        begin = min(begin, who.begin)
    named = speaker.actor if speaker else places.speaker(text, index, hit.cue, cue.subject, sentence)
    span = Span(begin, end)
    about = dict.fromkeys(m.actor for m in named_in(mentions, begin, end) if m.actor != named)
    author = index is None and not places.is_quoted(hit.cue)
    if kind == "evaluation" and places.is_the_authors_word(text, index, hit.cue):
        named, author = None, True
    ordered = tuple(sorted(parts.items(), key=lambda item: item[1]))
    possible = kind != "evaluation" and _IF.search(before) is not None
    return Claim(kind, span, hit.cue, cue.id, named, tuple(about), index, author, ordered, negated, possible)


def _who(text: str, sentence: Span, hit: Hit, mentions: Sequence[Named], end: int, start: int) -> Named | None:
    """Return the actor that stands where the cue says its subject stands."""
    if hit.passive:
        if "speaker" in hit.parts:
            within = named_in(mentions, hit.parts["speaker"].begin, hit.parts["speaker"].end)
            return within[0] if within else None
        return by_whom(text, mentions, hit.cue.begin, end)
    if hit.form.cue.subject == "none":
        return None
    if hit.form.cue.subject == "possessor":
        return possessor(text, mentions, start, hit.cue.begin)
    found = subject(text, mentions, start, hit.cue.begin)
    if found is None and hit.form.cue.inverted and _SPEAKING_BEFORE.search(text, max(start - 2, 0), hit.cue.begin):
        after = named_in(mentions, hit.cue.end, min(hit.cue.end + 40, sentence.end))
        if after and not text[hit.cue.end : after[0].begin].strip():
            return after[0]
    return found


def _fill_passive(
    text: str, hit: Hit, parts: dict[str, Span], who: Named | None, mentions: Sequence[Named], clause: Span
) -> None:
    """Set the parts of a passive: who acts stands after "by", what it is done to before the cue or after "is"."""
    if "speaker" in parts:
        del parts["speaker"]
        if who is not None:
            parts["speaker"] = who.span
            after = _IS.match(text, who.end, clause.end) if _WHAT.search(text, clause.begin, hit.cue.begin) else None
            if after and "content" not in parts:
                stop = CLAUSE_END.search(text, after.end(), clause.end)
                content = trimmed(text, Span(after.end(), stop.start() if stop else clause.end))
                if content.begin < content.end:
                    parts["content"] = content
    done_to = subject(text, mentions, clause.begin, hit.cue.begin)
    if done_to is not None:
        parts.setdefault("party", done_to.span)
    elif "content" not in parts:
        left = _left_side(text, clause.begin, hit.cue.begin)
        if left is not None:
            parts["content"] = left


def _left_side(text: str, begin: int, cue: int) -> Span | None:
    """Return what stands before a cue, back to the beginning of the clause."""
    breaks = [
        found.end()
        for found in re.finditer(
            r"[,;:]\s|\b(?:that(?!\s+(?:is|was|were|are|has|had)\b)|and|but|because|if)\s|[“\"‘]", text[begin:cue]
        )
    ]
    left = trimmed(text, Span(begin + (breaks[-1] if breaks else 0), cue))
    words = re.sub(
        r"(?:\s*\b(?:is|are|was|were|been|being|has|have|had|would|will|be|even|far|much|the|\w+ly|that|which))+\s*$",
        "",
        left.of(text),
    )
    left = trimmed(text, Span(left.begin, left.begin + len(words)))
    return left if left.begin < left.end else None


class _Places:
    """Which attribution and which quotation a cue stands in."""

    def __init__(self, reported: Sequence[Reported], quoted: Sequence[Span]) -> None:
        self.reported = reported
        self.contents = sorted((*span, index) for index, one in enumerate(reported) for span in one.content)
        self.cues = sorted((*span, index) for index, one in enumerate(reported) for span in one.cue)
        self.quoted = sorted(quoted)

    def attribution(self, cue: Span) -> int | None:
        own = _covering(self.cues, cue)
        return own if own is not None else _covering(self.contents, cue)

    def is_quoted(self, cue: Span) -> bool:
        return (
            _covering([(*span, 0) for span in self.quoted[max(0, bisect_right(self.quoted, cue) - 3) :][:4]], cue)
            is not None
        )

    def is_the_authors_word(self, text: str, index: int | None, cue: Span) -> bool:
        """Tell whether words that judge are the author's, who tells in words of its own what somebody wants or fears.

        In a quotation, and where somebody is reported to say or call something, they are not.
        """
        if index is None or self.is_quoted(cue):
            return False
        return not is_saying(text, self.reported[index].cue)

    def start(self, index: int | None, cue: Span, sentence: Span) -> int:
        """Return where the words begin that a cue belongs to: its piece of content, or its sentence."""
        if index is None:
            return sentence.begin
        begins = [span.begin for span in self.reported[index].content if span.begin <= cue.begin < span.end]
        return max([sentence.begin, *begins])

    def speaker(self, text: str, index: int | None, cue: Span, kind: str, sentence: Span) -> str | None:
        """Return whose claim it is where no subject was found: whoever the words are attributed to."""
        if index is None:
            return None
        if any(cue.overlaps(span) for span in self.reported[index].cue) or kind not in ("speaker", "possessor"):
            return self.reported[index].actor
        before = text[max(self.start(index, cue, sentence), cue.begin - 40) : cue.begin]
        own = _INSIDE_I.search(before) or (kind == "speaker" and not before.strip("“\"‘' "))
        return self.reported[index].actor if own else None


def _covering(spans: Sequence[tuple[Any, ...]], cue: Span) -> int | None:
    """Return the index of the innermost span that a cue begins in; the spans are in order."""
    place = bisect_right(spans, (cue.begin, float("inf"), 0)) - 1
    for begin, end, index in reversed(spans[max(place - 8, 0) : place + 1]):
        if begin <= cue.begin < end:
            return int(index)
    return None
