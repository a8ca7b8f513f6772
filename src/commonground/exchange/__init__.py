"""Other tools' files <-> conflicts: one row per foreign format.

No analysis, no files opened here: texts in, texts out. May import everything inside except ``output``.
Whatever a format cannot say is named in words, never dropped in silence.
"""

from types import MappingProxyType

from .demand import write_demand_game
from .file_sets import FILE_SETS, FileSet, read_file_set
from .formats import Exported, Format, Imported
from .gambit_read import read_gambit
from .gambit_write import write_gambit
from .genius_read import read_genius
from .genius_write import write_genius
from .geniusweb_read import read_geniusweb
from .gmcr_read import read_gmcr
from .gmcr_write import write_gmcr
from .negmas_read import read_negmas
from .tables_read import read_tables
from .tables_write import write_tables

__all__ = [
    "FILE_SETS",
    "FORMATS",
    "Exported",
    "FileSet",
    "Format",
    "Imported",
    "read_file_set",
    "read_gambit",
    "read_genius",
    "read_geniusweb",
    "read_gmcr",
    "read_negmas",
    "read_tables",
    "write_demand_game",
    "write_gambit",
    "write_genius",
    "write_gmcr",
    "write_tables",
]

FORMATS = MappingProxyType(
    {
        row.name: row
        for row in (
            Format("gmcr", ".gmcr", "GMCR+ / gmcr-py", read_gmcr, write_gmcr, ("new", "old")),
            Format("gambit", ".nfg", "Gambit, games in normal form", read_gambit, write_gambit),
        )
    }
)
"""Name to row; a new format is a new row. Formats of several files have their rows in `FILE_SETS`."""
