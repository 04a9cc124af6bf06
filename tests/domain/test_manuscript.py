from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.identity import is_id, new_id
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle, paragraphs

TEXT = st.text(max_size=20)
SPANS = st.lists(st.builds(Span, st.integers(0, 9), st.integers(0, 9), st.sampled_from(SpanStyle), TEXT), max_size=3)
PLACES = st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3))
NOTES = st.lists(st.builds(Note, st.integers(0, 20), TEXT, TEXT, SPANS.map(tuple), cell=PLACES), max_size=2)
CELLS = st.builds(Cell, TEXT, st.integers(1, 3), st.integers(1, 3), st.booleans())
PICTURES = st.builds(Picture, TEXT, st.floats(0, 1), st.sampled_from(["", "here", "plate"]), TEXT, TEXT, TEXT)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=TEXT,
    spans=SPANS.map(tuple),
    notes=NOTES.map(tuple),
    level=st.integers(0, 4),
    rows=st.lists(st.lists(CELLS, max_size=2).map(tuple), max_size=2).map(tuple),
    picture=st.none() | PICTURES,
    tight=st.integers(-1, 1),
    label=TEXT,
)


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=5))
def test_the_stored_form_brings_everything_back(blocks: list[Block]) -> None:
    manuscript = Manuscript(tuple(blocks))

    assert Manuscript.from_json(manuscript.to_json()) == manuscript


def test_a_newer_form_is_refused() -> None:
    with pytest.raises(ValueError, match="newer"):
        Manuscript.from_json({"format": 99, "blocks": []})


def test_everything_a_reader_may_look_for_is_there_with_its_place() -> None:
    note = Note(2, "焜锅馍馍：河湟的烤馍")
    table = Block(BlockKind.TABLE, rows=((Cell("品名", header=True), Cell("价")), (Cell("酿皮"), Cell("一角"))))
    picture = Block(BlockKind.PICTURE, "甜醅摊", picture=Picture("p"))
    body = Block(BlockKind.ANSWER, "一碗杂碎汤", label="答", notes=(note,))
    found = {(block, part): text for block, part, text in Manuscript((body, table, picture)).searchable()}

    assert found == {
        (body.id, "text"): "一碗杂碎汤",
        (body.id, f"note:{note.id}"): note.text,
        (table.id, "cell:0,0"): "品名",
        (table.id, "cell:0,1"): "价",
        (table.id, "cell:1,0"): "酿皮",
        (table.id, "cell:1,1"): "一角",
        (picture.id, "text"): "甜醅摊",
    }


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=4).map(tuple))
def test_what_is_searched_can_be_read_without_making_blocks(blocks: tuple[Block, ...]) -> None:
    manuscript = Manuscript(blocks)

    assert list(Manuscript.searchable_in(manuscript.to_json())) == list(manuscript.searchable())
    assert list(Manuscript.searchable_in(None)) == []
    with pytest.raises(ValueError, match="newer"):
        list(Manuscript.searchable_in({**manuscript.to_json(), "format": 99}))


def test_white_space_is_not_counted_as_characters() -> None:
    assert paragraphs(["东关　大街", "", " 𠮷 "]).character_count() == 5


def test_ids_are_uuid7_and_follow_time() -> None:
    ids = [new_id() for _ in range(200)]

    assert all(is_id(key) and key[14] == "7" and key[19] in "89ab" for key in ids)
    assert len(set(ids)) == 200
    assert ids == sorted(ids), "what was made later sorts later, within a millisecond too"
