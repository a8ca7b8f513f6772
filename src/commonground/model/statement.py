"""The preference language: reading a statement into a small tree.

::

    statement := biconditional
    iff/if    := or ( ("iff" | "if") or )*          left to right
    or        := and ( ("or" | "|") and )*
    and       := not ( ("and" | "&") not )*
    not       := ("not" | "-") not | "(" statement ")" | option | number | pattern | comparison
    option    := id | party "." id
    comparison := issue ("=" | "!=" | "<=" | ">=" | "<" | ">") value | issue "in" "[" value ("," value)* "]"

``A if B`` is false exactly where B holds and A does not; ``A iff B`` holds where both agree. Numbers are GMCR
option numbers, from 1. A pattern is one of ``Y``, ``N``, ``-`` per option (dashes alone: any state). Keywords may be
written in capitals.
A comparison (``status = federal``, ``seats <= 6``) holds in packages, where each issue has a value.
The reader knows no options and no issues: names are looked up by ``resolve``, comparisons where packages are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import did_you_mean
from .conflict import OptionKey

__all__ = [
    "And",
    "Column",
    "Comparison",
    "If",
    "Iff",
    "Name",
    "Node",
    "Not",
    "Number",
    "Or",
    "Pattern",
    "StatementFault",
    "columns",
    "parse",
    "resolve",
    "resolve_name",
]

MAX_LENGTH = 2_000
MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Name:
    """An option by id, perhaps with its party."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Number:
    """An option by its GMCR number, from 1."""

    value: int
    offset: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One of Y, N, - per option."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """An issue set against values: ``sign`` is one of ``= != <= >= < > in``; several values after ``in`` only."""

    issue: str
    sign: str
    values: tuple[str, ...]
    offset: int
    value_offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An option by its column, from 0: what names, numbers and patterns become."""

    index: int


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """True where every part is true; true when there is none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where some part is true; false when there is none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """``then if condition``: false exactly where the condition holds and `then` does not."""

    then: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Iff:
    """True where both parts have the same truth."""

    left: Node
    right: Node


Node = Name | Number | Pattern | Comparison | Column | Not | And | Or | If | Iff


class StatementFault(ValueError):
    """A statement that cannot be read: what was expected, what was found, where in the text."""

    def __init__(self, expected: str, found: str, offset: int, mend: str = "") -> None:
        self.expected, self.found, self.offset, self.mend = expected, found, offset, mend
        super().__init__(f"expected {expected}; got {found}")


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<arrow>->)
    | (?P<pattern>[YN-]*[YN][YN-]*(?![A-Za-z0-9_.]) | -+(?=\s*(?:$|[)&|]|(?i:and|or|if|iff)\b)))
    | (?P<decimal>[0-9]+\.[0-9]+(?![A-Za-z0-9_.]))
    | (?P<number>[0-9]+(?![A-Za-z_]))
    | (?P<among>in(?=\s*\[))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)
    | (?P<compare><=|>=|!=|=|<|>)
    | (?P<list>[\[\],])
    | (?P<sign>[-&|()])
    )""",
    re.VERBOSE,
)
_SIGNS = {"-": "not", "&": "and", "|": "or", "(": "(", ")": ")"}
_WORDS = ("not", "and", "or", "if", "iff")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup == "arrow":
            offset = position + len(text[position:]) - len(text[position:].lstrip())
            raise StatementFault(
                "an option, a number, `not`, `and`, `or`, `if`, `iff` or brackets",
                f"`{text[offset]}`",
                offset + (match is not None),
                _sign_mend(">" if match is not None else text[offset]),
            )
        kind = match.lastgroup or ""
        word = match.group(kind)
        offset = match.start(kind)
        if kind == "sign":
            kind = _SIGNS[word]
        elif kind == "word" and word.lower() in _WORDS:
            kind = word.lower()
        yield _Token(kind, word, offset)
        position = match.end()
    yield _Token("end", "the end of the statement", end)


