"""Elements to text: a block is a paragraph, a row of a table a line with its cells parted, a list item has its mark."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["block_text", "leave_out"]

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
SILENT = frozenset(
    """
    script style template noscript head iframe object embed applet svg canvas audio video select textarea
    datalist input button map noframes
    """.split()  # noqa: SIM905
)
"Elements whose contents are no text of the page."
CELLS = frozenset(("td", "th"))
PARTS = " | "
"Between two cells of a row."
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)


def leave_out(root: Any) -> tuple[str, ...]:
    """Take menus and what no reader sees out of a tree; return a warning for each sort, with its first words.

    A page that is mostly menu keeps it. Texts of scripts, styles and form fields are not counted.
    """
    warnings = []
    sorts = (("that no reader sees (hidden)", _is_hidden), ("of menus (nav)", _is_menu))
    for what, chosen in sorts:
        taken = [element for element in root.iter() if isinstance(element.tag, str) and chosen(element)]
        outer = [element for element in taken if not any(chosen(above) for above in element.iterancestors())]
        texts = [(element, _words(element)) for element in outer]
        texts = [(element, words) for element, words in texts if words]
        count = sum(len(words) for _, words in texts)
        if not count or (chosen is _is_menu and 2 * count > len(_words(root))):
            continue
        for element, _ in texts:
            _empty(element)
        begin = " ".join(next(words for _, words in texts)[:8])
        warnings.append(f"left out: {count:,} word{'s' * (count != 1)} {what}, beginning “{begin}”")
    return tuple(warnings)


def _is_hidden(element: Any) -> bool:
    if element.tag in ("html", "body"):
        return False
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")[:2_000]))


def _is_menu(element: Any) -> bool:
    return element.tag == "nav" or element.get("role") in ("navigation", "menu", "menubar")


def _empty(element: Any) -> None:
    """Take all out of an element and keep it, so that what it parts stays parted."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _words(element: Any) -> list[str]:
    found: list[str] = []
    skip = 0
    from lxml import etree  # type: ignore[import-untyped]

    for event, part in etree.iterwalk(element, events=("start", "end")):
        silent = part.tag in SILENT
        if event == "start":
            skip += silent
            if not skip and part.text:
                found += part.text.split()
        else:
            skip -= silent
            if not skip and part.tail and part is not element:
                found += part.tail.split()
    return found


def block_text(root: Any) -> str:
    """Return the text of a tree: blocks parted by a blank line, rows of a table and ``br`` by a line end."""
    from lxml import etree

    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    return walk.text()


class _Walk:
    """The state of one walk over a tree."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.pieces: list[str] = []
        self.marks: list[str] = []
        self.skipped = 0
        self.preformatted = 0
        self.data_tables = 0
        self.tables: list[bool] = []
        self.rows: list[list[str]] = []
        self.counters: list[int | None] = []

    def enter(self, element: Any) -> None:
        tag = element.tag
        self.skipped += tag in SILENT
        if self.skipped:
            return
        if tag in ("ul", "ol", "menu", "dir"):
            self.counters.append(_start(element) if tag == "ol" else None)
        if tag == "table":
            self._flush()
            self.tables.append(_holds_data(element))
            self.data_tables += self.tables[-1]
            if self.tables[-1]:
                self.rows.append([])
        elif self.data_tables:
            self._enter_in_table(tag)
        elif tag in BLOCKS:
            self._flush()
            if tag == "li":
                self.marks = [self._mark(element)]
        if tag == "br":
            self.pieces.append("\n")
        self.preformatted += tag == "pre"
        self._say(element.text)

    def leave(self, element: Any) -> None:
        tag = element.tag
        if self.skipped:
            self.skipped -= tag in SILENT
        else:
            self._leave_shown(tag)
        if not self.skipped:
            self._say(element.tail)

    def _leave_shown(self, tag: str) -> None:
        if tag == "table" and self.tables:
            if self.tables[-1]:
                self._end_table()
            else:
                self._flush()
            self.data_tables -= self.tables.pop()
        elif self.data_tables:
            if tag in CELLS:
                self._end_cell()
            elif tag == "tr":
                self.rows[-1].append("\n")
        elif tag in BLOCKS:
            self._flush()
            self.marks = [] if tag == "li" else self.marks
        if tag in ("ul", "ol", "menu", "dir") and self.counters:
            self.counters.pop()
        self.preformatted -= tag == "pre"

    def text(self) -> str:
        self._flush()
        return "\n\n".join(self.blocks)

    def _say(self, text: str | None) -> None:
        if text:
            self.pieces.append(text if self.preformatted else _SPACE.sub(" ", text))

    def _enter_in_table(self, tag: str) -> None:
        if tag == "caption":
            self.pieces.append(" ")
        elif tag in CELLS:
            caption = self._taken()
            if caption:
                self.blocks.append(caption)
        elif tag in BLOCKS:
            self.pieces.append(" ")

    def _end_cell(self) -> None:
        self.rows[-1].append(" ".join(self._taken().split("\n")))

    def _end_table(self) -> None:
        trailing = self._taken()
        lines, line = [], []
        for cell in [*self.rows.pop(), "\n"]:
            if cell != "\n":
                line.append(cell)
                continue
            shown = PARTS.join(line).strip()
            if shown.strip("| "):
                lines.append(shown)
            line = []
        self.blocks += ["\n".join(lines)] if lines else []
        self.blocks += [trailing] if trailing else []

    def _mark(self, item: Any) -> str:
        if not self.counters or self.counters[-1] is None:
            return "- "
        value = item.get("value", "")
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 7 else self.counters[-1]
        self.counters[-1] = number + 1
        return f"{number}. "

    def _taken(self) -> str:
        """Return the text gathered since the last block, each line trimmed, and forget it."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.preformatted:
            return text.strip("\n")
        lines = [re.sub(r" {2,}", " ", line).strip(" ") for line in text.split("\n")]
        return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip("\n")

    def _flush(self) -> None:
        text = self._taken()
        if text.strip():
            self.blocks.append("".join(self.marks) + text)
            self.marks = []


def _start(element: Any) -> int:
    value = element.get("start", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def _holds_data(table: Any) -> bool:
    """Return whether a table holds data: else it only lays out a page, and its cells are blocks."""
    if table.get("role") in ("presentation", "none"):
        return False
    cells = 0
    for element in table.iterdescendants("table", "td", "th", "h1", "h2", "h3"):
        if element.tag not in CELLS:
            return False
        blocks = sum(child.tag in BLOCKS for child in element)
        if blocks > 3:
            return False
        cells += 1
    return cells > 1
