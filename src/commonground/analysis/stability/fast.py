"""The compiled methods: the same questions as ``cube`` and ``sweeps``, four at a time, in threads.

Importing this imports nothing compiled; the kernels are asked for when a method is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from . import compiled
from .batches import Lane, Turn, batches, settle
from .chains import view_entries
from .compiled import WIDTH, Kernels
from .concepts import CONCEPT, Concept
from .cube import OWN, axes_of
from .holes import Holes
from .jobs import each
from .question import Question, Rows, Verdicts
from .sweeps import HIGHEST
from .tiles import tiles_of
from .views import Block

__all__ = ["Layout", "TileLayout", "ViewLayout", "by_fast_cube", "by_slices", "by_tiles", "by_views"]

Numbers = NDArray[np.int32]
_CHAIN = 4096
_COLUMNS = 8


class Layout(Protocol):
    """How the states of a graph lie in memory, as the compiled sweeps see them."""

    records: int
    "How many records there are: one per state, perhaps one more."

    def best(self, place: int) -> tuple[Numbers, tuple[int, ...]]:
        """Return the greatest rank among each state and the party's moves from it, broadcast over the states' shape."""

    def turn(self, place: int, *, improvements: bool) -> Turn | None:
        """Return what one party's answer does."""

    def judge(self, place: int, values: Numbers, lane: int, stable: Rows) -> None:
        """Write the verdicts that one lane of least answers gives: bool[s]."""


class TileLayout:
    """Every selection is a state, and the options of the parties asked go both ways."""

    def __init__(self, question: Question, kernels: Kernels) -> None:
        owned = question.owned
        self.records = question.graph.size
        self._kernels, self._ranks, self._owned = kernels, question.ranks, owned
        places = range(len(question.parties))
        self._tiles = each(lambda place: tiles_of(kernels, question.ranks[place], owned[place]), places, question.jobs)

    def best(self, place: int) -> tuple[Numbers, tuple[int, ...]]:
        """Return the greatest rank along the party's own axes."""
        own = self._owned[place]
        axes = axes_of(np.zeros(len(own), dtype=np.int8), own)
        return axes.reached(np.maximum, self._ranks[place].reshape(axes.shape), OWN), axes.shape

    def turn(self, place: int, *, improvements: bool) -> Turn | None:
        """Return a sweep over the party's tiles; answers are improvements."""
        return partial(self._tiles[place].sweep, self._kernels) if self._owned[place].any() else None

    def judge(self, place: int, values: Numbers, lane: int, stable: Rows) -> None:
        """Write the verdicts that one lane of least answers gives: bool[s]."""
        self._tiles[place].judge(self._kernels, values, lane, self._ranks[place], stable)


class ViewLayout:
    """Moves follow from options, whatever is infeasible and whichever way they go."""

    def __init__(self, question: Question, kernels: Kernels) -> None:
        self.records = question.graph.size + 1
        self._kernels, self._ranks, self._blocks = kernels, question.ranks, question.blocks

    def best(self, place: int) -> tuple[Numbers, tuple[int, ...]]:
        """Return the greatest rank among the members of each state's views."""
        return self._raised(place, self._ranks[place]), (self.records - 1,)

    def _raised(self, place: int, values: Numbers) -> Numbers:
        known = np.append(values, np.int32(-1))
        best = known.copy()
        for block in self._blocks[place]:
            self._kernels.best_views(block.read, block.write, known, best)
        return best[:-1]

    def turn(self, place: int, *, improvements: bool) -> Turn | None:
        """Return a sweep over the party's views."""
        blocks = self._blocks[place]
        return partial(_sweep_blocks, self._kernels, blocks, improvements) if blocks else None

    def judge(self, place: int, values: Numbers, lane: int, stable: Rows) -> None:
        """Write the verdicts that one lane of least answers gives: bool[s]."""
        ranks = self._ranks[place]
        threshold = self._raised(place, np.minimum(ranks, values.reshape(-1, WIDTH)[:-1, lane]))
        np.greater_equal(ranks, threshold, out=stable)


_NOTHING = np.zeros((1, 1), dtype=np.uint16)


