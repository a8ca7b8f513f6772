"""How many threads work at a time, and on what: the answers never depend on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

from ...errors import AnalysisError

__all__ = ["JOBS", "WORTH", "WORTH_QUICK", "Jobs", "cores", "each", "how_many"]

Jobs = int | Literal["auto"]
JOBS = "COMMONGROUND_JOBS"
"""Environment variable: threads at most where ``auto`` decides."""

_LIMITS = (JOBS, "OMP_NUM_THREADS")
WORTH = 2**19
"""(Party, state) pairs from which a second thread pays for sweeps (measured: ``benchmarks/stability.py``)."""
WORTH_QUICK = 2**22
"""The same for a few passes over the ranks, which take a millisecond below."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def how_many(asked: Jobs, cells: int, worth: int = WORTH) -> int:
    """Return how many threads to use for so many (party, state) pairs; ``auto`` means one where fewer than ``worth``.

    Raises
    ------
    AnalysisError
        For anything but ``auto`` and whole numbers from 1.
    """
    if asked == "auto":
        return cores(os.environ) if cells >= worth else 1
    if isinstance(asked, bool) or not isinstance(asked, int) or asked < 1:
        raise AnalysisError(f"jobs: expected `auto` or a whole number from 1; got {asked!r}")
    return asked


def cores(environment: Mapping[str, str]) -> int:
    """Return how many cores this process may use: those it is bound to, or fewer where the environment says so."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    for name in _LIMITS:
        told = environment.get(name, "").split(",")[0].strip()
        if told.isdecimal() and int(told) >= 1:
            return min(count, int(told))
    return count


def each(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> list[Result]:
    """Return what ``work`` gives for each item, in order; in threads where there are jobs for several."""
    if jobs < 2 or len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(max_workers=min(jobs, len(items))) as pool:
        return list(pool.map(work, items))
