"""GMCR+ -> commonground: a ``.gmcr`` file as a `Conflict`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from ..errors import ExchangeError, ModelError, TooLarge
from ..forms import count_states
from ..forms.compiled import compile_model
from ..forms.ranks import ranks_from_groups, ranks_from_statements, statement_truths
from ..forms.states import feasible_choices
from ..model import Conflict, Option, Party, Preferences, Rule, StatementEntry
from .formats import Imported
from .gmcr_file import GmcrFile, GmcrMaker, Pattern, Statement, parse_gmcr
from .json_text import Faults
from .names import make_ids

__all__ = ["read_gmcr"]

MAX_LINE = 400
MAX_RULES = 20
COMPARED_STATES = 2**12


def read_gmcr(text: str, *, name: str) -> Imported:
    """Return the conflict that a ``.gmcr`` text of either generation states.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        The file's name: it stands in every message, and without its suffix it becomes the title.

    Returns
    -------
    Imported
        The conflict, and in words what the file holds that has no counterpart here or was left aside.

    Raises
    ------
    ExchangeError
        One line per fault, each with its place in the file.

    Examples
    --------
    >>> text = '''{"useManualPreferenceRanking": false, "infeasibles": [],
    ...  "options": [{"name": "Yield", "permittedDirection": "both"},
    ...              {"name": "Stop", "permittedDirection": "fwd"}],
    ...  "decisionMakers": [{"name": "Ann", "options": [0], "preferences": [[[1, "Y"]]]},
    ...                     {"name": "Bob", "options": [1], "preferences": [[[0, "Y"], [1, "N"]]]}]}'''
    >>> imported = read_gmcr(text, name="yield.gmcr")
    >>> imported.conflict.title, [str(key) for key in imported.conflict.options]
    ('yield', ['ann.yield', 'bob.stop'])
    >>> imported.conflict.parties["bob"].preferences.statements[0].statement
    'YN'
    """
    file = parse_gmcr(text, file=name)
    faults = Faults(name)
    _ownership_faults(file, faults)
    _ranking_faults(file, faults)
    faults.stop()
    try:
        conflict = _Maker(file, name, faults).conflict()
    except ValidationError as error:
        raise ExchangeError(f"{name}: expected a sound conflict; got {error.errors()[0]['msg']}") from error
    faults.stop()
    count = _count(conflict, file, name)
    if count == 0:
        faults.add(("infeasibles",), "at least one feasible state", "none")
    _coverage_faults(file, count, faults)
    faults.stop()
    stored = any(maker.payoffs or (maker.ranking and not file.manual) for maker in file.makers)
    compared = _stored_results(file, _orders(file, conflict)) if stored and count <= COMPARED_STATES else ()
    return Imported(conflict, (*_warnings(file), *compared))


def _ownership_faults(file: GmcrFile, faults: Faults) -> None:
    owned = {option for maker in file.makers for option in maker.options}
    for i in range(len(file.options)):
        if i not in owned:
            faults.add(("options", i), "an option that a decision maker lists among its `options`", "nobody's")


def _ranking_faults(file: GmcrFile, faults: Faults) -> None:
    for i, maker in enumerate(file.makers):
        seen: set[int] = set()
        for j, group in enumerate(maker.ranking if file.manual else ()):
            for state in group:
                if state in seen:
                    path = ("decisionMakers", i, maker.ranking_key, j)
                    faults.add(path, "each state once", f"state {state} again")
                seen.add(state)


def _coverage_faults(file: GmcrFile, count: int, faults: Faults) -> None:
    """Note rankings that leave states out or name states that there are not."""
    for i, maker in enumerate(file.makers):
        if not file.manual or not maker.ranking:
            continue
        path = ("decisionMakers", i, maker.ranking_key)
        ranked = {state for group in maker.ranking for state in group}
        over = sorted(state for state in ranked if state > count)
        if over:
            faults.add(path, f"states from 1 to {count}", _few(over))
        if len(ranked) - len(over) < count:
            missing = (state for state in range(1, count + 1) if state not in ranked)
            absent = count - len(ranked) + len(over)
            first = [state for state, _ in zip(missing, range(8), strict=False)]
            faults.add(path, f"all {count} states", f"a ranking without {_few(first, absent)}")


def _few(numbers: Sequence[int], total: int | None = None) -> str:
    listed = ", ".join(str(number) for number in numbers[:8])
    return listed + (", ..." if (total or len(numbers)) > 8 else "")


def _count(conflict: Conflict, file: GmcrFile, name: str) -> int:
    """Return the number of feasible states; a number too large to be counted matters to rankings only."""
    try:
        return count_states(conflict).feasible
    except ModelError as error:
        raise ExchangeError(f"{name}: {error}") from error
    except TooLarge as error:
        if file.manual:
            raise ExchangeError(f"{name}: the ranked states cannot be counted: {error}") from error
        return 1 << len(file.options)


class _Maker:
    """Makes a conflict of a file: ids from names, columns, texts of statements."""

    def __init__(self, file: GmcrFile, name: str, faults: Faults) -> None:
        self.file, self.name, self.faults = file, name, faults
        by_maker = tuple(dict.fromkeys(option for maker in file.makers for option in maker.options))
        self.by_maker = by_maker
        self.order = by_maker if file.manual else tuple(range(len(file.options)))
        self.maker_ids = make_ids([maker.name for maker in file.makers], "party")
        self.option_ids = make_ids([option.name for option in file.options], "option")

    def conflict(self) -> Conflict:
        names = [self.option_ids[option] for option in self.order]
        return Conflict(
            title=_title(self.name),
            parties={id_: self.party(i, id_) for i, id_ in enumerate(self.maker_ids)},
            option_order=tuple(names) if self.order != self.by_maker else None,
            feasibility=self.rules(),
        )

    def rules(self) -> tuple[Rule, ...]:
        """Return a rule per infeasible pattern, or one that lists them where they are many."""
        patterns = tuple(self.pattern(pattern) for pattern in self.file.infeasibles)
        if len(patterns) > MAX_RULES:
            return (Rule(remove=patterns),)
        return tuple(Rule(never=pattern) for pattern in patterns)

    def party(self, i: int, id_: str) -> Party:
        maker = self.file.makers[i]
        return Party(
            name=maker.name or f"Decision maker {i + 1}",
            options={
                self.option_ids[option]: self.option(option) for option in maker.options if self.owner(option) == i
            },
            preferences=self.preferences(i, maker),
        )

    def owner(self, option: int) -> int:
        return next(i for i, maker in enumerate(self.file.makers) if option in maker.options)

    def option(self, option: int) -> Option:
        stated = self.file.options[option]
        owners = [id_ for id_, maker in zip(self.maker_ids, self.file.makers, strict=True) if option in maker.options]
        return Option.model_validate(
            {
                "name": stated.name or f"Option {option + 1}",
                "direction": stated.direction,
                "shared_with": owners[1:],
            }
        )

    def preferences(self, i: int, maker: GmcrMaker) -> Preferences:
        if self.file.manual and maker.ranking:
            return Preferences(ranking=tuple(tuple(str(state) for state in group) for group in maker.ranking if group))
        if self.file.manual:
            return Preferences(weights={})
        entries = [
            StatementEntry(statement=self.statement(statement, ("decisionMakers", i, "preferences", j)))
            for j, statement in enumerate(maker.statements)
            if not _always(statement)
        ]
        return Preferences(statements=tuple(entries)) if entries else Preferences(weights={})

    def pattern(self, pattern: Pattern) -> str:
        return "".join("-" if option not in pattern else "NY"[pattern[option]] for option in self.order)

    def statement(self, statement: Statement, path: tuple[str | int, ...]) -> str:
        """Return patterns joined by ``|``; option numbers in place of patterns where those are too long."""
        text = " | ".join(self.pattern(pattern) for pattern in statement)
        if len(text) > MAX_LINE:
            text = " | ".join(
                " & ".join(
                    f"{'' if pattern[option] else '-'}{column + 1}"
                    for column, option in enumerate(self.order)
                    if option in pattern
                )
                for pattern in statement
            )
        if len(text) > MAX_LINE:
            self.faults.add(path, f"a statement that fits {MAX_LINE} characters", f"one of {len(text)}")
            return "1"
        return text


def _always(statement: Statement) -> bool:
    return any(not pattern for pattern in statement)


def _title(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).name.removesuffix(".gmcr")
    text = "".join(letter if letter.isprintable() else " " for letter in stem)
    return " ".join(text.split())[:MAX_LINE] or "Conflict"


def _warnings(file: GmcrFile) -> Iterator[str]:
    if file.unknown:
        listed = list(dict.fromkeys(file.unknown))
        yield f"not read, because the format does not have it: {', '.join(listed[:8])}" + (
            ", ..." if len(listed) > 8 else ""
        )
    for i, maker in enumerate(file.makers):
        yield from _maker_warnings(file, maker, _called(i, maker))
    together = [group for group in file.coalitions if len(group) > 1]
    if together:
        shown = "; ".join(" with ".join(file.makers[i].name for i in group) for group in together)
        yield f"coalitions have no counterpart in the model and were left aside: {shown}"
    if file.manual and _by_maker_differs(file):
        yield (
            "the options do not stand decision maker by decision maker; GMCR+ sorts them so when it opens a "
            "file and counts the ranked states in that order, and so does this model"
        )


def _called(i: int, maker: GmcrMaker) -> str:
    return f"decisionMakers[{i}]" + (f" ({maker.name})" if maker.name else "")


def _by_maker_differs(file: GmcrFile) -> bool:
    by_maker = list(dict.fromkeys(option for maker in file.makers for option in maker.options))
    return by_maker != sorted(by_maker)


def _maker_warnings(file: GmcrFile, maker: GmcrMaker, name: str) -> Iterator[str]:
    if file.manual and maker.statements:
        count = len(maker.statements)
        left = "statement was" if count == 1 else "statements were"
        yield f"{name}: {count} {left} left aside; the ranking counts"
    if not file.manual and any(_always(statement) for statement in maker.statements):
        yield f"{name}: a preference statement that holds in every state was left out"
    if not (maker.ranking if file.manual else maker.statements):
        yield f"{name}: no preferences in the file; all states are tied"
    if maker.misperceptions:
        misperceptions = f"misperceptions ({maker.misperceptions})"
        yield f"{name}: {misperceptions} have no counterpart in the model and were left aside"


def _orders(file: GmcrFile, conflict: Conflict) -> list[NDArray[np.int32]]:
    """Return int32[s] per decision maker, larger is better, without making any moves."""
    compiled = compile_model(conflict)[0]
    choices = feasible_choices(compiled, COMPARED_STATES)
    size = len(choices)
    orders = []
    for maker, party in zip(file.makers, conflict.parties, strict=True):
        if file.manual:
            groups = [tuple(state - 1 for state in group) for group in maker.ranking]
            orders.append(ranks_from_groups(groups, size))
        else:
            statements = compiled.statements.get(party, ())
            holds, _ = statement_truths(statements, choices, np.arange(size, dtype=np.int32), size)
            orders.append(ranks_from_statements(holds))
    return orders


def _stored_results(file: GmcrFile, orders: Sequence[NDArray[np.int32]]) -> Iterator[str]:
    """Compare what the file stores beside the preferences that count with what follows from those."""
    counts = "the ranking" if file.manual else "the statements"
    for i, (maker, order) in enumerate(zip(file.makers, orders, strict=True)):
        name = _called(i, maker)
        if maker.payoffs:
            stored = np.array(maker.payoffs)
            if len(stored) != len(order) or not np.array_equal(_dense(stored), _dense(order)):
                yield f"{name}: the payoffs in the file disagree with {counts}; {counts} count"
        if not file.manual and maker.ranking:
            places = {state: -j for j, group in enumerate(maker.ranking) for state in group}
            stored = np.array([places.get(state, 1) for state in range(1, len(order) + 1)])
            if len(places) != len(order) or not np.array_equal(_dense(stored), _dense(order)):
                yield f"{name}: the ranking in the file disagrees with {counts}; {counts} count"


def _dense(values: NDArray[Any]) -> NDArray[np.int64]:
    places: NDArray[np.int64] = np.unique(values, return_inverse=True)[1].reshape(-1)
    return places
