"""How much is written: the count in the corner of the page, and all figures where one asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QToolButton, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label, line, margins

if TYPE_CHECKING:
    from archive_app.domain.counting import Counts
    from archive_app.domain.manuscript import Manuscript
    from archive_app.gui.manuscript.editor import ManuscriptEditor
    from archive_app.gui.manuscript.measuring import Measuring
    from archive_app.services.texts.measuring import Measure, Measured

_REST_MS = 120
_ROWS = (
    ("written", "文字数", "正文、标题和图注的字，不算空格和表格"),
    ("words", "字数（Word）", "和 Word 的“字数统计”一样：汉字、中文标点一个算一个，连着的数字、字母算一个"),
    ("asian", "其中中文字符", "汉字和中文标点"),
    ("runs", "其中非中文单词", "连着的数字、字母"),
    ("characters", "字符数（不计空格）", "每个数字、字母都算一个，表格也算"),
    ("with_spaces", "字符数（计空格）", ""),
    ("paragraphs", "段落", "不算空段"),
)
_SET = (
    ("area", "版面字数", "每行字数×每面行数×面数；这一篇单独排，另起一面"),
    ("lines", "实有行数", "题目、图注、表格不算"),
    ("fee", "计酬字数", "每行字数×实有行数，不足一行的算一行，唱词另计；算稿费以书卷里排的为准"),
)


class CountButton(QToolButton):
    """``1,234 字``, and of what is selected ``选中 56 字``; pressed, it opens the figures."""

    def __init__(self, editor: ManuscriptEditor) -> None:
        super().__init__()
        self._editor = editor
        self._all = 0
        self._measuring: Measuring | None = None
        self.setToolTip(_("字数：点开看 Word 的字数、字符数、版面和计酬字数，选中一段就数那一段（Ctrl+Shift+G）"))
        self.setAccessibleName(_("字数"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the selection must stay where it is
        self.clicked.connect(lambda _checked=False: self.open_figures())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._say)

    def show_count(self, written: int) -> None:
        """The 文字数 of the whole text."""
        self._all = written
        self._say()

    def tell_selection(self) -> None:
        """Another stretch is selected: say so when the mouse rests."""
        if self._editor.page.textCursor().hasSelection() or self._rest.isActive() or self.text() != self._whole():
            self._rest.start()

    def _whole(self) -> str:
        return _("{n:,} 字").format(n=self._all)

    def _say(self) -> None:
        chosen = len("".join(selected_text(self._editor).split()))
        self.setText(_("选中 {n:,} 字，共 {all:,} 字").format(n=chosen, all=self._all) if chosen else self._whole())

    def figures(self) -> list[tuple[str, Counts]]:
        """The columns: the selection where there is one, the text, and the text with its notes where it has any."""
        from archive_app.domain.counting import count, count_manuscript

        manuscript = self._editor.manuscript()
        columns = [(_("正文"), count_manuscript(manuscript))]
        if any(block.notes for block in manuscript):
            columns.append((_("连注释"), count_manuscript(manuscript, notes=True)))
        if words := selected_text(self._editor):
            columns.insert(0, (_("选中"), count(words)))
        return columns

    def take_measures(self, measuring: Measuring) -> None:
        """From now on 版面字数 and 计酬字数 are told, too."""
        self._measuring = measuring

    def open_figures(self) -> QFrame:
        """Show all figures below the count; a click beside them or Esc closes them."""
        panel = Figures(self, self.figures())
        if self._measuring is not None:
            from archive_app.gui.manuscript.pasting import selection_of

            texts = [self._editor.manuscript()]
            if self._editor.page.textCursor().hasSelection() and selected_text(self._editor):
                texts.insert(0, selection_of(self._editor.page))
            panel.measure(self._measuring, texts)
        panel.adjustSize()
        panel.stand_under(self)
        panel.show()
        return panel


class Figures(QFrame):
    """A table of figures, a column for each text that was counted."""

    def __init__(self, parent: CountButton, columns: list[tuple[str, Counts]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popover")
        self.setAccessibleName(_("字数统计"))
        grid = QGridLayout()
        margins(grid, (16, 12, 16, 12), 6)
        grid.setHorizontalSpacing(theme().dp(20))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, (head, _counts) in enumerate(columns, start=1):
            grid.addWidget(label(head, tone="faint", voice="small"), 0, column, right)
        for row, (name, words, tip) in enumerate(_ROWS, start=1):
            said = label(_(words))
            said.setToolTip(_(tip) if tip else "")
            grid.addWidget(said, row, 0)
            for column, (_head, counts) in enumerate(columns, start=1):
                grid.addWidget(label(f"{getattr(counts, name):,}", select=True), row, column, right)
        self._grid = grid
        self._measuring: Measuring | None = None
        self._texts: Sequence[Manuscript] = ()
        self._measures: list[Measure] = []
        self._cells: dict[tuple[str, int], QLabel] = {}
        self.at = QComboBox()
        self.setLayout(grid)

    def stand_under(self, button: QWidget) -> None:
        """Below the count, as far as the screen has room."""
        size, room = self.size(), button.screen().availableGeometry()
        corner = button.mapToGlobal(QPoint(button.width() - size.width(), button.height() + theme().dp(2)))
        left = max(room.left(), min(corner.x(), room.right() - size.width()))
        self.move(left, max(room.top(), min(corner.y(), room.bottom() - size.height())))

    # — as it is printed —

    def measure(self, measuring: Measuring, texts: Sequence[Manuscript]) -> None:
        """Below them what each of the texts comes to as it is set, in the first columns."""
        self._measuring, self._texts = measuring, texts
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        first = len(_ROWS) + 1
        self._grid.addWidget(line(), first, 0, 1, len(texts) + 2)
        for number, (name, words, tip) in enumerate(_SET, start=first + 1):
            said = label(_(words))
            said.setToolTip(_(tip))
            self._grid.addWidget(said, number, 0)
            for column in range(len(texts)):
                cell = self._cells[name, column] = label("…", select=True)
                self._grid.addWidget(cell, number, column + 1, right)
        self.at.setAccessibleName(_("照哪一卷、哪种版式算"))
        self.at.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.at.setMinimumContentsLength(12)
        self.at.currentIndexChanged.connect(lambda _index: self._ask())
        self.how = label("", tone="faint", voice="small")
        foot = first + len(_SET) + 1
        self._grid.addWidget(self.at, foot, 0, 1, len(texts) + 2)
        self._grid.addWidget(self.how, foot + 1, 0, 1, len(texts) + 2)
        measuring.choices(self, self._offer)

    def _offer(self, found: list[Measure]) -> None:
        self._measures = found
        self.at.blockSignals(True)
        for one in found:
            self.at.addItem(_("照{measure}").format(measure=one.words), one.words)
        chosen = self.at.findData(self._measuring.chosen) if self._measuring is not None else -1
        self.at.setCurrentIndex(max(0, chosen))
        self.at.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        at = self.at.currentIndex()
        if self._measuring is None or not 0 <= at < len(self._measures):
            return
        self._measuring.chosen = self._measures[at].words
        self._measuring.measure(self, self._texts, self._measures[at], self._told)

    def _told(self, found: list[Measured] | None) -> None:
        for (name, column), cell in self._cells.items():
            cell.setText(f"{getattr(found[column], name):,}" if found is not None else "—")
        if found is None:
            self.how.setText(_("这一卷的版式改动有不对的地方，请在编纂里看。"))
        else:
            words = _("每行 {c} 字，每面 {r} 行；不足一行算一行，唱词一行算 {v} 字。")
            self.how.setText(words.format(c=found[0].columns, r=found[0].rows, v=found[0].verse_line))
        self.adjustSize()
        button = self.parentWidget()
        if button is not None:
            self.stand_under(button)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return super().sizeHint().expandedTo(QSize(theme().dp(220), 0))


def selected_text(editor: ManuscriptEditor) -> str:
    """What is selected on the page, a paragraph a line; marks of notes and pictures are no text."""
    words = editor.page.textCursor().selectedText()
    return words.replace(pages.OBJECT, "").replace("\u2029", "\n").replace(pages.LINE, "\n")
