"""What hardly can be in the dates of people, as one list: each line leads to the card or to the material."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.authorities.remarks import Odd

_PLACE = Qt.ItemDataRole.UserRole


class OddDialog(Dialog):
    """``card`` or ``item`` is the id of what somebody wants to see, once the dialog was accepted."""

    def __init__(self, parent: QWidget | None, found: Sequence[tuple[Record, list[Odd]]]) -> None:
        super().__init__(parent, _("核对生卒"), width=680)
        self.card = self.item = ""
        total = sum(len(odd) for _card, odd in found)
        said = _("{n} 处对不上，在 {cards} 张人物卡片上").format(n=total, cards=len(found))
        heading = label(said if total else _("没有对不上的"), voice="title", wrap=True)
        about = label(
            _("生卒年与自身、与资料的时间对不上的。只是提醒：改卡片还是改资料，或者本来如此，由您定。"),
            tone="faint",
            wrap=True,
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("对不上的"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(theme().dp(300))
        for card, odd in found:
            for one in odd:
                line = QListWidgetItem(theme().icon("alert-triangle", "amber"), f"{card.title}　{one.words}")
                line.setData(_PLACE, (card.id, one.item))
                self.list.addItem(line)
        self.list.setVisible(total > 0)
        self.list.itemActivated.connect(lambda _line: self._open_card())
        self.list.currentItemChanged.connect(lambda _now, _before: self._allow())
        self.to_item = button(_("看资料"), self._open_item, icon="external-link")
        self.to_card = button(_("看卡片"), self._open_card, role="primary")
        for act in (self.to_item, self.to_card):
            act.setVisible(total > 0)
        foot = self.buttons(button(_("关闭"), self.reject), self.to_item, self.to_card)
        self.setLayout(column(heading, about, 4, self.list, 4, foot, spacing=8, around=(24, 20, 24, 20)))
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._allow()

    def _chosen(self) -> tuple[str, str]:
        line = self.list.currentItem()
        return line.data(_PLACE) if line is not None else ("", "")

    def _allow(self) -> None:
        card, item = self._chosen()
        self.to_card.setEnabled(bool(card))
        self.to_item.setEnabled(bool(item))

    def _open_card(self) -> None:
        self.card = self._chosen()[0]
        if self.card:
            self.accept()

    def _open_item(self) -> None:
        self.item = self._chosen()[1]
        if self.item:
            self.accept()
