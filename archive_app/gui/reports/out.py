"""报表: asks what and where; then it is made beside the window, or printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.reports.choices import Begin
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.gui.reports.dialog import ReportDialog
    from archive_app.services.jobs import Reporter
    from archive_app.services.reporting import Made, Report, ReportWritten, Wanted
    from archive_app.typeset.layout import Layout


class ReportOut(QObject):
    """Rows are gathered on a thread; sheets are set in a process, the window stays usable."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, chosen: Sequence[str] = (), listed: Sequence[str] | None = None, **more: str) -> None:
        """Ask which report, of these items or those, and where it is to be; ``more`` as in `Begin`."""
        begin = Begin(tuple(chosen), tuple(listed) if listed is not None else None, **more)
        catalogue = self._shell.session.archive.catalogue

        def known() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
            volumes = [
                (one.id, _("{title} 第{n}辑").format(title=one.title, n=one["number"]) if one["number"] else one.title)
                for one in reversed(catalogue.records("volume"))
            ]
            return volumes, catalogue.titles("commissioner")

        self._shell.session.ask(known, lambda found: self._show(begin, *found), self._shell.show_error, key="report-of")

    def _show(self, begin: Begin, volumes: list[tuple[str, str]], commissioners: list[tuple[str, str]]) -> None:
        from archive_app.gui.reports.dialog import PRINT, ReportDialog

        dialog = ReportDialog(self._window, self._shell, begin, volumes, commissioners)
        if dialog.exec():
            if dialog.act == PRINT and dialog.preview.layout is not None:
                self._print(dialog, dialog.preview.layout)
            else:
                self._ask_where(dialog)
        dialog.deleteLater()

    def _ask_where(self, dialog: ReportDialog) -> None:
        label_, suffix = dialog.report.label, dialog.act
        name = f"{_(label_)} {date.today().isoformat()}{suffix}"
        kind = _("{kind} 文件").format(kind="PDF" if suffix == ".pdf" else "Excel") + f" (*{suffix})"
        where, _filter = QFileDialog.getSaveFileName(self._window, _(label_), str(Path.home() / name), kind)
        if where:
            out = Path(where)
            out = out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)
            self.write(dialog.report, dialog.wanted, out, made=dialog.made, marks=dialog.marks)

    def write(
        self, report: Report, wanted: Wanted, out: Path, *, made: Made | None = None, marks: bool = False
    ) -> None:
        """Make a report at ``out``; ``made`` is what was gathered of it already, ``marks``: note in the volume that the
        list is made."""
        from archive_app.services.jobs import stopping
        from archive_app.services.reporting import gather, write_apart

        archive, jobs, title = self._shell.session.archive, self._shell.jobs, _(report.label)

        def work(reporter: Reporter) -> Made:
            return gather(archive, report, wanted, stopping(reporter))

        def written(done: ReportWritten) -> None:
            self._written(report, done)
            if marks:
                self._mark(report, wanted)

        def gathered(made: Made) -> None:
            jobs.in_process(title, write_apart, made, out, then=written, failed=self._shell.show_error)

        if made is not None:
            gathered(made)
        else:
            jobs.in_thread(title, work, then=gathered, failed=self._shell.show_error)

    def _mark(self, report: Report, wanted: Wanted) -> None:
        from archive_app.services.reporting import mark_listed

        archive = self._shell.session.archive
        self._shell.session.write(lambda: mark_listed(archive, report, wanted), failed=self._shell.show_error)

    def _written(self, report: Report, done: ReportWritten) -> None:
        words = _("《{label}》{rows:,} {unit}，已写到“{name}”。").format(
            label=_(done.label), rows=done.rows, unit=report.unit, name=done.path.name
        )
        if done.pages:
            words = _("《{label}》{rows:,} {unit}、{pages} 页，已写到“{name}”。").format(
                label=_(done.label), rows=done.rows, unit=report.unit, pages=done.pages, name=done.path.name
            )
        words += "".join((*done.problems[:1], done.message))
        self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path))

    def _print(self, dialog: ReportDialog, layout: Layout) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from archive_app.gui.reports.printing import print_layout

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(dialog.report.label)
        asked = QPrintDialog(printer, self._window)
        asked.setMinMax(1, len(layout.pages))
        if asked.exec():
            count = print_layout(layout, printer)
            if count:
                self._shell.toast(_("《{label}》{n} 页，交给打印机了。").format(label=_(dialog.report.label), n=count))
                if dialog.marks:
                    self._mark(dialog.report, dialog.wanted)
            else:
                self._shell.toast(_("打印机没有接下：请看看打印机开了没有，或存成 PDF 再印。"))
