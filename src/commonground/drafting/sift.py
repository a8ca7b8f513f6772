"""What is left of a proposal when everything that no passage supports is taken out: the same for every drafter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from ..documents.document import Document
from ..model import OptionKey
from ..model.statement import Name, Node, Number, Pattern, StatementFault, atoms, parse, resolve
from .names import MAX_NAME, clean_name, unsupported_words
from .proposal import (
    Dropped,
    Passage,
    Proposal,
    ProposedOption,
    ProposedParty,
    ProposedRule,
    ProposedStatement,
)

__all__ = ["MOST", "names_in", "sift"]

MOST = {"party": 40, "option": 60, "statement": 200, "rule": 60}
"""Elements of a kind that a draft holds at most."""
MAX_STATEMENT = 400
"Characters of a statement in a model file."


def sift(proposal: Proposal, documents: Sequence[Document]) -> Proposal:
    """Return a proposal without the elements that no passage supports, which are counted in ``dropped``.

    An element stays where it rests on a passage, its name holds no number and no name (a word with a capital
    letter) that its passages and the list of parties do not, and all that it refers to stays too.

    Raises
    ------
    ValueError
        When a passage lies outside its document: a fault of the drafter, not of the text.
    """
    sieve = _Sieve(tuple(documents))
    parties = sieve.kept("party", proposal.parties, sieve.party)
    sieve.parties = {party.id: party.name for party in parties}
    options = sieve.kept("option", proposal.options, sieve.option)
    sieve.options = tuple(OptionKey(option.party, option.id) for option in options)
    statements = sieve.kept("statement", proposal.statements, sieve.statement)
    rules = sieve.kept("rule", proposal.rules, sieve.rule)
    return replace(
        proposal,
        parties=tuple(replace(party, name=clean_name(party.name)) for party in parties),
        options=tuple(replace(option, name=clean_name(option.name)) for option in options),
        statements=tuple(statements),
        rules=tuple(rules),
        dropped=(*proposal.dropped, *sieve.dropped),
    )


def names_in(node: Node) -> tuple[Name | Number | Pattern, ...]:
    """Return what a parsed statement refers to, from left to right.

    >>> [name.text for name in names_in(parse("not a if b.c"))]
    ['a', 'b.c']
    """
    return tuple(atom for atom in atoms(node) if isinstance(atom, Name | Number | Pattern))


Fault = tuple[str, str]
"A key of ``DROP_REASONS``, and a detail."

_E = TypeVar("_E", ProposedParty, ProposedOption, ProposedStatement, ProposedRule)


class _Sieve:
    """Holds what has been kept so far: later kinds refer to earlier ones."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self.documents = documents
        self.parties: dict[str, str] = {}
        self.options: tuple[OptionKey, ...] = ()
        self.dropped: list[Dropped] = []
        self.ids: set[str] = set()
        self.said: set[tuple[str, ...]] = set()

    def kept(self, kind: str, elements: Sequence[_E], fault_of: Callable[[_E], Fault | None]) -> list[_E]:
        """Return the elements that stay; note why the others do not."""
        kept: list[_E] = []
        for element in elements:
            fault = ("many", "") if len(kept) >= MOST[kind] else self._unsupported(element) or fault_of(element)
            if fault is None:
                kept.append(element)
            else:
                self.dropped.append(Dropped(kind, clean_name(_shown(element))[:MAX_NAME], *fault))
        return kept

    def party(self, party: ProposedParty) -> Fault | None:
        """Return what is wrong with a party."""
        texts = [passage.text(self.documents) for passage in party.passages]
        known = [party.name] if any(words and words in text for words in party.called for text in texts) else []
        return self._name_fault(party.name, party.passages, known) or self._new_id(party.id)

    def option(self, option: ProposedOption) -> Fault | None:
        """Return what is wrong with an option."""
        if option.party not in self.parties:
            return "party", option.party
        return self._name_fault(option.name, option.passages, self.parties.values()) or self._new_id(option.id)

    def statement(self, statement: ProposedStatement) -> Fault | None:
        """Return what is wrong with a preference statement."""
        if statement.party not in self.parties:
            return "party", statement.party
        return self._statement_fault(statement.statement) or self._new_saying(statement.party, statement.statement)

    def rule(self, rule: ProposedRule) -> Fault | None:
        """Return what is wrong with a rule."""
        over_options = rule.kind in ("at_most_one", "at_least_one", "exactly_one")
        shaped = (len(set(rule.options)) >= 2) if over_options else not rule.options
        if not shaped or over_options == bool(rule.statement) or (rule.kind == "when") != bool(rule.only_if):
            return "shape", rule.kind
        if len(set(rule.options)) != len(rule.options):
            return "shape", "an option twice"
        for text in rule.options or (rule.statement, rule.only_if):
            fault = self._statement_fault(text) if text else None
            if fault is None and over_options and not isinstance(parse(text), Name):
                fault = ("statement", "options alone")
            if fault is not None:
                return fault
        return self._new_saying("", rule.text)

    def _unsupported(self, element: _E) -> Fault | None:
        for passage in element.passages:
            if not 0 <= passage.span.begin < passage.span.end <= len(self.documents[passage.document].text):
                raise ValueError(f"no passage of document {passage.document}: {passage.span}")
        return None if element.passages else ("no passage", "")

    def _name_fault(self, name: str, passages: Sequence[Passage], known: Iterable[str]) -> Fault | None:
        shown = clean_name(name)
        if not any(letter.isalnum() for letter in shown) or len(shown) > MAX_NAME:
            return "label", f"{len(shown)} characters"
        return unsupported_words(shown, [clean_name(p.text(self.documents)) for p in passages], known)

    def _new_id(self, id_: str) -> Fault | None:
        if id_ in self.ids:
            return "repeated", id_
        self.ids.add(id_)
        return None

    def _new_saying(self, *saying: str) -> Fault | None:
        if saying in self.said:
            return "repeated", ""
        self.said.add(saying)
        return None

    def _statement_fault(self, text: str) -> Fault | None:
        """Return what is wrong with a statement; numbers and patterns depend on an order that a draft has not yet."""
        if len(text) > MAX_STATEMENT:
            return "statement", f"{len(text)} characters"
        try:
            node = parse(text)
        except StatementFault as fault:
            return "statement", str(fault)
        other = next((part for part in names_in(node) if not isinstance(part, Name)), None)
        if other is not None:
            return "statement", "options are named by their ids"
        _, faults = resolve(node, self.options)
        return ("option", faults[0].found) if faults else None


def _shown(element: ProposedParty | ProposedOption | ProposedStatement | ProposedRule) -> str:
    match element:
        case ProposedStatement():
            return f"{element.party}: {element.statement}"
        case ProposedRule():
            return element.text
        case _:
            return element.name
