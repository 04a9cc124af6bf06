"""What there is to read of a printed volume: its texts in the order one reads them, and where its pages begin."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.reading.item import ReadableItem
from archive_app.search.document import SearchText
from archive_app.services.printed import FIELD, Printed, PrintedText, printed_document

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_OVER = ("section-opening", "title", "subtitle", "byline")
"""Roles of what stands over an article's text."""


@dataclass(frozen=True, slots=True)
class ReadableVolume(ReadableItem):
    """A printed volume to be read; ``sequence`` is the archive's when it was brought."""

    printed: Printed
    sequence: int


def readable_volume(
    archive: Archive, volume_id: str, before: ReadableItem | None = None, visible: Collection[str] | None = None
) -> ReadableVolume:
    """Read a volume; ``before`` is what was read before, which is taken again where nothing was written since.

    Raises ``UnknownRecord``, and ``ArchiveError`` where it has no pages. It asks the catalogue: call it away from the
    painting thread.
    """
    sequence = archive.catalogue.sequence
    if isinstance(before, ReadableVolume) and (before.id, before.sequence) == (volume_id, sequence):
        return before
    document, printed = printed_document(archive, volume_id, visible)
    record = archive.catalogue.record(volume_id)
    return ReadableVolume(record, document, Manuscript(), {}, (), (), (), printed, sequence)


@dataclass(frozen=True, slots=True)
class Told:
    """A text of a volume as it is read. ``pages`` are (offset, page, its printed number) where a page begins."""

    text: SearchText
    printed: PrintedText | None
    pages: tuple[tuple[int, int, str], ...] = ()

    @property
    def note(self) -> str:
        """The id of the note it is; empty where it is none."""
        part = self.printed.part if self.printed is not None else ""
        return part.removeprefix("note:") if part.startswith("note:") else ""


def in_order(item: ReadableVolume) -> list[list[Told]]:
    """The texts as one reads them, in groups that stand together: the book's title, what stands over an article, a
    block with its notes, a table. A note that is printed at the foot of a page stands below the block that calls it."""
    texts = [text for text in item.document.texts if text.field == FIELD]
    about = [text for text in item.document.texts if text.field != FIELD]
    groups: dict[tuple[str, str], list[Told]] = {("", ""): [Told(text, None) for text in about]}
    for text, printed in zip(texts, item.printed.texts, strict=True):
        groups.setdefault(_group(printed), []).append(Told(text, printed))
    for told in groups.values():
        told.sort(key=lambda one: one.note != "")
    return list(_paged(groups.values()))


def _group(printed: PrintedText) -> tuple[str, str]:
    if printed.block:
        return printed.article, printed.block
    over = printed.role in _OVER or printed.part.startswith("note:")
    return printed.article, "" if over else f"#{printed.role}"


def _paged(groups: Collection[list[Told]]) -> Iterator[list[Told]]:
    """Where each page begins: in the first text that is read on it."""
    last = 0
    for group in groups:
        paged = []
        for told in group:
            begin = []
            if told.printed is not None and not told.note:
                begin = [one for one in told.printed.breaks if one[1] > last]
                last = max(last, *(one[1] for one in told.printed.breaks))
            paged.append(Told(told.text, told.printed, tuple(begin)))
        yield paged
