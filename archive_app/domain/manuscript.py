"""A manuscript: blocks with ids, as versioned JSON. Markdown, docx and EPUB are ways in and out of it.

Offsets are code points of a block's ``text``, everywhere. Marks that are not text (notes, styles, readings) stand
beside it and point into it, so the text itself is what is searched, counted and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from archive_app.domain.identity import new_id
from archive_app.frozen import dataclass

FORMAT = 1
"""Version of the JSON form; a reader refuses a higher one."""


class BlockKind(StrEnum):
    """What a block is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"  # 引文: a paragraph of quoted prose
    VERSE = "verse"  # 唱词: one block a stanza; "\n" parts its lines
    QUESTION = "question"  # 问：… the label is not part of the text
    ANSWER = "answer"  # 答：…
    LIST_ITEM = "list_item"
    TABLE = "table"
    PICTURE = "picture"  # ``text`` is the caption
    PAGE_BREAK = "page_break"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {
            "paragraph": "正文",
            "heading": "小标题",
            "quote": "引文",
            "verse": "唱词",
            "question": "问",
            "answer": "答",
            "list_item": "条目",
            "table": "表格",
            "picture": "图片",
            "page_break": "分页",
        }[self.value]


class SpanStyle(StrEnum):
    """A mark on a stretch of text."""

    BOLD = "bold"
    KAI = "kai"  # 楷体; Word's italic and Markdown's *…* come in as this
    UNDERLINE = "underline"
    DOTS = "dots"  # 着重号
    NAME = "name"  # 专名线
    BOOK = "book"  # 书名线
    SMALL = "small"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    RUBY = "ruby"  # ``value`` is the reading
    PERSON = "person"  # for the index of names; ``value`` is a person's id where known
    PLACE = "place"
    LINE_BREAK = "line_break"  # empty span: a forced line at ``start``


