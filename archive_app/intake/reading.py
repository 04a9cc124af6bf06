"""Reading a batch: every file met ends in exactly one outcome, in the order of the survey; lists come first.

A list may name files of the batch, so it is known before they are met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from archive_app.intake.file_names import last_part, why_member_ignored
from archive_app.intake.lists.grid import LIST_SUFFIXES, Workbook
from archive_app.intake.messages import Declined, Listing, Read, Unpack, Unpacked
from archive_app.intake.proposal import Outcome, Proposal, Refusal, Taken, TakenList
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.intake.survey import Found, survey
from archive_app.vault.hostile.limits import DEFAULT, Limits, readable
from archive_app.vault.hostile.zips import Entry

Progress = Callable[[float, str], None]
"""Told the share done (0–1) and the source that is being read."""


def read(
    paths: Sequence[Path],
    *,
    staging: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    limits: Limits = DEFAULT,
) -> Iterator[Outcome]:
    """Read files and folders, a file at a time, in a process of its own with limits.

    ``staging`` is an existing folder for what comes out of archives and documents; the files in it are the caller's to
    take and to remove. Once ``cancelled()`` is true the outcomes end, within a second. Raises
    ``sandbox.CannotStart`` where the system starts no process; a file's own faults are its ``Refusal``.
    """
    total = sum(1 for _ in survey(paths))
    with Sandbox(staging, limits, cancelled) as sandbox:
        reader = _Reader(sandbox, limits, progress or (lambda share, source: None), limits.unpacked)
        for position, found in enumerate(_lists_first(paths)):
            if cancelled():
                return
            if isinstance(found, Refusal):
                yield found
                continue
            try:
                span = _Span(min(position, total) / max(1, total), 1 / max(1, total))
                reader.unpacked_left = limits.unpacked
                yield from reader.outcomes(found.path, found.source, found.size, span)
            except Cancelled:
                return
    if progress is not None:
        progress(1.0, "")


def _lists_first(paths: Sequence[Path]) -> Iterator[Found | Refusal]:
    yield from (found for found in survey(paths) if _may_be_list(found.source))
    yield from (found for found in survey(paths) if not _may_be_list(found.source))


def _may_be_list(name: str) -> bool:
    return Path(name).suffix.lower() in LIST_SUFFIXES


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of the whole that one file is: where it begins, how long it is."""

    start: float
    length: float

    def part(self, number: int, count: int) -> _Span:
        return _Span(self.start + self.length * number / count, self.length / count)


@dataclass(slots=True)
class _Reader:
    sandbox: Sandbox
    limits: Limits
    progress: Progress
    unpacked_left: int

    def outcomes(self, path: Path, source: str, size: int, span: _Span, depth: int = 0) -> Iterator[Outcome]:
        """What becomes of one file; of an archive, what becomes of its members."""
        self.progress(span.start, source)
        if not size:
            yield Refusal(source, "这是空文件（0 字节）。")
            return
        if size > self.limits.file:
            yield Refusal(source, f"文件有 {readable(size)}，超过上限 {readable(self.limits.file)}。")
            return
        reply = self.sandbox.run(Read(path, last_part(source), staged=depth > 0), size)
        if isinstance(reply, Proposal):
            yield Taken(source, path, reply)
        elif isinstance(reply, Workbook):
            yield TakenList(source, path, reply)
        elif isinstance(reply, Listing):
            yield from self._members(path, source, reply.entries, span, depth + 1)
        else:
            assert isinstance(reply, Declined)
            yield Refusal(source, reply.reason)

    def _members(self, path: Path, source: str, entries: Sequence[Entry], span: _Span, depth: int) -> Iterator[Outcome]:
        if depth > self.limits.zip_depth:
            yield Refusal(source, f"压缩包里套压缩包超过 {self.limits.zip_depth} 层，没有再打开。请解压后导入。")
            return
        if not entries:
            yield Refusal(source, "压缩包是空的。")
        for number, entry in enumerate(sorted(entries, key=lambda entry: not _may_be_list(entry.name))):
            name = f"{source}!{entry.name}"
            reason = why_member_ignored(entry.name) or entry.refusal
            if reason:
                yield Refusal(name, reason)
            else:
                yield from self._member(path, name, entry, span.part(number, len(entries)), depth)

    def _member(self, archive: Path, source: str, entry: Entry, span: _Span, depth: int) -> Iterator[Outcome]:
        most = min(self.limits.member, self.unpacked_left)
        if entry.size > most:
            yield Refusal(
                source, f"压缩包总共展开超过上限 {readable(self.limits.unpacked)}，这一个没有收。请分成几包。"
            )
            return
        reply = self.sandbox.run(Unpack(archive, entry.index, Path(last_part(source)).suffix, most), entry.size)
        if not isinstance(reply, Unpacked):
            yield Refusal(source, reply.reason if isinstance(reply, Declined) else "读取程序答非所问，没有收。")
            return
        self.unpacked_left -= reply.size
        kept = False
        for outcome in self.outcomes(reply.path, source, reply.size, span, depth):
            if isinstance(outcome, Taken) and outcome.path == reply.path:
                kept = True
                warnings = (*entry.remarks, *outcome.proposal.warnings)
                outcome = replace(outcome, proposal=replace(outcome.proposal, warnings=warnings))
            yield outcome
        if not kept:
            with suppress(OSError):  # Windows: the reader still holds it open; it goes with the staging folder
                reply.path.unlink()
