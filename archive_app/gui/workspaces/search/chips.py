"""Chips: what limits or widens a search, each with a cross that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import clear
from archive_app.gui.widgets.flow import FlowLayout

_WIDEST = 240


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """A chip: its words, what its click does, and whether it is off (struck through: an expansion not used).

    ``mark`` is the icon behind the words of one that takes nothing away; others have a cross, or a plus where off.
    """

    words: str
    act: Callable[[], object]
    off: bool = False
    tip: str = ""
    widens: bool = False
    mark: str = ""


class Chip(QAbstractButton):
    """Enter, Space, Delete and a click do its act."""

    def __init__(self, spec: ChipSpec) -> None:
        super().__init__()
        self._spec = spec
        self.setText(spec.words)
        self.clicked.connect(lambda _checked=False: self._spec.act())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme().small())
        self.show_spec(spec)

    def show_spec(self, spec: ChipSpec) -> None:
        """Stand for the same in another search: what a click asks is another."""
        self._spec = spec
        said = spec.tip or (_("重新用上“{words}”") if spec.off else _("去掉“{words}”")).format(words=spec.words)
        self.setToolTip(said)
        self.setAccessibleName(said)

    @property
    def spec(self) -> ChipSpec:
        """What it stands for."""
        return self._spec

    def sizeHint(self) -> QSize:
        """Its words and a cross."""
        dp = theme().dp
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(min(dp(_WIDEST), words + dp(34)), max(dp(26), self.fontMetrics().height() + dp(8)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, dp = theme(), theme().dp
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "hover" if self._spec.off else "celadon_tint" if self._spec.widens else "cinnabar_tint"
        ink = "faint" if self._spec.off else "celadon" if self._spec.widens else "cinnabar_ink"
        painter.setPen(look.colour("focus" if self.hasFocus() else "edge" if self.underMouse() else ground))
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(frame, dp(5), dp(5))
        painter.setPen(look.colour(ink))
        font = self.font()
        font.setStrikeOut(self._spec.off)
        painter.setFont(font)
        room = self.rect().adjusted(dp(9), 0, -dp(24), 0)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        mark = look.pixmap(self._spec.mark or ("plus" if self._spec.off else "x"), ink, 12)
        painter.drawPixmap(self.width() - dp(19), (self.height() - dp(12)) // 2, mark)


class ChipLine(QWidget):
    """Chips side by side; hidden where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=6)
        self._specs: list[tuple[str, bool, bool]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_chips(self, specs: Sequence[ChipSpec]) -> None:
        """Other chips; the keyboard stays in the line where it was in it."""
        known = [(spec.words, spec.off, spec.widens) for spec in specs]
        if known == self._specs:
            for chip, spec in zip(self.chips(), specs, strict=True):
                chip.show_spec(spec)
            return
        at = next((number for number, chip in enumerate(self.chips()) if chip.hasFocus()), -1)
        self._specs = known
        clear(self._flow)
        for spec in specs:
            self._flow.addWidget(Chip(spec))
        self.setVisible(bool(specs))
        chips = self.chips()
        if at >= 0 and chips:
            chips[min(at, len(chips) - 1)].setFocus()

    def chips(self) -> list[Chip]:
        """The chips in order."""
        widgets = (self._flow.itemAt(number) for number in range(self._flow.count()))
        return [chip for item in widgets if item is not None and isinstance(chip := item.widget(), Chip)]
