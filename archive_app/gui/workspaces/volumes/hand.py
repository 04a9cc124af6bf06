"""Adjusting pages by hand: the menu of a place on a page, and the list of what was adjusted in a volume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QStackedWidget, QWidget

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, pane, row
from archive_app.services.adjusting import Listed
from archive_app.typeset.trace import Spot
from archive_app.volumes.adjusting import KINDS, PLACES, SIDES, Adjustment, PictureValue

Adjust = Callable[[str, str], object]
"""Carries out an adjustment of the place: (kind, value)."""
_WIDTHS = (30, 40, 50, 60, 70, 80, 100)
_LINES = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.VERSE, BlockKind.QUESTION, BlockKind.ANSWER, BlockKind.LIST_ITEM}
)


def hand_menu(parent: QWidget, spot: Spot, block: Block | None, known: Sequence[Adjustment], adjust: Adjust) -> QMenu:
    """What can be adjusted at a place; ``known`` are the block's adjustments, which are ticked."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    have = {one.kind for one in known}
    if block is not None and block.kind in _LINES and spot.part == "text":
        for kind, words in (("tight", _("这一段少排一行")), ("loose", _("这一段多排一行"))):
            _tick(menu, words, kind in have, partial(adjust, "plain" if kind in have else kind, ""))
        if spot.offset > 0:
            menu.addAction(_("从这个字起另起一行")).triggered.connect(lambda: adjust("line", ""))
    if block is not None and block.kind is BlockKind.PICTURE:
        _picture_menus(menu, block, adjust)
    if block is not None:
        words = _("从这里另起一面") if block.kind is BlockKind.PICTURE else _("从这一段另起一面")
        _tick(menu, words, "page" in have, partial(adjust, "" if "page" in have else "page", "page"))
    if known:
        menu.addSeparator()
        menu.addAction(_("取消这里的手工调整")).triggered.connect(lambda: adjust("", ""))
    return menu


def _picture_menus(menu: QMenu, block: Block, adjust: Adjust) -> None:
    """Where the picture stands, at which side of the text, how wide; each keeps what the others say."""
    picture = block.picture
    now = PictureValue(picture.place, round(picture.width, 2), picture.side) if picture is not None else PictureValue()

    def wanted(**other: Any) -> Callable[[], object]:
        return partial(adjust, "picture", str(now._replace(**other)))

    places, widths = menu.addMenu(_("图片位置")), menu.addMenu(_("图片宽度"))
    for place, words in PLACES.items():
        if place != "beside":
            _tick(places, _(words), place == now.place, wanted(place=place, side=""))
    places.addSeparator()
    for side, words in SIDES.items():
        here = now.place == "beside" and side == (now.side or "outer")
        _tick(places, _("文旁，排在{side}").format(side=_(words)), here, wanted(place="beside", side=side))
    for width in _WIDTHS:
        share = width / 100
        _tick(widths, _("版心的 {n}%").format(n=width), share == now.width, wanted(width=share))


def _tick(menu: QMenu, words: str, on: bool, act: Callable[[], object]) -> QAction:
    made = menu.addAction(words)
    made.setCheckable(True)
    made.setChecked(on)
    made.triggered.connect(lambda _checked=False: act())
    return made


class HandPane(QWidget):
    """Every adjustment of the volume: Enter or a click goes to it, Delete takes it away."""

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Listed, ...] = ()
        self.list = _Lines()
        self.list.setAccessibleName(_("手工调整"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.list.deleted.connect(self._take_away)
        self._remove = button(_("去掉这一条"), self._take_away, icon="trash")
        none = label(
            _("还没有手工调整。在书页上点右键：这一段少排一行、多排一行，另起一行、另起一面，或者把图片钉在一处。"),
            tone="faint",
            wrap=True,
        )
        note = label(_("只改这一卷的排法，资料里的文字不变；可以撤销。"), tone="faint", voice="small", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(pane(column(none, None, around=(20, 24, 20, 0))))
        foot = row(self._remove, None)
        self._stack.addWidget(pane(column(self.list, note, foot, spacing=8, around=(8, 8, 12, 12))))
        self.setLayout(column(self._stack))

    def show_lines(self, lines: Sequence[Listed]) -> None:
        """Other adjustments, or the same with what came of them."""
        if tuple(lines) == self.lines:
            return
        at = self.list.currentRow()
        self.lines = tuple(lines)
        self.list.clear()
        for one in self.lines:
            near = one.adjustment.near.replace("|", "‖")
            words = f"{_(KINDS[one.adjustment.kind])}　《{one.title}》\n{_detail(one.adjustment)}{near}"
            if one.trouble:
                words += f"\n{one.trouble}"
            line = QListWidgetItem(words)
            line.setToolTip(one.trouble)
            self.list.addItem(line)
        self.list.setCurrentRow(min(max(at, 0), len(self.lines) - 1))
        self._stack.setCurrentIndex(1 if self.lines else 0)

    def _go(self, line: QListWidgetItem) -> None:
        self.chosen.emit(self.lines[self.list.row(line)])

    def _take_away(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.lines):
            self.removed.emit(self.lines[at])


def _detail(one: Adjustment) -> str:
    return f"{one.words.partition('：')[2]}　" if one.kind == "picture" else ""


class _Lines(QListWidget):
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
