"""Text by writing, language and direction, as docx and EPUB have it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.typeset.reflow.marks import Call, LineBreak, Words, inline
from archive_app.typeset.reflow.rare import SPECIAL, script_of
from archive_app.typeset.reflow.scripts import from_the_right, phrases, spoken, stretches


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("碑上سلام عليكم字", ["سلام عليكم"]),
        ("سنة 1949。", ["سنة 1949"]),  # figures behind a word run with it (UAX #9, W2–W7, N1)
        ("1949 سلام", ["سلام"]),
        ("كتاب (مرحبا) علي是", ["كتاب (مرحبا) علي"]),
        ("سلام、مرحبا", ["سلام", "مرحبا"]),  # parted by a Chinese mark, they stand in the order of Chinese
        ("سلام ABC سلام", ["سلام", "سلام"]),
        ("كتاب, 12.5% طيب", ["كتاب, 12.5% طيب"]),
        ("汉文 ABC", []),
    ],
)
def test_words_that_follow_each_other_are_one_phrase(text: str, found: list[str]) -> None:
    assert [part for part, turned in phrases(text) if turned] == found
    assert "".join(part for part, _ in phrases(text)) == text


@pytest.mark.parametrize("text", ["", "汉文", "李𠮷庆、سلام عليكم و 1949، བོད་ᠮᠣᠩᠭᠣᠯ end。", "\n甲\t乙"])
def test_every_character_is_in_one_stretch(text: str) -> None:
    assert "".join(one.text for one in stretches(text)) == text


def test_stretches_say_what_they_are() -> None:
    said = [(one.text, one.script, one.language, one.phrase) for one in stretches("李𠮷，བོད、سلام 1，ئۇيغۇر")]
    assert said == [
        ("李", "", "", False),
        ("𠮷", "han", "", False),
        ("，", "", "", False),
        ("བོད", "tibetan", "bo", False),
        ("、", "", "", False),
        ("سلام", "arabic", "ar", True),
        (" 1", "arabic", "ar", True),
        ("，", "", "", False),
        ("ئۇيغۇر", "arabic", "ug", True),
    ]


@pytest.mark.parametrize(("phrase", "tag"), [("السلام عليكم", "ar"), ("خوش كەپسىز", "ug"), ("قازاق ٴتىلى", "kk")])
def test_languages_of_one_alphabet_are_told_by_their_letters(phrase: str, tag: str) -> None:
    assert spoken(phrase) == tag


@pytest.mark.parametrize(
    ("text", "turned"), [("سلام 1949", True), ("سلام。", True), ("سلام（新）", False), ("۱۲", False)]
)
def test_all_letters_of_a_turned_paragraph_are_arabic(text: str, turned: bool) -> None:
    assert from_the_right(text) is turned


def test_the_quick_look_finds_what_has_a_script_of_its_own() -> None:
    codes = (code for code in range(0x20, 0x32100, 3) if not 0xD800 <= code < 0xE000)
    assert [hex(c) for c in codes if bool(SPECIAL.match(chr(c))) != bool(script_of(chr(c)))] == []


@given(
    text=st.text("甲乙丙\n", max_size=10),
    marks=st.lists(
        st.tuples(
            st.integers(0, 10), st.integers(0, 10), st.sampled_from([SpanStyle.BOLD, SpanStyle.DOTS, SpanStyle.KAI])
        ),
        max_size=6,
    ),
    calls=st.lists(st.integers(0, 10), max_size=3),
)
def test_words_have_the_marks_that_lie_over_them(
    text: str, marks: list[tuple[int, int, SpanStyle]], calls: list[int]
) -> None:
    spans = [Span(min(a, b), max(a, b), style) for a, b, style in marks]
    place = 0
    for piece in inline(text, spans, calls):
        if isinstance(piece, Words):
            for at in range(place, place + len(piece.text)):
                assert piece.styles == {span.style for span in spans if span.start <= at < span.end}
            place += len(piece.text)
        elif isinstance(piece, LineBreak):
            place += 1
        elif isinstance(piece, Call):
            assert place == min(calls[piece.note], len(text))
    assert place == len(text)
