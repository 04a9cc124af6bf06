"""Lines of several widths in one paragraph: those beside a picture."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.lines.paragraph import set_paragraph

SIZE = 10.0
WIDTH = 20 * SIZE
WORDS = st.text(alphabet="国民文史资料，。“”《》12ab ", min_size=60, max_size=500)
WIDTHS = st.lists(st.integers(8, 20), min_size=1, max_size=12)


def content(text: str) -> StyledText:
    return StyledText(text, TextStyle("NotoSerifSC-Regular", SIZE, first=2.0))


@settings(max_examples=80, deadline=None)
@given(WORDS, WIDTHS)
def test_no_line_is_wider_than_its_own_measure_and_no_text_is_lost(text: str, ems: list[int]) -> None:
    plain = set_paragraph(content(text), WIDTH)
    found = set_paragraph(content(text), WIDTH, 0, [em * SIZE for em in ems])
    assert "".join(line.text for line in found.lines) == "".join(line.text for line in plain.lines)
    for number, line in enumerate(found.lines):
        room = ems[number] * SIZE if number < len(ems) else WIDTH
        assert line.overfull or line.x + line.width <= room + 0.01


def test_lines_are_justified_to_their_own_measure() -> None:
    text = "院子没有名字，信封上写门牌号，平常说起来都叫马家院。房主姓什么，已经没有人说得清。" * 4
    widths = [12 * SIZE] * 4
    lines = set_paragraph(content(text), WIDTH, 0, widths).lines
    ends = [line.x + line.width for line in lines[:-1]]
    assert all(abs(end - 12 * SIZE) <= SIZE / 2 for end in ends[:4])  # a closing mark at the edge gives its blank half
    assert all(abs(end - WIDTH) <= SIZE / 2 for end in ends[4:])
    assert len(ends) > 5


def test_a_forced_line_goes_on_counting_where_the_lines_before_it_stopped() -> None:
    text = "第一行。" + "院子没有名字" * 10
    verse = StyledText("短句\n" + text, TextStyle("NotoSerifSC-Regular", SIZE, role="verse", align="left"))
    lines = set_paragraph(verse, WIDTH, 0, [20 * SIZE, 10 * SIZE, 10 * SIZE]).lines
    assert [len(line.text) for line in lines[:4]] == [2, 10, 10, 20]
