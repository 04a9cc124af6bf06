"""Letters typed on the list: to the next item whose title begins so, in characters, pinyin or initials."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.gui.session import Session
from archive_app.hanzi.names import stretch

_PAUSE_MS = 1_200
"""After so long what is typed begins anew."""
_OPENING = "《〈“「『（(〔【 "
"""Signs before a title that nobody types."""


class TypeAhead(QObject):
    """``found`` is the item."""

    found = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._forget)

    def _forget(self) -> None:
        self._words = ""

    def type(self, words: str, ids: list[str], row: int) -> None:
        """More was typed, with the keyboard on this row of these items."""
        if not words.strip() and not self._words:
            return
        again = words == self._words  # the same letter once more: the next of them
        self._words = words if again else self._words + words
        self._pause.start()
        typed = self._words.strip()
        begin = row + 1 if again or len(typed) == len(words) else max(0, row)
        catalogue = self._session.archive.catalogue

        def look() -> str:
            titles = catalogue.titles_beginning(typed)
            order = (number % len(ids) for number in range(begin, begin + len(ids)))
            return next((ids[at] for at in order if begins(titles.get(ids[at], ""), typed)), "")

        if ids:
            self._session.ask(look, self._tell, key=("type-ahead", id(self)))

    def _tell(self, item: str) -> None:
        if item:
            self.found.emit(item)


def begins(title: str, typed: str) -> bool:
    """Whether a title begins with what was typed, the signs before it aside."""
    bare = title.lstrip(_OPENING)
    place = stretch(bare, typed) if bare else None
    return place is not None and place[0] == 0
