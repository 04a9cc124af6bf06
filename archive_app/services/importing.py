"""Import: files and folders come in, lists and transcripts find what belongs to them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from archive_app import intake
from archive_app.catalogue.store import Record
from archive_app.derived.thumbnails import EDGE_PX, SCREEN_PX
from archive_app.domain.errors import StorageFailed
from archive_app.domain.segments import beyond, named
from archive_app.intake.file_names import last_part
from archive_app.intake.proposal import ORIGINAL, TRANSCRIPT, Proposal, Refusal, Taken, TakenList
from archive_app.services.archive import Archive
from archive_app.services.import_report import Attached, Duplicate, Imported, ImportReport, Outcome
from archive_app.services.import_run import Run
from archive_app.services.lists.planning import ListOptions
from archive_app.services.lists.taking import ListIntake

__all__ = ["Attached", "Duplicate", "ImportReport", "Imported", "Outcome", "add_to_item", "import_paths"]


def import_paths(
    archive: Archive,
    paths: Sequence[Path],
    *,
    commissioner: str = "",
    unit: str = "",
    lists: ListOptions = ListOptions(),  # noqa: B008 - frozen
    dry_run: bool = False,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ImportReport:
    """Bring files and folders in. ``commissioner`` is the id of who gathered them; ``unit`` that of the 全宗, 类 or
    案卷 into which new items go, with what it gives them; ``lists`` says how list files are read; ``dry_run`` only says
    what would be.

    One file's failure is a refusal by name; the rest goes on. Raises only where the archive itself cannot be
    written (``StorageFailed``); what was read before stays, as far as it can be written.
    """
    folder = archive.root / "derived"
    folder.mkdir(exist_ok=True)
    staging = _Staging(folder)
    run = Run(archive, commissioner, on_outcome or (lambda _: None), dry_run=dry_run, unit=unit)
    tables = ListIntake(run, lists)
    try:
        edge = 0 if dry_run else EDGE_PX
        for outcome in intake.read(
            paths, staging=staging.path, thumbnails=edge, large=SCREEN_PX, progress=progress, cancelled=cancelled
        ):
            if isinstance(outcome, Refusal):
                run.refuse(outcome)
            elif isinstance(outcome, TakenList):
                tables.take(outcome)
                staging.clear(outcome)
            elif tables.claim(outcome) or _took(run, outcome):
                staging.clear(outcome)
        if beside := [] if cancelled() else tables.beside():
            for outcome in intake.read(beside, staging=staging.path, cancelled=cancelled):
                if isinstance(outcome, Refusal):
                    run.refuse(outcome)
                elif isinstance(outcome, Taken):
                    tables.claim(outcome)
        if not cancelled():
            tables.settle()
        run.join()
        run.commit()
        tables.finish()
    except StorageFailed:
        with suppress(StorageFailed):  # the originals are kept already: their records are small, and may find room yet
            run.commit()
        raise
    finally:
        staging.remove()
    run.report.cancelled = cancelled()
    return run.report


def add_to_item(
    archive: Archive,
    item: str,
    paths: Sequence[Path],
    *,
    role: str = "",
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ImportReport:
    """Files and folders become files of one item, behind those it has, in this ``role`` where one is said; one step of
    undo.

    A text fills the item's own where that is empty, a transcript likewise; nothing is written over. What the archive
    holds already stays where it is and is told. Raises as ``import_paths``, and ``UnknownRecord``.
    """
    title = archive.catalogue.record(item).title
    folder = archive.root / "derived"
    folder.mkdir(exist_ok=True)
    staging = _Staging(folder)
    run = Run(archive, "", on_outcome or (lambda _: None))
    record = archive.catalogue.record(item)
    interview = record["kind"] == "oral_history"
    try:
        for outcome in intake.read(
            paths, staging=staging.path, thumbnails=EDGE_PX, large=SCREEN_PX, progress=progress, cancelled=cancelled
        ):
            if isinstance(outcome, Refusal):
                run.refuse(outcome)
                continue
            taken = _as_file(outcome) if isinstance(outcome, TakenList) else outcome
            if role:
                taken = replace(taken, proposal=replace(taken.proposal, role=role))
            taken, said = _spoken(taken, run, record) if interview else (taken, ())
            run.attach(item, taken, None, said, title)
            staging.clear(outcome)
        run.commit()
    except StorageFailed:
        with suppress(StorageFailed):
            run.commit()
        raise
    finally:
        staging.remove()
    run.report.cancelled = cancelled()
    return run.report


def _as_file(table: TakenList) -> Taken:
    """A list that is only to be kept: its rows are not read."""
    name = last_part(table.source)
    return Taken(table.source, table.path, name, Proposal(kind="document", title=name))


def _spoken(taken: Taken, run: Run, item: Record) -> tuple[Taken, tuple[str, ...]]:
    """A transcript that an interview is given by hand, be it a text with times: with what is to be said of it."""
    proposal, warnings = taken.proposal, taken.proposal.warnings
    if proposal.transcript and proposal.role == ORIGINAL:
        warnings = ("文中有时间，作为转写稿收下，没有收进文稿。", *proposal.transcript_warnings)
        taken = replace(taken, proposal=replace(proposal, role=TRANSCRIPT, manuscript=None, attachments=(), fields={}))
    if taken.proposal.role != TRANSCRIPT:
        return taken, ()
    if run.companions.has_words_for(item.id, taken):
        warnings = (*warnings, "这一件已有转写稿，没有覆盖；这一份作为文件附上。")
    length = float(item["duration"] or 0)
    late = beyond(taken.proposal.transcript, length) if length else []
    if late:
        warnings = (*warnings, f"{named(late)}在录音结束以后，时间照原样记下，请核对是不是这一件录音的转写稿。")
    return taken, warnings


def _took(run: Run, taken: Taken) -> bool:
    """Take a file in, or hold it until all are known; whether it was taken."""
    if run.companions.hold(taken):
        return False
    if not run.come_home(taken):
        run.take(taken)
    return True


class _Staging:
    """The folder for what comes out of archives and documents; each file is removed once it is dealt with, so that a
    zip does not need its whole size beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="staging-", dir=folder)).resolve()  # as the readers call it
        self._left: list[Path] = []

    def clear(self, outcome: Taken | TakenList) -> None:
        """Remove what was staged for a file. On Windows its reader may hold it open still: then with the next."""
        paths = [*self._left, outcome.path]
        if isinstance(outcome, Taken):
            paths += [attachment.path for attachment in outcome.proposal.attachments]
            paths += [one for one in (outcome.thumbnail, outcome.large) if one is not None]
        self._left = [path for path in paths if path.is_relative_to(self.path) and not _removed(path)]

    def remove(self) -> None:
        """Remove the folder with all that is left."""
        shutil.rmtree(self.path, ignore_errors=True)


def _removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
