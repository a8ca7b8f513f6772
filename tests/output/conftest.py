"""Small models that the tests of output share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from commonground.forms import Graph, build_graph
from commonground.model import Conflict

EVIL = "<script>alert(1)</script></style><img src=x onerror=alert(2)>"
TEX = r"\input{/etc/passwd} #1 _ % & $x$ ~ ^ {} \write18"
TERMINAL = "\x1b]0;title\x07\x1b[31mred\x9b31m\u202e[red]markup[/red]"
FORMULA = '=HYPERLINK("http://evil.example","x")'


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def river(**changes: Any) -> dict[str, Any]:
    """Return two states on a river and a city downstream that is not at the talks."""
    model: dict[str, Any] = {
        "title": "A river",
        "description": "Two countries share a river.",
        "sources": {"note": {"title": "Our note", "file": "sources/note.md"}},
        "parties": {
            "up": {
                "name": "The upper country",
                "options": {
                    "release": option(
                        "Release water",
                        if_yes="The dam lets water through",
                        if_no="The dam stays shut",
                        evidence=[{"source": "note", "quote": "will not open", "page": "2"}],
                    )
                },
                "preferences": {"statements": [{"statement": "pay", "because": "It needs money."}, "-release"]},
            },
            "low": {
                "name": "Lowland",
                "options": {"pay": option("Pay for the water")},
                "preferences": {"statements": ["release", "-pay"]},
            },
            "city": {
                "name": "City",
                "at_table": False,
                "options": {"sue": option("Go to court")},
                "preferences": {"statements": ["sue iff release & pay"]},
            },
        },
        "status_quo": "NNN",
    }
    return model | changes


def graph_of(model: Mapping[str, Any]) -> Graph:
    return build_graph(Conflict.model_validate(model))


def wide(parties: int, options: int) -> dict[str, Any]:
    """Return a model of 2 ** (parties * options) states."""
    names = [f"o{p}{o}" for p in range(parties) for o in range(options)]
    return {
        "title": f"Wide {parties} x {options}",
        "parties": {
            f"p{p}": {
                "name": f"Party {p}",
                "options": {f"o{p}{o}": option(f"Option {p} {o}") for o in range(options)},
                "preferences": {
                    "statements": [
                        ("-" if (p + i) % 3 else "") + names[(p * 5 + i * 7) % len(names)] for i in range(len(names))
                    ]
                },
            }
            for p in range(parties)
        },
        "status_quo": "N" * len(names),
    }


def hostile() -> dict[str, Any]:
    """Return a model whose every text tries to be something else."""
    return {
        "title": f"{EVIL} {TEX}",
        "description": f"{TERMINAL} {EVIL}",
        "viewpoint": TEX,
        "sources": {"note": {"citation": f"{FORMULA} {EVIL} {TEX}", "title": EVIL}},
        "parties": {
            "a": {
                "name": f"{EVIL}",
                "letter": "<&",
                "description": TEX,
                "options": {
                    "x": option(TEX, if_yes=EVIL, if_no=TERMINAL, evidence=[{"source": "note", "quote": FORMULA}]),
                    "y": option(FORMULA),
                },
                "preferences": {"statements": [{"statement": "-x", "because": EVIL}, "-y if z"], "note": TEX},
            },
            "b": {
                "name": f"@{TERMINAL}",
                "at_table": False,
                "options": {"z": option("-z 中文 é", if_yes="+1")},
                "preferences": {"weights": {"x": 2, "z": -1}, "note": EVIL},
            },
        },
        "states": {EVIL: "NNN", TEX[:100]: "YYY"},
        "status_quo": "NNN",
    }


GRAPH_FORM = {
    "title": "Graph form",
    "states": {"s": "At peace", "t": None, "u": "At war"},
    "parties": {
        "a": {"name": "A", "moves": {"s": ["t"], "t": ["u"]}, "preferences": {"ranking": ["u", ["s", "t"]]}},
        "b": {"name": "B", "moves": {"t": ["s"]}, "preferences": {"ranking": ["s", "t", "u"]}},
    },
    "status_quo": "s",
}

PRISONERS = {
    "title": "Prisoners",
    "parties": {
        "a": {
            "name": "Ann",
            "options": {"confess": option("Confess")},
            "preferences": {"ranking": ["YN", "NN", "YY", "NY"]},
        },
        "b": {
            "name": "Bob",
            "options": {"confess": option("Confess")},
            "preferences": {"ranking": ["NY", "NN", "YY", "YN"]},
        },
    },
    "status_quo": "NN",
}

MODELS = {
    "river": river(),
    "prisoners": PRISONERS,
    "graph form": GRAPH_FORM,
    "hostile": hostile(),
    "no status quo": river(status_quo=None),
    "wide": wide(3, 2),
    "large": wide(3, 3),
}


@pytest.fixture(params=list(MODELS))
def graph(request: pytest.FixtureRequest) -> Graph:
    return graph_of(MODELS[request.param])


@pytest.fixture
def prisoners() -> Graph:
    return graph_of(PRISONERS)


@pytest.fixture
def river_graph() -> Graph:
    return graph_of(river())


@pytest.fixture
def hostile_graph() -> Graph:
    return graph_of(hostile())
