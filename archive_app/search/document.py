"""What is indexed: an item as a list of texts, each with its place, and what it is filed under."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from archive_app.frozen import dataclass

FACETS = (
    "kind",
    "state",
    "access",
    "category",
    "commissioner",
    "person",
    "place",
    "town",
    "organisation",
    "event",
    "tag",
    "series",
    "decade",
)
"""What items are filed under, in the order it is shown. Terms stand as they are stored, cards by their ids, people and
places without a card by their names, decades by the year that ends in 0."""

OF_A_LIFETIME = 80
"""Years. A date that may be any of more (解放前) is of no decade and of no year, here as in the lists of materials."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """One text of an item. ``place`` says where it stands: a block and its part, a second of the recording, a file.

    ``access`` is a level of its own, stricter than the item's (a segment of a transcript, a file); empty: the item's.
    """

    field: str
    label: str
    text: str
    place: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    access: str = ""


def section(text: SearchText) -> str:
    """What may be looked into or left out by itself: a text's field, in it the role of who is named (``/口述者``), and
    the level of access where the text has one of its own (``@restricted``)."""
    role = text.place.get("role", "")
    return f"{text.field}{f'/{role}' if role else ''}{f'@{text.access}' if text.access else ''}"


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """An item, or a printed volume, as search sees it.

    ``facets``: name → values, see ``FACETS``. ``dates``: (earliest, latest) of each of its dates that has been read,
    ISO days. ``accession_no`` is the 征集号, ``ref_code`` the 档号.
    """

    id: str
    kind: str
    title: str
    access: str
    texts: tuple[SearchText, ...]
    facets: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    dates: tuple[tuple[str, str], ...] = ()
    accession_no: str = ""
    ref_code: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of its texts in their order, neighbours that are the same as one."""
        return tuple(name for name, _ in groupby(section(text) for text in self.texts))

    @property
    def earliest(self) -> str:
        """The first day any of its dates may be; empty where none is known."""
        return min((first for first, _ in self.dates), default="")

    @property
    def latest(self) -> str:
        """The last day any of its dates may be; empty where none is known."""
        return max((last for _, last in self.dates), default="")

    @property
    def levels(self) -> frozenset[str]:
        """The levels of access of its texts."""
        return frozenset((self.access, *(text.access for text in self.texts if text.access)))

    def for_readers(self, visible: Collection[str]) -> SearchDocument:
        """The document without the texts whose own level may not be seen."""
        texts = tuple(text for text in self.texts if not text.access or text.access in visible)
        return self if len(texts) == len(self.texts) else dataclasses.replace(self, texts=texts)

    def to_bytes(self) -> bytes:
        """The document as the index's journal stores it: one line of JSON."""
        texts = [
            [text.field, text.label, text.text, dict(text.place), *filter(None, [text.access])] for text in self.texts
        ]
        about = [dict(self.facets), self.dates, self.accession_no, self.ref_code]
        stored = [self.id, self.kind, self.title, self.access, texts, *about]
        # Lone surrogates, which no file should hold and some do, come back as they were.
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def from_bytes(cls, data: bytes) -> SearchDocument:
        """The document again; raises ``ValueError`` where it is none."""
        key, kind, title, access, texts, facets, dates, *numbers = json.loads(data.decode("utf-8", "surrogatepass"))
        return cls(
            key,
            kind,
            title,
            access,
            tuple(SearchText(*text) for text in texts),
            {name: tuple(values) for name, values in facets.items()},
            tuple((first, last) for first, last in dates),
            *numbers,
        )
