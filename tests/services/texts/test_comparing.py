"""Two states of a manuscript: what stayed, changed, moved, was parted or joined; and any part of it can be taken."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.services.texts.comparing import Comparison, What, bare

FERRY = "湟水上从前有一座渡口，渡工是祁家的三兄弟，夏天撑筏子，冬天凿冰。"
MILL = "渡口往下半里是水磨，磨坊主姓马，逢集的日子磨盘从早响到晚。"
TRAIN = "后来通了火车，渡口就没有人去了，三兄弟里的老大到车站当了扳道工。"


def text(*words: str) -> Manuscript:
    return Manuscript(tuple(Block(BlockKind.PARAGRAPH, one) for one in words))


def whats(made: Comparison) -> list[tuple[str, bool]]:
    return [(row.what.value, row.moved) for row in made.rows]


def test_a_changed_paragraph_stays_in_its_place() -> None:
    was = text(FERRY, MILL, TRAIN)
    now = Manuscript((was.blocks[0], was.blocks[1].with_text(MILL.replace("姓马", "姓冶")), was.blocks[2]))
    made = Comparison(was, now)
    assert whats(made) == [("same", False), ("changed", False), ("same", False)]
    assert ("gone", "马") in made.rows[1].pieces and ("new", "冶") in made.rows[1].pieces
    assert made.summary() == "改过 1 段；删 1 字，增 1 字"


def test_paragraphs_are_known_without_their_ids() -> None:
    made = Comparison(text(FERRY, MILL, TRAIN), text(FERRY, "新写的一段。", MILL.replace("早", "清早"), TRAIN))
    assert whats(made) == [("same", False), ("new", False), ("changed", False), ("same", False)]


def test_a_moved_paragraph_is_told_and_the_longer_ones_stay() -> None:
    was = text(FERRY, MILL, TRAIN)
    now = Manuscript((was.blocks[2], was.blocks[0], was.blocks[1]))
    made = Comparison(was, now)
    assert [row.words for row in made.rows if row.moved and row.what is not What.LEFT] == ["移动"]
    assert made.summary() == "移动 1 段"
    assert made.chosen(made.differing) == now and made.chosen([]) == was


def test_parted_and_joined_paragraphs_are_no_deletions() -> None:
    was = text(FERRY, MILL)
    first = replace(was.blocks[0], text=FERRY[:17])
    parted = Manuscript((first, Block(BlockKind.PARAGRAPH, FERRY[17:]), was.blocks[1]))
    made = Comparison(was, parted)
    assert whats(made) == [("split", False), ("same", False)] and ("new", "\n") in made.rows[0].pieces
    back = Comparison(parted, was)
    assert whats(back) == [("joined", False), ("same", False)]
    assert [bare(one) for one in back.chosen([0])] == [bare(one) for one in was]


def test_what_is_otherwise_besides_the_words_is_said() -> None:
    note = Note(4, "松木产自互助", id="n1")
    was = Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜祁垚。", (Span(8, 10, SpanStyle.RUBY, "qí"),), (note,), id="p")
    now = Block(
        BlockKind.HEADING,
        was.text,
        (Span(8, 10, SpanStyle.RUBY, "qí yáo"), Span(0, 2, SpanStyle.DOTS)),
        (replace(note, text="松木产自门源"), Note(10, "祁家老三", id="n2")),
        level=1,
        id="p",
    )
    remarks = Comparison(Manuscript((was,)), Manuscript((now,))).rows[0].remarks
    assert "样式由“正文”改为“小标题”" in remarks
    assert any("柜台" in one and "加了着重号" in one for one in remarks)
    assert any("注音由“qí”改为“qí yáo”" in one for one in remarks)
    assert any("注文改过" in one and "〔增：门源〕" in one for one in remarks)
    assert any(one == "新加一条注：“祁家老三”" for one in remarks)


def test_tables_and_pictures_are_compared_by_what_is_in_them() -> None:
    rows = ((Cell("年", header=True), Cell("户", header=True)), (Cell("1958"), Cell("32")))
    table = Block(BlockKind.TABLE, rows=rows, id="t")
    picture = Block(BlockKind.PICTURE, "渡口", picture=Picture("f1", 0.6), id="q")
    now = Manuscript(
        (
            replace(table, rows=(*rows, (Cell("1959"), Cell("30")))),
            replace(picture, picture=Picture("f2", 0.6)),
        )
    )
    made = Comparison(Manuscript((table, picture)), now)
    assert made.rows[0].remarks == ["表格由 2 行 2 列 改为 3 行 2 列"]
    assert ("new", "\n1959｜30") in made.rows[0].pieces
    assert made.rows[1].remarks == ["换了图片"]


BITS = st.text("甲乙丙丁戊己庚辛壬癸，。", max_size=24)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Manuscript, Manuscript]:
    """A text, and what somebody made of it."""
    was = [Block(BlockKind.PARAGRAPH, one) for one in draw(st.lists(BITS, max_size=6))]
    now = list(was)
    for _step in range(draw(st.integers(0, 5))):
        act, place = (
            draw(st.sampled_from(["change", "move", "drop", "add", "part", "join", "paste"])),
            draw(st.integers(0, 5)),
        )
        if act == "add" or place >= len(now):
            now.insert(min(place, len(now)), Block(BlockKind.PARAGRAPH, draw(BITS)))
        elif act == "change":
            now[place] = replace(now[place], text=now[place].text[:3] + draw(BITS))
        elif act == "move":
            now.insert(draw(st.integers(0, len(now) - 1)), now.pop(place))
        elif act == "drop":
            del now[place]
        elif act == "part":
            block, at = now[place], draw(st.integers(0, 12))
            now[place : place + 1] = [replace(block, text=block.text[:at]), Block(block.kind, block.text[at:])]
        elif act == "join" and place + 1 < len(now):
            now[place : place + 2] = [replace(now[place], text=now[place].text + now[place + 1].text)]
        else:
            now[place] = replace(now[place], id=Block(BlockKind.PARAGRAPH).id)
    return Manuscript(tuple(was)), Manuscript(tuple(now))


@given(pairs(), st.sets(st.integers(0, 12)))
def test_any_part_of_a_difference_can_be_taken(pair: tuple[Manuscript, Manuscript], some: set[int]) -> None:
    was, now = pair
    made = Comparison(was, now)
    every = range(len(made.rows))
    assert made.chosen(()) == was
    assert [bare(one) for one in made.chosen(every)] == [bare(one) for one in now]
    assert made.without(()) == now
    assert [bare(one) for one in made.without(every)] == [bare(one) for one in was]
    ids = [one.id for one in made.chosen(some)]
    assert len(ids) == len(set(ids))
    pieces = made.pieces()
    assert "".join(t for what, t in pieces if what != "gone").split() == [
        one for one in "\n".join(block.text for block in now).split()
    ]