@dataclass(frozen=True, slots=True)
class Span:
    """``style`` on ``text[start:end]``; ``value`` is the reading, the id or nothing."""

    start: int
    end: int
    style: SpanStyle
    value: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote called at offset ``at`` of its block's text (the mark stands before ``text[at]``).

    ``by`` says whose it is (整理者注, 编者注) where the source says so. ``cell`` is the row and the place in it of the
    table's cell that calls the note: ``at`` is an offset of that cell's text.
    """

    at: int
    text: str
    by: str = ""
    spans: tuple[Span, ...] = ()
    id: str = field(default_factory=new_id)
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, over how many columns and rows it reaches, and the marks on its words."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture placed in the text.

    ``source`` is a file's id in an archive, or a path relative to the book's folder. ``width`` is a share of the
    measure (0–1; 0 leaves it to the template), ``place`` one of here, head, foot, beside, page, bleed, spread, plate or
    empty; ``side`` says where a picture beside text stands (left, right, outer, inner). Pictures that follow each other
    and have the same ``group`` stand together; the last of them may be without a source: its text is their caption.
    """

    source: str
    width: float = 0.0
    place: str = ""
    credit: str = ""
    people: str = ""
    alt: str = ""
    side: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like unit with an identity of its own.

    ``segments`` are the ids of the transcript's segments whose words it tells, in the order it tells them.
    """

    kind: BlockKind
    text: str = ""
    spans: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    level: int = 0  # headings: 1 is the article's title's child (Markdown ##), 2 below it, …
    rows: tuple[tuple[Cell, ...], ...] = ()
    picture: Picture | None = None
    tight: int = 0  # −1: take a line out of the paragraph; +1: let one in
    label: str = ""  # 问/答: the words before the colon as written (问, 答, a speaker's name)
    id: str = field(default_factory=new_id)
    segments: tuple[str, ...] = ()

    @property
    def calls(self) -> tuple[Note, ...]:
        """The notes called in the block's own text (a table's caption), in their order."""
        return tuple(sorted((note for note in self.notes if note.cell is None), key=lambda note: note.at))

    @property
    def notes_in_order(self) -> tuple[Note, ...]:
        """Every note, as a reader meets them: those of the text, then those of a table's cells, row by row."""
        return tuple(sorted(self.notes, key=lambda note: (note.cell or (-1, 0), note.at)))

    def with_text(self, text: str) -> Block:
        """The same block with other words; marks that no longer fit are dropped by the caller's choice."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The blocks of one article, in order."""

    blocks: tuple[Block, ...] = ()

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)

    def searchable(self) -> Iterator[tuple[str, str, str]]:
        """Every stretch of text a reader may look for, as (block id, part, text).

        ``part`` is ``text``, ``note:<id>`` or ``cell:<row>,<column>``.
        """
        for block in self.blocks:
            if block.text:
                yield block.id, "text", block.text
            for note in block.notes:
                yield block.id, f"note:{note.id}", note.text
            for row_number, row in enumerate(block.rows):
                for column, cell in enumerate(row):
                    if cell.text:
                        yield block.id, f"cell:{row_number},{column}", cell.text

    def plain_text(self) -> str:
        """The running text, a block a line, without notes."""
        return "\n".join(block.text for block in self.blocks if block.text)

    def character_count(self) -> int:
        """文字数: the characters of text and headings that are not white space; notes and tables not counted."""
        return sum(_visible(block.text) for block in self.blocks)

    @staticmethod
    def characters_in(value: Mapping[str, Any] | None) -> int:
        """What ``from_json(value).character_count()`` gives, without a block being made."""
        return sum(_visible(block.get("text", "")) for block in _stored_blocks(value))

    def to_json(self) -> dict[str, Any]:
        """The stored form; empty members are left out."""
        return {"format": FORMAT, "blocks": [_block_to_json(block) for block in self.blocks]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Manuscript:
        """Read the stored form.

        Raises ``ValueError`` where it is of a higher format or not a manuscript at all.
        """
        return cls(tuple(_block_from_json(block) for block in _stored_blocks(value)))

    @staticmethod
    def searchable_in(value: Mapping[str, Any] | None) -> Iterator[tuple[str, str, str]]:
        """What ``from_json(value).searchable()`` gives, without a block being made: thousands are read for a search."""
        for block in _stored_blocks(value):
            if text := block.get("text"):
                yield block["id"], "text", text
            for note in block.get("notes", ()):
                yield block["id"], f"note:{note['id']}", note["text"]
            for row_number, row in enumerate(block.get("rows", ())):
                for column, cell in enumerate(row):
                    if cell["text"]:
                        yield block["id"], f"cell:{row_number},{column}", cell["text"]


def _stored_blocks(value: Mapping[str, Any] | None) -> Iterable[Mapping[str, Any]]:
    """The blocks of a stored manuscript; raises ``ValueError``."""
    if not value:
        return ()
    if int(value.get("format", 0)) > FORMAT:
        raise ValueError(f"manuscript format {value['format']} is newer than {FORMAT}")
    blocks: list[Mapping[str, Any]] = value["blocks"]
    return blocks


@lru_cache(maxsize=4096)
def _visible(text: str) -> int:
    """The characters that are not white space; a book asks for those of the same paragraphs again with every edit."""
    return len("".join(text.split()))


def paragraphs(texts: Iterable[str]) -> Manuscript:
    """A manuscript of plain paragraphs, one for each text that is not blank."""
    return Manuscript(tuple(Block(BlockKind.PARAGRAPH, text.strip()) for text in texts if text.strip()))


def spans_within(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The marks on ``text[start:end]``, counted from its beginning."""
    cut = (replace(s, start=max(s.start, start) - start, end=min(s.end, end) - start) for s in spans)
    return tuple(span for span in cut if span.start < span.end)


def _spans_to_json(spans: tuple[Span, ...]) -> list[list[Any]]:
    return [[s.start, s.end, s.style.value, *([s.value] if s.value else [])] for s in spans]


def _spans_from_json(value: Iterable[list[Any]]) -> tuple[Span, ...]:
    return tuple(Span(s[0], s[1], SpanStyle(s[2]), s[3] if len(s) > 3 else "") for s in value)


def _filled(pairs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value not in ("", 0, 0.0, None, [], ())}


def _block_to_json(block: Block) -> dict[str, Any]:
    picture = block.picture
    return {
        "id": block.id,
        "kind": block.kind.value,
        **_filled(
            {
                "text": block.text,
                "spans": _spans_to_json(block.spans),
                "notes": [
                    {
                        "id": n.id,
                        "at": n.at,
                        "text": n.text,
                        **_filled({"by": n.by, "spans": _spans_to_json(n.spans), "cell": n.cell and list(n.cell)}),
                    }
                    for n in block.notes
                ],
                "level": block.level,
                "rows": [[{"text": c.text, **_cell_extent(c)} for c in row] for row in block.rows],
                "picture": picture
                and {
                    "source": picture.source,
                    **_filled(
                        {
                            "width": picture.width,
                            "place": picture.place,
                            "credit": picture.credit,
                            "people": picture.people,
                            "alt": picture.alt,
                            "side": picture.side,
                            "group": picture.group,
                        }
                    ),
                },
                "tight": block.tight,
                "label": block.label,
                "segments": list(block.segments),
            }
        ),
    }


def _cell_extent(cell: Cell) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if cell.columns != 1:
        extent["columns"] = cell.columns
    if cell.rows != 1:
        extent["rows"] = cell.rows
    if cell.header:
        extent["header"] = True
    if cell.spans:
        extent["spans"] = _spans_to_json(cell.spans)
    return extent


def _block_from_json(value: Mapping[str, Any]) -> Block:
    picture = value.get("picture")
    return Block(
        kind=BlockKind(value["kind"]),
        text=value.get("text", ""),
        spans=_spans_from_json(value.get("spans", ())),
        notes=tuple(
            Note(
                n["at"],
                n["text"],
                n.get("by", ""),
                _spans_from_json(n.get("spans", ())),
                n["id"],
                (n["cell"][0], n["cell"][1]) if n.get("cell") else None,
            )
            for n in value.get("notes", ())
        ),
        level=value.get("level", 0),
        rows=tuple(
            tuple(
                Cell(
                    c["text"],
                    c.get("columns", 1),
                    c.get("rows", 1),
                    c.get("header", False),
                    _spans_from_json(c.get("spans", ())),
                )
                for c in row
            )
            for row in value.get("rows", ())
        ),
        picture=Picture(**picture) if picture else None,
        tight=value.get("tight", 0),
        label=value.get("label", ""),
        id=value["id"],
        segments=tuple(value.get("segments", ())),
    )
