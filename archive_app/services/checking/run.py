"""The rules over the texts of an archive, with what it knows: its events and people, its names, its 规范用语."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.domain.manuscript import Manuscript
from archive_app.domain.remarks import Remark
from archive_app.services.checking.beyond import beyond
from archive_app.services.checking.passing import waiting
from archive_app.services.checking.rule import Known
from archive_app.services.checking.rules import check, check_stretches
from archive_app.services.dating import context_of
from archive_app.services.house_style import read_list

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.names import Names

Progress = Callable[[float, str], None]
_AT_ONCE = 200
"""Texts that are read together: a text may be a book."""


def known_of(archive: Archive, names: Names, record: Record) -> Known:
    """What the rules know beside an item's text. Raises ``UsageError`` where the list of 规范用语 cannot be read."""
    return Known(context_of(archive.catalogue, record), names.written("person"), read_list(archive.root))


def remarks_of(archive: Archive, names: Names, record: Record, manuscript: Manuscript | None = None) -> list[Remark]:
    """The remarks on an item's text, or on the ``manuscript`` that is being written; without those let stand."""
    text = manuscript if manuscript is not None else Manuscript.from_json(record["manuscript"])
    return waiting(record, check(text, str(record["kind"]), known_of(archive, names, record)))


def all_remarks(
    archive: Archive, names: Names, ids: Iterable[str], progress: Progress = lambda share, words: None
) -> Iterator[tuple[Record, list[Remark]]]:
    """(item, its remarks) of those of these items that have some, in order: on their texts, their transcripts and their
    captions."""
    wanted = list(ids)
    shared = Known(names=names.written("person"), usages=read_list(archive.root))
    for first in range(0, len(wanted), _AT_ONCE):
        progress(first / len(wanted), f"检查第 {first + 1:,}/{len(wanted):,} 件")
        part = wanted[first : first + _AT_ONCE]
        records = archive.catalogue.load("item", part)
        for key in part:
            record = records.get(key)
            if record is None:
                continue
            beside = list(beyond(record.values))
            if not record["manuscript"] and not beside:
                continue
            known = replace(shared, dating=context_of(archive.catalogue, record))
            found = check(Manuscript.from_json(record["manuscript"]), str(record["kind"]), known)
            for texts in beside:
                found += check_stretches(texts, known)
            if left := waiting(record, found):
                yield record, left


def in_words(remark: Remark, *, ground: bool = True) -> str:
    """A remark as one line; ``ground``: with the standard or the list it goes by."""
    instead = f"可写作“{remark.instead}”" if remark.instead and remark.instead not in remark.message else ""
    return "；".join(part for part in (remark.message, instead, remark.ground if ground else "") if part)
