"""The command line: one file per verb; arguments, verb, writer, nothing else.

Exit status: 0 done, 1 something the user can mend, 2 wrong use, 130 stopped by the user. Results go to standard
output, talk to standard error. A verb's module is imported when the verb is called, so that ``--help`` is quick.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from dataclasses import dataclass

import click

from ..errors import CommongroundError, did_you_mean, printable
from ..version import __version__

__all__ = ["VERBS", "Verb", "VerbGroup", "cli", "main"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of the command table."""

    name: str
    help: str

    def load(self) -> click.Command:
        """Import the verb's module and return its command.

        What is imported stays, so the search for waste need not look at it, neither meanwhile nor later.
        """
        gc.disable()
        try:
            command: click.Command = importlib.import_module(f"{__name__}.{self.name}").command
        finally:
            gc.freeze()
            gc.enable()
        return command


VERBS: tuple[Verb, ...] = (
    Verb("demo", "Show what it does: copy the worked example here, solve it, write its report."),
    Verb("new", "Start a model: a folder with a commented conflict.yaml to edit."),
    Verb("read", "What a document says: who is named, who says, wants, threatens and fears what, and when."),
    Verb("draft", "From documents to a first model, every element with the passage it rests on."),
    Verb("check", "Is the model sound? Every problem with file, line, column and a way to mend it."),
    Verb("anchor", "Where does each quotation stand in its source? --write stores the places that are certain."),
    Verb("states", "The feasible states, numbered and named, and what each rule removes."),
    Verb("solve", "Which states are stable for whom, under which concept; the equilibria."),
    Verb("explain", "Why a state is, or is not, stable for a party."),
    Verb("negotiate", "Which packages everybody could accept: zone, frontier, solutions, trades."),
    Verb("hold", "Which packages would be kept: who would break them, alone or together; what would mend that."),
    Verb("verify", "Does a certificate of `solve --certify` prove its verdicts of a model?"),
    Verb("audit", "What each element of a model rests on; what rests on nothing; what the sources say beside it."),
    Verb("report", "Write a report: one HTML file, LaTeX tables, CSV, JSON or the picture alone."),
    Verb("convert", "Read or write another tool's file (GMCR+ .gmcr)."),
    Verb("schema", "The JSON Schema of a model file, for editors."),
    Verb("help", "A page on a topic: preferences, concepts, solutions, hold, file, a concept, or a problem code."),
)


class VerbGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a piece of work, not of the alphabet."""
        return [verb.name for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb's command."""
        row = next((verb for verb in VERBS if verb.name == cmd_name), None)
        return row.load() if row else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb asked for, or say which one may have been meant."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            mend = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(f"no verb `{args[0]}`; {mend or 'see `commonground --help`'}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb.name, verb.help) for verb in VERBS])


@click.group(cls=VerbGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="commonground")
def cli() -> None:
    """Understand a conflict: from a document to a model of it, to what holds, for whom, and why.

    MODEL is a model file or a folder with a conflict.yaml; it defaults to the folder you are in, and `-` reads
    standard input. Start with `commonground demo` or `commonground new FOLDER`.
    """


def main() -> None:
    """Run the command line; every mistake of the user ends in words, never in a traceback."""
    _make_streams_safe()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every installed package
    try:
        cli(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except CommongroundError as error:
        click.echo(printable(str(error)), err=True)
        sys.exit(1)
    except BrokenPipeError:
        _silence()
        sys.exit(0)
    except OSError as error:
        _silence()
        click.echo(f"cannot write the answer: {error.strerror or error}", err=True)
        sys.exit(1)
    except MemoryError:
        click.echo("not enough memory for this question; lower --limit, or ask it of a smaller model", err=True)
        sys.exit(1)


def _make_streams_safe() -> None:
    """See that there is a standard output, and that a sign it cannot show becomes `?` instead of an error."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _silence() -> None:
    """Give up standard output, so that nothing more is tried on it at the end of the program."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
