"""commonground: from a document that describes a conflict to an executable model of it.

>>> import commonground as cg
>>> conflict = cg.load(cg.example("prisoners-dilemma"))
>>> result = cg.solve(conflict)
>>> result.equilibria("nash"), result.equilibria("seq")
((4,), (1, 4))
"""

from typing import TYPE_CHECKING, Any

from .errors import (
    AnalysisError,
    CommongroundError,
    DocumentError,
    DraftError,
    ExchangeError,
    ModelError,
    OutputError,
    Problem,
    TooLarge,
)
from .version import __version__

if TYPE_CHECKING:
    from .api import (
        Anchoring,
        Audit,
        Certificate,
        Conflict,
        Digest,
        Draft,
        Hold,
        Negotiation,
        Solution,
        Verification,
        anchor,
        audit,
        certify,
        check,
        draft,
        example,
        explain,
        fix_package,
        hold,
        load,
        negotiate,
        read,
        report,
        solve,
        states,
        verify,
    )

__all__ = [
    "AnalysisError",
    "Anchoring",
    "Audit",
    "Certificate",
    "CommongroundError",
    "Conflict",
    "Digest",
    "DocumentError",
    "Draft",
    "DraftError",
    "ExchangeError",
    "Hold",
    "ModelError",
    "Negotiation",
    "OutputError",
    "Problem",
    "Solution",
    "TooLarge",
    "Verification",
    "__version__",
    "anchor",
    "audit",
    "certify",
    "check",
    "draft",
    "example",
    "explain",
    "fix_package",
    "hold",
    "load",
    "negotiate",
    "read",
    "report",
    "solve",
    "states",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import the verbs when one is first asked for, so that ``--help`` need not wait for arrays."""
    if name in __all__:
        from . import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
