"""Who has nothing else to do helps with what was begun ahead."""

from __future__ import annotations

import threading

import pytest

from archive_app.typeset.pdf import ahead
from archive_app.typeset.pdf.ahead import Ahead


def test_the_one_who_waits_does_the_last_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    began, go = threading.Event(), threading.Event()
    done: list[tuple[int, bool]] = []

    def work(task: int) -> int:
        here = threading.current_thread() is threading.main_thread()
        if not here:
            began.set()
            go.wait(30)
        done.append((task, here))
        return task * task

    working = Ahead(work, range(6), 6)
    working.start()
    try:
        assert began.wait(30)
        working.help()
        assert done == [(task, True) for task in (5, 4, 3, 2, 1)]
        go.set()
        assert [working.result(number) for number in range(6)] == [0, 1, 4, 9, 16, 25]
    finally:
        working.close()
    assert len(done) == 6


def test_an_error_met_while_helping_is_raised_where_it_is_asked_for() -> None:
    working = Ahead(lambda task: 1 // task, [1, 0], 2)
    working.help()
    assert working.result(0) == 1
    with pytest.raises(ZeroDivisionError):
        working.result(1)
