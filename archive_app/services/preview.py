"""The pages of a book while it is worked on: set in a process that stays, and told to the window as they stand.

The process keeps its `Composer`, so after an edit only the article that was edited is set again, and only the pages
that are others than before come over, those that are looked at first. Neither side ever waits for the other: books go
out on a thread of their own, the newest alone where several came in between.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import NamedTuple

from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Manuscript
from archive_app.typeset.book import Article, Book, with_articles
from archive_app.typeset.composer import Composer
from archive_app.typeset.fonts.library import open_usual_faces
from archive_app.typeset.layout import Layout, Page

_AT_ONCE = 6
"""Pages that come with the first word of a new layout: a spread and its neighbours."""
_TOGETHER = 12
"""Pages in each word after that: read in a few milliseconds."""
_FIRST_CHARACTERS = 6_000
"""So much of a book that is new is shown before the rest of it is set."""
_ENDING_S = 2.0
_WORD_S = 0.1
"""How far the setting is, is told so often: what is done sooner, as nearly every edit is, says nothing of it."""


class Frame(NamedTuple):
    """A new layout: what it is beside its pages, how many and how large they are, and the first of those that are
    others than before. ``first`` says that these are a new book's first pages, and the rest is being set."""

    ticket: int
    layout: Layout
    sides: int
    size: tuple[float, float]
    pages: Mapping[int, Page]
    first: bool
    done: bool


class More(NamedTuple):
    """More of its pages; ``done`` with the last ones."""

    ticket: int
    pages: Mapping[int, Page]
    done: bool


class Underway(NamedTuple):
    """How far the setting is, from 0 to 1, and what is being set."""

    ticket: int
    share: float
    words: str


class Failed(NamedTuple):
    """Why there are no pages: an expected failure (message, remedy, code) or a fault with its traceback."""

    ticket: int
    error: tuple[str, str, str] | None
    fault: str = ""


Told = Frame | More | Underway | Failed


class _Set(NamedTuple):
    ticket: int
    book: Book
    fresh: bool  # the window has forgotten every page


class _Look(NamedTuple):
    first: int
    last: int


class Preview:
    """The process and the way to it. ``tell`` is called on a thread of its own."""

    def __init__(self, tell: Callable[[Told], None]) -> None:
        self._tell = tell
        self._changed = threading.Condition()
        self._wanted: _Set | None = None
        self._look: _Look | None = None
        self._ticket = 0
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closing = False

    def start(self) -> None:
        """Begin the process, if there is none: it takes a moment, so it is begun before the first book is there."""
        if self._process is not None or self._closing:
            return
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there,), daemon=True, name="preview")
        self._process, self._pipe = process, here
        threading.Thread(target=self._run, args=(process, here, there), name="preview", daemon=True).start()

    def set(self, book: Book, *, fresh: bool = False) -> int:
        """Have ``book`` set; the number by which its answers are known. ``fresh``: every page of it is to be told."""
        self.start()
        with self._changed:
            self._ticket += 1
            fresh = fresh or (self._wanted is not None and self._wanted.fresh)
            self._wanted = _Set(self._ticket, book, fresh)
            self._changed.notify_all()
            return self._ticket

    def look(self, first: int, last: int) -> None:
        """Pages from ``first`` to ``last`` are in view: they come before the others."""
        with self._changed:
            self._look = _Look(first, last)
            self._changed.notify_all()

    def stop(self) -> None:
        """End what is being set, by ending the process; the next book begins another."""
        process, self._process = self._process, None
        with self._changed:
            self._pipe, self._wanted = None, None
            self._changed.notify_all()
        if process is not None and process.pid is not None:
            process.terminate()

    def close(self) -> None:
        """End it for good."""
        self._closing = True
        self.stop()

    def _run(self, process: multiprocessing.process.BaseProcess, here: Connection, there: Connection) -> None:
        process.start()
        there.close()
        threading.Thread(target=self._send, args=(here,), name="preview-out", daemon=True).start()
        try:
            while True:
                self._tell(here.recv())
        except (EOFError, OSError):
            pass  # its end: it was stopped, or it died
        died = self._pipe is here
        with self._changed:
            if died:
                self._process, self._pipe = None, None
            self._changed.notify_all()
        process.join(_ENDING_S)
        if died and not self._closing:
            error = (
                f"排版中途停了（{process.exitcode}）",
                "多半是内存不够；原有内容完好，改一处字就会重新排。",
                "job-died",
            )
            self._tell(Failed(self._ticket, error))

    def _send(self, pipe: Connection) -> None:
        known: dict[str, Article] = {}
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._pipe is not pipe or self._wanted or self._look)
                if self._pipe is not pipe:
                    pipe.close()
                    return
                wanted, look = self._wanted, self._look
                self._wanted = self._look = None
            with suppress(OSError):  # the process has ended: the other thread says so
                if look is not None:
                    pipe.send(look)
                if wanted is not None:
                    pipe.send(wanted._replace(book=without_known(wanted.book, known)))


# — a book without what the other side has —


def without_known(book: Book, known: dict[str, Article]) -> Book:
    """``book`` with nothing but a name in the place of every article that ``known`` has; what is new is put there."""

    def short(article: Article) -> Article:
        if known.get(article.key) == article:
            return _name(article.key)
        known[article.key] = article
        return article

    return with_articles(book, short)


