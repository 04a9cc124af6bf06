"""The whole way from a book to a layout, and what is remembered between two compositions of it.

A paragraph is remembered by its text, style and measure; an article's pages by the article. After an edit only the
article that was edited is set again; the volume is put together anew from the pages that are there.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, FigureNumbers, figure_numbers
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.book import Article, Book, IndexName
from archive_app.typeset.fonts.library import ask_own
from archive_app.typeset.layout import Layout
from archive_app.typeset.lines.paragraph import SetParagraph, set_paragraph
from archive_app.typeset.matter.mentions import Words
from archive_app.typeset.pages.articles import Run, Task, set_articles
from archive_app.typeset.pages.columns import EntryMemory
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.sides import Finisher
from archive_app.typeset.pages.steps import section_steps
from archive_app.typeset.pages.volume import VolumeBuilder, page_name
from archive_app.typeset.problems import Problem
from archive_app.typeset.second_core import SecondCore, second_core_there
from archive_app.typeset.templates import Template, files_stamp, load

Progress = Callable[[float, str], None]

_MOST_REMEMBERED = 60000  # paragraphs, lines of indexes: several volumes
_WORTH_A_PROCESS = 40_000  # characters still to be set


class _Key:
    """What a run of pages is remembered by: the articles and all else that it depends on. It is hashed once, for that
    means every word of them."""

    __slots__ = ("_hash", "_said", "articles")

    def __init__(self, articles: Sequence[Article], *further: Hashable) -> None:
        self.articles = tuple(articles)
        self._said = (self.articles, *further)
        self._hash = hash(self._said)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._said == other._said


class Composer:
    """Composes books with one template after another; keep it to make the second composition cheap."""

    def __init__(self) -> None:
        self._template: Template | None = None
        self._read: tuple[tuple[Any, ...], Template] | None = None  # the template read last, and what it was made of
        self._paragraphs: dict[tuple[StyledText, float, int], SetParagraph] = {}
        self._runs: dict[_Key, Run] = {}
        self._used: dict[_Key, Run] = {}
        self._elsewhere: dict[_Key, Callable[[], Run]] = {}  # what a second process sees to
        self._problems: list[Problem] = []
        self._finisher = Finisher()
        self._entries: EntryMemory = {}
        self._names: tuple[IndexName, ...] = ()
        self._figures: Mapping[str, FigureNumbers] = {}
        self._words = Words.of(())

    def compose(self, book: Book, template: Template | None = None, progress: Progress | None = None) -> Layout:
        """The layout of ``book``. Without ``template`` its own is loaded and its overrides laid over it.

        ``progress`` is told a share from 0 to 1 and what is being set. Nothing in a book stops it: what cannot be
        set as asked is among the layout's problems.

        Raises `archive_app.typeset.toml_source.SourceError` where the book's template is unknown or its overrides
        cannot be right.
        """
        chosen = template if template is not None else self._template_of(book)
        self._problems = []
        ask_own(chosen.rare)
        if chosen != self._template:
            if self._template is not None and chosen.rare != self._template.rare:
                self._paragraphs.clear()  # what was 〓 may be had now
            self._template = chosen
            self._runs = {}
            self._finisher = Finisher()
            self._entries = {}
        if len(self._entries) > _MOST_REMEMBERED:
            self._entries = {}
        if book.names != self._names:  # what a caption or a table names may be another
            self._names, self._words, self._runs = book.names, Words.of(book.names), {}
        grid = Grid.of(chosen)
        self._figures = figure_numbers(book, chosen)
        self._used = {}
        builder = VolumeBuilder(
            book,
            chosen,
            grid,
            self.set_lines,
            lambda articles, opening, way, recto: self._run(book, chosen, grid, articles, opening, way, recto),
            self._problems.append,
            progress or _silent,
            self._finisher,
            memory=self._entries,
        )
        with _uncollected(), self._second_core(book, chosen, grid):
            layout = builder.build()
        self._runs = self._used  # what this book no longer holds is forgotten
        return replace(layout, problems=_placed(self._problems, layout, book.places))

    def _template_of(self, book: Book) -> Template:
        """The book's own template; read again only where a file of the templates, or what the book says otherwise, is
        another than before."""
        made_of = (book.template, book.layout, files_stamp())
        if self._read is None or self._read[0] != made_of:
            self._read = made_of, load(book.template).with_layout(book.layout)
        return self._read[1]

    def set_lines(self, content: StyledText, width: float, looseness: int) -> SetParagraph:
        """The lines stage, remembered."""
        key = (content, width, looseness)
        found = self._paragraphs.get(key)
        if found is None:
            if len(self._paragraphs) >= _MOST_REMEMBERED:
                self._paragraphs.clear()
            found = self._paragraphs[key] = set_paragraph(content, width, looseness)
        return found

    def _run(
        self,
        book: Book,
        template: Template,
        grid: Grid,
        articles: Sequence[Article],
        opening: str,
        way: str,
        recto: bool,
    ) -> list[Draft]:
        key, task = self._task(book, template, grid, articles, opening, way)
        run = self._used.get(key) or self._runs.get(key) or self._set(key, task)
        self._used[key] = run
        self._problems += run.problems
        return list(run.recto if recto else run.verso)

    @contextmanager
    def _second_core(self, book: Book, template: Template, grid: Grid) -> Iterator[None]:
        """Inside it, what many articles still need is done by two processes, if the machine has the cores."""
        # an edit leaves the other articles the very ones they were: that much is seen without comparing or hashing any
        known = {id(article) for key in self._runs for article in key.articles}
        tasks: dict[_Key, Task] = {}
        if _length(article for article in book.articles() if id(article) not in known) >= _WORTH_A_PROCESS:
            steps = (step for section in book.sections for step in section_steps(section, template) if step.articles)
            tasks = dict(self._task(book, template, grid, s.articles, s.opening, s.direction) for s in steps)
        waiting = {key: number for number, key in enumerate(key for key in tasks if key not in self._runs)}
        left = _length(article for key in waiting for article in tasks[key].articles)
        if left < _WORTH_A_PROCESS or not second_core_there():
            yield
            return
        second = SecondCore(self._set_run, [tasks[key] for key in waiting])
        self._elsewhere = {key: partial(second.result, number) for key, number in waiting.items()}
        try:
            yield
        finally:
            self._elsewhere = {}
            second.close()

    def _task(
        self, book: Book, template: Template, grid: Grid, articles: Sequence[Article], opening: str, way: str
    ) -> tuple[_Key, Task]:
        """What is to be done for these articles, and what its result is remembered by."""
        if way not in ("", template.direction):
            template = template.turned()
            grid = grid.turned(template)
        figures = tuple(self._figures.get(article.key, EACH_ITS_OWN) for article in articles)
        key = _Key(articles, opening, _pictures(book, articles), template.direction, figures)
        return key, Task(book, template, grid, articles, opening, figures)

    def _set(self, key: _Key, task: Task) -> Run:
        elsewhere = self._elsewhere.get(key)
        return elsewhere() if elsewhere is not None else self._set_run(task)

    def _set_run(self, task: Task) -> Run:
        return set_articles(task, self.set_lines, self._words)


def compose(book: Book, *, template: Template | None = None, progress: Progress | None = None) -> Layout:
    """Compose a book once; see `Composer.compose`."""
    return Composer().compose(book, template, progress)


def _length(articles: Iterable[Article]) -> int:
    """The characters of articles."""
    return sum(len(block.text) for article in articles for block in article.manuscript)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Inside it Python does not look for garbage: a book's pages are a hundred thousand objects, none of them any.

    Nor does it look through them all at once behind it: they count as old from then on.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()  # takes everything out of the young generations …
            gc.unfreeze()  # … and puts it into the oldest one
            gc.enable()


def _silent(share: float, what: str) -> None:
    """No one asked for progress."""


def _pictures(book: Book, articles: Sequence[Article]) -> tuple[Any, ...]:
    """The pictures an article shows as they are on disk now: a new file under the old name is a new picture."""
    find = picture_finder(book)
    found = []
    for article in articles:
        for block in article.manuscript:
            if block.picture is not None:
                path = find(block.picture.source)
                status = path.stat() if path is not None else None
                found.append((path, status.st_mtime_ns, status.st_size) if status else (block.picture.source, 0, 0))
    return tuple(found)


def _placed(found: Sequence[Problem], layout: Layout, places: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems with the pages they are on and the places they were written at, each once."""
    pages: dict[tuple[str, str], str] = {}
    sought = {problem.article for problem in found if problem.article and not problem.page}
    for number, page in enumerate(layout.pages) if sought else ():
        shown = {(line.article, line.block) for line in page.lines if line.article in sought}
        shown |= {(image.article, image.block) for image in page.images if image.article in sought}
        for article, block in shown:
            name = page_name(layout.pages, number)
            pages.setdefault((article, block), name)
            pages.setdefault((article, ""), name)
    placed: dict[Problem, None] = {}
    for problem in found:
        where = problem.page or pages.get((problem.article, problem.block), "") if problem.article else problem.page
        source = places.get(problem.block) or places.get(problem.article, "")
        placed[replace(problem, page=where, source=source)] = None
    return tuple(placed)
