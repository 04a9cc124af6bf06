"""轮到我的: what waits for who sits here, by state, the longest waiting first; Enter opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive_app.domain.workflow import NOBODY, State
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.services.workflow.status import Turn, Waiting, turn_of

if TYPE_CHECKING:
    from archive_app.gui.session import Session

_SHOWN = 500
"""Rows at most; what waits longest of each state comes first."""
_ID = Qt.ItemDataRole.UserRole


class TurnDialog(Dialog):
    """``chosen`` is the id of the item to be opened, empty where none was."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent, _("轮到我的"), width=640)
        self.chosen = ""
        self.says = label(_("正在看……"), tone="faint", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("轮到我的资料"))
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(self._open)
        self.list.setMinimumHeight(self.height_beside(340, 180))
        self.act = button(_("打开"), lambda: self._open(self.list.currentItem()), role="primary")
        self.act.setEnabled(False)
        self.list.currentItemChanged.connect(lambda now, _was: self.act.setEnabled(bool(now and now.data(_ID))))
        self.setLayout(
            column(
                label(_("轮到我的"), voice="title"),
                self.says,
                4,
                self.list,
                8,
                self.buttons(button(_("关闭"), self.reject), self.act),
                spacing=6,
                around=(24, 16, 24, 16),
            )
        )
        archive = session.archive
        session.ask(lambda: turn_of(archive, archive.actor), self.show_turn, key=("turn", id(self)))

    def show_turn(self, turn: Turn) -> None:
        """Fill the list."""
        self.list.clear()
        number = sum(len(waiting) for _state, waiting in turn.states)
        self.says.setText(_says(turn, number))
        for state, waiting in turn.states:
            head = QListWidgetItem(_("{state}　{n} 件").format(state=_(state.label), n=len(waiting)))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setForeground(theme().colour("faint"))
            self.list.addItem(head)
            for one in waiting[: max(0, _SHOWN - self.list.count())]:
                self.list.addItem(_row(state, one))
        if number:
            self.list.setCurrentRow(1)
            self.list.setFocus()

    def _open(self, row: QListWidgetItem | None) -> None:
        if row is not None and row.data(_ID):
            self.chosen = str(row.data(_ID))
            self.accept()


def _says(turn: Turn, number: int) -> str:
    if turn.name == NOBODY and turn.registered:
        return _("还不知道您是谁：请在“设置”里填“我的姓名”。")
    if not turn.registered:
        words = _("编辑部还没有登记人，各步不问职责：在路上的 {n} 件都在这里。")
    elif not turn.roles:
        words = _("“{name}”在编辑部和文史专员里都还没有登记。")
    else:
        words = _("{name}（{roles}）：{n} 件等着办。") if number else _("{name}（{roles}）：现在没有等着办的。")
    return words.format(name=turn.name, roles=turn.roles, n=number)


def _row(state: State, one: Waiting) -> QListWidgetItem:
    since = one.since[:10]
    told = "　".join(part for part in (since and _("{day} 起").format(day=since), one.by, one.comment) if part)
    made = QListWidgetItem(f"{one.title}\n{told}" if told else one.title)
    made.setData(_ID, one.id)
    made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}，{_(state.label)}")
    made.setSizeHint(QSize(0, theme().dp(52)))
    return made
