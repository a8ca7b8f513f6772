r"""LaTeX for papers: booktabs tables with labels, and a document that includes them.

No colour. Every text of the model is escaped, so a label such as ``\input{x}`` is printed as it stands;
compile with ``-no-shell-escape`` all the same. Characters that pdfTeX does not know are named there by their
code; XeLaTeX and LuaLaTeX print them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from ..plain import plain
from ..report import Report
from ..tables import Table, head, shown_columns

__all__ = ["escape_latex", "render_latex", "table_latex"]

IN_PAPER = (
    "hold",
    "hold_packages",
    "hold_verdicts",
    "hold_ways",
    "hold_together",
    "hold_mends",
    "hold_edits",
    "worths",
    "bounds",
    "packages",
    "options",
    "states",
    "removals",
    "preferences",
    "rankings",
    "stability",
    "equilibria",
    "contrast",
    "bargain_parties",
    "bargain_zone",
    "bargain_solutions",
    "bargain_agreements",
    "bargain_fairness",
    "bargain_trades",
    "bargain_stakes",
    "bargain_division",
    "bargain_offers",
    "bargain_frontier",
    "bargain_rules",
    "uncertain_listed",
    "uncertain_packages",
    "uncertain_worst",
    "uncertain_choices",
    "uncertain_influence",
    "uncertain_worths",
    "evidence",
)
"The tables that papers print, in that order."
LONG = 40
"More rows than this need a table that runs over pages."
MOST = 500
"More rows than this are left to the other formats."
WIDE = 18
"A column with a longer cell wraps."

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "-": "{-}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "…": r"\textellipsis{}",
    "·": r"\textperiodcentered{}",
    "×": r"\texttimes{}",
    "§": r"\textsection{}",
    "\u00a0": "~",
}
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))
_UNUSUAL = re.compile(r"[^\x00-\x7f\u00a1-\u017f]")

_PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
%(characters)s\else
  \usepackage{fontspec}
\fi
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp}
\usepackage[margin=22mm]{geometry}
\usepackage{array}
\usepackage{booktabs}
\usepackage{longtable}
\usepackage{graphicx}
\title{%(title)s}
\author{}
\date{}
\begin{document}
\maketitle
"""


def escape_latex(text: str) -> str:
    r"""Return a text that LaTeX prints as it stands.

    >>> print(escape_latex(r"\input{x} 50% & A_1"))
    \textbackslash{}input\{x\} 50\% \& A\_1
    """
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], plain(text))


def render_latex(report: Report) -> dict[str, str]:
    """Return ``report.tex`` and one fragment per table, by file name."""
    chosen = [report.tables[key] for key in IN_PAPER if key in report.tables and report.tables[key].rows]
    files = {f"tables/{table.id}.tex": table_latex(table) for table in chosen}
    return {"report.tex": _document(report, files)} | files


def _document(report: Report, files: dict[str, str]) -> str:
    title = escape_latex(report.conflict.title)
    described = [report.conflict.description or "", report.conflict.viewpoint or ""]
    asked = "; ".join(f"{name}: {value}" for name, value in report.asked)
    parts = [
        *(escape_latex(text) for text in described if text),
        *(text for section in report.sections if section.id in _TOLD for text in _TOLD[section.id](report)),
        *(rf"\input{{{name.removesuffix('.tex')}}}" for name in files),
        rf"\section*{{What was asked}}{escape_latex(asked)}",
        r"\end{document}",
    ]
    body = "\n\n".join(parts)
    unusual = sorted(set(_UNUSUAL.findall(body + title + "".join(files.values()))))
    characters = "".join(f"  \\DeclareUnicodeCharacter{{{ord(char):04X}}}{{[U+{ord(char):04X}]}}\n" for char in unusual)
    return _PREAMBLE % {"characters": characters, "title": title} + body + "\n"


def _story(report: Report) -> Iterable[str]:
    yield escape_latex(" ".join(report.lead.story))


