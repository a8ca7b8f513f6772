"""The dates of a text, with relative ones resolved against the date of the document.

How relative dates are resolved (they count as ``relative``, and are resolved only where a document date is given):

- A weekday is the latest such day that is not after the document date; with *last* the latest before it; with *next*
  the first after it; with *this* or *coming*, or where its sentence speaks of what will be
  (``date_words.FUTURE_BEFORE``, no verb of report in between), the first that is not before it.
- A day or month without a year lies in the document's year; in the year before where that would be more than half a
  year ahead and nothing speaks of the future; in the year after where it would be past and something does.
- Weeks run from Monday to Sunday; *two weeks ago* is a whole week, *three months ago* a month, *a year ago* a year.
- *Three weeks later*, *several years ago* and *the past decade* are ``vague``; ``3/4/2024``, which is March or April,
  and a 31 February are ``ambiguous``. Both have no first and last day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from .date_words import ATTACKS, PATTERNS, month_number
from .days import (
    Days,
    around,
    counted_back,
    decade,
    make_day,
    near_day,
    near_month,
    the_century,
    week_day,
    whole_month,
    whole_year,
)
from .spans import Span

__all__ = ["PRECISIONS", "DateMention", "find_dates"]

PRECISIONS = ("day", "week", "month", "year", "decade", "century", "ambiguous", "vague")


class DateMention(NamedTuple):
    """A date in a text: where it stands, and the days from ``first`` to ``last`` that it means."""

    span: Span
    first: datetime.date | None
    "None where the date cannot be told: relative without a document date, ambiguous, vague."
    last: datetime.date | None
    precision: str
    "One of ``PRECISIONS``; a range has that of its ends."
    relative: bool
    "Whether it needs the document's date."


class _Found(NamedTuple):
    """A date before its place is known to be free."""

    begin: int
    end: int
    days: Days | None
    precision: str
    relative: bool = False


_Rule = Callable[[re.Match[str], datetime.date | None], Iterator[_Found]]


def find_dates(text: str, document_date: datetime.date | None = None) -> tuple[DateMention, ...]:
    """Return the dates of an English text, in its order.

    Parameters
    ----------
    text : str
        Spans count its code points.
    document_date : datetime.date, optional
        When the document was written. Without it relative dates are found and not resolved.

    Examples
    --------
    >>> written = datetime.date(2014, 3, 31)
    >>> for date in find_dates("SUNDAY night's meeting; talks from 3 to 5 May; a speech in 2012", written):
    ...     print(date.first, date.last, date.precision, date.relative)
    2014-03-30 2014-03-30 day True
    2014-05-03 2014-05-05 day True
    2012-01-01 2012-12-31 year False
    """
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for name, pattern in PATTERNS.items():
        rule = _RULES[name]
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            for begin, end, days, precision, relative in _applied(rule, match, document_date):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                first, last = days or (None, None)
                found.append(DateMention(Span(begin, end), first, last, precision, relative))
    return tuple(sorted(found, key=lambda mention: mention.span))


def _applied(rule: _Rule, match: re.Match[str], written: datetime.date | None) -> list[_Found]:
    """Return what a rule finds; a relative date that would lie outside the calendar (years 1 to 9999) stays open."""
    try:
        return list(rule(match, written))
    except (OverflowError, ValueError):
        return list(rule(match, None))


def _iso(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    days = make_day(int(match["y"]), int(match["m"]), int(match["d"]))
    if days:
        yield _Found(*match.span(), days, "day")


def _numeric(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    as_day_month, as_month_day = make_day(year, b, a), make_day(year, a, b)
    if match["sign"] == ".":
        as_month_day = None
    if as_day_month and as_month_day and as_day_month != as_month_day:
        yield _Found(*match.span(), None, "ambiguous")
    elif as_day_month or as_month_day:
        yield _Found(*match.span(), as_day_month or as_month_day, "day")


def _day(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    """``31 March 2014`` and ``March 31``, with or without a year."""
    days = _dated(match, match["d"], written)
    if days is _NO_SUCH_DAY:
        yield _Found(*match.span(), None, "ambiguous", match["y"] is None)
    else:
        yield _Found(*match.span(), days, "day", match["y"] is None)


def _several(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    """``12-15 March`` (a range), ``12 and 15 March`` (two days), ``3, 4 and 5 May`` (three)."""
    first, last = _dated(match, match["d1"], written), _dated(match, match["d"], written)
    relative = match["y"] is None
    if first is _NO_SUCH_DAY or last is _NO_SUCH_DAY:
        return
    span = match.group()[:7].lower()
    middle = match.groupdict().get("d2")
    separate = match["to"].strip() in ("and", "or", ",", "&") and not span.startswith("between")
    if not separate:
        days = (first[0], last[1]) if first and last and first[0] <= last[1] else None
        if (first is None) == (days is None):
            yield _Found(*match.span(), days, "day", relative)
        return
    groups = [("d1", first), ("d", last)]
    if middle:
        between = _dated(match, middle, written)
        groups[1:1] = [("d2", between)] if between is not _NO_SUCH_DAY else []
    month_first = match.start("m") < match.start("d1")
    for name, days in groups:
        whole = name == ("d1" if month_first else "d")
        begin = match.start() if whole and month_first else match.start(name)
        end = match.end() if whole and not month_first else match.end(name)
        yield _Found(begin, end, days, "day", relative)


_NO_SUCH_DAY: Days = (datetime.date.max, datetime.date.min)


def _dated(match: re.Match[str], day: str, written: datetime.date | None) -> Days | None:
    """Return the day meant; None where only the document's date would tell; ``_NO_SUCH_DAY`` for a 31 February."""
    number, month = int(re.sub(r"\D", "", day)), month_number(match["m"])
    if match["y"] is not None:
        return make_day(int(match["y"]), month, number) or _NO_SUCH_DAY
    if make_day(2024, month, number) is None:
        return _NO_SUCH_DAY
    if written is None or ((month, number) == (9, 11) and ATTACKS.match(match.string, match.end())):
        return None
    return near_day(match, month, number, written)


