"""The terminal: tables and sentences for a console. The only module here that prints.

All text is shown as it stands, without markup or control characters. Nothing is told by colour only.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ..plain import plain
from ..tables import Table, head

__all__ = ["print_heading", "print_sentences", "print_table"]

NARROW = 4
"Columns whose cells are all at most this long are kept from wrapping."


def print_table(console: Console, table: Table, *, limit: int = 200) -> None:
    """Print a table with its title and notes; at most that many rows."""
    shown = head(table, limit)
    grid = RichTable(box=box.SIMPLE, title=Text(plain(shown.title), "bold"), title_justify="left")
    grid.padding = (0, 1, 0, 0)
    for position, column in enumerate(shown.columns):
        narrow = all(len(plain(row[position])) <= NARROW for row in shown.rows)
        grid.add_column(Text(plain(column)), no_wrap=narrow and len(column) <= NARROW, overflow="fold")
    for row in shown.rows:
        grid.add_row(*(_cell(text) for text in row))
    console.print(grid)
    for note in shown.notes:
        console.print(Text(plain(note), "dim"))


def _cell(text: str) -> Text:
    shown = plain(text)
    return Text(shown, "bold" if shown == "E" or shown.endswith("(E)") else "")


def print_sentences(console: Console, sentences: Iterable[str], *, bullet: str = "") -> None:
    """Print sentences, one paragraph each; wrapped lines after a bullet are indented."""
    for sentence in sentences:
        if not bullet:
            console.print(Text(plain(sentence)))
            continue
        grid = RichTable.grid(padding=(0, 1, 0, 0))
        grid.add_row(Text(bullet), Text(plain(sentence)))
        console.print(grid)


def print_heading(console: Console, text: str) -> None:
    """Print a heading, underlined so that it shows without colour."""
    shown = plain(text)
    console.print()
    console.print(Text(shown, "bold"))
    console.print(Text("-" * min(Text(shown).cell_len, console.width)))
