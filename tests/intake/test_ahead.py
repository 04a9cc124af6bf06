"""Processes beside each other: they share the memory, and whoever leaves leaves nobody waiting."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import paragraph
from PIL import Image

from archive_app.intake import ahead
from archive_app.intake.ahead import LIGHT, TOGETHER, Readers
from archive_app.intake.messages import DIED, Declined, Heavy, Job, Read, Reply, Shrink, Shrunk
from archive_app.intake.proposal import Proposal
from archive_app.intake.room import Room
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.services.pictures import PictureMaker
from archive_app.vault.hostile.limits import DEFAULT


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_the_one_who_needs_much_waits_for_room_and_is_not_passed_by() -> None:
    room = Room(100)
    order: list[str] = []

    def large() -> None:
        with room.take(1000):  # more than there is: all of it
            order.append("large")

    def small() -> None:
        with room.take(10):
            order.append("small")

    with room.take(60), room.take(40):
        first = started(large)
        while len(room._turns) < 1:
            time.sleep(0.001)
        second = started(small)
        while len(room._turns) < 2:
            time.sleep(0.001)
        assert order == []
    first.join(10)
    second.join(10)
    assert order == ["large", "small"]
    with room.take(100):
        order.append("all given back")


def test_who_waits_for_room_can_be_called_off() -> None:
    ended = threading.Event()
    room = Room(100, ended.is_set)
    raised: list[bool] = []

    def waiting() -> None:
        try:
            with room.take(1):
                raised.append(False)
        except Cancelled:
            raised.append(True)

    with room.take(100):
        thread = started(waiting)
        ended.set()
        thread.join(10)
    assert raised == [True]
    assert not room._turns


class Told:
    """A process that says what it is told, and keeps the jobs."""

    def __init__(self, *replies: Reply) -> None:
        self.jobs: list[Job] = []
        self._replies = list(replies)

    def run(self, job: Job, size: int) -> Reply:
        self.jobs.append(job)
        return self._replies.pop(0)


def test_what_a_small_picture_takes_is_asked_before(staging: Path) -> None:
    told = Told(Heavy(TOGETHER // 2), Shrunk(staging / "a.jpg"))
    with Readers(staging, DEFAULT, lambda: False) as readers:
        reply = readers.shrink(told, Shrink(staging / "a.tif", 512), 10)  # type: ignore[arg-type]
    assert isinstance(reply, Shrunk)
    assert [job.most for job in told.jobs if isinstance(job, Shrink)] == [LIGHT, 0]


@pytest.mark.parametrize(("code", "times"), [(DIED, 2), ("bad-image", 2), ("broken-xml", 2), ("not-taken", 1)])
def test_what_may_have_wanted_memory_is_read_again_alone(staging: Path, code: str, times: int) -> None:
    told = Told(Declined("没有收。", code=code), Declined("没有收。", code=code))
    with Readers(staging, DEFAULT, lambda: False) as readers:
        readers.read(told, Read(staging / "a.pdf", "a.pdf"), 10)  # type: ignore[arg-type]
    assert [job.most for job in told.jobs if isinstance(job, Read)] == [LIGHT, 0][:times]


if sys.platform != "win32":  # there a process has no such limit

    def test_a_text_that_wants_memory_is_not_called_damaged(
        staging: Path, make_docx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ahead, "LIGHT", 8 << 20)
        path = make_docx("".join(paragraph(f"{number}：那一年水磨还在。") for number in range(30_000)))
        with Readers(staging, DEFAULT, lambda: False) as readers, readers.one() as sandbox:
            cramped = sandbox.run(Read(path, path.name, most=ahead.LIGHT), 10)
            assert isinstance(cramped, Declined), "so much is not enough, or the rest tests nothing"
            assert isinstance(readers.read(sandbox, Read(path, path.name), path.stat().st_size), Proposal)


def test_a_large_picture_says_what_it_takes_and_a_small_one_is_made(staging: Path, tmp_path: Path) -> None:
    Image.new("RGB", (800, 600)).save(tmp_path / "a.png")
    with Sandbox(staging) as sandbox:
        assert isinstance(sandbox.run(Shrink(tmp_path / "a.png", 100, most=1 << 20), 10), Heavy)
        assert isinstance(sandbox.run(Shrink(tmp_path / "a.png", 100, most=1 << 24), 10), Shrunk)


def test_a_picture_that_is_too_much_for_half_is_read_alone(staging: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.webp"  # its decoder makes room for the whole picture when it opens it
    Image.new("RGB", (6000, 5000)).save(path, lossless=True, method=0)
    with Readers(staging, DEFAULT, lambda: False) as readers, readers.one() as sandbox:
        reply = readers.read(sandbox, Read(path, "a.webp"), 10)
    assert not isinstance(reply, Declined), reply


def test_who_stops_early_leaves_no_thread_and_no_process(staging: Path, tmp_path: Path) -> None:
    before = threading.active_count()
    for number in range(9):
        Image.new("RGB", (40, 30)).save(tmp_path / f"{number}.png")
    readers = Readers(staging, DEFAULT, lambda: False)

    def work(path: Path) -> Reply:
        with readers.one() as sandbox:
            return readers.read(sandbox, Read(path, path.name), 10)

    with readers:
        ahead = readers.ahead(sorted(tmp_path.glob("*.png")), work)
        _, reply = next(ahead)
        reply()
        kept = ahead  # a reference, as a traceback keeps one: nothing must hang on its being dropped
    with pytest.raises(Cancelled), readers.one():
        pass
    kept.close()
    assert threading.active_count() == before


def test_pictures_that_are_wished_for_while_the_archive_closes_keep_nobody_waiting(tmp_path: Path) -> None:
    Image.effect_noise((3000, 2000), 60).save(tmp_path / "a.png")
    maker = PictureMaker()
    ended: list[str] = []

    def wish(number: int) -> None:
        try:
            maker.make(tmp_path / "a.png", tmp_path / f"{number}.jpg", 512)
        except BaseException as error:
            ended.append(type(error).__name__)
        else:
            ended.append("made")

    threads = [started(lambda number=number: wish(number)) for number in range(8)]
    while not list(tmp_path.glob("?.jpg")) and any(thread.is_alive() for thread in threads):
        time.sleep(0.001)
    maker.close()
    for thread in threads:
        thread.join(20)
    assert len(ended) == 8
    assert set(ended) <= {"made", "Damaged"}
    assert "made" in ended
