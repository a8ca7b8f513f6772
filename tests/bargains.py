"""Random small negotiations for tests: parties, ties, duplicates, reservations, links, awkward numbers."""

import random
from fractions import Fraction

import numpy as np

from commonground.forms import Bundle, Packages, packages_from_tables
from commonground.forms.packages import exact_column, fits


def random_packages(seed: int, *, parties: tuple[int, int] = (2, 5), most: int = 150) -> Packages:
    """Return packages of a few issues, at most ``most`` of them; every kind of number and every kind of tie."""
    rng = random.Random(seed)
    count = rng.randint(*parties)
    sizes = []
    while len(sizes) < 5 and (not sizes or rng.random() < 0.8):
        size = rng.randint(1, 5)
        if np.prod([*sizes, size]) > most:
            break
        sizes.append(size)
    kind = rng.choice(["few", "points", "signed", "decimals", "huge"])
    draw = {
        "few": lambda: rng.randint(0, 2),
        "points": lambda: rng.randint(0, 100),
        "signed": lambda: rng.randint(-5, 5),
        "decimals": lambda: Fraction(rng.randint(0, 10**4), rng.choice([1, 3, 7, 100, 1000])),
        "huge": lambda: Fraction(rng.randint(0, 10**30), 10 ** rng.randint(0, 18)),
    }[kind]
    tables = [[tuple(draw() for _ in range(count)) for _ in range(size)] for size in sizes]
    if rng.random() < 0.3:
        table = rng.choice(tables)
        table.append(rng.choice(table))
    totals = [sum(max(row[p] for row in table) for table in tables) for p in range(count)]
    share = rng.choice([Fraction(0), Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(4, 5)])
    return packages_from_tables(tables, [total * share for total in totals])


def linked(packages: Packages, seed: int) -> Packages:
    """Return packages whose first two issues are linked: some rows excluded, some changed, some refused."""
    rng = random.Random(seed)
    if len(packages.bundles) < 2:
        return packages
    a, b, *rest = packages.bundles
    count = len(packages.parties)
    values, table, refused = [], [], []
    for i in range(a.size):
        for j in range(b.size):
            if rng.random() < 0.25 and (i or j):
                continue
            units = [x + y for x, y in zip(a.utilities[i].tolist(), b.utilities[j].tolist(), strict=True)]
            if rng.random() < 0.3:
                p = rng.randrange(count)
                units[p] += rng.randint(-3, 3) * packages.scales[p]
            values.append((i, j))
            table.append(units)
            refused.append([rng.random() < 0.1 for _ in range(count)])
    others = [bundle.utilities.tolist() for bundle in rest]
    wide = not fits([table, *others], packages.reservations)
    bundles = [Bundle((0, 1), np.array(values, dtype=np.int32), exact_column(table, wide=wide), np.array(refused))]
    bundles += [Bundle(o.issues, o.values, exact_column(o.utilities.tolist(), wide=wide), o.refused) for o in rest]
    return Packages(
        packages.issues, packages.parties, packages.names, packages.scales, packages.reservations, tuple(bundles)
    )


def large_packages(
    seed: int, parties: int, issues: int, *, values: int = 6, top: int = 1000, share: int = 0
) -> Packages:
    """Return packages of many issues with independent points up to ``top``; reservations a percentage of the best."""
    rng = random.Random(seed)
    tables = [[tuple(rng.randint(0, top) for _ in range(parties)) for _ in range(values)] for _ in range(issues)]
    best = [sum(max(row[p] for row in table) for table in tables) for p in range(parties)]
    return packages_from_tables(tables, [total * share // 100 for total in best])
