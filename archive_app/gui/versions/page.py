"""The page a comparison is read on: to the next difference and back by key, links that act on one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.versions.drawn import Manner, comparison_html, fields_html, told_html
from archive_app.services.texts.comparing import Comparison
from archive_app.services.versions import FieldChange


class ComparisonPage(QTextBrowser):
    """``pressed`` with the words of a link; ``stood_at`` with the number of the row that is looked at, −1 for none."""

    pressed = Signal(str)
    stood_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(_("两版的不同"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.document().setDefaultFont(theme().font(serif=True))
        self.document().setDocumentMargin(theme().dp(12))
        self._places: list[int] = []
        self._at = -1
        self.anchorClicked.connect(self._clicked)

    @property
    def row(self) -> int:
        """The number of the row that is looked at; −1 for none."""
        return self._places[self._at] if 0 <= self._at < len(self._places) else -1

    def show_comparison(
        self,
        comparison: Comparison,
        manner: Manner,
        fields: Sequence[FieldChange] = (),
        *,
        told: Sequence[str] = (),
        stay: bool = False,
    ) -> None:
        """Another comparison, or (``stay``) the same shown another way: what is looked at stays in front. ``told`` are
        sentences over it."""
        row, scrolled = self.row, self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(f"a {{ color: {theme().colour('cinnabar_ink').name()} }}")
        self.setHtml(told_html(told) + fields_html(fields) + comparison_html(comparison, manner))
        self._places = comparison.differing
        self._at = self._places.index(row) if stay and row in self._places else -1
        if stay:
            self.verticalScrollBar().setValue(scrolled)
        if self._at >= 0:
            self._tint(scroll=False)
        else:
            self.setExtraSelections([])
            self.stood_at.emit(-1)

    def step(self, by: int) -> None:
        """To the next difference, or the one before; round at the ends."""
        if self._places:
            start = -1 if self._at < 0 and by > 0 else max(self._at, 0)
            self.go(self._places[(start + by) % len(self._places)])

    def go(self, row: int) -> None:
        """To a row's difference."""
        if row in self._places:
            self._at = self._places.index(row)
            self._tint(scroll=True)

    def _tint(self, *, scroll: bool) -> None:
        block = self._block_of(f"d{self.row}")
        if block is not None:
            selection: Any = QTextEdit.ExtraSelection()
            cursor = QTextCursor(block)
            top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setBackground(theme().colour("amber_tint"))
            self.setExtraSelections([selection])
            if scroll:
                self.verticalScrollBar().setValue(round(top - self.viewport().height() / 6))
        self.stood_at.emit(self.row)

    def _block_of(self, name: str) -> QTextBlock | None:
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                if name in iterator.fragment().charFormat().anchorNames():
                    return block
                iterator += 1
            block = block.next()
        return None

    def words(self) -> str:
        """``第 3 处，共 17 处``, or how many there are."""
        number = len(self._places)
        if not number:
            return _("没有不同")
        if self._at < 0:
            return _("共 {n} 处不同").format(n=number)
        return _("第 {at} 处，共 {n} 处").format(at=self._at + 1, n=number)

    def _clicked(self, link: QUrl) -> None:
        self.pressed.emit(link.toString())
