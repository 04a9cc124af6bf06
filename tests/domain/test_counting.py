"""文字数 and Word's figures.

The figures marked ``both`` are LibreOffice Writer's, too (``meta:word-count`` of the text saved by it).
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.counting import Counts, count, count_manuscript
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note

K = BlockKind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("油坊在韵家口。", 7),
        ("1958年，油坊用3台ZL-4型机器。", 13),
        ("𠮷甫叔掌锤", 5),
        ("一　二 三", 3),
        ("第1、2、3号", 7),
        ("１９５８年ＡＢＣ", 8),
        ("①甲", 2),
        ("かな カナ", 4),
        ("don’t stop", 2),
        ("王（Wang）家", 5),
        ("——……", 1),
        ("http://a.b/c?d=1", 1),
    ],
)  # both
def test_words_as_word_and_libreoffice_count_them(text: str, words: int) -> None:
    assert count(text).words == words


@pytest.mark.parametrize(
    ("text", "asian", "runs"),
    [
        ("GDP增长8.5%", 2, 2),
        ("0.5-1.5元/斤", 2, 2),
        ("甲……乙——丙", 7, 0),
        ("他说：“Hello world, it's fine.”", 5, 4),
        ("底片20×30厘米", 4, 1),
        ("He said “yes”.", 0, 3),
        ("한국어 단어", 2, 0),
        ("葛\U000e0100城", 2, 0),
        ("", 0, 0),
        (" \t　", 0, 0),
    ],
)
def test_chinese_marks_count_one_each_and_a_run_counts_once(text: str, asian: int, runs: int) -> None:
    assert (count(text).asian, count(text).runs) == (asian, runs)


def test_characters_with_and_without_spaces_and_paragraphs() -> None:
    assert count("一　二 三\n\nab c") == Counts(6, 3, 2, 6, 9, 2)


TEXT = Manuscript(
    (
        Block(K.HEADING, "油坊", level=1),
        Block(K.QUESTION, "多大？", label="问"),
        Block(K.ANSWER, "十六 七", label="马师傅", notes=(Note(0, "一说18岁。"),)),
        Block(K.VERSE, "灯儿\n亮了"),
        Block(K.TABLE, rows=((Cell("年"), Cell("1958")),)),
    )
)


def test_a_manuscript_with_its_labels_and_tables_and_with_or_without_notes() -> None:
    bare = count_manuscript(TEXT)
    assert bare.written == TEXT.character_count() == 2 + 3 + 3 + 4
    assert bare.words == 2 + (2 + 3) + (4 + 3) + 4 + (1 + 1)
    assert bare.with_spaces == 2 + 5 + 8 + 4 + 5
    assert bare.paragraphs == 6
    noted = count_manuscript(TEXT, notes=True)
    assert noted.written - bare.written == 6
    assert noted.words - bare.words == 5  # 一 说 18 岁 。


@given(st.text(max_size=60), st.text(max_size=60))
def test_two_paragraphs_count_as_much_as_each_alone(one: str, other: str) -> None:
    assert count(one + "\n" + other) == count(one) + count(other)
    assert count(one).words <= count(one).characters
