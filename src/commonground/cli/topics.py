"""The pages of ``commonground help``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["TOPICS", "concept_page", "concept_words"]

WIDTH = 80

PREFERENCES = """\
Preferences: one of three ways per party, all of which only order the states.

  statements   prioritised statements, most important first. A state that
               fulfils the first beats every state that does not; among equals
               the second decides; and so on.
  ranking      states, most preferred first, by label, number or Y/N pattern;
               an inner list is a tie; a pattern with `-` ties all it matches.
  weights      points per option taken; only the order of the sums matters.

The language of statements
  settle               the option is taken
  kiev.reform          ... of a certain party
  3                    option number 3 (GMCR)
  NY--                 a Y/N pattern, one letter per option
  not a   -a           a is not taken
  a and b   a & b      both
  a or b    a | b      at least one
  a if b               whenever b, a: false only where b holds and a does not
  a iff b              both or neither
  ( ... )              brackets

Precedence, strongest first:  not  >  and  >  or  >  if = iff  (the last two
from left to right). So `-a & b | c if d` reads `(((not a) and b) or c) if d`.
Keywords may be written in capitals. `-` always means not: write `a & -b`, not
`a - b`. In YAML, put a statement in quotes where it begins with `&`, `*`, `!`,
`[`, `{` or is only `-`.
"""

FILE = """\
The model file: conflict.yaml

  commonground: 1         version of the format
  title, description      texts;  viewpoint: whose view the model states
  sources:                id -> file (in the folder) or citation; title, author,
                            date, note; text: what was read out of a PDF, web
                            page or Word file; sha256 of the text
  parties:                id -> name, letter, description, at_table (true or
                            false), evidence
    options:              id -> name, if_yes, if_no, evidence,
                            direction: both | forward (only N to Y)
                              | backward (only Y to N)
                            shared_with: [other parties that can move it too]
    preferences:          statements | ranking | weights
                            (commonground help preferences)
    moves:                graph form only: state -> [states this party can
                            move to]
  feasibility:            a list; each rule is one of
    at_most_one, at_least_one, exactly_one: [options]
    when: STATEMENT, only_if: STATEMENT
    never: STATEMENT
    always: STATEMENT
    remove: [patterns]                  also name, note, evidence
  forbidden_moves:        start: STATEMENT, end: STATEMENT,
                            party (all when left out)
  coalesced:              name, states: STATEMENT: states regarded as one
  states:                 label -> pattern; a list of all states fixes their
                            order. Graph form: label -> description, and no
                            options anywhere
  option_order:           only where columns are not party by party
  status_quo:             a state

What is on the table (a model may have options, or issues, or both)
  issues:                 id -> name, evidence, and values: id -> name,
                            or range: {low, high, step} and unit;
                            any number where step is left out
  of each party:
    worths:               issue -> points: value -> number
                            | curve: number -> points
                            | ranking: [values, best first];
                            weight, because, evidence;
                            every issue and every value has its worth;
                            a number may be an interval: 30 to 50
    interactions:         when: STATEMENT, points (on top of the sum)
    reservation:          points without an agreement, or package: NAME;
                            0 when left out
    red_lines:            STATEMENTs: packages that the party refuses
  constraints:            never | always: STATEMENT,
                            or when: STATEMENT, only_if: STATEMENT
  packages:               name -> values: issue -> value, description, evidence
  keeping:                STATEMENTs over options and issues: what keeping a
                            signed package means; because, name, evidence
  offers:                 a list: party, values | package, date, evidence
Numbers are exact: decimals, or fractions such as 5/7.
These statements compare issues, joined by not, and, or, if, iff:
  status = federal    status != federal
  pace in [slow, steady]    seats <= 6

evidence is a list of
  {source: id, quote: "verbatim words" | page: 12 | paragraph: 3, note: ...,
   stance: supports | contradicts}
A quotation is compared with its source; `commonground anchor --write` stores
its place as `anchor`. Beside any evidence may stand
  review: drafted | reviewed | {state: reviewed, by: NAME, on: 2026-11-24}
STATEMENT is a statement of the preference language or a Y/N pattern.
A state is named by label, number (from 1) or Y/N pattern.
"""


HOLD = """\
Hold: would a signed package be kept?

It needs a model with issues (what is on the table), options (what the parties
can do, also those who are not at the table) and the terms of keeping:

  keeping:
    - federate iff status = federal
    - {statement: guarantee iff neutrality = guaranteed, evidence: [...]}

