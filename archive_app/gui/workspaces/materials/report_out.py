"""报表: which one, of what, on paper or for Excel; then it is made beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.services.jobs import Reporter
    from archive_app.services.reporting import Made, Report, ReportWritten, Wanted

_REPORT = Qt.ItemDataRole.UserRole
_YEARS = 30


class ReportDialog(Dialog):
    """``report``, ``items`` (None for the whole archive), ``year`` and ``suffix`` are what was chosen."""

    last = ("", ".pdf")
    """The report and the form chosen before, while the program runs."""

    def __init__(self, parent: QWidget | None, chosen: Sequence[str], listed: Sequence[str]) -> None:
        super().__init__(parent, _("报表"), 560)
        from archive_app.services.reporting import REPORTS

        self._of = {"chosen": list(chosen), "listed": list(listed)}
        self.list = QListWidget()
        self.list.setAccessibleName(_("哪一种报表"))
        for report in REPORTS:
            entry = QListWidgetItem(_(report.label))
            entry.setData(_REPORT, report)
            self.list.addItem(entry)
        self.list.setFixedHeight(theme().dp(340))
        self.list.itemActivated.connect(lambda _entry: self.accept())
        self.list.currentRowChanged.connect(lambda _row: self._look())
        self.told = label("", tone="faint", wrap=True)
        self.told.setMinimumHeight(theme().dp(40))
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scope = Segments(
            [
                ("chosen", _("选中的 {n:,} 件").format(n=len(chosen)), ""),
                ("listed", _("列表里的 {n:,} 件").format(n=len(listed)), ""),
                ("all", _("整个馆藏"), ""),
            ]
        )
        self.scope.set_shown("chosen", bool(chosen))
        self.scope.choose("chosen" if len(chosen) > 1 else "listed")
        self.years = CalmCombo()
        self.years.setAccessibleName(_("哪一年"))
        self.years.addItem(_("各年"), None)
        for year in range(date.today().year, date.today().year - _YEARS, -1):
            self.years.addItem(_("{year} 年").format(year=year), year)
        self.form = Segments([(".pdf", _("PDF，打印用"), "printer"), (".xlsx", _("Excel，还要改"), "file-spreadsheet")])
        self.form.choose(self.last[1])
        self._scope_label, self._years_label = label(_("列哪些")), label(_("哪一年"))
        self.act = button(_("做成文件…"), self.accept, role="primary")
        self.act.setDefault(True)
        parts = (
            label(_("报表"), voice="title"),
            self.list,
            self.told,
            4,
            row(self._scope_label, self.scope, None, spacing=12),
            row(self._years_label, self.years, None, spacing=12),
            row(label(_("做成")), self.form, None, spacing=12),
            12,
            self.buttons(button(_("取消"), self.reject), self.act),
        )
        self.setLayout(column(*parts, spacing=8, around=(24, 20, 24, 20)))
        names = [report.name for report in REPORTS]
        self.list.setCurrentRow(names.index(self.last[0]) if self.last[0] in names else 0)
        self.list.setFocus()

    @property
    def report(self) -> Report:
        """The report chosen."""
        return self.list.currentItem().data(_REPORT)

    @property
    def suffix(self) -> str:
        """What it is made as: .pdf, .xlsx."""
        return self.form.choice() if self.form.choice() in self.report.suffixes else self.report.suffixes[0]

    @property
    def items(self) -> list[str] | None:
        """The items it is of; None for all."""
        return self._of.get(self.scope.choice()) if self.report.of_items else None

    @property
    def year(self) -> int | None:
        """The year it is of; None for every year."""
        return self.years.currentData() if self.report.of_years else None

    def accept(self) -> None:
        """Remember what was chosen for the next time."""
        ReportDialog.last = (self.report.name, self.suffix)
        super().accept()

    def _look(self) -> None:
        """Say what the report is, and ask what it needs to know."""
        self.told.setText(_(self.report.help) + "。")
        self._scope_label.setVisible(self.report.of_items)
        self.scope.setVisible(self.report.of_items)
        self.form.set_shown(".xlsx", ".xlsx" in self.report.suffixes)
        if self.form.choice() not in self.report.suffixes:
            self.form.choose(self.report.suffixes[0])
        self._years_label.setVisible(self.report.of_years)
        self.years.setVisible(self.report.of_years)


class ReportOut(QObject):
    """Asks what and where. Rows are gathered on a thread; sheets are set in a process, the window stays usable."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, chosen: Sequence[str], listed: Sequence[str]) -> None:
        """Ask which report, of these items or those, and where it is to be."""
        dialog = ReportDialog(self._window, chosen, listed)
        if dialog.exec():
            self._ask_where(dialog)
        dialog.deleteLater()

    def _ask_where(self, dialog: ReportDialog) -> None:
        from archive_app.services.reporting import Wanted

        label_, suffix = dialog.report.label, dialog.suffix
        name = f"{_(label_)} {date.today().isoformat()}{suffix}"
        kind = _("{kind} 文件").format(kind="PDF" if suffix == ".pdf" else "Excel") + f" (*{suffix})"
        where, _filter = QFileDialog.getSaveFileName(self._window, _(label_), str(Path.home() / name), kind)
        if where:
            out = Path(where)
            out = out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)
            self.write(dialog.report, Wanted(dialog.items, dialog.year), out)

    def write(self, report: Report, wanted: Wanted, out: Path) -> None:
        """Make a report at ``out``."""
        from archive_app.services.reporting import gather, write_apart

        archive, jobs, title = self._shell.session.archive, self._shell.jobs, _(report.label)

        def work(reporter: Reporter) -> Made:
            return gather(archive, report, wanted, reporter.progress)

        def gathered(made: Made) -> None:
            jobs.in_process(title, write_apart, made, out, then=self._written, failed=self._shell.show_error)

        jobs.in_thread(title, work, then=gathered, failed=self._shell.show_error)

    def _written(self, done: ReportWritten) -> None:
        words = _("《{label}》{rows:,} 行，已写到“{name}”。").format(
            label=_(done.label), rows=done.rows, name=done.path.name
        )
        if done.pages:
            words = _("《{label}》{rows:,} 行、{pages} 页，已写到“{name}”。").format(
                label=_(done.label), rows=done.rows, pages=done.pages, name=done.path.name
            )
        words += "".join((*done.problems[:1], done.message))
        self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path))
