"""The digest: who says, wants, threatens and fears what; meetings; who is not at the table; its JSON and tables."""

import datetime
import json
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.documents.digest import digest
from commonground.documents.document import document_from_text
from commonground.documents.spans import Span
from commonground.output.document_view import SECTIONS, digest_json, digest_tables

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT.parent / "shared" / "documents", ROOT / "shared" / "documents")
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)

Attribution = namedtuple("Attribution", "source cue content kind confidence")
"A stand-in for what the attribution model finds."

TEXT = (
    "Friday’s talks in Geneva between the Syrian foreign minister, Walid Muallem, and John Kerry ended without result. "
    "Kerry called on Damascus to let the convoys pass. “We will not accept a siege,” he said. “It is shameful.” "
    "The rebels, who were not invited, threatened to leave the truce. "
    "Syrian workers fear hunger more than the army, a report found.\n\n"
    "In a speech in 2012 Obama drew a ‘red line’. "
    "Muallem called it ‘a bluff’ and said Syria would rather fight than yield."
)


def spans(text, *pieces):
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


@pytest.fixture(scope="module")
def found():
    he, muallem = TEXT.index("he said"), TEXT.index("Muallem called")
    rows = (
        (Span(he, he + 2), "said", "“We will not accept a siege,”"),
        (*spans(TEXT, "a report"), "found", "Syrian workers fear hunger more than the army"),
        (Span(muallem, muallem + 7), "and said", "Syria would rather fight than yield"),
    )
    attributions = [Attribution((who,), spans(TEXT, cue), spans(TEXT, what), "x", 0.9) for who, cue, what in rows]
    return digest(document_from_text(TEXT, date=datetime.date(2015, 3, 30)), attributions=attributions)


def test_the_meeting_with_participants_and_date(found):
    (meeting,) = found.meetings
    assert meeting.participants == ("muallem", "kerry")
    assert (meeting.date.first, meeting.date.precision) == (datetime.date(2015, 3, 27), "day")


def test_the_speech_with_its_date(found):
    (speech,) = found.speeches
    assert speech.speaker == "obama"
    assert speech.date.first == datetime.date(2012, 1, 1)


def test_each_quotation_with_its_speaker_or_none(found):
    shown = [(quoted.span.of(TEXT), quoted.speaker, quoted.scare) for quoted in found.quotations]
    assert shown == [
        ("We will not accept a siege,", "kerry", False),
        ("It is shameful.", "kerry", False),
        ("red line", None, True),
        ("a bluff", "muallem", False),
    ]


def test_attributions_have_their_actor(found):
    assert [one.actor for one in found.attributions] == ["kerry", None, "muallem"]


def test_claims_have_their_speaker_and_who_reports_them(found):
    rows = {claim.pattern: (claim.speaker, claim.attribution, claim.author) for claim in found.claims}
    assert rows["demand.call-on"] == ("kerry", None, True)
    assert rows["refusal.never"] == ("kerry", 0, False)
    assert rows["threat.threaten"] == ("rebels", None, True)
    assert rows["comparison.fear-more"] == ("syria_workers", 1, False)
    assert rows["comparison.would-rather"] == ("syria", 2, False)
    assert rows["evaluation.contempt"] == ("kerry", None, False)


def test_who_is_spoken_of_and_not_at_the_table(found):
    absent = [one.actor for one in found.not_at_table]
    assert {"rebels", "syria_workers"} <= set(absent)
    assert not {"syria", "united_states", "kerry", "muallem", "obama"} & set(absent)


def test_profiles_collect_what_is_reported(found):
    profiles = {profile.actor: profile for profile in found.profiles}
    assert profiles["kerry"].says == (0,)
    assert set(dict(profiles["kerry"].claims)) >= {"demand", "refusal"}
    assert profiles["syria"].spoken_of


