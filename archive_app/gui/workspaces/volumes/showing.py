"""A place that was found in a printed volume, shown on its page: once the volume, its plan and its pages are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

VOLUME = "volume"
"""The ``field`` of a place whose record is a volume."""


class Showing(QObject):
    """Waits for what a place needs. Another place, or another volume that somebody chooses, ends the waiting."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._plan: Place | None = None  # waits for the volume's plan
        self._page: Place | None = None  # waits for its pages

    def show(self, place: Place) -> None:
        """Show a volume, and what stands in it at the place."""
        self._plan, self._page = place, None
        self._workspace.show_volume(place.record_id)

    def chosen(self, volume: str) -> None:
        """A volume is shown."""
        for place in (self._plan, self._page):
            if place is not None and place.record_id != volume:
                self._plan = self._page = None
                self._workspace.shell.toast(_("这一卷书不在了，也许在回收站里。"))
                return

    def shown_elsewhere(self) -> None:
        """The volume has no pages that are set, and another desk shows it: nothing is waited for."""
        self._plan = self._page = None

    def plan_there(self) -> None:
        """The plan of the volume is shown."""
        place, self._plan = self._plan, None
        if place is None or not place.article or place.record_id != self._workspace.volume:
            return
        if not self._workspace.tree.choose(place.article):
            words = _("这一篇印出以后从书卷里拿掉了；这里是书卷现在的样子。")
            self._workspace.shell.toast(words)
            return
        self._page = place
        if not self._workspace.busy and self._workspace.layout_shown.pages:
            self.pages_there()

    def pages_there(self) -> None:
        """All pages are there."""
        place, self._page = self._page, None
        if place is None or place.record_id != self._workspace.volume:
            return
        view = self._workspace.pages_view
        if place.block and self._workspace.tracing.show_found(place):
            return
        view.mark(place.article)
        if not view.show_article(place.article):
            return
        if place.block:
            self._workspace.shell.toast(_("这一段印出以后改掉了；这里是这一篇的开头。"))
