"""Names that no table holds: a text about states, ministers and meetings that were made up for it."""

from datetime import date

import pytest

from commonground.documents.actors import find_actors
from commonground.documents.digest import digest
from commonground.documents.document import document_from_text
from commonground.documents.sentences import sentences

TEXT = (
    "The energy minister of Norland, Ilse Brandt, and the water minister of Sudania, Karim Odeh, met in Geneva on "
    "Tuesday. Brandt said Norland was ready to guarantee a minimum flow. Sudania wants monitors."
)


def actors(text: str):
    return {actor.id: actor for actor in find_actors(document_from_text(text))}


def test_a_state_of_which_ministers_are_named_is_learnt_and_persons_stand_for_it():
    found = actors(TEXT)
    assert {name: found[name].kind for name in ("norland", "sudania")} == {"norland": "state", "sudania": "state"}
    assert found["brandt"].name == "Ilse Brandt"
    assert (found["brandt"].part_of, found["odeh"].part_of) == ("norland", "sudania")


@pytest.mark.parametrize(
    "text",
    [
        "Norland is far. Norland is cold.",
        "The government of Norland fell.",
        "Mr Norland spoke. Norland's army of helpers left.",
        "John Norland left. Norland's people were glad, said Norland.",
    ],
)
def test_one_mention_a_person_or_no_organ_makes_no_state(text):
    assert all(actor.kind != "state" for actor in actors(text).values())


def test_two_who_are_named_by_role_and_name_met():
    found = digest(document_from_text(TEXT, date=date(2024, 3, 14)), attributions=())
    assert [(meeting.participants, str(meeting.date.first)) for meeting in found.meetings] == [
        (("brandt", "odeh"), "2024-03-12")
    ]


@pytest.mark.parametrize("words", ["in May", "by May", "on 3 May"])
def test_may_ends_a_sentence(words):
    text = f"The filling began {words}. Sudania wants monitors."
    assert [text[span.slice] for span in sentences(text)] == [f"The filling began {words}.", "Sudania wants monitors."]