def test_an_actor_by_its_id(found):
    assert found.actor("kerry").name == "John Kerry"
    with pytest.raises(KeyError):
        found.actor("nobody")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We want peace,” Kerry said.", "kerry"),
        ("“We want peace,” said Kerry.", "kerry"),
        ("“We want peace,” said the US Secretary of State John Kerry.", "kerry"),
        ("“We want peace,” said Sen. Jane Doe, who met Kerry.", "doe"),
        ("“We want peace,” Kerry, who met Lavrov, told reporters.", "kerry"),
        ("“We want peace.” Kerry said nothing.", None),
        ("In the words of Kerry, it was “a lasting peace”.", "kerry"),
        ("According to Kerry it is “a lasting peace”.", "kerry"),
        ("Kerry called it “a lasting peace”.", "kerry"),
        ("Kerry left. It was “a lasting peace” for all.", None),
        ("“We want peace” — John Kerry\n\nMore.", "kerry"),
        ("“We want peace,” said Kerry. “It is near.”", "kerry"),
        ("‘We want peace,’ said Kerry.", "kerry"),
        ("Aides to Kerry called it “a lasting peace”.", None),
    ],
)
def test_speakers_by_the_words_around(text, speaker):
    found = digest(document_from_text(text), attributions=()).quotations
    assert {quoted.speaker for quoted in found} == {speaker}


def test_what_is_quoted_in_a_quotation_is_not_the_speaker_s():
    text = "“He told me, ‘We want peace now,’ and left,” Kerry said."
    attribution = Attribution(spans(text, "Kerry"), spans(text, "said"), spans(text, text[:43]), "direct", 1.0)
    outer, inner = digest(document_from_text(text), attributions=[attribution]).quotations
    assert (outer.speaker, inner.speaker) == ("kerry", None)


def test_words_taken_up_again_are_an_echo():
    text = "Kerry said, “They accept international supervision now.” What is “international supervision” in such a war?"
    first, second = digest(document_from_text(text), attributions=()).quotations
    assert (first.speaker, second.speaker, second.echo) == ("kerry", None, 0)


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Putin met Merkel in Minsk.", ("putin", "merkel")),
        ("Putin met with Merkel and Hollande.", ("putin", "merkel", "hollande")),
        ("Kerry held talks with Lavrov on Sunday.", ("kerry", "lavrov")),
        ("The talks between Kiev, Moscow and the EU failed.", ("ukraine", "russia", "eu")),
        ("Putin and Merkel met on Monday.", ("putin", "merkel")),
        ("After his meeting with Merkel, Putin left.", ()),
        ("Putin met demands of the workers.", ()),
        ("After her meeting with Obama, the White House was silent.", ()),
    ],
)
def test_meetings(text, participants):
    meetings = digest(document_from_text(text), attributions=()).meetings
    assert tuple(name for meeting in meetings for name in meeting.participants) == participants


def test_the_json_has_every_section_and_only_plain_values(found):
    answer = digest_json(found)
    assert list(answer) == [section.id for section in SECTIONS]
    assert json.loads(json.dumps(answer)) == answer
    text = found.document.text
    for claim in answer["claims"]:
        assert claim["text"] == text[slice(*claim["span"])]
        assert set(claim) == {
            "kind", "span", "text", "cue", "pattern", "speaker", "about", "attribution", "author", "negated",
            "hypothetical", "parts",
        }  # fmt: skip
    for actor in answer["actors"]:
        assert set(actor) == {"id", "name", "kind", "part_of", "mentions"}
        assert all(m["text"] == text[slice(*m["span"])] for m in actor["mentions"])
    assert answer["meetings"][0]["participants"] == ["muallem", "kerry"]
    assert {entry["actor"] for entry in answer["not_at_table"]} >= {"rebels"}
    ids = {actor["id"] for actor in answer["actors"]}
    assert {q["speaker"] for q in answer["quotations"]} - {None} <= ids


