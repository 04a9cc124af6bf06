"""A page or two of every template, set as it would be set: for choosing one by its look."""

from __future__ import annotations

from functools import lru_cache

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.layout import Page
from archive_app.typeset.templates import load, names

_TEXT = (
    "一九五八年秋天，我随父亲从韵家口搬到城东，邻居是一位教书的老先生。院子里有一棵老杏树，树下支着半扇旧磨盘，"
    "谁家来了客，就在磨盘上摆茶。老先生说，这磨盘是从河边的水磨上拆下来的，磨坊三间，前后转了六十多年。"
)
_MORE = (
    "河边的水磨一共有三盘。头一盘靠着渡口，磨青稞；第二盘在柳树湾，磨小麦；第三盘最小，只磨豆子。"
    "到了腊月，四乡的人赶着驴车来排队，磨坊里的灯一夜不灭。"
)


def template_names() -> tuple[str, ...]:
    """The templates there are, horizontal ones before the vertical."""
    return tuple(sorted(names(), key=lambda name: (load(name).direction == "vertical", load(name).trim)))


@lru_cache(maxsize=32)
def specimen(template: str) -> tuple[Page, ...]:
    """The first page of an article in a template, and the page that faces it."""
    pages = [page for page in compose(_book(template)).pages if page.kind == "body"]
    return tuple(pages[:2])


def _book(template: str) -> Book:
    verse = Block(BlockKind.VERSE, "花儿本是心上的话，\n不唱是由不得自家。")
    body: list[Block] = []
    for number in range(8):
        text = _TEXT if number % 2 == 0 else _MORE
        notes = (Note(13, "韵家口：在城东五里。", id="specimen"),) if number == 0 else ()
        body.append(Block(BlockKind.PARAGRAPH, text * 2, (Span(0, 6, SpanStyle.DOTS),) if number == 3 else (), notes))
        if number == 1:
            body.append(Block(BlockKind.HEADING, "一、河边的水磨", level=1))
        if number == 3:
            body.append(verse)
    article = Article("specimen", "韵家口的水磨", Manuscript(tuple(body)), byline=("祁某某",))
    return Book("城东政协文史资料", (Section("", (article,)),), number=24, template=template)
