"""Words, lines, buttons and boxes in the theme's measures: what every pane is put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.theme import theme

Margins = tuple[float, float, float, float]


def shown_if(widget: QWidget, wanted: bool) -> None:
    """Hide a widget that has no parent yet where it is not wanted; showing one would open a window of its own."""
    if not wanted:
        widget.hide()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet selects by, and have it drawn anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_read_only(field: QLineEdit | QPlainTextEdit, read_only: bool) -> None:
    """Let a field be read only, and look it: Qt keeps the property itself and does not draw it anew."""
    if field.isReadOnly() != read_only:
        field.setReadOnly(read_only)
        field.style().unpolish(field)
        field.style().polish(field)
        field.update()


def label(text: str = "", *, tone: str = "", voice: str = "", wrap: bool = False, select: bool = False) -> QLabel:
    """Words. ``tone`` is faint, celadon, amber, danger …; ``voice`` is small, section, title, reading."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if voice:
        made.setProperty("voice", voice)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


class ElidedLabel(QLabel):
    """One line of words that ends in … where there is no room; the whole is its tool tip."""

    def __init__(self, text: str = "", *, tone: str = "", voice: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        if tone:
            self.setProperty("tone", tone)
        if voice:
            self.setProperty("voice", voice)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text``, cut to the width there is."""
        self._whole = text
        super().setText(text)
        self._fit()

    def whole(self) -> str:
        """The words uncut."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Room for one character: the rest is cut."""
        return QSize(theme().dp(24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def badge(text: str, tone: str = "") -> QLabel:
    """A small word on a tinted ground: a state, a count."""
    made = label(text)
    made.setProperty("role", "badge")
    if tone:
        made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def line(*, upright: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "upright" if upright else "line")
    return made


class _Button(QPushButton):
    """Enter presses it as the space bar does, also where a key is sent to it that the keyboard is not on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    role: str = "",
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """A button with words. ``role`` is primary, danger, link or nothing."""
    made = _Button(text)
    if role:
        made.setProperty("role", role)
    if icon:
        token = {"primary": "on_cinnabar", "danger": "danger", "link": "cinnabar_ink"}.get(role, "ink")
        made.setIcon(theme().icon(icon, token))
        made.setIconSize(icon_size())
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def tool(
    icon: str,
    tip: str,
    clicked: Callable[[], object] | None = None,
    *,
    text: str = "",
    role: str = "icon",
    token: str = "faint",
    edge: int = 18,
) -> QToolButton:
    """A flat button: an icon alone with its words as a tip, or an icon with words beside it."""
    made = QToolButton()
    made.setIcon(theme().icon(icon, token, edge))
    made.setIconSize(icon_size(edge))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    else:
        made.setProperty("role", role)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def icon_size(edge: int = 18) -> QSize:
    """A square of the grid."""
    return QSize(theme().dp(edge), theme().dp(edge))


def icon_label(icon: str, token: str = "faint", edge: int = 18) -> QLabel:
    """An icon that is not a button."""
    made = QLabel()
    made.setPixmap(theme().pixmap(icon, token, edge))
    made.setFixedSize(icon_size(edge))
    return made


def margins(layout: QLayout, values: Margins, spacing: float) -> None:
    """Left, top, right, bottom and the space between, on the grid."""
    dp = theme().dp
    layout.setContentsMargins(*(dp(value) for value in values))
    layout.setSpacing(dp(spacing))


Part = QWidget | QLayout | int | None


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: Iterable[Part]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(theme().dp(part))
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def row(*parts: Part, spacing: float = 8, around: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Beside each other; ``None`` is a stretch, a number a space."""
    made = QHBoxLayout()
    margins(made, around, spacing)
    _fill(made, parts)
    return made


def column(*parts: Part, spacing: float = 8, around: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Under each other; ``None`` is a stretch, a number a space."""
    made = QVBoxLayout()
    margins(made, around, spacing)
    _fill(made, parts)
    return made


def pane(layout: QLayout, *, ground: str = "none") -> QWidget:
    """A widget around a layout, on one of the grounds."""
    made = QWidget()
    made.setProperty("ground", ground)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    made.setLayout(layout)
    return made


class LeastHigh(QWidget):
    """A column in something that scrolls, as high as it must be and no higher: what scrolls of itself within it (a
    list, a page of text) gives way first, so that seldom two things scroll one in the other."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def heightForWidth(self, width: int) -> int:
        """Not what the parts would like to have, which Qt would take."""
        layout = self.layout()
        return max(layout.minimumHeightForWidth(width), layout.totalMinimumSize().height())


def scrolled(content: QWidget) -> QScrollArea:
    """A pane that scrolls up and down when its content is taller."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def paint_elided(painter: QPainter, rect, text: str, flags: Qt.AlignmentFlag) -> None:
    """Draw one line, cut to the rectangle."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(flags), shown)
