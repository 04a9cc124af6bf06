"""What can be done with results, or with those that are chosen: a list in Excel or Word, and how they are cited."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.reading.taking import Source
from archive_app.gui.workspaces.search.asking import Asking, wanted_of
from archive_app.gui.workspaces.search.rows import ResultRow
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.citing import cite, cite_printed
from archive_app.services.jobs import Reporter
from archive_app.services.printed import KIND as VOLUME
from archive_app.services.result_export import Exported, export, suggested_name
from archive_app.services.searching import Search

_KINDS = {".xlsx": "Excel", ".docx": "Word"}


class ResultActs(QObject):
    """``asking`` says what is asked at the moment, ``chosen`` which rows are chosen."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        search: Search,
        asking: Callable[[], Asking],
        chosen: Callable[[], list[ResultRow]],
    ) -> None:
        super().__init__(parent)
        self._window, self._shell, self._search = parent, shell, search
        self._asking, self._chosen = asking, chosen

    def menu(self) -> list[tuple[str, str, Callable[[], object]] | None]:
        """What stands in the menu."""
        acts: list[tuple[str, str, Callable[[], object]] | None] = [
            (_("导出为 Excel 表格…"), "file-export", lambda: self.ask_where(".xlsx")),
            (_("导出为 Word 文件…"), "file-export", lambda: self.ask_where(".docx")),
            None,
        ]
        chosen = self._chosen_ids()
        if len(chosen) > 1:
            excel, word = _("选中的 {n} 件导出为 Excel 表格…"), _("选中的 {n} 件导出为 Word 文件…")
            acts += [
                (excel.format(n=len(chosen)), "file-export", lambda: self.ask_where(".xlsx", chosen)),
                (word.format(n=len(chosen)), "file-export", lambda: self.ask_where(".docx", chosen)),
                None,
            ]
        several = len(self._sources())
        words = _("复制引文（{n} 条，GB/T 7714）").format(n=several) if several > 1 else _("复制引文（GB/T 7714）")
        return [*acts, (words, "copy", self.copy_citations)]

    def _chosen_ids(self) -> tuple[str, ...]:
        """The items and volumes that are chosen, in their order."""
        return tuple(dict.fromkeys(row.hit.id for row in self._chosen()))

    def _sources(self) -> list[Source]:
        """What the chosen rows are cited as, each once: an item, a page of a volume."""
        return list(dict.fromkeys(source_of(row) for row in self._chosen()))

    def ask_where(self, suffix: str, only: Collection[str] = ()) -> None:
        """Ask where the list is to be, and write it: of all results, or of these."""
        words = self._asking().words
        if not words:
            self._shell.toast(_("先检索，再导出。"))
            return
        start = Path.home() / suggested_name(words, suffix)
        kind = _("{kind} 文件").format(kind=_KINDS[suffix]) + f" (*{suffix})"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("导出检索结果"), str(start), kind)
        if chosen:
            out = Path(chosen)
            self.write(out if out.suffix.lower() in _KINDS else out.with_name(out.name + suffix), only)

    def write(self, out: Path, only: Collection[str] = ()) -> None:
        """Write the whole result, or ``only`` these, to ``out``, every place with what stands around it; the window
        stays usable."""
        asking, search, archive = self._asking(), self._search, self._shell.session.archive

        def work(reporter: Reporter) -> Exported:
            wanted = wanted_of(asking)
            return export(search, archive, out, asking.words, only=only, progress=reporter.progress, **wanted)

        self._shell.jobs.in_thread(_("导出检索结果"), work, then=self._written, failed=self._shell.show_error)

    def _written(self, done: Exported) -> None:
        words = _("{items} 件已导出到“{name}”。").format(items=done.items, name=done.path.name)
        self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path))

    def copy_citations(self) -> None:
        """Copy how what is chosen is cited, a line each."""
        sources = self._sources()
        if not sources:
            self._shell.toast(_("先在结果里选一件。"))
            return
        self._shell.session.ask(
            lambda: list(dict.fromkeys(self.cited(source) for source in sources)),
            lambda found: self._copied(found) if isValid(self) else None,
            self._shell.show_error,
            key="cite",
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

    def _copied(self, found: list[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(found))
        one = _("引文已复制：{words}").format(words=found[0])
        self._shell.toast(one if len(found) == 1 else _("{n} 条引文已复制。").format(n=len(found)))


def source_of(row: ResultRow) -> Source:
    """What a row is cited as: the place of a volume by its article and page."""
    place = row.match.place if row.match is not None else {}
    if row.hit.kind != VOLUME or not place.get("article"):
        return Source(row.hit.id)
    page = str(place.get("page") or "")
    return Source(row.hit.id, article=str(place["article"]), pages=(page,) if page else ())
