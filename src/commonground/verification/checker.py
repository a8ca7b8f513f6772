"""What each proof must show, and everything that can be wrong with one. The file may come from anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from typing import Any

from ..errors import AnalysisError, printable
from ..model import Conflict
from ..model.statement import StatementFault
from .world import World

__all__ = ["CONCEPTS", "SHAPE", "UNPROVED", "Verification", "verify"]

SHAPE = 1
"""The version of the shape that is understood."""

CONCEPTS: Mapping[str, tuple[bool, bool]] = {
    "nash": (False, False),
    "gmr": (False, False),
    "smr": (False, True),
    "seq": (True, False),
    "sseq": (True, True),
}
"""Per concept: whether only improvements answer, and whether the party may still move after the answer."""

UNPROVED = ("sim", "sim_fh", "seq_sim")
MAX_FAULTS = 100
_HEAD = {"certificate": int, "version": str, "model": str, "asked": dict, "states": list, "closed": list}
_KINDS = {bool: "true or false", str: "a text", int: "a whole number", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a certificate is complete and every proof holds; how many proofs hold; what is wrong, in words."""

    ok: bool
    checked: int
    faults: tuple[str, ...]


class _Refused(Exception):
    """A proof, or the whole file, does not hold."""


def verify(conflict: Conflict, content: object) -> Verification:
    """Return whether a certificate, given as parsed JSON, proves what it says about a model.

    Raises
    ------
    AnalysisError
        When the model itself is not sound, or too large to be checked state by state.
    """
    faults: list[str] = []
    checked = 0
    try:
        case = _Case(conflict, content)
        seen: set[tuple[Any, ...]] = set()
        for i, entry in enumerate(case.verdicts, 1):
            try:
                claim = case.claim(entry)
                _require(claim not in seen, f"{_said(*claim)}: a second time")
                seen.add(claim)
                _require(claim in case.expected, f"{_said(*claim)}: not among the verdicts asked")
                case.check(entry)
                checked += 1
            except _Refused as refused:
                faults.append(f"verdict {i}: {refused}")
        faults.extend(f"{_said(*claim)}: no verdict" for claim in case.expected if claim not in seen)
        idle = [number for number in range(len(case.closed_sets)) if number not in case.used]
        if idle and not faults:
            faults.append(f"closed set {idle[0]}: no verdict needs it")
    except _Refused as refused:
        faults.append(str(refused))
    except StatementFault as fault:
        raise AnalysisError(f"the model is not sound ({fault}): see `commonground check`") from None
    more = [f"and {len(faults) - MAX_FAULTS:,} more faults"] if len(faults) > MAX_FAULTS else []
    return Verification(not faults, checked, tuple(printable(text) for text in faults[:MAX_FAULTS] + more))


