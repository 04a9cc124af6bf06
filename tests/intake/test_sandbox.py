"""The reading process: a file that kills, hangs or swells it costs that file alone."""

from __future__ import annotations

import errno
import os
import pickle
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from archive_app.domain.errors import StorageFailed
from archive_app.intake import messages, worker
from archive_app.intake.messages import FULL, Declined, Read, packed, unpacked
from archive_app.intake.proposal import Attachment, Proposal
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.vault.hostile.limits import Limits


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "稿.txt"
    path.write_text("题目\n\n　　正文。\n", encoding="utf-8")
    return path


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def test_one_process_reads_many_files(text: Path, staging: Path) -> None:
    with Sandbox(staging) as sandbox:
        assert isinstance(sandbox.run(Read(text, "a.txt"), 10), Proposal)
        first = sandbox._process
        assert isinstance(sandbox.run(Read(text, "b.txt"), 10), Proposal)
        assert sandbox._process is first


def test_a_process_that_dies_is_named_and_replaced(text: Path, staging: Path) -> None:
    with Sandbox(staging) as sandbox:
        sandbox.run(Read(text, "a.txt"), 10)
        assert sandbox._process is not None
        sandbox._process.kill()
        sandbox._process.join()
        reply = sandbox.run(Read(text, "a.txt"), 10)
        assert isinstance(reply, Declined) and "意外停止" in reply.reason
        assert isinstance(sandbox.run(Read(text, "a.txt"), 10), Proposal)


if os.name != "nt":

    def test_a_file_that_never_ends_is_given_up_after_its_time(text: Path, staging: Path, tmp_path: Path) -> None:
        pipe = tmp_path / "管道.txt"
        os.mkfifo(pipe)  # opening it waits for a writer that never comes
        with Sandbox(staging, Limits(seconds=0.5)) as sandbox:
            sandbox.run(Read(text, "a.txt"), 10)
            began = time.monotonic()
            reply = sandbox.run(Read(pipe, "管道.txt"), 0)
            assert isinstance(reply, Declined) and "没有读完" in reply.reason
            assert time.monotonic() - began < 3
            assert isinstance(sandbox.run(Read(text, "a.txt"), 10), Proposal)

    def test_cancelling_ends_a_hanging_read_within_a_second(text: Path, staging: Path, tmp_path: Path) -> None:
        pipe = tmp_path / "管道.txt"
        os.mkfifo(pipe)
        asked = [0.0]

        def cancelled() -> bool:
            return bool(asked[0]) and time.monotonic() > asked[0]

        with Sandbox(staging, cancelled=cancelled) as sandbox:
            sandbox.run(Read(text, "a.txt"), 10)
            asked[0] = time.monotonic() + 0.3
            with pytest.raises(Cancelled):
                sandbox.run(Read(pipe, "管道.txt"), 0)
            assert time.monotonic() - asked[0] < 1


