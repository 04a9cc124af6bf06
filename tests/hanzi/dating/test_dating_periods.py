"""Reigns together and roughly counted, periods and their parts, the turn from one decade to the next."""

from __future__ import annotations

import pytest

from archive_app.hanzi.dating import read


@pytest.mark.parametrize(
    ("words", "edtf", "first", "last"),
    [
        ("同治、光绪年间", "1862-01-30/1909-01-21", "1862-01-30", "1909-01-21"),
        ("乾嘉年间", "1736-02-12/1821-02-02", "1736-02-12", "1821-02-02"),
        ("康乾盛世", "1662-02-18/1796-02-08", "1662-02-18", "1796-02-08"),
        ("光绪二十几年", "[1895..1903]", "1895-01-26", "1904-02-15"),
        ("光绪三十多年", "[1905..1908]", "1905-02-04", "1909-01-21"),
        ("民国二十来年", "[1929..1934]", "1929-01-01", "1934-12-31"),
        ("民国三十几年", "[1942..1949]", "1942-01-01", "1949-09-30"),
        ("抗战初期", "1937-07-07/1938~", "1937-07-07", "1938-12-31"),
        ("抗战的时候", "1937-07-07/1945-09-02", "1937-07-07", "1945-09-02"),
        ("文革后", "[1976-10-06..]", "1976-10-06", "9999-12-31"),
        ("民国以后", "[1912-01-01..]", "1912-01-01", "9999-12-31"),
        ("文革前夕", "1965~/1966-05-15", "1965-01-01", "1966-05-15"),
        ("民国前夕", "1911~/1911-12-31", "1911-01-01", "1911-12-31"),
        ("满清时", "1644/1912-02-12", "1644-01-01", "1912-02-12"),
        ("刚解放那阵子", "1949-09-05/1952~", "1949-09-05", "1952-12-31"),
        ("快解放时", "1948~/1949-09-04", "1948-01-01", "1949-09-04"),
        ("解放前两三年", "1946~/1949-09-04", "1946-01-01", "1949-09-04"),
        ("旧社会", "../1949-09-04", "0001-01-01", "1949-09-04"),
        ("十三五末", "2020", "2020-01-01", "2020-12-31"),
        ("卅年代", "193X", "1930-01-01", "1939-12-31"),
        ("七十年代末八十年代初", "1977~/1983~", "1977-01-01", "1983-12-31"),
        ("五八年冬五九年春", "1958-11~/1959-05~", "1958-11-01", "1959-05-31"),
    ],
)
def test_a_period_is_read(words: str, edtf: str, first: str, last: str) -> None:
    value = read(words).date
    assert (value.edtf, value.earliest, value.latest) == (edtf, first, last)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [("民国三十年代", ["[1941..1949]", "193X"]), ("民国二三十年代", ["[1931..1949]", "1920/1939"])],
)
def test_decades_of_the_republic_are_of_it_or_of_the_century(words: str, edtf: list[str]) -> None:
    reading = read(words)
    assert not reading.read
    assert [one.edtf for one in reading.candidates] == edtf


def test_that_year_of_a_period_of_several_is_one_of_them() -> None:
    reading = read("大跃进那年")
    assert (reading.date.edtf, reading.confirm) == ("[1958..1960]", True)


@pytest.mark.parametrize("words", ["永昌", "大同", "解放", "利用年间", "光绪几年", "五九年春五八年冬"])
def test_what_is_no_period_is_left_alone(words: str) -> None:
    assert not read(words).read