def with_known(book: Book, known: dict[str, Article]) -> Book:
    """The reverse of `without_known`, on the other side."""

    def whole(article: Article) -> Article:
        if article == _name(article.key):
            return known[article.key]
        known[article.key] = article
        return article

    return with_articles(book, whole)


def _name(key: str) -> Article:
    return Article(key, "", Manuscript(), form="known")


# — the process —


def _serve(pipe: Connection) -> None:
    open_usual_faces()  # the window is still reading the first book
    desk = _Desk(pipe)
    with suppress(EOFError, OSError, KeyboardInterrupt):  # the window has gone
        while True:
            desk.take(desk.next())


class _Seldom:
    """Tells how far a book is; each word takes the window's thread away from what it is doing."""

    def __init__(self, pipe: Connection, ticket: int) -> None:
        self._pipe, self._ticket = pipe, ticket
        self._told = time.monotonic()

    def __call__(self, share: float, words: str) -> None:
        now = time.monotonic()
        if now - self._told >= _WORD_S:
            self._told = now
            self._pipe.send(Underway(self._ticket, share, words))


class _Desk:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._composer = Composer()
        self._known: dict[str, Article] = {}
        self._seen: frozenset[str] = frozenset()
        self._sent: list[Page | None] = []
        self._look = _Look(0, 1)
        self._waiting: _Set | None = None

    def next(self) -> _Set:
        """The next book; where one looks is noted on the way."""
        if self._waiting is not None:
            found, self._waiting = self._waiting, None
            return found
        while True:
            message: _Set | _Look = self._pipe.recv()
            if isinstance(message, _Set):
                return message._replace(book=with_known(message.book, self._known))
            self._look = message

    def take(self, wanted: _Set) -> None:
        """Set a book and tell its pages."""
        ticket, book, fresh = wanted
        if fresh:
            self._sent, self._seen = [], frozenset()
        try:
            beginning = self._beginning(book)
            if beginning is not None:
                layout = self._composer.compose(beginning)
                pages = tuple(page for page in layout.pages if page.kind != "contents")
                self._tell(ticket, replace(layout, pages=pages, problems=()), first=True)
            layout = self._composer.compose(book, progress=_Seldom(self._pipe, ticket))
            self._tell(ticket, layout)
        except ArchiveError as error:
            self._pipe.send(Failed(ticket, (error.message, error.remedy, error.code)))
        except (EOFError, OSError):
            raise
        except Exception:
            self._pipe.send(Failed(ticket, None, traceback.format_exc()))

    def _beginning(self, book: Book) -> Book | None:
        """The first pages' worth of a book that is new and long."""
        keys = frozenset(article.key for article in book.articles())
        new = len(keys - self._seen)
        self._seen = keys
        if new < len(keys) or sum(_size(article) for article in book.articles()) < 4 * _FIRST_CHARACTERS:
            return None
        left = _FIRST_CHARACTERS
        for section in book.sections:
            kept = []
            for article in section.articles:
                if left > 0:
                    kept.append(article)
                    left -= _size(article)
            if kept:
                return replace(book, sections=(replace(section, articles=tuple(kept), parts=()),), front=(), back=())
        return None

    def _tell(self, ticket: int, layout: Layout, *, first: bool = False) -> None:
        pages = layout.pages
        count = len(pages)
        self._sent = (self._sent + [None] * count)[:count]
        others = [n for n, page in enumerate(pages) if self._sent[n] is not page and self._sent[n] != page]
        others.sort(key=self._far)
        at_once = {n: pages[n] for n in others[:_AT_ONCE]}
        rest = [] if first else others[_AT_ONCE:]
        size = (pages[0].width, pages[0].height) if pages else (0.0, 0.0)
        self._put(at_once)
        self._pipe.send(Frame(ticket, replace(layout, pages=()), count, size, at_once, first, not rest and not first))
        while rest:
            if self._pipe.poll() and self._listen():
                return  # a newer book: what was not told is told with it
            rest.sort(key=self._far)
            part, rest = rest[:_TOGETHER], rest[_TOGETHER:]
            told = {n: pages[n] for n in part}
            self._put(told)
            self._pipe.send(More(ticket, told, not rest))

    def _put(self, told: Mapping[int, Page]) -> None:
        for number, page in told.items():
            self._sent[number] = page

    def _listen(self) -> bool:
        """Hear what is being said; whether it is a newer book."""
        message: _Set | _Look = self._pipe.recv()
        if isinstance(message, _Look):
            self._look = message
            return False
        self._waiting = message._replace(book=with_known(message.book, self._known))
        return True

    def _far(self, number: int) -> int:
        first, last = self._look
        return max(first - number, number - last, 0)


def _size(article: Article) -> int:
    return sum(len(block.text) for block in article.manuscript)


def assembled(before: Sequence[Page], frame: Frame) -> list[Page]:
    """The pages of a new layout as far as they are known: those that have come, those that were there before, and
    blank paper for what is still to come."""
    blank = Page(PENDING, "", *frame.size)
    known: Iterable[Page] = before[: frame.sides]
    pages = [*known, *([blank] * (frame.sides - min(frame.sides, len(before))))]
    for number, page in frame.pages.items():
        pages[number] = page
    return pages


PENDING = "pending"
"""The kind of a page that is still to come."""
