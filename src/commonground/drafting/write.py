"""From a proposal to a commented model file that a person completes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..documents.anchors import make_anchor
from ..documents.document import Document
from ..errors import DraftError, TooLarge, printable
from ..forms.build import count_states
from ..model import Conflict
from ..reading.write import to_yaml
from .comments import comment_lines, with_comments
from .names import clean_name, make_id
from .proposal import DROP_REASONS, Dropped, Passage, Proposal, ProposedRule
from .sift import sift

__all__ = ["Draft", "SourcePlace", "make_draft"]

SOLVABLE = 16
"With more options than this the file says how to cut their number."


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a document lies in the folder of the model: its file, and its stored text where that is another one."""

    file: str
    text: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A first model: the text of its file, what that text says, and what was proposed and dropped on the way."""

    text: str
    conflict: Conflict
    proposal: Proposal
    documents: tuple[Document, ...]
    places: tuple[SourcePlace, ...]


def make_draft(
    proposal: Proposal,
    documents: Sequence[Document],
    *,
    title: str | None = None,
    places: Sequence[SourcePlace] | None = None,
) -> Draft:
    """Return the model file that a proposal makes, every element with its passages and marked as drafted.

    What no passage supports is left out (``sift``), and so is a rule that would leave no state.

    Parameters
    ----------
    proposal : Proposal
        From any drafter.
    documents : sequence of Document
        What its passages point into.
    title : str, optional
        Title of the model; made from the documents when left out.
    places : sequence of SourcePlace, optional
        Where each document lies in the folder of the model; ``sources/NAME`` when left out.

    Raises
    ------
    DraftError
        When no option is left: there is no model without one.
    """
    held = tuple(documents)
    sifted = sift(proposal, held)
    if not sifted.options:
        raise DraftError(_nothing(sifted))
    where = tuple(places or (SourcePlace(f"sources/{document.name}") for document in held))
    sources = _source_ids(held)
    heading = _title(title, held)
    while True:
        conflict = Conflict.model_validate(_model(sifted, held, where, sources, heading))
        blamed = _rule_that_leaves_nothing(conflict)
        if blamed is None:
            break
        fault = Dropped("rule", sifted.rules[blamed].text, "no state")
        rules = (*sifted.rules[:blamed], *sifted.rules[blamed + 1 :])
        sifted = replace(sifted, rules=rules, dropped=(*sifted.dropped, fault))
    comments = {path: tuple(texts) for path, texts in _comments(sifted, conflict, held)}
    text = with_comments(to_yaml(conflict), comments) + "\n".join(_tail(conflict)) + "\n"
    return Draft(text, conflict, sifted, held, where)


def _nothing(proposal: Proposal) -> str:
    found = ", ".join(party.name for party in proposal.parties[:12]) or "none"
    lines = [f"no option was found that a passage supports, so there is no model to write; parties found: {found}"]
    lines += [f"    {count} dropped: {DROP_REASONS[why]}" for why, count in proposal.dropped_by_reason.items()]
    lines.append("    `commonground new` makes a model to fill in by hand")
    return "\n".join(lines)


def _source_ids(documents: Sequence[Document]) -> tuple[str, ...]:
    ids: list[str] = []
    for document in documents:
        stem = document.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        ids.append(make_id(stem, ids, "source"))
    return tuple(ids)


def _title(title: str | None, documents: Sequence[Document]) -> str:
    named = title or next((document.title for document in documents if document.title), None)
    return clean_name(named or f"Draft from {', '.join(document.name for document in documents)}")[:400] or "Draft"


def _model(
    proposal: Proposal,
    documents: tuple[Document, ...],
    places: Sequence[SourcePlace],
    sources: Sequence[str],
    title: str,
) -> dict[str, Any]:
    """Return the draft as the plain data of a model file."""

    def supported(passages: Sequence[Passage]) -> dict[str, Any]:
        evidence = [_evidence(passage, documents, sources) for passage in dict.fromkeys(passages)]
        return {"review": "drafted", "evidence": evidence}

    parties: dict[str, dict[str, Any]] = {}
    for party in proposal.parties:
        parties[party.id] = {"name": party.name, **supported(party.passages), "options": {}}
        parties[party.id]["preferences"] = {"statements": []}
        if party.at_table is not None:
            parties[party.id]["at_table"] = party.at_table
    for option in proposal.options:
        name = option.name[:1].upper() + option.name[1:]
        parties[option.party]["options"][option.id] = {"name": name, **supported(option.passages)}
    for statement in proposal.statements:
        entry = {"statement": statement.statement, **supported(statement.passages)}
        parties[statement.party]["preferences"]["statements"].append(entry)
    rules = [{**_rule(rule), **supported(rule.passages)} for rule in proposal.rules]
    return {
        "title": title,
        "sources": {id_: _source(*row) for id_, row in zip(sources, zip(documents, places, strict=True), strict=True)},
        "parties": parties,
        "feasibility": rules,
    }


def _source(document: Document, place: SourcePlace) -> dict[str, Any]:
    source: dict[str, Any] = {"title": clean_name(document.title or document.name)[:400], "file": place.file}
    if place.text is not None:
        source["text"] = place.text
    source["sha256"] = document.sha256
    if document.date is not None:
        source["date"] = document.date.isoformat()
    return source


def _evidence(passage: Passage, documents: tuple[Document, ...], sources: Sequence[str]) -> dict[str, Any]:
    text = documents[passage.document].text
    return {
        "source": sources[passage.document],
        "quote": text[passage.span.begin : passage.span.end],
        "anchor": make_anchor(text, passage.span),
    }


def _rule(rule: ProposedRule) -> dict[str, Any]:
    if rule.kind == "when":
        return {"when": rule.statement, "only_if": rule.only_if}
    return {rule.kind: list(rule.options) or rule.statement}


def _rule_that_leaves_nothing(conflict: Conflict) -> int | None:
    """Return the first rule with which no state is left; None where some are, or too many to count."""

    def empty(rules: int) -> bool:
        try:
            return count_states(conflict.model_copy(update={"feasibility": conflict.feasibility[:rules]})).feasible == 0
        except TooLarge:
            return False

    if not empty(len(conflict.feasibility)):
        return None
    return next(number for number in range(len(conflict.feasibility)) if empty(number + 1))


Comments = Iterator[tuple[tuple[str | int, ...], list[str]]]


def _comments(proposal: Proposal, conflict: Conflict, documents: Sequence[Document]) -> Comments:
    yield ("commonground",), _head(proposal, conflict, documents)
    yield (
        ("parties",),
        [
            "Who can act? Delete who only speaks or watches, merge who acts as one, add who is missing from the text. "
            "`at_table: false` marks a party that takes no part in the talks but can still move."
        ],
    )
    for id_, party in conflict.parties.items():
        path = ("parties", id_, "preferences")
        if party.preferences.statements:
            yield path, ["In which order? The first statement decides; each next one only where those before do not."]
        else:
            yield (
                path,
                [
                    "No preference of this party was drafted: what does it want? While the list is empty, the party "
                    "counts as indifferent between all states, and every state is stable for it."
                ],
            )
        if not party.options:
            yield ("parties", id_), ["Nothing that this party can do was drafted: give it `options:`, or delete it."]
    if conflict.feasibility:
        yield ("feasibility",), ["What cannot be? Check each rule; add those that the text takes for granted."]
    yield from _reasons(proposal)


def _reasons(proposal: Proposal) -> Comments:
    """Yield which pattern proposed an element; a drafter that is named in the head gives ``proposal.how`` as reason."""
    places: Counter[str] = Counter()
    for party in proposal.parties:
        yield ("parties", party.id, "name"), _found_by(party.reason, proposal)
    for option in proposal.options:
        yield ("parties", option.party, "options", option.id), _found_by(option.reason, proposal)
    for statement in proposal.statements:
        path = ("parties", statement.party, "preferences", "statements", places[statement.party])
        places[statement.party] += 1
        yield path, _found_by(statement.reason, proposal)
    for number, rule in enumerate(proposal.rules):
        yield ("feasibility", number), _found_by(rule.reason, proposal)


def _found_by(reason: str, proposal: Proposal) -> list[str]:
    return [f"found by {reason}"] if reason and reason not in proposal.how else []


def _head(proposal: Proposal, conflict: Conflict, documents: Sequence[Document]) -> list[str]:
    names = ", ".join(document.name for document in documents)
    lines = [
        f"A draft from {names}, proposed {proposal.how or 'by a program'}: a first model to correct, not a finding.",
        "Every element rests on the passage quoted with it and is marked `review: drafted`. Where you agree, write "
        "`review: reviewed`; else mend it or delete it. `commonground audit` shows what is left to do.",
    ]
    count = len(conflict.options)
    if count > SOLVABLE:
        lines.append(
            f"{count} options make 2^{count} combinations, more than anybody can weigh. Before you solve: delete "
            "options that decide nothing, merge those that always go together, and add rules under `feasibility` "
            "(`at_most_one`, `when` with `only_if`); a conflict is usually clear with 4 to 12 options."
        )
    if proposal.dropped:
        parts = "; ".join(f"{DROP_REASONS[why]}: {number}" for why, number in proposal.dropped_by_reason.items())
        lines.append(f"Proposed and left out, {len(proposal.dropped)} in all. {parts}.")
    return [printable(line) for line in lines]


def _tail(conflict: Conflict) -> Iterator[str]:
    """Yield what a person has to decide that no text says."""
    yield ""
    if not conflict.feasibility and len(conflict.options) > 1:
        yield from comment_lines("What cannot be? Rules, for instance:")
        yield "# feasibility:"
        first = ", ".join(str(key.option) for key in conflict.options[:2])
        yield f"#   - at_most_one: [{first}]"
    yield from comment_lines(
        "How do things stand? One letter per option, Y (taken) or N, in this order: "
        + ", ".join(str(key) for key in conflict.options)
    )
    yield f"# status_quo: {'N' * len(conflict.options)}"
