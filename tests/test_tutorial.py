"""The tutorial "from an article to a model": what the page says is what happens."""

import datetime
from pathlib import Path

import commonground as cg

PLACE = Path(__file__).parent.parent / "docs" / "tutorial"
MODEL = PLACE / "river-talks"
ARTICLE = MODEL / "sources" / "river-talks.txt"
DAY = datetime.date(2024, 3, 14)


def test_what_reading_finds():
    found = cg.read(ARTICLE, date=DAY)
    actors = {actor.id: (actor.kind, actor.part_of) for actor in found.actors}
    assert actors["norland"] == ("state", None)
    assert actors["brandt"] == ("person", "norland")
    assert actors["odeh"] == ("person", "sudania")
    assert [(one.participants, one.date.first) for one in found.meetings] == [
        (("brandt", "odeh"), datetime.date(2024, 3, 12))
    ]
    kinds = {(claim.speaker, claim.kind) for claim in found.claims}
    assert kinds >= {
        ("odeh", "demand"),
        ("norland", "refusal"),
        ("norland", "concession"),
        ("farmers", "threat"),
        ("farmers", "comparison"),
    }
    spoken = {found.document.text[one.span.begin : one.span.end]: one.speaker for one in found.quotations}
    assert spoken["Nobody has asked us,"] == "sallal"
    assert spoken["useful"] is None
    assert {absent.actor for absent in found.not_at_table} >= {"farmers", "african_union"}
    assert len(found.attributions) >= 8


def test_what_is_drafted():
    draft = cg.draft(ARTICLE, date=DAY)
    proposal = draft.proposal
    page = (PLACE / "from-an-article.md").read_text(encoding="utf-8")
    counts = f"{len(proposal.parties)} parties, {len(proposal.options)} options, {len(proposal.statements)} statements"
    assert f"drafted: {counts}, {len(proposal.rules)} rules; dropped: {len(proposal.dropped)}" in page
    names = {(option.party, option.name) for option in proposal.options}
    assert ("norland", "halt the filling of the reservoir") in names
    assert ("farmers", "blockade the port of Sudania") in names
    assert ("sudania", "norland.halt_filling_reservoir") in {(s.party, s.statement) for s in proposal.statements}


def test_what_the_completed_model_says():
    checked = cg.check(MODEL)
    assert not checked.problems
    assert checked.passages.counts["anchored"] == len(checked.passages.all) == 15
    solution = cg.solve(checked.conflict)
    held = {concept: set(solution.equilibria(concept)) for concept in ("nash", "gmr", "smr", "seq", "sseq")}
    graph = cg.states(checked.conflict)
    assert {graph.yn(state - 1) for state in set.intersection(*held.values())} == {"NNNYN"}
    deal = next(state + 1 for state in range(graph.size) if graph.yn(state) == "YNYNN")
    assert {concept for concept, states in held.items() if deal in states} == {"gmr", "smr", "seq", "sseq"}
