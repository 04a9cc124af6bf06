"""Taking words along: copied with their source, and the source alone, as GB/T 7714 has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from archive_app.gui.i18n import _
from archive_app.gui.reading.pages import printed_at
from archive_app.gui.reading.text import ReadingText
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.services.printed import Printed

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited: an item, or a printed volume; of that an article and the printed numbers of pages. With a
    ``volume`` it is the item as it is printed there."""

    id: str
    volume: str = ""
    article: str = ""
    pages: tuple[str, ...] = ()
    printed: Printed | None = None


Cite = Callable[[Source], str]


class Taking(QObject):
    """Copies what is read in ``text``."""

    def __init__(self, parent: QObject, shell: Shell, text: ReadingText) -> None:
        super().__init__(parent)
        self._shell, self._text = shell, text
        self.cite: Cite | None = None
        """How a source is cited; asked off the painting thread."""
        self.elsewhere: Callable[[], tuple[str, tuple[str, ...]] | None] = lambda: None
        """The article and the page one has turned to from the place looked for: what is said there is not copied."""

    def source(self) -> Source | None:
        """What is being read; of a printed volume the article and the pages one is at."""
        item = self._text.item
        if not isinstance(item, ReadableVolume):
            return Source(item.id) if item is not None else None
        article, pages = self.elsewhere() or printed_at(self._text)
        return Source(item.id, article=article, pages=pages, printed=item.printed)

    def copy_cited(self) -> None:
        """Copy what is selected, or the sentence one is at, with its source behind it."""
        item, source = self._text.item, self.source()
        if item is None or source is None:
            return
        words = self._text.sentence() if self.elsewhere() is None else ""
        if self.cite is None:
            self._copied(words, f"——《{item.document.title}》")
        else:
            self._ask(source, words)

    def copy_citation(self, volume: str = "") -> None:
        """Copy how it is cited, alone; with a ``volume`` as it is printed there."""
        source = self.source()
        if source is not None:
            self._ask(Source(source.id, volume) if volume else source, "")

    def _ask(self, source: Source, words: str) -> None:
        cite = self.cite
        if cite is not None:
            self._shell.session.ask(
                lambda: cite(source),
                lambda found: self._copied(words, found) if isValid(self) else None,
                self._shell.show_error,
                key="cite",
            )

    def _copied(self, words: str, source: str) -> None:
        QGuiApplication.clipboard().setText(f"{words}\n{source}" if words else source)
        self._shell.toast(_("已复制，注明了出处。") if words else _("已复制出处。"))

    def acts(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """(icon, words, what to do), for the menu of the text."""
        yield "quote", _("复制并注明出处"), self.copy_cited
        item = self._text.item
        if item is None or self.cite is None:
            return
        if isinstance(item, ReadableVolume):
            yield "bookmark", _("复制这一页的引文著录（GB/T 7714）"), self.copy_citation
            return
        yield "bookmark", _("复制引文著录（GB/T 7714）"), self.copy_citation
        for volume, title in item.printed_in:
            words = _("复制引文著录：印在《{title}》").format(title=title)
            yield "book", words, partial(self.copy_citation, volume)
