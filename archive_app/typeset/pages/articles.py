"""Articles that are set together: from their blocks over lines and material to drafts of their pages, as they are where
the first page is a recto and where it is a verso."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from archive_app.typeset.blocks.article import article_blocks
from archive_app.typeset.blocks.figure_numbers import FigureNumbers
from archive_app.typeset.blocks.model import TitleBlock
from archive_app.typeset.book import Article, Book
from archive_app.typeset.looks import NoteStyle
from archive_app.typeset.matter.mentions import Words, find_mentions
from archive_app.typeset.pages.draft import Draft, draft_page
from archive_app.typeset.pages.filled import Filled
from archive_app.typeset.pages.flow import flow
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBox, SetTable, SetText
from archive_app.typeset.pages.picturepages import with_picture_pages
from archive_app.typeset.pages.setting import Setter
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.pages.text_columns import Columns, column_flow, column_pages
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

_NARROW = 22.0
"""Ems of a column in which the indents of a page would take too much of a line."""


class Task(NamedTuple):
    """Articles that are set together, and what on; ``opening`` stands over the first one's title, ``figures`` are the
    numbers of each one's pictures."""

    book: Book
    template: Template
    grid: Grid
    articles: Sequence[Article]
    opening: str
    figures: Sequence[FigureNumbers]


class Run(NamedTuple):
    """The pages of articles that begin on a recto, and on a verso; what was wrong with their texts."""

    recto: tuple[Draft, ...]
    verso: tuple[Draft, ...]
    problems: tuple[Problem, ...]


class _Gathered(NamedTuple):
    """The material of articles and whose each piece is. ``title`` is the first one's, if that stands over columns."""

    material: list[Material]
    owners: list[str]
    title: SetBox | None


def set_articles(task: Task, set_lines: SetLines, words: Words) -> Run:
    """The pages of a task; ``words`` are the names an index looks for."""
    book, template, grid, articles = task[:4]
    columns = Columns.of(grid, articles[0].columns or template.columns.articles, template.columns)
    found: list[Problem] = []
    gathered = _gathered(task, columns, set_lines, found)

    def variant(block: SetText, delta: int) -> SetText | None:
        content, width = block.source.content, columns.column.width
        if delta not in set_lines(content, width, 0).may:
            return None
        made = set_lines(content, width, delta)
        return replace(block, lines=made.lines, loose=delta) if made.changed else None

    if columns.count > 1:
        pages = column_flow(gathered.title, gathered.material, columns, variant)
    else:
        pages = flow(gathered.material, grid, variant)
    # where all articles' notes stand together, the names in them are the articles'
    told = (*articles, *book.articles()) if any(article.form == "endnotes" for article in articles) else articles
    made: dict[int, Draft] = {}  # pages that both sides share are drafted once
    sides = []
    for side in pages[:1] if pages.recto is pages.verso else pages:
        if columns.count > 1:
            first = articles[0].key
            filled, texts = column_pages(gathered.title, first, *gathered[:2], side, columns, variant, template.notes)
        else:
            filled, texts = side, _drafts(gathered, side, grid, template.notes, made)
        level = grid.level(template)
        drafts = tuple(with_picture_pages(*gathered[:2], filled, texts, level, template.notes))
        for draft, mentions in zip(drafts, find_mentions(told, drafts, words), strict=True):
            draft.grid, draft.mentions = draft.grid or grid, mentions
        sides.append(drafts)
    return Run(sides[0], sides[-1], tuple(found))


def _gathered(task: Task, columns: Columns, set_lines: SetLines, found: list[Problem]) -> _Gathered:
    """What the articles are set as, one behind the other. Over columns the first one's title has the whole measure; an
    article that follows on has its title in them."""
    book, template, grid, articles, opening, figures = task
    look = template
    if columns.count > 1 and columns.column.width < _NARROW * grid.size:
        look = template.in_columns()
    material: list[Material] = []
    owners: list[str] = []
    title: SetBox | None = None
    for article, numbers in zip(articles, figures, strict=True):
        blocks = article_blocks(article, look, book, found.append, opening, numbers)
        opening = ""
        told = (found.append, article.key, article.title)
        setter = Setter(look, columns.column, set_lines, *told)
        if columns.count > 1 and not material and title is None and isinstance(blocks[0], TitleBlock):
            (over,) = Setter(template, grid, set_lines, *told).set(blocks[:1])
            assert isinstance(over, SetBox)
            notes = tuple(setter.note("", note) for note in (blocks[0].note,) if note is not None)
            title, blocks = replace(over, notes=notes), blocks[1:]
        own = setter.set(blocks)
        material += own
        owners += [(piece.article if isinstance(piece, SetTable) else "") or article.key for piece in own]
    return _Gathered(material, owners, title)


def _drafts(
    gathered: _Gathered, side: Sequence[Filled], grid: Grid, look: NoteStyle, made: dict[int, Draft]
) -> list[Draft]:
    """The drafts of filled pages; ``made`` holds those that are there."""
    called: dict[str, int] = {}
    for page in side:
        if id(page) not in made:
            made[id(page)] = draft_page(gathered.material, gathered.owners, page, grid, look, called)
        called.update(made[id(page)].figures)
    return [made[id(page)] for page in side]
