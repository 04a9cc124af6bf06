"""Who has nothing else to do helps with what was begun ahead."""

from __future__ import annotations

import threading

import pytest

from archive_app.typeset.pdf import ahead
from archive_app.typeset.pdf.ahead import Ahead


def test_the_one_who_asks_works_instead_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    began, go = threading.Event(), threading.Event()
    done: list[tuple[int, bool]] = []

    def work(task: int) -> int:
        here = threading.current_thread() is threading.main_thread()
        if not here:
            began.set()
            go.wait(30)
        done.append((task, here))
        if task == 3:
            go.set()
        return task * task

    working = Ahead(work, range(6), 4)
    working.start()
    try:
        assert began.wait(30)
        assert working.result(0) == 0
        assert done[:3] == [(1, True), (2, True), (3, True)]
        assert [working.result(number) for number in range(1, 6)] == [1, 4, 9, 16, 25]
    finally:
        working.close()
    assert sorted(task for task, _ in done) == list(range(6))


def test_no_more_is_made_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    began, go, enough = threading.Event(), threading.Event(), threading.Event()
    done: list[int] = []

    def work(task: int) -> int:
        if threading.current_thread() is not threading.main_thread():
            began.set()
            go.wait(30)
        done.append(task)
        if len(done) == 2:
            enough.set()
        return task

    working = Ahead(work, range(20), 3)
    working.start()
    try:
        assert began.wait(30)
        opener = threading.Thread(target=lambda: (enough.wait(30), go.set()))
        opener.start()
        assert working.result(0) == 0
        opener.join()
        assert max(done) <= 3, "the one asked for, and three that wait"
    finally:
        working.close()
