"""Dates told by events: those known everywhere alike, the archive's own before them, a part of the year of either."""

from __future__ import annotations

import pytest

from archive_app.hanzi.dating import Context, LocalEvent, read

TRAIN = LocalEvent("西宁站通车运营", ("火车通车",), "1959-10-01", "1959-10-01", "1959-10-01")


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("辛亥革命那年", "1911"),
        ("抗战胜利", "1945-09-02"),
        ("抗战胜利那年秋天", "1945-23"),
        ("抗战胜利第二年", "1946"),
        ("七七事变前夕", "1937-06-23~/1937-07-06"),
        ("粉碎四人帮后", "[1976-10-06..]"),
        ("毛主席去世那年", "1976"),
        ("十八大以来", "2012-11-08/.."),
        ("建国十周年", "1959-10-01"),
        ("新中国成立70周年", "2019-10-01"),
    ],
)
def test_an_event_known_everywhere_gives_its_day_or_its_year(words: str, edtf: str) -> None:
    reading = read(words)
    assert (reading.date.edtf, reading.date.basis) == (edtf, "事件")


@pytest.mark.parametrize(
    "words", ["土改时", "公社化那年", "四清时", "反右那年", "包产到户", "火车通车那年冬天", "五四大街"]
)
def test_what_came_to_each_place_in_its_own_year_is_not_guessed(words: str) -> None:
    assert not read(words).read


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("火车通车那年冬天", "1959-24"),
        ("火车通车第二年春", "1960-21"),
        ("火车通车那年八月十五", "1959-09-17"),
        ("解放那年冬天", "1949-24"),
        ("解放后第二年", "1950"),
    ],
)
def test_a_part_of_the_year_of_an_event(words: str, edtf: str) -> None:
    reading = read(words, Context(events=(TRAIN,)))
    assert (reading.date.edtf, reading.date.basis) == (edtf, "事件")


def test_the_archive_s_own_event_goes_before_the_one_known_everywhere() -> None:
    mine = LocalEvent("玉树地震", (), "2010-04-15", "2010-04-15", "2010-04-15")
    assert read("玉树地震", Context(events=(mine,))).date.edtf == "2010-04-15"
    assert read("玉树地震").date.edtf == "2010-04-14"