def _kept(report: Report) -> Iterable[str]:
    if report.kept is not None:
        yield rf"\subsection*{{Which packages would be kept}}{escape_latex(' '.join(report.kept.story))}"


def _contrast(report: Report) -> Iterable[str]:
    contrast = report.states.contrast if report.states else None
    return (escape_latex(text) for text in (contrast.sentences if contrast else ()))


def _common(report: Report) -> Iterable[str]:
    yield rf"\subsection*{{The common ground}}{escape_latex(' '.join(report.on_common_ground))}"


def _offers(report: Report) -> Iterable[str]:
    path = report.on_the_table.offers if report.on_the_table else None
    if path is not None:
        yield rf"\subsection*{{{path.table.title}}}{escape_latex(' '.join(path.story))}"


def _holds(report: Report) -> Iterable[str]:
    for note in (*report.states.equilibria, *report.states.named) if report.states else ():
        yield rf"\subsection*{{{escape_latex(f'State {note.title}')}}}{escape_latex(' '.join(note.words))}"
        for reason in note.reasons:
            yield escape_latex(" ".join(reason.sentences))


_TOLD: Mapping[str, Callable[[Report], Iterable[str]]] = {
    "kept": _kept,
    "story": _story,
    "contrast": _contrast,
    "common": _common,
    "offers": _offers,
    "holds": _holds,
}
"""The sections that are told in sentences, by id."""


def table_latex(table: Table) -> str:
    r"""Return a table as a booktabs fragment with caption and ``\label{tab:ID}``."""
    shown = shown_columns(head(table, MOST))
    rows = [" & ".join(escape_latex(cell) for cell in row) + r" \\" for row in shown.rows]
    heading = " & ".join(escape_latex(cell) for cell in shown.columns) + r" \\"
    notes = [rf"\par\smallskip\footnotesize {escape_latex(' '.join(shown.notes))}" * bool(shown.notes)]
    title = rf"\caption{{{escape_latex(shown.title)}}}\label{{tab:{shown.id}}}"
    frame = _long if len(rows) > LONG else _short
    return "\n".join(line for line in frame(_columns(shown), title, heading, rows, notes) if line) + "\n"


def _short(columns: str, title: str, head: str, rows: list[str], notes: list[str]) -> list[str]:
    begin = [r"\begin{table}[htbp]", r"\centering\small", r"\setlength{\tabcolsep}{4pt}", title]
    top = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", head, r"\midrule"]
    return [*begin, *top, *rows, r"\bottomrule", r"\end{tabular}", *notes, r"\end{table}"]


def _long(columns: str, title: str, head: str, rows: list[str], notes: list[str]) -> list[str]:
    top = [
        r"\begingroup\small\setlength{\tabcolsep}{4pt}",
        rf"\begin{{longtable}}{{{columns}}}",
        title + r" \\",
    ]
    heads = [r"\toprule", head, r"\midrule", r"\endfirsthead", r"\toprule", head, r"\midrule", r"\endhead"]
    return [*top, *heads, *rows, r"\bottomrule", r"\end{longtable}", *notes, r"\endgroup"]


def _columns(table: Table) -> str:
    """Return the column kinds: wrapping ones share the line by the length of their texts."""
    rows = (table.columns, *table.rows)
    longest = [max(len(row[c]) for row in rows) for c in range(len(table.columns))]
    wide = {c: min(length, 60) for c, length in enumerate(longest) if length > WIDE}
    rest = sum(length + 1.5 for c, length in enumerate(longest) if c not in wide)
    share = max(0.3, 0.98 - 0.0105 * rest - 0.015 * len(wide)) / max(1, sum(wide.values()))
    ragged = r">{\raggedright\arraybackslash}p{%.3f\linewidth}"
    return "".join(ragged % (share * wide[c]) if c in wide else "l" for c in range(len(longest)))
