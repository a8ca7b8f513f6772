"""Dates: what is found, what it means against the day the document was written, and what is left alone."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.date_words import MONTHS, PATTERNS, WEEKDAYS
from commonground.documents.dates import PRECISIONS, find_dates
from commonground.documents.days import whole_month

MONDAY = datetime.date(2014, 3, 31)


def found(text, written=MONDAY):
    """Return the dates as ``words: first..last precision``, with ``~`` where relative."""
    shown = []
    for date in find_dates(text, written):
        days = "?" if date.first is None else f"{date.first}" + (f"..{date.last}" if date.last != date.first else "")
        shown.append(f"{text[date.span.slice]}: {'~' if date.relative else ''}{days} {date.precision}")
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 31 March 2014 they", ["31 March 2014: 2014-03-31 day"]),
        ("on 31st March, 2014.", ["31st March, 2014: 2014-03-31 day"]),
        ("the 31st of March 2014", ["31st of March 2014: 2014-03-31 day"]),
        ("March 31, 2014: talks", ["March 31, 2014: 2014-03-31 day"]),
        ("March 31st 2014", ["March 31st 2014: 2014-03-31 day"]),
        ("Sept. 11, 2001", ["Sept. 11, 2001: 2001-09-11 day"]),
        ("MARCH 31, 2014", ["MARCH 31, 2014: 2014-03-31 day"]),
        ("Monday, 31 March 2014", ["Monday, 31 March 2014: 2014-03-31 day"]),
        ("Monday March 31", ["Monday March 31: ~2014-03-31 day"]),
        ("on 31 \n March 2014", ["31 \n March 2014: 2014-03-31 day"]),
        ("2014-03-31T10:00:00Z", ["2014-03-31T10:00:00Z: 2014-03-31 day"]),
        ("2014/03/31", ["2014/03/31: 2014-03-31 day"]),
        ("31/03/2014", ["31/03/2014: 2014-03-31 day"]),
        ("03/31/2014", ["03/31/2014: 2014-03-31 day"]),
        ("31.3.2014", ["31.3.2014: 2014-03-31 day"]),
        ("3.4.2014", ["3.4.2014: 2014-04-03 day"]),
        ("4/4/2024", ["4/4/2024: 2024-04-04 day"]),
        ("3/4/2024", ["3/4/2024: ? ambiguous"]),
        ("31 February 2014", ["31 February 2014: ? ambiguous"]),
        ("12 and 15 March", ["12: ~2014-03-12 day", "15 March: ~2014-03-15 day"]),
        ("3, 4 and 5 May 2013", ["3: 2013-05-03 day", "4: 2013-05-04 day", "5 May 2013: 2013-05-05 day"]),
        ("March 12 and 15", ["March 12: ~2014-03-12 day", "15: ~2014-03-15 day"]),
        ("12-15 March 2013", ["12-15 March 2013: 2013-03-12..2013-03-15 day"]),
        ("12–15 March", ["12–15 March: ~2014-03-12..2014-03-15 day"]),
        ("March 12-15, 2013", ["March 12-15, 2013: 2013-03-12..2013-03-15 day"]),
        ("from 3 to 5 May", ["from 3 to 5 May: ~2014-05-03..2014-05-05 day"]),
        ("between 3 and 5 May", ["between 3 and 5 May: ~2014-05-03..2014-05-05 day"]),
        ("28 March to 2 April", ["28 March: ~2014-03-28 day", "2 April: ~2014-04-02 day"]),
        ("in March 2013", ["March 2013: 2013-03-01..2013-03-31 month"]),
        ("May of 2013", ["May of 2013: 2013-05-01..2013-05-31 month"]),
        ("in 2012 and 2013", ["2012: 2012-01-01..2012-12-31 year", "2013: 2013-01-01..2013-12-31 year"]),
        ("the 1917 revolution", ["1917: 1917-01-01..1917-12-31 year"]),
        ("in 1648, the", ["1648: 1648-01-01..1648-12-31 year"]),
        ("from 1914 to 1918", ["1914 to 1918: 1914-01-01..1918-12-31 year"]),
        ("1914-18", ["1914-18: 1914-01-01..1918-12-31 year"]),
        ("the 1990s", ["1990s: 1990-01-01..1999-12-31 decade"]),
        (
            "the mid-1990s and the ’80s",
            ["mid-1990s: 1990-01-01..1999-12-31 decade", "’80s: 1980-01-01..1989-12-31 decade"],
        ),
        ("the 19th century", ["19th century: 1801-01-01..1900-12-31 century"]),
    ],
)
def test_dates_that_are_written_out(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUNDAY night’s meeting", "SUNDAY night: ~2014-03-30 day"),
        ("they met on Monday", "Monday: ~2014-03-31 day"),
        ("they met on Tuesday", "Tuesday: ~2014-03-25 day"),
        ("They will meet on Tuesday", "Tuesday: ~2014-04-01 day"),
        ("Russia will answer, Lavrov said on Friday", "Friday: ~2014-03-28 day"),
        ("Friday’s talks will be the last", "Friday: ~2014-04-04 day"),
        ("said on Friday that Russia will withdraw", "Friday: ~2014-03-28 day"),
        ("last Friday", "last Friday: ~2014-03-28 day"),
        ("last Monday", "last Monday: ~2014-03-24 day"),
        ("next Monday", "next Monday: ~2014-04-07 day"),
        ("next Tuesday morning", "next Tuesday morning: ~2014-04-01 day"),
        ("this Friday", "this Friday: ~2014-04-04 day"),
        ("on Friday of last week", "Friday of last week: ~2014-03-28 day"),
        ("yesterday evening", "yesterday evening: ~2014-03-30 day"),
        ("last night", "last night: ~2014-03-30 day"),
        ("today", "today: ~2014-03-31 day"),
        ("Tonight we", "Tonight: ~2014-03-31 day"),
        ("tomorrow", "tomorrow: ~2014-04-01 day"),
        ("last week", "last week: ~2014-03-24..2014-03-30 week"),
        ("next month", "next month: ~2014-04-01..2014-04-30 month"),
        ("last year", "last year: ~2013-01-01..2013-12-31 year"),
        ("over the weekend", "the weekend: ~2014-03-29..2014-03-30 day"),
        ("two days ago", "two days ago: ~2014-03-29 day"),
        ("two weeks ago", "two weeks ago: ~2014-03-17..2014-03-23 week"),
        ("three months ago", "three months ago: ~2013-12-01..2013-12-31 month"),
        ("Twenty-two years ago", "Twenty-two years ago: ~1992-01-01..1992-12-31 year"),
        ("on June 16th of last year", "June 16th of last year: ~2013-06-16 day"),
        ("it would do so by the end of February", "February: ~2015-02-01..2015-02-28 month"),
        ("They leave by February.", "February: ~2015-02-01..2015-02-28 month"),
        ("By February the talks had failed.", "February: ~2014-02-01..2014-02-28 month"),
        ("20 years ago", "20 years ago: ~1994-01-01..1994-12-31 year"),
        ("a week from now", "a week from now: ~2014-04-07..2014-04-13 week"),
        ("three weeks later", "three weeks later: ~? vague"),
        ("several years ago", "several years ago: ~? vague"),
        ("over the next decade", "the next decade: ~? vague"),
        ("in May", "May: ~2014-05-01..2014-05-31 month"),
        ("by May", "May: ~2014-05-01..2014-05-31 month"),
        ("in February", "February: ~2014-02-01..2014-02-28 month"),
        ("in December", "December: ~2013-12-01..2013-12-31 month"),
        ("It will happen in December", "December: ~2014-12-01..2014-12-31 month"),
        ("It will happen in January", "January: ~2015-01-01..2015-01-31 month"),
        ("since May", "May: ~2013-05-01..2013-05-31 month"),
        ("last December", "last December: ~2013-12-01..2013-12-31 month"),
        ("by March of next year", "March of next year: ~2015-03-01..2015-03-31 month"),
        ("in a May interview", "May: ~2014-05-01..2014-05-31 month"),
        ("on 21 February", "21 February: ~2014-02-21 day"),
        ("on Dec. 1", "Dec. 1: ~2013-12-01 day"),
        ("the Sept. 11 attacks", "Sept. 11: ~? day"),
    ],
)
def test_dates_that_need_the_day_of_the_document(text, expected):
    assert found(text) == [expected]
    undated = find_dates(text)
    assert [(date.first, date.last, date.relative) for date in undated] == [(None, None, True)]
    assert [date.span for date in undated] == [date.span for date in find_dates(text, MONDAY)]


@pytest.mark.parametrize(
    "text",
    [
        "you may go, and May we follow?",
        "they march on; the Women’s March",
        "2012 workers went on strike",
        "some 2000 people and 1917 dead soldiers",
        "£2012 and $1999 and 2,012 and 2012.5 and No 1973",
        "Resolution 2202, page 1917, flight 1850",
        "the Sunday Times, Bloody Sunday, Fox News Sunday, USA TODAY, Russia Today",
        "version 3.11.7, ratio 3/4, score 24/7, phone 2014-555",
        "9/11 and 1/2",
        "a brighter tomorrow",
        "criticised by May, Theresa May’s rival",
        "decades of war, a decade, the weekend",
    ],
)
def test_what_is_no_date(text):
    assert found(text) == []


def test_a_count_after_a_month_is_no_day():
    assert found("in March 12 people died") == ["March: ~2014-03-01..2014-03-31 month"]


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2049, 12, 31)),
    st.sampled_from(["{d} {M} {y}", "{M} {d}, {y}", "{y}-{m:02}-{d:02}", "{d}th of {M} {y}", "{w}, {d} {M} {y}"]),
    st.sampled_from(["", "On ", "They met (", "“"]),
    st.sampled_from(["", ".", ",", ") and", "’s talks", "\n\n"]),
)
def test_every_day_is_found_in_every_form(day, form, before, after):
    words = form.format(d=day.day, m=day.month, M=MONTHS[day.month - 1], y=day.year, w=WEEKDAYS[day.weekday()])
    (date,) = find_dates(before + words + after, MONDAY)
    assert (date.first, date.last, date.precision, date.relative) == (day, day, "day", False)
    assert (before + words + after)[date.span.slice] == words


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2040, 1, 1)), st.sampled_from(WEEKDAYS))
def test_weekdays_against_a_search_day_by_day(written, name):
    def step(by, begin):
        day = written + datetime.timedelta(begin)
        while day.strftime("%A") != name:
            day += datetime.timedelta(by)
        return day

    for text, expected in (
        (f"met on {name}", step(-1, 0)),
        (f"last {name}", step(-1, -1)),
        (f"next {name}", step(1, 1)),
        (f"will meet on {name}", step(1, 0)),
    ):
        (date,) = find_dates(text, written)
        assert date.first == date.last == expected


PIECES = [
    *(
        "in",
        "on",
        "by",
        "from",
        "to",
        "and",
        "between",
        "May",
        "March",
        "Sept.",
        "Sunday",
        "last",
        "next",
        "week",
        "year",
    ),
    *(
        "2014",
        "1917",
        "12",
        "31",
        "3rd",
        "3/4/2024",
        "1990s",
        "’90s",
        "ago",
        "two",
        "later",
        "will",
        "said",
        "-",
        "–",
        ",",
    ),
    *(".", "\n", "tonight", "TODAY", "19th century", "the", "of", "\u202e", "é", "😀", "1648", "999", "February", "30"),
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=30),
    st.sampled_from([" ", "", "\n"]),
    st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)) | st.none(),
)
def test_spans_are_sound_whatever_the_text(pieces, space, written):
    text = space.join(pieces)
    dates = find_dates(text, written)
    for date in dates:
        assert 0 <= date.span.begin < date.span.end <= len(text)
        assert text[date.span.slice] == text[date.span.slice].strip()
        assert date.precision in PRECISIONS
        assert (date.first is None) == (date.last is None)
        assert date.first is None or date.first <= date.last
        assert written is not None or not date.relative or date.first is None
    for one, other in pairwise(dates):
        assert one.span.end <= other.span.begin


@given(st.text(alphabet="12 3/4-.,MayMarchSundy019’stndlaoe\n", max_size=200))
def test_no_text_is_a_fault(text):
    find_dates(text, MONDAY)


def test_months_and_years_cover_their_days():
    for month in range(1, 13):
        first, last = whole_month(2023, month)
        assert (first.day, (last + datetime.timedelta(1)).day) == (1, 1)


def test_every_form_has_a_rule():
    from commonground.documents.dates import _RULES

    assert set(_RULES) == set(PATTERNS)


@pytest.mark.parametrize("written", [datetime.date.min, datetime.date.max, datetime.date(2024, 2, 29)])
def test_a_document_of_the_first_or_last_day_there_is(written):
    for text in (
        "yesterday tomorrow last week next week this past weekend last weekend next year last month next decade",
        "met on Sunday; will meet on Friday; last Monday; next Tuesday; Friday of last week; Friday of next week",
        "two days ago, 900 weeks ago, 999 years ago, ten decades from now, 5 months from now, a year from now",
        "on 29 February, last May, next May, in December, will be in January, by March of next year, on 31 December",
    ):
        assert len(find_dates(text, written)) == len(find_dates(text))
