"""Uncertain worths from the definitions: every corner of what the worths may be, every package, with loops.

All that is asked is largest or least at a corner: utilities are sums of weight x points, linear in each number alone.
A corner of an order is a step: 1 down to some place, 0 below.
"""

import itertools
from fractions import Fraction

from tests.oracles.negotiation import dominates


def points_of(kind, numbers, chosen, size):
    """Return the points of each value, given the chosen numbers."""
    if kind == "points":
        return list(chosen)
    if kind == "ranking":
        return [chosen[place] for place in numbers]
    xs = [x for x, _ in numbers]
    found = []
    for v in range(size):
        left = max(x for x in xs if x <= v)
        right = min(x for x in xs if x >= v)
        a, b = chosen[xs.index(left)], chosen[xs.index(right)]
        found.append(a if left == right else a + (b - a) * Fraction(v - left, right - left))
    return found


def corners(worth, size):
    """Yield the worths of an issue's values at every corner."""
    if worth.kind == "ranking":
        last = max(worth.numbers)
        steps = [[int(k <= reached) for k in range(last + 1)] for reached in range(last)] or [[0]]
    else:
        ends = worth.numbers if worth.kind == "points" else [pair for _, pair in worth.numbers]
        steps = [list(chosen) for chosen in itertools.product(*(sorted(set(pair)) for pair in ends))]
    for weight in sorted(set(worth.weight)):
        for chosen in steps:
            yield [weight * number for number in points_of(worth.kind, worth.numbers, chosen, size)]


def utility(package, worths, extras, points):
    total = sum((worth[v] for worth, v in zip(worths, package, strict=True)), Fraction(0))
    return total + sum(
        n for ((a, x), (b, y), _), n in zip(extras, points, strict=True) if package[a] == x and package[b] == y
    )


def party_corners(case, p):
    """Return [(utility of every package, reservation)] at each corner of a party's worths."""
    issues = [list(corners(worth, size)) for worth, size in zip(case.worths[p], case.sizes, strict=True)]
    more = [sorted(set(pair)) for _, _, pair in case.extras[p]]
    pair, held = case.reservations[p]
    found = []
    for worths in itertools.product(*issues):
        for points in itertools.product(*more):
            utilities = {k: utility(k, worths, case.extras[p], points) for k in case.possible}
            for limit in sorted(set(pair)) if held is None else [utilities[held]]:
                found.append((utilities, limit))
    return found


def at_worst(case, x, by_party, ranges):
    """Return distance, what each may forgo, whether always efficient, whether at some corner, how often acceptable."""
    count = range(len(by_party))
    most = {y: [max(u[y] - u[x] for u, _ in by_party[p]) for p in count] for y in case.possible}
    able = [p for p in count if ranges[p] or any(u[y] != u[x] for u, _ in by_party[p] for y in case.possible)]
    distance = max(min((most[y][p] / (ranges[p] or 1) for p in able), default=Fraction(0)) for y in case.possible)
    no_loss = [y for y in case.possible if all(gain >= 0 for gain in most[y])]
    forgoes = [max(most[y][p] for y in no_loss) for p in count]
    seen = [False, False]
    for chosen in itertools.product(*by_party):
        vectors = {y: tuple(u[y] for u, _ in chosen) for y in case.possible}
        seen[not any(dominates(vectors[y], vectors[x]) for y in case.possible)] = True
    fine = [{u[x] >= limit for u, limit in by_party[p]} for p in count]
    never = x in case.refused or any(True not in one for one in fine)
    acceptable = "never" if never else "sometimes" if any(False in one for one in fine) else "always"
    return distance, forgoes, not seen[False], seen[True], acceptable


def always_dominated(case, x, by_party):
    """Return whether one package dominates x at every corner."""
    return any(
        all(u[y] >= u[x] for own in by_party for u, _ in own)
        and all(any(u[y] > u[x] for u, _ in chosen) for chosen in itertools.product(*by_party))
        for y in case.possible
    )


def drawn(case, places, grid):
    """Return per draw [(utility of every package, reservation) per party], places in the order of the file."""
    for row in places:
        left = iter(row)

        def number(pair, left=left):
            low, high = pair
            return low if low == high else low + (high - low) * Fraction(int(next(left)), grid)

        found = []
        for p, own in enumerate(case.worths):
            worths = []
            for worth, size in zip(own, case.sizes, strict=True):
                worths.append(_drawn_worth(worth, size, number, left, grid))
            points = [number(pair) for _, _, pair in case.extras[p]]
            utilities = {k: utility(k, worths, case.extras[p], points) for k in case.possible}
            pair, held = case.reservations[p]
            found.append((utilities, number(pair) if held is None else utilities[held]))
        yield found


def _drawn_worth(worth, size, number, left, grid):
    ends = worth.numbers if worth.kind == "points" else [] if worth.kind == "ranking" else [p for _, p in worth.numbers]
    nothing = all(pair == (0, 0) for pair in ends) if worth.kind != "ranking" else max(worth.numbers) == 0
    weight = worth.weight[0] if nothing else number(worth.weight)
    if worth.kind == "ranking":
        last = max(worth.numbers)
        inside = sorted((Fraction(int(next(left)), grid) for _ in range(last - 1)), reverse=True)
        chosen = [1, *inside, 0] if last else [0]
    else:
        chosen = [number(pair) for pair in ends]
    return [weight * n for n in points_of(worth.kind, worth.numbers, chosen, size)]
