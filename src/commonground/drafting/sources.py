"""The texts of a model's sources that lie in its folder, cited or not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ..documents.claims import Claim
from ..documents.digest import digest
from ..documents.document import Document
from ..errors import Problem
from ..model import Conflict
from ..reading.passages import read_source

__all__ = ["source_claims", "source_documents"]


def source_documents(conflict: Conflict, folder: Path) -> tuple[Mapping[str, Document], tuple[str, ...]]:
    """Return the documents of the sources that have a text in the folder of the model, by id, and what went wrong."""
    found: dict[str, Document] = {}
    faults: list[str] = []
    for id_, source in conflict.sources.items():
        document = read_source(id_, source, folder)
        if isinstance(document, Problem):
            faults.append(str(document))
        elif document is not None:
            found[id_] = document
    return MappingProxyType(found), tuple(faults)


def source_claims(documents: Mapping[str, Document]) -> Mapping[str, tuple[Claim, ...]]:
    """Return what each of some documents states: the claims of its digest, by id of the source."""
    return MappingProxyType({id_: digest(document).claims for id_, document in documents.items()})
