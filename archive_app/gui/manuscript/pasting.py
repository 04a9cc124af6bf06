"""Text on the clipboard: put into a page with its styles, or as words alone; and taken from a page with all it has."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCharFormat, QTextCursor

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages

if TYPE_CHECKING:
    from archive_app.gui.manuscript.page import ManuscriptPage
    from archive_app.intake.pasting.html import Pasted

OWN = "application/x-cunshi-manuscript+json"
"""What a page puts on the clipboard for itself: blocks with marks, notes and tables."""


RTF = ("text/rtf", "application/rtf", 'application/x-qt-windows-mime;value="Rich Text Format"')
"""What Word's text is called that is no HTML."""


def styled(source: QMimeData, *, pictures: bool = False) -> Pasted | None:
    """What is on the clipboard with its styles; ``None`` where it has none, or is no text that somebody copied.

    ``pictures``: those of the text are wanted, too; else they are counted among what could not be kept.
    """
    from archive_app.intake.pasting.html import Pasted, read_html

    if source.hasFormat(OWN):
        try:
            return Pasted(_fresh(Manuscript.from_json(json.loads(bytes(source.data(OWN).data())))))
        except (ValueError, KeyError, TypeError):  # of a later program: what else it put there is read
            pass
    if source.hasHtml():
        from archive_app.intake.pasting.pictures import Taken

        taken = Taken()
        try:
            pasted = read_html(source.html(), taken.take if pictures else None)
        except ValueError:
            return None
        if len(pasted.manuscript):
            return replace(pasted, pictures=taken.pictures)
    if (found := _rich(source, pictures=pictures)) is not None:
        return found
    if source.hasText():
        from archive_app.intake.pasting.tables import cells_of, table_of_cells

        cells = cells_of(source.text())
        if cells is not None:
            return Pasted(Manuscript((table_of_cells(cells),)))
    return None


def _rich(source: QMimeData, *, pictures: bool) -> Pasted | None:
    """The same of RTF, where nothing better is there."""
    data = next((bytes(source.data(kind).data()) for kind in RTF if source.hasFormat(kind)), b"")
    if not data.startswith(b"{\\rtf"):
        return None
    from archive_app.intake.pasting.rtf import read_rtf_text

    try:
        pasted = read_rtf_text(data)
    except ValueError:
        return None  # the words alone are there, too
    if not pictures and pasted.pictures:
        shown = tuple(block for block in pasted.manuscript if block.kind is not BlockKind.PICTURE)
        said = _("图片 {n} 幅没有粘进来；要用的请另存，再用“插图”放进去。").format(n=len(pasted.pictures))
        return replace(pasted, manuscript=Manuscript(shown), said=(*pasted.said, said), pictures={})
    return pasted if len(pasted.manuscript) else None


def _fresh(manuscript: Manuscript) -> Manuscript:
    """The same under other names: what is pasted is another thing than what was copied."""
    return Manuscript(
        tuple(
            replace(block, id=new_id(), notes=tuple(replace(note, id=new_id()) for note in block.notes))
            for block in manuscript
        )
    )


def selection_of(page: ManuscriptPage) -> Manuscript:
    """What is selected, as blocks: the first and the last as far as they are."""
    cursor = page.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    document = page.document()
    whole = {block.id: block for block in page.manuscript()}
    found: list[Block] = []
    there = document.findBlock(start)
    while there.isValid() and there.position() <= end and start < end:
        own = whole.get(str(there.blockFormat().property(pages.ID) or ""))
        if own is not None:
            first = max(0, start - there.position())
            last = min(end - there.position(), there.length() - 1)
            if own.kind in pages.FIXED_KINDS:
                found += [own] if last > first else []
            else:
                found += _cut(
                    own, pages.point_at(there, first), pages.point_at(there, last), last >= there.length() - 1
                )
        there = there.next()
    return Manuscript(tuple(found))


