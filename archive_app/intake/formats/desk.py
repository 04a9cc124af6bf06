"""Where a job is done: find out what a file is, and give it to its reader."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from archive_app.derived.likeness.prints import small_print
from archive_app.derived.thumbnails import decoded_whole, draw_thumbnail, draw_two, thumbnail_memory
from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Reading, Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.messages import Heard, Heavy, Listen, Read, ReadBack, Shrink, Shrunk, Unpack, Unpacked
from archive_app.intake.proposal import Proposal
from archive_app.intake.returned import Returned
from archive_app.vault.hostile.limits import Limits
from archive_app.vault.hostile.zips import SafeZip

_OPEN = 2  # archives kept open: one, and the one inside it


class Desk:
    """The readers, a staging folder, and the archives that are open."""

    def __init__(self, staging: Path, limits: Limits) -> None:
        self._staging = staging
        self._limits = limits
        self._prefix = os.urandom(4).hex()
        self._count = 0
        self._open: dict[Path, SafeZip] = {}

    def read(self, job: Read) -> Reading:
        """What the file holds. Raises ``Refused`` where it is not taken; what was staged for it is gone then."""
        source = Source(job.path, job.name, job.staged)
        workspace = self._workspace()
        try:
            fmt, remarks = identify(source)
            reading = fmt.read(source, workspace)
        except BaseException:
            workspace.discard()
            raise
        if isinstance(reading, Proposal) and remarks:
            return replace(reading, warnings=(*remarks, *reading.warnings))
        if isinstance(reading, Workbook) and remarks:
            return replace(reading, remarks=(*remarks, *reading.remarks))
        return reading

    def unpack(self, job: Unpack) -> Unpacked:
        """Stage one member of an archive. Raises ``Refused``."""
        archive = self._archive(job.path)
        entry = next((entry for entry in archive.entries if entry.index == job.index), None)
        if entry is None:
            raise Refused("压缩包在导入时变了", "请重新导入。")
        workspace = self._workspace()
        path = workspace.new_file(job.suffix)
        try:
            with path.open("wb") as out:
                size = archive.copy(entry, out, job.most)
        except BaseException:
            workspace.discard()
            raise
        return Unpacked(path, size)

    def shrink(self, job: Shrink) -> Shrunk | Heavy:
        """Stage a small picture. Raises ``Refused`` where the file cannot be decoded."""
        edge = max(job.edge, job.large)
        memory = thumbnail_memory(job.path, edge, job.adjustment, job.part) if job.most else 0
        if memory > job.most:
            return Heavy(memory)
        workspace = self._workspace()
        path = workspace.new_file(".bmp" if job.exact else ".jpg")
        if job.large and decoded_whole(job.path, job.large):
            large = workspace.new_file(".jpg")
            small, damaged = draw_two(job.path, large, job.large, path, job.edge)
        else:
            large = None
            small, damaged = draw_thumbnail(job.path, path, job.edge, job.page, job.adjustment, job.part)
        return Shrunk(path, damaged, small_print(small) if job.likeness else b"", large)

    def listen(self, job: Listen) -> Heard:
        """Decode a recording. Raises ``ArchiveError`` where that cannot be done."""
        from archive_app.intake.sound.levels import waveform

        with job.growing.open("wb", buffering=0) as growing:
            return Heard(waveform(job.path, growing.write).to_bytes())

    def read_back(self, job: ReadBack) -> Returned | Reading:
        """A text of ours as it came back, or what any other document holds. Raises ``Refused``."""
        from archive_app.intake.wordml.returned import read_returned

        source, workspace = Source(job.path, job.name), self._workspace()
        found: Returned | None = None
        try:
            as_docx = identify(source)[0].docx
            if as_docx is not None:
                found = read_returned(as_docx(source, workspace), workspace)
                if found.known:
                    return found
        except BaseException:
            workspace.discard()
            raise
        reading = self.read(Read(job.path, job.name))
        if found is None or not isinstance(reading, Proposal):
            return reading
        tracked = tuple((one.what, one.text, one.by, one.at) for one in found.changes)
        return replace(reading, tracked=tracked, warnings=(*reading.warnings, *found.findings))

    def _workspace(self) -> Workspace:
        self._count += 1
        return Workspace(self._staging, self._limits, f"{self._prefix}-{self._count:06d}")

    def _archive(self, path: Path) -> SafeZip:
        if path not in self._open:
            while len(self._open) >= _OPEN:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = SafeZip(path, self._limits)
        return self._open[path]
