"""The dialog of 报表: the reports there are, what the chosen one is of, and its sheets beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.reports.choices import Begin, Choices
from archive_app.gui.reports.preview import AT_ONCE, SHOWN, Preview
from archive_app.gui.reports.sheets import ReportSheets
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, shown_if, tool
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.services.report_columns import ColumnChoice
    from archive_app.services.reporting import Made, Report, Wanted
    from archive_app.typeset.layout import Layout

_REPORT = Qt.ItemDataRole.UserRole
_REST_MS = 200
_WIDE, _HIGH, _LEFT = 1120, 660, 330
PDF, EXCEL, PRINT = ".pdf", ".xlsx", "print"


class ReportDialog(Dialog):
    """``report``, ``wanted`` and ``act`` (.pdf, .xlsx, print) are what was chosen; ``made`` is what was gathered of it
    so far, to be written as it is."""

    last = ""
    """The report chosen before, while the program runs."""

    def __init__(
        self, parent: QWidget | None, shell: Shell, begin: Begin,
        volumes: Sequence[tuple[str, str]], commissioners: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(parent, _("报表"), 760)
        self._shell = shell
        self.act = PDF
        self.choices = Choices(begin, volumes, commissioners)
        self.choices.changed.connect(self._again)
        self.choices.keeps(self._kept_columns)
        self.choices.columns_wanted.connect(self._ask_columns)
        self.preview = Preview(shell, self)
        self.preview.gathered.connect(self._gathered)
        self.preview.laid_out.connect(self._laid_out)
        self.preview.failed.connect(self._failed)
        self.preview.progressed.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._gather)
        self.list = self._list()
        self.told = label("", tone="faint", wrap=True)
        self.mark = QCheckBox(_("记下今天造册"))
        self.mark.setToolTip(_("存好以后，在书卷里记下这张表造好的日期；付印签字以前要有"))
        self.office = button(_("设置…"), self._ask_office, icon="settings")
        self.fees = button(_("各篇的稿费…"), self._ask_fees, icon="edit")
        self.sheets = ReportSheets(lambda work, then: shell.session.ask(work, then))
        self.sheets.setMinimumSize(QSize(theme().dp(240), theme().dp(200)))
        self.state = label("", tone="faint", wrap=True)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.look = button(_("看看样子"), self._gather, icon="eye")
        self.setLayout(self._laid())
        self._fit()
        self._select(begin.report or ReportDialog.last)
        self.list.setFocus()

    # — made of —

    def _list(self) -> QListWidget:
        from archive_app.services.reporting import GROUPS, REPORTS

        made = QListWidget()
        made.setAccessibleName(_("哪一种报表"))
        for group in GROUPS:
            head = QListWidgetItem(_(group))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setForeground(theme().colour("faint"))
            made.addItem(head)
            for report in REPORTS:
                if report.group == group:
                    entry = QListWidgetItem("　" + _(report.label))
                    entry.setData(_REPORT, report)
                    made.addItem(entry)
        made.itemActivated.connect(lambda entry: self._do(PDF) if entry.data(_REPORT) else None)
        made.currentItemChanged.connect(lambda _now, _before: self._look())
        return made

    def _laid(self):
        zooms = (
            tool("zoom-in", _("大一些（+）"), lambda: self.sheets.zoom(1.25)),
            tool("zoom-out", _("小一些（-）"), lambda: self.sheets.zoom(0.8)),
            tool("zoom-reset", _("看整页（0）"), lambda: self.sheets.zoom(0.0)),
        )
        left = pane(
            column(
                self.list, self.told, self.choices, self.mark,
                spacing=8,
            )
        )  # fmt: skip
        left.setFixedWidth(min(theme().dp(_LEFT), round(room_for(self).width() * 0.4)))
        state = row(self.state, self.look, *zooms, spacing=4)
        state.setStretch(0, 1)
        right = column(self.sheets, state, spacing=8)
        right.setStretch(0, 1)
        both = row(left, pane(right), spacing=16)
        both.setStretch(1, 1)
        self.to_excel = button(_("存成 Excel…"), lambda: self._do(EXCEL), icon="file-spreadsheet")
        self.to_printer = button(_("打印…"), lambda: self._do(PRINT), icon="printer")
        self.to_pdf = button(_("存成 PDF…"), lambda: self._do(PDF), role="primary")
        self.to_pdf.setDefault(True)
        foot = self.buttons(button(_("关闭"), self.reject), self.to_printer, self.to_excel, self.to_pdf)
        title = row(label(_("报表"), voice="title"), None, self.fees, self.office, spacing=8)
        whole = column(title, both, foot, spacing=12, around=(24, 16, 24, 16))
        whole.setStretch(1, 1)
        return whole

    def _fit(self) -> None:
        self.resize(QSize(theme().dp(_WIDE), theme().dp(_HIGH)).boundedTo(room_for(self)))

    # — chosen —

    @property
    def report(self) -> Report:
        """The report chosen."""
        return self.list.currentItem().data(_REPORT)

    @property
    def wanted(self) -> Wanted:
        """What it is of."""
        return self.choices.wanted()

    @property
    def made(self) -> Made | None:
        """The report as it was gathered, where it was."""
        return self.preview.made

    @property
    def marks(self) -> bool:
        """Whether the volume is to note that this list is made."""
        return self.mark.isVisibleTo(self) and self.mark.isChecked()

    def choose(self, name: str) -> None:
        """Choose a report by its name."""
        self._select(name)

    def _select(self, name: str) -> None:
        entries = [self.list.item(at) for at in range(self.list.count())]
        named = [entry for entry in entries if entry.data(_REPORT) is not None]
        found = next((entry for entry in named if entry.data(_REPORT).name == name), named[0])
        self.list.setCurrentItem(found)
        self.list.scrollToItem(found)

    def _do(self, act: str) -> None:
        if act == PRINT and self.preview.layout is None:
            return
        self.act = act
        ReportDialog.last = self.report.name
        self.accept()

    # — looked at —

    def _look(self) -> None:
        """Say what the report is, and ask what it needs to know."""
        if self.list.currentItem() is None or self.list.currentItem().data(_REPORT) is None:
            return
        report = self.report
        self.told.setText(_(report.help) + "。")
        self.choices.show_for(report)
        self.to_excel.setVisible(EXCEL in report.suffixes)
        papers = bool(report.listed) or (PDF in report.suffixes and EXCEL not in report.suffixes)
        writable = not self._shell.session.archive.read_only
        self.office.setVisible(writable and papers and report.name not in ("photograph-cards",))
        self.fees.setVisible(writable and report.name in ("fees", "fee-payments"))
        self.mark.setVisible(writable and bool(report.listed))
        self._again()

    def _again(self) -> None:
        """Another choice: other sheets."""
        self.choices.again()
        self.preview.drop()
        self.sheets.hide_pages()
        self.to_printer.setEnabled(False)
        count = self.choices.count
        many = (count is None and not self._few()) or (count or 0) > AT_ONCE
        shown_if(self.look, many)
        if many:
            self.state.setText(_("资料多，要一会儿；想先看看就按“看看样子”。"))
            self._rest.stop()
        else:
            self.state.setText(_("正在读…"))
            self._rest.start()

    def _few(self) -> bool:
        """Whether the whole archive is little enough to be read unasked."""
        facets = self._shell.session.archive.catalogue.counts()
        return sum(number for _value, _words, number in facets) <= AT_ONCE

    def _gather(self) -> None:
        from archive_app.services.reporting import MUST

        self.look.hide()
        if self.report.of_volume == MUST and not self.wanted.volume:
            self.state.setText(_("还没有书卷：先在“编纂”里新建一卷。"))
            return
        self.state.setText(_("正在读…"))
        self.preview.show(self.report, self.wanted)

    def _progressed(self, words: str) -> None:
        if self.preview.made is None and words:
            self.state.setText(_("正在读：{words}").format(words=words))

    def _gathered(self, made: Made) -> None:
        self.state.setText(_("{n:,} {unit}，正在排…").format(n=len(made.rows), unit=self.report.unit))

    def _laid_out(self, layout: Layout) -> None:
        made = self.preview.made
        if made is None:
            return
        count, unit = len(made.rows), self.report.unit
        if count > SHOWN:
            words = _("{n:,} {unit}；这里只排前 {m} {unit}看看，页数以存出的为准。").format(n=count, unit=unit, m=SHOWN)
        else:
            words = _("{n:,} {unit}，{pages} 页").format(n=count, unit=unit, pages=len(layout.pages))
        self.state.setText("　".join((words, *(str(one) for one in layout.problems[:1]))))
        self.to_printer.setEnabled(count <= SHOWN)
        self.sheets.show_layout(layout)
        self.sheets.show_page(0)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ArchiveError):
            self.state.setText(f"{error.message}。{error.remedy}")
        else:
            self._shell.show_error(error)

    # — settings —

    def _ask_office(self) -> None:
        from archive_app.gui.reports.office_dialog import OfficeDialog

        self._after(lambda: OfficeDialog(self, self._shell).exec())

    def _ask_fees(self) -> None:
        from archive_app.gui.reports.fees_dialog import FeesDialog

        if self.wanted.volume:
            self._after(lambda: FeesDialog(self, self._shell, self.wanted).exec())

    def _kept_columns(self, report: str) -> list[ColumnChoice]:
        from archive_app.services.report_columns import kept_choices

        try:
            return kept_choices(self._shell.session.archive, report)
        except ArchiveError as error:
            self._shell.show_error(error)
            return []

    def _ask_columns(self) -> None:
        """The columns of a list as the office wants them, kept where they were given a name."""
        from archive_app.gui.reports.columns_dialog import ReportColumnsDialog
        from archive_app.services.report_columns import forget, keep, usual

        archive, listed = self._shell.session.archive, self.report.columned
        assert listed is not None
        dialog = ReportColumnsDialog(self, archive, listed, self.choices.column_choice or usual(listed))
        begun = self.choices.column_choice
        if dialog.exec():
            choice = usual(listed) if dialog.forgotten else dialog.choice
            try:
                if dialog.forgotten and begun is not None and not archive.read_only:
                    forget(archive, begun.report, begun.name)
                elif choice.name and not archive.read_only:
                    choice = keep(archive, choice)
            except ArchiveError as error:
                self._shell.show_error(error)
            self.choices.set_columns(choice if choice != usual(listed) else None)
        dialog.deleteLater()

    def _after(self, ask: Callable[[], int]) -> None:
        if ask():
            self._again()

    def done(self, result: int) -> None:
        """However it ends, nobody waits for sheets any more; what was gathered stays to be written."""
        made, layout = self.preview.made, self.preview.layout
        self._rest.stop()
        self.preview.drop()
        self.preview.made, self.preview.layout = made, layout
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preview.drop()
        super().closeEvent(event)
