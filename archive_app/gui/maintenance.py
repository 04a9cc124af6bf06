"""Backup and verification as jobs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.gui.jobs import Report, Work

if TYPE_CHECKING:
    from archive_app.services.archive import Archive


def backup_work(archive: Archive, folder: Path) -> Work:
    """Copy everything to ``folder``; the result is the folder."""

    def work(report: Report, cancelled: Callable[[], bool]) -> Any:
        from archive_app.services.maintenance import backup

        return backup(archive, folder, _stoppable(report, cancelled))

    return work


def verify_work(archive: Archive) -> Work:
    """Check everything; the result is the report."""

    def work(report: Report, cancelled: Callable[[], bool]) -> Any:
        from archive_app.services.maintenance import verify

        found = verify(archive, report, cancelled)
        return None if cancelled() else found

    return work


class Stopped(Exception):
    """A job was asked to stop, and the service it called has no other way to be told."""


def _stoppable(report: Report, cancelled: Callable[[], bool]) -> Callable[[float, str], None]:
    def tell(share: float, words: str = "") -> None:
        if cancelled():
            raise Stopped
        report(share, words)

    return tell
