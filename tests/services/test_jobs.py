from __future__ import annotations

import os
import threading
import time
from typing import Any

from archive_app.domain.errors import StorageFailed
from archive_app.services.jobs import Job, Jobs, JobState, Reporter, stopping


def count_up(reporter: Reporter, number: int) -> int:
    for step in range(number):
        if reporter.cancelled():
            return step
        reporter.progress(step / number, f"第 {step} 步")
        time.sleep(0.06)
    return number


def refuse(reporter: Reporter) -> None:
    raise StorageFailed("磁盘已满", "请腾出空间。", code="disk-full")


def go_wrong(reporter: Reporter) -> float:
    return 1 / (0 if reporter else 1)


def die(reporter: Reporter) -> None:
    os._exit(9)


def deaf(reporter: Reporter) -> None:
    while True:
        time.sleep(0.05)


def run(work: Any, *args: Any, process: bool) -> Job:
    jobs = Jobs()
    job = (jobs.in_process if process else jobs.in_thread)("试一试", work, *args)
    assert job.wait(20)
    assert jobs.running == ()
    return job


def test_a_result_and_progress_come_back_from_a_process() -> None:
    seen: list[tuple[float, str]] = []
    job = Jobs(lambda job: seen.append((job.share, job.words))).in_process("数数", count_up, 6)
    assert job.wait(20)

    assert (job.state, job.result) == (JobState.DONE, 6)
    assert any(words.startswith("第") for _, words in seen)
    assert [share for share, _ in seen] == sorted(share for share, _ in seen)


def test_an_expected_error_keeps_its_words_and_status() -> None:
    for process in (True, False):
        job = run(refuse, process=process)
        assert job.state is JobState.FAILED
        assert job.error is not None and (str(job.error), job.error.exit_status) == ("磁盘已满。请腾出空间。", 3)


def test_a_bug_brings_its_traceback() -> None:
    for process in (True, False):
        job = run(go_wrong, process=process)
        assert job.state is JobState.FAILED and "ZeroDivisionError" in job.fault


def test_a_process_that_dies_is_said_to_have_died() -> None:
    job = run(die, process=True)
    assert job.error is not None and "中途停了（9）" in job.error.message


def test_cancel_ends_even_what_does_not_listen_within_two_seconds() -> None:
    job = Jobs().in_process("聋子", deaf)
    time.sleep(1.0)
    began = time.monotonic()
    job.cancel()

    assert job.wait(5)
    assert job.state is JobState.CANCELLED
    assert time.monotonic() - began < 3.0


def test_a_listening_thread_stops_at_once() -> None:
    job = Jobs().in_thread("数数", count_up, 1000)
    time.sleep(0.2)
    job.cancel()

    assert job.wait(2)
    assert job.state is JobState.CANCELLED and job.result < 100


def test_reading_stops_where_it_is_when_somebody_asks() -> None:
    """Work that only tells how far it is, is cancelled by that."""
    began = threading.Event()

    def work(reporter: Reporter) -> None:
        tell = stopping(reporter)
        while True:
            tell(0.5, "读")
            began.set()

    job = Jobs().in_thread("读", work)
    assert began.wait(10)
    job.cancel()
    assert job.wait(10) and job.state is JobState.CANCELLED
