"""What reading a file comes to: a proposal a person can look over, or a refusal with its reason.

Everything here is a frozen value: it crosses from the reading process to the program's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from archive_app.domain.manuscript import Manuscript
from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import Workbook

ILLUSTRATION = "插图"
"""The role of a picture that came inside a manuscript."""
ORIGINAL = "原始"
"""The role of a file that an item was made of."""

TRANSCRIPT = "转写"
"""The role of a transcript among an item's files."""

Facts = tuple[tuple[str, Any], ...]
"""What is known of a file's bytes, under the names of the ``file`` entity's fields: mime, width, height, dpi …"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came inside another. ``key`` is what the manuscript's picture blocks call it until it has an id.

    ``path`` lies in the staging folder; ``name`` is the name it had.
    """

    key: str
    path: Path
    name: str
    role: str = ILLUSTRATION
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a name or a device says of the thing, for a person to take or leave: it is never a field's value by itself.

    ``field`` is a declared field of the kind; ``value`` are words (of a date, a place, a name); ``basis`` says where
    they stand, as in ``文件夹名“2024-05-01_王家庄”`` or ``EXIF 拍摄时间``. ``region`` is where on a picture a person
    is, as ``people.region`` has it.
    """

    field: str
    value: str
    basis: str
    region: tuple[float, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """A row of the item's field ``suggestions``."""
        row: dict[str, Any] = {"field": self.field, "value": self.value, "basis": self.basis}
        return {**row, "region": list(self.region)} if self.region else row


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item as the file suggests it: nothing in it was invented.

    ``fields`` are values of the kind's declared fields; ``facts`` describe the original file; ``warnings`` are Chinese
    sentences on what could not be kept and what should be looked at. ``suggestions`` are kept apart from the fields.
    ``role`` is what the original file is among the item's files. A ``transcript`` makes it the companion of a recording
    of its name, if there is one; ``transcript_warnings`` are for that case. ``doubtful``: a picture whose file looks
    cut off or of a kind that is not decoded; what can be is found out when it is made small. ``tracked``: of a document
    that is held against a text, its tracked changes as (new or gone, the words, by whom, when).
    """

    kind: str
    title: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    manuscript: Manuscript | None = None
    attachments: tuple[Attachment, ...] = ()
    facts: Facts = ()
    warnings: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    role: str = ORIGINAL
    transcript: tuple[Segment, ...] = ()
    transcript_warnings: tuple[str, ...] = ()
    doubtful: bool = False
    tracked: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read. ``path`` is the file to keep as the original: itself, or for a zip's member a staged copy.

    ``source`` is the path as given, or ``a.zip!name``; ``name`` is the file's own, as received. ``thumbnail`` is a
    small picture of it, staged, where one was asked for and could be made, ``likeness`` the print of that; ``large``
    one of the screen's size, of what takes long to decode.
    """

    source: str
    path: Path
    name: str
    proposal: Proposal
    thumbnail: Path | None = None
    likeness: bytes = b""
    large: Path | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why, as a Chinese sentence."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenList:
    """A list that was read: its rows become records, each by itself. ``source`` and ``path`` as for ``Taken``."""

    source: str
    path: Path
    book: Workbook


Outcome = Taken | TakenList | Refusal
