"""Jobs in the window: told in the painting thread, with time left, and stopped when asked."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal

from archive_app.domain.errors import ArchiveError
from archive_app.gui.background import Background
from archive_app.gui.jobs import JobBoard, JobFault
from archive_app.gui.widgets.jobs_panel import JobsCorner, JobsPanel
from archive_app.services.jobs import JobState


def slow(reporter, steps: int) -> int:
    for number in range(steps):
        if reporter.cancelled():
            return number
        reporter.progress(number / steps, f"第 {number} 件")
        time.sleep(0.02)
    return steps


def test_a_job_tells_its_progress_and_its_result_in_the_painting_thread(qtbot) -> None:
    board = JobBoard()
    threads: list[bool] = []
    results: list[int] = []
    job = board.in_thread("数一数", slow, 5, then=results.append)
    job.progressed.connect(lambda: threads.append(QThread.currentThread() is QCoreApplication.instance().thread()))
    qtbot.waitUntil(lambda: not job.running, timeout=5_000)
    assert results == [5] and job.state is JobState.DONE
    assert threads and all(threads)
    board.close()


def test_the_end_is_told_after_all_that_the_work_told_before_it(qtbot) -> None:
    class Teller(QObject):
        told = Signal(int)

    def work(reporter, teller: Teller) -> None:
        reporter.progress(0.5, "半路")  # still on its way to the window when the work is over
        teller.told.emit(1)

    board, teller = JobBoard(), Teller()
    heard: list[object] = []
    teller.told.connect(heard.append, Qt.ConnectionType.QueuedConnection)
    job = board.in_thread("说一句", work, teller)
    job.ended.connect(lambda _job: heard.append("ended"))
    assert job.inner is not None and job.inner.wait(5)  # before the window hears the first of it
    qtbot.waitUntil(lambda: not job.running, timeout=5_000)
    assert heard == [1, "ended"]
    board.close()


def test_a_job_is_stopped_within_two_seconds(qtbot, look) -> None:
    from PySide6.QtWidgets import QWidget

    host = QWidget()
    qtbot.addWidget(host)
    board = JobBoard()
    corner = JobsCorner(board, JobsPanel(board, host))
    qtbot.addWidget(corner)
    ended: list[object] = []
    job = board.in_thread("很久", slow, 10_000, then=ended.append)
    qtbot.waitUntil(lambda: job.share > 0, timeout=5_000)
    began = time.monotonic()
    corner._cancel.click()
    qtbot.waitUntil(lambda: not job.running, timeout=2_000)
    assert time.monotonic() - began < 2
    assert job.state is JobState.CANCELLED and ended == []
    board.close()


def test_a_job_in_a_process_leaves_the_window_alone(qtbot) -> None:
    board = JobBoard()
    results: list[int] = []
    board.in_process("算", slow, 3, then=results.append)
    qtbot.waitUntil(lambda: results == [3], timeout=20_000)
    board.close()


def refuse(reporter) -> None:
    raise ArchiveError("磁盘满了", "请腾出空间。")


def stumble(reporter) -> None:
    raise ZeroDivisionError("a bug")


def test_an_expected_failure_and_a_fault_are_told_apart(qtbot) -> None:
    board = JobBoard()
    errors: list[Exception] = []
    board.in_thread("一", refuse, failed=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=5_000)
    board.in_thread("二", stumble, failed=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 2, timeout=5_000)
    assert isinstance(errors[0], ArchiveError) and errors[0].remedy == "请腾出空间。"
    assert isinstance(errors[1], JobFault) and "ZeroDivisionError" in str(errors[1])
    board.close()


def test_only_the_newest_of_several_questions_is_answered(qtbot) -> None:
    background = Background(2, "test")
    gate = threading.Event()
    answers: list[int] = []
    background.ask(lambda: gate.wait(5) and 1, answers.append, key="list")
    background.ask(lambda: 2, answers.append, key="list")
    background.ask(lambda: 3, answers.append, key="list")
    gate.set()
    qtbot.waitUntil(lambda: not background.busy, timeout=5_000)
    assert answers == [3]
    background.close(wait=False)


def test_writes_handed_in_before_closing_are_carried_out(qtbot) -> None:
    background = Background(1, "test")
    written: list[int] = []
    for number in range(5):
        background.ask(lambda number=number: (time.sleep(0.01), written.append(number)))
    background.close(wait=True)
    assert written == [0, 1, 2, 3, 4]
    background.ask(lambda: written.append(99))
    assert 99 not in written
