"""A second process takes part of the work, and what becomes of the pages must not depend on it."""

from __future__ import annotations

import copy
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.typeset import composer
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.second_core import SecondCore, second_core_there

PROCESSES = 2 if sys.platform == "linux" else 1  # no other system copies a running process safely


@pytest.fixture
def cores() -> Iterator[Callable[..., SecondCore[int, tuple[int, int]]]]:
    opened = []

    def begin(work: Callable[[int], tuple[int, int]], count: int) -> SecondCore[int, tuple[int, int]]:
        opened.append(SecondCore(work, range(count)))
        return opened[-1]

    yield begin
    for core in opened:
        core.close()


def test_both_processes_work_and_every_result_is_its_own(
    cores: Callable[..., SecondCore[int, tuple[int, int]]],
) -> None:
    def work(task: int) -> tuple[int, int]:
        time.sleep(0.01)
        return task, os.getpid()

    core = cores(work, 40)
    found = [core.result(number) for number in range(40)]
    assert [task for task, _ in found] == list(range(40))
    assert found[0][1] == os.getpid()
    assert len({process for _, process in found}) == PROCESSES


def test_what_a_killed_process_leaves_is_done_here(cores: Callable[..., SecondCore[int, tuple[int, int]]]) -> None:
    here = os.getpid()

    def work(task: int) -> tuple[int, int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return task, os.getpid()

    core = cores(work, 5)
    assert [core.result(number) for number in range(5)] == [(number, here) for number in range(5)]


def test_an_error_is_raised_where_it_is_asked_for(cores: Callable[..., SecondCore[int, tuple[int, int]]]) -> None:
    def work(task: int) -> tuple[int, int]:
        if task == 3:
            raise ValueError("3")
        return task, 0

    core = cores(work, 4)
    assert core.result(0) == (0, 0)
    with pytest.raises(ValueError, match="3"):
        core.result(3)


@pytest.mark.parametrize("lacking", ["os.memfd_create", "os.fork", "os.pipe"])
def test_without_room_for_another_process_all_is_done_here(
    monkeypatch: pytest.MonkeyPatch, cores: Callable[..., SecondCore[int, tuple[int, int]]], lacking: str
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(lacking, refused)
    core = cores(lambda task: (task, os.getpid()), 3)
    assert [core.result(number) for number in range(3)] == [(number, os.getpid()) for number in range(3)]


def _book() -> Book:
    sentence = "青石街口的老槐树是民国二十三年栽的，1958年修路时留了下来；街坊都说“树比人长寿”。"
    articles = tuple(
        Article(
            f"{number}.md",
            f"第{number}篇",
            Manuscript(
                tuple(
                    Block(
                        BlockKind.PARAGRAPH,
                        sentence * (2 + (number + row) % 5) + "\U000f0000" * (row == 7),
                        id=f"b{row}",
                    )
                    for row in range(40)
                )
            ),
        )
        for number in range(12)
    )
    parts = (Section("韵家口镇", articles[8:10]), Section("乐家湾镇", articles[10:]))
    return Book("回望城东", (Section("亲历", articles[:5]), Section("乡村", articles[5:8], parts)), template="32k")


@pytest.mark.parametrize("articles", ["page", "flow", "recto"])
def test_the_pages_are_the_same_with_one_process_and_with_two(monkeypatch: pytest.MonkeyPatch, articles: str) -> None:
    book = _book()
    book = Book(book.title, book.sections, template="32k", layout={"articles": articles})
    monkeypatch.setattr(composer, "second_core_there", lambda: False)
    alone = Composer().compose(book)
    begun: list[int] = []

    class Watched(SecondCore[composer.Task, composer.Run]):
        def __init__(self, work: Callable[[composer.Task], composer.Run], tasks: list[composer.Task]) -> None:
            begun.append(len(tasks))
            super().__init__(work, tasks)

    monkeypatch.setattr(composer, "second_core_there", lambda: True)
    monkeypatch.setattr(composer, "SecondCore", Watched)
    keeping = Composer()
    assert keeping.compose(book) == alone
    assert begun == [12 if articles != "flow" else 4]
    assert keeping.compose(book) == alone
    assert len(begun) == 1  # nothing was left to set
    assert keeping.compose(copy.deepcopy(book)) == alone
    assert len(begun) == 1  # nor where the same words come anew


def test_a_program_with_threads_is_not_copied() -> None:
    import threading

    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        assert not second_core_there()
    finally:
        held.set()
        thread.join()


def test_the_last_tasks_can_be_left_to_the_second_process() -> None:
    core = SecondCore(lambda task: (task, os.getpid()), range(6), left=6)
    try:
        found = [core.result(number) for number in range(6)]
    finally:
        core.close()
    assert [task for task, _ in found] == list(range(6))
    assert (os.getpid() not in {process for _, process in found}) == (PROCESSES == 2)
