"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from ..errors import OutputError
from ..reading.schema import model_schema

__all__ = ["save_bytes", "save_schema", "save_text"]


def save_text(path: str | Path, text: str) -> Path:
    """Write a text file (UTF-8) as ``save_bytes`` does; return its path."""
    return save_bytes(path, text.encode("utf-8"))


def save_schema(folder: Path) -> Path:
    """Write the schema of a model file where the first line of a written model says that it lies; return its path."""
    schema = json.dumps(model_schema(), indent=1) + "\n"
    return save_text(folder / ".commonground" / "commonground.schema.json", schema)


def save_bytes(path: str | Path, data: bytes) -> Path:
    """Write a file under a temporary name, then rename; return its path.

    Folders on the way are made. The file that stood there stays whole until the new one is complete.

    Raises
    ------
    OutputError
        When the place cannot be written, in words that say why.
    """
    target = Path(path)
    temporary = ""
    try:
        if target.exists() and not target.is_file():
            raise OutputError(f"cannot write {target}: it is there and is no ordinary file")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644 if not target.exists() else target.stat().st_mode & 0o777)
        os.replace(temporary, target)
    except (OSError, RuntimeError) as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise OutputError(f"cannot write {target}: {getattr(error, 'strerror', None) or error}") from error
    return target
