from __future__ import annotations

from commonground.analysis.stability import solve
from commonground.forms import Graph
from commonground.output import result_tables, tables
from commonground.output.cited import make_cited
from commonground.output.plain import party_letters, plain
from commonground.output.report import make_report
from commonground.reading.passages import find_passages


def test_every_table_is_rectangular(graph: Graph) -> None:
    report = make_report(graph)
    assert {"equilibria", "stability", "states", "moves", "preferences", "rankings", "evidence"} <= set(report.tables)
    for table in report.tables.values():
        assert table.columns
        assert all(len(row) == len(table.columns) for row in table.rows), table.id
        assert all(isinstance(cell, str) and cell == plain(cell) for row in table.rows for cell in row), table.id


def test_states_stand_in_columns_until_there_are_many(river_graph: Graph) -> None:
    table = tables.states_table(river_graph)
    assert table.columns[2:] == tuple("12345678")
    assert table.rows[0] == ("The upper country", "1 Release water", *"NYNYNYNY")
    flipped = tables.states_table(river_graph, by_rows=True)
    assert flipped.rows[1][2:5] == ("Y", "N", "N")
    assert len(flipped.rows) == river_graph.size


def test_rankings_bracket_ties(river_graph: Graph) -> None:
    rows = dict(tables.rankings_table(river_graph).rows)
    assert rows["The upper country"] == "[3, 7], [4, 8], [1, 5], [2, 6]"
    assert rows["City"] == "[1, 2, 3, 8], [4, 5, 6, 7]"
    assert tables.ranking(river_graph, 0, limit=3) == "[3, 7], [4, … 1 more], … (4 more)"


def test_moves_say_what_changes_and_for_whom(prisoners: Graph) -> None:
    rows = tables.moves_table(prisoners).rows
    assert rows[0] == ("1", "A Ann", "2", "1 Confess: N to Y", "improvement")
    assert len(rows) == 8
    short = tables.moves_table(prisoners, limit=3)
    assert len(short.rows) == 3
    assert "The first 3 are shown." in short.notes


def test_stability_marks_parties_and_equilibria(prisoners: Graph) -> None:
    table = result_tables.stability_table(solve(prisoners, ["nash", "seq"]))
    assert table.columns == ("State", "Nash", "SEQ")
    assert table.rows == (
        ("1", "· ·", "A B (E)"),
        ("2", "A ·", "A ·"),
        ("3", "· B", "· B"),
        ("4", "A B (E)", "A B (E)"),
    )


def test_equilibria_say_where_there_is_none(river_graph: Graph) -> None:
    table = result_tables.equilibria_table(solve(river_graph, ["nash"]))
    for row in table.rows:
        assert row[2] == "E"


def test_evidence_counts_what_rests_on_nothing(river_graph: Graph) -> None:
    conflict = river_graph.conflict
    table = result_tables.evidence_table(make_cited(conflict, find_passages(conflict, None)))
    release = "Option Release water (The upper country)"
    assert table.rows == ((release, "", "Our note", "p. 2", "will not open", "unchecked", ""),)
    assert table.notes[0].startswith("1 of 12 elements")
    assert "1 not compared" in table.notes[1]


def test_letters_are_unique_and_never_e_by_choice(graph: Graph) -> None:
    letters = party_letters(graph.conflict)
    assert len(set(letters.values())) == len(graph.parties)
    assert "E" not in letters.values()


def test_a_long_table_says_what_it_leaves_out(river_graph: Graph) -> None:
    short = tables.head(tables.moves_table(river_graph), 5)
    assert len(short.rows) == 5
    assert short.notes[-1] == "The first 5 of 24 rows are shown."
