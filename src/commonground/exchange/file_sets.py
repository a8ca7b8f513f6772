"""Negotiations that other tools keep in several files: which files are which, and one row per format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from ..errors import ExchangeError
from ..model import Conflict
from .formats import Imported, decoded
from .genius_read import read_genius
from .genius_write import write_genius
from .geniusweb_read import read_geniusweb
from .json_text import parse_json
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

    ``read(files, *, divide)`` takes names and contents; ``write(conflict)`` gives texts and losses, None where the
    format is read only.
    """

    name: str
    suffixes: tuple[str, ...]
    about: str
    read: Callable[..., Imported]
    write: Callable[[Conflict], WrittenFiles] | None


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


def _tables(files: Files, *, divide: bool) -> Imported:
    return read_tables(files)


FILE_SETS: Mapping[str, FileSet] = MappingProxyType(
    {
        row.name: row
        for row in (
            FileSet("tables", (".csv", ".xlsx", ".xlsm"), "plain tables, CSV or XLSX", _tables, write_tables),
            FileSet("genius", (".xml",), "GENIUS domain and profiles", _genius, write_genius),
            FileSet("geniusweb", (".json",), "GeniusWeb profiles", _geniusweb, None),
        )
    }
)
"""Name to row; the endings of the files say which."""


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
    rows = {name: _row(name) for name, _ in files}
    if not files or None in rows.values() or len({row.name for row in rows.values() if row}) > 1:
        known = "; ".join(f"{', '.join(row.suffixes)} ({row.about})" for row in FILE_SETS.values())
        raise ExchangeError(f"{', '.join(rows) or 'no file'}: expected files of one format: {known}")
    row = next(row for row in rows.values() if row)
    return row.read(files, divide=divide)


def _row(name: str) -> FileSet | None:
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    return next((row for row in FILE_SETS.values() if ending in row.suffixes), None)
