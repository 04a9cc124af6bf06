"""The rounds of proofs: those that were made, the next one, and which pages have changed since."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import LeastHigh, button, column, label, line, row, scrolled, shown_if
from archive_app.services.proofs import Round, Since, round_name
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Options

_PAGE = Qt.ItemDataRole.UserRole
_LEAST_LIST = 84
"""Two entries of a list, px at 100 %."""


class ProofsPane(QWidget):
    """``wanted`` asks for a round's proof (its number, its options); ``since_wanted`` for what changed since a round;
    ``page_chosen`` leads to a page."""

    wanted = Signal(int, object)
    since_wanted = Signal(int)
    page_chosen = Signal(int)
    freeze_wanted = Signal()
    thaw_wanted = Signal()
    marks_wanted = Signal()
    """A list marked on paper is to be taken in."""
    changes_wanted = Signal()
    """改样清单 is to be made."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds: tuple[Round, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("历次校样"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._ask_since)
        self.next = button(_("出一校样…"), self._want_next, role="primary", icon="clipboard-check")
        self.again = button(_("重出这一次…"), self._want_again)
        self.wide = QCheckBox(_("外侧多留 40 毫米，供红笔改样"))
        self.none = label(
            _("还没有出过校样。校样有行号、水印；从第二次起标出改动，列出改了的面。"), tone="faint", wrap=True
        )
        self.said = label("", tone="faint", voice="small", wrap=True)
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("改动的面"))
        self.pages.itemClicked.connect(lambda line: self.page_chosen.emit(line.data(_PAGE)))
        self.pages.itemActivated.connect(lambda line: self.page_chosen.emit(line.data(_PAGE)))
        tip = _("读者在纸上批、打成表格的：一行一条改动建议")
        self.marks = button(_("收校样批注…"), self.marks_wanted.emit, tip=tip)
        self.changes = button(_("改样清单…"), self.changes_wanted.emit, tip=_("采纳了的改动，照校样的面、行，给印厂"))
        self.standing = label("", tone="faint", voice="small", wrap=True)
        self.freeze = button(_("定稿…"), self.freeze_wanted.emit, icon="lock")
        self.thaw = button(_("解除定稿…"), self.thaw_wanted.emit, icon="lock-open")
        self.thaw.hide()
        lay = column(
            self.none, self.list, row(self.again, None), self.said, self.pages, self.wide, self.next, 4,
            row(self.marks, self.changes, None), line(), self.standing, row(self.freeze, self.thaw, None), spacing=8,
            around=(16, 12, 16, 14),
        )  # fmt: skip
        lay.insertStretch(lay.indexOf(self.next) + 1, 0)  # while there is no list, what is there stands together above
        lay.setStretch(1, 2)
        lay.setStretch(4, 3)
        for one in (self.list, self.pages):
            one.setMinimumHeight(theme().dp(_LEAST_LIST))
        self.setLayout(column(scrolled(LeastHigh(lay)), spacing=0))  # a low window scrolls, nothing lies over another
        self._show()

    @property
    def following(self) -> int:
        """The number of the round that comes next."""
        return self.rounds[-1].number + 1 if self.rounds else 1

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """The rounds of a volume."""
        if tuple(rounds) == self.rounds and self.list.count():
            return
        self.rounds = tuple(rounds)
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.rounds:
            words = _("{name}　{day}　{n} 面").format(name=one.name, day=one.made, n=one.pages)
            line = QListWidgetItem("\n".join(filter(None, (words, one.changes))))
            line.setToolTip(one.file)
            self.list.addItem(line)
        self.list.setCurrentRow(len(self.rounds) - 1)
        self.list.blockSignals(False)
        self._show()
        self._ask_since(self.list.currentRow())

    def enable(self, able: bool) -> None:
        """Whether there is anything to make a proof of."""
        self.next.setEnabled(able)
        self.again.setEnabled(able)

    def show_standing(self, words: str, late: int) -> None:
        """Whether the volume is frozen (``words`` say since when), and how many materials are others now."""
        if not words:
            said = _("还没有定稿：书里的文字随资料改。")
        elif late:
            said = _("{words}。{n} 篇来源已改，在篇目里右键比较、接受。").format(words=words, n=late)
        else:
            said = _("{words}。资料里没有后来的改动。").format(words=words)
        self.standing.setText(said)
        self.freeze.setVisible(not words)
        self.thaw.setVisible(bool(words))

    def ask_again(self) -> None:
        """The pages are others: what changed since the round that is chosen?"""
        if self.isVisible():
            self._ask_since(self.list.currentRow())

    def show_since(self, since: Since | None, layout: Layout) -> None:
        """What is otherwise now than in the chosen round."""
        self.pages.clear()
        if since is None:
            self.said.setText(_("这一次的版面没有留下来，比不出改动。") if self.rounds else "")
            self._show()
            return
        name = round_name(since.number)
        if not since.changed and not since.moved:
            self.said.setText(_("{name}样以后，书页没有改动。").format(name=name))
        else:
            self.said.setText(_("{name}样以后改动的面，点一下翻到：").format(name=name))
        for page, lines in since.changed:
            self._add_page(page, _("{page}　改 {n} 行").format(page=_page_words(layout, page), n=lines or 1))
        for page in since.moved:
            self._add_page(page, _("{page}　只是推移").format(page=_page_words(layout, page)))
        self._show()

    def _add_page(self, page: int, words: str) -> None:
        line = QListWidgetItem(words)
        line.setData(_PAGE, page)
        self.pages.addItem(line)

    def _show(self) -> None:
        there = bool(self.rounds)
        for widget, wanted in ((self.none, not there), (self.list, there), (self.again, there)):
            shown_if(widget, wanted)
            widget.setVisible(wanted)
        self.said.setVisible(bool(self.said.text()))
        self.pages.setVisible(self.pages.count() > 0)
        self.next.setText(_("出{name}样…").format(name=round_name(self.following)))

    def _ask_since(self, row: int) -> None:
        if 0 <= row < len(self.rounds):
            self.since_wanted.emit(self.rounds[row].number)

    def _want_next(self) -> None:
        self.wanted.emit(self.following, self._options())

    def _want_again(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self.rounds):
            self.wanted.emit(self.rounds[row].number, self._options())

    def _options(self) -> Options:
        return Options(wide=self.wide.isChecked())


def _page_words(layout: Layout, page: int) -> str:
    label_ = layout.pages[page].label if page < len(layout.pages) else ""
    return _("第 {n} 页").format(n=label_) if label_ else _("文件第 {n} 面").format(n=page + 1)
