"""The verbs ``check`` and ``load``: a model file, with every fault and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import AnalysisError, ModelError, Origin, Problem, TooLarge
from ..forms import Graph, Packages, fix_package
from ..forms.bargain import packages_and_problems
from ..forms.build import graph_and_problems, open_model
from ..forms.fixed import world_keys
from ..forms.states import DEFAULT_STATE_LIMIT
from ..model import Conflict
from .checks import CHECKS
from .nodes import MAX_BYTES, YamlText, read_yaml
from .passages import Passages, find_passages
from .structure import read_structure

__all__ = ["Checked", "check", "check_text", "load", "model_path"]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What ``check`` found: the model and its graph where there are any, and every problem in file order.

    ``too_large`` is set where the file is sound as far as it can be read but has too many states to make.
    ``packages`` is set where the model has issues; a model with issues only has no graph, nor has one whose statements
    compare issues.
    """

    file: str
    conflict: Conflict | None
    graph: Graph | None
    problems: tuple[Problem, ...]
    too_large: TooLarge | None = None
    packages: Packages | None = None
    """The exact tables of what is on the table, where the model has issues."""
    passages: Passages | None = None
    """Where each quotation stands in its source."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop the model from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return the problems that stop nothing, notes aside."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    def sound(self) -> Conflict:
        """Return the model, or raise its faults."""
        if self.errors or self.conflict is None:
            raise ModelError(self.errors)
        return self.conflict

    def subject(self) -> Graph | Conflict:
        """Return what a report is on: the graph, or a model that has none as it is; or raise what forbids it."""
        conflict = self.sound()
        return self.sound_graph() if self.too_large is not None or self.graph is not None else conflict

    def sound_graph(self) -> Graph:
        """Return the graph, or raise what forbids it."""
        self.sound()
        if self.too_large is not None:
            raise self.too_large
        if self.graph is None and self.conflict is not None and not self.conflict.issues_only:
            raise open_model(self.conflict)
        if self.graph is None:
            raise AnalysisError(f"{self.file} has issues and no options: there are packages to compare, but no states")
        return self.graph


def model_path(place: str | Path) -> Path:
    """Return the model file that a path means: itself, or ``conflict.yaml`` in a folder.

    Raises
    ------
    ModelError
        When there is no such file.
    """
    path = Path(place)
    file = path / "conflict.yaml" if path.is_dir() else path
    if not file.is_file():
        inside = f"a folder with a `conflict.yaml`, or a model file; `{path}` is neither"
        mend = "" if path.exists() else f"`commonground new {path}` makes one to start from"
        raise ModelError([Problem("CG001", (), inside, "", mend)])
    return file


def check(path: str | Path, *, limit: int = DEFAULT_STATE_LIMIT) -> Checked:
    """Return every problem of a model file, with the model and its graph where they could be made.

    Parameters
    ----------
    path : str or Path
        A model file, or a folder that holds a ``conflict.yaml``.
    limit : int
        States made at most.
    """
    try:
        file = model_path(path)
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        text = raw.decode("utf-8-sig") if len(raw) <= MAX_BYTES else " " * len(raw)
    except ModelError as error:
        return Checked(str(path), None, None, error.problems)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        problem = Problem(
            "CG001", (), "text in UTF-8", found, "save the file as UTF-8", origin=Origin(str(file), line, 1)
        )
        return Checked(str(file), None, None, (problem,))
    except OSError as error:
        problem = Problem("CG001", (), f"a file that can be read; `{path}`", error.strerror or str(error))
        return Checked(str(path), None, None, (problem,))
    return check_text(text, file=str(file), folder=file.parent, limit=limit)


def check_text(
    text: str, *, file: str = "model", folder: Path | None = None, limit: int = DEFAULT_STATE_LIMIT
) -> Checked:
    """Return every problem of a model given as text; source files are looked for only where a folder is given."""
    document, problems = read_yaml(text, file)
    if document is None:
        return Checked(file, None, None, problems)
    conflict, shape = read_structure(document.data)
    found = list(shape)
    graph: Graph | None = None
    packages: Packages | None = None
    too_large: TooLarge | None = None
    passages: Passages | None = None
    if conflict is not None:
        for row in CHECKS:
            found.extend(row(conflict, folder))
        passages = find_passages(conflict, folder)
        found.extend(passages.problems)
        try:
            graph, more = graph_and_problems(conflict, limit=limit)
            found.extend(problem for problem in more if not _follows_from(problem, shape))
        except TooLarge as error:
            too_large = error
        packages, more = _packages(conflict)
        found.extend(problem for problem in more if not _follows_from(problem, shape))
        if graph is None and too_large is None and not any(problem.severity == "error" for problem in found):
            found.extend(_in_a_package(conflict, packages, limit))
    placed = tuple(_place(problem, document) for problem in dict.fromkeys(found))
    ordered = tuple(sorted(placed, key=_order))
    if any(problem.severity == "error" for problem in ordered):
        return Checked(file, conflict if not shape else None, None, ordered, passages=passages)
    return Checked(file, conflict, graph, ordered, too_large, packages, passages)


def _packages(conflict: Conflict) -> tuple[Packages | None, tuple[Problem, ...]]:
    """Return the packages and their problems; none where linked issues are too many to list, which the verbs say."""
    try:
        return packages_and_problems(conflict)
    except TooLarge:
        return None, ()


def _in_a_package(conflict: Conflict, packages: Packages | None, limit: int) -> Iterator[Problem]:
    """Yield what is wrong with states that depend on what is signed: after one package, a named one if possible."""
    if packages is None or conflict.graph_form or not world_keys(conflict):
        return
    possible = (values for values in packages.named.values() if packages.rows_of(values) is not None)
    sample = next(possible, packages.values_of([0] * len(packages.bundles)))
    signed = ", ".join(f"{issue} = {value}" for issue, value in packages.labels(sample).items())
    try:
        _, problems = graph_and_problems(fix_package(conflict, sample), limit=limit)
    except TooLarge:
        return
    for problem in problems:
        if problem.severity == "error":
            yield replace(problem, found=f"{problem.found}, where {signed}")


_ABOUT_ISSUES = ("issues", "constraints", "packages", "offers", "worths", "interactions", "red_lines", "reservation")


def _follows_from(problem: Problem, shape: tuple[Problem, ...]) -> bool:
    """Return whether a fault may only show because a faulty field about options or states was left out."""
    if "CG040" <= problem.code <= "CG050" or any(name in problem.path for name in _ABOUT_ISSUES):
        return any(_explains_packages(fault, problem) for fault in shape)
    if any(_loses_options(fault) for fault in shape):
        return problem.code in ("CG020", "CG022", "CG055") or problem.code >= "CG030"
    about_states = any(
        fault.path[:1] in (("states",), ("feasibility",), ("coalesced",), ("option_order",), ("parties",))
        and "preferences" not in fault.path
        for fault in shape
    )
    return about_states and problem.code >= "CG030"


def _explains_packages(fault: Problem, problem: Problem) -> bool:
    """Return whether a problem about packages may only show because a faulty field was left out."""
    misspelt = fault.code == "CG010" and any(f"`{name}`" in fault.mend for name in _ABOUT_ISSUES)
    if misspelt or fault.path[:1] == ("issues",) or problem.path[: len(fault.path)] == fault.path:
        return True
    if problem.code in ("CG042", "CG043"):
        return fault.path[: len(problem.path)] == problem.path
    return problem.code == "CG045" and fault.path[:1] == ("packages",)


def _loses_options(fault: Problem) -> bool:
    misspelt = fault.code == "CG010" and fault.mend == "did you mean `options`?"
    return misspelt or (fault.path[:1] == ("parties",) and fault.path[2:3] == ("options",) and len(fault.path) <= 4)


_NAMES_BY_KEY = (("weights",), ("moves",), ("points",), ("curve",), ("worths",))


def _place(problem: Problem, document: YamlText) -> Problem:
    if problem.origin is not None:
        return problem
    named = problem.code == "CG010" or problem.path[-2:-1] in _NAMES_BY_KEY
    key = named or problem.path not in document.places
    return problem.at(document.origin(problem.path, problem.offset, key=key and problem.path in document.keys))


def _order(problem: Problem) -> tuple[int, int, str]:
    origin = problem.origin
    return (origin.line, origin.column, problem.code) if origin else (0, 0, problem.code)


def load(path: str | Path) -> Conflict:
    """Return the conflict that a model file states.

    Raises
    ------
    ModelError
        With every fault of the file.
    """
    return check(path).sound()
