"""Meetings and speeches that a text tells of: who took part, and when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .dates import DateMention
from .spans import Span
from .subjects import Named, named_in, possessor, subject

__all__ = ["Meeting", "Speech", "find_meetings", "find_speeches"]

_NOUN = (
    r"(?:meetings?|talks|negotiations|summit|discussions|(?:tele)?phone\s+(?:call|conversation)s?|conversations?|dialogue|consultations"
    r"|peace\s+conference|conference|round\s+table)"
)
_BETWEEN = re.compile(
    rf"\b{_NOUN}\s+(?:[a-z]+\s+(?:in|on|at)\s+\w+\s+|(?:in|on|at)\s+\w+\s+)?(?:between|among|of)\s+", re.IGNORECASE
)
_WITH = re.compile(
    rf"\b(?:{_NOUN}|negotiat(?:e|es|ed|ing)|met|meets?|meeting|sat\s+down|sit\s+down|spoke|speaks?)\s+"
    r"(?:(?:in|on|at)\s+\w+\s+|privately\s+|briefly\s+|again\s+)?(?:with)\s+",
    re.IGNORECASE,
)
_MET = re.compile(r"\b(?:met|(?:will|to|would|may)\s+meet|meets|meeting)\s+(?!with\b)", re.IGNORECASE)
_BOTH = re.compile(
    rf"^,?\s+(?:have\s+|had\s+|will\s+|are\s+to\s+|also\s+|both\s+|last\s+)?(?:met|meet|hold\s+{_NOUN}|held\s+{_NOUN}|negotiated|discussed)\b"
)
_BESIDE = (
    r"(?:(?:the|his|her|its|their|a|an|both|other|foreign|prime|president|minister|ministers|senior|top|visiting|acting|rebel|opposition"
    r"|separatist|representatives\s+of|leaders\s+of|officials\s+(?:of|from)|envoys\s+(?:of|from)|delegates\s+(?:of|from)"
    r"|counterpart)\s*,?\s+){0,3}$"
)
_AND_NEXT = re.compile(r"^\s*,?\s+(?:and|as\s+well\s+as)\s+" + _BESIDE)
_COMMA_NEXT = re.compile(r"^\s*,\s+" + _BESIDE)
_STRAIGHT = re.compile("^" + _BESIDE)
_AND = re.compile(r"^\s*,?\s+and\s+(?:the\s+)?$")
_SPEECH = re.compile(
    r"\b(?:speech(?:es)?|address(?=\s+(?:to|in|on|at|before))|press\s+conference|news\s+conference|interview|testimony|state\s+of\s+the"
    r"\s+union|op-ed|open\s+letter|tweet)\b",
    re.IGNORECASE,
)
DATE_REACH = 110
"How far from a meeting its date may stand, in code points."


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting or talks that a text tells of."""

    span: Span
    "From the first participant or date named with it to the last participant."
    participants: tuple[str, ...]
    "Ids of actors, in the order in which they are named."
    date: DateMention | None


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech, interview or the like."""

    span: Span
    speaker: str | None
    date: DateMention | None


def find_meetings(
    text: str, sentences: Sequence[Span], mentions: Sequence[Named], dates: Sequence[DateMention]
) -> tuple[Meeting, ...]:
    """Return the meetings of which at least two participants are named, in order.

    Parameters
    ----------
    text : str
    sentences : sequence of Span
    mentions : sequence of Named
        In order; pronouns among them.
    dates : sequence of DateMention
        In order.
    """
    found = []
    for sentence in sentences:
        for cue, people in _talks(text, sentence, mentions):
            names = tuple(dict.fromkeys(named.actor for named in people))
            if len(names) < 2:
                continue
            begin = min(cue.begin, *(named.begin for named in people))
            end = max(cue.end, *(named.end for named in people))
            date = _date_near(dates, Span(begin, end), sentence)
            if date is not None and date.span.begin < begin and date.span.end + 12 >= begin:
                begin = date.span.begin
            found.append(Meeting(Span(begin, end), names, date))
    return tuple(_without_repeats(found))


def find_speeches(
    text: str, sentences: Sequence[Span], mentions: Sequence[Named], dates: Sequence[DateMention]
) -> tuple[Speech, ...]:
    """Return the speeches and interviews that the text tells of."""
    found = []
    for match in _SPEECH.finditer(text):
        place = bisect_right(sentences, (match.start() + 1, 0)) - 1
        if place < 0 or sentences[place].end < match.end():
            continue
        sentence = sentences[place]
        who = possessor(text, mentions, sentence.begin, match.start())
        if who is None:
            who = _main_actor(text, mentions, sentence, match.span())
        span = Span(*match.span())
        date = _date_near(dates, span, sentence)
        between = text[min(date.span.end, span.end) : max(date.span.begin, span.begin)] if date else ""
        if who is None and date is None:
            continue
        found.append(Speech(span, who.actor if who else None, None if re.search('["“”]', between) else date))
    return tuple(found)


def _main_actor(text: str, mentions: Sequence[Named], sentence: Span, cue: tuple[int, int]) -> Named | None:
    """Return the subject of the sentence that a speech stands in."""
    near = named_in(mentions, max(sentence.begin, cue[0] - 60), cue[0])
    if near and re.match(
        r"\s+\w+(?:\s+\w+)?\s+(?:in|at|during)\s+(?:an?|the|his|her)\s+(?:[\w-]+\s+){0,2}$", text[near[-1].end : cue[0]]
    ):
        return near[-1]
    from_start = re.match(r"\W*(?:In|At|During|After|Following)\s", text[sentence.begin : cue[0]])
    inside = named_in(mentions, cue[1] if from_start else sentence.begin, sentence.end if from_start else cue[0])
    for named in inside:
        before = text[max(named.begin - 24, sentence.begin) : named.begin]
        after = text[named.end : named.end + 1]
        if after not in ("'", "’") and not re.search(
            r"\b(?:to|of|with|by|in|at|for|from|on|before)\s+(?:the\s+)?$", before
        ):
            return named
    return None


def _talks(text: str, sentence: Span, mentions: Sequence[Named]) -> Iterator[tuple[Span, list[Named]]]:
    """Yield each cue for a meeting in a sentence with those who are named beside it."""
    inside = named_in(mentions, *sentence)
    if len(inside) < 2:
        return
    for cue in _BETWEEN.finditer(text, *sentence):
        yield Span(*cue.span()), _listed(text, inside, cue.end())
    for cue in _WITH.finditer(text, *sentence):
        after = _listed(text, inside, cue.end())
        before = subject(text, mentions, sentence.begin, cue.start()) or possessor(
            text, mentions, sentence.begin, cue.start()
        )
        before = before or _holder(text, inside, cue.start())
        if after and before:
            yield Span(*cue.span()), [before, *after]
    for cue in _MET.finditer(text, *sentence):
        after = _listed(text, inside, cue.end())
        before = subject(text, mentions, sentence.begin, cue.start())
        if after and before and before.actor != after[0].actor:
            yield Span(*cue.span()), [before, *after[:2]]
    for first, second in pairwise(_joined(text, inside)):
        met = _BOTH.match(text[second.end : min(second.end + 60, sentence.end)])
        if met and _AND.match(text[first.end : second.begin]):
            yield Span(second.end, second.end + met.end()), [first, second]


def _joined(text: str, inside: Sequence[Named]) -> list[Named]:
    """Return the mentions, a role and the name beside it as one."""
    joined: list[Named] = []
    for named in inside:
        last = joined[-1] if joined else None
        if (
            last
            and last.actor == named.actor
            and text[last.end : named.begin] in (" ", ", ")
            and named.how != "pronoun"
        ):
            joined[-1] = last._replace(end=named.end)
        else:
            joined.append(named)
    return joined


def _holder(text: str, inside: Sequence[Named], cue: int) -> Named | None:
    """Return who holds talks: the first name of the sentence where a verb of holding stands before the cue."""
    for named in inside:
        if named.end > cue or text[named.end : named.end + 1] in ("'", "’"):
            break
        if re.match(
            r"\s+(?:\w+\s+){0,4}?(?:held|hold|holds|holding|began|begin|opened|open|resumed|resume|entered|enter|had|has|in|broke\s+off|for|at)\b",
            text[named.end : cue],
        ):
            return named
    return None


def _listed(text: str, inside: Sequence[Named], begin: int) -> list[Named]:
    """Return the actors named one after the other from a place on: "Lavrov, Kerry and the EU"."""
    listed: list[Named] = []
    waiting: list[Named] = []
    for named in inside:
        if named.begin < begin:
            continue
        last = (waiting or listed)[-1] if listed else None
        gap = text[last.end if last else begin : named.begin]
        if not listed and _STRAIGHT.match(gap):
            listed.append(named)
        elif last and (_AND_NEXT.match(gap) or (named.actor == last.actor and len(gap) < 8)):
            listed.extend([*waiting, named])
            waiting = []
        elif last and _COMMA_NEXT.match(gap):
            waiting.append(named)
        else:
            break
    return listed


def _date_near(dates: Sequence[DateMention], span: Span, sentence: Span) -> DateMention | None:
    """Return the date that stands nearest to a stretch in its sentence."""
    place = bisect_right(dates, (span,))
    near = [
        date
        for date in dates[max(place - 6, 0) : place + 12]
        if sentence.begin <= date.span.begin < sentence.end and date.precision not in ("ambiguous", "vague")
    ]
    near = [date for date in near if _distance(date.span, span) <= DATE_REACH]
    return min(near, key=lambda date: _distance(date.span, span), default=None)


def _distance(one: Span, other: Span) -> int:
    return max(one.begin - other.end, other.begin - one.end, 0)


def _without_repeats(found: list[Meeting]) -> Iterator[Meeting]:
    """Yield the meetings, of two at one place the one with more participants."""
    ordered = sorted(found, key=lambda meeting: (meeting.span.begin, -len(meeting.participants)))
    last = -1
    for meeting in ordered:
        if meeting.span.begin >= last:
            yield meeting
            last = meeting.span.end
