"""What a workspace is to the window, and the window to a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from archive_app.catalogue.queries import ItemFilter
from archive_app.gui.actions import Actions
from archive_app.gui.jobs import JobBoard
from archive_app.gui.session import Session
from archive_app.services.settings import Settings

ROAD = "workflow_log"
"""The field that is shown as a page of its own: who did what."""
IN_LIST = "(list)"
"""Not a field of a place: the item is to be selected in the list, and nothing opened."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a record, and in it a field, a block, a stretch of code points.

    ``row`` is a row's number of a ROWS field and ``column`` its column; ``note`` a footnote's id. ``words`` are what
    was looked for: a view that cannot point at the stretch itself looks for them. Of a printed volume ``article`` is
    the piece it is in.
    """

    record_id: str
    field: str = ""
    block: str = ""
    note: str = ""
    row: int = -1
    column: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    article: str = ""


class Shell(Protocol):
    """The window, as far as a workspace may reach into it."""

    session: Session
    jobs: JobBoard
    actions_table: Actions
    settings: Settings

    def toast(
        self,
        words: str,
        act: str = "",
        do: Callable[[], object] | None = None,
        other: str = "",
        do_other: Callable[[], object] | None = None,
    ) -> None:
        """Say something in passing, with at most two things to do about it."""

    def go(self, workspace: str, place: Place | None = None) -> None:
        """Show another workspace, and a place in it."""

    def list_items(self, wanted: ItemFilter) -> None:
        """Show the materials that a filter lets through, as a list."""

    def search_for(self, words: str, *, quietly: bool = False) -> None:
        """Put words into the window's search box and search for them; ``quietly`` only puts them there."""

    def show_error(self, error: Exception) -> None:
        """An expected failure as a message; anything else to the crash dialog."""

    def flush(self) -> None:
        """Hand every pending edit to the writer."""


class Workspace(QWidget):
    """One entry of the rail. Made when it is first shown; lives as long as the archive is open."""

    actions_changed = Signal()
    """``can`` would answer otherwise now."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.session = shell.session
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)

    def activate(self) -> None:
        """It has come to the front: put the keyboard where one begins."""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions of the table this workspace carries out, by identifier."""
        return {}

    def can(self, action: str) -> bool:
        """Whether one of its actions makes sense now."""
        return True

    def checked(self, action: str) -> bool:
        """Whether a checkable action of its is on."""
        return False

    def flush(self) -> None:
        """Hand pending edits to the writer; called before undo, before leaving and before closing."""

    def unsaved(self) -> str:
        """What of it was handed over and cannot be stored as it stands, in words; nothing where all is well."""
        return ""

    def open_place(self, place: Place) -> None:
        """Show a record, and a place in it."""

    def show_list(self, wanted: ItemFilter) -> None:
        """List what a filter lets through; only of the workspace that lists."""

    def search(self, words: str) -> None:
        """The window's search box was used while this workspace takes searches."""

    def found(self, words: str) -> bool:
        """Whether these words are what was searched for last, and stand somewhere."""
        return False

    def release(self) -> None:
        """The window is done with it: end threads of its own."""

    def remember(self) -> dict[str, Any]:
        """What to find again after the window was built anew (another text size, another palette)."""
        return {}

    def recall(self, state: dict[str, Any]) -> None:
        """The reverse of ``remember``."""
