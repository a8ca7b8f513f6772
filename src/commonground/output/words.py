"""Plain English: why a state holds or not, and what a whole answer says.

For readers who know the conflict and not the method. The sentences report what follows from the model and take
no side: a party "would" move, "by this model", because the model says that it prefers the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..analysis.stability.results import Explanation, Improvement, Solution, Step
from ..forms import Graph
from .held import Held, equilibrium_concepts
from .phrases import (
    capital,
    move_words,
    party_phrase,
    quoted,
    state_phrase,
    state_words,
    states_hold,
)
from .plain import counted, joined, named_states, plain, state_list
from .result_tables import concept_title

__all__ = ["CONCEPT_MEANINGS", "explanation_sentences", "move_words", "state_words", "verdict_story"]

CONCEPT_MEANINGS: Mapping[str, str] = {
    "nash": "A party stays only where no move of its own improves its position. It does not reckon with answers.",
    "gmr": "A party stays where every improvement can be answered by the others so that it ends no better "
    "off, even if the answer harms those who give it.",
    "smr": "As GMR, and the party itself has no move left that would undo the answer.",
    "seq": "A party stays where every improvement can be answered so that it ends no better off, by moves "
    "that those who answer would themselves prefer to make.",
    "sseq": "As SEQ, and the party itself has no move left that would undo the answer.",
    "sim": "A party stays where every improvement could meet improvements that others make at the same time, "
    "so that together they leave it no better off.",
    "sim_fh": "As SEQ; and where that fails, a party also stays if improvements made at the same time by others "
    "that would move under SEQ leave it no better off.",
    "seq_sim": "Each party stays under SEQ or under SIM.",
    "mixed": "Each party is judged by the concept chosen for it.",
}
"What a party reckons with under each concept, in one or two sentences."
TOLD = 3
"At most so many states that hold are told in the story itself."


def explanation_sentences(explanation: Explanation, *, limit: int | None = None) -> tuple[str, ...]:
    """Return why a state is, or is not, stable for a party: the deciding moves, in plain words.

    An unstable state is explained by the first improvement that nothing deters; a stable one by what answers
    each improvement. The last sentence is the verdict.

    Parameters
    ----------
    explanation : Explanation
        The answer of ``explain``.
    limit : int, optional
        How many deterred improvements are told at most; one sentence counts the others.
    """
    graph = explanation.graph
    reasons = _stays(explanation, limit) if explanation.stable else _leaves(explanation)
    would = "would stay" if explanation.stable else "would not stay"
    party, here = party_phrase(graph, explanation.party), state_phrase(graph, explanation.state)
    verdict = f"So, by this model, {party} {would} in {here} ({concept_title(explanation.concept)})."
    return _labels_once(graph, [capital(sentence) for sentence in (*reasons, verdict)])


def _labels_once(graph: Graph, sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences with each state's label where the state is first named only."""
    known: set[str] = set()
    titles = {plain(graph.title(state)): str(state + 1) for state in named_states(graph)}
    told = []
    for sentence in sentences:
        for title, number in titles.items():
            first, *later = sentence.split(title)
            if not later:
                continue
            kept = number if title in known else title
            known.add(title)
            sentence = number.join([first + kept + later[0], *later[1:]])
        told.append(sentence)
    return tuple(told)


def _stays(explanation: Explanation, limit: int | None) -> list[str]:
    graph, improvements = explanation.graph, explanation.improvements
    party, here = party_phrase(graph, explanation.party), state_phrase(graph, explanation.state)
    if not explanation.moves:
        return [f"{party} could not move anywhere from {here}."]
    if not improvements:
        ends = state_list(graph, [move.end for move in explanation.moves])
        none = "would not prefer it" if len(explanation.moves) == 1 else "would prefer none of them"
        return [f"{party} could move from {here} to {ends}, but {none}."]
    told = improvements if limit is None else improvements[:limit]
    lines = [line for improvement in told for line in _deterred(explanation, improvement)]
    rest = improvements[len(told) :]
    if rest:
        ends = state_list(graph, [improvement.move.end for improvement in rest])
        others = "other improvement" if len(rest) == 1 else f"{len(rest):,} other improvements"
        lines.append(f"The {others} open to {party}, to {ends}, can be answered too.")
    return lines


