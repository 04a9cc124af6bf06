"""Backup and verification as jobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.services.jobs import Reporter

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.maintenance import Report


class Stopped(ArchiveError):
    """A job was asked to stop, and the service it called has no other way to be told."""

    code = "stopped"


def back_up(reporter: Reporter, archive: Archive, folder: Path) -> Path:
    """Copy everything to ``folder``, verified; returns the folder."""
    from archive_app.services.maintenance import backup

    def tell(share: float, words: str) -> None:
        if reporter.cancelled():
            raise Stopped(_("备份停下了"), _("以前的备份保持原样。"))
        reporter.progress(share, words)

    return backup(archive, folder, tell)


def check(reporter: Reporter, archive: Archive) -> Report:
    """Read everything and compare."""
    from archive_app.services.maintenance import verify

    return verify(archive, reporter.progress, reporter.cancelled)
