"""Groups of pictures under one caption, and pictures with pages of their own."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Note, Picture
from archive_app.domain.markdown import read_article
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.lines.paragraph import set_paragraph
from archive_app.typeset.pages.flexing import flex
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import rows_of
from archive_app.typeset.pages.material import Inset, SetBox
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render
from archive_app.typeset.pdf.press import PressOptions
from archive_app.typeset.pdf.profiles import default_press
from archive_app.typeset.pdf.proof import PEN_ROOM, widened
from archive_app.typeset.templates import MM, Template, load
from archive_app.typeset.trace import cells, spot_at

Compose = Callable[..., Layout]
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"
GROUP = "组1"


@pytest.fixture(scope="module")
def book() -> Template:
    """Thirty characters by twenty lines."""
    return load("16k").with_layout({"measure": [30, 20]})


def words(times: int = 3) -> Block:
    return Block(BlockKind.PARAGRAPH, SENTENCE * times)


def picture(name: str = "photo.jpg", text: str = "", **more: object) -> Block:
    return Block(BlockKind.PICTURE, text, picture=Picture(name, **more))  # type: ignore[arg-type]


def group(*names: str, caption: str = "", texts: tuple[str, ...] = (), **more: object) -> list[Block]:
    """Pictures of one group, and its caption as a block of its own."""
    told = texts or ("",) * len(names)
    made = [picture(name, text, group=GROUP) for name, text in zip(names, told, strict=True)]
    return [*made, picture("", caption, group=GROUP, **more)] if caption else made


def body(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if page.kind == "body"]


def roles(page: Page, *names: str) -> list[str]:
    return [line.text for line in page.lines if line.role in names]


def elements(data: bytes) -> list[str]:
    """The types of all elements of a tagged PDF."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node["/S"]))
            walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(data)) as file:
        walk(file.Root.StructTreeRoot.K)
    return found


# the rows of a group


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0.4, 3.0), min_size=2, max_size=12))
def test_every_picture_has_its_row_and_no_row_is_a_stripe_or_a_poster(aspects: list[float]) -> None:
    counts = rows_of(aspects, 300.0, 6.0, 90.0, 300.0)
    assert sum(counts) == len(aspects)
    assert min(counts) >= 1
    start = 0
    for count in counts:
        high = (300.0 - 6.0 * (count - 1)) / sum(aspects[start : start + count])
        alone = 300.0 / aspects[start]
        assert high > 20.0 or count == 1
        assert high < 300.0 or count == 1 or alone > 300.0
        start += count


@pytest.mark.parametrize("count", range(2, 13))
def test_rows_fill_the_measure_and_share_a_height(
    compose_blocks: Compose, pictures: Path, book: Template, count: int
) -> None:
    names = [("photo.jpg", "clear.png", "turned.jpg")[n % 3] for n in range(count)]
    layout = compose_blocks([words(1), *group(*names, caption="旧影几幅")], images=pictures, template=book)
    shown = [image for page in body(layout) for image in page.images]
    assert len(shown) == count
    assert not layout.problems
    for page in body(layout):
        rows: dict[float, list[tuple[float, float, float]]] = {}
        for image in page.images:
            rows.setdefault(round(image.y, 1), []).append((image.x, image.width, image.height))
        if page.images:
            assert any(text.startswith("旧影几幅") for text in roles(page, "caption"))
        for row in rows.values():
            assert max(high for *_, high in row) - min(high for *_, high in row) < 0.01
            gaps = [b[0] - a[0] - a[1] for a, b in zip(sorted(row), sorted(row)[1:], strict=False)]
            assert all(gap == pytest.approx(gaps[0], abs=0.01) for gap in gaps)


