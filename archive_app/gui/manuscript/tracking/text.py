"""A text with its proposals: the page on which one writes, the list beside it, and what is asked of the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QSplitter, QTextEdit, QWidget

from archive_app.domain.corrections.placing import Texts
from archive_app.domain.corrections.proposal import Proposal
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.tracking.marks import FRESH, ride_under, written_in
from archive_app.gui.manuscript.tracking.page import TrackedPage
from archive_app.gui.manuscript.tracking.pane import ProposalsPane, about
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column
from archive_app.services.corrections.applying import applied
from archive_app.services.corrections.deciding import decide, reopen
from archive_app.services.corrections.proposing import revise, withdraw
from archive_app.services.corrections.shown import ShownBlock, shown_text
from archive_app.services.corrections.standing import (
    DECIDERS,
    Stood,
    articles_of,
    in_proof,
    lines_of,
    proposals_of,
    stood,
)
from archive_app.services.corrections.writing import keep_written
from archive_app.services.workflow.people import People

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell

_REST_MS = 700
"""What was written is kept when one has rested so long."""
_BESIDE_DP = 620
"""With less room the list stands below the page."""
_LOW_DP = 330
TRACKED, AFTER = "tracked", "after"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a record is shown."""

    record: Record
    found: list[Stood]
    tracked: list[ShownBlock]
    after: list[ShownBlock] | None
    may_decide: bool


