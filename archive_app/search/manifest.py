"""The manifest: which segments and which journal make up the index, and the sequence of the log they hold.

It is the one file that is ever replaced, and it is replaced whole; so the index is at every moment what one manifest
says. It stands in for whoosh's table of contents.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import folding_version
from archive_app.search.files import IndexDamaged
from archive_app.search.segment import SegmentEntry
from archive_app.vault.durable import replacing

FORMAT = 9
"""Version of the files' layout; another one is built anew."""

NAME = "manifest.json"
BUILDING = "building-"
"""Begins the name of a folder in which another process may be building."""
GATHERING = "gathering-"
"""Begins the name of a folder in which another process may be writing a segment."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A state of the index. ``deleted`` are the numbers of each segment's documents that are gone or out of date."""

    sequence: int
    segments: tuple[SegmentEntry, ...] = ()
    deleted: tuple[frozenset[int], ...] = ()
    generation: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def journal(self) -> str:
        """The name of the journal that goes on from this state."""
        return f"tail-{self.generation}.log"

    def write(self, folder: Path) -> None:
        """Make this the state of the index; raises ``StorageFailed``, and the state before stays."""
        state = {
            "format": FORMAT,
            "folding": folding_version(),
            "order": sys.byteorder,
            "generation": self.generation,
            "sequence": self.sequence,
            "segments": [entry.to_json() for entry in self.segments],
            "deleted": [sorted(numbers) for numbers in self.deleted],
        }
        with replacing(folder / NAME) as handle:
            handle.write(json.dumps({"checksum": _checksum(state), "index": state}).encode())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The state of the index; raises ``IndexDamaged`` where there is none that this program can use."""
        try:
            stored = json.loads((folder / NAME).read_bytes())
            state = stored["index"]
            if stored["checksum"] != _checksum(state):
                raise IndexDamaged(f"{NAME}: checksum")
            made = state["format"], state["folding"], state["order"]
            if made != (FORMAT, folding_version(), sys.byteorder):
                raise IndexDamaged(f"{NAME}: another version")
            segments = tuple(map(SegmentEntry.from_json, state["segments"]))
            deleted = tuple(map(frozenset, state["deleted"]))
            _check(state, segments, deleted)
        except (OSError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise IndexDamaged(f"{NAME}: {error}") from error
        return cls(state["sequence"], segments, deleted, state["generation"])

    def sweep(self, folder: Path) -> None:
        """Remove what this state does not name. What is held open elsewhere stays until the next time."""
        names = {entry.name for entry in self.segments}
        for path in folder.iterdir():
            if path.name in (NAME, self.journal) or path.name.split(".")[0] in names:
                continue
            if path.name.startswith((BUILDING, GATHERING)):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _check(state: dict[str, Any], segments: Sequence[SegmentEntry], deleted: Sequence[frozenset[int]]) -> None:
    """Raise ``ValueError`` or ``TypeError`` where what the sum says was written makes no sense."""
    int(state["generation"], 16), int(state["sequence"])
    for entry, numbers in zip(segments, deleted, strict=True):
        if numbers and not (min(numbers) >= 0 and max(numbers) < entry.documents):
            raise ValueError("deleted documents that there are none of")


def _checksum(state: dict[str, Any]) -> str:
    return f"{zlib.crc32(json.dumps(state, sort_keys=True).encode()):08x}"
