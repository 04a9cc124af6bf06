"""What stands in the search where nothing is asked: the searches that are kept, and what was searched for of late."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, column, label, margins, pane, row, scrolled
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.search.saved import KeptSearches
from archive_app.gui.workspaces.search.saved_rows import SavedRow
from archive_app.services.saved_searches import SavedSearch

_WIDTH, _EDGE = 680, 10
_LATE = 12
"""Earlier searches that are shown."""
_LONGEST = 28
"""Characters of one of them."""


class SearchStart(QWidget):
    """``opened`` a kept search, ``words_wanted`` an earlier one; the others act on a kept search."""

    opened = Signal(object)
    words_wanted = Signal(str)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    alert_wanted = Signal(object, bool)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, kept: KeptSearches) -> None:
        super().__init__()
        self._kept = kept
        self._late: tuple[str, ...] = ()
        self._drawn: object = None
        words = _("在上面的框里写两个字以上。繁体简体都能找到，空格表示“并且”，-词 表示“不含”。")
        self.empty = EmptyState("mill", _("找一句话，一个名字"), words)
        self._column = QVBoxLayout()
        margins(self._column, (0, 0, 0, 0), 2)
        hint = label(words, tone="faint", wrap=True)
        hint.setContentsMargins(theme().dp(_EDGE), 0, 0, 0)
        inside = pane(column(hint, 8, self._column, None, spacing=8))
        inside.setMaximumWidth(theme().dp(_WIDTH))
        held = row(None, inside, None, spacing=0, around=(24, 28, 24, 24))
        held.setStretch(1, 100)
        self.area = scrolled(pane(held))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.area)
        self.setLayout(column(self._pages, spacing=0))
        kept.changed.connect(self._draw)
        self._draw()

    def show_late(self, searched: Sequence[str]) -> None:
        """What was searched for of late, the newest first."""
        self._late = tuple(searched)[:_LATE]
        self._draw()

    def rows(self) -> list[SavedRow]:
        """The lines, one's own first."""
        widgets = (self._column.itemAt(number).widget() for number in range(self._column.count()))
        return [made for made in widgets if isinstance(made, SavedRow)]

    def take_focus(self) -> bool:
        """The keyboard goes to the first line; False where there is none."""
        rows = self.rows()
        if rows:
            rows[0].setFocus()
        return bool(rows)

    def _draw(self) -> None:
        kept = self._kept
        news = {key: number for key, number in kept.news.items() if number}
        state = (kept.mine, kept.others, dict(kept.told), news, self._late)
        if state == self._drawn:
            return
        self._drawn = state
        rows = self.rows()
        at = next((number for number, made in enumerate(rows) if made.hasFocus()), -1)
        focused = rows[at].saved.id if at >= 0 else ""
        clear(self._column)
        self._draw_kept(_("存下的检索"), kept.in_turn, own=True)
        self._draw_kept(_("别人存下的"), kept.others, own=False)
        self._draw_late()
        self._pages.setCurrentWidget(self.area if kept.mine or kept.others or self._late else self.empty)
        if at >= 0 and (rows := self.rows()):
            same = next((made for made in rows if made.saved.id == focused), rows[min(at, len(rows) - 1)])
            same.show()  # the layout would do so later, and the keyboard would be elsewhere by then
            same.setFocus()

    def _draw_kept(self, heading: str, kept: Sequence[SavedSearch], *, own: bool) -> None:
        if not kept:
            return
        self._heading(heading)
        for one in kept:
            number = self._kept.news.get(one.id, 0) if own else 0
            made = SavedRow(one, self._kept.told.get(one.id, one.query), number, own=own)
            made.clicked.connect(partial(self._open, one))
            made.rename_wanted.connect(partial(self.rename_wanted.emit, one))
            made.remove_wanted.connect(partial(self.remove_wanted.emit, one))
            made.alert_wanted.connect(partial(self.alert_wanted.emit, one))
            made.menu_wanted.connect(partial(self.menu_wanted.emit, one))
            made.stepped.connect(partial(self._step, made))
            self._column.addWidget(made)

    def _open(self, saved: SavedSearch, _checked: bool = False) -> None:
        self.opened.emit(saved)

    def _draw_late(self) -> None:
        if not self._late:
            return
        self._heading(_("最近检索过"))
        flow = QWidget()
        lay = FlowLayout(flow, spacing=6)
        margins(lay, (_EDGE - 4, 0, 0, 0), 6)  # a link stands 4 from its edge
        for words in self._late:
            shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
            made = button(shown, partial(self.words_wanted.emit, words), role="link", tip=words)
            lay.addWidget(made)
        self._column.addWidget(flow)

    def _heading(self, words: str) -> None:
        made = label(words, voice="section")
        made.setContentsMargins(theme().dp(_EDGE), theme().dp(14) if self._column.count() else 0, 0, theme().dp(4))
        self._column.addWidget(made)

    def _step(self, made: SavedRow, by: int) -> None:
        rows = self.rows()
        at = rows.index(made) + by
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(rows[at])
