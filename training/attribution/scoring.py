"""Scores of predicted attributions against an annotator: tokens, exact spans, whole attributions."""

from collections.abc import Iterable, Sequence

from commonground.documents import tokens as own_tokens

from .corpus import ROLES, Article, Count, Gold, Spans, covered


def measure(rows: Iterable[tuple[Article, Sequence[Gold]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Return precision, recall and F1 of ``tokens`` and ``spans`` per role, and of ``attributions``.

    A token counts for a role when the role covers its first character. A span is exact when all its parts are, parts
    with only blanks between them being one. An attribution is found when each role overlaps, or is there in neither.
    """
    tokens = {role: Count() for role in ROLES}
    spans = {role: Count() for role in ROLES}
    whole = Count()
    for article, predicted in rows:
        places = article.tokens or own_tokens(article.text)
        for role in ROLES:
            mine = [getattr(found, role) for found in predicted if getattr(found, role)]
            _tally(tokens[role], covered(places, mine), covered(places, article.spans[role]))
            _tally(
                spans[role],
                {joined(article.text, parts) for parts in mine},
                {joined(article.text, parts) for parts in article.spans[role]},
            )
        whole.predicted += len(predicted)
        whole.wanted += len(article.gold)
        whole.right += _matched(predicted, article.gold)
    return {
        "tokens": {role: tokens[role].scores() for role in ROLES},
        "spans": {role: spans[role].scores() for role in ROLES},
        "attributions": {"all": whole.scores()},
    }


def joined(text: str, parts: Spans) -> Spans:
    """Return the parts of a span in order, those with only blanks between them made one."""
    result: list[tuple[int, int]] = []
    for begin, end in sorted((part[0], part[1]) for part in parts):
        if result and not text[result[-1][1] : begin].strip():
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return tuple(result)


def _tally(count: Count, predicted: set, wanted: set) -> None:
    count.predicted += len(predicted)
    count.wanted += len(wanted)
    count.right += len(predicted & wanted)


def _overlap(one: Spans, other: Spans) -> int:
    return sum(max(min(a[1], b[1]) - max(a[0], b[0]), 0) for a in one for b in other)


def _matched(predicted: Sequence[Gold], gold: Sequence[Gold]) -> int:
    """Return how many pairs match, each attribution in one pair at most; those that overlap most first."""
    pairs = []
    for i, mine in enumerate(predicted):
        for j, theirs in enumerate(gold):
            amounts = [
                (_overlap(getattr(mine, r), getattr(theirs, r)), getattr(mine, r), getattr(theirs, r)) for r in ROLES
            ]
            if all(amount > 0 or not (a or b) for amount, a, b in amounts):
                pairs.append((-sum(amount for amount, _, _ in amounts), i, j))
    left, right = set(), set()
    for _, i, j in sorted(pairs):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)
