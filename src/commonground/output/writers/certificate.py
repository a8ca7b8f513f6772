"""Certificates as JSON: the shape of ``docs/reference/certificates.md``. States become numbers from 1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...analysis.stability.certify import Certificate, ClosedSet, Proof

__all__ = ["certificate_json", "certificate_text"]

SHAPE = 1


def certificate_json(certificate: Certificate) -> dict[str, Any]:
    """Return a certificate as plain values."""
    sample = certificate.sample
    return {
        "certificate": SHAPE,
        "version": certificate.asked.version,
        "model": certificate.asked.model,
        "asked": {
            "concepts": list(certificate.concepts),
            "only": list(certificate.asked.only),
            "unproved": list(certificate.unproved),
            "sample": None if sample is None else {"size": sample[0], "seed": sample[1]},
        },
        "states": list(certificate.states),
        "closed": [_closed(item) for item in certificate.closed],
        "verdicts": [_proof(proof) for proof in certificate.proofs],
    }


def certificate_text(certificate: Certificate) -> str:
    """Return a certificate as JSON text: a line per state, closed set and verdict."""
    parts = []
    for name, value in certificate_json(certificate).items():
        text = _line(value)
        if isinstance(value, list):
            text = "[\n" + ",\n".join(_line(item) for item in value) + "\n]"
        parts.append(f'"{name}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _closed(item: ClosedSet) -> dict[str, Any]:
    if item.states is not None:
        return {"states": _ranges(item.states)}
    return {"after": {mover: _ranges(ranges) for mover, ranges in item.after}}


def _ranges(ranges: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [[first + 1, last + 1] for first, last in ranges]


def _proof(proof: Proof) -> dict[str, Any]:
    head = {"concept": proof.concept, "party": proof.party, "state": proof.state + 1, "stable": proof.stable}
    if proof.stable:
        answers = [
            {"to": answer.end + 1, "sanction": [[step.party, step.end + 1] for step in answer.sanction]}
            for answer in proof.answers
        ]
        return head | {"answers": answers}
    end = {} if proof.escape is None else {"escape": proof.escape + 1}
    return head | end | ({} if proof.closed is None else {"closed": proof.closed})
