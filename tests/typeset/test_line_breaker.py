"""Whatever the text: nothing lost or doubled, no rule broken, every line as wide as its measure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.fonts.faces import VOID, face
from archive_app.typeset.layout import GlyphRun
from archive_app.typeset.lines.breaker import break_paragraph
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph

SONG = "NotoSerifSC-Regular"
NEVER_STARTS = "，、；：。？！”’）》】」…·％℃"
NEVER_ENDS = "“（《【「￥"

MIXED = st.text(
    alphabet=st.sampled_from("国民文史资料城东" * 3 + "，。、；：？！“”‘’（）《》—…·％℃￥ abcdefg0123456789.%-"),
    min_size=1,
    max_size=160,
)


def set_lines(text: str, ems: int, face_name: str = SONG, **style: float) -> tuple[SetLine, ...]:
    return set_paragraph(StyledText(text, TextStyle(face_name, 10.0, **style)), ems * 10).lines


def advance(run: GlyphRun) -> float:
    """The pen's way over a run by the font's own advances, in points: another way than the engine's."""
    chosen = face(run.face)
    glyphs = [g for c in run.text if (g := chosen.glyphs[ord(c)]) is not None]
    own = sum(chosen.advance_of_glyph(ord(g)) for g in glyphs)
    return (own + run.tracking * (len(glyphs) - 1) + sum(a for _, a in run.adjust)) * run.size / 1000


@settings(max_examples=100, deadline=None)
@given(MIXED, st.integers(4, 40))
def test_no_text_is_lost_or_doubled(text: str, ems: int) -> None:
    found = set_lines(text, ems)
    assert "".join(line.text for line in found) == text.strip(" ")
    assert all(text[line.offset :].startswith(line.text) for line in found)


@settings(max_examples=100, deadline=None)
@given(MIXED, st.integers(12, 40))
def test_no_line_breaks_a_rule_unless_nothing_else_was_to_be_had(text: str, ems: int) -> None:
    found = set_lines(text, ems)
    for before, after in pairwise(found):
        forced = _unbreakable(before.text + after.text, ems)
        assert forced or after.text[0] not in NEVER_STARTS
        assert forced or before.text.rstrip(" ")[-1:] not in NEVER_ENDS or not before.text.strip()
        assert forced or (before.text[-1:], after.text[:1]) not in (("—", "—"), ("…", "…"))


def _unbreakable(text: str, ems: int) -> bool:
    """Whether a stretch about as long as the measure offers no break at all."""
    longest = run = 0
    previous = ""
    for character in text:
        legal = previous and not (
            character in NEVER_STARTS + "— -.%"
            or previous in NEVER_ENDS
            or (previous.isascii() and character.isascii() and " " not in (previous, character))
        )
        run = 1 if legal else run + 1
        longest = max(longest, run)
        previous = character
    return longest * 0.5 >= ems - 3 or longest > ems - 3


@settings(max_examples=100, deadline=None)
@given(MIXED, st.integers(10, 40), st.sampled_from([SONG, "LXGWWenKai-Regular", "NotoSansSC-Bold"]))
def test_lines_fill_their_measure_and_the_glyphs_stand_where_the_widths_say(
    text: str, ems: int, face_name: str
) -> None:
    found = set_lines(text, ems, face_name)
    for line in found[:-1]:
        if "国" in line.text[1:] and not _unbreakable(text, ems):
            assert line.width == pytest.approx(ems * 10, abs=0.01)
        assert line.width <= ems * 10 + 0.01 or line.overfull
    for line in found:
        if len(line.runs) != 1 or line.text[-1:] not in "国民文史资料城东" or line.text[:1] in NEVER_ENDS + "‘":
            continue
        run = line.runs[0]
        assert run.dx + advance(run) == pytest.approx(line.width, abs=0.05)


