"""The manuscript with its tool bar above and its notes below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QSplitter, QTextEdit, QToolButton, QVBoxLayout, QWidget

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, SpanStyle
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.count_button import CountButton
from archive_app.gui.manuscript.fixed import fixed_in, insert_behind, put_again
from archive_app.gui.manuscript.page import ManuscriptPage, _no_picture
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    clear,
    column,
    label,
    line,
    margins,
    pane,
    row,
    scrolled,
    set_property,
    set_read_only,
    shown_if,
    tool,
)
from archive_app.gui.widgets.emphasis import units
from archive_app.gui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from archive_app.gui.manuscript.finding import TextFindBar
    from archive_app.gui.manuscript.margin.pane import MarginPane
    from archive_app.gui.manuscript.margin.places import Spot
    from archive_app.gui.manuscript.measuring import Measuring

_KINDS = (
    (BlockKind.PARAGRAPH, "Ctrl+Alt+0"),
    (BlockKind.HEADING, "Ctrl+Alt+1"),
    (BlockKind.QUOTE, "Ctrl+Alt+2"),
    (BlockKind.VERSE, "Ctrl+Alt+3"),
    (BlockKind.QUESTION, "Ctrl+Alt+4"),
    (BlockKind.ANSWER, "Ctrl+Alt+5"),
)
_MARKS = (
    (SpanStyle.BOLD, "粗", "粗体", "Ctrl+Alt+B"),
    (SpanStyle.KAI, "楷", "楷体", "Ctrl+Alt+K"),
    (SpanStyle.DOTS, "点", "着重号", "Ctrl+Alt+E"),
    (SpanStyle.NAME, "专", "专名线", "Ctrl+Alt+L"),
    (SpanStyle.BOOK, "书", "书名线", "Ctrl+Alt+Y"),
)
_NAMES = (
    (SpanStyle.PERSON, "人名，连到卡片…", "Ctrl+Alt+H"),
    (SpanStyle.PLACE, "地名，连到卡片…", "Ctrl+Alt+D"),
)
_COUNT_REST_MS = 400
_LEAST_TEXT = 120
"""Less than this is no text to look for words in."""
_BESIDE = 520
"""With less room what stands beside the page stands below it, where that is not low."""
_LOW = 300


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


class ManuscriptEditor(QFrame):
    """Read and write one manuscript. ``edited`` after every change; ``picture_wanted`` asks for a picture at the cursor
    (None) or for the words and the place of one that is there, where somebody sees to it (`take_pictures`)."""

    edited = Signal()
    step_ended = Signal()
    """What was written up to here is one step of the history, what comes another."""
    picture_wanted = Signal(object)
    name_wanted = Signal(object)
    """A name is to be marked, where somebody sees to it (`take_names`)."""

    def __init__(self, picture: Callable[[str], QPixmap | None] = _no_picture) -> None:
        super().__init__()
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.page = ManuscriptPage(picture)
        self.page.setMinimumHeight(theme().dp(40))
        self._read_only = False
        self._kinds: dict[BlockKind, QToolButton] = {}
        self._marks: dict[SpanStyle, QToolButton] = {}
        self._count = CountButton(self)
        self._finding: TextFindBar | None = None
        self._margin: MarginPane | None = None
        self._bar = self._make_bar()
        self._notes = QVBoxLayout()
        margins(self._notes, (16, 8, 16, 8), 4)
        self._note_lines: list[NoteLine] = []
        self._notes_area = scrolled(pane(self._notes))
        self._notes_area.setMaximumHeight(theme().dp(190))
        self._notes_line = line()
        self._sheet = QSplitter()
        self._sheet.setChildrenCollapsible(False)
        self._sheet.addWidget(self.page)
        self._lay = column(self._bar, line(), self._sheet, self._notes_line, self._notes_area, spacing=0)
        self._lay.setStretch(2, 1)
        self.setLayout(self._lay)
        self.setFocusProxy(self.page)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_COUNT_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.page.edited.connect(self._edited)
        self.page.stepping.connect(self.step_ended)
        self.page.place_changed.connect(self._show_place)
        self.page.notes_changed.connect(self._show_notes)
        self.page.selectionChanged.connect(self._count.tell_selection)
        self._show_notes()
        self._show_place()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, spacing=2)
        margins(flow, (12, 6, 12, 6), 2)
        for kind, key in _KINDS:
            made = self._button(kind.label, _("{style}（{key}）").format(style=kind.label, key=key))
            made.clicked.connect(lambda _checked=False, chosen=kind: self._set_kind(chosen))
            QShortcut(QKeySequence(key), self, lambda chosen=kind: self._set_kind(chosen)).setContext(
                Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            self._kinds[kind] = made
            flow.addWidget(made)
        gap = line(upright=True)
        gap.setFixedSize(theme().dp(13), theme().dp(20))
        set_property(gap, "role", "")
        flow.addWidget(gap)
        for style, word, name, key in _MARKS:
            made = self._button(word, f"{_(name)}（{key}）" if key else _(name))
            made.setAccessibleName(_(name))
            made.clicked.connect(lambda _checked=False, chosen=style: self._toggle(chosen))
            if key:
                QShortcut(QKeySequence(key), self, lambda chosen=style: self._toggle(chosen)).setContext(
                    Qt.ShortcutContext.WidgetWithChildrenShortcut
                )
            self._marks[style] = made
            flow.addWidget(made)
        self._said = self._menu_button(_("标注"), _("注音，标人名、地名"))
        self._act(self._said, _("注音…"), "Ctrl+Alt+R", self._ask_reading)
        flow.addWidget(self._said)
        note = self._button(_("加注"), _("在这里加一条脚注（Ctrl+Alt+F）"))
        note.setCheckable(False)
        note.clicked.connect(lambda _checked=False: self.add_note())
        QShortcut(QKeySequence("Ctrl+Alt+F"), self, self.add_note).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        flow.addWidget(note)
        self._put = self._menu_button(_("插入"), _("放一张表格、一幅馆藏里的图片"))
        self._act(self._put, _("表格…"), "Ctrl+Alt+T", self.ask_table)
        self.page.table_opened.connect(self.ask_table)
        flow.addWidget(self._put)
        self._tools = [*self._kinds.values(), gap, *self._marks.values(), self._said, note, self._put]
        self._corner = row(None, self._count, spacing=4)
        corner = pane(self._corner)
        corner.setProperty("grows", True)
        flow.addWidget(corner)
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return bar

    def add_to_corner(self, widget: QWidget) -> None:
        """A button beside the count: it stays where nothing can be written."""
        self._corner.insertWidget(1, widget)

    def set_margin(self, margin: MarginPane) -> None:
        """What stands beside the page, as high as it."""
        self._margin = margin
        self._sheet.addWidget(margin)
        self._sheet.setStretchFactor(0, 1)
        self._sheet.setStretchFactor(1, 0)

    def fit_margin(self) -> None:
        """Beside the page, or below it where a line would be too short."""
        self.share_height()
        margin = self._margin
        if margin is None or margin.isHidden():
            return
        dp = theme().dp
        below = self.width() < dp(_BESIDE) and self.height() - self._bar.minimumHeight() > dp(_LOW)
        way = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if self._sheet.orientation() != way or not margin.property("fitted"):
            self._sheet.setOrientation(way)
            whole = self._sheet.height() if below else self._sheet.width()
            share = whole * 2 // 5 if below else min(dp(264), whole * 2 // 5)
            self._sheet.setSizes([whole - share, share])
            margin.setProperty("fitted", True)
            margin.set_below(below)

    def note_spot(self) -> Spot | None:
        """What of a note would be commented: what is selected in it, else all of it; None where the keyboard is not in
        one."""
        made = next((one for one in self._note_lines if one.text.hasFocus()), None)
        if made is None:
            return None
        from archive_app.gui.manuscript.margin.places import Spot

        owner = next((b.id for b in self.manuscript() for note in b.notes if note.id == made.key), "")
        words, cursor = made.text.toPlainText(), made.text.textCursor()
        if not cursor.hasSelection():
            return Spot(owner, f"note:{made.key}", 0, len(words))
        start, end = (_points(words, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return Spot(owner, f"note:{made.key}", start, end)

    def _menu_button(self, words: str, tip: str) -> QToolButton:
        made = self._button(words, tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(QMenu(made))
        return made

    def _act(self, under: QToolButton, words: str, key: str, do: Callable[[], object]) -> None:
        """An act under a button, and its key."""
        under.menu().addAction(f"{words}\t{key}").triggered.connect(lambda _checked=False: do())
        QShortcut(QKeySequence(key), self, do).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def take_names(self) -> None:
        """From now on names can be marked."""
        for style, words, key in _NAMES:
            self._act(self._said, _(words), key, partial(self._ask_name, style))

    def _ask_name(self, style: SpanStyle) -> None:
        if not self._read_only:
            self.name_wanted.emit(style)
        self._show_place()

    def _ask_reading(self) -> None:
        if not self._read_only:
            self.page.ask_reading()
        self._show_place()

    def take_pictures(self) -> None:
        """From now on pictures can be asked for."""
        self._act(self._put, _("插图…"), "Ctrl+Alt+P", self.ask_picture)
        self.page.picture_opened.connect(self.ask_picture)

    def ask_picture(self, block: Block | None = None) -> None:
        """A picture at the cursor, or the one that is there."""
        if not self._read_only:
            self.picture_wanted.emit(block or self._fixed_here(BlockKind.PICTURE))

    def ask_table(self, block: Block | None = None) -> None:
        """A table behind the paragraph one is in, or the one that is there: one step of undo whatever is done to it."""
        if self._read_only:
            return
        from archive_app.gui.manuscript.tables.dialog import TableDialog

        given = block or self._fixed_here(BlockKind.TABLE)
        dialog = TableDialog(self, given)
        if dialog.exec():
            self.put(dialog.block(), given)

    def put(self, block: Block, given: Block | None = None) -> None:
        """Put a table or a picture behind the paragraph one is in, or in the place of ``given``; one step of undo."""
        if block == given:
            return
        self.step_ended.emit()
        if given is None:
            insert_behind(self.page, block)
        else:
            put_again(self.page, block)
        self.step_ended.emit()

    def _fixed_here(self, kind: BlockKind) -> Block | None:
        found = fixed_in(self.page, self.page.textCursor().block())
        return found if found is not None and found.kind is kind else None

    @staticmethod
    def _button(words: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setToolTip(tip)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the selection must stay where it is
        return made

    # — the manuscript —

    def show_manuscript(self, manuscript: Manuscript) -> None:
        """Another text."""
        self.page.show_manuscript(manuscript)
        self._recount(manuscript)
        self._find_again()

    def update_manuscript(self, manuscript: Manuscript) -> None:
        """The same text, changed elsewhere."""
        self.page.update_manuscript(manuscript)
        self._recount(manuscript)
        self._find_again()

    def replace_manuscript(self, manuscript: Manuscript) -> None:
        """The same text, changed here in one act: a step of its own in the history."""
        self.step_ended.emit()
        self.page.update_manuscript(manuscript)
        self.page.edited.emit()
        self.step_ended.emit()

    def manuscript(self) -> Manuscript:
        """The text as it stands."""
        return self.page.manuscript()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only
        self.page.setReadOnly(read_only)
        for made in self._tools:  # where nothing can be written their height is the text's
            made.setVisible(not read_only)
        self._fit_bar()
        for note in self._note_lines:
            note.set_read_only(read_only)
        if self._finding is not None:
            self._finding.set_read_only(read_only)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar has all its rows, however low the pane is."""
        super().resizeEvent(event)
        self._fit_bar()
        self.fit_margin()

    def share_height(self) -> None:
        """The notes take a third of what is left at most. Where little is left while one looks for words, the text goes
        before the buttons and the notes."""
        dp = theme().dp
        finding = self._finding.sizeHint().height() if self._finding is not None and not self._finding.isHidden() else 0
        if self._finding is not None and finding:
            self._finding.setFixedHeight(finding)
        rest = self.height() - self._bar.minimumHeight() - finding
        close = bool(finding) and rest < dp(_LEAST_TEXT)
        low = rest < 2 * dp(_LEAST_TEXT) and self._margin is not None and not self._margin.isHidden()
        noted = bool(self.page.notes()) and not close and not low
        self._bar.setVisible(not close)
        self._notes_area.setVisible(noted)
        self._notes_line.setVisible(noted)
        self._notes_area.setMaximumHeight(min(dp(190), max(dp(48), rest // 3)))

    def _fit_bar(self) -> None:
        rows = self._bar.layout()
        if rows is not None:
            self._bar.setMinimumHeight(rows.heightForWidth(self.width()))

    def _edited(self) -> None:
        self._rest.start()
        self.edited.emit()

    def _rested(self) -> None:
        self._recount()
        self._find_again()

    def _recount(self, manuscript: Manuscript | None = None) -> None:
        self._count.show_count((manuscript or self.page.manuscript()).character_count())

    def take_measures(self, measuring: Measuring) -> None:
        """From now on the figures tell 版面字数 and 计酬字数, too."""
        self._count.take_measures(measuring)

    def show_figures(self) -> None:
        """Open the figures of what is written."""
        self._count.open_figures()

    # — looking for words —

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._read_only

    def find(self, *, replacing: bool = False) -> None:
        """Open the line that looks for words, the selected ones in it; ``replacing`` others in their place, too."""
        if self._finding is None:
            from archive_app.gui.manuscript.finding import TextFindBar

            self._finding = TextFindBar(self)
            self._lay.insertWidget(2, self._finding)
        self._finding.open(replacing=replacing)

    def find_step(self, by: int) -> None:
        """To the next place of what was looked for, or the one before."""
        if self._finding is None or not self._finding.words:
            self.find()
        else:
            self._finding.step(by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on the page closes the line that looks for words."""
        if event.key() == Qt.Key.Key_Escape and self._finding is not None and not self._finding.isHidden():
            self._finding.close_bar()
        else:
            super().keyPressEvent(event)

    def _find_again(self) -> None:
        if self._finding is not None:
            self._finding.look_again()

    # — the bar —

    def _set_kind(self, kind: BlockKind) -> None:
        if not self._read_only:
            self.page.set_kind(kind)
        self._show_place()

    def _toggle(self, style: SpanStyle) -> None:
        if not self._read_only:
            self.page.toggle_mark(style)
        self._show_place()

    def _show_place(self) -> None:
        here = self.page.kind()
        for kind, made in self._kinds.items():
            made.setChecked(kind is here)
        for style, made in self._marks.items():
            made.setChecked(self.page.has_mark(style))
        self._said.setChecked(any(map(self.page.has_mark, (SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE))))

    # — notes —

    def add_note(self) -> None:
        """A note where the cursor is, and the keyboard in it."""
        if self._read_only:
            return
        key = self.page.add_note()
        self._show_notes()
        for made in self._note_lines:
            if made.key == key:
                made.text.setFocus()
                self._notes_area.ensureWidgetVisible(made)

    def show_note(self, key: str, at: int = 0, *, length: int = 1, write: bool = False) -> None:
        """Bring a note and the place where it is called into view, at a code point of its text, ``length`` characters
        tinted; to ``write`` there, the keyboard follows."""
        self.page.show_note(key)
        for made in self._note_lines:
            if made.key != key:
                made.text.setExtraSelections([])
                continue
            made.show_place(at, length)
            self._notes_area.ensureWidgetVisible(made)
            if write:
                made.text.setFocus()

    def untint_notes(self) -> None:
        """No note is the one that was looked for."""
        for made in self._note_lines:
            made.text.setExtraSelections([])

    def _show_notes(self) -> None:
        notes = self.page.notes()
        self.share_height()
        if [made.key for made in self._note_lines] == [note.id for note in notes]:
            for made, note in zip(self._note_lines, notes, strict=True):
                if made.text.toPlainText() != note.text:
                    made.text.setPlainText(note.text)
            return
        clear(self._notes)
        self._note_lines = [
            NoteLine(number, note, self.page, read_only=self._read_only) for number, note in enumerate(notes, start=1)
        ]
        for made in self._note_lines:
            self._notes.addWidget(made)
        self._notes.addStretch(1)


def _points(words: str, at: int) -> int:
    """Qt's units of a text → code points."""
    return len(words.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))
