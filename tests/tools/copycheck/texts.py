"""What a book says, as stretches of text in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive_app.domain.manuscript import Block, BlockKind, Note
from archive_app.typeset.book import Article, Book, Matter, Section

CALL = "\ue000"
"""Stands in a unit's text where the mark of a note is printed."""
STAR = "\ue001"
"""Where a star may stand: behind the title of an article that has a note."""

# what joins lines, keeps words apart or tells a direction: no part of what is compared
_LEFT_OUT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


_MADE = frozenset({"board", "chronicle", "interviews", "names", "places"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that is printed without anything between its lines but page ends, notes and pictures.

    ``kind`` is flow (in the order of reading), note, caption or cell; ``head`` marks the cells that are printed again,
    ``table`` numbers the tables from 1, ``after`` says how much of the flow stands before it.
    """

    article: str
    kind: str
    text: str
    head: bool = False
    table: int = 0
    after: int = 0


def plain(text: str) -> str:
    """``text`` without blanks and marks that are not seen."""
    return _LEFT_OUT.sub("", text)


def units_of(book: Book) -> tuple[list[Unit], list[str]]:
    """The book's units in order, and its furniture: what heads and half-titles may say."""
    units: list[Unit] = []
    furniture = [book.title, book.series, book.subtitle]
    for matter in book.front:
        if _written(matter) and matter.article is not None:
            units += _article(matter.article)
    for section in book.sections:
        units += _section(section, furniture)
    for matter in book.back:
        if _written(matter) and matter.article is not None:
            units += _article(matter.article)
    furniture += [unit.article for unit in units]
    units = list(_numbered(units))
    return units, [plain(text) for text in dict.fromkeys(furniture) if plain(text)]


def _written(matter: Matter) -> bool:
    """Whether a piece of 辅文 is a text, not made of a table or by the program."""
    return matter.article is not None and matter.kind not in _MADE and not matter.article.form


def _numbered(units: list[Unit]) -> Iterator[Unit]:
    """The units with the flow before them; a table's cells stand together."""
    flow = table = 0
    before = ""
    for unit in units:
        table += unit.kind == "cell" and before != "cell"
        yield replace(unit, after=flow, table=table if unit.kind == "cell" else 0)
        flow += unit.kind == "flow"
        before = unit.kind


def _section(section: Section, furniture: list[str]) -> Iterator[Unit]:
    furniture.append(section.title)
    for article in section.articles:
        yield from _article(article)
    for part in section.parts:
        yield from _section(part, furniture)


def _article(article: Article) -> Iterator[Unit]:
    title = article.title

    def unit(kind: str, text: str, head: bool = False) -> Iterator[Unit]:
        if plain(text).strip(CALL + STAR):
            yield Unit(title, kind, plain(text), head)

    yield from unit("flow", title + (STAR if article.note.strip() else ""))
    if article.note.strip():
        yield from unit("note", f"*{article.note}")
    if article.subtitle.strip():
        yield from unit("flow", f"——{article.subtitle.strip().removeprefix('——')}")
    for line in article.byline:
        yield from unit("flow", line)
    for block in article.manuscript:
        for kind, text, head in _block(block):
            yield from unit(kind, text, head)
        for note in block.notes_in_order:
            signed = f"（{note.by}）" if note.by and not note.text.strip().endswith(f"（{note.by}）") else ""
            yield from unit("note", f"{CALL}{note.text.strip() or '（注文缺）'}{signed}")
    if article.written.strip():
        text = article.written.strip()
        yield from unit("flow", text if text.startswith("（") else f"（{text}）")


def _called(text: str, notes: Sequence[Note]) -> str:
    """A text with the places of its notes."""
    for note in sorted(notes, key=lambda note: -note.at):
        at = min(max(0, note.at), len(text))
        text = f"{text[:at]}{CALL}{text[at:]}"
    return text


_LABELS = {BlockKind.QUESTION: "问", BlockKind.ANSWER: "答"}


def _block(block: Block) -> Iterator[tuple[str, str, bool]]:
    text = _called(block.text, block.calls)
    if block.kind is BlockKind.PAGE_BREAK:
        return
    if block.kind is BlockKind.TABLE:
        yield "caption", text, False
        for number, row in enumerate(block.rows):
            for place, cell in enumerate(row):
                own = [note for note in block.notes if note.cell == (number, place)]
                yield "cell", _called(cell.text, own), cell.header
    elif block.kind is BlockKind.PICTURE and block.picture is not None:
        credit = f"（{block.picture.credit.strip('（）()')}）" if block.picture.credit else ""
        yield "caption", text + credit, False
        yield "caption", block.picture.people, False
    elif block.kind is BlockKind.LIST_ITEM:
        yield "flow", block.label + text, False
    else:
        label = block.label.strip() or _LABELS.get(block.kind, "")
        yield "flow", (f"{label.rstrip('：:')}：" if label else "") + text, False
