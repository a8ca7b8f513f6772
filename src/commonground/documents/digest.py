"""All that is found in one document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from .actors import Actor, find_actors
from .claims import Claim, Reported, find_claims
from .cues import KINDS
from .dates import DateMention, find_dates
from .document import Document
from .gazetteer import gazetteer
from .meetings import Meeting, Speech, find_meetings, find_speeches
from .quotations import Quotation, find_quotations
from .sentences import sentences as split_sentences
from .spans import Span
from .speakers import actor_of_source, speaker_by_rule
from .subjects import Named

__all__ = ["Absent", "Attributed", "Digest", "Profile", "Quoted", "digest"]


class Attribution(Protocol):
    """What the attribution model finds: source, cue and content, each in one piece or more."""

    @property
    def source(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Attributed:
    """An attribution with the actor that its source names."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    confidence: float
    actor: str | None
    "Id; none where the source is nobody in particular, or several may be meant."


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its speaker."""

    span: Span
    scare: bool
    "One or two words that nobody is said to have said."
    speaker: str | None
    attribution: int | None
    echo: int | None
    "The earlier quotation that has the same words, for one without a speaker: words of another taken up again."
    depth: int = 0
    parts: tuple[Span, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Digest:
    """A document and what stands in it; every span counts code points in ``document.text``."""

    document: Document
    sentences: tuple[Span, ...]
    dates: tuple[DateMention, ...]
    actors: tuple[Actor, ...] = ()
    quotations: tuple[Quoted, ...] = ()
    attributions: tuple[Attributed, ...] = ()
    claims: tuple[Claim, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    speeches: tuple[Speech, ...] = ()
    profiles: tuple[Profile, ...] = ()
    not_at_table: tuple[Absent, ...] = ()

    def actor(self, name: str) -> Actor:
        """Return the actor of an id.

        Raises
        ------
        KeyError
            No actor has it.
        """
        for actor in self.actors:
            if actor.id == name:
                return actor
        raise KeyError(name)


def digest(document: Document, *, attributions: Sequence[Attribution] | None = None) -> Digest:
    """Return what stands in a document; relative dates are resolved where the document has a date.

    Parameters
    ----------
    document : Document
    attributions : sequence of Attribution, optional
        Who says what; found here by default.

    Examples
    --------
    >>> from .document import document_from_text
    >>> found = digest(document_from_text("Kerry met Lavrov in May 2014. Kiev rejected their deal as ‘worthless’."))
    >>> found.meetings[0].participants, found.meetings[0].date.precision
    (('kerry', 'lavrov'), 'month')
    >>> [(claim.kind, claim.speaker) for claim in found.claims if claim.kind == "refusal"]
    [('refusal', 'ukraine')]
    >>> [absent.actor for absent in found.not_at_table]
    ['ukraine']
    """
    text = document.text
    sentences = split_sentences(text)
    dates = find_dates(text, document.date)
    actors = find_actors(document, sentences)
    mentions = _mentions(actors)
    found = _attributions(text, sentences) if attributions is None else attributions
    attributed = tuple(_attributed(text, one, mentions, actors) for one in found)
    quotations = _quoted(text, find_quotations(text), sentences, mentions, attributed)
    claims = find_claims(
        text,
        sentences,
        actors,
        [Reported(one.content, one.cue, one.actor) for one in attributed],
        [quoted.span for quoted in quotations if not quoted.scare],
    )
    claims = _with_speakers(claims, quotations)
    meetings = find_meetings(text, sentences, mentions, dates)
    return Digest(
        document=document,
        sentences=sentences,
        dates=dates,
        actors=actors,
        quotations=quotations,
        attributions=attributed,
        claims=claims,
        meetings=meetings,
        speeches=find_speeches(text, sentences, mentions, dates),
        profiles=_profiles(actors, attributed, claims),
        not_at_table=_not_at_table(actors, claims, meetings),
    )


def _attributions(text: str, sentences: tuple[Span, ...]) -> Sequence[Attribution]:
    """Return what the attribution model finds."""
    if find_spec(".attribution", __package__) is None:
        return ()
    model = import_module(".attribution", __package__)
    return tuple(model.find_attributions(text, sentences))


def _mentions(actors: Iterable[Actor]) -> list[Named]:
    return sorted(
        Named(mention.span.begin, mention.span.end, actor.id, mention.how)
        for actor in actors
        for mention in actor.mentions
    )


def _attributed(text: str, one: Attribution, mentions: Sequence[Named], actors: tuple[Actor, ...]) -> Attributed:
    actor = actor_of_source(text, one.source, mentions, {actor.id: actor for actor in actors})
    return Attributed(one.source, one.cue, one.content, one.kind, one.confidence, actor)


def _quoted(
    text: str,
    quotations: Iterable[Quotation],
    sentences: Sequence[Span],
    mentions: Sequence[Named],
    attributed: Sequence[Attributed],
) -> tuple[Quoted, ...]:
    contents = sorted((*span, index) for index, one in enumerate(attributed) for span in one.content)
    found: list[Quoted] = []
    seen: list[tuple[str, int]] = []
    for quotation in quotations:
        index = _content_of(contents, quotation.span)
        speaker = attributed[index].actor if index is not None else None
        if speaker is None:
            by_rule = speaker_by_rule(text, quotation, sentences, mentions)
            speaker = by_rule.actor if by_rule else None
        if speaker is None and index is None:
            speaker = _going_on(text, quotation, found)
        scare = quotation.scare and speaker is None and index is None
        words = " ".join(quotation.span.of(text).split()).strip(",.;:!?").lower()
        echo = None
        if speaker is None and index is None:
            echo = next((place for earlier, place in seen[-50:] if words and words in earlier), None)
        elif len(words) < 2000:
            seen.append((words, len(found)))
        found.append(Quoted(quotation.span, scare, speaker, index, echo, quotation.depth, quotation.parts))
    return tuple(found)


def _content_of(contents: Sequence[tuple[int, int, int]], span: Span) -> int | None:
    """Return the attribution whose content covers a quotation or overlaps it most."""
    place = bisect_left(contents, (span.end,))
    best, most = None, 0
    for begin, end, index in contents[max(place - 8, 0) : place]:
        common = min(end, span.end) - max(begin, span.begin)
        if common > most and common >= (span.end - span.begin) / 2:
            best, most = index, common
    return best


def _going_on(text: str, quotation: Quotation, before: Sequence[Quoted]) -> str | None:
    """Return the speaker of the quotation before, where only a sentence's end in the same paragraph parts the two."""
    if not before or before[-1].speaker is None or quotation.scare:
        return None
    between = text[before[-1].span.end : quotation.span.begin]
    if "\n" in between or len(between) > 120 or quotation.span.begin <= before[-1].span.end:
        return None
    begins = text[: quotation.span.begin - 1].rstrip()[-1:] if quotation.span.begin else ""
    return before[-1].speaker if begins in (".", "!", "?") else None


