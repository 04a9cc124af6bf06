"""Small books to set, and a template small enough that a page is a dozen lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
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


@pytest.fixture
def full_book(pictures: Path) -> Book:
    """A volume with something of everything: what an output has to bring across."""
    song = "高高山上一树槐，\n手把槐花望郎来。"
    body = (
        Block(BlockKind.HEADING, "一、老院子", level=1),
        Block(
            BlockKind.PARAGRAPH,
            "这个焜字咋写，李𠮷庆、马䶮都问过祁垚，他读《未名》，只说“急不得”。H2O与m2，小字在此。",
            (
                Span(2, 3, SpanStyle.RUBY, "kūn"),
                Span(16, 18, SpanStyle.NAME),
                Span(22, 24, SpanStyle.BOOK),
                Span(29, 32, SpanStyle.DOTS),
                Span(35, 36, SpanStyle.SUBSCRIPT),
                Span(39, 40, SpanStyle.SUPERSCRIPT),
                Span(41, 45, SpanStyle.SMALL),
                Span(7, 10, SpanStyle.BOLD),
                Span(13, 15, SpanStyle.KAI),
            ),
            (Note(4, "各处写法不一。"), Note(33, "据口述者说。", "编者注")),
        ),
        Block(BlockKind.PARAGRAPH, "卓玛措（སྒྲོལ་མ་མཚོ）说，写作“سلام”，蒙文作ᠮᠣᠩᠭᠣᠯ。 & <不是标签>"),
        Block(BlockKind.QUOTE, "查该户于一九五八年迁入。"),
        Block(BlockKind.QUOTE, "此据。"),
        Block(BlockKind.VERSE, song),
        Block(BlockKind.HEADING, "（一）大灶", level=2),
        Block(BlockKind.QUESTION, "您是哪一年搬来的？"),
        Block(BlockKind.ANSWER, "五八年秋天。", notes=(Note(6, "一九五八年。"),)),
        Block(
            BlockKind.PICTURE,
            "院门旧影",
            picture=Picture("photo.jpg", 0.6, credit="祁某供图", people="左起：祁垚、李某"),
        ),
        Block(BlockKind.PICTURE, "院里的槐树", picture=Picture("clear.png", 0.4, alt="一棵槐树")),
        Block(
            BlockKind.TABLE,
            "表一　户数",
            rows=(
                (Cell("年份", header=True), Cell("户数", 2, header=True)),
                (Cell("1949", rows=2), Cell("东院"), Cell("36")),
                (Cell("西院"), Cell("52")),
            ),
        ),
        Block(BlockKind.PAGE_BREAK),
        Block(BlockKind.PARAGRAPH, SENTENCE * 12, notes=(Note(20, "又注。"),)),
        Block(BlockKind.LIST_ITEM, "1. 头一条"),
        Block(BlockKind.LIST_ITEM, "2. 第二条"),
    )
    first = Article(
        "a.md",
        "一碗甜醅",
        Manuscript(body),
        "记马家院",
        ("沈玉梅　口述", "祁垚　采访、整理"),
        "沈玉梅，退休教师。",
        "2026年5月",
    )
    second = Article("b.md", "看水人", Manuscript((Block(BlockKind.PARAGRAPH, SENTENCE * 3),)), byline=("李万仓",))
    preface = Article("x.md", "序", Manuscript((Block(BlockKind.PARAGRAPH, SENTENCE),)))
    lines = (
        ("书名", "城东政协文史资料"),
        ("出版发行者", "某某出版社"),
        ("ISBN", "978-7-302-51276-9"),
        ("版次印次", "2026年5月第1版"),
    )
    return Book(
        "城东政协文史资料",
        (Section("亲历亲见", (first,)), Section("村庄", (), (Section("韵家口镇", (second,)),))),
        number=24,
        subtitle="乡村记忆",
        compiler="政协西宁市城东区委员会",
        imprint=Imprint("public", lines),
        front=(Matter("preface", preface),),
        images=pictures,
    )
