"""The words that the draft by rules goes by, from ``data/words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ..documents.cues import inflected

__all__ = ["deed_forms", "word_set"]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "words.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a set of words of the table.

    >>> "the" in word_set("no_verb"), "sign" in word_set("deeds")
    (True, True)
    """
    return frozenset(_table()[name].split())


@cache
def deed_forms() -> Mapping[str, str]:
    """Return every form of every verb of action, with its base form.

    >>> deed_forms()["withdrew"], deed_forms()["organizing"]
    ('withdraw', 'organise')
    """
    irregular = _table()["irregular"]
    forms: dict[str, str] = {}
    for verb in sorted(word_set("deeds")):
        for form in [verb, *irregular[verb].split()] if verb in irregular else inflected(verb):
            forms[form] = verb
            if "is" in form:
                forms[form.replace("is", "iz")] = verb
    return forms
