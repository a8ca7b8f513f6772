"""Individual stabilities straight from the definitions (Fang, Hipel & Kilgour 1993; Xu et al. 2018, ch. 4).

A model here is plain: ``moves[i]`` maps a state to the set of states party i can move to, ``ranks[i][s]`` orders.
"""

from itertools import product

Moves = list[dict[int, set[int]]]


def improvements(moves: Moves, ranks, party, state):
    return {end for end in moves[party].get(state, set()) if ranks[party][end] > ranks[party][state]}


def legal_ends(moves: Moves, ranks, movers, start, only_improvements):
    """Ends of every legal sequence: the sequence itself is followed, with its last mover."""
    ends = set()
    seen = set()
    stack = [(start, None)]
    while stack:
        state, last = stack.pop()
        for mover in movers:
            if mover == last:
                continue
            step = improvements(moves, ranks, mover, state) if only_improvements else moves[mover].get(state, set())
            for end in step:
                ends.add(end)
                if (end, mover) not in seen:
                    seen.add((end, mover))
                    stack.append((end, mover))
    return ends


def no_better(ranks, party, state, outcome):
    return not ranks[party][outcome] > ranks[party][state]


def sanctioned(moves, ranks, parties, party, state, improvement, concept):
    others = [other for other in parties if other != party]
    ends = legal_ends(moves, ranks, others, improvement, concept in ("seq", "sseq"))
    for outcome in ends:
        if not no_better(ranks, party, state, outcome):
            continue
        if concept in ("gmr", "seq"):
            return True
        if all(no_better(ranks, party, state, last) for last in moves[party].get(outcome, set())):
            return True
    return False


def is_stable(moves, ranks, parties, party, state, concept):
    found = improvements(moves, ranks, party, state)
    if concept == "nash":
        return not found
    return all(sanctioned(moves, ranks, parties, party, state, end, concept) for end in found)


def is_simultaneously_stable(selections, moves, ranks, joining, party, state):
    """selections: one tuple of bools per state; every other party in `joining` stays or improves."""
    index = {selection: i for i, selection in enumerate(selections)}
    here = selections[state]
    for end in improvements(moves, ranks, party, state):
        spoilt = False
        choices = [[state, *sorted(improvements(moves, ranks, other, state))] for other in joining if other != party]
        for combination in product(*choices):
            outcome = list(here)
            for target in (end, *combination):
                for option, value in enumerate(selections[target]):
                    if value != here[option]:
                        outcome[option] = value
            reached = index.get(tuple(outcome))
            if reached is not None and no_better(ranks, party, state, reached):
                spoilt = True
                break
        if not spoilt:
            return False
    return True
