"""commonground negotiate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from .files import check_format, output, to, write_files
from .question import as_json, comma_list, make_console, model, open_model, print_json, working

if TYPE_CHECKING:
    from ..analysis.negotiation import Improvements, Negotiation, OfferStep, Price
    from ..forms import Packages
    from ..model import Conflict

__all__ = ["command"]

MOST = 30
"""Rows of the frontier printed at most."""


@click.command("negotiate")
@model
@click.option(
    "--solution", "rules", multiple=True, callback=comma_list, metavar="RULES", help="Which, comma separated."
)
@click.option("--weights", multiple=True, callback=comma_list, metavar="PARTY=N,...", help="For rules with weights.")
@click.option("--package", "names", multiple=True, metavar="NAME", help="Price and explain this package of the model.")
@click.option("--offers", "path", is_flag=True, help="Follow the offers of the model, step by step.")
@click.option("--draws", type=click.IntRange(min=1), help="Draw uncertain worths (intervals, rankings) so many times.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the draws.")
@click.option("--limit", type=click.IntRange(min=1), default=200_000, show_default=True, help="Vectors kept at most.")
@to
@output
@as_json
def command(
    model: str,
    rules: tuple[str, ...],
    weights: tuple[str, ...],
    names: tuple[str, ...],
    path: bool,
    draws: int | None,
    seed: int,
    limit: int,
    kind: str | None,
    output: str | None,
    json_: bool,
) -> None:
    """Find the common ground over the issues on the table: zone, frontier, solutions.

    Example: commonground negotiate talks/ --solution nash,egalitarian

    `commonground help solutions` explains the rules.
    """
    from ..analysis.negotiation import DEFAULT_SOLUTIONS, solve_packages, trace_offers

    check_format(kind, output)
    given_seed = click.get_current_context().get_parameter_source("seed") is not ParameterSource.DEFAULT
    if given_seed and draws is None:
        raise click.UsageError("--seed needs --draws")
    conflict, packages = _open(model)
    given = _weights(packages, weights)
    priced = _chosen(packages, names)
    more = ("weighted", "weighted_nash", "proportional") if given else ()
    asked = tuple(rule.replace("-", "_") for rule in rules) or (*DEFAULT_SOLUTIONS, *more)
    with working(f"Comparing {packages.count:,} packages") as tell:
        result = solve_packages(packages, asked, weights=given, limit=limit, model=conflict.hash)
        result = result if draws is None else _draw(conflict, result, draws, seed, limit, tell)
        prices = [(name, *_price(packages, values, limit)) for name, values in priced]
        steps = trace_offers(packages, limit=limit) if path else ()
    if kind is not None:
        from ..output.bargain_report import bargain_files

        write_files(bargain_files(result, kind, conflict), output)
        return
    if json_:
        print_json(_json(result, prices, steps))
        return
    _print(conflict, result, prices, steps, path)


def _open(place: str) -> tuple[Conflict, Packages]:
    """Return a sound model and its packages."""
    from ..errors import AnalysisError
    from ..forms import build_packages

    checked = open_model(place, 1)
    conflict = checked.sound()
    if not conflict.issues:
        raise AnalysisError(f"{checked.file} has no issues: nothing is on the table; see `commonground help file`")
    return conflict, checked.packages or build_packages(conflict)


def _weights(packages: Packages, texts: tuple[str, ...]) -> list[Fraction] | None:
    """Return a weight per party from `PARTY=NUMBER`."""
    from ..errors import did_you_mean
    from ..model import read_exact

    if not texts:
        return None
    found: dict[str, Fraction] = {}
    for text in texts:
        party, _, number = (part.strip() for part in text.partition("="))
        if party not in packages.parties:
            mend = did_you_mean(party, list(packages.parties))
            raise click.BadParameter(f"no party `{party}` at the table; {mend}", param_hint="--weights")
        try:
            found[party] = read_exact(number)
        except ValueError as error:
            raise click.BadParameter(f"expected PARTY={error}; got `{text}`", param_hint="--weights") from None
    missing = [party for party in packages.parties if party not in found]
    if missing:
        raise click.BadParameter(f"no weight for {', '.join(missing)}", param_hint="--weights")
    return [found[party] for party in packages.parties]


def _chosen(packages: Packages, names: tuple[str, ...]) -> list[tuple[str, tuple[int, ...]]]:
    from ..errors import did_you_mean

    for name in names:
        if name not in packages.named:
            mend = did_you_mean(name, list(packages.named)) or "the model names none"
            raise click.BadParameter(f"no package `{name}`; {mend}", param_hint="--package")
    return [(name, packages.named[name]) for name in names]


def _draw(
    conflict: Conflict, result: Negotiation, draws: int, seed: int, limit: int, tell: Callable[[str], None]
) -> Negotiation:
    from ..analysis.negotiation import find_uncertainty
    from ..forms import build_estimates

    def progress(done: int, of: int) -> None:
        if done % 20 == 0:
            tell(f"Drawing worths: {done:,} of {of:,}")

    estimates = build_estimates(conflict, packages=result.packages)
    return replace(
        result,
        uncertainty=find_uncertainty(estimates, result, draws=draws, seed=seed, limit=limit, progress=progress),
    )


def _price(packages: Packages, values: tuple[int, ...], limit: int) -> tuple[Price, Improvements | None]:
    from ..analysis.negotiation import find_improvements, price_package
    from ..errors import TooLarge

    price = price_package(packages, values)
    try:
        return price, find_improvements(packages, values, limit=limit)
    except TooLarge:
        return price, None


def _json(result: Negotiation, prices: list[Any], steps: tuple[OfferStep, ...]) -> dict[str, Any]:
    from ..output.bargain_words import price_story
    from ..output.writers.bargain import negotiation_json, offers_json, price_json

    packages = result.packages
    priced = [
        price_json(packages, name, price, found, price_story(packages, name, price, found))
        for name, price, found in prices
    ]
    return negotiation_json(result) | {"priced": priced, "offers": offers_json(packages, steps)}


def _print(
    conflict: Conflict, result: Negotiation, prices: list[Any], steps: tuple[OfferStep, ...], path: bool
) -> None:
    from ..output.bargain_report import all_tables
    from ..output.bargain_tables import offers_table, price_table
    from ..output.bargain_words import negotiation_story, offers_story, price_story
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console, packages = make_console(), result.packages
    print_heading(console, conflict.title)
    print_sentences(console, negotiation_story(result))
    for table in all_tables(result, MOST):
        print_table(console, table)
    for name, price, found in prices:
        print_heading(console, f"Package: {name}")
        print_sentences(console, price_story(packages, name, price, found))
        print_table(console, price_table(packages, price))
    if path:
        names = {id_: party.name for id_, party in conflict.parties.items()}
        if steps:
            print_sentences(console, offers_story(result, steps, conflict))
            print_table(console, offers_table(packages, steps, names))
        else:
            print_sentences(console, ["The model has no offers."])
