"""Sheets of texts from CSV files and XLSX workbooks, every cell with its place; nothing in them is evaluated."""

from __future__ import annotations

import csv
import io
import re
import warnings as stdlib_warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import ExchangeError

__all__ = ["Row", "Sheet", "read_csv", "read_xlsx"]

MAX_CHARACTERS = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_UNPACKED = 100_000_000
MAX_MEMBERS = 2_000
MAX_CELLS = 2_000_000
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number (in a CSV file, its last line) and the texts of its cells, without spaces around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it; rows without any text are left out."""

    name: str
    header: Row
    rows: tuple[Row, ...]

    def at(self, row: Row, column: int) -> str:
        """Return the place of a cell in words; columns count from 0 here and from 1 there."""
        return f"{self.name}: row {row.number}, column {column + 1}"


def read_csv(text: str, *, file: str) -> Sheet:
    """Return a CSV text as a sheet; the separator is whichever of comma, semicolon and tab the header has most of.

    Raises
    ------
    ExchangeError
        With file and line where the text is no CSV, or is too large.

    Examples
    --------
    >>> read_csv("party;reservation\\nann; 0.5\\n", file="r.csv").rows
    (Row(number=2, cells=('ann', '0.5')),)
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        raise ExchangeError(f"{file}: expected at most {MAX_CHARACTERS:,} characters; got {len(text):,}")
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count), strict=True)

    def rows() -> Iterator[Row]:
        try:
            for cells in reader:
                yield Row(reader.line_num, tuple(cell.strip() for cell in cells))
        except csv.Error as error:
            raise ExchangeError(f"{file}:{reader.line_num}: not CSV: {error}") from error

    return _sheet(file, rows())


def read_xlsx(data: bytes, *, file: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Return the sheets of a workbook, and in words what of it was left aside.

    A number is the shortest decimal that gives the stored one back: 0.1 where a spreadsheet shows 0.1. Needs
    openpyxl (the extra ``xlsx``). Formulas are faults, with their place: neither they nor macros nor links to other
    files are evaluated.

    Raises
    ------
    ExchangeError
        Where openpyxl is missing, the file is no workbook or too large unpacked, or a cell holds a formula, an error
        or no text, number or truth value: every such cell.
    """
    try:
        import openpyxl
    except ImportError:
        raise ExchangeError(
            f"{file}: reading .xlsx files needs openpyxl: pip install 'commonground[xlsx]', or save the sheets as CSV"
        ) from None
    warnings = tuple(f"{file}: {left} left aside" for left in _check_package(data, file))
    faults: list[str] = []
    sheets: list[Sheet] = []
    try:
        with stdlib_warnings.catch_warnings():
            # What openpyxl misses of styles and the like says nothing about the texts and numbers in cells.
            stdlib_warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            for page in book.worksheets:
                page.reset_dimensions()
                name = f"{file} [{page.title}]"
                rows = list(_rows(page, name, faults))
                if any(any(row.cells) for row in rows):
                    sheets.append(_sheet(name, iter(rows)))
            book.close()
    except ExchangeError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as openpyxl has lines
        raise ExchangeError(f"{file}: no readable workbook: {type(error).__name__}: {str(error)[:100]}") from error
    if faults:
        raise ExchangeError("\n".join(faults[:50]))
    return tuple(sheets), warnings


def _sheet(name: str, rows: Iterator[Row]) -> Sheet:
    kept: list[Row] = []
    for row in rows:
        if len(kept) > MAX_ROWS or len(row.cells) > MAX_COLUMNS:
            raise ExchangeError(f"{name}: expected at most {MAX_ROWS:,} rows of {MAX_COLUMNS} columns; got more")
        if any(row.cells):
            kept.append(row)
    if not kept:
        raise ExchangeError(f"{name}: expected a header; got nothing")
    return Sheet(name, kept[0], tuple(kept[1:]))


def _check_package(data: bytes, file: str) -> Iterator[str]:
    """Refuse archives that unpack to too much or bring document types; yield what is left aside."""
    from ..documents.extract.archive import DAMAGED, TooMuchInside, unpacked

    names: set[str] = set()
    cells = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ExchangeError(f"{file}: expected at most {MAX_MEMBERS:,} parts; got {len(members):,}")
            for member, content in unpacked(archive, members, MAX_UNPACKED):
                names.add(member.filename)
                if member.filename.endswith((".xml", ".rels")) and (b"<!" in content or b"\x00" in content[:200]):
                    raise ExchangeError(f"{file}: {member.filename}: expected XML in UTF-8 without a document type")
                cells += sum(1 for _ in _CELL.finditer(content))
                if cells > MAX_CELLS:
                    raise ExchangeError(f"{file}: expected at most {MAX_CELLS:,} rows and cells; got more")
    except TooMuchInside:
        raise ExchangeError(f"{file}: expected at most {MAX_UNPACKED:,} bytes unpacked; got more") from None
    except (*DAMAGED, RuntimeError) as error:
        raise ExchangeError(f"{file}: no .xlsx workbook: {error}") from error
    if any("vbaProject" in name for name in names):
        yield "macros"
    if any("externalLinks/" in name for name in names):
        yield "links to other workbooks"


def _rows(page: Any, name: str, faults: list[str]) -> Iterator[Row]:
    # One row and column more than allowed are read, so that what is too large is seen and not cut.
    cells = page.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1)
    for number, row in enumerate(cells, start=1):
        texts = [_text(cell, f"{name}: row {number}, column {i}", faults) for i, cell in enumerate(row, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, tuple(texts))


def _text(cell: Any, place: str, faults: list[str]) -> str:
    value = cell.value
    if value is None:
        return ""
    kind = cell.data_type
    if kind == "f" or kind == "e" or not isinstance(value, str | int | float):
        found = {"f": "a formula", "e": "an error value"}.get(kind, f"a {type(value).__name__}")
        faults.append(f"{place}: expected a text or a number; got {found} (paste its value instead)")
        return ""
    if isinstance(value, float):
        from decimal import Decimal

        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value).strip()
