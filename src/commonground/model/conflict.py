"""The conflict: parties, options, feasibility, moves, states, preferences.

Two forms. In **option form** the states are the feasible selections of options and the moves follow from who
controls which option. In **graph form** the states and each party's moves are listed.
Definitions: Kilgour, Hipel & Fang 1987 (Automatica 23:41-55); Fang, Hipel & Kilgour 1993, ch. 2-3.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from .evidence import Evidence, Review, Source
from .fields import FrozenMap, Id, Label, Line, Noun, Prose
from .issue import Constraint, Interaction, Issue, Offer, Package, RedLine, Reservation, Term, Worth
from .preference import NOT_STATED, Preferences

__all__ = [
    "Coalesced",
    "Conflict",
    "ForbiddenMove",
    "Option",
    "OptionKey",
    "Party",
    "Rule",
    "State",
    "StatusQuo",
    "is_pattern",
]

_PATTERN = re.compile(r"[YN-]+")


def is_pattern(text: str) -> bool:
    """Return whether a text is a Y/N pattern such as ``NY-N`` (``-`` stands for either).

    >>> is_pattern("NY-N"), is_pattern("settle")
    (True, False)
    """
    return _PATTERN.fullmatch(text) is not None


class OptionKey(NamedTuple):
    """The full name of an option: its first controlling party and its id."""

    party: str
    option: str

    def __str__(self) -> str:
        return f"{self.party}.{self.option}"


def _without_marks(value: Any) -> Any:
    """Return plain values without anchors, reviews and the hashes of texts."""
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _without_marks(item) for key, item in value.items() if not _is_mark(key, item)}


def _is_mark(key: str, value: Any) -> bool:
    """Tell a mark from an option or a party that has the same name: these have a ``name`` of their own."""
    if key == "sha256":
        return isinstance(value, str)
    return key in ("anchor", "review") and isinstance(value, dict) and "name" not in value


class Option(Noun):
    """Something a party can do or leave."""

    shorthand = "name"

    name: Line
    if_yes: Prose | None = None
    "What it means that the option is taken."
    if_no: Prose | None = None
    "What it means that it is not."
    direction: Literal["both", "forward", "backward"] = "both"
    "`forward`: once taken, it stays taken (only N to Y); `backward`: once given up, it stays so."
    shared_with: tuple[Id, ...] = ()
    "Other parties that can move this option too (common moves)."
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Party(Noun):
    """Somebody who can act (decision maker, player)."""

    name: Line
    letter: Label | None = None
    "One or two letters that mark the party in pictures."
    description: Prose | None = None
    at_table: bool = True
    "Whether the party takes part in the talks; a party left out still has its moves."
    options: FrozenMap[Id, Option] = Field(default_factory=dict)
    moves: FrozenMap[Line, tuple[Line, ...]] | None = None
    "Graph form only: for each state, the states this party can move to from it."
    preferences: Preferences = NOT_STATED
    "Over states: needed where the model has options or listed states."
    worths: FrozenMap[Id, Worth] = Field(default_factory=dict)
    "Over issues: what each one's values are worth; needed from every party at the table."
    interactions: tuple[Interaction, ...] = ()
    reservation: Reservation | None = None
    "What the party has without an agreement; 0 points when left out."
    red_lines: tuple[RedLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Rule(Noun):
    """One feasibility rule: exactly one kind. What it removes is counted."""

    at_most_one: tuple[Line, ...] | None = None
    at_least_one: tuple[Line, ...] | None = None
    exactly_one: tuple[Line, ...] | None = None
    when: Line | None = None
    "With `only_if`: a state where `when` holds is feasible only if `only_if` holds too."
    only_if: Line | None = None
    never: Line | None = None
    "A statement or pattern: states where it holds are infeasible."
    always: Line | None = None
    "A statement or pattern: states where it fails are infeasible."
    remove: tuple[Line, ...] | None = None
    "States listed one by one, as Y/N patterns."
    name: Line | None = None
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Rule:
        if (self.when is None) != (self.only_if is None):
            raise ValueError("`when` and `only_if` together")
        if len(self.kinds) != 1:
            raise ValueError(
                "exactly one of `at_most_one`, `at_least_one`, `exactly_one`, `when` with `only_if`, "
                "`never`, `always`, `remove`"
            )
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds that are set; one in a sound rule."""
        names = ("at_most_one", "at_least_one", "exactly_one", "when", "never", "always", "remove")
        return tuple(name for name in names if getattr(self, name) is not None)

    @property
    def kind(self) -> str:
        """Return which kind of rule this is."""
        return self.kinds[0]

    @property
    def text(self) -> str:
        """Return the rule in the words of the model file."""
        if self.when is not None:
            return f"{self.when} only if {self.only_if}"
        value = getattr(self, self.kind)
        shown = value if isinstance(value, str) else ", ".join(value)
        return f"{self.kind.replace('_', ' ')}{': ' if self.kind == 'remove' else ' '}{shown}"


