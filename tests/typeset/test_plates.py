"""图版 and 插页: leaves of pictures between those that are counted, with numbers of their own."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render

SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


def words(times: int = 9) -> Block:
    return Block(BlockKind.PARAGRAPH, SENTENCE * times)


def picture(text: str, name: str = "photo.jpg", **more: object) -> Block:
    return Block(BlockKind.PICTURE, text, picture=Picture(name, **more))  # type: ignore[arg-type]


def article(key: str, title: str, *blocks: Block) -> Article:
    return Article(key, title, Manuscript(blocks))


def volume(
    pictures: Path, *articles: Article, plates: tuple[Article, ...] = (), template: str = "16k", **options: object
) -> Book:
    front = tuple(Matter("plates", one) for one in plates)
    preface = Matter("preface", article("x", "序", words(2)))
    lines = (("书名", "城东政协文史资料"), ("印张", ""), ("插页", ""), ("字数", ""))
    return Book(
        "城东政协文史资料",
        (Section("亲历亲见", articles or (article("a", "童年", words()),)),),
        imprint=Imprint("public", lines),
        front=(*front, preface),
        layout={"plates": options} if options else {},
        images=pictures,
        template=template,
    )


def composed(book: Book) -> Layout:
    return Composer().compose(book)


def kinds(layout: Layout) -> list[str]:
    return [page.kind for page in layout.pages]


def of_plates(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if page.kind == "plates"]


def captions(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.role == "caption"]


def test_plates_are_whole_leaves_that_nothing_counts(pictures: Path) -> None:
    without = composed(volume(pictures))
    shown = article("p", "图版", *(picture(f"第{n}幅") for n in range(5)))
    layout = composed(volume(pictures, plates=(shown,)))
    assert [page.label for page in layout.pages if page.label and page.kind != "plates"] == [
        page.label for page in without.pages if page.label
    ]
    first = kinds(layout).index("plates")
    assert first % 2 == 0
    assert (len(layout.pages) - len(without.pages)) % 2 == 0
    assert [page.label for page in of_plates(layout)] == ["图版一", "图版二", "图版三"]
    assert [len(page.images) for page in of_plates(layout)] == [2, 2, 1]
    for name in ("pages", "sheets", "characters_by_area", "front_pages", "body_pages"):
        assert layout.statistics[name] == without.statistics[name]
    assert layout.statistics["inserts"] == 4
    assert layout.statistics["spine_mm"] > without.statistics["spine_mm"]


def test_plates_have_their_number_and_no_head(pictures: Path) -> None:
    layout = composed(volume(pictures, plates=(article("p", "图版", picture("一"), picture("二"), picture("三")),)))
    for page in of_plates(layout):
        assert not page.heads
        assert page.folio is not None
        assert page.folio.text == page.label
    assert [line.text for line in of_plates(layout)[0].lines if line.role == "title"] == ["图版"]
    assert not [line.text for line in of_plates(layout)[1].lines if line.role == "title"]


def test_the_imprint_says_how_many_there_are(pictures: Path) -> None:
    layout = composed(volume(pictures, plates=(article("p", "图版", picture("一")),)))
    page = next(page for page in layout.pages if page.kind == "imprint")
    rows: dict[float, list[str]] = {}
    for line in page.lines:
        rows.setdefault(round(line.y, 1), []).append(line.text)
    assert ["插页", "2"] in rows.values()
    plain = next(page for page in composed(volume(pictures)).pages if page.kind == "imprint")
    assert not [line for line in plain.lines if line.text == "插页"]


@pytest.mark.parametrize(("numbering", "labels"), [("inserts", ["插页1", "插页2"]), ("none", ["", ""])])
def test_numbering_is_an_option(pictures: Path, numbering: str, labels: list[str]) -> None:
    shown = article("p", "图版", *(picture(f"第{n}幅") for n in range(2)))
    layout = composed(volume(pictures, plates=(shown,), numbering=numbering, per_page=1))
    assert [page.label for page in of_plates(layout)] == labels
    assert [page.folio.text if page.folio else "" for page in of_plates(layout)] == labels


@pytest.mark.parametrize("per_page", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["photo.jpg", "clear.png"])
def test_a_page_holds_so_many_pictures_none_over_another(pictures: Path, per_page: int, name: str) -> None:
    shown = article("p", "图版", *(picture(f"第{n}幅，{'很长的图说' * 6}", name) for n in range(4)))
    layout = composed(volume(pictures, plates=(shown,), per_page=per_page))
    pages = of_plates(layout)
    assert [len(page.images) for page in pages] == [per_page] * (4 // per_page) + (
        [4 % per_page] if 4 % per_page else []
    )
    grid = layout.grid
    for page in pages:
        boxes = [(i.x, i.y, i.x + i.width, i.y + i.height) for i in page.images]
        for n, (x0, y0, x1, y1) in enumerate(boxes):
            assert y0 >= grid["top"] - 0.1
            assert y1 <= grid["top"] + 31 * grid["leading"] + grid["size"] + 0.1
            assert x1 - x0 <= grid["width"] + 0.1
            for a0, b0, a1, b1 in boxes[n + 1 :]:
                assert a0 >= x1 or x0 >= a1 or b0 >= y1 or y0 >= b1
            inside = [line for line in page.lines if x0 < line.x < x1 and y0 < line.y - line.size / 2 < y1]
            assert not inside
        told = "".join(line.text for line in page.lines if line.role == "caption")
        assert told.count("幅，") == len(page.images)


def test_a_single_wide_picture_is_turned(pictures: Path) -> None:
    layout = composed(volume(pictures, plates=(article("p", "图版", picture("一")),), title=False))
    (page,) = of_plates(layout)
    assert page.images[0].turned
    assert all(line.turned for line in page.lines if line.role == "caption")


@pytest.mark.parametrize("placing", ["front", "after-article"])
def test_pictures_of_articles_go_to_the_plates(pictures: Path, placing: str) -> None:
    first = article("a", "童年", words(), picture("童年之图", place="plate"), words(20))
    second = article("b", "看水人", words(3), picture("水磨", place="plate"), picture("随文"), words())
    layout = composed(volume(pictures, first, second, placing=placing))
    pages = of_plates(layout)
    assert [caption for page in pages for caption in captions(page)] == ["童年之图", "水磨"]
    assert [image.article for page in pages for image in page.images] == ["a", "b"]
    places = [number for number, page in enumerate(layout.pages) if page.kind == "plates"]
    body = kinds(layout).index("body")
    if placing == "front":
        assert places == [2]
        assert kinds(layout).index("front") > 2
    else:
        assert all(place > body and place % 2 == 0 for place in places)
        assert layout.pages[places[0] - 1].kind in ("body", "blank")
    told = "".join(
        line.text for page in layout.pages if page.kind == "body" for line in page.lines if line.role == "body"
    )
    assert told == SENTENCE * 41
    labels = [
        page.label for page in layout.pages if page.kind in ("section", "body", "blank") and page.label.isdecimal()
    ]
    assert labels == [str(number) for number in range(1, len(labels) + 1)]


def test_contents_bookmarks_and_index_lead_past_the_plates(pictures: Path) -> None:
    first = article("a", "童年", words(12), picture("童年之图", place="plate"), words(20))
    second = article("b", "看水人", words(3))
    shown = article("p", "图版", picture("一"))
    layout = composed(volume(pictures, first, second, plates=(shown,), placing="after-article"))
    for entry in layout.outline:
        titles = [
            line.text for line in layout.pages[entry.page].lines if line.role in ("title", "section", "contents-title")
        ]
        assert entry.title in titles or "".join(entry.title.split()) in "".join(titles)
    assert "图版" in [entry.title for entry in layout.outline]
    contents = next(page for page in layout.pages if page.kind == "contents")
    aims = [layout.pages[link.page] for link in contents.links]
    assert [page.kind for page in aims].count("plates") >= 1
    assert {page.label for page in aims} >= {"图版一"}


def test_a_group_and_a_heading_and_words_among_plates(pictures: Path) -> None:
    shown = article(
        "p",
        "图版",
        Block(BlockKind.PARAGRAPH, "这些照片都来自马家院。"),
        Block(BlockKind.HEADING, "人物", level=1),
        picture("", group="g"),
        picture("", "clear.png", group="g"),
        Block(BlockKind.PICTURE, "三位口述人", notes=(Note(5, "自左至右。"),), picture=Picture("", group="g")),
    )
    layout = composed(volume(pictures, plates=(shown,)))
    everything = [line.text for page in of_plates(layout) for line in page.lines]
    assert {"这些照片都来自马家院。", "人物", "自左至右。"} <= set(everything)
    assert any(text.startswith("三位口述人") for text in everything)
    (page,) = [page for page in of_plates(layout) if page.images]
    assert len(page.images) == 2
    assert [line.text for line in page.lines if line.role == "heading-1"] == ["人物"]


def test_plates_of_a_vertical_volume_are_level(pictures: Path) -> None:
    shown = article("p", "图版", picture("一"), picture("二", "clear.png"))
    layout = composed(volume(pictures, plates=(shown,), template="vertical"))
    (page,) = of_plates(layout)
    assert all(not line.vertical for line in page.lines)
    assert {image.width > image.height for image in page.images} == {True, False}


def test_plates_can_be_read_aloud_and_have_labels_in_the_file(pictures: Path) -> None:
    layout = composed(volume(pictures, plates=(article("p", "图版", picture("一"), picture("二")),)))
    data, broken = render(layout, Metadata("书"))
    assert not broken
    with pikepdf.open(io.BytesIO(data)) as file:
        number = kinds(layout).index("plates")
        assert file.pages[number].label == "图版一"
        assert file.pages[kinds(layout).index("contents")].label == "iii"
        assert file.pages[kinds(layout).index("body")].label == "3"
