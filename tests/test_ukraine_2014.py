"""What the note of ``ukraine-2014`` reports, and what changes when one assumption of the model does.

Each row edits the model in one place and names every verdict that differs from the shipped model's.
"""

from collections.abc import Callable
from typing import Any

import pytest

import commonground as cg
from commonground.examples import example_path

Model = dict[str, Any]
Verdicts = dict[tuple[str, str], str]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
WHO = {
    "table": ("russia", "west"),
    "table and kiev": ("russia", "west", "kiev"),
    "table and workers": ("russia", "west", "workers"),
    "everyone": (),
}
STATES = {
    "now": "as things stand",
    "deal": "common ground",
    "signed": "common ground, association signed",
    "councils": "no deal, councils",
}
ALL, NONE, LOOKING_AHEAD = " ".join(CONCEPTS), "", "gmr smr seq sseq"
SHIPPED: Verdicts = {
    ("table", "now"): ALL,
    ("table", "deal"): ALL,
    ("table", "signed"): ALL,
    ("table", "councils"): ALL,
    ("table and kiev", "now"): NONE,
    ("table and kiev", "deal"): NONE,
    ("table and kiev", "signed"): ALL,
    ("table and kiev", "councils"): ALL,
    ("table and workers", "now"): ALL,
    ("table and workers", "deal"): ALL,
    ("table and workers", "signed"): NONE,
    ("table and workers", "councils"): ALL,
    ("everyone", "now"): LOOKING_AHEAD,
    ("everyone", "deal"): LOOKING_AHEAD,
    ("everyone", "signed"): NONE,
    ("everyone", "councils"): ALL,
}


def shipped() -> Model:
    return cg.load(example_path("ukraine-2014")).model_dump(mode="json", exclude_defaults=True)


def verdicts(model: Model) -> Verdicts:
    conflict = cg.Conflict.model_validate(model)
    out: Verdicts = {}
    for who, only in WHO.items():
        result = cg.solve(conflict, CONCEPTS, only=only)
        for short, label in STATES.items():
            number = result.graph.labels.index(label) + 1
            out[who, short] = " ".join(c for c in CONCEPTS if number in result.equilibria(c))
    return out


def wants(model: Model, party: str) -> list[Any]:
    return model["parties"][party]["preferences"]["statements"]


def place(model: Model, party: str, text: str) -> int:
    return [entry["statement"] for entry in wants(model, party)].index(text)


def move(party: str, text: str, to: int) -> Callable[[Model], None]:
    """Return an edit that puts a statement at another rank."""

    def edit(model: Model) -> None:
        rows = wants(model, party)
        rows.insert(to, rows.pop(place(model, party, text)))

    return edit


def drop(party: str, text: str) -> Callable[[Model], None]:
    return lambda model: wants(model, party).pop(place(model, party, text))


def add(party: str, text: str, at: int) -> Callable[[Model], None]:
    return lambda model: wants(model, party).insert(at, {"statement": text})


def swap(party: str, text: str, new: str, to: int | None = None) -> Callable[[Model], None]:
    """Return an edit that replaces a statement, perhaps at another rank."""

    def edit(model: Model) -> None:
        at = place(model, party, text)
        wants(model, party).pop(at)
        wants(model, party).insert(at if to is None else to, {"statement": new})

    return edit


def without_rule(at: int) -> Callable[[Model], None]:
    return lambda model: model["feasibility"].pop(at)


def forward(party: str, option: str) -> Callable[[Model], None]:
    return lambda model: model["parties"][party]["options"][option].update(direction="forward")


KIEV_SIGNS, REFORM = "associate & -councils", "federate iff (settle & guarantee)"
DEAL, ANSWER = "settle & guarantee", "councils if associate"
TWO = "gmr smr"

