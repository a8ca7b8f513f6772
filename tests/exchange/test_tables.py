"""Plain tables: what is read from CSV and XLSX, every fault with its place, and what is written."""

import io
import random
import zipfile
from fractions import Fraction

import pytest

from commonground.errors import ExchangeError
from commonground.exchange import read_file_set, read_tables, write_genius, write_tables
from commonground.forms import build_packages
from commonground.model import Conflict

WORTHS = (
    "issue,value,party,worth,weight\nSize,big,Ann,0.1,0.3\nSize,small,Ann,0,\nSize,big,Bob,1/3,\nSize,small,Bob,2,\n"
    "Pay=,=high,Ann,7,\nPay=,low,Ann,-2,\nPay=,=high,Bob,0,\nPay=,low,Bob,0,\n"
)
HELD = "party;reservation\nBob;0.25\n"
OFFERS = "step,party,Size,Pay=\n2,Bob,small,low\n1,Ann,big,=high\n"
PAIRS = "step,party,first,second\n1,Ann,Size=big,Pay===high\n2,Bob,Size = small,Pay==low\n"


def read(**files):
    return read_tables([(f"{name}.csv", text.encode()) for name, text in files.items()]).conflict


def utilities(conflict):
    """Return {party id: {package of value names: utility}} for all packages, by definition."""
    packages = build_packages(conflict)
    found = {}
    for values in _all([range(column.size) for column in packages.issues]):
        names = tuple(column.names[v] for column, v in zip(packages.issues, values, strict=True))
        points = packages.points(packages.utility(packages.rows_of(values)))
        found[names] = dict(zip(packages.parties, points, strict=True))
    return found


def _all(ranges):
    if not ranges:
        return [()]
    return [(v, *rest) for v in ranges[0] for rest in _all(ranges[1:])]


def test_csv_numbers_are_exact_and_offers_stand_in_order():
    conflict = read(offers=OFFERS, held=HELD, worths=WORTHS)
    found = utilities(conflict)
    assert found["big", "=high"] == {"ann": Fraction(3, 100) + 7, "bob": Fraction(1, 3)}
    assert conflict.parties["bob"].reservation.points == Fraction(1, 4)
    assert [(o.party, dict(o.values)) for o in conflict.offers] == [
        ("ann", {"size": "big", "pay": "high"}),
        ("bob", {"size": "small", "pay": "low"}),
    ]
    assert read(worths=WORTHS, offers=PAIRS.replace("Size = ", "Size=")).offers == conflict.offers
    renamed = WORTHS.replace("issue,value,party,worth", "Issue,option,party,value")
    assert utilities(read(worths=renamed)) == found


def test_every_fault_is_given_with_its_place():
    wrong = WORTHS.replace("0.1,0.3", '"0,1",0.3').replace("Size,big,Bob,1/3", "Size,big,,1/3")
    offers = "step,party,Size,Pay=\nx,Ann,big,=high\n2,Bib,huge,low\n"
    with pytest.raises(ExchangeError) as raised:
        read(worths=wrong, held="party,reservation\nBob,1\nBob,2\nCid,0\n", offers=offers)
    told = str(raised.value)
    for line in (
        "worths.csv: row 2, column 4: expected a number; got `0,1` (write a decimal point)",
        "worths.csv: row 4, column 3: expected the name of a party; got nothing",
        "held.csv: row 3, column 2: expected one reservation of Bob, given above; got `2`",
        "held.csv: row 4, column 1: expected a party of the worths; got `Cid`",
        "offers.csv: row 2, column 1: expected a number; got `x`",
        "offers.csv: row 3, column 2: expected a party of the worths; got `Bib` (did you mean `Bob`?)",
        "offers.csv: row 3, column 3: expected a value of Size; got `huge`",
        "offers.csv: expected a worth of Size = big for Bob; got none",
    ):
        assert line in told, line
    assert told.count("\n") == 7, told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "a header; got nothing"),
        ("a,b\n1,2\n", "a header `issue, value"),
        ("party,reservation\nAnn,1\n", "a table of worths"),
        ('issue,value,party,worth\n"Size,big,Ann,1\n', "not CSV"),
        ("issue,value,party,worth\nS,b,A,1\nS,b,A,1\n", "row 3, column 4: expected one worth"),
        ("issue,value,party,worth,weight\nS,b,A,1,2\nS,c,A,1,3\n", "row 3, column 5: expected one weight"),
        ("issue,value,party,worth\nS,b,A,1e99\n", "a number"),
        ("issue,value,party,worth,colour\nS,b,A,1,red\n", "column 5"),
    ],
)
def test_tables_that_are_refused(text, found):
    with pytest.raises(ExchangeError, match=found):
        read(worths=text)


