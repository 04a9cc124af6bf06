"""Small books to set, and a template small enough that a page is a dozen lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.layout import Layout
from archive_app.typeset.templates import Template, load

SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


@pytest.fixture(scope="session")
def small() -> Template:
    """Twenty characters by twelve lines, so that few words make many pages."""
    return load("16k").with_layout({"trim": [120, 130], "measure": [20, 12]})


@pytest.fixture
def compose_blocks(small: Template) -> Callable[..., Layout]:
    """Set blocks as the one article of a book."""

    def compose(blocks: Sequence[Block], *, template: Template | None = None, images: Path | None = None) -> Layout:
        article = Article("a.md", "一碗甜醅", Manuscript(tuple(blocks)), byline=("沈玉梅",))
        book = Book("城东政协文史资料", (Section("", (article,)),), images=images)
        return Composer().compose(book, template or small)

    return compose


@pytest.fixture
def paragraph() -> Callable[..., Block]:
    """A paragraph, its notes given as (offset, text)."""

    def make(text: str = SENTENCE, *notes: tuple[int, str], kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
        return Block(kind, text, notes=tuple(Note(at, words) for at, words in notes))

    return make


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures of many kinds."""
    folder = tmp_path_factory.mktemp("pictures")
    photo = Image.effect_noise((1200, 800), 60)
    photo.convert("RGB").save(folder / "photo.jpg", quality=80)
    photo.save(folder / "grey.jpg", quality=80)
    photo.convert("CMYK").save(folder / "cmyk.jpg", quality=80)
    photo.convert("CMYK").save(folder / "cmyk.tif")
    Image.new("RGBA", (800, 1200), (200, 60, 30, 90)).save(folder / "clear.png")
    Image.new("I;16", (900, 600), 40000).save(folder / "deep.png")
    Image.new("P", (900, 600), 3).save(folder / "palette.gif")
    Image.new("1", (900, 600), 1).save(folder / "line.tif")
    turned = Image.Exif()
    turned[0x0112] = 6
    photo.convert("RGB").save(folder / "turned.jpg", exif=turned)
    Image.effect_noise((60, 40), 60).convert("RGB").save(folder / "tiny.jpg")
    (folder / "broken.jpg").write_bytes((folder / "photo.jpg").read_bytes()[:300])
    (folder / "words.jpg").write_text("这不是图片", encoding="utf-8")
    return folder