CHANGES: tuple[tuple[str, Callable[[Model], None], Verdicts], ...] = (
    (
        "kiev: association above its fear of councils",
        swap("kiev", KIEV_SIGNS, "associate", 0),
        {("everyone", "now"): NONE, ("everyone", "deal"): NONE},
    ),
    (
        "kiev: no wish to sign",
        drop("kiev", KIEV_SIGNS),
        {
            ("table and kiev", "now"): ALL,
            ("table and kiev", "deal"): ALL,
            ("everyone", "now"): ALL,
            ("everyone", "deal"): ALL,
        },
    ),
    (
        "kiev: keeps to the deal",
        add("kiev", f"-associate if ({DEAL})", 1),
        {
            ("table and kiev", "now"): "gmr",
            ("table and kiev", "deal"): ALL,
            ("table and kiev", "signed"): NONE,
            ("everyone", "deal"): ALL,
        },
    ),
    ("kiev: settlement above association", move("kiev", "settle", 1), {("table and kiev", "deal"): TWO}),
    (
        "kiev: against the reform",
        swap("kiev", REFORM, "-federate"),
        {("table and kiev", "signed"): TWO, ("everyone", "deal"): TWO},
    ),
    (
        "kiev: against the reform above all",
        swap("kiev", REFORM, "-federate", 0),
        {("table and kiev", "signed"): NONE, ("everyone", "deal"): NONE},
    ),
    (
        "workers: no wish for councils",
        drop("workers", ANSWER),
        {
            ("table and workers", "signed"): ALL,
            ("everyone", "now"): TWO,
            ("everyone", "deal"): TWO,
            ("everyone", "signed"): ALL,
        },
    ),
    (
        "workers: avoiding councils above resorting to them",
        add("workers", "-councils", 1),
        {
            ("table and workers", "signed"): ALL,
            ("table and workers", "councils"): NONE,
            ("everyone", "now"): TWO,
            ("everyone", "deal"): TWO,
            ("everyone", "signed"): ALL,
            ("everyone", "councils"): NONE,
        },
    ),
    ("workers: against councils at the end", add("workers", "-councils", 5), {}),
    ("workers: councils above not being associated", move("workers", ANSWER, 0), {}),
    (
        "workers: councils already under pressure",
        swap("workers", ANSWER, "councils if press"),
        {
            ("table and workers", "now"): NONE,
            ("table and workers", "deal"): NONE,
            ("everyone", "now"): TWO,
        },
    ),
    ("russia: the deal above no squads", move("russia", DEAL, 2), {}),
    ("russia: the deal above all", move("russia", DEAL, 0), {}),
    (
        "russia: intervention against squads above the deal",
        move("russia", "intervene if squads", 3),
        {
            ("table", "deal"): NONE,
            ("table", "signed"): NONE,
            ("table and kiev", "signed"): NONE,
            ("table and workers", "deal"): TWO,
        },
    ),
    (
        "russia: settles without a guarantee",
        swap("russia", DEAL, "settle"),
        {("table", "now"): NONE, ("table and workers", "now"): TWO},
    ),
    (
        "russia: the deal counts only if nothing is signed",
        swap("russia", DEAL, f"{DEAL} & -associate"),
        {("table", "signed"): NONE, ("table and kiev", "signed"): LOOKING_AHEAD},
    ),
    ("west: fear of councils first", move("west", "-councils", 0), {}),
    ("west: settlement above pressure", move("west", "settle", 2), {}),
    ("west: settlement first", move("west", "settle", 0), {}),
    (
        "west: the guarantee has a price",
        swap("west", "guarantee iff settle", "-guarantee"),
        {
            ("table", "deal"): LOOKING_AHEAD,
            ("table", "signed"): LOOKING_AHEAD,
            ("table and kiev", "signed"): LOOKING_AHEAD,
            ("table and workers", "deal"): LOOKING_AHEAD,
        },
    ),
    (
        "west: drops the pressure once there is a settlement",
        add("west", "-press if settle", 2),
        {("table", "deal"): NONE, ("table and workers", "deal"): TWO, ("everyone", "deal"): TWO},
    ),
    (
        "no rule that settlement excludes intervention",
        without_rule(0),
        {
            ("table", "deal"): TWO,
            ("table", "signed"): TWO,
            ("table and kiev", "signed"): TWO,
            ("table and workers", "deal"): TWO,
        },
    ),
    ("no rule that councils rest on squads", without_rule(2), {}),
    ("association irreversible", forward("kiev", "associate"), {}),
    ("councils irreversible", forward("workers", "councils"), {}),
)


def test_the_shipped_model() -> None:
    assert verdicts(shipped()) == SHIPPED


@pytest.mark.parametrize(("name", "edit", "changes"), CHANGES, ids=[name for name, _, _ in CHANGES])
def test_one_change(name: str, edit: Callable[[Model], None], changes: Verdicts) -> None:
    model = shipped()
    edit(model)
    found = verdicts(model)
    assert {key: text for key, text in found.items() if text != SHIPPED[key]} == changes


