"""Reading in a child process: started bare, given the bytes, watched by the clock, its answer bounded."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...errors import DocumentError
from .extracted import Extracted
from .kinds import Kind
from .limits import Limits

__all__ = ["extract_in_child"]

_START = """
import json, sys, types
job = json.loads(sys.argv[1])
sys.path[:] = job["readable"]
for name, folder in job["packages"].items():
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from commonground.documents.extract.worker import main
main()
"""
"""What the child runs: the worker alone. The packages around it stand empty, so that nothing of theirs is imported."""
_HERE = Path(__file__).resolve().parent
_PACKAGES = {
    "commonground": str(_HERE.parents[1]),
    "commonground.documents": str(_HERE.parent),
    "commonground.documents.extract": str(_HERE),
}
_PASSED = ("SYSTEMROOT", "TEMP", "TMP")
"What Python needs from the environment on Windows; nothing is passed elsewhere."
_LAST_WORDS = 5.0
"Seconds that the child has to end after its answer is whole."
_SMALLER = "split the file, or save it anew as plain text or PDF and read that"


def extract_in_child(data: bytes, name: str, kind: Kind, limits: Limits) -> Extracted:
    """Return the text that a child process reads out of a file's bytes.

    The child gets no environment, no network, no other file, and the limits; whatever happens to it ends here in words.

    Raises
    ------
    DocumentError
        When the file cannot be read, or reading it passes a limit or ends the child.
    """
    job = {
        "module": kind.module,
        "name": name,
        "limits": dataclasses.asdict(limits),
        "packages": _PACKAGES,
        "readable": [str(_HERE.parents[2]), *(entry for entry in sys.path if entry and Path(entry).is_absolute())],
    }
    raw, status, late = _run(job, data, limits)
    if late:
        found = f"no answer after {limits.seconds:g} s"
        raise DocumentError(name, f"a file that is read in {limits.seconds:g} seconds", found, _SMALLER)
    answer = _parsed(raw, _most(limits))
    if answer is None:
        raise _died(name, status, limits, said=len(raw))
    if "error" in answer:
        raise DocumentError(name, *answer["error"])
    if "death" in answer:
        raise _gave_up(name, kind, str(answer["death"]), str(answer.get("fault", "")), limits)
    return Extracted(answer["text"], answer["title"], answer["date"], tuple(answer["warnings"]))


def _most(limits: Limits) -> int:
    """Return how long an answer may be: an escaped character takes up to twelve bytes."""
    return 12 * limits.characters + 1_000_000


def _parsed(raw: bytes, most: int) -> dict[str, Any] | None:
    try:
        answer = json.loads(raw) if len(raw) <= most else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _run(job: dict[str, Any], data: bytes, limits: Limits) -> tuple[bytes, int, bool]:
    """Return what the child wrote, its exit status, and whether the clock ended it."""
    most = _most(limits)
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, json.dumps(job)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _PASSED if key in os.environ},
        close_fds=True,
    ) as process:
        clock = threading.Timer(limits.seconds, stop)
        writer = threading.Thread(target=_feed, args=(process, data), daemon=True)
        raw = b""
        try:
            clock.start()
            writer.start()
            assert process.stdout is not None
            raw = process.stdout.read(most + 1)
            if len(raw) <= most:
                process.wait(timeout=_LAST_WORDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            clock.cancel()
            process.kill()
            writer.join()
    return raw, process.returncode, late.is_set()


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Write the document to the child, which may end before it has read all of it."""
    assert process.stdin is not None
    with suppress(OSError, ValueError):
        process.stdin.write(data)
    with suppress(OSError, ValueError):
        process.stdin.close()


def _died(name: str, status: int, limits: Limits, *, said: int) -> DocumentError:
    """Return why there is no answer; a child that was ended while it was still silent had computed for too long."""
    if hasattr(signal, "SIGXCPU") and (status == -signal.SIGXCPU or (status == -signal.SIGKILL and not said)):
        found = f"more than {limits.cpu_seconds} s of computing"
        return DocumentError(name, f"a file that is read in {limits.cpu_seconds} seconds of computing", found, _SMALLER)
    ended = f"it ended the reading process (status {status})"
    return DocumentError(name, "a file that can be read", ended, "save it anew from the program that made it")


def _gave_up(name: str, kind: Kind, death: str, fault: str, limits: Limits) -> DocumentError:
    if death == "memory":
        expected = f"a file that is read in {limits.memory // 1_000_000:,} MB of memory"
        return DocumentError(name, expected, "one that needs more", _SMALLER)
    if death == "nesting":
        return DocumentError(name, "a file nested as people nest", "one nested beyond reading", _SMALLER)
    expected = f"a sound {kind.name.upper()} file"
    return DocumentError(name, expected, f"a damaged one ({fault})", "save it anew from the program that made it")
