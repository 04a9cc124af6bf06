"""稿费 of a volume piece by piece: grade, rate and shares where they are others than the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.office_note import Office
from archive_app.services.volume_reports.contents import contents
from archive_app.services.volume_reports.fees import shares_from, shares_words

if TYPE_CHECKING:
    from archive_app.services.reporting import Wanted
    from archive_app.services.volume_reports.contents import Contents, Piece

_HEADS = ("题名", "署名", "等级", "单价（元/千字）", "分配（姓名 百分比）")
_GRADE, _RATE, _SHARES = 2, 3, 4


class FeesDialog(Dialog):
    """A row a piece; what is left empty goes by the settings. All changes are one step of undo."""

    def __init__(self, parent: QWidget | None, shell: Shell, wanted: Wanted) -> None:
        super().__init__(parent, _("各篇的稿费"), 820)
        self._session = shell.session
        self._shell = shell
        self._pieces: list[Piece] = []
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setAccessibleName(_("各篇的稿费"))
        self.table.setHorizontalHeaderLabels([_(words) for words in _HEADS])
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setMinimumHeight(theme().dp(340))
        self.wrong = label("", tone="danger", wrap=True)
        grades = "、".join(f"{name} {rate}" for name, rate in Office(self._session.archive.root).grades.items())
        told = (
            _("空着的照设置算。等级：{grades}。").format(grades=grades)
            if grades
            else _("空着的照设置算；还没有设等级。")
        )
        told += _("分配写成“马䶮（口述） 50、祁垚（整理） 50”，合起来 100。")
        self.keep = button(_("记下"), self.accept, role="primary")
        self.keep.setEnabled(False)
        whole = column(
            label(_("各篇的稿费"), voice="title"),
            label(told, tone="faint", wrap=True),
            self.table,
            self.wrong,
            self.buttons(button(_("取消"), self.reject), self.keep),
            spacing=10,
            around=(24, 20, 24, 20),
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        archive, volume = self._session.archive, wanted.volume
        self._session.ask(
            lambda: contents(archive, archive.catalogue.record(volume)), self._take, shell.show_error,
            key=("fees", id(self)),
        )  # fmt: skip

    def _take(self, found: Contents) -> None:
        self._pieces = list(found.pieces)
        self.table.setRowCount(len(self._pieces))
        for at, piece in enumerate(self._pieces):
            article = piece.article
            shares = shares_words(article["fee_shares"] or ())
            words = (piece.title, piece.byline, str(article["fee_grade"] or ""), str(article["fee_rate"] or ""), shares)
            for place, said in enumerate(words):
                cell = QTableWidgetItem(said)
                cell.setToolTip(said)
                if place < _GRADE:
                    cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(at, place, cell)
        header = self.table.horizontalHeader()
        for place in range(len(_HEADS)):
            stretch = place in (0, _SHARES)
            header.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.ResizeToContents
            )
        self.keep.setEnabled(True)
        if self._pieces:
            self.table.setCurrentCell(0, _GRADE)

    def changes(self) -> list[SetFields]:
        """What is to be another; raises ``UsageError`` for what cannot be, with the piece's title."""
        grades = Office(self._session.archive.root).grades
        found = []
        for at, piece in enumerate(self._pieces):
            grade, rate, shares = (self.table.item(at, place).text().strip() for place in (_GRADE, _RATE, _SHARES))
            if grade and grades and grade not in grades:
                raise UsageError(f"《{piece.title}》的等级“{grade}”没有设过", f"可用的有：{'、'.join(grades)}。")
            if rate and not (rate.isdecimal() and 0 < int(rate) <= 10_000):
                raise UsageError(f"《{piece.title}》的单价“{rate}”不是数字", "请填 1 到 10000 的整数，或空着。")
            try:
                rows = shares_from(shares)
            except UsageError as error:
                raise UsageError(f"《{piece.title}》：{error.message}", error.remedy) from error
            values: dict[str, Any] = {"fee_grade": grade, "fee_rate": int(rate) if rate else None, "fee_shares": rows}
            article = piece.article
            now = {"fee_grade": str(article["fee_grade"] or ""), "fee_rate": article["fee_rate"] or None}
            now["fee_shares"] = [dict(row) for row in article["fee_shares"] or ()]
            changed = {name: value for name, value in values.items() if value != now[name]}
            if changed:
                found.append(SetFields(article.id, changed))
        return found

    def accept(self) -> None:
        """Keep what was changed as one step; where something cannot be, say what and stay."""
        self.keep.setFocus()  # ends the editing of a cell
        try:
            parts = self.changes()
        except ArchiveError as error:
            self.wrong.setText(f"{error.message}。{error.remedy}")
            return
        if not parts:
            super().reject()
            return
        self.keep.setEnabled(False)
        self._session.execute(
            Batch(_("各篇的稿费"), tuple(parts)), lambda _done: super(FeesDialog, self).accept(), self._no
        )

    def _no(self, error: Exception) -> None:
        self.keep.setEnabled(True)
        self._shell.show_error(error)