def _sweep_blocks(
    kernels: Kernels,
    blocks: Sequence[Block],
    improvements: bool,
    values: Numbers,
    floor: Numbers,
    stamp: Numbers,
    since: int,
    now: int,
) -> int:
    changed = 0
    for block in blocks:
        rows = len(block.read)
        columns = min(_COLUMNS, max(1, _CHAIN // rows))
        rule = 0 if not improvements else 1 if block.above is None else 2
        above = _NOTHING if block.above is None else block.above
        chain = np.empty((rows + 1) * columns * WIDTH, dtype=np.int32)
        tables = (block.read, block.write, above, rule, columns, chain)
        changed += kernels.sweep_views(values, floor, stamp, since, now, *tables)
    return changed


def _least_answers(
    question: Question, layout: Layout, kernels: Kernels, concepts: Sequence[Concept], rounds: int
) -> tuple[list[Rows], bool]:
    """Return bool[p, s] per concept, all with the same kind of answers; and whether a search was needed."""
    parties, size = len(question.parties), question.graph.size
    improvements = concepts[0].answers == "improvements"
    rows = [np.empty((parties, size), dtype=bool) for _ in concepts]
    turns = [layout.turn(place, improvements=improvements) for place in range(parties)]
    lanes = [(place, column) for place in range(parties) for column in range(len(concepts))]

    def judge(batch: Sequence[Lane], values: Numbers) -> None:
        for lane, (place, column) in enumerate(batch):
            layout.judge(place, values, lane, rows[column][place])

    def work(batch: Sequence[Lane]) -> tuple[Sequence[Lane], Numbers] | None:
        values = _started(question, layout, concepts, batch)
        if not settle(values, batch, turns, rounds):
            return batch, values
        judge(batch, values)
        return None

    left = [each_left for each_left in each(work, batches(lanes, question.jobs), question.jobs) if each_left]
    if left:
        entries = view_entries(question.blocks, size, improvements=improvements)
    for batch, values in left:
        known = values.reshape(-1, WIDTH)[:size]
        before = known.copy()
        settle(values, batch, turns, 1)
        for lane, (place, _) in enumerate(batch):
            column = known[:, lane].copy()
            entries.settle(column, before[:, lane], place, kernels.spread)
            known[:, lane] = column
        judge(batch, values)
    return rows, bool(left)


def _started(question: Question, layout: Layout, concepts: Sequence[Concept], batch: Sequence[Lane]) -> Numbers:
    """Return the records of a batch before anybody answers: int32[s * lane]."""
    values = np.empty((layout.records, WIDTH), dtype=np.int32)
    values[question.graph.size :] = HIGHEST
    known = values[: question.graph.size]
    for lane in range(WIDTH):
        place, column = batch[min(lane, len(batch) - 1)]
        if concepts[column].last_resort:
            best, shape = layout.best(place)
            known[:, lane].reshape(shape)[...] = best
        else:
            known[:, lane] = question.ranks[place]
    return values.reshape(-1)


def by_fast_cube(question: Question, concepts: Sequence[str]) -> Verdicts:
    """Return the verdicts where each party's options stand side by side and every option is somebody's alone."""
    ready, owned = compiled.ready(), question.owned
    three = ("nash", "gmr", "smr")
    room = np.empty((len(three), len(question.parties), question.graph.size), dtype=bool)
    rows = dict(zip(three, room, strict=True))

    def work(place: int) -> None:
        mine = np.flatnonzero(owned[place])
        after = 1 << int(mine[0]) if len(mine) else 1
        own = 1 << len(mine)
        cube = question.ranks[place].reshape(-1, own, after)
        best, least = np.empty((len(cube), after), dtype=np.int32), np.empty(own, dtype=np.int32)
        ready.reduce_cube(cube, best, least)
        verdicts = (stable[place].view(np.uint8).reshape(cube.shape) for stable in rows.values())
        ready.compare(cube, best, int(least.max()), int(best.min()), *verdicts)

    each(work, range(len(question.parties)), question.quick_jobs)
    return {concept: (rows[concept], "fast-cube") for concept in concepts}


def by_slices(question: Question, concepts: Sequence[str]) -> Verdicts:
    """Return the verdicts where the others link all states of every slice; none where they do not."""
    ready, owned = compiled.ready(), question.owned
    holes = Holes(question.structure, question.rows)
    three = ("nash", "gmr", "smr")
    room = np.empty((len(three), len(question.parties), question.graph.size), dtype=bool)

    def work(place: int) -> bool:
        if not holes.linked(place):
            return False
        mine = np.flatnonzero(owned[place])
        low, width = int(mine[0]) if len(mine) else 0, len(mine)
        groups = np.empty((3, len(holes.cells) >> width), dtype=np.int32)
        slices = np.empty((2, 1 << width), dtype=np.int32)
        verdicts = room[:, place].view(np.uint8)
        ready.judge_slices(holes.codes, question.ranks[place], low, width, groups, slices, *verdicts)
        return True

    linked = all(each(work, range(len(question.parties)), question.quick_jobs))
    rows = dict(zip(three, room, strict=True))
    return {concept: (rows[concept], "fast-slices") for concept in concepts} if linked else {}


def by_tiles(rounds: int) -> Callable[[Question, Sequence[str]], Verdicts]:
    """Return the method by sweeps over tiles, of so many rounds before the search."""

    def verdicts(question: Question, concepts: Sequence[str]) -> Verdicts:
        ready = compiled.ready()
        return _by_layout(question, TileLayout(question, ready), ready, concepts, rounds, "fast-tiles")

    return verdicts


def by_views(rounds: int) -> Callable[[Question, Sequence[str]], Verdicts]:
    """Return the method by sweeps over views, of so many rounds before the search."""

    def verdicts(question: Question, concepts: Sequence[str]) -> Verdicts:
        ready = compiled.ready()
        layout = ViewLayout(question, ready)
        result: dict[str, tuple[Rows, str]] = {}
        if "nash" in concepts:
            pairs = [(ranks, layout.best(place)[0]) for place, ranks in enumerate(question.ranks)]
            result["nash"] = np.stack([ranks >= best for ranks, best in pairs]), "fast-sweeps"
        for answers in ("moves", "improvements"):
            asked = [concept for concept in concepts if CONCEPT[concept].answers == answers]
            if asked:
                result.update(_by_layout(question, layout, ready, asked, rounds, "fast-sweeps"))
        return result

    return verdicts


def _by_layout(
    question: Question, layout: Layout, ready: Kernels, concepts: Sequence[str], rounds: int, name: str
) -> Verdicts:
    asked = [CONCEPT[concept] for concept in concepts]
    rows, searched = _least_answers(question, layout, ready, asked, rounds)
    name = "fast-search" if searched else name
    return {concept: (stable, name) for concept, stable in zip(concepts, rows, strict=True)}
