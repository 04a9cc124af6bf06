"""Forms of deeds, almanacs and old hands: other names of months, 三伏 and 数九, other eras, times of day."""

from __future__ import annotations

import pytest

from archive_app.hanzi.dating import read


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("二千零八年", "2008"),
        ("一仟玖佰伍拾捌年", "1958"),
        ("2008·5·12", "2008-05-12"),
        ("2008年5.12", "2008-05-12"),
        ("2008年5月12日下午2点28分04秒", "2008-05-12"),
        ("2008年5月12日14:28", "2008-05-12"),
        ("20080512_142804", "2008-05-12"),
        ("19580300", "1958-03-XX"),
        ("19580000", "1958"),
        ("1958.5—6", "1958-05/1958-06"),
        ("1958.05.01—06.03", "1958-05-01/1958-06-03"),
        ("1958年5月上、中旬", "1958-05-01/1958-05-20"),
        ("1958年5月上旬至中旬", "1958-05-01/1958-05-20"),
        ("1958年五月初一至十五", "1958-06-17/1958-07-01"),
        ("民国三十七年腊月至1949年春", "1948-12-30/1949-05~"),
        ("民国前三年", "1909"),
        ("1958年冬至日", "1958-12-22"),
        ("1957年闰月", "1957-09-24/1957-10-22"),
        ("1958年八月既望", "1958-09-28"),
        ("1958年七月半", "1958-08-29"),
        ("1958年大年初三", "1958-02-20"),
        ("2024年入伏", "2024-07-15"),
        ("2025年末伏", "2025-08-09/2025-08-18"),
        ("2024年三九", "2025-01-08/2025-01-16"),
        ("光绪廿三年桂月上浣", "1897-08-28/1897-09-06"),
        ("光绪廿三年孟夏", "1897-05-02/1897-05-30"),
        ("光绪廿三年四月谷旦", "1897-05-02/1897-05-30"),
        ("光绪戊戌八月", "1898-09-16/1898-10-14"),
        ("皇清光绪二十三年", "1897-02-02/1898-01-21"),
        ("泰昌元年", "1620-08-28/1621-01-21"),
        ("绍武元年", "1646-02-16/1647-02-04"),
        ("洪宪元年", "1916-01-01/1916-03-22"),
        ("康德八年", "1941"),
        ("大同二年五月", "1933-05"),
    ],
)
def test_a_form_of_old_hands_is_read(words: str, edtf: str) -> None:
    assert read(words).date.edtf == edtf


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("1958年闰月", "没有闰月"),
        ("康德十三年", "康德十二年"),
        ("宣统五年", "只有三年"),
    ],
)
def test_what_never_was_is_said_to_be_so(words: str, why: str) -> None:
    assert why in read(words).problem


def test_a_reign_counted_on_after_its_end_names_the_year_that_was_meant() -> None:
    assert [one.edtf for one in read("宣统五年").candidates] == ["1913"]


@pytest.mark.parametrize("words", ["99999999", "12345678", "2019-0012", "第0012号", "1958元", "1958页"])
def test_a_number_is_no_date(words: str) -> None:
    reading = read(words)
    assert (reading.read, reading.problem) == (False, "")


def test_the_winter_of_the_nines_is_asked_for() -> None:
    """三九 of 1958 may be of the winter that began or of the one that ended in it."""
    reading = read("1958年三九")
    assert reading.confirm
    assert [one.earliest for one in reading.candidates] == ["1959-01-09", "1958-01-09"]
