"""What is indexed: an item as a list of texts, each with its place."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchText:
    """One text of an item. ``place`` says where it stands: a block and its part, a second of the recording, a file."""

    field: str
    label: str
    text: str
    place: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """An item as search sees it."""

    id: str
    kind: str
    title: str
    access: str
    texts: tuple[SearchText, ...]

    def to_bytes(self) -> bytes:
        """The document as the index stores it: one line of JSON."""
        texts = [[text.field, text.label, text.text, dict(text.place)] for text in self.texts]
        stored = [self.id, self.kind, self.title, self.access, texts]
        # Lone surrogates, which no file should hold and some do, come back as they were.
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def from_bytes(cls, data: bytes) -> SearchDocument:
        """The document again; raises ``ValueError`` where it is none."""
        key, kind, title, access, texts = json.loads(data.decode("utf-8", "surrogatepass"))
        return cls(key, kind, title, access, tuple(SearchText(*text) for text in texts))