def _sign_mend(sign: str) -> str:
    mends = {
        "!": "write `not` or `-`",
        "~": "write `not` or `-`",
        ">": "for `a -> b` write `b if a`",
        "+": "write `or`",
        "*": "write `and`",
    }
    return mends.get(sign, "")


class _Reader:
    """A recursive reader, one method per level of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = tuple(_tokens(text))
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.token
        self.place += 1
        return token

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise StatementFault(f"at most {MAX_DEPTH} levels", "more", self.token.offset, "split the statement")

    def conditional(self) -> Node:
        outer, left = self.depth, self.disjunction()
        while self.token.kind in ("if", "iff"):
            self.deeper()
            make = If if self.take().kind == "if" else Iff
            left = make(left, self.disjunction())
        self.depth = outer
        return left

    def disjunction(self) -> Node:
        parts = [self.conjunction()]
        while self.token.kind == "or":
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Node:
        parts = [self.negation()]
        while self.token.kind == "and":
            self.take()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Node:
        token = self.take()
        if token.kind in ("not", "("):
            self.deeper()
            inner: Node = Not(self.negation()) if token.kind == "not" else self.bracket(token)
            self.depth -= 1
            return inner
        if token.kind == "word" and self.token.kind in ("compare", "among"):
            return self.comparison(token)
        if token.kind == "word":
            return Name(token.text, token.offset)
        if token.kind == "number":
            return Number(int(token.text[:9]), token.offset)
        if token.kind == "pattern":
            return Pattern(token.text, token.offset)
        raise StatementFault("an option", _shown(token), token.offset)

    def comparison(self, issue: _Token) -> Node:
        sign = self.take()
        if sign.kind == "compare":
            text, offset = self.value()
            return Comparison(issue.text, sign.text, (text,), issue.offset, (offset,))
        self.take()
        found = [self.value()]
        while self.token.kind == "list" and self.token.text == ",":
            self.take()
            found.append(self.value())
        if self.token.text != "]":
            raise StatementFault("`,` or `]`", _shown(self.token), self.token.offset)
        self.take()
        texts, offsets = zip(*found, strict=True)
        return Comparison(issue.text, "in", texts, issue.offset, offsets)

    def value(self) -> tuple[str, int]:
        """Return a value's text and place: an id, or a number with its sign."""
        token = self.take()
        minus = token.kind == "not" and token.text == "-" and self.token.kind in ("number", "decimal")
        number = self.take() if minus else token
        if number.kind not in ("word", "number", "decimal"):
            raise StatementFault("a value of the issue", _shown(number), number.offset)
        return ("-" if minus else "") + number.text, token.offset

    def bracket(self, opening: _Token) -> Node:
        inner = self.conditional()
        if self.token.kind != ")":
            mend = f"the bracket opened at character {opening.offset + 1} is not closed"
            raise StatementFault("`)`", _shown(self.token), self.token.offset, mend)
        self.take()
        return inner


def _shown(token: _Token) -> str:
    return token.text if token.kind == "end" else f"`{token.text}`"


def parse(text: str) -> Node:
    """Return the tree of a statement, names not yet looked up.

    Raises
    ------
    StatementFault
        At the first character that cannot be read, with what was expected there.

    Examples
    --------
    >>> parse("-settle & 2 if reform")
    If(then=And(parts=(Not(part=Name(text='settle', offset=1)), Number(value=2, offset=10))), \
condition=Name(text='reform', offset=15))
    """
    if len(text) > MAX_LENGTH:
        raise StatementFault(f"at most {MAX_LENGTH} characters", f"{len(text)}", MAX_LENGTH, "split the statement")
    reader = _Reader(text)
    node = reader.conditional()
    token = reader.token
    if token.kind != "end":
        minus = token.kind == "not" and token.text == "-"
        mend = "`-` means not; join two parts with `&`, as in `a & -b`" if minus else "join two parts with `&` or `|`"
        raise StatementFault(
            "`and`, `or`, `if`, `iff` or the end",
            _shown(token),
            token.offset,
            "there is one bracket too many" if token.kind == ")" else mend,
        )
    return node


