"""The margin: cards beside their words, moving with the page; or one under the other, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from archive_app.domain.comments import Comment, Thread
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.margin.card import CommentCard
from archive_app.gui.manuscript.margin.places import Places
from archive_app.gui.manuscript.page import ManuscriptPage
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, line, pane, row, scrolled, tool

_GAP = 8
NEW = "new"
"""The key of the card of a comment that is not written yet."""


class MarginPane(QWidget):
    """``asked`` as `CommentCard` has it; ``gone_to`` the comment one is at now; ``wanted`` a new one; ``closed``."""

    asked = Signal(str, str, str)
    gone_to = Signal(str)
    wanted = Signal()
    closed = Signal()

    def __init__(self, page: ManuscriptPage, places: Places) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._page, self._places = page, places
        self._threads: list[Thread] = []
        self._cards: dict[str, CommentCard] = {}
        self._read_only = False
        self.active = ""
        self.as_list = False
        self.below = False
        self.said = label(voice="section")
        self._new = tool("plus", _("写批注（Ctrl+Alt+M）"), self.wanted.emit, token="ink")
        up = tool("chevron-up", _("上一条（Ctrl+Alt+PgUp）"), lambda: self.step(-1), token="ink")
        down = tool("chevron-down", _("下一条（Ctrl+Alt+PgDn）"), lambda: self.step(1), token="ink")
        self.open_only = tool("circle-check", _("只看没办的"), self._refilter, token="ink")
        self.open_only.setCheckable(True)
        self.to_list = tool("list", _("一条接一条列出来"), self._relist, token="ink")
        self.to_list.setCheckable(True)
        close = tool("x", _("收起批注（Ctrl+Alt+N）"), self.closed.emit, token="ink")
        head = row(
            self.said, None, self._new, up, down, self.open_only, self.to_list, close, spacing=0, around=(12, 6, 6, 4)
        )
        self._body = QWidget()
        self._body.installEventFilter(self)
        self._area = scrolled(self._body)
        self._nothing = label(_("还没有批注。选中一段话，按 Ctrl+Alt+M 写一条。"), tone="faint", wrap=True)
        self._empty = pane(column(self._nothing, None, around=(12, 8, 12, 8)))
        lay = column(head, line(), self._empty, self._area, spacing=0)
        lay.setStretch(3, 1)
        self.setLayout(lay)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        page.verticalScrollBar().valueChanged.connect(self._page_moved)
        page.edited.connect(self._soon.start)
        page.viewport().installEventFilter(self)

    # — which —

    def show_threads(self, threads: Sequence[Thread], *, read_only: bool) -> None:
        """These are the comments now; one stays at the one one was at, and what is being written goes on."""
        writing = {key: card for key, card in self._cards.items() if card.writing is not None}
        same = [t._replace(place=None) for t in threads] == [t._replace(place=None) for t in self._threads]
        focused = next((key for key, card in self._cards.items() if card.hasFocus()), "")
        self._threads = list(threads)
        if not same or read_only != self._read_only:
            self._read_only = read_only
            self._new.setVisible(not read_only)
            self._rebuild(writing)
            if focused in self._cards and not any(card.writing for card in self._cards.values()):
                self._place()  # what is not seen yet cannot take the keyboard
                self._cards[focused].setFocus()
        self._say()
        self._soon.start()

    def _rebuild(self, writing: dict[str, CommentCard]) -> None:
        kept = dict(self._cards)
        self._cards = {}
        for thread in self._threads:
            key = thread.comment.id
            if key in writing and kept[key].told._replace(place=None) == thread._replace(place=None):
                self._cards[key] = kept.pop(key)  # the words that are being written stay where they are
                continue
            made = self._card(thread)
            if key in writing and writing[key].writing is not None:
                what, of = writing[key].writing_for
                made.write(what, of, writing[key].writing.words(), "")
            self._cards[key] = made
        if NEW in kept and kept[NEW].writing is not None:
            self._cards[NEW] = kept.pop(NEW)
        for card in kept.values():
            card.hide()
            card.setParent(None)
            card.deleteLater()
        if self.active not in self._cards:
            self.active = ""
        self._light()

    def _card(self, thread: Thread) -> CommentCard:
        lost = thread.place is None or not thread.place.same
        made = CommentCard(thread, read_only=self._read_only, lost=lost and bool(thread.comment.block))
        made.setParent(self._body)
        made.chosen.connect(self.choose)
        made.asked.connect(self.asked)
        made.installEventFilter(self)
        return made

    def write_new(self, by: str) -> None:
        """A card for a comment on the spot that was chosen, with the keyboard in it."""
        if NEW in self._cards and self._cards[NEW].writing is not None:
            self._cards[NEW].writing.take_keyboard()
            return
        made = self._cards[NEW] = self._card(Thread(Comment("", by, id=NEW), (), None))
        made.show()
        made.write("write", NEW, "", _("写批注"))
        self._say()
        self._soon.start()

    def drop_new(self) -> None:
        """The new one is written, or is not wanted."""
        card = self._cards.pop(NEW, None)
        if card is not None:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self._say()
        self._soon.start()

    @property
    def writing_new(self) -> bool:
        """Whether a comment is being written that is not there yet."""
        return NEW in self._cards

    def keep(self) -> None:
        """Keep what is being written in any card."""
        for card in list(self._cards.values()):
            card.keep()

    def card(self, key: str) -> CommentCard | None:
        """The card of a comment."""
        return self._cards.get(key)

    def shown(self) -> list[str]:
        """The comments that are shown, in the order of the text; those without a place come last, the new one where it
        will be."""
        order = self._places.order()
        known = [key for key in order if key in self._cards]
        rest = [thread.comment.id for thread in self._threads if thread.comment.id not in order]
        mine = [key for key in (*known, *rest) if key in self._cards]
        if NEW in self._cards and NEW not in mine:
            mine.insert(0, NEW)
        only = self.open_only.isChecked()
        return [key for key in mine if not only or not self._cards[key].done or key == self.active]

    def _say(self) -> None:
        left = sum(not thread.comment.done for thread in self._threads)
        count = len(self._threads)
        self.said.setText((_("未办 {n}").format(n=left) if left else _("都办了")) if count else _("批注"))
        self._empty.setVisible(not self._cards)
        self._area.setVisible(bool(self._cards))

    # — going about —

    def choose(self, key: str) -> None:
        """Be at a comment: its card is lit and stands at its words."""
        if key != self.active and key in self._cards:
            self.active = key
            self._light()
            self._place()
            self.gone_to.emit(key)

    def light(self, key: str) -> None:
        """The cursor is in the words of this comment, or of none."""
        if key != self.active and not any(card.writing is not None for card in self._cards.values()):
            self.active = key
            self._light()
            self._soon.start()

    def step(self, by: int) -> None:
        """To the next comment or the one before, round the ends, with the keyboard on its card."""
        shown = self.shown()
        if not shown:
            return
        at = shown.index(self.active) if self.active in shown else (-1 if by > 0 else len(shown))
        key = shown[(at + by) % len(shown)]
        self.choose(key)
        self._cards[key].setFocus()

    def _light(self) -> None:
        for key, card in self._cards.items():
            card.set_active(key == self.active)
        self._places.tint(self.active, shown=True)

    def _refilter(self) -> None:
        self._soon.start()

    def _relist(self) -> None:
        self.as_list = self.to_list.isChecked()
        self._soon.start()

    def set_below(self, below: bool) -> None:
        """Below the text there is no beside: a list."""
        self.below = below
        self.to_list.setVisible(not below)
        self._soon.start()

    # — where the cards are —

    @property
    def _listed(self) -> bool:
        return self.as_list or self.below

    def _page_moved(self) -> None:
        if not self._listed and self.isVisible():
            self._place()

    def _place(self) -> None:
        """Put each card at the height of its words; where they would lie on each other they give way, the one that is
        looked at last."""
        if not self.isVisible():
            return
        dp = theme().dp
        shown, width = self.shown(), self._area.viewport().width() - dp(16)
        heights: dict[str, int] = {}
        for key, card in self._cards.items():
            card.setVisible(key in shown)
            if key in shown:
                card.setFixedWidth(width)
                lay = card.layout()
                lay.activate()
                heights[key] = max(lay.heightForWidth(width), lay.minimumSize().height())
        tops = self._tops(shown, heights)
        for key in shown:
            self._cards[key].setGeometry(dp(8), tops[key], width, heights[key])
        bottom = max((tops[key] + heights[key] for key in shown), default=0)
        self._body.setFixedHeight(bottom + dp(_GAP) if self._listed else self._area.viewport().height())
        active = self._cards.get(self.active)
        if active is None or self.active not in tops:
            return
        if self._listed:
            self._area.ensureWidgetVisible(active)
        elif active.writing is not None and (over := active.geometry().bottom() - self._body.height()) > 0:
            bar = self._page.verticalScrollBar()  # where one writes must be seen
            bar.setValue(bar.value() + min(over, active.y()))

    def _tops(self, shown: Sequence[str], heights: dict[str, int]) -> dict[str, int]:
        gap = theme().dp(_GAP)
        wanted = {key: None if self._listed else self._wanted(key, heights[key]) for key in shown}
        tops: dict[str, int] = {}
        below: int | None = gap if self._listed else None
        for key in shown:
            tops[key] = _lower(wanted[key], below, gap)
            below = tops[key] + heights[key] + gap
        active = wanted.get(self.active)
        if active is not None:
            at = list(shown).index(self.active)
            above = tops[self.active] = active
            for key in reversed(list(shown)[:at]):
                tops[key] = above = min(tops[key], above - gap - heights[key])
            below = active + heights[self.active] + gap
            for key in list(shown)[at + 1 :]:
                tops[key] = _lower(wanted[key], below, gap)
                below = tops[key] + heights[key] + gap
        return tops

    def _wanted(self, key: str, height: int) -> int | None:
        """Where a card would stand by itself: beside its words, and whole where these are seen; None without words."""
        anchor = self._places.top(key)
        if anchor is None:
            return None
        gap, room = theme().dp(_GAP), self._area.viewport().height()
        top = anchor + self._page.mapTo(self.window(), self._page.rect().topLeft()).y()
        top -= self._area.mapTo(self.window(), self._area.rect().topLeft()).y()
        if 0 <= anchor < self._page.height():
            top = max(gap, min(top, room - height - gap))
        return top

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other heights."""
        super().resizeEvent(event)
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A card that grows pushes the others; the page that is laid out anew moves them."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._soon.start()
        return super().eventFilter(watched, event)

    def showEvent(self, event) -> None:
        """What was not placed while nobody saw it."""
        super().showEvent(event)
        self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Beside the text the wheel moves the text."""
        if self._listed:
            super().wheelEvent(event)
            return
        bar = self._page.verticalScrollBar()
        bar.setValue(bar.value() - round(event.angleDelta().y() / 120 * bar.singleStep() * 3))
        event.accept()


def _lower(wanted: int | None, below: int | None, gap: int) -> int:
    """Where it is wanted, but below the one before; without a place of its own just below that."""
    if wanted is None:
        return gap if below is None else below
    return wanted if below is None else max(wanted, below)
