"""Notes at an article's end or in the back: their lines at the leading of notes, off the grid, parted between pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_app.typeset.blocks.model import EndnotesBlock
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetTable, TableRow
from archive_app.typeset.pages.stack import SetLines

_TOGETHER = 2
"""Lines of a note that stay together at its beginning and at its end."""


def set_endnotes(block: EndnotesBlock, grid: Grid, set_lines: SetLines) -> SetTable:
    """The notes as rows of a table without rules; a row holds the lines that do not part."""
    rows = []
    for caller, note in block.notes:
        style = note.content.style
        leading = style.leading or style.size * 1.5
        first = (leading - style.size) / 2 + style.ascent * style.size
        for lines in _stretches(set_lines(note.content, grid.width, 0).lines):
            insets = tuple(
                Inset(line, 0.0, first + number * leading, style.size, style.role, f"note:{note.id}", caller)
                for number, line in enumerate(lines)
            )
            rows.append(TableRow(len(lines) * leading, insets, ()))
    return SetTable("", (), 0.0, (), tuple(rows), grid.width, 0.0, 0.0, free=True, article=block.article)


def _stretches(lines: Sequence[SetLine]) -> Iterator[Sequence[SetLine]]:
    """A note's lines: the first two, the last two, and those between one by one."""
    if len(lines) < 2 * _TOGETHER:
        yield lines
        return
    yield lines[:_TOGETHER]
    yield from (lines[number : number + 1] for number in range(_TOGETHER, len(lines) - _TOGETHER))
    yield lines[-_TOGETHER:]
