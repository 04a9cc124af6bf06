"""From a line of a page to its manuscript, and from the text to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.catalogue.store import Record
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.volumes import arranging
from archive_app.gui.workspaces.volumes.spreads import Pointed, SpreadView
from archive_app.gui.workspaces.volumes.story import TextPlace
from archive_app.gui.workspaces.volumes.tree import VolumeTree
from archive_app.gui.workspaces.workspace import Place
from archive_app.typeset.book import Article, Book
from archive_app.typeset.trace import Cell, Spot, cells, find, in_source, label_length, source_of

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

_FIELDS = {"title": "title", "subtitle": "subtitle", "byline": "author", "note": "note"}
"""Roles of the lines over an article → the field of the volume's article that may say them otherwise."""


class Tracing(QObject):
    """Both ways between the pages and the texts."""

    def __init__(self, workspace: VolumesWorkspace, view: SpreadView, tree: VolumeTree) -> None:
        super().__init__(workspace)
        self._workspace, self._view, self._tree = workspace, view, tree
        view.clicked.connect(self._clicked)
        view.opened.connect(self._opened)

    # — from the page —

    def spot(self, pointed: Pointed) -> Spot:
        """What was pointed at, its offset counted in the text that it is from."""
        spot, line, place = pointed.spot, pointed.line, pointed.place
        article = self.article(spot.article)
        source = source_of(article, spot.block, spot.part, spot.role) if article is not None else None
        return in_source(spot, line, place, source)

    def article(self, key: str) -> Article | None:
        """An article of the book that is shown, its matter included."""
        book = self._workspace.book
        return _article(book, key) if book is not None else None

    def _clicked(self, pointed: Pointed) -> None:
        if pointed.spot.page >= 0:  # a line of the contents, of an index
            self._view.show_page(pointed.spot.page)
            return
        spot = self.spot(pointed)
        if not self._tree.choose(spot.article, quietly=True):
            return
        self._view.mark(spot.article, spot.block)
        if spot.part == "text":
            self._workspace.heard.look_at(spot.article, spot.block, max(0, spot.offset))
        if pointed.line is not None:
            own = next((one for one in cells(pointed.line) if one.start == pointed.place), None)
            if own is not None:
                self._view.show_cell(pointed.page, own)
        self._go_to_text(spot)

    def _opened(self, pointed: Pointed) -> None:
        """Pointed at twice: into the text."""
        if pointed.spot.article and self.record_of(pointed.spot.article) is not None:
            self._workspace.show_tab("story")
            spot = self.spot(pointed)
            if not note_of(spot):
                self._workspace.story.text.page.setFocus()
            self._go_to_text(spot, write=True)

    def _go_to_text(self, spot: Spot, *, write: bool = False) -> None:
        """Have 文稿 show the place; to ``write`` in a note the keyboard goes there."""
        self._workspace.read_text(spot.article, text_place(spot, write=write))
        entry = arranging.find(self._tree.entries, spot.article)
        if self._workspace.tab == "story" or entry is None:
            return
        shell = self._workspace.shell
        to_text = (_("看文稿"), lambda: self._workspace.show_tab("story"))
        if entry.record["item"]:
            shell.toast(
                _("《{title}》").format(title=entry.title),
                *to_text,
                _("打开资料"),
                lambda: shell.go("materials", _place(entry.record["item"], spot)),
            )
        else:
            shell.toast(_("《{title}》").format(title=entry.title), *to_text)

    # — to the page —

    def show_on_page(self, article: str, block: str, offset: int) -> None:
        """Bring a character of a text into view on its page."""
        found = self._find(article, block, "text", offset)
        if found is not None:
            self._view.mark(article, block)
            self._view.show_cell(*found)

    def _find(self, article: str, block: str, part: str, offset: int):
        pages = self._view.pages
        own = self.article(article)
        source = source_of(own, block, part) if own is not None else None
        first = next(
            (
                one
                for page in pages
                for one in page.lines
                if (one.article, one.block, one.part) == (article, block, part)
            ),
            None,
        )
        lead = label_length(first, source) if first is not None and source is not None and first.offset <= 0 else 0
        return find(pages, article, block, part, offset, lead=lead)

    def open_item(self, place: Place) -> None:
        """A place in an item's text, where the volume prints it."""
        for entry in arranging.walk(self._tree.entries):
            if entry.record.entity == "article" and entry.record["item"] == place.record_id:
                self._tree.choose(entry.record.id)
                part = f"note:{place.note}" if place.note else "text"
                found = self._find(entry.record.id, place.block, part, place.start) if place.block else None
                if found is not None:
                    self._view.mark(entry.record.id, place.block)
                    self._view.show_cell(*found)
                return

    def show_found(self, place: Place) -> bool:
        """Show words that were found in print; False where their block is printed no more."""
        part = place.note if place.note.startswith("cell:") else f"note:{place.note}" if place.note else "text"
        found = self._find(place.article, place.block, part, place.start)
        if found is None and part != "text":
            found = self._find(place.article, place.block, "text", 0)
        if found is None:
            return False
        last = self._find(place.article, place.block, part, max(place.start, place.end - 1))
        self._view.mark(place.article, place.block)
        self._view.show_cell(found[0], _together(found[1], last[1]) if last and last[0] == found[0] else found[1])
        return True

    def record_of(self, article: str) -> Record | None:
        """The volume's record of an article."""
        entry = arranging.find(self._tree.entries, article)
        return entry.record if entry is not None else None


def _together(first: Cell, last: Cell) -> Cell:
    """The room of both and of what is between, where they are in one line; else of the first."""
    level, column = (abs(first.y0 - last.y0) < 1, abs(first.x0 - last.x0) < 1)
    if not (level and last.x1 >= first.x1) and not (column and last.y1 >= first.y1):
        return first
    return Cell(first.start, last.end, first.x0, first.y0, max(first.x1, last.x1), max(first.y1, last.y1))


def note_of(spot: Spot) -> str:
    """The id of the note a spot is in; empty where it is in none that is written beside a text."""
    note = spot.part.removeprefix("note:") if spot.part.startswith("note:") else ""
    return "" if note.endswith("#note") else note


def text_place(spot: Spot, *, write: bool = False) -> TextPlace | None:
    """Where a spot is in its text: a character, a character of a note, or the whole of a table."""
    if not spot.block:
        return None
    at = max(0, spot.offset)
    if spot.part == "text":
        return TextPlace(spot.block, at, at + 1)
    note = note_of(spot)
    return TextPlace(spot.block, at, at + 1, note, write) if note else TextPlace(spot.block)


def _place(item: str, spot: Spot) -> Place:
    """Where a spot is in its record."""
    if not spot.block:
        return Place(item, field=_FIELDS.get(spot.role, "title"))
    note = spot.part.removeprefix("note:") if spot.part.startswith("note:") else ""
    at = 0 if note or spot.part.startswith("cell:") else spot.offset
    return Place(item, field="manuscript", block=spot.block, note=note, start=at, end=at + (0 if note else 1))


def _article(book: Book, key: str) -> Article | None:
    found = next((one for one in book.articles() if one.key == key), None)
    if found is not None:
        return found
    pieces = (matter.article for matter in (*book.front, *book.back))
    return next((one for one in pieces if one is not None and one.key == key), None)
