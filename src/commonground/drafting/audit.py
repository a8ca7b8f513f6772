"""What each element of a model rests on, what rests on nothing, and what the sources say that the model leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from ..documents.anchors import PreparedText, locate, prepare
from ..documents.document import Document
from ..documents.places import place_of
from ..documents.spans import Span
from ..model import (
    Coalesced,
    Conflict,
    Evidence,
    ForbiddenMove,
    Option,
    Party,
    Preferences,
    Rule,
    State,
    StatementEntry,
)
from ..model.conflict import StatusQuo
from ..model.elements import Element, elements
from ..model.issue import Constraint, Interaction, Issue, Offer, Package, RedLine, Reservation, Term, Value, Worth
from ..version import __version__
from .tension import Tension, tensions_between

__all__ = [
    "SECTIONS",
    "Audit",
    "AuditedElement",
    "AuditedPassage",
    "ClaimLike",
    "LeftOut",
    "audit",
]

Path = tuple[str | int, ...]

OWN_VOICE = "evaluation"
"The kind of claim in which an author judges: no statement that a model could take up, so never left out."
SECTIONS = ("parties", "options", "preferences", "issues", "worths", "feasibility", "other")


class ClaimLike(Protocol):
    """What the audit needs of a claim: ``documents.claims`` makes them."""

    @property
    def kind(self) -> str:
        """Return position, demand, refusal, ..."""
        ...

    @property
    def span(self) -> Span:
        """Return where it stands."""
        ...

    @property
    def speaker(self) -> str | None:
        """Return who says it: an actor's id, or None."""
        ...


@dataclass(frozen=True, slots=True)
class AuditedPassage:
    """A passage that an element cites, and where its quotation stands in the source now.

    ``state`` is one of the states of ``documents.anchors``, or ``unchecked`` where the source has no text at hand or
    no words are quoted. ``whole`` is set where the passage is cited for a party's preferences as a whole.
    """

    source: str
    quote: str
    place: str
    state: str
    stance: str
    span: Span | None
    note: str
    whole: bool = False

    @property
    def holds(self) -> bool:
        """Return whether it supports the element and is not known to be absent from its source."""
        return self.stance == "supports" and self.state not in ("lost", "lost?")


@dataclass(frozen=True, slots=True)
class AuditedElement:
    """A party, option, preference or rule, with the passages it rests on."""

    path: Path
    kind: str
    name: str
    section: str
    review: str
    "``drafted``, ``reviewed``, or ``unmarked``."
    passages: tuple[AuditedPassage, ...]

    @property
    def is_bare(self) -> bool:
        """Return whether it rests on nothing: no passage supports it, or none that still stands in its source."""
        return not any(passage.holds for passage in self.passages)

    @property
    def is_disputed(self) -> bool:
        """Return whether a passage is cited against it."""
        return any(passage.stance == "contradicts" for passage in self.passages)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something a source states that no evidence of the model touches: a claim, or a paragraph without any."""

    source: str
    span: Span
    text: str
    kind: str
    "The kind of claim, or ``paragraph`` where no claims were looked for."
    speaker: str | None
    place: str
    "Page, paragraph and line."


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What a model rests on."""

    elements: tuple[AuditedElement, ...]
    left_out: tuple[LeftOut, ...]
    tensions: tuple[Tension, ...]
    checked: tuple[str, ...]
    "Ids of the sources whose text was at hand."
    unchecked: tuple[str, ...]
    by_claims: bool
    "Whether what is left out was looked for by claim; else by paragraph."
    model: str
    version: str

    @property
    def bare(self) -> tuple[AuditedElement, ...]:
        """Return the elements that rest on nothing."""
        return tuple(element for element in self.elements if element.is_bare)

    @property
    def shares(self) -> Mapping[str, Mapping[str, int]]:
        """Return per section (and for ``all``) how many elements there are, are bare, drafted, reviewed, unmarked."""
        return MappingProxyType({section: self._share(section) for section in (*SECTIONS, "all")})

    def _share(self, section: str) -> Mapping[str, int]:
        here = [element for element in self.elements if section in ("all", element.section)]
        counts = Counter(element.review for element in here)
        reviews = {name: counts[name] for name in ("drafted", "reviewed", "unmarked")}
        return MappingProxyType({"elements": len(here), "bare": sum(e.is_bare for e in here), **reviews})

    @property
    def states(self) -> Mapping[str, int]:
        """Return how many cited passages are in each state; one cited for several elements counts each time."""
        passages = [p for element in self.elements for p in element.passages if not p.whole]
        return MappingProxyType(dict(Counter(passage.state for passage in passages).most_common()))