def workbook(**sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


GRID = [
    ["issue", "value", "party", "worth"],
    ["Pay", 10, "Ann", 0.1],
    ["Pay", "low", "Ann", 3.0],
    [],
    ["Pay", 10, "Bob", 1],
]


def test_a_workbook_says_the_same_as_its_sheets():
    data = workbook(w=[*GRID, ["Pay", "low", "Bob", 1e-7]], r=[["party", "reservation"], ["Ann", 0.3]])
    conflict = read_tables([("b.xlsx", data)]).conflict
    assert dict(conflict.parties["ann"].worths["pay"].points) == {"value_10": Fraction(1, 10), "low": 3}
    assert conflict.parties["bob"].worths["pay"].points["low"] == Fraction(1, 10**7)
    assert conflict.parties["ann"].reservation.points == Fraction(3, 10)


def test_formulas_are_faults_with_sheet_row_and_column():
    with pytest.raises(ExchangeError) as raised:
        read_tables([("b.xlsx", workbook(w=[*GRID, ["Pay", "low", "Bob", "=1+1"], ["Pay", "x", True, "=A1"]]))])
    assert str(raised.value).count("a formula") == 2
    assert "b.xlsx [w]: row 6, column 4" in str(raised.value)


def repacked(data, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, parts.get("sheet", content) if "sheet1" in member.filename else content)
        for name, content in parts.items():
            if name != "sheet":
                new.writestr(f"xl/{name}.bin", content)
    return out.getvalue()


def test_workbooks_that_are_refused_or_cut(monkeypatch):
    good = workbook(w=[*GRID, ["Pay", "low", "Bob", 1]])
    with pytest.raises(ExchangeError, match="document type"):
        read_tables([("b.xlsx", repacked(good, sheet=b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet>&x;</worksheet>'))])
    for data in (b"", b"PK\x03\x04junk", good[: len(good) // 2], repacked(good, sheet=b"<worksheet><x></worksheet>")):
        with pytest.raises(ExchangeError, match=r"b\.xlsx"):
            read_tables([("b.xlsx", data)])
    assert "macros" in " ".join(read_tables([("b.xlsx", repacked(good, vbaProject=b"x"))]).warnings)
    monkeypatch.setattr("commonground.exchange.sheets.MAX_UNPACKED", 10**6)
    with pytest.raises(ExchangeError, match="bytes unpacked"):
        read_tables([("b.xlsx", repacked(good, bomb=b"0" * 2 * 10**6))])


def test_a_workbook_with_a_damaged_stream_is_refused_in_words():
    good = workbook(w=GRID + [["Pay", f"v{number}", "Bob", number] for number in range(200)])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    for seed in range(60):
        chance = random.Random(seed)
        damaged = bytearray(good)
        for _ in range(8):
            damaged[sheet.header_offset + 60 + chance.randrange(sheet.compress_size - 60)] ^= 1 << chance.randrange(8)
        with pytest.raises(ExchangeError, match=r"b\.xlsx"):
            read_tables([("b.xlsx", bytes(damaged))])


def random_conflict(rng):
    parties = {}
    issues = {
        f"i{i}": {"name": f"I {i} & <co>", "values": {f"v{v}": f'V "{v}"' for v in range(rng.randint(1, 4))}}
        for i in range(rng.randint(1, 3))
    }
    for p in range(rng.randint(2, 3)):
        worths = {
            id_: {
                "weight": rng.choice([1, 0, "0.25", "1/7"]),
                "points": {v: Fraction(rng.randint(-3, 9), rng.choice([1, 3, 10])) for v in issue["values"]},
            }
            for id_, issue in issues.items()
        }
        parties[f"p{p}"] = {"name": f"p{p}", "worths": worths, "reservation": rng.choice(["0", "1/3", "-4", "0.5"])}
    first = dict.fromkeys(issues, "v0")
    return Conflict.model_validate(
        {"title": "T", "issues": issues, "parties": parties, "offers": [{"party": "p1", "values": first}]}
    )


def reread(files):
    return read_file_set([(name, text.encode()) for name, text in files.items()]).conflict


def test_tables_there_and_back():
    for seed in range(150):
        conflict = random_conflict(random.Random(seed))
        files, lost = write_tables(conflict)
        back = reread(files)
        assert utilities(back) == utilities(conflict)
        assert build_packages(back).points(build_packages(back).reservations) == build_packages(conflict).points(
            build_packages(conflict).reservations
        )
        assert len(back.offers) == 1
        assert any("evidence" in part for part in lost)


def test_genius_there_and_back_up_to_an_increasing_line():
    for seed in range(150):
        conflict = random_conflict(random.Random(seed))
        files, _ = write_genius(conflict)
        back = reread(files)
        ours, theirs = utilities(conflict), utilities(back)
        assert list(ours) == list(theirs)
        held = [
            dict(zip(p.parties, p.points(p.reservations), strict=True))
            for p in (build_packages(conflict), build_packages(back))
        ]
        for party in conflict.parties:
            pairs = sorted({(ours[key][party], theirs[key][party]) for key in ours})
            assert all(0 <= there <= 1 for _, there in pairs)
            lines = {(b - d) / (a - c) for (a, b), (c, d) in zip(pairs[1:], pairs, strict=False)}
            assert len(lines) <= 1
            assert all(slope > 0 for slope in lines)
            for here, there in pairs:
                assert (here >= held[0][party]) == (there >= held[1][party])


def test_genius_utilities_that_fit_stay_as_they_are():
    text = "issue,value,party,worth\nA,x,Ann,0.3\nA,y,Ann,0.1\nB,x,Ann,0\nB,y,Ann,0.7\n"
    conflict = read(worths=text + text[text.index("\n") + 1 :].replace("Ann", "Bob"))
    files, lost = write_genius(conflict)
    assert utilities(reread(files)) == utilities(conflict)
    assert not any("utilities are written" in part for part in lost)


def test_genius_numbers_of_many_digits_stay_exact_and_endless_ones_are_refused():
    text = "issue,value,party,worth\nA,x,Ann,{}\nA,y,Ann,{}\nA,x,Bob,1\nA,y,Bob,0\n"
    conflict = read(worths=text.format("0.36363636363636363636", "0.636363636363636363637"))
    assert utilities(reread(write_genius(conflict)[0])) == utilities(conflict)
    with pytest.raises(ExchangeError, match="ann: expected numbers of at most 60 digits"):
        write_genius(read(worths=text.format("0." + "7" * 50, "1/" + "3" * 50)))


def test_a_workbook_of_a_tool_without_styles_is_read_in_silence():
    good = workbook(w=[*GRID, ["Pay", "low", "Bob", 1]])
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bare, "w") as new:
        for member in old.infolist():
            if member.filename != "xl/styles.xml":
                new.writestr(member.filename, old.read(member))
    # The suite turns warnings into errors.
    assert read_tables([("b.xlsx", bare.getvalue())]).conflict == read_tables([("b.xlsx", good)]).conflict


def test_a_workbook_of_millions_of_empty_cells_is_refused(monkeypatch):
    monkeypatch.setattr("commonground.exchange.sheets.MAX_CELLS", 1000)
    good = workbook(w=[*GRID, ["Pay", "low", "Bob", 1]])
    read_tables([("b.xlsx", good)])
    for inside in (b"<row/>" * 1001, b"<row>" + b'<c r="A1"/>' * 1000 + b"</row>", b"<x:row>" + b"<x:c/>" * 1000):
        with pytest.raises(ExchangeError, match="at most 1,000 rows and cells"):
            read_tables([("b.xlsx", repacked(good, sheet=b"<worksheet><sheetData>" + inside))])


def test_a_file_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(ExchangeError, match=r"w\.csv:2: no text in UTF-8: the byte 0xe4 .* save it as UTF-8"):
        read_tables([("w.csv", "issue,value,party,worth\nPäy,a,A,1\n".encode("latin-1"))])
    with pytest.raises(ExchangeError, match=r"w\.csv:1: no text in UTF-8: UTF-16"):
        read_tables([("w.csv", WORTHS.encode("utf-16"))])


def test_likenesses_are_looked_for_only_where_they_are_shown(monkeypatch):
    asked = []
    monkeypatch.setattr("commonground.exchange.tables_read.did_you_mean", lambda *given: asked.append(given) or "")
    rows = "".join(f"{i},Nobody {i},big,low\n" for i in range(500))
    with pytest.raises(ExchangeError, match="and 450 more faults"):
        read(w=WORTHS, o=f"step,party,Size,Pay=\n{rows}")
    assert len(asked) == 50
