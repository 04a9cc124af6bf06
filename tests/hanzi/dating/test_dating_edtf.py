"""EDTF of all levels, as other catalogues write it: kept as it is written, with the days it encloses."""

from __future__ import annotations

import pytest

from archive_app.hanzi.dating import read
from archive_app.hanzi.dating.edtf import bounds


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1964/2008", "1964-01-01", "2008-12-31"),
        ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31"),
        ("/1985", "0001-01-01", "1985-12-31"),
        ("2001-21", "2001-02-01", "2001-05-31"),
        ("2001-29", "2001-08-01", "2001-11-30"),
        ("2001-32", "2001-05-01", "2001-08-31"),
        ("2001-34", "2001-04-01", "2001-06-30"),
        ("2001-38", "2001-05-01", "2001-08-31"),
        ("2001-41", "2001-07-01", "2001-12-31"),
        ("2001-21/2003", "2001-02-01", "2003-12-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("156X-12-25", "1560-12-25", "1569-12-25"),
        ("15XX-02-29", "1504-02-29", "1596-02-29"),
        ("1XXX-12", "1000-12-01", "1999-12-31"),
        ("1984-1X", "1984-10-01", "1984-12-31"),
        ("1984-XX-31", "1984-01-31", "1984-12-31"),
        ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20"),
        ("2004-06~-11", "2004-05-01", "2004-07-31"),
        ("?2004-06-~11", "2004-05-28", "2004-06-25"),
        ("2004?-06-11", "2004-06-11", "2004-06-11"),
        ("~2004", "2003-01-01", "2005-12-31"),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
        ("[1760-01,1760-02,1760-12..]", "1760-01-01", "9999-12-31"),
        ("{..1984}", "0001-01-01", "1984-12-31"),
    ],
)
def test_a_value_of_any_level_is_kept_with_the_days_it_encloses(edtf: str, first: str, last: str) -> None:
    value = read(edtf).date
    assert (value.edtf, value.earliest, value.latest) == (edtf, first, last)


@pytest.mark.parametrize("edtf", ["Y170000002", "Y-17E7", "Y171010000S3", "XXXX-12-XX", "-1985", "0000"])
def test_a_value_that_no_days_enclose_is_kept_without(edtf: str) -> None:
    value = read(edtf).date
    assert (value.edtf, value.earliest, value.latest) == (edtf, "", "")


@pytest.mark.parametrize(
    "text", ["1984-2X", "1985-02-3X", "1984-13", "2004-02-30", "1960/1950", "[1960..1950]", "2001-42", "1985-4X-01"]
)
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert bounds(text) is None


def test_a_code_that_may_be_the_end_of_a_span_offers_it() -> None:
    reading = read("2001-21")
    assert [one.edtf for one in reading.candidates] == ["2001-21", "2001/2021"]
    assert reading.confirm
    assert read("1931-33").date.edtf == "1931/1933"


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("5 March 1958", "1958-03-05"),
        ("the 5th of March, 1958", "1958-03-05"),
        ("Mar 5, 1958", "1958-03-05"),
        ("1958-Mar-05", "1958-03-05"),
        ("Sept. 1958", "1958-09"),
        ("summer of 1958", "1958-22"),
        ("c. 1958", "1958~"),
        ("probably 1958", "1958?"),
        ("before 1958", "[..1958]"),
        ("between 1958 and 1962", "[1958..1962]"),
        ("from May 1958 to 1962", "1958-05/1962"),
        ("mid-1950s", "1954~/1956~"),
        ("late 19th century", "1891~/1900~"),
        ("121 BC", "-0120"),
        ("AD 200", "0200"),
        ("n.d.", "XXXX"),
        ("13/5/1958", "1958-05-13"),
    ],
)
def test_a_date_in_english_is_read(words: str, edtf: str) -> None:
    assert read(words).date.edtf == edtf


def test_month_and_day_that_may_change_places_are_asked_for() -> None:
    reading = read("3/5/1958")
    assert reading.confirm
    assert [one.edtf for one in reading.candidates] == ["1958-03-05", "1958-05-03"]


@pytest.mark.parametrize("words", ["mayor", "may", "spring", "photo of 1958", "Room 1958/2"])
def test_english_that_is_no_date_is_left_alone(words: str) -> None:
    assert not read(words).read