def test_a_result_too_large_to_hand_back_is_refused_by_size(staging: Path, tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_text("题目\n\n" + "一段正文。\n" * 3000, encoding="utf-8")
    with Sandbox(staging, Limits(result=100_000)) as sandbox:
        reply = sandbox.run(Read(path, "大.txt"), 10)
        assert isinstance(reply, Declined) and "超过上限" in reply.reason


def guarded(statement: str, staging: Path) -> str:
    """What a statement comes to in a process that is confined to ``staging``."""
    code = f"""
        import sys, socket, subprocess, os, pathlib
        from pathlib import Path
        from archive_app.intake.guard import confine, limit_process, limit_time
        from archive_app.vault.hostile.limits import Limits
        staging = Path({str(staging)!r})
        limit_process(Limits(memory=600 << 20))
        confine(staging)
        try:
            {statement}
        except BaseException as error:
            print(type(error).__name__)
        else:
            print("done")
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    return run.stdout.strip() or run.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "open(staging.parent / 'out.txt', 'w')",
        "os.open(staging.parent / 'out.txt', os.O_CREAT | os.O_WRONLY)",
        "open(staging / '..' / 'out.txt', 'w')",
        "os.remove(staging.parent / 'keep.txt')",
        "os.rename(staging.parent / 'keep.txt', staging / 'taken.txt')",
        "os.mkdir(staging.parent / 'folder')",
    ],
)
def test_a_reader_may_not_reach_out(statement: str, staging: Path) -> None:
    keep = staging.parent / "keep.txt"
    keep.write_text("x")
    assert guarded(statement, staging) == "PermissionError"
    assert keep.read_text() == "x"
    assert not (staging.parent / "out.txt").exists()


@pytest.mark.parametrize(
    "statement", ["open(staging / 'a.txt', 'w').close()", "open(staging.parent / 'keep.txt').read()"]
)
def test_a_reader_may_write_to_staging_and_read(statement: str, staging: Path) -> None:
    (staging.parent / "keep.txt").write_text("x")
    assert guarded(statement, staging) == "done"


if sys.platform == "linux":

    def test_memory_beyond_the_limit_is_an_error_and_not_the_machines_end(staging: Path) -> None:
        assert guarded("bytearray(700 << 20)", staging) == "MemoryError"

    def test_time_beyond_the_limit_ends_the_process(staging: Path) -> None:
        code = "from archive_app.intake.guard import limit_time\nlimit_time(0.2)\nwhile True: pass"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
        assert run.returncode < 0


def test_a_reply_can_hold_no_code() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    with pytest.raises(pickle.UnpicklingError, match="not part of a reply"):
        unpacked(pickle.dumps(Evil()))


def test_a_reply_must_be_a_reply() -> None:
    with pytest.raises(pickle.UnpicklingError, match="not a reply"):
        unpacked(pickle.dumps(["a list"]))


def test_a_file_handed_back_from_elsewhere_is_not_believed(staging: Path, text: Path) -> None:
    inside = staging / "a.png"
    inside.write_bytes(b"x")
    link = staging / "b.png"
    link.symlink_to(text)
    sandbox = Sandbox(staging)

    def with_file(path: Path) -> Proposal:
        return Proposal("contribution", "t", attachments=(Attachment("k", path, "n"),))

    assert sandbox._is_staged(with_file(inside))
    assert not sandbox._is_staged(with_file(text))
    assert not sandbox._is_staged(with_file(link))
    assert not sandbox._is_staged(with_file(staging / ".." / text.name))


def test_every_reply_survives_the_way_back(read_file, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    proposal = read_file(Path(__file__).parent / "files" / "writer.docx")
    assert unpacked(packed(proposal)) == proposal
    assert unpacked(packed(messages.Listing(()))) == messages.Listing(())


def test_a_script_without_a_guard_can_read_even_from_standard_input(text: Path, staging: Path) -> None:
    script = (
        "from pathlib import Path; from archive_app import intake\n"
        f"for outcome in intake.read([Path({str(text)!r})], staging=Path({str(staging)!r})):\n"
        "    print(outcome.proposal.title)"
    )
    run = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "题目", run.stderr


def test_the_program_itself_loads_no_parser() -> None:
    code = (
        "import sys, archive_app.intake; "
        "print([m for m in ('lxml', 'PIL', 'docx', 'markdown_it', 'yaml') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


class Failing:
    """A desk at which every job fails."""

    def __init__(self, code: int) -> None:
        self._error = OSError(code, os.strerror(code))

    def read(self, job: Read) -> Proposal:
        raise self._error


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "没有权限"), (errno.EIO, "读写出错"), (errno.ENOENT, "已移走"), (errno.ENOSPC, "已满")],
)
def test_what_the_system_says_is_said_in_chinese(code: int, words: str) -> None:
    reply = worker._answer(Failing(code), Read(Path("a.txt"), "a.txt"))  # type: ignore[arg-type]
    assert isinstance(reply, Declined) and words in reply.reason
    assert reply.code == (FULL if code == errno.ENOSPC else "")


def test_a_full_disk_is_no_files_fault(text: Path, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(staging) as sandbox:
        sandbox.run(Read(text, "a.txt"), 10)
        monkeypatch.setattr(sandbox, "_reply", lambda seconds: Declined("磁盘已满。", code=FULL))
        with pytest.raises(StorageFailed, match="磁盘已满"):
            sandbox.run(Read(text, "a.txt"), 10)
