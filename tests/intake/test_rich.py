"""Cutting and joining keeps every mark on the words it was on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Note, Span, SpanStyle
from archive_app.intake.text.rich import Rich, RichBuilder, lined

STYLES = (SpanStyle.BOLD, SpanStyle.KAI, SpanStyle.UNDERLINE)


@st.composite
def riches(draw: st.DrawFn) -> Rich:
    text = draw(st.text("甲乙丙丁 　𠮷", min_size=1, max_size=20))
    builder = RichBuilder()
    position = 0
    while position < len(text):
        length = draw(st.integers(1, 5))
        builder.add(text[position : position + length], draw(st.sets(st.sampled_from(STYLES), max_size=2)))
        if draw(st.integers(0, 5)) == 0:
            builder.note(Rich("注"))
        position += length
    return builder.build()


def styles_at(rich: Rich) -> list[tuple[str, frozenset[SpanStyle]]]:
    """Every character with the marks on it."""
    return [
        (char, frozenset(span.style for span in rich.spans if span.start <= index < span.end))
        for index, char in enumerate(rich.text)
    ]


@given(riches(), st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=80, deadline=None)
def test_a_cut_keeps_every_characters_marks(rich: Rich, first: int, second: int) -> None:
    start, end = sorted((min(first, len(rich.text)), min(second, len(rich.text))))
    cut = rich.cut(start, end)
    assert styles_at(cut) == styles_at(rich)[start:end]
    assert len(cut.notes) == len(rich.notes)
    assert all(0 <= note.at <= len(cut.text) for note in cut.notes)


@given(riches(), riches())
@settings(max_examples=80, deadline=None)
def test_a_sum_keeps_every_characters_marks(left: Rich, right: Rich) -> None:
    both = left + right
    assert styles_at(both) == styles_at(left) + styles_at(right)
    assert [note.at for note in both.notes] == [n.at for n in left.notes] + [n.at + len(left.text) for n in right.notes]


@given(riches())
@settings(max_examples=80, deadline=None)
def test_stripping_takes_blanks_and_nothing_else(rich: Rich) -> None:
    stripped = rich.strip()
    if rich.text.strip():
        assert stripped.text == rich.text.strip()
        start = len(rich.text) - len(rich.text.lstrip())
        assert styles_at(stripped) == styles_at(rich)[start : start + len(stripped.text)]
    else:
        assert len(stripped.notes) == len(rich.notes)


def test_neighbours_of_one_style_are_one_span_but_readings_are_not() -> None:
    builder = RichBuilder()
    builder.add("甲", [SpanStyle.BOLD])
    builder.add("乙", [SpanStyle.BOLD])
    builder.add("丙", ruby="bǐng")
    builder.add("丁", ruby="dīng")
    assert builder.build().spans == (
        Span(0, 2, SpanStyle.BOLD),
        Span(2, 3, SpanStyle.RUBY, "bǐng"),
        Span(3, 4, SpanStyle.RUBY, "dīng"),
    )


def test_a_line_break_at_an_end_means_nothing_and_goes() -> None:
    rich = Rich(" 甲乙 ", (Span(1, 1, SpanStyle.LINE_BREAK), Span(2, 2, SpanStyle.LINE_BREAK)), (Note(4, "注"),))
    stripped = rich.strip()
    assert stripped.spans == (Span(1, 1, SpanStyle.LINE_BREAK),)
    assert stripped.notes[0].at == 2


def test_the_lines_of_verse_are_line_feeds_and_every_mark_keeps_its_words() -> None:
    breaks = (Span(3, 3, SpanStyle.LINE_BREAK), Span(6, 6, SpanStyle.LINE_BREAK))
    rich = Rich("高高山一树槐望郎来", (Span(2, 4, SpanStyle.BOLD), *breaks), (Note(6, "槐"), Note(9, "郎")))
    lines = lined(rich)
    assert lines.text == "高高山\n一树槐\n望郎来"
    assert [lines.text[span.start : span.end] for span in lines.spans] == ["山", "一"]
    assert [(note.text, lines.text[: note.at]) for note in lines.notes] == [
        ("槐", "高高山\n一树槐\n"),
        ("郎", "高高山\n一树槐\n望郎来"),
    ]
