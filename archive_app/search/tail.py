"""The newest documents, held in memory and scanned until there are enough of them for a segment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from archive_app.hanzi.collation import title_key
from archive_app.hanzi.folding import fold
from archive_app.search.coding import PLAIN, Code, joined, utf8
from archive_app.search.columns import PINYIN, Column, column_of
from archive_app.search.document import SearchDocument, section
from archive_app.search.matching import Needle, Shown, count_exact, matches_in, written
from archive_app.search.snippets import Spans


class _Held:
    """A document of the tail; folded when it is first searched."""

    def __init__(self, document: SearchDocument) -> None:
        self.document = document
        self.characters = sum(len(text.text) for text in document.texts)

    @cached_property
    def data(self) -> bytes:
        texts = self.document.texts
        return joined([utf8(fold(text.text)) for text in texts], list(map(section, texts)))

    @cached_property
    def pinyin(self) -> str:
        return title_key(self.document.title)

    @cached_property
    def title(self) -> bytes:
        texts = self.document.texts
        return utf8(fold(texts[0].text)) if texts and texts[0].field == "title" else b""


class Tail:
    """Documents by id. Never changed: an update makes another one, which shares what stays."""

    def __init__(self, held: Mapping[str, _Held] | None = None) -> None:
        self._by_id = dict(held or {})
        self._held = list(self._by_id.values())
        self._columns: dict[str, Column] = {}

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

    @cached_property
    def characters(self) -> Sequence[int]:
        """Each document's length."""
        return [held.characters for held in self._held]

    @cached_property
    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        found: dict[str, tuple[int, int]] = {}
        for held in self._held:
            documents, characters = found.get(held.document.access, (0, 0))
            found[held.document.access] = (documents + 1, characters + held.characters)
        return found

    def estimate(self, needle: Needle) -> int:
        """All of them may have it."""
        return len(self._held)

    def count(self, needle: Needle, among: Collection[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        numbers = range(len(self._held)) if among is None else sorted(among)
        return self.verified(needle, numbers)

    @property
    def live(self) -> Sequence[int]:
        """All of them."""
        return range(len(self._held))

    def candidates(self, needle: Needle, among: Collection[int] | None) -> list[int]:
        """All of them may have it."""
        return sorted(range(len(self._held)) if among is None else among)

    def verified(self, needle: Needle, candidates: Iterable[int]) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        numbers, data = candidates, utf8(needle.folded)
        if needle.exact:
            counted = ((number, count_exact(needle, self._held[number].document)) for number in numbers)
        else:
            counted = ((number, self._held[number].data.count(data)) for number in numbers)
        return {number: found for number, found in counted if found}

    def visible(self, numbers: Iterable[int], levels: Collection[str]) -> list[int]:
        """Those of the documents that have one of these levels of access."""
        return [number for number in numbers if self._held[number].document.access in levels]

    def column(self, name: str) -> Column:
        """What the documents are filed under, or ordered by: see ``columns``."""
        if name not in self._columns:
            if name == PINYIN:  # a key takes a while to make; a document keeps its own from tail to tail
                self._columns[name] = Column.of([(held.pinyin,) for held in self._held])
            else:
                self._columns[name] = column_of(self.documents, name)
        return self._columns[name]

    def title_counts(self, needle: Needle) -> dict[int, int]:
        """Document number → how often the folded needle stands in its title."""
        data = utf8(needle.folded)
        counted = ((number, held.title.count(data)) for number, held in enumerate(self._held))
        return {number: found for number, found in counted if found}

    def id(self, number: int) -> str:
        """A document's id."""
        return self._held[number].document.id

    def number(self, key: str) -> int | None:
        """The document with this id."""
        return self._held.index(self._by_id[key]) if key in self._by_id else None

    def data(self, number: int, *, exact: bool) -> bytes:
        """A document's texts, folded or as they were written."""
        held = self._held[number]
        return written(held.document) if exact else held.data

    def code(self, *, exact: bool) -> Code:
        """How ``data`` is written."""
        return PLAIN

    def expect(self, numbers: Sequence[int]) -> None:
        """They are at hand."""

    def shown(self, number: int, spans: Spans, limit: int, *, exact: bool) -> Shown:
        """A document with the first of these places in its ``data``."""
        document = self._held[number].document
        matches = matches_in(document, spans, limit, exact=exact)
        return Shown(document.id, document.kind, document.title, matches)
