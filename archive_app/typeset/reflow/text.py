"""Every word of a book, for what must be known of the whole of it: which characters it has, which book it is."""

from __future__ import annotations

from collections.abc import Iterator

from archive_app.typeset.book import Article, Book
from archive_app.typeset.reflow.plan import Piece


def texts(book: Book, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """All that a reader may see, piece by piece."""
    yield from (book.title, book.subtitle, book.series, book.compiler)
    for label, value in book.imprint.lines:
        yield label
        yield value
    for piece in pieces:
        yield piece.title
        if piece.article is not None:
            yield from _article(piece.article)


def _article(article: Article) -> Iterator[str]:
    yield from (article.subtitle, article.note, article.written, *article.byline)
    for block in article.manuscript:
        yield from (block.label, *(span.value for span in block.spans))
        if block.picture is not None:
            yield from (block.picture.credit, block.picture.people, block.picture.alt)
    for _, _, text in article.manuscript.searchable():
        yield text
