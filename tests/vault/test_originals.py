from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from archive_app.domain.errors import Damaged, Refused, StorageFailed
from archive_app.vault import durable
from archive_app.vault.durable import replacing
from archive_app.vault.originals import Vault, hash_of


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "originals")


def a_file(folder: Path, name: str = "老照片.JPG", content: bytes = b"\xff\xd8" + bytes(range(256)) * 9000) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_master_is_the_same_bytes_read_only_under_its_hash(tmp_path: Path, vault: Vault) -> None:
    source = a_file(tmp_path)
    stored = vault.take(source)

    assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert stored.path == vault.folder / stored.sha256[:2] / stored.sha256[2:4] / f"{stored.sha256}.jpg"
    assert stored.path.read_bytes() == source.read_bytes()
    assert not stat.S_IMODE(stored.path.stat().st_mode) & 0o222
    assert vault.path_of(stored.sha256) == stored.path


def test_the_same_bytes_under_another_name_are_not_stored_twice(tmp_path: Path, vault: Vault) -> None:
    first = vault.take(a_file(tmp_path, "一.jpg"))
    again = vault.take(a_file(tmp_path, "二.jpeg"))

    assert (first.fresh, again.fresh) == (True, False)
    assert list(vault.each()) == [first.path]


def test_nothing_is_left_of_a_copy_that_failed(tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_file(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match="磁盘已满"):
        vault.take(source)
    monkeypatch.undo()

    assert list(vault.each()) == []
    assert list((vault.folder / ".incoming").iterdir()) == []


def test_a_source_that_is_gone_is_refused_by_name(tmp_path: Path, vault: Vault) -> None:
    with pytest.raises(Refused, match=r"没有了\.jpg 读不出来"):
        vault.take(tmp_path / "没有了.jpg")


def test_one_changed_byte_is_named(tmp_path: Path, vault: Vault) -> None:
    stored = vault.take(a_file(tmp_path))
    stored.path.chmod(0o644)
    with stored.path.open("r+b") as handle:
        handle.seek(1234)
        handle.write(b"!")
    missing = "0" * 64

    faults = list(vault.faults([(stored.sha256, "老照片.JPG"), (missing, "丢了.tif")]))

    assert faults == [
        (stored.sha256, "老照片.JPG", "原件的内容变了（SHA-256 不符）"),
        (missing, "丢了.tif", "原件不见了"),
    ]
    with pytest.raises(Damaged, match="不在馆藏里"):
        vault.path_of(missing)


def test_a_hostile_suffix_does_not_become_a_path(tmp_path: Path, vault: Vault) -> None:
    stored = vault.take(a_file(tmp_path, "怪.tar; rm -rf"))

    assert stored.path.name == stored.sha256
    assert hash_of(stored.path) == (stored.sha256, stored.bytes)


def test_a_replaced_file_is_whole_or_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "册.pdf"
    path.write_bytes(b"old")

    with pytest.raises(ZeroDivisionError), replacing(path) as handle:
        handle.write(b"half of the new")
        raise ZeroDivisionError

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["册.pdf"]

    with replacing(path) as handle:
        handle.write(b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "不能写入"), (errno.EACCES, "不能写入"), (errno.EIO, "出错")]
)
def test_what_the_disk_refuses_is_said_in_words(tmp_path: Path, number: int, words: str) -> None:
    assert words in str(durable.storage_failed(tmp_path / "x", OSError(number, "…")))
