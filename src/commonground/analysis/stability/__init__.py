"""Which states are stable for whom, under which concept, and why."""

from .certify import Certificate, certify
from .concepts import CONCEPTS, DEFAULT_CONCEPTS, Concept
from .explain import explain
from .jobs import Jobs
from .results import Asked, ConceptResult, Explanation, Improvement, Solution, Step
from .solve import solve

__all__ = [
    "CONCEPTS",
    "DEFAULT_CONCEPTS",
    "Asked",
    "Certificate",
    "Concept",
    "ConceptResult",
    "Explanation",
    "Improvement",
    "Jobs",
    "Solution",
    "Step",
    "certify",
    "explain",
    "solve",
]
