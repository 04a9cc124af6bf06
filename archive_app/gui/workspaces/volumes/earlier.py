"""Earlier volumes among those of the workspace: they have a desk of their own, made when one is first shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.catalogue.store import Record
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from archive_app.gui.earlier.desk import EarlierDesk
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class Earlier(QObject):
    """Takes one in; knows which they are, and shows the one that is chosen."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._known: dict[str, Record] = {}
        self._newest: Record | None = None
        self._place: Place | None = None  # looked for in a volume that is to be shown
        self.desk: EarlierDesk | None = None

    def is_one(self, volume: str) -> bool:
        """Whether it is a volume of scans."""
        return volume in self._known

    def look_for(self, place: Place) -> None:
        """Show this place where its volume is one of scans."""
        self._place = place

    def show(self, volumes: Sequence[Record], listed: Sequence[tuple[str, str]], chosen: str) -> bool:
        """The volumes of the archive, and the one that is chosen: whether it is one of scans, and is shown."""
        self._known = {volume.id: volume for volume in volumes if volume["scans"]}
        self._newest = max(volumes, key=lambda one: int(one["number"] or 0), default=None)
        place, self._place = self._place, None
        record = self._known.get(chosen)
        if record is None:
            return False
        desk = self._desk()
        desk.choice.offer(listed, chosen)
        desk.show_volume(record, place if place is not None and place.record_id == chosen else None)
        self._workspace.pages.setCurrentWidget(desk)
        return True

    def take(self) -> None:
        """收入往辑…"""
        from archive_app.gui.earlier.taking import TakingIn

        last = self._newest
        taking = TakingIn(self._workspace, self._workspace.shell, self._workspace.show_volume)
        taking.ask(last.title if last is not None else "", str(last["compiler"] or "") if last is not None else "")

    def _desk(self) -> EarlierDesk:
        if self.desk is None:
            from archive_app.gui.earlier.desk import EarlierDesk

            workspace = self._workspace
            self.desk = EarlierDesk(workspace.shell, workspace.ask)
            self.desk.volume_chosen.connect(workspace.show_volume)
            self.desk.new_wanted.connect(workspace.acts.ask_new)
            self.desk.take_wanted.connect(self.take)
            self.desk.titles_wanted.connect(workspace.acts.ask_titles)
            self.desk.trash_wanted.connect(workspace.trash.ask)
            workspace.pages.addWidget(self.desk)
        return self.desk
