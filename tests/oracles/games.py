"""Games in normal form by the definition, with loops."""

import itertools


def profiles(sizes):
    """Every profile, the first player's strategy changing fastest."""
    return [profile[::-1] for profile in itertools.product(*(range(size) for size in reversed(sizes)))]


def pure_nash(sizes, payoff):
    """The profiles from which no player alone can do better; ``payoff(profile)[p]`` is a number."""
    found = []
    for profile in profiles(sizes):
        better = False
        for p, size in enumerate(sizes):
            for other in range(size):
                changed = (*profile[:p], other, *profile[p + 1 :])
                better = better or payoff(changed)[p] > payoff(profile)[p]
        if not better:
            found.append(profile)
    return found