def _leaves(explanation: Explanation) -> list[str]:
    graph = explanation.graph
    escapes = [improvement for improvement in explanation.improvements if improvement.sanction is None]
    lines = [_gain(explanation, escapes[0]), _undeterred(explanation, escapes[0])] if escapes else []
    if len(escapes) > 1:
        ends = state_list(graph, [improvement.move.end for improvement in escapes[1:]])
        lines.append(f"Nothing deters the {'moves' if len(escapes) > 2 else 'move'} to {ends} either.")
    return lines


def _gain(explanation: Explanation, improvement: Improvement) -> str:
    graph = explanation.graph
    party = party_phrase(graph, explanation.party)
    return f"{party} could {move_words(graph, improvement.move)} and would prefer that."


def _deterred(explanation: Explanation, improvement: Improvement) -> list[str]:
    graph, sanction, outcome = explanation.graph, improvement.sanction, improvement.outcome
    lines = [_gain(explanation, improvement)]
    if sanction is None or outcome is None:
        return lines
    if improvement.simultaneous:
        acts = joined(
            [f"{party_phrase(graph, s.party)} were to {move_words(graph, s, places=False)}" for s in sanction]
        )
        lines.append(f"But if at the same time {acts}, the result would be {state_phrase(graph, outcome)}.")
    else:
        lines.extend(_answer(graph, step, first=place == 0) for place, step in enumerate(sanction))
    return [*lines, _worth(explanation, outcome), *_last_resorts(explanation, improvement)]


def _answer(graph: Graph, step: Step, *, first: bool) -> str:
    index = graph.parties.index(step.party)
    gain = int(graph.ranks[index, step.end]) > int(graph.ranks[index, step.start])
    liked = " and would prefer that in turn" if gain else ""
    when = "But then" if first else "After that"
    return f"{when} {party_phrase(graph, step.party)} could {move_words(graph, step)}{liked}."


def _worth(explanation: Explanation, outcome: int) -> str:
    graph, party = explanation.graph, party_phrase(explanation.graph, explanation.party)
    ranks = graph.ranks[graph.parties.index(explanation.party)]
    if outcome == explanation.state:
        return f"That leads back to where things began, and {party} would have gained nothing."
    here = state_phrase(graph, explanation.state)
    worth = "worse" if int(ranks[outcome]) < int(ranks[explanation.state]) else "no better"
    return f"There {party} would be {worth} off than in {here}, so the move is deterred."


def _last_resorts(explanation: Explanation, improvement: Improvement) -> list[str]:
    if explanation.concept not in ("smr", "sseq") or improvement.outcome is None:
        return []
    graph, party = explanation.graph, party_phrase(explanation.graph, explanation.party)
    here, there = state_phrase(graph, explanation.state), state_phrase(graph, improvement.outcome)
    if not improvement.last_resorts:
        return [f"From {there} {party} could not move any further."]
    ends = state_list(graph, [step.end for step in improvement.last_resorts])
    worth = "that would be no better" if len(improvement.last_resorts) == 1 else "none of them would be better"
    return [f"From {there} {party} could still move to {ends}, but {worth} than {here}."]


_POWERS: Mapping[str, tuple[str, str]] = {
    "gmr": ("the others could then bring about", "The others have no move that could answer it."),
    "seq": (
        "the others could then bring about by moves that they would themselves prefer",
        "The others have no answer that they would themselves prefer to make.",
    ),
    "sim": (
        "the others could bring about by improvements of their own at the same time",
        "The others have no improvements of their own that would spoil it.",
    ),
}
_KIND = {"gmr": "gmr", "smr": "gmr", "seq": "seq", "sseq": "seq"}


def _undeterred(explanation: Explanation, improvement: Improvement) -> str:
    """Return why nothing deters an improvement, for each kind of concept."""
    graph, concept = explanation.graph, explanation.concept
    party, here = party_phrase(graph, explanation.party), state_phrase(graph, explanation.state)
    if concept == "nash":
        return "Under Nash a party does not reckon with answers, so nothing deters the move."
    power, nothing = _POWERS[_KIND.get(concept, "sim")]
    count = improvement.responses
    if count == 0:
        return f"{nothing} So nothing deters the move."
    subject = f"In the only state that {power}" if count == 1 else f"In each of the {count:,} states that {power}"
    better = f"{party} would be better off than in {here}"
    if concept in ("smr", "sseq"):
        better += ", or could still move on to a state that is better"
    return f"{subject}, {better}. So nothing deters the move."


