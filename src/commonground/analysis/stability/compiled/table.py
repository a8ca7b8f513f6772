"""The kernels by name, typed for those who call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["WIDTH", "Kernels"]

WIDTH = 4
"""Values in a record: so many questions are answered at a time."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """A compiled function per field: from the modules beside this, ``chains`` and ``arcs``."""

    rank_keys: Callable[..., None]
    pack_order: Callable[..., bool]
    sweep_tiles: Callable[..., int]
    judge_tiles: Callable[..., None]
    sweep_views: Callable[..., int]
    best_views: Callable[..., None]
    reduce_cube: Callable[..., None]
    compare: Callable[..., None]
    judge_slices: Callable[..., None]
    spread: Callable[..., None]
    spread_arcs: Callable[..., None]
