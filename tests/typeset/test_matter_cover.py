"""封面, the counts a printer and an office ask for, and the 版权页 in both variants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, paragraphs
from archive_app.typeset.book import Article, Book, Imprint, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.imprint import ImprintTable, imprint_of
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.looks import CoverStyle
from archive_app.typeset.templates import Template, load
from archive_app.typeset.toml_source import Source

INTERNAL = Imprint("internal", (("准印证号", "青第1号"), ("", "内部资料，免费交流")))
PUBLIC = Imprint("public", (("出版发行者", "某出版社"), ("ISBN", "978-7-5086-0000-0"), ("定价", "68.00元")))


def book_of(imprint: Imprint = INTERNAL, text: Manuscript | None = None, images: Path | None = None) -> Book:
    article = Article("a", "一", text or paragraphs(["正文。" * 900]))
    return Book("城东文史", (Section("", (article,)),), number=24, compiler="政协", imprint=imprint, images=images)


def covered(design: str = "type", image: str = "", name: str = "16k") -> Template:
    return replace(load(name), cover=CoverStyle(design, image))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_a_cover_moves_no_number_and_changes_no_count() -> None:
    plain, bound = compose(book_of(), template=load("16k")), compose(book_of(), template=covered())
    assert [page.kind for page in bound.pages[:3]] == ["cover", "blank", "title"]
    assert [page.kind for page in bound.pages[-2:]] == ["blank", "cover"]
    assert [(page.kind, page.label) for page in bound.pages[2:-2]] == [(p.kind, p.label) for p in plain.pages]
    assert all(not page.label and page.folio is None for page in (*bound.pages[:2], *bound.pages[-2:]))
    counted = ("sheets", "characters_by_area", "pages", "front_pages", "spine_mm")
    assert {key: bound.statistics[key] for key in counted} == {key: plain.statistics[key] for key in counted}
    assert all(bound.pages[entry.page].kind != "cover" for entry in bound.outline)


@pytest.mark.parametrize("name", ["32k", "16k", "large-print", "vertical"])
def test_the_cover_of_internal_matter_bears_its_permit_and_no_price(name: str) -> None:
    layout = compose(book_of(), template=covered(name=name))
    said = "".join(texts(layout.pages[0]))
    assert "城东文史" in said and "第二十四辑" in said
    assert "青第1号" in said and "内部资料，免费交流" in said
    assert texts(layout.pages[-1]) == []
    page = layout.pages[0]
    assert all(0 < line.x < page.width and 0 < line.y < page.height for line in page.lines)


def test_the_covers_of_a_published_book_bear_publisher_isbn_and_price() -> None:
    layout = compose(book_of(PUBLIC), template=covered())
    assert "某出版社" in texts(layout.pages[0]) and "内部资料" not in "".join(texts(layout.pages[0]))
    assert texts(layout.pages[-1]) == ["定价 68.00元", "ISBN 978-7-5086-0000-0"]


@pytest.mark.parametrize("name", ["16k", "vertical"])
def test_a_picture_fills_the_cover_over_its_edges(tmp_path: Path, name: str) -> None:
    template = covered("image", "c.png", name)
    Image.new("RGB", (int(template.trim[0] * 4), int(template.trim[1] * 4)), "navy").save(tmp_path / "c.png")
    layout = compose(book_of(images=tmp_path), template=template)
    (image,), page = layout.pages[0].images, layout.pages[0]
    assert image.x < 0 and image.y < 0
    assert image.x + image.width > page.width and image.y + image.height > page.height
    assert layout.problems == ()


def test_a_picture_of_another_shape_is_whole_and_named(tmp_path: Path) -> None:
    Image.new("RGB", (800, 800), "navy").save(tmp_path / "c.png")
    layout = compose(book_of(images=tmp_path), template=covered("image", "c.png"))
    (image,), page = layout.pages[0].images, layout.pages[0]
    assert image.width == pytest.approx(image.height) == pytest.approx(page.width)
    assert [problem.code for problem in layout.problems] == ["cover-shape"]


def test_a_cover_picture_that_is_not_there_gives_way_to_words(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    for name in ("none.png", "bad.png"):
        layout = compose(book_of(images=tmp_path), template=covered("image", name))
        assert "城东文史" in texts(layout.pages[0])
        assert [(p.code, p.serious) for p in layout.problems] == [("picture-missing", True)]


# counts -------------------------------------------------------------------------------------------------------------


def counts(layout: Layout) -> dict[str, int]:
    return layout.statistics["articles"][0]  # type: ignore[no-any-return]


def test_paid_characters_are_lines_by_the_measure_and_a_part_of_a_line_is_a_line() -> None:
    text = Manuscript((Block(BlockKind.HEADING, "小题", level=1), *paragraphs(["正" * 36, "文。"]).blocks))
    found = counts(compose(book_of(text=text), template=load("16k")))
    assert (found["lines"], found["fee_characters"], found["characters"]) == (4, 4 * 36, 40)
    assert found["page"] == "1" and found["pages"] == 1


def test_ten_lines_of_verse_are_a_thousand_characters() -> None:
    verse = Block(BlockKind.VERSE, "\n".join(["花儿一句"] * 10))
    assert counts(compose(book_of(text=Manuscript((verse,))), template=load("16k")))["fee_characters"] == 1000


def test_what_a_line_of_verse_counts_as_is_the_template_s() -> None:
    verse = Block(BlockKind.VERSE, "\n".join(["花儿一句"] * 10))
    book = replace(book_of(text=Manuscript((verse,))), layout={"counting": {"verse_line": 36}})
    assert counts(compose(book))["fee_characters"] == 360


def test_tables_and_captions_are_not_paid_and_notes_at_their_own_measure() -> None:
    template = load("16k")
    text = Manuscript((Block(BlockKind.PARAGRAPH, "正文。", notes=(Note(2, "一条注。"),)),))
    found = counts(compose(book_of(text=text), template=template))
    assert found["fee_characters"] == round(36 + template.width / template.style("note").size)


def test_sheets_by_pages_and_the_spine_by_paper() -> None:
    layout = compose(book_of(), template=load("16k"))
    known = layout.statistics
    assert known["sheets"] * 16 == known["pages"] == len(layout.pages)
    assert known["spine_mm"] == pytest.approx(len(layout.pages) / 2 * 0.1 + 0.5, abs=0.06)
    assert known["characters_by_area"] == 36 * 32 * (len(layout.pages) - 2)


def test_what_the_imprint_leaves_out_is_counted() -> None:
    imprint, doubts = imprint_of(ImprintTable("public", publisher="某社"), load("16k"), "书", "政协", Source("版权页"))
    assert not any("印张" in doubt or "字数" in doubt for doubt in doubts)
    layout = compose(book_of(imprint), template=load("16k"))
    page = next(page for page in layout.pages if page.kind == "imprint")
    said = texts(page)
    assert said[said.index("印张") + 1] == f"{layout.statistics['sheets']:g}"
    assert said[said.index("字数") + 1].endswith("千字")


def test_a_price_on_internal_matter_is_a_doubt_and_is_not_printed() -> None:
    table = ImprintTable("internal", isbn="978-7-5086-0000-0", price="68元", more={"定价": "68元"})
    imprint, doubts = imprint_of(table, load("16k"), "书", "政协", Source("版权页"))
    assert any("ISBN" in doubt for doubt in doubts) and any("定价" in doubt for doubt in doubts)
    assert not any("68" in value or "978" in value for _, value in imprint.lines)
    layout = compose(book_of(replace(imprint, doubts=tuple(doubts))), template=load("16k"))
    assert {p.code for p in layout.problems} == {"imprint-wrong"} and len(layout.problems) == len(doubts)
    assert {p.page for p in layout.problems} == {"文件第2"}
