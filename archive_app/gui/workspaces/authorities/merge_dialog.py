"""Two cards beside each other: choose the second, see what is kept and what disagrees, and merge with one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from archive_app.catalogue.merging import Merge
from archive_app.domain.entities import entity_named
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, column, label, line, margins, pane, row, scrolled
from archive_app.gui.workspaces.cards.found import FoundCards
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.services.authorities import cards
from archive_app.services.names import Names

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_FOUND = 40


class MergeDialog(Dialog):
    """First the list of cards, then the comparison; ``command`` is what was decided, or None."""

    def __init__(
        self, parent: QWidget | None, session: Session, names: Names, card: Record, other: Record | None = None
    ) -> None:
        super().__init__(parent, _("合并卡片"), width=720)
        self._session, self._names = session, names
        self.keep, self.other = card, other
        self._made: Merge | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self._choosing())
        self._pages.addWidget(self._comparing())
        self.setLayout(column(self._pages, spacing=0, around=(24, 20, 24, 20)))
        self.resize(self.minimumWidth(), theme().dp(520))
        if other is not None:
            self._compare()
        else:
            self.found.search()

    def command(self) -> Merge | None:
        """What was decided."""
        return self._made

    # — choosing —

    def _choosing(self) -> QWidget:
        what = _(entity_named(self.keep.entity).label)
        words = _("哪一张{what}卡片和“{name}”是同一个？").format(what=what, name=self.keep.title)
        self.found = FoundCards(
            self._session,
            self._look,
            hint=_("名字、拼音、首字母"),
            called=_("可以合并的卡片"),
            nothing=_("没有这样的卡片。"),
        )
        self.found.list.clicked.connect(lambda _index: self.found.take())
        self.found.taken.connect(self._take)
        foot = self.buttons(button(_("取消"), self.reject))
        return pane(column(label(words, voice="title", wrap=True), self.found, foot, spacing=12))

    def _choose_again(self) -> None:
        self._pages.setCurrentIndex(0)
        self.found.search(self.found.finder.text())
        self.found.setFocus()

    def _look(self, words: str) -> list[CardRow]:
        keep, archive, names = self.keep, self._session.archive, self._names
        if words:
            ids = [hit.id for hit in names.find(words, limit=_FOUND, entities=(keep.entity,))]
        else:  # before anything is typed: those that look alike
            ids = [card.id for card in cards.namesakes(archive, keep)]
            ids += [hit.id for hit in names.ordered(keep.entity)[: _FOUND * 5]]
        records = archive.catalogue.load(keep.entity, [key for key in dict.fromkeys(ids) if key != keep.id])
        return [CardRow(r.id, r.title, _note(r)) for r in records.values()]

    def _take(self, key: str) -> None:
        catalogue = self._session.archive.catalogue
        self._session.ask(lambda: catalogue.record(key), self.take)

    def take(self, other: Record) -> None:
        """Compare with this card."""
        self.other = other
        self._compare()

    # — comparing —

    def _comparing(self) -> QWidget:
        self._heading = label(voice="title", wrap=True)
        self._said = label(tone="faint", wrap=True)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._grid = QGridLayout(inside)
        margins(self._grid, (0, 0, 8, 0), 8)
        for number, share in enumerate((2, 4, 4, 3)):
            self._grid.setColumnStretch(number, share)
        self.merge_button = button(_("合并"), self._decide, role="primary", icon="git-merge")
        self.swap_button = button(_("对调：留下另一张"), self._swap)
        foot = row(
            button(_("换一张"), self._choose_again, role="link"), None,
            button(_("取消"), self.reject), self.swap_button, self.merge_button, spacing=12,
        )  # fmt: skip
        page = QWidget()
        lay = column(self._heading, self._said, line(), scrolled(inside), line(), foot, spacing=10)
        lay.setStretch(3, 1)
        page.setLayout(lay)
        return page

    def _compare(self) -> None:
        assert self.other is not None
        rows = cards.compare(self._session.archive, self.keep, self.other)
        clashes = sum(1 for one in rows if one.conflict)
        self._heading.setText(_("把“{other}”并入“{keep}”").format(other=self.other.title, keep=self.keep.title))
        words = _("指向两张卡片的链接都归留下的一张。随时可以拆出，链接各归各。")
        if clashes:
            words += _("有 {n} 项不一致，两种说法都留着，记在“异说”里。").format(n=clashes)
        self._said.setText(words)
        clear(self._grid)
        heads = (_("项"), _("留下的"), _("并入的"), _("合并以后"))
        for number, text in enumerate(heads):
            self._grid.addWidget(label(text, tone="faint", voice="small"), 0, number)
        for at, one in enumerate(rows, start=1):
            tone = "amber" if one.conflict else "faint"
            cells = (
                label(one.label, tone="faint"), label(one.keep or "—", wrap=True), label(one.other or "—", wrap=True),
                label(one.outcome, tone=tone, voice="small", wrap=True),
            )  # fmt: skip
            for number, cell in enumerate(cells):
                self._grid.addWidget(cell, at, number, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(rows) + 1, 1)
        self._pages.setCurrentIndex(1)
        self.merge_button.setFocus()

    def _swap(self) -> None:
        assert self.other is not None
        self.keep, self.other = self.other, self.keep
        self._compare()

    def _decide(self) -> None:
        assert self.other is not None
        names = "“" + "”“".join(dict.fromkeys((self.keep.title, self.other.title))) + "”"
        self._made = Merge(self.keep.id, [self.other.id], names)
        self.accept()


def _note(record: Record) -> str:
    aliases = "、".join(record.values.get("aliases") or ())
    return "　".join(part for part in (cards.distinguishing(record), aliases) if part)
