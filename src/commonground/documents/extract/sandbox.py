"""What the process that reads a document takes from itself before it sees the first byte of it."""

from __future__ import annotations

import os
import sys
from typing import Any

from .limits import Limits

__all__ = ["FORBIDDEN", "confine", "forbid"]

FORBIDDEN = (
    "socket.",
    "ctypes.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "shutil.",
    "tempfile.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
)
"Audit events that reading a document never needs; a name that ends in a full stop stands for all that begin so."

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(limits: Limits) -> None:
    """Bound memory, processor time, file size and open files, where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    bounds = (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in bounds:
        _, hard = resource.getrlimit(what)
        kept = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # One second more before the kernel ends the process for good.
        above = kept + 1 if what == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else kept
        try:
            resource.setrlimit(what, (kept, above))
        except (ValueError, OSError):  # a system that refuses one of them; the clock and the size caps remain
            continue


def forbid(readable: tuple[str, ...]) -> None:
    """Forbid network, other programs, writing, and reading outside these folders, for the rest of the process.

    It cannot be undone, also not by code that a document might smuggle in through a fault of a library, as far as that
    code is Python.
    """
    roots = tuple(os.path.abspath(folder) + os.sep for folder in readable if folder)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITES:
                raise PermissionError("a document reader writes no file")
            if isinstance(path, bytes):
                path = os.fsdecode(path)
            if isinstance(path, str) and not os.path.abspath(path).startswith(roots):
                raise PermissionError("a document reader opens no other file")
        elif event.startswith(FORBIDDEN):
            raise PermissionError(f"a document reader does not use {event}")

    sys.addaudithook(watch)
