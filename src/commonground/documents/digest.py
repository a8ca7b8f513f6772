"""All that is found in one document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .actors import Actor, find_actors, named_mentions
from .claims import Claim, Reported, find_claims
from .dates import DateMention, find_dates
from .document import Document
from .meetings import Meeting, Speech, find_meetings, find_speeches
from .profiles import Absent, Profile, not_at_table, profiles_of
from .quotations import find_quotations
from .sentences import sentences as split_sentences
from .spans import Span
from .speakers import Attributed, Quoted, actor_of_source, quoted_in
from .subjects import Named

__all__ = ["Attribution", "Digest", "digest"]


class Attribution(Protocol):
    """What the attribution model finds: source, cue and content, each in one piece or more."""

    @property
    def source(self) -> tuple[Span, ...]:
        """Return who speaks, thinks or wants."""
        ...

    @property
    def cue(self) -> tuple[Span, ...]:
        """Return the words that say so."""
        ...

    @property
    def content(self) -> tuple[Span, ...]:
        """Return what is said, thought or wanted."""
        ...

    @property
    def kind(self) -> str:
        """Return direct, indirect or mixed."""
        ...

    @property
    def confidence(self) -> float:
        """Return how sure the model is, from 0 to 1."""
        ...


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
    mentions = named_mentions(actors)
    found = _attributions(text, sentences) if attributions is None else attributions
    by_id = {actor.id: actor for actor in actors}
    attributed = tuple(_attributed(text, one, mentions, by_id) for one in found)
    quotations = quoted_in(text, find_quotations(text), sentences, mentions, attributed)
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
        speeches=find_speeches(text, sentences, [one for one in mentions if by_id[one.actor].kind == "person"], dates),
        profiles=profiles_of(actors, attributed, claims),
        not_at_table=not_at_table(actors, claims, meetings, document.date),
    )


def _attributions(text: str, sentences: tuple[Span, ...]) -> Sequence[Attribution]:
    """Return what the attribution model finds."""
    from .attribution import find_attributions

    return find_attributions(text, sentences)


def _attributed(text: str, one: Attribution, mentions: Sequence[Named], actors: Mapping[str, Actor]) -> Attributed:
    actor = actor_of_source(text, one.source, mentions, actors)
    return Attributed(one.source, one.cue, one.content, one.kind, one.confidence, actor)


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
