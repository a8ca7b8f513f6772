"""What a document reports of each actor, taken together; and who is spoken of and takes part in no meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .actors import Actor
from .claims import Claim
from .cues import KINDS
from .gazetteer import gazetteer
from .meetings import Meeting
from .speakers import Attributed

__all__ = ["Absent", "Profile", "not_at_table", "profiles_of"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is reported of one actor; the numbers are indices of attributions and claims."""

    actor: str
    says: tuple[int, ...]
    claims: tuple[tuple[str, tuple[int, ...]], ...]
    "Kind of claim -> the claims whose speaker it is, in the order of ``KINDS``."
    spoken_of: tuple[int, ...]
    "The claims of others, and the author's, in which it is named."


@dataclass(frozen=True, slots=True)
class Absent:
    """An actor that the document's claims speak of and that takes part in none of its meetings: a hint only."""

    actor: str
    claims: tuple[int, ...]
    "Its own claims, and those in which it is named."


def profiles_of(
    actors: Iterable[Actor], attributed: Sequence[Attributed], claims: Sequence[Claim]
) -> tuple[Profile, ...]:
    """Return what is reported of each actor of whom something is, in the order of the actors."""
    says: dict[str, list[int]] = {}
    own: dict[str, dict[str, list[int]]] = {}
    about: dict[str, list[int]] = {}
    for index, one in enumerate(attributed):
        if one.actor is not None:
            says.setdefault(one.actor, []).append(index)
    for index, claim in enumerate(claims):
        if claim.speaker is not None:
            own.setdefault(claim.speaker, {}).setdefault(claim.kind, []).append(index)
        for name in claim.about:
            about.setdefault(name, []).append(index)
    profiles = []
    for actor in actors:
        kinds = own.get(actor.id, {})
        ordered = tuple((kind, tuple(kinds[kind])) for kind in KINDS if kind in kinds)
        profile = Profile(actor.id, tuple(says.get(actor.id, ())), ordered, tuple(about.get(actor.id, ())))
        if profile.says or profile.claims or profile.spoken_of:
            profiles.append(profile)
    return tuple(profiles)


def not_at_table(
    actors: tuple[Actor, ...], claims: Sequence[Claim], meetings: Sequence[Meeting], when: date | None = None
) -> tuple[Absent, ...]:
    """Return who is spoken of in claims and in no meeting; a state is there by those who stand for it.

    States that were no more at the date of the document are left out.
    """
    if not meetings:
        return ()
    by_id = {actor.id: actor for actor in actors}
    there = {name for meeting in meetings for name in meeting.participants}
    there |= {part for name in there if (part := by_id[name].part_of)}
    own, named = _claims_by_actor(claims)
    absent = []
    for actor in actors:
        stands_for = actor.part_of in there and not _has_its_own_voice(actor)
        if actor.id in there or stands_for or _is_past(actor, when):
            continue
        if actor.id in own or (actor.id in named and actor.kind != "person"):
            absent.append(Absent(actor.id, tuple(sorted({*own.get(actor.id, ()), *named.get(actor.id, ())}))))
    return tuple(sorted(absent, key=lambda one: -len(one.claims)))


def _is_past(actor: Actor, when: date | None) -> bool:
    row = gazetteer().actors.get(actor.id)
    return row is not None and when is not None and bool(row.until) and row.until < f"{when.year:04d}-{when.month:02d}"


def _claims_by_actor(claims: Sequence[Claim]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the claims of each actor, and those that name it and are more than a judgement."""
    own: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for index, claim in enumerate(claims):
        if claim.speaker is not None:
            own.setdefault(claim.speaker, []).append(index)
        for name in claim.about if claim.kind != "evaluation" else ():
            named.setdefault(name, []).append(index)
    return own, named


def _has_its_own_voice(actor: Actor) -> bool:
    """Tell whether a group is more than an organ of its state: workers and rebels are, an army is not."""
    known = gazetteer().actors
    noun = actor.id.removeprefix(f"{actor.part_of}_")
    return actor.kind == "group" and noun in known and known[noun].alone == "yes"
