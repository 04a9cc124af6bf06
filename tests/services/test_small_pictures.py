"""Thumbnails are there when a file has come in, and whatever the format, something can be shown of it."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from archive_app.catalogue.commands import SetFields
from archive_app.derived.thumbnails import EDGE_PX, SCREEN_PX, thumbnail_path
from archive_app.domain.errors import ArchiveError, Refused, StorageFailed
from archive_app.services.archive import Archive
from archive_app.services.binding import add_items, new_volume
from archive_app.services.importing import import_paths
from archive_app.volumes.compile import compile_volume

FILES = Path(__file__).parents[1] / "intake" / "files"
PICTURES = ("camera.jpg", "phone.heic", "lossless.webp", "moving.webp", "halves.avif", "alpha.png", "pages.tif",
            "scan16-lzw.tif", "scan16-big.tif", "cmyk-progressive.jpg")  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆", actor="测试") as opened:
        yield opened


def test_every_picture_has_its_thumbnail_when_it_has_come_in(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "来料"
    folder.mkdir()
    for name in PICTURES:
        shutil.copy(FILES / name, folder)
    canvas = Canvas(str(folder / "书.pdf"), pagesize=(300, 400))
    for text in ("one", "two"):
        canvas.drawString(50, 200, text)
        canvas.showPage()
    canvas.save()
    report = import_paths(archive, [folder])
    assert (len(report.imported), report.refused) == (len(PICTURES) + 1, [])
    for record in archive.catalogue.records("file"):
        assert (archive.root / thumbnail_path(record["sha256"])).exists(), record.title
        for edge in (256, 2048):
            with Image.open(archive.thumbnail(record["sha256"], edge)) as picture:
                assert picture.format == "JPEG" and max(picture.size) <= edge
    (book,) = (record for record in archive.catalogue.records("file") if record["mime"] == "application/pdf")
    assert book["pages"] == 2
    first, second = (archive.thumbnail(book["sha256"], 2048, page) for page in (0, 1))
    assert first != second and first.read_bytes() != second.read_bytes()
    with pytest.raises(Refused, match="没有第 3 页"):
        archive.thumbnail(book["sha256"], 2048, 2)
    assert not list((archive.root / "derived").glob("staging-*"))


def test_what_takes_long_to_decode_is_there_at_the_screens_size_when_it_has_come_in(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "来料"
    folder.mkdir()
    wide = Image.linear_gradient("L").resize((2000, 1500)).convert("RGB")
    wide.save(folder / "甲.png")
    wide.rotate(180).save(folder / "乙.jpg", progressive=True)
    wide.rotate(90).save(folder / "丙.jpg", progressive=False)
    wide.crop((0, 0, 900, 700)).save(folder / "丁.png")
    assert len(import_paths(archive, [folder]).imported) == 4
    large = {}
    for record in archive.catalogue.records("file"):
        path = archive.root / thumbnail_path(record["sha256"], SCREEN_PX)
        large[record["name"]] = path if path.exists() else None
    assert {name for name, path in large.items() if path is None} == {"丙.jpg", "丁.png"}  # these are quick to make
    for name in ("甲.png", "乙.jpg"):
        with Image.open(large[name]) as picture, Image.open(folder / name) as master:
            assert picture.size == (SCREEN_PX, SCREEN_PX * 3 // 4)
            for spot in ((0.1, 0.1), (0.5, 0.5), (0.9, 0.9)):
                seen = picture.getpixel((int(spot[0] * picture.width), int(spot[1] * picture.height)))
                true = master.getpixel((int(spot[0] * master.width), int(spot[1] * master.height)))
                assert max(abs(a - b) for a, b in zip(seen, true, strict=True)) <= 4
    assert not list((archive.root / "derived").glob("staging-*"))


def test_a_lost_thumbnail_is_made_again_and_the_processes_end_with_the_archive(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆", actor="测试") as archive:
        import_paths(archive, [FILES / "phone.heic"])
        (record,) = archive.catalogue.records("file")
        shutil.rmtree(archive.root / "derived")
        with Image.open(archive.thumbnail(record["sha256"])) as picture:
            assert picture.size == (96, 64)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
    with pytest.raises(ArchiveError, match="已经关上"):
        archive.thumbnail(record["sha256"], EDGE_PX * 4)


def test_a_dry_run_makes_no_pictures(archive: Archive) -> None:
    import_paths(archive, [FILES / "phone.heic"], dry_run=True)
    assert not list((archive.root / "derived").rglob("*.jpg"))


def test_what_names_and_cameras_say_stands_beside_the_fields(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "2024-05-01_王家庄"
    folder.mkdir()
    shutil.copy(FILES / "camera.jpg", folder)
    (imported,) = import_paths(archive, [folder]).imported
    item = archive.catalogue.record(imported.id)
    assert (item["created"], item["places"], item["photographer"]) == (None, [], "")
    assert [(row["field"], row["value"]) for row in item["suggestions"]] == [
        ("created", "2024-05-01"), ("places", "王家庄"), ("created", "2019-03-12"),
        ("place_taken", "北纬 36.6171°，东经 101.7782°"), ("photographer", "王昪"), ("caption", "供销社"),
    ]  # fmt: skip


def test_what_a_killed_import_left_is_swept_when_the_archive_is_opened(tmp_path: Path) -> None:
    root = tmp_path / "馆"
    Archive.create(root, actor="测试").close()
    (root / "derived" / "staging-abc").mkdir()
    (root / "derived" / "staging-abc" / "1.jpg").write_bytes(b"x")
    (root / "derived" / "thumbs").mkdir()
    (root / "originals" / ".incoming").mkdir()
    (root / "originals" / ".incoming" / "77-ab").write_bytes(b"x")
    Archive.open(root, actor="测试", read_only=True).close()
    assert (root / "derived" / "staging-abc").exists()
    Archive.open(root, actor="测试").close()
    assert [path.name for path in (root / "derived").iterdir()] == ["thumbs"]
    assert not list((root / "originals" / ".incoming").iterdir())


def test_what_was_read_before_the_disk_was_full_is_there(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "来料"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"题目{number}\n\n　　正文第{number}篇。\n", encoding="utf-8")
    take = archive.vault.take

    def full(source: Path) -> object:
        if source.name == "3.txt":
            raise StorageFailed("磁盘已满，写不下 3.txt", "请腾出空间。", code="disk-full")
        return take(source)

    monkeypatch.setattr(archive.vault, "take", full)
    with pytest.raises(StorageFailed, match=r"3\.txt"):
        import_paths(archive, [folder])
    assert sorted(record["name"] for record in archive.catalogue.records("file")) == ["0.txt", "1.txt", "2.txt"]
    assert not list((archive.root / "derived").glob("staging-*"))


def test_what_is_printed_of_a_picture_is_turned_cropped_and_toned_and_the_original_is_not(
    archive: Archive, tmp_path: Path
) -> None:
    Image.new("RGB", (400, 300), (10, 20, 30)).save(tmp_path / "磨坊.png")
    (imported,) = import_paths(archive, [tmp_path / "磨坊.png"]).imported
    (file,) = archive.catalogue.files_of(imported.id)
    before = archive.original(file.id).read_bytes()
    adjusted = {"turn": 90, "crop": [0, 0, 0.5, 1], "tone": [{"key": "negative", "value": 1}]}
    archive.execute(SetFields(file.id, adjusted))
    volume = new_volume(archive, {"title": "试卷"})
    add_items(archive, volume, [imported.id])
    book = compile_volume(archive.catalogue, volume, archive.original)
    (path,) = book.pictures.values()
    with Image.open(path) as printed:
        assert printed.size == (300, 200)
        assert printed.getpixel((150, 100)) == pytest.approx((245, 235, 225), abs=3)
    assert archive.original(path.stem) == path, "a printed page finds it again by its name"
    assert archive.original(file.id).read_bytes() == before