class _Case:
    """A model, what a certificate says of itself, and the check of one verdict."""

    def __init__(self, conflict: Conflict, content: object) -> None:
        head = _fields(content, "the certificate", _HEAD | {"verdicts": list})
        _require(
            head["certificate"] == SHAPE, f"version {head['certificate']} of the shape; this program reads {SHAPE}"
        )
        _require(head["model"] == conflict.hash, "made for another model: the sha256 of the content differs")
        self.world = World(conflict)
        _require(head["states"] == self.world.state_names(), "the states are not those of the model")
        self.verdicts, self.closed_sets = head["verdicts"], head["closed"]
        asked = _fields(head["asked"], "asked", {"concepts": list, "only": list, "unproved": list, "sample": object})
        self.only = _names(asked["only"], self.world.parties, "asked.only")
        _require(self.only == [p for p in self.world.parties if p in self.only], "asked.only: not in model order")
        _names(asked["unproved"], UNPROVED, "asked.unproved", few=0)
        concepts = _names(asked["concepts"], CONCEPTS, "asked.concepts")
        self.expected = self._expected(concepts, asked["sample"])
        self.used: set[int] = set()
        self._known: dict[tuple[Any, ...], Any] = {}

    def _expected(self, concepts: list[str], sample: object) -> dict[tuple[str, str, int], None]:
        """Return the verdicts asked, as (concept, party, state): all of them, or those that the seed draws."""
        size, parties = self.world.size, self.only
        total = len(concepts) * len(parties) * size
        if sample is None:
            return dict.fromkeys(product(concepts, parties, range(1, size + 1)))
        fields = _fields(sample, "asked.sample", {"size": int, "seed": int})
        _require(1 <= fields["size"] <= total, f"asked.sample: expected a size from 1 to {total}")
        drawn: dict[tuple[str, str, int], None] = {}
        swapped: dict[int, int] = {}
        for i in range(fields["size"]):
            number = int(sha256(f"{fields['seed']}:{i}".encode()).hexdigest(), 16)
            j = i + number % (total - i)
            pick, swapped[j] = swapped.get(j, j), swapped.get(i, i)
            row, state = divmod(pick, size)
            drawn[concepts[row // len(parties)], parties[row % len(parties)], state + 1] = None
        return drawn

    def claim(self, entry: object) -> tuple[str, str, int]:
        """Return whose verdict on what an entry is."""
        _require(isinstance(entry, dict), "expected an object")
        kinds = {"concept": str, "party": str, "state": int, "stable": bool}
        fields = _fields({k: v for k, v in entry.items() if k in kinds}, "the entry", kinds)  # type: ignore[attr-defined]
        _require(fields["concept"] in CONCEPTS, "unknown concept")
        _require(fields["party"] in self.only, "unknown party, or one whose moves are ignored")
        self._state(fields["state"], "state")
        return fields["concept"], fields["party"], fields["state"]

    def check(self, entry: dict[str, Any]) -> None:
        """Refuse an entry whose proof does not hold."""
        concept, party, state = entry["concept"], entry["party"], entry["state"]
        proof = {k: v for k, v in entry.items() if k not in ("concept", "party", "state", "stable")}
        try:
            if entry["stable"]:
                self._stable(concept, party, state, _fields(proof, "the proof", {"answers": list})["answers"])
            else:
                kinds = {"escape": int} if concept == "nash" else {"escape": int, "closed": int}
                self._unstable(concept, party, state, _fields(proof, "the proof", kinds))
        except _Refused as refused:
            raise _Refused(f"{_said(concept, party, state)}: {refused}") from None

    # ----------------------------------------------------------------- stable

    def _stable(self, concept: str, party: str, state: int, answers: list[Any]) -> None:
        """Every improvement has its sanction."""
        left = set(self.world.improvements(party, state))
        for answer in answers:
            fields = _fields(answer, "an answer", {"to": int, "sanction": list})
            end = fields["to"]
            _require(end in left, f"answers an improvement to {end}, which is none or is answered already")
            _require(concept != "nash", f"nothing answers an improvement under nash; there is one, to {end}")
            left.discard(end)
            self._sanction(concept, party, state, end, fields["sanction"])
        _require(not left, f"no answer to the improvement to {min(left, default=0)}")

    def _sanction(self, concept: str, party: str, state: int, here: int, steps: list[Any]) -> None:
        """The others move legally, nobody twice in succession, to a state that deters."""
        self._require_steps(steps)
        last = ""
        for mover, end in steps:
            where = f"the sanction's move of {mover} from {here} to {end}"
            _require(mover in self.only and mover != party, f"{where}: not one of the others")
            _require(mover != last, f"{where}: moves twice in succession")
            _require(end in self.world.moves(mover, here), f"{where}: no such move")
            gain = end in self.world.improvements(mover, here)
            _require(gain or not CONCEPTS[concept][0], f"{where}: no improvement for {mover}")
            here, last = end, mover
        bar = self.world.value(party, state)
        _require(self.world.value(party, here) <= bar, f"the outcome {here} is better for {party}")
        better = [end for end in self.world.moves(party, here) if self.world.value(party, end) > bar]
        _require(not (CONCEPTS[concept][1] and better), f"{party} escapes from {here} to {min(better, default=0)}")

    def _require_steps(self, steps: list[Any]) -> None:
        _require(len(steps) > 0, "a sanction without a move")
        for step in steps:
            _require(isinstance(step, list) and len(step) == 2, "a step of a sanction is [party, state]")
            _require(isinstance(step[0], str), "a step's party is a text")
            self._state(step[1], "a step of a sanction")

    # --------------------------------------------------------------- unstable

    def _unstable(self, concept: str, party: str, state: int, proof: dict[str, Any]) -> None:
        """There is an improvement from which the others can only reach states that do not deter."""
        start = proof["escape"]
        _require(start in self.world.improvements(party, state), f"the escape to {start} is no improvement")
        if concept == "nash":
            return
        gains, resort = CONCEPTS[concept]
        number = proof["closed"]
        _require(0 <= number < len(self.closed_sets), f"no closed set {number}")
        self.used.add(number)
        after, by_state = self._set(number, party)
        others = [mover for mover in self.only if mover != party]
        for mover in others:
            missing = self._reach(mover, start, gains) - after[mover]
            _require(not missing, f"closed set {number} leaves out {min(missing, default=0)}, reached by {mover}")
        _require(not by_state or not others or start in after[others[0]], f"closed set {number} leaves out {start}")
        leak = self._once(("leak", number, party, gains), lambda: self._leak(after, by_state, gains))
        _require(leak is None, f"closed set {number} is not closed: {leak}")
        worst = self._once(("worst", number, party, resort), lambda: self._worst(after, party, resort))
        deters = worst is not None and worst[0] <= self.world.value(party, state)
        _require(not deters, f"closed set {number} contains {worst and worst[1]}, which deters")

    def _leak(self, after: Mapping[str, frozenset[int]], by_state: bool, gains: bool) -> str | None:
        """Return a move that leads out of a set, in words."""
        for last, states in after.items():
            for here, mover in product(sorted(states), after):
                if mover != last or by_state:
                    for end in self._reach(mover, here, gains) - after[mover]:
                        return f"{mover} moves from {here} to {end}"
        return None

    def _worst(self, after: Mapping[str, frozenset[int]], party: str, resort: bool) -> tuple[Any, int] | None:
        """Return the least that a party ends with in a set, and where; counting what it can still move to."""
        value = self.world.value
        ends = {
            state: max(value(party, end) for end in (state, *(self.world.moves(party, state) if resort else ())))
            for state in frozenset[int]().union(*after.values())
        }
        return min(((least, state) for state, least in ends.items()), default=None)

    def _set(self, number: int, party: str) -> tuple[Mapping[str, frozenset[int]], bool]:
        """Return a closed set as the states after each last mover, and whether it is one set of states for all."""
        item, where = self.closed_sets[number], f"closed set {number}"
        others = [mover for mover in self.only if mover != party]
        if isinstance(item, dict) and "states" in item:
            states = self._ranges(_fields(item, where, {"states": list})["states"], where)
            return dict.fromkeys(others, states), True
        given = _fields(item, where, {"after": dict})["after"]
        _require(set(given) <= set(others), f"{where} names a last mover that is not one of the others")
        return {mover: self._ranges(given.get(mover, []), where) for mover in others}, False

    def _ranges(self, ranges: object, where: str) -> frozenset[int]:
        """Return the states of ascending [first, last] pairs."""
        _require(isinstance(ranges, list), f"{where}: expected a list of [first, last]")
        found: list[int] = []
        for pair in ranges if isinstance(ranges, list) else []:
            _require(isinstance(pair, list) and len(pair) == 2, f"{where}: expected [first, last]")
            first, last = (self._state(number, where) for number in pair)
            _require((found[-1] if found else 0) < first <= last, f"{where}: ranges must ascend")
            found.extend(range(first, last + 1))
        return frozenset(found)

    def _reach(self, mover: str, state: int, gains: bool) -> frozenset[int]:
        return self.world.improvements(mover, state) if gains else self.world.moves(mover, state)

    def _state(self, number: Any, where: str) -> int:
        whole = type(number) is int
        _require(whole and 1 <= number <= self.world.size, f"{where}: expected a state from 1 to {self.world.size}")
        return int(number)

    def _once(self, key: tuple[Any, ...], make: Any) -> Any:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]


def _require(fine: bool, otherwise: str) -> None:
    if not fine:
        raise _Refused(otherwise)


def _said(concept: str, party: str, state: int) -> str:
    return f"{concept}, {party}, state {state}"


def _fields(value: object, what: str, kinds: Mapping[str, type]) -> dict[str, Any]:
    """Return an object that has exactly these fields, each of its kind."""
    if not isinstance(value, dict):
        raise _Refused(f"{what}: expected an object")
    odd = sorted(set(kinds).symmetric_difference(value), key=str)
    _require(not odd, f"{what}: expected exactly the fields {', '.join(kinds)}")
    for name, kind in kinds.items():
        fits = isinstance(value[name], kind) and not (kind is int and isinstance(value[name], bool))
        _require(fits, f"{what}: {name}: expected {_KINDS.get(kind, 'a value')}")
    return value


def _names(value: object, known: Iterable[str], what: str, few: int = 1) -> list[str]:
    """Return a list of known names, each once."""
    names = value if isinstance(value, list) else []
    sound = all(isinstance(name, str) and name in known for name in names) and len(names) >= few
    _require(sound and len(set(names)) == len(names), f"{what}: expected known names, each once")
    return names
