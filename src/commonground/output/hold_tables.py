"""Neutral tables of which packages would be kept: the packages against who leaves them, ways out, mends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ..analysis.hold import Change, Deal, Hold, Mend, Move
from ..analysis.stability.results import Step
from ..forms import Graph, Packages
from .bargain_tables import NAMES, number_words
from .phrases import move_words, party_phrase, quoted
from .plain import counted, joined, plain
from .result_tables import concept_title
from .tables import Table

__all__ = [
    "VERDICT_WORDS",
    "brief_values",
    "change_words",
    "deal_name",
    "hold_tables",
    "move_sentence",
    "packages_shown",
    "party_cell",
    "under",
]

MENDS = 12
"""Mends of one package shown at most."""
SHOWN = 40
"""Packages in the table of a report at most."""
VERDICT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "holds": "a state in which it would begin holds",
        "settles": "settles in another state that keeps it",
        "elsewhere": "another state that keeps it would hold, but nobody's own moves lead there",
        "breaks": "no state that keeps it holds",
        "cannot_start": "no feasible state keeps it",
    }
)


def under(result: Hold, concepts: Sequence[str]) -> str:
    """Return concepts as ``Nash and SEQ``, ``every concept asked``, or ``none``."""
    if len(concepts) == len(result.asked.concepts) > 1:
        return "every concept asked"
    return joined([concept_title(concept) for concept in concepts]) or "none"


def brief_values(packages: Packages, values: Sequence[int]) -> str:
    """Return a package in few words: ids of named values, numbers with their issue."""
    parts = []
    for column, value in zip(packages.issues, values, strict=True):
        parts.append(column.labels[value] if column.numbers is None else f"{column.id} {column.labels[value]}")
    return plain(", ".join(parts))


def deal_name(result: Hold, index: int) -> str:
    """Return ``1 (common ground)`` or, without a name, ``1``."""
    names = result.deals[index].names
    return f"{index + 1} ({plain(names[0])})" if names else str(index + 1)


def party_cell(result: Hold, deal: Deal, party: str) -> str:
    """Return what a party does on the first days: ``keeps``, or under which concepts it breaks or moves."""
    stays = deal.parties[party]
    if not stays:
        return "cannot start"
    parts = []
    for word in ("breaks", "moves"):
        concepts = [concept for concept, what in stays.items() if what == word]
        if concepts:
            every = len(concepts) == len(stays) > 1
            parts.append(f"{word}: {'every concept' if every else ', '.join(map(concept_title, concepts))}")
    return "; ".join(parts) or "keeps"


def packages_shown(result: Hold, limit: int = SHOWN) -> tuple[int, ...]:
    """Return the packages that a picture or a report shows: what would be signed, named ones, then the rest."""
    first = [i for i, deal in enumerate(result.deals) if deal.signed or deal.names]
    unsigned = [i for i in result.kept_not_signed if i not in first]
    rest = [i for i in range(len(result.deals)) if i not in first and i not in unsigned]
    return tuple(sorted([*first, *unsigned, *rest][:limit]))


def hold_tables(result: Hold, *, limit: int | None = None) -> tuple[Table, ...]:
    """Return the tables of an answer; ``limit`` packages at most."""
    return tuple(table for table in _tables(result, limit) if table.rows)


def _tables(result: Hold, limit: int | None) -> Iterator[Table]:
    shown = packages_shown(result, limit or len(result.deals))
    yield _packages(result, shown)
    yield _matrix(result, shown)
    yield _verdicts(result, shown)
    yield _ways(result)
    yield _together(result)
    yield from _mends(result)


def _packages(result: Hold, shown: Sequence[int]) -> Table:
    packages = result.negotiation.packages
    rows = []
    for index in shown:
        deal = result.deals[index]
        points = map(number_words, deal.points)
        name, words = plain(", ".join(deal.names)), brief_values(packages, deal.values)
        rows.append((str(index + 1), name, words, *points, _signed(result, deal)))
    columns = ("No.", "Name", "Package", *(f"{plain(name)}, points" for name in packages.names), "Signed")
    legend = ", ".join(plain(column.name) for column in packages.issues)
    notes = (
        f"Package: {legend}, in this order. Numbers are the ranks in this answer.",
        "Signed: acceptable to everybody at the table, and nothing acceptable is better for all of them.",
    )
    return Table("hold_packages", "The packages", columns, tuple(rows), notes, len(result.deals) - len(rows))


def _matrix(result: Hold, shown: Sequence[int]) -> Table:
    graph = result.graphs[0]
    rows = []
    for index in shown:
        deal = result.deals[index]
        cells = (party_cell(result, deal, party) for party in result.asked.parties)
        rows.append((deal_name(result, index), *cells, under(result, deal.holds)))
    names = [plain(graph.party_name(party)) for party in result.asked.parties]
    notes = (
        "Breaks: a move of its own, better for it and not deterred, leaves the package; moves: such a move, within it.",
    )
    columns = ("Package", *names, "Holds under")
    return Table(
        "hold", "Who would keep what, where it begins", columns, tuple(rows), notes, len(result.deals) - len(rows)
    )


def _signed(result: Hold, deal: Deal) -> str:
    graph = result.graphs[0]
    reasons = [f"too little for {joined([party_phrase(graph, party) for party in deal.short])}"] * bool(deal.short)
    if deal.refused_by:
        reasons.append(f"a red line of {joined([party_phrase(graph, party) for party in deal.refused_by])}")
    if reasons:
        return "no: " + "; ".join(reasons)
    if deal.efficient is False:
        return "no: another is better for all"
    rules = [NAMES[rule] for rule in deal.rules]
    return "yes" + (f" ({', '.join(rules)})" if rules else "")


def _verdicts(result: Hold, shown: Sequence[int]) -> Table:
    rows = []
    for index in shown:
        deal = result.deals[index]
        days = ", ".join(f"{day + 1}" for day in deal.first_days[:8])
        verdicts = [deal.verdicts[c].replace("_", " ") for c in result.asked.concepts]
        rows.append(
            (deal_name(result, index), f"{len(deal.kept):,}", days, *verdicts, under(result, _table_holds(deal)))
        )
    concepts = map(concept_title, result.asked.concepts)
    columns = ("Package", "States that keep it", "First day", *concepts, "Between those at the table holds under")
    notes = tuple(f"{word.replace('_', ' ').capitalize()}: {meaning}." for word, meaning in VERDICT_WORDS.items())
    left_out = len(result.deals) - len(rows)
    return Table("hold_verdicts", "Verdicts by concept", columns, tuple(rows), notes, left_out)


def _table_holds(deal: Deal) -> list[str]:
    return [concept for concept, verdict in deal.at_table.items() if verdict == "holds"]


def _ways(result: Hold) -> Table:
    rows = []
    for index in sorted(result.joint):
        deal, graph = result.deals[index], result.graph(result.deals[index])
        told: dict[tuple[Move, ...], list[str]] = {}
        for concept, path in deal.paths.items():
            told.setdefault(path, []).append(concept)
        for path, concepts in told.items():
            steps = (
                "; ".join(move_sentence(graph, move) for move in path) or "none: its own moves stay within the terms"
            )
            rows.append((deal_name(result, index), under(result, concepts), steps))
    columns = ("Package", "Under", "Shortest way out")
    notes = ("Each step is an improvement that nothing deters under the concept, from a first day on.",)
    return Table("hold_ways", "How a package would be left", columns, tuple(rows), notes)


def move_sentence(graph: Graph, move: Move) -> str:
    """Return a move in words, with what becomes of the package."""
    words = move_words(graph, Step(move.party, move.start, move.end))
    return f"{plain(graph.party_name(move.party))} would {words}{'' if move.kept else ', which breaks the package'}"


def _together(result: Hold) -> Table:
    rows = []
    for index in sorted(result.joint):
        graph = result.graph(result.deals[index])
        for joint in result.joint[index]:
            steps = "; ".join(move_sentence(graph, move) for move in joint.path)
            who = joined([plain(graph.party_name(party)) for party in joint.parties])
            rows.append((deal_name(result, index), who, steps, "yes" if joint.answered else "no"))
    columns = ("Package", "Together", "By", "Can be answered")
    notes = (
        "Coalitions whose members all gain by leaving the package, and could not with fewer. Can be answered: the "
        "others can bring about a state that some member does not prefer to staying.",
    )
    return Table("hold_together", "Who could leave a package together", columns, tuple(rows), notes)


def _mends(result: Hold) -> Iterator[Table]:
    rows: list[tuple[str, ...]] = []
    edits: list[tuple[str, ...]] = []
    for index, mends in sorted(result.mends.items()):
        graph = result.graph(result.deals[index])
        for mend in mends[:MENDS]:
            words, edit = change_words(graph, mend.change)
            others = [
                f"{sign}{joined([str(other + 1) for other in listed])}"
                for sign, listed in (("more firmly: ", mend.gains), ("less firmly: ", mend.loses))
                if listed
            ]
            number, holds = str(len(rows) + 1), under(result, mend.holds)
            rows.append((number, deal_name(result, index), words, holds, "; ".join(others), _equilibria(mend)))
            edits.append((number, edit))
    cut = [
        f"package {deal_name(result, index)}: the first {MENDS} of {counted(len(mends), 'single change')}"
        for index, mends in result.mends.items()
        if len(mends) > MENDS
    ]
    notes = (
        "Every single change of a move or a preference was tried. Equilibria: how many states become one (+) and "
        "cease to be one (-) under each concept.",
        *(f"Shown of {words}." for words in cut),
    )
    columns = ("Change", "Package", "If", "It would hold under", "Other packages here", "Equilibria")
    yield Table("hold_mends", "What would mend it", columns, tuple(rows), notes)
    yield Table("hold_edits", "These changes in the model file", ("Change", "In the file"), tuple(edits))


def _equilibria(mend: Mend) -> str:
    return ", ".join(
        f"{concept_title(concept)} +{more} -{fewer}"
        for concept, (more, fewer) in mend.equilibria.items()
        if more or fewer
    )


def change_words(graph: Graph, change: Change) -> tuple[str, str]:
    """Return a change in words (to follow "if"), and how it is written in the model file."""
    party = party_phrase(graph, change.party)
    if change.kind == "swapped":
        return _swap_words(graph, change)
    column = graph.options[change.option]
    option, key = quoted(column.name), str(column.key)
    do = f"choose {option}" if change.taken else f"give up {option}"
    barred = f"-{key}" if change.taken else key
    opposite = key if change.taken else f"-{key}"
    if change.kind == "removed":
        edit = f"forbidden_moves: {{start: {barred}, end: {opposite}, party: {change.party}}}"
        return f"{party} could no longer {do}", edit
    if change.kind == "added":
        return f"{party} could choose or give up {option} too", f"{key}: shared_with: [{change.party}]"
    if change.kind == "two_way":
        return f"{option} could be chosen and given up", f"{key}: direction: both"
    entries = graph.conflict.parties[change.party].preferences.statements
    if entries is None or not change.places:
        return f"it cost {party} more than anything else to {do}", f"{change.party}: `{barred}` above everything"
    place = change.places[0]
    where = f"before “{entries[place].statement}”" if place < len(entries) else "after all it wants"
    if place == 0:
        return f"it cost {party} more than anything else to {do}", f"{change.party}: `{barred}` first of its statements"
    return f"it cost {party} something to {do}: {where}", f"{change.party}: `{barred}` as statement {place + 1}"


def _swap_words(graph: Graph, change: Change) -> tuple[str, str]:
    party, (one, other) = party_phrase(graph, change.party), change.places
    preferences = graph.conflict.parties[change.party].preferences
    if preferences.statements is not None:
        first, second = (f"“{plain(preferences.statements[k].statement)}”" for k in (one, other))
        return (
            f"{second} came before {first} for {party}, each in the other's place",
            f"{change.party}: statements {one + 1} and {other + 1} exchanged",
        )
    if preferences.weights is not None:
        names = list(preferences.weights)
        return (
            f"{party} cared as much for `{names[one]}` as it does for `{names[other]}`, and the other way round",
            f"{change.party}: weights of {names[one]} and {names[other]} exchanged",
        )
    levels = int(graph.ranks[graph.parties.index(change.party)].max())
    below, above = levels - one + 1, levels - other + 1
    return (
        f"{party} preferred what stands at place {below} of its ranking to what stands at {above}",
        f"{change.party}: places {above} and {below} of the ranking exchanged",
    )
