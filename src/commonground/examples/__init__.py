"""Shipped conflicts: each a folder with ``conflict.yaml``, a note (``README.md``), perhaps ``sources/``.

They are also the first test cases. Facts come from the sources that each file names; what was recalled
rather than read again says so. May import ``errors`` only.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from ..errors import CommongroundError, did_you_mean

__all__ = ["BARGAINS", "EXAMPLES", "Example", "example_path"]


class Example(NamedTuple):
    """One shipped conflict: the name of its folder and its title."""

    id: str
    title: str


EXAMPLES = (
    Example("ukraine-2014", "Ukraine, the Lavrov-Kerry talks of March 2014"),
    Example("cuban-missile-crisis", "Cuban missile crisis, October 1962"),
    Example("elmira", "Elmira groundwater contamination, 1991"),
    Example("syria-iraq-1975", "Syria and Iraq on the Euphrates, 1975"),
    Example("prisoners-dilemma", "Prisoner's dilemma"),
    Example("chicken", "Chicken"),
)

BARGAINS = (Example("panama-canal-1974", "Panama Canal treaty, 1974"),)
"""Examples with issues only: packages to compare, and no states."""


def example_path(id: str) -> Path:
    """Return the folder of an example: ``conflict.yaml``, the note, and the sources if there are any.

    Raises
    ------
    CommongroundError
        When there is no example of that name; says which there are.

    Examples
    --------
    >>> sorted(path.name for path in example_path("elmira").iterdir())
    ['README.md', 'conflict.yaml']
    """
    known = [example.id for example in (*EXAMPLES, *BARGAINS)]
    if id not in known:
        raise CommongroundError(f"no example `{id}`; {did_you_mean(id, known)}")
    return Path(str(files(__name__).joinpath(id)))
