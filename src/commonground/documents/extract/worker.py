"""The process that reads one document: bytes on standard input, JSON on standard output.

It imports little before its limits are set, and the library of the one kind that it reads afterwards.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

from ...errors import DocumentError
from .limits import Limits
from .sandbox import confine, forbid

__all__ = ["main"]


def main() -> None:
    """Read the document on standard input as the job in the first argument says."""
    job: dict[str, Any] = json.loads(sys.argv[1])
    limits = Limits(**job["limits"])
    confine(limits)
    forbid(tuple(job["readable"]))
    sys.stdout.buffer.write(json.dumps(_answer(job, limits), ensure_ascii=True).encode())
    sys.stdout.buffer.flush()


def _answer(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        reader = importlib.import_module(f"{__package__}.{job['module']}")
        extracted = reader.extract(sys.stdin.buffer.read(limits.bytes + 1), job["name"], limits)
    except DocumentError as error:
        return {"error": [error.expected, error.found, error.mend]}
    except MemoryError:
        return {"death": "memory"}
    except RecursionError:
        return {"death": "nesting"}
    except Exception as error:  # whatever a library raises on a damaged file
        return {"death": "fault", "fault": f"{type(error).__name__}: {error}"[:300]}
    return dict(extracted._asdict())
