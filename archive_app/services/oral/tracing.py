"""From a line of a printed page to the second of the recording it was said at, and from a second to its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.edited.timing import moment, offset_of
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.domain.segments import Segment, clock
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.oral.interview import segments_of
from archive_app.services.oral.recordings import Recordings
from archive_app.typeset.book import Article, Book
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.trace import Cell, find, label_length, source_of


@dataclass(frozen=True, slots=True)
class Heard:
    """A printed line and when it was said. ``second`` is near, ``start`` is when the segment begins; ``row`` counts the
    transcript's segments from 0."""

    page: str
    line: int
    words: str
    item: str
    title: str
    file: str
    recording: str
    segment: str
    row: int
    speaker: str
    start: float
    second: float

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi trace --json`` prints it."""
        return {
            "page": self.page, "line": self.line, "words": self.words, "id": self.item, "title": self.title,
            "file": self.file, "recording": self.recording, "segment": self.segment, "row": self.row,
            "speaker": self.speaker, "start": self.start, "second": self.second, "clock": clock(self.second)[:8],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a second of a recording is printed."""

    page: str
    line: int
    words: str
    block: str
    article: str

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi trace --json`` prints it."""
        return {"page": self.page, "line": self.line, "words": self.words, "block": self.block, "article": self.article}


class Tracer:
    """Both ways, for one volume as it was set."""

    def __init__(self, archive: Archive, book: Book, layout: Layout) -> None:
        self._archive, self._book, self._layout = archive, book, layout
        self._articles = {one.key: one for one in book.articles()}
        self._items: dict[str, Record | None] = {}

    def heard(self, page: str, line: int = 0, words: str = "") -> list[Heard]:
        """When the lines of the page with this folio were said; of one line (counted from 1 as on proofs), or of those
        with these words. Raises ``UsageError`` where there is no such page or line."""
        number = next((at for at, one in enumerate(self._layout.pages) if one.label == page), None)
        if number is None:
            raise UsageError(f"这一卷没有第 {page} 面", "请写印在页脚的页码。", code="no-page")
        lines = self._lines(number)
        if line and not 0 < line <= len(lines):
            raise UsageError(f"第 {page} 面只有 {len(lines)} 行", "行数从 1 起，照校样旁边的数。", code="no-line")
        found = []
        for at, one in enumerate(lines, start=1):
            if (line and at != line) or (words and words not in one.text):
                continue
            said = self._said(page, at, one, max(0, one.text.find(words)) if words else 0)
            if said is not None:
                found.append(said)
        return found

    def printed(self, item_id: str, second: float, recording: str = "") -> list[Printed]:
        """Where what was said at this second of an item's recording stands in the volume: of the first one, or of the
        one named (id, file name or number). Raises ``UsageError`` where there is none of that name."""
        item = self._archive.catalogue.record(item_id)
        spoken = segments_of(item)
        recordings = Recordings(self._archive, item.id)
        file = recordings.called(recording) if recording else recordings.first
        row = _at([replace(one, start=None) if recordings.file_of(one) != file else one for one in spoken], second)
        if row is None:
            return []
        found = []
        for article in self._articles.values():
            own = self._item_of(article)
            if own is None or own.id != item.id:
                continue
            for block in article.manuscript:
                place = self._place(article, block, spoken, row, second)
                if place is not None:
                    found.append(place)
        return found

    def _lines(self, number: int) -> Sequence[Line]:
        from archive_app.typeset.pdf.proof import counted_lines

        return counted_lines(self._layout.pages[number].lines)

    def _item_of(self, article: Article) -> Record | None:
        if article.key not in self._items:
            record = self._archive.catalogue.load("article", [article.key]).get(article.key)
            key = str(record["item"] or "") if record is not None else ""
            self._items[article.key] = self._archive.catalogue.load("item", [key]).get(key) if key else None
        return self._items[article.key]

    def _said(self, page: str, number: int, line: Line, inside: int) -> Heard | None:
        article = self._articles.get(line.article)
        item = self._item_of(article) if article is not None else None
        if article is None or item is None or line.part != "text":
            return None
        block = next((one for one in article.manuscript if one.id == line.block), None)
        if block is None or not block.segments:
            return None
        spoken = {one.id: (row, one) for row, one in enumerate(segments_of(item))}
        told = [spoken[key] for key in block.segments if key in spoken]
        lead = label_length(line, block.text) if line.offset <= 0 else 0
        when = moment(block.text, max(0, line.offset) + max(0, inside - lead), [one for _row, one in told])
        if when is None:
            return None
        row, segment = told[when.row]
        recordings = Recordings(self._archive, item.id)
        file = recordings.file_of(segment)
        return Heard(
            page, number, line.text, item.id, item.title, file, recordings.name(file), segment.id, row,
            segment.speaker, segment.start or 0.0, when.second,
        )  # fmt: skip

    def _place(
        self, article: Article, block: Block, spoken: Sequence[Segment], row: int, second: float
    ) -> Printed | None:
        key = spoken[row].id
        if not key or key not in block.segments:
            return None
        known = {one.id: one for one in spoken}
        told = [known[one] for one in block.segments if one in known]
        offset = offset_of(block.text, [one.id for one in told].index(key), second, told)
        source = source_of(article, block.id) or ""
        first = next(
            (
                one
                for page in self._layout.pages
                for one in page.lines
                if (one.article, one.block, one.part) == (article.key, block.id, "text")
            ),
            None,
        )
        lead = label_length(first, source) if first is not None and first.offset <= 0 else 0
        place = find(self._layout.pages, article.key, block.id, "text", offset, lead=lead)
        if place is None:
            return None
        number, cell = place
        lines = self._lines(number)
        of_block = [(at, one) for at, one in enumerate(lines) if (one.article, one.block) == (article.key, block.id)]
        at = next((at for at, one in of_block if _holds(one, cell)), -1)
        words = lines[at].text if at >= 0 else ""
        return Printed(self._layout.pages[number].label, at + 1, words, block.id, article.title)


def _holds(line: Line, cell: Cell) -> bool:
    """Whether a line is the one that a place is in."""
    if line.vertical:
        return abs(line.x - (cell.x0 + cell.x1) / 2) <= line.size / 2
    return cell.y0 - 1 <= line.y <= cell.y1 + 1


def _at(spoken: Sequence[Segment], second: float) -> int | None:
    """The segment that is being said at a second: the last that has begun."""
    begun = [(one.start, row) for row, one in enumerate(spoken) if one.start is not None and one.start <= second]
    return max(begun)[1] if begun else None


def paragraphs_of(item: Record, segment: str) -> list[Block]:
    """The paragraphs of an item's text that tell a segment."""
    return [block for block in Manuscript.from_json(item["manuscript"]) if segment in block.segments]


def moment_in(item: Record, block: Block, offset: int) -> tuple[int, float] | None:
    """The row of the segment and the second at which a character of a paragraph was said."""
    spoken = {one.id: (row, one) for row, one in enumerate(segments_of(item))}
    told = [spoken[key] for key in block.segments if key in spoken]
    when = moment(block.text, offset, [one for _row, one in told])
    return (told[when.row][0], when.second) if when is not None else None
