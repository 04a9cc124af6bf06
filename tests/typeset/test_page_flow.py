"""Pages: the grid, notes on the page of their marks, headings with what follows, single lines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note
from archive_app.typeset.layout import Layout, Line, Page
from archive_app.typeset.pages.draft import note_figure

Compose = Callable[..., Layout]
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"
Paragraph = Callable[..., Block]


def body(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if page.kind == "body"]


def text_lines(page: Page) -> list[Line]:
    return [line for line in page.lines if line.role == "body"]


def note_lines(page: Page) -> list[Line]:
    return [line for line in page.lines if line.role == "note"]


def marks(lines: list[Line]) -> list[str]:
    """The figures of notes in a list of lines."""
    figures = {note_figure(n) for n in range(1, 51)}
    return [c for line in lines for run in line.runs for c in run.text if c in figures]


def test_every_body_line_stands_on_the_grid(compose_blocks: Compose, paragraph: Paragraph) -> None:
    heading = Block(BlockKind.HEADING, "小标题", level=1)
    layout = compose_blocks([paragraph(SENTENCE, (5, "注文。")), heading, *[paragraph() for _ in range(12)]])
    grid = layout.grid
    lines = [line for page in body(layout) for line in text_lines(page)]
    assert len(lines) > 30
    for line in lines:
        row = (line.y - grid["first_baseline"]) / grid["leading"]
        assert abs(row - round(row)) * grid["leading"] < 0.01
        assert 0 <= round(row) < grid["rows"]


def test_recto_and_verso_mirror_each_other(compose_blocks: Compose, paragraph: Paragraph) -> None:
    layout = compose_blocks([paragraph() for _ in range(12)])
    first, second = body(layout)[:2]
    left = min(line.x for line in text_lines(first))
    right = min(line.x for line in text_lines(second))
    assert left + layout.grid["width"] + right == pytest.approx(first.width)


def test_no_text_is_lost_between_pages(compose_blocks: Compose, paragraph: Paragraph) -> None:
    blocks = [paragraph(SENTENCE * (n % 4 + 1), (3, f"第{n}注。")) for n in range(15)]
    layout = compose_blocks(blocks)
    for block in blocks:
        lines = [line for page in layout.pages for line in text_lines(page) if line.block == block.id]
        assert "".join(line.text for line in lines) == block.text
        assert [line.offset for line in lines] == sorted(line.offset for line in lines)


def test_notes_stand_on_the_page_of_their_marks_numbered_from_one(
    compose_blocks: Compose, paragraph: Paragraph
) -> None:
    blocks = [paragraph(SENTENCE, (9, f"注文之{n}。"), (30, f"又注{n}。")) for n in range(12)]
    layout = compose_blocks(blocks)
    seen = 0
    for page in body(layout):
        called, standing = marks(text_lines(page)), marks(note_lines(page))
        assert called == standing == [note_figure(n) for n in range(1, len(called) + 1)]
        seen += len(called)
    assert seen == 24


def test_a_long_note_is_continued_on_the_next_page_and_nothing_of_it_is_lost(
    compose_blocks: Compose, paragraph: Paragraph
) -> None:
    note = "".join(f"第{n}句注文说来话长。" for n in range(60))
    layout = compose_blocks([paragraph(SENTENCE, (4, note)), *[paragraph() for _ in range(10)]])
    pages = [page for page in body(layout) if note_lines(page)]
    assert len(pages) > 1
    assert "".join(line.text for page in pages for line in note_lines(page)) == note
    foot = layout.grid["top"] + (layout.grid["rows"] - 1) * layout.grid["leading"] + layout.grid["size"]
    for page in pages:
        last = note_lines(page)[-1]
        assert last.y + 0.12 * last.size == pytest.approx(foot, abs=0.01)
        assert max(line.y for line in text_lines(page)) < min(line.y for line in note_lines(page))


def test_text_and_notes_never_overlap(compose_blocks: Compose, paragraph: Paragraph) -> None:
    layout = compose_blocks([paragraph(SENTENCE * 2, (n * 3, "注文" * (n * 7 + 1))) for n in range(14)])
    for page in body(layout):
        notes = note_lines(page)
        if notes:
            rule = min(rule.y0 for rule in page.rules if rule.y0 > layout.grid["top"])
            assert max(line.y for line in text_lines(page)) + 1 < rule < notes[0].y - notes[0].size * 0.88


@pytest.mark.parametrize("filler", range(14))
def test_a_heading_is_followed_by_two_lines(compose_blocks: Compose, paragraph: Paragraph, filler: int) -> None:
    blocks = [paragraph("短段。") for _ in range(filler)]
    heading = Block(BlockKind.HEADING, "小标题在此", level=1)
    layout = compose_blocks([*blocks, heading, *[paragraph(SENTENCE, (20, "注。")) for _ in range(4)]])
    (page,) = [p for p in body(layout) if any(line.text == "小标题在此" for line in p.lines)]
    (where,) = [line.y for line in page.lines if line.text == "小标题在此"]
    assert sum(line.y > where for line in text_lines(page)) >= 2


@pytest.mark.parametrize("count", [30, 1500])
def test_headings_in_a_row_that_no_page_holds_fill_their_pages(
    compose_blocks: Compose, paragraph: Paragraph, count: int
) -> None:
    headings = [Block(BlockKind.HEADING, f"第{number}节", level=1) for number in range(count)]
    layout = compose_blocks([paragraph(SENTENCE), *headings, paragraph(SENTENCE), paragraph(SENTENCE)])
    pages = [[line.text for line in page.lines if line.role == "heading-1"] for page in body(layout)]
    assert [text for page in pages for text in page] == [heading.text for heading in headings]
    assert min(map(len, pages[1:-2])) >= 3  # as many as the page has room for
    last = next(page for page in reversed(body(layout)) if any(line.role == "heading-1" for line in page.lines))
    assert sum(line.role == "body" for line in last.lines) >= 2


@pytest.mark.parametrize("filler", range(1, 14))
def test_an_article_does_not_end_on_a_page_of_one_line(
    compose_blocks: Compose, paragraph: Paragraph, filler: int
) -> None:
    layout = compose_blocks([*[paragraph("短段。") for _ in range(filler)], paragraph(SENTENCE * 2)])
    pages = body(layout)
    assert len(pages) == 1 or len(text_lines(pages[-1])) > 1


def test_single_first_and_last_lines_are_rare(compose_blocks: Compose, paragraph: Paragraph) -> None:
    blocks = [paragraph((SENTENCE * 4)[: 25 + (n * 37) % 140] + "。") for n in range(120)]
    layout = compose_blocks(blocks)
    pages = [text_lines(page) for page in body(layout)]
    lengths = {b.id: sum(line.block == b.id for page in pages for line in page) for b in blocks}
    stranded = 0
    for before, after in pairwise(pages):
        last, first = before[-1], after[0]
        if last.block == first.block and lengths[last.block] > 1:
            head = sum(line.block == last.block for line in before)
            stranded += head == 1 or lengths[last.block] - sum(line.block == last.block for line in before) == 1
    assert stranded <= len(pages) // 5  # two pages in five, left to chance


@pytest.mark.parametrize("step", [17, 29, 37, 53, 71])
def test_feet_of_facing_pages_are_level(compose_blocks: Compose, paragraph: Paragraph, step: int) -> None:
    blocks = [paragraph((SENTENCE * 4)[: 25 + (n * step) % 140] + "。") for n in range(80)]
    layout = compose_blocks(blocks)
    feet = [max(line.y for line in text_lines(page)) for page in body(layout)]
    lowest = layout.grid["first_baseline"] + (layout.grid["rows"] - 1) * layout.grid["leading"]
    for verso, recto in zip(feet[1:-1:2], feet[2:-1:2], strict=False):
        assert verso == pytest.approx(recto)
    assert sum(foot == pytest.approx(lowest) for foot in feet) > len(feet) * 0.4
    assert min(feet[:-1]) >= lowest - 2.01 * layout.grid["leading"]


def test_a_forced_page_break_begins_a_page(compose_blocks: Compose, paragraph: Paragraph) -> None:
    layout = compose_blocks([paragraph(), Block(BlockKind.PAGE_BREAK), paragraph("另起一面。")])
    assert text_lines(body(layout)[1])[0].text == "另起一面。"


def test_marks_past_fifty_are_plain_figures() -> None:
    assert [note_figure(n) for n in (1, 20, 21, 35, 36, 50, 51)] == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "51"]


def test_a_note_mark_never_starts_a_line(compose_blocks: Compose, paragraph: Paragraph) -> None:
    layout = compose_blocks([paragraph(SENTENCE, *[(at, "注。") for at in range(2, 40, 3)]) for _ in range(3)])
    for page in body(layout):
        for line in text_lines(page):
            assert not marks([line])[:1] or line.runs[0].text[:1] not in marks([line])


def test_a_note_at_the_end_of_a_line_of_verse_is_called(compose_blocks: Compose, paragraph: Paragraph) -> None:
    song = "高高山上一树槐，\n手把槐花望郎来。"
    layout = compose_blocks([paragraph(song, (8, "花儿。"), (17, "同上。"), kind=BlockKind.VERSE)])
    page = body(layout)[0]
    assert marks([line for line in page.lines if line.role == "verse"]) == ["①", "②"]
    assert [line.text for line in page.lines if line.role == "note"] == ["花儿。", "同上。"]


def test_a_table_s_note_is_called_at_its_caption_or_in_its_first_cell(compose_blocks: Compose) -> None:
    rows = ((Cell("年", header=True),), (Cell("一九四九"),))
    for caption, at in (("表一", 2), ("", 0)):
        layout = compose_blocks([Block(BlockKind.TABLE, caption, rows=rows, notes=(Note(at, "表注。"),))])
        page = body(layout)[0]
        (line,) = [line for line in page.lines if marks([line]) and line.role != "note"]
        assert line.text == (caption or "年")
        assert [line.text for line in page.lines if line.role == "note"] == ["表注。"]


def test_tight_takes_a_line_out_or_says_that_it_cannot(compose_blocks: Compose) -> None:
    text = "国民，文史，资料，城东，" * 12 + "是也。"
    plain = compose_blocks([Block(BlockKind.PARAGRAPH, text)])
    tight = compose_blocks([Block(BlockKind.PARAGRAPH, text, tight=-1)])
    before = sum(len(text_lines(page)) for page in body(plain))
    after = sum(len(text_lines(page)) for page in body(tight))
    assert (after == before - 1) != any(p.code == "tight-impossible" for p in tight.problems)
    refused = compose_blocks([Block(BlockKind.PARAGRAPH, "短。", tight=-1)])
    assert [p.code for p in refused.problems] == ["tight-impossible"]


@pytest.mark.parametrize("notes", [(), ((300, "注一条。"), (700, "又一条注。"))])
def test_a_paragraph_longer_than_pages_keeps_to_them(
    compose_blocks: Compose, paragraph: Paragraph, notes: tuple[tuple[int, str], ...]
) -> None:
    words = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。" * 40
    pages = body(compose_blocks([paragraph(words, *notes)]))
    assert len(pages) > 4
    assert all(page.folio is not None and line.y < page.folio.y - 10 for page in pages for line in page.lines)
    assert "".join(line.text for page in pages for line in text_lines(page) if line.role == "body") == words
