"""Notes that stand together at an article's end or in the back of the volume, counted through the article (尾注)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.typeset.blocks.model import TextStyle
from archive_app.typeset.book import Article, Book, Matter
from archive_app.typeset.looks import NoteStyle
from archive_app.typeset.matter.kinds import INDEXES
from archive_app.typeset.templates import Template

KEY = "#endnotes"
"""The article that the notes of all articles are."""
_BEFORE = (*INDEXES, "afterword", "errata")
_MARK_GAP = 0.5  # ems behind the mark that a note begins with
_DIGIT, _BRACKET = 0.56, 0.36  # ems, generously


def place_of(article: Article, book: Book, template: Template) -> str:
    """Where the notes of an article stand: foot, article, or book; 辅文 keep theirs at their own end."""
    place = template.notes.place
    if place == "book" and not any(article.key == one.key for one in book.articles()):
        return "article"
    return place


def in_order(manuscript: Manuscript) -> Iterator[tuple[Block, Note]]:
    """The notes as they are called, each with its block."""
    for block in manuscript:
        for note in block.notes_in_order:
            yield block, note


def mark(number: int, look: NoteStyle, *, vertical: bool) -> str:
    """The mark of note ``number``: [12], or plain; down a column brackets have no room."""
    return str(number) if vertical or look.numbers == "plain" else f"[{number}]"


def marks_of(manuscript: Manuscript, template: Template) -> dict[int, str]:
    """The mark of each note, by its identity in memory: ids may come twice."""
    vertical = template.direction == "vertical"
    return {
        id(note): mark(number, template.notes, vertical=vertical)
        for number, (_, note) in enumerate(in_order(manuscript), 1)
    }


def head_width(count: int, look: NoteStyle, *, vertical: bool) -> float:
    """Ems that the marks of ``count`` notes take at the head of their words."""
    if vertical:
        return 1.0 + _MARK_GAP
    return len(str(count)) * _DIGIT + (2 * _BRACKET if look.numbers == "brackets" else 0.0) + _MARK_GAP


def hanging(style: TextStyle, count: int, template: Template) -> TextStyle:
    """The style of notes whose marks stand out from their words."""
    width = head_width(count, template.notes, vertical=template.direction == "vertical")
    return replace(style, first=0.0, rest=width, role="endnote")


def gathered(book: Book, template: Template) -> Matter | None:
    """All articles' notes as a piece of back matter, a block an article (its text the title, its id the key)."""
    if template.notes.place != "book":
        return None
    blocks = []
    for article in book.articles():
        notes = tuple(note for _, note in in_order(article.manuscript))
        if notes:
            blocks.append(Block(BlockKind.HEADING, article.title, notes=notes, level=1, id=article.key))
    if not blocks:
        return None
    return Matter("endnotes", Article(KEY, template.notes.title, Manuscript(tuple(blocks)), form="endnotes"))


def with_endnotes(back: tuple[Matter, ...], book: Book, template: Template) -> tuple[Matter, ...]:
    """The back matter with the notes of all articles before its indexes and 后记 (at its end, where it has none)."""
    found = gathered(book, template)
    if found is None:
        return back
    place = next((n for n, matter in enumerate(back) if matter.kind in _BEFORE), len(back))
    return (*back[:place], found, *back[place:])


def callers(book: Book) -> dict[tuple[str, str], str]:
    """(article, note) → the block that calls the note."""
    return {
        (article.key, note.id): block.id for article in book.articles() for block, note in in_order(article.manuscript)
    }
