"""What a drafter proposes: parties, options, preference statements and rules, each with the passages it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ..documents.document import Document
from ..documents.spans import Span

__all__ = [
    "DROP_REASONS",
    "Dropped",
    "Passage",
    "Proposal",
    "ProposedOption",
    "ProposedParty",
    "ProposedRule",
    "ProposedStatement",
    "RuleKind",
]

RuleKind = Literal["at_most_one", "at_least_one", "exactly_one", "never", "always", "when"]

DROP_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "shape": "it does not have the shape asked for",
        "not found": "the quotation is not in the source",
        "ambiguous": "the quotation stands in several places",
        "short": "the quotation is too short to support anything",
        "long": "the quotation is too long to point at anything",
        "no passage": "no passage supports it",
        "label": "its name is empty or too long",
        "number": "its name holds a number that its passage does not",
        "name": "its name holds a name that its passage and the list of parties do not",
        "party": "it belongs to a party that is not in the draft",
        "statement": "its statement cannot be read",
        "option": "it names an option that is not in the draft",
        "repeated": "it is there already",
        "many": "there are more of its kind than a draft holds",
        "no state": "with it no combination of options would be left",
    }
)
"""Why an element that was proposed is not in the draft."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of one of the documents of a draft: the document's position in their list, and the span."""

    document: int
    span: Span

    def text(self, documents: tuple[Document, ...]) -> str:
        """Return the source's own characters."""
        return documents[self.document].text[self.span.begin : self.span.end]


@dataclass(frozen=True, slots=True)
class ProposedParty:
    """Somebody who may act."""

    id: str
    name: str
    passages: tuple[Passage, ...]
    reason: str
    "Why it was proposed: the name of a pattern, or ``language model``."
    at_table: bool | None = None
    "Whether the text seats it at the table; None where it does not say."
    called: tuple[str, ...] = ()
    "Words of its passages that a table of names knows it by: `Kremlin` for Russia."


@dataclass(frozen=True, slots=True)
class ProposedOption:
    """Something that a party may do or leave."""

    party: str
    id: str
    name: str
    passages: tuple[Passage, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ProposedStatement:
    """A preference statement, in the preference language, over ids of proposed options."""

    party: str
    statement: str
    passages: tuple[Passage, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A feasibility rule: over ``options``, or over a ``statement`` (with ``only_if`` for the kind ``when``)."""

    kind: RuleKind
    passages: tuple[Passage, ...]
    reason: str
    options: tuple[str, ...] = ()
    statement: str = ""
    only_if: str = ""

    @property
    def text(self) -> str:
        """Return the rule in short.

        >>> ProposedRule("never", (), "p", statement="a & b").text
        'never a & b'
        """
        body = ", ".join(self.options) or self.statement
        return f"{self.kind.replace('_', ' ')} {body}" + (f" only if {self.only_if}" if self.only_if else "")


@dataclass(frozen=True, slots=True)
class Dropped:
    """An element that was proposed and not taken: its kind, its name, and why (a key of ``DROP_REASONS``)."""

    kind: str
    name: str
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.kind} `{self.name}`: {DROP_REASONS[self.reason]}{detail}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a drafter proposes, and what was proposed and dropped."""

    parties: tuple[ProposedParty, ...] = ()
    options: tuple[ProposedOption, ...] = ()
    statements: tuple[ProposedStatement, ...] = ()
    rules: tuple[ProposedRule, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    how: str = ""
    "How it came about, for the head of the file: ``by rules``, or which language model."

    @property
    def dropped_by_reason(self) -> Mapping[str, int]:
        """Return how many elements were dropped for each reason, the most frequent first.

        >>> Proposal(dropped=(Dropped("party", "A", "short"), Dropped("rule", "r", "short"))).dropped_by_reason
        mappingproxy({'short': 2})
        """
        return MappingProxyType(dict(Counter(item.reason for item in self.dropped).most_common()))
