"""Who speaks in the item that is open: labels, their cards, and what the cards are called now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from archive_app.domain.transcribing import speakers_of
from archive_app.domain.voices import cards_of, shown_names, with_card
from archive_app.gui.oral.speaker_line import Speaker
from archive_app.gui.session import Session

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done


class Voices(QObject):
    """``rows`` are those of the field ``speakers``; ``named`` tells that the cards are called something else."""

    named = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: list[dict[str, Any]] = []
        self._names: dict[str, str] = {}
        session.changed.connect(self._on_change)

    def take(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Those of another item, or others of the same."""
        self.rows = [dict(row) for row in rows]
        self._read()

    def with_card(self, label: str, card: str) -> dict[str, Any] | None:
        """What to save beside the segments where a label gets its card; None where it has it, or there is none."""
        if not card or not label or cards_of(self.rows).get(label) == card:
            return None
        self.take(with_card(self.rows, label, card))
        return {"speakers": self.rows}

    def called(self) -> dict[str, str]:
        """Labels that are read as something else."""
        return shown_names(self.rows, self._names)

    def speakers(self, segments: Sequence[Mapping[str, Any]]) -> list[Speaker]:
        """Who speaks, in the order in which they are heard; who has a card and says nothing comes last."""
        cards, called = cards_of(self.rows), self.called()
        labels = dict.fromkeys((*speakers_of(segments), *(str(row.get("label")) for row in self.rows)))
        return [
            Speaker(label, called.get(label) or self._names.get(cards.get(label, ""), label), cards.get(label, ""))
            for label in labels
            if label
        ]

    def _read(self) -> None:
        cards = list(cards_of(self.rows).values())
        if not cards:
            self._take({})
            return
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: {key: card.title for key, card in catalogue.load("person", cards).items()},
            self._take,
            key=("speakers", id(self)),
        )

    def _take(self, names: dict[str, str]) -> None:
        self._names = names
        self.named.emit()

    def _on_change(self, done: Done) -> None:
        if any(change.record_id in self._names for change in done.changes):
            self._read()
