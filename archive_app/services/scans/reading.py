"""Reads the scans of an item in a process beside the program, page by page; goes on where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused
from archive_app.intake.scans.process import Loader, Task, main, picture_name
from archive_app.intake.scans.recogniser import absent, engine_name, library_there, load, models
from archive_app.services.archive import Archive
from archive_app.services.jobs import Reporter
from archive_app.services.scans.drafts import KEPT, FileDraft, draft_of, folder_of, scans_of, seen
from archive_app.services.told_by_process import Drafter, told_by
from archive_app.vault.durable import storage_failed

_STOPPED = ("文字识别意外停止", "可能内存不够，或这一页已损坏；读过的页都留着，可以接着来。")
_READER = Drafter("cunshi-scans", "识别程序", _STOPPED, "recognising", longest=1 << 24)  # one page's lines


class ScanReader:
    """Reads one archive's scans. ``loader`` makes the recogniser, in the process; ``engine`` names it.

    Raises ``UsageError`` where no loader is given and the extra is not installed, or its models are gone.
    """

    def __init__(self, archive: Archive, loader: Loader | None = None, engine: str = "") -> None:
        if loader is None:
            if not library_there():
                raise absent()
            models()
        self._archive = archive
        self._loader = loader or load
        self.engine = engine or engine_name()

    def drafts(self, files: Iterable[Record]) -> tuple[FileDraft, ...]:
        """What is known of the scans among these files, without anything being read."""
        return tuple(draft_of(self._archive.root, file, self.engine) for file in scans_of(files))

    def read(
        self,
        reporter: Reporter,
        files: Sequence[Record],
        pages: Sequence[int] | Mapping[str, Sequence[int]] | None = None,
    ) -> tuple[FileDraft, ...]:
        """The drafts of the scans among ``files``; what was read before is not read again.

        ``pages`` (from 0) are those of each file that are wanted, or of a file by its id. A cancelled reading returns
        what there is, and goes on the next time. Raises ``Refused`` where there is no scan, ``ArchiveError`` where the
        recogniser fails.
        """
        scans = scans_of(files)
        if not scans:
            raise Refused("这件资料没有扫描件", "要有图片或 PDF 才能识别文字。", code="no-scan")
        tasks = [self._task(file, pages.get(file.id, ()) if isinstance(pages, Mapping) else pages) for file in scans]
        if not all(_ready(task) for task in tasks):
            self._run(reporter, tasks)
        files_now = self._archive.catalogue.load("file", [file.id for file in scans])
        return self.drafts(files_now.get(file.id, file) for file in scans)

    def _task(self, file: Record, pages: Sequence[int] | None) -> Task:
        folder = self._archive.root / folder_of(str(file["sha256"]), self.engine)
        known, _count, _failed = seen(folder / KEPT)
        there = tuple(number for number in known if (folder / picture_name(number)).is_file())
        wanted = None if pages is None else tuple(pages)
        return Task(self._archive.vault.path_of(str(file["sha256"])), folder, wanted, there)

    def _run(self, reporter: Reporter, tasks: list[Task]) -> None:
        reporter.progress(0.0, "读入识别用的模型")
        staging = self._archive.root / "derived" / "scans"
        try:
            for task in tasks:
                task.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_failed(staging, error) from error
        with told_by(_READER, main, (tasks, staging, self._loader), reporter.cancelled) as messages:
            try:
                for message in messages:
                    _take(reporter, tasks, message)
            except OSError as error:
                raise storage_failed(staging, error) from error


def _ready(task: Task) -> bool:
    """Whether nothing of what is wanted of a file is left to be read."""
    if task.pages is not None and not task.pages:
        return True
    wanted = None if task.pages is None else set(task.pages)
    _known, count, failed = seen(task.folder / KEPT)
    every = set(range(count)) if wanted is None else wanted & set(range(count)) if count else {0}
    return bool(count) and every <= {*task.known, *failed}


def _take(reporter: Reporter, tasks: list[Task], message: dict[str, Any]) -> None:
    if "share" in message:
        reporter.progress(float(message["share"]), f"识别第 {message['nth']} 页，共 {message['of']} 页")
        return
    if "file" not in message:
        return
    path = tasks[int(message["file"])].folder / KEPT
    with path.open("ab") as kept:
        if "read" in message:
            _line(kept, message["read"])
        elif "failed" in message:
            _line(kept, {"page": message["page"], "failed": message["failed"]})
        elif "count" in message:
            _line(kept, {"count": message["count"]})


def _line(kept: IO[bytes], told: Any) -> None:
    kept.write(b"\n" + json.dumps(told, ensure_ascii=False).encode() + b"\n")  # what stands there may be cut off
