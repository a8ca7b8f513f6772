"""What a web page says about itself: its title, and the day it was published."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["page_date", "page_title"]

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_DATE_NAMES = frozenset(
    """
    article:published_time og:article:published_time og:published_time datepublished dc.date dc.date.issued
    dcterms.date dcterms.issued dcterms.created date pubdate publishdate publish-date publication_date
    parsely-pub-date sailthru.date citation_publication_date citation_date
    """.split()  # noqa: SIM905
)
_LONGEST_JSON = 200_000


def page_title(root: Any) -> str | None:
    """Return ``og:title``, else ``title``, else the first heading; on one line, at most 300 characters."""
    stated = (meta.get("content") for meta in root.iter("meta") if _name(meta) in ("og:title", "twitter:title"))
    titles = (element.text_content() for element in root.iter("title"))
    heads = (element.text_content() for element in root.iter("h1"))
    for found in (*stated, *titles, *heads):
        line = " ".join((found or "").split())[:300]
        if line:
            return line
    return None


def page_date(root: Any) -> tuple[str | None, tuple[str, ...]]:
    """Return the date on which a page says it was published, and what to say about it.

    A date is taken where all statements in ``meta`` and JSON-LD name one day. Several days, and days that only stand in
    ``time`` elements of the text, are suggestions: named in the warning, taken by nobody.
    """
    stated = sorted({day for text in _statements(root) if (day := _day(text))})
    shown = sorted({day for time in root.iter("time") if (day := _day(time.get("datetime") or ""))})
    if len(stated) == 1:
        return stated[0], (f"date {stated[0]} taken from what the page says of itself; another one can be given",)
    if stated or shown:
        days = ", ".join((stated or shown)[:4])
        return None, (f"no date taken; the page names {days}: give the one it was written on",)
    return None, ()


def _name(meta: Any) -> str:
    return str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()


def _statements(root: Any) -> Iterator[str]:
    for meta in root.iter("meta"):
        if _name(meta) in _DATE_NAMES:
            yield meta.get("content") or ""
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") == "application/ld+json" and len(text) <= _LONGEST_JSON:
            yield from _published(text)


def _published(text: str) -> Iterator[str]:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                yield value["datePublished"]
            waiting += [part for key, part in value.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")]
        elif isinstance(value, list):
            waiting += value


def _day(text: str) -> str | None:
    match = _ISO.match(text.strip())
    try:
        return datetime.date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None
