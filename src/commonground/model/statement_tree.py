"""The tree of a statement: what the preference language says, and the fault that says why a text is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    "atoms",
    "with_atoms",
]


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


def with_atoms(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a tree with each of its atoms (what is no not, and, or, if, iff) put through a function.

    >>> with_atoms(Not(Column(1)), lambda atom: And(()))
    Not(part=And(parts=()))
    """
    match node:
        case Not(part):
            return Not(with_atoms(part, change))
        case And(parts):
            return And(tuple(with_atoms(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(with_atoms(part, change) for part in parts))
        case If(then, condition):
            return If(with_atoms(then, change), with_atoms(condition, change))
        case Iff(left, right):
            return Iff(with_atoms(left, change), with_atoms(right, change))
        case _:
            return change(node)


def atoms(node: Node) -> Iterator[Node]:
    """Yield the atoms of a tree from left to right.

    >>> list(atoms(If(Column(2), Not(Column(0)))))
    [Column(index=2), Column(index=0)]
    """
    match node:
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case If(first, second) | Iff(first, second):
            yield from atoms(first)
            yield from atoms(second)
        case _:
            yield node


class StatementFault(ValueError):
    """A statement that cannot be read: what was expected, what was found, where in the text."""

    def __init__(self, expected: str, found: str, offset: int, mend: str = "") -> None:
        self.expected, self.found, self.offset, self.mend = expected, found, offset, mend
        super().__init__(f"expected {expected}; got {found}")
