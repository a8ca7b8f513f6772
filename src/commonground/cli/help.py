"""commonground help."""

from __future__ import annotations

import click

from ..errors import did_you_mean
from .topics import TOPICS

__all__ = ["command"]


@click.command("help")
@click.argument("topic", default="")
def command(topic: str) -> None:
    """Show a page on a topic: preferences, concepts, file, or a problem code such as CG012."""
    from ..reading.problem_codes import PROBLEM_CODES

    if not topic:
        click.echo(f"topics: {', '.join(TOPICS)}, or a problem code such as CG012")
        return
    if topic.lower() in TOPICS:
        click.echo(TOPICS[topic.lower()]().rstrip())
        return
    row = next((row for row in PROBLEM_CODES if row.code == topic.upper()), None)
    if row is None:
        known = [*TOPICS, *(row.code for row in PROBLEM_CODES)]
        raise click.UsageError(f"no topic `{topic}`; {did_you_mean(topic, known) or ', '.join(TOPICS)}")
    click.echo(f"{row.code}: {row.title}\n\n{row.meaning}\nMend: {row.mend}")
