"""DOCX to text: the archive checked first, its text parts alone given to mammoth, then our walk over the blocks.

Tracked insertions are kept, deletions dropped; footnotes and endnotes follow the text; tables keep their rows.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from ...errors import DocumentError
from .archive import DAMAGED, TooMuchInside, unpacked
from .blocks import block_text
from .extracted import Extracted, checked_text
from .html import parse_html
from .limits import Limits

__all__ = ["extract"]

_TEXT_PART = re.compile(
    r"^(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/[\w/.-]{1,100}\.(?:xml|rels))$"
)
_RELATIONS = "_rels/.rels"
_MEMBERS = 5_000
_RATIO = 400
_RATIO_FROM = 10_000_000
"Parts smaller than this may be packed as tightly as they like."
_SAVE_ANEW = "open it in a word processor and save it anew as DOCX, or print it to PDF"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the text of a DOCX; comments, heads and feet that are not part of it are named in the warnings."""
    parts = _parts(data, name, limits)
    for part, content in parts.items():
        _refuse_dtd(part, content, name)
    main = _main(parts, name)
    html = _as_html(parts, name)
    root = parse_html(f"<!doctype html><html><body>{html}</body></html>", name) if html.strip() else None
    text = ""
    if root is not None:
        _number_notes(root)
        text = block_text(root)
    empty = "no text in it (only pictures or formulas, perhaps)"
    text = checked_text(text, name, limits, empty=empty, mend="print it to PDF and run character recognition over that")
    title, made = _facts(parts)
    return Extracted(text, title, None, (*_left_out(parts, main), *made))


