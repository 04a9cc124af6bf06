"""Backup and verification as jobs; the bundle for whoever helps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.services.jobs import Reporter

if TYPE_CHECKING:
    from archive_app.gui.main_window import MainWindow
    from archive_app.gui.session import Session
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


def ask_for_bundle(window: MainWindow, session: Session | None) -> None:
    """Ask where the bundle is to be, write it, and say what is in it."""
    from archive_app.gui.dialogs.message import tell
    from archive_app.services.diagnosis import write_bundle

    name = str(Path.home() / _("存史诊断包.zip"))
    where, _filter = QFileDialog.getSaveFileName(window, _("诊断包"), name, _("压缩包") + " (*.zip)")
    if not where:
        return
    out = Path(where) if where.lower().endswith(".zip") else Path(where + ".zip")

    def say(told: list[str]) -> None:
        words = _("里面有：{what}。没有题名、人名、电话和存放的位置。").format(what="；".join(told))
        tell(window, _("诊断包已写到“{name}”").format(name=out.name), words)

    archive = session.archive if session is not None else None
    if session is None:
        try:
            say(write_bundle(out))
        except ArchiveError as error:
            window.show_error(error)
    else:
        session.ask(lambda: write_bundle(out, archive), say, window.show_error)
