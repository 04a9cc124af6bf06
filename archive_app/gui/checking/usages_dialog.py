"""The office's list of 规范用语: written in a table, taken in from one, written out as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from archive_app.domain.errors import ArchiveError, StorageFailed
from archive_app.domain.system_errors import in_words
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row, shown_if
from archive_app.services.checking.house_style import DEFAULT, Usage
from archive_app.services.house_style import HEAD, from_csv, from_rows, to_csv, to_rows
from archive_app.vault.durable import replacing

_WIDTHS = (150, 170, 0, 170)
"""The columns' widths; the reason has what is left."""


class _Table(QTableWidget):
    """Delete takes the selected rows away, Insert makes one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.editTriggers() != self.EditTrigger.NoEditTriggers:
            for number in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
                self.removeRow(number)
            return
        if event.key() == Qt.Key.Key_Insert and self.editTriggers() != self.EditTrigger.NoEditTriggers:
            self.add_row()
            return
        super().keyPressEvent(event)

    def add_row(self) -> None:
        """An empty row at the end, with the keyboard in it."""
        last = self.rowCount()
        self.insertRow(last)
        cells = [QTableWidgetItem("") for _word in HEAD]
        for number, cell in enumerate(cells):
            self.setItem(last, number, cell)
        self.setCurrentCell(last, 0)
        self.editItem(cells[0])


class UsagesDialog(Dialog):
    """``usages`` is the list as it was kept, once it was accepted."""

    def __init__(self, parent: QWidget | None, usages: Sequence[Usage], *, read_only: bool = False) -> None:
        super().__init__(parent, _("规范用语"), width=820)
        self.usages: tuple[Usage, ...] = tuple(usages)
        self.table = _Table(0, len(HEAD))
        self.table.setHorizontalHeaderLabels([_(word) for word in HEAD])
        self.table.setAccessibleName(_("规范用语"))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setMinimumHeight(theme().dp(300))
        for number, width in enumerate(_WIDTHS):
            if width:
                self.table.setColumnWidth(number, theme().dp(width))
            else:
                self.table.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if read_only:
            self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._fill(usages)
        about = label(
            _(
                "正文里编者、作者写的话用了“不写”一栏的词，检查时提醒，从不替换；口述者说的、引文、引号里的不提。"
                "“写作”空着的只提醒。“例外”是含有这个词而不必改的，用顿号隔开。"
            ),
            tone="faint",
            wrap=True,
        )
        self._wrong = label(tone="danger", wrap=True)
        shown_if(self._wrong, False)
        self.add = button(_("加一条"), self.table.add_row, icon="plus")
        self.drop = button(_("去掉选中的"), self._drop)
        self.come = button(_("从表格收进…"), self._ask_in, tip=_("一张 csv，四栏：不写、写作、理由、例外；整张换掉"))
        self.out = button(_("写成表格…"), self._ask_out, tip=_("写成 csv，能用 Excel 打开"))
        self.first = button(_("程序自带的"), lambda: self._fill(DEFAULT), role="link", tip=_("换成程序自带的表"))
        acts = row(self.add, self.drop, self.come, self.out, self.first, None, spacing=8)
        self.keep = button(_("保存"), self._keep, role="primary")
        for one in (self.add, self.drop, self.come, self.first, self.keep):
            one.setVisible(not read_only)
        leave = button(_("关闭") if read_only else _("取消"), self.reject)
        foot = self.buttons(leave, self.keep)
        heading = label(_("规范用语"), voice="title")
        self.setLayout(
            column(heading, about, 4, self.table, acts, self._wrong, 4, foot, spacing=8, around=(24, 20, 24, 20))
        )

    def _fill(self, usages: Sequence[Usage]) -> None:
        self.table.setRowCount(0)
        rows = to_rows(usages)[1:]
        self.table.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for at, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(number, at, item)

    def written(self) -> list[Usage]:
        """The list as it stands in the table. Raises ``UsageError`` for a row that cannot be one."""
        cells = (
            [item.text() if (item := self.table.item(number, at)) is not None else "" for at in range(len(HEAD))]
            for number in range(self.table.rowCount())
        )
        return from_rows(cells)

    def _drop(self) -> None:
        for number in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(number)

    def _keep(self) -> None:
        self.table.setCurrentCell(-1, -1)  # what is being written in a cell goes into it
        try:
            self.usages = tuple(self.written())
        except ArchiveError as error:
            self._say(error)
        else:
            self.accept()

    def _ask_in(self) -> None:
        kind = _("表格") + " (*.csv)"
        chosen, _filter = QFileDialog.getOpenFileName(self, _("从表格收进"), str(Path.home()), kind)
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Put the list of a table in the place of what is here."""
        try:
            self._fill(from_csv(path.read_bytes()))
        except ArchiveError as error:
            self._say(error)
        except OSError as error:
            self._say(StorageFailed(f"打不开“{path.name}”：{in_words(error)}", "请看看它有没有被别的程序占着。"))
        else:
            shown_if(self._wrong, False)

    def _ask_out(self) -> None:
        kind = _("表格") + " (*.csv)"
        name = str(Path.home() / (_("规范用语") + ".csv"))
        chosen, _filter = QFileDialog.getSaveFileName(self, _("写成表格"), name, kind)
        if chosen:
            self.write_out(Path(chosen))

    def write_out(self, path: Path) -> None:
        """Write what is here as a table."""
        try:
            with replacing(path) as handle:
                handle.write(to_csv(self.written()))
        except ArchiveError as error:
            self._say(error)

    def _say(self, error: ArchiveError) -> None:
        self._wrong.setText(str(error))
        shown_if(self._wrong, True)
