"""图号: how the pictures of each article are numbered, in its text and among the plates alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive_app.domain.manuscript import BlockKind, Manuscript
from archive_app.typeset.blocks.figures import gathered
from archive_app.typeset.book import Article, Book
from archive_app.typeset.templates import Template


class FigureNumbers(NamedTuple):
    """The numbers of one article's pictures: ``before`` others in the book come before them; with a ``chapter`` they
    begin anew under its number."""

    before: int = 0
    chapter: int = 0

    def label(self, number: int) -> str:
        """``图12``, or ``图3-2``, for the article's picture ``number``, counted from 1."""
        return f"图{self.chapter}-{number}" if self.chapter else f"图{self.before + number}"


EACH_ITS_OWN = FigureNumbers()
"""Every article begins at 图1."""


def figure_numbers(book: Book, template: Template) -> Mapping[str, FigureNumbers]:
    """The numbers by the articles' keys; of an article that is not named here they are `EACH_ITS_OWN`."""
    look = template.figures
    if not look.numbered or look.counting == "article":
        return {}
    if look.counting == "chapter":
        return {article.key: FigureNumbers(chapter=number) for number, article in enumerate(book.articles(), 1)}
    found: dict[str, FigureNumbers] = {}
    before = 0
    for article in _in_order(book):
        found[article.key] = FigureNumbers(before)
        before += pictures_of(article.manuscript)
    return found


def pictures_of(manuscript: Manuscript) -> int:
    """How many pictures have a number: a group has one."""
    blocks = manuscript.blocks
    count = index = 0
    while index < len(blocks):
        if blocks[index].kind is BlockKind.PICTURE:
            count += 1
        index += len(gathered(blocks, index)) or 1
    return count


def _in_order(book: Book) -> Iterator[Article]:
    yield from (matter.article for matter in book.front if matter.article is not None)
    yield from book.articles()
    yield from (matter.article for matter in book.back if matter.article is not None)
