"""Lines of an OHMS transcript, broken and joined; minutes on lines, and lines at minutes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.ohms.interview import Interview, lost, to_ohms
from archive_app.domain.ohms.lines import COLUMNS, Clock, broken, joined, paragraphs, read_sync, sync_of, wide
from archive_app.domain.segments import Segment

WORDS = st.text(st.sampled_from(list("甲乙𠮷，。、“”（）GB a1-'：…")), max_size=300).map(
    lambda text: " ".join(text.split())
)


@given(WORDS, st.integers(4, 80))
def test_what_is_broken_is_joined_again(text: str, columns: int) -> None:
    assert joined(broken(text, columns))[0] == text


@given(WORDS)
def test_a_line_is_no_longer_than_it_may_be_but_for_marks_that_hang(text: str) -> None:
    for line in broken(text):
        width = sum(2 if wide(one) else 1 for one in line.rstrip("，。、”）-'：… "))
        assert width <= COLUMNS or " " not in line


def test_lines_are_counted_with_the_empty_ones() -> None:
    found = paragraphs("one two\r\nthree\r\n\r\n\r\n甲乙\r\n丙")
    assert [(one.text, one.first, one.starts) for one in found] == [("one two three", 1, (0, 8)), ("甲乙丙", 5, (0, 2))]
    assert found[0].offset(1, 1) == 3 and found[0].offset(2, 1) == 13 and found[1].offset(5, 1) == 2


@pytest.mark.parametrize(
    ("sync", "marks"),
    [
        ("1:|13(3)|19(14)", [(60.0, 13, 3), (120.0, 19, 14)]),
        ("5:|4(1)||9", [(300.0, 4, 1), (900.0, 9, 0)]),
        ("0:|1(1)", []),
        ("1:|a(1)|0(2)|2( 7 )", [(180.0, 2, 7)]),
        ("", []),
        ("1", []),
    ],
)
def test_marks_of_minutes_are_read(sync: str, marks: list[tuple[float, int, int]]) -> None:
    assert read_sync(sync) == marks


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 9)), min_size=3, max_size=30))
def test_a_minute_is_found_again_within_half_a_line(parts: list[tuple[int, int]]) -> None:
    begun, at, first = [], 0.0, 1
    text: list[str] = []
    for sentences, pause in parts:
        lines = broken("这一句话正好十个字。" * sentences)
        begun.append((at, at + sentences * 5.0, lines, first))
        at += sentences * 5.0 + pause
        first += len(lines) + 1
        text += [*lines, ""]
    clock = Clock(paragraphs("\n".join(text)), sync_of(begun), at)
    for number, (start, _end, _lines, _first) in enumerate(begun):
        assert clock.second(number) == pytest.approx(start, abs=45.0)


def test_every_element_of_the_schema_stands_in_its_order() -> None:
    made = to_ohms(
        Interview("7", "A & B", segments=(Segment("一\0\ufffe二", 0.5, 1.0, "马䶮"),), subjects=("甲", "乙"))
    )
    record = ElementTree.fromstring(made.encode())[0]
    names = [one.tag.rpartition("}")[2] for one in record]
    assert names[:4] == ["version", "date", "date_nonpreferred_format", "cms_record_id"]
    assert names[-4:] == ["xmllocation", "xmlfilename", "collection_link", "series_link"]
    assert names.count("subject") == 2 and names.index("sync") < names.index("index") < names.index("transcript")
    assert record.findtext("{*}title") == "A & B" and record.findtext("{*}transcript") == "马䶮：一二"


def test_what_ohms_cannot_hold_is_said() -> None:
    backwards = Interview("7", "T", segments=(Segment("后", 90.0), Segment("前", 5.0), Segment("无")))
    assert any("有 1 段没有时间" in one for one in lost(backwards)) and any("sync" in one for one in lost(backwards))
    assert "<sync/>" in to_ohms(backwards)
