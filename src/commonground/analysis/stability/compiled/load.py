"""Compile the kernels: the only module that imports numba, apart from the vector instructions in ``lanes``."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from numba import boolean, config, int32, int64, njit, types, uint8, uint16, uint32, void

from ..arcs import spread_arcs
from ..chains import spread
from . import cubes, slices, tiles, views
from .table import Kernels

__all__ = ["compile_kernel", "is_ours", "load"]

_LIST = int32[::1]
_TABLE = int32[:, ::1]
_READ = types.Array(int32, 1, "C", readonly=True)
_CUBE = types.Array(int32, 3, "C", readonly=True)
_VERDICTS = uint8[:, :, ::1]
_TILES = (uint8[:, :, ::1], uint16[:, :, ::1])

_SIGNATURES: dict[str, tuple[Callable[..., Any], Sequence[Any]]] = {
    "rank_keys": (tiles.rank_keys, [void(_READ, _LIST, _LIST, _LIST, int64, int64[:, :, ::1])]),
    "pack_order": (tiles.pack_order, [boolean(int64[:, :, ::1], int64, int64, order) for order in _TILES]),
    "sweep_tiles": (
        tiles.sweep_tiles,
        [int64(*[_LIST] * 3, int64, int64, order, *[_LIST] * 3, int64, int64, *[_LIST] * 3) for order in _TILES],
    ),
    "judge_tiles": (tiles.judge_tiles, [void(_LIST, int64, _READ, _LIST, _LIST, _LIST, uint8[::1])]),
    "sweep_views": (
        views.sweep_views,
        [
            int64(*[_LIST] * 3, int64, int64, _TABLE, _TABLE, above[:, ::1], int64, int64, _LIST)
            for above in (uint16, uint32)
        ],
    ),
    "best_views": (views.best_views, [void(_TABLE, _TABLE, _LIST, _LIST)]),
    "reduce_cube": (cubes.reduce_cube, [void(_CUBE, _TABLE, _LIST)]),
    "judge_slices": (
        slices.judge_slices,
        [void(types.Array(int64, 1, "C", readonly=True), _READ, int64, int64, _TABLE, _TABLE, *[uint8[::1]] * 3)],
    ),
    "spread": (spread, [void(*[_LIST] * 3, int64[::1], *[_LIST] * 4)]),
    "spread_arcs": (spread_arcs, [void(_TABLE, _LIST, int64[::1], uint8[:, ::1], int64[:, ::1], _LIST)]),
    "compare": (cubes.compare, [void(_CUBE, _TABLE, int64, int64, *[_VERDICTS] * 3)]),
}


def load() -> Kernels:
    """Return every kernel, compiled; an exception of any kind where that does not work."""
    if getattr(config, "DISABLE_JIT", False):
        raise RuntimeError("compiling is switched off")
    return Kernels(**{name: compile_kernel(name) for name in _SIGNATURES})


def compile_kernel(name: str) -> Callable[..., Any]:
    """Return a kernel compiled for its signatures, from the cache where there can be one."""
    function, signatures = _SIGNATURES[name]
    with contextlib.suppress(Exception):
        cached: Any = njit(nogil=True)(function)
        cached.enable_caching()
        if is_ours(Path(cached._cache.cache_path)):
            return _for_all(cached, signatures)
    return _for_all(njit(nogil=True)(function), signatures)


def _for_all(function: Any, signatures: Sequence[Any]) -> Callable[..., Any]:
    for signature in signatures:
        function.compile(signature)
    function.disable_compile()
    compiled: Callable[..., Any] = function
    return compiled


def is_ours(folder: Path) -> bool:
    """Return whether nobody but this user (or the superuser) can put something in a directory's place or into it."""
    try:
        about = [place.stat() for place in (folder, *folder.resolve().parents)]
    except OSError:
        return False
    user = getattr(os, "getuid", lambda: about[0].st_uid)()
    owned = all(place.st_uid in (user, 0) for place in about)
    return owned and not any(place.st_mode & stat.S_IWOTH and not place.st_mode & stat.S_ISVTX for place in about)
