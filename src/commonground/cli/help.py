"""commonground help."""

from __future__ import annotations

import textwrap

import click

from ..errors import did_you_mean
from .topics import TOPICS, concept_page, concept_words

__all__ = ["command"]

WIDTH = 80


@click.command("help")
@click.argument("topic", default="")
def command(topic: str) -> None:
    """Show a page on a topic: preferences, concepts, solutions, hold, file, a concept (seq), a problem code (CG012)."""
    from ..reading.problem_codes import PROBLEM_CODES

    if not topic:
        click.echo(f"topics: {', '.join(TOPICS)};\na concept (seq); a code (CG012)")
        return
    if topic.lower() in TOPICS:
        click.echo(TOPICS[topic.lower()]().rstrip())
        return
    codes = {row.code: row for row in PROBLEM_CODES}
    if topic.upper() in codes:
        row = codes[topic.upper()]
        for text in (f"{row.code}: {row.title}\n", row.meaning, f"Mend: {row.mend}"):
            click.echo("\n".join(textwrap.fill(line, WIDTH) for line in text.split("\n")))
        return
    concepts = concept_words()
    if topic.lower() not in concepts:
        known = [*TOPICS, *concepts, *codes]
        raise click.UsageError(f"no topic `{topic}`; {did_you_mean(topic, known) or ', '.join(TOPICS)}")
    click.echo(concept_page(concepts[topic.lower()]))
