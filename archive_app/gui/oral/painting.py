"""A segment as it is seen where one does not write: its time, who speaks, the words, its level, its note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QTextLayout
from PySide6.QtWidgets import QWidget

from archive_app.domain.access import Access
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.oral.looks import LEFT_TOP, Looks, Shape, laid_out
from archive_app.gui.theme import theme
from archive_app.gui.widgets.emphasis import emphasis

LEVEL_ICONS = {"public": "eye", "internal": "lock-open", "restricted": "lock"}
"""A mark and a word for each level: never a colour alone."""
_TONES = {"public": "celadon", "internal": "amber", "restricted": "danger"}
_COLUMN_NAMES = {"time": "起止", "speaker": "说话人", "words": "原话", "mandarin": "普通话"}

Marks = Mapping[tuple[str, str], Sequence[tuple[int, int, bool]]]
"""(id, column) → (start, end, whether it is the one that is gone to), in code points."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a segment stands: one is in it (its fields lie over it), it is selected with others, it is heard."""

    current: bool
    chosen: bool
    heard: bool


class SegmentPainter:
    """Paints one segment after the other; ``names`` are what the labels of speakers are read as."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self.names: Mapping[str, str] = {}
        self.marks: Marks = {}
        self.recordings: Mapping[str, str] = {}
        self._bold, self._small = theme().font(bold=True), theme().small()
        self._icons: dict[tuple[str, str], QPixmap] = {}

    def paint(self, painter: QPainter, row: Mapping[str, Any], shape: Shape, seen: Seen) -> None:
        """All of a segment but what its fields show themselves."""
        dp = theme().dp
        if seen.heard:
            painter.fillRect(shape.whole, theme().colour("cinnabar_tint"))
        elif seen.current or seen.chosen:
            painter.fillRect(shape.whole, theme().colour("hover"))
        if seen.current:
            painter.fillRect(QRect(0, shape.whole.top(), dp(3), shape.whole.height()), theme().colour("cinnabar"))
        painter.fillRect(QRect(dp(16), shape.whole.bottom(), self._looks.width - dp(32), 1), theme().colour("line"))
        self._time(painter, row, shape, seen)
        self._level(painter, str(row.get("access") or ""), shape)
        if self.recordings:
            self._recording(painter, str(row.get("file") or ""), shape, below=bool(row.get("access")))
        if row.get("note"):
            self._note(painter, str(row["note"]), shape)
        if seen.current:
            return
        label = str(row.get("speaker") or "")
        painter.setFont(self._bold)
        painter.setPen(theme().colour("ink"))
        _elided(painter, shape.speaker, self.names.get(label, label))
        self._words(painter, row, "text", shape.words, "ink")
        if not shape.mandarin.isEmpty():
            self._words(painter, row, "mandarin", shape.mandarin, "faint")

    def _words(self, painter: QPainter, row: Mapping[str, Any], column: str, rect: QRect, tone: str) -> None:
        words = str(row.get(column) or "")
        if not words:
            return
        marks = self.marks.get((str(row["id"]), column))
        painter.setPen(theme().colour(tone))
        if marks:
            layout = laid_out(words, self._looks.reading, rect.width(), _formats(words, marks))
        else:
            layout = self._looks.layout(words, rect.width())
        layout.draw(painter, QPointF(rect.topLeft()))

    def _time(self, painter: QPainter, row: Mapping[str, Any], shape: Shape, seen: Seen) -> None:
        dp, box = theme().dp, shape.time
        tone = "cinnabar_ink" if seen.heard else "faint"
        painter.setFont(self._small)
        painter.setPen(theme().colour(tone))
        if row.get("start") is not None:
            icon = self._icon("volume" if seen.heard else "player-play", tone)
            painter.drawPixmap(box.left() - dp(2), box.top() + dp(3), icon)
        if seen.current:
            return
        inside = QRect(box.left() + dp(16), box.top(), box.width() - dp(14), dp(20))
        painter.drawText(inside, int(LEFT_TOP), time_words(row.get("start")) or _("没有时间"))
        painter.drawText(inside.translated(0, dp(20)), int(LEFT_TOP), time_words(row.get("end")))

    def _level(self, painter: QPainter, level: str, shape: Shape) -> None:
        if not level:
            return
        dp, box = theme().dp, shape.time
        painter.setFont(self._small)
        painter.setPen(theme().colour(_TONES[level]))
        painter.drawPixmap(box.left(), box.top() + dp(44), self._icon(LEVEL_ICONS[level], _TONES[level]))
        inside = QRect(box.left() + dp(18), box.top() + dp(42), box.width() - dp(18), dp(20))
        painter.drawText(inside, int(LEFT_TOP), _(Access(level).label))

    def _recording(self, painter: QPainter, key: str, shape: Shape, *, below: bool) -> None:
        dp, box = theme().dp, shape.time
        inside = QRect(box.left(), box.top() + dp(66 if below else 42), box.width(), dp(20))
        painter.setFont(self._small)
        painter.setPen(theme().colour("faint" if key in self.recordings else "amber"))
        _elided(painter, inside, self.recordings.get(key) or _("录音不在了"))

    def _note(self, painter: QPainter, note: str, shape: Shape) -> None:
        dp = theme().dp
        left = shape.words.left()
        inside = QRect(left, shape.whole.bottom() - dp(28), self._looks.width - left - dp(16), dp(20))
        painter.setFont(self._small)
        painter.setPen(theme().colour("faint"))
        _elided(painter, inside, _("注：{note}").format(note=" ".join(note.split())))

    def _icon(self, name: str, token: str) -> QPixmap:
        if (name, token) not in self._icons:
            self._icons[name, token] = theme().pixmap(name, token, 14)
        return self._icons[name, token]


class Head(QWidget):
    """What stands over the columns."""

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Small words and a hairline."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("sheet"))
        painter.setFont(theme().small())
        painter.setPen(theme().colour("faint"))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name, left, width in self._looks.headings():
            painter.drawText(QRect(left, 0, width, self.height() - 1), flags, _(_COLUMN_NAMES[name]))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme().colour("line"))


def time_words(value: Any) -> str:
    """A tenth of a second is what an ear tells, and what a key moves."""
    return "" if value is None else clock(round(float(value), 1))


def _elided(painter: QPainter, rect: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(LEFT_TOP), shown)


def _formats(words: str, marks: Sequence[tuple[int, int, bool]]) -> list[QTextLayout.FormatRange]:
    return [emphasis(words, start, end, ground="amber_tint" if to else "celadon_tint") for start, end, to in marks]
