"""Deeds: what a document tells of somebody doing, by a table of verbs of political action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..documents.actors import named_mentions
from ..documents.digest import Digest
from ..documents.spans import Span
from ..documents.subjects import Named, named_in, subject
from .words import deed_forms

__all__ = ["Deed", "find_actions"]

_WORD = re.compile(r"[A-Za-z]+")
_OBJECT = re.compile(r"\s+(?!(?:by|to|that|because|and|or|but|he|she|they|it|when|if|as)\b)([^.;:!?\n\f]{3,160})")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|gets|got)(?:\s+\w+ly)?\s+$", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bno longer|\bwithout|\brefus\w+ to|\bcannot)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?$")
_MODAL = re.compile(
    r"\b(?:will|would|can|could|may|might|must|should|shall)(?:\s+\w+ly|\s+also|\s+then)?\s+$|['’]ll\s+$"
)
_RELATIVE = re.compile(r"\b(?:that|which)\b")
_WITH = re.compile(r"\bwith\s+(?:the\s+|more\s+)?$", re.IGNORECASE)
REACH = 60


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something: the actor's id, the verb and what follows it."""

    actor: str
    base: str
    verb: Span
    object: Span
    span: Span


def find_actions(digest: Digest) -> Iterator[Deed]:
    """Yield the deeds of a document's actors, in order.

    A deed has an actor as its subject, where that is certain, and an object; no passive, negation or infinitive is one.

    Examples
    --------
    >>> from commonground.documents.digest import digest
    >>> from commonground.documents.document import document_from_text
    >>> text = "Russia annexed Crimea. Kiev did not sign the treaty."
    >>> [(deed.actor, deed.base) for deed in find_actions(digest(document_from_text(text), attributions=()))]
    [('russia', 'annex')]
    """
    text = digest.document.text
    mentions = named_mentions(digest.actors)
    forms = deed_forms()
    for sentence in digest.sentences:
        for word in _WORD.finditer(text, sentence.begin, sentence.end):
            base = forms.get(word.group().lower())
            if base is None:
                continue
            before = text[max(sentence.begin, word.start() - REACH) : word.start()]
            following = _OBJECT.match(text, word.end(), sentence.end)
            if following is None or any(p.search(before) for p in (_PASSIVE, _NOT_DONE, _INFINITIVE)):
                continue
            if word.group().lower() == base and not _MODAL.search(before):
                continue  # without a "will" or a "may" the word is as likely a noun: a strike, a vote
            named = _doer(text, mentions, sentence, Span(*word.span()))
            if named is not None:
                found = Span(*following.span(1))
                yield Deed(named.actor, base, Span(*word.span()), found, Span(named.begin, found.end))


def _doer(text: str, mentions: Sequence[Named], sentence: Span, verb: Span) -> Named | None:
    """Return whose deed a verb tells: its subject, or who stands between "with" and a participle."""
    named = subject(text, mentions, sentence.begin, verb.begin)
    if named is not None:
        told_apart = _RELATIVE.search(text, named.end, verb.begin) is not None
        return named if named.end <= verb.begin and not told_apart else None
    if not text[verb.slice].lower().endswith("ing"):
        return None
    near = [one for one in named_in(mentions, sentence.begin, verb.begin) if text[one.end : verb.begin].isspace()]
    return near[-1] if near and _WITH.search(text, sentence.begin, near[-1].begin) else None
