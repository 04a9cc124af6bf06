"""All documents of an archive held in memory and searched without postings: where there is no index, or no longer.

Read once from the catalogue (the longest part of it), then followed like an index. So the first search takes as long as
reading, and the next ones as long as looking through the texts. Held is what is looked through, in the code of
``coding``: a byte and a half a character, so some 200 MB for a hundred million. What is shown, and the exact form, are
read from the catalogue again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from archive_app.hanzi.collation import title_key
from archive_app.hanzi.folding import fold, fold_table
from archive_app.search.coding import BETWEEN_SECTIONS, BETWEEN_TEXTS, Code, joined, utf8
from archive_app.search.columns import PINYIN, Column, write_columns
from archive_app.search.document import SearchDocument, section
from archive_app.search.files import FilesInMemory
from archive_app.search.matching import Part, written
from archive_app.search.postings import NoPostings, Postings
from archive_app.search.results import Match
from archive_app.search.segment import Segment, SegmentEntry, sample_of
from archive_app.search.snippets import Spans, pieces
from archive_app.search.spelling import Spelling
from archive_app.search.textstore import Item, StoreWriter, TextStore

BATCH = 2_000_000
"""Characters of documents that are taken in one go: so much is twice in memory."""
_AT_ONCE = 200
"""Documents that are read again in one go."""
_KEPT = 64
"""Documents that are read again together, and kept: more than are on a page …"""
_WORDS = 16
"""… and words that were counted in their exact form."""


class Documents(Protocol):
    """Where the documents of an archive come from, while there is no index."""

    def sequence(self) -> int:
        """The log's sequence of this moment."""
        ...

    def read(self) -> Iterable[SearchDocument]:
        """All of them, as they are now or later."""
        ...

    def again(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        """Those of these that are still there."""
        ...


class FoldingCode(Code):
    """A code that folds in the same breath."""

    @cached_property
    def _folding(self) -> list[int]:
        return self.after(fold_table())

    def folded(self, text: str) -> bytes:
        """A text as it is compared, in the code."""
        return utf8(text.translate(self._folding))


class HeldTexts(TextStore):
    """The texts of a batch of documents in memory."""

    def __init__(self, files: FilesInMemory, about: Sequence[tuple[str, str]], source: Documents) -> None:
        """``about`` are each document's kind and title."""
        super().__init__(files)
        self._about, self._source = about, source
        self._read_again: dict[int, SearchDocument] = {}
        self._expected: list[int] = []
        self._exactly: dict[str, dict[int, int]] = {}

    def item(self, number: int) -> Item:
        """What is held of a document."""
        return Item(*self._about[number], Spelling(), [])

    def expect(self, numbers: Sequence[int]) -> None:
        """These are going to be shown, in this order: they are read many at a time."""
        self._expected = list(numbers)

    def document(self, number: int) -> SearchDocument:
        """A document whole; without texts where it is no longer what was read, which the next search will know."""
        document = self._read_again.get(number)
        if document is None:
            expected = self._expected
            at = expected.index(number) if number in expected else len(expected)
            some = [each for each in expected[at + 1 : at + _KEPT] if each not in self._read_again]
            read = dict(self._documents([number, *some]))
            document = read[number]
            kept = self._read_again if len(self._read_again) + len(read) <= 2 * _KEPT else {}
            self._read_again = kept | read  # another thread may have its own: each goes on with what it read
        return document

    def exact_counts(self, text: str, folded: str, stands: Mapping[int, int]) -> dict[int, int]:
        """See ``TextStore``: the texts are read again, and not again for the next page."""
        known = self._exactly.get(text, {})
        asked = [number for number in stands if number not in known]
        read = {number: sum(each.text.count(text) for each in one.texts) for number, one in self._documents(asked)}
        if len(self._exactly) >= _WORDS:
            self._exactly = {}
        self._exactly[text] = known = known | read
        return {number: known[number] for number in stands if known[number]}

    def written(self, number: int) -> bytes:
        """A document's texts as they were written, in plain UTF-8."""
        return written(self.document(number))

    def _documents(self, numbers: Iterable[int]) -> Iterator[tuple[int, SearchDocument]]:
        wanted = list(numbers)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            there = {document.id: document for document in self._source.again([self.id(number) for number in some])}
            for number in some:
                yield number, self._as_held(number, there.get(self.id(number)))

    def _as_held(self, number: int, document: SearchDocument | None) -> SearchDocument:
        if document is not None:
            parts = [self.code.encode(fold(text.text)) for text in document.texts]
            if joined(parts, list(map(section, document.texts))) == self.texts(number):
                return document
        kind, title = self._about[number]
        return SearchDocument(self.id(number), kind, title, self.access(number), ())

    def matches(self, number: int, item: Item, spans: Spans, limit: int) -> tuple[Match, ...]:
        """The first of these places in a document's data, with what stands around."""
        texts, found = self.document(number).texts, []
        data = self.texts(number).replace(BETWEEN_SECTIONS, BETWEEN_TEXTS)
        for piece in pieces(data, spans, limit) if texts else ():
            text = texts[piece.text]
            snippet = text.text[piece.offset : piece.offset + len(piece.words)]
            found.append(Match(text.field, text.label, snippet, piece.spans, {**text.place, "offset": piece.offset}))
        return tuple(found)


class HeldSegment(Segment):
    """A batch of documents in memory. What it says of them is what a segment on the disk would say."""

    def __init__(self, documents: Sequence[SearchDocument], source: Documents, code: FoldingCode) -> None:
        files = FilesInMemory()
        writer = StoreWriter(files, code)
        for document in documents:
            writer.add_coded(document, [code.folded(text.text) for text in document.texts])
        writer.finish()
        write_columns(files, documents, keyed=False)
        self._held = files
        self._about = [(document.kind, document.title) for document in documents]
        self._source = source
        self.files = files
        self.entry = SegmentEntry("", len(documents), {})

    @cached_property
    def texts(self) -> TextStore:
        """Its texts."""
        return HeldTexts(self._held, self._about, self._source)

    @cached_property
    def postings(self) -> Postings:
        """None: any document may hold anything."""
        return NoPostings(len(self))

    @cached_property
    def _by_pinyin(self) -> Column:
        return Column.of([(title_key(title),) for _, title in self._about])

    def column(self, name: str) -> Column:
        """See ``Segment``; the order by pinyin is made when it is first asked for."""
        return self._by_pinyin if name == PINYIN else super().column(name)


def held(documents: Iterable[SearchDocument], source: Documents) -> Iterator[Part]:
    """The documents as parts of an index in memory, one after another."""
    code = None
    for batch in batches(documents, BATCH):
        code = code or FoldingCode.of(text for texts in sample_of(batch) for text in texts)
        yield Part(HeldSegment(batch, source, code))


def batches(documents: Iterable[SearchDocument], most: int) -> Iterator[list[SearchDocument]]:
    """The documents in lists of some ``most`` characters."""
    batch: list[SearchDocument] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += sum(len(text.text) for text in document.texts)
        if characters >= most:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
