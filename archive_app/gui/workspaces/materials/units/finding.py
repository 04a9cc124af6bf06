"""A unit chosen in a dialog: found by number, title or pinyin; what comes of it is said before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import Part, button, column, label, set_property
from archive_app.gui.workspaces.cards.found import FoundCards
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.services.units.tree import UnitTree

_FOUND = 200


def unit_rows(tree: UnitTree, words: str) -> list[CardRow]:
    """The units that fit these words, with how much is in each; before anything is typed all, in their order."""
    return [
        CardRow(key, tree.rows[key].words, tree.words(key), aside=_("{n:,} 件").format(n=tree.counts[key]))
        for key in tree.find(words, _FOUND)
    ]


class UnitDialog(Dialog):
    """The list of units, the line that says what comes of it, and the button that does it (``act``)."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        heading: str,
        words: str,
        act: str,
        look: Callable[[str], list[CardRow]],
        *below: Part,
    ) -> None:
        super().__init__(parent, heading, 560)
        self._session = session
        self._wanted = ""  # the unit that was meant before what it comes to was known
        self.found = FoundCards(
            session, look, hint=_("编号、题名、拼音首字母"), called=_("案卷"), nothing=_("没有这样的案卷。")
        )
        self.found.list.setMinimumHeight(self.height_beside(260, 300))
        self.told = label("", tone="faint", voice="small", wrap=True)
        self.act = button(act, self.found.take, role="primary")
        self.act.setEnabled(False)
        self.found.taken.connect(self._take)
        self.found.shown.connect(self._look_at)
        self.found.list.selectionModel().currentChanged.connect(lambda *_args: self._look_at())
        self.setLayout(
            column(
                label(heading, voice="title", wrap=True),
                label(words, tone="faint", wrap=True),
                4,
                self.found,
                *below,
                self.told,
                8,
                self.buttons(button(_("取消"), self.reject), self.act),
                spacing=8,
                around=(24, 20, 24, 20),
            )
        )
        self.found.search()
        self.found.setFocus()

    def known(self) -> str:
        """The line whose outcome is known; empty for none."""
        raise NotImplementedError

    def forget(self) -> None:
        """No line is known: the one that was stands in the list no more."""
        raise NotImplementedError

    def preview(self, key: str) -> None:
        """Work out what this line would come to, and ``say`` it."""
        raise NotImplementedError

    def say(self, words: str, tone: str, *, possible: bool) -> None:
        """What the line that is ``known`` comes to; whoever pressed Enter before it was known is answered now."""
        self.told.setText(words)
        set_property(self.told, "tone", tone)
        self.act.setEnabled(possible)
        if self._wanted and self._wanted == self.known():
            self._take(self._wanted)

    def _look_at(self) -> None:
        key = self.found.current()
        if not key:
            self.forget()
            self.say("", "faint", possible=False)
        elif key != self.known():
            self.preview(key)

    def _take(self, key: str) -> None:
        """Enter, a double click, or the button; where it is not known yet what it comes to, once it is."""
        if key != self.known():
            self._wanted = key
            self.preview(key)
        elif self.act.isEnabled():
            self.accept()
