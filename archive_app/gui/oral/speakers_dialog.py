"""Who speaks in a recording: what the segments call them, how much they say, and whose card that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from archive_app.domain import transcribing, voices
from archive_app.domain.entities import ITEM
from archive_app.domain.transcribing import Changed
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.links import LinksEditor
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, margins, pane

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_CARD = next(one for one in ITEM.field("speakers").columns if one.name == "person")


class SpeakersDialog(Dialog):
    """A line for each label. Two that are made the same become one; a name follows its card from now on."""

    def __init__(self, parent: QWidget, page: OralPage) -> None:
        super().__init__(parent, _("说话人"), width=620)
        self._page = page
        self._links = ArchiveLinks(page.session, self)
        self.lines: list[tuple[str, QLineEdit, LinksEditor]] = []
        words = _(
            "改了称呼，全部段落一起改。连上人物卡的：称呼是名字的，卡片以后改名，转写稿跟着改；称呼是“问”“答”的不变。"
        )
        grid = QGridLayout()
        margins(grid, (0, 0, 0, 0), 8)
        for at, heading in enumerate((_("键"), _("称呼"), _("说了"), _("人物卡"))):
            grid.addWidget(label(heading, tone="faint", voice="small"), 0, at)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 3)
        for number, one in enumerate(page.speakers, 1):
            self._add(grid, number, one.label, one.card)
        content = pane(grid)
        self._none = label(_("还没有写过说话人。在转写稿的说话人一栏写上，就列在这里。"), tone="faint", wrap=True)
        self._none.setVisible(not page.speakers)
        self.keep = button(_("好"), self._keep, role="primary")
        foot = self.buttons(button(_("取消"), self.reject), self.keep)
        lay = column(
            label(words, tone="faint", wrap=True),
            self._none,
            content,
            foot,
            spacing=12,
            around=(24, 20, 24, 20),
        )
        self.setLayout(lay)
        if self.lines:
            self.lines[0][1].setFocus()

    def _add(self, grid: QGridLayout, number: int, name: str, card: str) -> None:
        count = sum(1 for row in self._page.view.rows if row.get("speaker") == name)
        typed = QLineEdit(name)
        typed.setAccessibleName(_("称呼"))
        typed.setReadOnly(self._page.closed)
        cards = LinksEditor(_CARD, self._links, many=False)
        cards.show_value(card)
        cards.set_read_only(self._page.closed)
        key = label(str(number) if number <= 9 else "", tone="faint")
        key.setToolTip(_("在转写稿里按 Ctrl+Alt+{n}").format(n=number) if number <= 9 else "")
        said = label(_("{n:,} 段").format(n=count), tone="faint")
        for at, widget in enumerate((key, typed, said, cards)):
            widget.setMinimumHeight(theme().dp(34))
            grid.addWidget(widget, number, at)
        self.lines.append((name, typed, cards))

    def _keep(self) -> None:
        rows: list[Any] = [dict(row) for row in self._page.view.rows]
        speakers = self._page.voices.rows
        renamed: list[tuple[str, str]] = []
        for name, _typed, cards in self.lines:
            speakers = voices.with_card(speakers, name, str(cards.value() or ""))
        # by way of names nobody has, so that two can change places
        wanted = {name: typed.text().strip() or name for name, typed, _cards in self.lines}
        renamed = [(name, new) for name, new in wanted.items() if name != new]
        for number, (name, _new) in enumerate(renamed):
            rows = transcribing.relabelled(rows, name, f"\0{number}").rows
            speakers = voices.relabelled(speakers, name, f"\0{number}")
        for number, (_name, new) in enumerate(renamed):
            rows = transcribing.relabelled(rows, f"\0{number}", new).rows
            speakers = voices.relabelled(speakers, f"\0{number}", new)
        if rows != self._page.view.rows or speakers != self._page.voices.rows:
            words = (
                _("“{old}”改称“{new}”").format(old=renamed[0][0], new=renamed[0][1]) if renamed else _("说话人连人物卡")
            )
            if len(renamed) > 1:
                words = _("{words}等 {n} 个说话人").format(words=words, n=len(renamed))
            self._page.save_speakers(speakers, Changed(rows), words)
        self.accept()
