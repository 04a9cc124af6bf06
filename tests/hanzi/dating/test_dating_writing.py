"""Dates as forms, ledgers and lists write them: both of two, an end told from the beginning, blanks, unknown ends."""

from __future__ import annotations

import pytest

from archive_app.hanzi.dating import Context, read


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("两千年", "2000"),
        ("1956年和1958年", "{1956,1958}"),
        ("1958年3月和5月", "{1958-03,1958-05}"),
        ("1958年3月5日和6日", "{1958-03-05,1958-03-06}"),
        ("1958年三月五六日", "[1958-03-05,1958-03-06]"),
        ("1958年三月初七八", "[1958-04-25,1958-04-26]"),
        ("1958年腊月到正月", "1959-01-09/1959-03-08"),
        ("1958年11月至2月", "1958-11/1959-02"),
        ("1958年10月至次年3月", "1958-10/1959-03"),
        ("1958年秋收后", "1958-23"),
        ("1958年暑假", "1958-07~/1958-08~"),
        ("1958年某天", "1958"),
        ("1958年__月__日", "1958-XX"),
        ("1958年  月  日", "1958"),
        ("195_年", "195X"),
        ("1950几年", "195X"),
        ("1958年及以前", "[..1958]"),
        ("1958-?", "1958/"),
        ("不详—1958年", "/1958"),
        ("1958年起，1962年止", "1958/1962"),
        ("1958/59年", "1958/1959"),
        ("[1958?]", "1958?"),
    ],
)
def test_a_way_of_writing_is_read(words: str, edtf: str) -> None:
    assert read(words).date.edtf == edtf


def test_the_day_of_the_week_agrees_or_contradicts() -> None:
    assert read("1958年3月5日星期三").date.edtf == "1958-03-05"
    wrong = read("1958年3月5日（星期四）")
    assert (wrong.date.edtf, wrong.problem) == ("", "1958-03-05是星期三，不是星期四")


def test_the_day_of_the_week_chooses_the_calendar() -> None:
    """四月六 may be of either; of the two days the lunar one was a Saturday."""
    reading = read("一九五八年四月六，星期六")
    assert reading.date.edtf == "1958-05-24"
    assert reading.confirm


@pytest.mark.parametrize(("words", "anchor", "edtf"), [
    ("15日", "1958年3月", "1958-03-15"),
    ("过年时", "1947年", "1947-01-22"),
    ("秋收后", "1958年", "1958-23"),
    ("是冬", "1958年", "1958-24"),
])  # fmt: skip
def test_a_part_without_its_year_has_the_one_before(words: str, anchor: str, edtf: str) -> None:
    reading = read(words, Context(anchor=anchor))
    assert (reading.date.edtf, reading.confirm) == (edtf, True)
    assert not read(words).read


@pytest.mark.parametrize("mark", ["\u200b", "\u0301", "\u202e", "\ufe0f", "\u00ad"])
def test_what_is_not_seen_does_not_hide_a_date(mark: str) -> None:
    text = mark.join("1958年3月5日")
    reading = read(text)
    assert (reading.date.display, reading.date.edtf) == (text, "1958-03-05")


@pytest.mark.parametrize(
    ("words", "meant"),
    [("l958年", "1958"), ("19S8年", "1958"), ("1958年3月l5日", "1958-03-15"), ("一九五八年三月五曰", "1958-03-05")],
)
def test_a_slip_of_a_reading_machine_is_offered_and_not_set_right(words: str, meant: str) -> None:
    reading = read(words)
    assert (reading.date.display, reading.read, reading.confirm) == (words, False, True)
    assert [one.edtf for one in reading.candidates] == [meant]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [("光绪24.8.6", "1898-09-21"), ("民26年", "1937"), ("1958年00月00日", "1958-XX"), ("民国26.7.7", "1937-07-07")],
)
def test_figures_count_as_their_year_does(words: str, edtf: str) -> None:
    assert read(words).date.edtf == edtf


@pytest.mark.parametrize("words", ["次日", "三天后", "半个月后", "下月", "半年后", "十年后", "前一天", "第三年"])
@pytest.mark.parametrize("anchor", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_not_overstepped(words: str, anchor: str) -> None:
    reading = read(words, Context(anchor=anchor))
    assert reading.date.display == words
    assert reading.read or reading.confirm


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1958年5月底6月初", "1958-05-21~/1958-06-10~"),
        ("1958年5月12、13两日", "{1958-05-12,1958-05-13}"),
        ("1958年约3月", "1958-03~"),
        ("1958年？月", "1958-XX"),
        ("1958年春末夏初", "1958-04~/1958-06~"),
        ("1958年第二、三季度", "1958-04/1958-09"),
        ("1958年前三季度", "1958-01/1958-09"),
        ("1958年冬腊月", "1958-12-11/1959-02-07"),
        ("1958年旧历年", "1958-02-18"),
        ("1958年五月某天晚上", "1958-05-XX"),
        ("二〇二四龙年", "2024"),
        ("公元前221年—前206年", "-0220/-0205"),
    ],
)
def test_a_part_of_a_year_is_read(words: str, edtf: str) -> None:
    assert read(words).date.edtf == edtf


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1958年5月底修渠6月完工", "1958-01-01", "1958-12-31"),
        ("1958年春天种树秋天收工", "1958-01-01", "1958-12-31"),
        ("1958年5月3日开会5日散会", "1958-05-01", "1958-05-31"),
        ("五八年大炼钢铁", "1958-01-01", "1958-12-31"),
    ],
)
def test_a_date_among_other_words_is_no_finer_than_they_leave(words: str, first: str, last: str) -> None:
    value = read(words).date
    assert (value.earliest, value.latest, value.qualifier) == (first, last, "待考")


def test_the_animal_of_a_year_contradicts() -> None:
    assert read("1958年（狗年）").date.edtf == "1958"
    assert read("二〇二四马年").problem == "2024年属龙，不属马"
