"""What is done with a volume as a whole: a new one, its titles and 版权页, its look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class VolumeActs(QObject):
    """Asks, and carries out what was answered. The dialogs are imported when they are opened."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace

    def ask_new(self) -> None:
        """Ask for its title and make it, with a first section to begin in."""
        from archive_app.gui.workspaces.volumes.dialogs import NewVolumeDialog

        dialog = NewVolumeDialog(self._workspace)
        if dialog.exec():
            self._workspace.create_volume(dialog.values())

    def new_volume(self, values: dict[str, object]) -> tuple[str, Batch]:
        """(id, command) of a volume with a first section; both are one step of undo."""
        volume = Create("volume", values)
        first = Create("section", {"volume": volume.id, "title": _("第一栏"), "matter": "body", "position": 1})
        return volume.id, Batch(_("新建书卷"), (volume, first), type="create")

    def ask_format(self) -> None:
        """The template and what is otherwise in this volume."""

        def ask(volume: Record) -> SetFields | None:
            from archive_app.gui.workspaces.volumes.format_dialog import FormatDialog

            dialog = FormatDialog(self._workspace, volume)
            return dialog.command() if dialog.exec() else None

        self._with_volume(ask)

    def ask_titles(self, part: str = "titles") -> None:
        """Title, 版权页 and 编委会."""

        def ask(volume: Record) -> SetFields | None:
            from archive_app.gui.workspaces.volumes.volume_dialog import VolumeDialog

            dialog = VolumeDialog(self._workspace, volume, part)
            return dialog.command() if dialog.exec() else None

        self._with_volume(ask)

    def take_marks(self) -> None:
        """A list marked on the volume's proof, as proposals."""
        from archive_app.gui.manuscript.tracking.marks_dialog import ask_marks

        self._workspace.flush()
        if self._workspace.volume:
            ask_marks(self._workspace, self._workspace.shell, self._workspace.volume)

    def report(self, name: str = "fees") -> None:
        """稿费, 样书, 名单 and the other reports of the volume that is open, ``name`` first."""
        from archive_app.gui.reports.out import ReportOut

        self._workspace.flush()
        ReportOut(self._workspace, self._workspace.shell).ask(report=name, volume=self._workspace.volume)

    def _with_volume(self, ask: Callable[[Record], SetFields | None]) -> None:
        workspace = self._workspace
        volume, catalogue = workspace.volume, workspace.session.archive.catalogue
        if not volume:
            return

        def show(record: Record) -> None:
            command = ask(record)
            if command is not None:
                workspace.execute(command)

        workspace.ask(lambda: catalogue.record(volume), show, key="format")
