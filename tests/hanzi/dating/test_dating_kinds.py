"""Forms of every kind beyond the table; what cannot be, and what hangs on more than the words."""

from __future__ import annotations

from datetime import date

import pytest

from archive_app.hanzi.dating import Context, LocalEvent, find_dates, read
from archive_app.hanzi.dating.calendar import lunar_year, terms_of
from archive_app.hanzi.dating.reigns import reigns

AS_OF = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("壹玖伍捌年叁月伍日", "1958-03-05"),
        ("二OO八年五月十二日", "2008-05-12"),
        ("１９５８年３月", "1958-03"),
        ("1958-03-05 10:20", "1958-03-05"),
        ("民國卅六年", "1947"),
        ("民国26年7月7日", "1937-07-07"),
        ("民国丁丑年", "1937"),
        ("光绪戊戌", "1898-01-22/1899-02-09"),
        ("光緒二十四年八月初六", "1898-09-21"),
        ("宣统三年十二月二十五", "1912-02-12"),
        ("崇禎十七年三月十九", "1644-04-25"),
        ("明永乐年间", "1403/1424"),
        ("康熙末年", "1719~/1722~"),
        ("1958年春节", "1958-02-18"),
        ("1958年八月中秋", "1958-09-27"),
        ("农历一九五八年八月十五", "1958-09-27"),
        ("1976年清明", "1976-04-04"),
        ("六一年六一", "1961-06-01"),
        ("1957年闰八月十五", "1957-10-08"),
        ("壬戌年闰四月", "1982-05-23/1982-06-20"),
        ("1958年第三季度", "1958-35"),
        ("1958年3月至5月", "1958-03/1958-05"),
        ("1956-58年", "1956/1958"),
        ("民国二十六年至三十四年", "1937/1945"),
        ("50年代末到60年代初", "1957~/1963~"),
        ("六五年或者六六年的春天", "[1965,1966]"),
        ("一九四八年底或一九四九年初", "[1948,1949]"),
        ("六一二年", "[1961,1962]"),
        ("1956、1957和1958三年", "{1956,1957,1958}"),
        ("不早于1958年", "[1958..]"),
        ("到1958年止", "../1958"),
        ("1950年以后、1960年以前", "[1950..1960]"),
        ("咸丰以后、光绪以前", "1862-01-30/1875-02-05"),
        ("二十世纪上半叶", "1901/1950"),
        ("解放第二年", "1950"),
        ("1958年10月中下旬", "1958-10-11/1958-10-31"),
        ("1958年国庆节前夕", "1958-09-17~/1958-09-30"),
        ("民国以前", "[..1911-12-31]"),
        ("记得是六二年吧", "1962"),
        ("戊戌", "[1898,1958,2018]"),
        ("三十年代末（待考）", "1937~/1939~"),
        ("壬戌年正月十五（1982年2月8日）", "1982-02-08"),
        ("公元前221年", "-0220"),
        ("藏历第十六饶迥火兔年", "1927"),
        ("1958年开斋节", "1958"),
    ],
)
def test_a_form_of_the_kind_is_read(words: str, edtf: str) -> None:
    assert read(words, Context(as_of=AS_OF)).date.edtf == edtf


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("1958年2月30日", "没有30日"),
        ("1958年13月", "没有13月"),
        ("1900年2月29日", "没有29日"),
        ("1958年闰二月", "没有闰"),
        ("一九四七年闰三月", "那年闰二月"),
        ("民国四十五年", "民国三十八年"),
        ("民国三十八年十月", "1949年9月30日"),
        ("光绪四十年", "只有三十四年"),
        ("光绪甲子年", "没有甲子年"),
        ("甲丑年", "没有"),
        ("丙午牛年", "属马"),
        ("1958年（己亥年）", "不合"),
        ("清永乐三年", "明代"),
        ("1958年教师节", "1985"),
        ("1960年至1950年", "颠倒"),
        ("光绪以后、同治以前", "不成立"),
    ],
)
def test_what_cannot_be_is_said_in_words(words: str, why: str) -> None:
    reading = read(words)
    assert why in reading.problem
    assert (reading.date.display, reading.date.edtf, reading.confirm) == (words, "", True)


@pytest.mark.parametrize(
    "words", ["去年冬天", "第二年", "腊月二十三", "小时候", "二十三年", "修桥那年", "公社化时", "古尔邦节", "元狩二年"]
)
def test_what_is_not_known_is_not_guessed(words: str) -> None:
    reading = read(words)
    assert not reading.read
    assert reading.confirm
    assert not reading.problem


