"""What stands around an article's text: its title, the note on its author at the first page's foot, its date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive_app.domain.manuscript import Block, Note, Span, SpanStyle
from archive_app.typeset import problems
from archive_app.typeset.blocks.endnotes import callers, hanging, in_order, mark, place_of
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, FigureNumbers
from archive_app.typeset.blocks.forms import formed
from archive_app.typeset.blocks.manuscript import Report, Styler, text_style
from archive_app.typeset.blocks.model import (
    EndnotesBlock,
    FlowBlock,
    HeadingBlock,
    NoteBlock,
    StyledText,
    TextBlock,
    TitleBlock,
)
from archive_app.typeset.book import Article, Book
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

_LONG_TITLE = 40
_NOTE_MARK = "*"


def picture_finder(book: Book) -> Callable[[str], Path | None]:
    """How a book's picture sources become files: by its own map, else in its folder; None where there is no file."""
    known: Mapping[str, Path] = book.pictures

    def find(source: str) -> Path | None:
        path = known.get(source)
        if path is None and source and book.images is not None:
            path = book.images / source
        try:
            return path if path is not None and path.is_file() else None
        except (OSError, ValueError):  # a name the file system does not take
            return None

    return find


def article_blocks(
    article: Article,
    template: Template,
    book: Book,
    report: Report,
    opening: str = "",
    figures: FigureNumbers = EACH_ITS_OWN,
) -> tuple[FlowBlock, ...]:
    """Everything of an article that flows. ``opening`` is the 栏目 printed over its title, where there is one;
    ``figures`` are the numbers of its pictures."""
    find = picture_finder(book)
    styler = Styler(template, report, article=article.key, title=article.title, find=find, figures=figures)
    blocks: list[FlowBlock] = [title_block(article, template, report, opening)]
    if article.form == "endnotes":
        return (*blocks, *_of_all(article, template, book, styler))
    place = place_of(article, book, template)
    blocks += formed(article.form, styler.style(article.manuscript, place), article.manuscript, template)
    if article.written.strip():
        text = article.written.strip()
        text = text if text.startswith("（") else f"（{text}）"
        blocks.append(TextBlock("", StyledText(text, text_style(template, "written"))))
    if place == "article":
        called = tuple(in_order(article.manuscript))
        if called:
            blocks.append(_notes_heading(template.notes.title, "notes-title", template))
            blocks.append(_listed([(block.id, block, note) for block, note in called], template, styler))
    return tuple(blocks)


def _of_all(article: Article, template: Template, book: Book, styler: Styler) -> Iterator[FlowBlock]:
    """The notes of all articles, each article's under its title."""
    known = callers(book)
    for block in article.manuscript:
        yield _notes_heading(block.text, "heading-2", template)
        called = [(known.get((block.id, note.id), ""), block, note) for note in block.notes]
        yield _listed(called, template, styler, block.id)


def _notes_heading(words: str, name: str, template: Template) -> HeadingBlock:
    style = template.style(name)
    set_style = text_style(template, name)
    if style.align == "left":
        set_style = replace(set_style, first=max(set_style.first, set_style.rest))
    content = StyledText(words, set_style)
    return HeadingBlock("", content, style.rows, 1, style.leading or template.leading_pt)


def _listed(
    called: Sequence[tuple[str, Block, Note]], template: Template, styler: Styler, article: str = ""
) -> EndnotesBlock:
    """Notes with their marks before them: (the block that calls it, the block it is kept with, the note)."""
    vertical = template.direction == "vertical"
    notes = []
    for number, (caller, block, note) in enumerate(called, 1):
        made = styler.note(block, note)
        style = hanging(made.content.style, len(called), template)
        figures = ((mark(number, template.notes, vertical=vertical), note.id),)
        notes.append((caller, replace(made, content=replace(made.content, style=style, figures=figures))))
    return EndnotesBlock(tuple(notes), article)


def title_block(article: Article, template: Template, report: Report, opening: str = "") -> TitleBlock:
    """Title, subtitle and byline, and the note on the article as a starred note."""
    title = " ".join(article.title.split()) or "（无题）"
    if len(title) > _LONG_TITLE:
        report(
            Problem(
                problems.TITLE_LONG,
                f"《{title[:20]}……》的标题有{len(title)}字，排成多行，书眉从略",
                "请酌情改短，或把一部分移作副题。",
                article=article.key,
            )
        )
    note = article.note.strip()
    pieces: list[tuple[StyledText, float]] = []
    if opening:
        style = template.style("section-opening")
        pieces.append((StyledText(opening, text_style(template, "section-opening")), style.space))
    starred = title + (_NOTE_MARK if note else "")
    spans = (Span(len(title), len(starred), SpanStyle.SUPERSCRIPT),) if note else ()
    pieces.append((StyledText(starred, text_style(template, "title"), spans), 0.0))
    if article.subtitle.strip():
        subtitle = article.subtitle.strip()
        subtitle = subtitle if subtitle.startswith("——") else f"——{subtitle}"
        pieces.append((StyledText(subtitle, text_style(template, "subtitle")), template.style("subtitle").space))
    for number, line in enumerate(part for part in article.byline if part.strip()):
        space = template.style("byline").space if number == 0 else 0.0
        pieces.append((StyledText(line.strip(), text_style(template, "byline")), space))
    starred_note = (
        NoteBlock(f"{article.key}#note", StyledText(note, text_style(template, "note"), label=_NOTE_MARK + " "))
        if note
        else None
    )
    return TitleBlock(tuple(pieces), template.style("title").rows, opening, starred_note)
