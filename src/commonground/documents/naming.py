"""Where names and nouns for actors stand in a text: pieces, each with what it may be, before anything is linked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .gazetteer import Gazetteer
from .spans import Span

__all__ = ["Piece", "find_pieces"]

LONGEST = 9
"A run of more capitalised words is a heading, not a name."

_CAPITAL = r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=[ \n][A-Z])"
_CAPITAL += r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Rev|St|Jr|Sr|Inc|Corp)\."
_CAPITAL += r"|(?:al|el|an)-[A-Z][^\W\d_]+|(?!\d|_)[A-ZÀ-ÖØ-ÞŁŚŞČŽĐĞİ][^\W_]*(?:(?!['’]s\b)[-'’&.](?=[^\W_])[^\W_]+)*)"
_LINK = r"(?:[ \n](?:of|of the|for|on|de|de la|del|van|van der|von|bin|al|el|da|der|di|for the)(?=[ \n][A-Z]))"
_RUN = re.compile(rf"(?<![^\W_]){_CAPITAL}(?:{_LINK}?[ \n]{_CAPITAL})*")
_WORD = re.compile(r"(?<![\w’'])[^\W\d_A-Z][^\W\d_]*(?:-[^\W\d_]+)*")
_LINKS = frozenset(["of", "for", "on", "the"])
_PARTICLES = frozenset(["de", "la", "del", "van", "der", "von", "bin", "al", "el", "da", "di"])
_DISTRICT = re.compile(r"[DRI]-[A-Z]")
_INITIAL = re.compile(r"[A-Z]\.")
_NO_BLANK = re.compile(r"\S+")


class Piece(NamedTuple):
    """A stretch of a text that may name an actor."""

    begin: int
    end: int
    kind: str
    "state, capital, adjective, people, organisation, leader, surname, place, group, role; name: anything else"
    of: str
    "The id of the row, the name of the leader, or the words themselves."
    sentence: int
    starts: bool = False
    "Stands where a sentence starts, so that the capital says nothing."
    titles: tuple[str, ...] = ()
    "For a name: the titles before it."


def find_pieces(text: str, sentences: tuple[Span, ...], known: Gazetteer) -> list[Piece]:
    """Return the pieces in the order in which they stand; none overlaps another."""
    begins = [sentence.begin for sentence in sentences]
    found = list(_runs(text, sentences, begins, known))
    taken = [(piece.begin, piece.end) for piece in found]
    found.extend(_nouns(text, begins, taken, known))
    found.sort()
    return found


def _nouns(text: str, begins: list[int], taken: list[tuple[int, int]], known: Gazetteer) -> Iterator[Piece]:
    nouns, done, place = known.nouns, -1, 0
    for match in _WORD.finditer(text):
        rows = nouns.get(match.group())
        if rows is None or match.start() < done:
            continue
        begin = match.start()
        while place < len(taken) and taken[place][1] <= begin:
            place += 1
        for phrase, kind, of in rows:
            end = begin + len(phrase)
            if text[begin:end].replace("\n", " ").lower() == phrase and not text[end : end + 1].isalnum():
                if place < len(taken) and taken[place][0] < end:
                    break
                yield Piece(begin, end, kind, of, bisect_right(begins, begin) - 1)
                done = end
                break


def _runs(text: str, sentences: tuple[Span, ...], begins: list[int], known: Gazetteer) -> Iterator[Piece]:
    seen: dict[str, tuple[Piece, ...]] = {}
    for match in _RUN.finditer(text):
        for begin, end, sentence in _in_sentences(match.start(), match.end(), sentences, begins):
            run = text[begin:end]
            pieces = seen.get(run)
            if pieces is None:
                words = [(found.start(), found.group()) for found in _NO_BLANK.finditer(run)]
                pieces = seen[run] = tuple(_split(words, known)) if len(words) <= LONGEST else ()
            if not pieces:
                continue
            starts = sentence < 0 or begin - begins[sentence] <= 2 or text[begin - 1] in "“\"‘'"
            for first, last, kind, of, _, opens, titles in pieces:
                yield Piece(begin + first, begin + last, kind, of, sentence, opens and starts, titles)


def _in_sentences(
    begin: int, end: int, sentences: tuple[Span, ...], begins: list[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of a stretch by the sentence that each lies in: "World War I. Putin" are two."""
    sentence = bisect_right(begins, begin) - 1
    while sentence + 1 < len(sentences) and sentences[sentence + 1].begin < end:
        yield begin, max(sentences[sentence].end, begin), sentence
        sentence += 1
        begin = sentences[sentence].begin
    yield begin, end, sentence


