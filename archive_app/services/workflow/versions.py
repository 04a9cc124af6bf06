"""What changed in an item since it was sent back: which fields, from what to what; the text by characters."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from archive_app.catalogue.commands import TRASHED
from archive_app.catalogue.history import HistoryEntry
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import applied
from archive_app.domain.entities import ITEM
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import State
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive

_OF_THE_ROAD = frozenset(
    {"state", "workflow_log", "returned_count", "reviews", "referrals", "accession_no", "ref_code", TRASHED}
)

Piece = tuple[str, str]
"""(``same``, ``gone`` or ``new``, the characters)."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is another than it was; ``before`` and ``after`` are stored values."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """The field's name."""
        return ITEM.field(self.field).label

    @property
    def is_text(self) -> bool:
        """Whether it is a manuscript."""
        return ITEM.field(self.field).type is FieldType.MANUSCRIPT

    def words(self) -> str:
        """The change in short: a text by its length, anything else by its name."""
        if not self.is_text:
            return f"“{self.label}”改过"
        was, now = (Manuscript.from_json(value).character_count() for value in (self.before, self.after))
        return f"“{self.label}”由 {was} 字改为 {now} 字"

    def pieces(self) -> list[Piece]:
        """The text's difference, character by character within the paragraphs that changed; empty for other fields."""
        if not self.is_text:
            return []
        was, now = (_paragraphs(Manuscript.from_json(value).plain_text()) for value in (self.before, self.after))
        return list(_pieces(was, now))

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi state --json``: lengths and difference of a text, the values of other fields."""
        about: dict[str, Any] = {"field": self.field, "label": self.label}
        if not self.is_text:
            return {**about, "before": self.before, "after": self.after}
        was, now = (Manuscript.from_json(value).character_count() for value in (self.before, self.after))
        pieces = [{"what": what, "text": text} for what, text in self.pieces() if what != "same"]
        return {**about, "before_characters": was, "after_characters": now, "difference": pieces}


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each but the last with the line's end."""
    *first, last = text.split("\n")
    return [*(one + "\n" for one in first), last]


def _pieces(was: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    """Paragraphs first, characters inside those that were replaced: a chapter is compared in a moment."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        old, new = "".join(was[i1:i2]), "".join(now[j1:j2])
        if tag == "equal":
            yield "same", old
        elif tag == "replace":
            yield from _characters(old, new)
        else:
            yield ("gone", old) if tag == "delete" else ("new", new)


def _characters(old: str, new: str) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", old[i1:i2]
            continue
        if i2 > i1:
            yield "gone", old[i1:i2]
        if j2 > j1:
            yield "new", new[j1:j2]


def excerpt(pieces: Sequence[Piece], around: int = 40) -> list[Piece]:
    """The difference with at most so many unchanged characters on either side of a change; … for what is left out."""
    made: list[Piece] = []
    for number, (what, text) in enumerate(pieces):
        first, last = number == 0, number == len(pieces) - 1
        if what == "same" and len(text) > around * (1 if first or last else 2):
            text = ("" if first else text[:around]) + "……" + ("" if last else text[-around:])
        made.append((what, text))
    return made


def marked(pieces: Sequence[Piece]) -> str:
    """The difference in one line for a terminal: 柜台是〔删：松〕〔增：杨〕木的."""
    words = {"gone": "〔删：{}〕", "new": "〔增：{}〕"}
    return "".join(words.get(what, "{}").format(text) for what, text in excerpt(pieces, 12)).replace("\n", "／")


def changes_since_return(archive: Archive, item: Record) -> tuple[list[FieldChange], list[str]]:
    """(the fields changed since the item was sent back, the names of the files that came since)."""
    newer, at = _since(archive.catalogue.history(item.id))
    was: dict[str, Any] = {}
    for entry in newer:  # newest first: each step takes the value further back
        if entry.field not in _OF_THE_ROAD and entry.type != "example":
            was[entry.field] = applied(was.get(entry.field, item.values[entry.field]), entry.before)
    fields = [FieldChange(name, value, item.values[name]) for name, value in was.items() if value != item.values[name]]
    files = [
        str(file["name"])
        for file in archive.catalogue.files_of(item.id)
        if (born := archive.catalogue.history(file.id)) and born[-1].at > at and born[-1].type != "example"
    ]
    return fields, files


def _since(entries: Sequence[HistoryEntry]) -> tuple[list[HistoryEntry], str]:
    """(the entries newer than the return, newest first; when that was): since the making of what was made returned."""
    for number, entry in enumerate(entries):
        if entry.field == "state" and entry.after == State.RETURNED:
            return [other for other in entries[:number] if other.command_id != entry.command_id], entry.at
    return [entry for entry in entries if entry.version > 1], entries[-1].at if entries else ""
