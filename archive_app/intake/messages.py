"""What the program and its reading process say to each other: frozen values, pickled.

What comes back is unpickled against a list of names: a reader that a hostile file took over can hand back wrong
words, but no code.
"""

from __future__ import annotations

import enum
import io
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_app.intake.lists.grid import Workbook
from archive_app.intake.proposal import Proposal
from archive_app.vault.hostile.zips import Entry


@dataclass(frozen=True, slots=True)
class Read:
    """Read a file. ``name`` is its own name as received; ``staged``: it came out of an archive, and stands alone."""

    path: Path
    name: str
    staged: bool = False


@dataclass(frozen=True, slots=True)
class Unpack:
    """Write the member ``index`` of the zip at ``path`` into the staging folder; no more than ``most`` bytes."""

    path: Path
    index: int
    suffix: str
    most: int


@dataclass(frozen=True, slots=True)
class Shrink:
    """Make a small picture of a picture or of a PDF's page (from 0), at most ``edge`` pixels long, upright."""

    path: Path
    edge: int
    page: int = 0


Job = Read | Unpack | Shrink


@dataclass(frozen=True, slots=True)
class Listing:
    """A zip: its members, to be asked for one by one."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member, staged."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A small picture, staged: a JPEG."""

    path: Path


@dataclass(frozen=True, slots=True)
class Declined:
    """Not taken. ``trouble`` is the trace of what nobody expected; ``spent``: the process should be replaced."""

    reason: str
    trouble: str = ""
    spent: bool = False


Reply = Proposal | Listing | Workbook | Unpacked | Shrunk | Declined

_MANUSCRIPT = "archive_app.domain.manuscript"
_PLAIN = {
    "archive_app.intake.messages": {"Listing", "Unpacked", "Shrunk", "Declined"},
    "archive_app.intake.proposal": {"Proposal", "Attachment", "Suggestion"},
    "archive_app.intake.lists.grid": {"Workbook", "Sheet"},
    "archive_app.vault.hostile.zips": {"Entry"},
    "archive_app.domain.segments": {"Segment"},
    _MANUSCRIPT: {"Manuscript", "Block", "BlockKind", "Span", "SpanStyle", "Note", "Cell", "Picture"},
    "pathlib": {"Path", "PosixPath", "WindowsPath"},
    "pathlib._local": {"Path", "PosixPath", "WindowsPath"},
}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not part of a reply")


class _PlainPickler(pickle.Pickler):
    """Enums by class and value: before Python 3.11.4 they were pickled through ``getattr``, which no reply may name."""

    def reducer_override(self, obj: Any) -> Any:
        return (type(obj), (obj.value,)) if isinstance(obj, enum.Enum) else NotImplemented


def packed(message: Job | Reply) -> bytes:
    """A message as bytes."""
    out = io.BytesIO()
    _PlainPickler(out, protocol=5).dump(message)
    return out.getvalue()


def unpacked(data: bytes) -> Reply:
    """A reply from bytes that are not trusted.

    Raises ``pickle.UnpicklingError`` (or what damaged pickles raise) where it is anything but a reply.
    """
    reply = _PlainUnpickler(io.BytesIO(data)).load()
    if not isinstance(reply, Proposal | Listing | Workbook | Unpacked | Shrunk | Declined):
        raise pickle.UnpicklingError(f"{type(reply).__name__} is not a reply")
    return reply
