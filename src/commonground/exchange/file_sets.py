"""Negotiations that other tools keep in several files: which files are which, and one row per format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from ..errors import ExchangeError
from ..model import Conflict
from .demand import write_demand_game
from .formats import Imported, decoded
from .genius_read import read_genius
from .genius_write import write_genius
from .geniusweb_read import read_geniusweb
from .json_text import parse_json
from .negmas_read import is_negmas, read_negmas
from .tables_read import read_tables
from .tables_write import write_tables
from .xml_text import parse_xml

__all__ = ["FILE_SETS", "FileSet", "WrittenFiles", "read_file_set"]

Files = Sequence[tuple[str, bytes]]
WrittenFiles = tuple[Mapping[str, str], tuple[str, ...]]
"""Text per file name, and what of the conflict the files cannot say."""
_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]*encoding=["'](iso-8859-1|windows-1252|latin1|us-ascii)["']""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FileSet:
    """A row: what files of the format end in, how they are read together, and how they are written.

    ``read(files, *, divide)`` takes names and contents; ``write(conflict)`` gives texts and losses. Either is None
    where the format is only written, or only read. ``claims(files)`` tells files of this format from those of another
    one with the same ending.
    """

    name: str
    suffixes: tuple[str, ...]
    about: str
    read: Callable[..., Imported] | None = None
    write: Callable[[Conflict], WrittenFiles] | None = None
    claims: Callable[[Files], bool] | None = None


def _decoded(name: str, data: bytes) -> str:
    try:
        return decoded(name, data)
    except ExchangeError:
        if _DECLARED.match(data):
            return data.decode("cp1252", "replace")
        raise


def _genius(files: Files, *, divide: bool) -> Imported:
    domains: list[tuple[str, str]] = []
    profiles: list[tuple[str, str]] = []
    left: list[str] = []
    for name, data in files:
        text = _decoded(name, data)
        if not text.lstrip("\ufeff \t\r\n").startswith("<"):
            left.append(f"{name}: no XML; left aside")
            continue
        tag = parse_xml(text, file=name).tag
        if tag not in ("negotiation_template", "utility_space"):
            left.append(f"{name}: <{tag}> is neither a domain nor a profile; left aside")
            continue
        (domains if tag == "negotiation_template" else profiles).append((name, text))
    if len(domains) != 1 or not profiles:
        got = f"{len(domains)} and {len(profiles)}"
        expected = "one <negotiation_template> (domain) and at least one <utility_space> (profile)"
        raise ExchangeError(f"{', '.join(name for name, _ in files)}: expected {expected}; got {got}")
    imported = read_genius(domains[0], profiles, divide=divide)
    return Imported(imported.conflict, (*left, *imported.warnings))


def _geniusweb(files: Files, *, divide: bool) -> Imported:
    profiles: list[tuple[str, str]] = []
    left: list[str] = []
    for name, data in files:
        text = _decoded(name, data)
        tree = parse_json(text, file=name, exact=True)
        if isinstance(tree, dict) and "LinearAdditiveUtilitySpace" in tree:
            profiles.append((name, text))
        else:
            left.append(f"{name}: no `LinearAdditiveUtilitySpace`; left aside")
    if not profiles:
        names = ", ".join(name for name, _ in files)
        raise ExchangeError(f"{names}: expected at least one profile, `LinearAdditiveUtilitySpace`; got none")
    imported = read_geniusweb(profiles)
    return Imported(imported.conflict, (*left, *imported.warnings))


def _negmas(files: Files, *, divide: bool) -> Imported:
    return read_negmas([(name, _decoded(name, data)) for name, data in files])


def _tables(files: Files, *, divide: bool) -> Imported:
    return read_tables(files)


FILE_SETS: Mapping[str, FileSet] = MappingProxyType(
    {
        row.name: row
        for row in (
            FileSet("tables", (".csv", ".xlsx", ".xlsm"), "plain tables, CSV or XLSX", _tables, write_tables),
            FileSet("genius", (".xml",), "GENIUS domain and profiles", _genius, write_genius),
            FileSet("negmas", (".yml", ".yaml", ".json"), "NegMAS scenario", _negmas, claims=is_negmas),
            FileSet("geniusweb", (".json",), "GeniusWeb profiles", _geniusweb),
            FileSet("demand-game", (), "a demand game for Gambit", write=write_demand_game),
        )
    }
)
"""Name to row; the endings of the files say which, and their content where several formats have the same."""


def read_file_set(files: Files, *, divide: bool = True) -> Imported:
    """Return the conflict that files (name, content) of one format state together.

    Parameters
    ----------
    files : sequence of (str, bytes)
        All of one format, told by their endings.
    divide : bool
        Whether GENIUS evaluations are divided by the largest of their issue; recorded in the description.

    Raises
    ------
    ExchangeError
        Where the files are of no format or of several, and for every fault in them.
    """
    endings = {PurePath(name.replace("\\", "/")).suffix.lower() for name, _ in files}
    fitting = [row for row in FILE_SETS.values() if row.read and endings <= set(row.suffixes)] if files else []
    row = next((row for row in fitting if row.claims is None or row.claims(files)), None)
    if row is None or row.read is None:
        row = next(iter(fitting), None)
    if row is None or row.read is None:
        known = "; ".join(f"{', '.join(row.suffixes)} ({row.about})" for row in FILE_SETS.values() if row.suffixes)
        names = ", ".join(name for name, _ in files) or "no file"
        raise ExchangeError(f"{names}: expected files of one format: {known}")
    return row.read(files, divide=divide)
