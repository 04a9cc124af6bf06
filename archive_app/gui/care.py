"""Long work of the whole archive: its backup on another disk, and the look whether all is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.gui.dialogs.choose import choose_folder
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.main_window import MainWindow


class Care:
    """The acts, and when the open archive was last backed up from here."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def backup(self) -> None:
        """Choose a folder on another disk and copy everything there, verified."""
        from archive_app.gui.maintenance import back_up

        window = self._window
        archive = window.session.archive
        known = self._known()
        where = Path(known["folder"]).parent if known else Path.home()
        chosen = choose_folder(window, _("备份到哪里（最好是另一块磁盘或 U 盘）"), where, _("备份到这里"))
        if chosen is not None:
            window.flush()
            folder = backup_folder(chosen, archive.root.name)
            window.jobs.in_thread(_("备份"), back_up, archive, folder, then=self._done, failed=window.show_error)

    def _done(self, folder: Path) -> None:
        window, now = self._window, datetime.now().astimezone()
        here = {window.session.archive.label.id: {"at": now.isoformat(timespec="seconds"), "folder": str(folder)}}
        window.settings.set("backups", {**window.settings.get("backups"), **here})
        window.desk.save_state.set_backup(now)
        window.toast(_("备份好了，并逐件核对过：{folder}").format(folder=folder))

    def backed_up(self) -> datetime | None:
        """When the open archive was backed up last."""
        known = self._known()
        return datetime.fromisoformat(known["at"]) if known else None

    def _known(self) -> dict[str, str]:
        kept = dict(self._window.settings.get("backups"))
        return dict(kept.get(self._window.session.archive.label.id, {}))

    def verify(self) -> None:
        """Check the whole archive and say what was found."""
        from archive_app.gui.dialogs.verified import VerifiedDialog
        from archive_app.gui.maintenance import check

        window = self._window
        window.flush()
        window.jobs.in_thread(
            _("体检"),
            check,
            window.session.archive,
            then=lambda report: VerifiedDialog(window, report).open(),
            failed=window.show_error,
        )


def backup_folder(chosen: Path, name: str) -> Path:
    """The folder for the backup: the chosen one where it is empty or holds an earlier backup, else one inside it."""
    ours = f"{name}-备份"
    if chosen.name == ours or not any(chosen.iterdir()) or (chosen / "archive.toml").exists():
        return chosen
    return chosen / ours
