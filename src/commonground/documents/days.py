"""Reckoning with days: whole months and years, and what a relative date means when the document's date is known.

What would lie outside the calendar (years 1 to 9999) raises ``ValueError`` or ``OverflowError``, as the calendar does.
"""

from __future__ import annotations

import calendar
import datetime
import re

from .date_words import FUTURE_AFTER, FUTURE_BEFORE, NUMBERS, REPORTED, WEEKDAYS

__all__ = [
    "Days",
    "around",
    "counted_back",
    "decade",
    "make_day",
    "near_day",
    "near_month",
    "the_century",
    "week_day",
    "whole_month",
    "whole_year",
]

Days = tuple[datetime.date, datetime.date]
"The first and the last day."

_HALF_A_YEAR = datetime.timedelta(183)
_PAST = re.compile(r"^[^.!?\n]{0,60}\b(?:had|was|were)\b")
_STEP = {"last": -1, "this": 0, "next": 1}
_WINDOW = 90
"Characters before a date that are looked at for what its sentence speaks of."


def make_day(year: int, month: int, day: int) -> Days | None:
    """Return a day, or None where the calendar has no such one."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date, date


def whole_month(year: int, month: int) -> Days:
    """Return the first and the last day of a month.

    >>> whole_month(2024, 2)[1].day
    29
    """
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])


def whole_year(year: int) -> Days:
    """Return the first and the last day of a year."""
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def decade(year: int) -> Days:
    """Return the ten years that a year such as 1990 begins."""
    return datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31)


def the_century(number: int) -> Days:
    """Return the hundred years of a century: the 19th runs from 1801 to 1900."""
    return datetime.date(100 * number - 99, 1, 1), datetime.date(100 * number, 12, 31)


def _week(day: datetime.date, weeks: int = 0) -> Days:
    """Return the week, Monday to Sunday, so many weeks after that of a day."""
    monday = day + datetime.timedelta(7 * weeks - day.weekday())
    return monday, monday + datetime.timedelta(6)


def _ahead(match: re.Match[str]) -> bool:
    """Return whether the sentence of a date speaks of what will be."""
    text, begin = match.string, match.start()
    if "m2" in match.re.groupindex and match["m2"]:  # a bare month: what leads to it is part of the match
        begin = match.start("m2")
        if _PAST.search(text[match.end() : match.end() + _WINDOW]):
            return False
    before = text[max(0, begin - _WINDOW) : begin]
    before = re.split(r"[.!?;:]\s|\n", before)[-1]
    cue = None
    for found in FUTURE_BEFORE.finditer(before):
        cue = found
    if cue is not None and not REPORTED.search(before, cue.end()):
        return True
    return bool(FUTURE_AFTER.match(text[match.end() : match.end() + 80]))


def near_day(match: re.Match[str], month: int, day: int, written: datetime.date) -> Days | None:
    """Return the day of a month without a year, in the year that the module of ``dates`` states."""
    years = (written.year + _STEP[match["of"]],) if match["of"] else _years(match, month, day, written)
    for year in years:
        days = make_day(year, month, day)
        if days:  # 29 February stands in leap years only
            return days
    return None


def near_month(match: re.Match[str], month: int, written: datetime.date) -> Days:
    """Return the month without a year, in the year that the module of ``dates`` states; *last* and *next* as said."""
    how = (match.groupdict().get("how") or "").lower()
    year = written.year
    if how == "last":
        return whole_month(year if month < written.month else year - 1, month)
    if how == "next":
        return whole_month(year if month > written.month else year + 1, month)
    if how == "this":
        return whole_month(year, month)
    of = match.groupdict().get("of") or match.groupdict().get("of3")
    if of:
        return whole_month(year + _STEP[of], month)
    if re.match(r"since\b", match.group(), re.IGNORECASE):
        return whole_month(year if month <= written.month else year - 1, month)
    return whole_month(_years(match, month, 31, written)[0], month)


def _years(match: re.Match[str], month: int, day: int, written: datetime.date) -> tuple[int, ...]:
    """Return the years to try, the likeliest first."""
    year = written.year
    this = datetime.date(year, month, min(day, 28))
    if this > written + _HALF_A_YEAR and not _ahead(match):
        return year - 1, year - 2, year - 3, year - 4
    if (this.month, day) < (written.month, written.day) and _ahead(match):
        return year + 1, year + 2, year + 3, year + 4
    return year, year - 1, year - 2, year - 3


def week_day(match: re.Match[str], written: datetime.date) -> Days:
    """Return the day that the name of a weekday means."""
    wanted = WEEKDAYS.index(match["w"].capitalize())
    if match["week"]:
        monday = _week(written, _STEP[match["week"]])[0]
        day = monday + datetime.timedelta(wanted)
        return day, day
    how = (match["how"] or "").lower()
    back = (written.weekday() - wanted) % 7
    on = (wanted - written.weekday()) % 7
    if how in ("last", "this past"):
        step = -(back or 7)
    elif how == "next":
        step = on or 7
    elif how or _ahead(match):
        step = on
    else:
        step = -back
    day = written + datetime.timedelta(step)
    return day, day


def around(how: str, unit: str, written: datetime.date) -> Days:
    """Return last, this (past) or next week, weekend, month, year, decade or century."""
    if how == "this past" and unit in ("week", "weekend"):
        return _just_over(unit, written)
    step = _STEP.get(how, 0)
    if unit == "week":
        return _week(written, step)
    if unit == "weekend":
        return _weekend(step, written)
    if unit == "month":
        return _month_after(written, step)
    if unit == "year":
        return whole_year(written.year + step)
    if unit == "decade":
        return decade(written.year - written.year % 10 + 10 * step)
    return the_century((written.year + 99) // 100 + step)


def _weekend(step: int, written: datetime.date) -> Days:
    """Return the Saturday and Sunday of this week, the latest ones that are over, or those of next week."""
    saturday = _week(written)[0] + datetime.timedelta(5)
    if step:
        saturday += datetime.timedelta(7 * step)
    elif written.weekday() < 2:
        saturday -= datetime.timedelta(7)  # on a Monday, `this weekend` is the one just over
    return saturday, saturday + datetime.timedelta(1)


def _just_over(unit: str, written: datetime.date) -> Days:
    """Return the seven days before a day, or the latest weekend that is over on it."""
    if unit == "week":
        return written - datetime.timedelta(7), written - datetime.timedelta(1)
    saturday = written - datetime.timedelta(written.weekday() + 2)
    return saturday, saturday + datetime.timedelta(1)


def _month_after(written: datetime.date, months: int) -> Days:
    """Return the month so many months after that of a day."""
    number = 12 * written.year + written.month - 1 + months
    return whole_month(number // 12, number % 12 + 1)


def counted_back(number: str, unit: str, written: datetime.date, *, ahead: bool) -> Days:
    """Return the day, week, month or year so many days, weeks, months, years or decades before (or after) a day."""
    count = int(number) if number.isdigit() else sum(NUMBERS[word] for word in number.lower().split("-"))
    step = count if ahead else -count
    if unit == "day":
        day = written + datetime.timedelta(step)
        return day, day
    if unit == "week":
        return _week(written, step)
    if unit == "month":
        return _month_after(written, step)
    return whole_year(written.year + step * (10 if unit == "decade" else 1))
