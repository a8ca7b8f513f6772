"""Every quotation of a model, compared with the text of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ..documents import Document, Span, document_from_text
from ..documents.anchors import STATES, PreparedText, State, locate, prepare
from ..documents.places import Place, place_of
from ..errors import Problem, field_text
from ..model import Conflict, Evidence, Source
from .checks import Steps, all_evidence, path_is_safe

__all__ = ["OWN_TEXT", "Passage", "Passages", "find_passages", "read_source", "shown_words"]

OWN_TEXT = (".txt", ".md")
"Files that are their own text."
MAX_CHARACTERS = 5_000_000
SHOWN = 80
"Characters of a quotation that a message shows."


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation of the model and where it stands; ``path`` leads to its evidence in the model file.

    ``anchor`` is the stored place, ``spans`` and ``suggestion`` what ``locate`` says of it. Nothing is known of a
    quotation whose source has no text at hand: it is ``unchecked``.
    """

    path: Steps
    evidence: Evidence
    state: State
    spans: tuple[Span, ...] = ()
    suggestion: Span | None = None

    @property
    def quote(self) -> str:
        """Return the words as the model has them."""
        return self.evidence.quote or ""

    @property
    def span(self) -> Span | None:
        """Return the one place where the quotation certainly stands."""
        return self.spans[0] if self.state in ("anchored", "moved") else None

    @property
    def element(self) -> str:
        """Return the path of the element that cites it, as ``parties.kiev.options.reform``."""
        return field_text(self.path[:-2])


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """The quotations of a model in the order of the file, and the texts they were compared with, by source."""

    all: tuple[Passage, ...]
    documents: Mapping[str, Document]
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many quotations stand in each state, every state named."""
        counts = Counter(passage.state for passage in self.all)
        return MappingProxyType({state: counts[state] for state in STATES})

    def place(self, passage: Passage, span: Span | None = None) -> Place | None:
        """Return page, paragraph and line of a passage, or of another span of its source."""
        span = span or passage.span or passage.suggestion
        document = self.documents.get(passage.evidence.source)
        return None if span is None or document is None else place_of(document, span)

    def words(self, passage: Passage, span: Span) -> str:
        """Return the source's own characters."""
        return self.documents[passage.evidence.source].text[span.slice]


def find_passages(conflict: Conflict, folder: Path | None) -> Passages:
    """Return where every quotation of a model stands, with what is wrong; without a folder all are unchecked."""
    quoted = [(path, evidence) for path, evidence in all_evidence(conflict) if evidence.quote is not None]
    cited = {evidence.source for _, evidence in quoted}
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for id_, source in conflict.sources.items() if folder is not None else ():
        assert folder is not None
        if id_ not in cited and source.sha256 is None:
            continue
        found = read_source(id_, source, folder)
        if isinstance(found, Document):
            documents[id_] = found
        elif found is not None:
            problems.append(found)
    texts = {id_: prepare(document.text) for id_, document in documents.items()}
    passages = tuple(_passage(path, evidence, texts.get(evidence.source)) for path, evidence in quoted)
    result = Passages(passages, MappingProxyType(documents), ())
    problems += _other_texts(conflict, documents)
    problems += [problem for passage in passages for problem in _problems(result, passage)]
    return Passages(passages, MappingProxyType(documents), tuple(problems))


def _passage(path: Steps, evidence: Evidence, text: PreparedText | None) -> Passage:
    if text is None:
        return Passage(path, evidence, "unchecked")
    found = locate(text, evidence.quote or "", evidence.anchor)
    return Passage(path, evidence, found.state, found.spans, found.suggestion)


def read_source(id_: str, source: Source, folder: Path) -> Document | Problem | None:
    """Return the text of a source, what is wrong with it, or nothing where it has none or CG025 says so."""
    field = "text" if source.text is not None else "file"
    name = source.text or source.file
    if name is None:
        return None
    path = ("sources", id_, field)
    if source.text is None and PurePosixPath(name).suffix.lower() not in OWN_TEXT:
        expected = f"`text`, the text that was read out of `{name}`: without it no quotation can be checked"
        return Problem("CG075", path, expected, "none", f"`commonground read {name} --into .`", "warning")
    if not path_is_safe(name) or not (folder.resolve() / name).resolve().is_relative_to(folder.resolve()):
        return None
    mend = f"save it as UTF-8, or `commonground read {name} --into .`"
    try:
        target = (folder / name).resolve()
        if not target.is_file():
            return None
        with target.open("rb") as stream:
            raw = stream.read(4 * MAX_CHARACTERS + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem("CG076", path, "a text in UTF-8", f"the byte 0x{raw[error.start]:02x}", mend)
    except OSError as error:
        return Problem("CG076", path, "a file that can be read", error.strerror or str(error))
    if len(raw) > 4 * MAX_CHARACTERS or len(text) > MAX_CHARACTERS:
        return Problem("CG076", path, f"a text of at most {MAX_CHARACTERS:,} characters", "more", "split it")
    kind = PurePosixPath(name).suffix.lower().lstrip(".") or "txt"
    return document_from_text(text, name, kind, title=source.title, date=source.day)


def _other_texts(conflict: Conflict, documents: Mapping[str, Document]) -> Iterator[Problem]:
    for id_, document in documents.items():
        known = conflict.sources[id_].sha256
        if known is not None and known != document.sha256:
            path: Steps = ("sources", id_, "sha256")
            found = f"the text of `{document.name}` has another hash, {document.sha256[:12]}..."
            mend = "quotations were looked for in the text as it is; `commonground anchor --write` stores its hash"
            yield Problem("CG074", path, "the text in which the anchors were made", found, mend, "note")


def _problems(passages: Passages, passage: Passage) -> Iterator[Problem]:
    source, path = passage.evidence.source, (*passage.path, "quote")
    quote = shown_words(passage.quote)
    if passage.state == "lost":
        expected = f"words that stand in `{source}`"
        yield Problem("CG070", path, expected, quote, "quote the source's own words, or leave out `quote`")
    elif passage.state == "lost?" and passage.suggestion is not None:
        place = passages.place(passage)
        own = shown_words(passages.words(passage, passage.suggestion), 2 * SHOWN)
        yield Problem("CG071", path, f"words that stand in `{source}`", quote, f"{place} has {own}")
    elif passage.state == "ambiguous":
        lines = [str(passages.place(passage, span)) for span in passage.spans[:4]]
        more = f" and {len(passage.spans) - 4} more" if len(passage.spans) > 4 else ""
        found = f"{quote} in {len(passage.spans)} places: {'; '.join(lines)}{more}"
        mend = "quote more words around it, or give the `anchor` of the one that is meant"
        yield Problem("CG072", path, f"a quotation that stands once in `{source}`", found, mend, "warning")
    elif passage.state == "moved" and passage.evidence.anchor is not None:
        old, new = passage.evidence.anchor, passage.spans[0]
        found = f"it at {new.begin} to {new.end}, {passages.place(passage)}"
        expected = f"{quote} at {old.start} to {old.end}"
        mend = "`commonground anchor --write` stores the new place"
        yield Problem("CG073", (*passage.path, "anchor"), expected, found, mend, "note")


def shown_words(text: str, length: int = SHOWN) -> str:
    """Return a quotation for a message: on one line, in quotation marks, cut where it is long.

    >>> shown_words("The dam stays shut.", 12)
    "'The dam s...'"
    """
    text = " ".join(text.split())
    return f"'{text if len(text) <= length else text[: length - 3] + '...'}'"
