"""Actors: whoever a text names, with all the places where it does so.

States, organisations and leaders come from the tables in ``data``; persons and organisations that are not there are
found by their form. A role ("the Russian president") is linked by the name beside it, or by the document's date, or not
at all; a pronoun only where one candidate alone is left.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .document import Document
from .gazetteer import Gazetteer, Known, gazetteer
from .learnt import learn_states
from .naming import Piece, find_pieces
from .people import People, Person, sort_names
from .pronouns import Candidate, find_pronouns
from .sentences import sentences as split_sentences
from .spans import Span
from .subjects import Named

__all__ = ["Actor", "Mention", "find_actors", "named_mentions"]

_OF = re.compile(r"\s+of\s+(?:the\s+)?$")
_MODIFIERS = re.compile(
    r"(?:['’]s)?(?:\s+(?!and\b|or\b|to\b|in\b|of\b|the\b|a\b|is\b|was\b|has\b|for\b|with\b)[a-z][\w-]*){0,2}\s+$"
)
_POSSESSIVE = re.compile(r"(?:['’]s?)?\s+(?:(?:former|then|new|acting|deputy|own|elected|current)\s+)?$")
_FORMER = re.compile(r"\b(?:former|ex-|late|then-?|deputy|acting|assistant|next|future|vice)\s*$", re.IGNORECASE)
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|around|from|to|across|inside|into|towards?|through|via|of|leaving|left|visit(?:ed|ing)?|over)\s+$",
    re.IGNORECASE,
)
_NOUN_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an actor."""

    span: Span
    how: str
    "``name``, ``alias``, ``role`` or ``pronoun``."


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever a document names."""

    id: str
    name: str
    kind: str
    "``state``, ``organisation``, ``person`` or ``group``."
    part_of: str | None
    "The id of the state or organisation that it belongs to or stands for, where that is certain; it may not be named."
    mentions: tuple[Mention, ...]


def named_mentions(actors: Iterable[Actor]) -> list[Named]:
    """Return every mention with the id of its actor, in the order of the text."""
    return sorted(
        Named(mention.span.begin, mention.span.end, actor.id, mention.how)
        for actor in actors
        for mention in actor.mentions
    )


@dataclass
class _Found:
    name: str
    kind: str
    part_of: str | None = None
    number: str = "it"
    "Which pronoun may stand for it: he, she, person, they, it."
    mentions: dict[Span, str] = field(default_factory=dict)


def find_actors(document: Document, sentences: tuple[Span, ...] | None = None) -> tuple[Actor, ...]:
    """Return the actors in the order of their first mention.

    Parameters
    ----------
    document : Document
        Its date decides who held a role.
    sentences : tuple of Span, optional
        As from :func:`~commonground.documents.sentences.sentences`; found here by default.

    Examples
    --------
    >>> from commonground.documents.document import document_from_text
    >>> text = "The Russian foreign minister, Sergei Lavrov, met John Kerry. Moscow wants talks, Lavrov said."
    >>> for actor in find_actors(document_from_text(text)):
    ...     print(actor.id, actor.kind, actor.part_of, [text[m.span.begin : m.span.end] for m in actor.mentions])
    lavrov person russia ['The Russian foreign minister', 'Sergei Lavrov', 'Lavrov']
    kerry person united_states ['John Kerry']
    russia state None ['Moscow']
    """
    found = sentences if sentences is not None else split_sentences(document.text)
    return _Reading(document.text, found, document.date, gazetteer()).actors()


class _Reading:
    """One pass over one text."""

    def __init__(self, text: str, sentences: tuple[Span, ...], when: date | None, known: Gazetteer) -> None:
        self.text, self.sentences, self.when, self.known = text, sentences, when, known
        self.begins = [sentence.begin for sentence in sentences]
        self.pieces, self.learnt = learn_states(text, find_pieces(text, sentences, known), known.actors)
        self.people: People
        self.persons, self.organisations, self.people = sort_names(text, self.pieces, known)
        self.found: dict[str, _Found] = {}
        self.used: set[int] = set()
        self.last_role: dict[str, set[str]] = {}

    def actors(self) -> tuple[Actor, ...]:
        sure = self._sure_states()
        for index in range(len(self.pieces)):
            if index not in self.used and self.pieces[index].kind == "role":
                self._role(index)
        for index, piece in enumerate(self.pieces):
            if index not in self.used and piece.kind == "group":
                self._group(index)
        for index, piece in enumerate(self.pieces):
            if index in self.used:
                continue
            if index in self.persons:
                self._mention(self._person(self.persons[index]), piece, self._how(piece, self.persons[index].name))
            elif index in self.organisations:
                self._organisation(index)
            elif piece.kind in ("state", "capital", "organisation", "people", "place"):
                self._known(index, sure)
        self._pronouns()
        return self._result()

    # -- what each kind of piece becomes

    def _known(self, index: int, sure: set[str]) -> None:
        piece = self.pieces[index]
        before = self.text[max(piece.begin - _NOUN_BEFORE, 0) : piece.begin]
        if piece.kind == "place":
            after = self.text[piece.end : piece.end + 2]
            if (
                piece.of == ""
                and self.text[piece.begin : piece.end] == "West"
                and _ARTICLE.search(before)
                and not (after[:1] == " " and after[1:].isupper())
            ):
                self._mention(self._row("west"), piece, "name")
            return
        if piece.kind == "capital" and _PLACE_BEFORE.search(before):
            return
        row = self._known_row(piece.of)
        if row.unsure and piece.kind == "state" and piece.of not in sure:
            return
        if piece.kind == "people":
            key = f"{piece.of}_people"
            words = self.text[piece.begin : piece.end]
            self.found.setdefault(key, _Found(words, "group", piece.of, "they"))
            self._mention(key, piece, "name")
            return
        words = self.text[piece.begin : piece.end]
        self._mention(self._row(piece.of), piece, "name" if words == row.name else "alias")

    def _organisation(self, index: int) -> None:
        piece, name = self.pieces[index], self.organisations[index]
        of = None
        if (
            index
            and self.pieces[index - 1].kind in ("adjective", "state")
            and self._gap(index - 1) in (" ", "’s ", "'s ")
        ):
            of = self.pieces[index - 1].of
            self.used.add(index - 1) if self.pieces[index - 1].kind == "adjective" else None
        key = _slug(name)
        self.found.setdefault(key, _Found(name, "organisation", of))
        self._mention(key, piece, self._how(piece, name))

    def _role(self, index: int) -> None:
        piece = self.pieces[index]
        role, begin = piece.of, piece.begin
        of, after = None, index + 1
        before = index - 1
        if before >= 0 and self._is_owner(before) and _POSSESSIVE.fullmatch(self._gap(before)):
            of, begin = self.pieces[before].of, self.pieces[before].begin
            former = _FORMER.search(self.text[max(begin - 12, 0) : begin]) or _FORMER.search(self._gap(before).rstrip())
            self.used.add(before)
        else:
            former = _FORMER.search(self.text[max(begin - 12, 0) : begin])
            if after < len(self.pieces) and self._is_owner(after, named=True) and _OF.fullmatch(self._gap(index)):
                of = self.pieces[after].of
                self.used.add(after)
                after += 1
        self.used.add(index)
        if of and role == "leader":
            role = self.known.leading_role(of) or role
        end = self.pieces[after - 1].end
        person = self._beside(index, after, begin)
        self._link_role(Span(begin, end), of, role, person, former is not None)

    def _beside(self, index: int, after: int, begin: int) -> Person | None:
        """Return the person named beside a role: right after it, or before it and a comma."""
        if after < len(self.pieces) and after in self.persons:
            gap = self.text[self.pieces[after - 1].end : self.pieces[after].begin]
            titles = self.pieces[after].titles
            if gap in (" ", ", ") or (titles and gap.strip().split() == list(titles)):
                comma = gap == ", "
                follows = self.text[self.pieces[after].end : self.pieces[after].end + 1]
                if (
                    not comma
                    or follows in ",.)—–;"
                    or self.text[self.pieces[after].end : self.pieces[after].end + 6].strip().startswith("and")
                ):
                    return self.persons[after]
                if self._article(begin):
                    return self.persons[after]
        for earlier in (index - 1, index - 2):
            if earlier >= 0 and earlier in self.persons:
                gap = self.text[self.pieces[earlier].end : begin]
                if re.fullmatch(r",\s+(?:the\s+|a\s+|an\s+)?(?:former\s+|then\s+)?", gap):
                    return self.persons[earlier]
        return None

    def _link_role(self, span: Span, of: str | None, role: str, person: Person | None, former: bool) -> None:
        span = self._with_article(span)
        if person is not None:
            key = self._person(person)
            if not former:
                if of and person.of is None:
                    person.of = of
                    self.found[key].part_of = of
                self.last_role.setdefault(role, set()).add(key)
            self.found[key].mentions[span] = "role"
            return
        if former:
            return
        if of is None:
            keys = self.last_role.get(role, set())
            if len(keys) == 1 and self._article(span.begin + 4):
                self.found[next(iter(keys))].mentions[span] = "role"
            return
        leader = self.known.holder(of, role, self.when)
        if leader is not None:
            surnames = leader.surnames
            known = self.people.add(leader.name, span.begin, gender=leader.gender, surnames=surnames)
            known.leader = True
            key = self._person(known)
        elif (
            self._article(span.begin)
            or self.text[span.begin : span.begin + 4].lower() == "the "
            or self._opens(span.begin)
        ):
            names = [key for key in self.last_role.get(role, set()) if self.found[key].part_of == of]
            key = names[0] if len(names) == 1 else f"{of}_{_slug(role)}"
            words = " ".join(self.text[span.begin : span.end].split()).removeprefix("The ").removeprefix("the ")
            self.found.setdefault(key, _Found(words, "person", of, "person"))
        else:
            return
        self.found[key].mentions[span] = "role"

    def _group(self, index: int) -> None:
        piece = self.pieces[index]
        row = self.known.actors[piece.of]
        begin, end, of = piece.begin, piece.end, None
        before, after = index - 1, index + 1
        if row.alone != "always":
            if before >= 0 and self._is_owner(before) and _MODIFIERS.fullmatch(self._gap(before)):
                of, begin = self.pieces[before].of, self.pieces[before].begin
                self.used.add(before)
            elif after < len(self.pieces) and self._is_owner(after, named=True) and _OF.fullmatch(self._gap(index)):
                of, end = self.pieces[after].of, self.pieces[after].end
                self.used.add(after)
        if of is None and row.alone == "no":
            return
        self.used.add(index)
        key = f"{of}_{row.id}" if of else row.id
        name = row.name.removeprefix("the ")
        if of:
            words = " ".join(self.text[begin:end].split())
            name = words if len(words.split()) <= 5 else f"{self._known_row(of).name}: {name}"
        self.found.setdefault(key, _Found(name, "group", of, "they"))
        self.found[key].mentions[self._with_article(Span(begin, end))] = "name"

    # -- small questions

    def _is_owner(self, index: int, *, named: bool = False) -> bool:
        """Tell whether a piece may say whose a role or a group is; ``named``: by its name, not by an adjective."""
        kinds = ("state", "capital", "organisation") if named else ("adjective", "state", "capital", "organisation")
        return self.pieces[index].kind in kinds and index not in self.used

    def _gap(self, index: int) -> str:
        """Return what stands between a piece and the next."""
        end, begin = self.pieces[index].end, self.pieces[index + 1].begin
        return self.text[end:begin] if begin - end < 60 else "."

    def _article(self, begin: int) -> bool:
        return _ARTICLE.search(self.text[max(begin - 5, 0) : begin]) is not None

    def _opens(self, begin: int) -> bool:
        """Tell whether a sentence begins at a place."""
        place = bisect_right(self.begins, begin) - 1
        return place >= 0 and begin - self.begins[place] <= 1

    def _with_article(self, span: Span) -> Span:
        match = _ARTICLE.search(self.text[max(span.begin - 5, 0) : span.begin])
        return Span(max(span.begin - 5, 0) + match.start(), span.end) if match else span

    def _how(self, piece: Piece, name: str) -> str:
        return "name" if self.text[piece.begin : piece.end] == name else "alias"

    def _sure_states(self) -> set[str]:
        """Return the states that something besides an ambiguous name speaks for."""
        others = {piece.of for piece in self.pieces if piece.kind in ("capital", "adjective", "people")}
        return others | {self.known.serves(person.name, self.when) or "" for person in self.persons.values()}

    # -- actors

    def _known_row(self, key: str) -> Known:
        return self.learnt[key] if key in self.learnt else self.known.actors[key]

    def _row(self, key: str) -> str:
        row = self._known_row(key)
        self.found.setdefault(key, _Found(row.name, row.kind, row.part_of, "they" if row.kind == "group" else "it"))
        return key

    def _person(self, person: Person) -> str:
        key = self._person_id(person)
        if key not in self.found:
            serves = self.known.serves(person.name, self.when) if person.leader else None
            number = {"m": "he", "f": "she"}.get(person.gender, "person")
            self.found[key] = _Found(person.name, "person", person.of or serves, number)
        return key

    def _person_id(self, person: Person) -> str:
        if person.id:
            return person.id
        surname = person.surname if len(self.people.by_surname.get(person.surname, ())) == 1 else None
        short = _slug(surname or person.name)
        short = _slug(person.name) if short in self.known.actors else short
        person.id = f"{short}_person" if short in self.found and self.found[short].kind != "person" else short
        return person.id

    def _mention(self, key: str, piece: Piece, how: str) -> None:
        self.found[key].mentions.setdefault(Span(piece.begin, piece.end), how)

    def _pronouns(self) -> None:
        candidates = sorted(
            Candidate(span.begin, span.end, key, found.number)
            for key, found in self.found.items()
            for span in found.mentions
        )
        for span, key in find_pronouns(self.text, self.sentences, candidates):
            self.found[key].mentions[span] = "pronoun"

    def _result(self) -> tuple[Actor, ...]:
        actors = []
        for key, found in self.found.items():
            if found.mentions:
                mentions = tuple(Mention(span, how) for span, how in sorted(found.mentions.items()))
                actors.append(Actor(key, found.name, found.kind, found.part_of, mentions))
        return tuple(sorted(actors, key=lambda actor: actor.mentions[0].span))


def _slug(name: str) -> str:
    """Return an id made of a name: small Latin letters, digits and underscores.

    >>> _slug("José Manuel Barroso")
    'jose_manuel_barroso'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].rstrip("_")
    return words if words[:1].isalpha() else f"a_{words}".rstrip("_")
