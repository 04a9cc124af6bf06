"""The users' manual in a window of its own: its sections at the left, a box to find words in it, its pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, row, tool
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.workspaces.workspace import Shell
from archive_app.resources import handbook

_AT = Qt.ItemDataRole.UserRole
_SECTIONS = 0.3
"""The share of the width that the sections have at most."""


class _Page(QTextBrowser):
    """The text; a picture is never wider than there is room."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(theme().dp(20))

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """A picture beside the text, made as wide as the page at most."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        path = name.path()
        if path not in self._pictures:
            self._pictures[path] = QImage(str(self._folder / path))
        whole = self._pictures[path]
        room = max(200, self.viewport().width() - 2 * theme().dp(28))
        if whole.isNull() or whole.width() <= room:
            return whole
        return whole.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pictures are fitted anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            for path in self._pictures:
                url = QUrl(path)
                picture = self.loadResource(QTextDocument.ResourceType.ImageResource.value, url)
                self.document().addResource(QTextDocument.ResourceType.ImageResource, url, picture)
            self.document().markContentsDirty(0, self.document().characterCount())


class Handbook(QDialog):
    """Stays open beside the window, so that one can do what one reads."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("存史使用手册"))
        self.setModal(False)
        path = handbook()
        self._shell, self._folder = shell, path.parent
        self.page = _Page(path.parent)
        self.page.setAccessibleName(_("手册"))
        self.page.document().setDefaultFont(theme().reading())
        self.page.setMarkdown(path.read_text(encoding="utf-8"))
        self.page.anchorClicked.connect(self._go)
        self.sections = QListWidget()
        self.sections.setAccessibleName(_("各节"))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill_sections()
        self.sections.currentItemChanged.connect(lambda now, _before: now and self._show(now.data(_AT)))
        self.finder = SearchBox(_("在手册里找"))
        self.finder.entered.connect(lambda _words: self.find())
        self.finder.searched.connect(lambda _words: self.find(fresh=True))
        self._none = label("", tone="faint", voice="small")
        up = tool("chevron-up", _("上一处（Shift+F3）"), lambda: self.find(back=True))
        down = tool("chevron-down", _("下一处（F3）"), self.find)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.sections)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        head = row(self.finder, up, down, self._none, None, spacing=8, around=(12, 10, 12, 10))
        head.setStretch(0, 1)
        lay = column(head, split, spacing=0)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.resize(QSize(theme().dp(1000), theme().dp(700)).boundedTo(room_for(self)))
        beside = min(theme().dp(220), round(self.width() * _SECTIONS))
        split.setSizes([beside, self.width() - beside])
        self.page.setFocus()

    def _headings(self) -> list[QTextBlock]:
        found, block = [], self.page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                found.append(block)
            block = block.next()
        return found

    def _fill_sections(self) -> None:
        for block in self._headings():
            level = block.blockFormat().headingLevel()
            if level > 1:
                line = QListWidgetItem(("　" if level > 2 else "") + block.text())
                line.setData(_AT, block.position())
                self.sections.addItem(line)

    def _show(self, position: int) -> None:
        """Bring a heading to the top."""
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(position)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.maximum())  # from below, the line comes to the top
        self.page.setTextCursor(cursor)
        self.page.ensureCursorVisible()
        top = self.page.cursorRect(cursor).top()
        bar.setValue(bar.value() + top - theme().dp(8))

    def _go(self, url: QUrl) -> None:
        """Inside the book, to a section; a picture's name shows the picture."""
        if url.fragment():
            wanted = url.fragment(QUrl.ComponentFormattingOption.FullyDecoded)
            for block in self._headings():
                if slug(block.text()) == wanted:
                    self._show(block.position())
                    return
        elif url.path().endswith(".png"):
            open_outside(self._shell, self._folder / url.path())

    def find(self, *, back: bool = False, fresh: bool = False) -> None:
        """The next place of the words in the box; from the other end where there is none any more."""
        words = self.finder.text()
        if fresh:
            cursor = self.page.textCursor()
            cursor.setPosition(cursor.selectionStart())
            self.page.setTextCursor(cursor)
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not words or self.page.find(words, way):
            self._none.setText("")
            return
        cursor = self.page.textCursor()
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        again = QTextCursor(cursor)
        again.movePosition(end)
        self.page.setTextCursor(again)
        found = self.page.find(words, way)
        if not found:
            self.page.setTextCursor(cursor)
        self._none.setText("" if found else _("没有“{words}”").format(words=words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3 and Shift+F3 step, Ctrl+F goes to the box; Enter is the box's."""
        if event.key() == Qt.Key.Key_F3:
            self.find(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.finder.setFocus()
            self.finder.selectAll()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


def slug(heading: str) -> str:
    """The name by which a heading is linked to: its words without spaces and punctuation, as code hosts make it."""
    return re.sub(r"[^\w\-]", "", heading.strip().lower().replace(" ", "-"))
