"""Every file under the paths, once, in a stable order; nothing followed, nothing opened."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from archive_app.intake.proposal import Refusal
from archive_app.intake.survey import Found, survey


def reasons(paths: list[Path]) -> dict[str, str]:
    return {Path(r.source).name: r.reason for r in survey(paths) if isinstance(r, Refusal)}


def found(paths: list[Path]) -> list[str]:
    return [Path(f.source).name for f in survey(paths) if isinstance(f, Found)]


def test_files_come_in_natural_order_and_folders_after_them(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("图10.jpg", "图2.jpg", "图1.jpg", "b/内.txt"):
        (tmp_path / name).write_text("x")
    assert found([tmp_path]) == ["图1.jpg", "图2.jpg", "图10.jpg", "内.txt"]


def test_a_file_given_twice_or_inside_a_folder_given_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    assert found([file, tmp_path, file]) == ["a.txt"]


def test_the_source_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "资料").mkdir()
    (tmp_path / "资料" / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert [f.source for f in survey([Path("资料")])] == [str(Path("资料", "a.txt"))]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Thumbs.db", "缩略图"),
        (".DS_Store", "macOS"),
        ("desktop.ini", "Windows"),
        ("~$口述稿.docx", "占位文件"),
        ("._照片.jpg", "macOS"),
        (".隐藏.txt", "隐藏文件"),
    ],
)
def test_droppings_and_hidden_files_are_named_with_a_reason(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / name).write_text("x")
    assert word in reasons([tmp_path])[name]


def test_system_folders_are_named_once_and_not_entered(tmp_path: Path) -> None:
    for folder in ("__MACOSX", "$RECYCLE.BIN", ".git"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("x")
    assert set(reasons([tmp_path])) == {"__MACOSX", "$RECYCLE.BIN", ".git"}
    assert found([tmp_path]) == []


def test_links_are_refused_by_name_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "a.txt").write_text("x")
    inside = tmp_path / "里面"
    inside.mkdir()
    (inside / "到外面").symlink_to(outside)
    (inside / "到文件").symlink_to(outside / "a.txt")
    (inside / "断了").symlink_to(inside / "没有")
    (inside / "循环").symlink_to(inside)
    given = reasons([inside])
    assert set(given) == {"到外面", "到文件", "断了", "循环"}
    assert all("链接" in reason for reason in given.values())


def test_a_link_given_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "链").symlink_to(tmp_path / "夹")
    assert "链接" in reasons([tmp_path / "链"])["链"]


if os.name != "nt":  # pipes, sockets and names of bytes are a POSIX thing

    def test_pipes_and_sockets_are_refused_without_being_opened(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.mkfifo(tmp_path / "管道.txt")
        monkeypatch.chdir(tmp_path)  # a socket's path is 108 bytes at most, wherever temporary files are
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("套接字.jpg")
            given = reasons([tmp_path])
        assert set(given) == {"管道.txt", "套接字.jpg"}
        assert all("没有打开" in reason for reason in given.values())

    def test_a_gbk_name_on_an_old_disk_is_shown_as_it_means(tmp_path: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "供销社.txt".encode("gbk")))
        path.write_text("x")
        (only,) = survey([tmp_path])
        assert isinstance(only, Found)
        assert Path(only.source).name == "供销社.txt"
        assert only.path.read_text() == "x"


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "没有这个文件" in reasons([tmp_path / "没有.txt"])["没有.txt"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert "没有文件" in reasons([tmp_path])[tmp_path.name]


def test_an_archive_folder_is_not_taken_for_material(tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    (tmp_path / "archive.toml").write_text("")
    (tmp_path / "originals" / "a.txt").write_text("x")
    assert "馆藏文件夹" in reasons([tmp_path])[tmp_path.name]
    assert found([tmp_path]) == []


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "锁").mkdir()
    (tmp_path / "a.txt").write_text("x")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "锁":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert "权限" in reasons([tmp_path])["锁"]
    assert found([tmp_path]) == ["a.txt"]


def test_folders_too_deep_are_named(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(62):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x")
    assert "太深" in "".join(reasons([tmp_path]).values())


def test_very_long_names_are_found(tmp_path: Path) -> None:
    name = "长" * 80 + ".txt"
    (tmp_path / name).write_text("x")
    assert found([tmp_path]) == [name]
