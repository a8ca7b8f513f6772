"""Documents into a project folder: the file, its text, and the entry that a model file needs to cite it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from ..documents.document import Document, is_own_text
from ..documents.extract import KINDS
from ..errors import OutputError
from ..reading.nodes import read_yaml
from ..reading.write import scalar
from .save import save_bytes

__all__ = ["Stored", "source_entry", "store_source"]

_MODEL = "conflict.yaml"


class Stored(NamedTuple):
    """What was written, and what is left to a person."""

    paths: tuple[Path, ...]
    "Written now; what stood there already and is the same is not written again."
    entry: str
    "YAML that names the source."
    advice: str
    "Where the entry belongs."
    known: bool
    "Whether the model file names the source already."


def store_source(document: Document, file: Path, project: Path, *, force: bool = False) -> Stored:
    """Copy a document and its text into ``sources/`` of a project; the model file is left to the person.

    Raises
    ------
    OutputError
        When something else stands there under the same name (unless forced), or the folder cannot be written.
    """
    if project.exists() and not project.is_dir():
        raise OutputError(f"cannot store into {project}: it is a file; give the folder of a project")
    name = file.name
    place = f"sources/{name}"
    contents = {place: _bytes(file)}
    own = KINDS[document.kind].own_text and is_own_text(document, contents[place])
    text_place = None if own else f"sources/text/{file.stem}.txt"
    if text_place:
        contents[text_place] = document.text.encode("utf-8")
    fresh = {path: data for path, data in contents.items() if _differs(project / path, data)}
    standing = [path for path in fresh if (project / path).exists()]
    if standing and not force:
        raise OutputError(
            f"{project / standing[0]} is there and holds something else; nothing was written\n"
            "    give the file another name, or --force to replace it (anchors made in the old text may then be lost)"
        )
    paths = tuple(save_bytes(project / path, data) for path, data in fresh.items())
    known, id_, advice = _standing_in(project / _MODEL, place, _id_of(file.stem))
    return Stored(paths, source_entry(document, id_, place, text_place), advice, known)


def source_entry(document: Document, id_: str, file: str, text: str | None) -> str:
    """Return the lines under ``sources:`` that name a document.

    >>> from ..documents import document_from_text
    >>> print(source_entry(document_from_text("No.", title="The no"), "no", "sources/no.txt", None), end="")
      no:
        title: The no
        file: sources/no.txt
        sha256: "38178a20b470cfd18299fb1593dd4ba706f1a83321dac051d01086efd8b7a96f"
    """
    lines = [f"  {id_}:"]
    rows = (
        ("title", document.title),
        ("file", file),
        ("text", text),
        ("sha256", document.sha256),
        ("date", document.date.isoformat() if document.date else None),
    )
    lines += [f"    {key}: {scalar(value[:400], flow=False)}" for key, value in rows if value]
    return "\n".join(lines) + "\n"


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OutputError(f"cannot copy {file}: {error.strerror or error}") from error


def _differs(path: Path, data: bytes) -> bool:
    """Return whether a file is missing or holds something else."""
    try:
        return not path.exists() or path.read_bytes() != data
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _id_of(stem: str) -> str:
    """Return an id made from a file's name.

    >>> _id_of("2014-03-31 Report (final)"), _id_of("Протокол")
    ('report_final', 'source')
    """
    words = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_0123456789")
    return words[:40].rstrip("_") or "source"


def _standing_in(model: Path, place: str, id_: str) -> tuple[bool, str, str]:
    """Return whether a model file names a source's file already, the id to use, and where the entry belongs."""
    if not model.is_file():
        return False, id_, f"add to the sources of a model file in this folder (there is no {_MODEL} yet):\nsources:"
    try:
        text = model.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False, id_, f"{model} cannot be read; the entry belongs under its `sources:`"
    yaml, _ = read_yaml(text, model.name)
    data: Any = yaml.data if yaml is not None else None
    sources = data.get("sources") if isinstance(data, dict) else None
    if not isinstance(sources, dict):
        return False, id_, f"add to {model}:\nsources:"
    same = [key for key, value in sources.items() if isinstance(value, dict) and value.get("file") == place]
    if same:
        return (
            True,
            str(same[0]),
            f"{model} names this file as `{same[0]}` already; for comparison, the entry as of now:",
        )
    taken, number = id_, 2
    while taken in sources:
        taken, number = f"{id_}_{number}", number + 1
    line = yaml.origin(("sources",), key=True).line if yaml is not None else 1
    return False, taken, f"add under `sources:` (line {line}) of {model}:"