def _split(words: list[tuple[int, str]], known: Gazetteer) -> Iterator[Piece]:
    """Yield the pieces of one run of capitalised words, by offsets in it."""
    place = 0
    while place < len(words):
        size, kind, of = _longest(words, place, known)
        if size:
            begin, (last, word) = words[place][0], words[place + size - 1]
            yield Piece(begin, last + len(word), kind, of, 0, place == 0)
            place += size
            continue
        end = _name_end(words, place, known)
        yield from _name(words[place:end], place == 0, known)
        place = end


def _longest(words: list[tuple[int, str]], place: int, known: Gazetteer) -> tuple[int, str, str]:
    """Return how many words from a place on are a known name, and which."""
    if place and words[place][1] in _LINKS:
        return 0, "", ""
    organisation = known.words["organisation"]
    for size in range(len(words) - place, 0, -1):
        phrase = " ".join(word for _, word in words[place : place + size])
        row = known.phrases.get(phrase)
        if row is not None:
            if row[0] in ("capital", "state", "place", "adjective", "surname") and _goes_on(
                words, place + size, known, organisation
            ):
                return 0, "", ""
            return size, *row
        for noun, kind, of in known.nouns.get(words[place][1].lower(), ()):
            if noun == phrase.lower() and not (kind == "group" and place + size < len(words)):
                return size, kind, of
    return 0, "", ""


def _goes_on(words: list[tuple[int, str]], end: int, known: Gazetteer, organisation: frozenset[str]) -> bool:
    """Tell whether a known name is only the beginning of a longer one: Washington Post, Jordan Smith."""
    rest = [word for _, word in words[end:]]
    if not rest or rest[0] in _LINKS:
        return False
    return any(word in organisation for word in rest[:4]) and not any(
        word in known.gender or word in known.words["titles"] for word in rest[:2]
    )


def _name_end(words: list[tuple[int, str]], place: int, known: Gazetteer) -> int:
    """Return where a name that is not known ends."""
    organisation = known.words["organisation"]
    end = place + 1
    while end < len(words):
        word = words[end][1]
        if word in _LINKS:
            if not any(w in organisation for _, w in words[place:end]):
                break
        elif word not in _PARTICLES and not any(w in organisation for _, w in words[place:end]):
            size, kind, _ = _longest(words, end, known)
            if size and not (
                kind in ("surname", "role", "group", "state", "capital", "place")
                and (words[end - 1][1] in known.gender or _INITIAL.fullmatch(words[end - 1][1]))
            ):
                break
        end += 1
    while words[end - 1][1] in _LINKS and end - 1 > place:
        end -= 1
    return end


def _name(words: list[tuple[int, str]], starts: bool, known: Gazetteer) -> Iterator[Piece]:
    """Yield the name among some words, without what opens a sentence and with its titles apart."""
    place = 0
    opening = known.words["openers"]
    if not any(word in known.words["organisation"] for _, word in words):
        opening = opening | known.words["qualities"]
    while place < len(words) and (
        words[place][1] in _LINKS
        or (words[place][1] in opening and not (len(words) > place + 1 and words[place][1] in known.gender))
    ):
        place += 1
        starts = False if place < len(words) else starts
    titles = []
    while (
        place < len(words)
        and words[place][1] in known.words["titles"]
        and not (place + 1 < len(words) and words[place + 1][1] in known.words["organisation"])
    ):
        titles.append(words[place][1])
        place += 1
    while place < len(words) and words[place][1] in _PARTICLES:
        place += 1
    if place < len(words) and not _DISTRICT.match(words[place][1]):
        last, word = words[-1]
        name = " ".join(word for _, word in words[place:])
        yield Piece(words[place][0], last + len(word), "name", name, 0, starts and not titles, tuple(titles))