def _with_speakers(claims: Iterable[Claim], quotations: Sequence[Quoted]) -> tuple[Claim, ...]:
    """Give a claim in somebody's quotation, and in no attribution, that speaker where it has none."""
    begins = [quoted.span.begin for quoted in quotations]
    found = []
    for claim in claims:
        if claim.attribution is None and claim.speaker is None and not claim.author:
            place = bisect_left(begins, claim.cue.begin + 1)
            near = quotations[max(place - 4, 0) : place]
            around = [quoted.speaker for quoted in near if claim.cue.begin < quoted.span.end and quoted.speaker]
            found.append(replace(claim, speaker=around[-1]) if around else claim)
        else:
            found.append(claim)
    return tuple(found)


def _profiles(
    actors: Iterable[Actor], attributed: Sequence[Attributed], claims: Sequence[Claim]
) -> tuple[Profile, ...]:
    says: dict[str, list[int]] = {}
    own: dict[str, dict[str, list[int]]] = {}
    about: dict[str, list[int]] = {}
    for index, one in enumerate(attributed):
        if one.actor is not None:
            says.setdefault(one.actor, []).append(index)
    for index, claim in enumerate(claims):
        if claim.speaker is not None:
            own.setdefault(claim.speaker, {}).setdefault(claim.kind, []).append(index)
        for actor in claim.about:
            about.setdefault(actor, []).append(index)
    profiles = []
    for actor in actors:
        kinds = own.get(actor.id, {})
        ordered = tuple((kind, tuple(kinds[kind])) for kind in KINDS if kind in kinds)
        profile = Profile(actor.id, tuple(says.get(actor.id, ())), ordered, tuple(about.get(actor.id, ())))
        if profile.says or profile.claims or profile.spoken_of:
            profiles.append(profile)
    return tuple(profiles)


def _not_at_table(
    actors: tuple[Actor, ...], claims: Sequence[Claim], meetings: Sequence[Meeting]
) -> tuple[Absent, ...]:
    """Return who is spoken of in claims and in no meeting; a state is there by those who stand for it."""
    if not meetings:
        return ()
    by_id = {actor.id: actor for actor in actors}
    there = {name for meeting in meetings for name in meeting.participants}
    there |= {part for name in there if (part := by_id[name].part_of)}
    own, named = _claims_by_actor(claims)
    absent = []
    for actor in actors:
        stands_for = actor.part_of in there and not _has_its_own_voice(actor)
        if actor.id in there or stands_for:
            continue
        if actor.id in own or (actor.id in named and actor.kind != "person"):
            absent.append(Absent(actor.id, tuple(sorted({*own.get(actor.id, ()), *named.get(actor.id, ())}))))
    return tuple(sorted(absent, key=lambda one: -len(one.claims)))


def _claims_by_actor(claims: Sequence[Claim]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the claims of each actor, and those that name it and are more than a judgement."""
    own: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for index, claim in enumerate(claims):
        if claim.speaker is not None:
            own.setdefault(claim.speaker, []).append(index)
        for actor in claim.about if claim.kind != "evaluation" else ():
            named.setdefault(actor, []).append(index)
    return own, named


def _has_its_own_voice(actor: Actor) -> bool:
    """Tell whether a group is more than an organ of its state: workers and rebels are, an army is not."""
    known = gazetteer().actors
    noun = actor.id.removeprefix(f"{actor.part_of}_")
    return actor.kind == "group" and noun in known and known[noun].alone == "yes"
