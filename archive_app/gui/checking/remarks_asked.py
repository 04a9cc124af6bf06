"""Looks texts through for 检查 over many, beside the window, and shows the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.checking.remarks_dialog import Line, RemarksDialog
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.jobs import Reporter


class Checking(QObject):
    """Looks texts through beside the window, and shows the list."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell
        self.dialog: RemarksDialog | None = None

    def ask(self, ids: Sequence[str] = (), *, volume: str = "") -> None:
        """Look through these items, or those of a volume, with what was just typed."""
        from archive_app.services.checking.run import all_remarks
        from archive_app.services.jobs import stopping
        from archive_app.services.texts.everywhere import items_of

        session = self._shell.session
        archive, names = session.archive, session.names

        def work(reporter: Reporter) -> tuple[list[Line], int]:
            wanted = items_of(archive, volume) if volume else list(ids)
            found: list[Line] = [
                (record, remark, {})
                for record, remarks in all_remarks(archive, names, wanted, stopping(reporter))
                for remark in remarks
            ]
            records = archive.catalogue.load("item", wanted).values()
            found += [(record, None, row) for record in records for row in record.values.get("passed") or ()]
            return found, len(wanted)

        def begin() -> None:
            self._shell.jobs.in_thread(_("检查文字"), work, then=self.show, failed=self._shell.show_error)

        self._shell.flush()
        session.when_written(begin)

    def show(self, found: tuple[list[Line], int]) -> None:
        """The list, in place of one that is still open."""
        if self.dialog is not None:
            self.dialog.reject()
        from archive_app.gui.checking.remarks_dialog import RemarksDialog

        shown = self.dialog = RemarksDialog(self._window, self._shell, *found)
        shown.finished.connect(lambda _how: self._gone(shown))
        shown.show()

    def _gone(self, shown: RemarksDialog) -> None:
        if self.dialog is shown:
            self.dialog = None
