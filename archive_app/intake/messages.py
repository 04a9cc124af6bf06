"""What the program and its reading process say to each other: frozen values, pickled.

What comes back is unpickled against a list of names: a reader that a hostile file took over can hand back wrong
words, but no code.
"""

from __future__ import annotations

import enum
import io
import pickle
from pathlib import Path
from typing import Any

from archive_app.domain.adjustment import AS_IT_IS, WHOLE, Adjustment, Box
from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.proposal import Proposal
from archive_app.intake.returned import Returned
from archive_app.vault.hostile.zips import Entry


@dataclass(frozen=True, slots=True)
class Read:
    """Read a file. ``name`` is its own name as received; ``staged``: it came out of an archive, and stands alone.

    ``most``: bytes of memory it may take (0: all that a process is allowed).
    """

    path: Path
    name: str
    staged: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Unpack:
    """Write the member ``index`` of the zip at ``path`` into the staging folder; no more than ``most`` bytes."""

    path: Path
    index: int
    suffix: str
    most: int


@dataclass(frozen=True, slots=True)
class Shrink:
    """Make a small picture of a picture or of a PDF's page (from 0), at most ``edge`` pixels long, upright.

    ``adjustment`` says how it is seen, ``part`` which box of what is seen then; ``exact``: pixels as they are (a BMP)
    instead of a JPEG. Where that takes more than ``most`` bytes of memory (0: whatever it takes), the answer is
    ``Heavy``. ``likeness``: say also by what pictures are found that look like it. ``large``: the edge of a second,
    larger picture, made along where the file has to be decoded whole for the small one.
    """

    path: Path
    edge: int
    page: int = 0
    most: int = 0
    adjustment: Adjustment = AS_IT_IS
    part: Box = WHOLE
    exact: bool = False
    likeness: bool = False
    large: int = 0


@dataclass(frozen=True, slots=True)
class Listen:
    """Decode the recording at ``path`` for its waveform; what is known of it so far stands in ``growing``, which is in
    the staging folder, in pairs (`levels.in_pairs`)."""

    path: Path
    growing: Path


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Read a document that may be a text of ours, come back from Word."""

    path: Path
    name: str


Job = Read | Unpack | Shrink | Listen | ReadBack

DIED = "reader-died"
MEMORY = "reader-memory"
FULL = "disk-full"


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
    """A small picture, staged: a JPEG, or a BMP. ``damaged``: part of its original could not be decoded. ``likeness``:
    the print by which pictures that look like it are found, where one was asked for. ``large``: the larger one, where
    it was made.
    """

    path: Path
    damaged: bool = False
    likeness: bytes = b""
    large: Path | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The waveform of a recording, as it is kept."""

    waveform: bytes


@dataclass(frozen=True, slots=True)
class Heavy:
    """Not made small yet: it takes ``memory`` bytes, more than were granted. To be asked for again with as many."""

    memory: int


@dataclass(frozen=True, slots=True)
class Declined:
    """Not taken. ``trouble`` is the trace of what nobody expected; ``spent``: the process should be replaced.

    ``code`` is the error's; ``DIED`` and ``MEMORY`` say what became of the process, ``FULL`` that there was no room.
    """

    reason: str
    trouble: str = ""
    spent: bool = False
    code: str = ""


Reply = Proposal | Listing | Workbook | Unpacked | Shrunk | Heard | Heavy | Returned | Declined

_MANUSCRIPT = "archive_app.domain.manuscript"
_PLAIN = {
    "archive_app.intake.messages": {"Listing", "Unpacked", "Shrunk", "Heard", "Heavy", "Declined"},
    "archive_app.intake.proposal": {"Proposal", "Attachment", "Suggestion"},
    "archive_app.intake.lists.grid": {"Workbook", "Sheet"},
    "archive_app.intake.returned": {"Returned", "ReturnedChange"},
    "archive_app.domain.comments": {"Comment"},
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
    if not isinstance(reply, Reply):
        raise pickle.UnpicklingError(f"{type(reply).__name__} is not a reply")
    return reply
