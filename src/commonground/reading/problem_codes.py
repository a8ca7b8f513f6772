"""Every code that a problem can carry: what it means and how to mend it. The docs page is made from this table."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PROBLEM_CODES", "ProblemCode", "problem_page"]


class ProblemCode(NamedTuple):
    """One row: a code, its short title, what it means, how to mend it."""

    code: str
    title: str
    meaning: str
    mend: str


PROBLEM_CODES: tuple[ProblemCode, ...] = (
    ProblemCode(
        "CG001",
        "The file cannot be read",
        "There is no such file, it is not text in UTF-8, or it is larger than 2 MB.",
        "Check the path; save the file as UTF-8; move long texts into source documents.",
    ),
    ProblemCode(
        "CG002",
        "Not YAML",
        "The text does not follow the rules of YAML from that place on (the mistake may be a line earlier).",
        "Look at indentation, at brackets and quotes left open, and at texts that need quotes because they contain "
        "`: ` or ` #` or begin with a special sign.",
    ),
    ProblemCode(
        "CG003",
        "YAML that a model does not use",
        "Anchors, aliases, tags, repeated keys, several documents in one file, and very deep nesting are refused.",
        "Write values out; give each key once; put texts that begin with `&`, `*` or `!` in quotes.",
    ),
    ProblemCode(
        "CG010",
        "Unknown field",
        "A key that the format does not know at this place, often a slip of the pen.",
        "Take the suggestion, or see `commonground help file` for the fields.",
    ),
    ProblemCode("CG011", "Missing field", "Something that is always needed is not there.", "Add it."),
    ProblemCode("CG012", "Not one of the choices", "The field takes one of a few words.", "Use one of those listed."),
    ProblemCode(
        "CG013",
        "Wrong kind of value",
        "A list where a text is expected, a text where a number is expected, an id that is no id, and the like.",
        "Give what the message expects. Ids begin with a small letter and hold small letters, digits and `_`.",
    ),
    ProblemCode(
        "CG014",
        "Fields that do not go together",
        "Exactly one of several fields is needed, or two only make sense together.",
        "Keep one of them, or add the missing half.",
    ),
    ProblemCode(
        "CG020",
        "Unknown option",
        "A statement, rule or weight names an option that no party has, or that several parties have.",
        "Mend the name; write `party.option` where several parties have an option of that id.",
    ),
    ProblemCode(
        "CG021",
        "A statement that cannot be read",
        "The preference language does not allow this here; the column shows where reading stopped.",
        "See `commonground help preferences`.",
    ),
    ProblemCode(
        "CG022",
        "Not a Y/N pattern of this model",
        "A pattern has one letter `Y`, `N` or `-` per option, in the order of the options.",
        "Count the letters; `commonground states` shows the order.",
    ),
    ProblemCode("CG023", "Unknown party", "There is no party of that id.", "Use an id under `parties`."),
    ProblemCode("CG024", "Unknown source", "Evidence cites a source that is not listed.", "Add it under `sources`."),
    ProblemCode(
        "CG025",
        "A source file that is not in the project",
        "Source files are named by a relative path inside the folder of the model, and may be read; links that lead "
        "out do not count.",
        "Copy the document into the folder, for instance into `sources/`; allow reading it.",
    ),
    ProblemCode("CG026", "Listed twice", "The same thing stands twice in one list.", "Leave one out."),
    ProblemCode(
        "CG030",
        "No feasible state",
        "The feasibility rules exclude every combination of options.",
        "Loosen a rule; the message names the one that takes the last states away.",
    ),
    ProblemCode(
        "CG031",
        "Unknown or infeasible state",
        "A state is named that does not exist or that the feasibility rules exclude.",
        "Name it by number, label or full Y/N pattern as `commonground states` lists it.",
    ),
    ProblemCode("CG032", "Several states", "The pattern matches more than one state.", "Give all its letters."),
    ProblemCode(
        "CG033",
        "A ranking that is not complete",
        "Every feasible state needs a place in a ranking.",
        "Add the missing ones; put states between which the party is indifferent into an inner list.",
    ),
    ProblemCode("CG034", "A state ranked twice", "A state has two places in one ranking.", "Leave one out."),
    ProblemCode(
        "CG035",
        "Coalesced states that do not work",
        "The pattern matches no feasible state, or states that another entry has taken.",
        "Mend the pattern so that each state belongs to one entry at most.",
    ),
    ProblemCode(
        "CG036",
        "Labels that clash",
        "Two labels for one state, one label for two, a label that looks like a pattern, or one that is a number "
        "other than the state's own.",
        "Choose labels that mean one thing; numbers are free only where they are the state's number.",
    ),
    ProblemCode(
        "CG037",
        "Two forms mixed",
        "A model either has options (and its moves follow) or lists states and moves (and has rankings).",
        "Keep one form.",
    ),
    ProblemCode(
        "CG038",
        "An option order that is not complete",
        "`option_order` names every option once.",
        "Add the missing options, or leave it out.",
    ),
    ProblemCode("CG039", "A move that leads nowhere", "A listed move ends where it begins.", "Leave it out."),
    ProblemCode(
        "CG040",
        "Unknown issue or value",
        "A worth, package or statement names an issue that is not there, a value that the issue does not have, or an "
        "issue without a comparison.",
        "Use ids under `issues`, and of values those listed or numbers of the range: `status = federal`, `seats <= 6`.",
    ),
    ProblemCode(
        "CG041",
        "An issue without values",
        "Values are missing, or a range has no numbers: its bounds are in the wrong order, its step does not lead "
        "from one to the other, or there would be too many numbers.",
        "List values, or mend `low`, `high` and `step`.",
    ),
    ProblemCode(
        "CG042",
        "Worths that are not complete",
        "A party at the table states the worth of every issue, and of every value of it; a curve has points at both "
        "bounds of its range. A range without a step takes a curve, named values take points or a ranking.",
        "Add what is missing; equal points say that the party is indifferent.",
    ),
    ProblemCode(
        "CG043",
        "A package that is not complete",
        "A package takes a value of every issue.",
        "Add the issues that are missing.",
    ),
    ProblemCode(
        "CG044",
        "No possible package",
        "The constraints exclude every combination of values.",
        "Loosen one; the message names the one that takes the last packages away.",
    ),
    ProblemCode("CG045", "Unknown package", "There is no package of that name.", "Use a name under `packages`."),
    ProblemCode(
        "CG046",
        "A package that cannot be",
        "A package or an offer that the constraints exclude.",
        "Mend its values, or the constraint.",
    ),
    ProblemCode(
        "CG047",
        "Nobody to negotiate with",
        "Issues need two parties or more at the table.",
        "Add a party, or leave out `at_table: false`.",
    ),
    ProblemCode(
        "CG048",
        "A constraint or red line that excludes nothing (warning)",
        "No package breaks the constraint, or none that is possible crosses the red line.",
        "Check that it says what is meant, or leave it out.",
    ),
    ProblemCode(
        "CG049",
        "An interval with its ends in the wrong order",
        "An interval goes from its lower end to its higher end.",
        "Write `30 to 50`.",
    ),
    ProblemCode(
        "CG050",
        "A worth that cannot be compared",
        "A statement compares the worth of the package signed: a party's own in its preferences (`worth >= 40`), else "
        "that of a party with worths (`kiev.worth < reservation`).",
        "Name the party, and compare with points or with `reservation`.",
    ),
    ProblemCode(
        "CG051",
        "A rule that removes nothing (warning)",
        "No state breaks the rule, or the rules before it have removed all that do.",
        "Check that it says what is meant, or leave it out.",
    ),
    ProblemCode(
        "CG052",
        "A statement that decides nothing (warning)",
        "A preference statement holds in every feasible state, or in none.",
        "Check that it says what is meant, or leave it out.",
    ),
    ProblemCode(
        "CG053",
        "Most states listed, not all (warning)",
        "A complete list of `states` fixes their order; a partial one only gives labels. Here most are listed.",
        "Nothing, if labels are what is meant.",
    ),
    ProblemCode(
        "CG054",
        "Coalesced states that a preference tells apart (warning)",
        "A statement holds in some members of a coalesced state and not in others, or weights give them "
        "different sums.",
        "Word it so that it does not depend on what is not distinguished. As it stands it counts only where it "
        "holds for every member; of weights, the lowest sum counts.",
    ),
    ProblemCode(
        "CG055",
        "A party that can do nothing (warning)",
        "A party without options or moves never changes anything.",
        "Give it options, or leave it out.",
    ),
    ProblemCode(
        "CG056",
        "A party that wants nothing (warning)",
        "Its list of statements is empty, as in a draft. It counts as indifferent between all states, so that every "
        "state is stable for it, and equilibria say nothing about it.",
        "State what it wants: `commonground help preferences`.",
    ),
    ProblemCode(
        "CG070",
        "A quotation that is not in its source",
        "The words do not stand in the source's text, nor anything like them. White space, quotation marks, dashes and "
        "hyphens at line ends may differ; letters, case, digits and words may not, and a quotation holds whole words.",
        "Quote the source's own words; or leave out `quote` and give `page` or `paragraph`, with a `note`.",
    ),
    ProblemCode(
        "CG071",
        "A quotation that is altered",
        "The words do not stand in the source's text; the message shows the passage that is most like them. It is "
        "never taken by itself: a changed figure or a lost `not` looks much the same.",
        "Compare the two, and quote what the source has if it supports the element.",
    ),
    ProblemCode(
        "CG072",
        "A quotation that stands in several places (warning)",
        "Neither a stored position nor the words around say which of them is meant.",
        "Quote more of the sentence, or give an `anchor`: `start` and `end` count characters of the text from 0.",
    ),
    ProblemCode(
        "CG073",
        "A quotation that has moved (note)",
        "It is not at the position of its anchor, and one other place is certain: the only one that has it, or the "
        "only one with the anchor's words around it.",
        "`commonground anchor --write` stores the new place.",
    ),
    ProblemCode(
        "CG074",
        "A text that has changed (note)",
        "The hash of the source's text is not the one stored with the anchors: the text was read again, or edited.",
        "`commonground anchor --write` stores the places of all quotations that are certain, and the new hash.",
    ),
    ProblemCode(
        "CG075",
        "No text to check quotations in (warning)",
        "Only `.txt` and `.md` files are their own text; a PDF, a web page or a Word file has to be read once.",
        "`commonground read FILE --into .` stores its text; name that file under `text`.",
    ),
    ProblemCode(
        "CG076",
        "A text that cannot be read",
        "The text of a source is not UTF-8, has more than 5 million characters, or cannot be opened.",
        "Save it as UTF-8, or let `commonground read FILE --into .` make the text; split very long documents.",
    ),
    ProblemCode(
        "CG077",
        "Not a date (warning)",
        "A source's `date` is a year, a month or a day as in `2014-03-31`; a review's `on` is a day.",
        "Write it so; other words about the date go into `note`.",
    ),
)


def problem_page() -> str:
    """Return the reference page of all codes, as Markdown."""
    head = (
        "# Problems and how to mend them\n\n"
        "`commonground check` prints every problem of a model in one run, in the form\n"
        "`file:line:column: field: expected ...; got ... [code]`. This page is made from the table in\n"
        "`commonground.reading.problem_codes`; `commonground help CG012` shows one entry. The field is the way\n"
        "to it from the top of the file; positions in lists count from 1: `feasibility.2.never` is the second rule's.\n"
    )
    entries = [f"\n## {row.code}: {row.title}\n\n{row.meaning}\n\n*Mend:* {row.mend}\n" for row in PROBLEM_CODES]
    return head + "".join(entries)
