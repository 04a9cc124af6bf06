"""A form's sections: a heading that opens and closes, and the fields under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QSizePolicy, QVBoxLayout, QWidget

from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, margins, row


class SectionHead(QAbstractButton):
    """The heading of a group: opens and closes it, and says how much is filled while closed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._remark = ""

    def set_remark(self, words: str) -> None:
        """Faint words at the right."""
        self._remark = words
        self.update()

    def sizeHint(self) -> QSize:
        """A row's height."""
        return QSize(theme().dp(120), theme().dp(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """An arrow, the words, the remark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dp = theme().dp
        if self.hasFocus() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-1, 2, 0, -2), dp(5), dp(5))
        edge = dp(14)
        mark = theme().pixmap("chevron-down" if self.isChecked() else "chevron-right", "faint", 14)
        painter.drawPixmap(dp(2), (self.height() - edge) // 2, mark)
        painter.setFont(theme().font(bold=True))
        painter.setPen(theme().colour("ink"))
        area = self.rect().adjusted(dp(22), 0, -dp(8), 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if self._remark:
            painter.setFont(theme().small())
            painter.setPen(theme().colour("faint"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._remark)


class FieldBlock(QWidget):
    """A field: its label above, its editor, a line of help, and what is wrong with the value."""

    def __init__(self, field: Field, editor: FieldEditor) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        name = label(_(field.label))
        name.setBuddy(editor)
        must = label("＊", tone="cinnabar", voice="small")
        must.setToolTip(_("必填"))
        if not field.required:
            must.hide()
        self._wrong = label(tone="danger", voice="small", wrap=True)
        self.give_up = button(_("放弃，用回存着的"), role="link")
        self.give_up.setToolTip(_("不要刚写的，恢复成馆藏里存着的"))
        for widget in (self._wrong, self.give_up):
            widget.hide()
        parts: list[QWidget | QLayout] = [row(name, must, None, spacing=2), editor]
        if field.help:
            parts.append(label(_(field.help), tone="faint", voice="small", wrap=True))
        self.setLayout(column(*parts, self._wrong, row(self.give_up, None), spacing=4))

    def set_wrong(self, words: str) -> None:
        """Say why the value cannot be stored; nothing where it can."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        self.give_up.setVisible(bool(words))
        self.editor.set_wrong(bool(words))

    @property
    def wrong(self) -> str:
        """What is said to be wrong."""
        return self._wrong.text()


class Section(QWidget):
    """A group of fields. Its editors are made when it is first opened."""

    opened = Signal()

    def __init__(self, words: str, fields: list[Field], *, open_: bool) -> None:
        super().__init__()
        self.name = words
        self.fields = fields
        self.head = SectionHead(_(words))
        self.head.setChecked(open_)
        self.head.toggled.connect(self._toggle)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        margins(self._column, (0, 4, 0, 12), 14)
        self._body.setVisible(False)
        self.setLayout(column(self.head, self._body, spacing=0))

    @property
    def is_open(self) -> bool:
        """Whether its fields are to be seen."""
        return self.head.isChecked()

    def add(self, block: FieldBlock) -> None:
        """Put a field under the heading."""
        self._column.addWidget(block)

    def show_body(self) -> None:
        """Show what was built."""
        self._body.setVisible(self.is_open)

    def open(self) -> None:
        """Open it."""
        self.head.setChecked(True)

    def _toggle(self, on: bool) -> None:
        if on:
            self.opened.emit()
        self._body.setVisible(on)

    def say_filled(self, number: int) -> None:
        """While closed, how many of the fields are filled."""
        self.head.set_remark("" if self.is_open or not number else _("已填 {n} 项").format(n=number))
