"""Who does what a verb or noun says: the actor before a cue, where that is certain enough to be named."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .spans import Span

__all__ = ["Named", "by_whom", "named_in", "possessor", "subject"]

_DAY = r"(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:night|morning|evening|afternoon))?"
_LIGHT = (
    r"(?:is|are|was|were|be|been|being|has|have|had|having|do|does|did|will|would|can|could|may|might|must|should|shall|also|still"
    r"|now|then|already|again|never|not|only|just|even|so|far|as|always|ever|both|all|too|very|really|once|twice|first|long|himself"
    r"|herself|themselves|itself|yesterday|today|later|earlier|(?:in|last|this)\s+(?:the\s+)?(?:\w+day|week|month|year|\d{4}|January"
    r"|February|March|April|May|June|July|August|September|October|November|December)|recently|repeatedly|publicly|openly|clearly"
    rf"|\w+ly|no\s+longer|in\s+turn|for\s+his\s+part|more|most|less|quite|rather|{_DAY})"
)
_VERB_NEXT = rf"(?=\s+(?:{_LIGHT}|\w+(?:ed|ing|en)\b|scared|afraid|set|put|\w+\s+to))"
_GAP = rf"(?:\s*,)?(?:\s+{_LIGHT}|n['’]t|['’](?:s|ve|d|ll|re){_VERB_NEXT}){{0,6}}\s*,?\s*"
_DIRECT = re.compile(_GAP + "$")
_INFINITIVE = re.compile(rf"\s+(?:not\s+)?to(?:\s+{_LIGHT}){{0,3}}\s*$")
_FOR = re.compile(r"\bfor\s+(?:the\s+)?$")
_PARTICIPLE = re.compile(rf"\b(?:by|of|for|as|without|from|in)(?:\s+{_LIGHT}){{0,2}}\s*$")
_APART = re.compile(r",\s+(?:the\s+|an?\s+)?$")
_RELATIVE = re.compile(rf"\s*,?\s+(?:who|which|that)(?:\s+{_LIGHT}){{0,5}}\s*$")
_ASIDE = re.compile(rf"\s*,[^,;:\"“”]{{1,90}},(?:\s+{_LIGHT}){{0,4}}\s*$")
_JOINED = re.compile(rf"(?:\b(?:and|but|or|to|then|when|where|before|after|while)|[”\"’'],?)(?:\s+{_LIGHT}){{0,4}}\s*$")
_BREAK = re.compile(r"[;:“”\"]|\bthat\b|,\s+(?:while|whereas|although|but)\b|\s[–—]\s|\b(?:because|if|unless)\b")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:of|to|with|by|in|for|from|at|against|between|about|on|like|over|into|under|towards?|without"
    r"|among|despite)\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|their\s+|its\s+|all\s+|both\s+)?$",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"['’]")
_OWNS = re.compile(
    r"(?:['’]s?)?\s+(?:(?!(?:and|or|is|was|has|to|in|on|at|that|of|the|a|an)\b)[\w-]+\s+){0,3}(?:(?:and|or)\s+(?:absolute\s+|growing\s+)?)?$"
)
_BY = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+)?(?:[a-z][\w-]*\s+){0,2}$", re.IGNORECASE)
_OWN_PRONOUN = frozenset({"his", "her", "their", "hers"})
REACH = 160
"How far before a cue its subject may stand, in code points."


class Named(NamedTuple):
    """A mention with its actor."""

    begin: int
    end: int
    actor: str
    how: str

    @property
    def span(self) -> Span:
        """Return the place."""
        return Span(self.begin, self.end)


def named_in(mentions: Sequence[Named], begin: int, end: int) -> Sequence[Named]:
    """Return the mentions that lie in a stretch; the mentions are in order."""
    low = bisect_left(mentions, (begin,))
    high = bisect_right(mentions, (end,))
    return [named for named in mentions[low : min(high, low + 40)] if named.end <= end]


def subject(text: str, mentions: Sequence[Named], begin: int, cue: int) -> Named | None:
    """Return who a verb at ``cue`` has before it in its clause, or none if that is not certain."""
    begin = max(begin, cue - REACH)
    before = named_in(mentions, begin, cue)
    if not before:
        return None
    nearest = before[-1]
    gap = text[nearest.end : cue]
    owner = _POSSESSED.match(gap) is not None and not re.match(
        r"['’](?:ve|d|ll|re)\b|['’]s\s+(?:\w+ing|\w+ed|scared|afraid)\b", gap
    )
    owner = owner or text[nearest.begin : nearest.end].lower() in _OWN_PRONOUN
    free = _AFTER_PREPOSITION.search(text, max(begin, nearest.begin - 24), nearest.begin) is None
    if (
        not owner
        and free
        and _DIRECT.match(gap)
        and (not gap.startswith(",") or _APART.search(text, begin, nearest.begin))
    ):
        return nearest
    if not owner and free and _ASIDE.match(gap):
        return nearest
    if gap.startswith(","):
        for named in reversed(before[-4:-1]):
            if _ASIDE.match(text[named.end : cue]) and not _AFTER_PREPOSITION.search(text, begin, named.begin):
                return named
    if (
        not owner
        and _INFINITIVE.match(gap)
        and (free or _FOR.search(text, max(begin, nearest.begin - 24), nearest.begin))
    ):
        return nearest
    if not owner and _RELATIVE.match(gap):
        return nearest
    if _JOINED.search(gap) or (_JOINED.search(text[begin:cue]) and not gap.strip()):
        return _first_free(text, before, begin, cue)
    if _PARTICIPLE.search(gap) and len({named.actor for named in before}) == 1:
        return _first_free(text, before, begin, cue)
    return None


def _first_free(text: str, before: Sequence[Named], begin: int, cue: int) -> Named | None:
    """Return the mention that the clause begins with: no complement of a preposition, no possessor."""
    start = begin
    for found in _BREAK.finditer(text, begin, cue):
        start = found.end() if text[found.end() : cue].strip() else start
    for named in before:
        if named.begin < start or _POSSESSED.match(text, named.end):
            continue
        if text[named.begin : named.end].lower() in _OWN_PRONOUN:
            continue
        if _AFTER_PREPOSITION.search(text, max(start, named.begin - 24), named.begin) is None:
            return named
    return None


def possessor(text: str, mentions: Sequence[Named], begin: int, cue: int) -> Named | None:
    """Return whose a noun at ``cue`` is: "Putin's fear", "his hatred and fear"."""
    before = named_in(mentions, max(begin, cue - 70), cue)
    if not before:
        return None
    nearest = before[-1]
    gap = text[nearest.end : cue]
    if _OWNS.fullmatch(gap) is None:
        return None
    mine = _POSSESSED.match(gap) is not None or text[nearest.begin : nearest.end].lower() in _OWN_PRONOUN
    return nearest if mine else None


def by_whom(text: str, mentions: Sequence[Named], begin: int, end: int) -> Named | None:
    """Return the first actor after "by" in a stretch."""
    for named in named_in(mentions, begin, end):
        if _BY.search(text, begin, named.begin):
            return named
    return None
