"""Negotiation by listing every package: the definitions with loops, in fractions."""

import itertools
from fractions import Fraction
from math import prod


def every_package(packages):
    """Return [(rows, utilities in points, refused by anybody)] of all feasible packages."""
    found = []
    for rows in itertools.product(*(range(bundle.size) for bundle in packages.bundles)):
        found.append((rows, packages.points(packages.utility(rows)), bool(packages.refused_by(rows))))
    return found


def dominates(a, b):
    return all(x >= y for x, y in zip(a, b, strict=True)) and a != b


def frontier(vectors):
    """Return {vector: how many packages} of the undominated."""
    distinct = set(vectors)
    return {v: vectors.count(v) for v in distinct if not any(dominates(other, v) for other in distinct)}


def zone(listed, reservations):
    return [
        (rows, u)
        for rows, u, refused in listed
        if not refused and all(x >= d for x, d in zip(u, reservations, strict=True))
    ]


def gains(u, d):
    return tuple(x - y for x, y in zip(u, d, strict=True))


def best(vectors, key):
    """Return all vectors whose key is largest."""
    top = max(key(v) for v in vectors)
    return {v for v in vectors if key(v) == top}


def solutions(vectors, d, weights):
    """Return rule -> set of vectors, over the undominated vectors of the zone."""
    n = len(d)
    ideal = tuple(max(v[p] for v in vectors) for p in range(n))
    able = [p for p in range(n) if ideal[p] > d[p]]
    return {
        "nash": best(vectors, lambda v: prod(gains(v, d))),
        "egalitarian": best(vectors, lambda v: sorted(gains(v, d))),
        "utilitarian": best(vectors, sum),
        "kalai_smorodinsky": best(vectors, lambda v: sorted((v[p] - d[p]) / (ideal[p] - d[p]) for p in able)),
        "equal_loss": best(vectors, lambda v: sorted(v[p] - ideal[p] for p in range(n))),
        "weighted": best(vectors, lambda v: sum(w * x for w, x in zip(weights, v, strict=True))),
        "proportional": best(vectors, lambda v: sorted((x - y) / w for x, y, w in zip(v, d, weights, strict=True))),
        "weighted_nash": best(vectors, lambda v: prod((x - y) ** w for x, y, w in zip(v, d, weights, strict=True))),
        "least_difference": best(vectors, lambda v: min(v) - max(v)),
        "least_spread": best(vectors, lambda v: -spread([(v[p] - d[p]) / (ideal[p] - d[p]) for p in able])),
        "raiffa": raiffa(vectors, d),
    }


def spread(shares):
    return max(shares, default=0) - min(shares, default=0)


def raiffa(vectors, d):
    """Return what stays above the moving point; where a step would leave nothing, the most even part of that step."""
    n = len(d)
    left, point = set(vectors), [Fraction(x) for x in d]
    while len(left) > 1:
        top = [max(v[p] for v in left) for p in range(n)]
        after = [x + (y - x) / n for x, y in zip(point, top, strict=True)]
        above = {v for v in left if all(x >= y for x, y in zip(v, after, strict=True))}
        if not above:
            able = [p for p in range(n) if top[p] > point[p]]
            return best(left, lambda v, x=point, y=top, a=able: sorted((v[p] - x[p]) / (y[p] - x[p]) for p in a))
        left, point = above, after
    return left
