"""What of a volume may not be published, and why: by its level, its secrecy, its consent. The steps that print a volume
ask it, and what writes one for readers; the checks before print tell of the same beside all else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive_app.domain.errors import Refused, UsageError
from archive_app.services.archive import Archive
from archive_app.services.preflight.faults import Fault
from archive_app.services.preflight.pieces import cover_of, pieces
from archive_app.services.preflight.records import RecordChecks
from archive_app.typeset.book import Book

BARRING = frozenset({"restricted", "not-public", "secret", "use-level", "no-consent", "not-anonymous", "in-trash"})
"""The faults that keep a thing from readers, however well it is printed."""
CLOSED = frozenset({"restricted", "secret", "no-consent", "not-anonymous", "in-trash"})
"""Those among them that keep it from any print, of whichever kind the volume is."""
_SHOWN = 5


def barred(archive: Archive, volume_id: str, book: Book, today: date | None = None) -> list[Fault]:
    """What in this book, as it was compiled, may not be published; in the order of printing."""
    volume = archive.catalogue.record(volume_id)
    every = [*pieces(archive, volume_id, book), *cover_of(archive, volume, book)]
    return [one for one in RecordChecks(archive, volume, today).faults(every) if one.code in BARRING]


def barred_from_print(archive: Archive, volume_id: str) -> list[Fault]:
    """What keeps a volume, as it is now, from being signed for print; nothing of one that is still empty."""
    from archive_app.services.typesetting import volume_book

    try:
        book = volume_book(archive, volume_id)
    except UsageError:
        return []
    return [one for one in barred(archive, volume_id, book) if one.code in CLOSED]


def said(found: Sequence[Fault]) -> str:
    """What was found in a sentence or two, the first of it by name."""
    words = "；".join(one.message for one in found[:_SHOWN])
    return words + (f"……共 {len(found)} 处" if len(found) > _SHOWN else "")


def refuse_readers(archive: Archive, volume_id: str, book: Book) -> None:
    """Raise ``Refused`` where something in a book for readers may not go to them."""
    if found := barred(archive, volume_id, book):
        remedy = "请在“检查”里一处一处改好，或把它们从书卷中拿掉；自己先看样子，可以写成 PDF。"
        raise Refused(f"这一卷还不能给读者：{said(found)}", remedy, code="barred")
