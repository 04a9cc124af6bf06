"""The list of what is selected, or of all that is listed, written for Excel; read in again it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.services.jobs import Reporter
    from archive_app.services.lists.writing import ListWritten

_SUFFIX = ".xlsx"


class ListOut(QObject):
    """Asks where, and writes beside the window."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask_where(self, ids: Sequence[str]) -> None:
        """Ask where the list of these items is to be, and write it."""
        name = _("资料清单 {day}").format(day=date.today().isoformat()) + _SUFFIX
        kind = _("{kind} 文件").format(kind="Excel") + f" (*{_SUFFIX})"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("导出清单"), str(Path.home() / name), kind)
        if chosen:
            out = Path(chosen)
            self.write(out if out.suffix.lower() == _SUFFIX else out.with_name(out.name + _SUFFIX), ids)

    def write(self, out: Path, ids: Sequence[str]) -> None:
        """Write the list of these items to ``out``; the window stays usable."""
        archive, wanted = self._shell.session.archive, list(ids)

        def work(reporter: Reporter) -> ListWritten:
            from archive_app.services.lists.writing import write_list  # seldom asked for

            return write_list(archive, out, wanted, reporter.progress)

        self._shell.jobs.in_thread(_("导出清单"), work, then=self._written, failed=self._shell.show_error)

    def _written(self, done: ListWritten) -> None:
        words = _("{items:,} 件已导出到“{name}”。").format(items=done.items, name=done.path.name)
        self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path))
