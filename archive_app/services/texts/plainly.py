"""A text as Word can show it: what a document cannot hold (whose name is marked, how a picture is placed) left out.

What comes back from Word untouched is, block by block, what `plainly` makes of what went out: so whatever is otherwise
was changed by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.intake.text.rich import Rich, merged
from archive_app.typeset.reflow.table_grid import head_rows

_UNSEEN = frozenset({SpanStyle.PERSON, SpanStyle.PLACE})
HIDDEN = _UNSEEN | {SpanStyle.NAME}
"""Marks that are carried over from what went out: two of them are not in a document, 专名线 is an underline in some."""
_OVERALL = frozenset({SpanStyle.BOLD, SpanStyle.KAI})
_MISSING = "（注文缺）"
_DIALOGUE = frozenset({BlockKind.QUESTION, BlockKind.ANSWER})
_TITLED = frozenset({BlockKind.QUESTION, BlockKind.ANSWER, BlockKind.LIST_ITEM})


def plainly(block: Block) -> Block:
    """The block as it comes back where nobody touched it; its id stays."""
    rich = Rich(_spaced(block.text), _seen(block), tuple(n for n in block.notes if n.cell is None))
    if block.kind is BlockKind.VERSE:
        rich = replace(rich, spans=_by_lines(rich.text, rich.spans))
        rich = replace(rich, notes=tuple(replace(n, at=n.at + _before_a_line(rich.text, n.at)) for n in rich.notes))
    if not rich.text.strip():
        rich = Rich("", (), rich.notes)
    rich = rich.strip()
    spans = merged(rich.spans)
    if block.kind is BlockKind.HEADING:
        whole = (0, len(rich.text))
        spans = tuple(s for s in spans if not ((s.start, s.end) == whole and s.style in _OVERALL))
    notes = (*rich.notes, *(_in_cell(block, note) for note in block.notes if note.cell is not None))
    return replace(
        block,
        text=rich.text,
        spans=spans,
        notes=tuple(_note(note) for note in sorted(notes, key=lambda note: (note.cell or (-1, 0), note.at))),
        level=max(1, block.level) if block.kind is BlockKind.HEADING else 0,
        rows=_rows(block),
        picture=Picture(block.picture.source) if block.picture is not None else None,
        tight=0,
        label=_label(block),
        segments=(),
    )


def shown_blocks(manuscript: Manuscript) -> list[Block]:
    """The blocks that a document shows, plainly."""
    made = (plainly(block) for block in manuscript)
    return [one for one in made if one.text or one.notes or one.rows or one.picture or one.kind is BlockKind.PAGE_BREAK]


def _by_lines(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Marks of verse line by line: the ends of lines bear none."""
    found: list[Span] = []
    for span in spans:
        if span.style is SpanStyle.LINE_BREAK:
            continue
        at = span.start
        for line in text[span.start : span.end].split("\n"):
            if line:
                found.append(replace(span, start=at, end=at + len(line)))
            at += len(line) + 1
    return merged(found)


def _before_a_line(text: str, at: int) -> int:
    """1 where a line of verse ends: a note there is read as that of the line that follows."""
    return 1 if 0 < at < len(text) and text[at] == "\n" else 0


def _spaced(text: str) -> str:
    return text.replace("\t", "　")


def _seen(block: Block) -> tuple[Span, ...]:
    """The marks that can be seen, in order, 专名线 as the underline that it is drawn as."""
    found: list[Span] = []
    for span in block.spans:
        if span.style in _UNSEEN or (span.end <= span.start and span.style is not SpanStyle.LINE_BREAK):
            continue
        if span.style is SpanStyle.RUBY and not span.value.strip():
            continue
        if span.style is SpanStyle.RUBY:
            found.append(replace(span, value=span.value.strip()))
        elif span.style is SpanStyle.NAME:
            found.append(Span(span.start, span.end, SpanStyle.UNDERLINE))
        else:
            found.append(Span(span.start, span.end, span.style))
    return merged(found)


def _note(note: Note) -> Note:
    """A note with whose it is as its last words, as it is printed."""
    rich = Rich(_spaced(note.text), tuple(s for s in note.spans if s.style not in _UNSEEN)).strip()
    text = "" if rich.text == _MISSING else rich.text
    signed = f"（{note.by}）" if note.by and not text.endswith(f"（{note.by}）") else ""
    return Note(note.at, text + signed, "", (), note.id, note.cell)


def _rows(block: Block) -> tuple[tuple[Cell, ...], ...]:
    """A table's rows; its head is what comes again on every page."""
    heads = head_rows(block) if block.rows else 0
    return tuple(
        tuple(replace(_cell(cell), header=number < heads) for cell in row) for number, row in enumerate(block.rows)
    )


def _cell(cell: Cell) -> Cell:
    """A cell without the blanks around its lines, and with the marks that are seen."""
    rich = Rich(cell.text, _seen(Block(BlockKind.PARAGRAPH, cell.text, cell.spans)))
    whole, start = Rich(), 0
    for line in cell.text.split("\n"):
        part = rich.cut(start, start + len(line)).strip()
        start += len(line) + 1
        if part.text:
            whole = whole + (Rich("\n") if whole.text else Rich()) + replace(part, text=_spaced(part.text))
    return replace(cell, text=whole.text, spans=whole.spans)


def _in_cell(block: Block, note: Note) -> Note:
    """A note of a cell where its words are without the blanks around its lines."""
    row, column = note.cell or (0, 0)
    if not (row < len(block.rows) and column < len(block.rows[row])):
        return note
    start = made = 0
    for line in _spaced(block.rows[row][column].text).split("\n"):
        words = line.strip()
        made += bool(made and words)
        if note.at <= start + len(line):
            lead = len(line) - len(line.lstrip()) if words else 0
            return replace(note, at=made + min(max(0, note.at - start - lead), len(words)))
        start += len(line) + 1
        made += len(words)
    return replace(note, at=made)


def _label(block: Block) -> str:
    if block.kind not in _TITLED:
        return ""
    label = block.label.strip() or (block.kind.label if block.kind in _DIALOGUE else "")
    return label.rstrip("：:") if block.kind in _DIALOGUE else label


def same_plainly(one: Sequence[Block], other: Sequence[Block]) -> bool:
    """Whether two rows of blocks look alike, ids aside."""
    return [bare_plainly(block) for block in one] == [bare_plainly(block) for block in other]


def bare_plainly(block: Block) -> Block:
    """A plain block without ids."""
    made = plainly(block)
    return replace(made, id="", notes=tuple(replace(note, id="") for note in made.notes))


def blank(blocks: Iterable[Block]) -> bool:
    """Whether there is nothing in them."""
    return not any(block.text or block.rows or block.picture for block in blocks)
