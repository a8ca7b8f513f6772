"""What is known of names: states with capitals and adjectives, organisations, groups, roles and who held them when."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

__all__ = ["Gazetteer", "Known", "Leader", "gazetteer", "role_of"]

_SURNAME_FIRST = frozenset({"china", "north_korea", "south_korea", "taiwan"})
_PARTICLES = ("al-", "el-", "Al-", "El-")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the data: an actor that is known by name."""

    id: str
    name: str
    kind: str
    "state, organisation or group."
    part_of: str | None = None
    unsure: bool = False
    "The name is also something else (a first name, a federal state): another name of it must stand in the text."
    until: str = ""
    "For a state that is no more: its last month."
    alone: str = "yes"
    "For a group: ``yes`` the noun names it, ``no`` only with a state, ``always`` never with a state."


@dataclass(frozen=True, slots=True)
class Leader:
    """Who held a role in a state or an organisation, and when (months, ``2012-05``)."""

    of: str | None
    role: str
    name: str
    names: tuple[str, ...]
    gender: str
    begin: str
    end: str
    alone: bool
    "The surname by itself names this person."

    @property
    def surnames(self) -> tuple[str, ...]:
        """Return the words by which the person is named after the first time."""
        return tuple(_surname(self.of, name) for name in self.names)


@dataclass(frozen=True)
class Gazetteer:
    """All tables, with the look-ups that finding names needs."""

    actors: Mapping[str, Known]
    leaders: tuple[Leader, ...]
    phrases: Mapping[str, tuple[str, str]]
    "Words as written -> what they are (state, capital, adjective, people, organisation, leader, place) and of whom."
    nouns: Mapping[str, tuple[tuple[str, str, str], ...]]
    "First word, small -> (the whole phrase, ``group`` or ``role``, id)."
    gender: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    known_to: str
    rows: Mapping[str, tuple[Leader, ...]]
    "Name of a leader -> what the table says of that person."

    def holder(self, of: str, role: str, when: date | None) -> Leader | None:
        """Return who held a role in the month of a date, where that is certain."""
        if when is None:
            return None
        month = f"{when.year:04d}-{when.month:02d}"
        found = {
            leader.name: leader
            for leader in self.leaders
            if leader.of == of and leader.role == role and leader.begin <= month <= (leader.end or self.known_to)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def leading_role(self, of: str) -> str | None:
        """Return the role that "the X leader" means, where that is certain."""
        roles = {leader.role for leader in self.leaders if leader.of == of}
        for role in ("leader", "supreme leader", "chancellor"):
            if role in roles:
                return role
        both = {"president", "prime minister"} & roles
        if of in ("poland", "turkey", "china", "armenia", "kosovo", "pakistan", "serbia", "iraq") and len(both) == 2:
            return "president" if of == "china" else None
        return "president" if "president" in both else next(iter(both), None)

    def serves(self, name: str, when: date | None) -> str | None:
        """Return the state or organisation that a known person stood for at a date, or without one ever."""
        rows = [leader for leader in self.rows.get(name, ()) if leader.of]
        if when is not None:
            month = f"{when.year:04d}-{when.month:02d}"
            rows = [leader for leader in rows if leader.begin <= month <= (leader.end or self.known_to)]
        states = {leader.of for leader in rows}
        return next(iter(states)) if len(states) == 1 else None


def role_of(phrase: str) -> str:
    """Return a phrase as the table of roles writes it."""
    return " ".join(phrase.lower().split())


@cache
def gazetteer() -> Gazetteer:
    """Return the tables that ship with the package, read once."""
    states, organisations, groups = _rows("states.tsv"), _rows("organisations.tsv"), _rows("groups.tsv")
    leaders = tuple(_leader(row) for row in _rows("leaders.tsv"))
    actors = {}
    for row in states:
        actors[row["id"]] = Known(
            row["id"], row["name"].removeprefix("the "), "state", unsure=row["aliases"] == "!", until=row["until"]
        )
    for row in organisations:
        actors[row["id"]] = Known(row["id"], row["name"].removeprefix("the "), "organisation", row["part_of"] or None)
    for row in groups:
        actors[row["id"]] = Known(row["id"], row["name"], "group", alone=row["alone"])
    words = tomllib.loads(_read("words.toml"))
    return Gazetteer(
        actors=actors,
        leaders=leaders,
        phrases=dict(_phrases(states, organisations, leaders, words)),
        nouns=_nouns(groups, _rows("roles.tsv")),
        gender={row["name"]: row["gender"] for row in _rows("first_names.tsv")},
        words={key: frozenset(value.split("|") if "|" in value else value.split()) for key, value in words.items()},
        rows={name: tuple(row for row in leaders if row.name == name) for name in {row.name for row in leaders}},
        known_to=next(line for line in _read("leaders.tsv").splitlines() if "known to:" in line).rpartition(" ")[2],
    )


def _read(name: str) -> str:
    return (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in _read(name).splitlines() if line and not line.startswith("#")]
    head, *rows = lines
    return [dict(zip(head, row, strict=True)) for row in rows]


def _leader(row: dict[str, str]) -> Leader:
    names = tuple(row["names"].split("|"))
    return Leader(
        of=row["of"] or None,
        role=row["role"],
        name=names[0],
        names=names,
        gender=row["gender"],
        begin=row["from"],
        end=row["to"],
        alone=row["alone"] == "+",
    )


def _surname(of: str | None, name: str) -> str:
    words = name.removesuffix(" Jr.").split()
    if of in _SURNAME_FIRST or (len(words) == 2 and words[1].partition("-")[2].islower()):
        return words[0]
    for particle in ("bin", "von", "Van", "da", "Suu"):
        if particle in words[1:]:
            return " ".join(words[words.index(particle) :])
    return words[-1]


def _phrases(
    states: Iterable[dict[str, str]],
    organisations: Iterable[dict[str, str]],
    leaders: Iterable[Leader],
    words: Mapping[str, str],
) -> Iterator[tuple[str, tuple[str, str]]]:
    for place in words["places"].replace("\n", "").split("|"):
        yield place, ("place", "")
    for column, kind in (("capitals", "capital"), ("adjectives", "adjective"), ("people", "people")):
        for row in states:
            for name in filter(None, row[column].split("|")):
                yield from _written(name, kind, row["id"])
    for rows, kind in ((states, "state"), (organisations, "organisation")):
        for row in rows:
            for name in {row["name"].removeprefix("the "), *row["aliases"].split("|")} - {"", "!"}:
                yield from _written(name.removeprefix("the "), kind, row["id"])
    for leader in leaders:
        for name in leader.names:
            yield from _written(name, "leader", leader.name)
        for surname in leader.surnames if leader.alone else ():
            bare = surname[3:] if surname.startswith(_PARTICLES) else surname
            for name in {surname, bare}:
                yield from _written(name, "surname", leader.name)


def _written(name: str, kind: str, of: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the ways in which a name may be written: with curly apostrophe, all in capitals."""
    for form in {name, name.replace("'", "’")}:
        yield form, (kind, of)
        if len(name) > 4 and not name.isupper():
            yield form.upper(), (kind, of)


def _nouns(
    groups: Iterable[dict[str, str]], roles: Iterable[dict[str, str]]
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in groups:
        for phrase in row["aliases"].lower().split("|"):
            found.setdefault(phrase.split()[0], []).append((phrase, "group", row["id"]))
    for row in roles:
        for phrase in row["phrases"].split("|"):
            found.setdefault(phrase.split()[0], []).append((phrase, "role", row["role"]))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in found.items()}
