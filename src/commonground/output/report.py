"""The report: everything a reader needs to judge an answer, as values; writers only dress it.

A model has states, or issues, or both: the report has a part for each. What it shows, and in which order, stands in
``SECTIONS``. No files, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..drafting.audit import Audit
from ..errors import AnalysisError, TooLarge
from ..forms import Graph, Packages, build_estimates
from ..model import Conflict
from ..reading.passages import Passages, find_passages
from ..version import __version__
from . import result_tables as results
from .audit_tables import audit_summary, audit_tables
from .bargain_report import OnTheTable, find_common_ground
from .cited import Cited, make_cited
from .hold_report import Kept, find_kept
from .plain import plain
from .states_report import AmongStates, states_part
from .tables import Table, parties_table

__all__ = ["SECTIONS", "Report", "Section", "make_report"]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A report.

    ``states`` says what holds among the states, ``on_the_table`` what could be agreed on over the issues; a model has
    at least one of the two. ``kept`` says which packages would be kept, where it says what keeping means.
    ``support`` sums up what the model rests on, where its sources were compared.
    """

    conflict: Conflict
    states: AmongStates | None
    on_the_table: OnTheTable | None
    tables: Mapping[str, Table]
    warnings: tuple[str, ...]
    passages: Passages
    cited: Cited
    support: tuple[str, ...] = ()
    kept: Kept | None = None

    @property
    def lead(self) -> AmongStates | OnTheTable:
        """Return the part that the first page tells: the states where there are any."""
        lead = self.states or self.on_the_table
        assert lead is not None
        return lead

    @property
    def on_common_ground(self) -> tuple[str, ...]:
        """Return what is to be said of the common ground beyond the first page."""
        common = self.on_the_table
        return () if common is None else (*(common.story if self.states else ()), *common.more)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Return what was asked, in names and values."""
        common = self.on_the_table
        return (
            ("Program", f"commonground {__version__}"),
            ("Model", plain(self.conflict.title)),
            ("Fingerprint of the model (sha256)", self.conflict.hash),
            *(self.states.asked if self.states else ()),
            *(common.asked if common else ()),
            *(self.kept.asked if self.kept else ()),
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections that this report has something for, in order."""
        return tuple(section for section in SECTIONS if section.wanted(self))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its id, its heading, and whether a report has something for it.

    The page takes it from the template ``sections/ID.html``; text and LaTeX have a function for those ids that they
    tell in sentences.
    """

    id: str
    title: str
    wanted: Callable[[Report], bool]


def _has_states(report: Report) -> bool:
    return report.states is not None


SECTIONS: tuple[Section, ...] = (
    Section("kept", "Which packages would be kept", lambda report: report.kept is not None),
    Section("story", "In short", lambda report: True),
    Section("now", "Where things stand", lambda report: report.states is not None and bool(report.states.status_quo)),
    Section("contrast", "At the table and beyond it", lambda r: r.states is not None and bool(r.states.contrast)),
    Section("common", "The common ground", lambda report: report.on_the_table is not None),
    Section("offers", "The path of offers", lambda r: r.on_the_table is not None and bool(r.on_the_table.offers)),
    Section("holds", "What holds, and why", _has_states),
    Section("picture", "States and moves", _has_states),
    Section("stability", "Stability", _has_states),
    Section("model", "The model", lambda report: True),
    Section("evidence", "Evidence", lambda report: True),
    Section("audit", "Supported, reviewed, left out", lambda report: bool(report.support)),
    Section("documents", "The documents", lambda report: bool(report.cited.texts)),
)


def make_report(
    subject: Graph | Conflict,
    *,
    packages: Packages | None = None,
    concepts: Iterable[str] | None = None,
    only: Sequence[str] = (),
    passages: Passages | None = None,
    audit: Audit | None = None,
    rows: int | None = None,
    tables: bool = True,
) -> Report:
    """Return the report on a model.

    Parameters
    ----------
    subject : Graph or Conflict
        The model as arrays; one that has no graph (issues only, or statements that compare issues) as it is.
    packages : Packages, optional
        What is on the table; built from the model when left out.
    concepts : iterable of str, optional
        Solution concepts; the default ones of ``solve`` when left out.
    only : sequence of str
        The parties at the table; those the model seats there when left out. Where they are not everybody, the
        report compares what holds between them with what holds once everyone's moves count.
    passages : Passages, optional
        The quotations, compared with the texts of their sources; unchecked when left out.
    audit : Audit, optional
        What the model rests on; its tables then stand in the report.
    rows : int, optional
        Rows made at most in a table of states, moves or packages, where its format shows no more.
    tables : bool
        Whether tables are made; not where the format shows none.

    Raises
    ------
    AnalysisError
        For an unknown concept or party; for either where the model has no states.
    TooLarge
        For too many states, before anything is solved; for linked issues with too many combinations, where the model
        has nothing else.
    """
    graph = subject if isinstance(subject, Graph) else None
    conflict = subject.conflict if isinstance(subject, Graph) else subject
    if conflict.issues_only and (concepts or only):
        raise AnalysisError("concepts and moves are about states, and this model has none: it has issues only")
    states = None if graph is None else states_part(graph, concepts=concepts, only=only, rows=rows, tables=tables)
    warnings = list(graph.warnings) if graph else []
    common: OnTheTable | None = None
    kept: Kept | None = None
    left_out: list[str] = []
    if conflict.issues:
        try:
            estimates = build_estimates(conflict, packages=packages)
            common = find_common_ground(conflict, estimates, rows, tables=tables)
            warnings += estimates.packages.warnings
        except TooLarge as error:
            if states is None:
                raise
            left_out.append(f"The common ground is left out: {plain(str(error))}")
    if common is not None and conflict.keeping:
        try:
            kept = find_kept(conflict, common.result, concepts, rows, tables=tables)
        except TooLarge as error:
            left_out.append(f"Which packages would be kept is left out: {plain(str(error))}")
    passages = passages or find_passages(conflict, None)
    cited = make_cited(conflict, passages)
    told = (plain(str(problem)).removeprefix("warning: ") for problem in warnings)
    shown = _tables(conflict, states, common, kept, cited, audit) if tables else ()
    return Report(
        conflict=conflict,
        states=states,
        on_the_table=common,
        tables=MappingProxyType({table.id: table for table in shown}),
        warnings=(*dict.fromkeys(told), *left_out),
        passages=passages,
        cited=cited,
        support=() if audit is None else audit_summary(audit),
        kept=kept,
    )


def _tables(
    conflict: Conflict,
    states: AmongStates | None,
    common: OnTheTable | None,
    kept: Kept | None,
    cited: Cited,
    audit: Audit | None,
) -> Iterator[Table]:
    if kept is not None:
        yield from kept.tables.values()
    if states is not None:
        yield from states.tables.values()
    else:
        yield parties_table(conflict)
    if common is not None:
        yield from common.model.values()
        yield from common.tables.values()
        if common.offers is not None:
            yield common.offers.table
    yield results.evidence_table(cited)
    if conflict.sources:
        yield results.sources_table(conflict)
    found = () if audit is None else audit_tables(audit, conflict)
    yield from (table for table in found if table.rows)
