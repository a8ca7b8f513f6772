"""Which names are persons and which organisations, and which of them are the same person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .gazetteer import Gazetteer
from .naming import Piece

__all__ = ["People", "Person", "sort_names"]

_AFTER = re.compile(
    r"(?:,?[”\"’']?\s+(?:also\s+|has\s+|later\s+)?(?P<verb>[a-z]+)\b|,\s+(?:\d\d,|who\b|an?\s+(?P<noun>[a-z]+)|the\s+[a-z-]+\s+(?P<role>[a-z]+)))"
)
_ASIDE = re.compile(r",\s+(?:an?|the)\s+((?:[\w.-]+\s+){0,3}[\w-]+)")
_BEFORE = re.compile(r"(?P<noun>[a-z]+)[,\s]\s?$")


@dataclass
class Person:
    """A person as the text names them; what is learnt is added while the text is read."""

    name: str
    gender: str = ""
    leader: bool = False
    full: int = 0
    "How often the whole name stands in the text."
    first: int = 0
    "Where it stands first."
    of: str | None = None
    surname: str = ""
    id: str = ""


class People:
    """All persons of a text, found by name or surname."""

    def __init__(self, known: Gazetteer) -> None:
        self.known = known
        self.by_name: dict[str, Person] = {}
        self.by_surname: dict[str, list[Person]] = {}

    def add(self, name: str, place: int, *, gender: str = "", surnames: Sequence[str] = ()) -> Person:
        """Return the person of a full name, made where it is new."""
        person = self.by_name.get(name)
        if person is None:
            words = name.split()
            person = Person(name, gender or self.known.gender.get(words[0], ""), first=place)
            self.by_name[name] = person
            person.surname = (surnames or (_last(words),))[0]
            for surname in surnames or (_last(words),):
                self.by_surname.setdefault(surname, []).append(person)
        person.full += 1
        return person

    def named(self, surname: str, titles: tuple[str, ...], place: int) -> Person | None:
        """Return the only person that a surname can mean at a place, or none."""
        candidates = self.by_surname.get(surname, [])
        gender = _gender(titles, self.known)
        if gender:
            candidates = [person for person in candidates if person.gender in ("", gender)]
        if len(candidates) > 1:
            leaders = [person for person in candidates if person.leader]
            candidates = leaders if len(leaders) == 1 else candidates
        if len(candidates) > 1:
            candidates = [person for person in candidates if person.first < place] or candidates
        if len(candidates) > 1:
            ordered = sorted(candidates, key=lambda person: -person.full)
            candidates = ordered[: 1 if ordered[0].full >= 2 * ordered[1].full else 2]
        return candidates[0] if len(candidates) == 1 else None


def sort_names(text: str, pieces: list[Piece], known: Gazetteer) -> tuple[dict[int, Person], dict[int, str], People]:
    """Return which pieces are which persons, and which are organisations by what name."""
    people = People(known)
    organisations: dict[int, str] = {}
    persons: dict[int, Person] = {}
    single = Counter(p.of for p in pieces if p.kind == "name" and " " not in p.of and not p.starts)
    surnames = {leader.name: leader for leader in known.leaders}
    waiting = []
    for index, piece in enumerate(pieces):
        if piece.kind in ("leader", "surname"):
            leader = surnames[piece.of]
            person = people.add(piece.of, piece.begin, gender=leader.gender, surnames=_all_surnames(leader.surnames))
            person.leader = True
            persons[index] = person
        elif piece.kind == "name":
            what = _what(text, pieces, index, known, single)
            if what == "organisation":
                organisations[index] = piece.of
            elif what == "person" and " " in piece.of:
                persons[index] = _person(people, piece, known)
            else:
                waiting.append((index, what))
    for index, what in waiting:
        piece = pieces[index]
        person_or_none = people.named(piece.of, piece.titles, piece.begin)
        if person_or_none is not None:
            persons[index] = person_or_none
        elif what == "person" and piece.of not in people.by_surname:
            persons[index] = people.add(piece.of, piece.begin, gender=_gender(piece.titles, known))
    _first_names(pieces, waiting, persons, people)
    _acronyms(pieces, organisations)
    return persons, organisations, people


def _person(people: People, piece: Piece, known: Gazetteer) -> Person:
    """Return the person of a whole name, also of a leader's with a middle initial: John F. Kerry."""
    name = _plain(piece.of)
    rows = known.rows.get(name, ())
    if not rows:
        return people.add(name, piece.begin, gender=_gender(piece.titles, known))
    person = people.add(name, piece.begin, gender=rows[0].gender, surnames=_all_surnames(rows[0].surnames))
    person.leader = True
    return person


