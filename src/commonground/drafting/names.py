"""Ids for what a draft names, and whether a name says more than its passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from ..errors import printable

__all__ = ["clean_name", "make_id", "unsupported_words", "words_of"]

MAX_ID = 40
MAX_NAME = 200
_RESERVED = re.compile("and|or|not|if|iff|y|n|yes|no|on|off|true|false|null|none|nan|inf|nil")
"""Words of the preference language, and words that some reader of YAML takes for something else than a text."""

_NUMBER_WORD = re.compile(
    "zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?"
    "|half|halves|thirds?|quarters?|percent|double|triple|twice|thrice"
)
"""``one`` is not among them: it is a pronoun more often than a number."""

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MARKS = re.compile(r"[^a-z0-9]+")


def clean_name(text: str) -> str:
    r"""Return a name on one line, without what could steer a terminal or turn the reading direction.

    >>> clean_name(" stop\n the \x1b[1m works ")
    'stop the [1m works'
    """
    visible = printable(text.replace("\u2028", " ").replace("\u2029", " "))
    shown = "".join(letter for letter in visible if letter.isprintable() or letter.isspace())
    return " ".join(shown.split())


def make_id(name: str, taken: Collection[str], fallback: str = "item") -> str:
    """Return an id made from a name: ASCII, not reserved, not taken yet.

    >>> make_id("Übergangs-Regierung", {"x"}), make_id("not", ()), make_id("Россия", {"party"}, "party")
    ('ubergangs_regierung', 'not_1', 'party_2')
    >>> make_id("2015 deal", ())
    'item_2015_deal'
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = _MARKS.sub("_", plain).strip("_")
    if not slug:
        slug = fallback
    elif not slug[0].isalpha():
        slug = f"{fallback}_{slug}"
    slug = slug[:MAX_ID].rstrip("_")
    if slug not in taken and not _RESERVED.fullmatch(slug):
        return slug
    number = 2 if slug in taken else 1
    while f"{slug}_{number}" in taken:
        number += 1
    return f"{slug}_{number}"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text, as written; thousands lose their comma.

    >>> words_of("Kiev's 1,500 troops (U.S.)")
    ('Kiev', 's', '1500', 'troops', 'U.S')
    """
    return tuple(_WORD.findall(_THOUSANDS.sub("", unicodedata.normalize("NFKC", text))))


def unsupported_words(name: str, passages: Iterable[str], known: Iterable[str] = ()) -> tuple[str, str] | None:
    """Return a number or a name in an element's name that is neither in its passages nor in what is known.

    A number is a word with a digit in it, or a number in words; a name is a word with a capital letter. Scripts
    that have no capitals have no names here.

    Parameters
    ----------
    name : str
        The element's name.
    passages : iterable of str
        The texts that it rests on.
    known : iterable of str
        The names of the parties of the draft.

    Returns
    -------
    tuple of str and str, or None
        ``number`` or ``name``, and the word.

    Examples
    --------
    >>> unsupported_words("pay 150 million", ["will pay 120 million"])
    ('number', '150')
    >>> unsupported_words("leave Crimea", ["to leave the peninsula"], ["Russia"])
    ('name', 'Crimea')
    >>> unsupported_words("leave Crimea", ["must leave Crimea"])
    """
    there = {word.casefold() for text in (*passages, *known) for word in words_of(text)}
    for word in words_of(name):
        kind = _kind(word)
        if kind and word.casefold() not in there:
            return kind, word
    return None


def _kind(word: str) -> str:
    if any(letter.isnumeric() for letter in word) or _NUMBER_WORD.fullmatch(word.casefold()):
        return "number"
    return "name" if any(letter.isupper() or letter.istitle() for letter in word) else ""
