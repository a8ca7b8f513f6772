"""Reading a statement: from text to tree, by the grammar in ``statement``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .statement_tree import And, Comparison, If, Iff, Name, Node, Not, Number, Or, Pattern, StatementFault

__all__ = ["parse"]

MAX_LENGTH = 2_000
MAX_DEPTH = 60

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<arrow>->)
    | (?P<pattern>[YN-]*[YN][YN-]*(?![A-Za-z0-9_.]) | -+(?=\s*(?:$|[)&|]|(?i:and|or|if|iff)\b)))
    | (?P<decimal>[0-9]+[./][0-9]+(?![A-Za-z0-9_./]))
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
