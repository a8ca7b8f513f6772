"""Plain English: what a state means, why it holds, what the whole answer says.

For readers who know the conflict and not the method. The sentences report what follows from the model and
take no side: a party "would" move, "by this model", because the model says that it prefers the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..analysis.stability.results import Explanation, Improvement, Solution, Step
from ..forms import Graph
from .plain import counted, joined, plain, state_list
from .result_tables import concept_title, equilibrium_concepts
from .tables import changed_options

__all__ = [
    "CONCEPT_MEANINGS",
    "explanation_sentences",
    "move_words",
    "state_words",
    "verdict_story",
]

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
    "sim_fh": "Simultaneous improvements are examined only among the parties that would move under SEQ.",
    "seq_sim": "Each party stays under SEQ or under SIM.",
    "mixed": "Each party is judged by the concept chosen for it.",
}
"What a party reckons with under each concept, in one or two sentences."


TOLD = 3
"At most so many states that hold are told in the story itself."


def _quoted(text: str) -> str:
    return f"“{plain(text)}”"


def state_words(graph: Graph, state: int) -> tuple[str, ...]:
    """Return what is done and not done in a state (index from 0): one sentence per party that has options.

    In graph form, or where the model describes the state, its description comes first.
    """
    sentences = [plain(graph.descriptions[state])] if graph.descriptions[state].strip() else []
    for party in graph.parties:
        parts = [
            _option_words(graph, column, int(graph.choices[state, column]))
            for column in range(len(graph.options))
            if graph.options[column].party == party
        ]
        if parts:
            sentences.append(f"{plain(graph.party_name(party))}: {'; '.join(parts)}.")
    return tuple(sentences)


def _option_words(graph: Graph, column: int, choice: int) -> str:
    option = graph.conflict.option(graph.options[column].key)
    meaning = {1: option.if_yes, 0: option.if_no}.get(choice)
    others = [plain(graph.party_name(owner)) for owner in graph.options[column].owners[1:]]
    shared = f" (open to {joined(others)} too)" if others else ""
    if meaning:
        return plain(meaning).rstrip(".") + shared
    return f"{_quoted(option.name)}{shared}: {('no', 'yes', 'either way')[choice]}"


def move_words(graph: Graph, step: Step) -> str:
    """Return a move as ``choose “Accept” and give up “Delay” (state 3 to state 7)``."""
    changes = [
        (graph.options[column], taken)
        for column, taken in changed_options(graph, step.start, step.end)
        if step.party in graph.options[column].owners
    ]
    taken = [_quoted(option.name) for option, yes in changes if yes]
    dropped = [_quoted(option.name) for option, yes in changes if not yes]
    parts = [f"choose {joined(taken)}"] * bool(taken) + [f"give up {joined(dropped)}"] * bool(dropped)
    if parts:
        return f"{joined(parts)} ({_from_to(graph, step)})"
    return f"move from {_state(graph, step.start)} to {_state(graph, step.end)}"


def _from_to(graph: Graph, step: Step) -> str:
    return f"{_state(graph, step.start)} to {_state(graph, step.end)}"


def _state(graph: Graph, state: int) -> str:
    return f"state {plain(graph.title(state))}"


def explanation_sentences(explanation: Explanation) -> tuple[str, ...]:
    """Return why a state is, or is not, stable for a party: the deciding moves, in plain words.

    An unstable state is explained by the first improvement that nothing deters; a stable one by what answers
    each improvement. The last sentence is the verdict.
    """
    graph, party = explanation.graph, plain(explanation.graph.party_name(explanation.party))
    here = _state(graph, explanation.state)
    concept = concept_title(explanation.concept)
    if explanation.stable:
        reasons = (
            [line for improvement in explanation.improvements for line in _deterred(explanation, improvement)]
            if explanation.improvements
            else [_no_improvement(explanation)]
        )
        return (*reasons, f"So, by this model, {party} would stay in {here} ({concept}).")
    escapes = [improvement for improvement in explanation.improvements if improvement.sanction is None]
    reasons = [line for improvement in escapes[:1] for line in _escapes(explanation, improvement)]
    if len(escapes) > 1:
        ends = state_list(graph, [improvement.move.end for improvement in escapes[1:]])
        reasons.append(f"Nothing deters its {'moves' if len(escapes) > 2 else 'move'} to {ends} either.")
    return (*reasons, f"So, by this model, {party} would not stay in {here} ({concept}).")


def _no_improvement(explanation: Explanation) -> str:
    party = plain(explanation.graph.party_name(explanation.party))
    here = _state(explanation.graph, explanation.state)
    if not explanation.moves:
        return f"{party} has no move of its own from {here}."
    ends = state_list(explanation.graph, [move.end for move in explanation.moves])
    them = "it" if len(explanation.moves) == 1 else "any of them"
    return f"{party} could move from {here} to {ends}, but does not prefer {them}."


def _deterred(explanation: Explanation, improvement: Improvement) -> list[str]:
    graph, party = explanation.graph, plain(explanation.graph.party_name(explanation.party))
    lines = [f"{party} could {move_words(graph, improvement.move)}, which it prefers."]
    if improvement.sanction is None or improvement.outcome is None:
        return [*lines, f"Under {concept_title(explanation.concept)} this alone does not make it leave."]
    worth = _worth(explanation, improvement.outcome)
    if improvement.simultaneous:
        acts = joined([f"{plain(graph.party_name(s.party))} were to {_own(graph, s)}" for s in improvement.sanction])
        end = _state(graph, improvement.outcome)
        lines.append(f"But if at the same time {acts}, all would find themselves in {end}. {worth}")
        return lines
    for position, step in enumerate(improvement.sanction):
        lines.append(_answer(graph, step, first=position == 0))
    lines[-1] += f" {worth}"
    return [*lines, *_last_resorts(explanation, improvement)]


def _own(graph: Graph, step: Step) -> str:
    return move_words(graph, step).rsplit(" (", 1)[0] if graph.options else move_words(graph, step)


def _answer(graph: Graph, step: Step, *, first: bool) -> str:
    mover = plain(graph.party_name(step.party))
    index = graph.parties.index(step.party)
    gain = int(graph.ranks[index, step.end]) > int(graph.ranks[index, step.start])
    liked = ", which it prefers in its turn" if gain else ""
    return f"{'But then' if first else 'After that'} {mover} could {move_words(graph, step)}{liked}."


def _worth(explanation: Explanation, outcome: int) -> str:
    graph, party = explanation.graph, plain(explanation.graph.party_name(explanation.party))
    ranks = graph.ranks[graph.parties.index(explanation.party)]
    if outcome == explanation.state:
        return f"That is back where things began, and {party} has gained nothing."
    here = _state(graph, explanation.state)
    if int(ranks[outcome]) < int(ranks[explanation.state]):
        return f"There {party} is worse off than in {here}, so the move is deterred."
    return f"There {party} is no better off than in {here}, so the move is deterred."


def _last_resorts(explanation: Explanation, improvement: Improvement) -> list[str]:
    if explanation.concept not in ("smr", "sseq") or improvement.outcome is None:
        return []
    graph, party = explanation.graph, plain(explanation.graph.party_name(explanation.party))
    here, there = _state(graph, explanation.state), _state(graph, improvement.outcome)
    if not improvement.last_resorts:
        return [f"From {there} {party} has no further move of its own."]
    ends = state_list(graph, [step.end for step in improvement.last_resorts])
    better = "it is" if len(improvement.last_resorts) == 1 else "none of them is"
    worth = "no better for it than" if better == "it is" else "better for it than"
    return [f"From {there} {party} could still move to {ends}, but {better} {worth} {here}."]


def _escapes(explanation: Explanation, improvement: Improvement) -> list[str]:
    graph, party = explanation.graph, plain(explanation.graph.party_name(explanation.party))
    return [
        f"{party} could {move_words(graph, improvement.move)}, which it prefers.",
        _undeterred(explanation, improvement),
    ]


def _undeterred(explanation: Explanation, improvement: Improvement) -> str:
    """Return why nothing deters an improvement, for each kind of concept."""
    graph, concept = explanation.graph, explanation.concept
    party, here = plain(graph.party_name(explanation.party)), _state(graph, explanation.state)
    if concept == "nash":
        return "Under Nash a party does not reckon with answers, so nothing deters the move."
    count = improvement.responses
    if concept in ("gmr", "smr"):
        power = "the others could then bring about"
        nothing = "The others have no move that could answer it."
    elif concept in ("seq", "sseq"):
        power = "the others could then bring about by moves that they would themselves prefer"
        nothing = "The others have no answer that they would themselves prefer to make."
    else:
        power = "the others could bring about with improvements of their own"
        nothing = "The others have no improvements of their own that would spoil it."
    if count == 0:
        return f"{nothing} So nothing deters the move."
    subject = f"In the only state that {power}" if count == 1 else f"In each of the {count:,} states that {power}"
    better = f"{party} is better off than in {here}"
    if concept in ("smr", "sseq"):
        better += ", or could still move on to a state where it is"
    return f"{subject}, {better}. So nothing deters the move."


def verdict_story(solution: Solution, *, limit: int = 6) -> tuple[str, ...]:
    """Return the lead sentences of an answer: who, which states remain, which hold, where things are."""
    return (*_who(solution), *_what_holds(solution, limit), *_where_things_stand(solution))


def _who(solution: Solution) -> Iterable[str]:
    graph = solution.graph
    parties = counted(len(graph.parties), "party", "parties")
    if not graph.options:
        yield f"The model has {parties} and {counted(graph.size, 'state')}."
        return
    options = counted(len(graph.options), "option")
    removed = graph.possible - sum(len(member) for member in graph.members)
    sentence = f"The model has {parties} with {options} between them, which could be combined in "
    sentence += counted(graph.possible, "way")
    if removed:
        sentence += f"; {removed:,} {'is' if removed == 1 else 'are'} ruled out as impossible"
    if removed or any(len(member) > 1 for member in graph.members):
        merged = any(len(member) > 1 for member in graph.members)
        sentence += f", which leaves {counted(graph.size, 'state')}"
        sentence += " (some combinations count as one state)" if merged else ""
    yield f"{sentence}."


def _what_holds(solution: Solution, limit: int) -> Iterable[str]:
    graph, held = solution.graph, equilibrium_concepts(solution)
    asked = tuple(solution.results)
    titles = joined([concept_title(concept) for concept in asked])
    if not held:
        yield f"By this model no state holds under {titles}: from every state some party would move."
        return
    under_all = [state for state, concepts in held.items() if len(concepts) == len(asked)]
    if under_all:
        verb = "holds" if len(under_all) == 1 else "hold"
        scope = f"under every concept asked ({titles})" if len(asked) > 1 else f"under {titles}"
        who = "every party" if len(solution.asked.only) == len(graph.parties) else "every party whose moves count"
        yield f"By this model {state_list(graph, under_all)} {verb} {scope}: {who} would stay there."
        yield from (_deeds(graph, state) for state in under_all[:TOLD] if graph.options and len(under_all) <= TOLD)
    elif len(asked) > 1:
        yield f"By this model no state holds under every concept asked ({titles})."
    partly = [state for state in held if state not in under_all]
    for concepts in _groups(held, partly)[:limit]:
        states = [state for state in partly if held[state] == concepts]
        verb = "holds" if len(states) == 1 else "hold"
        only = joined([concept_title(concept) for concept in concepts])
        subject = state_list(graph, states)
        yield f"{subject[0].upper()}{subject[1:]} {verb} under {only} only."


def _deeds(graph: Graph, state: int) -> str:
    """Return which options are taken in a state, in one sentence."""
    taken: dict[str, list[str]] = {}
    for column, choice in zip(graph.options, graph.choices[state].tolist(), strict=True):
        if choice == 1:
            taken.setdefault(column.party, []).append(_quoted(column.name))
    if not taken:
        return f"In {_state(graph, state)} no option is taken."
    deeds = [f"{plain(graph.party_name(party))} chooses {joined(own)}" for party, own in taken.items()]
    idle = {party: True for party in graph.parties if party not in taken}
    for column, choice in zip(graph.options, graph.choices[state].tolist(), strict=True):
        idle[column.party] = idle.get(column.party, False) and choice == 0
    still = [plain(graph.party_name(party)) for party, is_idle in idle.items() if is_idle]
    rest = f"; {joined(still)} {'chooses' if len(still) == 1 else 'choose'} none of the options" if still else ""
    return f"In {_state(graph, state)}, {joined(deeds)}{rest}."


def _groups(held: Mapping[int, tuple[str, ...]], states: Sequence[int]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(held[state] for state in states))


def _where_things_stand(solution: Solution) -> Iterable[str]:
    graph, now = solution.graph, solution.graph.status_quo
    if now is None:
        return
    held = equilibrium_concepts(solution).get(now, ())
    here = f"the status quo, {_state(graph, now)},"
    if len(held) == len(solution.results):
        yield f"Things stand today at {_state(graph, now)}, which is itself one of these."
    elif held:
        yield f"By this model {here} holds under {joined([concept_title(c) for c in held])} only."
    else:
        yield f"By this model {here} does not hold under any concept asked."
