"""图版: pages of pictures on leaves of their own, between the leaves that are counted.

The pictures of a page stand in the rows in which they are largest; a picture by itself is turned where that gains a
third; a group, or a picture with a page of its own, has one here, too. A heading begins a page and stands over it;
paragraphs between pictures make pages of text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, figure_numbers
from archive_app.typeset.blocks.manuscript import Styler, text_style
from archive_app.typeset.blocks.model import BreakBlock, FigureBlock, FlowBlock, HeadingBlock, StyledText
from archive_app.typeset.book import Article, Book
from archive_app.typeset.pages.draft import Draft, Drafter, draft_page
from archive_app.typeset.pages.figures import FigureSetter
from archive_app.typeset.pages.filled import Cursor, Filled, NotePlace
from archive_app.typeset.pages.flow import flow
from archive_app.typeset.pages.fullpage import middled
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content
from archive_app.typeset.pages.material import Inset, Material, SetNote, SetPage
from archive_app.typeset.pages.picturepages import picture_drafts
from archive_app.typeset.pages.room import height_of
from archive_app.typeset.pages.setting import Setter
from archive_app.typeset.pages.stack import SetLines, opened, stack
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

_GAP = 1.0  # ems of the body between pictures side by side
_ROW_GAP, _MOST_ROW_GAP = 1.2, 3.0  # ems between rows
_UNDER_TITLE = 1.0  # leadings under a title or a heading over a page

Owned = tuple[str, str, FlowBlock]
"""A block with the key and the title of the article it is of."""


class _Cell(NamedTuple):
    article: str
    content: Content
    notes: tuple[SetNote, ...]


def article_plates(article: Article, book: Book, template: Template, report: Callable[[Problem], None]) -> list[Owned]:
    """The blocks of an article that is all plates."""
    styler = Styler(
        template,
        report,
        article=article.key,
        title=article.title,
        find=picture_finder(book),
        figures=figure_numbers(book, template).get(article.key, EACH_ITS_OWN),
    )
    return [(article.key, article.title, block) for block in styler.style(article.manuscript)]


class PlateSetter:
    """Sets plates; ``template`` and ``grid`` are the volume's."""

    def __init__(self, template: Template, grid: Grid, set_lines: SetLines, report: Callable[[Problem], None]) -> None:
        self.template = template.turned() if grid.vertical else template
        self.grid = grid.level(template)
        self.set_lines, self._report = set_lines, report
        self._setters: dict[str, Setter] = {}

    def pages(self, blocks: Sequence[Owned], title: str = "", key: str = "") -> list[Draft]:
        """The pages; ``title`` stands over the first one, ``key`` is the article it belongs to."""
        drafts: list[Draft] = []
        first: StyledText | None = None
        if title:
            first = StyledText(title, text_style(self.template, "title"))
        over = first
        for run in _runs(blocks, self.template.plates.per_page):
            block = run[0][2]
            if isinstance(block, HeadingBlock) and over is first and first is not None and not drafts:
                drafts.append(self._page([], first, key or run[0][0]))
                over = block.content
            elif isinstance(block, HeadingBlock):
                over = block.content
            elif isinstance(block, FigureBlock):
                drafts += self._pictures(run, over, key)
                over = None
            else:
                drafts += self._text(run)
        if over is not None:
            drafts.append(self._page([], over, key))
        for draft in drafts:
            draft.picture = True
        if drafts and title:
            drafts[0].titles = [(key, 0.0, True)]
        return drafts

    # pages

    def _pictures(self, run: Sequence[Owned], over: StyledText | None, key: str) -> list[Draft]:
        figures = [(article, self._figures(article, title), block) for article, title, block in run]
        article, setter, block = figures[0]
        assert isinstance(block, FigureBlock)
        if block.place in ("spread", "bleed") and over is None:
            made = setter.set(block)[0]
            if isinstance(made, SetPage) and made.sides[0].bled:
                return picture_drafts(made, article, self.grid, self.template.notes)
        return [self._page(figures, over, key or article)]

    def _page(self, figures: Sequence[tuple[str, FigureSetter, FlowBlock]], over: StyledText | None, key: str) -> Draft:
        """A page of pictures under its title."""
        insets, top = self._title(over)
        shown = [(a, s, b) for a, s, b in figures if isinstance(b, FigureBlock)]
        notes = [note for _, setter, block in shown for note in setter.notes_of(block)]
        room = self.grid.height - top - (height_of(notes) + self.grid.note_gap if notes else 0.0)
        placed = [NotePlace(note, 0, len(note.lines)) for note in notes]
        drafter = Drafter([], [], Filled([], placed, Cursor(), 0), self.grid, self.template.notes)
        drafter.article = drafter.draft.article = key
        drafter.put(Content(0.0, 0.0, insets=tuple(insets)), (), "", 0.0)
        for cell, block in zip(self._arranged(shown, room), (b for _, _, b in shown), strict=True):
            drafter.article = cell.article
            drafter.put(cell.content, cell.notes, block.block, top)
        draft = drafter.finish()
        draft.grid = self.grid
        return draft

    def _text(self, run: Sequence[Owned]) -> list[Draft]:
        """Paragraphs, tables and the like on pages of their own."""
        material: list[Material] = []
        owners: list[str] = []
        for article, title, block in run:
            own = self._setter(article, title).set([block])
            material += own
            owners += [article] * len(own)
        pages = flow(material, self.grid, lambda block, delta: None).recto
        drafts = [draft_page(material, owners, page, self.grid, self.template.notes) for page in pages]
        for draft in drafts:
            draft.grid = self.grid
        return drafts

    def _title(self, over: StyledText | None) -> tuple[list[Inset], float]:
        if over is None:
            return [], 0.0
        lines, height = stack([(over, 0.0)], self.grid.width, self.set_lines)
        if len(lines) == 1:
            lines = [replace(lines[0], line=opened((lines[0].line,), over.style.size)[0])]
        return lines, height + _UNDER_TITLE * self.grid.leading

    def _setter(self, article: str, title: str) -> Setter:
        if article not in self._setters:
            self._setters[article] = Setter(self.template, self.grid, self.set_lines, self._report, article, title)
        return self._setters[article]

    def _figures(self, article: str, title: str) -> FigureSetter:
        return self._setter(article, title).figures

    # arrangement

    def _arranged(self, shown: Sequence[tuple[str, FigureSetter, FigureBlock]], room: float) -> list[_Cell]:
        """The pictures of a page, each in its place."""
        if not shown:
            return []
        if len(shown) == 1:
            article, setter, block = shown[0]
            content = setter.alone(block, room)
            side = middled(content, self.grid.width, room)
            whole = Content(self.grid.width, room, side.images, side.insets, side.rules)
            return [_Cell(article, whole, setter.notes_of(block))]
        best: tuple[float, list[_Cell]] = (-1.0, [])
        for counts in _compositions(len(shown)):
            size, cells = self._in_rows(shown, counts, room)
            if size > best[0]:
                best = size, cells
        return best[1]

    def _in_rows(
        self, shown: Sequence[tuple[str, FigureSetter, FigureBlock]], counts: Sequence[int], room: float
    ) -> tuple[float, list[_Cell]]:
        """The pictures in rows of so many, and how large they are: the sum of their sides."""
        width, gap, row_gap = self.grid.width, _GAP * self.grid.size, _ROW_GAP * self.grid.size
        rows: list[list[tuple[str, FigureSetter, FigureBlock]]] = []
        pictures = iter(shown)
        for count in counts:
            rows.append([next(pictures) for _ in range(count)])
        aspects = [[setter.aspect(block) for _, setter, block in row] for row in rows]
        highs = [(width - gap * (len(row) - 1)) / sum(own) for row, own in zip(rows, aspects, strict=True)]
        made: list[list[Content]] = []
        share = 1.0
        for _ in range(3):  # narrower pictures may have longer captions
            made = [
                [
                    setter.captioned(block, high * share * aspect)
                    for (_, setter, block), aspect in zip(row, own, strict=True)
                ]
                for row, own, high in zip(rows, aspects, highs, strict=True)
            ]
            words = sum(
                max(content.height - high * share for content in row) for row, high in zip(made, highs, strict=True)
            )
            share = min(1.0, (room - words - row_gap * (len(rows) - 1)) / sum(highs))
            if share <= 0:
                return 0.0, []
        tall = [max(content.height for content in row) for row in made]
        spare = room - sum(tall)
        between = min(_MOST_ROW_GAP * self.grid.size, spare / (len(rows) + 1)) if len(rows) > 1 else 0.0
        between = max(between, min(row_gap, spare / max(1, len(rows) - 1)))
        y = max(0.0, (spare - between * (len(rows) - 1)) / 2)
        cells: list[_Cell] = []
        size = 0.0
        for row, contents, high in zip(rows, made, tall, strict=True):
            x = (width - sum(content.width for content in contents) - gap * (len(row) - 1)) / 2
            for (article, setter, block), content in zip(row, contents, strict=True):
                cells.append(_Cell(article, content.moved(x, y), setter.notes_of(block)))
                size += math.sqrt(sum(image.width * image.height for image in content.images))
                x += content.width + gap
            y += high + between
        return size, cells


def _runs(blocks: Sequence[Owned], per_page: int) -> Iterator[list[Owned]]:
    """The blocks by pages: so many pictures, a group or a heading by itself, paragraphs that follow each other."""
    run: list[Owned] = []

    def kind(block: FlowBlock) -> str:
        if isinstance(block, FigureBlock):
            return "picture"
        return "heading" if isinstance(block, HeadingBlock) else "text"

    def alone(block: FlowBlock) -> bool:
        return isinstance(block, FigureBlock) and (bool(block.parts) or block.place in ("page", "spread", "bleed"))

    for one in blocks:
        block = one[2]
        if isinstance(block, BreakBlock):
            if run:
                yield run
            run = []
            continue
        full = kind(block) == "picture" and len(run) >= per_page
        if run and (
            kind(run[0][2]) != kind(block) or full or alone(block) or alone(run[0][2]) or kind(block) == "heading"
        ):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _compositions(size: int) -> Iterator[tuple[int, ...]]:
    """Every way to part ``size`` pictures into rows, in order."""
    if not size:
        yield ()
    for first in range(1, size + 1):
        for rest in _compositions(size - first):
            yield (first, *rest)
