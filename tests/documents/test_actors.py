"""Actors: names, aliases, roles, groups and pronouns, and what is left open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.actors import find_actors
from commonground.documents.document import document_from_text
from commonground.documents.gazetteer import gazetteer


def actors(text, date=None):
    document = document_from_text(text, date=date and datetime.date.fromisoformat(date))
    return {
        actor.id: (actor.kind, actor.part_of, [mention.span.of(document.text) for mention in actor.mentions])
        for actor in find_actors(document)
    }


def words(text, key, date=None):
    return actors(text, date).get(key, ("", None, []))[2]


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("Moscow objected. The Kremlin is silent. RUSSIA waits.", "russia", ["Moscow", "Kremlin", "RUSSIA"]),
        ("He lives in Moscow near Kiev.", "russia", []),
        ("Talks with Kiev failed; the U.S. and Washington agreed.", "united_states", ["U.S.", "Washington"]),
        ("Brussels and the E.U. agree.", "eu", ["Brussels", "E.U."]),
        ("The West objects. West Virginia votes in the west.", "west", ["West"]),
        ("Ukrainian workers and the Kiev government met.", "ukraine_workers", ["Ukrainian workers"]),
        ("Ukrainian workers and the Kiev government met.", "ukraine_government", ["the Kiev government"]),
        ("The government of the Ukraine fell.", "ukraine_government", ["The government of the Ukraine"]),
        ("The rebels and the opposition left.", "rebels", ["The rebels"]),
        ("The Washington Post asked.", "united_states", []),
        ("The Washington Post asked.", "washington_post", ["Washington Post"]),
        ("Kelly Jordan won in Georgia.", "kelly_jordan", ["Kelly Jordan"]),
        ("Kelly Jordan won in Georgia.", "georgia", []),
        ("Georgia fought. Tbilisi lost.", "georgia", ["Georgia", "Tbilisi"]),
        ("Western imperialism and the imperialist powers.", "imperialism", ["imperialism", "the imperialist powers"]),
        ("Ukrainians voted.", "ukraine_people", ["Ukrainians"]),
    ],
)
def test_states_groups_and_organisations(text, key, expected):
    assert words(text, key) == expected


def test_aliases_and_roles_are_one_actor():
    text = (
        "The Russian Foreign Minister, Sergei Lavrov, met the US Secretary of State, John Kerry. Lavrov smiled. "
        "Mr. Kerry did not. The Russian president was away. Putin phoned."
    )
    found = actors(text, "2014-03-31")
    assert found["lavrov"] == ("person", "russia", ["The Russian Foreign Minister", "Sergei Lavrov", "Lavrov"])
    assert found["kerry"] == ("person", "united_states", ["the US Secretary of State", "John Kerry", "Kerry"])
    assert found["putin"] == ("person", "russia", ["The Russian president", "Putin"])


def test_a_role_is_resolved_by_the_date_of_the_document():
    text = "The US president spoke."
    assert "obama" in actors(text, "2014-03-31")
    assert "biden" in actors(text, "2022-03-31")
    assert list(actors(text)) == ["united_states_president"]
    assert list(actors(text, "2031-01-01")) == ["united_states_president"], "nothing is known so late"
    assert actors("The former US president spoke.", "2014-03-31") == {}


def test_in_the_month_of_a_change_nobody_is_named():
    assert list(actors("The French president spoke.", "2017-05-20")) == ["france_president"]


def test_unknown_persons_by_first_name_title_apposition_and_surname():
    text = (
        "Jane Doe, a Latvian journalist, wrote to Dainis Ivans, who replied. Doe was glad. Sen. Smitherson was not. "
        "“No,” said Ixar Qorel, a retired general."
    )
    found = actors(text)
    assert found["doe"][2] == ["Jane Doe", "Doe"]
    assert found["ivans"][2] == ["Dainis Ivans"]
    assert found["smitherson"][2] == ["Smitherson"]
    assert found["qorel"][2] == ["Ixar Qorel"]


def test_a_surname_of_two_is_linked_by_the_title_or_not_at_all():
    text = "John Doe met Jane Doe. Mrs. Doe left. Doe stayed."
    found = actors(text)
    assert found["jane_doe"][2] == ["Jane Doe", "Doe"]
    assert found["john_doe"][2] == ["John Doe"]


def test_organisations_by_form_and_their_acronyms():
    found = actors("The National Dam Committee (NDC) met. The NDC agreed with Acme Holdings.")
    assert found["national_dam_committee"][2] == ["National Dam Committee", "NDC", "NDC"]
    assert found["acme_holdings"][0] == "organisation"


@pytest.mark.parametrize(
    ("text", "key", "pronouns"),
    [
        ("Putin waited. He was afraid of his army.", "putin", ["He", "his"]),
        ("Putin met Kerry. He was afraid.", "putin", []),
        ("Putin met Merkel. She was afraid.", "merkel", ["She"]),
        ("Putin waited. Rain fell. Snow fell. He was afraid.", "putin", []),
        ("“Putin is mad,” Merkel said. She left.", "merkel", ["She"]),
        ("Ukrainian workers marched. They knew why.", "ukraine_workers", ["They"]),
        ("Putin met Kerry. He smiled. Lavrov knew that he had won.", "lavrov", ["he"]),
        ("Putin met Kerry. He said Lavrov agreed. His aides smiled.", "lavrov", []),
        ("“Putin left. He is mad,” Merkel said.", "putin", []),
        ("Obama and Merkel met the Ukrainians. They smiled.", "ukraine_people", []),
        ("The rebels and the students marched. They knew why.", "rebels", []),
        ("Merkel spoke. “He is here,” said the man.", "merkel", []),
    ],
)
def test_pronouns_only_where_one_candidate_is_left(text, key, pronouns):
    document = document_from_text(text)
    (actor,) = [actor for actor in find_actors(document) if actor.id == key]
    assert [m.span.of(text) for m in actor.mentions if m.how == "pronoun"] == pronouns


def test_a_headline_in_capitals_is_no_person():
    assert "navigate" not in str(actors("Old Hands Help Navigate Big Media And Win Some More."))


def test_the_tables_are_sound():
    known = gazetteer()
    states = [row for row in known.actors.values() if row.kind == "state"]
    assert len(states) >= 193 + 3
    for row in known.actors.values():
        assert row.part_of is None or row.part_of in known.actors
        assert row.id.isidentifier()
        assert row.id == row.id.lower()
    for leader in known.leaders:
        assert leader.of is None or leader.of in known.actors, leader
        assert leader.begin <= (leader.end or known.known_to), leader
        assert leader.gender in ("m", "f")


def test_no_two_hold_one_office_at_once_for_long():
    known = gazetteer()
    for leader in known.leaders:
        for other in known.leaders:
            if leader.of and (leader.of, leader.role) == (other.of, other.role) and leader.begin < other.begin:
                assert leader.end, (leader, other)
                assert leader.end <= other.begin, (leader, other)


@given(st.text(alphabet="Aab .,'’\nMrPutinhe", max_size=120))
def test_any_text_gives_mentions_inside_it(text):
    document = document_from_text(text)
    for actor in find_actors(document):
        assert actor.mentions
        for mention in actor.mentions:
            assert 0 <= mention.span.begin < mention.span.end <= len(document.text)


@pytest.mark.parametrize(
    "noise",
    ["A ", "Aa bb ", "Putin said he ", "Jane Doe. ", "'Said Mr. ", "1 2 3 ", "Ab, ", "U.S.", "the US president "],
)
def test_hostile_texts_end(noise):
    find_actors(document_from_text(noise * 5_000))
