"""Reading a batch: every file met ends in exactly one outcome, in the order of the survey; lists come first.

A list may name files of the batch, so it is known before they are met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.intake.ahead import FEW, PROCESSES, Readers
from archive_app.intake.file_names import shown, why_member_ignored
from archive_app.intake.lists.grid import LIST_SUFFIXES, Workbook
from archive_app.intake.messages import Declined, Listing, Read, Reply, Shrink, Unpack, Unpacked
from archive_app.intake.proposal import Outcome, Proposal, Refusal, Taken, TakenList
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.intake.sidecars import LARGEST, SUFFIX, picture_of, sidecar_of
from archive_app.intake.suggesting import from_names, merged
from archive_app.intake.survey import Found, survey
from archive_app.vault.hostile.limits import DEFAULT, Limits, readable
from archive_app.vault.hostile.names import parts_of, remarks_on
from archive_app.vault.hostile.zips import Entry

Progress = Callable[[float, str], None]
"""Told the share done (0–1) and the source that is being read."""

_PROBE = 512
"""Pixels of the small picture that tells how much of a damaged one there is, where nobody asked for one: as many as an
import asks for, so that a dry run says the same."""
_DAMAGED = "图片文件不完整或已损坏，只能解出一部分；原件照存，请找来源补一份完好的。"


def read(
    paths: Sequence[Path],
    *,
    staging: Path,
    thumbnails: int = 0,
    large: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    limits: Limits = DEFAULT,
) -> Iterator[Outcome]:
    """Read files and folders in processes of their own with limits; the outcomes come in order, a file at a time.

    ``staging`` is an existing folder for what comes out of archives and documents; the files in it are the caller's to
    take and to remove. ``thumbnails``: the edge in pixels of a small picture to be made of every photograph and PDF;
    0 makes none. ``large``: the edge of a larger one, made along of a photograph that must be decoded whole for that.
    Once ``cancelled()`` is true the outcomes end, within a second. Raises ``sandbox.CannotStart`` where the system
    starts no process, ``StorageFailed`` where the disk of ``staging`` is full; a file's own faults are its
    ``Refusal``.
    """
    total = sum(1 for _ in survey(paths))
    with Readers(staging, limits, cancelled, PROCESSES if total > FEW else 1) as readers:
        reader = _Reader(readers, limits, progress or (lambda share, source: None), thumbnails, large)
        with closing(readers.ahead(_lists_first(paths), reader.first_reply)) as ahead:
            for position, (found, reply) in enumerate(ahead):
                if cancelled():
                    return
                if isinstance(found, Refusal):
                    yield found
                    continue
                if found.path.suffix.lower() == SUFFIX:
                    yield from _sidecar(found, paths)
                    continue
                span = _Span(min(position, total) / max(1, total), 1 / max(1, total))
                reader.progress(span.start, found.source)
                try:
                    answer = reply()
                    folders = _folders(found.path, paths)
                    reader.unpacked_left = limits.unpacked
                    yield from reader.outcomes(found.path, found.source, _own_name(found), answer, folders, span)
                except Cancelled:
                    return
    if progress is not None:
        progress(1.0, "")


def _sidecar(found: Found, paths: Sequence[Path]) -> Iterator[Refusal]:
    """What is beside a picture of the batch comes in with that, and is told of then."""
    picture = picture_of(found.path)
    if not 0 < found.size <= LARGEST:
        yield Refusal(found.source, "这个 XMP 是空的，或太大，不像照片旁边的说明，没有收。")
        return
    if picture is None:
        yield Refusal(found.source, "这是照片旁边的说明（XMP），没有同名的照片，没有收。请和照片放在一起再加入。")
        return
    places = {picture.absolute(), *picture.absolute().parents}
    if not any(path.absolute() in places for path in paths):
        yield Refusal(found.source, f"这是 {picture.name} 旁边的说明（XMP），要和照片一起加入。")


def _folders(path: Path, paths: Sequence[Path]) -> tuple[str, ...]:
    """The names of the folders around a file, from the one that was given (or its own) inwards."""
    place = path.absolute()
    for given in paths:
        root = given.absolute()
        if root != place and root in place.parents:
            return (root.name, *(shown(part) for part in place.relative_to(root).parts[:-1]))
    return (shown(place.parent.name),)


def _own_name(found: Found) -> str:
    return shown(found.path.name)


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a reading process said of a file, and the small picture it made of it."""

    reply: Reply
    thumbnail: Path | None = None
    likeness: bytes = b""
    large: Path | None = None