def _cut(block: Block, start: int, end: int, whole: bool) -> list[Block]:
    from archive_app.intake.text.rich import Rich

    if not whole and end <= start:
        return []
    last = end if not whole else len(block.text)
    called = [note for note in block.notes if start <= note.at < last or (whole and note.at == last)]
    rich = Rich(block.text, block.spans, tuple(called)).cut(start, last)
    return [replace(block, text=rich.text, spans=rich.spans, notes=rich.notes)] if rich.text or rich.notes else []


def mime_of(page: ManuscriptPage) -> QMimeData:
    """The selection for the clipboard: for other programs as words and as plain HTML, for a page with all it has."""
    from archive_app.gui.manuscript.html_out import html_of

    made, manuscript = QMimeData(), selection_of(page)
    made.setText("\n".join(words for block in manuscript for words in _lines(block)))
    made.setHtml(html_of(manuscript))
    made.setData(OWN, json.dumps(manuscript.to_json(), ensure_ascii=False).encode())
    return made


def _lines(block: Block) -> list[str]:
    if block.rows:
        return ["\t".join(" ".join(cell.text.split("\n")) for cell in row) for row in block.rows]
    return [block.text]


def insert(page: ManuscriptPage, manuscript: Manuscript) -> None:
    """Put blocks where the cursor is, in place of what is selected. A paragraph alone goes into the line; of several
    the first goes on the paragraph one is in, where both are plain, and what stood behind the cursor goes on the
    last."""
    blocks = [block for block in manuscript if block.kind is not BlockKind.PAGE_BREAK or len(manuscript) > 1]
    if not blocks:
        return
    cursor = page.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    here = cursor.block()
    kind = pages.kind_of(here)
    empty = not here.text()
    fixed_here = kind in pages.FIXED_KINDS and not empty
    if fixed_here:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    rest = blocks
    joins = blocks[0].kind is BlockKind.PARAGRAPH or (blocks[0].kind is kind and kind not in pages.FIXED_KINDS)
    if not empty and not fixed_here and joins:
        level = int(here.blockFormat().property(pages.LEVEL) or 0)
        _write(page, cursor, replace(blocks[0], kind=kind, level=level))
        rest = blocks[1:]
    elif empty:
        cursor.setBlockFormat(pages.block_format(blocks[0], page.looks))
        cursor.setBlockCharFormat(page.looks.characters(blocks[0].kind, blocks[0].level))
        _write(page, cursor, blocks[0])
        rest = blocks[1:]
    tail = not cursor.atBlockEnd()
    before = cursor.block().blockFormat() if tail else None
    if rest and cursor.atBlockStart() and tail:
        cursor.insertBlock()  # the new ones come before the whole paragraph
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        cursor.setBlockFormat(pages.block_format(rest[0], page.looks))
        _write(page, cursor, rest[0])
        rest, tail = rest[1:], False
    for block in rest:
        cursor.insertBlock(pages.block_format(block, page.looks), page.looks.characters(block.kind, block.level))
        _write(page, cursor, block)
    if tail and rest and rest[-1].kind in pages.FIXED_KINDS and before is not None:
        cursor.insertBlock(before)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    elif tail and rest:
        page.dress(cursor.block())
    cursor.endEditBlock()
    page.setTextCursor(cursor)
    page.ensureCursorVisible()


def _write(page: ManuscriptPage, cursor: QTextCursor, block: Block) -> None:
    if block.kind in pages.FIXED_KINDS:
        page.kept.fixed[block.id] = page.kept.originals[block.id] = block
        cursor.insertText(pages.OBJECT, pages.fixed_format(block.id))
    else:
        pages.write_text(cursor, block, page.looks, page.kept)
        plain = QTextCharFormat(page.looks.characters(block.kind, block.level))
        cursor.setCharFormat(plain)


def plain_lines(text: str) -> Manuscript:
    """Words alone, a paragraph a line."""
    lines = [line.strip("\u3000 \t\r") for line in text.replace("\u2029", "\n").split("\n")]
    return Manuscript(tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line))
