"""The verbs of the library, as they are asked from Python: numbers and names from 1, models instead of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .analysis import stability
from .analysis.stability import Certificate, Explanation, Jobs, Solution
from .errors import AnalysisError, ExchangeError
from .examples import example_path
from .exchange.json_text import parse_json
from .forms import Graph, build_graph
from .forms.states import DEFAULT_STATE_LIMIT
from .model import Conflict
from .output.report import make_report
from .output.save import save_text
from .output.writers import render
from .output.writers.certificate import certificate_json
from .reading import check, load
from .verification import Verification
from .verification import verify as verify_content

__all__ = [
    "Certificate",
    "Conflict",
    "Solution",
    "Verification",
    "certify",
    "check",
    "example",
    "explain",
    "load",
    "report",
    "solve",
    "states",
    "verify",
]

CERTIFICATE_LIMIT = 100_000_000
"""Characters of a certificate that are read at most."""


def example(id_: str) -> Path:
    """Return the folder of a shipped example, to be loaded.

    >>> load(example("chicken")).title
    'Chicken'
    """
    return example_path(id_)


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
) -> tuple[Path, ...]:
    """Write a report and return the files written.

    Parameters
    ----------
    path : str or Path
        A file where the format is one file; a folder where it is several.
    to : str
        A writer: ``html``, ``latex``, ``csv``, ``json``, ``svg``.
    """
    made = make_report(states(conflict), concepts=concepts, only=only)
    result = render(made, to)
    if isinstance(result, str):
        return (save_text(path, result),)
    return tuple(save_text(Path(path) / name, text) for name, text in result.items())