def _month_year(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    yield _Found(*match.span(), whole_month(int(match["y"]), month_number(match["m"])), "month")


def _bare_month(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    name = next(name for name in ("m1", "m2", "m3", "m4") if match[name])
    if match[name] in ("May", "MAY") and _is_a_name(match):
        return
    days = None if written is None else near_month(match, month_number(match[name]), written)
    begin = match.start() if name == "m1" else match.start(name)
    yield _Found(begin, match.end(), days, "month", True)


def _is_a_name(match: re.Match[str]) -> bool:
    """Return whether ``May`` may be somebody: after *by*, *of* or *from* in a text that has a Mrs May."""
    if match["m2"] is None or match.group().split()[0].lower() not in ("by", "of", "from", "before", "after"):
        return False
    return bool(re.search(r"\b(?:Theresa|Mrs?|Ms|Minister|Dame) May\b", match.string))


def _week_day(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    yield _Found(*match.span(), None if written is None else week_day(match, written), "day", True)


def _near(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    words = (match["near"] or match["near1"]).lower()
    step = 1 if words.startswith("tomorrow") else -1 if words.startswith(("yesterday", "last")) else 0
    day = None if written is None else written + datetime.timedelta(step)
    yield _Found(*match.span(), (day, day) if day else None, "day", True)


def _around(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    if match["vague"]:
        yield _Found(*match.span(), None, "vague", True)
        return
    unit, how = match["unit"] or "weekend", match["how"] or "this"
    days = None if written is None else around(how.lower(), unit, written)
    begin = match.start("weekend") if match["weekend"] else match.start()
    yield _Found(begin, match.end(), days, "day" if unit == "weekend" else unit, True)


def _ago(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    if match["unit"] is None:  # several weeks ago
        yield _Found(*match.span(), None, "vague", True)
        return
    unit, way = match["unit"], match["way"].split()[0]
    if way not in ("ago", "from"):
        if way in ("earlier", "later") or match.string[match.end() : match.end() + 1] in ("", ".", ",", ";", "\n"):
            yield _Found(*match.span(), None, "vague", True)
        return
    days = None if written is None else counted_back(match["n"], unit, written, ahead=way == "from")
    yield _Found(*match.span(), days, "year" if unit == "decade" else unit, True)


def _decade(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    year = int(match["y"]) if match["y"] else 1900 + int(match["short"])
    yield _Found(*match.span(), decade(year), "decade")


def _century(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    if 10 <= int(match["c"]) <= 21:
        yield _Found(*match.span(), the_century(int(match["c"])), "century")


def _years(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    first, text = int(match["y"]), match["y2"] or match["y3"]
    last = int(text) if len(text) == 4 else first - first % 100 + int(text)
    if first < last <= first + 200:
        yield _Found(*match.span(), (whole_year(first)[0], whole_year(last)[1]), "year")


_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|before|after|during|of|between|early|late|mid|year|summer|winter|spring|autumn|fall|circa|the|a|"
    r"and|to|back|around|about)|[(\[,–—-])[ \u00a0\n]?$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    r"\b(?:No|Nos|page|pages|p|pp|chapter|section|article|resolution|room|flight|some|nearly|almost|over|only|than|"
    r"or so)\.?[ \u00a0]$",
    re.IGNORECASE,
)


def _year(match: re.Match[str], written: datetime.date | None) -> Iterator[_Found]:
    """A number that is a year: from 1900 to 2049 unless something counts by it, else only after a word such as *in*."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    if _NO_YEAR.search(before):
        return
    year = int(match["y"])
    if 1900 <= year < 2050 or _YEAR_CUE.search(before):
        yield _Found(*match.span(), whole_year(year), "year")


_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "iso": _iso,
        "numeric": _numeric,
        "days": _several,
        "day": _day,
        "months": _several,
        "month": _day,
        "month_year": _month_year,
        "week_day": _week_day,
        "near": _near,
        "around": _around,
        "ago": _ago,
        "decade": _decade,
        "century": _century,
        "years": _years,
        "year": _year,
        "bare_month": _bare_month,
    }
)
