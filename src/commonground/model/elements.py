"""The elements of a model that can rest on evidence: each with its path in the file and a title for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .conflict import Coalesced, Conflict, ForbiddenMove, Option, Party, Rule, State, StatusQuo
from .issue import Constraint, Interaction, Issue, Offer, Package, RedLine, Reservation, Term, Value, Worth
from .preference import Preferences, StatementEntry

__all__ = ["Element", "elements", "review_counts"]

AmongStates = Party | Option | Preferences | StatementEntry | Rule | ForbiddenMove | Coalesced | State | StatusQuo
OnTheTable = Issue | Value | Worth | Interaction | Reservation | RedLine | Constraint | Package | Offer | Term
Noun = AmongStates | OnTheTable


class Element(NamedTuple):
    """One element: where it stands in the model file, what to call it, and the noun itself."""

    path: tuple[str | int, ...]
    title: str
    noun: Noun

    @property
    def review(self) -> str:
        """Return ``drafted``, ``reviewed``, or nothing where it is unmarked."""
        return self.noun.review.state if self.noun.review else ""


def elements(conflict: Conflict) -> Iterator[Element]:
    """Yield every element, in the order of the file.

    Preferences by statements are no element of their own, unless they cite something or were reviewed as a whole, or
    there is no statement; a value of an issue is one only where it cites something or was reviewed. A party over
    issues alone has no preferences.
    """
    for id_, party in conflict.parties.items():
        path = ("parties", id_)
        yield Element(path, f"Party {party.name}", party)
        for key, option in party.options.items():
            yield Element((*path, "options", key), f"Option {option.name} ({party.name})", option)
        if not conflict.issues_only or party.preferences.evidence or party.preferences.review:
            yield from _preferences(path, party)
        yield from _worths(conflict, path, party)
    for i, rule in enumerate(conflict.feasibility):
        yield Element(("feasibility", i), f"Rule {i + 1}: {rule.name or rule.text}", rule)
    for i, move in enumerate(conflict.forbidden_moves):
        yield Element(("forbidden_moves", i), f"Forbidden move {move.start} to {move.end}", move)
    for i, coalesced in enumerate(conflict.coalesced):
        yield Element(("coalesced", i), f"States regarded as one: {coalesced.name}", coalesced)
    for label, state in (conflict.states or {}).items():
        if state.evidence or state.description:
            yield Element(("states", label), f"State {label}", state)
    if conflict.status_quo is not None:
        yield Element(("status_quo",), "Status quo", conflict.status_quo)
    yield from _on_the_table(conflict)


def _preferences(path: tuple[str, str], party: Party) -> Iterator[Element]:
    wants, held = (*path, "preferences"), party.preferences
    if not held.statements or held.evidence or held.review:
        stated = ": none stated" if held.statements == () else ""
        yield Element(wants, f"Preferences of {party.name}{stated}", held)
    for i, entry in enumerate(held.statements or ()):
        title = f"Preference {i + 1} of {party.name}: {entry.statement}"
        yield Element((*wants, "statements", i), title, entry)


def _worths(conflict: Conflict, path: tuple[str, str], party: Party) -> Iterator[Element]:
    for key, worth in party.worths.items():
        name = conflict.issues[key].name if key in conflict.issues else key
        yield Element((*path, "worths", key), f"Worth of {name} to {party.name}", worth)
    for i, entry in enumerate(party.interactions):
        yield Element((*path, "interactions", i), f"Interaction for {party.name}: {entry.when}", entry)
    if party.reservation is not None:
        yield Element((*path, "reservation"), f"Reservation of {party.name}", party.reservation)
    for i, line in enumerate(party.red_lines):
        yield Element((*path, "red_lines", i), f"Red line of {party.name}: {line.never}", line)


def _on_the_table(conflict: Conflict) -> Iterator[Element]:
    for id_, issue in conflict.issues.items():
        yield Element(("issues", id_), f"Issue {issue.name}", issue)
        for key, value in (issue.values or {}).items():
            if value.evidence or value.review:
                yield Element(("issues", id_, "values", key), f"Value {value.name} ({issue.name})", value)
    for i, rule in enumerate(conflict.constraints):
        yield Element(("constraints", i), f"Constraint {i + 1}: {rule.name or rule.text}", rule)
    for name, package in conflict.packages.items():
        yield Element(("packages", name), f"Package {name}", package)
    for i, offer in enumerate(conflict.offers):
        who = conflict.parties[offer.party].name if offer.party in conflict.parties else offer.party
        yield Element(("offers", i), f"Offer {i + 1}, by {who}", offer)
    for i, term in enumerate(conflict.keeping):
        yield Element(("keeping", i), f"Term of keeping {i + 1}: {term.name or term.statement}", term)


def review_counts(conflict: Conflict) -> Mapping[str, int]:
    """Return how many elements there are, cite a passage, are reviewed, drafted, unmarked."""
    found = list(elements(conflict))
    reviews = [element.review for element in found]
    return {
        "elements": len(found),
        "cited": sum(bool(element.noun.evidence) for element in found),
        "reviewed": reviews.count("reviewed"),
        "drafted": reviews.count("drafted"),
        "unmarked": reviews.count(""),
    }
