"""A statement as text again, and what is left of one once some of its parts are known to be true or false."""

from __future__ import annotations

from .statement_tree import And, Comparison, If, Iff, Name, Node, Not, Number, Or, Pattern

__all__ = ["FALSE", "TRUE", "simplified", "statement_text"]

TRUE: Node = And(())
FALSE: Node = Or(())


def simplified(node: Node) -> Node:
    """Return an equivalent tree in which ``TRUE`` or ``FALSE`` stands nowhere, or alone.

    >>> a, b = Name("a", 0), Name("b", 5)
    >>> simplified(If(a, And((TRUE, b)))), simplified(Or((Not(TRUE), FALSE)))
    (If(then=Name(text='a', offset=0), condition=Name(text='b', offset=5)), Or(parts=()))
    """
    match node:
        case Not(part):
            return _denied(simplified(part))
        case And(parts):
            return _joined(parts, And, TRUE, FALSE)
        case Or(parts):
            return _joined(parts, Or, FALSE, TRUE)
        case If(then, condition):
            return _conditional(simplified(then), simplified(condition))
        case Iff(left, right):
            return _equal(simplified(left), simplified(right))
        case _:
            return node


def _denied(part: Node) -> Node:
    if part == TRUE:
        return FALSE
    return TRUE if part == FALSE else Not(part)


def _joined(parts: tuple[Node, ...], make: type[And | Or], neutral: Node, decisive: Node) -> Node:
    left = [part for part in map(simplified, parts) if part != neutral]
    if decisive in left:
        return decisive
    return left[0] if len(left) == 1 else make(tuple(left))


def _conditional(then: Node, condition: Node) -> Node:
    if condition == FALSE or then == TRUE:
        return TRUE
    if condition == TRUE:
        return then
    return Not(condition) if then == FALSE else If(then, condition)


def _equal(left: Node, right: Node) -> Node:
    for known, other in ((left, right), (right, left)):
        if known == TRUE:
            return other
        if known == FALSE:
            return _denied(other)
    return Iff(left, right)


_LEVELS = {If: 0, Iff: 0, Or: 1, And: 2, Not: 3}


def statement_text(node: Node, options: int) -> str:
    """Return the text of a tree whose names are not yet looked up; ``parse`` gives an equivalent tree back.

    ``TRUE`` becomes a pattern that fits any state of that many options.

    >>> from .statement_reader import parse
    >>> statement_text(parse("not (a or b) if (c iff 2)"), 3), statement_text(FALSE, 3)
    ('not (a | b) if (c iff 2)', 'not (---)')
    """
    return _text(node, options, 0)


def _text(node: Node, options: int, level: int) -> str:
    text, own = _bare(node, options), _LEVELS.get(type(node), 4)
    if isinstance(node, And | Or) and not node.parts:
        own = 4 if node == TRUE else 3
    return f"({text})" if own < level else text


def _bare(node: Node, options: int) -> str:
    match node:
        case Name(text) | Pattern(text):
            return text
        case Number(value):
            return str(value)
        case Comparison(issue, "in", values):
            return f"{issue} in [{', '.join(values)}]"
        case Comparison(issue, sign, values):
            return f"{issue} {sign} {values[0]}"
        case And(()):
            return "-" * options
        case Or(()):
            return f"not ({'-' * options})"
        case Not(Name() | Number() as part):
            return f"-{_bare(part, options)}"
        case Not(part):
            return f"not {_text(part, options, 4 if isinstance(part, Pattern) else 3)}"
        case And(parts):
            return " & ".join(_text(part, options, 3) for part in parts)
        case Or(parts):
            return " | ".join(_text(part, options, 2) for part in parts)
        case If(then, condition):
            return f"{_text(then, options, 0)} if {_text(condition, options, 1)}"
        case Iff(left, right):
            return f"{_text(left, options, 0)} iff {_text(right, options, 1)}"
        case _:
            raise TypeError(f"a statement with names, not columns: {node}")