@dataclass(slots=True)
class _Reader:
    readers: Readers
    limits: Limits
    progress: Progress
    thumbnails: int
    large: int
    unpacked_left: int = 0

    def first_reply(self, found: Found | Refusal) -> _Answer:
        """What a file of the survey holds; called ahead of time, on another thread."""
        if isinstance(found, Refusal):
            return _Answer(Declined(found.reason))
        if found.path.suffix.lower() == SUFFIX:
            return _Answer(Declined("这是照片旁边的说明（XMP）。"))
        with self.readers.one() as sandbox:
            return self._answer(sandbox, found.path, _own_name(found), found.size)

    def _answer(self, sandbox: Sandbox, path: Path, name: str, size: int, *, staged: bool = False) -> _Answer:
        if not size:
            return _Answer(Declined("这是空文件（0 字节）。"))
        if size > self.limits.file:
            return _Answer(Declined(f"文件有 {readable(size)}，超过上限 {readable(self.limits.file)}。"))
        reply = self.readers.read(sandbox, Read(path, name, staged=staged), size)
        if isinstance(reply, Proposal) and (reply.doubtful or (self.thumbnails and _has_picture(reply))):
            return self._pictured(sandbox, path, reply, size)
        return _Answer(reply)

    def _pictured(self, sandbox: Sandbox, path: Path, proposal: Proposal, size: int) -> _Answer:
        """The proposal with its small picture, and what making that has shown; one that looked damaged and of which
        nothing can be decoded is declined."""
        likeness = bool(self.thumbnails) and _is_picture(proposal)
        job = Shrink(path, self.thumbnails or _PROBE, likeness=likeness, large=self.large if likeness else 0)
        small = self.readers.shrink(sandbox, job, size)
        if isinstance(small, Declined):
            if proposal.doubtful and small.code == "bad-image":
                return _Answer(small)
            reason = small.reason.rstrip("。").removesuffix("，没有收")
            return _Answer(_warned(proposal, f"做不出缩略图（{reason}）；原件照存。"))
        if small.damaged:
            proposal = _warned(proposal, _DAMAGED)
        return _Answer(proposal, small.path if self.thumbnails else None, small.likeness, small.large)

    def outcomes(
        self,
        path: Path,
        source: str,
        name: str,
        answer: _Answer,
        folders: Sequence[str],
        span: _Span,
        depth: int = 0,
        held: Sandbox | None = None,
    ) -> Iterator[Outcome]:
        """What becomes of one file, whose own name is ``name``; of an archive, what becomes of its members, read by the
        process that is ``held`` already or by one taken for it."""
        reply = answer.reply
        if isinstance(reply, Proposal):
            suggestions = merged([*from_names(folders, name), *reply.suggestions])
            remarks = () if depth else remarks_on(name)
            proposal = replace(reply, suggestions=suggestions, warnings=(*remarks, *reply.warnings))
            yield Taken(source, path, name, proposal, answer.thumbnail, answer.likeness, answer.large)
        elif isinstance(reply, Workbook):
            yield TakenList(source, path, reply)
        elif isinstance(reply, Listing):
            around = (*folders, Path(name).stem)
            with nullcontext(held) if held is not None else self.readers.one() as sandbox:
                yield from self._members(sandbox, path, source, reply.entries, around, span, depth + 1)
        else:
            assert isinstance(reply, Declined)
            yield Refusal(source, reply.reason)
            beside = sidecar_of(path) if not depth else None
            if beside is not None and picture_of(beside) == path:
                yield Refusal(str(Path(source).with_name(beside.name)), f"{name} 没有收，旁边的说明也没有收。")

    def _members(
        self,
        sandbox: Sandbox,
        path: Path,
        source: str,
        entries: Sequence[Entry],
        folders: Sequence[str],
        span: _Span,
        depth: int,
    ) -> Iterator[Outcome]:
        if depth > self.limits.zip_depth:
            yield Refusal(source, f"压缩包里套压缩包超过 {self.limits.zip_depth} 层，没有再打开。请解压后导入。")
            return
        if not entries:
            yield Refusal(source, "压缩包是空的。")
        for number, entry in enumerate(sorted(entries, key=lambda entry: not _may_be_list(entry.name))):
            name = f"{source}!{entry.name}"
            part = span.part(number, len(entries))
            reason = why_member_ignored(entry.name) or entry.refusal
            if reason:
                yield Refusal(name, reason)
                continue
            self.progress(part.start, name)
            yield from self._member(sandbox, path, name, entry, folders, part, depth)

    def _member(
        self,
        sandbox: Sandbox,
        archive: Path,
        source: str,
        entry: Entry,
        folders: Sequence[str],
        span: _Span,
        depth: int,
    ) -> Iterator[Outcome]:
        most = min(self.limits.member, self.unpacked_left)
        if entry.size > most:
            yield Refusal(
                source, f"压缩包总共展开超过上限 {readable(self.limits.unpacked)}，这一个没有收。请分成几包。"
            )
            return
        name = parts_of(entry.name)[-1]
        reply = sandbox.run(Unpack(archive, entry.index, Path(name).suffix, most), entry.size)
        if not isinstance(reply, Unpacked):
            yield Refusal(source, reply.reason if isinstance(reply, Declined) else "读取程序答非所问，没有收。")
            return
        self.unpacked_left -= reply.size
        kept = False
        answer = self._answer(sandbox, reply.path, name, reply.size, staged=True)
        inside = (*folders, *parts_of(entry.name)[:-1])
        for outcome in self.outcomes(reply.path, source, name, answer, inside, span, depth, sandbox):
            if isinstance(outcome, Taken) and outcome.path == reply.path:
                kept = True
                warnings = (*entry.remarks, *outcome.proposal.warnings)
                outcome = replace(outcome, proposal=replace(outcome.proposal, warnings=warnings))
            elif isinstance(outcome, TakenList) and outcome.path == reply.path:
                kept = True
            yield outcome
        if not kept:
            with suppress(OSError):  # Windows: the reader still holds it open; it goes with the staging folder
                reply.path.unlink()


def _is_picture(proposal: Proposal) -> bool:
    return str(dict(proposal.facts).get("mime", "")).startswith("image/")


def _has_picture(proposal: Proposal) -> bool:
    return _is_picture(proposal) or dict(proposal.facts).get("mime") == "application/pdf"


def _warned(proposal: Proposal, warning: str) -> Proposal:
    return replace(proposal, warnings=(*proposal.warnings, warning))
