"""A draft by rules: parties, options and preference statements from the claims of documents, with no model of language.

A claim makes an option where its cue says who would do it and its words say what: "agreed to", "threatened to",
"called on X to", "X must"; so does what a text tells of somebody doing. A claim makes a preference statement where its
cue says what somebody wants done or left. Fears, comparisons, support and opposition make statements only over options
that are there already. Nothing else is proposed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ..documents.actors import Actor
from ..documents.claims import Claim
from ..documents.digest import Digest
from ..documents.spans import Span
from .actions import find_actions
from .names import make_id
from .passages import MAX_QUOTE
from .phrases import Action, action_of, alike, first_clause, key_words, short_form
from .proposal import Passage, Proposal, ProposedOption, ProposedParty, ProposedStatement

__all__ = ["DOES", "STANDS", "Doing", "draft_by_rules"]

MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Doing:
    """What the cue of a claim says of an action: who would do it, and whether the speaker wants it done."""

    owner: str
    "``speaker``, or ``party``: the part of that name, whom the claim asks."
    wanted: str
    "A statement's form: ``{}`` done, ``-{}`` left, or empty: the cue does not say."
    verb: str = ""
    "The verb of an action that the claim gives as a thing: ``accept`` the plan."


DOES: Mapping[str, Doing] = MappingProxyType(
    {
        "position.want-to": Doing("speaker", "{}"),
        "position.want-party-to": Doing("party", "{}"),
        "position.try-to": Doing("speaker", "{}"),
        "position.attempt-to": Doing("speaker", "{}"),
        "position.aim": Doing("speaker", "{}"),
        "position.aim-noun": Doing("speaker", "{}"),
        "position.commit": Doing("speaker", "{}"),
        "position.seek": Doing("speaker", "{}", "seek"),
        "position.recognise": Doing("speaker", "{}", "recognise"),
        "demand.call-on": Doing("party", "{}"),
        "demand.urge": Doing("party", "{}"),
        "demand.insist-must": Doing("party", "{}"),
        "demand.should": Doing("party", "{}"),
        "demand.has-to": Doing("party", "{}"),
        "demand.warn-not-to": Doing("party", "-{}"),
        "refusal.refuse-to": Doing("speaker", "-{}"),
        "refusal.rule-out": Doing("speaker", "-{}"),
        "refusal.never": Doing("speaker", "-{}"),
        "refusal.noun": Doing("speaker", "-{}"),
        "refusal.reject": Doing("speaker", "-{}", "accept"),
        "concession.agree-to": Doing("speaker", "{}"),
        "concession.ready-to": Doing("speaker", "{}"),
        "concession.offer": Doing("speaker", "{}", "offer"),
        "concession.accept": Doing("speaker", "{}", "accept"),
        "concession.concede": Doing("speaker", "{}", "concede"),
        "concession.drop": Doing("speaker", "{}", "drop"),
        "promise.promise": Doing("speaker", "{}"),
        "promise.we-will": Doing("speaker", "{}"),
        "promise.assure": Doing("speaker", "{}"),
        "threat.threaten": Doing("speaker", ""),
        "threat.not-rule-out": Doing("speaker", ""),
    }
)
"""What each cue says of an action; a cue that is not here makes no option."""

STANDS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "comparison": (("worse", "-{}"), ("better", "{}")),
        "fear": (("content", "-{}"),),
        "position.oppose": (("content", "-{}"),),
        "position.support": (("content", "{}"),),
        "position.in-favour": (("content", "{}"),),
        "demand.call-for": (("content", "{}"),),
        "demand.demand": (("content", "{}"),),
        "refusal.reject": (("content", "-{}"),),
    }
)
"""Which parts of a claim, by its cue or kind, are statements about options that are there already."""

_TOGETHER = re.compile(
    r"\b(?:they|both|the\s+(?:two|parties|sides|ministers|leaders))(?:\s+\w+){0,2}\W*$", re.IGNORECASE
)
ORDER = ("comparison", "fear", "demand", "refusal", "position", "concession", "promise", "threat")
"The order in which statements are proposed; a person decides it."


@dataclass
class _Party:
    id: str
    name: str
    passages: list[Passage] = field(default_factory=list)
    weight: int = 0
    at_table: bool | None = None


@dataclass
class _Option:
    party: str
    action: Action
    passages: list[Passage]
    reason: str
    id: str = ""


@dataclass(frozen=True)
class _Wish:
    party: str
    kind: str
    option: _Option
    form: str
    passage: Passage
    reason: str


def draft_by_rules(digests: Sequence[Digest]) -> Proposal:
    """Return what the claims of documents make a first model of.

    Parameters
    ----------
    digests : sequence of Digest
        One per document, in the order in which the draft names the documents.

    Examples
    --------
    >>> from commonground.documents.digest import digest
    >>> from commonground.documents.document import document_from_text
    >>> text = "Kerry called on Russia to withdraw its troops. Moscow threatened to cut off gas."
    >>> draft = draft_by_rules([digest(document_from_text(text), attributions=())])
    >>> [(option.party, option.name) for option in draft.options]
    [('russia', 'withdraw its troops'), ('russia', 'cut off gas')]
    >>> [(statement.party, statement.statement) for statement in draft.statements]
    [('united_states', 'russia.withdraw_troops')]
    """
    drafter = _Drafter(digests)
    drafter.find_options()
    drafter.find_deeds()
    drafter.find_wishes()
    return drafter.proposal()


class _Drafter:
    """Collects over all documents what the claims propose."""

    def __init__(self, digests: Sequence[Digest]) -> None:
        self.digests = tuple(digests)
        self.actors: dict[str, Actor] = {}
        for one in self.digests:
            for actor in one.actors:
                self.actors.setdefault(actor.id, actor)
        self.parties: dict[str, _Party] = {}
        self.judging = [_cues(one, judging=True) for one in self.digests]
        self.cues = [_cues(one, judging=False) for one in self.digests]
        self.options: list[_Option] = []
        self.wishes: list[_Wish] = []

    def claims(self) -> Iterator[tuple[int, Claim]]:
        """Yield the claims that somebody makes in earnest, with the number of their document."""
        for number, one in enumerate(self.digests):
            for claim in one.claims:
                if claim.kind != "evaluation" and not claim.negated:
                    yield number, claim

    def find_options(self) -> None:
        """Find who could do what, and who wants it done."""
        for number, claim in self.claims():
            doing = DOES.get(claim.pattern)
            content = claim.part("content")
            if doing is None or content is None:
                continue
            text = self.digests[number].document.text
            verb = "" if self._says_more(number, claim, content) else doing.verb
            action = action_of(text, claim.cue, content, verb, _inside(self.judging[number], content))
            if action is None:
                continue
            passage = self._passage(number, claim)
            form = _turned(doing.wanted) if action.negated else doing.wanted
            for owner, wisher in self._concerned(number, claim, doing):
                option = self._option(owner, action, passage, claim.pattern)
                if wisher is not None and form and not claim.hypothetical:
                    self.wishes.append(_Wish(wisher, claim.kind, option, form, passage, claim.pattern))

    def _concerned(self, number: int, claim: Claim, doing: Doing) -> Iterator[tuple[str, str | None]]:
        """Yield who would do it with who wants it: one pair, or one for each of those who agreed at a meeting."""
        wisher = self._party_of(claim.speaker)
        owner = wisher if doing.owner == "speaker" else self._asked(number, claim)
        if owner is not None:
            yield owner, wisher
        elif doing.owner == "speaker" and claim.pattern == "concession.agree-to":
            for party in self._who_met(number, claim):
                yield party, party

    def _who_met(self, number: int, claim: Claim) -> tuple[str, ...]:
        """Return the parties of the meeting told of before, where "they" or "both sides" agree to something."""
        one = self.digests[number]
        if _TOGETHER.search(one.document.text, max(claim.cue.begin - 40, 0), claim.cue.begin) is None:
            return ()
        before = [meeting for meeting in one.meetings if meeting.span.begin < claim.cue.begin]
        named = [self._party_of(actor) for actor in before[-1].participants] if before else []
        return tuple(dict.fromkeys(party for party in named if party is not None))

    def find_deeds(self) -> None:
        """Find what is told of somebody doing; a deed says nothing of who wants it."""
        for number, one in enumerate(self.digests):
            for deed in find_actions(one):
                owner = self._party_of(deed.actor)
                action = action_of(
                    one.document.text, deed.verb, deed.object, deed.base, _inside(self.judging[number], deed.object)
                )
                if action is not None and owner is not None:
                    self._option(owner, action, self._sentence(number, deed.span), f"action.{deed.base}")

    def _says_more(self, number: int, claim: Claim, content: Span) -> bool:
        """Tell whether a content holds another claim, so that it is a clause and no thing."""
        clause = first_clause(self.digests[number].document.text, content)
        return any(not cue.overlaps(claim.cue) for cue in _inside(self.cues[number], clause))

    def find_wishes(self) -> None:
        """Find what is feared, compared, backed and opposed among the options that are there."""
        for number, claim in self.claims():
            parts = STANDS.get(claim.pattern) or STANDS.get(claim.kind, ())
            wisher = self._party_of(claim.speaker)
            if wisher is None or claim.hypothetical:
                continue
            text = self.digests[number].document.text
            for name, form in parts:
                part = claim.part(name)
                option = self._like(key_words(text[part.begin : part.end])) if part else None
                if option is not None:
                    wish = _Wish(wisher, claim.kind, option, form, self._passage(number, claim), claim.pattern)
                    self.wishes.append(wish)

    def _asked(self, number: int, claim: Claim) -> str | None:
        """Return the party that a claim asks to act."""
        part = claim.part("party")
        if part is None:
            return None
        named = [
            (mention.span, actor.id)
            for actor in self.digests[number].actors
            for mention in actor.mentions
            if part.begin <= mention.span.begin and mention.span.end <= part.end
        ]
        return self._party_of(min(named)[1]) if named else None

    def _party_of(self, actor: str | None) -> str | None:
        """Return the party that an actor belongs to: a person acts for its state, where that is certain."""
        if actor is None:
            return None
        known = self.actors[actor]
        return known.part_of if known.kind == "person" and known.part_of else known.id

    def _option(self, owner: str, action: Action, passage: Passage, reason: str) -> _Option:
        for option in self.options:
            if option.party == owner and alike(option.action.words, action.words):
                option.passages.append(passage)
                return option
        option = _Option(owner, action, [passage], reason)
        self.options.append(option)
        return option

    def _like(self, words: frozenset[str]) -> _Option | None:
        """Return the one option that speaks of the same thing; none where there are several."""
        found = [option for option in self.options if words and words <= option.action.words]
        return found[0] if len(found) == 1 else None

    def _passage(self, number: int, claim: Claim) -> Passage:
        return self._sentence(number, claim.span)

    def _sentence(self, number: int, span: Span) -> Passage:
        """Return the sentence that a span lies in, or the span alone where the sentence is long."""
        sentences = self.digests[number].sentences
        place = bisect_right(sentences, span.begin, key=lambda sentence: sentence.begin) - 1
        whole = place >= 0 and sentences[place].contains(span)
        short = whole and sentences[place].end - sentences[place].begin <= MAX_QUOTE
        return Passage(number, sentences[place] if short else _cut(span))

    def proposal(self) -> Proposal:
        """Return all of it in the words of a model file."""
        self._find_parties()
        kept = [option for option in self.options if option.party in self.parties]
        ids: list[str] = []
        for option in kept:
            option.id = make_id(short_form(option.action.name), ids, "option")
            ids.append(option.id)
        return Proposal(
            parties=tuple(self._proposed(party) for party in self.parties.values()),
            options=tuple(
                ProposedOption(one.party, one.id, one.action.name, tuple(dict.fromkeys(one.passages)), one.reason)
                for one in kept
            ),
            statements=tuple(self._statements(kept)),
            how="by rules from the cues of the text",
        )

    def _proposed(self, party: _Party) -> ProposedParty:
        """Return a party with the passages that name it, or one that stands for it."""
        named: dict[str, list[Passage]] = {}
        for passage in dict.fromkeys(party.passages):
            for words in self._names_in(party.id, passage):
                named.setdefault(words, []).append(passage)
        if not named:
            for passage in self._first_names(party.id):
                named = {words: [passage] for words in self._names_in(party.id, passage)}
        passages = dict.fromkeys(passage for found in named.values() for passage in found[:1])
        called = tuple(named)
        return ProposedParty(party.id, party.name, tuple(passages)[:3], "actors", party.at_table, called)

    def _first_names(self, party: str) -> Iterator[Passage]:
        """Yield the first place where a document names a party."""
        for number, one in enumerate(self.digests):
            for actor in one.actors:
                if actor.id == party or (actor.kind == "person" and actor.part_of == party):
                    spans = [mention.span for mention in actor.mentions if mention.how != "pronoun"]
                    if spans:
                        yield self._sentence(number, spans[0])
                        return

    def _names_in(self, party: str, passage: Passage) -> Iterator[str]:
        """Yield the words of a passage that name a party, other than by a pronoun."""
        one = self.digests[passage.document]
        for actor in one.actors:
            if actor.id == party or (actor.kind == "person" and actor.part_of == party):
                for mention in actor.mentions:
                    if mention.how != "pronoun" and passage.span.contains(mention.span):
                        yield one.document.text[mention.span.begin : mention.span.end]

    def _find_parties(self) -> None:
        """Take the actors that could do something, want something, or sit at the table; the most spoken of first."""
        weights: dict[str, int] = {}
        for option in self.options:
            weights[option.party] = weights.get(option.party, 0) + 3 * len(option.passages)
        for wish in self.wishes:
            weights[wish.party] = weights.get(wish.party, 0) + 2
        for number, one in enumerate(self.digests):
            for meeting in one.meetings:
                for name in meeting.participants:
                    self._seat(name, Passage(number, _cut(meeting.span)), weights, at_table=True)
            for absent in one.not_at_table:
                own = any(one.claims[index].speaker == absent.actor for index in absent.claims)
                if self._party_of(absent.actor) in weights or (own and len(absent.claims) > 1):
                    claim = one.claims[absent.claims[0]]
                    self._seat(absent.actor, self._passage(number, claim), weights, at_table=False)
        ranked = sorted(weights, key=lambda name: -weights[name])[:MOST_PARTIES]
        for name in ranked:
            party = self.parties.setdefault(name, _Party(name, self._name(name)))
            party.passages += [
                passage for option in self.options if option.party == name for passage in option.passages
            ]
            party.passages += [wish.passage for wish in self.wishes if wish.party == name]
        self.parties = {name: self.parties[name] for name in ranked}

    def _seat(self, actor: str, passage: Passage, weights: dict[str, int], *, at_table: bool) -> None:
        name = self._party_of(actor)
        assert name is not None
        party = self.parties.setdefault(name, _Party(name, self._name(name)))
        party.passages.append(passage)
        party.at_table = at_table or bool(party.at_table)
        weights[name] = weights.get(name, 0) + (4 if at_table else 1)

    def _name(self, party: str) -> str:
        actor = self.actors.get(party)
        return actor.name if actor else party.replace("_", " ").title()

    def _statements(self, kept: Iterable[_Option]) -> Iterator[ProposedStatement]:
        there = {id(option) for option in kept}
        grouped: dict[tuple[str, str], list[_Wish]] = {}
        for wish in sorted(self.wishes, key=lambda wish: ORDER.index(wish.kind) if wish.kind in ORDER else len(ORDER)):
            if wish.party in self.parties and id(wish.option) in there:
                statement = wish.form.format(f"{wish.option.party}.{wish.option.id}")
                grouped.setdefault((wish.party, statement), []).append(wish)
        for (party, statement), wishes in grouped.items():
            passages = tuple(dict.fromkeys(wish.passage for wish in wishes))
            yield ProposedStatement(party, statement, passages, wishes[0].reason)


def _cues(digest: Digest, *, judging: bool) -> list[Span]:
    """Return the cues of the claims that judge, or of all the others, in order."""
    return sorted(claim.cue for claim in digest.claims if (claim.kind == "evaluation") == judging)


def _inside(spans: Sequence[Span], outer: Span) -> list[Span]:
    """Return those of some spans in order that lie inside another."""
    first = bisect_left(spans, (outer.begin, outer.begin))
    after = bisect_right(spans, (outer.end, outer.end))
    return [span for span in spans[first:after] if outer.contains(span)]


def _turned(form: str) -> str:
    """Return the form for the opposite: what is asked is that the action be left."""
    return {"{}": "-{}", "-{}": "{}"}.get(form, form)


def _cut(span: Span) -> Span:
    return Span(span.begin, min(span.end, span.begin + MAX_QUOTE))
