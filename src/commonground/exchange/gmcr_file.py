"""A ``.gmcr`` file as it stands: both generations brought to one shape, every fault reported.

GMCR+ (its Python program is called gmcr-py) saves a conflict as JSON. Options are numbered from 0, states
from 1: the feasible states, ascending by decimal value, where the first option counts 1, the second 2, the
third 4. Older files say ``useManualPreferenceVectors`` and ``preferenceVector`` where newer ones say
``useManualPreferenceRanking`` and ``preferenceRanking``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .json_text import Faults, Step, parse_json, shown

__all__ = ["GmcrFile", "GmcrMaker", "GmcrOption", "Pattern", "parse_gmcr"]

MAX_OPTIONS = 64
MAX_MAKERS = 200
MAX_NAME = 400

Path = tuple[Step, ...]
Pattern = Mapping[int, bool]
"Option index to whether it is taken; options not named may be either."
Statement = tuple[Pattern, ...]
"Holds where one of its patterns does."
Group = tuple[int, ...]

DIRECTIONS = {"both": "both", "fwd": "forward", "back": "backward"}
_LETTERS = {"Y": True, "N": False}
_MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKING = ("preferenceRanking", "preferenceVector")
_TOP = {
    *_MANUAL,
    "program",
    "version",
    "infeasibles",
    "options",
    "decisionMakers",
    "coalitions",
    "coalitionsFull",
}
_MAKER = {*_RANKING, "name", "options", "preferences", "payoffs", "misperceptions"}


@dataclass(frozen=True, slots=True)
class GmcrOption:
    """An option: its name and its direction, in our words."""

    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class GmcrMaker:
    """A decision maker: options by index from 0; states by number from 1, in ties, most preferred first."""

    name: str
    options: tuple[int, ...]
    statements: tuple[Statement, ...]
    ranking: tuple[Group, ...]
    payoffs: tuple[float, ...]
    misperceptions: int
    "How many patterns of misperceived states there are."
    ranking_key: str


@dataclass(frozen=True, slots=True)
class GmcrFile:
    """The whole file."""

    manual: bool
    "Whether the rankings count rather than the statements."
    options: tuple[GmcrOption, ...]
    makers: tuple[GmcrMaker, ...]
    infeasibles: tuple[Pattern, ...]
    coalitions: tuple[Group, ...]
    unknown: tuple[str, ...] = field(default=())
    "Keys that the format does not have."


def parse_gmcr(text: str, *, file: str) -> GmcrFile:
    """Return a ``.gmcr`` text as a `GmcrFile`.

    Raises
    ------
    ExchangeError
        With every fault and its place, such as ``decisionMakers[1].options[0]``.
    """
    tree = parse_json(text, file=file)
    shape = _Shape(file)
    if not isinstance(tree, dict):
        shape.faults.add((), "an object with `options` and `decisionMakers`", shown(tree))
        shape.faults.stop()
    result = shape.whole(tree if isinstance(tree, dict) else {})
    shape.faults.stop()
    return result


class _Shape:
    """Walks the tree once; every fault is noted and the walk goes on."""

    def __init__(self, file: str) -> None:
        self.faults = Faults(file)
        self.unknown: list[str] = []
        self.option_count = 0

    def whole(self, tree: dict[str, object]) -> GmcrFile:
        self.strangers(tree, _TOP, "")
        manual_key = next((key for key in _MANUAL if key in tree), None)
        if manual_key is None:
            self.faults.add((), f"`{_MANUAL[0]}` or `{_MANUAL[1]}`", "neither")
        manual = self.faults.of_type(bool, tree.get(manual_key or "", False), (manual_key or "",), False)
        listed = self.items(tree, "options", MAX_OPTIONS, required=True)
        if tree.get("options") == []:
            self.faults.add(("options",), "at least one option", "none")
            self.faults.stop()
        self.option_count = len(listed)
        options = tuple(self.option(value, path) for path, value in listed)
        makers = self.items(tree, "decisionMakers", MAX_MAKERS, required=True)
        if not makers:
            self.faults.add(("decisionMakers",), "at least one decision maker", "none")
        coalitions = self.items(tree, "coalitions", MAX_MAKERS)
        return GmcrFile(
            manual=manual,
            options=options,
            makers=tuple(self.maker(value, path) for path, value in makers),
            infeasibles=tuple(self.removal(value, path) for path, value in self.items(tree, "infeasibles")),
            coalitions=tuple(self.group(value, path, 0, len(makers) - 1) for path, value in coalitions),
            unknown=tuple(self.unknown),
        )

    def strangers(self, tree: dict[str, object], known: set[str], where: str) -> None:
        self.unknown.extend(where + shown(key) for key in tree if key not in known)

    def items(
        self,
        tree: dict[str, object],
        key: str,
        limit: int | None = None,
        *,
        at: Path = (),
        required: bool = False,
    ) -> list[tuple[Path, object]]:
        """Return the entries of a list, each with its place."""
        if key not in tree:
            if required:
                self.faults.add((*at, key), "a list", "nothing")
            return []
        values = self.faults.of_type(list, tree[key], (*at, key), [])
        if limit is not None and len(values) > limit:
            self.faults.add((*at, key), f"at most {limit} entries", str(len(values)))
            self.faults.stop()
        return [((*at, key, i), value) for i, value in enumerate(values)]

    def name(self, tree: dict[str, object], path: Path) -> str:
        """Return a name on one line, without control characters; empty names are allowed."""
        text = self.faults.of_type(str, tree.get("name"), (*path, "name"), "")
        text = "".join(letter if letter.isprintable() else " " for letter in text)
        text = " ".join(text.split())
        if len(text) > MAX_NAME:
            self.faults.add((*path, "name"), f"at most {MAX_NAME} characters", str(len(text)))
        return text

    def option(self, value: object, path: Path) -> GmcrOption:
        tree = self.faults.of_type(dict, value, path, {"name": ""})
        self.strangers(tree, {"name", "permittedDirection"}, "options: ")
        word = tree.get("permittedDirection", "both")
        if not isinstance(word, str) or word not in DIRECTIONS:
            self.faults.add((*path, "permittedDirection"), "one of both, fwd, back", shown(word))
            word = "both"
        return GmcrOption(self.name(tree, path), DIRECTIONS[word])

    def maker(self, value: object, path: Path) -> GmcrMaker:
        tree = self.faults.of_type(dict, value, path, {"name": ""})
        self.strangers(tree, _MAKER, "decisionMakers: ")
        key = next((key for key in _RANKING if key in tree), _RANKING[0])
        ranking = self.items(tree, key, at=path)
        payoffs = self.items(tree, "payoffs", at=path)
        return GmcrMaker(
            name=self.name(tree, path),
            options=self.owned(tree, path),
            statements=tuple(self.statement(v, p) for p, v in self.items(tree, "preferences", at=path)),
            ranking=tuple(self.group(v, p, 1, None) for p, v in ranking),
            payoffs=tuple(self.number(v, p) for p, v in payoffs),
            misperceptions=len(self.items(tree, "misperceptions", at=path)),
            ranking_key=key,
        )

    def owned(self, tree: dict[str, object], path: Path) -> tuple[int, ...]:
        listed = self.items(tree, "options", at=path, required=True)
        found = [self.index(value, place, 0, self.option_count - 1) for place, value in listed]
        for i, option in enumerate(found):
            if option is not None and option in found[:i]:
                self.faults.add((*path, "options", i), "each option once", f"{option} again")
        return tuple(option for option in found if option is not None)

    def index(self, value: object, path: Path, low: int, high: int | None) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            self.faults.add(path, "a whole number", shown(value))
            return None
        if value < low or (high is not None and value > high):
            upto = "or more" if high is None else f"to {high}"
            self.faults.add(path, f"a number from {low} {upto}", str(value))
            return None
        return value

    def number(self, value: object, path: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.faults.add(path, "a number", shown(value))
            return 0.0
        return float(value)

    def group(self, value: object, path: Path, low: int, high: int | None) -> Group:
        """Return one number, or the numbers of a list: a tie, or a coalition."""
        values = value if isinstance(value, list) else [value]
        places = [(*path, i) for i in range(len(values))] if isinstance(value, list) else [path]
        found = [self.index(part, place, low, high) for part, place in zip(values, places, strict=True)]
        return tuple(number for number in found if number is not None)

    def pattern(self, value: object, path: Path) -> Pattern:
        taken: dict[int, bool] = {}
        for i, pair in enumerate(self.faults.of_type(list, value, path, [])):
            place = (*path, i)
            if not isinstance(pair, list) or len(pair) != 2:
                self.faults.add(place, 'a pair such as [0, "Y"]', shown(pair))
                continue
            option = self.index(pair[0], (*place, 0), 0, self.option_count - 1)
            letter = pair[1]
            if not isinstance(letter, str) or letter not in _LETTERS:
                self.faults.add((*place, 1), '"Y" or "N"', shown(letter))
            elif option is not None and taken.setdefault(option, _LETTERS[letter]) != _LETTERS[letter]:
                self.faults.add(place, f'one of "Y" and "N" for option {option}', "both")
        return taken

    def removal(self, value: object, path: Path) -> Pattern:
        pattern = self.pattern(value, path)
        if value == []:
            self.faults.add(path, "a pattern with an option in it", "none, which would remove every state")
        return pattern

    def statement(self, value: object, path: Path) -> Statement:
        if not isinstance(value, dict):
            return (self.pattern(value, path),)
        if value.get("compound") is not True:
            self.faults.add((*path, "compound"), "true", shown(value.get("compound")))
        members = self.items(value, "members", at=path, required=True)
        if "members" in value and not members:
            self.faults.add((*path, "members"), "at least one pattern", "none")
        return tuple(self.pattern(member, place) for place, member in members)
