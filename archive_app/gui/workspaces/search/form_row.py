"""A row of the form of a search: how it joins the row before, where, which words, and how they stand."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label, margins, pane, tool
from archive_app.gui.widgets.basics import row as beside
from archive_app.gui.workspaces.search.form_words import AskNames, WordsLine
from archive_app.search.language.fields import Sort, fields
from archive_app.search.language.form import DISTANCE, How, Row, words_in
from archive_app.search.language.operators import FURTHEST, MINUS, is_operator

_OFTEN = ("title", "text", "person", "place", "narrator", "author", "commissioner", "number", "keywords", "abstract")
_FIRST = ((False, False, "找"), (True, False, "不要"))
_JOINS = ((False, False, "并且"), (False, True, "或者"), (True, False, "不含"))
_OR_NOT = (True, True, "或者不含")
_STAND = 210
_NARROW = 760
"""Width on the grid below which the words have a line of their own."""


@cache
def row_fields() -> tuple[str, ...]:
    """The fields one can choose, those that are asked for often first; a field without a Chinese name is another's."""
    named = [name for name, field in fields().items() if field.sort is Sort.TEXTS and not field.label.isascii()]
    return ("", *_OFTEN, *(name for name in named if name not in _OFTEN))


class _Distance(QSpinBox):
    """How many characters may stand between; the wheel is the form's."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, FURTHEST)
        self.setValue(DISTANCE)
        self.setSuffix(_(" 字"))
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(theme().dp(84))
        self.setToolTip(_("中间最多隔几个字"))
        self.setAccessibleName(_("中间最多隔几个字"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FormRow(QWidget):
    """``changed``: it asks for something else now."""

    changed = Signal()
    removed = Signal()

    def __init__(self, ask: AskNames, *, first: bool = False) -> None:
        super().__init__()
        self.join, self.field, self.how = CalmCombo(), CalmCombo(), CalmCombo()
        self.words = WordsLine(ask)
        self.distance = _Distance()
        self.remove = tool("x", _("去掉这一行"), self.removed.emit)
        self._note = label(tone="amber", voice="small", wrap=True)
        self._note.setMinimumHeight(1)
        self._note.hide()
        for name in row_fields():
            self._add_field(name)
        for how in How:
            self.how.addItem(_(how.value), how)
        self.join.setMinimumWidth(theme().dp(88))
        self.field.setMinimumWidth(theme().dp(128))
        self.how.view().setMinimumWidth(theme().dp(150))
        self._stand = pane(beside(self.how, self.distance, spacing=6))  # as wide in every row: they stand in columns
        self._stand.layout().setStretch(0, 1)
        self._stand.setFixedWidth(theme().dp(_STAND))
        self.set_first(first)
        self._narrow: bool | None = None
        self._grid = QGridLayout(self)
        margins(self._grid, (0, 0, 0, 0), 6)
        self._arrange()
        self._connect()
        self._look()

    def _connect(self) -> None:
        for box in (self.join, self.field, self.how):
            box.activated.connect(self._changed)
        self.words.textChanged.connect(self._changed)
        self.distance.valueChanged.connect(self._changed)

    def _add_field(self, name: str) -> None:
        self.field.addItem(_(fields()[name].label) if name else _("任何地方"), name)

    def set_first(self, first: bool) -> None:
        """The first row joins nothing; what it says otherwise stays."""
        data = self.join.currentData() or (False, False)
        self.join.clear()
        for leaves_out, or_else, words in _FIRST if first else _JOINS:
            self.join.addItem(_(words), (leaves_out, or_else))
        self._show_join(*data)
        self._name(first)

    def _show_join(self, leaves_out: bool, or_else: bool) -> None:
        known = {self.join.itemData(number): number for number in range(self.join.count())}
        if (leaves_out, or_else) not in known and (False, True) in known:
            self.join.addItem(_(_OR_NOT[2]), _OR_NOT[:2])
            known[_OR_NOT[:2]] = self.join.count() - 1
        self.join.setCurrentIndex(known.get((leaves_out, or_else), known[leaves_out, False]))

    def _name(self, first: bool) -> None:
        self.join.setAccessibleName(_("找，还是不要") if first else _("与上一行的关系"))
        self.field.setAccessibleName(_("在哪里找"))
        self.words.setAccessibleName(_("要找的词"))
        self.how.setAccessibleName(_("这些词怎样出现"))

    # — what it says —

    def row(self) -> Row:
        """What is filled in."""
        leaves_out, or_else = self.join.currentData()
        return Row(
            self.words.text(),
            self.how.currentData(),
            str(self.field.currentData()),
            leaves_out,
            or_else,
            self.distance.value() if self.how.currentData() is How.CLOSE else DISTANCE,
        )

    def show_row(self, row: Row) -> None:
        """Fill it in, without telling."""
        if row == self.row():
            return
        blockers = [QSignalBlocker(self), QSignalBlocker(self.words), QSignalBlocker(self.distance)]
        self._show_join(row.leaves_out, row.or_else)
        if self.field.findData(row.field) < 0:
            self._add_field(row.field)
        self.field.setCurrentIndex(self.field.findData(row.field))
        self.how.setCurrentIndex(self.how.findData(row.how))
        self.distance.setValue(row.distance)
        if self.words.text() != row.text:
            self.words.setText(row.text)
        self._look()
        del blockers

    def _changed(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        how = self.how.currentData()
        self.distance.setVisible(how is How.CLOSE)
        self.words.field = str(self.field.currentData())
        self.words.setPlaceholderText(_("要找的话，一字不差") if how is How.PHRASE else _("几个词之间空一格"))
        note = "" if how is How.PHRASE else _remark(self.words.text())
        self._note.setText(note)
        self._note.setVisible(bool(note))

    # — how it is laid out —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the words have a line of their own."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < theme().dp(_NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        while self._grid.takeAt(0) is not None:
            pass  # the widgets stay this one's
        for number in range(5):
            self._grid.setColumnStretch(number, 0)
        if narrow:
            for number, made in enumerate((self.join, self.field, self._stand)):
                self._grid.addWidget(made, 0, number)
            self._grid.setColumnStretch(3, 1)
            self._grid.addWidget(self.remove, 0, 4)
            self._grid.addWidget(self.words, 1, 0, 1, 5)
            self._grid.addWidget(self._note, 2, 0, 1, 5)
        else:
            for number, made in enumerate((self.join, self.field, self.words, self._stand, self.remove)):
                self._grid.addWidget(made, 0, number)
            self._grid.setColumnStretch(2, 1)
            self._grid.addWidget(self._note, 1, 2, 1, 3)


def _remark(text: str) -> str:
    """That syntax in a row is text: what is meant can be chosen."""
    meant = next((each.text for each in words_in(text) if is_operator(each.text) or each.text[0] in MINUS), "")
    marked = {each.text for each in words_in(text) if f'"{each.text}"' in text}
    if not meant or meant in marked:
        return ""
    return _("这里的“{word}”会当作字来找；要“或者”“不含”“同句”，在两边选。").format(word=meant[:12])
