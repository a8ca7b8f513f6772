"""Every text of a model that names options, looked up once, with every fault that shows.

The result is what the other modules of this room work on; a fault becomes a ``Problem`` with the field's path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..errors import Problem, did_you_mean
from ..model import NOT_STATED, Conflict, OptionKey, Rule
from ..model.conflict import is_pattern
from ..model.statement import And, Column, Node, Not, Or, StatementFault, parse, resolve, resolve_name
from .compared import Comparisons
from .issues import comparisons_of

__all__ = ["Compiled", "CompiledBan", "CompiledRule", "compile_model", "needless_fields"]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A feasibility rule as the statement that a feasible state fulfils."""

    index: int
    text: str
    feasible: Node


@dataclass(frozen=True, slots=True)
class CompiledBan:
    """A forbidden move: from where ``start`` holds to where ``end`` holds, for ``party`` or everybody (None)."""

    start: Node
    end: Node
    party: str | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A model with its names looked up."""

    conflict: Conflict
    options: tuple[OptionKey, ...]
    rules: tuple[CompiledRule, ...]
    bans: tuple[CompiledBan, ...]
    coalesced: tuple[Node, ...]
    statements: dict[str, tuple[Node, ...]]
    "Party id to its prioritised statements."
    weights: dict[str, tuple[tuple[int, Decimal], ...]]
    "Party id to (column, points)."
    open: bool
    "Whether states, moves or preferences depend on what is agreed: some statement compares issues."


_KINDS_OF_FAULT = (("a pattern", "CG022"), ("an option", "CG020"))


class _Compiler:
    """Collects faults while texts are looked up."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.options = conflict.options
        self.problems: list[Problem] = []
        self.comparisons = Comparisons(conflict)
        self.open = False

    def fault(self, path: Path, fault: StatementFault, code: str) -> None:
        self.problems.append(Problem(code, path, fault.expected, fault.found, fault.mend, offset=fault.offset))

    def statement(self, path: Path, text: str, *, party: str = "", compares: bool = True) -> Node:
        """Return a statement over columns; ``party`` is whose it is, ``compares`` whether it may compare issues."""
        try:
            node = parse(text)
        except StatementFault as unreadable:
            self.fault(path, unreadable, "CG021")
            return And(())
        compares = compares and bool(self.conflict.issues)
        resolved, faults = resolve(node, self.options, compares=compares)
        if compares:
            for atom in comparisons_of(node):
                self.open = True
                self.problems.extend(self.comparisons.faults(atom, party, path))
        for fault in faults:
            code = next((code for start, code in _KINDS_OF_FAULT if fault.expected.startswith(start)), "CG020")
            self.fault(path, fault, code)
        return resolved if resolved is not None else And(())

    def column(self, path: Path, text: str) -> int:
        try:
            return resolve_name(text, self.options)
        except StatementFault as fault:
            self.fault(path, fault, "CG020")
            return -1

    def columns(self, path: Path, texts: Sequence[str]) -> tuple[int, ...]:
        found = tuple(self.column((*path, i), text) for i, text in enumerate(texts))
        for i, column in enumerate(found):
            if column >= 0 and column in found[:i]:
                self.problems.append(Problem("CG026", (*path, i), "each option once", f"`{texts[i]}` again"))
        return tuple(column for column in found if column >= 0)

    def pattern(self, path: Path, text: str) -> Node:
        if not is_pattern(text):
            self.problems.append(Problem("CG022", path, "a Y/N pattern", f"`{text}`", "statements go under `never`"))
            return Not(And(()))
        return self.statement(path, text)

    def rule(self, path: Path, rule: Rule) -> Node:
        make: dict[str, Callable[[], Node]] = {
            "at_most_one": lambda: _at_most_one(self.columns((*path, "at_most_one"), rule.at_most_one or ())),
            "at_least_one": lambda: _any_of(self.columns((*path, "at_least_one"), rule.at_least_one or ())),
            "exactly_one": lambda: _exactly_one(self.columns((*path, "exactly_one"), rule.exactly_one or ())),
            "when": lambda: Or(
                (
                    Not(self.statement((*path, "when"), rule.when or "")),
                    self.statement((*path, "only_if"), rule.only_if or ""),
                )
            ),
            "never": lambda: Not(self.statement((*path, "never"), rule.never or "")),
            "always": lambda: self.statement((*path, "always"), rule.always or ""),
            "remove": lambda: Not(
                Or(tuple(self.pattern((*path, "remove", i), text) for i, text in enumerate(rule.remove or ())))
            ),
        }
        return make[rule.kind]()


def _at_most_one(columns: tuple[int, ...]) -> Node:
    pairs = ((a, b) for i, a in enumerate(columns) for b in columns[i + 1 :])
    return And(tuple(Not(And((Column(a), Column(b)))) for a, b in pairs))


def _any_of(columns: tuple[int, ...]) -> Node:
    return Or(tuple(Column(column) for column in columns))


def _exactly_one(columns: tuple[int, ...]) -> Node:
    return And((_at_most_one(columns), _any_of(columns)))


