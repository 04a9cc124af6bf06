"""Blocks that are shown in a manuscript and not written in (pictures): put in, changed, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from archive_app.domain.manuscript import Block
from archive_app.gui.manuscript import document as pages

if TYPE_CHECKING:
    from archive_app.gui.manuscript.page import ManuscriptPage


def insert_behind(page: ManuscriptPage, block: Block) -> None:
    """Put a block behind the one with the cursor, or in its place where that is empty."""
    page.kept.fixed[block.id] = page.kept.originals[block.id] = block
    cursor = page.textCursor()
    cursor.clearSelection()
    cursor.beginEditBlock()
    about = pages.block_format(block, page.looks)
    if cursor.block().text():
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertBlock(about, QTextCharFormat())
    else:
        cursor.setBlockFormat(about)
    cursor.insertText(pages.OBJECT, pages.fixed_format(block.id))
    cursor.endEditBlock()
    page.setTextCursor(cursor)
    page.ensureCursorVisible()


def put_again(page: ManuscriptPage, block: Block) -> None:
    """Change a block that is there; the text is drawn and told anew."""
    page.kept.fixed[block.id] = page.kept.originals[block.id] = block
    for there in pages.each_block(page.document()):
        if there.blockFormat().property(pages.ID) == block.id:
            page.document().markContentsDirty(there.position(), there.length())
            page.edited.emit()
            return


def fixed_in(page: ManuscriptPage, block: QTextBlock) -> Block | None:
    """The block that stands in a paragraph of the document; None where text does."""
    iterator = block.begin()
    while not iterator.atEnd():
        key = iterator.fragment().charFormat().property(pages.FIXED)
        if key:
            return page.kept.fixed.get(str(key))
        iterator += 1
    return None
