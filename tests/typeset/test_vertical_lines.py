"""Lines that run down the page: what stands upright, what lies on its side, what shares a cell."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.fonts.faces import VOID, face, reads
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.fonts.upright import TOP, UprightFace
from archive_app.typeset.layout import GlyphRun
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.templates import load

SIZE = 10.5


def columns(text: str, *spans: Span, ems: float = 40, notes: tuple[int, ...] = (), **look: object) -> list[SetLine]:
    """``text`` set as a paragraph of columns, without an indent."""
    template = load("vertical").with_layout({"vertical": look} if look else {})
    style = text_style(template, "table")  # no indents
    content = StyledText(text, style, spans, notes)
    return list(set_paragraph(content, ems * style.size).lines)


def shown(line: SetLine) -> list[tuple[str, str]]:
    """(how it stands, what it says) of every run that says anything."""
    found = []
    for run in line.runs:
        said = reads(run.text)
        if said and not run.silent:
            found.append((way(run), said))
    return found


def way(run: GlyphRun) -> str:
    if run.unseen:
        return "unseen"
    return "upright" if run.face.startswith("@") else "level" if run.level else "sideways"


def test_han_and_marks_stand_upright_latin_on_its_side() -> None:
    (line,) = columns("唱的是The East Is Red，好。")
    assert shown(line) == [("upright", "唱的是"), ("sideways", "The East Is Red"), ("upright", "，好。")]
    latin = line.runs[1]
    assert latin.dy == pytest.approx(-0.38 * line.runs[0].size)
    gap = latin.dx - (line.runs[0].dx + 3 * line.runs[0].size)
    assert gap == pytest.approx(0.25 * line.runs[0].size, abs=0.01)


def test_short_numbers_share_a_cell_longer_ones_take_a_cell_a_digit() -> None:
    (line,) = columns("1958年10月1日")
    assert shown(line) == [("upright", "1958年"), ("level", "10"), ("upright", "月1日")]
    size = line.runs[0].size
    assert line.width == pytest.approx(9 * size)  # four digits, 年, 10, 月, 1, 日: no gaps
    ten = line.runs[1]
    assert ten.dx > 5 * size and ten.dx < 6 * size  # its baseline is in the sixth cell
    assert -0.6 * size < ten.dy < -0.4 * size  # and it begins left of the middle


@pytest.mark.parametrize(
    ("look", "wanted"),
    [
        ({"together": 3}, [("level", "365"), ("upright", "天")]),
        ({"numbers": "sideways"}, [("sideways", "365"), ("upright", "天")]),
        ({"together": 0, "numbers": "sideways"}, [("sideways", "365"), ("upright", "天")]),
    ],
)
def test_template_says_how_numbers_stand(look: dict[str, object], wanted: list[tuple[str, str]]) -> None:
    (line,) = columns("365天", **look)
    assert shown(line) == wanted


@pytest.mark.parametrize("number", ["3.14", "1,234.50", "12kg", "2026-05-01", "10:30", "A4", "-12"])
def test_what_is_more_than_a_number_lies_on_its_side_whole(number: str) -> None:
    (line,) = columns(f"约{number}约")
    assert ("sideways", number) in shown(line)


def test_standards_lie_on_their_side_over_the_dash() -> None:
    (line,) = columns("依GB/T 15834—2011排")
    assert ("sideways", "GB/T 15834—2011") in shown(line)


def test_percent_goes_with_its_number_and_capitals_stand_alone() -> None:
    (line,) = columns("占25%，A队")
    assert shown(line) == [("upright", "占"), ("level", "25"), ("upright", "%，A队")]


def test_exclamation_and_question_share_a_cell() -> None:
    (line,) = columns("真的？！好！！！")
    size = line.runs[0].size
    assert ("level", "？！") in shown(line)
    assert line.width <= 6 * size + 0.01  # 真 的 ？！ 好 ！！ ！


def test_quotation_marks_are_corners_and_read_as_written() -> None:
    serif = face("@NotoSerifSC-Regular")
    for mark, corner in zip("“”‘’", "『』「」", strict=True):
        assert serif.glyphs[ord(mark)] == serif.glyphs[ord(corner)]
    (line,) = columns("“甲‘乙’丙”")
    assert [text for _, text in shown(line)] == ["“甲‘乙’丙”"]


@pytest.mark.parametrize("name", sorted({name for name in DEFAULT_ROLES.values()}))
def test_stops_stand_in_the_upper_right_of_their_cells(name: str) -> None:
    """GB/T 15834—2011 §5.2: 置于相应文字之下偏右."""
    upright = face(f"@{name}")
    assert isinstance(upright, UprightFace)
    for mark in "，。、；：":
        glyph = ord(upright.glyphs[ord(mark)] or "\0")
        extents = upright.font.get_glyph_extents(glyph)
        assert extents is not None
        across = upright.width_of_glyph(glyph)
        assert extents.x_bearing * upright.scale > across / 2
        assert TOP - extents.y_bearing * upright.scale < 300
    for mark in "，。、）》”」":
        assert upright.trail[mark] > 400
    for mark in "（《“「":
        assert upright.lead[mark] > 400


def test_dashes_are_one_stroke_whatever_the_face() -> None:
    (line,) = columns("完——了……")
    assert shown(line) == [("upright", "完——了……")]
    (kai,) = columns("完——了", Span(0, 4, SpanStyle.KAI))
    assert shown(kai) == [("upright", "完"), ("upright", "——"), ("upright", "了")]
    assert kai.width == pytest.approx(4 * 9.0)
    (alone,) = columns("完—了", Span(0, 3, SpanStyle.KAI))
    assert shown(alone) == [("upright", "完"), ("sideways", "—"), ("upright", "了")]


def test_decorations_stand_at_the_sides() -> None:
    size = 9.0
    (dots,) = columns("着重的话", Span(0, 2, SpanStyle.DOTS))
    assert [rule.kind for rule in dots.rules] == ["dot", "dot"]
    assert all(rule.y0 < -0.5 * size for rule in dots.rules)  # right of the column
    (name,) = columns("祁垚先生", Span(0, 2, SpanStyle.NAME))
    assert name.rules[0].y0 > 0.5 * size  # left of it


def test_titles_may_be_a_wave_at_the_left_and_are_read_with_their_marks() -> None:
    (line,) = columns("读《红楼梦》《三国》完", titles="wave")
    assert [rule.kind for rule in line.rules] == ["wave", "wave"]
    assert line.width == pytest.approx(7 * line.runs[0].size)
    assert "".join(text for _, text in shown(line)) == "读《红楼梦》《三国》完"
    assert [text for kind, text in shown(line) if kind == "unseen"] == ["《", "》", "《", "》"]
    first, second = line.rules
    assert first.x1 < second.x0


def test_note_marks_hang_at_the_right_and_take_no_room() -> None:
    (line,) = columns("先生，说", notes=(2, 2))
    size = line.runs[0].size
    marks = [line.runs[place] for place in line.marks]
    assert line.width == pytest.approx(4 * size, abs=size / 2 + 0.01)
    assert all(mark.dy > 0.5 * size for mark in marks)
    assert marks[0].dx < marks[1].dx < 2 * size
    (dotted,) = columns("先生，说", Span(0, 2, SpanStyle.DOTS), notes=(2,))
    assert dotted.runs[dotted.marks[0]].dx >= 2 * size - 0.01  # the dots are there already


def test_a_mark_behind_latin_has_room_of_its_own() -> None:
    (line,) = columns("梨是Pyrus属", notes=(7,))
    mark = line.runs[line.marks[0]]
    after = next(run for run in line.runs if run.text == "属")
    latin = next(run for run in line.runs if run.text == "Pyrus")
    assert latin.dx < mark.dx < after.dx - 0.5 * mark.size


def test_readings_stand_at_the_right() -> None:
    (line,) = columns("祁垚", Span(0, 2, SpanStyle.RUBY, "qí yáo"))
    readings = [run for run in line.runs if run.silent]
    assert [run.text for run in readings] == ["qí", "yáo"]
    assert all(run.dy > 0.5 * 9.0 for run in readings)


def test_phonetic_letters_stand_upright_at_the_right() -> None:
    (line,) = columns("祁", Span(0, 1, SpanStyle.RUBY, "ㄑㄧˊ"))
    (reading,) = [run for run in line.runs if run.silent]
    assert reading.face.startswith("@")
    assert reading.dy > 0.7 * 9.0


def test_numbers_hold_together() -> None:
    for ems in range(5, 14):
        lines = columns("甲乙丙丁戊1958年己庚辛壬癸", ems=ems)
        assert any("1958" in line.text for line in lines)


@given(
    st.text(
        alphabet="一二的我，。、！？：“”‘’《》（）—…·" + string.ascii_letters[:6] + string.digits + " .,-%", max_size=60
    ),
    st.integers(6, 20),
    st.sampled_from(["marks", "wave"]),
)
def test_no_text_is_lost_and_no_column_is_too_long(text: str, ems: int, titles: str) -> None:
    lines = columns(text, ems=ems, titles=titles)
    whole = text.rstrip(" ").lstrip(" ")
    assert "".join(line.text for line in lines).strip(" ") == whole
    for line in lines:
        assert line.overfull or line.width <= ems * 9.0 + 0.01 or line.text.rstrip().isascii()
        said = "".join(reads(run.text) for run in line.runs if not run.silent).replace(VOID, "")
        assert said.strip(" ") == line.text.strip(" ")


def test_a_number_is_liked_with_what_it_counts() -> None:
    """Where the room can be had by squeezing marks, 35 and 岁 are not parted."""
    text = "他说，人家问，我说，今年，已经，35岁，不小了，还在地里干活。"
    first, _ = columns(text, ems=17)  # seventeen cells end behind 35
    assert first.text.endswith("35岁，")
