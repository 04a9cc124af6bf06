"""A year, a month, a day said in one way is known in the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.hanzi.dating import read
from archive_app.hanzi.dating.calendar import cycle_name
from archive_app.hanzi.dating.writings import writings_of
from archive_app.hanzi.folding import fold


def texts(text: str) -> list[str]:
    return [writing.text for writing in writings_of(text)]


ONE_YEAR = ["1949年", "一九四九年", "民国三十八年", "民国38年", "民国卅八年", "卅八年"]


@pytest.mark.parametrize("typed", [*ONE_YEAR, "1949", "一九四九", "己丑年", "民國三十八年", "１９４９年"])
def test_every_writing_of_a_year_leads_to_every_other(typed: str) -> None:
    assert set(ONE_YEAR) - {fold(typed)} <= set(texts(typed))
    assert ("己丑年" in texts(typed)) == (typed != "己丑年")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1949", "一九四九"),
        ("1958年", "五八年"),
        ("五八年", "1958年"),
        ("58年", "一九五八年"),
        ("1950年", "一九五〇年"),
        ("1950年", "一九五零年"),
        ("民国元年", "1912年"),
        ("1912年", "民国元年"),
        ("1926年", "民国十五年"),
        ("1937年", "民国廿六年"),
        ("光绪三十二年", "1906年"),
        ("1906年", "光绪32年"),
        ("1909年", "宣统元年"),
        ("1949年3月", "一九四九年三月"),
        ("民国三十八年三月", "1949年3月"),
        ("1949年10月1日", "一九四九年十月一日"),
        ("一九四九年十月一日", "1949年10月1号"),
        ("1949年10月1日", "1949-10-01"),
        ("3月5日", "三月五日"),
        ("十二月十一日", "12月11日"),
        ("五十年代", "50年代"),
        ("50年代", "一九五〇年代"),
        ("1950年代", "五十年代"),
        ("二十世纪五十年代", "1950年代"),
        ("1949年解放", "一九四九年解放"),
    ],
)
def test_a_writing_is_found(typed: str, found: str) -> None:
    assert found in texts(typed)


NO_DATES = """
水磨 二三年 三月 3月 民国五十年 民国三十八 光绪五十年 1号楼 T恤 年 20年 十年 19491 12345678 一二三四五
光绪三十二年三月 1949年13月 1949年和1950年
"""


@pytest.mark.parametrize("typed", ["", *NO_DATES.split(), "九" * 5000])
def test_what_is_no_date_or_may_be_anything_has_no_other_writing(typed: str) -> None:
    assert texts(typed) == []


@given(year=st.integers(1840, 2030))
def test_what_is_written_in_full_reads_back_to_the_year(year: int) -> None:
    for writing in writings_of(f"{year}年"):
        if not writing.not_after:
            read_back = read(writing.text).date
            assert read_back.earliest[:4] == str(year), writing
        assert writing.remark
    assert f"{cycle_name(year)}年" in texts(f"{year}年")
    for han in ("〇", "零"):
        written = "".join(han if digit == "0" else "〇一二三四五六七八九"[int(digit)] for digit in str(year))
        assert f"{year}年" in texts(f"{written}年")


def test_a_short_writing_says_behind_what_it_is_another() -> None:
    guards = {writing.text: writing.not_after for writing in writings_of("1958年")}

    assert "八" in guards["五八年"] and "9" in guards["58年"] and guards["一九五八年"] == ""
    assert "绪" in guards["戊戌年"] and "国" in guards["戊戌年"]
    assert "绪" not in {writing.text: writing.not_after for writing in writings_of("1898年")}["戊戌年"]


def test_a_year_of_the_cycle_says_which_else_it_may_be() -> None:
    (cycle,) = [writing for writing in writings_of("1949年") if writing.text == "己丑年"]

    assert "1889" in cycle.remark and "2009" in cycle.remark
    assert {"1889年", "1949年", "2009年", "光绪十五年"} <= set(texts("己丑年"))
