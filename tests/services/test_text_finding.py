"""Words found in a manuscript and others put in their place: everything that is not the words stays where it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.services.texts.finding import Found, places, replaced

K, S = BlockKind, SpanStyle


def one(text: str, *spans: Span, notes: tuple[Note, ...] = ()) -> Manuscript:
    return Manuscript((Block(K.PARAGRAPH, text, spans, notes, id="b"),))


def all_of(manuscript: Manuscript, wanted: str, words: str, *, exact: bool = False) -> Block:
    return replaced(manuscript, places(manuscript, wanted, exact=exact), words).blocks[0]


def test_traditional_variants_and_full_width_are_found_unless_the_writing_is_to_be_exact() -> None:
    text = one("城裏、城里、城裡；ＡＢ与ab")
    assert [(p.start, p.end) for p in places(text, "城里")] == [(0, 2), (3, 5), (6, 8)]
    assert [p.start for p in places(text, "城里", exact=True)] == [3]
    assert [p.start for p in places(text, "Ab")] == [9, 12]
    assert places(text, "") == []


def test_places_do_not_overlap_and_rare_characters_count_as_one() -> None:
    assert [p.start for p in places(one("𠮷哈哈哈哈"), "哈哈")] == [1, 3]


def test_text_notes_cells_and_captions_are_found_and_replaced_in_reading_order() -> None:
    text = Manuscript(
        (
            Block(K.PARAGRAPH, "王村有磨。", notes=(Note(2, "王村即旺村。", id="n"),), id="p"),
            Block(
                K.TABLE, rows=((Cell("年"), Cell("在王村")),), notes=(Note(3, "王村注", id="c", cell=(0, 1)),), id="t"
            ),
            Block(K.PICTURE, "王村水磨", picture=Picture("f"), id="i"),
        )
    )
    found = places(text, "王村")
    assert [(p.block, p.part) for p in found] == [
        ("p", "text"), ("p", "note:n"), ("t", "note:c"), ("t", "cell:0,1"), ("i", "text"),
    ]  # fmt: skip
    made = replaced(text, found, "王家庄").blocks
    assert (made[0].text, made[0].notes[0].text, made[0].notes[0].at) == ("王家庄有磨。", "王家庄即旺村。", 3)
    assert (made[1].rows[0][1].text, made[1].notes[0].at, made[1].notes[0].text) == ("在王家庄", 4, "王家庄注")
    assert (made[2].text, made[2].picture) == ("王家庄水磨", Picture("f"))
    assert [block.id for block in made] == ["p", "t", "i"]


def test_a_mark_over_the_first_character_holds_the_new_words_and_one_begun_inside_goes_on_behind() -> None:
    made = all_of(one("在老油坊里", Span(1, 3, S.BOLD), Span(2, 5, S.KAI), Span(1, 4, S.PERSON, "id")), "老油坊", "磨")
    assert made.text == "在磨里"
    assert made.spans == (Span(1, 2, S.BOLD), Span(2, 3, S.KAI), Span(1, 2, S.PERSON, "id"))


def test_words_as_long_as_before_keep_every_mark_at_its_character() -> None:
    spans = (Span(1, 2, S.BOLD), Span(2, 3, S.NAME), Span(0, 2, S.RUBY, "lǐ miàn"))
    assert all_of(one("裏面好", *spans), "裏面", "里面").spans == spans  # the same characters, so the reading holds


def test_a_reading_of_characters_that_are_gone_goes_with_them() -> None:
    assert all_of(one("尕妹的", Span(0, 1, S.RUBY, "gǎ"), Span(2, 3, S.RUBY, "de")), "尕", "小").spans == (
        Span(2, 3, S.RUBY, "de"),
    )


def test_no_note_is_lost_and_a_forced_line_stays() -> None:
    notes = tuple(Note(at, str(at), id=str(at)) for at in range(5))
    made = all_of(one("甲乙丙丁", Span(1, 1, S.LINE_BREAK), notes=notes), "乙丙", "")
    assert (made.text, [note.at for note in made.notes]) == ("甲丁", [0, 1, 1, 1, 2])
    assert made.spans == (Span(1, 1, S.LINE_BREAK),)


def test_a_paragraph_with_nothing_left_is_gone_but_not_the_one_with_a_note() -> None:
    text = Manuscript((Block(K.PARAGRAPH, "删", id="a"), Block(K.PARAGRAPH, "删", notes=(Note(0, "注"),), id="b")))
    assert [block.id for block in replaced(text, places(text, "删"), "")] == ["b"]


def test_what_is_no_character_of_a_text_does_not_come_in() -> None:
    assert all_of(one("甲"), "甲", "乙\ufffc\u2029\n丙").text == "乙丙"


@given(st.text("甲乙丙", max_size=12), st.text("甲乙", min_size=1, max_size=3), st.text("甲丁", max_size=4), st.data())
def test_every_place_is_replaced_as_python_does_it_and_marks_stay_in_the_text(
    text: str, wanted: str, words: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = (Span(start, end, S.BOLD),) if end > start else ()
    before = one(text, *spans, notes=(Note(start, "注"),))
    made = all_of(before, wanted, words)
    assert made.text == text.replace(wanted, words)
    assert 0 <= made.notes[0].at <= len(made.text)
    assert all(0 <= span.start < span.end <= len(made.text) for span in made.spans)
    kept = [part for part in (text[start:end],) if wanted not in text and spans]
    assert [made.text[span.start : span.end] for span in made.spans] == kept or wanted in text


def test_one_place_is_replaced_and_the_others_are_not() -> None:
    text = one("磨、磨、磨")
    assert replaced(text, [Found("b", "text", 2, 3)], "碾子").blocks[0].text == "磨、碾子、磨"
