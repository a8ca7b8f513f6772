"""commonground read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import printable
from ..version import __version__
from .question import as_json, day, make_console, print_json, working

if TYPE_CHECKING:
    from ..documents.digest import Digest
    from ..documents.document import Document

__all__ = ["command"]


@click.command("read")
@click.argument("file", metavar="FILE")
@click.option(
    "--date", callback=day, metavar="DAY", help="When it was written; relative dates are resolved against it."
)
@click.option("--title", metavar="TEXT", help="What to call it. Default: the title that the file states.")
@click.option("--text", is_flag=True, help="Print the text as it is stored, paragraphs numbered (with --json: add it).")
@click.option("--into", metavar="PROJECT", help="Copy the file and its text into this folder; print the source entry.")
@click.option("--force", is_flag=True, help="With --into: replace what stands there under the same name.")
@as_json
def command(
    file: str, date: datetime.date | None, title: str | None, text: bool, into: str | None, force: bool, json_: bool
) -> None:
    """Say what a document holds: .txt, .md, .html, .pdf or .docx; `-` is standard input.

    It is read on this machine, by a process without network that has to keep to limits; nothing is sent anywhere.

    Example: commonground read report.pdf --date 2014-03-31 --into talks/
    """
    from ..documents.extract import read_document

    if into is not None and file == "-":
        raise click.UsageError("--into needs a file to copy; save standard input to one first")
    with working(f"Reading {printable(file)}"):
        document = read_document(file, date=date, title=title)
        found = _digest(document) if json_ or not (text or into is not None) else None
    if into is not None:
        _store(document, Path(file), Path(into), force)
    if found is None:
        if text:
            from ..output.document_view import numbered_text

            click.echo(printable(numbered_text(document)))
    elif json_:
        print_json(_as_json(found, file, date, with_text=text))
    else:
        _print(found)


def _digest(document: Document) -> Digest:
    from ..documents.digest import digest

    return digest(document)


def _as_json(digest: Digest, file: str, date: datetime.date | None, *, with_text: bool) -> dict[str, Any]:
    from ..output.document_view import digest_json

    asked = {"verb": "read", "file": file, "date": date.isoformat() if date else None, "version": __version__}
    found = digest_json(digest)
    if with_text:
        found["document"]["text"] = digest.document.text
    return {"asked": asked, **found}


def _print(digest: Digest) -> None:
    from ..output.document_view import digest_tables, document_sentences
    from ..output.passages import shown
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console = make_console()
    document = digest.document
    print_heading(console, shown(document.title or document.name))
    print_sentences(console, document_sentences(document))
    for table in digest_tables(digest):
        console.print()
        print_table(console, table)


def _store(document: Document, file: Path, project: Path, force: bool) -> None:
    from ..output.sources import store_source

    stored = store_source(document, file, project, force=force)
    for path in stored.paths:
        click.echo(f"stored: {printable(str(path))}", err=True)
    click.echo(printable(stored.advice), err=True)
    click.echo(printable(stored.entry), nl=False, err=stored.known)