@pytest.mark.parametrize(
    "text",
    [
        "民国。International Committee of the Red Cross捐给医院的药品，国际红十字会",
        "International Committee of the Red Cross1943年送到西宁。民国送到西宁",
    ],
)
def test_no_word_is_parted_for_a_line_more_where_that_draws_the_line_apart(text: str) -> None:
    assert not set_paragraph(StyledText(text, TextStyle(SONG, 10.0, first=2.0)), 240, 1).changed


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="国民文史资料，。“”", min_size=150, max_size=400))
def test_a_line_more_or_less_is_given_or_refused_never_botched(text: str) -> None:
    content = StyledText(text, TextStyle(SONG, 10.0, first=2.0))
    best = set_paragraph(content, 240)
    for looseness, most in ((-1, 40.0), (1, 40.0), (-2, 100.0), (2, 100.0)):
        other = set_paragraph(content, 240, looseness)
        assert "".join(line.text for line in other.lines) == text
        assert len(other.lines) == len(best.lines) + ((1 if looseness > 0 else -1) if other.changed else 0)
        if other.changed:
            assert all(run.tracking <= most + 0.01 for line in other.lines for run in line.runs)


def test_looser_lines_make_a_line_more_where_others_cannot() -> None:
    content = StyledText("国民文史资料" * 22, TextStyle(SONG, 10.0, first=2.0))  # no mark gives anything
    assert [set_paragraph(content, 236, looseness).changed for looseness in (1, 2)] == [False, True]


def test_the_best_breaks_beat_first_fit_where_first_fit_leaves_a_single_character() -> None:
    text = "文史资料，" * 9 + "是也。"
    found = set_lines(text, 12)
    assert len(found[-1].text.rstrip("。")) >= 2


@pytest.mark.parametrize(
    ("text", "least"),
    [("国" * 100_000, 2700), ("一" * 10_000, 270), ("。" * 10_000, 100), ("“" * 3_000, 20), ("…" * 3_001, 50)],
)
def test_extreme_paragraphs_are_set_without_hanging(text: str, least: int) -> None:
    found = set_lines(text, 36)
    assert len(found) > least
    assert "".join(line.text for line in found) == text


def test_a_latin_word_longer_than_fits_is_hyphenated_and_the_hyphen_is_no_text() -> None:
    found = set_lines("internationalization characteristics", 8)
    assert "".join(line.text for line in found) == "internationalization characteristics"
    hyphens = [run for line in found for run in line.runs if run.silent]
    assert hyphens
    assert all(run.text == "-" for run in hyphens)


@pytest.mark.parametrize(("first", "rest", "begins"), [(2.0, 0.0, 20.0), (0.0, 0.0, 0.0), (0.0, 1.5, 15.0)])
def test_forced_lines_begin_below_an_indented_first_one(first: float, rest: float, begins: float) -> None:
    found = set_lines("7:50预备，一声长；\n8:00上课，三下；\n8:45下课，两下。", 20, first=first, rest=rest)
    assert [line.x for line in found] == [first * 10, begins, begins]


def test_an_empty_paragraph_has_no_breaks() -> None:
    from archive_app.typeset.lines.measure import measure

    assert break_paragraph(measure("", "", [], {}, {}), 1000, 1000) == []


def test_the_joined_dash_keeps_the_setting_text_as_long_as_the_source() -> None:
    (line,) = set_lines("甲——乙", 20)
    assert line.text == "甲——乙"
    assert VOID in line.runs[0].text
    assert line.width == pytest.approx(40)


@settings(max_examples=200, deadline=None)
@given(MIXED, st.integers(4, 40), st.sampled_from([-1, 1, -2, 2]))
def test_what_is_said_to_be_out_of_the_question_is(text: str, ems: int, looseness: int) -> None:
    content = StyledText(text, TextStyle(SONG, 10.0, first=2.0))
    if looseness not in set_paragraph(content, ems * 10).may:
        assert not set_paragraph(content, ems * 10, looseness).changed
