"""版面字数 and 计酬字数 for the figures of a text: asked for beside the painting thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

if TYPE_CHECKING:
    from archive_app.domain.manuscript import Manuscript
    from archive_app.gui.session import Session
    from archive_app.services.texts.measuring import Measure, Measured


class Measuring(QObject):
    """Answers for the text of an item; ``item`` says which, by its id. What was chosen is chosen again."""

    def __init__(self, session: Session, item: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._item = session, item
        self.chosen = ""

    def choices(self, asker: QObject, then: Callable[[list[Measure]], None]) -> None:
        """The measures to choose among, the likeliest first."""
        archive, item = self._session.archive, self._item()

        def look() -> list[Measure]:
            from archive_app.services.texts.measuring import measures

            return measures(archive, item)

        self._session.ask(look, lambda found: then(found) if isValid(asker) else None)

    def measure(
        self, asker: QObject, texts: Sequence[Manuscript], at: Measure, then: Callable[[list[Measured] | None], None]
    ) -> None:
        """What each text comes to at a measure; None where the measure's own numbers cannot be right."""

        def look() -> list[Measured] | None:
            from archive_app.domain.errors import ArchiveError
            from archive_app.services.texts.measuring import measured

            try:
                return measured(texts, at)
            except ArchiveError:  # said where the volume's look is worked on
                return None

        self._session.ask(look, lambda found: then(found) if isValid(asker) else None, key=("measure", id(asker)))
