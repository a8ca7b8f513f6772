"""PDF to text: pypdf's fragments, joined to lines, the lines to paragraphs; pages parted by a form feed."""

from __future__ import annotations

import io
import re
from typing import Any

from ...errors import DocumentError
from .extracted import Extracted, checked_text
from .layout import Line, join_pages, lines_of
from .limits import Limits

__all__ = ["extract"]

_NO_TEXT = "pages without text: they are scanned pictures, or hold more than is unpacked"
_OCR = "run optical character recognition over it (OCRmyPDF is one program that does) and read the result"
_ANEW = "open it in a viewer and print it to a new PDF, or save its text as .txt"
_FILE_NAME = re.compile(r"(?i)^(microsoft word - .*|untitled.*|.*\.(docx?|dvi|tex|indd|pdf|qxd|rtf|odt))$")
_MADE = re.compile(r"^D:(\d{4})(\d\d)(\d\d)")


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the text of a PDF with its page breaks, the title of its properties, and what was left out."""
    reader = _open(data, name)
    count = len(reader.pages)
    if count > limits.pages:
        raise DocumentError(name, f"at most {limits.pages:,} pages", f"{count:,}", "split the file")
    pages: list[list[Line]] = []
    faulty: dict[int, str] = {}
    length = 0
    for number, page in enumerate(reader.pages, start=1):
        try:
            lines = _lines(page)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # a page that pypdf cannot take; the others may be sound
            lines = []
            faulty[number] = (str(error) or type(error).__name__)[:150]
        length += sum(len(line.text) for line in lines)
        if length > limits.characters:
            raise DocumentError(name, f"at most {limits.characters:,} characters of text", "more", "split the file")
        pages.append(lines)
    joined = join_pages(pages)
    why = (f"pages that cannot be read ({next(iter(faulty.values()))})", _ANEW) if faulty else (_NO_TEXT, _OCR)
    text = checked_text("\f".join(joined.pages), name, limits, empty=why[0], mend=why[1])
    blank = [number for number, lines in enumerate(pages, start=1) if not lines and number not in faulty]
    warnings = [*joined.warnings]
    if blank:
        warnings.append(f"no text on {_pages(blank)}: blank, or scanned pictures")
    if faulty:
        warnings.append(f"not read: {_pages(list(faulty))} ({next(iter(faulty.values()))})")
    if text.count("\ufffd") > 0.01 * len(text) or _garbled(text):
        warnings.append("many characters have no meaning in this file's fonts: compare the text with the pages")
    if _run_together(text):
        warnings.append("many words seem to be run together: compare the text with the pages")
    title, made = _facts(reader)
    return Extracted(text, title, None, (*warnings, *made))


def _open(data: bytes, name: str) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not _unlock(reader)
        if not locked:
            len(reader.pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        found = f"a damaged one ({str(error)[:120] or type(error).__name__})"
        raise DocumentError(name, "a sound PDF", found, "save it anew from the program that made it") from None
    if locked:
        mend = "open it with its password and print it to a new PDF without one"
        raise DocumentError(name, "a PDF that opens without a password", "an encrypted one", mend)
    return reader


def _unlock(reader: Any) -> bool:
    """Return whether the empty password opens a PDF, as where only printing or changing it is restricted."""
    from pypdf.errors import DependencyError, PyPdfError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, PyPdfError, NotImplementedError):
        return False


def _lines(page: Any) -> list[Line]:
    """Return the lines of a page in the order of its contents."""
    fragments: list[tuple[str, float, float, float]] = []

    def take(text: str, matrix: Any, place: Any, font: Any, size: Any) -> None:
        if text:
            x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
            y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
            height = abs(float(size) * float(place[3] or place[1]) * float(matrix[3] or matrix[1]))
            fragments.append((text, float(x), float(y), height))

    page.extract_text(visitor_text=take)
    return lines_of(fragments)


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (f" and {len(numbers) - 10:,} more" if len(numbers) > 10 else "")
    return f"page{'s' * (len(numbers) > 1)} {shown}"


def _garbled(text: str) -> bool:
    """Return whether much of a text is private signs or codes of glyphs that have no character."""
    odd = len(re.findall(r"[\ue000-\uf8ff\x00-\x08\x0e-\x1f]|/g\d{1,4}|\(cid:\d", text))
    return odd > 0.02 * len(text)


def _run_together(text: str) -> bool:
    """Return whether the spaces between words were lost on the way: too many words of too many letters."""
    words = text.split()
    return sum(len(word) > 25 and word.isalpha() for word in words) > 0.01 * len(words)


def _facts(reader: Any) -> tuple[str | None, tuple[str, ...]]:
    """Return the title, where it is one, and a hint at when the file was made."""
    try:
        facts = reader.metadata or {}
        title = " ".join(str(facts.get("/Title") or "").split())[:300]
        made = _MADE.match(str(facts.get("/CreationDate") or ""))
    except Exception:  # a damaged dictionary of properties is no reason to refuse the text
        return None, ()
    hint = (f"the file was made on {'-'.join(made.groups())}; give the date if that is the document's",) if made else ()
    return (title if title and not _FILE_NAME.match(title) else None), hint
