"""The page on which writing proposes: what is deleted is struck, what is typed is underlined; nothing goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QToolTip

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.sheet import Sheet, no_picture
from archive_app.gui.manuscript.tracking.marks import END, FRESH, Hues, lay, look, pieces_of, track_of
from archive_app.services.corrections.shown import GONE, NEW, PILCROW, ShownBlock

_CTRL = Qt.KeyboardModifier.ControlModifier
_OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TrackedPage(Sheet):
    """``written`` after something was proposed by writing; ``pointed`` (id) when a proposal is clicked; ``said`` words
    for the person; ``menu_wanted`` (menu, id) before the menu over a proposal opens."""

    written = Signal()
    pointed = Signal(str)
    said = Signal(str)
    menu_wanted = Signal(object, str)

    def __init__(self, picture: Callable[[str], QPixmap | None] = no_picture) -> None:
        super().__init__(picture)
        self.hues = Hues()
        self.actor = ""
        self.by: dict[str, str] = {}
        self.told: Callable[[str], str] = lambda key: ""
        self.touched: set[str] = set()
        """Ids of the blocks that were written in since it was kept last."""
        self._dirty: set[str] = set()
        """The same since it was shown last."""
        self._shown: list[ShownBlock] = []
        self.setPlaceholderText("")
        self.setAccessibleName(_("正文，含修订"))

    # — what is shown —

    def show_blocks(self, shown: Sequence[ShownBlock], by: Mapping[str, str]) -> None:
        """Show a text with its proposals; where only some blocks are others than before, those alone."""
        self.by = dict(by)
        before = self._shown
        self._shown = list(shown)
        if [one.block.id for one in before] != [one.block.id for one in shown]:
            self.touched.clear()
            self._dirty.clear()
            self._fill(shown)
            return
        dirty, self._dirty = self._dirty, set(self.touched)
        for old, new, block in zip(before, shown, list(pages.each_block(self.document())), strict=False):
            key = new.block.id
            if key in self.touched or (old == new and key not in dirty):
                continue
            if key not in dirty or not self._agrees(block, new):
                self._again(block, new)

    def _fill(self, shown: Sequence[ShownBlock]) -> None:
        self.update_manuscript(Manuscript(tuple(one.block for one in shown)))
        self._quiet = True
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # the pages are laid once, not for each mark
        for block, one in zip(pages.each_block(self.document()), shown, strict=False):
            if one.stretches or one.whole:
                lay(block, one, self.by, self.hues)
        whole.endEditBlock()
        self._quiet = False

    def _agrees(self, block: QTextBlock, shown: ShownBlock) -> bool:
        """Whether a block in which somebody wrote says what is to be shown already."""
        have: list[tuple[str, str, str]] = []
        for one in pieces_of(block):
            if have and have[-1][:2] == (one.what, one.key):
                have[-1] = (*have[-1][:2], have[-1][2] + one.text)
            elif one.text:
                have.append((one.what, one.key, one.text))
        want: list[tuple[str, str, str]] = []
        text, at = shown.block.text, 0
        for start, end, what, key in shown.stretches:
            if at < start:
                want.append(("", "", text[at:start]))
            want.append((what, key, text[start:end]))
            at = max(at, end)
        if at < len(text):
            want.append(("", "", text[at:]))
        return have == want

    def _again(self, block: QTextBlock, shown: ShownBlock) -> None:
        """Set one block anew, where one is in it kept."""
        if pages.kind_of(block) in pages.FIXED_KINDS:
            self._kept.fixed[shown.block.id] = shown.block
            self._plain(block)
            lay(block, shown, self.by, self.hues)
            return
        self._quiet = True
        here = self.textCursor()
        inside = here.positionInBlock() if here.block() == block else -1
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        cursor.setCharFormat(self._looks.characters(shown.block.kind, shown.block.level))
        self._kept.originals[shown.block.id] = shown.block
        pages.write_text(cursor, shown.block, self._looks, self._kept)
        lay(block, shown, self.by, self.hues)
        cursor.endEditBlock()
        if inside >= 0:
            here = self.textCursor()
            here.setPosition(block.position() + min(inside, block.length() - 1))
            self.setTextCursor(here)
        self._quiet = False
        self._renumber()

    def _plain(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(pages.fixed_format(str(block.blockFormat().property(pages.ID))))

    def forget(self) -> None:
        """Another text comes."""
        self._shown = []
        self.touched.clear()
        self._dirty.clear()

    # — where one is —

    def at(self, position: int) -> str:
        """The id of the proposal at a place of the document; empty where there is none."""
        cursor = QTextCursor(self.document())
        for place in (position + 1, position):
            if 0 < place < self.document().characterCount():
                cursor.setPosition(place)
                key = track_of(cursor.charFormat())[1]
                if key and key != FRESH:
                    return key
        return ""

    def span(self, key: str) -> tuple[int, int] | None:
        """From where to where a proposal's characters stand."""
        found: list[tuple[int, int]] = []
        numbers = {number for number, one in enumerate(self._shown) if _bears(one, key)}
        for number, block in enumerate(pages.each_block(self.document())):
            if number in numbers or (not numbers and self.touched):
                found += [(one.position, one.position + one.length) for one in pieces_of(block) if one.key == key]
        return (min(found)[0], max(end for _start, end in found)) if found else None

    def has_block(self, key: str) -> bool:
        """Whether a block is on the page."""
        return any(one.block.id == key for one in self._shown)

    def ids_in(self, block: str) -> set[str]:
        """The ids of the proposals that were shown in a block."""
        one = next((each for each in self._shown if each.block.id == block), None)
        if one is None:
            return set()
        return {stretch[3] for stretch in one.stretches} | ({one.whole[1]} if one.whole is not None else set())

    def event(self, event: QEvent) -> bool:
        """Who, when and why, where the pointer rests on a proposal."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.cursorForPosition(self.viewport().mapFromGlobal(event.globalPos())).position()
            key = self.at(at)
            if key and (words := self.told(key)):
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event) -> None:
        """A click on a proposal chooses it."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection() and (key := self.at(self.textCursor().position())):
            self.pointed.emit(key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy; what can be done with the proposal there."""
        menu = QMenu(self)
        copy = menu.addAction(_("复制"))
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        key = self.at(self.cursorForPosition(event.pos()).position())
        if key:
            self.pointed.emit(key)
            self.menu_wanted.emit(menu, key)
        menu.exec(event.globalPos())

    # — writing —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would write or delete propose instead."""
        if self.isReadOnly() or composing():
            super().keyPressEvent(event)
            return
        key, held = event.key(), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self._strike_selected()
        elif event.matches(QKeySequence.StandardKey.Paste) or (
            key == Qt.Key.Key_V and held & _CTRL and held & Qt.KeyboardModifier.ShiftModifier
        ):
            self.insertFromMimeData(QGuiApplication.clipboard().mimeData())
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not held & Qt.KeyboardModifier.AltModifier:
            self._delete(back=key == Qt.Key.Key_Backspace, word=bool(held & _CTRL))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.write("\n")
        elif event.text() and event.text().isprintable() and not held & _OTHERS:
            self.write(event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method gives is written as what is typed; while it composes nothing is kept."""
        if self.isReadOnly():
            super().inputMethodEvent(event)
            return
        if self.textCursor().hasSelection() and (event.preeditString() or event.commitString()):
            self._strike_selected()
        words = event.commitString()
        if words:
            super().inputMethodEvent(QInputMethodEvent())
            self.write(words)
            if event.preeditString():
                super().inputMethodEvent(QInputMethodEvent(event.preeditString(), event.attributes()))
            event.accept()
            return
        super().inputMethodEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words, without their styles: a line's end parts the paragraph."""
        if not self.isReadOnly() and source.text().strip("\n"):
            self.write(source.text().replace("\r\n", "\n").strip("\n"))

    def write(self, words: str) -> None:
        """Propose words at the cursor, in the place of what is selected."""
        self._strike_selected()
        cursor = self.textCursor()
        block = cursor.block()
        if not self._may_write(block):
            return
        what, key = track_of(cursor.charFormat())
        own = what == NEW and (key == FRESH or self.by.get(key) == self.actor)
        made = self._looks.characters(pages.kind_of(block), int(block.blockFormat().property(pages.LEVEL) or 0))
        made.merge(look(NEW, key if own else FRESH, self.hues.colour(self.actor)))
        ended = QTextCharFormat(made)
        ended.setProperty(END, True)
        for number, part in enumerate(words.split("\n")):
            if number:
                cursor.insertText(PILCROW, ended)
            if part:
                cursor.insertText(part.replace("\t", "　"), made)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self._touch(block)

    def _may_write(self, block: QTextBlock) -> bool:
        if pages.kind_of(block) in pages.FIXED_KINDS:
            self.said.emit(_("图片、表格里的字，请用“提一条…”。"))
            return False
        shown = next((one for one in self._shown if one.block.id == block.blockFormat().property(pages.ID)), None)
        if shown is not None and shown.whole is not None:
            self.said.emit(_("这一段整段有人提了改动，先处理那一条，或撤回它。"))
            return False
        return True

    def _delete(self, *, back: bool, word: bool) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            self._strike_selected(to_start=back)
            return
        if (back and cursor.atBlockStart()) or (not back and cursor.atBlockEnd()):
            self._join(cursor.block().previous() if back else cursor.block())
            return
        move = QTextCursor.MoveOperation
        steps = {(True, True): move.PreviousWord, (True, False): move.PreviousCharacter}
        steps |= {(False, True): move.NextWord, (False, False): move.NextCharacter}
        cursor.movePosition(steps[back, word], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self._strike_selected(to_start=back)

    def _join(self, block: QTextBlock) -> None:
        """The end of a block shall go."""
        following = block.next()
        if not block.isValid() or not following.isValid():
            return
        if {pages.kind_of(block), pages.kind_of(following)} & pages.FIXED_KINDS:
            self.said.emit(_("图片、表格不能与上下的段并在一起。"))
            return
        if not self._may_write(block) or any(one.end and one.what == GONE for one in pieces_of(block)):
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        made = self._looks.characters(pages.kind_of(block))
        made.merge(look(GONE, FRESH, self.hues.colour(self.actor)))
        made.setProperty(END, True)
        cursor.insertText(PILCROW, made)
        self._touch(block)

    def _strike_selected(self, *, to_start: bool = False) -> None:
        """What is selected shall go: the text's words are struck, one's own new words are taken out again."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        document = self.document()
        ends = QTextCursor(document)
        ends.setPosition(last)
        block = document.findBlock(first)
        final = document.findBlock(last)
        others = False
        while block.isValid():
            if self._may_strike(block):
                others |= self._strike(block, first, ends.position())
                self._touch(block)
            if block == final:
                break
            block = block.next()
        cursor.setPosition(first if to_start else max(first, ends.position()))
        self.setTextCursor(cursor)
        if others:
            self.said.emit(_("别人新写的字不能删，请用“不采纳”。"))

    def _may_strike(self, block: QTextBlock) -> bool:
        shown = next((one for one in self._shown if one.block.id == block.blockFormat().property(pages.ID)), None)
        return shown is None or shown.whole is None

    def _strike(self, block: QTextBlock, first: int, last: int) -> bool:
        """Strike what of a block lies between two places of the document; whether there were others' new words."""
        others = False
        for one in reversed(list(pieces_of(block))):
            start, end = max(first, one.position), min(last, one.position + one.length)
            if start >= end or (one.what == GONE and not one.end):
                continue
            mine = one.key == FRESH or self.by.get(one.key) == self.actor
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            if one.what and mine:
                cursor.removeSelectedText()
            elif one.what:
                others = True
            else:
                cursor.mergeCharFormat(look(GONE, FRESH, self.hues.colour(self.actor)))
        return others

    def _touch(self, block: QTextBlock) -> None:
        key = str(block.blockFormat().property(pages.ID))
        self.touched.add(key)
        self._dirty.add(key)
        self.written.emit()


def _bears(one: ShownBlock, key: str) -> bool:
    return (one.whole is not None and one.whole[1] == key) or any(stretch[3] == key for stretch in one.stretches)
