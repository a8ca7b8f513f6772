"""Which packages would be kept, in sentences: what holds, who breaks the rest and how, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..analysis.hold import Deal, Hold
from .bargain_tables import number_words, values_words
from .hold_tables import VERDICT_WORDS, change_words, deal_name, move_sentence, under
from .phrases import capital, party_phrase, state_words
from .plain import counted, joined, plain, state_list
from .result_tables import concept_title

__all__ = ["deal_story", "hold_story"]

TOLD = 3
"""Mends told in sentences at most."""


def hold_story(result: Hold) -> tuple[str, ...]:
    """Return the lead sentences of an answer."""
    return tuple(_story(result))


def _story(result: Hold) -> Iterator[str]:
    packages, graph = result.negotiation.packages, result.graphs[0]
    table = joined([plain(name) for name in packages.names])
    signed = [i for i, deal in enumerate(result.deals) if deal.signed]
    judged, among = counted(len(result.deals), "package"), "" if result.complete else f" of {packages.count:,}"
    movers = joined([party_phrase(graph, party) for party in result.asked.parties])
    yield f"{judged}{among} judged: would each be kept, once {movers} can move?"
    if not signed:
        yield f"None would be signed: nothing is acceptable to {table}."
    else:
        yield (
            f"{counted(len(signed), 'package')} would be signed by {table}: acceptable to each, and nothing acceptable "
            f"is better for all. {_counts(result, signed)}"
        )
    if result.durable:
        yield from _best(result)
    if result.others_break:
        yield from _others(result)
    if result.signed_not_kept:
        yield from _not_kept(result)
    if result.kept_not_signed:
        best = result.kept_not_signed[0]
        words = plain(values_words(packages, result.deals[best].values))
        count = len(result.kept_not_signed)
        verb = "holds" if count == 1 else "hold"
        yield (
            f"{counted(count, 'package')} that somebody at the table would refuse {verb} at least as firmly as "
            f"the best that would be signed; the first is {deal_name(result, best)}: {words}."
        )
    yield from result.limits


def _not_kept(result: Hold) -> Iterator[str]:
    changing = [i for i in result.signed_not_kept if result.deals[i].stays_within]
    broken = [i for i in result.signed_not_kept if i not in changing]
    if broken:
        yield f"Would be signed and hold under no concept: {_listed(result, broken, 12)}."
    if changing:
        yield (
            f"Would be signed and change within the terms, but never be left, under some concept: "
            f"{_listed(result, changing, 12)}."
        )


def _listed(result: Hold, indices: Sequence[int], most: int) -> str:
    more = f" and {len(indices) - most} more" if len(indices) > most else ""
    return joined([deal_name(result, index) for index in indices[:most]]) + more


def _counts(result: Hold, signed: Sequence[int]) -> str:
    firm, some = len(result.firm), len(result.durable) - len(result.firm)
    none = len(signed) - len(result.durable)
    every = "every concept asked" if len(result.asked.concepts) > 1 else concept_title(result.asked.concepts[0])
    told = [
        f"{number or 'none'} of them {'holds' if number < 2 else 'hold'} {words}"
        for number, words in ((firm, f"under {every}"), (some, "under some concepts only"), (none, "under none"))
        if number or words.endswith(every)
    ]
    return f"{capital('; '.join(told))}."


def _best(result: Hold) -> Iterator[str]:
    index = result.durable[0]
    deal, packages = result.deals[index], result.negotiation.packages
    words = plain(values_words(packages, deal.values))
    pairs = zip(packages.names, deal.points, strict=True)
    points = joined([f"{plain(name)} {number_words(number)}" for name, number in pairs])
    yield f"The most durable is {deal_name(result, index)}: {words} ({points} points)."
    yield from _verdict(result, deal)
    mends = result.mends.get(index, ())
    if mends:
        yield _mend_sentence(result, index)


def _verdict(result: Hold, deal: Deal) -> Iterator[str]:
    graph = result.graph(deal)
    failing = [concept for concept in result.asked.concepts if concept not in deal.holds]
    if deal.holds:
        days = state_list(graph, [d for d in deal.first_days if any(d in e for e in deal.kept_equilibria.values())])
        yield f"It holds under {under(result, deal.holds)}, in {days}."
    for verdict in ("settles", "elsewhere", "breaks", "cannot_start"):
        concepts = [concept for concept in failing if deal.verdicts[concept] == verdict]
        if concepts:
            yield f"Under {under(result, concepts)}: {VERDICT_WORDS[verdict]}."
    told: dict[tuple[object, ...], list[str]] = {}
    for concept in failing:
        path = deal.paths.get(concept, ())
        if path:
            told.setdefault(path, []).append(concept)
    for concepts in told.values():
        path = deal.paths[concepts[0]]
        steps = "; then ".join(move_sentence(graph, move) for move in path)
        yield f"It would be left under {under(result, concepts)}: {steps}."
    if deal.stays_within:
        yield f"Under {under(result, deal.stays_within)} nobody's moves lead out of what was signed."
    if deal.table_alone:
        yield f"Between those at the table alone it would hold under {under(result, deal.table_alone)} too."


def _mend_sentence(result: Hold, index: int) -> str:
    mends = result.mends[index]
    graph = result.graph(result.deals[index])
    most = mends[0].holds
    best = [mend for mend in mends if mend.holds == most]
    changes = joined([change_words(graph, mend.change)[0] for mend in best[:TOLD]], "or")
    rest = len(mends) - min(len(best), TOLD)
    more = f" {counted(rest, 'other single change')} would help it, too." if rest else ""
    return f"One change would make it hold under {under(result, most)}: if {changes}.{more}"


def _others(result: Hold) -> Iterator[str]:
    graph = result.graphs[0]
    count = len(result.others_break)
    verb = "holds" if count == 1 else "hold"
    yield (
        f"{counted(count, 'package')} that would be signed {verb} between those at the table under some concept and no "
        f"longer once everybody's moves count ({_listed(result, result.others_break, 8)})."
    )
    for word, does in (("breaks", "would leave"), ("moves", "would move first, within the terms, in")):
        for party in result.asked.parties:
            where = [index for index in result.others_break if _at_first(result.deals[index], party) == word]
            if where:
                noun = "package" if len(where) == 1 else "packages"
                yield f"{capital(party_phrase(graph, party))} {does} {noun} {_listed(result, where, 8)}."


def _at_first(deal: Deal, party: str) -> str:
    """Return what a party does on the first day under the concepts under which the table alone would keep a package."""
    seen = {deal.parties[party].get(concept, "keeps") for concept in deal.table_alone}
    return next((word for word in ("breaks", "moves") if word in seen), "keeps")


def deal_story(result: Hold, index: int) -> tuple[str, ...]:
    """Return what there is to say of one package."""
    return tuple(_deal(result, index))


def _deal(result: Hold, index: int) -> Iterator[str]:
    deal, packages = result.deals[index], result.negotiation.packages
    graph = result.graph(deal)
    yield f"{plain(values_words(packages, deal.values))}."
    if deal.refused_by or deal.short:
        out = joined([party_phrase(graph, party) for party in dict.fromkeys((*deal.refused_by, *deal.short))])
        yield f"It would not be signed: {out} would rather have no agreement."
    elif deal.efficient is False:
        yield "It would hardly be signed: another package is better for everybody at the table."
    if deal.first_days:
        begin = state_list(graph, deal.first_days, 8)
        yield f"It is kept in {counted(len(deal.kept), 'state')}; it would begin in {begin}."
        if len(deal.first_days) == 1:
            yield f"Then: {' '.join(state_words(graph, deal.first_days[0]))}"
    yield from _verdict(result, deal)
    for joint in result.joint.get(index, ()):
        who = joined([party_phrase(graph, party) for party in joint.parties])
        steps = "; then ".join(move_sentence(graph, move) for move in joint.path)
        answer = "The others could answer that" if joint.answered else "Nothing the others can do would spoil that"
        yield f"Together {who} could leave it and all gain: {steps}. {answer}."
    if result.mends.get(index):
        yield _mend_sentence(result, index)
    elif index in result.mends and len(deal.holds) < len(result.asked.concepts):
        yield "No single change of a move or a preference would make it hold under more concepts."
