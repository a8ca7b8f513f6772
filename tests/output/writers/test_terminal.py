from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from commonground.analysis.stability import solve
from commonground.forms import Graph
from commonground.output.report import make_report
from commonground.output.result_tables import stability_table
from commonground.output.tables import Table, options_table, states_table
from commonground.output.writers import render, terminal
from commonground.output.writers.terminal import print_heading, print_sentences, print_table


def printed(*tables: Table, colour: bool = False) -> str:
    text = io.StringIO()
    console = Console(file=text, width=80, force_terminal=colour, color_system="standard" if colour else None)
    for table in tables:
        print_table(console, table)
    return text.getvalue()


def test_nothing_is_wider_than_the_terminal(graph: Graph) -> None:
    text = str(render(make_report(graph), "text"))
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_equilibria_show_without_colour(prisoners: Graph) -> None:
    assert "A B (E)" in printed(stability_table(solve(prisoners, ["nash"])))


def test_states_stay_on_one_line_each(river_graph: Graph) -> None:
    assert "N  Y  N  Y  N  Y  N  Y" in printed(states_table(river_graph))


def test_model_text_is_neither_markup_nor_escape(hostile_graph: Graph) -> None:
    text = printed(options_table(hostile_graph), states_table(hostile_graph))
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "[red]markup[/red]" in "".join(text.split()) or "[red]" in text
    sink = io.StringIO()
    console = Console(file=sink, width=80)
    print_heading(console, "a\x1b[2J[bold]b")
    print_sentences(console, ["c\x9b[d]", "e\x00f"], bullet="*")
    assert "\x1b" not in sink.getvalue()
    assert "[2J[bold]b" in sink.getvalue()
    assert "ef" in sink.getvalue()


def test_a_long_table_is_cut_and_says_so() -> None:
    table = Table("t", "T", ("n",), tuple((str(n),) for n in range(300)))
    assert "The first 200 of 300 rows are shown." in printed(table)


def one_by_one(table: Table, _: int):
    """Leave the whole layout to rich: a column per column and a row per row."""
    columns = []
    for place, name in enumerate(table.columns):
        cells = [terminal.plain(row[place]) for row in table.rows]
        columns.append((terminal.plain(name), max(map(len, (name, *cells))) <= terminal.NARROW))
    return columns, [[terminal._cell(text) for text in row] for row in table.rows]


CELLS = st.text("ab č漢", max_size=14)


@given(st.data(), st.integers(40, 90), st.integers(1, 4))
def test_rows_printed_together_look_as_if_printed_one_by_one(data, width, columns):
    row = st.tuples(*[CELLS] * columns)
    rows = data.draw(st.lists(row | st.tuples(*[CELLS.map(lambda text: text * 6)] * columns), max_size=5))
    table = Table("t", "T", tuple(f"column {place}" for place in range(columns)), tuple(rows))
    together, apart = io.StringIO(), io.StringIO()
    print_table(Console(file=together, width=width), table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "_laid_out", one_by_one)
        print_table(Console(file=apart, width=width), table)
    assert together.getvalue() == apart.getvalue()
