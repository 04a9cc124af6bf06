"""The system's refusals are said in Chinese, wherever they come from."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from archive_app.domain.system_errors import in_words, is_full
from archive_app.vault.durable import storage_failed

SAID = (errno.ENOENT, errno.EACCES, errno.EROFS, errno.EISDIR, errno.EIO, errno.ENOSPC, errno.ENAMETOOLONG)


@pytest.mark.parametrize("number", SAID)
def test_a_refusal_has_no_english_word(number: int) -> None:
    words = in_words(OSError(number, os.strerror(number)))
    assert words and words.isascii() is False
    assert os.strerror(number) not in str(storage_failed(Path("馆藏"), OSError(number, os.strerror(number))))


def test_a_full_disk_is_known() -> None:
    assert is_full(OSError(errno.ENOSPC, "x")) and not is_full(OSError(errno.EIO, "x"))


def test_what_has_no_words_here_is_said_in_the_systems() -> None:
    assert in_words(OSError(errno.EDOM, "argument")) == "argument"
    assert in_words(OSError("only words")) == "only words"


def test_no_module_says_the_systems_english_by_itself() -> None:
    import archive_app

    root = Path(archive_app.__file__).parent
    found = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "error.strerror or error" in path.read_text(encoding="utf-8") and path.name != "system_errors.py"
    ]
    assert found == []
