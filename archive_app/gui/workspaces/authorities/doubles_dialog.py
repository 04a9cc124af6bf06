"""Cards that are likely one, pair by pair: compared and merged, or told apart for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label
from archive_app.services.authorities.cards import distinguishing

if TYPE_CHECKING:
    from archive_app.services.authorities.doubles import Proposal

_PAIR = Qt.ItemDataRole.UserRole


class DoublesDialog(Dialog):
    """``wanted`` is the pair somebody wants to compare, once the dialog was accepted; ``apart`` is called for each that
    is not one, and the next is shown."""

    def __init__(
        self, parent: QWidget | None, what: str, found: Sequence[Proposal], apart: Callable[[Proposal], None] | None
    ) -> None:
        """``what``: the kind of card, in words; ``apart`` is None where nothing may be written."""
        super().__init__(parent, _("像是同一个的卡片"), width=680)
        self.wanted: Proposal | None = None
        self._apart = apart
        self._what = what
        self._heading = label(voice="title", wrap=True)
        about = label(
            _("名字或别名相同的卡片，两张两张地看：是同一个，比较以后合并（随时可以拆出）；不是，以后就不再提。"),
            tone="faint",
            wrap=True,
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("像是同一个的"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(theme().dp(300))
        for one in found:
            mark = theme().icon("alert-triangle", "amber") if one.doubts else theme().icon("users", "faint")
            line = QListWidgetItem(mark, _words(one))
            line.setData(_PAIR, one)
            self.list.addItem(line)
        self.list.itemActivated.connect(lambda _line: self._compare())
        self.list.currentItemChanged.connect(lambda _now, _before: self._allow())
        self.not_same = button(_("不是同一个"), self._tell_apart)
        self.compare = button(_("比较…"), self._compare, role="primary")
        foot = self.buttons(button(_("关闭"), self.reject), self.not_same, self.compare)
        self.setLayout(column(self._heading, about, 4, self.list, 4, foot, spacing=8, around=(24, 20, 24, 20)))
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._allow()

    def _allow(self) -> None:
        total = self.list.count()
        words = _("像是同一个的{what}卡片有 {n} 对") if total else _("没有像是同一个的{what}卡片")
        self._heading.setText(words.format(what=self._what, n=total))
        self.list.setVisible(total > 0)
        for act in (self.not_same, self.compare):
            act.setVisible(total > 0 and self._apart is not None)

    def _chosen(self) -> Proposal | None:
        line = self.list.currentItem()
        return line.data(_PAIR) if line is not None else None

    def _compare(self) -> None:
        self.wanted = self._chosen()
        if self.wanted is not None and self._apart is not None:
            self.accept()

    def _tell_apart(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._apart is not None:
            self._apart(chosen)
            self.list.takeItem(self.list.currentRow())
            self._allow()
            self.list.setFocus()


def _words(one: Proposal) -> str:
    """Both cards with what tells them apart, and below what speaks for it and against it."""
    named = [
        f"{card.title}（{said}）" if (said := distinguishing(card)) else card.title for card in (one.keep, one.other)
    ]
    return "　/　".join(named) + "\n" + "；".join((*one.reasons, *one.doubts))
