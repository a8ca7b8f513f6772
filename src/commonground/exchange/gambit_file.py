"""A Gambit ``.nfg`` file as it stands: players, strategies, exact payoffs; every fault with line and column.

Profiles stand in Gambit's order: the first player's strategy changes fastest. In the outcome version each profile
names an outcome by its number, and 0 is no outcome, which pays 0 to everybody.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, NoReturn

from ..errors import ExchangeError
from ..model import read_exact
from .json_text import shown

__all__ = ["GambitGame", "parse_gambit"]

MAX_CHARACTERS = 5_000_000
MAX_PLAYERS = 60
MAX_STRATEGIES = 200
MAX_STATED = 45_000
MAX_FAULTS = 50
_TOKEN = re.compile(r'\s+|"(?:\\"|[^"])*"|[{},]|[^\s"{},]+|"', re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class GambitGame:
    """A game in normal form.

    ``payoffs[k][p]`` is what profile k pays player p, ``outcomes[k]`` the name of its outcome (perhaps empty).
    ``strategies[p]`` are names, numbers from 1 where the file gives none.
    """

    title: str
    comment: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Fraction, ...], ...]
    outcomes: tuple[str, ...]


def parse_gambit(text: str, *, file: str) -> GambitGame:
    """Return the game that a ``.nfg`` text of either version states.

    Raises
    ------
    ExchangeError
        One line per fault, with line and column; for the size, before the payoffs are read.

    Examples
    --------
    >>> game = parse_gambit('NFG 1 R "x" { "A" "B" } { 1 2 } 1 1/2 .5 -2', file="x.nfg")
    >>> game.strategies, game.payoffs
    ((('1',), ('1', '2')), ((Fraction(1, 1), Fraction(1, 2)), (Fraction(1, 2), Fraction(-2, 1))))
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        raise ExchangeError(f"{file}: expected at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    return _Reader(text, file).game()


class _Token(NamedTuple):
    text: str
    at: int

    @property
    def quoted(self) -> bool:
        return len(self.text) > 1 and self.text[0] == '"'


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if not match.group().isspace():
            yield _Token(match.group(), match.start())


def _content(token: _Token) -> str:
    return token.text[1:-1].replace('\\"', '"')


class _Reader:
    """Reads from left to right; notes what it can read past, and stops where the shape is lost."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self.size = file, len(text)
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.waiting = _tokens(text)
        self.next = next(self.waiting, None)
        self.faults: list[str] = []

    def note(self, at: int, expected: str, found: str) -> None:
        line = bisect_right(self.lines, at)
        place = f"{self.file}:{line}:{at - self.lines[line - 1] + 1}"
        self.faults.append(f"{place}: expected {expected}; got {found}")
        if len(self.faults) > MAX_FAULTS:
            self.faults[-1] = f"{self.file}: and more faults"
            self.stop()

    def stop(self) -> None:
        if self.faults:
            raise ExchangeError("\n".join(self.faults))

    def lost(self, expected: str) -> NoReturn:
        token = self.next
        self.note(token.at if token else self.size, expected, self.seen())
        raise ExchangeError("\n".join(self.faults))

    def seen(self) -> str:
        return "the end of the file" if self.next is None else f"`{shown(self.next.text)[1:-1]}`"

    def take(self) -> _Token:
        token = self.next
        assert token is not None
        self.next = next(self.waiting, None)
        return token

    def sees(self, *texts: str) -> bool:
        return self.next is not None and self.next.text in texts

    def word(self, expected: str, *texts: str) -> _Token:
        if not self.sees(*texts):
            self.lost(expected)
        return self.take()

    def string(self, expected: str) -> str:
        if self.next is None or not self.next.quoted:
            self.lost(expected)
        return _content(self.take())

    def game(self) -> GambitGame:
        self.word("`NFG`, with which a game in normal form begins", "NFG")
        self.word("version `1`", "1")
        self.word("`R` or `D`", "R", "D")
        title = self.string("the title in double quotes")
        at = self.next.at if self.next else self.size
        players = self.names("the players' names in double quotes, in braces")
        if not 1 <= len(players) <= MAX_PLAYERS:
            self.note(at, f"1 to {MAX_PLAYERS} players", str(len(players)))
        strategies = self.strategies(len(players))
        self.stop()
        sizes = [len(names) for names in strategies]
        self.refuse_large(at, sizes)
        comment = _content(self.take()) if self.next is not None and self.next.quoted else ""
        read = self.by_outcomes if self.sees("{") else self.by_payoffs
        payoffs, outcomes = read(math.prod(sizes), len(players))
        if self.next is not None and not self.faults:
            self.note(self.next.at, "the end of the file", self.seen())
        self.stop()
        return GambitGame(title, comment, players, strategies, payoffs, outcomes)

    def refuse_large(self, at: int, sizes: Sequence[int]) -> None:
        profiles, total = math.prod(sizes), sum(sizes)
        stated = profiles * (6 + 2 * len(sizes))
        if total > MAX_STRATEGIES or stated > MAX_STATED:
            most = MAX_STATED // (6 + 2 * len(sizes))
            expected = f"at most {MAX_STRATEGIES} strategies in all, and {most:,} profiles of {len(sizes)} players"
            self.note(at, expected, f"{total:,} strategies and {profiles:,} profiles")
            self.stop()

    def names(self, expected: str) -> tuple[str, ...]:
        self.word(expected, "{")
        found = []
        while not self.sees("}"):
            found.append(self.string(expected))
        self.take()
        return tuple(found)

    def strategies(self, players: int) -> tuple[tuple[str, ...], ...]:
        """Return the names of each player's strategies; where only their numbers are given, 1, 2 and so on."""
        expected = "per player a number of strategies, or their names in braces"
        opening = self.word("braces with the players' strategies", "{")
        found: list[tuple[str, ...]] = []
        named = self.sees("{")
        while not self.sees("}"):
            if named:
                at = self.next.at if self.next else self.size
                names = self.names(expected)
                if not names:
                    self.note(at, "at least one strategy", "none")
                found.append(names)
                continue
            if self.next is None or self.next.quoted or self.next.text in ("{", ","):
                self.lost(expected)
            token = self.take()
            count = int(token.text) if _DIGITS.fullmatch(token.text) else 0
            if not 1 <= count <= MAX_STRATEGIES:
                expected_here = f"a number of strategies from 1 to {MAX_STRATEGIES}"
                self.note(token.at, expected_here, f"`{shown(token.text)[1:-1]}`")
                count = 1
            found.append(tuple(str(k + 1) for k in range(count)))
        self.take()
        if len(found) != players:
            self.note(opening.at, f"strategies of {players} players", f"those of {len(found)}")
        return tuple(found)

    def number(self) -> Fraction:
        """Return a payoff; a fault and 0 where it is none. Stops where no payoff can stand."""
        if self.next is None or self.next.quoted or self.next.text in ("{", "}", ",", '"'):
            self.lost("a payoff")
        token = self.take()
        try:
            return read_exact(token.text)
        except ValueError:
            expected = "a payoff: a decimal or a fraction of at most 60 characters, up to 10^15"
            self.note(token.at, expected, f"`{shown(token.text)[1:-1]}`")
            return Fraction(0)

    def by_payoffs(self, profiles: int, players: int) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[str, ...]]:
        expected = profiles * players
        found: list[Fraction] = []
        while len(found) < expected:
            if self.next is None:
                self.lost(
                    f"{expected:,} payoffs, {players} for each of {profiles:,} profiles; after {len(found):,} one"
                )
            found.append(self.number())
        payoffs = tuple(tuple(found[k * players : (k + 1) * players]) for k in range(profiles))
        return payoffs, ("",) * profiles

    def by_outcomes(self, profiles: int, players: int) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[str, ...]]:
        named: list[tuple[str, tuple[Fraction, ...]]] = [("", (Fraction(0),) * players)]
        self.take()
        while not self.sees("}"):
            opening = self.word("an outcome in braces, or the brace that closes the outcomes", "{")
            name = self.string("the outcome's name in double quotes")
            payoffs: list[Fraction] = []
            while not self.sees("}"):
                if self.sees(",") and payoffs:
                    self.take()
                payoffs.append(self.number())
            self.take()
            if len(payoffs) != players:
                self.note(opening.at, f"{players} payoffs", str(len(payoffs)))
            named.append((name, tuple(payoffs)))
        self.take()
        chosen = [named[self.outcome(len(named) - 1, profiles, k)] for k in range(profiles)]
        return tuple(payoffs for _, payoffs in chosen), tuple(name for name, _ in chosen)

    def outcome(self, count: int, profiles: int, done: int) -> int:
        if self.next is None or self.next.quoted or self.next.text in ("{", "}", ","):
            self.lost(f"{profiles:,} numbers of outcomes, one for each profile; after {done:,} one")
        token = self.take()
        if not _DIGITS.fullmatch(token.text) or int(token.text) > count:
            self.note(token.at, f"the number of an outcome, 0 to {count}", f"`{shown(token.text)[1:-1]}`")
            return 0
        return int(token.text)
