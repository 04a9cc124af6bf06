"""注音: readings over characters, proposed, written, seen above the line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextBlock, QTextLine
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from archive_app.domain.manuscript import SpanStyle
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, scrolled

_IN_A_ROW = 5
_NAME = 4
"""No more characters are read as a name."""
MOST = 60
"""So many characters are given readings at once."""


def proposed(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each character of a text with its readings, that of the whole as a name or word first; none for what has none."""
    from archive_app.hanzi.pinyin import readings
    from archive_app.hanzi.pinyin.characters import character_readings, is_hanzi

    said = readings(text, limit=1) if len(text) <= _NAME else ()
    usual = said[0].syllables if said and len(said[0].syllables) == len(text) else ()
    found: list[tuple[str, tuple[str, ...]]] = []
    for number, character in enumerate(text):
        ways = character_readings(character) if is_hanzi(character) else ()
        first = (usual[number],) if usual and ways and usual[number] not in ("", character) else ()
        found.append((character, tuple(dict.fromkeys((*first, *ways)))))
    return found


class ReadingDialog(Dialog):
    """A line for each character: its reading, chosen or written; an empty one has none. ``readings`` is the result."""

    def __init__(self, parent: QWidget | None, text: str, known: dict[int, str]) -> None:
        """``known`` are the readings there are, by the place of their character."""
        super().__init__(parent, _("注音"), width=640)
        self._choices: dict[int, QComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().dp(8))
        grid.setVerticalSpacing(theme().dp(8))
        for number, (character, ways) in enumerate(proposed(text[:MOST])):
            if character.isspace() or not (ways or number in known or "\ue000" > character > "\u2e7f"):
                continue
            choice = QComboBox()
            choice.setEditable(True)
            choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            choice.addItems(list(ways))
            choice.setCurrentText(known.get(number, ways[0] if ways and not known else ""))
            choice.setAccessibleName(_("“{character}”的读音").format(character=character))
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(4)
            place = len(self._choices)
            at, line = place % _IN_A_ROW, place // _IN_A_ROW * 2
            head = label(character, voice="title")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(choice, line, at)
            grid.addWidget(head, line + 1, at)
            self._choices[number] = choice
        none = button(_("都不注"), self._clear, role="link", tip=_("去掉这些字的注音"))
        act = button(_("就这样"), self.accept, role="primary")
        act.setDefault(True)
        foot = row(none, None, button(_("取消"), self.reject), act, spacing=12)
        hint = label(_("多音字点开选；也可以自己写，方言怎么念就怎么写。空着就不注。"), tone="faint", wrap=True)
        area = scrolled(pane(column(grid, None)))
        area.setMinimumHeight(theme().dp(150))
        self.setLayout(column(hint, area, foot, spacing=12, around=(24, 20, 24, 20)))
        first = next(iter(self._choices.values()), None)
        if first is not None:
            first.setFocus()

    def _clear(self) -> None:
        for choice in self._choices.values():
            choice.setCurrentText("")

    def readings(self) -> dict[int, str]:
        """The readings by the place of their character; an empty one takes away what there is."""
        return {number: " ".join(choice.currentText().split()) for number, choice in self._choices.items()}


def paint_readings(painter: QPainter, block: QTextBlock, origin: QPointF) -> None:
    """Draw the readings of a block's characters above them; ``origin`` is where the block is drawn."""
    layout = block.layout()
    iterator = block.begin()
    face = None
    while not iterator.atEnd():
        fragment = iterator.fragment()
        iterator += 1
        reading = pages.mark_value(fragment.charFormat(), SpanStyle.RUBY)
        if not reading:
            continue
        if face is None:
            face = theme().font(7.5)
            painter.setFont(face)
            painter.setPen(theme().colour("celadon"))
        start = fragment.position() - block.position()
        line = layout.lineForTextPosition(start)
        if not line.isValid():
            continue
        left = _across(line, start)
        last = min(start + fragment.length(), line.textStart() + line.textLength())
        right = _across(line, last)
        metrics = QFontMetricsF(face)
        width = max(right - left, metrics.horizontalAdvance(reading) + 2)
        middle = origin.x() + (left + right) / 2
        em = QFontMetricsF(fragment.charFormat().font()).horizontalAdvance("文")
        top = origin.y() + line.y() + line.ascent() - 0.9 * em + 0.7 * metrics.descent()  # of the character
        place = QRectF(middle - width / 2, top - metrics.height(), width, metrics.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), reading)


def _across(line: QTextLine, place: int) -> float:
    """How far from the left a place of a line is."""
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)