class ForbiddenMove(Noun):
    """Moves that are not possible although the options allow them."""

    start: Line
    "Statement or pattern: where the move would begin."
    end: Line
    "Statement or pattern: where it would arrive."
    party: Id | None = None
    "Whose moves; everybody's when left out."
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Coalesced(Noun):
    """Feasible states regarded as one state."""

    name: Label
    states: Line
    "Statement or pattern: the states that are not distinguished."
    description: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class State(Noun):
    """A state that has a label of its own; may be written as its pattern, or its description, alone."""

    shorthand = "pattern"

    pattern: Line | None = None
    "Option form: the state's Y/N pattern."
    description: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_shorthand(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"pattern" if is_pattern(value) else "description": value}
        return {} if value is None else value


class StatusQuo(Noun):
    """Where things stand; may be written as the state alone."""

    shorthand = "state"

    state: Line
    "A state by label, number or Y/N pattern."
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Conflict(Noun):
    """A conflict, as its file states it.

    Parties and options keep the order of the file. ``commonground.load`` reads and checks one;
    a value built in Python is checked when it is put into a form.
    """

    commonground: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)] = 1
    "Version of the file format."
    title: Line
    description: Prose | None = None
    viewpoint: Prose | None = None
    "Whose view of the conflict the model states."
    sources: FrozenMap[Id, Source] = Field(default_factory=dict)
    parties: FrozenMap[Id, Party]
    option_order: tuple[Line, ...] | None = None
    "Order of the option columns where it is not party by party."
    feasibility: tuple[Rule, ...] = ()
    forbidden_moves: tuple[ForbiddenMove, ...] = ()
    coalesced: tuple[Coalesced, ...] = ()
    states: FrozenMap[Label, State] | None = None
    "Labels. A list of all feasible states also fixes their order; in graph form it is the list of states."
    status_quo: StatusQuo | None = None
    issues: FrozenMap[Id, Issue] = Field(default_factory=dict)
    "What is on the table; with issues alone, a model needs no options and no preferences."
    constraints: tuple[Constraint, ...] = ()
    "Packages that cannot be."
    packages: FrozenMap[Label, Package] = Field(default_factory=dict)
    "Packages with a name."
    offers: tuple[Offer, ...] = ()
    "What was proposed, in order."
    keeping: tuple[Term, ...] = ()
    "What keeping a signed package means: the states where all of these hold."

    @property
    def issues_only(self) -> bool:
        """Return whether there is something to negotiate and nothing else: no options, no states, no moves."""
        return (
            bool(self.issues)
            and self.graph_form
            and not self.states
            and not any(party.moves for party in self.parties.values())
        )

    @property
    def graph_form(self) -> bool:
        """Return whether states and moves are listed rather than derived from options."""
        return not any(party.options for party in self.parties.values())

    @property
    def options(self) -> tuple[OptionKey, ...]:
        """Return the option columns in model order.

        ``option_order`` applies where it names every option once; else the order is party by party.
        """
        own = tuple(OptionKey(p, o) for p, party in self.parties.items() for o in party.options)
        if self.option_order is None:
            return own
        places = {str(key): key for key in own} | {
            key.option: key for key in own if sum(other.option == key.option for other in own) == 1
        }
        ordered = tuple(places[name] for name in self.option_order if name in places)
        return ordered if len(set(ordered)) == len(own) == len(self.option_order) else own

    def option(self, key: OptionKey) -> Option:
        """Return the option of that full name."""
        return self.parties[key.party].options[key.option]

    def owners(self, key: OptionKey) -> tuple[str, ...]:
        """Return the ids of the parties that can move an option, the first one first."""
        return (key.party, *self.option(key).shared_with)

    @property
    def hash(self) -> str:
        """Return the sha256 of the model's content, independent of layout, comments, stored places and reviews.

        So a certificate holds for a model whose anchors were renewed or that somebody has reviewed.
        """
        content = _without_marks(self.model_dump(mode="json", exclude_defaults=True))
        return hashlib.sha256(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