def verdict_story(solution: Solution, *, limit: int = 6, named: bool = True) -> tuple[str, ...]:
    """Return the lead sentences of an answer: who, which states remain, which hold, where things are.

    ``named`` adds the verdict on each state that the model gives a name.
    """
    held = equilibrium_concepts(solution)
    story = (*_who(solution), *_what_holds(solution, held, limit), *_where_things_stand(solution, held))
    story += tuple(_named(solution, held)) if named else ()
    return tuple(capital(sentence) for sentence in story)


def _who(solution: Solution) -> Iterable[str]:
    graph = solution.graph
    parties = counted(len(graph.parties), "party", "parties")
    if not graph.options:
        yield f"The model has {parties} and {counted(graph.size, 'state')}."
        return
    removed = graph.possible - graph.members.total
    merged = graph.members.total > graph.size
    sentence = f"The model has {parties} with {counted(len(graph.options), 'option')} between them, "
    sentence += f"which could be combined in {counted(graph.possible, 'way')}"
    if removed:
        sentence += f"; {removed:,} {'is' if removed == 1 else 'are'} ruled out as impossible"
    if removed or merged:
        sentence += f", which leaves {counted(graph.size, 'state')}"
        sentence += " (some combinations count as one state)" if merged else ""
    yield f"{sentence}."


def _what_holds(solution: Solution, held: Held, limit: int) -> Iterable[str]:
    graph, asked = solution.graph, tuple(solution.results)
    titles = joined([concept_title(concept) for concept in asked])
    if not held:
        yield f"By this model no state holds under {titles}: from every state some party would move."
        return
    firm = held.firm
    if firm:
        scope = f"every concept asked ({titles})" if len(asked) > 1 else titles
        everybody = len(solution.asked.only) == len(graph.parties)
        who = "every party" if everybody else "every party whose moves count"
        yield f"By this model {states_hold(graph, firm)} under {scope}: {who} would stay there."
        if graph.options and len(firm) <= TOLD:
            yield from (_deeds(graph, state) for state in firm)
    elif len(asked) > 1:
        yield f"By this model no state holds under every concept asked ({titles})."
    yield from _what_partly_holds(graph, held, len(firm), limit)


def _what_partly_holds(graph: Graph, held: Held, firm: int, limit: int) -> Iterable[str]:
    """Yield which states hold under some concepts only: by number while they are few, else how many."""
    if len(held) == firm:
        return
    partly = list(held.groups().items())[bool(firm) :]
    if len(held) - firm <= limit:
        for concepts, _ in partly[:limit]:
            states = [state for state in held if held[state] == concepts]
            yield f"{states_hold(graph, states)} under {_titles(concepts)} only."
        return
    numbers = (f"{count:,} under {_titles(concepts)}" for concepts, count in partly[:limit])
    yield f"{counted(len(held) - firm, 'more state')} hold under some concepts only: {'; '.join(numbers)}."


def _titles(concepts: Iterable[str]) -> str:
    return joined([concept_title(concept) for concept in concepts])


def _deeds(graph: Graph, state: int) -> str:
    """Return which options are taken in a state, in one sentence."""
    taken: dict[str, list[str]] = {}
    for column, choice in zip(graph.options, graph.choices[state].tolist(), strict=True):
        own = taken.setdefault(column.party, [])
        if choice == 1:
            own.append(quoted(column.name))
        elif choice < 0:
            own.append(f"either way {quoted(column.name)}")
    deeds = [f"{plain(graph.party_name(party))}: {joined(own) or 'none'}" for party, own in taken.items()]
    return f"Options taken in {state_phrase(graph, state)}: {'; '.join(deeds)}."


def _where_things_stand(solution: Solution, held: Held) -> Iterable[str]:
    if solution.graph.status_quo is not None:
        yield _verdict(solution, held, solution.graph.status_quo, "The status quo, ")


def _named(solution: Solution, held: Held, limit: int = 6) -> Iterable[str]:
    """Yield the verdict on states that the model gives a name, the status quo left out."""
    graph = solution.graph
    named = [state for state in named_states(graph) if state != graph.status_quo]
    return (_verdict(solution, held, state, "") for state in named) if len(named) <= limit else ()


def _verdict(solution: Solution, held: Held, state: int, lead: str) -> str:
    concepts = held.get(state, ())
    name = f"{lead}{state_phrase(solution.graph, state)}{',' if lead else ''}"
    if not concepts:
        return f"{name} does not hold under any concept asked."
    if len(concepts) == len(solution.results):
        return f"{name} holds under every concept asked."
    return f"{name} holds under {_titles(concepts)} only."
