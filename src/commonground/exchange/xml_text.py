"""XML from strangers: no document types, no entities, no absurd size or depth; elements with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ..errors import ExchangeError

__all__ = ["Element", "parse_xml"]

MAX_CHARACTERS = 20_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 500_000


@dataclass(slots=True)
class Element:
    """An element: its tag, attributes, children, and the line where it begins; text between tags is left out."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    def own(self, tag: str) -> Iterator[Element]:
        """Yield the children of a tag."""
        return (child for child in self.children if child.tag == tag)

    def find(self, tag: str) -> Iterator[Element]:
        """Yield the elements of a tag at any depth, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.tag == tag:
                yield element
            waiting.extend(reversed(element.children))


def parse_xml(text: str, *, file: str) -> Element:
    """Return the root element of an XML text.

    Raises
    ------
    ExchangeError
        With line and column where it is not XML; where it has a document type or entities of its own; where it is
        too large or too deep.

    Examples
    --------
    >>> [item.attributes["v"] for item in parse_xml('<a><b v="1"/><c><b v="2"/></c></a>', file="x.xml").find("b")]
    ['1', '2']
    """
    text = text.removeprefix("\ufeff")
    # A declaration has to stand first; the lines before it count all the same.
    begins = len(text) - len(text.lstrip())
    above, text = text.count("\n", 0, begins), text[begins:]
    if len(text) > MAX_CHARACTERS:
        raise ExchangeError(f"{file}: expected at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    root = Element("", {}, 0)
    open_elements = [root]
    count = 0
    # The text is decoded already; an encoding named in the file must not be applied again.
    parser = expat.ParserCreate("utf-8")

    def line() -> int:
        return parser.CurrentLineNumber + above

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(open_elements) > MAX_DEPTH or count > MAX_ELEMENTS:
            most = f"{MAX_DEPTH} levels" if len(open_elements) > MAX_DEPTH else f"{MAX_ELEMENTS:,} elements"
            raise ExchangeError(f"{file}:{line()}: expected at most {most}; got more")
        element = Element(tag, attributes, line())
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        open_elements.pop()

    def refuse(*_: object) -> None:
        raise ExchangeError(
            f"{file}:{line()}: expected no document type and no entities; got `<!DOCTYPE` or `<!ENTITY`"
        )

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise ExchangeError(f"{file}:{error.lineno + above}:{error.offset + 1}: not XML: {reason}") from error
    return root.children[0]
