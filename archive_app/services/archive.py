"""One open archive: the folder, its lock, its catalogue and its originals, behind one door for window and scripts."""

from __future__ import annotations

import shutil
import threading
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

import tomli_w

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author, Done
from archive_app.catalogue.commands import Command
from archive_app.catalogue.undo import CommandEntry
from archive_app.derived.thumbnails import EDGE_PX, thumbnail_path
from archive_app.domain.adjustment import Box, parted
from archive_app.domain.errors import CannotOpen, StorageFailed, UsageError
from archive_app.domain.fields import Field
from archive_app.domain.identity import new_id
from archive_app.domain.kinds import fields_of
from archive_app.frozen import dataclass
from archive_app.services.holding import Hold
from archive_app.services.number_note import take_over
from archive_app.services.own_fields import OwnField, own_fields_of
from archive_app.services.pictures import PictureMaker, place, shrink
from archive_app.services.settings import Settings
from archive_app.vault.durable import replacing, storage_failed
from archive_app.vault.originals import Vault

FORMAT = 1
"""Format of the archive folder; a higher one is opened by a newer program."""

PRINTED_PX = 8_000
"""Along the longer side of a picture that is printed otherwise than its master is: 300 dpi over a sheet of A2."""

_PARTS = ("originals", "records", "volumes", "snapshots", "derived")


@dataclass(frozen=True, slots=True)
class Label:
    """What ``archive.toml`` says: the folder's format, the oldest program format that may write it, id and name."""

    format: int
    writer: int
    id: str
    name: str


