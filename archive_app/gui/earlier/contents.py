"""目录: the articles of an earlier volume in a table, typed, pasted or from a file, each held against its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import composing
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.services.earlier.contents import FILES, LEVELS, read_file
from archive_app.services.earlier.pasted import ContentsRow, read_lines

SECTION, TITLE, AUTHOR, FIRST, LAST, LEVEL, SAID = range(7)
_FIELDS = ("section", "title", "author", "first", "last", "level")
_SAYING = ("title", "author", "first", "last")
_REST_MS = 400


class _Table(QTableWidget):
    """Several lines that are pasted come in as rows, wherever one is."""

    def __init__(self, pasted: Callable[[str], object]) -> None:
        super().__init__(0, 7)
        self._pasted = pasted
        self.setAccessibleName(_("目录"))
        self.setHorizontalHeaderLabels(
            [_("栏目"), _("题名"), _("署名"), _("起页"), _("止页"), _("级别"), _("与书页核对")]
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        dp = theme().dp
        for place, width in (
            (SECTION, 110),
            (TITLE, 310),
            (AUTHOR, 170),
            (FIRST, 56),
            (LAST, 56),
            (LEVEL, 60),
            (SAID, 190),
        ):
            self.setColumnWidth(place, dp(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste."""
        if event.matches(QKeySequence.StandardKey.Paste) and not composing():
            self._pasted(QGuiApplication.clipboard().text())
            return
        super().keyPressEvent(event)


