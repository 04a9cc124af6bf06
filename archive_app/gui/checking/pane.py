"""The list of remarks on a text, with what can be answered to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive_app.domain.remarks import Remark
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, row, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.services.checking.house_style import NAME as HOUSE_STYLE
from archive_app.services.checking.rules import label_of

_REMARK = Qt.ItemDataRole.UserRole


class _Lines(QListWidget):
    """Delete lets the line one is at stand."""

    passed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.passed.emit()
            return
        super().keyPressEvent(event)


class RemarksPane(QWidget):
    """``chosen``: show its place; ``passed`` (remark, whole text): let it stand; ``taken``: write these as they are
    said; ``again``: tell everything anew; ``usages_wanted``: the office's list; ``closed``."""

    chosen = Signal(object)
    passed = Signal(object, bool)
    taken = Signal(object)
    again = Signal()
    usages_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._read_only = self._frozen = False
        self.said = label(_("正在检查…"), voice="section", wrap=True)
        up = tool("chevron-up", _("上一处（Alt+PgUp）"), lambda: self.step(-1), token="ink")
        down = tool("chevron-down", _("下一处（Alt+PgDn）"), lambda: self.step(1), token="ink")
        close = tool("x", _("收起检查（Ctrl+Shift+J）"), self.closed.emit, token="ink")
        head = row(self.said, up, down, close, spacing=4)
        head.setStretch(0, 1)
        self.list = _Lines()
        self.list.setAccessibleName(_("检查出来的"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(lambda _line: self._go())
        self.list.itemActivated.connect(lambda _line: self._go())
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_answers())
        self.list.passed.connect(lambda: self._pass(False))
        self.here = button(_("这里不提"), lambda: self._pass(False), tip=_("看过了，就这样写；以后不再提（Delete）"))
        self.text = button(_("这篇都不提"), lambda: self._pass(True), tip=_("这一篇里同样的字都不再提"))
        self.take = button(_("改成…"), self._take, tip=_("照提示改这一处；可以撤销"))
        self.take_all = button("", self._take_all, tip=_("同样的几处一起改；一步就能撤销"))
        self._again = button(_("全部重提"), self.again.emit, role="link", tip=_("说过“不提”的也重新提出来"))
        answers = QWidget()
        flow = FlowLayout(answers, spacing=6)
        self.usages = button(_("规范用语…"), self.usages_wanted.emit, role="link", tip=_("看、改编辑部自己的表"))
        for one in (self.here, self.text, self.take, self.take_all, self._again, self.usages):
            flow.addWidget(one)
        lay = column(head, self.list, answers, spacing=8, around=(14, 10, 12, 10))
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self._show_answers()

    @property
    def remarks(self) -> list[Remark]:
        """Those in the list, in its order."""
        return [self.list.item(number).data(_REMARK) for number in range(self.list.count())]

    @property
    def current(self) -> Remark | None:
        """The one that is chosen."""
        line = self.list.currentItem()
        return line.data(_REMARK) if line is not None else None

    def set_closed(self, *, read_only: bool, frozen: bool) -> None:
        """``read_only``: nothing can be answered; ``frozen``: the text cannot be written in."""
        self._read_only, self._frozen = read_only, frozen
        self._show_answers()

    def show_remarks(self, remarks: Sequence[Remark], said: Sequence[str], passed: int) -> None:
        """What was found; one stays at the line one was at, or at the one that took its place. ``passed``: how many
        are let stand."""
        before, at = self.current, max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for remark, words in zip(remarks, said, strict=True):
            self._add(remark, words)
        same = next((n for n, one in enumerate(remarks) if before and _alike(one, before)), min(at, len(remarks) - 1))
        if before is not None:
            self.list.setCurrentRow(same)
        self.list.blockSignals(False)
        self.said.setText(_("检查：{n} 处").format(n=len(remarks)) if remarks else _("没有要说的"))
        self._again.setVisible(passed > 0 and not self._read_only)
        self._again.setText(_("全部重提（{n}）").format(n=passed))
        self._show_answers()

    def say_failed(self, words: str) -> None:
        """It could not be checked, and why."""
        self.list.clear()
        self.said.setText(words)
        self._show_answers()

    def _add(self, remark: Remark, words: str) -> None:
        near = " ".join(remark.near.split())
        line = QListWidgetItem(f"{words}\n{_('“…{near}…”').format(near=near)}")
        line.setIcon(theme().icon("alert-triangle", "amber"))
        line.setData(_REMARK, remark)
        line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_(label_of(remark.rule))}，{words}")
        line.setToolTip(f"{_(label_of(remark.rule))}　{remark.ground}".strip())
        self.list.addItem(line)

    def step(self, by: int) -> None:
        """The remark after or before, round the ends, and its place on the page."""
        count = self.list.count()
        if count:
            row_now = self.list.currentRow()
            self.list.setCurrentRow((row_now + by) % count if row_now >= 0 else (0 if by > 0 else count - 1))
            self._go()

    def _go(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _pass(self, everywhere: bool) -> None:
        if self.current is not None and not self._read_only:
            self.passed.emit(self.current, everywhere)

    def _take(self) -> None:
        if self.current is not None:
            self.taken.emit([self.current])

    def _same(self) -> list[Remark]:
        """Those that say the same of the same words as the one that is chosen."""
        now = self.current
        told = (now.rule, now.words, now.message, now.instead, now.part) if now is not None else None
        return [one for one in self.remarks if (one.rule, one.words, one.message, one.instead, one.part) == told]

    def _take_all(self) -> None:
        self.taken.emit(self._same())

    def _show_answers(self) -> None:
        remark = self.current
        for one in (self.here, self.text):
            one.setVisible(not self._read_only and self.list.count() > 0)
            one.setEnabled(remark is not None)
        # House style warns and never replaces; what is in a note is written in the note.
        can = remark is not None and remark.instead and remark.rule != HOUSE_STYLE and remark.part == "text"
        can = bool(can) and not self._read_only and not self._frozen
        same = len(self._same()) if can else 0
        self.take.setVisible(can)
        self.take_all.setVisible(same > 1)
        self.take_all.setText(_("同样的都改（{n}）").format(n=same))
        if remark is not None and can:
            self.take.setText(_("改成“{words}”").format(words=remark.instead))


def _alike(one: Remark, other: Remark) -> bool:
    return (one.rule, one.block, one.part, one.near) == (other.rule, other.block, other.part, other.near)
