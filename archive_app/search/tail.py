"""The newest documents, held in memory and scanned until there are enough of them for a segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from archive_app.search.document import SearchDocument
from archive_app.search.matching import Needle
from archive_app.search.textstore import FoldedTexts, split


class _Held:
    """A document of the tail; folded when it is first searched."""

    def __init__(self, document: SearchDocument) -> None:
        self.document = document

    @cached_property
    def texts(self) -> FoldedTexts:
        return FoldedTexts.of(self.document)


class Tail:
    """Documents by id. Never changed: an update makes another one, which shares what stays."""

    def __init__(self, held: Mapping[str, _Held] | None = None) -> None:
        self._by_id = dict(held or {})
        self._held = list(self._by_id.values())

    @classmethod
    def of(cls, documents: Iterable[SearchDocument]) -> Tail:
        """A tail of these."""
        return cls({document.id: _Held(document) for document in documents})

    def updated(self, documents: Iterable[SearchDocument], deleted: Iterable[str]) -> Tail:
        """The tail after an update."""
        held = dict(self._by_id)
        for key in deleted:
            held.pop(key, None)
        for document in documents:
            held[document.id] = _Held(document)
        return Tail(held)

    def __len__(self) -> int:
        return len(self._held)

    @property
    def documents(self) -> list[SearchDocument]:
        """The documents, in the order they came."""
        return [held.document for held in self._held]

    # — what a search asks of it (see `matching.Source`) —

    def estimate(self, needle: Needle) -> int:
        """All of them may have it."""
        return len(self._held)

    def count(self, needle: Needle, among: Iterable[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        numbers = range(len(self._held)) if among is None else among
        if needle.exact:
            counted = ((n, needle.count_exact(self._held[n].document)) for n in numbers)
        else:
            counted = ((n, self._held[n].texts.data.count(needle.data)) for n in numbers)
        return {number: found for number, found in counted if found}

    def id(self, number: int) -> str:
        """A document's id."""
        return self._held[number].document.id

    def access(self, number: int) -> str:
        """A document's level of access."""
        return self._held[number].document.access

    def characters(self, number: int) -> int:
        """A document's length."""
        return self._held[number].texts.characters

    def folded_title(self, number: int) -> bytes:
        """A document's folded title."""
        texts = self._held[number].texts
        return texts.data[: texts.title_end]

    def folded_texts(self, number: int) -> list[str]:
        """A document's folded texts."""
        return split(self._held[number].texts.data)

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        return self._held[number].document

    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        found: dict[str, tuple[int, int]] = {}
        for number in range(len(self._held)):
            documents, characters = found.get(self.access(number), (0, 0))
            found[self.access(number)] = (documents + 1, characters + self.characters(number))
        return found