def test_a_group_over_a_page_goes_on_with_its_caption_again(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    low = book.with_layout({"measure": [30, 9]})
    layout = compose_blocks(
        [words(1), *group(*["photo.jpg"] * 12, caption="十二幅旧影")], images=pictures, template=low
    )
    shown = [page for page in body(layout) if page.images]
    assert len(shown) > 1
    assert [roles(page, "caption")[-1] for page in shown] == ["十二幅旧影", *["十二幅旧影（续）"] * (len(shown) - 1)]
    foot = layout.grid["top"] + 8 * layout.grid["leading"] + layout.grid["size"]
    for page in shown:
        assert max(line.y for line in page.lines if line.role == "caption") < foot + 1
    data, broken = render(layout, Metadata("书"))
    assert not broken
    assert elements(data).count("/Caption") == 1  # the caption that comes again is no part of the text


def test_each_picture_has_its_words_under_it_and_the_group_has_its_own(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    blocks = group("photo.jpg", "turned.jpg", texts=("左：旧门", "右：新门"), caption="马家院的门", credit="祁某供图")
    layout = compose_blocks([words(1), *blocks], images=pictures, template=book)
    (page,) = [page for page in body(layout) if page.images]
    left, right = page.images
    lines = {line.text: line for line in page.lines if line.role == "caption"}
    assert set(lines) == {"左：旧门", "右：新门", "马家院的门（祁某供图）"}
    assert left.x < lines["左：旧门"].x < left.x + left.width < right.x < lines["右：新门"].x < right.x + right.width
    assert lines["马家院的门（祁某供图）"].y > lines["左：旧门"].y
    assert [lines[text].block for text in ("左：旧门", "右：新门", "马家院的门（祁某供图）")] == [b.id for b in blocks]
    assert [image.block for image in page.images] == [b.id for b in blocks[:2]]


def test_notes_of_a_group_are_numbered_as_they_are_read(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    blocks = group("photo.jpg", "turned.jpg", texts=("左", "右"), caption="两幅")
    blocks[0] = Block(BlockKind.PICTURE, "左", notes=(Note(1, "左边的注。"),), picture=blocks[0].picture)
    blocks[1] = Block(BlockKind.PICTURE, "右", notes=(Note(1, "右边的注。"),), picture=blocks[1].picture)
    layout = compose_blocks([words(1), *blocks], images=pictures, template=book)
    (page,) = [page for page in body(layout) if page.images]
    assert sorted(roles(page, "note")) == ["右边的注。", "左边的注。"]
    marks = {run.note for line in page.lines if line.role == "caption" for run in line.runs if run.note}
    assert marks == {block.notes[0].id for block in blocks[:2]}


def test_a_group_is_counted_as_one_figure(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    numbered = book.with_layout({"figures": {"numbered": True}})
    blocks = [
        picture(text="一"),
        *group("photo.jpg", "photo.jpg", caption="二"),
        picture(text="三", place="page"),
        words(),
    ]
    layout = compose_blocks(blocks, images=pictures, template=numbered)
    found = [text for page in body(layout) for text in roles(page, "caption")]
    assert found == ["图1　一", "图2　二", "图3　三"]


@pytest.mark.parametrize("place", ["beside", "spread"])
def test_a_place_that_no_group_can_have_is_told(
    compose_blocks: Compose, pictures: Path, book: Template, place: str
) -> None:
    layout = compose_blocks(
        group("photo.jpg", "photo.jpg", caption="两幅", place=place), images=pictures, template=book
    )
    assert [problem.code for problem in layout.problems] == ["place-changed"]
    assert sum(len(page.images) for page in layout.pages) == 2


def test_people_stand_in_the_caption_row_by_row(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    people = "前排左起：甲、乙；后排左起：丙、丁"
    layout = compose_blocks([picture(text="合影", people=people)], images=pictures, template=book)
    (page,) = [page for page in body(layout) if page.images]
    assert roles(page, "people") == ["前排左起：甲、乙；", "后排左起：丙、丁"]


def test_columns_take_a_group_upright(compose_blocks: Compose, pictures: Path) -> None:
    layout = compose_blocks(
        [words(), *group("photo.jpg", "clear.png", caption="两幅")], images=pictures, template=load("vertical")
    )
    (page,) = [page for page in body(layout) if page.images]
    first, second = page.images
    assert first.width / first.height == pytest.approx(1.5, abs=0.01)
    assert second.width / second.height == pytest.approx(2 / 3, abs=0.01)
    assert first.y == pytest.approx(second.y, abs=0.1)
    assert first.x + first.width < second.x
    grid = layout.grid
    assert min(first.y, second.y) >= grid["top"] - 1
    columns = [line.x for line in page.lines if line.vertical and line.role == "body"]
    left, right = first.x - grid["size"] / 2, second.x + second.width + grid["size"] / 2
    assert not any(left < x < right for x in columns)


# Markdown


def test_pictures_in_one_paragraph_are_a_group_and_what_follows_a_colon_is_its_caption() -> None:
    text = "![左](a.jpg)![右](b.jpg){credit=甲}\n\n: 两幅[^1]\n\n![](c.jpg)\n![](d.jpg)\n: 又两幅\n\n[^1]: 注。\n"
    article = read_article(text)
    assert not article.warnings
    found = [
        (block.text, block.picture and block.picture.source, block.picture and block.picture.group)
        for block in article.manuscript
    ]
    assert found == [
        ("左", "a.jpg", "组1"),
        ("右", "b.jpg", "组1"),
        ("两幅", "", "组1"),
        ("", "c.jpg", "组2"),
        ("", "d.jpg", "组2"),
        ("又两幅", "", "组2"),
    ]
    assert [note.text for note in article.manuscript.blocks[2].notes] == ["注。"]


def test_a_picture_among_words_is_no_group() -> None:
    article = read_article("看![甲](a.jpg)![乙](b.jpg)这两幅。\n")
    assert all(not block.picture or not block.picture.group for block in article.manuscript)
    assert len(article.warnings) == 2


# pages of their own


@pytest.mark.parametrize(("name", "turned"), [("photo.jpg", True), ("clear.png", False)])
def test_a_picture_fills_a_page_of_its_own_and_is_turned_where_that_gains(
    compose_blocks: Compose, pictures: Path, book: Template, name: str, turned: bool
) -> None:
    tall = book.with_layout({"measure": [28, 30]})
    layout = compose_blocks(
        [words(), picture(name, "院门旧影", place="page"), words(20)], images=pictures, template=tall
    )
    (page,) = [page for page in body(layout) if page.images]
    (image,) = page.images
    assert image.turned is turned
    assert not [line for line in page.lines if line.role == "body"]
    assert not page.heads
    assert page.folio is not None
    (caption,) = [line for line in page.lines if line.role == "caption"]
    assert caption.turned is turned
    if turned:
        assert image.x + image.width < caption.x < image.x + image.width + 30
        assert image.extent[0] > layout.grid["width"]
    else:
        assert caption.y > image.y + image.height
    told = "".join(line.text for page in body(layout) for line in page.lines if line.role == "body")
    assert told == SENTENCE * 23


def test_a_picture_over_the_gutter_begins_on_a_verso_and_its_halves_meet(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    for before in range(1, 8):
        blocks = [words() for _ in range(before)]
        layout = compose_blocks(
            [*blocks, picture(text="河谷", place="spread"), words(9)], images=pictures, template=book
        )
        first, second = [number for number, page in enumerate(layout.pages) if page.images]
        assert first % 2 == 1
        assert second == first + 1
        left, right = layout.pages[first].images[0], layout.pages[second].images[0]
        width, bleed = layout.pages[first].width, 3 * MM
        assert left.x == right.x == pytest.approx(-bleed)
        assert left.whole[2:] == pytest.approx(right.whole[2:])
        assert left.whole[0] == pytest.approx(right.whole[0] + width)  # one picture over both pages
        assert left.whole[2] == pytest.approx(2 * width + 2 * bleed)
        for number in (first, second):
            assert not layout.pages[number].heads
            assert layout.pages[number].folio is None
        (caption,) = [line for line in layout.pages[second].lines if line.role == "caption"]
        assert caption.x > width / 2
        told = "".join(line.text for page in body(layout) for line in page.lines if line.role == "body")
        assert told == SENTENCE * (3 * before + 9)


def test_a_right_bound_book_has_the_right_half_first(compose_blocks: Compose, pictures: Path) -> None:
    layout = compose_blocks(
        [words(), picture(text="河谷", place="spread"), words(9)], images=pictures, template=load("vertical")
    )
    first, second = [page for page in layout.pages if page.images]
    assert layout.right_bound
    assert first.images[0].crop is not None
    assert second.images[0].crop is not None
    assert first.images[0].crop[2] == 1.0
    assert second.images[0].crop[0] == 0.0


def test_a_spread_that_is_too_high_or_has_a_note_becomes_a_page(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    noted = Block(BlockKind.PICTURE, "河谷", notes=(Note(2, "一条注。"),), picture=Picture("photo.jpg", place="spread"))
    for block in (picture("clear.png", place="spread"), noted):
        layout = compose_blocks([words(), block, words(9)], images=pictures, template=book)
        assert [problem.code for problem in layout.problems] == ["place-changed"]
        (page,) = [page for page in layout.pages if page.images]
        assert page.images[0].crop is None
        assert roles(page, "note") == [note.text for note in block.notes]


def test_a_spread_at_the_end_leaves_no_blank_page_before_it(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    for before in range(2, 12):
        blocks = [words(4) for _ in range(before)]
        layout = compose_blocks([*blocks, picture(text="河谷", place="spread")], images=pictures, template=book)
        inside = [page for page in layout.pages if page.label]
        last = max(number for number, page in enumerate(inside) if page.lines or page.images)
        assert all(page.lines or page.images for page in inside[: last + 1] if page.kind == "body")


def test_the_halves_are_one_figure_and_are_clipped_in_the_file(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    layout = compose_blocks([words(), picture(text="河谷", place="spread"), words(9)], images=pictures, template=book)
    data, broken = render(layout, Metadata("书"))
    assert not broken
    assert elements(data).count("/Figure") == 1


def test_a_wide_proof_cuts_the_bleed_off(compose_blocks: Compose, pictures: Path, book: Template) -> None:
    layout = compose_blocks([words(), picture(text="河谷", place="spread"), words(9)], images=pictures, template=book)
    wide = widened(layout)
    for page, before in zip(wide.pages, layout.pages, strict=True):
        for image, was in zip(page.images, before.images, strict=True):
            shift = 0.0 if layout.pages.index(before) % 2 == 0 else PEN_ROOM
            assert image.x == pytest.approx(shift)
            assert image.x + image.width == pytest.approx(shift + before.width)
            assert image.y == pytest.approx(0.0)
            assert image.whole[0] == pytest.approx(was.whole[0] + shift)
            assert image.whole[1:] == pytest.approx(was.whole[1:])


def test_every_character_of_a_turned_caption_leads_to_its_place(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    shown = picture(text="院门旧影，祁垚摄", place="page")
    tall = book.with_layout({"measure": [28, 30]})
    layout = compose_blocks([words(), shown, words(9)], images=pictures, template=tall)
    (page,) = [page for page in layout.pages if page.images]
    (line,) = [line for line in page.lines if line.turned]
    middles = []
    for cell in cells(line):
        x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
        found = spot_at(page, x, y)
        assert found is not None
        assert (found[0].block, found[0].offset) == (shown.id, cell.start)
        middles.append(y)
    assert len(middles) == len(shown.text)
    assert middles == sorted(middles, reverse=True)


def test_a_heading_of_two_lines_keeps_them_off_the_text_whatever_the_page_asks_of_it() -> None:
    grid = Grid.of(load("large-print"))
    line = set_paragraph(StyledText("小标题", TextStyle("NotoSansSC-Bold", 14.0)), 300).lines[0]
    for count, rows in ((1, 3), (2, 3), (3, 5)):
        insets = tuple(Inset(line, 0.0, 12.0 + 23.5 * n, 14.0, "heading-2") for n in range(count))
        box = SetBox("h", rows, insets, rows_top=rows - 1, lift=8.0, keep=True, level=2)
        for delta in (-1, 1):
            flexed = flex(box, delta, grid)
            if flexed is not None:
                assert flexed.rows > count or count == 1
                assert flexed.rows_top >= count
                assert flexed.insets[-1].y < flexed.rows * grid.leading


@pytest.mark.parametrize("caption", ["", "院门旧影"])
def test_a_picture_bleeds_over_a_whole_page(
    compose_blocks: Compose, pictures: Path, book: Template, caption: str
) -> None:
    layout = compose_blocks(
        [words(), picture("clear.png", caption, place="bleed"), words(9)], images=pictures, template=book
    )
    assert "place-changed" not in [problem.code for problem in layout.problems]
    (page,) = [page for page in layout.pages if page.images]
    (image,) = page.images
    bleed = 3 * MM
    assert (image.x, image.y) == pytest.approx((-bleed, -bleed))
    assert image.width == pytest.approx(page.width + 2 * bleed)
    below = page.height - image.y - image.height
    assert below == pytest.approx(-bleed) if not caption else 20 < below < 60
    wide, high = image.whole[2:]
    assert wide / high == pytest.approx(2 / 3)  # cropped, never stretched
    assert not page.heads
    assert page.folio is None
    assert roles(page, "caption") == ([caption] if caption else [])


def test_a_picture_of_another_shape_than_the_page_does_not_bleed(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    layout = compose_blocks(
        [words(), picture("photo.jpg", "横的", place="bleed"), words(9)], images=pictures, template=book
    )
    assert [problem.code for problem in layout.problems] == ["place-changed"]
    (page,) = [page for page in layout.pages if page.images]
    assert page.images[0].crop is None
    assert page.images[0].x >= 0


def test_pictures_without_words_of_their_own_are_told_by_the_groups(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    blocks = group("photo.jpg", "turned.jpg", texts=("", "右：新门"), caption="马家院的门")
    layout = compose_blocks([words(1), *blocks], images=pictures, template=book)
    assert [image.alt for page in layout.pages for image in page.images] == ["马家院的门", "右：新门"]


def test_a_template_s_place_that_no_group_can_have_is_not_a_fault_of_the_text(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    beside = book.with_layout({"figures": {"place": "beside"}})
    layout = compose_blocks(
        [words(), *group("photo.jpg", "photo.jpg", caption="两幅"), words()], images=pictures, template=beside
    )
    assert not layout.problems


@pytest.mark.parametrize("seed", range(6))
def test_pages_that_face_each_other_end_level_behind_a_picture_s_page_too(
    compose_blocks: Compose, pictures: Path, small: Template, seed: int
) -> None:
    """Short paragraphs and headings: now and then two facing pages end early together."""
    chance = random.Random(seed)
    blocks = [
        Block(BlockKind.HEADING, "小标题", level=chance.choice([1, 2]))
        if chance.random() < 0.2
        else Block(BlockKind.PARAGRAPH, SENTENCE[: chance.randint(8, 30)] * chance.randint(1, 3))
        for _ in range(40)
    ]
    blocks.insert(chance.randint(2, 15), picture(place="page"))
    layout = compose_blocks(blocks, images=pictures, template=small)
    feet = {}
    for number, page in enumerate(layout.pages):
        lines = [line.y for line in page.lines if line.role in ("body", "heading-1", "heading-2")]
        if page.kind == "body" and lines and not page.images:
            feet[number] = max(lines)
    facing = [(verso, verso + 1) for verso in range(1, max(feet) - 1, 2) if verso in feet and verso + 1 in feet]
    assert len(facing) >= 2
    assert all(feet[verso] == pytest.approx(feet[recto], abs=0.01) for verso, recto in facing)


def test_plates_are_printed_in_colour_and_text_s_pictures_are_not(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    layout = compose_blocks(
        [words(), picture(place="plate"), picture(text="随文"), words()], images=pictures, template=book
    )
    options = PressOptions(default_press())
    coloured = {page.kind: options.coloured(page) for page in layout.pages if page.images}
    assert coloured == {"plates": True, "body": False}


@pytest.mark.parametrize("place", ["here", "beside", "page", "bleed", "spread", "plate"])
@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_no_caption_is_so_long_that_it_runs_off_the_page(
    compose_blocks: Compose, pictures: Path, place: str, template: str
) -> None:
    text = "前排左起甲、乙、丙，" * 150
    noted = Block(BlockKind.PICTURE, text, notes=(Note(40, "一条注。"),), picture=Picture("photo.jpg", place=place))
    blocks = [words(), noted, *group("photo.jpg", "clear.png", texts=(text, "短"), caption="两幅"), words()]
    layout = compose_blocks(blocks, images=pictures, template=load(template))
    assert [problem.code for problem in layout.problems if problem.code != "picture-coarse"] == ["caption-long"] * 2
    for block in (noted, blocks[2]):
        told = [
            line.text for page in layout.pages for line in page.lines if line.block == block.id and line.part == "text"
        ]
        assert "".join(told) == text
    assert "一条注。" in [line.text for page in layout.pages for line in page.lines]
    for page in layout.pages:
        for line in page.lines:
            assert 0 < line.x < page.width
            assert 0 < line.y < page.height
        assert all(image.width > 20 for image in page.images)


def test_no_picture_is_lost_among_several_over_the_gutter(
    compose_blocks: Compose, pictures: Path, book: Template
) -> None:
    for before in range(1, 6):
        for places in (
            ("spread", "page", "spread"),
            ("spread", "spread"),
            ("page", "spread", "page", "spread", "page"),
        ):
            shown = [picture(text=f"第{number}幅", place=place) for number, place in enumerate(places)]
            layout = compose_blocks([*[words(4) for _ in range(before)], *shown], images=pictures, template=book)
            found = [image.block for page in layout.pages for image in page.images]
            assert sorted(set(found)) == sorted(block.id for block in shown)
            assert list(dict.fromkeys(found)) == [block.id for block in shown]


def test_a_caption_that_goes_through_the_rows_has_each_on_a_line(compose_blocks: Callable[..., Layout]) -> None:
    words = "前排左起：祁垚、李某；后排左起：解文博。摄于1962年"
    layout = compose_blocks([Block(BlockKind.PICTURE, words, picture=Picture("photo.jpg"))])
    found = [line.text for page in layout.pages for line in page.lines if line.role == "caption"]
    assert found == ["前排左起：祁垚、李某；", "后排左起：解文博。摄于1962年"]
