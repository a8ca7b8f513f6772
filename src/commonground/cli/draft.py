"""commonground draft."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import DraftError, printable
from .question import as_json, day, print_json, program, working

if TYPE_CHECKING:
    from ..documents.document import Document
    from ..drafting.llm.endpoint import Endpoint
    from ..drafting.proposal import Proposal
    from ..drafting.write import Draft

__all__ = ["command"]


@click.command("draft")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FOLDER", help="Folder to make. Default: the first file's name with -model.")
@click.option("--title", help="Title of the model.")
@click.option("--date", callback=day, metavar="DAY", help="When the documents were written: 2014-03-31.")
@click.option("--force", is_flag=True, help="Write over a draft that is there.")
@as_json
@click.option("--llm", is_flag=True, help="Let a language model of yours propose the elements.")
@click.option("--endpoint", metavar="URL", help="Where it is asked, as http://localhost:11434/v1.")
@click.option("--model", "model_name", metavar="NAME", help="Its name there.")
@click.option("--yes", is_flag=True, help="Send the documents without asking first.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("--timeout", type=click.FloatRange(1, 3600), default=300.0, show_default=True, help="Seconds per answer.")
@click.option(
    "--max-tokens", type=click.IntRange(100, 200_000), default=8_000, show_default=True, help="Length of an answer."
)
def command(
    files: tuple[str, ...],
    output: str | None,
    title: str | None,
    date: datetime.date | None,
    force: bool,
    json_: bool,
    llm: bool,
    endpoint: str | None,
    model_name: str | None,
    yes: bool,
    dry_run: bool,
    timeout: float,
    max_tokens: int,
) -> None:
    """Draft a model from one or more documents: a folder with a commented conflict.yaml to correct.

    Every party, option and preference rests on a passage that stands word for word in a document, and is marked as
    drafted until you say otherwise. They are proposed by rules from what the text says somebody wants, demands,
    refuses, threatens, promises, fears or does (`commonground read` shows it); nothing leaves this machine.

    With --llm a language model of yours proposes instead. The documents are sent to the endpoint you name; you are
    asked first, unless it is on this machine. Its key is read from COMMONGROUND_LLM_KEY and nowhere else.
    """
    _check_use(llm, endpoint=endpoint, model_name=model_name, yes=yes, dry_run=dry_run)
    from ..drafting.folder import source_files
    from ..drafting.write import make_draft
    from ..output.drafts import check_draft_place, save_draft

    documents, contents = _read(files, date)
    folder = Path(output) if output else Path(f"{_stem(files[0])}-model")
    sources = source_files(documents, contents)
    if not dry_run:
        check_draft_place(folder, sources.contents, force=force)
    if llm:
        found = _find_endpoint(endpoint, model_name)
        if dry_run:
            _print_question(documents, found)
            return
        proposal = _ask(documents, found, yes, timeout, max_tokens)
    else:
        proposal = _by_rules(documents)
    draft = make_draft(proposal, documents, title=title, places=sources.places)
    written = save_draft(draft, sources.contents, folder, force=force)
    _report(draft, written, folder, json_)


def _check_use(llm: bool, **given: object) -> None:
    used = [name for name, value in given.items() if value]
    if used and not llm:
        names = ", ".join(f"--{name.replace('model_name', 'model').replace('_', '-')}" for name in used)
        raise click.UsageError(f"{names} only with --llm")


def _by_rules(documents: Sequence[Document]) -> Proposal:
    from ..documents.digest import digest
    from ..drafting.rules import draft_by_rules

    return draft_by_rules([digest(document) for document in documents])


def _read(files: Sequence[str], date: datetime.date | None) -> tuple[list[Document], list[bytes | None]]:
    from ..documents.extract import read_document

    documents: list[Document] = []
    contents: list[bytes | None] = []
    for file in files:
        document = read_document(file, date=date)
        for warning in document.warnings:
            click.echo(printable(f"{document.name}: {warning}"), err=True)
        documents.append(document)
        contents.append(None if file == "-" else Path(file).read_bytes())
    return documents, contents


def _stem(file: str) -> str:
    return "document" if file == "-" else Path(file).stem


def _find_endpoint(endpoint: str | None, model_name: str | None) -> Endpoint:
    from ..drafting.llm.endpoint import find_endpoint

    return find_endpoint(endpoint, model_name, os.environ)


def _print_question(documents: Sequence[Document], endpoint: Endpoint) -> None:
    from ..drafting.llm import question
    from ..drafting.llm.client import SYSTEM

    asked = question(documents)
    click.echo(printable(f"{SYSTEM}\n\n{asked}"))
    click.echo(f"not sent: {len(asked) + len(SYSTEM):,} characters to {endpoint.host}", err=True)


def _ask(documents: Sequence[Document], endpoint: Endpoint, yes: bool, timeout: float, max_tokens: int) -> Proposal:
    from ..drafting.llm import draft_by_language_model, question
    from ..drafting.llm.client import HttpDrafter

    _agree(documents, endpoint, len(question(documents)), yes)
    drafter = HttpDrafter(endpoint, timeout=timeout, max_tokens=max_tokens)
    how = f"by the language model {endpoint.model} at {endpoint.host}"
    with working(f"Asking {endpoint.host}"):
        return draft_by_language_model(documents, drafter, how=printable(how))


def _agree(documents: Sequence[Document], endpoint: Endpoint, size: int, yes: bool) -> None:
    """Name host and size, and ask, before anything leaves this machine."""
    if endpoint.is_loopback:
        return
    names = ", ".join(document.name for document in documents)
    how = "" if endpoint.is_encrypted else ", not encrypted: others on the way can read it"
    via = f", through the proxy {endpoint.proxy}" if endpoint.proxy else ""
    what = f"{size:,} characters ({names}) go to {endpoint.host}{via}{how}, in each of up to 3 questions"
    click.echo(printable(what), err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise DraftError("nothing was sent: this is no terminal to ask on; --yes agrees beforehand")
    if not click.confirm("Send?", default=False, err=True):
        raise DraftError("nothing was sent")


def _report(draft: Draft, written: Sequence[Path], folder: Path, json_: bool) -> None:
    if json_:
        from ..output.writers.audit import draft_json

        print_json(draft_json(draft, written=[str(path) for path in written]))
        return
    for path in written:
        click.echo(path)
    from ..drafting.proposal import DROP_REASONS
    from ..output.plain import counted

    proposal = draft.proposal
    counts = (
        counted(len(proposal.parties), "party", "parties"),
        counted(len(proposal.options), "option"),
        counted(len(proposal.statements), "statement"),
        counted(len(proposal.rules), "rule"),
    )
    click.echo(f"drafted: {', '.join(counts)}; dropped: {len(proposal.dropped)}", err=True)
    for reason, count in proposal.dropped_by_reason.items():
        click.echo(f"  {count} x {DROP_REASONS[reason]}", err=True)
    name = shlex.quote(str(folder))
    click.echo(f"next: edit it, then  {program()} check {name}  and  {program()} audit {name}", err=True)
