"""Actions named by the words of a claim: verb phrases cut to a length that fits an option; whether two are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..documents.spans import Span
from .words import word_set

__all__ = ["Action", "action_of", "alike", "first_clause", "key_words", "short_form"]

MOST_WORDS = 14

_END = re.compile(
    r"[;:!?\n\f]|(?<![A-Z])\.(?=[\s”’\"']|$)|,(?!\d)|\s[–—-]\s|[”\"]"
    r"|\s(?:which|that|who|whom|whose|because|since|while|when|where|after|before"
    r"|unless|until|if|although|though|whereas|so\s+that|in\s+order|in\s+return|in\s+exchange|provided|leaves?|has|have|had|is|was|are|were|will"
    r"|would|(?:it|he|she|they|we|you|I)\s+(?:is|was|are|were|has|had|have|will|would|can|could"
    r"|may|might|must|should|did|do|does|\w+ed)"
    r")\s"
)
_BREAK = re.compile(
    r"\s(?=(?:in|of|on|at|by|for|from|to|with|into|as|and|or|over|under|against|including|through|between)\s)"
)
_MODAL = re.compile(
    r"(?:^|\s)(?:must|should|ought|will|would|shall|never|not|won['’]t|(?:we|i)['’]ll|to)(?:\s+(?:not|never))?$",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"(?:^|\s)(?:not|never|won['’]t)$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:to\s+|(?:not\s+)?be\s+(?:able|willing|ready|prepared)\s+to\s+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody could do: its name, the words that carry its sense, and whether the claim speaks of leaving it."""

    name: str
    words: frozenset[str]
    negated: bool = False


def action_of(text: str, cue: Span, content: Span, verb: str = "", judging: Sequence[Span] = ()) -> Action | None:
    """Return the action that a claim's content is, or none where it is no action.

    Parameters
    ----------
    text : str
        The document's text.
    cue, content : Span
        Of the claim.
    verb : str
        Put before a content that is a thing: ``accept`` with "the plan". Without it such a content is no action.
    judging : sequence of Span
        Words by which the author judges; they are left out of the name.

    Examples
    --------
    >>> text = "Kerry called on Russia to withdraw its troops, which it denies."
    >>> action_of(text, Span(6, 15), Span(26, 62)).name
    'withdraw its troops'
    >>> action_of("They accepted the plan.", Span(5, 13), Span(14, 22), "accept").name
    'accept the plan'
    >>> action_of("They fear the plan.", Span(5, 9), Span(10, 18)) is None
    True
    """
    words = _plain(text, content, judging)
    between = text[cue.begin : content.begin].strip()
    leading = _LEADING.match(words)
    is_verb = leading is not None or _MODAL.search(between) is not None
    phrase = _shortened(words[leading.end() :] if leading else words)
    first = phrase.partition(" ")[0].lower().strip("‘’'\"“”")
    if not phrase or not first:
        return None
    if not is_verb or first in word_set("no_verb"):
        if not verb or is_verb or first.endswith("ing") or first in word_set("clause"):
            return None
        phrase = f"{verb} {phrase.partition(' as ')[0]}"
    if len(phrase.split()) < 2:
        return None
    return Action(
        phrase, key_words(phrase), _NEGATION.search(between) is not None and verb == "" and _asks_not(between)
    )


def _plain(text: str, content: Span, judging: Sequence[Span]) -> str:
    """Return the words of a content without those that judge, where they can be left out: before another word."""
    begin, parts = content.begin, []
    for span in judging:
        if begin <= span.begin and span.end < content.end and re.match(r"\s+[^\W_]", text[span.end : content.end]):
            parts.append(text[begin : span.begin])
            begin = span.end
    return " ".join("".join([*parts, text[begin : content.end]]).split())


def _asks_not(between: str) -> bool:
    """Tell whether a cue asks that something be left ("must not"), where a refusal ("will not") says so by its kind."""
    return re.match(r"(?:must|should|ought|has|have|needs?)\b", between, re.IGNORECASE) is not None


def _shortened(words: str) -> str:
    """Return the first clause of a phrase, at most some words long, cut where a part of it ends."""
    flat = " ".join(words.split()).strip(" ‘’'\"“”")
    end = _END.search(flat)
    flat = flat[: end.start()] if end else flat
    if len(flat.split()) > MOST_WORDS:
        reach = len(" ".join(flat.split()[:MOST_WORDS]))
        breaks = [
            found.start() for found in _BREAK.finditer(flat, 0, reach + 1) if len(flat[: found.start()].split()) > 2
        ]
        flat = flat[: breaks[-1]] if breaks else flat[:reach]
    kept = flat.strip(" ‘“\"'").split()
    while kept and kept[-1].lower() in word_set("not_last"):
        kept.pop()
    return _balanced(" ".join(kept))


def _balanced(phrase: str) -> str:
    """Return a phrase without quotation marks that the cut has left open."""
    if phrase.count("‘") > len(re.findall(r"’(?![^\W_])", phrase)):
        phrase = phrase.replace("‘", "")
    if phrase.count("“") != phrase.count("”") or phrase.count('"') % 2:
        phrase = re.sub('[“”"]', "", phrase)
    return phrase


def first_clause(text: str, content: Span) -> Span:
    """Return a content up to where its first clause ends.

    >>> first_clause("seek a deal which would hold", Span(5, 28))
    Span(begin=5, end=11)
    """
    end = _END.search(text, content.begin, content.end)
    return Span(content.begin, end.start() if end else content.end)


def key_words(phrase: str) -> frozenset[str]:
    """Return the words that carry the sense of a phrase, without endings of number and tense.

    >>> sorted(key_words("Withdraw its troops"))
    ['troop', 'withdraw']
    """
    found = (word.lower() for word in _WORD.findall(phrase))
    return frozenset(_stem(word) for word in found if word not in word_set("says_nothing"))


def short_form(name: str) -> str:
    """Return the first few words of a name that carry its sense, to make an id of.

    >>> short_form("Seek common ground to resolve the situation")
    'Seek common ground'
    """
    words = [word for word in re.findall(r"[^\W_]+", name) if word.lower() not in word_set("says_nothing")]
    return " ".join(words[:3]) or name


def _stem(word: str) -> str:
    for ending, left in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 4 - len(left) and not word.endswith("ss"):
            return word[: len(word) - len(ending)] + left
    return word


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two phrases name the same action: most of their words are the same, or one holds the other.

    >>> alike(key_words("withdraw its troops"), key_words("withdraw all troops from the border"))
    True
    >>> alike(key_words("withdraw its troops"), key_words("withdraw the bill"))
    False
    """
    if not one or not other:
        return False
    common = len(one & other)
    return common >= 2 and (common == min(len(one), len(other)) or common / len(one | other) >= 0.6)
