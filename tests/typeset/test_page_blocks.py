"""Blocks on the page: questions and answers, quotations, verse, marks on words, pictures, tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Picture, Span, SpanStyle
from archive_app.typeset.layout import Layout, Line

Compose = Callable[..., Layout]
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


def lines_of(layout: Layout, block: Block) -> list[Line]:
    return [line for page in layout.pages for line in page.lines if line.block == block.id]


def test_an_items_number_is_no_speaker(compose_blocks: Compose) -> None:
    items = [
        Block(BlockKind.LIST_ITEM, "让出的地。", label="1."),
        Block(BlockKind.LIST_ITEM, "误工一天。", label="（二）"),
    ]
    layout = compose_blocks(items)
    (first,), (second,) = (lines_of(layout, item) for item in items)
    assert (first.text, second.text) == ("1. 让出的地。", "（二）误工一天。")
    assert {run.face for run in (*first.runs, *second.runs)} == {"NotoSerifSC-Regular"}


def test_a_question_and_its_answer_carry_their_labels_in_black(compose_blocks: Compose) -> None:
    question = Block(BlockKind.QUESTION, "您是哪一年来的？")
    answer = Block(BlockKind.ANSWER, "五八年。", label="冶秀英")
    layout = compose_blocks([question, answer])
    (asked,), (told,) = lines_of(layout, question), lines_of(layout, answer)
    assert asked.text == "问：您是哪一年来的？"
    assert told.text == "冶秀英：五八年。"
    assert [run.face for run in told.runs] == ["NotoSansSC-Bold", "NotoSerifSC-Regular"]
    assert told.offset == 0


def test_a_quotation_stands_in_kai_two_ems_in(compose_blocks: Compose) -> None:
    quote = Block(BlockKind.QUOTE, SENTENCE)
    plain = Block(BlockKind.PARAGRAPH, SENTENCE[:30])
    layout = compose_blocks([Block(BlockKind.PAGE_BREAK), plain, quote])
    quoted, text = lines_of(layout, quote), lines_of(layout, plain)
    assert {run.face for line in quoted for run in line.runs} == {"LXGWWenKai-Regular"}
    assert quoted[1].x - text[1].x == pytest.approx(21)


def test_verse_keeps_its_lines_and_turns_over_further_in(compose_blocks: Compose) -> None:
    verse = Block(BlockKind.VERSE, "青石头青来蓝石头蓝，\n" + "说给我听一听我再也不到这个河滩里来看你一眼了，\n好。")
    found = lines_of(compose_blocks([verse]), verse)
    assert found[0].text == "青石头青来蓝石头蓝，"
    assert found[-1].text == "好。"
    assert found[0].x == found[1].x == found[-1].x
    assert found[2].x > found[1].x


def test_bold_kai_and_small_change_face_or_size(compose_blocks: Compose) -> None:
    spans = (Span(0, 2, SpanStyle.BOLD), Span(2, 4, SpanStyle.KAI), Span(4, 6, SpanStyle.SMALL))
    block = Block(BlockKind.PARAGRAPH, "粗体楷体小字平常", spans=spans)
    (line,) = lines_of(compose_blocks([block]), block)
    faces = [(run.face, run.text) for run in line.runs]
    assert faces[:2] == [("NotoSerifSC-Bold", "粗体"), ("LXGWWenKai-Regular", "楷体")]
    assert line.runs[2].size < line.runs[3].size


def test_ruby_stands_above_its_base_and_is_no_text(compose_blocks: Compose) -> None:
    block = Block(BlockKind.PARAGRAPH, "口述者祁垚在座", spans=(Span(3, 5, SpanStyle.RUBY, "qí yáo"),))
    (line,) = lines_of(compose_blocks([block]), block)
    above = [run for run in line.runs if run.silent]
    assert [run.text for run in above] == ["qí", "yáo"]
    assert all(run.dy > 8 for run in above)
    assert line.text == "口述者祁垚在座"


def test_dots_and_lines_are_drawn_under_their_words(compose_blocks: Compose) -> None:
    spans = (Span(0, 3, SpanStyle.DOTS), Span(4, 6, SpanStyle.NAME), Span(7, 9, SpanStyle.BOOK))
    block = Block(BlockKind.PARAGRAPH, "急不得，张三，莽原", spans=spans)
    layout = compose_blocks([block])
    (line,) = lines_of(layout, block)
    (page,) = [page for page in layout.pages if line in page.lines]
    kinds = [rule.kind for rule in page.rules if line.y < rule.y0 < line.y + 5]
    assert sorted(kinds) == ["dot", "dot", "dot", "line", "wave"]
    under = next(rule for rule in page.rules if rule.kind == "line" and line.y < rule.y0 < line.y + 5)
    assert under.x1 - under.x0 == pytest.approx(21, abs=2)


def test_a_picture_has_its_caption_credit_and_people_under_it(compose_blocks: Compose, pictures: Path) -> None:
    picture = Picture("photo.jpg", width=0.6, credit="吴颜摄", people="左起：马䶮、李𠮷庆")
    block = Block(BlockKind.PICTURE, "甜醅摊", picture=picture)
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, SENTENCE), block], images=pictures)
    (page,) = [page for page in layout.pages if page.images]
    (image,) = page.images
    assert image.width == pytest.approx(layout.grid["width"] * 0.6)
    assert image.height == pytest.approx(image.width * 800 / 1200)
    captions = [line for line in page.lines if line.block == block.id]
    assert [line.text for line in captions] == ["甜醅摊（吴颜摄）", "左起：马䶮、李𠮷庆"]
    assert all(line.y > image.y + image.height for line in captions)


def test_a_picture_that_does_not_fit_goes_to_the_next_head_and_the_text_fills_the_page(
    compose_blocks: Compose, pictures: Path
) -> None:
    text = [Block(BlockKind.PARAGRAPH, SENTENCE) for _ in range(6)]
    block = Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", width=0.8))
    layout = compose_blocks([*text[:1], block, *text[1:]], images=pictures)
    pages = [page for page in layout.pages if page.kind == "body"]
    second = next(page for page in pages if page.images)
    assert second.images[0].y == pytest.approx(layout.grid["top"])
    first = pages[pages.index(second) - 1]
    foot = layout.grid["first_baseline"] + (layout.grid["rows"] - 1) * layout.grid["leading"]
    assert max(line.y for line in first.lines) == pytest.approx(foot)


def test_a_picture_turned_by_its_camera_is_placed_upright(compose_blocks: Compose, pictures: Path) -> None:
    block = Block(BlockKind.PICTURE, "", picture=Picture("turned.jpg", width=0.3))
    layout = compose_blocks([block], images=pictures)
    (image,) = [image for page in layout.pages for image in page.images]
    assert image.height > image.width


def table(rows: int, columns: int = 3, words: str = "某某公社") -> Block:
    head = tuple(Cell(f"栏{n}", header=True) for n in range(columns))
    body = tuple(tuple(Cell(f"{words}{r}{c}") for c in range(columns)) for r in range(rows))
    return Block(BlockKind.TABLE, "收支表", rows=(head, *body))


def test_a_table_goes_over_pages_with_its_head_repeated(compose_blocks: Compose) -> None:
    block = table(40)
    layout = compose_blocks([block])
    pages = [page for page in layout.pages if any(line.block == block.id for line in page.lines)]
    assert len(pages) > 1
    for page in pages:
        assert sum(line.text == "栏0" for line in page.lines) == 1
    cells = [line.text for page in pages for line in page.lines if line.part.startswith("cell:") and "某" in line.text]
    assert cells == [f"某某公社{r}{c}" for r in range(40) for c in range(3)]


def test_a_table_of_long_cells_stays_within_the_measure(compose_blocks: Compose) -> None:
    block = table(3, 4, words="院子没有名字，信封上写门牌号")
    layout = compose_blocks([block])
    grid = layout.grid
    for page in layout.pages:
        for line in page.lines:
            if line.block == block.id:
                edge = min(rule.x0 for rule in page.rules if rule.y0 > grid["top"])
                assert edge <= line.x < edge + grid["width"]
    assert not [p for p in layout.problems if p.serious]


def test_cells_that_reach_over_rows_stay_with_them(compose_blocks: Compose) -> None:
    rows = ((Cell("合", rows=2), Cell("甲")), (Cell("乙"),), (Cell("丙", columns=2),))
    layout = compose_blocks([Block(BlockKind.TABLE, rows=rows)])
    found = {line.text: line for page in layout.pages for line in page.lines if line.part.startswith("cell:")}
    assert found["甲"].y < found["合"].y < found["乙"].y < found["丙"].y
    assert found["甲"].x == found["乙"].x


def test_notes_in_a_heading_and_under_a_picture_are_notes_of_the_page(compose_blocks: Compose, pictures: Path) -> None:
    heading = Block(BlockKind.HEADING, "唱词", level=1, notes=(Note(2, "题注。"),))
    picture = Block(BlockKind.PICTURE, "碌碡", picture=Picture("photo.jpg", width=0.3), notes=(Note(2, "图注。"),))
    layout = compose_blocks([heading, picture, Block(BlockKind.PARAGRAPH, SENTENCE)], images=pictures)
    texts = [line.text for page in layout.pages for line in page.lines if line.role == "note"]
    assert texts == ["题注。", "图注。"]


def test_pictures_put_off_together_stand_apart(compose_blocks: Compose, pictures: Path) -> None:
    text = [Block(BlockKind.PARAGRAPH, SENTENCE) for _ in range(4)]
    waiting = [Block(BlockKind.PICTURE, f"图{n}", picture=Picture("photo.jpg", width=0.3)) for n in range(2)]
    layout = compose_blocks([text[0], *waiting, *text[1:]], images=pictures)
    page = next(page for page in layout.pages if len(page.images) == 2)
    captions = [next(line for line in page.lines if line.block == block.id) for block in waiting]
    below = [line for line in page.lines if line.role == "body" and line.y > captions[1].y]
    assert page.images[1].y - captions[0].y > 8
    assert not below or below[0].y - captions[1].y > layout.grid["leading"]
