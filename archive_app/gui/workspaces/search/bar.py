"""The bar over the results: filters, looking within the results, order, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import margins, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.search.asking import Asking
from archive_app.search.ordering import ORDERS

_WITHIN_WIDTH = 170


class _Within(QLineEdit):
    """Enter looks within the results; Esc empties it."""

    wanted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not composing():
            words = self.text().strip()
            if words:
                self.clear()
                self.wanted.emit(words)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class SearchBar(QWidget):
    """Wraps into two lines where the window is narrow."""

    form_wanted = Signal(bool)
    side_wanted = Signal(bool)
    order_wanted = Signal(str)
    within_wanted = Signal(str)
    exact_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        tip = _("一行一行地填：在哪里找、找什么词、哪些年代和种类（Ctrl+Shift+F）")
        self.form = self._toggle("list-details", _("高级检索"), tip, self.form_wanted.emit)
        self.side = self._toggle("filter", _("筛选"), _("按种类、年代、人物……筛选（Ctrl+L）"), self.side_wanted.emit)
        self.exact = self._toggle(
            "text-recognition", _("原字形"), _("只找写成这样的：繁体简体、异体不互通"), self.exact_wanted.emit
        )
        self.within = _Within()
        self.within.setPlaceholderText(_("在结果中检索"))
        self.within.setAccessibleName(_("在结果中检索"))
        self.within.setFixedWidth(theme().dp(_WITHIN_WIDTH))
        self.within.wanted.connect(self.within_wanted)
        self.order = QComboBox()
        self.order.setAccessibleName(_("次序"))
        for name, words in ORDERS.items():
            self.order.addItem(_("按{words}").format(words=_(words)), name)
        self.order.insertItem(2, _("按时间（晚的在前）"), "-date")
        self.order.activated.connect(lambda _number: self.order_wanted.emit(str(self.order.currentData())))
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.more = QToolButton()
        self.more.setText(_("导出与引文"))
        self.more.setIcon(theme().icon("file-export", "ink"))
        self.more.setIconSize(self.side.iconSize())
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        flow = FlowLayout(self, spacing=6)
        margins(flow, (12, 8, 12, 8), 6)
        for made in (self.form, self.side, self.exact, self.within, self.order, self.more):
            flow.addWidget(made)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)

    @staticmethod
    def _toggle(icon: str, words: str, tip: str, toggled: Callable[[bool], object]) -> QToolButton:
        made = tool(icon, tip, None, text=words, token="ink")
        made.setCheckable(True)
        made.setAccessibleName(words)
        made.toggled.connect(toggled)
        return made

    def show_order(self, order: str) -> None:
        """Another order holds."""
        self.order.setCurrentIndex(max(0, self.order.findData(order)))

    def show_asking(self, asking: Asking) -> None:
        """What is asked, where it was not asked by these buttons."""
        self.show_order(asking.order)
        blocked = self.exact.blockSignals(True)
        self.exact.setChecked(asking.exact)
        self.exact.blockSignals(blocked)

    def set_acts(self, acts: Sequence[tuple[str, str, Callable[[], object]] | None]) -> None:
        """What stands in the menu: (words, icon, act); None is a line."""
        menu = self.more.menu()
        menu.clear()
        for act in acts:
            if act is None:
                menu.addSeparator()
            else:
                words, icon, do = act
                menu.addAction(theme().icon(icon), words, do)
