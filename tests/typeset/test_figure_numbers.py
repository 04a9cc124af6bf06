"""图号: counted by article, through the book or by chapter, in the text and among the plates alike, in every output."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.outputs import Edition


def _picture(name: str, place: str = "here", group: str = "") -> Block:
    return Block(BlockKind.PICTURE, name, picture=Picture("photo.jpg", 0.3, place, group=group))


def _article(key: str, *blocks: Block) -> Article:
    return Article(key, f"篇{key}", Manuscript((Block(BlockKind.PARAGRAPH, "正文。"), *blocks)))


def _book(images: Path, counting: str, numbered: bool = True) -> Book:
    given = Article("p", "图版", Manuscript((_picture("版一", "plate"),)))
    one = _article("甲", _picture("甲一"), _picture("甲二", "plate"), _picture("甲三"))
    two = _article("乙", _picture("左", group="g"), _picture("右", group="g"), _picture("乙二", "plate"))
    return Book(
        "试",
        (Section("", (one, two)),),
        front=(Matter("plates", given),),
        layout={"figures": {"numbered": numbered, "counting": counting}},
        images=images,
    )


def _captions(texts: list[str]) -> list[str]:
    return sorted({text for text in texts if text.startswith("图") and text not in ("图版", "图版一")})


WANTED = {
    "article": ["图1　版一", "图1　甲一", "图2　乙二", "图2　甲二", "图3　甲三"],
    "book": ["图1　版一", "图2　甲一", "图3　甲二", "图4　甲三", "图6　乙二"],
    "chapter": ["图1-1　甲一", "图1-2　甲二", "图1-3　甲三", "图1　版一", "图2-2　乙二"],
}
GROUP = {"article": "图1", "book": "图5", "chapter": "图2-1"}


@pytest.mark.parametrize("counting", ["article", "book", "chapter"])
def test_pictures_are_numbered_as_the_template_says(pictures: Path, counting: str) -> None:
    layout = Composer().compose(_book(pictures, counting))
    found = [line.text.strip("\u3000") for page in layout.pages for line in page.lines if line.role == "caption"]
    assert _captions(found) == sorted([*WANTED[counting], GROUP[counting]])


@pytest.mark.parametrize("counting", ["book", "chapter"])
def test_word_and_the_electronic_book_number_them_alike(pictures: Path, counting: str) -> None:
    edition = Edition(_book(pictures, counting))
    for data, name in ((render_docx(edition)[0], "word/document.xml"), (render_epub(edition)[0], ".xhtml")):
        package = zipfile.ZipFile(io.BytesIO(data))
        text = "".join(package.read(one).decode() for one in package.namelist() if one.endswith(name))
        words = re.sub(r"<[^>]+>", "", text)
        for caption in WANTED[counting]:
            if "版一" not in caption:
                assert caption in words, (name, caption)


def test_a_picture_more_in_one_article_numbers_those_behind_it_anew(pictures: Path) -> None:
    book = _book(pictures, "book")
    composer = Composer()
    composer.compose(book)
    one, two = book.sections[0].articles
    more = Article(one.key, one.title, Manuscript((*one.manuscript.blocks, _picture("甲四"))))
    edited = Book(book.title, (Section("", (more, two)),), front=book.front, layout=book.layout, images=book.images)
    layout = composer.compose(edited)
    assert layout == Composer().compose(edited)
    assert any(line.text == "图7　乙二" for page in layout.pages for line in page.lines)
