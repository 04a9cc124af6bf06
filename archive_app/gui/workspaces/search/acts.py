"""What can be done with results: a list of them in Excel or Word, and how an item is cited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.reading.taking import Source
from archive_app.gui.workspaces.search.asking import Asking, wanted_of
from archive_app.gui.workspaces.workspace import Shell
from archive_app.search.results import Hit
from archive_app.services.citing import cite, cite_printed
from archive_app.services.jobs import Reporter
from archive_app.services.result_export import Exported, export, suggested_name
from archive_app.services.searching import Search

_KINDS = {".xlsx": "Excel", ".docx": "Word"}


class ResultActs(QObject):
    """``asking`` says what is asked at the moment, ``chosen`` which item is chosen."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        search: Search,
        asking: Callable[[], Asking],
        chosen: Callable[[], Hit | None],
    ) -> None:
        super().__init__(parent)
        self._window, self._shell, self._search = parent, shell, search
        self._asking, self._chosen = asking, chosen

    def menu(self) -> list[tuple[str, str, Callable[[], object]] | None]:
        """What stands in the menu."""
        return [
            (_("导出为 Excel 表格…"), "file-export", lambda: self.ask_where(".xlsx")),
            (_("导出为 Word 文件…"), "file-export", lambda: self.ask_where(".docx")),
            None,
            (_("复制这一件的引文（GB/T 7714）"), "copy", self.copy_citation),
        ]

    def ask_where(self, suffix: str) -> None:
        """Ask where the list is to be, and write it."""
        words = self._asking().words
        if not words:
            self._shell.toast(_("先检索，再导出。"))
            return
        start = Path.home() / suggested_name(words, suffix)
        kind = _("{kind} 文件").format(kind=_KINDS[suffix]) + f" (*{suffix})"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("导出检索结果"), str(start), kind)
        if chosen:
            out = Path(chosen)
            self.write(out if out.suffix.lower() in _KINDS else out.with_name(out.name + suffix))

    def write(self, out: Path) -> None:
        """Write the whole result to ``out``, every place with what stands around it; the window stays usable."""
        asking, search, archive = self._asking(), self._search, self._shell.session.archive

        def work(reporter: Reporter) -> Exported:
            return export(search, archive, out, asking.words, progress=reporter.progress, **wanted_of(asking))

        self._shell.jobs.in_thread(_("导出检索结果"), work, then=self._written, failed=self._shell.show_error)

    def _written(self, done: Exported) -> None:
        words = _("{items} 件已导出到“{name}”。").format(items=done.items, name=done.path.name)
        self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path))

    def copy_citation(self) -> None:
        """Copy how the chosen item is cited."""
        hit = self._chosen()
        if hit is None:
            self._shell.toast(_("先在结果里选一件。"))
            return
        self._shell.session.ask(
            lambda: self.cited(Source(hit.id)), lambda words: self._copied(words) if isValid(self) else None, key="cite"
        )

    def cited(self, source: Source) -> str:
        """How an item or what stands in a volume is cited; it asks the catalogue: call it away from the painting
        thread."""
        archive = self._shell.session.archive
        if source.volume:
            return cite(archive, source.id, volume=source.volume).text
        if source.article:
            return cite_printed(archive, source.id, source.article, source.pages, source.printed).text
        return cite(archive, source.id).text

    def _copied(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._shell.toast(_("引文已复制：{words}").format(words=words))
