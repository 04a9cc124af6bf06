"""The bar above the list: add, find, order, list or cards; and the chips of what restricts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from archive_app.domain.kinds import KINDS
from archive_app.gui.actions import Actions
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, icon_size, label, pane, row, set_property, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.materials.filters import FilterPanel
from archive_app.services.facet_labels import kind_icon

ORDERS = (
    ("added", "加入先后"),
    ("received", "收到日期"),
    ("title", "题名（拼音）"),
    ("strokes", "题名（笔画）"),
    ("created", "形成时间"),
    ("accession_no", "征集号"),
    ("state", "状态"),
    ("kind", "种类"),
)
_FILTERS_FROM = 860
_WORDS_FROM = 736
_ORDER_FROM = 640
"""Widths on the grid from which the side, list and cards, and the order keep their words beside their icons."""


class ListBar(QWidget):
    """Signals say what is wanted."""

    add_wanted = Signal()
    kind_wanted = Signal(str)
    ordered = Signal(str, bool)
    mode_chosen = Signal(str)
    filters_toggled = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.finder = SearchBox(_("题名、编号"))
        self.finder.setMaximumWidth(theme().dp(300))
        self.finder.setMinimumWidth(theme().dp(136))
        self._filters = tool("layout-sidebar", _("筛选栏（Ctrl+L）"), self.filters_toggled.emit, token="ink")
        self._filters.setCheckable(True)
        self._filters.setText(_("筛选"))
        self.add_button = button(_("加入材料…"), self.add_wanted.emit, role="primary", icon="file-import")
        self.add_button.setToolTip(_("把照片、文稿等文件收进来；也可以直接拖进窗口（Ctrl+I）"))
        self.new_button = button(_("新建"), icon="plus")
        self.new_button.setProperty("menued", True)
        self.new_menu = QMenu(self.new_button)
        for kind in KINDS:
            entry = self.new_menu.addAction(theme().icon(kind_icon(kind.name)), _(kind.label))
            entry.setIconVisibleInMenu(True)
            entry.triggered.connect(lambda _checked=False, name=kind.name: self.kind_wanted.emit(name))
        self.new_button.setMenu(self.new_menu)
        self._order = QToolButton()
        self._order.setIcon(theme().icon("sort-descending", "faint"))
        self._order.setIconSize(icon_size())
        self._order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order.setToolTip(_("排列的先后"))
        self._order_menu = QMenu(self._order)
        self._order_actions = self._make_order_menu()
        self._order.setMenu(self._order_menu)
        self.modes = Segments([("list", _("列表"), "list"), ("grid", _("卡片"), "layout-grid")])
        self.modes.chosen.connect(self.mode_chosen)
        self._order_name, self._descending = "added", True
        lay = row(
            self._filters, self.add_button, self.new_button, 4, self.finder, None, self._order, self.modes,
            spacing=6, around=(10, 8, 12, 8),
        )  # fmt: skip
        lay.setStretch(4, 6)
        self.setLayout(lay)

    def _make_order_menu(self) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)  # a column's order is none of these
        for name, words in ORDERS:
            entry = self._order_menu.addAction(_(words))
            entry.setCheckable(True)
            group.addAction(entry)
            entry.triggered.connect(lambda _checked=False, order=name: self.ordered.emit(order, self._descending))
            made[name] = entry
        self._order_menu.addSeparator()
        self._down = self._order_menu.addAction(_("倒过来排"))
        self._down.setCheckable(True)
        self._down.triggered.connect(lambda checked=False: self.ordered.emit(self._order_name, checked))
        return made

    def show_order(self, name: str, descending: bool, words: str = "") -> None:
        """Say what the list is ordered by; ``words``: the column, where it is none of the menu's."""
        self._order_name, self._descending = name, descending
        for order, entry in self._order_actions.items():
            entry.setChecked(order == name)
        self._down.setChecked(descending)
        self._order.setText(_(dict(ORDERS).get(name, words)))
        self._order.setIcon(theme().icon("sort-descending" if descending else "sort-ascending", "faint"))

    def show_filters(self, shown: bool) -> None:
        """Whether the side is open."""
        self._filters.setChecked(shown)

    def set_writable(self, writable: bool) -> None:
        """Nothing can be added to what is read only."""
        self.add_button.setEnabled(writable)
        self.new_button.setEnabled(writable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where there is little room."""
        super().resizeEvent(event)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        dp = theme().dp
        wide = self.width() >= dp(_FILTERS_FROM)
        self._filters.setToolButtonStyle(beside if wide else alone)
        set_property(self._filters, "role", "" if wide else "icon")
        self.add_button.setText(_("加入材料…") if self.width() >= dp(_ORDER_FROM) else _("加入"))
        self._order.setToolButtonStyle(beside if self.width() >= dp(_ORDER_FROM) else alone)
        for name in ("list", "grid"):
            self.modes.button(name).setToolButtonStyle(beside if self.width() >= dp(_WORDS_FROM) else alone)


class ChoiceChips(QWidget):
    """What restricts the list, each with a cross; hidden while nothing does."""

    def __init__(self, panel: FilterPanel) -> None:
        super().__init__()
        self._panel = panel
        self._flow = FlowLayout(self)
        edge = theme().dp(12)
        self._flow.setContentsMargins(edge, 0, edge, theme().dp(8))

    def refresh(self, number: int) -> None:
        """Show the choices, and how many items they leave."""
        clear(self._flow)
        wanted = self._panel.wanted
        choices = self._panel.words()
        said = _("{n:,} 件").format(n=number)
        if wanted.trashed:
            said = _("回收站，{n:,} 件").format(n=number)
        for facet, value, words in choices:
            made = QToolButton()
            made.setProperty("role", "chip")
            made.setCheckable(True)
            made.setChecked(True)
            made.setText(f"{words}  ×")
            made.setToolTip(_("不再按“{words}”筛选").format(words=words))
            made.clicked.connect(lambda _checked=False, f=facet, v=value: self._panel.choose(f, v, on=False))
            self._flow.addWidget(made)
        if choices:
            self._flow.addWidget(button(_("全部去掉"), self._panel.reset, role="link"))
        self._flow.addWidget(pane(row(label(said, tone="faint", voice="small"), around=(4, 4, 0, 4))))
        self.setVisible(bool(choices) or wanted.trashed or bool(wanted.text))
