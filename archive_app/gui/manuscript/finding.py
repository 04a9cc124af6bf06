"""Words looked for in a text, its notes and tables, and others put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QTextEdit

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.count_button import selected_text
from archive_app.gui.theme import theme
from archive_app.gui.widgets.find_bar import FindBar
from archive_app.services.texts.finding import Found, places, replaced

if TYPE_CHECKING:
    from archive_app.gui.manuscript.editor import ManuscriptEditor

_MOST_TINTED = 2000
"""More places than this are counted and gone to, but not tinted: each costs time whenever the page is painted."""
_TEXT = "text"


class TextFindBar(FindBar):
    """The line above an editor's text."""

    def __init__(self, editor: ManuscriptEditor) -> None:
        self._editor = editor
        self._manuscript = Manuscript()
        self._order: dict[tuple[str, str], int] = {}
        super().__init__(editor, _("在这篇里找"))

    @property
    def read_only(self) -> bool:
        """As the editor is."""
        return self._editor.read_only

    def open(self, *, replacing: bool) -> None:
        """Show the line; who wants to replace where nothing may be is told."""
        super().open(replacing=replacing)
        if replacing and self.read_only:
            self.said.setText(_("这篇现在只能看，不能替换"))

    def set_read_only(self, read_only: bool) -> None:
        """Where nothing can be written, nothing is replaced."""
        self.turn.setVisible(not read_only)
        self._show_second(self.turn.isChecked() and not read_only)

    def chosen(self) -> str:
        """What is selected in the text."""
        return selected_text(self._editor)

    def find_places(self) -> Sequence[Found]:
        """In text, notes and cells, in the order in which they are read."""
        self._manuscript = self._editor.manuscript()
        self._order = {(block, part): at for at, (block, part, _t) in enumerate(self._manuscript.searchable())}
        return places(self._manuscript, self.words, exact=self.exact.isChecked())

    def key_of(self, place: Found) -> tuple[int, ...]:
        """The stretch it stands in, and where in it."""
        return self._order[place.block, place.part], place.start

    def here(self) -> tuple[int, ...]:
        """Where the cursor is, in the order in which the text is read."""
        cursor = self._editor.page.textCursor()
        block = cursor.block()
        at = cursor.selectionStart() - block.position() if cursor.hasSelection() else cursor.positionInBlock()
        while block.isValid():
            order = self._order.get((str(block.blockFormat().property(pages.ID)), _TEXT))
            if order is not None:
                return order, pages.point_at(block, at)
            block, at = block.next(), 0
        return len(self._order), 0

    def show_place(self, place: Found) -> None:
        """On the page, or among the notes."""
        page = self._editor.page
        if place.part.startswith("note:"):
            page.setExtraSelections(page.tints)
            self._editor.show_note(place.part.removeprefix("note:"), place.start, length=place.end - place.start)
            return
        self._editor.untint_notes()
        if place.part == _TEXT and not self._fixed(place):
            page.show_place(place.block, place.start, place.end)
        else:
            page.show_place(place.block, 0, 1)  # a table or a picture: the whole of it

    def _fixed(self, place: Found) -> bool:
        return place.block in self._editor.page.kept.fixed

    def where(self, place: Found) -> str:
        """Whether it is in a note or a table."""
        return {"note": _("（注里）"), "cell": _("（表格里）")}.get(place.part.partition(":")[0], "")

    def places_changed(self) -> None:
        """Every place in the text lightly marked; the one that is shown is marked by the page itself."""
        page = self._editor.page
        by_block: dict[str, list[Found]] = {}
        for place in self.places[:_MOST_TINTED]:
            if place.part == _TEXT and not self._fixed(place):
                by_block.setdefault(place.block, []).append(place)
        page.found = []
        self._editor.untint_notes()
        for block in pages.each_block(page.document()) if by_block else ():
            own = by_block.get(str(block.blockFormat().property(pages.ID)))
            if own is None:
                continue
            units = pages.units_of(block)
            for place in own:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + units[place.start][0])
                cursor.setPosition(block.position() + units[place.end - 1][1], QTextCursor.MoveMode.KeepAnchor)
                made: Any = QTextEdit.ExtraSelection()
                made.cursor = cursor
                made.format.setBackground(QColor(theme().tokens.celadon_tint))
                page.found.append(made)
        page.setExtraSelections(page.tints)

    def resized(self) -> None:
        """Text and notes share what is left."""
        self._editor.share_height()

    def to_page(self) -> None:
        """The text."""
        self._editor.page.setFocus()

    def replace(self, found: Sequence[Found]) -> None:
        """In the text as it was looked through."""
        self._editor.replace_manuscript(replaced(self._manuscript, list(found), self.other.text()))
