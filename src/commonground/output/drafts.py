"""A draft as a folder: the sources first and the model last, so that a model is never without its sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..drafting.write import Draft
from ..errors import OutputError
from .save import save_bytes, save_schema, save_text

__all__ = ["check_draft_place", "save_draft"]

_MODEL = "conflict.yaml"


def check_draft_place(folder: Path, sources: Mapping[str, bytes], *, force: bool = False) -> None:
    """Refuse a folder in which a draft would be written over something else.

    Raises
    ------
    OutputError
        When it is no folder, or (unless forced) holds a model, or another file under the name of a source.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is a file; choose another name for the folder")
        if force:
            return
        if (folder / _MODEL).exists():
            raise OutputError(f"{folder / _MODEL} is there already; choose another folder, or force it")
        for name, data in sources.items():
            place = folder / name
            if place.exists() and place.read_bytes() != data:
                raise OutputError(f"{place} is there already and differs; choose another folder, or force it")
    except OSError as error:
        raise OutputError(f"cannot look at {folder}: {error.strerror or error}") from error


def save_draft(draft: Draft, sources: Mapping[str, bytes], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write a draft and its sources into a folder; return the files, the model first.

    Raises
    ------
    OutputError
        As ``check_draft_place`` does, or when the folder cannot be written.
    """
    check_draft_place(folder, sources, force=force)
    written = [save_bytes(folder / name, data) for name, data in sources.items()]
    save_schema(folder)
    return (save_text(folder / _MODEL, draft.text), *written)