def test_the_tables_say_the_same(found):
    tables = {table.id: table for table in digest_tables(found)}
    assert ("meeting", "Walid Muallem, John Kerry", "2015-03-27", "1") in tables["meetings"].rows
    assert any(row[0] == "rebels" and row[1] == "threat" for row in tables["claims"].rows)
    assert any(row[0] == "(nobody: marks of distance)" and row[1] == "red line" for row in tables["quotations"].rows)
    assert ("John Kerry", "shameful", "1") in tables["evaluations"].rows or ("John Kerry", "shameful", "2") in tables[
        "evaluations"
    ].rows


@settings(max_examples=40)
@given(st.text(max_size=150))
def test_any_text_has_a_digest(text):
    json.dumps(digest_json(digest(document_from_text(text), attributions=())))


@pytest.mark.skipif(FOLDER is None, reason="no shared/documents beside the repository")
def test_the_editorial_of_march_2014():
    text = (FOLDER / "000_9b11ce8e382e51b6.txt").read_text(encoding="utf-8")
    found = digest(document_from_text(text, date=datetime.date(2014, 3, 31)), attributions=())
    (meeting,) = found.meetings
    assert meeting.participants == ("lavrov", "kerry")
    assert (meeting.date.first, meeting.date.last) == (datetime.date(2014, 3, 30),) * 2
    assert [quoted.speaker for quoted in found.quotations] == [
        "lavrov",
        "lavrov",
        None,
        None,
        None,
        "putin",
        "putin",
        "putin",
    ]
    assert found.quotations[2].echo == 1
    (speech,) = found.speeches
    assert (speech.speaker, speech.date.first.year, speech.date.precision) == ("putin", 2012, "year")
    (comparison,) = [claim for claim in found.claims if claim.pattern == "comparison.more-scared"]
    assert comparison.speaker == "putin"
    assert {name: span.of(text) for name, span in comparison.parts} == {"worse": "revolution", "better": "imperialism"}
    wants = [
        (claim.speaker, claim.part("content").of(text)) for claim in found.claims if claim.pattern == "position.want-to"
    ]
    assert wants == [("putin", "to split Ukraine up into semi-autonomous federal states")]
    assert ("ukraine_workers", "position.oppose") in [(claim.speaker, claim.pattern) for claim in found.claims]
    absent = {one.actor for one in found.not_at_table}
    assert {"ukraine", "ukraine_workers", "ukraine_government", "eu", "imperialism"} <= absent
    assert not {"soviet_union", "russia", "united_states", "putin", "lavrov", "kerry"} & absent


@pytest.mark.skipif(FOLDER is None, reason="no shared/documents beside the repository")
def test_the_editorial_with_the_attribution_model():
    text = (FOLDER / "000_9b11ce8e382e51b6.txt").read_text(encoding="utf-8")
    found = digest(document_from_text(text, date=datetime.date(2014, 3, 31)))
    speakers = [(text[one.span.slice].split()[0], one.speaker) for one in found.quotations]
    assert speakers == [
        ("agreed", "lavrov"),
        ("free", "lavrov"),
        ("international", None),
        ("guarantees", None),
        ("partnership", None),
        ("traitors", "putin"),
        ("imperialist", "putin"),
        ("the", "putin"),
    ]
    assert [(one.participants, one.date.first) for one in found.meetings] == [
        (("lavrov", "kerry"), datetime.date(2014, 3, 30))
    ]
    assert [(one.speaker, one.date.first.year) for one in found.speeches] == [("putin", 2012)]
    (fears,) = (claim for claim in found.claims if claim.pattern == "comparison.more-scared")
    assert fears.speaker == "putin"
    assert {name: text[span.slice] for name, span in fears.parts} == {"worse": "revolution", "better": "imperialism"}
    judging = {claim.speaker for claim in found.claims if claim.kind == "evaluation" and claim.author}
    assert judging == {None}
    wants = [
        (claim.speaker, text[claim.part("content").slice])
        for claim in found.claims
        if claim.pattern == "position.want-to"
    ]
    assert wants == [("putin", "to split Ukraine up into semi-autonomous federal states")]
    absent = {one.actor for one in found.not_at_table}
    assert absent >= {"ukraine_government", "ukraine_workers", "eu"}
