"""The table of cues: how claims of each kind are written, compiled to expressions tried where a first word stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["KINDS", "Cue", "Form", "claims_page", "cue_index", "cues", "inflected"]

KINDS = (
    "position",
    "demand",
    "refusal",
    "concession",
    "threat",
    "promise",
    "fear",
    "comparison",
    "accusation",
    "evaluation",
)
"In this order everywhere."

INNER, LAST = 100, 600
"How many characters a part of a claim may have, between two words of the cue and at its end."

_ELEMENT = re.compile(r"\{[^}]+\}\??|\[[^\]]+\]\??|<\w+>\??,?|\S+")
_DOUBLED = frozenset({"beg", "drop", "plan", "ban"})
_IRREGULAR = {
    "beg": "begs begged begging",
    "choose": "chooses chose chosen choosing",
    "give": "gives gave given giving",
    "hold": "holds held holding",
    "make": "makes made making",
    "mean": "means meant meaning",
    "pick": "picks picked picking",
    "put": "puts putting",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "set": "sets setting",
    "strive": "strives strove striven strived striving",
    "swear": "swears swore sworn swearing",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "undertake": "undertakes undertook undertaken undertaking",
    "veto": "vetoes vetoed vetoing",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the table."""

    id: str
    match: tuple[str, ...]
    passive: tuple[str, ...]
    subject: str
    "What stands before the cue: speaker, party, possessor, none, or the name of a part."
    negated: str
    "What a negated cue is: a kind, ``drop``, or empty: the same."
    inverted: bool
    needs_subject: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return the kind of claim: what stands before the point of the id."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a cue."""

    cue: Cue
    pattern: re.Pattern[str]
    passive: bool
    forms: Mapping[str, str]
    "Of the verb it begins with, where it does: each form and what it is."


@cache
def cues() -> tuple[Cue, ...]:
    """Return the rows of the table that ships with the package."""
    table = tomllib.loads((resources.files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8"))
    return tuple(
        Cue(
            id=row["id"],
            match=tuple(row["match"]),
            passive=tuple(row.get("passive", ())),
            subject=row.get("subject", "speaker"),
            negated=row.get("negated", ""),
            inverted=row.get("inverted", False),
            needs_subject=row.get("needs_subject", False),
            yes=tuple(row["yes"]),
            no=tuple(row["no"]),
        )
        for row in table["pattern"]
    )


@cache
def cue_index() -> Mapping[str, tuple[Form, ...]]:
    """Return which forms may begin with a word (in small letters)."""
    index: dict[str, list[Form]] = {}
    for cue in cues():
        for passive, written in [*((False, w) for w in cue.match), *((True, w) for w in cue.passive)]:
            elements = _ELEMENT.findall(written)
            forms = _verb_forms(elements[0])
            form = Form(cue, re.compile(_expression(elements), re.IGNORECASE | re.DOTALL), passive, forms)
            for word in set(_first_words(elements)):
                index.setdefault(word, []).append(form)
    return {word: tuple(forms) for word, forms in index.items()}


_PAGE_HEAD = """\
# Claims: the cues

A passage is called a claim only where one of these cues stands in it. This page is made from the table
`commonground/documents/data/cues.toml`; a test runs every example, also the one in which the cue must not be found.

`{call}` any form of the verb; `[on|upon]` one of these words; `[that]?` perhaps; `<party>` a part of the claim;
`!from|to` none of these words next; `+ing` a word in -ing next. *Whose* is where the actor stands whose claim it is:
the subject of the verb (after *by* in a passive), the owner of a noun, or nobody; `party` and the like name the part of
the claim that stands before the cue. In an attribution, a claim without such an actor is that of whoever is quoted."""


def claims_page() -> str:
    """Return the reference page of all cues, as Markdown."""
    lines = [_PAGE_HEAD]
    for kind in KINDS:
        lines += ["", f"## {kind}", "", "| id | cue | whose | found in | not in |", "|---|---|---|---|---|"]
        for cue in cues():
            if cue.kind == kind:
                written = "<br>".join(f"`{_cell(form)}`" for form in (*cue.match, *cue.passive))
                cells = (cue.id, written, cue.subject, "<br>".join(cue.yes), "<br>".join(cue.no))
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def inflected(verb: str) -> dict[str, str]:
    """Return the forms of a verb and what each is: base, third person, past (participles with it) or ing.

    >>> inflected("deny")
    {'deny': 'base', 'denies': 'third', 'denied': 'past', 'denying': 'ing'}
    >>> inflected("seek")
    {'seek': 'base', 'seeks': 'third', 'sought': 'past', 'seeking': 'ing'}
    """
    forms = {verb: "base"}
    if verb in _IRREGULAR:
        for form in _IRREGULAR[verb].split():
            forms[form] = "ing" if form.endswith("ing") else "past"
        forms[_IRREGULAR[verb].split()[0]] = "third"
        return forms
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return forms | {verb[:-1] + "ies": "third", verb[:-1] + "ied": "past", verb + "ing": "ing"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("e"):
        return forms | {third: "third", verb + "d": "past", (verb if verb.endswith("ee") else verb[:-1]) + "ing": "ing"}
    return forms | {third: "third", stem + "ed": "past", stem + "ing": "ing"}


def _verb_forms(element: str) -> dict[str, str]:
    if not element.startswith("{"):
        return {}
    return {form: what for verb in element.strip("{}?").split("|") for form, what in inflected(verb).items()}


def _words(element: str) -> list[str]:
    if element.startswith("{"):
        return list(_verb_forms(element))
    return element.strip("[]?").split("|") if element.startswith("[") else [element]


def _first_words(elements: list[str]) -> Iterator[str]:
    for element in elements:
        for word in _words(element):
            found = re.match(r"[A-Za-zÀ-ÿ]+", word)
            if found is None:
                raise ValueError(f"a cue begins with a word, not with {element!r}")
            yield found.group().lower()
        if not element.endswith("?"):
            return


def _expression(elements: list[str]) -> str:
    """Return the expression for the elements of a cue; its parts are named groups."""
    built, begun = "", False
    for place, element in enumerate(elements):
        last = place == len(elements) - 1
        comma = element.endswith(",") and len(element) > 1
        perhaps = element.rstrip(",").endswith("?")
        if element.startswith("!"):
            built += rf"(?!\s+(?:{element[1:]})(?!\w))"
            continue
        if element == "+ing":
            built += r"(?=\s+\w+ing(?!\w))"
            continue
        piece = _piece(element.rstrip(",").removesuffix("?"), last) + ("," if comma else "")
        if not begun:
            built += rf"(?:{piece}\s+)?" if perhaps else piece
            begun = not perhaps
        else:
            built += rf"(?:\s+{piece})?" if perhaps else rf"\s+{piece}"
    return built


def _piece(element: str, last: bool) -> str:
    if element.startswith("<"):
        return (
            rf"(?P<{element.strip('<>')}>[^;]{{1,{LAST}}})"
            if last
            else rf"(?P<{element.strip('<>')}>[^;:]{{1,{INNER}}}?)"
        )
    words = sorted(_words(element), key=len, reverse=True)
    return rf"(?:{'|'.join(re.escape(word).replace(chr(39), '[’' + chr(39) + ']') for word in words)})(?![\w-])"
