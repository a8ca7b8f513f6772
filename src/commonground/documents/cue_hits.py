"""Where the cues of the table stand in a sentence, and which of them count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from .cues import Form, cue_index
from .spans import Span

__all__ = ["CLAUSE_END", "Hit", "find_hits", "trimmed"]

MOST = 2000
"A sentence in which more cues match is none: what comes after is not looked at."

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_DETERMINED = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|no|any|some|every|each)\s+(?:(?:new|latest|own|recent|growing|final|first|strong"
    r"|public|central|key|main|only|repeated|urgent|\w+ly)\s+)?|['’]s\s+|\bof\s+)$",
    re.IGNORECASE,
)
_BARE = frozenset(
    ("the", "a", "an", "his", "her", "their", "its", "our", "my", "your", "this", "that", "these", "those")
)
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got|gets)\s+(?:\w+ly\s+|also\s+|then\s+|so\s+far\s+|not\s+|never\s+)?$",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"[;?!]|\.[”\"’')\]]*$|\s[–—-]\s|:\s|,?(?:”|\"(?=[\s,.;:!?)]|$))|,[’']|,\s+(?:but|while|whereas|although|though|after|because|according|which|who|whose|thus"
    r"|and\s+(?:he|she|they|it|his|her|their|that)\b|(?:he|she|they|it|[A-Z]\w+)\s+(?:said|says|added|told|warned|insisted|wrote))\b"
)
_JOINED = re.compile(r"(?<=\S),?\s+(?:and|but)\s+(?:\w+ly\s+|then\s+|also\s+)?$")
_NOUN_END = re.compile(
    r"\s(?:has|have|had|is|was|are|were|will|would|can|cannot|could|did|does)\s|\s(?:and|or)\s+(?:his|her|their|its)\s"
)
_LEADING = re.compile(r"(?:\w+ly|\W+)\s+(?=\w)")
_NO_PARTY = re.compile(
    r"(?:to|of|in|on|for|and|or|that|what|with|by|from|at|into|as|than|up|out|down|off)\b|.*\b(?:what|how|where|when|who|which|that|and|whether)$|.*(?:\s(?:to|that)\s|[”“\"])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a form of the table matches."""

    form: Form
    cue: Span
    parts: dict[str, Span]
    passive: bool
    written: int
    "How many characters of it are the cue's own words."


def find_hits(text: str, sentence: Span) -> list[Hit]:
    """Return the cues of a sentence with their parts, without those that lie in a longer one."""
    hits = _chosen(list(islice(_all_hits(text, sentence), MOST)))
    return [*(_cut(text, hit, following) for hit, following in pairwise(hits)), *hits[-1:]]


def _cut(text: str, hit: Hit, following: Hit) -> Hit:
    """Return a hit whose content ends where the next one goes on: "accused Kiev of lying and warned ..."."""
    content = hit.parts.get("content")
    if content is None or not content.begin < following.cue.begin < content.end:
        return hit
    word = text[following.cue.begin : following.cue.end].split()[0].lower()
    joined = _JOINED.search(text, content.begin, following.cue.begin)
    if joined is None or following.form.forms.get(word) not in ("past", "third") or following.passive:
        return hit
    return replace(hit, parts=hit.parts | {"content": Span(content.begin, joined.start())})


def _all_hits(text: str, sentence: Span) -> Iterator[Hit]:
    """Yield every form that matches somewhere in a sentence."""
    index = cue_index()
    for word in _WORD.finditer(text, sentence.begin, sentence.end):
        forms = index.get(word.group().lower())
        if forms is None:
            continue
        begin = word.start()
        if begin and text[begin - 1] == "-":
            continue
        before = text[max(sentence.begin, begin - 60) : begin]
        determined = _DETERMINED.search(before) is not None
        passive = _BE.search(before) is not None
        after_than = before.endswith(("than ", "than to "))
        for form in forms:
            what = form.forms.get(word.group().lower())
            if (what is not None and determined) or (after_than and form.cue.kind != "comparison"):
                continue
            if what == "past" and passive and not form.passive:
                continue
            found = form.pattern.match(text, begin, sentence.end)
            if found is None or (form.passive and not passive and not _says_by(found.group())):
                continue
            hit = _hit(text, form, found)
            if hit is not None:
                yield hit


def _says_by(words: str) -> bool:
    return re.search(r"\bby\b", words) is not None


def _hit(text: str, form: Form, found: re.Match[str]) -> Hit | None:
    groups = {name: found.span(name) for name, value in found.groupdict().items() if value}
    first = min((span[0] for span in groups.values()), default=found.end())
    cue = trimmed(text, Span(found.start(), first))
    parts = {}
    for name, (begin, end) in groups.items():
        stop = CLAUSE_END.search(text, begin, end)
        if stop and end < found.end():
            return None
        end = stop.start() if stop else end
        if name != "content" and (comma := text.find(", ", begin, end)) >= 0:
            end = comma
        if form.cue.subject == "possessor" and (verb := _NOUN_END.search(text, begin, end)):
            end = verb.start()
        if adverb := _LEADING.match(text, begin, end):
            begin = adverb.end()
        span = trimmed(text, Span(begin, end))
        if name == "party" and groups[name][1] < found.end() and _NO_PARTY.match(text[slice(*groups[name])]):
            return None
        if span.begin >= span.end or (name != "content" and span.of(text).lower() in _BARE):
            return None
        parts[name] = span
    written = found.end() - found.start() - sum(end - begin for begin, end in groups.values())
    return Hit(form, cue, parts, form.passive, written)


def trimmed(text: str, span: Span) -> Span:
    """Return a stretch without the blanks around it and the punctuation at its end."""
    begin, end = span
    while end > begin and (text[end - 1].isspace() or text[end - 1] in ",.;:–—-("):
        end -= 1
    while begin < end and text[begin].isspace():
        begin += 1
    return Span(begin, end)


def _chosen(hits: list[Hit]) -> list[Hit]:
    """Return the hits without those whose cue lies in a longer one, and one per kind and place."""
    ordered = sorted(hits, key=lambda hit: (hit.cue.begin, -hit.cue.end, -hit.written))
    chosen: list[Hit] = []
    reached = -1
    for hit in ordered:
        if hit.cue.begin >= reached:
            chosen.append(hit)
            reached = _whole_cue_end(hit)
    return chosen


def _whole_cue_end(hit: Hit) -> int:
    """Return where the words of the cue end for good: a comparison holds its second half as well."""
    if hit.form.cue.kind == "comparison" and len(hit.parts) > 1:
        return max(span.begin for span in hit.parts.values())
    return hit.cue.end
