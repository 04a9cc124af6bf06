"""Marks on the words of a table's cells: kept while cells are written in, given and taken, seen, drawn, copied."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QTableWidgetSelectionRange

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Span, SpanStyle
from archive_app.gui.manuscript.html_out import html_of
from archive_app.gui.manuscript.tables.dialog import TableDialog
from archive_app.gui.manuscript.tables.drawing import TableDrawing
from archive_app.gui.theme import Theme
from archive_app.intake.pasting.html import read_html

S = SpanStyle
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
TABLE = Block(
    BlockKind.TABLE,
    rows=(
        (Cell("队", header=True), Cell("户数", header=True)),
        (Cell("𠮷家一队", spans=(Span(2, 4, S.BOLD),)), Cell("42")),
    ),
    id="t",
)


def spans(dialog: TableDialog, row: int, column: int) -> list[tuple[str, SpanStyle]]:
    cell = dialog.block().rows[row][column]
    return [(cell.text[span.start : span.end], span.style) for span in cell.spans]


def test_marks_in_cells(look: Theme, qtbot) -> None:
    dialog = TableDialog(None, TABLE)
    qtbot.addWidget(dialog)
    dialog.resize(760, 620)
    dialog.show()
    dialog.activateWindow()
    sheet = dialog.sheet
    assert spans(dialog, 1, 0) == [("一队", S.BOLD)]

    # written in, the mark stays on its words; the cell says which have one
    sheet.setCurrentCell(1, 0)
    qtbot.waitUntil(lambda: sheet.cell is not None and sheet.currentRow() == 1)
    editor = sheet.cell
    assert [one.cursor.selectedText() for one in editor.extraSelections()] == ["一队"]
    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.insertText("城东")
    sheet.finish()
    assert spans(dialog, 1, 0) == [("一队", S.BOLD)] and dialog.block().rows[1][0].text == "城东𠮷家一队"

    # by key, on the words that are selected
    sheet.setCurrentCell(0, 0)
    sheet.setCurrentCell(1, 0)
    qtbot.waitUntil(lambda: sheet.cell is not None and sheet.cell.toPlainText() == "城东𠮷家一队")
    cursor = sheet.cell.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    sheet.cell.setTextCursor(cursor)
    qtbot.keyClick(sheet.cell, Qt.Key.Key_L, CTRL_ALT)
    assert spans(dialog, 1, 0) == [("𠮷家", S.NAME), ("一队", S.BOLD)]

    # on all words of several cells, and off again; one step each
    before = dialog.block()
    sheet.finish()
    sheet.clearSelection()
    sheet.setRangeSelected(QTableWidgetSelectionRange(1, 0, 1, 1), True)
    sheet.mark(S.KAI)
    assert ("42", S.KAI) in spans(dialog, 1, 1) and ("城东𠮷家一队", S.KAI) in spans(dialog, 1, 0)
    sheet.setRangeSelected(QTableWidgetSelectionRange(1, 0, 1, 1), True)
    sheet.mark(S.KAI)
    assert dialog.block() == before
    sheet.undo()
    assert ("42", S.KAI) in spans(dialog, 1, 1)
    if folder := os.environ.get("CUNSHI_SHOTS"):
        sheet.clearSelection()
        sheet.setCurrentCell(0, 1)
        qtbot.wait(50)
        dialog.grab().save(f"{folder}/table-marks.png")


def test_marks_are_drawn_in_the_text(look: Theme, qtbot) -> None:
    def ink(block: Block) -> int:
        drawing = TableDrawing(block, 300, lambda _id: 0)
        pixmap = QPixmap(300, int(drawing.height) + 4)
        pixmap.fill(QColor("white"))
        painter = QPainter(pixmap)
        drawing.draw(painter, pixmap.rect().toRectF())
        painter.end()
        image = pixmap.toImage()
        if folder := os.environ.get("CUNSHI_SHOTS"):
            pixmap.save(f"{folder}/table-drawn-{len(block.rows[1][0].spans)}.png")
        return sum(image.pixelColor(x, y).lightness() < 128 for x in range(300) for y in range(image.height()))

    plain = Block(BlockKind.TABLE, rows=((Cell("队"),), (Cell("𠮷家一队"),)), id="t")
    bold = Block(BlockKind.TABLE, rows=((Cell("队"),), (Cell("𠮷家一队", spans=(Span(0, 4, S.BOLD),)),)), id="t")
    assert ink(bold) > ink(plain)


def test_marks_in_cells_go_over_the_clipboard() -> None:
    block = Block(
        BlockKind.TABLE,
        rows=((Cell("祁家庄", spans=(Span(0, 1, S.RUBY, "qí"), Span(1, 3, S.BOLD))), Cell("甲\n乙")),),
        id="t",
    )
    (back,) = read_html(html_of(Manuscript((block,)))).manuscript.blocks
    assert back.rows == block.rows
