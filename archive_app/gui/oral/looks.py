"""Where a segment's time, speaker and words stand, and how high it is.

Heights are guessed from the number of characters until a segment is seen: two thousand are not laid out before the
first is shown. What is guessed of Chinese, whose characters are all as wide, is nearly always right.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from archive_app.gui.theme import theme

_KEPT = 240
"""Laid out words that are kept: some screens of them."""
_PAD, _EDGE, _GAP = 8, 16, 12
_TIME, _SPEAKER = 86, 92
_BESIDE_FROM = 420
"""Width of the words, on the grid, from which 普通话 stands beside them and not below."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The rectangles of one segment, in the coordinates of the list's top."""

    whole: QRect
    time: QRect
    speaker: QRect
    words: QRect
    mandarin: QRect
    """Empty where the column is not shown."""


def laid_out(words: str, font: QFont, width: float, marks: Sequence[QTextLayout.FormatRange] = ()) -> QTextLayout:
    """Words broken into lines as an editor breaks them."""
    layout = QTextLayout(words.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if marks:
        layout.setFormats(list(marks))
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLeadingIncluded(True)
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


class Looks:
    """The measures of a list of segments at one width."""

    def __init__(self) -> None:
        self.width = 0
        self.with_mandarin = False
        self.with_recordings = False
        """Whether a line under the times says which recording they are of."""
        self.speakers_wide = 0
        self.reading = theme().reading()
        self._metrics = QFontMetricsF(self.reading)
        self.line_height = math.ceil(self._metrics.lineSpacing())
        self._sign = self._metrics.horizontalAdvance("国")
        self._layouts: OrderedDict[tuple[str, int], QTextLayout] = OrderedDict()

    def fit(self, width: int, *, mandarin: bool) -> bool:
        """Take another width; whether anything is elsewhere now."""
        if (width, mandarin) == (self.width, self.with_mandarin):
            return False
        self.width, self.with_mandarin = width, mandarin
        return True

    # — across —

    @property
    def left(self) -> int:
        """Where the words begin."""
        dp = theme().dp
        return dp(_EDGE + _TIME + 8 + _SPEAKER + _GAP)

    @property
    def beside(self) -> bool:
        """Whether 普通话 has a column of its own."""
        return self.with_mandarin and self._room >= theme().dp(_BESIDE_FROM)

    @property
    def _room(self) -> int:
        return max(theme().dp(80), self.width - self.left - theme().dp(_EDGE))

    @property
    def words_width(self) -> int:
        """How wide the words are."""
        return (self._room - theme().dp(20)) // 2 if self.beside else self._room

    def headings(self) -> list[tuple[str, int, int]]:
        """(column, left, width) of what stands over the segments."""
        dp = theme().dp
        found = [("time", dp(_EDGE), dp(_TIME)), ("speaker", dp(_EDGE + _TIME + 8), dp(_SPEAKER))]
        found.append(("words", self.left, self.words_width))
        if self.beside:
            found.append(("mandarin", self.left + self.words_width + dp(20), self.words_width))
        return found

    # — down —

    def words_height(self, words: str) -> int:
        """How high words are, laid out."""
        return math.ceil(self.layout(words, self.words_width).boundingRect().height())

    def height(self, row: Mapping[str, Any]) -> int:
        """How high a segment is."""
        return self.height_of(row, self.words_height(str(row.get("text") or "")), self.other_height(row))

    def other_height(self, row: Mapping[str, Any]) -> int:
        """How high what is said in 普通话 is, where it is shown."""
        if not self.with_mandarin:
            return 0
        other = str(row.get("mandarin") or "")
        return self.words_height(other) if other or self.beside else self.line_height

    def guesser(self) -> Callable[[Mapping[str, Any]], int]:
        """How high a segment is likely to be: told of ten thousand in a moment, so all that is fixed is taken once."""
        line, beside, both, signs = self.line_height, self.beside, self.with_mandarin, self.words_width / self._sign
        between, least, level, note, pads = (theme().dp(points) for points in (6, 40, 24, 24, 2 * _PAD))
        signs = max(1, int(signs))
        least += theme().dp(20) if self.with_recordings else 0

        def high(words: str) -> int:
            lines = (
                -(-_wide(words) // signs)
                if "\n" not in words
                else sum(max(1, -(-_wide(part) // signs)) for part in words.split("\n"))
            )
            return max(1, lines) * line

        def guess(row: Mapping[str, Any]) -> int:
            get = row.get
            inside = high(get("text") or "")
            if both:
                other = get("mandarin")
                said = high(other) if other else line
                inside = max(inside, said) if beside else inside + between + said
            inside += note if get("note") else 0
            return max(inside, least + (level if get("access") else 0)) + pads

        return guess

    def height_of(self, row: Mapping[str, Any], words: int, other: int) -> int:
        """The same of heights that are known: those of the editors one writes in."""
        dp = theme().dp
        inside = max(words, other) if self.beside else words + (dp(6) + other if self.with_mandarin else 0)
        note = self.note_height(row)
        beside = 2 * dp(20) + (dp(24) if row.get("access") else 0) + (dp(20) if self.with_recordings else 0)
        return max(inside + (dp(4) + note if note else 0), beside) + 2 * dp(_PAD)

    def note_height(self, row: Mapping[str, Any]) -> int:
        """One line, cut where it is longer."""
        return theme().dp(20) if row.get("note") else 0

    def shape(self, top: int, height: int, words: int, other: int) -> Shape:
        """Where everything of a segment stands, of heights that are known."""
        dp = theme().dp
        pad = dp(_PAD)
        inside = QRect(0, top, self.width, height)
        time = QRect(dp(_EDGE), top + pad, dp(_TIME), height - 2 * pad)
        speaker = QRect(dp(_EDGE + _TIME + 8), top + pad, dp(_SPEAKER), height - 2 * pad)
        said = QRect(self.left, top + pad, self.words_width, words)
        mandarin = QRect()
        if self.beside:
            mandarin = QRect(self.left + self.words_width + dp(20), top + pad, self.words_width, other)
        elif self.with_mandarin:
            mandarin = QRect(self.left, top + pad + words + dp(6), self.words_width, other)
        return Shape(inside, time, speaker, said, mandarin)

    # — words —

    def layout(self, words: str, width: int) -> QTextLayout:
        """Words laid out; those that were seen last are kept."""
        key = (words, width)
        made = self._layouts.pop(key, None) or laid_out(words, self.reading, width)
        self._layouts[key] = made
        while len(self._layouts) > _KEPT:
            self._layouts.popitem(last=False)
        return made


def _wide(words: str) -> int:
    """About how many characters' room words take: of three bytes in UTF-8 one, of one byte half of one."""
    return (len(words) + len(words.encode(errors="replace")) + 3) // 4


LEFT_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
