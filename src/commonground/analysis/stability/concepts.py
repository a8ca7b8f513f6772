"""The table of solution concepts: one row each.

Definitions (focal party i, state s, the others H = all parties but i; R_i moves, R_H legal sequences of H's moves
in which nobody moves twice in succession, R_H+ the same with improvements only; "no better" is: not preferred to s):

nash  i has no improvement from s (Nash 1951; rationality R).
gmr   every improvement s1 is followed by some s2 in R_H(s1) no better than s (Howard 1971, general metarationality).
smr   as gmr, and from s2 every move of i is no better than s either (Howard 1971, symmetric metarationality).
seq   as gmr with s2 in R_H+(s1): the others harm i only by helping themselves (Fraser & Hipel 1979, 1984).
sseq  as seq, and from s2 every move of i is no better than s (Rêgo & Vieira 2015, 2017, symmetric sequential).
sim   every improvement, made together with some improvements of others, gives a feasible state no better than s
      (simultaneous; the reading of GMCR+).
sim_fh   stable under seq, or every improvement is answered so by parties that are themselves not seq-stable at s
      (Fraser & Hipel 1984: simultaneity is examined among unstable parties only).
seq_sim  stable under seq or under sim (GMCR+'s combined row).

An equilibrium is a state stable for every party asked.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONCEPT", "CONCEPTS", "DEFAULT_CONCEPTS", "Concept"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept.

    ``answers``: whose responses count, ``none``, ``moves``, ``improvements`` or ``together``; ``last_resort``:
    whether the focal party may still move after the sanction.
    """

    id: str
    name: str
    meaning: str
    answers: str
    last_resort: bool = False


CONCEPTS: tuple[Concept, ...] = (
    Concept("nash", "Nash", "the party has no improvement", "none"),
    Concept("gmr", "General metarationality", "the others can answer every improvement", "moves"),
    Concept("smr", "Symmetric metarationality", "they can, and the party cannot escape afterwards", "moves", True),
    Concept("seq", "Sequential stability", "they can answer by moves that are good for themselves", "improvements"),
    Concept(
        "sseq",
        "Symmetric sequential stability",
        "they can answer by moves good for themselves, and the party cannot escape afterwards",
        "improvements",
        True,
    ),
    Concept(
        "sim",
        "Simultaneous stability",
        "others improving at the same moment spoil every improvement",
        "together",
    ),
    Concept(
        "sim_fh",
        "Simultaneous stability (Fraser-Hipel)",
        "sequentially stable, or spoilt by other unstable parties improving at the same moment",
        "together",
    ),
    Concept("seq_sim", "Sequential or simultaneous", "sequentially or simultaneously stable", "together"),
)

CONCEPT = {concept.id: concept for concept in CONCEPTS}

DEFAULT_CONCEPTS: tuple[str, ...] = ("nash", "gmr", "smr", "seq", "sseq")

STRICT: tuple[str, ...] = ("nash", "sseq", "seq", "smr", "sim", "sim_fh", "seq_sim", "gmr")
"""Concepts from the one that asks most of a stable state to the one that asks least."""