def compile_model(conflict: Conflict) -> tuple[Compiled, tuple[Problem, ...]]:
    """Return the model with its names looked up, and every fault found on the way."""
    work = _Compiler(conflict)
    work.problems.extend(_form_faults(conflict))
    work.problems.extend(_party_faults(conflict))
    work.problems.extend(_order_faults(conflict))
    rules = tuple(
        CompiledRule(i, rule.text, work.rule(("feasibility", i), rule)) for i, rule in enumerate(conflict.feasibility)
    )
    if work.open:
        work.problems.extend(_state_faults(conflict))
    bans = tuple(
        CompiledBan(
            work.statement(("forbidden_moves", i, "start"), ban.start),
            work.statement(("forbidden_moves", i, "end"), ban.end),
            ban.party,
        )
        for i, ban in enumerate(conflict.forbidden_moves)
    )
    coalesced = tuple(
        work.statement(("coalesced", i, "states"), merged.states, compares=False)
        for i, merged in enumerate(conflict.coalesced)
    )
    statements: dict[str, tuple[Node, ...]] = {}
    weights: dict[str, tuple[tuple[int, Decimal], ...]] = {}
    for id_, party in conflict.parties.items():
        path: Path = ("parties", id_, "preferences")
        if party.preferences.statements is not None:
            statements[id_] = tuple(
                work.statement((*path, "statements", i, "statement"), entry.statement, party=id_)
                for i, entry in enumerate(party.preferences.statements)
            )
        if party.preferences.weights is not None:
            named = party.preferences.weights.items()
            weights[id_] = tuple((work.column((*path, "weights", name), name), points) for name, points in named)
    for i, text in enumerate(conflict.option_order or ()):
        work.column(("option_order", i), text)
    depends = work.open
    for i, term in enumerate(conflict.keeping):
        work.statement(("keeping", i, "statement"), term.statement)
    compiled = Compiled(conflict, conflict.options, rules, bans, coalesced, statements, weights, depends)
    return compiled, tuple(work.problems)


def _form_faults(conflict: Conflict) -> Iterator[Problem]:
    if not conflict.parties:
        yield Problem("CG011", ("parties",), "at least one party", "none")
        return
    if not conflict.graph_form:
        for id_, party in conflict.parties.items():
            if party.moves is not None:
                yield Problem(
                    "CG037",
                    ("parties", id_, "moves"),
                    "no `moves` where there are options",
                    "both",
                    "moves follow from the options; to take some away, use `forbidden_moves` or `direction`",
                )
        return
    if not conflict.states:
        mend = "give the parties `options`, or list `states` and each party's `moves`"
        yield Problem("CG037", ("parties",), "options, or listed states", "neither", mend)
    yield from needless_fields(conflict)
    for id_, party in conflict.parties.items():
        if party.preferences.ranking is None and party.preferences != NOT_STATED:
            where: Path = ("parties", id_, "preferences")
            mend = "statements and weights need options"
            yield Problem("CG037", where, "a `ranking` in graph form", "another way", mend)


def needless_fields(conflict: Conflict) -> Iterator[Problem]:
    """Yield the fields of a model without options that say something about options."""
    form = "without options" if conflict.issues_only else "in graph form"
    for field in ("feasibility", "forbidden_moves", "coalesced", "option_order", "keeping"):
        if getattr(conflict, field):
            yield Problem("CG037", (field,), f"no `{field}` {form}", "some", "it needs options")


def _party_faults(conflict: Conflict) -> Iterator[Problem]:
    known = list(conflict.parties)
    for id_, party in conflict.parties.items():
        if party.preferences == NOT_STATED:
            mend = "add `preferences:` with `statements:`, `ranking:` or `weights:`"
            yield Problem("CG011", ("parties", id_, "preferences"), "`preferences`", "nothing", mend)
    for key in conflict.options:
        shared = conflict.option(key).shared_with
        for i, other in enumerate(shared):
            path: Path = ("parties", key.party, "options", key.option, "shared_with", i)
            if other not in conflict.parties:
                yield Problem("CG023", path, "the id of a party", f"`{other}`", did_you_mean(other, known))
            elif other == key.party or other in shared[:i]:
                yield Problem("CG026", path, "each other party once", f"`{other}`")
    for i, ban in enumerate(conflict.forbidden_moves):
        if ban.party is not None and ban.party not in conflict.parties:
            where: Path = ("forbidden_moves", i, "party")
            yield Problem("CG023", where, "the id of a party", f"`{ban.party}`", did_you_mean(ban.party, known))


def _state_faults(conflict: Conflict) -> Iterator[Problem]:
    """Yield what names or lists states where it depends on what is signed which ones there are."""
    why = "what is signed decides which states are feasible"
    quo = conflict.status_quo
    if quo is not None and quo.state.isdecimal() and quo.state not in (conflict.states or {}):
        expected, found = "a Y/N pattern, or a label that stands for one", f"the number `{quo.state}`"
        yield Problem("CG031", ("status_quo", "state"), expected, found, f"{why}, hence their numbers")
    for id_, party in conflict.parties.items():
        if party.preferences.ranking is not None:
            path: Path = ("parties", id_, "preferences")
            yield Problem("CG033", path, "`statements` or `weights`", "a `ranking`", f"{why}; a ranking lists all")


def _order_faults(conflict: Conflict) -> Iterator[Problem]:
    if conflict.option_order is None:
        return
    own = conflict.model_copy(update={"option_order": None}).options
    if conflict.options == own and len(conflict.option_order) != len(own):
        expected = f"all {len(own)} options, each once"
        yield Problem("CG038", ("option_order",), expected, f"{len(conflict.option_order)}")