@pytest.mark.parametrize(
    ("words", "context", "edtf"),
    [
        ("次年", Context(anchor="1958年"), "1959"),
        ("当年冬天", Context(anchor="那是1958年3月的事"), "1958-24"),
        ("开春", Context(anchor="1958年冬"), "1959-21"),
        ("次日", Context(anchor="1958年12月31日"), "1959-01-01"),
        ("同月", Context(anchor="1958年3月5日"), "1958-03"),
        ("大前年", Context(as_of=AS_OF), "2023"),
        ("十年前", Context(as_of=AS_OF), "2016~"),
        ("戊戌年", Context(as_of=AS_OF, anchor="五十年代"), "1958"),
        ("虚岁十八", Context(born="1947年"), "1964"),
        ("满十八周岁", Context(born="1947年3月5日"), "1965-03-05/1966-03-04"),
        ("二十岁那年", Context(born="1947年"), "[1966..1968]"),
        ("十一二岁那年六月六", Context(born="1950年"), "[1960-06-29,1961-07-18,1962-07-07,1963-07-26]"),
    ],
)
def test_a_context_resolves_what_hangs_on_it(words: str, context: Context, edtf: str) -> None:
    reading = read(words, context)
    assert reading.date.edtf == edtf
    assert reading.date.basis


def test_the_reading_by_a_context_says_what_it_went_by() -> None:
    reading = read("次年", Context(anchor="1958年"))
    assert "1958" in reading.date.note
    assert read("3月底", Context(anchor="1958年")).confirm


def test_local_events_give_their_year_their_day_and_their_neighbours() -> None:
    events = (
        LocalEvent("西宁站通车运营", ("火车通车那年",), "1959-10-01", "1959-10-01", "1959-10-01"),
        LocalEvent("发大水", (), "1967-07", "1967-07-01", "1967-07-31"),
        LocalEvent("发大水", (), "1981", "1981-01-01", "1981-12-31"),
    )
    context = Context(events=events)
    assert read("火车通车那天", context).date.edtf == "1959-10-01"
    assert read("火车通车前一年", context).date.edtf == "1958"
    two = read("发大水那年", context)
    assert not two.read
    assert [one.edtf for one in two.candidates] == ["1967", "1981"]


def test_two_digits_never_settle_a_century_in_silence() -> None:
    old, open_ = read("五八年", Context(as_of=AS_OF)), read("零五年", Context(as_of=AS_OF))
    assert old.confirm
    assert "推定" in old.date.note
    assert open_.date.edtf == "[1905,2005]"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2024-05-01_王家庄", [("2024-05-01", "2024-05-01")]),
        ("IMG_20240501_123456.jpg", [("20240501", "2024-05-01")]),
        ("微信图片_20240501123456", [("20240501", "2024-05-01")]),
        ("一九五八年春，办了食堂。到六二年五月散了", [("一九五八年春", "1958-21"), ("六二年五月", "1962-05")]),
        ("光绪廿三年四月 水磨契", [("光绪廿三年四月", "1897-05-02/1897-05-30")]),
        ("2024 年 5 月 1 日 韵家口", [("2024 年 5 月 1 日", "2024-05-01")]),
        ("档案J019-LY·2019·Y-001", []),
        ("回望城东24辑，第2024页，电话13512345678", []),
    ],
)
def test_dates_are_found_inside_other_words(name: str, found: list[tuple[str, str]]) -> None:
    assert [(name[start:end], reading.date.edtf) for start, end, reading in find_dates(name)] == found


def test_every_reign_follows_the_one_before() -> None:
    """In each dynasty the years are counted without a gap (景泰八年 is also 天顺元年, 泰昌 shares 万历's last)."""
    for dynasty, first, last in (("明", 1368, 1644), ("清", 1644, 1911)):
        ours = sorted((one for one in reigns().values() if one.dynasty == dynasty), key=lambda one: one.first)
        counted = {year for one in ours for year in range(one.first, one.last + 1)}
        assert set(range(first, last + 1)) <= counted
    assert len(reigns()) == 33


@pytest.mark.parametrize(
    ("year", "first", "leap"),
    [(1911, "1911-01-30", 6), (1949, "1949-01-29", 7), (1985, "1985-02-20", 0), (2023, "2023-01-22", 2),
     (2033, "2033-01-31", 11), (1644, "1644-02-08", 0), (1700, "1700-02-19", 0)],
)  # fmt: skip
def test_new_years_and_leap_months_are_the_known_ones(year: int, first: str, leap: int) -> None:
    found = lunar_year(year)
    assert found is not None
    assert (found.first.isoformat(), found.leap) == (first, leap)


def test_solar_terms_are_the_known_ones() -> None:
    assert [day.isoformat() for day in terms_of(2024)[6:8]] == ["2024-04-04", "2024-04-19"]
    assert terms_of(2021)[23].isoformat() == "2021-12-21"
