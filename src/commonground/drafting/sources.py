"""The audit of a model together with the texts of its sources that lie in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..documents.digest import digest
from ..documents.document import Document
from ..errors import Problem
from ..model import Conflict
from ..reading.passages import read_source
from .audit import Audit, audit

__all__ = ["audit_with_sources", "read_sources"]


def audit_with_sources(
    conflict: Conflict, folder: Path, known: Mapping[str, Document]
) -> tuple[Audit, tuple[str, ...]]:
    """Return the audit of a model with all texts in its folder, cited or not, and what of them could not be read.

    Parameters
    ----------
    conflict : Conflict
    folder : Path
        Where the model file lies.
    known : mapping of str to Document
        Texts that have been read already, by the id of their source: ``Passages.documents``.
    """
    documents, faults = read_sources(conflict, folder, known)
    claims = {id_: digest(document).claims for id_, document in documents.items()}
    return audit(conflict, documents, claims), faults


def read_sources(
    conflict: Conflict, folder: Path, known: Mapping[str, Document]
) -> tuple[Mapping[str, Document], tuple[str, ...]]:
    """Return all texts in a model's folder, cited or not, and what of them could not be read."""
    documents: dict[str, Document] = {}
    faults: list[str] = []
    for id_, source in conflict.sources.items():
        document = known[id_] if id_ in known else read_source(id_, source, folder)
        if isinstance(document, Problem):
            faults.append(str(document))
        elif document is not None:
            documents[id_] = document
    return documents, tuple(faults)
