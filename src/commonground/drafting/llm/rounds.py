"""Asking a language model, checking what it says, and asking again for what did not hold: at most three times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ...documents.document import Document
from ...errors import DraftError
from ..passages import Corpus, make_corpus
from ..proposal import Dropped, Proposal
from .answer import SCHEMA, Element, read_answer
from .collect import Collected, collect
from .prompt import first_prompt, next_prompt

__all__ = ["ROUNDS", "Drafter", "draft_by_language_model", "question"]

ROUNDS = 3
"""Questions asked at most."""
COMPLAINTS = 40
"""Complaints sent back at most."""
LONGEST = 1_000_000
"""Characters of a question at most."""


class Drafter(Protocol):
    """Whatever answers a question in words, keeping to a shape as well as it can."""

    def answer(self, prompt: str, schema: Mapping[str, Any]) -> str:
        """Return the answer to a prompt; it should be JSON that the schema allows, and is not trusted to be."""
        ...


def question(documents: Sequence[Document]) -> str:
    """Return the first question asked about documents, as it would be sent.

    Raises
    ------
    DraftError
        When it would be longer than any model can take in.
    """
    return _first(make_corpus(documents))


def draft_by_language_model(
    documents: Sequence[Document], drafter: Drafter, *, rounds: int = ROUNDS, how: str = "by a language model"
) -> Proposal:
    """Return what a language model proposes, without anything that is not quoted exactly from the documents.

    What does not hold is sent back with the reason, twice at most. The answers are data: nothing in them is run,
    and nothing in the documents can do more than be quoted.

    Parameters
    ----------
    documents : sequence of Document
        What to draft from.
    drafter : Drafter
        Who answers.
    rounds : int
        Questions asked at most, from 1 to 3.
    how : str
        What the head of the file says about who proposed it.

    Raises
    ------
    DraftError
        When the documents are too long, or no answer could be read.
    """
    corpus = make_corpus(documents)
    first = prompt = _first(corpus)
    elements: tuple[Element, ...] = ()
    misshapen: tuple[Dropped, ...] = ()
    collected: Collected | None = None
    fault = ""
    for _ in range(max(1, min(rounds, ROUNDS))):
        answer = read_answer(drafter.answer(prompt, SCHEMA))
        fault = answer.fault
        before = Counter(collected.proposal.dropped if collected else ())
        if not fault:
            elements = tuple(dict.fromkeys((*elements, *answer.elements)))
            new_shapes = [item for item in answer.misshapen if item not in misshapen]
            misshapen = (*misshapen, *new_shapes)
            collected = collect(elements, corpus)
            complaints = [*(Counter(collected.proposal.dropped) - before), *new_shapes]
            if not complaints:
                break
        prompt = _again(first, collected, [] if fault else complaints, fault)
    if collected is None:
        raise DraftError(f"the language model gave no answer that can be used: {fault}")
    proposal = collected.proposal
    return replace(proposal, dropped=(*misshapen, *proposal.dropped), how=how)


def _first(corpus: Corpus) -> str:
    asked = first_prompt(corpus, SCHEMA)
    if len(asked) > LONGEST:
        raise DraftError(
            f"{len(asked):,} characters are more than the {LONGEST:,} of one question; give fewer documents"
        )
    return asked


def _again(first: str, collected: Collected | None, complaints: Sequence[Dropped], fault: str) -> str:
    told = list(complaints)[:COMPLAINTS]
    hints = [collected.hints.get(item, "") for item in told] if collected else []
    return next_prompt(first, collected.ids if collected else (), told, fault, hints)
