"""From the elements of an answer to a proposal: quotations become passages, the answer's ids become ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from ...model.statement import Name, StatementFault, parse
from ..names import clean_name, make_id
from ..passages import Corpus, find_passage
from ..proposal import (
    Dropped,
    Passage,
    Proposal,
    ProposedOption,
    ProposedParty,
    ProposedRule,
    ProposedStatement,
)
from ..sift import names_in, sift
from .answer import Element, OptionElement, PartyElement, RuleElement, StatementElement

__all__ = ["REASON", "Collected", "collect"]

REASON = "language model"

_E = TypeVar("_E", bound=Element)


@dataclass(frozen=True, slots=True)
class Collected:
    """A proposal, and for what was dropped: what the sentence that was named really says."""

    proposal: Proposal
    hints: Mapping[Dropped, str]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids that were accepted."""
        return (*(party.id for party in self.proposal.parties), *(option.id for option in self.proposal.options))


def collect(elements: Sequence[Element], corpus: Corpus) -> Collected:
    """Return the proposal that elements make, without what is not quoted from the documents or says more.

    Elements that agree in everything but the quotation become one with several passages.
    """
    desk = _Desk(corpus)
    parties = [
        ProposedParty(desk.party_id(element.id), element.name, passages, REASON)
        for element, passages in desk.quoted(elements, PartyElement)
    ]
    options = [
        ProposedOption(
            desk.party_id(element.party), desk.option_id(element.party, element.id), element.name, passages, REASON
        )
        for element, passages in desk.quoted(elements, OptionElement)
    ]
    statements = [
        ProposedStatement(desk.party_id(element.party), desk.ours(element.statement), passages, REASON)
        for element, passages in desk.quoted(elements, StatementElement)
    ]
    rules = [
        ProposedRule(
            element.rule,
            passages,
            REASON,
            tuple(desk.ours(option) for option in element.options),
            desk.ours(element.statement),
            desk.ours(element.only_if),
        )
        for element, passages in desk.quoted(elements, RuleElement)
    ]
    proposal = Proposal(tuple(parties), tuple(options), tuple(statements), tuple(rules), tuple(desk.dropped))
    return Collected(sift(proposal, corpus.documents), MappingProxyType(desk.hints))


class _Desk:
    """Where one set of elements is worked on: ids given so far, and what did not hold."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.taken: set[str] = set()
        self.parties: dict[str, str] = {}
        self.options: dict[tuple[str, str], str] = {}
        self.dropped: list[Dropped] = []
        self.hints: dict[Dropped, str] = {}

    def quoted(self, elements: Sequence[Element], kind: type[_E]) -> Iterator[tuple[_E, tuple[Passage, ...]]]:
        """Yield the elements of a kind whose quotations are found, each once, with all its passages."""
        found: dict[_E, list[Passage]] = {}
        for element in elements:
            if not isinstance(element, kind):
                continue
            passage = find_passage(element.quote, self.corpus, element.sentence)
            if isinstance(passage, str):
                self._drop(element, passage)
            else:
                found.setdefault(element.model_copy(update={"quote": "", "sentence": None}), []).append(passage)
        for element, passages in found.items():
            yield element, tuple(passages)

    def _drop(self, element: Element, reason: str) -> None:
        fault = Dropped(element.kind, clean_name(element.called)[:80], reason, clean_name(element.quote)[:120])
        self.dropped.append(fault)
        self.hints[fault] = self.corpus.sentence_text(element.sentence)[:600]

    def party_id(self, theirs: str) -> str:
        """Return our id for the id of a party in the answer."""
        key = theirs.strip().casefold()
        if key not in self.parties:
            self.parties[key] = self._new_id(theirs, "party")
        return self.parties[key]

    def option_id(self, party: str, theirs: str) -> str:
        """Return our id for the id of an option in the answer."""
        key = (party.strip().casefold(), theirs.strip().casefold())
        if key not in self.options:
            self.options[key] = self._new_id(theirs, "option")
        return self.options[key]

    def _new_id(self, theirs: str, fallback: str) -> str:
        made = make_id(theirs, self.taken, fallback)
        self.taken.add(made)
        return made

    def ours(self, statement: str) -> str:
        """Return a statement with our ids for theirs; what cannot be read or looked up stays for ``sift`` to judge."""
        try:
            names = [part for part in names_in(parse(statement)) if isinstance(part, Name)]
        except StatementFault:
            return statement
        for name in sorted(names, key=lambda name: -name.offset):
            party, dot, option = name.text.casefold().rpartition(".")
            hits = [id_ for (owner, key), id_ in self.options.items() if key == option and (not dot or owner == party)]
            if len(hits) == 1:
                statement = f"{statement[: name.offset]}{hits[0]}{statement[name.offset + len(name.text) :]}"
        return statement
