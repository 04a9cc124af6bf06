"""The manuscript with its tool bar above and its notes below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.count_button import CountButton
from archive_app.gui.manuscript.fixed import fixed_in, insert_behind, put_again
from archive_app.gui.manuscript.note_lines import NotesArea
from archive_app.gui.manuscript.page import ManuscriptPage
from archive_app.gui.manuscript.sheet import no_picture
from archive_app.gui.manuscript.text_bar import TextBar
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, line

if TYPE_CHECKING:
    from archive_app.gui.manuscript.finding import TextFindBar
    from archive_app.gui.manuscript.margin.pane import MarginPane
    from archive_app.gui.manuscript.margin.places import Spot
    from archive_app.gui.manuscript.measuring import Measuring

_NAMES = (
    (SpanStyle.PERSON, "人名，连到卡片…", "Ctrl+Alt+H"),
    (SpanStyle.PLACE, "地名，连到卡片…", "Ctrl+Alt+D"),
)
_COUNT_REST_MS = 400
_LEAST_NOTED = 72
"""Height on the grid below which there is room for the text alone: its notes stand on the printed page."""
_LEAST_TEXT = 120
"""Less than this is no text to look for words in."""
_BESIDE = 520
"""With less room what stands beside the page stands below it, where that is not low."""
_LOW = 300


class ManuscriptEditor(QFrame):
    """Read and write one manuscript. ``edited`` after every change; ``picture_wanted`` asks for a picture at the cursor
    (None) or for the words and the place of one that is there, where somebody sees to it (`take_pictures`)."""

    edited = Signal()
    step_ended = Signal()
    """What was written up to here is one step of the history, what comes another."""
    picture_wanted = Signal(object)
    name_wanted = Signal(object)
    """A name is to be marked, where somebody sees to it (`take_names`)."""

    def __init__(self, picture: Callable[[str], QPixmap | None] = no_picture) -> None:
        super().__init__()
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.page = ManuscriptPage(picture)
        self.page.setMinimumHeight(theme().dp(40))
        self._read_only = False
        self._count = CountButton(self)
        self._finding: TextFindBar | None = None
        self._margin: MarginPane | None = None
        self.bar = TextBar(self, self._count)
        """The buttons above the page."""
        self.bar.kind_chosen.connect(self._set_kind)
        self.bar.mark_chosen.connect(self._toggle)
        self.bar.note_wanted.connect(self.add_note)
        self.bar.act(self.bar.said, _("注音…"), "Ctrl+Alt+R", self._ask_reading)
        self.bar.act(self.bar.put, _("表格…"), "Ctrl+Alt+T", self.ask_table)
        self.page.table_opened.connect(self.ask_table)
        self.notes = NotesArea(self.page)
        """The notes below the page."""
        self._sheet = QSplitter()
        self._sheet.setChildrenCollapsible(False)
        self._sheet.addWidget(self.page)
        self._lay = column(self.bar, line(), self._sheet, self.notes.rule, self.notes.widget, spacing=0)
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

    def add_to_corner(self, widget: QWidget) -> None:
        """A button beside the count: it stays where nothing can be written."""
        self.bar.add_to_corner(widget)

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
        below = self.width() < dp(_BESIDE) and self.height() - self.bar.minimumHeight() > dp(_LOW)
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
        return self.notes.spot(self.manuscript())

    def take_names(self) -> None:
        """From now on names can be marked."""
        for style, words, key in _NAMES:
            self.bar.act(self.bar.said, _(words), key, partial(self._ask_name, style))

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
        self.bar.act(self.bar.put, _("插图…"), "Ctrl+Alt+P", self.ask_picture)
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
        self.bar.set_read_only(read_only)
        self.bar.fit(self.width())
        self.notes.set_read_only(read_only)
        if self._finding is not None:
            self._finding.set_read_only(read_only)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar has all its rows, however low the pane is."""
        super().resizeEvent(event)
        self.bar.fit(self.width())
        self.fit_margin()

    def share_height(self) -> None:
        """The notes take a third of what is left at most. Where little is left while one looks for words, the text goes
        before the buttons and the notes."""
        dp = theme().dp
        finding = self._finding.sizeHint().height() if self._finding is not None and not self._finding.isHidden() else 0
        if self._finding is not None and finding:
            self._finding.setFixedHeight(finding)
        rest = self.height() - self.bar.minimumHeight() - finding
        close = bool(finding) and rest < dp(_LEAST_TEXT)
        low = rest < 2 * dp(_LEAST_TEXT) and self._margin is not None and not self._margin.isHidden()
        noted = bool(self.page.notes()) and not close and not low and rest >= dp(_LEAST_NOTED)
        self.bar.setVisible(not close)
        self.notes.set_shown(noted)
        self.notes.widget.setMaximumHeight(min(dp(190), max(dp(30), rest // 3)))

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
        for kind, made in self.bar.kinds.items():
            made.setChecked(kind is here)
        for style, made in self.bar.marks.items():
            made.setChecked(self.page.has_mark(style))
        self.bar.said.setChecked(any(map(self.page.has_mark, (SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE))))

    # — notes —

    def add_note(self) -> None:
        """A note where the cursor is, and the keyboard in it."""
        if self._read_only:
            return
        key = self.page.add_note()
        self._show_notes()
        self.notes.write(key)

    def show_note(self, key: str, at: int = 0, *, length: int = 1, write: bool = False) -> None:
        """Bring a note and the place where it is called into view, at a code point of its text, ``length`` characters
        tinted; to ``write`` there, the keyboard follows."""
        self.page.show_note(key)
        self.notes.show_note(key, at, length, write=write)

    def untint_notes(self) -> None:
        """No note is the one that was looked for."""
        self.notes.untint()

    def _show_notes(self) -> None:
        self.share_height()
        self.notes.fill(self.page.notes(), read_only=self._read_only)
