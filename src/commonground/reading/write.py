"""Model -> text: a conflict as a model file for hands and diffs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from ..model import Conflict, Interval, State, estimate_text
from ..model.conflict import is_pattern
from ..model.fields import Noun

__all__ = ["quoted", "scalar", "to_yaml"]

WIDTH = 100
STEP = 2
MAX_KEY = 1_000
HEADER = "# yaml-language-server: $schema=.commonground/commonground.schema.json"

_ONE_PER_LINE = frozenset(
    {
        *("coalesced", "feasibility", "forbidden_moves", "options", "parties", "sources", "statements", "states"),
        *("issues", "worths", "interactions", "red_lines", "constraints", "packages", "offers", "keeping"),
    }
)
"""Fields whose entries stand on lines of their own, however short: there a diff should show the entry."""
_ONE_LINE = frozenset({"anchor"})
"""Fields that stand on one line, however long: nobody edits them by hand."""


class _Bare(str):
    """A number or truth value: a scalar written as it stands."""

    __slots__ = ()


Scalar = str
Tree = Scalar | list["Tree"] | dict[str, "Tree"]


def to_yaml(conflict: Conflict) -> str:
    """Return a conflict as the text of a model file, in the field order of the format, without defaults.

    Reading the text gives an equal conflict. Comments are not part of a conflict and so are not in the text.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Chicken: a duel", "parties": {
    ...     "a": {"name": "A", "options": {"go": "Go on"}, "preferences": {"statements": ["-b.go", "a.go"]}},
    ...     "b": {"name": "No", "options": {"go": "Go on"},
    ...           "preferences": {"ranking": ["NY", ["YN", "NN"]]}}}})
    >>> print(to_yaml(conflict))
    # yaml-language-server: $schema=.commonground/commonground.schema.json
    commonground: 1
    title: "Chicken: a duel"
    <BLANKLINE>
    parties:
      a:
        name: A
        options:
          go: Go on
        preferences:
          statements:
            - "-b.go"
            - a.go
      b:
        name: "No"
        options:
          go: Go on
        preferences:
          ranking: [NY, [YN, NN]]
    <BLANKLINE>
    """
    tree = {"commonground": _Bare(conflict.commonground), **_fields(conflict)}
    lines = [HEADER]
    for key, value in tree.items():
        if key != "commonground" and not isinstance(value, str):
            lines.append("")
        lines.extend(_entry(key, value, 0))
    return "\n".join(lines) + "\n"


def _tree(value: object) -> Tree:
    match value:
        case bool():
            return _Bare(str(value).lower())
        case int() | float() | Decimal():
            return _Bare(value)
        case Fraction() | Interval():
            return _Bare(estimate_text(value))
        case str():
            return value
        case Noun():
            return _noun(value)
        case Mapping():
            return {str(key): _tree(part) for key, part in value.items()}
        case tuple() | list():
            return [_tree(part) for part in value]
        case _:
            raise TypeError(f"no such value in a model: {value!r}")


def _fields(value: BaseModel) -> dict[str, Tree]:
    result = {}
    for name, field in type(value).model_fields.items():
        held = getattr(value, name)
        if field.is_required() or held != field.get_default(call_default_factory=True):
            result[name] = _ranking(held) if name == "ranking" and held is not None else _tree(held)
    return result


def _noun(value: Noun) -> Tree:
    """Return a noun's fields, or the one field alone that it may be written as."""
    fields = _fields(value)
    if len(fields) == 1:
        ((name, only),) = fields.items()
        if isinstance(only, str) and only and not isinstance(only, _Bare):
            if isinstance(value, State):
                return only if (name == "pattern") == is_pattern(only) else fields
            if name == value.shorthand:
                return only
        if isinstance(only, _Bare) and name == value.shorthand:
            return only
    return fields


def _ranking(groups: tuple[tuple[str, ...], ...]) -> Tree:
    return [group[0] if len(group) == 1 else list(group) for group in groups]


def _entry(key: str, value: Tree, indent: int) -> Iterator[str]:
    """Yield the lines of one key and its value."""
    pad = " " * indent
    name = scalar(key, flow=False)
    if key in _ONE_LINE and isinstance(value, dict) and _leaf(value):
        yield f"{pad}{name}: {_flow(value)}"
    elif len(name) > MAX_KEY:
        yield f"{pad}? {name}"
        yield from _placed(f"{pad}:", value, indent, block=False)
    else:
        yield from _placed(f"{pad}{name}:", value, indent, block=key in _ONE_PER_LINE)


