"""The frontier against listing every package."""

import numpy as np
import pytest

from commonground.analysis.negotiation import dominance, find_frontier
from commonground.analysis.negotiation import frontier as frontier_module
from commonground.analysis.negotiation.dominance import group_rows, undominated
from commonground.errors import TooLarge
from commonground.forms import packages_from_tables
from tests.bargains import linked, random_packages
from tests.oracles import negotiation as oracle


def cases(seeds):
    for seed in seeds:
        packages = random_packages(seed)
        yield linked(packages, seed) if seed % 3 == 0 else packages


def as_points(packages, vectors):
    return [packages.points(vector) for vector in vectors.tolist()]


@pytest.mark.parametrize("start", range(0, 1200, 300))
def test_vectors_counts_and_packages_are_those_of_enumeration(start):
    for packages in cases(range(start, start + 300)):
        listed = oracle.every_package(packages)
        expected = oracle.frontier([u for _, u, _ in listed])
        frontier = find_frontier(packages)
        found = dict(zip(as_points(packages, frontier.vectors), frontier.counts.tolist(), strict=True))
        assert found == expected
        assert len(found) == frontier.size
        for k, vector in enumerate(as_points(packages, frontier.vectors)):
            assert sorted(frontier.rows_at(k)) == sorted(rows for rows, u, _ in listed if u == vector)


@pytest.mark.parametrize("start", range(2000, 2600, 300))
def test_a_floor_gives_the_frontier_of_what_lies_above_it(start):
    for packages in cases(range(start, start + 300)):
        limits = packages.points(packages.reservations)
        above = [u for _, u, _ in oracle.every_package(packages) if all(x >= d for x, d in zip(u, limits, strict=True))]
        frontier = find_frontier(packages, floor=packages.reservations)
        assert dict(
            zip(as_points(packages, frontier.vectors), frontier.counts.tolist(), strict=True)
        ) == oracle.frontier(above)


@pytest.mark.parametrize("columns", [2, 3, 4, 5])
@pytest.mark.parametrize("high", [3, 12, 10**6])
def test_many_rows_against_pairs(columns, high):
    rng = np.random.default_rng(columns * 1000 + high)
    rows = rng.integers(0, high, size=(3000, columns))
    if high > 100:
        rows[:, -1] = columns * high - rows[:, :-1].sum(axis=1) + rng.integers(0, high // 4, size=3000)
    grouped = group_rows(rows)
    distinct = rows[grouped.first]
    assert len(distinct) == len({tuple(row) for row in rows.tolist()})
    beaten = np.zeros(len(distinct), dtype=bool)
    for i, row in enumerate(distinct):
        no_less = (distinct >= row).all(axis=1)
        no_less[i] = False
        beaten[i] = no_less.any()
    assert undominated(distinct).tolist() == np.flatnonzero(~beaten).tolist()
    assert undominated(distinct.astype(object)).tolist() == np.flatnonzero(~beaten).tolist()


def test_counts_are_exact_where_they_exceed_what_64_bits_hold():
    packages = packages_from_tables([[(1, 1)] * 10] * 30)
    frontier = find_frontier(packages)
    assert frontier.vectors.tolist() == [[30, 30]]
    assert frontier.package_count == packages.count == 10**30


def test_slices_give_the_same_frontier(monkeypatch):
    for seed in range(60):
        packages = random_packages(seed)
        whole = find_frontier(packages)
        with monkeypatch.context() as patch:
            patch.setattr(frontier_module, "_FEW", 0)
            patch.setattr(dominance, "_AT_ONCE", 7)
            sliced = find_frontier(packages)
        assert sliced.vectors.tolist() == whole.vectors.tolist()
        assert sliced.counts.tolist() == whole.counts.tolist()


def test_a_frontier_beyond_the_limit_is_refused():
    packages = packages_from_tables([[(1 << i, 0), (0, 1 << i)] for i in range(12)])
    with pytest.raises(TooLarge, match="more than 1,000"):
        find_frontier(packages, limit=1000)
