"""The notes below a text: each with its number, its words, and a cross."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolButton, QVBoxLayout, QWidget

from archive_app.domain.manuscript import Manuscript, Note
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.page import ManuscriptPage
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    clear,
    label,
    line,
    margins,
    pane,
    row,
    scrolled,
    set_read_only,
    shown_if,
    tool,
)
from archive_app.gui.widgets.emphasis import units

if TYPE_CHECKING:
    from archive_app.gui.manuscript.margin.places import Spot


class NoteLine(QWidget):
    """A note: its number, its text, and a cross."""

    def __init__(self, number: int, note: Note, page: ManuscriptPage, *, read_only: bool) -> None:
        super().__init__()
        self.key = note.id
        self.text = GrowingText(1, 6)
        self.text.setPlainText(note.text)
        self.text.setPlaceholderText(_("写注释"))
        self.text.setAccessibleName(_("注释 {n}").format(n=number))
        self.text.textChanged.connect(lambda: page.set_note_text(self.key, self.text.toPlainText()))
        mark = QToolButton()
        mark.setText(f"[{number}]")
        mark.setToolTip(_("看正文里的这一处"))
        mark.clicked.connect(lambda _checked=False: page.show_note(self.key))
        self._remove = tool("x", _("去掉这条注释"), lambda: page.remove_note(self.key), role="tiny", edge=14)
        self.set_read_only(read_only)
        by = label(note.by, tone="faint", voice="small")
        shown_if(by, bool(note.by))
        lay = row(mark, self.text, by, self._remove, spacing=4)
        lay.setStretch(1, 1)
        self.setLayout(lay)

    def show_place(self, at: int, length: int = 1) -> None:
        """Put the cursor before a code point and tint the characters behind it."""
        words = self.text.toPlainText()
        cursor = self.text.textCursor()
        cursor.setPosition(units(words[:at]))
        self.text.setTextCursor(cursor)
        cursor.setPosition(units(words[: at + length]), QTextCursor.MoveMode.KeepAnchor)
        tinted: Any = QTextEdit.ExtraSelection()
        tinted.cursor = cursor
        tinted.format.setBackground(QColor(theme().tokens.amber_tint))
        self.text.setExtraSelections([tinted])

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        set_read_only(self.text, read_only)
        shown_if(self._remove, not read_only)


class NotesArea:
    """The notes of a page, below it. ``widget`` scrolls them; ``rule`` is the line that parts them from the page."""

    def __init__(self, page: ManuscriptPage) -> None:
        self._page = page
        self._lay = QVBoxLayout()
        margins(self._lay, (16, 8, 16, 8), 4)
        self.lines: list[NoteLine] = []
        self.widget = scrolled(pane(self._lay))
        self.widget.setMaximumHeight(theme().dp(190))
        self.rule = line()

    def set_shown(self, shown: bool) -> None:
        """Whether they stand there at all."""
        self.widget.setVisible(shown)
        self.rule.setVisible(shown)

    def set_read_only(self, read_only: bool) -> None:
        """Let them be read only."""
        for made in self.lines:
            made.set_read_only(read_only)

    def fill(self, notes: list[Note], *, read_only: bool) -> None:
        """These notes: the lines that are there stay where only their words are others."""
        if [made.key for made in self.lines] == [note.id for note in notes]:
            for made, note in zip(self.lines, notes, strict=True):
                if made.text.toPlainText() != note.text:
                    made.text.setPlainText(note.text)
            return
        clear(self._lay)
        self.lines = [NoteLine(number, note, self._page, read_only=read_only) for number, note in enumerate(notes, 1)]
        for made in self.lines:
            self._lay.addWidget(made)
        self._lay.addStretch(1)

    def write(self, key: str) -> None:
        """The keyboard into a note."""
        for made in self.lines:
            if made.key == key:
                made.text.setFocus()
                self.widget.ensureWidgetVisible(made)

    def show_note(self, key: str, at: int, length: int, *, write: bool) -> None:
        """Bring a place of a note into view, the others untinted; to ``write`` there, the keyboard follows."""
        for made in self.lines:
            if made.key != key:
                made.text.setExtraSelections([])
                continue
            made.show_place(at, length)
            self.widget.ensureWidgetVisible(made)
            if write:
                made.text.setFocus()

    def untint(self) -> None:
        """No note is the one that was looked for."""
        for made in self.lines:
            made.text.setExtraSelections([])

    def spot(self, text: Manuscript) -> Spot | None:
        """What of a note would be commented: what is selected in it, else all of it; None where the keyboard is not in
        one."""
        made = next((one for one in self.lines if one.text.hasFocus()), None)
        if made is None:
            return None
        from archive_app.gui.manuscript.margin.places import Spot

        owner = next((b.id for b in text for note in b.notes if note.id == made.key), "")
        words, cursor = made.text.toPlainText(), made.text.textCursor()
        if not cursor.hasSelection():
            return Spot(owner, f"note:{made.key}", 0, len(words))
        start, end = (_points(words, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return Spot(owner, f"note:{made.key}", start, end)


def _points(words: str, at: int) -> int:
    """Qt's units of a text → code points."""
    return len(words.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))
