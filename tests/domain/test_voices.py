"""A card's name stands in the transcript as it is now; 问 and 答 stay what they are."""

from __future__ import annotations

from archive_app.domain import voices

SPEAKERS = [{"label": "问", "person": "p1"}, {"label": "马文山", "person": "p2"}, {"label": "赵吉甫"}]
NAMES = {"p1": "李晓棠", "p2": "马得山"}
ROWS = [
    {"id": "a", "speaker": "问", "text": "甲"},
    {"id": "b", "speaker": "马文山", "text": "乙"},
    {"id": "c", "text": "丙"},
]


def test_a_name_follows_its_card_and_a_part_does_not() -> None:
    assert [row.get("speaker") for row in voices.shown(ROWS, SPEAKERS, NAMES)] == ["问", "马得山", None]
    assert voices.shown_names(SPEAKERS, {"p2": "马文山"}) == {}
    assert voices.shown(ROWS, SPEAKERS, {}) == ROWS  # a card that is gone leaves what was written


def test_a_label_gets_its_card_and_loses_it() -> None:
    linked = voices.with_card(SPEAKERS, "赵吉甫", "p3")
    assert voices.cards_of(linked) == {"问": "p1", "马文山": "p2", "赵吉甫": "p3"}
    assert voices.cards_of(voices.with_card(linked, "问", "")) == {"马文山": "p2", "赵吉甫": "p3"}


def test_of_two_labels_made_one_the_card_stays() -> None:
    assert voices.cards_of(voices.relabelled(SPEAKERS, "马文山", "马老")) == {"问": "p1", "马老": "p2"}
    assert voices.cards_of(voices.relabelled(SPEAKERS, "问", "马文山")) == {"马文山": "p2"}
