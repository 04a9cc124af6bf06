"""Words that hang on what was said before, on the day of the telling, on a birth: reckoned, or left to a person."""

from __future__ import annotations

from datetime import date

import pytest

from archive_app.hanzi.dating import Context, read

TOLD = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("words", "anchor", "edtf"),
    [
        ("又过了三年", "1958年", "1961"),
        ("第五年", "1958年", "1962"),
        ("五年以后的春天", "1958年", "1963-21"),
        ("三天后", "1958年3月5日", "1958-03-08"),
        ("半个月后", "1958年3月5日", "1958-03-20~"),
        ("三个月后", "1958年3月5日", "1958-06~"),
        ("半年后", "1958年3月", "1958-09~"),
        ("次年正月", "1958年腊月", "1959-02-08/1959-03-08"),
        ("次年", "光绪二十三年", "1898-01-22/1899-02-09"),
        ("次年三月", "光绪二十三年", "1898-03-22/1898-04-20"),
        ("次年", "1958年前后", "1959~"),
        ("二十三年春", "民国二十二年", "1934-21"),
        ("廿三年", "光绪二十二年三月", "1897-02-02/1898-01-21"),
        ("零五年", "2003年", "2005"),
    ],
)
def test_what_was_said_before_is_reckoned_from(words: str, anchor: str, edtf: str) -> None:
    reading = read(words, Context(anchor=anchor))
    assert (reading.date.edtf, reading.date.basis) == (edtf, "上下文")


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("次年", "1958年至1960年"),
        ("次年", "五十年代"),
        ("元年", "光绪三十四年"),
        ("三天后", "1958年3月"),
        ("三十年", "1958年"),
    ],
)
def test_what_was_said_before_may_not_be_enough(words: str, anchor: str) -> None:
    reading = read(words, Context(anchor=anchor))
    assert not reading.read
    assert reading.confirm


def test_the_year_after_one_of_several_is_one_of_several() -> None:
    reading = read("次年", Context(as_of=TOLD, anchor="戊戌年"))
    assert not reading.read
    assert [one.earliest[:4] for one in reading.candidates] == ["1899", "1959", "2019"]


def test_a_day_without_a_year_is_not_put_after_the_telling() -> None:
    reading = read("12月5日", Context(as_of=TOLD))
    assert reading.date.edtf == "2025-12-05"
    assert [one.edtf for one in reading.candidates] == ["2025-12-05", "2026-12-05"]
    assert reading.confirm
    assert read("3月5日", Context(as_of=TOLD)).date.edtf == "2026-03-05"


@pytest.mark.parametrize(
    ("words", "born", "edtf"),
    [
        ("七八岁的时候", "1947年", "[1953..1956]"),
        ("虚龄十八", "1947年", "1964"),
        ("我二十出头", "1947年", "[1966..1971]"),
        ("六十大寿", "1947年", "[2006..2008]"),
        ("虚岁十三", "民国三十六年腊月二十九", "1959"),  # 1948-02-08, the day before the eve of the next year
        ("我出生那年", "1947年3月5日", "1947"),
        ("出生后第三年", "1947年", "1949"),
        ("属马的那年", "1947年", "[1954,1966,1978,1990,2002,2014,2026]"),
        ("戊戌年", "1947年", "[1958,2018]"),
        ("本命年", "1947年", "[1959,1971,1983,1995,2007,2019]"),
        ("第二个本命年", "1947年", "1971"),
    ],
)
def test_a_birth_is_reckoned_from(words: str, born: str, edtf: str) -> None:
    reading = read(words, Context(as_of=TOLD, born=born))
    assert (reading.date.edtf, reading.date.basis, reading.confirm) == (edtf, "年龄推算", True)


@pytest.mark.parametrize("words", ["本命年", "我出生那年", "出生第二年"])
def test_without_a_birth_it_is_asked_for(words: str) -> None:
    reading = read(words)
    assert not reading.read
    assert "生年" in reading.date.note


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("昨天晚上", "2026-03-17"),
        ("三天前", "2026-03-15"),
        ("两个月前", "2026-01~"),
        ("半年前", "2025-09~"),
        ("两三年前", "2023~/2024~"),
        ("十几年前", "2007~/2015~"),
        ("上星期三", "2026-03-11"),
        ("上周", "2026-03-09/2026-03-15"),
        ("本周一", "2026-03-16"),
        ("去年今天", "2025-03-18"),
    ],
)
def test_the_day_of_the_telling_is_counted_back_from(words: str, edtf: str) -> None:
    reading = read(words, Context(as_of=TOLD))
    assert (reading.date.edtf, reading.date.basis, reading.confirm) == (edtf, "上下文", True)
    assert not read(words).read
    assert read(words, Context(as_of=date(1, 1, 1))).date.edtf == ""
