"""Random conflicts for property tests, each with the plain reading that the oracles work on."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from commonground.model import Conflict
from tests.oracles import option_form


@dataclass
class Case:
    conflict: Conflict
    parties: list[str]
    states: list  # selections, or labels in graph form
    moves: list
    ranks: list


def _formula(draw, k, depth=2):
    """A random statement as (text, predicate)."""
    kind = draw(st.sampled_from(["option", "option", "not", "and", "or", "if", "iff", "pattern"]))
    if depth == 0 or kind == "option":
        o = draw(st.integers(0, k - 1))
        text = draw(st.sampled_from([f"o{o}", str(o + 1)]))
        return text, lambda s: s[o]
    if kind == "pattern":
        letters = draw(st.lists(st.sampled_from("YN-"), min_size=k, max_size=k).filter(lambda x: set(x) != {"-"}))
        return "".join(letters), lambda s: all(c == "-" or (c == "Y") == s[i] for i, c in enumerate(letters))
    ta, fa = _formula(draw, k, depth - 1)
    if kind == "not":
        return draw(st.sampled_from([f"not ({ta})", f"-({ta})"])), lambda s: not fa(s)
    tb, fb = _formula(draw, k, depth - 1)
    sign, rule = {
        "and": (draw(st.sampled_from(["&", "and", "AND"])), lambda s: fa(s) and fb(s)),
        "or": (draw(st.sampled_from(["|", "or"])), lambda s: fa(s) or fb(s)),
        "if": (draw(st.sampled_from(["if", "IF"])), lambda s: fa(s) or not fb(s)),
        "iff": (draw(st.sampled_from(["iff", "IFF"])), lambda s: fa(s) == fb(s)),
    }[kind]
    return f"({ta}) {sign} ({tb})", rule


@st.composite
def option_conflicts(draw, max_parties=5, max_options=6, shared=True, bans=True, rules=True, one_way=True):
    n = draw(st.integers(1, max_parties))
    k = draw(st.integers(1, max_options))
    parties = [f"p{i}" for i in range(n)]
    first = [draw(st.integers(0, n - 1)) for _ in range(k)]
    first.sort()  # options stand party by party
    owners, directions = [], []
    models = {p: {"name": p, "options": {}, "preferences": {}} for p in parties}
    for o in range(k):
        also = draw(st.sets(st.sampled_from(parties), max_size=1)) if shared else set()
        also -= {parties[first[o]]}
        direction = draw(st.sampled_from(["both", "both", "both", "forward", "backward"])) if one_way else "both"
        owners.append({parties[first[o]], *also})
        directions.append(direction)
        models[parties[first[o]]]["options"][f"o{o}"] = {
            "name": f"Option {o}",
            "direction": direction,
            "shared_with": sorted(also),
        }
    ruled = rules
    rules, predicates = [], []
    for _ in range(draw(st.integers(0, 2)) if ruled else 0):
        text, holds = _formula(draw, k)
        rules.append({"never": text})
        predicates.append(lambda s, holds=holds: not holds(s))
    if ruled and k > 1 and draw(st.booleans()):
        pair = draw(st.lists(st.integers(0, k - 1), min_size=2, max_size=3, unique=True))
        kind, bound = draw(
            st.sampled_from(
                [
                    ("at_most_one", lambda n: n <= 1),
                    ("at_least_one", lambda n: n >= 1),
                    ("exactly_one", lambda n: n == 1),
                ]
            )
        )
        rules.append({kind: [f"o{o}" for o in pair]})
        predicates.append(lambda s: bound(sum(s[o] for o in pair)))
    states = option_form.feasible(k, predicates)
    if not states:
        rules, predicates, states = [], [], option_form.feasible(k, [])
    forbidden, banned = [], []
    if bans and draw(st.booleans()):
        (ta, fa), (tb, fb) = _formula(draw, k, 1), _formula(draw, k, 1)
        who = draw(st.sampled_from([None, *parties]))
        forbidden.append({"start": ta, "end": tb} | ({"party": who} if who else {}))
        banned.append((who, fa, fb))
    ranks = []
    for p in parties:
        way = draw(st.sampled_from(["statements", "ranking", "weights"]))
        if way == "statements":
            formulas = [_formula(draw, k) for _ in range(draw(st.integers(0, 4)))]
            models[p]["preferences"] = {"statements": [text for text, _ in formulas]}
            ranks.append(option_form.statement_order(states, [f for _, f in formulas]))
        elif way == "weights":
            points = [draw(st.sampled_from(["-2", "-0.1", "0", "0.1", "0.2", "0.3", "5"])) for _ in range(k)]
            models[p]["preferences"] = {"weights": {f"o{o}": w for o, w in enumerate(points)}}
            from fractions import Fraction

            sums = [
                sum((Fraction(w) for w, taken in zip(points, s, strict=True) if taken), Fraction(0)) for s in states
            ]
            order = sorted(set(sums))
            ranks.append([order.index(value) for value in sums])
        else:
            scores = [draw(st.integers(0, max(1, len(states) // 2))) for _ in states]
            groups = [[str(i + 1) for i, v in enumerate(scores) if v == w] for w in sorted(set(scores), reverse=True)]
            models[p]["preferences"] = {"ranking": groups}
            order = sorted(set(scores))
            ranks.append([order.index(v) for v in scores])
    conflict = Conflict.model_validate(
        {"title": "random", "parties": models, "feasibility": rules, "forbidden_moves": forbidden}
    )
    moves = option_form.moves(states, owners, directions, parties, banned)
    return Case(conflict, parties, states, moves, ranks)


@st.composite
def graph_conflicts(draw, max_parties=5, max_states=8):
    """Listed states and moves: intransitive, irreversible, with common moves."""
    n, m = draw(st.integers(1, max_parties)), draw(st.integers(1, max_states))
    parties, labels = [f"p{i}" for i in range(n)], [f"s{i}" for i in range(m)]
    models, moves, ranks = {}, [], []
    pairs = [(i, j) for i in range(m) for j in range(m) if i != j]
    for p in parties:
        chosen = draw(st.sets(st.sampled_from(pairs), max_size=12)) if pairs else set()
        own: dict[int, set[int]] = {}
        for i, j in chosen:
            own.setdefault(i, set()).add(j)
        scores = [draw(st.integers(0, m)) for _ in labels]
        groups = [[labels[i] for i, v in enumerate(scores) if v == w] for w in sorted(set(scores), reverse=True)]
        models[p] = {
            "name": p,
            "moves": {labels[i]: [labels[j] for j in sorted(ends)] for i, ends in own.items()},
            "preferences": {"ranking": groups},
        }
        order = sorted(set(scores))
        moves.append(own)
        ranks.append([order.index(v) for v in scores])
    conflict = Conflict.model_validate(
        {"title": "random graph", "parties": models, "states": dict.fromkeys(labels, "a state")}
    )
    return Case(conflict, parties, labels, moves, ranks)
