"""Text beside pictures: on the grid, a whole number of characters wide, nothing lost, whatever stands around."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Note, Picture, Span, SpanStyle
from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import Layout, Line, Page, PlacedImage
from archive_app.typeset.pdf.proof import counted_lines
from archive_app.typeset.templates import Template, load

Compose = Callable[..., Layout]
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"
LOOSE = 0.1


@pytest.fixture(scope="module")
def book() -> Template:
    """Thirty characters by twenty lines."""
    return load("16k").with_layout({"measure": [30, 20]})


def beside(name: str = "photo.jpg", text: str = "院门旧影", **more: object) -> Block:
    picture = Picture(name, **{"width": 0.4, "place": "beside", **more})  # type: ignore[arg-type]
    return Block(BlockKind.PICTURE, text, picture=picture)


def words(text: str = SENTENCE * 3, *notes: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, notes=tuple(Note(9 * n + 5, note) for n, note in enumerate(notes)))


def pages(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if page.kind == "body"]


def body(page: Page) -> list[Line]:
    return [line for line in page.lines if line.role in ("body", "heading-1")]


def next_to(page: Page, image: PlacedImage) -> list[Line]:
    """The lines of text whose baselines lie within the picture's height."""
    return [line for line in body(page) if image.y < line.y < image.y + image.height]


def length(line: Line) -> float:
    """The pen's way along a line by the fonts' own advances."""
    run = line.runs[-1]
    chosen = face(run.face)
    glyphs = [g for c in run.text if (g := chosen.glyphs[ord(c)]) is not None]
    own = sum(chosen.advance_of_glyph(ord(g)) for g in glyphs)
    moved = own + run.tracking * (len(glyphs) - 1) + sum(amount for _, amount in run.adjust)
    return run.dx + moved * run.size / 1000


def ends(line: Line) -> float:
    return line.x + length(line)


def read(layout: Layout, block: Block) -> str:
    return "".join(line.text for page in layout.pages for line in body(page) if line.block == block.id)


