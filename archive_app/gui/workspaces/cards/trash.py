"""Cards that were put into the trash: listed, looked at, taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.hanzi.collation import pinyin_key
from archive_app.hanzi.names import name_fold
from archive_app.services.authorities.cards import distinguishing

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive


def trashed_rows(archive: Archive, entity: str, words: str) -> list[CardRow]:
    """The cards of a kind that are in the trash and hold these words in a name, by pinyin.

    One that was merged into another is not among them: it stands beside that one, and comes out by splitting.
    """
    wanted = name_fold(words)
    found = [
        record
        for record in archive.catalogue.records(entity, trashed=True)
        if not record.values.get("merged_into") and any(wanted in name_fold(name) for name in _names(record))
    ]
    found.sort(key=lambda record: (pinyin_key(record.title), record.id))
    return [CardRow(record.id, record.title, distinguishing(record)) for record in found]


def _names(record: Record) -> list[str]:
    return [record.title, *(record.values.get("aliases") or ())]