def _first_names(
    pieces: list[Piece], waiting: list[tuple[int, str]], persons: dict[int, Person], people: People
) -> None:
    """Link a first name by itself to the only person in the text that has it."""
    by_first: dict[str, list[Person]] = {}
    for name, person in people.by_name.items():
        if " " in name:
            by_first.setdefault(name.split()[0], []).append(person)
    for index, _ in waiting:
        of = pieces[index].of
        if index not in persons and of in people.known.gender and len(by_first.get(of, ())) == 1:
            persons[index] = by_first[of][0]


def _what(text: str, pieces: list[Piece], index: int, known: Gazetteer, single: Counter[str]) -> str:
    """Return whether a name is a person, an organisation, or neither as far as can be told."""
    piece = pieces[index]
    words, lists = piece.of.split(), known.words
    human = [title for title in piece.titles if title not in ("Attorney", "Chief", "Vice", "Secretary", "General")]
    if words[-1] in lists["place"] or (piece.starts and words[0] in lists["place"]):
        return ""
    if len(words) > 1 and any(word in lists["organisation"] for word in words):
        return "organisation" if len(words) <= 6 else ""
    if len(piece.of) < 2:
        return ""
    if len(words) == 1 and words[0].replace(".", "").isupper() and 2 <= len(words[0].replace(".", "")) <= 6:
        return "" if words[0] in lists["not_organisation"] or piece.starts else "organisation"
    if len(words) > 5 or any(word in ("of", "for", "on", "the") for word in words):
        return ""
    if human or (len(words) > 1 and (words[0] in known.gender or any(len(w) == 2 and w[1] == "." for w in words[:-1]))):
        return "person"
    if index and pieces[index - 1].kind == "role" and text[pieces[index - 1].end : piece.begin] in (" ", ", "):
        return "person"
    if _after_role_of(text, pieces, index):
        return "person"
    if piece.starts and len(words) == 1:
        return ""
    return "person" if _person_around(text, piece, len(words), known, single) else ""


def _after_role_of(text: str, pieces: list[Piece], index: int) -> bool:
    """Tell whether a name follows a role with its state: the energy minister of Norland, Ilse Brandt."""
    if index < 2 or pieces[index - 2].kind != "role" or not 2 <= len(pieces[index].of.split()) <= 3:
        return False
    between = text[pieces[index - 2].end : pieces[index - 1].begin]
    return between.split() in (["of"], ["of", "the"]) and text[pieces[index - 1].end : pieces[index].begin] == ", "


def _person_around(text: str, piece: Piece, words: int, known: Gazetteer, single: Counter[str]) -> bool:
    """Tell whether what stands around an unknown name speaks for a person."""
    lists = known.words
    before = _BEFORE.search(text, max(piece.begin - 30, 0), piece.begin)
    if before and words <= 3 and before["noun"] in lists["occupations" if words == 1 else "before_person"]:
        return True
    aside = _ASIDE.match(text, piece.end)
    if aside and words in (2, 3) and lists["occupations"].intersection(aside[1].split()):
        return True
    after = _AFTER.match(text, piece.end)
    if after:
        if after["verb"] is not None:
            return after["verb"] in lists["speech"] and words in (1, 2, 3)
        return (
            words in (2, 3)
            and (after["noun"] is None or after["noun"] in lists["occupations"])
            and (after["role"] is None or after["role"] in lists["occupations"])
        )
    return words in (2, 3) and single[piece.of.split()[-1]] > 0


def _gender(titles: tuple[str, ...], known: Gazetteer) -> str:
    if known.words["female_titles"].intersection(titles):
        return "f"
    return "m" if known.words["male_titles"].intersection(titles) else ""


def _plain(name: str) -> str:
    """Return a name without middle initials and suffixes: Donald J. Trump and Donald Trump are one."""
    words = name.split()
    middle = [word for word in words[1:-1] if not (len(word) == 2 and word[1] == ".")]
    plain = [words[0], *middle, words[-1]]
    return " ".join(plain[:-1] if plain[-1] == "Sr." and len(plain) > 2 else plain)


def _last(words: list[str]) -> str:
    return words[-2] if words[-1] in ("Jr.", "Sr.") and len(words) > 1 else words[-1]


def _all_surnames(surnames: tuple[str, ...]) -> list[str]:
    bare = [name.partition("-")[2] for name in surnames if name.startswith(("al-", "el-"))]
    return list(dict.fromkeys([*surnames, *bare]))


def _acronyms(pieces: list[Piece], organisations: dict[int, str]) -> None:
    """Give an acronym the name of the only organisation in the text that it abbreviates."""
    full: dict[str, set[str]] = {}
    for name in set(organisations.values()):
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        if len(initials) > 1:
            full.setdefault(initials, set()).add(name)
    for index, name in list(organisations.items()):
        names = full.get(name.replace(".", ""), set())
        if " " not in name and len(names) == 1:
            organisations[index] = next(iter(names))
