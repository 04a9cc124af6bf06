"""Blocks as plain HTML for other programs' clipboard: what Word, WPS and mail programs make paragraphs of."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Span, SpanStyle

_TAGS = {
    BlockKind.QUOTE: ("<blockquote><p>", "</p></blockquote>"),
    BlockKind.VERSE: ("<p style='font-family:楷体'>", "</p>"),
    BlockKind.LIST_ITEM: ("<ul><li>", "</li></ul>"),
}
_MARKS = {
    SpanStyle.BOLD: ("<b>", "</b>"),
    SpanStyle.KAI: ("<span style='font-family:楷体'>", "</span>"),
    SpanStyle.UNDERLINE: ("<u>", "</u>"),
    SpanStyle.DOTS: ("<span style='text-emphasis:filled dot'>", "</span>"),
    SpanStyle.NAME: ("<u>", "</u>"),
    SpanStyle.BOOK: ("<span style='text-decoration:underline wavy'>", "</span>"),
    SpanStyle.SMALL: ("<small>", "</small>"),
    SpanStyle.SUPERSCRIPT: ("<sup>", "</sup>"),
    SpanStyle.SUBSCRIPT: ("<sub>", "</sub>"),
}


def html_of(manuscript: Manuscript) -> str:
    """The blocks; notes at the end, called by numbers in brackets; pictures are left out."""
    notes: list[str] = []
    inner = "".join(_block(block, notes) for block in manuscript)
    if notes:
        inner += "<hr>" + "".join(f"<p>[{number}] {escape(words)}</p>" for number, words in enumerate(notes, start=1))
    return f"<html><body><!--StartFragment-->{inner}<!--EndFragment--></body></html>"


def _block(block: Block, notes: list[str]) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block)
    if block.kind in (BlockKind.PAGE_BREAK, BlockKind.PICTURE):
        return ""
    if block.kind is BlockKind.HEADING:
        tag = f"h{min(6, max(1, block.level) + 1)}"
        before, after = f"<{tag}>", f"</{tag}>"
    else:
        before, after = _TAGS.get(block.kind, ("<p>", "</p>"))
    label = f"{block.label or block.kind.label}：" if block.kind in (BlockKind.QUESTION, BlockKind.ANSWER) else ""
    return before + escape(label) + "".join(_pieces(block, notes)) + after


def _pieces(block: Block, notes: list[str]) -> Iterator[str]:
    cuts = {0, len(block.text)}
    for span in block.spans:
        cuts |= {span.start, span.end}
    cuts |= {note.at for note in block.notes}
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(block.text))
    for start, end in zip(ordered, [*ordered[1:], None], strict=True):
        for note in block.notes:
            if note.at == start:
                notes.append(note.text)
                yield f"<sup>[{len(notes)}]</sup>"
        if any(span.style is SpanStyle.LINE_BREAK and span.start == start for span in block.spans):
            yield "<br>"
        if end is not None:
            on = [span for span in block.spans if span.start <= start and end <= span.end and span.end > span.start]
            yield _piece(block.text[start:end], on)


def _piece(text: str, on: list[Span]) -> str:
    made = escape(text).replace("\n", "<br>")
    reading = next((span.value for span in on if span.style is SpanStyle.RUBY), "")
    if reading:
        made = f"<ruby>{made}<rt>{escape(reading)}</rt></ruby>"
    for span in on:
        before, after = _MARKS.get(span.style, ("", ""))
        made = before + made + after
    return made


def _cell(cell: Cell) -> Iterator[str]:
    """The words of a cell with their marks."""
    edges = sorted({0, len(cell.text), *(at for span in cell.spans for at in (span.start, span.end))})
    for start, end in pairwise(edges):
        yield _piece(cell.text[start:end], [s for s in cell.spans if s.start <= start and end <= s.end])


def _table(block: Block) -> str:
    rows = []
    for row in block.rows:
        cells = []
        for cell in row:
            tag = "th" if cell.header else "td"
            extent = f" colspan={cell.columns}" if cell.columns > 1 else ""
            extent += f" rowspan={cell.rows}" if cell.rows > 1 else ""
            cells.append(f"<{tag}{extent}>{''.join(_cell(cell))}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{escape(block.text)}</caption>" if block.text else ""
    return f"<table border=1 style='border-collapse:collapse'>{caption}{''.join(rows)}</table>"
