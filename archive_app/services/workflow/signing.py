"""核稿: whether the text is still the one that the narrator or author has signed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from archive_app.catalogue.history import HistoryEntry
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import applied
from archive_app.domain.manuscript import Manuscript
from archive_app.services.archive import Archive

PROOF_ROLES = ("核稿", "核稿签字")
"""What a file is for that bears the signature on the edited text."""
_SIGNATURE = frozenset({"signed_off_by", "signed_off_on"})
_NOT_BY_HAND = frozenset({"example", "rebuild"})


def text_changed_since_signing(archive: Archive, item: Record) -> str:
    """The day (ISO, at the writer's clock) of the first change since the signature that left the text another.

    Empty where the text is the one signed. A change counts that was made after the signature was entered, by the log,
    or on a later day than the signature bears: who enters on Friday what was signed on Monday does not sign Wednesday's
    changes. A change that was taken back is none.
    """
    signed_on = str(item["signed_off_on"])
    marks = _SIGNATURE if signed_on else frozenset({"narrator_reviewed"})
    text: Any = item["manuscript"]
    first, entered = "", False
    history = archive.catalogue.history(item.id)
    signing = {entry.command_id for entry in history if entry.field in marks}
    for entry in history:
        entered = entered or entry.command_id in signing
        if entered and (not signed_on or _day(entry) <= signed_on):
            break
        if entry.field != "manuscript" or entry.version == 1 or entry.type in _NOT_BY_HAND:
            continue
        before = applied(text, entry.before)
        if not _words(before):
            break  # the text was typed in here: there was none to sign before
        text, first = before, _day(entry)
    return first if _words(text) != _words(item["manuscript"]) else ""


def _day(entry: HistoryEntry) -> str:
    zone = timezone(timedelta(minutes=entry.offset))
    return datetime.fromisoformat(entry.at).astimezone(zone).date().isoformat()


def _words(manuscript: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What is read of a text: its paragraphs and its notes, not how they are set."""
    return [(block.text, tuple(note.text for note in block.notes)) for block in Manuscript.from_json(manuscript).blocks]
