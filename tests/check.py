"""Everything that must pass: format, lint, types, layers, tests, doctests. One command: ``python tests/check.py``."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

STEPS = (
    ("format", [str(BIN / "ruff"), "format", "--check", "src", "tests", "benchmarks"]),
    ("lint", [str(BIN / "ruff"), "check", "src", "tests", "benchmarks"]),
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports"), "--no-logo"]),
    ("tests", [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]),
)


def main() -> int:
    """Run every step, the tests last, and say which failed."""
    failed = []
    for name, command in STEPS:
        print(f"== {name}: {' '.join(Path(part).name for part in command)}", flush=True)
        begun = time.monotonic()
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
        print(f"== {name}: {'FAILED' if name in failed else 'ok'} in {time.monotonic() - begun:.1f} s", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all steps passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
