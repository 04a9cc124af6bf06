"""The segments of a transcript under each other; the one that one is in is written in right there.

Painted by hand: of two thousand segments those that are seen cost time, and nothing else. One set of fields is laid
over the segment that has the keyboard.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from archive_app.domain.access import Access
from archive_app.domain.transcribing import place_of, sounding
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.oral.fields import MARGIN, Keys, TimeEdit, WordsEdit, time_hint
from archive_app.gui.oral.looks import LEFT_TOP, Looks, Shape, laid_out
from archive_app.gui.oral.speaker_line import SpeakerLine
from archive_app.gui.theme import theme
from archive_app.gui.widgets.emphasis import emphasis

_SLICE_S = 0.006
"""Seconds at a time that segments nobody sees yet are measured in."""
_HEAD = 30
LEVEL_ICONS = {"public": "eye", "internal": "lock-open", "restricted": "lock"}
"""A mark and a word for each level: never a colour alone."""
_COLUMN_NAMES = {"time": "起止", "speaker": "说话人", "words": "原话", "mandarin": "普通话"}


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
        self.shown_names: Mapping[str, str] = {}
        self._looks = Looks()
        self._heights: list[int] = []
        self._exact: list[bool] = []
        self._tops: list[int] = [0]
        self._starts: list[tuple[float, int]] = []
        self._marks: dict[tuple[str, str], list[tuple[int, int, bool]]] = {}
        self._icons: dict[tuple[str, str], QPixmap] = {}
        self._placing = False
        self._keys = keys
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("转写稿"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setViewportMargins(0, theme().dp(_HEAD), 0, 0)
        self._head = _Head(self)
        self._make_fields(keys, speaker)
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure_some)

    def _make_fields(self, keys: Keys, speaker: SpeakerLine) -> None:
        inside = self.viewport()
        self.words = WordsEdit("text", _("原话"), keys, inside)
        self.mandarin = WordsEdit("mandarin", _("普通话"), keys, inside)
        self.mandarin.setPlaceholderText(_("普通话"))
        self.start, self.end = (TimeEdit(time_hint(which), inside) for which in ("start", "end"))
        self.speaker = speaker
        speaker.setParent(inside)
        for which, line in (("start", self.start), ("end", self.end)):
            line.editingFinished.connect(lambda which=which, line=line: self._time_typed(which, line))
            line.given_up.connect(self._time_given_up)
            line.setToolTip(time_hint(which))
        for editor in (self.words, self.mandarin):
            editor.textChanged.connect(lambda editor=editor: self._typed(editor))
            editor.grown.connect(self._grown)
            editor.composed.connect(self.composed)
        self.fields: tuple[Any, ...] = (self.start, self.end, self.speaker, self.words, self.mandarin)
        for one, other in zip((self.start, self.end, self.speaker, self.words), self.fields[1:], strict=True):
            QWidget.setTabOrder(one, other)
        self._show_fields(False)

    # — the segments —

    def show_rows(self, rows: Sequence[Mapping[str, Any]], *, current: str = "") -> None:
        """Other segments, or the same changed; one stays where one is in them, or is at ``current``."""
        key = current or self.current_id
        was = {
            row["id"]: (row, height, exact)
            for row, height, exact in zip(self.rows, self._heights, self._exact, strict=True)
        }
        fixed = self._fixed_point()
        self.rows = [dict(row) for row in rows]
        self._heights, self._exact = [], []
        for row in self.rows:
            before = was.get(row["id"])
            if before is not None and _same_height(before[0], row):
                self._heights.append(before[1])
                self._exact.append(before[2])
            else:
                self._heights.append(self._looks.height(row, exact=False))
                self._exact.append(False)
        self._starts = [(float(row["start"]), at) for at, row in enumerate(self.rows) if row.get("start") is not None]
        self._starts.sort()
        self.current = place_of(self.rows, key)
        self.anchor = self.current
        self.sounding = min(self.sounding, len(self.rows) - 1)
        self._retop()
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
        if self.hasFocus() or any(field.hasFocus() for field in self.fields):
            editor.setFocus()
        self.bring(at)
        self.viewport().update()
        if changed:
            self.current_changed.emit()

    def bring(self, at: int) -> None:
        """Scroll as little as is needed to see all of a segment."""
        self._measure(at)
        top, height = self._tops[at], self._heights[at]
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
        for field in self.fields:
            field.setReadOnly(read_only)

    def show_mandarin(self, shown: bool) -> None:
        """普通话 beside what was said, or not."""
        if self._looks.fit(self._inside_width(), mandarin=shown):
            self._measure_anew()

    @property
    def mandarin_shown(self) -> bool:
        """Whether the column is there."""
        return self._looks.with_mandarin

    def show_names(self, names: Mapping[str, str]) -> None:
        """What the speakers are called: their cards' names."""
        if names != self.shown_names:
            self.shown_names = dict(names)
            self.viewport().update()

    def mark(self, marks: Mapping[tuple[str, str], list[tuple[int, int, bool]]]) -> None:
        """Tint stretches of words: (id, column) → (start, end, whether it is the one that is gone to)."""
        if marks or self._marks:
            self._marks = dict(marks)
            self.viewport().update()

    # — the sound —

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

    def _inside_width(self) -> int:
        return self.viewport().width()

    def _retop(self) -> None:
        self._tops = [0, *accumulate(self._heights)]
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._looks.line_height * 2)
        bar.setRange(0, max(0, self._tops[-1] + theme().dp(120) - self.viewport().height()))

    def _fixed_point(self) -> tuple[str, int]:
        """A segment in view and how far from the top it is: it stays there when others grow."""
        if not self.rows:
            return "", 0
        value = self.verticalScrollBar().value()
        at = self._row_at(0)
        low, high = value, value + self.viewport().height()
        if 0 <= self.current < len(self.rows) and low <= self._tops[self.current] <= high:
            at = self.current
        return str(self.rows[at]["id"]), self._tops[at] - value

    def _keep(self, fixed: tuple[str, int]) -> None:
        at = place_of(self.rows, fixed[0]) if fixed[0] else -1
        if at >= 0:
            self.verticalScrollBar().setValue(self._tops[at] - fixed[1])

    def _measure(self, at: int) -> bool:
        """Lay a segment out; whether it is of another height than was thought."""
        if self._exact[at]:
            return False
        self._exact[at] = True
        height = self._exact_height(at)
        if height == self._heights[at]:
            return False
        self._heights[at] = height
        self._retop()
        return True

    def _exact_height(self, at: int) -> int:
        if at == self.current and not self.words.isHidden():
            other = self.mandarin.words_height() if not self.mandarin.isHidden() else 0
            return self._looks.height_of(self.rows[at], self.words.words_height(), other)
        return self._looks.height(self.rows[at], exact=True)

    def _measure_some(self) -> None:
        """While nobody waits: what is not seen yet."""
        begun = time.perf_counter()
        left = [at for at, exact in enumerate(self._exact) if not exact]
        if not left or not self.isVisible():
            self._measuring.stop()
            return
        fixed, changed = self._fixed_point(), False
        for at in left:
            self._exact[at] = True
            height = self._exact_height(at)
            changed |= height != self._heights[at]
            self._heights[at] = height
            if time.perf_counter() - begun > _SLICE_S:
                break
        if changed:
            self._retop()
            self._keep(fixed)
            self._place_fields()
            self.viewport().update()

    def _measure_anew(self) -> None:
        fixed = self._fixed_point()
        self._heights = [self._looks.height(row, exact=False) for row in self.rows]
        self._exact = [False] * len(self.rows)
        self._retop()
        self._keep(fixed)
        self._fill_fields()
        self._head.update()
        self._measuring.start()
        self.viewport().update()

    def _grown(self) -> None:
        """The words one writes need another height."""
        if self._placing or not 0 <= self.current < len(self.rows):
            return
        height = self._exact_height(self.current)
        self._exact[self.current] = True
        if height != self._heights[self.current]:
            self._heights[self.current] = height
            self._retop()
            self.viewport().update()
        self._place_fields()
        self._bring_cursor()

    def _bring_cursor(self) -> None:
        """The line one writes in is seen, of a segment that is higher than the pane, too."""
        editor = self.mandarin if self.mandarin.hasFocus() else self.words
        if editor.hasFocus():
            rect = editor.cursorRect().translated(editor.pos())
            bar, low = self.verticalScrollBar(), self.viewport().height() - theme().dp(12)
            if rect.bottom() > low:
                bar.setValue(bar.value() + rect.bottom() - low)
            elif rect.top() < 0:
                bar.setValue(bar.value() + rect.top())

    # — the fields over the current segment —

    def _show_fields(self, shown: bool) -> None:
        for field in self.fields:
            field.setVisible(shown and (field is not self.mandarin or self._looks.with_mandarin))

    def _fill_fields(self) -> None:
        there = 0 <= self.current < len(self.rows)
        if there:
            row = self.rows[self.current]
            self._placing = True
            self.words.show_words(str(row.get("text") or ""))
            self.mandarin.show_words(str(row.get("mandarin") or ""))
            for which, line in (("start", self.start), ("end", self.end)):
                line.set_wrong(False)
                line.setText(_time_words(row.get(which)))
            self.speaker.show_speaker(str(row.get("speaker") or ""))
            self._placing = False
        self._show_fields(there)
        if there:
            self._place_fields()
            self._grown()

    def _place_fields(self) -> None:
        if not 0 <= self.current < len(self.rows):
            return
        self._placing = True
        shape = self._shape(self.current)
        dp = theme().dp
        self.words.setGeometry(shape.words.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN + 2))
        if not self.mandarin.isHidden():
            self.mandarin.setGeometry(shape.mandarin.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN + 2))
        left, top, width = shape.time.left(), shape.time.top(), shape.time.width()
        self.start.setGeometry(left + dp(14), top - dp(2), width - dp(14), dp(22))
        self.end.setGeometry(left + dp(14), top + dp(19), width - dp(14), dp(22))
        self.speaker.setGeometry(shape.speaker.left() - dp(6), top - dp(3), shape.speaker.width() + dp(8), dp(28))
        self._placing = False

    def _shape(self, at: int) -> Shape:
        row, looks = self.rows[at], self._looks
        if at == self.current:
            words = self.words.words_height()
            other = self.mandarin.words_height() if not self.mandarin.isHidden() else 0
        else:
            words = looks.words_height(str(row.get("text") or ""), exact=True)
            other = looks.other_height(row, exact=True)
        return looks.shape(self._tops[at] - self.verticalScrollBar().value(), self._heights[at], words, other)

    def _typed(self, editor: WordsEdit) -> None:
        if self._placing or not 0 <= self.current < len(self.rows):
            return
        row, words = self.rows[self.current], editor.toPlainText()
        if words == str(row.get(editor.column) or ""):
            return
        if words or editor.column == "text":
            row[editor.column] = words
        else:
            row.pop(editor.column, None)
        self.edited.emit(editor.column)

    def _time_typed(self, which: str, line: TimeEdit) -> None:
        if self._placing or not 0 <= self.current < len(self.rows):
            return
        if line.text().strip() != _time_words(self.rows[self.current].get(which)):
            self.time_given.emit(which, line.text())

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
        while at < len(self.rows) and self._tops[at] - value <= event.rect().bottom():
            if self._measure(at):
                self._place_fields()
            self._paint_row(painter, at)
            at += 1

    def _paint_row(self, painter: QPainter, at: int) -> None:
        row, shape, dp = self.rows[at], self._shape(at), theme().dp
        current, chosen = at == self.current, self._is_chosen(at)
        if at == self.sounding:
            painter.fillRect(shape.whole, theme().colour("cinnabar_tint"))
        elif current or chosen:
            painter.fillRect(shape.whole, theme().colour("hover"))
        if current:
            painter.fillRect(QRect(0, shape.whole.top(), dp(3), shape.whole.height()), theme().colour("cinnabar"))
        painter.fillRect(QRect(dp(16), shape.whole.bottom(), self._looks.width - dp(32), 1), theme().colour("line"))
        self._paint_time(painter, row, shape, current=current, heard=at == self.sounding)
        if row.get("note"):
            self._paint_note(painter, str(row["note"]), shape)
        if current:
            return
        label = str(row.get("speaker") or "")
        painter.setFont(theme().font(bold=True))
        painter.setPen(theme().colour("ink"))
        name = self.shown_names.get(label, label)
        fit = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, shape.speaker.width())
        painter.drawText(shape.speaker, int(LEFT_TOP), fit)
        self._paint_words(painter, row, "text", shape.words, "ink")
        if not shape.mandarin.isEmpty():
            self._paint_words(painter, row, "mandarin", shape.mandarin, "faint")

    def _paint_words(self, painter: QPainter, row: Mapping[str, Any], column: str, rect: QRect, tone: str) -> None:
        words = str(row.get(column) or "")
        marks = self._marks.get((str(row["id"]), column))
        painter.setPen(theme().colour(tone))
        if not words:
            return
        if marks:
            layout = laid_out(words, self._looks.reading, rect.width(), _formats(words, marks))
        else:
            layout = self._looks.layout(words, rect.width())
        layout.draw(painter, QPointF(rect.topLeft()))

    def _paint_time(
        self, painter: QPainter, row: Mapping[str, Any], shape: Shape, *, current: bool, heard: bool
    ) -> None:
        dp = theme().dp
        left, top, width = shape.time.left(), shape.time.top(), shape.time.width()
        painter.setFont(theme().small())
        painter.setPen(theme().colour("cinnabar_ink" if heard else "faint"))
        if row.get("start") is not None:
            painter.drawPixmap(
                left - dp(2), top + dp(3), self._icon("player-play", "cinnabar_ink" if heard else "faint")
            )
        if not current:
            start = _time_words(row.get("start")) or _("没有时间")
            painter.drawText(QRect(left + dp(16), top, width - dp(14), dp(20)), int(LEFT_TOP), start)
            if row.get("end") is not None:
                painter.drawText(
                    QRect(left + dp(16), top + dp(20), width - dp(14), dp(20)), int(LEFT_TOP), _time_words(row["end"])
                )
        level = str(row.get("access") or "")
        if level:
            tone = {"restricted": "danger", "internal": "amber"}.get(level, "celadon")
            painter.setPen(theme().colour(tone))
            painter.drawPixmap(left, top + dp(44), self._icon(LEVEL_ICONS[level], tone))
            painter.drawText(
                QRect(left + dp(18), top + dp(42), width - dp(18), dp(20)), int(LEFT_TOP), _(Access(level).label)
            )

    def _paint_note(self, painter: QPainter, note: str, shape: Shape) -> None:
        dp = theme().dp
        rect = QRect(
            shape.words.left(), shape.whole.bottom() - dp(28), self._looks.width - shape.words.left() - dp(16), dp(20)
        )
        painter.setFont(theme().small())
        painter.setPen(theme().colour("faint"))
        words = _("注：{note}").format(note=" ".join(note.split()))
        painter.drawText(
            rect, int(LEFT_TOP), painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        )

    def _icon(self, name: str, token: str) -> QPixmap:
        if (name, token) not in self._icons:
            self._icons[name, token] = theme().pixmap(name, token, 14)
        return self._icons[name, token]

    def _is_chosen(self, at: int) -> bool:
        low, high = sorted((self.current, self.anchor))
        return low <= at <= high and low != high

    # — the hand —

    def _row_at(self, y: int) -> int:
        return min(
            max(0, bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1), max(0, len(self.rows) - 1)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the segment that was clicked; on its time, or with Ctrl held, it is heard."""
        place = event.position().toPoint()
        beyond = place.y() + self.verticalScrollBar().value() >= self._tops[-1]
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
        if self._looks.fit(self._inside_width(), mandarin=self._looks.with_mandarin):
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


class _Head(QWidget):
    """What stands over the columns."""

    def __init__(self, view: SegmentView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        """Small words and a hairline."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("sheet"))
        painter.setFont(theme().small())
        painter.setPen(theme().colour("faint"))
        for name, left, width in self._view._looks.headings():
            rect = QRect(left, 0, width, self.height() - 1)
            painter.drawText(
                rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _(_COLUMN_NAMES[name])
            )
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme().colour("line"))


def _time_words(value: Any) -> str:
    """A tenth of a second is what an ear tells, and what a key moves."""
    return "" if value is None else clock(round(float(value), 1))


def _same_height(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    told = ("text", "mandarin", "note", "access")
    return all((one.get(name) or "") == (other.get(name) or "") for name in told)


def _formats(words: str, marks: Sequence[tuple[int, int, bool]]) -> list[QTextLayout.FormatRange]:
    """Code points to Qt's units, tinted."""
    made = []
    for start, end, gone_to in marks:
        one = emphasis(words, start, end, ground="amber_tint" if gone_to else "celadon_tint")
        made.append(one)
    return made