class Archive:
    """An open archive. Writes are serialised; reads may run on any thread beside them."""

    def __init__(
        self, root: Path, label: Label, catalogue: Catalogue, *, hold: Hold | None, author: Author, read_only: bool
    ) -> None:
        self.root = root
        self.label = label
        self.catalogue = catalogue
        self.vault = Vault(root / "originals")
        self._pictures = PictureMaker()
        self.read_only = read_only
        self._hold = hold
        self._author = author
        self._listeners: list[Callable[[Done], None]] = []
        self._writing = threading.RLock()
        self._closed = False
        self._own_fields: tuple[OwnField, ...] | None = None

    # — opening —

    @classmethod
    def create(
        cls, root: Path, *, name: str = "", actor: str | None = None, settings: Settings | None = None
    ) -> Archive:
        """Make an archive in a new or empty folder and open it.

        Raises ``UsageError`` where the folder holds something, ``StorageFailed`` where it cannot be written.
        """
        root = Path(root).absolute()
        if (root / "archive.toml").exists():
            raise UsageError(f"{root} 已经是一个馆藏", "请直接打开它，或另选一个空文件夹。", code="exists")
        try:
            if root.exists() and (not root.is_dir() or any(root.iterdir())):
                remedy = "请另选一个空文件夹，以免和别的文件混在一起。"
                raise UsageError(f"{root} 不是空文件夹", remedy, code="not-empty")
            for part in _PARTS:
                (root / part).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_failed(root, error) from error
        label = Label(FORMAT, FORMAT, new_id(), name.strip() or root.name)
        Catalogue.open(root / "catalogue.sqlite").close()
        write_label(root, label)  # last: a folder without it is no archive yet
        return cls.open(root, actor=actor, settings=settings)

    @classmethod
    def open(
        cls, root: Path, *, actor: str | None = None, read_only: bool = False, settings: Settings | None = None
    ) -> Archive:
        """Open an archive, upgrading its schema after a snapshot where needed.

        Raises ``CannotOpen`` (no archive, too new), ``ArchiveHeld``, ``StorageFailed``, ``Damaged``.
        """
        root = Path(root).absolute()
        label = read_label(root)
        settings = settings or Settings()
        author = Author(actor or str(settings.get("actor")) or "未署名", settings.device)
        if label.writer > FORMAT and not read_only:
            raise CannotOpen(f"“{label.name}”是更新版本的存史建立的", "请先升级存史，再打开它。", code="newer-archive")
        hold = None
        if not read_only:
            hold = Hold(root)
            hold.take(author.actor)
        try:
            catalogue = Catalogue.open(
                root / "catalogue.sqlite",
                read_only=read_only,
                before_migration=lambda database: database.copy_to(_snapshot_name(root)),
            )
            archive = cls(root, label, catalogue, hold=hold, author=author, read_only=read_only)
            if not read_only:
                catalogue.write_records(root / "records")  # whatever a crash cut short
                _sweep(root)
                take_over(root, settings)
        except BaseException:
            if hold:
                hold.release()
            raise
        return archive

    def close(self) -> None:
        """Close; safe to call twice."""
        with self._writing:
            if self._closed:
                return
            self._closed = True
            self._pictures.close()
            try:
                if not self.read_only:
                    self.catalogue.database.checkpoint()
            finally:
                self.catalogue.close()
                if self._hold:
                    self._hold.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # — the archive's own fields —

    @property
    def own_fields(self) -> tuple[OwnField, ...]:
        """The fields that this archive has beside the program's, in their order, those withdrawn included."""
        if self._own_fields is None:
            self._own_fields = own_fields_of(self.catalogue.records("own_field"))
        return self._own_fields

    def fields_of(self, kind: str) -> dict[str, Field]:
        """All fields that an item of this kind has here, by name: the program's, then the archive's own."""
        return {**fields_of(kind), **{one.field.name: one.field for one in self.own_fields if one.is_of(kind)}}

    # — who and what —

    @property
    def name(self) -> str:
        """The archive's name."""
        return self.label.name

    @property
    def actor(self) -> str:
        """Who acts."""
        return self._author.actor

    @property
    def device(self) -> str:
        """The id of this machine in the log."""
        return self._author.device

    def act_as(self, actor: str) -> None:
        """From now on ``actor`` is who acts."""
        self._author = Author(actor, self._author.device)

    # — writing —

    def execute(self, command: Command) -> Done:
        """Carry out a command: one transaction, durable when this returns."""
        with self._writing:
            return self._tell(self.catalogue.execute(command, self._author))

    def undo(self, count: int = 1) -> list[Done]:
        """Take back the newest ``count`` steps; raises ``Conflict`` at the first that cannot be, those before stay."""
        with self._writing:
            return [self._tell(self.catalogue.undo(self._author)) for _ in range(count)]

    def redo(self, count: int = 1) -> list[Done]:
        """Do the last ``count`` undone steps again."""
        with self._writing:
            return [self._tell(self.catalogue.redo(self._author)) for _ in range(count)]

    def undoable(self, limit: int = 20) -> list[CommandEntry]:
        """What undo would take back, newest first."""
        return self.catalogue.undoable(limit)

    def redoable(self, limit: int = 20) -> list[CommandEntry]:
        """What redo would do again, next first."""
        return self.catalogue.redoable(limit)

    def subscribe(self, listener: Callable[[Done], None]) -> Callable[[], None]:
        """Be told of every command after it is committed, on the writing thread; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, done: Done) -> Done:
        if any(change.entity == "own_field" for change in done.changes):
            self._own_fields = None
        if done.changes:
            self.catalogue.write_records(self.root / "records")
            for listener in tuple(self._listeners):
                listener(done)
        return done

    # — files —

    def original(self, file_or_hash: str) -> Path:
        """The master of a file record's id or of a SHA-256; raises ``Damaged`` where it is missing.

        Of a picture key that turns, crops or tones it: what is printed of it, made when it is asked for, in a process
        of its own, at most ``PRINTED_PX`` long. Raises ``Refused`` where none can be made.
        """
        if "~" in file_or_hash:
            return self._printed(file_or_hash)
        sha256 = file_or_hash if len(file_or_hash) == 64 else self.catalogue.record(file_or_hash)["sha256"]
        return self.vault.path_of(str(sha256))

    def draw(self, picture: str, out: Path, edge: int) -> None:
        """Write a picture (by its picture key) as it is seen, at most ``edge`` pixels long, to ``out`` (.jpg), without
        anything written beside its pixels; the same way and with the same errors as ``thumbnail``, and kept nowhere."""
        sha256, adjustment = parted(picture)
        self._pictures.make(self.vault.path_of(sha256), out, edge, adjustment=adjustment)

    def _printed(self, picture: str) -> Path:
        sha256, adjustment = parted(picture)
        path = self.root / "derived" / "pictures" / sha256[:2] / f"{picture}.jpg"
        if not path.exists():
            self._pictures.make(self.vault.path_of(sha256), path, PRINTED_PX, adjustment=adjustment)
        return path

    def thumbnail(self, picture: str, edge: int = EDGE_PX, page: int = 0) -> Path:
        """A small picture of a master (of a PDF: of its page, from 0), made when missing, in a process of its own.

        ``picture`` is its SHA-256, or the picture key of its file, by which it is turned, cropped and toned. It takes
        its time: call it away from the window's thread. Raises ``Refused`` where none can be made.
        """
        path = self.root / thumbnail_path(picture, edge, page)
        if path.exists():
            return path
        if edge < EDGE_PX:
            shrink(self.thumbnail(picture, EDGE_PX, page), path, edge)
        else:
            sha256, adjustment = parted(picture)
            self._pictures.make(self.vault.path_of(sha256), path, edge, page, adjustment)
        return path

    def picture_part(self, picture: str, part: Box, edge: int) -> bytes:
        """A part (a box of what is shown) of a master in its own pixels, at most ``edge`` of them long, as a BMP; the
        same way and with the same errors as ``thumbnail``, and kept nowhere."""
        sha256, adjustment = parted(picture)
        return self._pictures.part(self.vault.path_of(sha256), edge, adjustment, part)

    def warm_pictures(self) -> None:
        """Have the process that makes pictures ready; as slow as the start of a program."""
        self._pictures.warm()

    def keep_thumbnail(self, sha256: str, made: Path, edge: int = EDGE_PX) -> None:
        """Take the small picture that reading a file made of it; derived data, so that a full disk is no matter."""
        path = self.root / thumbnail_path(sha256, edge)
        if not path.exists():
            with suppress(StorageFailed):
                place(made, path)

    def snapshot(self) -> Path:
        """A compact, consistent copy of the catalogue in ``snapshots/``."""
        path = _snapshot_name(self.root)
        self.catalogue.database.copy_to(path)
        return path


def _sweep(root: Path) -> None:
    """Remove what an import that was killed left half done; nobody else has the archive open now."""
    for folder in (root / "derived").glob("staging-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for part in (root / "originals" / ".incoming").glob("*"):
        with suppress(OSError):
            part.unlink()


def _snapshot_name(root: Path) -> Path:
    folder = root / "snapshots"
    folder.mkdir(exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    number = 0
    while (path := folder / f"catalogue-{stamp}{f'-{number}' if number else ''}.sqlite").exists():
        number += 1
    return path


def read_label(root: Path) -> Label:
    """What ``archive.toml`` says; raises ``CannotOpen`` in words for a folder that is no archive."""
    if not root.exists():
        raise CannotOpen(f"找不到 {root}", "请核对路径，或用 cunshi init 新建馆藏。", code="not-found")
    path = root / "archive.toml"
    if not root.is_dir() or not path.exists():
        remedy = "馆藏是一个含有 archive.toml 的文件夹；可用 cunshi init 新建。"
        raise CannotOpen(f"{root} 不是存史的馆藏", remedy, code="no-archive")
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        return Label(int(about["format"]), int(about["writer"]), str(about["id"]), str(about["name"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotOpen(f"{path} 读不出来", "请从备份取回这个文件。", code="no-archive") from error


def write_label(root: Path, label: Label) -> None:
    """Write ``archive.toml``."""
    about = {"format": label.format, "writer": label.writer, "id": label.id, "name": label.name}
    with replacing(root / "archive.toml") as handle:
        handle.write(tomli_w.dumps(about).encode())
