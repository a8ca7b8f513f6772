"""Who says, wants, threatens and fears what in a document: sections of its digest, as JSON and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..documents.claims import Claim
from ..documents.cues import KINDS, cues
from ..documents.dates import DateMention
from ..documents.digest import Digest
from ..documents.spans import Span
from .passages import Section, iso, pairs, shown, shown_place
from .plain import shortened
from .tables import Table

__all__ = ["CLAIM_SECTIONS"]

LONGEST_CELL = 110
PLACES = 12
"So many paragraph numbers are shown in a cell."


def _actors_json(digest: Digest) -> list[dict[str, Any]]:
    text = digest.document.text
    return [
        {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "part_of": actor.part_of,
            "mentions": [
                {"span": [*mention.span], "text": mention.span.of(text), "how": mention.how}
                for mention in actor.mentions
            ],
        }
        for actor in digest.actors
    ]


def _quotations_json(digest: Digest) -> list[dict[str, Any]]:
    text = digest.document.text
    return [
        {
            "span": [*quoted.span],
            "text": quoted.span.of(text),
            "speaker": quoted.speaker,
            "attribution": quoted.attribution,
            "scare": quoted.scare,
            "echo": quoted.echo,
            "depth": quoted.depth,
            "parts": pairs(quoted.parts),
        }
        for quoted in digest.quotations
    ]


def _attributions_json(digest: Digest) -> list[dict[str, Any]]:
    return [
        {
            "source": pairs(one.source),
            "cue": pairs(one.cue),
            "content": pairs(one.content),
            "kind": one.kind,
            "actor": one.actor,
            "confidence": round(float(one.confidence), 4),
        }
        for one in digest.attributions
    ]


def _claims_json(digest: Digest) -> list[dict[str, Any]]:
    text = digest.document.text
    return [
        {
            "kind": claim.kind,
            "span": [*claim.span],
            "text": claim.span.of(text),
            "cue": [*claim.cue],
            "pattern": claim.pattern,
            "speaker": claim.speaker,
            "about": list(claim.about),
            "attribution": claim.attribution,
            "author": claim.author,
            "negated": claim.negated,
            "hypothetical": claim.hypothetical,
            "parts": {name: {"span": [*span], "text": span.of(text)} for name, span in claim.parts},
        }
        for claim in digest.claims
    ]


def _meetings_json(digest: Digest) -> list[dict[str, Any]]:
    text = digest.document.text
    return [
        {
            "span": [*meeting.span],
            "text": meeting.span.of(text),
            "participants": list(meeting.participants),
            "date": _date_json(meeting.date),
        }
        for meeting in digest.meetings
    ]


def _speeches_json(digest: Digest) -> list[dict[str, Any]]:
    text = digest.document.text
    return [
        {
            "span": [*speech.span],
            "text": speech.span.of(text),
            "speaker": speech.speaker,
            "date": _date_json(speech.date),
        }
        for speech in digest.speeches
    ]


def _date_json(date: DateMention | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {"span": [*date.span], "first": iso(date.first), "last": iso(date.last), "precision": date.precision}


def _profiles_json(digest: Digest) -> list[dict[str, Any]]:
    return [
        {
            "actor": profile.actor,
            "says": list(profile.says),
            "claims": {kind: list(indices) for kind, indices in profile.claims},
            "spoken_of": list(profile.spoken_of),
        }
        for profile in digest.profiles
    ]


def _actors_table(digest: Digest) -> Table:
    names = _names(digest)
    rows = []
    for actor in digest.actors:
        words = list(
            dict.fromkeys(shown(m.span.of(digest.document.text)) for m in actor.mentions if m.how != "pronoun")
        )
        part_of = names.get(actor.part_of or "", (actor.part_of or "").replace("_", " ").title())
        places = _places(digest, (mention.span for mention in actor.mentions))
        rows.append((shown(actor.name), actor.kind, shown(part_of), shortened("; ".join(words), LONGEST_CELL), places))
    return Table("actors", "Who is named", ("Actor", "Kind", "Part of", "In the text", "Paragraph"), tuple(rows))


def _quotations_table(digest: Digest) -> Table:
    names = _names(digest)
    rows = []
    for quoted in digest.quotations:
        who = names.get(quoted.speaker or "", "")
        if not who:
            who = "(nobody: marks of distance)" if quoted.scare else "(not told)"
        if quoted.echo is not None:
            who += f", words of quotation {quoted.echo + 1}"
        rows.append((who, _words(digest, quoted.span), shown_place(digest.document, quoted.span)))
    return Table("quotations", "Quotations", ("Speaker", "Words", "Paragraph"), tuple(rows))


def _attributions_table(digest: Digest) -> Table:
    names = _names(digest)
    rows = []
    for one in digest.attributions:
        source = shown(" ".join(span.of(digest.document.text) for span in one.source))
        who = names.get(one.actor or "", "") or shortened(source, 40)
        content = shown(" ... ".join(span.of(digest.document.text) for span in one.content))
        cue = shown(" ... ".join(span.of(digest.document.text) for span in one.cue))
        place = shown_place(digest.document, (*one.content, *one.cue)[0])
        rows.append((who, shortened(cue, 30), shortened(content, LONGEST_CELL), place))
    return Table("attributions", "Who says what", ("Source", "Cue", "Content", "Paragraph"), tuple(rows))


def _claims_table(digest: Digest) -> Table:
    """Return the claims of actors, by actor and kind; what judges stands in a table of its own."""
    names = _names(digest)
    order = {actor.id: place for place, actor in enumerate(digest.actors)}
    voiceless = {cue.id for cue in cues() if cue.subject in ("none", "party")}
    claims = [claim for claim in digest.claims if claim.kind != "evaluation"]
    claims.sort(key=lambda claim: (order.get(claim.speaker or "", len(order)), KINDS.index(claim.kind), claim.span))
    rows = []
    for claim in claims:
        who = names.get(
            claim.speaker or "", "(the author)" if claim.author and claim.pattern in voiceless else "(not told)"
        )
        kind = ("not: " if claim.negated else "") + claim.kind + (" (if)" if claim.hypothetical else "")
        rows.append(
            (who, kind, _words(digest, claim.span), _reporter(digest, claim, names), _place(digest, claim.span))
        )
    return Table("claims", "Claims", ("Whose", "Kind", "Words", "Reported by", "Paragraph"), tuple(rows))


def _evaluations_table(digest: Digest) -> Table:
    names = _names(digest)
    grouped: dict[tuple[str, str], list[Span]] = {}
    for claim in digest.claims:
        if claim.kind == "evaluation":
            who = "the author" if claim.author else names.get(claim.speaker or "", "(not told)")
            grouped.setdefault((who, claim.cue.of(digest.document.text).lower()), []).append(claim.span)
    rows = [(who, shown(words), _places(digest, spans)) for (who, words), spans in grouped.items()]
    return Table("evaluations", "Language that judges", ("Whose", "Words", "Paragraph"), tuple(rows))


def _meetings_table(digest: Digest) -> Table:
    names = _names(digest)
    rows: list[tuple[str, str, str, str]] = []
    for meeting in digest.meetings:
        who = ", ".join(names[name] for name in meeting.participants)
        rows.append(("meeting", who, _when(meeting.date), _place(digest, meeting.span)))
    for speech in digest.speeches:
        what = shown(speech.span.of(digest.document.text)).lower()
        rows.append(
            (what, names.get(speech.speaker or "", "(not told)"), _when(speech.date), _place(digest, speech.span))
        )
    return Table("meetings", "Meetings and speeches", ("What", "Who", "When", "Paragraph"), tuple(rows))


def _absent_table(digest: Digest) -> Table:
    names = _names(digest)
    rows = []
    for absent in digest.not_at_table:
        claims = [digest.claims[index] for index in absent.claims]
        rows.append(
            (names[absent.actor], _words(digest, claims[0].span), _places(digest, (claim.span for claim in claims)))
        )
    notes = ("Spoken of in claims and in none of the meetings above: a hint, to be judged by a person.",)
    return Table("not_at_table", "Perhaps not at the table", ("Actor", "For example", "Paragraph"), tuple(rows), notes)


def _names(digest: Digest) -> dict[str, str]:
    return {actor.id: shown(actor.name) for actor in digest.actors}


def _reporter(digest: Digest, claim: Claim, names: dict[str, str]) -> str:
    if claim.attribution is None:
        return ""
    return names.get(digest.attributions[claim.attribution].actor or "", "(not told)")


def _words(digest: Digest, span: Span) -> str:
    return shortened(
        shown(digest.document.text[span.begin : min(span.end, span.begin + 4 * LONGEST_CELL)]), LONGEST_CELL
    )


def _place(digest: Digest, span: Span) -> str:
    return shown_place(digest.document, span)


def _places(digest: Digest, spans: Iterable[Span]) -> str:
    numbers: Sequence[str] = list(dict.fromkeys(_place(digest, span) for span in spans))
    more = f", ... ({len(numbers)} in all)" if len(numbers) > PLACES else ""
    return ", ".join(numbers[:PLACES]) + more


def _when(date: DateMention | None) -> str:
    if date is None or date.first is None or date.last is None:
        return ""
    if date.precision == "year" and date.first.year == date.last.year:
        return str(date.first.year)
    return str(date.first) if date.first == date.last else f"{date.first} to {date.last}"


CLAIM_SECTIONS: tuple[Section, ...] = (
    Section("actors", _actors_json, _actors_table),
    Section("meetings", _meetings_json, _meetings_table),
    Section("speeches", _speeches_json),
    Section("quotations", _quotations_json, _quotations_table),
    Section("attributions", _attributions_json, _attributions_table),
    Section("claims", _claims_json, _claims_table),
    Section(
        "evaluations",
        lambda digest: [i for i, c in enumerate(digest.claims) if c.kind == "evaluation"],
        _evaluations_table,
    ),
    Section("profiles", _profiles_json),
    Section(
        "not_at_table",
        lambda digest: [{"actor": absent.actor, "claims": list(absent.claims)} for absent in digest.not_at_table],
        _absent_table,
    ),
)
"In the order in which they are shown."