def _placed(opening: str, value: Tree, indent: int, *, block: bool) -> Iterator[str]:
    """Yield a value behind ``key:``: on the same line where it fits, else below."""
    if isinstance(value, str):
        yield from _text(opening, value, indent + STEP)
        return
    flow = _flow(value)
    if not value or (not block and _leaf(value) and len(opening) + 1 + len(flow) <= WIDTH):
        yield f"{opening} {flow}"
        return
    yield opening
    yield from _block(value, indent + STEP)


def _block(value: list[Tree] | dict[str, Tree], indent: int) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _entry(key, part, indent)
        return
    for part in value:
        yield from _item(part, indent)


def _item(value: Tree, indent: int) -> Iterator[str]:
    """Yield the lines of one entry of a list; a mapping begins on the line of its dash."""
    pad = " " * indent
    if isinstance(value, str):
        yield from _text(f"{pad}-", value, indent + STEP)
        return
    flow = _flow(value)
    if not value or (_leaf(value) and len(pad) + STEP + len(flow) <= WIDTH):
        yield f"{pad}- {flow}"
        return
    first, *rest = _block(value, indent + STEP)
    yield f"{pad}- {first.lstrip(' ')}"
    yield from rest


def _leaf(value: Tree) -> bool:
    """Return whether a value may stand on one line: scalars, or a list of scalars and lists of them."""
    if isinstance(value, dict):
        return all(isinstance(part, str) for part in value.values())
    return all(isinstance(part, str) or (isinstance(part, list) and _leaf(part)) for part in value)


def _flow(value: Tree) -> str:
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(part) for part in value)}]"
    return f"{{{', '.join(f'{scalar(key, flow=True)}: {_flow(part)}' for key, part in value.items())}}}"


def _text(opening: str, text: str, indent: int) -> Iterator[str]:
    """Yield a scalar behind its key or dash: on one line, or folded where long and nothing gets lost."""
    plain = scalar(text, flow=False)
    if len(opening) + 1 + len(plain) <= WIDTH or not _foldable(text):
        yield f"{opening} {plain}"
        return
    yield f"{opening} >-"
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            yield ""
        if paragraph:
            yield from _wrapped(paragraph, " " * indent)


def _foldable(text: str) -> bool:
    """Return whether a folded block gives the text back exactly.

    Lines that begin with a space keep their breaks there, and spaces at the end of a line get lost in
    editors.
    """
    readable = text.replace("\n", "").isprintable() and (" " in text or "\n" in text)
    return readable and all(line == line.strip() for line in text.split("\n"))


_ONE_SPACE = re.compile(r"(?<=[^ ]) (?=[^ ])")


def _wrapped(paragraph: str, pad: str) -> Iterator[str]:
    """Yield a paragraph in lines that break at single spaces only."""
    line = ""
    for word in _ONE_SPACE.split(paragraph):
        if line and len(pad) + len(line) + 1 + len(word) > WIDTH:
            yield pad + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield pad + line


_PLAIN = re.compile(r"(?=[^\W_]|_)[^\x00-\x1f]*")
_FLOW_SIGNS = frozenset("[]{},")
_WORDS = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nil", "nan", "inf", "undefined")
)
_NUMBER = re.compile(r"[0-9][0-9a-fA-FxXoO_.:+\-tTzZ ]*")


def scalar(text: str, *, flow: bool) -> str:
    """Return a text as a YAML scalar: as it stands where every reader takes it for a text, else in quotes.

    >>> [scalar(text, flow=False) for text in ("settle & -b", "no", "12:30", "-YY-", "a: b", "it's", "1 May")]
    ['settle & -b', '"no"', '"12:30"', '"-YY-"', '"a: b"', "it's", '1 May']
    """
    if isinstance(text, _Bare):
        return str(text)
    risky = (
        not _PLAIN.fullmatch(text)
        or not text.isprintable()
        or text.lower() in _WORDS
        or _NUMBER.fullmatch(text) is not None
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or text != text.strip()
        or (flow and not _FLOW_SIGNS.isdisjoint(text))
    )
    return quoted(text) if risky else text


def quoted(text: str) -> str:
    r"""Return a text in quotes, on one line, with everything invisible escaped.

    >>> print(quoted("tab\there"), quoted('say "yes"'))
    "tab\there" 'say "yes"'
    """
    if ('"' in text or "\\" in text) and text.isprintable() and "'" not in text:
        return f"'{text}'"
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
