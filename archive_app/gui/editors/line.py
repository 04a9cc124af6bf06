"""Fields of one line: text, numbers, durations, days."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLayout, QLineEdit, QVBoxLayout

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import row, set_property, set_read_only, tool


class LineEditor(FieldEditor):
    """One line of text; the base of everything that is typed."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.line = QLineEdit()
        self.line.setAcceptDrops(
            False
        )  # files let go over a field are for the workspace, not their paths for the field
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        if compact:
            self.line.setPlaceholderText(_(field.label))
            self.line.setToolTip(_(field.label))
        self._name(self.line)
        self._shown: Any = field.empty()
        self._layout = row(self.line, spacing=4)
        self.setLayout(self._arranged())

    def _arranged(self) -> QLayout:
        """The line alone; a subclass puts something below it."""
        return self._layout

    def words(self, value: Any) -> str:
        """A stored value as it is typed."""
        return str(value or "")

    def read(self, text: str) -> Any:
        """Typed words as a value."""
        return text

    def value(self) -> Any:
        """What was shown, where nobody typed; else what the words say."""
        text = self.line.text()
        return self._shown if text == self.words(self._shown) else self.read(text)

    def show_value(self, value: Any) -> None:
        self._shown = value
        text = self.words(value)
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        set_read_only(self.line, read_only)

    def set_wrong(self, wrong: bool) -> None:
        set_property(self.line, "wrong", wrong)


class IntegerEditor(LineEditor):
    """A whole number."""

    def words(self, value: Any) -> str:
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        return text.strip() or None


class NumberEditor(IntegerEditor):
    """A number, with a fraction or without."""

    def words(self, value: Any) -> str:
        return "" if value is None else value if isinstance(value, str) else f"{value:.12g}"


class OwnEditor(LineEditor):
    """All own fields in one line, to be read: each of them has an editor of its own."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.set_read_only(True)

    def words(self, value: Any) -> str:
        return "；".join(f"{key} {part}" for key, part in (value or {}).items())


def clock(value: float) -> str:
    """Seconds as ``0:52:10``; hundredths where there are any."""
    whole = int(value)
    rest = f"{value - whole:.2f}".rstrip("0").rstrip(".")[1:] if value != whole else ""
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}{rest}"


class SecondsEditor(LineEditor):
    """A duration, typed as hours, minutes and seconds."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        if not compact:
            self.line.setPlaceholderText(_("时:分:秒，如 0:52:10"))

    def words(self, value: Any) -> str:
        if isinstance(value, str):  # typed, and no time
            return value
        return "" if value is None else clock(float(value))

    def read(self, text: str) -> Any:
        return text.strip().replace("：", ":") or None


class NumbersEditor(LineEditor):
    """Several numbers, parted by commas."""

    def words(self, value: Any) -> str:
        if isinstance(value, str):  # typed, and no numbers
            return value
        return "，".join(f"{number:g}" for number in value or [])

    def read(self, text: str) -> Any:
        return text.strip()


_DAY = re.compile(r"\s*(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*日?\s*\Z")
_DIGITS = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*\Z")


def day_of(text: str) -> str:
    """A day as people type it (2026-3-18, 2026.3.18, 2026年3月18日, 20260318, 今天) in ISO form; else the words."""
    if text.strip() in ("今天", "今日"):
        return date.today().isoformat()
    found = _DAY.match(text) or _DIGITS.match(text)
    if found is None:
        return text.strip()
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return text.strip()


class DayEditor(LineEditor):
    """A calendar day: typed in any of the usual ways, or picked."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        if not compact:
            self.line.setPlaceholderText(_("如 2026-03-18"))
        self._pick = tool("calendar", _("选日期"), self._open)
        self._layout.addWidget(self._pick)
        self._popup: QFrame | None = None

    def read(self, text: str) -> Any:
        return day_of(text)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._pick.setVisible(not read_only)

    def _open(self) -> None:
        self._popup = QFrame(self, self.windowFlags().Popup)
        self._popup.setProperty("role", "popover")
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        shown = QDate.fromString(day_of(self.line.text()), "yyyy-MM-dd")
        calendar.setSelectedDate(shown if shown.isValid() else QDate.currentDate())
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        inside = QVBoxLayout(self._popup)
        edge = theme().dp(8)
        inside.setContentsMargins(edge, edge, edge, edge)
        inside.addWidget(calendar)
        self._popup.adjustSize()
        at = self._pick.mapToGlobal(QPoint(self._pick.width() - self._popup.width(), self._pick.height()))
        self._popup.move(at)
        self._popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup.deleteLater()
            self._popup = None
        self.line.setText(day.toString("yyyy-MM-dd"))
        self.line.setFocus()
        self.edited.emit()
        self.finished.emit()


_IDENTIFIER = re.compile(r"（[a-z_]+）")
"""The name of a field as the command line has it, which is no word for who sits before the window."""


def checks(field: Field, value: Any) -> str:
    """Why a value cannot be stored, in words; empty where it can."""
    try:
        field.check(value)
    except UsageError as error:
        return _IDENTIFIER.sub("", f"{error.message}。{error.remedy}")
    return ""
