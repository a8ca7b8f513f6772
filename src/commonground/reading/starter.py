"""The file that ``commonground new`` starts a model with."""

from __future__ import annotations

from .write import HEADER, scalar

__all__ = ["starter_yaml"]

_MAX_TITLE = 400
_BODY = """\
# A small conflict, complete and ready to solve. Replace it piece by piece; `commonground check` finds slips.
# `#` begins a comment. Ids (before a colon) are lower case; everything else is free text.
commonground: 1  # version of the file format; leave as it is
title: {title}
description: >-  # what it is about, in a few sentences
  A mill wants to take more water from a river; the village below fears for its wells.
  Both would rather agree than go to court.
viewpoint: The village clerk, spring 2024  # whose view of the conflict this file states

sources:  # documents that the model rests on, each with an id
  letter: {{citation: "Letter of the mill to the village, 3 March 2024"}}
  minutes: {{citation: "Minutes of the village assembly, 12 March 2024"}}  # or {{file: sources/minutes.md}}

parties:  # those who can act, two or more; their order counts
  mill:
    name: The mill  # as reports show it
    options:  # what the party can do or leave; each is a yes or a no
      expand:
        name: Take more water
        if_yes: The new channel is dug and used.  # what a yes means
        if_no: The old channel has to do.  # what a no means
        direction: forward  # forward: once yes, it stays; backward: once no, it stays; both: neither
      compensate: Pay for deeper wells  # short form: the name alone
    preferences:  # what the party wants: statements, or a ranking, or weights
      statements:  # the most important first: it decides, and the next one only where it does not
        - statement: not sue  # not, and, or, if, iff or the signs - & |
          because: A lawsuit would stop the works for years.  # why the party wants this
          evidence:  # where the sources say so: a quote, a page or a paragraph
            - {{source: letter, quote: "we cannot afford a year in court"}}
        - statement: expand
          because: The new turbine needs the water.
          evidence: [{{source: letter, paragraph: "2"}}]
        - not compensate  # short form: the statement alone
  village:
    name: The village
    options:
      sue: Go to court
      object: File an objection
    preferences:
      statements:
        - statement: compensate if expand
          because: If the water goes, the wells must be paid for.
          evidence: [{{source: minutes, quote: "No water without wells."}}]
        - statement: not expand
          because: Less water is a risk even with deeper wells.
          evidence: [{{source: minutes, page: "2"}}]
        - sue iff expand and not compensate  # go to court if, and only if, nothing is offered
        - object if expand

feasibility:  # rules for what cannot be; leave out when everything can
  - {{when: compensate, only_if: expand, note: Without new works there is nothing to pay for.}}
  - at_most_one: [sue, object]  # also: at_least_one, exactly_one, never, always, remove

status_quo: NNNN  # how things stand: Y or N per option, in the order above
"""


def starter_yaml(title: str) -> str:
    """Return a commented model file to start from: small, complete, sound.

    Parameters
    ----------
    title : str
        The conflict's title; the rest of the file is an example to be replaced.

    Examples
    --------
    >>> print("\\n".join(starter_yaml("Water: who pays?").splitlines()[3:5]))
    commonground: 1  # version of the file format; leave as it is
    title: "Water: who pays?"
    """
    visible = "".join(letter if letter.isprintable() else " " for letter in title)
    named = " ".join(visible.split())[:_MAX_TITLE].rstrip() or "Untitled"
    return f"{HEADER}\n{_BODY.format(title=scalar(named, flow=False))}"
