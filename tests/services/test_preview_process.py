"""Pages of a book in the works: told as they stand, those that are others only, whatever comes in between."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import replace

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.preview import (
    PENDING,
    Failed,
    Frame,
    More,
    Preview,
    Told,
    Underway,
    _Desk,
    _Set,
    assembled,
    with_known,
    without_known,
)
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Matter, Section, with_articles
from archive_app.typeset.layout import Page

_PATIENCE_S = 60


def book_of(*sizes: int) -> Book:
    """Articles of so many paragraphs."""
    articles = tuple(
        Article(
            f"a{number}",
            f"第{number}篇",
            Manuscript(
                tuple(
                    Block(BlockKind.PARAGRAPH, f"第{n}段，水磨在河边转。" * 30, id=f"{number}.{n}") for n in range(size)
                )
            ),
        )
        for number, size in enumerate(sizes)
    )
    return Book("样书", (Section("栏", articles),), number=3)


def edited(book: Book, key: str, words: str) -> Book:
    def change(article: Article) -> Article:
        if article.key != key:
            return article
        first, *rest = article.manuscript.blocks
        return replace(article, manuscript=Manuscript((replace(first, text=words + first.text), *rest)))

    return with_articles(book, change)


class Listener:
    """What the process tells, and the pages as the window would have them."""

    def __init__(self) -> None:
        self.told: queue.Queue[Told] = queue.Queue()
        self.preview = Preview(self.told.put)
        self.pages: list[Page] = []
        self.heard: list[Told] = []

    def until_done(self, ticket: int) -> list[Told]:
        """Everything up to the last pages of a book."""
        self.heard = []
        while True:
            told = self.told.get(timeout=_PATIENCE_S)
            self.heard.append(told)
            if isinstance(told, Frame):
                self.pages = assembled(self.pages, told)
            elif isinstance(told, More):
                for number, page in told.pages.items():
                    self.pages[number] = page
            if isinstance(told, Failed) or (not isinstance(told, Underway) and told.ticket == ticket and told.done):
                return self.heard


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.preview.close()


def told_pages(heard: list[Told]) -> set[int]:
    return {number for told in heard if isinstance(told, Frame | More) for number in told.pages}


def test_the_pages_are_those_of_the_whole_book_and_an_edit_tells_its_own_only(listener: Listener) -> None:
    book = book_of(*[12] * 4)
    listener.preview.look(4, 5)
    heard = listener.until_done(listener.preview.set(book, fresh=True))
    whole = compose(book)
    assert tuple(listener.pages) == whole.pages
    assert told_pages(heard) == set(range(len(whole.pages)))
    frame = next(told for told in heard if isinstance(told, Frame))
    assert frame.layout.statistics == whole.statistics
    assert {4, 5} <= set(frame.pages)  # what is looked at comes first
    changed = edited(book, "a1", "改了几个字，")
    heard = listener.until_done(listener.preview.set(changed))
    now = compose(changed)
    assert tuple(listener.pages) == now.pages
    different = {n for n, page in enumerate(now.pages) if page != whole.pages[n]}
    assert told_pages(heard) == different
    assert 0 < len(different) < len(now.pages) / 2


def test_an_edit_that_is_set_at_once_says_nothing_on_the_way() -> None:
    class Pipe:
        def __init__(self) -> None:
            self.sent: list[object] = []
            self.send = self.sent.append

        def poll(self) -> bool:
            return False

    pipe = Pipe()
    desk = _Desk(pipe)  # type: ignore[arg-type]
    book = book_of(*[2] * 30)
    desk.take(_Set(1, book, True))
    pipe.sent.clear()
    desk.take(_Set(2, edited(book, "a1", "改了几个字，"), False))
    words = [told for told in pipe.sent if isinstance(told, Underway)]
    assert len(words) < 10  # one for each of thirty articles takes the window's thread away thirty times
    assert isinstance(pipe.sent[-1], Frame | More)


def test_a_long_new_book_shows_its_beginning_first(listener: Listener) -> None:
    book = book_of(*[30] * 5)
    heard = listener.until_done(listener.preview.set(book, fresh=True))
    first, last = (told for told in heard if isinstance(told, Frame))
    assert first.first
    assert first.pages[0].kind == "title"
    assert not last.first
    assert tuple(listener.pages) == compose(book).pages
    heard = listener.until_done(listener.preview.set(edited(book, "a2", "又改，")))
    assert not any(told.first for told in heard if isinstance(told, Frame))


def test_the_newest_of_several_books_is_what_stands(listener: Listener) -> None:
    book = book_of(6, 6)
    listener.preview.set(book, fresh=True)
    for number in range(5):
        book = edited(book, "a0", f"第{number}次，")
        ticket = listener.preview.set(book)
    listener.until_done(ticket)
    assert tuple(listener.pages) == compose(book).pages


def test_what_a_template_cannot_be_is_said_and_the_next_book_is_set(listener: Listener) -> None:
    book = book_of(3)
    heard = listener.until_done(listener.preview.set(replace(book, layout={"measure": [90, 32]}), fresh=True))
    [failed] = [told for told in heard if isinstance(told, Failed)]
    assert failed.error is not None
    assert "版心放不下" in failed.error[0]
    listener.until_done(listener.preview.set(book))
    assert tuple(listener.pages) == compose(book).pages


def test_a_process_that_was_stopped_is_begun_anew(listener: Listener) -> None:
    book = book_of(4)
    listener.until_done(listener.preview.set(book, fresh=True))
    listener.preview.stop()
    changed = edited(book, "a0", "以后改的，")
    listener.until_done(listener.preview.set(changed))
    assert tuple(listener.pages) == compose(changed).pages


def test_what_the_other_side_has_goes_over_as_a_name() -> None:
    preface = Matter("preface", Article("x", "序", Manuscript((Block(BlockKind.PARAGRAPH, "序。", id="x"),))))
    book = replace(book_of(2, 2), front=(preface,))
    here: dict[str, Article] = {}
    there: dict[str, Article] = {}
    assert with_known(without_known(book, here), there) == book
    changed = edited(book, "a1", "改，")
    short = without_known(changed, here)
    assert [len(article.manuscript) for article in short.articles()] == [0, 2]
    assert with_known(short, there) == changed


def test_pages_still_to_come_are_blank_or_as_they_were() -> None:
    page = compose(book_of(1)).pages[0]
    frame = Frame(1, compose(book_of(1)), 3, (100.0, 200.0), {1: page}, False, False)
    made = assembled([page], frame)
    assert made[0] is page
    assert made[1] is page
    assert (made[2].kind, made[2].width, made[2].height) == (PENDING, 100.0, 200.0)
