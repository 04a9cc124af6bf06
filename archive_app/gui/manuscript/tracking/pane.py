"""The list of proposals beside the page, and what is known of the one that is chosen; accept or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.corrections.placing import Lost
from archive_app.domain.corrections.proposal import KINDS, Decision, Proposal
from archive_app.domain.workflow import State
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.tracking.marks import Hues
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, pane, row, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.services.corrections.standing import Stood

_KEY = Qt.ItemDataRole.UserRole
_ICONS = {Decision.OPEN: ("edit", "amber"), Decision.ACCEPTED: ("check", "celadon"), Decision.REFUSED: ("x", "faint")}
WAITING, EVERY, DONE, REFUSED = "waiting", "every", "accepted", "refused"


class _Lines(QListWidget):
    """Enter accepts the line one is at, Delete refuses it."""

    decided = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.decided.emit(True)
        elif event.key() == Qt.Key.Key_Delete:
            self.decided.emit(False)
        else:
            super().keyPressEvent(event)


class ProposalsPane(QWidget):
    """``chosen`` (id): show its place; ``decided`` (ids, accept, why); ``withdrawn``, ``reopened`` (ids); ``revised``
    (id, why, kind); ``asked``: propose something by words."""

    chosen = Signal(str)
    decided = Signal(list, bool, str)
    withdrawn = Signal(list)
    reopened = Signal(list)
    revised = Signal(str, str, str)
    asked = Signal()

    def __init__(self, hues: Hues) -> None:
        super().__init__()
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._hues = hues
        self._all: list[Stood] = []
        self._closed = False
        self._quiet = False
        self.may_decide = True
        self.actor = ""
        self.said = label(_("没有改动"), voice="section")
        up = tool("chevron-up", _("上一处（Alt+PgUp）"), lambda: self.step(-1), token="ink")
        down = tool("chevron-down", _("下一处（Alt+PgDn）"), lambda: self.step(1), token="ink")
        head = row(self.said, up, down, spacing=4)
        head.setStretch(0, 1)
        self.which = QComboBox()
        for name, words in (
            (WAITING, _("待处理")),
            (EVERY, _("全部")),
            (DONE, _("已采纳")),
            (REFUSED, _("不采纳")),
        ):
            self.which.addItem(words, name)
        self.which.setAccessibleName(_("显示哪些"))
        self.who = QComboBox()
        self.who.setAccessibleName(_("谁提的"))
        for one in (self.which, self.who):
            one.currentIndexChanged.connect(lambda _n: self._fill())
        self.list = _Lines()
        self.list.setAccessibleName(_("改动建议"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.currentItemChanged.connect(lambda _now, _before: self._picked())
        self.list.itemClicked.connect(lambda _line: self._picked())
        self.list.decided.connect(self.decide)
        self.about = label(tone="faint", voice="small", wrap=True)
        self.why = QLineEdit()
        self.why.setPlaceholderText(_("依据，如：作者核稿、见档案"))
        self.why.setAccessibleName(_("依据"))
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.addItems(KINDS)
        self.kind.setAccessibleName(_("类型"))
        self.why.editingFinished.connect(self._revise)
        self.kind.activated.connect(lambda _n: self._revise())
        self.verdict = QLineEdit()
        self.verdict.setPlaceholderText(_("处理的意见，可以不写"))
        self.verdict.setAccessibleName(_("处理的意见"))
        self.accept = button(_("采纳"), lambda: self.decide(True), role="primary", tip=_("照改，记入流程记录（Alt+Y）"))
        self.refuse = button(_("不采纳"), lambda: self.decide(False), tip=_("不改，留在记录里（Alt+N）"))
        self.withdraw = button(_("撤回"), self._withdraw, tip=_("这一条不提了"))
        self.reopen = button(_("重新提出"), self._reopen)
        self.accept_all = button("", lambda: self._decide_all(True), role="link")
        self.refuse_all = button(_("都不采纳"), lambda: self._decide_all(False), role="link")
        self.ask = button(_("提一条…"), self.asked.emit, role="link", tip=_("题名、署名、注、图注、表格里的字"))
        acts = QWidget()
        flow = FlowLayout(acts, spacing=6)
        for act in (self.accept, self.refuse, self.withdraw, self.reopen):
            flow.addWidget(act)
        more = QWidget()
        flow = FlowLayout(more, spacing=6)
        for act in (self.accept_all, self.refuse_all, self.ask):
            flow.addWidget(act)
        filters = row(self.which, self.who, spacing=6)
        filters.setStretch(1, 1)
        self._filters, self._more, self._low = pane(filters), more, False
        told = row(self.why, self.kind, spacing=6)
        told.setStretch(0, 1)
        self._told = pane(told)
        self.kind.setMinimumContentsLength(3)
        lay = column(
            head,
            self._filters,
            self.list,
            self.about,
            self._told,
            self.verdict,
            acts,
            more,
            spacing=6,
            around=(14, 10, 12, 8),
        )
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self._show_acts()

    # — what there is —

    def show_proposals(self, found: Sequence[Stood], *, closed: bool) -> None:
        """The proposals in the order of the text; one stays at the one that was chosen, or at what took its place."""
        self._all, self._closed = list(found), closed
        names = list(dict.fromkeys(one.proposal.by for one in found))
        known = [self.who.itemData(n) for n in range(1, self.who.count())]
        if names != known or not self.who.count():
            now = self.who.currentData()
            self._quiet = True
            self.who.clear()
            self.who.addItem(_("所有人"), "")
            for name in names:
                self.who.addItem(name or _("未署名"), name)
            self.who.setCurrentIndex(max(0, self.who.findData(now)))
            self._quiet = False
        self._fill()

    def set_low(self, low: bool) -> None:
        """Where there is little height only the list and what is asked most."""
        if low != self._low:
            self._low = low
            self._show_acts()

    @property
    def shown(self) -> list[Stood]:
        """Those that the filters leave."""
        which, who = self.which.currentData(), self.who.currentData()
        wanted = {WAITING: Decision.OPEN, DONE: Decision.ACCEPTED, REFUSED: Decision.REFUSED}.get(which)
        return [
            one
            for one in self._all
            if (wanted is None or one.proposal.state is wanted) and (not who or one.proposal.by == who)
        ]

    @property
    def current(self) -> Stood | None:
        """The one that is chosen."""
        line = self.list.currentItem()
        key = line.data(_KEY) if line is not None else ""
        return next((one for one in self._all if one.proposal.id == key), None)

    def _fill(self) -> None:
        if self._quiet:
            return
        before, at = self.current, max(0, self.list.currentRow())
        kept = [self.list.item(n).data(_KEY) for n in range(self.list.count())]
        shown = self.shown
        self.list.blockSignals(True)
        keys = [one.proposal.id for one in shown]
        if [key for key in kept if key in set(keys)] == keys:  # some are gone: the others stay as they are
            gone = set(kept) - set(keys)
            for number in range(self.list.count() - 1, -1, -1):
                if self.list.item(number).data(_KEY) in gone:
                    self.list.takeItem(number)
            for number, one in enumerate(shown):
                self._say(self.list.item(number), one)
        else:
            self.list.clear()
            for one in shown:
                line = QListWidgetItem()
                self._say(line, one)
                self.list.addItem(line)
        if before is not None and self.list.count():
            key = before.proposal.id
            same = next((n for n, one in enumerate(shown) if one.proposal.id == key), min(at, len(shown) - 1))
            self.list.setCurrentRow(same)
        self.list.blockSignals(False)
        waiting = sum(one.proposal.open for one in self._all)
        self.said.setText(_("待处理 {n} 条").format(n=waiting) if waiting else _("没有待处理的改动"))
        self._show_acts()

    def _say(self, line: QListWidgetItem, one: Stood) -> None:
        proposal = one.proposal
        words = f"{proposal.words()}\n{'　'.join(part for part in (proposal.kind, proposal.by) if part)}"
        if isinstance(one.place, Lost):
            words = f"{proposal.words()}\n{_('找不到地方：{why}').format(why=one.place.why)}"
        if line.text() == words and line.data(_KEY) == proposal.id and line.data(_KEY + 1) == proposal.state.value:
            return
        icon, token = _ICONS[proposal.state]
        line.setText(words)
        line.setData(_KEY, proposal.id)
        line.setData(_KEY + 1, proposal.state.value)
        line.setIcon(theme().icon("alert-triangle" if isinstance(one.place, Lost) else icon, token))
        line.setForeground(self._hues.colour(proposal.by) if proposal.open else theme().colour("faint"))
        line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{proposal.state.label}，{proposal.words()}，{proposal.by}")

    # — going about —

    def step(self, by: int) -> None:
        """The next one or the one before, round the ends."""
        count = self.list.count()
        if count:
            now = self.list.currentRow()
            self.list.setCurrentRow((now + by) % count if now >= 0 else (0 if by > 0 else count - 1))

    def choose(self, key: str) -> None:
        """Choose one without telling; the filters let it be seen."""
        number = next((n for n in range(self.list.count()) if self.list.item(n).data(_KEY) == key), -1)
        if number >= 0 and number != self.list.currentRow():
            self.list.blockSignals(True)
            self.list.setCurrentRow(number)
            self.list.blockSignals(False)
            self._show_acts()

    def _picked(self) -> None:
        self._show_acts()
        if self.current is not None:
            self.chosen.emit(self.current.proposal.id)

    # — deciding —

    def _show_acts(self) -> None:
        one = self.current
        proposal = one.proposal if one is not None else None
        waits = proposal is not None and proposal.open and not self._closed
        mine = proposal is not None and (proposal.by == self.actor or self.may_decide)
        self.accept.setVisible(bool(waits and self.may_decide))
        self.accept.setEnabled(one is not None and not isinstance(one.place, Lost))
        self.refuse.setVisible(bool(waits and self.may_decide))
        self.verdict.setVisible(bool(waits and self.may_decide))
        self.withdraw.setVisible(bool(waits and mine))
        refused = proposal is not None and proposal.state is Decision.REFUSED
        self.reopen.setVisible(bool(refused and self.may_decide and not self._closed))
        self._told.setVisible(bool(waits))
        self.why.setReadOnly(not mine)
        self.kind.setEnabled(mine)
        self.about.setText(about(proposal, one) if proposal is not None and one is not None else "")
        self.about.setVisible(bool(proposal is not None))
        if proposal is not None:
            if not self.why.hasFocus():
                self.why.setText(proposal.why)
            self.kind.setEditText(proposal.kind)
        number = sum(each.proposal.open for each in self.shown)
        self.accept_all.setText(_("列出的 {n} 条都采纳").format(n=number))
        several = number > 1 and self.may_decide and not self._closed
        self.accept_all.setVisible(several)
        self.refuse_all.setVisible(several)
        self.ask.setVisible(not self._closed)
        self._filters.setVisible(not self._low)
        self._more.setVisible(not self._low)
        if self._low:
            for part in (self._told, self.verdict, self.about, self.withdraw):
                part.hide()

    def decide(self, accept: bool) -> None:
        """Accept or refuse the one that is chosen."""
        one = self.current
        if one is None or not one.proposal.open or self._closed or not self.may_decide:
            return
        if accept and isinstance(one.place, Lost):
            return
        why = self.verdict.text()
        self.verdict.clear()
        self.decided.emit([one.proposal.id], accept, why)

    def _decide_all(self, accept: bool) -> None:
        keys = [one.proposal.id for one in self.shown if one.proposal.open]
        if keys:
            self.decided.emit(keys, accept, self.verdict.text())
            self.verdict.clear()

    def _withdraw(self) -> None:
        if self.current is not None:
            self.withdrawn.emit([self.current.proposal.id])

    def _reopen(self) -> None:
        if self.current is not None:
            self.reopened.emit([self.current.proposal.id])

    def _revise(self) -> None:
        one = self.current
        if one is None or not one.proposal.open or self.why.isReadOnly():
            return
        why, kind = self.why.text().strip(), self.kind.currentText().strip()
        if (why, kind) != (one.proposal.why, one.proposal.kind):
            self.revised.emit(one.proposal.id, why, kind)


def about(proposal: Proposal, one: Stood | None = None) -> str:
    """Who, when, in which 校次, why; what became of it."""
    lines = [f"{proposal.by}　{_day(proposal.at)}　{_round(proposal.round)}".strip()]
    if proposal.page:
        lines.append(
            _("校样第 {page} 面{line}").format(
                page=proposal.page, line=_("第 {n} 行").format(n=proposal.line) if proposal.line else ""
            )
        )
    if proposal.why and not proposal.open:
        lines.append(_("依据：{why}").format(why=proposal.why))
    if one is not None and isinstance(one.place, Lost):
        lines.append(_("找不到地方：{why}").format(why=one.place.why))
    if proposal.decided_by:
        why = f"：{proposal.decided_why}" if proposal.decided_why else ""
        lines.append(f"{proposal.state.label}　{proposal.decided_by}　{_day(proposal.decided_at)}{why}")
    return "\n".join(lines)


def _day(words: str) -> str:
    try:
        return datetime.fromisoformat(words).astimezone().strftime("%m-%d %H:%M")
    except ValueError:
        return words


def _round(name: str) -> str:
    return State(name).label if name in set(State) else name
