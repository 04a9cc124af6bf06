"""校样批注 taken in: each row of the list with what it proposes, or why it cannot; kept when one says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label
from archive_app.services.corrections.marked_lists import MarkedRow, read_marked, take_marked

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell


def ask_marks(parent: QWidget, shell: Shell, volume_id: str) -> None:
    """Ask for the file and read it off the painting thread; its rows are shown then."""
    kinds = _("表格 (*.xlsx *.ods *.xls *.csv)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("收校样批注"), str(Path.home()), kinds)
    if chosen:
        bring_marks(parent, shell, volume_id, Path(chosen))


def bring_marks(parent: QWidget, shell: Shell, volume_id: str, path: Path) -> None:
    """Read a list and show what its rows mean."""
    archive = shell.session.archive
    shell.toast(_("正在照校样找面和行…"))
    shell.session.ask(
        lambda: read_marked(archive, volume_id, path),
        lambda rows: MarksDialog(parent, shell, path.name, rows).open(),
        shell.show_error,
    )


class MarksDialog(Dialog):
    """``rows`` are what was read."""

    def __init__(self, parent: QWidget | None, shell: Shell, name: str, rows: Sequence[MarkedRow]) -> None:
        super().__init__(parent, _("收校样批注"), width=720)
        self._shell, self.rows = shell, list(rows)
        self.list = QListWidget()
        self.list.setAccessibleName(_("批注的各行"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setMinimumHeight(theme().dp(160))
        for one in rows:
            self.list.addItem(_line(one))
        self.by = QLineEdit()
        self.by.setPlaceholderText(_("表里没有写是谁提的，就记这个姓名；空着是您"))
        self.by.setAccessibleName(_("谁提的"))
        fresh = sum(one.proposal is not None and not one.known for one in rows)
        wrong = sum(bool(one.error) for one in rows)
        words = _("“{name}”：可以收 {n} 条，{m} 条有错").format(name=name, n=fresh, m=wrong)
        told = _("收了就成为改动建议，等人采纳；有错的改好表格再收一遍，收过的不会重复。")
        self.act = button(_("收 {n} 条").format(n=fresh), self._accept, role="primary")
        self.act.setEnabled(fresh > 0)
        lay = column(
            label(words, voice="section", wrap=True),
            label(told, tone="faint", voice="small", wrap=True),
            self.list,
            self.by,
            self.buttons(button(_("不收"), self.reject), self.act),
            spacing=8,
            around=(20, 14, 20, 14),
        )
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self.act.setFocus()

    def _accept(self) -> None:
        archive, rows, by = self._shell.session.archive, self.rows, self.by.text().strip()
        self.act.setEnabled(False)
        self._shell.session.write(lambda: take_marked(archive, rows, by), self._taken, self._refused)

    def _taken(self, rows: Sequence[MarkedRow]) -> None:
        refused = [one for one in rows if one.error]
        number = sum(one.proposal is not None and not one.known for one in rows)
        words = _("收了 {n} 条改动，等人采纳。").format(n=number)
        if len(refused) > sum(bool(one.error) for one in self.rows):
            words += refused[-1].error
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.act.setEnabled(True)
        self._shell.show_error(error)


def _line(one: MarkedRow) -> QListWidgetItem:
    if one.proposal is None:
        icon, token, words = "alert-triangle", "amber", _("第 {row} 行　{why}").format(row=one.row, why=one.error)
    else:
        known = _("（已经提过）") if one.known else ""
        words = _("第 {row} 行　《{title}》{change}{known}").format(
            row=one.row, title=one.title, change=one.proposal.words(), known=known
        )
        icon, token = ("check", "faint") if one.known else ("edit", "celadon")
    line = QListWidgetItem(words)
    line.setIcon(theme().icon(icon, token))
    return line
