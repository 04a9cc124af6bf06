"""A volume goes to the trash, and comes back: asked first, told afterwards, with a way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from archive_app.catalogue.commands import Batch
from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class VolumeTrash(QObject):
    """The acts of the workspace with the volume that is shown, and with those in the trash."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace

    def ask(self) -> None:
        """Put the volume that is shown into the trash, once it is said what goes and what stays."""
        from archive_app.services.volume_trash import named, trashed

        workspace = self._workspace
        archive, volume = workspace.session.archive, workspace.volume
        if archive.read_only:
            return
        if not volume:
            workspace.shell.toast(_("先选一卷书"))
            return
        workspace.flush()

        def found() -> tuple[Record, Batch]:
            return archive.catalogue.record(volume), trashed(archive, volume)

        def then(answer: tuple[Record, Batch]) -> None:
            record, command = answer
            stays = _("扫描件和核对过的文字都留着") if record["scans"] else _("编进去的资料本身都留着")
            if ask(
                workspace,
                _("把{title}移到回收站？").format(title=named(record)),
                _("篇目一起移走，检索不再找到它；{stays}。可以撤销，也可以在“馆藏 → 取回书卷…”里取回。").format(
                    stays=stays
                ),
                _("不移"),
                _("移到回收站"),
            ):
                self._run(command, _("{title}已移到回收站。").format(title=named(record)), "")

        workspace.ask(found, then, self._refused, key="volume-trash")

    def ask_back(self) -> None:
        """Which of the volumes in the trash is to come back."""
        from archive_app.services.volume_trash import in_trash

        archive = self._workspace.session.archive
        if not archive.read_only:
            self._workspace.ask(lambda: in_trash(archive), self._choose, key="volume-trash")

    def _choose(self, volumes: list[Record]) -> None:
        if not volumes:
            self._workspace.shell.toast(_("回收站里没有书卷"))
            return
        menu = self.menu(volumes)
        menu.exec(self._workspace.mapToGlobal(QPoint(16, 48)))
        menu.deleteLater()

    def menu(self, volumes: list[Record]) -> QMenu:
        """The volumes in the trash, to be chosen from."""
        from archive_app.services.volume_trash import named

        made = QMenu(self._workspace)
        for one in volumes:
            made.addAction(_("取回{title}").format(title=named(one).replace("&", "&&")), partial(self.bring_back, one))
        return made

    def bring_back(self, volume: Record) -> None:
        """Out of the trash, and shown."""
        from archive_app.services.volume_trash import named, restored

        archive = self._workspace.session.archive
        words = _("{title}已取回。").format(title=named(volume))
        self._workspace.ask(
            lambda: restored(archive, volume.id),
            lambda command: self._run(command, words, volume.id),
            self._refused,
            key="volume-trash",
        )

    def _run(self, command: Batch, words: str, shown: str) -> None:
        shell = self._workspace.shell

        def done(_done: object) -> None:
            shell.toast(words, _("撤销"), shell.actions_table["edit.undo"].trigger)
            self._workspace.show_volume(shown)

        self._workspace.session.execute(command, done, shell.show_error)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self._workspace.shell.show_error(error)
