"""commonground verify."""

from __future__ import annotations

import sys

import click

from ..errors import printable
from .question import as_json, limit, open_graph, package, print_json, working

__all__ = ["command"]


@click.command("verify")
@click.argument("model")
@click.argument("certificate", metavar="FILE.json")
@limit
@package
@as_json
def command(model: str, certificate: str, limit: int, package: str | None, json_: bool) -> None:
    """Say whether a certificate is complete and each of its proofs holds for a model.

    The check goes by the definitions, one state at a time, and shares nothing with `solve`. Exit status 1 when
    anything is wrong; every fault is named.

    Example: commonground solve elmira/ --certify proofs.json && commonground verify elmira/ proofs.json
    """
    from ..api import verify

    conflict = open_graph(model, limit, package).conflict
    with working("Checking the proofs"):
        found = verify(conflict, certificate)
    if json_:
        print_json({"ok": found.ok, "checked": found.checked, "model": conflict.hash, "faults": list(found.faults)})
    else:
        for fault in found.faults:
            click.echo(printable(fault))
        verdict = "complete, and every proof holds" if found.ok else "refused"
        click.echo(f"{verdict}: {found.checked:,} verdicts proved")
    sys.exit(0 if found.ok else 1)
