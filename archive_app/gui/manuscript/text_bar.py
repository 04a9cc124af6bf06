"""The bar over a text: what a paragraph is, what words bear, what is put in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from archive_app.domain.manuscript import BlockKind, SpanStyle
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import line, margins, pane, row, set_property
from archive_app.gui.widgets.flow import FlowLayout

_KINDS = (
    (BlockKind.PARAGRAPH, "Ctrl+Alt+0"),
    (BlockKind.HEADING, "Ctrl+Alt+1"),
    (BlockKind.QUOTE, "Ctrl+Alt+2"),
    (BlockKind.VERSE, "Ctrl+Alt+3"),
    (BlockKind.QUESTION, "Ctrl+Alt+4"),
    (BlockKind.ANSWER, "Ctrl+Alt+5"),
)
MARKS = (
    (SpanStyle.BOLD, "粗", "粗体", "Ctrl+Alt+B"),
    (SpanStyle.KAI, "楷", "楷体", "Ctrl+Alt+K"),
    (SpanStyle.DOTS, "点", "着重号", "Ctrl+Alt+E"),
    (SpanStyle.NAME, "专", "专名线", "Ctrl+Alt+L"),
    (SpanStyle.BOOK, "书", "书名线", "Ctrl+Alt+Y"),
)


class TextBar(QWidget):
    """The buttons of a text, in as many rows as they need. Their keys act within ``owner``."""

    kind_chosen = Signal(object)
    mark_chosen = Signal(object)
    note_wanted = Signal()

    def __init__(self, owner: QWidget, count: QWidget) -> None:
        super().__init__()
        self._owner = owner
        self.kinds: dict[BlockKind, QToolButton] = {}
        self.marks: dict[SpanStyle, QToolButton] = {}
        flow = FlowLayout(self, spacing=2)
        margins(flow, (12, 6, 12, 6), 2)
        for kind, key in _KINDS:
            made = self._button(kind.label, _("{style}（{key}）").format(style=kind.label, key=key))
            choose = partial(self.kind_chosen.emit, kind)
            made.clicked.connect(lambda _checked=False, do=choose: do())
            self._key(key, choose)
            self.kinds[kind] = made
            flow.addWidget(made)
        gap = line(upright=True)
        gap.setFixedSize(theme().dp(13), theme().dp(20))
        set_property(gap, "role", "")
        flow.addWidget(gap)
        for style, word, name, key in MARKS:
            made = self._button(word, f"{_(name)}（{key}）")
            made.setAccessibleName(_(name))
            choose = partial(self.mark_chosen.emit, style)
            made.clicked.connect(lambda _checked=False, do=choose: do())
            self._key(key, choose)
            self.marks[style] = made
            flow.addWidget(made)
        self.said = self._menu_button(_("标注"), _("注音，标人名、地名"))
        flow.addWidget(self.said)
        note = self._button(_("加注"), _("在这里加一条脚注（Ctrl+Alt+F）"))
        note.setCheckable(False)
        note.clicked.connect(lambda _checked=False: self.note_wanted.emit())
        self._key("Ctrl+Alt+F", self.note_wanted.emit)
        flow.addWidget(note)
        self.put = self._menu_button(_("插入"), _("放一张表格、一幅馆藏里的图片"))
        flow.addWidget(self.put)
        self.tools: list[QWidget] = [*self.kinds.values(), gap, *self.marks.values(), self.said, note, self.put]
        """What stands there while one writes."""
        self._corner = row(None, count, spacing=4)
        corner = pane(self._corner)
        corner.setProperty("grows", True)
        flow.addWidget(corner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _key(self, key: str, do: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self._owner, do).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def add_to_corner(self, widget: QWidget) -> None:
        """A button beside the count: it stays where nothing can be written."""
        self._corner.insertWidget(1, widget)

    def set_read_only(self, read_only: bool) -> None:
        """Where nothing can be written the height of the buttons is the text's."""
        for made in self.tools:
            made.setVisible(not read_only)

    def fit(self, width: int) -> None:
        """Have all rows at this width."""
        rows = self.layout()
        if rows is not None:
            self.setMinimumHeight(rows.heightForWidth(width))

    def _menu_button(self, words: str, tip: str) -> QToolButton:
        made = self._button(words, tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(QMenu(made))
        return made

    def act(self, under: QToolButton, words: str, key: str, do: Callable[[], object]) -> None:
        """An act under a button, and its key."""
        under.menu().addAction(f"{words}\t{key}").triggered.connect(lambda _checked=False: do())
        self._key(key, do)

    @staticmethod
    def _button(words: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setToolTip(tip)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the selection must stay where it is
        return made