def resolve_name(text: str, options: Sequence[OptionKey], offset: int = 0) -> int:
    """Return the column of an option named by id, by ``party.id`` or by GMCR number.

    Raises
    ------
    StatementFault
        When no option, or more than one, has that name.
    """
    if text.isdecimal():
        number = int(text[:9])
        if not 1 <= number <= len(options):
            raise StatementFault(f"an option number from 1 to {len(options)}", f"`{text}`", offset)
        return number - 1
    hits = [i for i, key in enumerate(options) if text in (key.option, str(key))]
    if len(hits) == 1:
        return hits[0]
    if hits:
        choices = " or ".join(f"`{options[i]}`" for i in hits)
        raise StatementFault("an option of one party", f"`{text}`, which several have", offset, f"write {choices}")
    known = [key.option for key in options] + [str(key) for key in options]
    mend = did_you_mean(text.lower(), known if "." in text else [key.option for key in options])
    raise StatementFault("an option", f"`{text}`", offset, mend)


def resolve(node: Node, options: Sequence[OptionKey]) -> tuple[Node | None, tuple[StatementFault, ...]]:
    """Return the tree over columns, and every name that could not be looked up.

    The tree is None when there is a fault.
    """
    faults: list[StatementFault] = []
    resolved = _resolve(node, options, faults)
    return (None if faults else resolved), tuple(faults)


def _resolve(node: Node, options: Sequence[OptionKey], faults: list[StatementFault]) -> Node:
    def down(part: Node) -> Node:
        return _resolve(part, options, faults)

    match node:
        case Name(text, offset):
            return _looked_up(text, options, offset, faults)
        case Number(value, offset):
            return _looked_up(str(value), options, offset, faults)
        case Pattern(text, offset):
            if len(text) != len(options):
                faults.append(
                    StatementFault(
                        f"a pattern of {len(options)} letters, one per option",
                        f"`{text}` with {len(text)}",
                        offset,
                    )
                )
            letters = [(i, letter) for i, letter in enumerate(text) if letter != "-"]
            return And(tuple(Column(i) if letter == "Y" else Not(Column(i)) for i, letter in letters))
        case Not(part):
            return Not(down(part))
        case And(parts):
            return And(tuple(down(part) for part in parts))
        case Or(parts):
            return Or(tuple(down(part) for part in parts))
        case If(then, condition):
            return If(down(then), down(condition))
        case Iff(left, right):
            return Iff(down(left), down(right))
        case Comparison(issue, sign, values, offset):
            faults.append(_no_issues_here(issue, sign, values, offset))
            return And(())
        case Column():
            return node


def _no_issues_here(issue: str, sign: str, values: Sequence[str], offset: int) -> StatementFault:
    mend = f"for two options write `{issue} iff {values[0]}`; " if sign == "=" else ""
    about = "issues are compared in constraints, interactions and red lines"
    return StatementFault("an option", f"`{issue} {sign} {', '.join(values)}`, a comparison", offset, mend + about)


def _looked_up(text: str, options: Sequence[OptionKey], offset: int, faults: list[StatementFault]) -> Column:
    try:
        return Column(resolve_name(text, options, offset))
    except StatementFault as fault:
        faults.append(fault)
        return Column(0)


def columns(node: Node) -> frozenset[int]:
    """Return the option columns that a resolved statement mentions."""
    match node:
        case Column(index):
            return frozenset((index,))
        case Not(part):
            return columns(part)
        case And(parts) | Or(parts):
            return frozenset().union(*(columns(part) for part in parts))
        case If(a, b) | Iff(a, b):
            return columns(a) | columns(b)
        case _:
            return frozenset()
