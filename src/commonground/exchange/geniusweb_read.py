"""GeniusWeb -> commonground: one linear additive profile per party, in JSON, numbers exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from ..errors import ExchangeError
from ..model import exact_text, read_exact
from .domains import Domain, DomainIssue, Profile, conflict_from, names_alone
from .formats import Imported
from .json_text import parse_json, shown

__all__ = ["read_geniusweb"]

_DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
_NUMERIC = ("NumberValueSetUtilities", "numberutils")
_MOST_NUMBERS = 10_000


def read_geniusweb(profiles: Sequence[tuple[str, str]]) -> Imported:
    """Return the conflict that GeniusWeb profiles (file name, content) of one domain state.

    Utility is the sum of weight x utility of the value. The reservation is a package; issues missing from it count 0,
    so that it becomes a number there.

    Raises
    ------
    ExchangeError
        With file and place where something is missing or has another kind.

    Examples
    --------
    >>> text = '''{"LinearAdditiveUtilitySpace": {"name": "a", "issueUtilities": {"pay": {"DiscreteValueSetUtilities":
    ...   {"valueUtilities": {"low": 0.1, "high": 1}}}}, "issueWeights": {"pay": 1},
    ...   "domain": {"name": "d", "issuesValues": {"pay": {"values": ["low", "high"]}}}}}'''
    >>> read_geniusweb([("a.json", text)]).conflict.parties["a"].worths["pay"].points["low"]
    Fraction(1, 10)
    """
    spaces = [(file, _space(parse_json(text, file=file, exact=True), file)) for file, text in profiles]
    if not spaces:
        raise ExchangeError("expected at least one profile; got none")
    first_file, first = spaces[0]
    domain = _object(first.get("domain"), "domain", first_file)
    issues = tuple(
        _issue(name, _object(held, f"domain.issuesValues.{name}", first_file), first_file)
        for name, held in _object(domain.get("issuesValues"), "domain.issuesValues", first_file).items()
    )
    read = tuple(_profile(issues, space, file) for file, space in spaces)
    name = str(domain.get("name") or PurePath(first_file).stem)
    note = "Read from GeniusWeb files; utilities and weights as given."
    files = names_alone(", ".join(file for file, _ in spaces))
    return conflict_from(Domain(name, issues, read, f"GeniusWeb profiles {files}", note))


def _space(tree: object, file: str) -> Mapping[str, Any]:
    outer = _object(tree, "", file)
    if "LinearAdditiveUtilitySpace" not in outer:
        raise ExchangeError(f"{file}: expected a `LinearAdditiveUtilitySpace`; got {', '.join(map(shown, outer))}")
    return _object(outer["LinearAdditiveUtilitySpace"], "LinearAdditiveUtilitySpace", file)


def _object(value: object, place: str, file: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ExchangeError(f"{file}: {place}: expected an object; got {shown(value) if value else 'nothing'}")
    return value


def _number(value: object, place: str, file: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ExchangeError(
            f"{file}: {place}: expected a number; got {shown(value) if value is not None else 'nothing'}"
        )
    if isinstance(value, Decimal) and (len(str(value)) > 60 or not value.is_finite() or abs(value.adjusted()) > 60):
        raise ExchangeError(f"{file}: {place}: expected a number of at most 60 digits; got more")
    return Fraction(value)


def _issue(name: str, held: Mapping[str, Any], file: str) -> DomainIssue:
    place = f"domain.issuesValues.{name}"
    if isinstance(held.get("values"), list):
        return DomainIssue(name, tuple(dict.fromkeys(str(value) for value in held["values"])))
    spread = held.get("range")
    if isinstance(spread, list) and len(spread) == 3:
        low, high, step = (_number(part, place, file) for part in spread)
    else:
        given = _object(spread, f"{place}.range", file)
        low, high, step = (_number(given.get(key), f"{place}.range.{key}", file) for key in ("low", "high", "step"))
    if step <= 0 or high < low or (high - low) / step > _MOST_NUMBERS:
        raise ExchangeError(f"{file}: {place}: expected a range of at most {_MOST_NUMBERS:,} numbers; got another")
    return DomainIssue(name, (), low, low + (high - low) // step * step, step)


def _profile(issues: Sequence[DomainIssue], space: Mapping[str, Any], file: str) -> Profile:
    utilities = _object(space.get("issueUtilities"), "issueUtilities", file)
    weights = _object(space.get("issueWeights"), "issueWeights", file)
    points = tuple(_points(issue, utilities, file) for issue in issues)
    held = tuple(_number(weights.get(issue.name, 0), f"issueWeights.{issue.name}", file) for issue in issues)
    reservation = _reservation(issues, points, held, space, file)
    return Profile(PurePath(file.replace("\\", "/")).stem, held, points, frozenset(), reservation)


def _points(issue: DomainIssue, utilities: Mapping[str, Any], file: str) -> Mapping[str, Fraction]:
    place = f"issueUtilities.{issue.name}"
    outer = _object(utilities.get(issue.name), place, file)
    kind = next((key for key in (*_DISCRETE, *_NUMERIC) if key in outer), None)
    if kind is None:
        raise ExchangeError(f"{file}: {place}: expected one of {', '.join((*_DISCRETE, *_NUMERIC))}; got none")
    given = _object(outer[kind], f"{place}.{kind}", file)
    if kind in _DISCRETE:
        table = _object(given.get("valueUtilities"), f"{place}.{kind}.valueUtilities", file)
        return {text: _number(table.get(text, 0), f"{place}.{text}", file) for text in _texts(issue)}
    keys = ("lowValue", "lowUtility", "highValue", "highUtility")
    low, at_low, high, at_high = (_number(given.get(key), f"{place}.{key}", file) for key in keys)
    slope = (at_high - at_low) / (high - low) if high != low else Fraction(0)
    return {text: at_low + slope * (Fraction(text) - low) for text in _texts(issue)}


def _texts(issue: DomainIssue) -> tuple[str, ...]:
    if issue.low is None or issue.high is None or issue.step is None:
        return issue.values
    count = int((issue.high - issue.low) / issue.step) + 1
    return tuple(exact_text(issue.low + issue.step * k) for k in range(count))


def _chosen(issue: DomainIssue, value: object, file: str) -> str:
    """Return a value of the reservation as the text under which its points stand."""
    text = str(value)
    if issue.low is not None:
        with suppress(ValueError):
            text = exact_text(read_exact(text))
    if text not in _texts(issue):
        place = f"reservationBid.issuevalues.{issue.name}"
        raise ExchangeError(f"{file}: {place}: expected a value of the issue; got {shown(text)}")
    return text


def _reservation(
    issues: Sequence[DomainIssue],
    points: Sequence[Mapping[str, Fraction]],
    weights: Sequence[Fraction],
    space: Mapping[str, Any],
    file: str,
) -> Fraction | Mapping[str, str] | None:
    if not space.get("reservationBid"):
        return None
    bid = _object(space["reservationBid"], "reservationBid", file)
    values = _object(bid.get("issuevalues"), "reservationBid", file)
    given = {issue.name: _chosen(issue, values[issue.name], file) for issue in issues if issue.name in values}
    if all(given.get(issue.name) in table for issue, table in zip(issues, points, strict=True)):
        return given
    worths = zip(issues, points, weights, strict=True)
    return sum(
        (weight * table.get(given.get(issue.name, ""), Fraction(0)) for issue, table, weight in worths), Fraction(0)
    )