def _parts(data: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """Return the XML parts of the archive by their exact names; nothing is unpacked to disk, pictures never at all.

    Sizes are judged from the directory before anything is unpacked, and again while unpacking, as a directory can lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, name, limits)
            wanted = [member for member in members if _TEXT_PART.match(member.filename) and ".." not in member.filename]
            return {member.filename: content for member, content in unpacked(archive, wanted, limits.unpacked)}
    except TooMuchInside:
        raise _bomb(name, f"more than {limits.unpacked // 1_000_000:,} MB", limits) from None
    except DAMAGED as error:
        raise DocumentError(name, "a sound DOCX", f"a damaged one ({error})", _SAVE_ANEW) from None
    except RuntimeError:
        raise DocumentError(name, "a DOCX that opens without a password", "an encrypted one", _SAVE_ANEW) from None


def _main(parts: dict[str, bytes], name: str) -> str:
    """Return the part that holds the text: the one that the archive names, ``word/document.xml`` mostly."""
    from lxml import etree  # type: ignore[import-untyped]

    named = []
    if _RELATIONS in parts:
        try:
            links = etree.fromstring(parts[_RELATIONS], _parser())
        except etree.XMLSyntaxError as error:
            raise DocumentError(name, "a sound DOCX", f"a damaged part {_RELATIONS} ({error})", _SAVE_ANEW) from None
        named = [link.get("Target", "") for link in links if link.get("Type", "").endswith("/officeDocument")]
    part = next((target.removeprefix("/") for target in named), "word/document.xml")
    if part not in parts:
        raise DocumentError(name, f"a DOCX with its text in {part}", "one without", _SAVE_ANEW)
    return part


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(members) > _MEMBERS:
        raise _bomb(name, f"{len(members):,} parts", limits)
    if len({member.filename for member in members}) < len(members):
        raise DocumentError(name, "a DOCX that holds each part once", "two parts of one name", _SAVE_ANEW)
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        raise _bomb(name, f"{total / 1_000_000:,.0f} MB", limits)
    for member in members:
        if member.file_size > _RATIO_FROM and member.file_size > _RATIO * max(member.compress_size, 1):
            raise _bomb(name, f"a part packed {member.file_size // max(member.compress_size, 1):,} times", limits)


def _bomb(name: str, found: str, limits: Limits) -> DocumentError:
    most = f"a DOCX of at most {limits.unpacked // 1_000_000:,} MB unpacked, {_MEMBERS:,} parts, packed {_RATIO} times"
    return DocumentError(name, most, found, "split it, or save its text as .txt")


def _refuse_dtd(part: str, content: bytes, name: str) -> None:
    """Refuse a part that declares a document type: entities, which read files or grow without end, begin there.

    Only the head is parsed: a document type stands before the first element or nowhere.
    """
    from xml.parsers import expat

    class Found(Exception):
        """The first element, or the declaration."""

    declared = False

    def doctype(*_: Any) -> None:
        nonlocal declared
        declared = True
        raise Found

    def element(*_: Any) -> None:
        raise Found

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(content, True)
    except Found:
        pass
    except expat.ExpatError as error:
        raise DocumentError(name, "a sound DOCX", f"a damaged part {part} ({error})", _SAVE_ANEW) from None
    if declared:
        found = f"one in {part}, as made by hand or by an attacker"
        raise DocumentError(name, "a DOCX without document type declarations", found, _SAVE_ANEW)


def _as_html(parts: dict[str, bytes], name: str) -> str:
    """Return what mammoth makes of the parts: repacked without anything else, pictures left alone."""
    import mammoth  # type: ignore[import-untyped]

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    try:
        made = mammoth.convert_to_html(packed, convert_image=mammoth.images.img_element(lambda image: {"src": ""}))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever damage makes the library stumble
        found = f"a damaged one ({type(error).__name__}: {str(error)[:120]})"
        raise DocumentError(name, "a sound DOCX", found, _SAVE_ANEW) from None
    return str(made.value)


def _number_notes(root: Any) -> None:
    """Give each note after the text the mark that refers to it, and take the link back out."""
    marks = {
        (link.get("href") or "").removeprefix("#"): link.text_content()
        for link in root.iter("a")
        if (link.get("id") or "").startswith(("footnote-ref-", "endnote-ref-"))
    }
    for note in list(root.iter("li")):
        mark = marks.get(note.get("id") or "")
        if mark is None:
            continue
        for link in list(note.iter("a")):
            if (link.get("href") or "").startswith(("#footnote-ref-", "#endnote-ref-")):
                link.drop_tree()
        note.tag = "div"
        first = next(note.iter("p"), note)
        first.text = f"{mark} {(first.text or '').lstrip()}"


def _left_out(parts: dict[str, bytes], main: str) -> tuple[str, ...]:
    """Return a warning for each sort of words in the file that are not in the text."""
    warnings = []
    comments = parts.get("word/comments.xml")
    if comments is not None:
        texts = _texts(comments, "comment")
        if texts:
            warnings.append(_count(texts, "comment"))
    heads = [content for part, content in parts.items() if re.match(r"word/(?:header|footer)\d*\.xml$", part)]
    found = [text for content in heads for text in _texts(content, None) if re.search(r"[^\W\d]", text)]
    if found:
        warnings.append(_count(list(dict.fromkeys(found)), "head or foot of pages", "heads and feet of pages"))
    deleted = _texts(parts[main], "del", "delText")
    if deleted:
        warnings.append(_count(deleted, "tracked deletion") + "; tracked insertions are in the text")
    formulas = parts[main].count(b"<m:oMath>")
    if formulas:
        warnings.append(f"left out: {formulas:,} formula{'s' * (formulas != 1)}")
    return tuple(warnings)


def _count(texts: list[str], one: str, many: str = "") -> str:
    number = f"{len(texts):,} {one if len(texts) == 1 else many or one + 's'}"
    return f"left out: {number}, beginning “{texts[0][:60]}”"


def _texts(content: bytes, within: str | None, leaf: str = "t") -> list[str]:
    """Return the text of each element of a name (the whole part for none), those without any left out."""
    from lxml import etree

    root = etree.fromstring(content, _parser())
    names = [f"{space}{within}" for space in (_WORD, _STRICT_WORD)]
    whole = [root] if within is None else list(root.iter(*names))
    leaves = [f"{space}{leaf}" for space in (_WORD, _STRICT_WORD)]
    texts = [" ".join("".join(part.text or "" for part in element.iter(*leaves)).split()) for element in whole]
    return [text for text in texts if text]


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)


def _facts(parts: dict[str, bytes]) -> tuple[str | None, tuple[str, ...]]:
    """Return the title in the properties, and a hint at when the file was made."""
    from lxml import etree

    if "docProps/core.xml" not in parts:
        return None, ()
    try:
        root = etree.fromstring(parts["docProps/core.xml"], _parser())
    except etree.XMLSyntaxError:
        return None, ()
    title = " ".join((root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").split())[:300]
    made = (root.findtext("{http://purl.org/dc/terms/}created") or "")[:10]
    hint = f"the file was made on {made}; give the date if that is the document's"
    return title or None, (hint,) if re.fullmatch(r"\d{4}-\d\d-\d\d", made) else ()
