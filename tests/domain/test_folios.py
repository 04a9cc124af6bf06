"""Which page of a scan bears which printed number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.earlier.folios import (
    MOST,
    NONE,
    ROMAN,
    FolioRule,
    from_roman,
    labels,
    proposed,
    read_rules,
    rules_of,
    scan_of,
)
from archive_app.domain.errors import UsageError


def test_a_rule_holds_until_the_next_one_begins() -> None:
    rules = read_rules("3=i 6=无 7=1")
    assert labels(9, rules) == ["", "", "i", "ii", "iii", "", "1", "2", "3"]
    assert rules_of([rule.row() for rule in rules]) == rules


@pytest.mark.parametrize("label", ["2", "０２", "2 ", "02"])
def test_a_page_is_found_by_its_number_however_it_is_written(label: str) -> None:
    known = labels(9, read_rules("3=i 7=1"))
    assert scan_of(label, known) == 8
    assert scan_of("II", known) == 4
    assert scan_of("", known) == scan_of("99", known) == 0


@pytest.mark.parametrize("words", ["5", "5=", "0=1", "5=iiii", "5=第一页", "=3"])
def test_what_is_no_rule_is_refused_by_name(words: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_rules(words)
    assert raised.value.code == "wrong-folio"


@given(st.integers(1, 3999))
def test_roman_numbers_come_back(number: int) -> None:
    assert from_roman(FolioRule(1, number, ROMAN).label(1)) == number


def test_no_page_has_a_number_beyond_reason() -> None:
    assert labels(2, [FolioRule(1, MOST)]) == [str(MOST), ""]
    assert labels(1, [FolioRule(1, 5, NONE)]) == [""]


def test_numbers_that_agree_propose_rules_and_a_misread_one_does_not() -> None:
    read = {4: "12", 7: "1", 8: "2", 9: "8", 10: "4", 11: "5", 12: "6", 30: "21", 31: "22", 32: "23"}
    rules = proposed(read, 40)
    assert labels(40, rules)[9:12] == ["4", "5", "6"]
    assert labels(40, rules)[29:32] == ["21", "22", "23"]
    assert proposed({3: "1", 9: "77"}, 40) == ()


def test_plates_in_between_make_a_second_rule() -> None:
    rules = proposed({3: "1", 4: "2", 5: "3", 10: "4", 11: "5", 12: "6"}, 12)
    known = labels(12, rules)
    assert (known[2], known[4], known[9], known[11]) == ("1", "3", "4", "6")
