"""Golden lines: what GB/T 15834 §5.1 and CLREQ say of marks at a line's edges, pairs, gaps and numbers."""

from __future__ import annotations

import pytest

from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.lines.classes import NO_BREAK, classes_of
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph

SONG = TextStyle("NotoSerifSC-Regular", 10.0)


def lines(text: str, ems: float, **style: float) -> tuple[SetLine, ...]:
    """``text`` in a column ``ems`` wide, ten points to the em."""
    return set_paragraph(StyledText(text, TextStyle("NotoSerifSC-Regular", 10.0, **style)), ems * 10).lines


def texts(text: str, ems: float) -> list[str]:
    return [line.text for line in lines(text, ems)]


def glyph_x(line: SetLine) -> list[float]:
    """Where the glyphs of a line stand, in points from the column's edge."""
    return [round(line.x + x, 2) for run in line.runs for _, x, _ in positions(run)]


@pytest.mark.parametrize("mark", "。，、；：？！．”’）》〉】〕」』〗］｝〞…⋯—―·‧・–－～〜-％‰℃°′″㎡㎞々ー/／")
def test_a_mark_that_may_not_start_a_line_is_taken_back_or_brings_its_character_along(mark: str) -> None:
    found = texts(f"一二三四五六七八{mark}九十", 8)
    assert not found[1].startswith(mark)


@pytest.mark.parametrize("mark", "“‘（《〈【〔「『〖［｛〝￥＄№")
def test_a_mark_that_may_not_end_a_line_goes_over(mark: str) -> None:
    found = texts(f"一二三四五六七{mark}九十一二三", 8)
    assert found[1].startswith(mark)


@pytest.mark.parametrize("text", ["一二三四五六——七八九十", "一二三四五六……七八九十"])
def test_dashes_and_ellipses_are_never_parted(text: str) -> None:
    pair = text[6:8]
    assert any(pair in line for line in texts(text, 7))


def test_a_solidus_neither_starts_nor_ends_a_line() -> None:
    for width in range(3, 9):
        for line in texts("一二三四五六／七八九十一二", width):
            assert not line.startswith("／")
            assert not line.endswith("／")


def test_the_short_hyphen_between_han_takes_half_an_em_and_no_gaps() -> None:
    (line,) = lines("秦岭-淮河", 40)
    x = glyph_x(line)
    assert x[3] - x[1] == pytest.approx(15)
    assert (x[2] - x[1] - 10) == pytest.approx((5 - 3.46) / 2, abs=0.05)  # in the middle of it


def test_a_dot_between_book_titles_shares_with_both() -> None:
    (line,) = lines("《诗》·《书》", 40)
    x = glyph_x(line)
    assert x[5] - x[1] == pytest.approx(10 + 5 + 5 + 5)


def test_a_no_break_space_holds() -> None:
    for width in range(4, 9):
        assert any("米\u00a0高" in line for line in texts("一二三四米\u00a0高五六七八", width))


def test_straight_quotes_open_and_close_by_turns() -> None:
    for width in range(3, 9):
        for line in texts('他说"一二三四"，又说"五六七八"。', width):
            assert not line.startswith(('"，', '"。'))
            assert not line.endswith('说"')


@pytest.mark.parametrize(
    "number",
    ["２０２６", "ＣＣＴＶ", "36°37′", "12°C", "12.5％", "100℃", "3,200", "50%", "￥38", "1931", "12kg", "12 kg"],
)
def test_a_number_keeps_its_signs_and_its_unit(number: str) -> None:
    text = f"一二三四五{number}六七八九十"
    for width in range(5, 10):
        assert any(number in line for line in texts(text, width))


def test_two_adjacent_marks_take_an_em_and_a_half() -> None:
    (line,) = lines("他说：“好。”他走", 40)
    x = glyph_x(line)
    assert x[3] - x[2] == pytest.approx(5)  # ：“ share the half between them
    assert x[6] - x[5] == pytest.approx(5)  # 。” too
    assert x[7] - x[5] == pytest.approx(15)


@pytest.mark.parametrize(("marks", "ems"), [("？！", 1), ("！！", 1), ("！！！", 2)])
def test_stacked_query_and_exclamation_marks_share_an_em_and_three_take_two(marks: str, ems: float) -> None:
    (line,) = lines(f"什么{marks}走了", 40)
    x = glyph_x(line)
    assert x[2 + len(marks)] - x[2] == pytest.approx(10 * ems)


def test_an_opening_mark_loses_its_leading_half_at_the_start_of_a_line() -> None:
    found = lines("一二三四五六七八“九十”", 8)
    assert found[1].text.startswith("“")
    assert glyph_x(found[1])[0] == pytest.approx(-5)


def test_a_full_width_mark_at_the_end_of_a_line_takes_half_an_em() -> None:
    (first, *_) = lines("一二三四五六七，八九十一二三四五", 7.5)
    assert first.text == "一二三四五六七，"
    assert first.width == pytest.approx(75)
    assert glyph_x(first) == pytest.approx([0, 10, 20, 30, 40, 50, 60, 70])


def test_squeezing_comes_before_pushing_out() -> None:
    # nine places and a half into nine: the comma and the bracket give, nothing is drawn apart
    (first, *_) = lines("一，（二三四五六七八九十一二三四五", 9)
    assert first.text == "一，（二三四五六七八"
    assert first.width == pytest.approx(90)
    assert first.runs[0].tracking == 0


def test_a_quarter_em_stands_between_han_and_latin_but_not_beside_marks_or_at_edges() -> None:
    (line,) = lines("共1958年，abc好", 40)
    x = glyph_x(line)
    assert x[1] - x[0] == pytest.approx(12.5)
    comma = line.text.index("，")
    assert x[comma + 1] - x[comma] == pytest.approx(10)
    (edge, *_) = lines("一二三四abcdefgh", 4)
    assert edge.width == pytest.approx(40)


def test_full_width_signs_have_blanks_of_their_own_and_take_no_gap() -> None:
    (line,) = lines("共￥38元", 40)
    x = glyph_x(line)
    assert x[1] - x[0] == pytest.approx(10)
    (line,) = lines("共$38元", 40)
    assert glyph_x(line)[1] == pytest.approx(12.5)


def test_a_space_that_was_typed_between_han_and_latin_is_the_gap() -> None:
    (typed,) = lines("共 1958 年", 40)
    (plain,) = lines("共1958年", 40)
    assert typed.width == pytest.approx(plain.width)
    assert typed.text == "共 1958 年"


def test_the_first_line_is_indented_two_ems_and_the_others_not() -> None:
    found = lines("一二三四五六七八九十一二三四五六", 8, first=2.0)
    assert [line.x for line in found] == pytest.approx([20, 0, 0])
    assert [len(line.text) for line in found] == [6, 8, 2]


def test_a_last_line_has_at_least_two_characters() -> None:
    found = lines("一二三四，五六七八，九十一二三四，五六七八。", 10)
    assert len([c for c in found[-1].text if c not in "，。"]) >= 2


def test_a_note_mark_hangs_on_the_word_before_it() -> None:
    content = StyledText("一二三四五六七八九十", SONG, notes=(8,))
    found = set_paragraph(content, 80).lines
    assert found[1].notes == (0,)
    assert found[1].text.startswith("八")


def test_positions_of_no_break_are_those_of_the_table() -> None:
    kinds = classes_of("好，“a1”——……年5%")
    illegal = {m.start() for m in NO_BREAK.finditer(kinds)}
    assert illegal == {1, 3, 4, 5, 6, 7, 8, 9, 12}
