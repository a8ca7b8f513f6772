"""The terminal: tables and sentences for a console. The only module here that prints.

All text is shown as it stands, without markup or control characters. Nothing is told by colour only.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ..plain import plain
from ..result_tables import concept_title
from ..tables import Table, head, shown_columns

if TYPE_CHECKING:
    from ..report import Report
    from ..states_report import StateNote

__all__ = ["print_heading", "print_report", "print_sentences", "print_table", "render_text"]

NARROW = 4
"Columns whose cells are all at most this long are kept from wrapping."


def print_table(console: Console, table: Table, *, limit: int = 200) -> None:
    """Print a table with its title and notes; at most that many rows."""
    shown = shown_columns(head(table, limit))
    grid = RichTable(box=box.SIMPLE, title=Text(plain(shown.title), "bold"), title_justify="left")
    grid.padding = (0, 1, 0, 0)
    columns, rows = _laid_out(shown, console.width)
    for name, narrow in columns:
        grid.add_column(Text(name), no_wrap=narrow, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    console.print(grid)
    for note in shown.notes:
        console.print(Text(plain(note), "dim"))


def _laid_out(table: Table, width: int) -> tuple[list[tuple[str, bool]], list[Sequence[Text]]]:
    """Return columns (name, and whether kept from wrapping) and rows that print as the table does, but quickly.

    Where a table is too wide, its widest column gives way first. If that is enough, the columns beside it keep their
    width and become one column each, and neighbouring rows in which nothing wraps become one row of many lines.
    """
    names = [plain(name) for name in table.columns]
    cells = [[_cell(text) for text in row] for row in table.rows]
    widths = [max(cell_len(name), *(row[i].cell_len for row in cells), 0) for i, name in enumerate(names)]
    widest = widths.index(max(widths))
    room = width - 1 - sum(widths) - 2 * len(widths) + widths[widest]
    if room < max((own for place, own in enumerate(widths) if place != widest), default=0):
        narrow = [all(len(row[i].plain) <= NARROW for row in cells) for i in range(len(names))]
        short = [flag and len(name) <= NARROW for flag, name in zip(narrow, names, strict=True)]
        return list(zip(names, short, strict=True)), list(cells)
    edges = [(0, widest), (widest, widest + 1), (widest + 1, len(names))]
    parts = [(begin, end) for begin, end in edges if begin < end] if room < widths[widest] else [(0, len(names))]
    kept = [part != (widest, widest + 1) for part in parts]
    heads = [_beside([Text(name) for name in names[a:b]], widths[a:b]).plain for a, b in parts]
    rows: list[Sequence[Text]] = []
    for fits, run in groupby(cells, lambda row: row[widest].cell_len <= room):
        lines = [[_beside(row[a:b], widths[a:b]) if b - a > 1 else row[a] for a, b in parts] for row in run]
        rows += [[Text("\n").join(column) for column in zip(*lines, strict=True)]] if fits else lines
    return list(zip(heads, kept, strict=True)), rows


def _beside(cells: Sequence[Text], widths: Sequence[int]) -> Text:
    """Return cells on one line, each padded to its width."""
    line = Text(
        "  ".join(cell.plain + " " * (width - cell.cell_len) for cell, width in zip(cells, widths, strict=True))
    )
    place = 0
    for cell, width in zip(cells, widths, strict=True):
        if cell.style:
            line.stylize(cell.style, place, place + len(cell))
        place += len(cell) + width - cell.cell_len + 2
    return line


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


def print_report(console: Console, report: Report, *, limit: int = 200) -> None:
    """Print a whole report; long tables are cut at that many rows and say so."""
    print_heading(console, report.conflict.title)
    for section in report.sections:
        if section.id in _TOLD:
            _TOLD[section.id](console, report)
    for table in report.tables.values():
        console.print()
        print_table(console, table, limit=limit)
    if report.warnings:
        print_heading(console, "Warnings")
        print_sentences(console, report.warnings, bullet="*")
    print_heading(console, "What was asked")
    print_sentences(console, (f"{name}: {value}" for name, value in report.asked))


def _story(console: Console, report: Report) -> None:
    if report.kept is not None:
        print_heading(console, "In short")
    print_sentences(console, report.lead.story)


def _kept(console: Console, report: Report) -> None:
    if report.kept is not None:
        print_heading(console, "Which packages would be kept")
        print_sentences(console, report.kept.story)
        for note in report.kept.notes:
            print_heading(console, f"Package {note.title}")
            print_sentences(console, note.sentences)


def _now(console: Console, report: Report) -> None:
    note = report.states.status_quo if report.states else None
    if note is not None:
        print_heading(console, f"Where things stand: state {note.title}")
        _print_note(console, note)


def _contrast(console: Console, report: Report) -> None:
    contrast = report.states.contrast if report.states else None
    if contrast is not None:
        print_heading(console, contrast.table.title)
        print_sentences(console, contrast.sentences)


def _common(console: Console, report: Report) -> None:
    print_heading(console, "The common ground")
    print_sentences(console, report.on_common_ground)


def _offers(console: Console, report: Report) -> None:
    path = report.on_the_table.offers if report.on_the_table else None
    if path is not None:
        print_heading(console, path.table.title)
        print_sentences(console, path.story)


def _holds(console: Console, report: Report) -> None:
    for note in (*report.states.equilibria, *report.states.named) if report.states else ():
        print_heading(console, f"State {note.title} {_held(note)}")
        _print_note(console, note)


def _audit(console: Console, report: Report) -> None:
    print_heading(console, "What the model rests on")
    print_sentences(console, report.support)


_TOLD: Mapping[str, Callable[[Console, Report], None]] = {
    "kept": _kept,
    "story": _story,
    "now": _now,
    "contrast": _contrast,
    "common": _common,
    "offers": _offers,
    "holds": _holds,
    "audit": _audit,
}
"""The sections that are told in sentences, by id; the tables of all follow."""


def _held(note: StateNote) -> str:
    concepts = ", ".join(concept_title(concept) for concept in note.concepts)
    return f"holds under {concepts}" if concepts else "does not hold under any concept asked"


def _print_note(console: Console, note: StateNote) -> None:
    print_sentences(console, note.words, bullet="-")
    for reason in note.reasons:
        print_sentences(console, [" ".join(reason.sentences)], bullet="*")


def render_text(report: Report) -> str:
    """Return a whole report as plain text of 80 columns."""
    text = io.StringIO()
    console = Console(file=text, width=80, no_color=True, color_system=None, legacy_windows=False)
    print_report(console, report)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())
