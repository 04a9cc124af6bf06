"""Plain paragraphs take a shorter way to their lines, and come to the same lines by it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.lines import paragraph
from archive_app.typeset.lines.paragraph import SetParagraph, set_paragraph
from archive_app.typeset.lines.plain import set_plain
from archive_app.typeset.templates import load

FACES = ["NotoSerifSC-Regular", "LXGWWenKai-Regular", "NotoSansSC-Bold"]
TEXTS = st.text(
    alphabet=st.sampled_from(
        "国民文史资料城东年月" * 4 + "，。、；：？！“”‘’（）《》【】—…·％℃￥ abcdefgh0123456789.%-/～'１Ａ②"
    ),
    min_size=1,
    max_size=140,
).map(lambda text: text.strip())


def by_the_long_way(content: StyledText, width: float, looseness: int, widths: list[float]) -> SetParagraph:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paragraph, "set_plain", lambda *_: None)
        return set_paragraph(content, width, looseness, widths)


def close(found: Any, other: Any) -> bool:
    """Whether two values are the same but for hundredths of a thousandth of an em."""
    if isinstance(found, float):
        return abs(found - other) < 0.011
    if isinstance(found, tuple):
        return len(found) == len(other) and all(close(a, b) for a, b in zip(found, other, strict=True))
    return bool(found == other)


@settings(max_examples=200, deadline=None)
@given(
    TEXTS.filter(bool),
    st.integers(5, 30),
    st.sampled_from(FACES),
    st.sampled_from(["justify", "center", "right", "left"]),
    st.sampled_from([0, 0, 0, -1, 1]),
    st.lists(st.integers(0, 140), max_size=3),
    st.booleans(),
    st.lists(st.integers(4, 30), max_size=3),
)
def test_the_short_way_and_the_long_way_lead_to_the_same_lines(
    text: str,
    ems: int,
    face_name: str,
    align: str,
    looseness: int,
    notes: list[int],
    numbered: bool,
    widths: list[int],
) -> None:
    style = TextStyle(face_name, 10.0, align=align, first=2.0, rest=0.5, hanging=align == "justify" and ems % 2 == 0)
    content = StyledText(text, style, notes=tuple(sorted(notes)), numbered=numbered)
    others = [em * 10.0 for em in widths]
    found = set_plain(content, ems * 10.0, looseness, others)
    assert found is not None
    expected = by_the_long_way(content, ems * 10.0, looseness, others)
    assert [line.text for line in found.lines] == [line.text for line in expected.lines]
    for line, other in zip(found.lines, expected.lines, strict=True):
        assert close(line, other), (line, other)
    assert found[1:] == expected[1:]


@pytest.mark.parametrize("text", ["7——", "国1958——1962年", "Tom’s 24’，国3——4’s"])
def test_figures_stay_what_they_are_beside_what_is_set_otherwise(text: str) -> None:
    content = StyledText(text, TextStyle("NotoSerifSC-Regular", 10.0))
    found = set_plain(content, 500.0, 0, [])
    assert found is not None
    shown = "".join(run.text for line in found.lines for run in line.runs)
    assert [c for c in shown if c.isdecimal()] == [c for c in text if c.isdecimal()]


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="国民文史资料年月，。、；：？！“”‘’（）【】《", min_size=1, max_size=120),
    st.integers(6, 30),
    st.sampled_from(["NotoSerifSC-Regular", "LXGWWenKai-Regular"]),
    st.sampled_from([0, 0, -1, 1]),
    st.booleans(),
)
def test_both_ways_lead_to_the_same_columns(text: str, ems: int, face_name: str, looseness: int, hanging: bool) -> None:
    look = text_style(load("vertical"), "body")
    content = StyledText(text, replace(look, face=face_name, hanging=hanging))
    found = set_plain(content, ems * look.size, looseness, [])
    if found is None:
        assert "《" in text or re.search("[？！]{2}", text)
        return
    expected = by_the_long_way(content, ems * look.size, looseness, [])
    assert [line.text for line in found.lines] == [line.text for line in expected.lines]
    for line, other in zip(found.lines, expected.lines, strict=True):
        assert close(line, other), (line, other)
    assert found[1:] == expected[1:]


@pytest.mark.parametrize("text", [" 文", "文　", "文\n史", "文\u200b史", "ཀ文", "文𰻝史", "e\u0301文", "文\x07史"])
def test_what_needs_care_is_not_plain(text: str) -> None:
    assert set_plain(StyledText(text, TextStyle(FACES[0], 10.0)), 100.0, 0, []) is None


def test_marks_that_are_seen_are_not_plain_and_marks_that_are_not_are() -> None:
    style = TextStyle(FACES[0], 10.0)
    bold = StyledText("文史资料", style, (Span(0, 2, SpanStyle.BOLD),))
    person = StyledText("文史资料", style, (Span(0, 2, SpanStyle.PERSON),))
    assert set_plain(bold, 100.0, 0, []) is None
    assert set_plain(person, 100.0, 0, []) is not None
