"""A finished file put where it was asked for: there in full or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO, NamedTuple

from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words
from archive_app.typeset.problems import Problem

_MOST_NAMES = 99
_BUFFER = 1 << 18


class Written(NamedTuple):
    """Where the file is (another name than was asked for where that one was held), and what went wrong on the way."""

    path: Path
    problems: tuple[Problem, ...] = ()
    message: str = ""


def store(data: bytes, out: Path) -> tuple[Path, str]:
    """Write ``data`` to ``out``: (where it is, what is to be said of that); see `store_as_made`."""

    def write(stream: BinaryIO) -> Sequence[Problem]:
        stream.write(data)
        return ()

    written = store_as_made(write, out)
    return written.path, written.message


def store_as_made(write: Callable[[BinaryIO], Sequence[Problem]], out: Path) -> Written:
    """Have ``write`` write a file to a stream, piece by piece, and put it at ``out``; ``write`` tells what went wrong.

    The file appears whole: it is written under another name beside ``out``, brought to disk and renamed. Where ``out``
    is held open by a reader (Windows), a new name is taken and said. Raises `StorageFailed` where the folder cannot be
    written.
    """
    refuse_folder(out)
    temporary = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb", buffering=_BUFFER) as stream:
            problems = write(stream)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StorageFailed(f"“{out}”写不进去（{in_words(error)}）", "请看磁盘是否已满、是否可写。") from error
        raise
    path, message = _rename(temporary, out)
    return Written(path, tuple(problems), message)


def on_its_way(stream: BinaryIO) -> None:
    """Let what was written so far go to the disk while the rest is made: then little is left to wait for in the end.

    Where the system has no such call, and for what is no file, nothing happens.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    try:
        number = stream.fileno()
    except UnsupportedOperation:
        return
    stream.flush()
    os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)  # Linux begins to write what is not on the disk yet


def refuse_folder(out: Path) -> None:
    """Raises `StorageFailed` where a folder stands at ``out``: worth asking before a book is set."""
    if out.is_dir():
        raise StorageFailed(f"“{out}”是一个文件夹，写不成文件", "请写明文件名，如 书.pdf。")


def _rename(temporary: Path, out: Path) -> tuple[Path, str]:
    """Put the file in place; under a new name where a reader holds the old one open."""
    for number in range(_MOST_NAMES):
        path = out if number == 0 else out.with_name(f"{out.stem} ({number}){out.suffix}")
        if number and path.exists():
            continue
        try:
            temporary.replace(path)
        except PermissionError:
            continue
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StorageFailed(f"“{out}”写不进去（{in_words(error)}）", "请看磁盘是否已满、是否可写。") from error
        message = "" if number == 0 else f"“{out.name}”正被别的程序打开，这次另存为“{path.name}”。"
        return path, message
    temporary.unlink(missing_ok=True)
    raise StorageFailed(f"“{out.name}”正被别的程序打开", "请关掉正在看它的程序，再输出一次。")
