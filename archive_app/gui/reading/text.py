"""The page read on: an item's words with every place marked, and the way from one place to the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from archive_app.gui.i18n import _
from archive_app.gui.reading import marking
from archive_app.gui.reading.copying import plain, without_marks
from archive_app.gui.reading.item import PictureFile, ReadableItem
from archive_app.gui.reading.laying import SECOND, Laying
from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.placed import Placed, Places
from archive_app.gui.reading.printed_laying import PrintedLaying
from archive_app.gui.reading.spots import Spot, Spots, spans
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.gui.theme import theme
from archive_app.search.results import Match
from archive_app.services.printed import PrintedText

_MARGIN = 24
_SETTLE_MS = 120
"""A rest in resizing, after which pictures take the new width."""
Aim = Match | str | int | None
"""Where reading begins: at a match, at a text's key, at the first (1) or last (-1) place looked for."""


class ReadingText(QTextBrowser):
    """Shows one item; ``hits`` are the places looked for, in the order of the page."""

    second_wanted = Signal(str, float)
    """A time was clicked: play from there."""
    pictures_wanted = Signal(list)
    """``PictureFile``s the page has room for and no picture yet."""
    hit_changed = Signal()

    def __init__(self, looks: ReadingLooks) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setReadOnly(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("选中资料的全文"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.item: ReadableItem | None = None
        self._spots = Spots()
        self._looks = looks
        self._matches: tuple[Match, ...] = ()
        self._places = Places()
        self._seconds: list[tuple[float, int, int, str]] = []
        self._speaking = -1
        self._wanted: dict[str, PictureFile] = {}
        self._images: dict[str, QImage] = {}
        self._book: PrintedLaying | None = None
        self._further = QTimer(self)
        self._further.setInterval(0)
        self._further.timeout.connect(self._lay_more)
        self._side = -1
        self._page: QTextDocument | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._relay)
        self.anchorClicked.connect(self._followed)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._draw_marks())
        self.set_looks(looks)

    # — what is shown —

    @property
    def hits(self) -> list[Spot]:
        """The places looked for."""
        return self._spots.all

    @property
    def current(self) -> int:
        """Which of them one is at; -1 for none."""
        return self._spots.current

    def show_item(self, item: ReadableItem, matches: Sequence[Match] = (), aim: Aim = None) -> None:
        """Lay an item out and mark what was found in it: ``matches`` are all its places. A long volume is laid out from
        where ``aim`` is."""
        fresh = self.item is None or self.item.id != item.id
        if not fresh and (item is self.item or item == self.item):
            self._matches = tuple(matches)
            self._find_hits()
            return
        kept = None if fresh else self.place()
        self.item, self._matches = item, tuple(matches)
        if fresh:
            self._images.clear()
            self._spots, self._speaking = Spots(), -1
        self._lay_out(kept[0] if kept is not None and aim is None else aim)
        if kept is not None:
            self.restore(*kept)

    def clear_item(self) -> None:
        """Nothing to read."""
        self.item = None
        self._spots = Spots()
        self._places = Places()
        self._book = None
        self._further.stop()
        self.clear()

    def set_looks(self, looks: ReadingLooks) -> None:
        """Another size or light; the place stays."""
        self._looks = looks
        self.setStyleSheet(looks.stylesheet())
        if self.item is not None:
            self._relay()
        else:
            self._fit_measure()

    def _lay_out(self, aim: Aim | Placed = None) -> None:
        assert self.item is not None
        self._fit_measure()
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDocumentMargin(theme().dp(_MARGIN))
        made.setDefaultFont(self._looks.body())
        self._further.stop()
        self._book = None
        if isinstance(self.item, ReadableVolume):
            book = PrintedLaying(made, self._looks, self.item)
            self._take_places(book)
            book.begin(aim if isinstance(aim, Placed) else self._aimed(aim))
            self._book = book
        else:
            laying = Laying(made, self._looks, self.column_width(), self.viewport().height())
            laying.item(self.item)
            self._take_places(laying)
        ground = QImage(4, 4, QImage.Format.Format_RGB32)
        ground.fill(self._looks.colour("hover"))
        for name in self._wanted:
            self._put_image(made, name, self._images.get(name, ground))
        old, self._page = self._page, made
        self.setDocument(made)
        if old is not None:
            old.deleteLater()
        self._draw_marks()
        self.hit_changed.emit()
        missing = [file for name, file in self._wanted.items() if name not in self._images]
        if missing:
            self.pictures_wanted.emit(missing)
        if self._book is not None and not self._book.done:
            self._further.start()

    def _take_places(self, laying: Laying | PrintedLaying) -> None:
        self._places, self._seconds, self._wanted = laying.places, laying.seconds, laying.wanted
        self._spots.take(self._places, self._matches)

    # — a long volume —

    def _aimed(self, aim: Aim) -> Placed | None:
        """The text that is to be seen first."""
        if isinstance(aim, Match):
            return next((placed for placed, _begin, _end in spans(self._places, aim)), None)
        if isinstance(aim, str):
            return self._places.keyed(aim) if aim else None
        if not self.hits:
            return None
        return self.hits[-1 if aim == -1 else 0].placed

    def _lay_more(self) -> None:
        """Another slice of it, while what one looks at stays where it is."""
        book = self._book
        if book is None or book.done:
            self._further.stop()
            return
        bar = self.verticalScrollBar()
        seen = self.cursorForPosition(QPoint(1, theme().dp(8)))
        before = self.cursorRect(seen).top()
        book.more()
        moved = self.cursorRect(seen).top() - before
        if moved:
            bar.setValue(bar.value() + moved)
        self._draw_marks()

    def _reach(self, placed: Placed) -> None:
        """See to it that a text is laid out."""
        if not placed.laid:
            self._lay_out(placed)

    def printed_text(self, order: int) -> PrintedText | None:
        """The text of a printed volume by its place among those of the page."""
        return self._book.told[order].printed if self._book is not None else None

    @property
    def places(self) -> Places:
        """All texts of the page."""
        return self._places

    @property
    def whole(self) -> bool:
        """Whether all of the page is laid out."""
        return self._book is None or self._book.done

    @staticmethod
    def _put_image(document: QTextDocument, name: str, image: QImage) -> None:
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """The item's own pictures, and nothing else."""
        return self._images.get(name.toString())

    def take_picture(self, key: str, image: QImage) -> None:
        """A picture has come."""
        for name, file in self._wanted.items():
            if file.key == key and not image.isNull():
                self._images[name] = image
                self._put_image(self.document(), name, image)
                self.viewport().update()

    def _followed(self, link: QUrl) -> None:
        words = link.toString()
        if words.startswith(SECOND):
            second, _at, recording = words.removeprefix(SECOND).partition("@")
            self.second_wanted.emit(recording, float(second))

    # — the measure —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column stands in the middle; pictures follow when the size rests."""
        super().resizeEvent(event)
        self._fit_measure()
        if self._wanted:
            self._settle.start()
        self._draw_marks()

    def _relay(self) -> None:
        if self.item is not None:
            kept = self.place()
            self._lay_out(kept[0])
            self.restore(*kept)

    def _fit_measure(self) -> None:
        widest = self._looks.measure + 2 * theme().dp(_MARGIN)
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, round((self.width() - bar - widest) / 2))
        if side != self._side:
            self._side = side
            self.setViewportMargins(side, 0, side, 0)

    def column_width(self) -> int:
        """The room for words, in device-independent pixels."""
        return self.viewport().width() - 2 * theme().dp(_MARGIN)

    # — marks —

    def _find_hits(self) -> None:
        self._spots.take(self._places, self._matches)
        self._draw_marks()
        self.hit_changed.emit()

    def marked(self) -> list[str]:
        """The words that are marked, as they stand in the text."""
        return [spot.words for spot in self.hits]

    def drawn(self) -> list[str]:
        """The words whose marks are drawn now, as they stand on the page."""
        shown: list[Any] = self.extraSelections()
        return [selection.cursor.selectedText() for selection in shown]

    def _hits_before(self, x: int, y: int) -> int:
        """How many of the hits stand before a point of what is seen."""
        position = self.cursorForPosition(QPoint(x, y)).position()
        placed = self._places.at(position)
        return self._spots.before(placed, placed.offset(position)) if placed is not None else 0

    def _draw_marks(self) -> None:
        if self.item is None:
            return
        drawn: list[Any] = []
        if 0 <= self._speaking < len(self._seconds):
            _second, start, stop, _recording = self._seconds[self._speaking]
            drawn.append(marking.stretch(self.document(), self._looks, start, stop, "celadon_tint", "ink"))
        middle = 0
        if len(self.hits) > marking.MOST:
            seen = self.viewport().size()
            middle = (self._hits_before(0, 0) + self._hits_before(seen.width(), seen.height())) // 2
        self.setExtraSelections(drawn + marking.found(self.document(), self._looks, self._spots, middle))

    # — from place to place —

    def step(self, by: int) -> bool:
        """To the next or the last place; False where there is none in this item."""
        wanted = self.current + by if self.current >= 0 else (0 if by > 0 else len(self.hits) - 1)
        if not 0 <= wanted < len(self.hits):
            return False
        self.go_to(wanted)
        return True

    def go_to(self, number: int) -> None:
        """Bring one of ``hits`` into view and mark it the strongest."""
        self._spots.current = number
        self._reach(self.hits[number].placed)
        spot = self.hits[number]
        cursor = QTextCursor(self.document())
        cursor.setPosition(spot.placed.position(spot.begin))
        self.setTextCursor(cursor)
        self._centre(cursor)
        self._draw_marks()
        self.hit_changed.emit()

    def show_match(self, match: Match, number: int = 0) -> bool:
        """Go to a place of the results; ``number`` counts the spans of the match. False where it is not on the page."""
        found = list(spans(self._places, match))
        if found and not found[0][0].laid:
            self._reach(found[0][0])
            found = list(spans(self._places, match))
        if not found:
            return False
        self.go_to(self._spots.number_of(*found[min(number, len(found) - 1)]))
        return True

    def _centre(self, cursor: QTextCursor) -> None:
        at = self.cursorRect(cursor).center().y()
        bar = self.verticalScrollBar()
        if at + bar.value() <= self.viewport().height() - theme().dp(56):
            bar.setValue(0)  # near the beginning: title and picture stay in view
            return
        bar.setValue(bar.value() + at - self.viewport().height() // 3)

    # — sound —

    def follow_second(self, second: float, recording: str = "", first: str = "") -> None:
        """A recording (of the item's whose ``first`` is meant where none is named) is at this second: its segment is
        tinted, and brought into view where it has left it."""
        own = [
            (begin, at)
            for at, (begin, _from, _to, file) in enumerate(self._seconds)
            if (file or first) == (recording or first)
        ]
        place = bisect_left([begin for begin, _at in own], second + 0.001) - 1
        number = own[place][1] if place >= 0 else -1
        if number == self._speaking:
            return
        self._speaking = number
        if number >= 0:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._seconds[number][1])
            inside = self.viewport().rect().adjusted(0, theme().dp(20), 0, -theme().dp(60))
            if not inside.contains(self.cursorRect(cursor).center()):
                self._centre(cursor)
        self._draw_marks()

    def silence(self) -> None:
        """Nothing is being played."""
        if self._speaking >= 0:
            self._speaking = -1
            self._draw_marks()

    def second_here(self) -> tuple[str, float] | None:
        """The recording and its second that is spoken at the current place, or at the keyboard's."""
        spot = self._spots.here
        position = spot.placed.position(spot.begin) if spot else self.textCursor().position()
        inside = ((file, second) for second, first, last, file in self._seconds if first <= position <= last)
        return next(inside, None)

    # — the place one is at —

    def place(self) -> tuple[str, int]:
        """Which text stands at the top of the pane, and how far into it; empty at the page's beginning."""
        if not len(self._places) or (self.verticalScrollBar().value() == 0 and self._places.begin == 0):
            return "", 0
        position = self.cursorForPosition(QPoint(1, theme().dp(8))).position()
        placed = self._places.at(position)
        return (placed.key(), placed.offset(position)) if placed is not None else ("", 0)

    def restore(self, key: str, offset: int) -> bool:
        """Bring that place back to the top of the pane; False where the text is gone."""
        placed = self._places.keyed(key) if key else None
        if placed is None:
            if self._places.begin:
                self._lay_out("")
            self.verticalScrollBar().setValue(0)
            return not key
        self._reach(placed)
        placed = self._places.texts[placed.order]
        cursor = QTextCursor(self.document())
        cursor.setPosition(placed.position(min(offset, len(placed.text))))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - theme().dp(8))
        return True

    def sentence(self) -> str:
        """What is selected, else the sentence of the place one is at, else nothing."""
        selected = self.selected().strip()
        here = self._spots.here
        return selected if selected or here is None else here.sentence()

    def selected(self) -> str:
        """What is selected, without the marks of pages that stand in it."""
        cursor = self.textCursor()
        if not isinstance(self.item, ReadableVolume):
            return plain(cursor.selectedText())
        return without_marks(self.document(), cursor.selectionStart(), cursor.selectionEnd())

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is what was written."""
        if not isinstance(self.item, ReadableVolume):
            return super().createMimeDataFromSelection()
        made = QMimeData()
        made.setText(self.selected())
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns a screenful, as in a book; Shift+Space goes back."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            bar = self.verticalScrollBar()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.setValue(bar.value() + (-1 if back else 1) * round(bar.pageStep() * 0.9))
            return
        super().keyPressEvent(event)
