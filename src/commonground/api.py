"""The verbs of the library, as they are asked from Python: numbers and names from 1, models instead of arrays."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .analysis import stability
from .analysis.stability import Certificate, Explanation, Jobs, Solution
from .errors import AnalysisError, ExchangeError, ModelError, OutputError, did_you_mean
from .examples import example_path
from .forms import Graph, build_graph, build_packages, fix_package
from .forms.states import DEFAULT_STATE_LIMIT
from .model import Conflict
from .output.save import save_text
from .output.writers import WRITERS, render
from .output.writers.certificate import certificate_json
from .reading import check, load
from .reading.anchoring import Anchoring, anchored_text
from .reading.load import model_path
from .reading.passages import find_passages
from .verification import Verification
from .verification import verify as verify_content

if TYPE_CHECKING:
    from .analysis.hold import Hold
    from .analysis.negotiation import Negotiation
    from .documents.digest import Digest
    from .documents.extract import Limits
    from .drafting.audit import Audit
    from .drafting.llm import Drafter
    from .drafting.write import Draft

__all__ = [
    "Anchoring",
    "Audit",
    "Certificate",
    "Conflict",
    "Digest",
    "Draft",
    "Hold",
    "Negotiation",
    "Solution",
    "Verification",
    "anchor",
    "audit",
    "certify",
    "check",
    "draft",
    "example",
    "explain",
    "fix_package",
    "hold",
    "load",
    "negotiate",
    "read",
    "report",
    "solve",
    "states",
    "verify",
]

_LATE = {
    "Audit": "commonground.drafting.audit",
    "Digest": "commonground.documents.digest",
    "Draft": "commonground.drafting.write",
    "Hold": "commonground.analysis.hold",
    "Negotiation": "commonground.analysis.negotiation",
}
"""Where the answers of verbs are defined whose rooms are imported only when such a verb is asked."""

CERTIFICATE_LIMIT = 100_000_000
"""Characters of a certificate that are read at most."""


def example(id_: str) -> Path:
    """Return the folder of a shipped example, to be loaded.

    >>> load(example("chicken")).title
    'Chicken'
    """
    return example_path(id_)


def anchor(path: str | Path, *, write: bool = False) -> Anchoring:
    """Return where every quotation of a model stands in the text of its source.

    Parameters
    ----------
    path : str or Path
        A model file, or a folder that holds a ``conflict.yaml``.
    write : bool
        Store the place of each quotation that is certain in the file, and the hash of each text; everything else in
        it stays as it is. What is ambiguous or lost is left to a person.

    Raises
    ------
    ModelError
        Where the file is no model. A quotation that is not in its source is no error here: it is listed.

    Examples
    --------
    >>> anchor(example("ukraine-2014")).passages.counts["lost"]
    0
    """
    checked = check(path)
    if checked.conflict is None or checked.passages is None:
        raise ModelError(checked.errors)
    if not write:
        return Anchoring(checked.file, checked.passages)
    file = model_path(path)
    text = file.read_bytes().decode("utf-8")
    result, done = anchored_text(text, checked.conflict, checked.passages, checked.file)
    if result != text:
        save_text(file, result)
    return done


def read(
    path: str | Path, *, date: datetime.date | None = None, title: str | None = None, limits: Limits | None = None
) -> Digest:
    """Return what stands in a ``.txt``, ``.md``, ``.html``, ``.pdf`` or ``.docx`` file, or (``-``) on standard input.

    The file is read by a child process without network and within ``limits``; nothing leaves the machine.

    Parameters
    ----------
    date : datetime.date, optional
        When the document was written; relative dates are resolved against it.
    title : str, optional
        What to call it; else the title that the file states.

    Raises
    ------
    DocumentError
        When there is no text to be had: with what was expected, what was found and the way round.

    Examples
    --------
    >>> found = read(example("ukraine-2014") / "sources" / "brief.md", date=datetime.date(2014, 3, 31))
    >>> found.document.kind, len(found.document.warnings)
    ('md', 0)
    """
    from .documents.digest import digest
    from .documents.extract import read_document

    return digest(read_document(path, date=date, title=title, limits=limits))


def states(conflict: Conflict, *, limit: int = DEFAULT_STATE_LIMIT) -> Graph:
    """Return the graph of a conflict: its feasible states, numbered and named, its moves and ranks.

    Raises
    ------
    TooLarge
        When there would be more states than ``limit``; said before they are made.

    Examples
    --------
    >>> graph = states(load(example("elmira")))
    >>> graph.possible, graph.size, graph.yn(8)
    (32, 9, '-NNY-')
    """
    return build_graph(conflict, limit=limit)


def solve(
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    *,
    only: Sequence[str] = (),
    by_party: Mapping[str, str] | None = None,
    limit: int = DEFAULT_STATE_LIMIT,
    jobs: Jobs = "auto",
) -> Solution:
    """Return which states are stable for whom, and the equilibria.

    Parameters
    ----------
    conflict : Conflict
        A loaded model.
    concepts : str or iterable of str, optional
        ``nash gmr smr seq sseq`` when left out; also ``sim``, ``sim_fh``, ``seq_sim``.
    only : sequence of str
        Ids of the parties whose moves count; everybody when empty.
    by_party : mapping of str to str, optional
        A concept per party; adds the result ``mixed``.
    jobs : int or "auto"
        Threads at most. ``auto``: one where more would lose, else as many as there are cores, or as the environment
        variable ``COMMONGROUND_JOBS`` (or ``OMP_NUM_THREADS``) allows. The answer is the same.

    Examples
    --------
    >>> solve(load(example("elmira"))).equilibria("nash")
    (5, 8, 9)
    """
    concepts = (concepts,) if isinstance(concepts, str) else concepts
    return stability.solve(states(conflict, limit=limit), concepts, only=only, by_party=by_party, jobs=jobs)


def negotiate(
    conflict: Conflict,
    rules: str | Iterable[str] | None = None,
    *,
    weights: Mapping[str, Fraction | int] | None = None,
    limit: int = 200_000,
    draws: int | None = None,
    seed: int = 0,
) -> Negotiation:
    """Return the common ground over the issues on the table: zone, frontier, solutions, trades.

    Parameters
    ----------
    conflict : Conflict
        A loaded model with issues.
    rules : str or iterable of str, optional
        Ids of solutions: ``nash``, ``kalai_smorodinsky``, ``egalitarian``, ... (``commonground help solutions``); when
        left out, those that it marks.
    weights : mapping of str to number, optional
        A positive weight for every party at the table, for the rules with weights.
    limit : int
        Utility vectors kept at most; beyond it the frontier is approximated, and the answer says so.
    draws, seed : int, optional
        How often uncertain worths (intervals, rankings) are drawn, and the seed: ``uncertainty`` of the answer then
        says how packages stand over all that the worths may be. Without it the middle of each interval is used.

    Raises
    ------
    AnalysisError
        When the model has no issues, a rule is unknown, a weight is missing or not positive, or draws are asked for
        where nothing is uncertain.
    ModelError
        When issues or worths have faults.
    TooLarge
        When linked issues have too many combinations.

    Examples
    --------
    >>> result = negotiate(load(example("panama-canal-1974")), "nash")
    >>> [str(points) for points in result.answers["nash"].agreements[0].points]
    ['64', '68']
    >>> [str(points) for points in result.division.totals]
    ['66', '66']
    """
    from .analysis.negotiation import DEFAULT_SOLUTIONS, find_uncertainty, solve_packages
    from .forms import build_estimates

    if not conflict.issues:
        raise AnalysisError("the model has no issues: nothing is on the table")
    packages = build_packages(conflict)
    chosen = (rules,) if isinstance(rules, str) else DEFAULT_SOLUTIONS if rules is None else rules
    given = None
    if weights is not None:
        if set(weights) != set(packages.parties):
            raise AnalysisError(f"expected a weight for each of {', '.join(packages.parties)}")
        given = [Fraction(weights[party]) for party in packages.parties]
    result = solve_packages(packages, chosen, weights=given, limit=limit, model=conflict.hash)
    if draws is None:
        return result
    found = find_uncertainty(build_estimates(conflict, packages=packages), result, draws=draws, seed=seed, limit=limit)
    return replace(result, uncertainty=found)


def hold(
    conflict: Conflict,
    concepts: str | Iterable[str] | None = None,
    *,
    only: Sequence[str] = (),
    packages: Sequence[str] = (),
    mend: bool = True,
    limit: int = 20_000,
) -> Hold:
    """Return which packages would be kept once they are signed, who would leave them, and what would mend that.

    Parameters
    ----------
    conflict : Conflict
        A loaded model with issues, options and ``keeping``.
    concepts : str or iterable of str, optional
        As in ``solve``.
    only : sequence of str
        Ids of the parties whose moves count; everybody when empty.
    packages : sequence of str
        Names of packages to look into; when left out, the best that would be signed and those that have a name.
    mend : bool
        Search for single changes under which a package looked into would hold under more concepts.
    limit : int
        Feasible packages up to which all are judged; beyond it those on the frontier, the rules' and the named ones.

    Raises
    ------
    AnalysisError
        When the model has no issues, options or ``keeping``; for an unknown concept, party or package.
    TooLarge
        For more than 20,000 states, or 500 different conflicts.

    Examples
    --------
    >>> found = hold(load(example("ukraine-2014")), packages=["common ground"])
    >>> deal = found.deals[found.find("common ground")]
    >>> deal.holds, deal.table_alone, deal.paths["nash"][0].party
    (('gmr', 'smr', 'seq', 'sseq'), ('nash',), 'kiev')
    """
    from .analysis.hold import hold as judge

    chosen = (concepts,) if isinstance(concepts, str) else concepts
    return judge(conflict, chosen, only=only, names=packages, mend=mend, limit=limit)


def explain(
    asked: Solution | Conflict, concept: str, *, party: str, state: int | str, only: Sequence[str] = ()
) -> Explanation:
    """Return why a state (number from 1, label or Y/N pattern) is, or is not, stable for a party.

    A ``Solution`` keeps its own parties: ``only`` is taken from it unless given.

    Examples
    --------
    >>> why = explain(load(example("prisoners-dilemma")), "seq", party="first", state="CC")
    >>> why.stable, [step.party for step in why.improvements[0].sanction]
    (True, ['second'])
    """
    graph = asked.graph if isinstance(asked, Solution) else states(asked)
    chosen = only or (asked.asked.only if isinstance(asked, Solution) else ())
    try:
        index = graph.find_state(str(state))
    except ValueError as error:
        raise AnalysisError(str(error)) from None
    return stability.explain(graph, concept, party=party, state=index, only=chosen)


def certify(solution: Solution, *, sample: int | None = None, seed: int = 0) -> Certificate:
    """Return a proof of every verdict of a solution, or of a seeded sample of them.

    Raises
    ------
    TooLarge
        Without ``sample``, when there are too many verdicts.

    Examples
    --------
    >>> certificate = certify(solve(load(example("chicken"))))
    >>> len(certificate.proofs), certificate.proofs[0].answers, certificate.proofs[0].escape
    (40, (), 2)
    """
    return stability.certify(solution, sample, seed=seed)


def verify(conflict: Conflict, certificate: Certificate | str | Path) -> Verification:
    """Return whether a certificate (or the file of one) is complete and each of its proofs holds for a model.

    The check knows the definitions and the model, nothing of how verdicts or proofs are made.

    Raises
    ------
    ExchangeError
        When there is no such file. What is wrong inside a file is a fault of the ``Verification``.

    Examples
    --------
    >>> chicken = load(example("chicken"))
    >>> verify(chicken, certify(solve(chicken)))
    Verification(ok=True, checked=40, faults=())
    """
    if isinstance(certificate, Certificate):
        return verify_content(conflict, certificate_json(certificate))
    from .exchange.json_text import parse_json

    try:
        data = Path(certificate).read_bytes()
    except OSError as error:
        raise ExchangeError(f"cannot read {certificate}: {error.strerror or error}") from None
    try:
        text = data.decode("utf-8")
        content = parse_json(text, file=Path(certificate).name, limit=CERTIFICATE_LIMIT)
    except UnicodeDecodeError:
        return Verification(False, 0, ("not text in UTF-8",))
    except ExchangeError as fault:
        return Verification(False, 0, tuple(str(fault).splitlines()))
    return verify_content(conflict, content)


def report(
    conflict: Conflict,
    path: str | Path,
    *,
    to: str = "html",
    concepts: Iterable[str] | None = None,
    only: Sequence[str] = (),
    folder: str | Path | None = None,
    audit: Audit | None = None,
) -> tuple[Path, ...]:
    """Write a report and return the files written.

    Parameters
    ----------
    path : str or Path
        A file where the format is one file; a folder where it is several.
    concepts, only : optional
        As in ``solve``; not for a model with issues only, which has no states.
    to : str
        A writer: ``html``, ``latex``, ``csv``, ``json``, ``svg``, ``text``.
    folder : str or Path, optional
        The folder of the model file: its documents are shown with the passages that the model cites. Without it
        quotations are not compared with anything.
    audit : Audit, optional
        The answer of ``audit``, to be shown in the report.

    Raises
    ------
    TooLarge
        For a model of more than 300,000 states.
    """
    from .output.report import make_report

    passages = find_passages(conflict, None if folder is None else Path(folder))
    if to not in WRITERS:
        raise OutputError(f"no such format `{to}`; {did_you_mean(to, list(WRITERS))}")
    made = make_report(
        conflict if conflict.issues_only else states(conflict),
        concepts=concepts,
        only=only,
        passages=passages,
        audit=audit,
        rows=WRITERS[to].rows,
        tables=WRITERS[to].tables,
    )
    result = render(made, to)
    if isinstance(result, str):
        return (save_text(path, result),)
    return tuple(save_text(Path(path) / name, text) for name, text in result.items())


def audit(place: str | Path) -> Audit:
    """Return what each element of a model rests on, and what its sources state beside it.

    Parameters
    ----------
    place : str or Path
        A model file, or a folder that holds a ``conflict.yaml``; the texts of its sources are looked for beside it.

    Raises
    ------
    ModelError
        When the file cannot be read as a model.

    Examples
    --------
    >>> found = audit(example("elmira"))
    >>> found.shares["options"]["elements"], found.shares["options"]["reviewed"]
    (5, 0)
    """
    from .drafting.sources import audit_with_sources

    checked = check(place, limit=1)
    if checked.conflict is None or checked.passages is None:
        raise ModelError(checked.errors)
    return audit_with_sources(checked.conflict, Path(checked.file).parent, checked.passages.documents)[0]


def draft(
    files: str | Path | Sequence[str | Path],
    *,
    drafter: Drafter | None = None,
    date: datetime.date | None = None,
    title: str | None = None,
    folder: str | Path | None = None,
    force: bool = False,
) -> Draft:
    """Return a first model drafted from documents; ``text`` is its file.

    Parameters
    ----------
    files : path or sequence of paths
        The documents.
    drafter : Drafter, optional
        Left out, rules propose from the claims of the documents, and nothing leaves this machine. Else anything with
        ``answer(prompt, schema) -> str``: a language model behind your own client, or
        ``commonground.drafting.llm.client.HttpDrafter`` for an endpoint that speaks the protocol of OpenAI. The text
        of the documents is given to it without asking first.
    date : datetime.date, optional
        When the documents were written.
    title : str, optional
        Title of the model.
    folder : str or Path, optional
        Where to write the model and its sources; nothing is written when left out.
    force : bool
        Write over a draft that is there.

    Raises
    ------
    DocumentError
        When a document cannot be read.
    DraftError
        When there is no usable answer, or no option that a passage supports.
    OutputError
        When something else stands in the folder; said before the drafter is asked.
    """
    from .documents.digest import digest
    from .documents.extract import read_document
    from .drafting.folder import source_files
    from .drafting.llm import draft_by_language_model
    from .drafting.rules import draft_by_rules
    from .drafting.write import make_draft
    from .output.drafts import check_draft_place, save_draft

    several = [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]
    documents = [read_document(file, date=date) for file in several]
    sources = source_files(documents, [file.read_bytes() for file in several])
    if folder is not None:
        check_draft_place(Path(folder), sources.contents, force=force)
    if drafter is None:
        proposal = draft_by_rules([digest(document) for document in documents])
    else:
        proposal = draft_by_language_model(documents, drafter)
    made = make_draft(proposal, documents, title=title, places=sources.places)
    if folder is not None:
        save_draft(made, sources.contents, Path(folder), force=force)
    return made


def __getattr__(name: str) -> Any:
    """Return the class of an answer whose room is not imported with the others."""
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
