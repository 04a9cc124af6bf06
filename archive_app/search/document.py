"""What is indexed: an item as a list of texts, each with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SEPARATOR = "\x1f"
"""Stands between the texts of an item where they are joined; no query contains it, so no match crosses a text."""


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

    def joined(self) -> str:
        """Every text, in order, with separators between; what looks like a separator inside one becomes a space."""
        return SEPARATOR.join(text.text.replace(SEPARATOR, " ") for text in self.texts)

    def header(self) -> list[Any]:
        """All but the texts themselves, as JSON."""
        return [self.id, self.kind, self.title, self.access, [[t.field, t.label, dict(t.place)] for t in self.texts]]

    @classmethod
    def from_stored(cls, header: list[Any], joined: str) -> SearchDocument:
        """The document again."""
        key, kind, title, access, places = header
        parts = joined.split(SEPARATOR) if places else []
        texts = tuple(
            SearchText(name, label, part, place) for (name, label, place), part in zip(places, parts, strict=True)
        )
        return cls(key, kind, title, access, texts)