class ContentsDialog(Dialog):
    """``rows`` are what stands there when it closes with 存下. ``check`` tells of each row what is to be said, ``here``
    reads the contents off the page that is looked at."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        rows: Sequence[ContentsRow],
        check: Callable[[Sequence[ContentsRow]], list[str]],
        here: Callable[[], list[ContentsRow]],
    ) -> None:
        super().__init__(parent, _("目录：{title}").format(title=title), 980)
        self.rows: list[ContentsRow] = list(rows)
        self._check, self._here = check, here
        self.table = _Table(self.paste)
        self.table.itemChanged.connect(self._edited)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._say)
        self._said = label("", tone="faint", wrap=True)
        acts = FlowLayout(spacing=6)
        for words, do, tip in (
            (_("粘贴目录"), self._paste, _("从别处复制来的目录，一行一篇（Ctrl+V）")),
            (_("从文件…"), self._choose, _("Excel、csv、Word 或文本")),
            (_("读眼前这一页"), self._read_here, _("书里印着目录的那一页，翻到它再点")),
            (_("加一行"), self.add_row, _("在这一行下面（Ctrl+回车）")),
            (_("删去"), self.remove, _("选中的各行（Ctrl+Del）")),
            (_("作栏目"), self.as_section, _("选中的这一行不是文章，是下面各篇的栏目")),
            (_("题名、署名对调"), self.swap, _("选中的各行里两样写反了")),
        ):
            acts.addWidget(button(words, do, tip=tip))
        held = QWidget()
        held.setLayout(acts)
        self._keep = button(_("存下"), self._accept, role="primary")
        self.setLayout(
            column(
                label(_("目录"), voice="title"),
                label(
                    _("一行一篇，页码写书上印的。【】里的一行是栏目；省略号、全角数字、作者在前在后都认得。"),
                    tone="faint",
                    wrap=True,
                ),
                8,
                held,
                self.table,
                self._said,
                12,
                self.buttons(button(_("取消"), self.reject), self._keep),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self.layout().setStretch(4, 1)
        for keys, do in (("Ctrl+Return", self.add_row), ("Ctrl+Enter", self.add_row), ("Ctrl+Del", self.remove)):
            QShortcut(QKeySequence(keys), self, do)
        self.table.setMinimumHeight(theme().dp(220))
        room = room_for(self)
        self.resize(min(theme().dp(1080), room.width()), min(theme().dp(720), room.height()))
        self._fill(self.rows)

    # — rows —

    def _fill(self, rows: Sequence[ContentsRow]) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            self._put(at, row)
        self.table.blockSignals(False)
        self._say()

    def _put(self, at: int, row: ContentsRow) -> None:
        for place, name in enumerate(_FIELDS):
            cell = QTableWidgetItem(getattr(row, name))
            if place in (FIRST, LAST):
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(at, place, cell)
        said = QTableWidgetItem("")
        said.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.table.setItem(at, SAID, said)

    def written(self) -> list[ContentsRow]:
        """What stands in the table; empty rows are none."""
        found = []
        for at in range(self.table.rowCount()):
            row = self._row(at)
            if any(getattr(row, name) for name in _SAYING):
                found.append(row)
        return found

    def _row(self, at: int) -> ContentsRow:
        cells = (self.table.item(at, place) for place in range(SAID))
        said: dict[str, Any] = {
            name: cell.text().strip() if cell is not None else "" for name, cell in zip(_FIELDS, cells, strict=True)
        }
        return ContentsRow(**said)

    def _edited(self, cell: QTableWidgetItem) -> None:
        if cell.column() != SAID:
            self._rest.start()

    def _say(self) -> None:
        rows = [self._row(at) for at in range(self.table.rowCount())]
        said = self._check(rows)
        self.table.blockSignals(True)
        for at, (row, words) in enumerate(zip(rows, said, strict=True)):
            cell = self.table.item(at, SAID)
            if cell is not None:
                shown = words if row.title else _("没有题名")
                cell.setText(shown or "✓")
                cell.setToolTip(shown or _("题名在这一页上"))
                cell.setForeground(theme().colour("amber" if shown else "celadon"))
        self.table.blockSignals(False)
        good = sum(not words for words in said)
        self._said.setText(_("{n:,} 篇，{good:,} 篇的题名在那一页上找到了。").format(n=len(rows), good=good))

    def _take(self, found: Sequence[ContentsRow]) -> None:
        if not found:
            self._said.setText(_("看不出目录：请让每一行写着题名和页码。"))
            return
        there = self.written()
        known = {(row.title, row.first) for row in there}
        self._fill([*there, *(row for row in found if (row.title, row.first) not in known)])
        self.table.scrollToBottom()

    # — what is done —

    def paste(self, text: str) -> None:
        """Lines that were copied elsewhere; a word goes into the cell one is at."""
        found = read_lines(text)
        at = self.table.currentItem()
        if not found and at is not None and text.strip() and "\n" not in text.strip() and at.column() != SAID:
            at.setText(text.strip())
            return
        self._take(found)

    def _paste(self) -> None:
        self.paste(QGuiApplication.clipboard().text())

    def _choose(self) -> None:
        pattern = _("目录") + f" ({' '.join('*' + suffix for suffix in FILES)})"
        chosen, _filter = QFileDialog.getOpenFileName(self, _("从文件收目录"), str(Path.home()), pattern)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """What a file holds, behind what is here."""
        try:
            self._take(read_file(path))
        except ArchiveError as error:
            self._said.setText(str(error))

    def _read_here(self) -> None:
        self._take(self._here())

    def add_row(self) -> None:
        """Below the one that one is at, with its 栏目."""
        if composing():
            return
        at = self.table.currentRow() + 1 or self.table.rowCount()
        section = self._row(at - 1).section if at else ""
        self.table.blockSignals(True)
        self.table.insertRow(at)
        self._put(at, ContentsRow("", section=section))
        self.table.blockSignals(False)
        self._choose_row(at)
        self.table.setFocus()
        self._rest.start()

    def _choose_row(self, at: int) -> None:
        """Only this row, whichever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.table.model().index(at, TITLE), flags)

    def _selected(self) -> list[int]:
        return sorted({index.row() for index in self.table.selectedIndexes()})

    def remove(self) -> None:
        """The rows that are selected."""
        for at in reversed(self._selected()):
            self.table.removeRow(at)
        self._say()

    def as_section(self) -> None:
        """The row one is at is the head of what follows, up to the next one that is."""
        at = self.table.currentRow()
        if at < 0:
            return
        rows = [self._row(number) for number in range(self.table.rowCount())]
        name, before = rows[at].title, rows[at].section
        end = next((n for n in range(at + 1, len(rows)) if rows[n].section != before), len(rows))
        rows[at + 1 : end] = [replace(row, section=name) for row in rows[at + 1 : end]]
        del rows[at]
        self._fill(rows)
        self._choose_row(min(at, len(rows) - 1))

    def swap(self) -> None:
        """Title and author of the rows that are selected."""
        chosen = set(self._selected())
        rows = [self._row(number) for number in range(self.table.rowCount())]
        self._fill(
            [replace(row, title=row.author, author=row.title) if at in chosen else row for at, row in enumerate(rows)]
        )

    def _accept(self) -> None:
        if composing():
            return
        self.table.setCurrentIndex(QModelIndex())  # what is being written in a cell goes into it
        for at in range(self.table.rowCount()):
            row = self._row(at)
            wrong = "" if row.level in LEVELS else _("第 {n} 行的级别请写 公开、内部、控制，或空着照全书。")
            if not row.title and any(getattr(row, name) for name in _SAYING):
                wrong = _("第 {n} 行没有题名。")
            if wrong:
                self._said.setText(wrong.format(n=at + 1))
                self._choose_row(at)
                return
        self.rows = self.written()
        self.accept()
