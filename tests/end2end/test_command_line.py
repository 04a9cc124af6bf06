"""The contract of the command line: words, JSON, exit status; no trace left, no stack shown."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from archive_app.services.archive import Archive
from tests.end2end.program import Cunshi, document

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def checked(done: subprocess.CompletedProcess[str], schema: str) -> Any:
    """The document, which must be as its schema says, with nothing else on standard output."""
    value = document(done)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def plain(done: subprocess.CompletedProcess[str], status: int) -> str:
    """The one Chinese sentence of a failure."""
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert any("\u4e00" <= c <= "\u9fff" for c in done.stderr)
    return done.stderr


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "来料"
    folder.mkdir()
    (folder / "渡口.txt").write_text("湟水渡口\n\n我小時候在渡口長大，裏外都是水。", encoding="gb18030")
    (folder / "筏子.md").write_text("# 羊皮筏子\n\n父亲是**筏子客**[^1]。\n\n[^1]: 放筏的人。\n", encoding="utf-8")
    Image.effect_noise((640, 480), 60).convert("RGB").save(folder / "老站.jpg")
    (folder / "程序.exe").write_bytes(b"MZ\x90\x00" + bytes(200))
    return folder


@pytest.fixture
def archive(cunshi: Cunshi, tmp_path: Path) -> Path:
    root = tmp_path / "馆藏"
    done = cunshi("init", root, "--name", "城东文史")
    assert done.returncode == 0 and "城东文史" in done.stdout
    return root


def test_a_whole_road_from_files_to_a_found_word(cunshi: Cunshi, archive: Path, incoming: Path) -> None:
    done = cunshi("import", archive, incoming, "--json")
    report = checked(done, "import")
    assert done.returncode == 1, "one file is refused"
    assert len(report["imported"]) == 3
    assert [Path(r["source"]).name for r in report["refused"]] == ["程序.exe"]
    assert all(r["reason"] for r in report["refused"])

    listed = checked(cunshi("list", archive, "--json"), "list")
    assert listed["total"] == 3
    photographs = checked(cunshi("list", archive, "--kind", "照片", "--json"), "list")
    assert [item["kind"] for item in photographs["items"]] == ["photograph"]

    found = checked(cunshi("search", archive, "里外", "--json"), "search")
    (hit,) = found["hits"]
    match = hit["matches"][0]
    (start, end) = match["spans"][0]
    assert match["snippet"][start:end] == "裏外", "the highlight is on the original characters"

    again = checked(cunshi("import", archive, incoming, "--json"), "import")
    assert again["imported"] == []
    assert {d["id"] for d in again["duplicates"]} == {i["id"] for i in report["imported"]}


def test_set_history_undo_redo(cunshi: Cunshi, archive: Path, incoming: Path, tmp_path: Path) -> None:
    report = document(cunshi("import", archive, incoming / "渡口.txt", "--json"))
    item = report["imported"][0]["id"]
    dates = tmp_path / "dates.json"
    dates.write_text(json.dumps([{"display": "约1958年春"}], ensure_ascii=False), encoding="utf-8")

    assert cunshi("set", archive, item, "title=渡口旧事", f"dates=@{dates}", "--as", "编辑甲").returncode == 0
    shown = checked(cunshi("show", archive, item, "--json"), "show")
    assert (shown["title"], shown["dates"]) == ("渡口旧事", [{"display": "约1958年春"}])
    assert document(cunshi("show", archive, shown["accession_no"], "--json"))["id"] == item

    history = checked(cunshi("history", archive, item, "--json"), "history")
    assert {(e["actor"], e["field"]) for e in history["entries"][:2]} == {("编辑甲", "title"), ("编辑甲", "dates")}

    assert "修改题名" in cunshi("undo", archive, "--list").stdout
    assert checked(cunshi("undo", archive, "--json"), "undo")[0]["records"] == [item]
    assert document(cunshi("show", archive, item, "--json"))["title"] == "湟水渡口"
    assert cunshi("redo", archive).returncode == 0
    assert document(cunshi("show", archive, item, "--json"))["title"] == "渡口旧事"
    assert cunshi("undo", archive, "2").returncode == 0
    assert document(cunshi("list", archive, "--json"))["total"] == 0, "an undone import is in the trash"
    plain(cunshi("undo", archive), 1)


def test_wrong_use_is_one_sentence_and_status_two(cunshi: Cunshi, archive: Path) -> None:
    assert "没有编号为 T-9999" in plain(cunshi("show", archive, "T-9999"), 2)
    assert "没有编号为" in plain(cunshi("history", archive, "01a20af0-ffd8-7b7a-87cd-00b78a00ed5e"), 2)
    assert "没有“录像”这一种类" in plain(cunshi("list", archive, "--kind", "录像"), 2)
    assert "缺少参数" in plain(cunshi("init"), 2)
    assert "不能是 'everything'" in plain(cunshi("rebuild", archive, "everything"), 2)
    assert "已经是一个馆藏" in plain(cunshi("init", archive), 2)


def test_a_missing_file_to_import_is_refused_by_name(cunshi: Cunshi, archive: Path, tmp_path: Path) -> None:
    done = cunshi("import", archive, tmp_path / "没有.docx", "--json")

    assert done.returncode == 1
    (refused,) = checked(done, "import")["refused"]
    assert refused["source"].endswith("没有.docx") and refused["reason"]


def test_what_is_no_archive_cannot_be_opened(cunshi: Cunshi, tmp_path: Path) -> None:
    (tmp_path / "随便").mkdir()
    assert "找不到" in plain(cunshi("list", tmp_path / "没有"), 3)
    assert "不是存史的馆藏" in plain(cunshi("list", tmp_path / "随便"), 3)
    assert list((tmp_path / "随便").iterdir()) == [], "no trace"


def test_an_archive_held_by_another_is_said_to_be(cunshi: Cunshi, archive: Path) -> None:
    before = sorted(p.name for p in archive.iterdir())
    with Archive.open(archive, actor="祁垚"):
        for command in (["list", archive], ["set", archive, "x", "title=y"], ["verify", archive]):
            assert "祁垚" in plain(cunshi(*command), 3)
    assert cunshi("list", archive).returncode == 0
    assert sorted(p.name for p in archive.iterdir() if p.name != ".lock") == [n for n in before if n != ".lock"]


def test_verify_backup_restore_and_rebuild(cunshi: Cunshi, archive: Path, incoming: Path, tmp_path: Path) -> None:
    cunshi("import", archive, incoming)
    shown = cunshi("list", archive, "--json").stdout
    assert checked(cunshi("verify", archive, "--json"), "verify")["faults"] == []

    assert cunshi("backup", archive, "-o", tmp_path / "备份").returncode == 0
    master = next((archive / "originals").glob("??/??/*"))
    master.chmod(0o644)
    master.write_bytes(master.read_bytes()[:-1] + b"!")
    done = cunshi("verify", archive, "--json")
    assert done.returncode == 4
    assert [f["subject"] for f in checked(done, "verify")["faults"]] == [master.stem]
    assert cunshi("backup", archive, "-o", tmp_path / "备份").returncode == 4, "damage does not replace a good backup"

    assert cunshi("restore", tmp_path / "备份", tmp_path / "新馆").returncode == 0
    assert cunshi("list", tmp_path / "新馆", "--json").stdout == shown
    assert cunshi("verify", tmp_path / "新馆").returncode == 0

    (tmp_path / "新馆" / "catalogue.sqlite").write_bytes(b"gone")
    plain(cunshi("list", tmp_path / "新馆"), 4)
    assert cunshi("rebuild", tmp_path / "新馆", "catalogue").returncode == 0
    assert cunshi("list", tmp_path / "新馆", "--json").stdout == shown
    for part in ("records", "search", "thumbnails"):
        assert cunshi("rebuild", tmp_path / "新馆", part).returncode == 0, part
    assert cunshi("verify", tmp_path / "新馆").returncode == 0


def test_a_moved_archive_opens(cunshi: Cunshi, archive: Path, incoming: Path, tmp_path: Path) -> None:
    cunshi("import", archive, incoming)
    moved = tmp_path / "别处" / "改了名"
    moved.parent.mkdir()
    archive.rename(moved)

    assert document(cunshi("search", moved, "筏子", "--json"))["total"] == 1
    assert cunshi("verify", moved).returncode == 0


@pytest.mark.parametrize(
    "query", ['" ( AND * ^ - NEAR :', "（", "-", "或", "\u200d", "𠮷", "里" * 4000, "a:b", "--", "\\"]
)
def test_any_string_gets_an_answer(cunshi: Cunshi, archive: Path, incoming: Path, query: str) -> None:
    cunshi("import", archive, incoming / "渡口.txt")
    done = cunshi("search", archive, "--json", "--", query)

    assert done.returncode == 0, done.stderr
    checked(done, "search")


def test_fold_and_version_and_help(cunshi: Cunshi) -> None:
    assert cunshi("fold", "裏ＡＢ　臺灣").stdout == "里ab 台湾\n"
    version = cunshi("--version").stdout
    assert all(word in version for word in ("cunshi", "Python", "Qt", "SQLite", "whoosh", "reportlab"))
    help_text = cunshi("--help").stdout
    assert "用法" in help_text and "search" in help_text
    assert not any(absent in help_text for absent in ("pack", "receive", "reader"))


@pytest.fixture
def importing(archive: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    folder = tmp_path / "很多"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"第{number}篇\n\n" + f"话{number}" * 3000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "archive_app.cli.main", "import", str(archive), str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()


def test_ctrl_c_leaves_everything_whole(cunshi: Cunshi, archive: Path, importing: subprocess.Popen[str]) -> None:
    import signal

    until = time.monotonic() + 60
    while not (archive / ".holder").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    importing.send_signal(signal.SIGINT)
    _, complaints = importing.communicate(timeout=30)

    assert "Traceback" not in complaints
    assert importing.returncode in (0, 130)
    assert cunshi("verify", archive).returncode == 0
