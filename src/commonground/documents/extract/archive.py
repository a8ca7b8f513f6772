"""Archives that nobody trusts: what their parts really unpack to, counted while it comes out."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator

__all__ = ["DAMAGED", "TooMuchInside", "unpacked"]

DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
"What ``zipfile`` raises for an archive that is broken or packed in a way it does not know; encrypted: RuntimeError."


class TooMuchInside(Exception):
    """More comes out of an archive than was allowed."""


def unpacked(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], most: int
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Yield the parts of an archive with what is in them; nothing is written to disk.

    Parameters
    ----------
    archive : ZipFile
    members : iterable of ZipInfo
        The parts wanted.
    most : int
        Bytes of all of them at most, whatever sizes the archive states.

    Raises
    ------
    TooMuchInside
        When more comes out.
    """
    left = most
    for member in members:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TooMuchInside
        yield member, content
