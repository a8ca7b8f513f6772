"""Other tools' files <-> conflicts: one row per foreign format.

No analysis, no files opened here: texts in, texts out. May import everything inside except ``output``.
Whatever a format cannot say is named in words, never dropped in silence.
"""

from types import MappingProxyType

from .formats import Exported, Format, Imported
from .genius_read import read_genius
from .geniusweb_read import read_geniusweb
from .gmcr_read import read_gmcr
from .gmcr_write import write_gmcr

__all__ = ["FORMATS", "Exported", "Format", "Imported", "read_genius", "read_geniusweb", "read_gmcr", "write_gmcr"]

FORMATS = MappingProxyType(
    {row.name: row for row in (Format("gmcr", ".gmcr", "GMCR+ / gmcr-py", read_gmcr, write_gmcr, ("new", "old")),)}
)
"""Name to row; a new format is a new row. Formats of several files (GENIUS, GeniusWeb) are read by their functions."""
