"""Bytes to text: a stated encoding first, then UTF-8, then a guess that says so."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from ...errors import DocumentError

__all__ = ["Decoded", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_FEW = 0.2
"Share of bytes beyond ASCII above which a text is none of Western Europe."
_LIKELY = (
    *(
        "utf_8",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "koi8_r",
        "koi8_u",
    ),
    *(
        "iso8859_2",
        "iso8859_5",
        "iso8859_7",
        "iso8859_9",
        "mac_roman",
        "mac_cyrillic",
        "cp437",
        "cp850",
        "cp852",
        "cp866",
    ),
    *("gb18030", "big5", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "cp949", "tis_620", "johab"),
)
"Encodings that texts are found in; a guess is one of them."
_BINARY = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"
_WESTERN = frozenset("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\xa0") | frozenset(map(chr, range(0xA1, 0x100)))
_MEND = "save it as text in UTF-8 (or as PDF or DOCX) and read that"


class Decoded(NamedTuple):
    """A text, and what is to be said about how it was decoded."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, stated: str | None = None) -> Decoded:
    """Return the text that bytes stand for.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Of the file, for errors.
    stated : str, optional
        The encoding that the file itself names (a ``meta`` element, say); a byte order mark comes before it.

    Raises
    ------
    DocumentError
        For what is no text, and for a text in an encoding that can be told neither by a mark nor by a guess.

    Examples
    --------
    >>> decode("Kyïv".encode(), "a.txt").text
    'Kyïv'
    >>> decode("‘Kiev’ said".encode("cp1252"), "a.txt")
    Decoded(text='‘Kiev’ said', warnings=('not UTF-8; decoded as cp1252, which is a guess: look at ‘Kiev’',))
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding, name))
    wide = _wide(data)
    if wide is not None:
        return Decoded(_strictly(data, wide, name), (f"no byte order mark; decoded as {wide}, which is a guess",))
    _refuse_binary(data, name)
    warnings: tuple[str, ...] = ()
    if stated is not None:
        try:
            return Decoded(data.decode(codecs.lookup(_as_browsers_do(stated)).name))
        except LookupError:
            warnings = (f"it names an unknown encoding, `{stated[:40]}`",)
        except UnicodeDecodeError:
            warnings = (f"it names the encoding {stated[:40]}, and is not in it",)
    try:
        return Decoded(data.decode("utf-8"), warnings)
    except UnicodeDecodeError:
        pass
    text, encoding = _guess(data, name)
    odd = re.search(r"[^\s<>]{0,20}[^\x00-\x7f<>][^\s<>]{0,20}", text)
    example = f": look at {odd.group()}" if odd else ""
    return Decoded(text, (*warnings, f"not UTF-8; decoded as {encoding}, which is a guess{example}"))


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"the byte 0x{data[error.start]:02x} at {error.start:,}"
        raise DocumentError(name, f"text in {encoding}, as its first bytes say", found, _MEND) from None


def _as_browsers_do(encoding: str) -> str:
    """Return cp1252 for Latin-1 and ASCII: what web pages mean by these names."""
    named = encoding.strip().lower()
    return "cp1252" if named in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else named


def _wide(data: bytes) -> str | None:
    """Return the UTF-16 that text without a byte order mark is in: every other byte is zero."""
    sample = data[:4_000]
    pairs = len(sample) // 2
    if pairs < 8 or 0 not in sample:
        return None
    if sample[1::2].count(0) > 0.7 * pairs and sample[0::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE] + data[-_SAMPLE:]
    control = len(sample) - len(sample.translate(None, _BINARY))
    if sample.count(0) > 2 or control > 0.005 * len(sample) + 2:
        raise DocumentError(name, "text", "binary data", f"if it is a document of another kind, {_MEND}")


def _guess(data: bytes, name: str) -> tuple[str, str]:
    """Return a text and the encoding it was guessed to be in: Western where that reads well, else by statistics."""
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if high <= _FEW * len(data) + 2:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            if _reads_western(text):
                return text, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_LIKELY)).best()
    try:
        if best is not None:
            return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        pass
    raise DocumentError(name, "text in UTF-8 or another known encoding", "bytes that fit none", _MEND)


def _reads_western(text: str) -> bool:
    """Return whether the letters beyond ASCII look like those of Western European words and typography."""
    if re.search("[A-Za-z][¡-¬®-³µ-¿×÷†-‰€][a-z]", text):
        return False
    runs = re.findall(r"[^\x00-\x7f]+", text)
    return all(set(run) <= _WESTERN for run in runs) and sum(len(run) > 2 for run in runs) <= 0.1 * len(runs)