A state keeps the package where every term holds. What no term decides is free:
a move that changes it breaks nothing, though it may start what does.
Preferences, feasibility rules and forbidden moves may compare issues too, so
that what parties want and can do depends on what was signed:

  -associate if status = federal     seats <= 6     pace in [slow, steady]
  federate if worth >= 40            the party's own utility of the package
  kiev.worth < reservation           another party's

Such a model has no states until a package is named:
  commonground solve MODEL --package "common ground"

Verdicts of a package under a concept
  holds         a state in which it would begin is an equilibrium. It begins in
                the states that keep it and change the fewest options of the
                status quo; without a status quo in any state that keeps it
  settles       no such state is one, but moves that keep it lead to one
  elsewhere     some state that keeps it is one, but no such moves lead there
  breaks        no state that keeps it is an equilibrium
  cannot start  no feasible state keeps it
A party keeps (it stays where the package begins), moves (within the terms) or
breaks (leaves them): by improvements that nothing deters under the concept.
Signed: acceptable to everybody at the table, and nothing acceptable is better
for all of them.

Mends: every single change of a move (removed, made costly, given to a further
party, made to go both ways) and of a preference (two of a party's statements or
weights exchanged, two neighbours of a ranking) is tried; those are shown under
which a package holds under more concepts than before.
More: docs/howto/will-it-hold.md.
"""


def _concepts() -> str:
    from ..analysis.stability import CONCEPTS

    lines = ["Solution concepts: when is a state stable for a party?\n"]
    lines += [_hanging(f"  {concept.id:9}{concept.name}: {concept.meaning}.", 11) for concept in CONCEPTS]
    lines.append(
        "\nAn improvement is a move to a state the party prefers. `Not better` includes\n"
        "equally good: a tie deters. The others answer by sequences in which nobody\n"
        "moves twice in succession.\n"
        "An equilibrium is a state that is stable for every party asked.\n"
        "Always: nash => sseq => seq => gmr, and sseq => smr => gmr.\n"
        "More on one: `commonground help seq`."
    )
    return "\n".join(lines)


def _solutions() -> str:
    from ..analysis.negotiation import DEFAULT_SOLUTIONS, SOLUTIONS

    lines = ["Solutions: which agreement of the zone does a rule choose?\n"]
    for rule in SOLUTIONS:
        mark = "; by default" if rule.id in DEFAULT_SOLUTIONS else ""
        compares = "; compares points of two parties" if rule.compares else ""
        lines.append(_hanging(f"  {rule.id:18}{rule.name}: {rule.rule}{compares}{mark}.", 20))
    lines.append(
        "\nu: a party's utility; d: its reservation, the disagreement point; ideal: the\n"
        "most it gets in the zone. Leximin: the least is as large as can be, then the\n"
        "next least, and so on. Ties are all kept. Ask with\n"
        "  commonground negotiate --solution nash,egalitarian\n"
        "  commonground negotiate --weights russia=2,west=1 --solution weighted_nash\n"
        "More: docs/theory/negotiation.md."
    )
    return "\n".join(lines)


def concept_words() -> Mapping[str, str]:
    """Return the words that name a concept, small letters, each with its id: the id, the name, its first word."""
    from ..analysis.stability import CONCEPTS

    words: dict[str, str] = {}
    for concept in CONCEPTS:
        for word in (concept.id, concept.name.lower(), concept.name.lower().split()[0]):
            words.setdefault(word, concept.id)
    return words | {concept.id: concept.id for concept in CONCEPTS}


def concept_page(id_: str) -> str:
    """Return the page on one concept: what it means, what a party reckons with, what it implies."""
    from ..analysis.stability import CONCEPTS, DEFAULT_CONCEPTS
    from ..output.words import CONCEPT_MEANINGS

    concept = next(concept for concept in CONCEPTS if concept.id == id_)
    usual = "one of those asked by default" if id_ in DEFAULT_CONCEPTS else f"asked for with `--concept {id_}`"
    texts = (
        f"{concept.id}: {concept.name} ({usual})",
        CONCEPT_MEANINGS[id_],
        "All of them: `commonground help concepts`; see also docs/theory/stability.md.",
    )
    return "\n\n".join(textwrap.fill(text, WIDTH) for text in texts)


def _hanging(text: str, indent: int) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=" " * indent, drop_whitespace=True)


TOPICS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "preferences": lambda: PREFERENCES,
        "concepts": _concepts,
        "file": lambda: FILE,
        "solutions": _solutions,
        "hold": lambda: HOLD,
    }
)
