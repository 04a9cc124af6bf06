"""From segments to paragraphs: fillers proposed, turns joined, paragraphs that know when their words were said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.edited.fillers import fillers, without
from archive_app.domain.edited.linking import counts, linked
from archive_app.domain.edited.making import Labels, Making, made, who_asks
from archive_app.domain.edited.timing import begins, moment, offset_of
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs
from archive_app.domain.markdown import read_article
from archive_app.domain.markdown.writer import write_article
from archive_app.domain.segments import Segment


def said(text: str, start: float | None = None, end: float | None = None, who: str = "马䶮", key: str = "") -> Segment:
    return Segment(text, start, end, who, key or f"id-{text[:4]}")


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("嗯，我那时候十六七岁，呃，师傅姓冶。", ["嗯", "呃"], "我那时候十六七岁，师傅姓冶。"),
        ("那个，这个这个磨坊，那个人是我舅。", ["那个", "这个这个"], "这个磨坊，那个人是我舅。"),
        ("我我我记得，慢慢看看妈妈天天。", ["我我我"], "我记得，慢慢看看妈妈天天。"),
        ("是是非非，好啊，去啊。", [], "是是非非，好啊，去啊。"),
        ("啊？你说什么。对，嗯。", ["嗯"], "啊？你说什么。对。"),
        ("嗯。", ["嗯"], ""),
        ("就是就是那样……", ["就是就是"], "就是那样……"),
    ],
)
def test_what_fills_a_pause_is_found_and_nothing_else(text: str, words: list[str], rest: str) -> None:
    found = fillers(text)
    assert [one.word for one in found] == words
    assert without(text, found) == rest
    assert without(text, []) == text.lstrip("，、；。 ")


@given(st.text(st.sampled_from(list("嗯呃那个这我就是，。？磨坊")), max_size=60))
def test_fillers_never_overlap_and_taking_out_only_takes(text: str) -> None:
    found = fillers(text)
    assert all(one.start < one.end <= two.start for one, two in pairwise(found))
    rest = without(text, found)
    letters = iter(text)
    assert all(one in letters for one in rest)  # in their order


TURNS = [
    said("哪一年来的？", 0, 1, "祁垚", "q1"),
    said("哪一年记不得了。", 1, 3, key="a1"),
    said("只记得立了秋，", 3, 5, key="a2"),
    said("杏子早就下市了。", 5, 8, key="a3"),
    said("   ", 8, 9, key="no"),
    said("后来呢？", 9, 10, "祁垚", "q2"),
    said("GB 15834", 10, 11, key="b1"),
    said("is a number。", 11, 12, key="b2"),
]


def test_turns_become_questions_and_answers_that_know_their_segments() -> None:
    text = made(TURNS, Making(asking=frozenset({"祁垚"})))
    assert [(b.kind, b.label, b.text, b.segments) for b in text] == [
        (BlockKind.QUESTION, "问", "哪一年来的？", ("q1",)),
        (BlockKind.ANSWER, "答", "哪一年记不得了。只记得立了秋，杏子早就下市了。", ("a1", "a2", "a3")),
        (BlockKind.QUESTION, "问", "后来呢？", ("q2",)),
        (BlockKind.ANSWER, "答", "GB 15834 is a number。", ("b1", "b2")),
    ]
    named = made(TURNS, Making(Labels.NAMED, frozenset({"祁垚"})))
    assert [b.label for b in named] == ["祁垚", "马䶮", "祁垚", "马䶮"]
    alone = made(TURNS, Making(Labels.NONE, frozenset({"祁垚"})))
    assert [b.kind for b in alone] == [BlockKind.PARAGRAPH] * 2


def test_a_long_turn_is_parted_where_a_sentence_ends() -> None:
    text = made(TURNS[1:4], Making(longest=10))
    assert [(b.kind, b.text) for b in text] == [
        (BlockKind.ANSWER, "哪一年记不得了。只记得立了秋，杏子早就下市了。"),
    ]
    text = made(TURNS[1:4], Making(longest=8))
    assert [(b.kind, b.label, b.text) for b in text] == [
        (BlockKind.ANSWER, "答", "哪一年记不得了。"),
        (BlockKind.PARAGRAPH, "", "只记得立了秋，杏子早就下市了。"),
    ]


@pytest.mark.parametrize(
    ("people", "speakers", "asking"),
    [
        ([("采访者", "祁垚"), ("口述者", "马䶮")], ("祁垚", "马䶮"), {"祁垚"}),
        ([("采访者", "祁垚")], ("祁", "马"), {"祁"}),
        ([], ("问", "答"), {"问"}),
        ([], ("甲", "乙"), {"甲"}),
        ([("口述者", "甲")], ("甲", "乙"), set()),
        ([], ("甲", "乙", "丙"), set()),
    ],
)
def test_who_asks(people: list[tuple[str, str]], speakers: tuple[str, ...], asking: set[str]) -> None:
    segments = [said("短" * (number + 1), who=one) for number, one in enumerate(speakers)]
    assert who_asks(segments, people) == asking


def test_a_text_written_beside_its_transcript_is_tied_by_its_words() -> None:
    segments = [
        said("哪一天记不得了，只记得立了秋，杏子早就下市了。", key="1"),
        said("我那时候十六七岁，师傅姓冶。", key="2"),
        said("完全没有写进去的一段话，在这里。", key="3"),
        said("好。", key="4"),
    ]
    text = Manuscript(
        (
            Block(BlockKind.HEADING, "哪一天记不得了，只记得立了秋", level=1),
            Block(BlockKind.ANSWER, "哪一天我记不得了，只记得立了秋，杏子早就下市了。那时我十六七岁，师傅姓冶。"),
            Block(BlockKind.PARAGRAPH, "这一段是编者写的，与录音无关。"),
        )
    )
    tied = linked(text, segments)
    assert [block.segments for block in tied] == [(), ("1", "2"), ()]
    assert counts(tied) == (1, 2)
    assert linked(tied, segments) == tied
    assert linked(paragraphs(["毫不相干的话。"]), segments).blocks[0].segments == ()


@given(st.lists(st.integers(3, 30), min_size=1, max_size=6), st.data())
def test_every_character_of_what_was_not_touched_leads_to_its_second(lengths: list[int], data: st.DataObject) -> None:
    at, told = 0.0, []
    for number, length in enumerate(lengths):
        text = "".join(chr(0x4E00 + number * 97 + n) for n in range(length))
        told.append(said(text, at, at + length, key=str(number)))
        at += length + 2
    whole = "".join(one.text for one in told)
    assert begins(whole, told) == [sum(lengths[:n]) for n in range(len(lengths))]
    offset = data.draw(st.integers(0, len(whole) - 1))
    when = moment(whole, offset, told)
    assert when is not None
    inside = offset - sum(lengths[: when.row])
    assert 0 <= inside < lengths[when.row]
    assert when.second == pytest.approx((told[when.row].start or 0) + inside, abs=0.06)
    assert offset_of(whole, when.row, when.second, told) == pytest.approx(offset, abs=1)


def test_where_words_were_changed_the_second_is_near() -> None:
    told = [said("哪一年记不得了。", 10, 14), said("嗯，只记得，立了秋。", 14, 20), said("杏子下市了。", 20, 24)]
    text = "那是哪年记不清，只记得，立了秋。杏子下市了。"
    assert begins(text, told) == [0, 6, 16]
    assert moment(text, 17, told).second == pytest.approx(20.7, abs=0.5)  # type: ignore[union-attr]
    assert moment(text, 0, [said("没有时间")]) is None and moment(text, 0, []) is None


def test_the_links_stay_in_json_and_in_markdown() -> None:
    keys = tuple(f"01a20bf6-43af-7341-afd8-27e6ccaa8{n:03d}" for n in range(200))
    text = Manuscript(
        (
            Block(BlockKind.ANSWER, "五八年来的。", label="答", segments=keys[:2]),
            Block(BlockKind.PARAGRAPH, "后来的事。", segments=keys),
            Block(BlockKind.VERSE, "花儿本是\n心上的话", segments=keys[5:6]),
        )
    )
    assert Manuscript.from_json(text.to_json()) == text
    assert "segments" not in paragraphs(["没有连的"]).to_json()["blocks"][0]
    written = write_article({"title": "口述"}, text)
    read = read_article(written)
    assert [block.segments for block in read.manuscript] == [block.segments for block in text]
    assert [block.text for block in read.manuscript] == [block.text for block in text]
