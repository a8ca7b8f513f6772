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
A comparison (``status = federal``, ``seats <= 6``, ``worth >= 40``) holds in packages, where each issue has a value.
The reader (``statement_reader``) knows no options and no issues: names are looked up by ``resolve``, comparisons where
packages are made. The tree is in ``statement_tree``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import did_you_mean
from .conflict import OptionKey
from .statement_reader import parse
from .statement_tree import (
    And,
    Column,
    Comparison,
    If,
    Iff,
    Name,
    Node,
    Not,
    Number,
    Or,
    Pattern,
    StatementFault,
    atoms,
    with_atoms,
)

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
    "columns",
    "parse",
    "resolve",
    "resolve_name",
    "with_atoms",
]


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


def resolve(
    node: Node, options: Sequence[OptionKey], *, compares: bool = False
) -> tuple[Node | None, tuple[StatementFault, ...]]:
    """Return the tree over columns, and every name that could not be looked up.

    The tree is None when there is a fault. With ``compares``, comparisons stay in it as they are; else they are faults.
    """
    faults: list[StatementFault] = []

    def resolved_atom(atom: Node) -> Node:
        return atom if compares and isinstance(atom, Comparison) else _resolved(atom, options, faults)

    resolved = with_atoms(node, resolved_atom)
    return (None if faults else resolved), tuple(faults)


def _resolved(atom: Node, options: Sequence[OptionKey], faults: list[StatementFault]) -> Node:
    match atom:
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
        case Comparison(issue, sign, values, offset):
            faults.append(_no_issues_here(issue, sign, values, offset))
            return And(())
        case _:
            return atom


def _no_issues_here(issue: str, sign: str, values: Sequence[str], offset: int) -> StatementFault:
    mend = f"for two options write `{issue} iff {values[0]}`; " if sign == "=" else ""
    about = "issues are compared where the model has `issues`; not in coalesced states"
    return StatementFault("an option", f"`{issue} {sign} {', '.join(values)}`, a comparison", offset, mend + about)


def _looked_up(text: str, options: Sequence[OptionKey], offset: int, faults: list[StatementFault]) -> Column:
    try:
        return Column(resolve_name(text, options, offset))
    except StatementFault as fault:
        faults.append(fault)
        return Column(0)


def columns(node: Node) -> frozenset[int]:
    """Return the option columns that a resolved statement mentions."""
    return frozenset(atom.index for atom in atoms(node) if isinstance(atom, Column))
