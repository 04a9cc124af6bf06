"""``cunshi ocr``: a draft on the screen, taken where that is asked for; without the extra, what installs it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from archive_app.cli.main import main
from archive_app.domain.scanned.lines import Corners
from archive_app.intake.scans.process import Task, read_all
from archive_app.intake.scans.recogniser import Words
from archive_app.services.archive import Archive
from archive_app.services.jobs import Reporter
from archive_app.services.scans import reading
from archive_app.services.scans.reading import ScanReader

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "ocr.json"


class Ruler:
    """One line, its last character doubtful."""

    def find(self, picture: Image.Image) -> list[Corners]:
        return [(100, 100, 420, 100, 420, 140, 100, 140)]

    def read(self, strip: Image.Image) -> Words:
        return Words("水磨三盤", (0.99, 0.99, 0.99, 0.5))


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were installed."""
    monkeypatch.setattr("archive_app.services.scans.reading.library_there", lambda: True)
    monkeypatch.setattr("archive_app.services.scans.reading.models", lambda: None)

    def here(self: ScanReader, reporter: Reporter, tasks: list[Task]) -> None:
        """Read in this process: the other one has tests of its own."""
        for task in tasks:
            task.folder.mkdir(parents=True, exist_ok=True)
        read_all(tasks, Ruler(), lambda **message: reading._take(reporter, tasks, message))

    monkeypatch.setattr(ScanReader, "_run", here)


@pytest.fixture
def scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with one document of two pages."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))
    path = tmp_path / "碑记.tif"
    Image.new("L", (600, 400), 250).save(path, save_all=True, append_images=[Image.new("L", (600, 400), 240)])
    root = tmp_path / "馆藏"
    assert main(["init", str(root), "--name", "试"]) == 0
    assert main(["import", str(root), str(path), "--as", "张"]) == 0
    return root


def test_without_the_extra_the_line_that_installs_it_is_said(
    scanned: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.services.scans.reading.library_there", lambda: False)
    assert main(["ocr", str(scanned), "T-0001"]) == 2
    told = capsys.readouterr()
    assert 'pip install "cunshi[ocr]"' in told.err and not told.out.strip().endswith("盤")


def test_a_draft_is_shown_and_nothing_of_it_is_in_the_item(
    there: None, scanned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["ocr", str(scanned), "T-0001", "--as", "张"]) == 0
    told = capsys.readouterr()
    assert told.out == "水磨三盤水磨三盤\n" and "存疑 2 字" in told.err and "--take" in told.err
    with Archive.open(scanned) as archive:
        assert not archive.catalogue.record(archive.catalogue.resolve("T-0001"))["inscription"]


def test_it_is_told_as_json_and_written_as_text(
    there: None, scanned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    out = tmp_path / "稿.txt"
    assert main(["ocr", str(scanned), "T-0001", "--pages", "2", "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [page["page"] for page in told["files"][0]["pages"]] == [2]
    assert told["files"][0]["pages"][0]["lines"][0]["sure"] == [0.99, 0.99, 0.99, 0.5]
    assert (told["files"][0]["count"], told["doubtful"], told["taken"]) == (2, 1, None)
    assert out.read_text(encoding="utf-8") == "水磨三盤\n"


def test_it_is_taken_by_whom_the_command_names_and_can_be_undone(
    there: None, scanned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ocr", str(scanned), "T-0001", "--take", "--as", "李"]) == 0
    with Archive.open(scanned) as archive:
        item = archive.catalogue.record(archive.catalogue.resolve("T-0001"))
        assert item["inscription"] == "水磨三盤水磨三盤" and item["recognised"][0]["checked_by"] == "李"
    capsys.readouterr()
    assert main(["search", str(scanned), "水磨三盘", "--json"]) == 0  # 繁体 is found by 简体
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert main(["ocr", str(scanned), "T-0001", "--again", "--take", "--instead", "--into", "notes"]) == 0
    assert main(["undo", str(scanned), "2"]) == 0
    with Archive.open(scanned) as archive:
        item = archive.catalogue.record(archive.catalogue.resolve("T-0001"))
        assert not item["inscription"] and not item["notes"] and not item["recognised"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--pages", "三"], "看不懂页码"),
        (["--pages", "3-1"], "看不懂页码"),
        (["-o", "稿.docx"], "只写成 txt"),
        (["--take", "--into", "title"], "不能放进"),
    ],
)
def test_wrong_use_is_said(
    there: None, scanned: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main(["ocr", str(scanned), "T-0001", *more]) == 2
    assert words in capsys.readouterr().err
