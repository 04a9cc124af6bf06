"""The segments of a transcript under each other; the one that one is in is written in right there.

Painted by hand: of two thousand segments those that are seen cost time, and nothing else. One set of fields is laid
over the segment that has the keyboard.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from archive_app.domain.fields import alike
from archive_app.domain.transcribing import place_of, sounding
from archive_app.gui.i18n import _
from archive_app.gui.oral.fields import Keys
from archive_app.gui.oral.heights import Heights
from archive_app.gui.oral.looks import Looks, Shape
from archive_app.gui.oral.painting import Head, Marks, Seen, SegmentPainter
from archive_app.gui.oral.row_fields import RowFields
from archive_app.gui.oral.speaker_line import SpeakerLine
from archive_app.gui.theme import theme

_SLICE_S = 0.006
"""Seconds at a time that segments nobody sees yet are measured in."""
_HEAD = 30


class SegmentView(QAbstractScrollArea):
    """``edited``: words were typed. What else a person does to a segment is told, and done by who listens."""

    edited = Signal(str)
    """The column that was typed in."""
    current_changed = Signal()
    hear_wanted = Signal(int, float)
    """A row, and how far into its words: 0 is its beginning, 1 its end."""
    time_given = Signal(str, str)
    """``start`` or ``end``, as it was typed."""
    composed = Signal()
    menu_wanted = Signal(QPoint)
    level_wanted = Signal(QPoint)

    def __init__(self, keys: Keys, speaker: SpeakerLine) -> None:
        super().__init__()
        self.rows: list[dict[str, Any]] = []
        self.current = -1
        self.anchor = -1
        self.sounding = -1
        self.read_only = False
        self._looks = Looks()
        self._heights = Heights(self._looks.guesser)
        self._painter = SegmentPainter(self._looks)
        self._starts: list[tuple[float, int]] = []
        self._heard_keys: frozenset[str] | None = None
        self._keys = keys
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("转写稿"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setViewportMargins(0, theme().dp(_HEAD), 0, 0)
        self._head = Head(self._looks, self)
        self._make_fields(keys, speaker)
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure_some)

    def _make_fields(self, keys: Keys, speaker: SpeakerLine) -> None:
        self.fields = made = RowFields(self.viewport(), keys, speaker)
        self.words, self.mandarin, self.speaker = made.words, made.mandarin, speaker
        made.typed.connect(self._typed)
        made.time_given.connect(self.time_given)
        made.given_up.connect(self._time_given_up)
        made.grown.connect(self._grown)
        made.composed.connect(self.composed)

    # — the segments —

    def show_rows(self, rows: Sequence[Mapping[str, Any]], *, current: str = "") -> None:
        """Other segments, or the same changed; one stays where one is in them, or is at ``current``."""
        key, was = current or self.current_id, self.current
        fixed = self._fixed_point()
        head, tail = alike(self.rows, rows)
        fresh = [dict(row) for row in rows[head : len(rows) - tail]]
        self.rows = [*self.rows[:head], *fresh, *self.rows[len(self.rows) - tail :]]
        self._heights.take(self.rows)
        self._take_starts()
        self.current = place_of(self.rows, key)
        if self.current < 0 <= was and self.rows:  # it is gone: whoever was in it is in the one before
            self.current = max(0, min(was - 1, len(self.rows) - 1))
        self.anchor = self.current
        self.sounding = min(self.sounding, len(self.rows) - 1)
        self._say_range()
        self._keep(fixed)
        self._fill_fields()
        self._measuring.start()
        self.viewport().update()

    @property
    def current_id(self) -> str:
        """The segment one is in."""
        return str(self.rows[self.current]["id"]) if 0 <= self.current < len(self.rows) else ""

    def selected(self) -> list[str]:
        """The segments that are selected: the one that one is in, and those up to where Shift was held."""
        if self.current < 0:
            return []
        first, last = sorted((self.current, self.anchor if self.anchor >= 0 else self.current))
        return [str(row["id"]) for row in self.rows[first : last + 1]]

    def go(self, at: int, *, offset: int | None = None, column: str = "text", extend: bool = False) -> None:
        """To a segment, with the cursor before ``offset`` of its words (-1: their end)."""
        if not 0 <= at < len(self.rows):
            return
        changed = at != self.current
        self.current = at
        if not extend:
            self.anchor = at
        self._fill_fields()
        editor = self.mandarin if column == "mandarin" and not self.mandarin.isHidden() else self.words
        if offset is not None:
            editor.put_offset(offset)
        if self.hasFocus() or self.fields.focused:
            editor.setFocus()
        self.bring(at)
        self.viewport().update()
        if changed:
            self.current_changed.emit()

    def bring(self, at: int) -> None:
        """Scroll as little as is needed to see all of a segment."""
        self._measure(at)
        top, height = self._heights.tops[at], self._heights.each[at]
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        margin = min(theme().dp(24), max(0, (seen - height) // 2))
        if top - margin < bar.value() or height > seen:
            bar.setValue(max(0, top - margin))
        elif top + height + margin > bar.value() + seen:
            bar.setValue(top + height + margin - seen)

    def go_into_view(self, by: int) -> None:
        """To a segment that is seen whole, after a page was turned."""
        seen = self.viewport().height()
        at = self._row_at(theme().dp(24) if by > 0 else seen - theme().dp(24))
        self.go(at, offset=0)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the segments are there to be read only."""
        self.read_only = read_only
        self.fields.set_read_only(read_only)

    def show_mandarin(self, shown: bool) -> None:
        """普通话 beside what was said, or not."""
        if self._looks.fit(self.viewport().width(), mandarin=shown):
            self._measure_anew()

    @property
    def mandarin_shown(self) -> bool:
        """Whether the column is there."""
        return self._looks.with_mandarin

    def show_names(self, names: Mapping[str, str]) -> None:
        """What the speakers are called: their cards' names."""
        if names != self._painter.names:
            self._painter.names = dict(names)
            self.viewport().update()

    @property
    def shown_names(self) -> Mapping[str, str]:
        """Labels that are read as something else: their cards' names."""
        return self._painter.names

    def show_head(self, shown: bool) -> None:
        """What the columns are, or nothing where there is little room."""
        self._head.setVisible(shown)
        self.setViewportMargins(0, theme().dp(_HEAD) if shown else 0, 0, 0)

    def mark(self, marks: Marks) -> None:
        """Tint stretches of words."""
        if marks or self._painter.marks:
            self._painter.marks = dict(marks)
            self._mark_fields()
            self.viewport().update()

    # — the sound —

    def hear_recording(self, keys: frozenset[str] | None) -> None:
        """What is heard from now on is of the segments that hold one of these as their recording; None: of all."""
        if keys != self._heard_keys:
            self._heard_keys = keys
            self._take_starts()
            self.silence()

    def show_recordings(self, names: Mapping[str, str]) -> None:
        """What to call the recordings that segments hold, under their times; nothing where there is only one."""
        if names != self._painter.recordings:
            told = bool(names) != bool(self._painter.recordings)
            self._painter.recordings = dict(names)
            self._looks.with_recordings = bool(names)
            if told:
                self._measure_anew()
            self.viewport().update()

    def _take_starts(self) -> None:
        keys = self._heard_keys
        self._starts = [
            (float(row["start"]), at)
            for at, row in enumerate(self.rows)
            if row.get("start") is not None and (keys is None or (row.get("file") or "") in keys)
        ]
        self._starts.sort()

    @property
    def starts(self) -> list[float]:
        """When the segments of what is heard begin."""
        return [start for start, _at in self._starts]

    def row_at_second(self, second: float) -> int:
        """The segment that is heard at a second, -1 for none."""
        return sounding(self._starts, second)

    def follow(self, second: float, *, bring: bool) -> None:
        """Tint what is heard."""
        row = self.row_at_second(second)
        if row == self.sounding:
            return
        self.sounding = row
        if bring and row >= 0:
            self.bring(row)
        self.viewport().update()

    def silence(self) -> None:
        """Nothing is heard any more."""
        self.sounding = -1
        self.viewport().update()

    # — heights —

    def _say_range(self) -> None:
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(seen)
        bar.setSingleStep(self._looks.line_height * 2)
        bar.setRange(0, max(0, self._heights.total + theme().dp(120) - seen))

    def _retop(self) -> None:
        self._heights.add_up()
        self._say_range()

    def _fixed_point(self) -> tuple[str, int]:
        """A segment in view and how far from the top it is: it stays there when others grow."""
        if not self.rows:
            return "", 0
        value, tops = self.verticalScrollBar().value(), self._heights.tops
        at = self._row_at(0)
        if 0 <= self.current < len(self.rows) and value <= tops[self.current] <= value + self.viewport().height():
            at = self.current
        return str(self.rows[at]["id"]), tops[at] - value

    def _keep(self, fixed: tuple[str, int]) -> None:
        at = place_of(self.rows, fixed[0]) if fixed[0] else -1
        if at >= 0:
            self.verticalScrollBar().setValue(self._heights.tops[at] - fixed[1])

    def _measure(self, at: int) -> bool:
        """Lay a segment out; whether it is of another height than was thought."""
        if self._heights.measured[at] or not self._heights.put(at, self.rows[at], self._exact_height(at)):
            return False
        self._retop()
        return True

    def _exact_height(self, at: int) -> int:
        if at == self.current and self.fields.shown:
            return self._looks.height_of(self.rows[at], *self.fields.heights())
        return self._looks.height(self.rows[at])

    def _measure_some(self) -> None:
        """While nobody waits: what is not seen yet."""
        begun, left = time.perf_counter(), self._heights.left()
        if not left or not self.isVisible():
            self._measuring.stop()
            return
        fixed, changed = self._fixed_point(), False
        for at in left:
            changed |= self._heights.put(at, self.rows[at], self._exact_height(at))
            if time.perf_counter() - begun > _SLICE_S:
                break
        if changed:
            self._retop()
            self._keep(fixed)
            self._place_fields()
            self.viewport().update()

    def _measure_anew(self) -> None:
        fixed = self._fixed_point()
        self._heights.forget()
        self._say_range()
        self._keep(fixed)
        self._fill_fields()
        self._head.update()
        self._measuring.start()
        self.viewport().update()

    def _grown(self) -> None:
        """The words one writes need another height."""
        if not 0 <= self.current < len(self.rows):
            return
        if self._heights.put(self.current, self.rows[self.current], self._exact_height(self.current)):
            self._retop()
            self.viewport().update()
        self._place_fields()
        self._bring_cursor()

    def _bring_cursor(self) -> None:
        """The line one writes in is seen, of a segment that is higher than the pane, too."""
        editor = self.fields.editor
        if editor.hasFocus():
            rect = editor.cursorRect().translated(editor.pos())
            bar, low = self.verticalScrollBar(), self.viewport().height() - theme().dp(12)
            if rect.bottom() > low:
                bar.setValue(bar.value() + rect.bottom() - low)
            elif rect.top() < 0:
                bar.setValue(bar.value() + rect.top())

    # — the fields over the current segment —

    def _fill_fields(self) -> None:
        there = 0 <= self.current < len(self.rows)
        if there:
            self.fields.fill(self.rows[self.current])
        self.fields.show(there=there, mandarin=self._looks.with_mandarin)
        self._mark_fields()
        if there:
            self._place_fields()
            self._grown()

    def _mark_fields(self) -> None:
        for editor in (self.words, self.mandarin):
            editor.tint(self._painter.marks.get((self.current_id, editor.column), ()))

    def _place_fields(self) -> None:
        if 0 <= self.current < len(self.rows):
            self.fields.place(self._shape(self.current))

    def _shape(self, at: int) -> Shape:
        row, looks, value = self.rows[at], self._looks, self.verticalScrollBar().value()
        if at == self.current:
            words, other = self.fields.heights()
        else:
            words = looks.words_height(str(row.get("text") or ""))
            other = looks.other_height(row)
        return looks.shape(self._heights.tops[at] - value, self._heights.each[at], words, other)

    def _typed(self, column: str, words: str) -> None:
        row = self.rows[self.current]
        if words or column == "text":
            row[column] = words
        else:
            row.pop(column, None)
        self.edited.emit(column)

    def _time_given_up(self) -> None:
        self._fill_fields()
        self.words.setFocus()

    # — painting —

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is seen of the list."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("sheet"))
        if not self.rows:
            return
        at = self._row_at(event.rect().top())
        value = self.verticalScrollBar().value()
        low, high = sorted((self.current, self.anchor))
        while at < len(self.rows) and self._heights.tops[at] - value <= event.rect().bottom():
            if self._measure(at):
                self._place_fields()
            seen = Seen(at == self.current, low <= at <= high and low != high, at == self.sounding)
            self._painter.paint(painter, self.rows[at], self._shape(at), seen)
            at += 1

    # — the hand —

    def _row_at(self, y: int) -> int:
        return self._heights.at(y + self.verticalScrollBar().value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the segment that was clicked; on its time, or with Ctrl held, it is heard."""
        place = event.position().toPoint()
        beyond = place.y() + self.verticalScrollBar().value() >= self._heights.total
        if event.button() != Qt.MouseButton.LeftButton or not self.rows or beyond:
            event.ignore()
            return
        at = self._row_at(place.y())
        shape, row = self._shape(at), self.rows[at]
        if place.x() < shape.time.right():
            level = row.get("access") and place.y() >= shape.time.top() + theme().dp(42)
            self.go(at)
            if level and not self.read_only:
                self.level_wanted.emit(self.viewport().mapToGlobal(place))
            else:
                self.hear_wanted.emit(at, 0.0)
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.hear_wanted.emit(at, self._share(at, place, shape))
            return
        fresh = at != self.current
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go(at, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if place.x() < shape.words.left():
            self.speaker.setFocus()
            self.speaker.selectAll()
        else:
            beside = not self.mandarin.isHidden() and shape.mandarin.contains(place)
            editor = self.mandarin if beside else self.words
            editor.setFocus()
            editor.setTextCursor(editor.cursorForPosition(editor.mapFrom(self.viewport(), place)))
        if fresh and not event.modifiers():
            self.hear_wanted.emit(at, -1.0)

    def _share(self, at: int, place: QPoint, shape: Shape) -> float:
        """How far into the words of a segment a place is."""
        words = str(self.rows[at].get("text") or "")
        layout = self._looks.layout(words, self._looks.words_width)
        y = place.y() - shape.words.top()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if y < line.y() + line.height():
                return line.xToCursor(place.x() - shape.words.left()) / max(1, len(words))
        return 1.0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be heard."""
        over = event.position().x() < self._looks.left - theme().dp(110)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the segment."""
        if self.rows and not self.read_only:
            at = self._row_at(self.viewport().mapFromGlobal(event.globalPos()).y())
            if at not in range(*(sorted((self.current, self.anchor)))) and at not in (self.current, self.anchor):
                self.go(at)
            self.menu_wanted.emit(event.globalPos())

    # — Qt —

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is in the words."""
        super().focusInEvent(event)
        if not self.words.isHidden():
            self.words.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys its fields left to it; where none is being written in, the first one that is seen is gone to."""
        if not self.words.isHidden() and self._keys(self, event):
            return
        if self.rows and self.words.isHidden() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
            self.go(self._row_at(0), offset=0)
            return
        event.ignore()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is seen."""
        self.viewport().scroll(dx, dy)
        self._place_fields()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other line breaks."""
        super().resizeEvent(event)
        inside = self.viewport().geometry()
        self._head.setGeometry(inside.left(), 0, inside.width(), theme().dp(_HEAD))
        if self._looks.fit(self.viewport().width(), mandarin=self._looks.with_mandarin):
            self._measure_anew()
        else:
            self._retop()
        if self.current >= 0:
            self.bring(self.current)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what was not."""
        super().showEvent(event)
        self._measuring.start()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(theme().dp(480), theme().dp(320))

    def minimumSizeHint(self) -> QSize:
        """Two segments are seen wherever it stands."""
        return QSize(theme().dp(260), theme().dp(120))
