"""Where comments are when the text has gone on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.comments import (
    Comment,
    Place,
    answering,
    commenting,
    of_rows,
    place_of,
    texts_of,
    threads,
)
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note

TEXT = "一九五八年春，供销社搬到了十字路口，柜台是松木的，刷了三遍清漆。"
OTHER = "一九六二年，供销社又搬了一次，搬到了粮站隔壁。"


def text(*paragraphs: str) -> Manuscript:
    return Manuscript(tuple(Block(BlockKind.PARAGRAPH, words, id=f"b{n}") for n, words in enumerate(paragraphs)))


def on(words: str, manuscript: Manuscript, block: str = "b0") -> Comment:
    own = texts_of(manuscript)[block, ""]
    at = own.index(words)
    return commenting(manuscript, block, at, at + len(words), "请核对", by="王文史")


def words_at(place: Place | None, manuscript: Manuscript) -> str:
    assert place is not None
    return texts_of(manuscript)[place.block, place.part][place.start : place.end]


def test_what_is_stored_is_what_is_read() -> None:
    comment = on("供销社", text(TEXT))
    answer = answering(comment, "核过了", by="李晓棠")
    assert of_rows([comment.row(), answer.row()]) == (comment, answer)
    assert "done" not in comment.row()
    assert answering(answer, "好", by="王文史").answers == comment.id


def test_a_member_of_a_later_program_is_passed_over() -> None:
    assert of_rows([{"text": "甲", "colour": "red"}])[0].text == "甲"


def test_words_written_before_it_move_it() -> None:
    comment = on("松木", text(TEXT))
    for edited in ("据说" + TEXT, TEXT.replace("一九五八年春", "五八年"), TEXT.replace("刷了三遍清漆", "")):
        now = text(edited)
        assert words_at(place_of(comment, texts_of(now)), now) == "松木"


def test_of_equal_words_it_stays_at_its_own() -> None:
    twice = text("搬到了十字路口，后来又搬到了粮站。")
    own = twice.blocks[0].text
    second = commenting(twice, "b0", own.rindex("搬到了"), own.rindex("搬到了") + 3, "哪一年？", by="")
    now = text("先搬到了河边，再搬到了十字路口，后来又搬到了粮站。")
    assert place_of(second, texts_of(now)).start == now.blocks[0].text.rindex("搬到了")


def test_words_that_were_written_otherwise_are_found_between_their_neighbours() -> None:
    comment = on("松木", text(TEXT))
    now = text(TEXT.replace("松木", "青杨木"))
    place = place_of(comment, texts_of(now))
    assert words_at(place, now) == "青杨木"
    assert not place.same


def test_a_paragraph_that_was_parted_takes_it_along() -> None:
    comment = on("松木", text(TEXT))
    at = TEXT.index("柜台")
    now = Manuscript((Block(BlockKind.PARAGRAPH, TEXT[:at], id="b0"), Block(BlockKind.PARAGRAPH, TEXT[at:], id="new")))
    place = place_of(comment, texts_of(now))
    assert (place.block, words_at(place, now), place.same) == ("new", "松木", True)


def test_paragraphs_that_were_joined_keep_both() -> None:
    before = text(TEXT, OTHER)
    first, second = on("松木", before), on("粮站隔壁", before, "b1")
    now = text(TEXT + OTHER)
    assert [words_at(place_of(one, texts_of(now)), now) for one in (first, second)] == ["松木", "粮站隔壁"]


def test_what_it_was_at_is_gone() -> None:
    comment = on("松木", text(TEXT, OTHER))
    assert place_of(comment, texts_of(text("别的话，全不一样。"))) == Place("b0", "", 0, 0, same=False)
    without = Manuscript((Block(BlockKind.PARAGRAPH, OTHER, id="b1"),))
    assert place_of(comment, texts_of(without)) is None


def test_one_character_is_not_taken_for_the_same_somewhere_else() -> None:
    comment = on("春", text(TEXT))
    now = Manuscript((Block(BlockKind.PARAGRAPH, "立春那天，河面还封着。", id="b9"),))
    assert place_of(comment, texts_of(now)) is None


def test_a_caret_stays_between_its_characters() -> None:
    before = text(TEXT)
    at = TEXT.index("柜台")
    comment = commenting(before, "b0", at, at, "这里少一句", by="")
    now = text("据说" + TEXT)
    assert place_of(comment, texts_of(now)) == Place("b0", "", at + 2, at + 2)


def test_notes_and_cells_can_be_commented() -> None:
    manuscript = Manuscript(
        (
            Block(BlockKind.PARAGRAPH, TEXT, notes=(Note(3, "见县志卷三。", id="n"),), id="b0"),
            Block(BlockKind.TABLE, rows=((Cell("年份"), Cell("户数")), (Cell("1958"), Cell("42"))), id="t"),
        )
    )
    note = commenting(manuscript, "b0", 1, 3, "哪一版？", by="", part="note:n")
    cell = commenting(manuscript, "t", 0, 2, "核", by="", part="cell:1,1")
    whole = commenting(manuscript, "t", 0, 0, "这张表要重做", by="")
    texts = texts_of(manuscript)
    assert place_of(note, texts) == Place("b0", "note:n", 1, 3)
    assert place_of(cell, texts) == Place("t", "cell:1,1", 0, 2)
    assert place_of(whole, texts) == Place("t", "", 0, 0)


def test_threads_stand_in_the_order_of_the_text() -> None:
    manuscript = text(TEXT, OTHER)
    late, early = on("粮站隔壁", manuscript, "b1"), on("松木", manuscript)
    answer = answering(late, "查过", by="")
    gone = replace(late, id="gone", block="b7", words="没有的话", before="", after="")
    orphan = Comment("还在", answers="nobody", id="orphan", block="b0")
    found = threads([gone, late, early, answer, orphan], manuscript)
    assert [one.comment.id for one in found] == ["orphan", early.id, late.id, "gone"]
    assert [one.answers for one in found] == [(), (), (answer,), ()]


@given(
    st.text("甲乙丙丁𠮷，。", min_size=30, max_size=60),
    st.data(),
)
def test_typing_somewhere_else_never_loses_the_words(own: str, data: st.DataObject) -> None:
    """What is typed well before or behind leaves the comment on words equal to its own."""
    start = data.draw(st.integers(12, len(own) - 14))
    end = data.draw(st.integers(start + 1, min(len(own) - 12, start + 6)))
    before = text(own)
    comment = commenting(before, "b0", start, end, "看", by="")
    typed = data.draw(st.text("ABCD", max_size=20))
    at = data.draw(st.sampled_from([0, len(own)]))
    now = text(own[:at] + typed + own[at:])
    assert words_at(place_of(comment, texts_of(now)), now) == own[start:end]
