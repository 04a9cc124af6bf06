"""Care of an archive: verify, back up, restore, rebuild."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.database import Database
from archive_app.catalogue.records import record_bytes, record_path
from archive_app.derived.thumbnails import thumbnail_path
from archive_app.domain.entities import ENTITIES
from archive_app.domain.errors import ArchiveError, CannotOpen, Damaged, StorageFailed, UsageError
from archive_app.domain.system_errors import in_words
from archive_app.services.archive import Archive, read_label
from archive_app.services.searching import Search
from archive_app.services.workflow.auditing import road_faults_of
from archive_app.vault.durable import replacing, storage_failed, sync_folder
from archive_app.vault.originals import Vault, hash_of

Progress = Callable[[float, str], None]
_MANIFEST = "backup.json"


def _quiet(share: float, words: str) -> None:
    """No progress wanted."""


@dataclass(slots=True)
class Report:
    """What ``verify`` looked at and found; ``faults`` are Chinese sentences that name the thing."""

    records: int = 0
    originals: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged (remarks are about derived data, which mends itself)."""
        return not self.faults

    def add(self, part: str, subject: str, message: str) -> None:
        """Note a fault in ``part`` (catalogue, original, record, workflow)."""
        self.faults.append({"part": part, "subject": subject, "message": message})

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi verify --json``."""
        return {
            "sound": self.sound,
            "records": self.records,
            "originals": self.originals,
            "faults": self.faults,
            "remarks": self.remarks,
        }


def verify(archive: Archive, progress: Progress = _quiet, cancelled: Callable[[], bool] = lambda: False) -> Report:
    """Read everything and compare: the catalogue's integrity and foreign keys, every original's hash, ``records/``,
    derived data. Nothing is changed."""
    report = Report()
    progress(0.0, "目录库")
    for fault in archive.catalogue.database.integrity_faults():
        report.add("catalogue", "catalogue.sqlite", f"目录库：{fault}")
    _verify_records(archive, report, progress)
    hashes = {sha256: name for sha256, _, name in archive.catalogue.all_hashes()}
    report.originals = len(hashes)

    def reading(share: float, name: str) -> None:
        progress(0.2 + 0.75 * share, name)

    for sha256, name, what in archive.vault.faults(sorted(hashes.items()), reading, cancelled):
        report.add("original", sha256, f"{name}：{what}")
    known = set(hashes)
    strays = sum(1 for path in archive.vault.each() if path.stem not in known)
    if strays:
        report.remarks.append(f"originals 里有 {strays} 个文件不在目录中（多半是中断的导入留下的，不影响使用）")
    if not Search(archive).current():
        report.remarks.append("检索索引不是最新的，下次检索时会自动补上")
    pictures = {r["sha256"] for r in archive.catalogue.records("file") if str(r["mime"]).startswith("image/")}
    missing = sum(1 for sha in pictures if not (archive.root / thumbnail_path(sha)).exists())
    if missing:
        report.remarks.append(f"{missing} 张图片还没有缩略图，用到时会自动生成")
    progress(1.0, "完成")
    return report


def _verify_records(archive: Archive, report: Report, progress: Progress) -> None:
    folder = archive.root / "records"
    for number, entity in enumerate(ENTITIES):
        progress(0.02 + 0.18 * number / len(ENTITIES), f"记录：{entity.label}")
        for record in archive.catalogue.records(entity.name, trashed=None):
            report.records += 1
            for fault in road_faults_of(record):
                report.add("workflow", record.id, f"《{record.title}》的{fault}；请核对这件资料的历史，或从备份取回")
            path = record_path(folder, record.id)
            try:
                same = path.read_bytes() == record_bytes(record)
            except OSError:
                report.add(
                    "record", record.id, f"《{record.title}》的记录文件不见了；运行 cunshi rebuild … records 可补上"
                )
                continue
            if not same:
                report.add(
                    "record", record.id, f"《{record.title}》的记录文件与目录不符；运行 cunshi rebuild … records 可重写"
                )


# — backup and restore —


def backup(archive: Archive, folder: Path, progress: Progress = _quiet) -> Path:
    """A full, verified copy in ``folder``: catalogue, originals, records, volumes.

    ``folder`` may hold an earlier backup of the same archive, which stays whole until the new one is. Every original
    is hashed as it is copied and the copied catalogue is opened and checked. Raises ``UsageError`` where the folder
    holds something else, ``StorageFailed`` where the disk refuses, ``Damaged`` where an original is not what it was.
    """
    folder = Path(folder).absolute()
    _may_back_up_into(archive, folder)
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        _copy_archive(archive, building, folder, progress)
        _check_copy(building)
        sync_folder(building)
        _put_in_place(building, folder)
    except OSError as error:
        raise storage_failed(folder, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    progress(1.0, "备份完成并已核对")
    return folder


def _may_back_up_into(archive: Archive, folder: Path) -> None:
    if folder == archive.root or archive.root in folder.parents:
        raise UsageError("备份不能放在馆藏自己的文件夹里", "请另选一处，最好是另一块磁盘或 U 盘。", code="inside")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if _backup_of(folder) != archive.label.id:
        raise UsageError(f"{folder} 里已有别的东西", "请另选一个空文件夹，或这个馆藏以前的备份。", code="not-empty")


def _backup_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["archive"])
    except (OSError, ValueError, KeyError):
        return ""


def _copy_archive(archive: Archive, building: Path, earlier: Path, progress: Progress) -> None:
    progress(0.0, "目录库")
    archive.catalogue.database.copy_to(building / "catalogue.sqlite")
    for part in ("records", "volumes"):
        shutil.copytree(archive.root / part, building / part, dirs_exist_ok=True)
    if (archive.root / "settings").is_dir():
        shutil.copytree(archive.root / "settings", building / "settings")
    shutil.copy2(archive.root / "archive.toml", building / "archive.toml")
    hashes = {sha256: name for sha256, _, name in archive.catalogue.all_hashes()}
    target = Vault(building / "originals")
    target.folder.mkdir()
    for number, (sha256, name) in enumerate(sorted(hashes.items())):
        progress(0.1 + 0.85 * number / max(1, len(hashes)), name)
        taken = target.take(archive.vault.path_of(sha256))
        if taken.sha256 != sha256:
            raise Damaged(f"原件 {name} 的内容变了，备份停止", "请运行 cunshi verify 查看，并从以前的备份取回它。")
    shutil.rmtree(target.folder / ".incoming", ignore_errors=True)
    about = {
        "archive": archive.label.id,
        "name": archive.name,
        "made": datetime.now().astimezone().isoformat(timespec="seconds"),
        "sequence": archive.catalogue.sequence,
        "catalogue": hash_of(building / "catalogue.sqlite")[0],
        "originals": len(hashes),
    }
    with replacing(building / _MANIFEST) as handle:
        handle.write(json.dumps(about, ensure_ascii=False, indent=1).encode())


def _check_copy(folder: Path) -> None:
    database = Database(folder / "catalogue.sqlite", read_only=True)
    try:
        faults = database.integrity_faults()
    finally:
        database.close()
    if faults:
        raise Damaged("备份出来的目录库有错，旧备份保持原样", f"目录库报告：{faults[0]}")


def _put_in_place(building: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    building.rename(folder)
    sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def restore(folder: Path, new: Path, progress: Progress = _quiet) -> Path:
    """Make an archive at ``new`` from a backup; every original is hashed as it is copied.

    Raises ``CannotOpen`` where ``folder`` is no backup, ``UsageError`` where ``new`` is not empty, ``Damaged`` where
    the backup is not what it was.
    """
    folder, new = Path(folder).absolute(), Path(new).absolute()
    if not _backup_of(folder):
        raise CannotOpen(f"{folder} 不是存史的备份", "备份是用 cunshi backup 做出的文件夹。", code="no-backup")
    if new.exists() and (not new.is_dir() or any(new.iterdir())):
        raise UsageError(f"{new} 不是空文件夹", "请另选一个空文件夹来恢复。", code="not-empty")
    about = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if hash_of(folder / "catalogue.sqlite")[0] != about["catalogue"]:
        raise Damaged("备份里的目录库已损坏", "请换一份备份；或恢复后运行 cunshi rebuild … catalogue。")
    building = new.with_name(f".{new.name}.restoring")
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        _restore_into(folder, building, progress)
        if new.exists():
            new.rmdir()
        building.rename(new)
        sync_folder(new.parent)
    except OSError as error:
        raise storage_failed(new, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    progress(1.0, "恢复完成")
    return new


def _restore_into(folder: Path, building: Path, progress: Progress) -> None:
    shutil.copy2(folder / "catalogue.sqlite", building / "catalogue.sqlite")
    for part in ("records", "volumes"):
        shutil.copytree(folder / part, building / part)
    if (folder / "settings").is_dir():
        shutil.copytree(folder / "settings", building / "settings")
    for part in ("originals", "snapshots", "derived"):
        (building / part).mkdir()
    source, target = Vault(folder / "originals"), Vault(building / "originals")
    paths = list(source.each())
    for number, path in enumerate(paths):
        progress(0.1 + 0.85 * number / max(1, len(paths)), path.name[:12])
        taken = target.take(path)
        if taken.sha256 != path.stem:
            raise Damaged(f"备份里的原件 {path.name[:16]}… 已损坏", "请换一份备份再恢复。")
    shutil.rmtree(target.folder / ".incoming", ignore_errors=True)
    shutil.copy2(folder / "archive.toml", building / "archive.toml")


# — rebuild —

REBUILDABLE = ("search", "thumbnails", "records", "catalogue")


def rebuild(root: Path, part: str, *, actor: str | None = None, progress: Progress = _quiet) -> str:
    """Make a part anew; returns what was done, in words.

    ``catalogue`` reads ``records/``: everything but the undo history comes back; the old file goes to ``snapshots/``.
    """
    if part == "catalogue":
        return _rebuild_catalogue(root, actor, progress)
    with Archive.open(root, actor=actor) as archive:
        if part == "records":
            return f"重写了 {archive.catalogue.write_records(archive.root / 'records', everything=True)} 个记录文件"
        if part == "thumbnails":
            return _rebuild_thumbnails(archive, progress)
        if part == "search":
            return f"索引了 {Search(archive).rebuild(progress)} 件资料"
    raise UsageError(f"不能重建“{part}”", f"可重建的：{'、'.join(REBUILDABLE)}。", code="unknown-part")


def _rebuild_thumbnails(archive: Archive, progress: Progress) -> str:
    shutil.rmtree(archive.root / "derived" / "thumbs", ignore_errors=True)
    pictures = [r for r in archive.catalogue.records("file") if str(r["mime"]).startswith("image/")]
    failed: list[str] = []
    for number, record in enumerate(pictures):
        progress(number / len(pictures), record.title)
        try:
            archive.thumbnail(str(record["sha256"]))
        except ArchiveError as error:
            failed.append(f"{record.title}：{error.message}")
    words = f"生成了 {len(pictures) - len(failed)} 个缩略图"
    return words + (f"；做不成的：{'；'.join(failed)}" if failed else "")


def _rebuild_catalogue(root: Path, actor: str | None, progress: Progress) -> str:
    from archive_app.services.holding import Hold
    from archive_app.services.settings import Settings

    root = Path(root).absolute()
    label = read_label(root)
    settings = Settings()
    author = Author(actor or str(settings.get("actor")) or "未署名", settings.device)
    hold = Hold(root)
    hold.take(author.actor)
    fresh = root / "catalogue.rebuilding"
    try:
        for leftover in root.glob("catalogue.rebuilding*"):
            leftover.unlink()
        progress(0.1, "读 records")
        catalogue = Catalogue.open(fresh)
        try:
            number = catalogue.fill_from(root / "records", author)
            progress(0.8, "核对")
            faults = catalogue.database.integrity_faults()
            catalogue.database.checkpoint()
        finally:
            catalogue.close()
        if faults:
            raise Damaged(f"从 records 重建的目录不完整：{faults[0]}", "原目录没有动；请从备份恢复。")
        _swap(root, fresh)
    except OSError as error:
        raise StorageFailed(f"重建“{label.name}”的目录时磁盘出错：{in_words(error)}", "原目录没有动。") from error
    finally:
        hold.release()
    return f"从 records 重建了 {number} 条记录；原来的目录库存放在 snapshots 里"


def _swap(root: Path, fresh: Path) -> None:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    (root / "snapshots").mkdir(exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        old = root / f"catalogue.sqlite{suffix}"
        if old.exists():
            # The write-ahead log goes with its database: a stale one must never be replayed into the new file.
            old.replace(root / "snapshots" / f"replaced-{stamp}.sqlite{suffix}")
    fresh.replace(root / "catalogue.sqlite")
    sync_folder(root)


__all__ = ["REBUILDABLE", "Report", "backup", "rebuild", "restore", "verify"]
