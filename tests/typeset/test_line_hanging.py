"""标点悬挂: ，、。 outside the measure at a line's end, where a book wants it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.templates import Template, load

HANGING = TextStyle("NotoSerifSC-Regular", 10.0, hanging=True)


def lines(text: str, ems: float, style: TextStyle = HANGING, *spans: Span) -> tuple[SetLine, ...]:
    return set_paragraph(StyledText(text, style, spans), ems * style.size).lines


def places(line: SetLine) -> list[float]:
    return [round(line.x + x, 2) for run in line.runs for _, x, _ in positions(run)]


@pytest.mark.parametrize("mark", "，、。．")
def test_a_mark_that_just_does_not_fit_hangs_and_nothing_is_squeezed(mark: str) -> None:
    text = f"一二三四五六七八{mark}九十一二三四五六七"
    (first, *_) = lines(text, 8)
    assert first.text == f"一二三四五六七八{mark}"
    assert places(first) == [10.0 * n for n in range(9)]
    assert first.width == pytest.approx(80)  # what hangs does not count
    (other, *_) = lines(text, 8, replace(HANGING, hanging=False))
    assert other.text != first.text


@pytest.mark.parametrize("mark", "；：？！”）》…—")
def test_other_marks_do_not_hang(mark: str) -> None:
    text = f"一二三四五六七八{mark}九十一二三四五六七"
    plain = replace(HANGING, hanging=False)
    assert [line.text for line in lines(text, 8)] == [line.text for line in lines(text, 8, plain)]


def test_a_mark_that_fits_does_not_hang() -> None:
    (first, *_) = lines("一二三四五六七，八九十一二三四五", 7.5)
    assert first.text == "一二三四五六七，"
    assert places(first) == [10.0 * n for n in range(8)]


def test_the_last_line_of_a_paragraph_lets_its_full_stop_hang() -> None:
    found = lines("一二三四五六七八九十一二三四五六。", 8)
    assert [line.text for line in found] == ["一二三四五六七八", "九十一二三四五六。"]


def test_a_line_with_marked_text_hangs_alike() -> None:
    text = "一二三四五六七八，九十一二三四五六七"
    marked = lines(text, 8, HANGING, Span(1, 3, SpanStyle.BOLD))
    assert [line.text for line in marked] == [line.text for line in lines(text, 8)]
    assert marked[0].width == pytest.approx(80)
    assert places(marked[0])[-1] == pytest.approx(80)


def test_a_mark_hangs_under_its_column() -> None:
    template = replace(load("vertical"), hanging=True)
    style = replace(text_style(template, "body"), first=0.0)
    (first, *_) = set_paragraph(StyledText("一二三四五六七八，九十一二三四五六七", style), 8 * style.size).lines
    assert first.text.endswith("，")
    assert first.width == pytest.approx(8 * style.size)
    assert first.runs[-1].dx + 8 * style.size == pytest.approx(8 * style.size)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="国民文史资料，。、“”《》12ab ", min_size=10, max_size=300), st.integers(6, 30))
def test_hanging_lines_hold_the_same_text_and_fill_their_measure(text: str, ems: int) -> None:
    text = text.strip()
    found = lines(text, ems)
    assert "".join(line.text for line in found) == text
    for line in found:
        assert line.width <= ems * 10 + 0.01 or line.overfull
        last = ([0.0, *places(line)])[len(line.text.rstrip())]  # spaces hang anyway
        assert last <= ems * 10 + 0.01 or line.overfull


def test_only_justified_text_of_a_template_that_wants_it_hangs(small: Template) -> None:
    wanted = replace(small, hanging=True)
    assert text_style(wanted, "body").hanging
    assert not text_style(wanted, "caption").hanging
    assert not text_style(small, "body").hanging
    block = Block(BlockKind.PARAGRAPH, "一二三四五六七八九十一二三四五六七八，" + "二" * 30)
    book = Book("书", (Section("", (Article("a", "题", Manuscript((block,))),)),))
    (line,) = [line for page in compose(book, template=wanted).pages for line in page.lines if "八，" in line.text]
    assert line.text.endswith("八，")