class TrackedText(QWidget):
    """``counted`` how many proposals wait."""

    counted = Signal(int)

    def __init__(self, shell: Shell, picture: Callable[[str], QPixmap | None]) -> None:
        super().__init__()
        self._shell, self._session = shell, shell.session
        self._record: Record | None = None
        self._text: Any = None
        self._mode = TRACKED
        self._closed = False
        self._found: list[Stood] = []
        self._then: list[Callable[[], None]] = []
        self.page = TrackedPage(picture)
        self.page.setMinimumHeight(theme().dp(40))
        self.pane = ProposalsPane(self.page.hues)
        self.pane.setMinimumWidth(theme().dp(200))
        self._parts = QSplitter()
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.page)
        self._parts.addWidget(self.pane)
        self._parts.setStretchFactor(0, 1)
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setLayout(column(self._parts, spacing=0))
        self.setFocusProxy(self.page)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.keep)
        self.page.told = self._told
        self.page.written.connect(self._rest.start)
        self.page.pointed.connect(self.pane.choose)
        self.page.pointed.connect(lambda _key: self._mark())
        self.page.said.connect(shell.toast)
        self.page.menu_wanted.connect(self._fill_menu)
        self.pane.chosen.connect(self.go_to)
        self.pane.decided.connect(self._decide)
        self.pane.withdrawn.connect(lambda ids: self._act(withdraw, ids))
        self.pane.reopened.connect(lambda ids: self._act(reopen, ids))
        self.pane.revised.connect(self._revise)
        self.pane.asked.connect(self._ask)

    # — what is shown —

    def show_record(self, record: Record, text: Any = None, *, fresh: bool) -> None:
        """Another item, or the same as it stands now; ``text`` is what a frozen volume prints of it, where that is
        shown."""
        if fresh:
            self._rest.stop()
            self.page.forget()
        self._record, self._text = record, text
        self.page.actor = self.pane.actor = self._session.archive.actor
        archive, mode = self._session.archive, self._mode

        def see() -> _Seen:
            shown = text if text is not None else record["manuscript"]
            texts = Texts(Manuscript.from_json(shown), lines_of(record, articles_of(archive.catalogue, record.id)))
            every = proposals_of(record)
            found = stood(texts, every)
            after = None
            if mode == AFTER:
                made = applied(texts, [one for one in every if one.open]).manuscript
                after = [ShownBlock(block) for block in made]
            people = People(archive)
            able = not people.refusal(people.actor(archive.actor), DECIDERS)
            return _Seen(record, found, shown_text(texts, found), after, able)

        self._session.ask(see, self._show, key=("tracked", id(self)))

    def _show(self, seen: _Seen) -> None:
        if self._record is None or self._record.id != seen.record.id or seen.record.version < self._record.version:
            return
        if (self._mode == AFTER) != (seen.after is not None):
            return
        self._found = seen.found
        self.pane.may_decide = seen.may_decide
        by = {one.proposal.id: one.proposal.by for one in seen.found}
        self.page.show_blocks(seen.tracked if seen.after is None else seen.after, by)
        self.page.setReadOnly(self._closed or seen.after is not None or not in_proof(seen.record))
        self.pane.show_proposals(seen.found, closed=self._closed or not in_proof(seen.record))
        self.counted.emit(sum(one.proposal.open for one in seen.found))
        self._mark()
        waiting, self._then = self._then, []
        for act in waiting:
            act()

    def set_mode(self, mode: str) -> None:
        """`TRACKED`, or `AFTER`: as it will be when all that waits is accepted."""
        if mode != self._mode:
            self.flush()
            self._mode = mode
            self.page.forget()
            if self._record is not None:
                self.show_record(self._record, self._text, fresh=False)

    def set_closed(self, *, closed: bool) -> None:
        """``closed``: nothing of the item can be changed."""
        if closed != self._closed:
            self._closed = closed
            if self._record is not None:
                self.show_record(self._record, self._text, fresh=False)

    def when_shown(self, act: Callable[[], None]) -> None:
        """Do something once the text stands on the page."""
        self._then.append(act)

    def _told(self, key: str) -> str:
        one = next((each for each in self._found if each.proposal.id == key), None)
        if one is None:
            return ""
        proposal = one.proposal
        why = f"\n{_('依据：{why}').format(why=proposal.why)}" if proposal.why and proposal.open else ""
        return f"{proposal.words()}　{proposal.kind}\n{about(proposal, one)}{why}"

    # — going about —

    def step(self, by: int) -> None:
        """The next proposal, or the one before."""
        if not self.pane.list.count():
            self._shell.toast(_("没有待处理的改动。"))
        self.pane.step(by)

    def go_to(self, key: str) -> None:
        """Bring a proposal's place into view."""
        span = self.page.span(key)
        if span is None:
            one = next((each for each in self._found if each.proposal.id == key), None)
            block = getattr(one.place, "block", "") if one is not None else ""
            if block:
                self.page.show_place(block, 0, 0)
            self._mark()
            return
        cursor = self.page.textCursor()
        cursor.setPosition(span[0])
        self.page.setTextCursor(cursor)
        seen = self.page.cursorRect(cursor)
        if not self.page.viewport().rect().adjusted(0, 0, 0, -seen.height()).contains(seen.topLeft()):
            bar = self.page.verticalScrollBar()
            bar.setValue(bar.value() + seen.top() - self.page.viewport().height() // 3)
        self._mark()

    def _mark(self) -> None:
        """Tint the characters of the one that is chosen."""
        one = self.pane.current
        span = self.page.span(one.proposal.id) if one is not None else None
        if span is None:
            self.page.setExtraSelections([])
            return
        tint: Any = QTextEdit.ExtraSelection()
        tint.cursor = QTextCursor(self.page.document())
        tint.cursor.setPosition(span[0])
        tint.cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        tint.format.setBackground(QColor(theme().tokens.amber_tint))
        self.page.setExtraSelections([tint])

    # — keeping what is written —

    def flush(self) -> None:
        """Keep what was written."""
        if self.page.touched:
            self.keep(at_once=True)

    def keep(self, *, at_once: bool = False) -> None:
        """Make proposals of what was written; not while a word is being composed."""
        if composing() and not at_once:
            self._rest.start()
            return
        self._rest.stop()
        record = self._record
        if record is None or not self.page.touched:
            return
        own = {one.proposal.id for one in self._found if one.proposal.open and one.proposal.by == self.page.actor}
        own |= {key for key, by in self.page.by.items() if by == self.page.actor}
        written, gone = self._written(own)
        self.page.touched.clear()
        archive = self._session.archive
        self._session.write(lambda: keep_written(archive, record.id, written, gone), failed=self._refused)

    def _written(self, own: set[str]) -> tuple[list[Proposal], set[str]]:
        """What stands in the blocks that were touched; which own proposals are no longer in them."""
        written: list[Proposal] = []
        there: set[str] = set()
        for block in pages.each_block(self.page.document()):
            key = str(block.blockFormat().property(pages.ID))
            if key not in self.page.touched:
                continue
            there |= self.page.ids_in(key) & own
            following = block.next().text() if block.next().isValid() else ""
            for one in written_in(block, own, self.page.kept.originals.get(key), following):
                ride = one.ride if one.ride != FRESH and one.ride not in {each.id for each in written} else new_id()
                ride_under(block, one.pieces, ride)
                self.page.by[ride] = self.page.actor
                written.append(replace(one.proposal, id=ride))
        return written, there - {one.id for one in written}

    def _refused(self, error: Exception) -> None:
        self._shell.show_error(error)
        self.page.forget()
        if self._record is not None:
            record = self._session.record(self._record.id)
            if record is not None:
                self.show_record(record, self._text, fresh=True)

    # — deciding —

    def decide(self, accept: bool) -> None:
        """Accept or refuse the one that is chosen, or that the cursor is in."""
        key = self.page.at(self.page.textCursor().position()) if self.page.hasFocus() else ""
        if key:
            self.pane.choose(key)
        if self.pane.current is None:
            self.pane.step(1)
            return
        self.pane.decide(accept)

    def _decide(self, ids: list[str], accept: bool, why: str) -> None:
        record, archive = self._record, self._session.archive
        if record is None:
            return
        self.flush()
        self._session.write(
            lambda: decide(archive, record.id, ids, accept=accept, why=why), self._decided, self._shell.show_error
        )

    def _decided(self, made: Any) -> None:
        undo = self._shell.actions_table["edit.undo"].trigger
        if len(made.proposals) > 1 or made.left or made.remarks:
            words = _("{verb} {n} 条").format(verb=made.proposals[0].state.label, n=len(made.proposals))
            if made.left:
                words += _("，{n} 条没有改：{why}").format(n=len(made.left), why=made.left[0][1])
            self._shell.toast("。".join([words, *made.remarks[:1]]), _("撤销"), undo)

    def _act(self, what: Callable[[Any, str, Sequence[str]], Any], ids: list[str]) -> None:
        record, archive = self._record, self._session.archive
        if record is not None:
            self.flush()
            self._session.write(lambda: what(archive, record.id, ids), failed=self._shell.show_error)

    def _revise(self, key: str, why: str, kind: str) -> None:
        record, archive = self._record, self._session.archive
        if record is not None:
            self._session.write(
                lambda: revise(archive, record.id, [key], why=why, kind=kind), failed=self._shell.show_error
            )

    def _ask(self) -> None:
        """Propose something by its words: a title, a byline, a note, a cell."""
        from archive_app.gui.manuscript.tracking.ask import ProposeDialog

        if self._record is not None:
            self.flush()
            ProposeDialog(self.window(), self._shell, self._record).exec()

    def _fill_menu(self, menu: QMenu, key: str) -> None:
        one = next((each for each in self._found if each.proposal.id == key and each.proposal.open), None)
        if one is None or self._closed or not self.pane.may_decide:
            return
        menu.addSeparator()
        menu.addAction(_("采纳")).triggered.connect(lambda _on=False: self._decide([key], True, ""))
        menu.addAction(_("不采纳")).triggered.connect(lambda _on=False: self._decide([key], False, ""))

    # — room —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list beside the page, or below it where a line would be too short."""
        super().resizeEvent(event)
        low = self.height() < theme().dp(_LOW_DP)
        self.pane.set_low(low)
        below = self.width() < theme().dp(_BESIDE_DP) and not low
        way = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if self._parts.orientation() != way or event.oldSize().width() <= 0:
            self._parts.setOrientation(way)
            whole = self.height() if below else self.width()
            share = whole // 2 if below else min(theme().dp(280), whole * 2 // 5)
            self._parts.setSizes([whole - share, share])