def test_who_breaks_the_deal_and_how() -> None:
    result = cg.solve(cg.load(example_path("ukraine-2014")))
    kiev = cg.explain(result, "seq", party="kiev", state="common ground")
    assert kiev.stable
    assert {step.party for improvement in kiev.improvements for step in improvement.sanction or ()} == {"workers"}
    workers = cg.explain(result, "gmr", party="workers", state="common ground, association signed")
    assert [improvement.sanction for improvement in workers.improvements] == [None]


def test_what_holds_for_every_state_with_everyone() -> None:
    result = cg.solve(cg.load(example_path("ukraine-2014")))
    graph = result.graph
    column = {option.id: place for place, option in enumerate(graph.options)}

    def taken(concept: str, *options: str) -> list[tuple[bool, ...]]:
        rows = (graph.choices[number - 1] for number in result.equilibria(concept))
        return [tuple(bool(row[column[option]]) for option in options) for row in rows]

    for concept in CONCEPTS:
        assert (True, False) not in taken(concept, "associate", "councils")
    assert (True, True) not in taken("nash", "settle", "guarantee")


def test_every_piece_of_evidence_is_anchored_in_the_brief():
    from commonground.reading.checks import all_evidence

    checked = cg.check(example_path("ukraine-2014"))
    assert not checked.problems
    evidence = list(all_evidence(checked.conflict))
    assert len(evidence) == len(checked.passages.all) == checked.passages.counts["anchored"] == 83
    text = checked.passages.documents["brief"].text
    for passage in checked.passages.all:
        anchor = passage.evidence.anchor
        assert anchor is not None
        assert (anchor.start, anchor.end) == passage.span
        own = " ".join(text[passage.span.slice].split())
        assert own == passage.quote
        numbered = text.rfind(f"\n{passage.evidence.paragraph}. ", 0, anchor.start)
        assert numbered >= 0
        assert f"\n{int(passage.evidence.paragraph) + 1}. " not in text[numbered : anchor.end]


def test_a_changed_figure_in_the_brief_is_seen(tmp_path):
    import shutil

    folder = tmp_path / "model"
    shutil.copytree(example_path("ukraine-2014"), folder)
    brief = folder / "sources" / "brief.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("fears revolution more", "fears revolution less"))
    codes = sorted(problem.code for problem in cg.check(folder).errors)
    assert codes == ["CG071"]


def test_what_the_note_says_about_keeping_packages():
    found = cg.hold(cg.load(example_path("ukraine-2014")))
    signed = [deal for deal in found.deals if deal.signed]
    assert (len(found.deals), len(signed), found.firm) == (32, 5, ())
    common = found.deals[found.find("common ground")]
    graph = found.graph(common)
    assert [graph.labels[day] for day in common.first_days] == ["common ground"]
    assert common.holds == ("gmr", "smr", "seq", "sseq")
    assert common.table_alone == ("nash",)
    steps = [
        (
            move.party,
            move.kept,
            [o.id for o, a, b in zip(graph.options, graph.yn(move.start), graph.yn(move.end), strict=True) if a != b],
        )
        for move in common.paths["nash"]
    ]
    assert steps == [
        ("kiev", True, ["associate"]),
        ("workers", True, ["councils"]),
        ("russia", False, ["settle", "intervene"]),
    ]
    mends = {(m.change.kind, m.change.party, m.change.option, m.change.taken) for m in found.mends[0]}
    associate = [option.id for option in graph.options].index("associate")
    assert mends == {("removed", "kiev", associate, True), ("costly", "kiev", associate, True)}
    (cost,) = (m for m in found.mends[0] if m.change.kind == "costly")
    wish = graph.conflict.parties["kiev"].preferences.statements[cost.change.places[0]].statement
    assert wish == "associate & -councils"
    assert len(found.others_break) == 4
    for index in found.others_break:
        deal = found.deals[index]
        leaving = {p for p, stays in deal.parties.items() if any(stays[c] != "keeps" for c in deal.table_alone)}
        assert leaving == {"kiev"}
    labels = found.negotiation.packages.labels
    wanted = labels(common.values) | {"economy": "dropped"}
    dropped = next(deal for deal in found.deals if labels(deal.values) == wanted)
    assert (dropped.holds, dropped.short) == (common.holds, ("west",))
