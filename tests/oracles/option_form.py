"""States, moves and ranks of an option-form model, by walking every combination and every pair."""

from itertools import product


def feasible(k, rules):
    """rules: predicates on a tuple of bools. Ascending by binary value, first option least significant."""
    states = [tuple(reversed(bits)) for bits in product((False, True), repeat=k)]
    return [state for state in states if all(rule(state) for rule in rules)]


def moves(states, owners, directions, parties, bans=()):
    """owners: per option the set of its parties; directions per option; bans: (party or None, from, to) predicates."""
    result = []
    for party in parties:
        own = {}
        for i, start in enumerate(states):
            for j, end in enumerate(states):
                changed = [o for o in range(len(owners)) if start[o] != end[o]]
                if not changed or any(party not in owners[o] for o in changed):
                    continue
                if any(directions[o] == "forward" and start[o] for o in changed):
                    continue
                if any(directions[o] == "backward" and not start[o] for o in changed):
                    continue
                if any(who in (None, party) and a(start) and b(end) for who, a, b in bans):
                    continue
                own.setdefault(i, set()).add(j)
        result.append(own)
    return result


def statement_order(states, statements):
    """statements: predicates, most important first. Returns dense ranks by lexicographic comparison."""
    vectors = [tuple(bool(statement(state)) for statement in statements) for state in states]
    order = sorted(set(vectors))
    return [order.index(vector) for vector in vectors]
