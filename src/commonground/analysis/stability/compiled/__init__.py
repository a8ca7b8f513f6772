"""Compiled kernels, the extra ``fast``: loaded on demand, never needed.

Nothing here is imported before ``kernels()`` is called, which the dispatch does for large models only. Where numba is
missing, too old or broken, ``kernels()`` gives None and the NumPy methods do the work. All kernels are compiled while
they are loaded, so that nothing can fail later; the machine code is kept between runs where numba finds a directory for
it that nobody else can write to.
"""

from __future__ import annotations

import importlib.util
from functools import cache

from ....errors import AnalysisError
from .table import WIDTH, Kernels

__all__ = ["MISSING", "WIDTH", "Kernels", "installed", "kernels", "loaded", "ready", "worth", "worth_search"]

MISSING = "compiled kernels need numba: `pip install commonground[fast]`"

_FIRST = 2**23
_AGAIN = 2**13
_SEARCH = 2**19
"""(Party, state) pairs from which compiled kernels pay: where they must be loaded first, where they are loaded, and
where they must be loaded for the search that takes over from sweeps, which as it stands takes 3 microseconds a pair.

Measured for all five concepts: NumPy takes 0.15 to 0.25 microseconds a pair, the kernels 0.04; to import numba and
fetch the kernels from its cache takes 0.8 s, to compile them, once per machine, 5 s.
"""


@cache
def kernels() -> Kernels | None:
    """Return the compiled kernels, or None where there can be none; the first call takes a second or more."""
    try:
        from .load import load

        return load()
    except Exception:
        return None


@cache
def installed() -> bool:
    """Return whether numba seems to be there, without importing it."""
    try:
        return importlib.util.find_spec("numba") is not None
    except Exception:
        return False


def loaded() -> bool:
    """Return whether the kernels are loaded already, so that using them costs nothing more."""
    return kernels.cache_info().currsize > 0 and kernels() is not None


def ready() -> Kernels:
    """Return the kernels.

    Raises
    ------
    AnalysisError
        Where there are none.
    """
    found = kernels()
    if found is None:
        raise AnalysisError(MISSING)
    return found


def worth(cells: int) -> bool:
    """Return whether kernels would pay for so many (party, state) pairs; loads nothing."""
    return cells >= _AGAIN if loaded() else cells >= _FIRST and installed()


def worth_search(cells: int) -> bool:
    """Return whether a compiled search would pay for so many (party, state) pairs; loads nothing."""
    return cells >= _AGAIN if loaded() else cells >= _SEARCH and installed()