def audit(
    conflict: Conflict,
    documents: Mapping[str, Document],
    claims: Mapping[str, Sequence[ClaimLike]] | None = None,
) -> Audit:
    """Return what each element of a model rests on, and what its sources say that it leaves out.

    Parameters
    ----------
    conflict : Conflict
        The model.
    documents : mapping of str to Document
        The text of each source that has one at hand, by the source's id. Passages of other sources are ``unchecked``.
    claims : mapping of str to claims, optional
        What each of these sources states. Left out is what no quotation that stands in the source overlaps; where an
        author only judges (``evaluation``), nothing is. Without claims the paragraphs are gone through instead.

    Returns
    -------
    Audit
        Its elements are those of ``model.elements``, in the order of the file.
    """
    prepared = {source: prepare(document.text) for source, document in documents.items()}
    audited = tuple(_audited(element, conflict, prepared) for element in elements(conflict))
    covered = _covered(audited)
    left_out = tuple(
        item for source, document in documents.items() for item in _left_out(source, document, claims, covered)
    )
    tensions = tuple(
        tension
        for element in audited
        for tension in tensions_between(
            element.path, [(p.source, p.quote, p.stance) for p in element.passages if not p.whole]
        )
    )
    return Audit(
        elements=audited,
        left_out=left_out,
        tensions=tensions,
        checked=tuple(id_ for id_ in conflict.sources if id_ in documents),
        unchecked=tuple(id_ for id_ in conflict.sources if id_ not in documents),
        by_claims=claims is not None,
        model=conflict.hash,
        version=__version__,
    )


_KINDS: Mapping[type, tuple[str, str]] = MappingProxyType(
    {
        Party: ("party", "parties"),
        Option: ("option", "options"),
        Preferences: ("preferences", "preferences"),
        StatementEntry: ("statement", "preferences"),
        Rule: ("rule", "feasibility"),
        ForbiddenMove: ("forbidden move", "other"),
        Coalesced: ("coalesced states", "other"),
        State: ("state", "other"),
        StatusQuo: ("status quo", "other"),
        Issue: ("issue", "issues"),
        Value: ("value", "issues"),
        Worth: ("worth", "worths"),
        Interaction: ("interaction", "worths"),
        Reservation: ("reservation", "worths"),
        RedLine: ("red line", "worths"),
        Constraint: ("constraint", "feasibility"),
        Package: ("package", "other"),
        Offer: ("offer", "other"),
        Term: ("term", "other"),
    }
)
"""What an element is called, and its section."""


def _audited(element: Element, conflict: Conflict, prepared: Mapping[str, PreparedText]) -> AuditedElement:
    kind, section = _KINDS[type(element.noun)]
    passages = [_passage(item, prepared, whole=False) for item in element.noun.evidence]
    if isinstance(element.noun, StatementEntry):
        held = conflict.parties[str(element.path[1])].preferences
        passages += [_passage(item, prepared, whole=True) for item in held.evidence]
    review = element.review or "unmarked"
    return AuditedElement(element.path, kind, element.title, section, review, tuple(passages))


def _passage(evidence: Evidence, prepared: Mapping[str, PreparedText], *, whole: bool) -> AuditedPassage:
    text = prepared.get(evidence.source)
    located = None if text is None or not evidence.quote else locate(text, evidence.quote, evidence.anchor)
    return AuditedPassage(
        source=evidence.source,
        quote=evidence.quote or "",
        place=evidence.place,
        state="unchecked" if located is None else located.state,
        stance=evidence.stance,
        span=None if located is None else located.found,
        note=evidence.note or "",
        whole=whole,
    )


def _covered(elements: Sequence[AuditedElement]) -> Mapping[str, tuple[Span, ...]]:
    covered: dict[str, set[Span]] = {}
    for element in elements:
        for passage in element.passages:
            if passage.span is not None:
                covered.setdefault(passage.source, set()).add(passage.span)
    return {source: tuple(sorted(spans)) for source, spans in covered.items()}


def _left_out(
    source: str,
    document: Document,
    claims: Mapping[str, Sequence[ClaimLike]] | None,
    covered: Mapping[str, tuple[Span, ...]],
) -> Iterator[LeftOut]:
    stated: list[tuple[Span, str, str | None]]
    if claims is None:
        stated = [(span, "paragraph", None) for span in document.paragraphs]
    else:
        stated = [(c.span, c.kind, c.speaker) for c in claims.get(source, ()) if c.kind != OWN_VOICE]
    for span, kind, speaker in stated:
        if not any(span.overlaps(other) for other in covered.get(source, ())):
            text = document.text[span.begin : span.end]
            yield LeftOut(source, span, text, kind, speaker, str(place_of(document, span)))
