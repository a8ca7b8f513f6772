"""Plain tables -> commonground: worths, reservations and offers, as CSV files or sheets of a workbook.

A sheet is known by its header: ``issue, value, party, worth[, weight]``; ``party, reservation``; or ``step, party`` and
one column per issue (or cells ``issue=value``). ``option`` may stand for ``value``, and ``value`` then for ``worth``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ..errors import ExchangeError, did_you_mean, printable
from ..model import read_exact
from .domains import Domain, DomainIssue, Profile, conflict_from
from .formats import Imported, decoded
from .sheets import Row, Sheet, read_csv, read_xlsx

__all__ = ["read_sheets", "read_tables"]

MAX_FAULTS = 50
KINDS = "`issue, value, party, worth[, weight]`, `party, reservation` or `step, party, ...`"


def read_tables(files: Sequence[tuple[str, bytes]]) -> Imported:
    """Return the conflict that CSV files and workbooks (name, content) state together.

    Raises
    ------
    ExchangeError
        One line per fault, each with file or sheet, row and column.

    Examples
    --------
    >>> text = b"issue,value,party,worth\\nPay,high,Ann,0.3\\nPay,low,Ann,0\\n"
    >>> read_tables([("pay.csv", text)]).conflict.parties["ann"].worths["pay"].points["high"]
    Fraction(3, 10)
    """
    sheets: list[Sheet] = []
    warnings: list[str] = []
    for name, data in files:
        if name.lower().endswith((".xlsx", ".xlsm")):
            found, told = read_xlsx(data, file=name)
            sheets.extend(found)
            warnings.extend(told)
        else:
            sheets.append(read_csv(decoded(name, data), file=name))
    return read_sheets(sheets, source=", ".join(name for name, _ in files), warnings=warnings)


def read_sheets(sheets: Sequence[Sheet], *, source: str, warnings: Sequence[str] = ()) -> Imported:
    """Return the conflict that sheets state together; as `read_tables`."""
    return _Tables(source).read(sheets, warnings)


class _Tables:
    """Collects what sheets state, and every fault."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[str] = []
        self.values: dict[str, dict[str, None]] = {}
        self.worths: dict[tuple[str, str, str], Fraction] = {}
        self.weights: dict[tuple[str, str], Fraction] = {}
        self.parties: dict[str, None] = {}
        self.reservations: dict[str, Fraction] = {}
        self.offers: list[tuple[str, Mapping[str, str]]] = []

    def read(self, sheets: Sequence[Sheet], warnings: Sequence[str]) -> Imported:
        later: list[Callable[[], None]] = []
        for sheet in sheets:
            header = [cell.lower() for cell in sheet.header.cells]
            if header[:2] == ["step", "party"]:
                later.append(lambda sheet=sheet: self.read_offers(sheet))  # type: ignore[misc]
            elif {"issue", "party"} <= set(header) and {"value", "option"} & set(header):
                self.read_worths(sheet, header)
            elif {"party", "reservation"} <= set(header):
                later.append(lambda sheet=sheet, header=header: self.read_reservations(sheet, header))  # type: ignore[misc]
            else:
                self.fault(sheet, sheet.header, 0, f"a header {KINDS}", ", ".join(sheet.header.cells))
        if not self.values and not self.faults:
            raise ExchangeError(f"{self.source}: expected a table of worths, `issue, value, party, worth`; got none")
        for step in later:
            step()
        self.check_complete()
        if self.faults:
            more = len(self.faults) - MAX_FAULTS
            tail = [f"{self.source}: and {more} more faults"] if more > 0 else []
            raise ExchangeError("\n".join([*self.faults[:MAX_FAULTS], *tail]))
        return conflict_from(self.domain(warnings))

    def fault(self, sheet: Sheet, row: Row, column: int, expected: str, found: str, mend: str = "") -> None:
        shown = f"`{found[:60]}`" if found else "nothing"
        line = f"{sheet.at(row, column)}: expected {expected}; got {shown}" + (f" ({mend})" if mend else "")
        self.faults.append(printable(line))

    def number(self, sheet: Sheet, row: Row, column: int) -> Fraction | None:
        text = _cell(row, column)
        try:
            return read_exact(text)
        except ValueError:
            mend = "write a decimal point" if "," in text else ""
            self.fault(sheet, row, column, "a number", text, mend)
            return None

    def known(self, sheet: Sheet, row: Row, column: int, what: str, text: str, names: Mapping[str, object]) -> bool:
        if text in names:
            return True
        # What is not shown needs no likeness: that takes long where there are many faults or names.
        mend = did_you_mean(text, list(names)) if len(self.faults) < MAX_FAULTS else ""
        self.fault(sheet, row, column, what, text, mend)
        return False

    def read_worths(self, sheet: Sheet, header: Sequence[str]) -> None:
        value_name, worth_name = ("option", "value") if "option" in header else ("value", "worth")
        worth_name = "worth" if "worth" in header else worth_name
        if worth_name not in header:
            self.fault(sheet, sheet.header, 0, f"a column `{worth_name}`", ", ".join(sheet.header.cells))
            return
        places = [header.index(name) for name in ("issue", value_name, "party")]
        at_worth, at_weight = header.index(worth_name), header.index("weight") if "weight" in header else None
        known = {"issue", value_name, "party", worth_name, "weight"}
        for i, name in enumerate(header):
            if name not in known or name in header[:i]:
                self.fault(sheet, sheet.header, i, f"each of {', '.join(sorted(known))} once", name)
        for row in sheet.rows:
            texts = [_cell(row, place) for place in places]
            for place, text, what in zip(places, texts, ("issue", "value", "party"), strict=True):
                if not text:
                    self.fault(sheet, row, place, f"the name of a {what}".replace("a issue", "an issue"), "")
            worth = self.number(sheet, row, at_worth)
            issue, value, party = texts
            if party:
                self.parties.setdefault(party)
            if issue and value:
                self.values.setdefault(issue, {})[value] = None
            if not all(texts):
                continue
            if (issue, value, party) in self.worths:
                expected = f"one worth of {issue} = {value} for {party}, given above"
                self.fault(sheet, row, at_worth, expected, _cell(row, at_worth))
            # A faulty number stands in the faults already; 0 in its place keeps it from being missed as well.
            self.worths[issue, value, party] = worth or Fraction(0)
            if at_weight is not None and _cell(row, at_weight):
                weight = self.number(sheet, row, at_weight)
                held = self.weights.setdefault((issue, party), weight) if weight is not None else None
                if held != weight:
                    self.fault(sheet, row, at_weight, f"one weight of {issue} for {party}", _cell(row, at_weight))

    def read_reservations(self, sheet: Sheet, header: Sequence[str]) -> None:
        at_party, at_number = header.index("party"), header.index("reservation")
        for row in sheet.rows:
            party = _cell(row, at_party)
            number = self.number(sheet, row, at_number)
            known = self.known(sheet, row, at_party, "a party of the worths", party, self.parties)
            if known and party in self.reservations:
                self.fault(sheet, row, at_number, f"one reservation of {party}, given above", _cell(row, at_number))
            elif known and number is not None:
                self.reservations[party] = number

    def read_offers(self, sheet: Sheet) -> None:
        """Read offers in the order of their steps; rows of one step keep the order of the sheet."""
        found: list[tuple[Fraction, str, Mapping[str, str]]] = []
        for row in sheet.rows:
            step = self.number(sheet, row, 0)
            party = _cell(row, 1)
            known = self.known(sheet, row, 1, "a party of the worths", party, self.parties)
            values = self.offered(sheet, row)
            if known and step is not None:
                found.append((step, party, values))
        self.offers.extend((party, values) for _, party, values in sorted(found, key=lambda entry: entry[0]))

    def offered(self, sheet: Sheet, row: Row) -> Mapping[str, str]:
        values: dict[str, str] = {}
        before = len(self.faults)
        for column in range(2, len(row.cells)):
            text = row.cells[column]
            issue = _cell(sheet.header, column)
            if not text:
                continue
            if issue not in self.values:
                # A value may hold an equals sign; a name of an issue that does is matched whole.
                issue = next((name for name in self.values if text.startswith(f"{name}=")), text.partition("=")[0])
                text = text[len(issue) + 1 :].strip()
            if not self.known(sheet, row, column, "an issue of the worths", issue.strip(), self.values):
                continue
            if issue in values:
                self.fault(sheet, row, column, f"one value of {issue}, given before", text)
            elif self.known(sheet, row, column, f"a value of {issue}", text, self.values[issue]):
                values[issue] = text
        missing = [issue for issue in self.values if issue not in values]
        if missing and len(self.faults) == before:
            self.fault(sheet, row, 2, f"a value of {', '.join(missing[:8])} too", "")
        return values

    def check_complete(self) -> None:
        for issue, values in self.values.items():
            for party in self.parties:
                missing = [value for value in values if (issue, value, party) not in self.worths]
                if missing:
                    shown = ", ".join(missing[:8])
                    line = f"{self.source}: expected a worth of {issue} = {shown} for {party}; got none"
                    self.faults.append(printable(line))

    def domain(self, warnings: Sequence[str]) -> Domain:
        profiles = tuple(
            Profile(
                party,
                tuple(self.weights.get((issue, party), Fraction(1)) for issue in self.values),
                tuple(
                    {value: self.worths[issue, value, party] for value in values}
                    for issue, values in self.values.items()
                ),
                frozenset(),
                self.reservations.get(party),
            )
            for party in self.parties
        )
        issues = tuple(DomainIssue(issue, tuple(values)) for issue, values in self.values.items())
        note = "Read from plain tables; numbers as given, weights 1 where none stands."
        return Domain("Negotiation", issues, profiles, self.source, note, tuple(warnings), tuple(self.offers))


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
