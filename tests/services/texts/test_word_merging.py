"""What comes back from Word is brought together with what the office wrote meanwhile; nobody's words go unseen."""

from __future__ import annotations

from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.services.texts.merging import merged_back

FERRY = "湟水上从前有一座渡口，渡工是祁家的三兄弟，夏天撑筏子，冬天凿冰。"
MILL = "渡口往下半里是水磨，磨坊主姓马，逢集的日子磨盘从早响到晚。"
TRAIN = "后来通了火车，渡口就没有人去了，三兄弟里的老大到车站当了扳道工。"
PERSON = Span(14, 15, SpanStyle.PERSON, "card-1")
BASE = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, FERRY, (PERSON,), (Note(11, "今已不存", by="编者注"),), id="ferry"),
        Block(BlockKind.PARAGRAPH, MILL, id="mill"),
        Block(BlockKind.PARAGRAPH, TRAIN, id="train"),
    )
)


def back_of(*changes: tuple[str, str, str]) -> list[Block]:
    """The text as it went out, with words changed: (block, old, new)."""
    made = {block.id: replace(block, spans=(), notes=tuple(replace(n) for n in block.notes)) for block in BASE}
    for key, old, new in changes:
        assert old in made[key].text
        block, at = made[key], made[key].text.index(old)
        notes = tuple(replace(n, at=n.at + (len(new) - len(old) if n.at > at else 0)) for n in block.notes)
        made[key] = replace(block, text=block.text.replace(old, new), notes=notes)
    return list(made.values())


def now_of(**texts: str) -> Manuscript:
    return Manuscript(tuple(replace(block, text=texts.get(block.id, block.text)) for block in BASE))


def test_what_only_they_changed_is_theirs_and_unseen_marks_stay_on_their_words() -> None:
    merged, doubts = merged_back(BASE, BASE, back_of(("ferry", "湟水上从前", "湟水上解放前")))
    ferry = merged.blocks[0]
    assert not doubts and "解放前" in ferry.text
    assert [ferry.text[s.start : s.end] for s in ferry.spans] == ["祁"] and ferry.spans[0].value == "card-1"
    assert [(ferry.text[n.at - 2 : n.at], n.id, n.by) for n in ferry.notes] == [
        ("口，", BASE.blocks[0].notes[0].id, "编者注")
    ]
    assert merged.blocks[1:] == BASE.blocks[1:]


def test_what_only_the_office_changed_stays() -> None:
    now = now_of(mill=MILL.replace("姓马", "姓冶"))
    assert merged_back(BASE, now, back_of()) == (now, {})


def test_both_changed_other_words_of_one_paragraph_and_both_stay() -> None:
    now = now_of(mill=MILL.replace("姓马", "姓冶"))
    merged, doubts = merged_back(BASE, now, back_of(("mill", "从早响到晚", "从清早响到半夜")))
    assert merged.blocks[1].text == "渡口往下半里是水磨，磨坊主姓冶，逢集的日子磨盘从清早响到半夜。" and not doubts


def test_both_changed_the_same_words_and_that_is_said() -> None:
    now = now_of(mill=MILL.replace("姓马", "姓冶"))
    merged, doubts = merged_back(BASE, now, back_of(("mill", "姓马", "姓韩")))
    assert "姓韩" in merged.blocks[1].text and list(doubts) == ["mill"]


def test_a_paragraph_that_one_side_deleted_and_the_other_changed_is_doubtful() -> None:
    gone = [block for block in back_of() if block.id != "mill"]
    merged, doubts = merged_back(BASE, now_of(mill=MILL.replace("姓马", "姓冶")), gone)
    assert [one.id for one in merged] == ["ferry", "train"] and "mill" in doubts
    assert merged_back(BASE, BASE, gone) == (Manuscript((BASE.blocks[0], BASE.blocks[2])), {})
    short = Manuscript((BASE.blocks[0], BASE.blocks[2]))
    merged, doubts = merged_back(BASE, short, back_of(("mill", "姓马", "姓韩")))
    assert [one.text[:3] for one in merged] == ["湟水上", "渡口往", "后来通"] and len(doubts) == 1
    assert merged_back(BASE, short, back_of()) == (short, {}), "what they left alone does not come back"


def test_paragraphs_that_were_parted_joined_moved_and_written_come_in_their_places() -> None:
    first, mill, train = back_of()
    cut = FERRY.index("夏天")
    parted = [replace(first, text=FERRY[:cut]), Block(BlockKind.PARAGRAPH, FERRY[cut:]), mill, train]
    merged, doubts = merged_back(BASE, BASE, parted)
    assert [one.text for one in merged] == [FERRY[:cut], FERRY[cut:], MILL, TRAIN] and not doubts
    assert [merged.blocks[0].text[s.start : s.end] for s in merged.blocks[0].spans] == ["祁"]
    assert merged.blocks[0].notes and not merged.blocks[1].notes

    joined = [first, replace(mill, text=MILL + TRAIN)]
    merged, doubts = merged_back(BASE, BASE, joined)
    assert [one.text for one in merged] == [FERRY, MILL + TRAIN] and not doubts

    fresh = Block(BlockKind.PARAGRAPH, "这一段是我新写的，说的是渡口拆了以后的事。")
    merged, doubts = merged_back(BASE, BASE, [train, first, fresh, mill])
    assert [one.text[:2] for one in merged] == ["后来", "湟水", "这一", "渡口"] and not doubts


def test_bookmarks_that_were_lost_are_no_loss() -> None:
    strange = [replace(block, id=f"n{number}") for number, block in enumerate(back_of(("train", "扳道工", "扳道员")))]
    merged, doubts = merged_back(BASE, BASE, strange)
    assert [one.id for one in merged] == ["ferry", "mill", "train"] and not doubts
    assert merged.blocks[0] == BASE.blocks[0] and "扳道员" in merged.blocks[2].text


def test_a_note_that_was_rewritten_is_the_same_note() -> None:
    first, *others = back_of()
    note = replace(first.notes[0], text="今已不存，1972年拆（编者注）", by="", id="new")
    merged, _doubts = merged_back(BASE, BASE, [replace(first, notes=(note,)), *others])
    kept = merged.blocks[0].notes[0]
    assert (kept.id, kept.text, kept.by) == (BASE.blocks[0].notes[0].id, "今已不存，1972年拆", "编者注")