def test_the_text_keeps_to_the_grid_and_away_from_the_picture(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    layout = compose_blocks([words("短段。"), beside(), *[words() for _ in range(4)]], images=pictures, template=book)
    (page,) = [page for page in pages(layout) if page.images]
    (image,) = page.images
    lines = next_to(page, image)
    assert len(lines) >= 5
    size, left = layout.grid["size"], min(line.x for line in body(page))
    right = left + layout.grid["width"]
    assert image.x + image.width == pytest.approx(right)  # a recto's fore-edge is at its right
    for line in lines:
        row = (line.y - layout.grid["first_baseline"]) / layout.grid["leading"]
        assert row == pytest.approx(round(row), abs=0.01)
        assert ends(line) <= image.x - size + size / 2 + LOOSE  # a closing mark at the edge has a blank half
    assert (image.x - left) // size >= 8
    full = [line for line in body(page) if line.y > image.y + image.height + 3 * layout.grid["leading"]]
    assert any(ends(line) > image.x for line in full)


def test_a_picture_and_its_caption_end_on_a_line_of_the_grid(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    for text in ("", "院门旧影，一九六二年祁垚摄于韵家口老院，后来拆了"):
        layout = compose_blocks([words(), beside(text=text), words(), words()], images=pictures, template=book)
        (page,) = [page for page in pages(layout) if page.images]
        captions = [line.y for line in page.lines if line.role == "caption"]
        foot = max(captions) if captions else page.images[0].y + page.images[0].height
        row = (foot - layout.grid["first_baseline"]) / layout.grid["leading"]
        assert row == pytest.approx(round(row), abs=0.01)
        assert bool(captions) is bool(text)


@pytest.mark.parametrize("side", ["outer", "inner", "left", "right"])
@pytest.mark.parametrize("before", [0, 6])
def test_the_side_follows_the_leaf(
    compose_blocks: Compose, pictures: Path, book: Template, side: str, before: int
) -> None:
    fillers = [words() for _ in range(before)]
    layout = compose_blocks([*fillers, beside(side=side), words(), words()], images=pictures, template=book)
    (number,) = [number for number, page in enumerate(layout.pages) if page.images]
    recto = number % 2 == 0
    page, (image,) = layout.pages[number], layout.pages[number].images
    at_right = image.x > page.width / 2 - image.width / 2
    assert at_right is {"outer": recto, "inner": not recto, "left": False, "right": True}[side]
    for line in next_to(page, image):
        assert ends(line) < image.x if at_right else line.x > image.x + image.width
    captions = [line for line in page.lines if line.role == "caption"]
    assert captions
    assert all(image.x - LOOSE <= line.x <= image.x + image.width for line in captions)


def test_a_paragraph_begins_beside_and_ends_below(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    long = words(SENTENCE * 8)
    layout = compose_blocks([words("短段。"), beside(), long], images=pictures, template=book)
    (page,) = [page for page in pages(layout) if page.images]
    own = [line for line in body(page) if line.block == long.id]
    narrow = [line for line in own if ends(line) < page.images[0].x]
    assert narrow == own[: len(narrow)]
    assert 0 < len(narrow) < len(own)
    assert read(layout, long) == long.text


def test_a_picture_that_does_not_fit_goes_to_the_next_page_and_the_text_flows_on(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    blocks = [words(SENTENCE * 8), beside(), words(SENTENCE * 9), words()]
    layout = compose_blocks(blocks, images=pictures, template=book)
    first, second = pages(layout)[:2]
    assert not first.images
    assert len(second.images) == 1
    foot = max(line.y for line in body(first))
    assert foot == pytest.approx(layout.grid["first_baseline"] + 19 * layout.grid["leading"], abs=0.01)
    assert next_to(second, second.images[0])[0].block == blocks[2].id  # in the middle of the paragraph it stands beside
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            assert read(layout, block) == block.text


def test_notes_called_beside_a_picture_stand_at_the_foot_and_never_reach_it(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    noted = words(SENTENCE * 4, *("一条很长的注文，说明来历。" * 12 for _ in range(3)))
    layout = compose_blocks([words(SENTENCE * 3), beside(), noted, words()], images=pictures, template=book)
    for page in pages(layout):
        notes = [line.y - line.size for line in page.lines if line.role == "note"]
        for image in page.images:
            captions = [line.y for line in page.lines if line.role == "caption"]
            assert not notes or min(notes) > max(image.y + image.height, *captions)
    told = "".join(line.text for page in pages(layout) for line in page.lines if line.role == "note")
    assert told == "".join(note.text for note in noted.notes)
    assert read(layout, noted) == noted.text


def test_a_heading_beside_a_picture_is_set_in_the_narrower_measure(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    heading = Block(BlockKind.HEADING, "一、老屋", level=1)
    layout = compose_blocks(
        [beside(side="left"), words("短段。"), heading, words(), words()], images=pictures, template=book
    )
    (page,) = [page for page in pages(layout) if page.images]
    (line,) = [line for line in page.lines if line.role == "heading-1"]
    image = page.images[0]
    assert image.y < line.y < image.y + image.height
    assert line.x > image.x + image.width


@pytest.mark.parametrize(
    "blocker",
    [
        Block(BlockKind.VERSE, "高高山上一树槐，\n手把槐花望郎来。"),
        Block(BlockKind.PICTURE, "后来的门", picture=Picture("photo.jpg", 0.5)),
    ],
)
def test_what_cannot_stand_beside_waits_below(
    compose_blocks: Compose, pictures: Path, book: Template, blocker: Block
) -> None:
    layout = compose_blocks(
        [beside(), words(SENTENCE), words(SENTENCE), blocker, words()], images=pictures, template=book
    )
    page = next(page for page in pages(layout) if page.images)
    image = page.images[0]
    own = [line.y - line.size for line in page.lines if line.block == blocker.id]
    own += [other.y for other in page.images if other.block == blocker.id]
    assert all(y > image.y + image.height - LOOSE for y in own)


def test_a_quotation_stands_beside_only_where_its_indents_leave_it_room(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    quote = Block(BlockKind.QUOTE, SENTENCE * 4)
    for width, narrow, before in ((0.4, True, "短段。"), (0.6, False, SENTENCE * 2)):
        blocks = [beside(width=width), words(before), quote, words()]
        layout = compose_blocks(blocks, images=pictures, template=book)
        page = next(page for page in pages(layout) if page.images)
        image = page.images[0]
        high = [line for line in page.lines if line.block == quote.id and line.y < image.y + image.height]
        assert bool(high) is narrow
        told = "".join(line.text for page in pages(layout) for line in page.lines if line.block == quote.id)
        assert told == quote.text


def test_two_pictures_beside_follow_each_other_and_keep_their_numbers(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    numbered = book.with_layout({"figures": {"numbered": True}})
    long = words(SENTENCE * 30)
    layout = compose_blocks([beside(), beside(text="第二幅"), long], images=pictures, template=numbered)
    captions = [line.text for page in pages(layout) for line in page.lines if line.role == "caption"]
    assert [text[:2] for text in captions if text.startswith("图")] == ["图1", "图2"]
    (page,) = [page for page in pages(layout) if len(page.images) == 2]
    first, second = page.images
    assert second.y > first.y + first.height
    assert read(layout, long) == long.text


def test_little_text_leaves_the_picture_by_itself(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    layout = compose_blocks([words(), beside(), words("完。")], images=pictures, template=book)
    page = next(page for page in pages(layout) if page.images)
    assert not next_to(page, page.images[0])
    middle = page.images[0].x + page.images[0].width / 2
    left = min(line.x for line in body(pages(layout)[0]))
    recto = left if layout.pages.index(page) % 2 == 0 else page.width - left - layout.grid["width"]
    assert middle == pytest.approx(recto + layout.grid["width"] / 2, abs=0.1)


def test_a_picture_that_leaves_no_room_is_told(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    layout = compose_blocks([beside(width=0.9), words(), words()], images=pictures, template=book)
    (problem,) = [problem for problem in layout.problems if problem.code == "beside-narrow"]
    assert "photo.jpg" in problem.message
    page = next(page for page in pages(layout) if page.images)
    assert not next_to(page, page.images[0])


def test_marks_and_notes_of_a_paragraph_cut_by_a_picture_stay_with_their_words(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    text = SENTENCE * 12
    places = [n for n in range(len(text)) if text.startswith("马家院", n)]
    spans = tuple(Span(n, n + 3, SpanStyle.BOLD) for n in places)
    long = Block(BlockKind.PARAGRAPH, text, spans, tuple(Note(n + 3, f"注{n}。") for n in places))
    layout = compose_blocks([words(SENTENCE * 6), beside(), long, words()], images=pictures, template=book)
    bold = "".join(run.text for page in pages(layout) for line in body(page) for run in line.runs if "Bold" in run.face)
    assert bold.replace("\ufeff", "") == "马家院" * len(places)
    for page in pages(layout):
        for line in body(page):
            if line.block == long.id:
                assert text[line.offset :].startswith(line.text)
    told = [line.text for page in pages(layout) for line in page.lines if line.role == "note"]
    assert told == [note.text for note in long.notes]


@pytest.mark.parametrize("side", ["outer", "inner"])
def test_columns_stand_over_or_under_a_picture(compose_blocks: Compose, pictures: Path, side: str) -> None:
    template = load("vertical")
    long = words(SENTENCE * 20)
    layout = compose_blocks([words(), beside(side=side, width=0.4), long], images=pictures, template=template)
    page = next(page for page in pages(layout) if page.images)
    (image,) = page.images
    columns = [line for line in page.lines if line.vertical and line.role == "body"]
    across = [line for line in columns if image.x < line.x < image.x + image.width]
    assert len(across) >= 3
    for line in across:
        if side == "outer":
            assert line.y > image.y + image.height
        else:
            assert line.y + length(line) <= image.y + line.size / 2 + LOOSE
    top = layout.grid["top"]
    assert image.y == pytest.approx(top, abs=1) if side == "outer" else image.y > top + image.height / 2
    assert read(layout, long) == long.text


def test_a_proof_counts_the_text_s_lines_beside_a_caption(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    caption = "院门旧影，一九六二年祁垚摄于韵家口老院，后来拆了，门楼上的字还在"
    layout = compose_blocks(
        [words("短段。"), beside(text=caption), *[words() for _ in range(4)]], images=pictures, template=book
    )
    (page,) = [page for page in pages(layout) if page.images]
    assert sum(line.role == "caption" for line in page.lines) > 1
    counted = counted_lines(page.lines)
    assert not [line for line in counted if line.role == "caption"]
    inline = compose_blocks([words(), beside(text=caption, place="here"), words()], images=pictures, template=book)
    assert any(line.role == "caption" for page in pages(inline) for line in counted_lines(page.lines))


@pytest.mark.parametrize("blocker", ["heading", "verse", "foot"])
def test_nothing_stands_beside_the_second_of_two_that_may_not(
    compose_blocks: Compose, pictures: Path, book: Template, blocker: str
) -> None:
    """What goes below the first picture may find the second there."""
    made = {
        "heading": Block(BlockKind.HEADING, "小标题" * 9, level=1),
        "verse": Block(BlockKind.VERSE, "高高山上一树槐，\n手把槐花望郎来。"),
        "foot": Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", 0.6, "foot")),
    }[blocker]
    for lines in range(3, 12):
        heading = Block(BlockKind.HEADING, "小标题", level=2)
        text = [words(SENTENCE[: 20 * lines])]
        blocks = [*text, beside(), beside(side="left"), heading, made, words(SENTENCE), made, words(SENTENCE)]
        ids = [Block(b.kind, b.text, picture=b.picture, level=b.level) for b in blocks]
        layout = compose_blocks(ids, images=pictures, template=book)
        for page in pages(layout):
            for image in page.images:
                for line in page.lines:
                    high = image.y < line.y - line.size * 0.4 < image.y + image.height
                    apart = line.x >= image.x + image.width or ends(line) - line.size / 2 <= image.x
                    assert apart or not high, (lines, line.text)


KINDS = st.sampled_from(["words", "short", "noted", "heading", "verse", "beside", "tall", "here", "foot"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KINDS, min_size=3, max_size=14), st.integers(1, 9))
def test_no_word_is_lost_and_nothing_lies_over_anything(
    compose_blocks: Compose, pictures: Path, book: Template, kinds: list[str], times: int
) -> None:
    made = {
        "words": lambda: words(SENTENCE * times),
        "short": lambda: words("短段一行。"),
        "noted": lambda: words(SENTENCE * 2, "注文一。", "注文二，" * 20),
        "heading": lambda: Block(BlockKind.HEADING, "小标题" * times, level=1),
        "verse": lambda: Block(BlockKind.VERSE, "高高山上一树槐，\n手把槐花望郎来。"),
        "beside": beside,
        "tall": lambda: beside("clear.png", width=0.25),
        "here": lambda: Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", 0.4)),
        "foot": lambda: Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", 0.4, "foot")),
    }
    blocks = [made[kind]() for kind in kinds]
    layout = compose_blocks(blocks, images=pictures, template=book)
    for block in blocks:
        lines = [
            line.text for page in layout.pages for line in page.lines if line.block == block.id and line.part == "text"
        ]
        assert "".join(lines) == block.text.replace("\n", "")
    shown = [image.block for page in layout.pages for image in page.images]
    assert sorted(shown) == sorted(block.id for block in blocks if block.picture)
    for page in pages(layout):
        boxes = [(i.x, i.y, i.x + i.width, i.y + i.height) for i in page.images]
        for line in page.lines:
            for x0, y0, x1, y1 in boxes:
                inside = y0 < line.y - line.size * 0.4 < y1 and line.x < x1 and ends(line) - line.size / 2 > x0
                assert not inside, (line.text, page.label)
