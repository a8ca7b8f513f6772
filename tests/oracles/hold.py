"""Whether a package is kept, straight from the definitions of decision 8, on small plain models."""

from dataclasses import replace
from functools import cached_property
from itertools import combinations

from tests.oracles import option_form
from tests.oracles.stability import improvements, legal_ends, sanctioned


class Left:
    """The conflict that a package leaves. States are indices into ``states``; parties are places."""

    def __init__(self, spec, package, states, *, only=None, ranks=None):
        self.spec, self.package, self.states = spec, package, states
        self.asked = [i for i, p in enumerate(spec.parties) if only is None or p in only]
        bans = [(who, lambda s, a=a: a[1](s, package), lambda s, b=b: b[1](s, package)) for who, a, b in spec.bans]
        self.moves = option_form.moves(states, [set(o) for o in spec.owners], spec.directions, spec.parties, bans)
        self.ranks = ranks or [
            option_form.statement_order(states, [lambda s, f=f: f(s, package) for _, f in spec.statements[p]])
            for p in spec.parties
        ]

    @cached_property
    def kept(self):
        spec = self.spec
        return {i for i, s in enumerate(self.states) if all(holds(s, self.package) for _, holds in spec.keeping)}

    @cached_property
    def days(self):
        if self.spec.today is None or not self.kept:
            return sorted(self.kept)
        distance = {i: sum(a != b for a, b in zip(self.states[i], self.spec.today, strict=True)) for i in self.kept}
        return sorted(i for i in self.kept if distance[i] == min(distance.values()))

    def undeterred(self, concept, party, state):
        return {
            end
            for end in improvements(self.moves, self.ranks, party, state)
            if concept == "nash" or not sanctioned(self.moves, self.ranks, self.asked, party, state, end, concept)
        }

    def leaving(self, concept, party, state):
        """Undeterred improvements that break the package, none of which keeping it would beat for the party."""
        ends, ranks = self.undeterred(concept, party, state), self.ranks[party]
        return {end for end in ends - self.kept if all(ranks[end] >= ranks[other] for other in ends & self.kept)}

    def equilibrium(self, concept, state):
        return all(not self.undeterred(concept, party, state) for party in self.asked)

    def reached(self, concept):
        """Kept states reached through kept states, and how many steps the shortest way out takes (None: no way)."""
        distance = dict.fromkeys(self.days, 0)
        layer, out = list(self.days), None
        while layer:
            following = []
            for state in layer:
                for party in self.asked:
                    if self.leaving(concept, party, state):
                        out = min(out or 10**9, distance[state] + 1)
                    for end in self.undeterred(concept, party, state) & self.kept:
                        if end not in distance:
                            distance[end] = distance[state] + 1
                            following.append(end)
            layer = following
        return set(distance), out

    def verdict(self, concept):
        if not self.kept:
            return "cannot_start"
        calm = {state for state in self.kept if self.equilibrium(concept, state)}
        if calm & set(self.days):
            return "holds"
        if not calm:
            return "breaks"
        return "settles" if calm & self.reached(concept)[0] else "elsewhere"

    def stays(self, concept, party):
        calm = [day for day in self.days if self.equilibrium(concept, day)]
        if any(self.leaving(concept, party, day) for day in calm or self.days):
            return "breaks"
        return "moves" if any(self.undeterred(concept, party, day) for day in calm or self.days) else "keeps"

    def coalitions(self, days):
        """Minimal coalitions of two or more with a joint breach, and whether all their breaches are answered."""
        found = {}
        for size in range(2, len(self.asked) + 1):
            for members in combinations(self.asked, size):
                if any(set(smaller) <= set(members) for smaller in found):
                    continue
                answers = [self._answered(members, day, end) for day in days for end in self._breaches(members, day)]
                if answers:
                    found[members] = all(answers)
        return found

    def _breaches(self, members, day):
        ends = legal_ends(self.moves, self.ranks, members, day, False)
        parts = [part for size in range(1, len(members)) for part in combinations(members, size)]
        return [
            end
            for end in ends - self.kept
            if all(self.ranks[m][end] > self.ranks[m][day] for m in members)
            and not any(end in legal_ends(self.moves, self.ranks, part, day, False) for part in parts)
        ]

    def _answered(self, members, day, end):
        others = [party for party in self.asked if party not in members]
        answers = legal_ends(self.moves, self.ranks, others, end, False)
        return any(not self.ranks[m][answer] > self.ranks[m][day] for answer in answers for m in members)


def changes(spec, only):
    """Every single change as (key, spec with it): keys as (kind, party, option, taken, places)."""
    for party in only:
        for o, owners in enumerate(spec.owners):
            if party not in owners:
                given = [*spec.owners[:o], (*owners, party), *spec.owners[o + 1 :]]
                yield ("added", party, o, False, ()), replace(spec, owners=given)
                continue
            if spec.directions[o] != "both" and party == next(p for p in owners if p in only):
                both = [*spec.directions[:o], "both", *spec.directions[o + 1 :]]
                yield ("two_way", party, o, False, ()), replace(spec, directions=both)
            for taken in (True, False):
                if spec.directions[o] not in ("both", "forward" if taken else "backward"):
                    continue
                ban = (party, ("", lambda s, x, o=o, t=taken: s[o] != t), ("", lambda s, x, o=o, t=taken: s[o] == t))
                yield ("removed", party, o, taken, ()), replace(spec, bans=[*spec.bans, ban])
                wish = ("", lambda s, x, o=o, t=taken: s[o] != t)
                listed = spec.statements[party]
                for place in range(len(listed) + 1):
                    changed = {**spec.statements, party: [*listed[:place], wish, *listed[place:]]}
                    yield ("costly", party, o, taken, (place,)), replace(spec, statements=changed)
        listed = spec.statements[party]
        for one, other in combinations(range(len(listed)), 2):
            swapped = list(listed)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            yield (
                ("swapped", party, -1, False, (one, other)),
                replace(spec, statements={**spec.statements, party: swapped}),
            )
