"""人名索引 and 地名索引 for outputs without pages of their own: the printed pages' numbers, from the set book."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from archive_app.typeset.matter.index import IndexGroup, index_groups
from archive_app.typeset.matter.kinds import INDEXES
from archive_app.typeset.matter.mentions import Words, find_mentions
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.reflow.plan import Piece


def index_of(piece: Piece, book: Book, layout: Layout) -> Sequence[IndexGroup]:
    """What the index ``piece`` lists, as the set book's pages have it; a reference's ``page`` counts the pages of
    ``layout`` from 0."""
    articles = [*book.articles(), *(matter.article for matter in book.back if matter.article is not None)]
    drafts = [Draft(lines=list(page.lines)) for page in layout.pages]
    found = find_mentions(articles, drafts, Words.of(book.names))
    mentions = [(mention, place) for place, own in enumerate(found) for mention in own if layout.pages[place].label]
    labels = {place: page.label for place, page in enumerate(layout.pages)}
    return index_groups(INDEXES[piece.kind], mentions, book.names, piece.order, labels)
