"""Blocks become material: their lines are set, their height is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import (
    BreakBlock,
    EndnotesBlock,
    FigureBlock,
    FlowBlock,
    HeadingBlock,
    NoteBlock,
    RosterBlock,
    TableBlock,
    TextBlock,
    TitleBlock,
)
from archive_app.typeset.pages.endnotes import set_endnotes
from archive_app.typeset.pages.figures import FigureSetter
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import level_text
from archive_app.typeset.pages.material import Inset, Material, SetBox, SetBreak, SetNote, SetText
from archive_app.typeset.pages.roster import set_roster
from archive_app.typeset.pages.stack import SetLines, balanced, opened
from archive_app.typeset.pages.tables import set_table
from archive_app.typeset.pages.turned_table import turned_table, wants_turning
from archive_app.typeset.pages.upright import level_block, upright_table
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

_MANY_ROWS = 100000
_TITLE_DROP = 0.44  # how far down its space a title stands


class Setter:
    """Sets the blocks of one article."""

    def __init__(
        self,
        template: Template,
        grid: Grid,
        set_lines: SetLines,
        report: Callable[[Problem], None],
        article: str,
        title: str,
    ) -> None:
        self.template, self.grid, self.set_lines = template, grid, set_lines
        self._report, self._article, self._title = report, article, title
        self.figures = FigureSetter(template, grid, set_lines, self._say, title, self._notes, self._heading_beside)

    def set(self, blocks: Sequence[FlowBlock]) -> list[Material]:
        """The material of ``blocks``, in order."""
        if self.grid.vertical:
            return [piece for block in blocks for piece in self._in_columns(block)]
        found: list[Material] = []
        for block in blocks:
            if isinstance(block, RosterBlock):
                found += set_roster(block, self.grid, self.set_lines)
            elif isinstance(block, FigureBlock):
                found += self.figures.set(block)
            elif isinstance(block, TableBlock) and wants_turning(block, self.template, self.grid):
                found += self._turned(block)
            else:
                found.append(self._one(block))
        return found

    def _in_columns(self, block: FlowBlock) -> Sequence[Material]:
        """The material of a block on a page of columns; a table is cut where a column ends."""
        if isinstance(block, RosterBlock):
            return set_roster(block, self.grid, self.set_lines)
        if isinstance(block, FigureBlock):
            return self.figures.set(block)
        if not isinstance(block, TableBlock):
            return (self._one(block),)
        if wants_turning(block, self.template, self.grid.level(self.template)):
            return self._turned(block)
        level = replace(self.grid, width=self.grid.across, rows=_MANY_ROWS, vertical=False)
        notes = self._notes(block.block, block.notes)
        table = set_table(
            level_block(block),
            notes,
            self.template,
            level,
            self.set_lines,
            self._say,
            spread=False,
            tallest=self.grid.down,
        )
        return upright_table(table, self.grid, Grid.middle)

    def _turned(self, block: TableBlock) -> Sequence[Material]:
        """A table on pages of its own, turned."""
        level = self.grid.level(self.template)
        notes = []
        for note in block.notes:
            content = level_text(note.content)
            lines = self.set_lines(content, level.width, 0).lines
            style = content.style
            notes.append(SetNote(note.id, block.block, lines, style.leading or style.size * 1.5, style.size))
        return turned_table(level_block(block), tuple(notes), self.template, level, self.set_lines, self._say)

    def _one(self, block: FlowBlock) -> Material:
        if isinstance(block, TextBlock):
            return self._text(block)
        if isinstance(block, HeadingBlock):
            return self._heading(block)
        if isinstance(block, TitleBlock):
            return self._title_box(block)
        if isinstance(block, TableBlock):
            notes = self._notes(block.block, block.notes)
            return set_table(block, notes, self.template, self.grid, self.set_lines, self._say)
        if isinstance(block, EndnotesBlock):
            return set_endnotes(block, self.grid, self.set_lines)
        assert isinstance(block, BreakBlock)
        return SetBreak(block.block)

    def _text(self, block: TextBlock) -> SetText:
        found = self.set_lines(block.content, self.grid.width, block.tight)
        if not found.changed:  # whoever asks for it by hand sees what it looks like
            found = self.set_lines(block.content, self.grid.width, 2 * block.tight)
        if not found.changed:
            wish = "紧" if block.tight < 0 else "松"
            self._say(
                problems.TIGHT_IMPOSSIBLE,
                f"《{self._title}》“{block.content.text[:12]}……”一段无法再{wish}排一行，照常排",
                "请增删几个字，或取消这一段的紧排、松排标记。",
                block.block,
            )
        if any(line.overfull for line in found.lines):
            self._say(
                problems.OVERFULL_LINE,
                f"《{self._title}》“{block.content.text[:12]}……”一段有排不下的长串",
                "请在长串中加空格或换行。",
                block.block,
            )
        return SetText(block, found.lines, self._notes(block.block, block.notes))

    def _notes(self, block: str, notes: Sequence[NoteBlock]) -> tuple[SetNote, ...]:
        return tuple(self.note(block, note) for note in notes)

    def note(self, block: str, note: NoteBlock) -> SetNote:
        """A note's lines, at the measure."""
        style = note.content.style
        lines = self.set_lines(note.content, self.grid.width, 0).lines
        return SetNote(note.id, block, lines, style.leading or style.size * 1.5, style.size, note.content.numbered)

    def _heading_beside(self, box: SetBox, width: float) -> SetBox:
        """A heading as it is set beside a picture, in ``width`` points."""
        return self._heading(box.source, width) if box.source is not None else box

    def _heading(self, block: HeadingBlock, width: float = 0.0) -> SetBox:
        style, width = block.content.style, width or self.grid.width
        lines = self.set_lines(block.content, width, 0).lines
        if style.align == "center":
            lines = balanced(block.content, width, self.set_lines)
        leading, size, grid = block.leading, style.size, self.grid
        height = (len(lines) - 1) * leading + size
        if block.rows == 1 and len(lines) == 1:
            y, rows, rows_top, lift = (grid.ascent * (grid.size - size)) / (1 if grid.vertical else 2), 1, 1, 0.0
        else:
            rows = max(block.rows, grid.rows_for(height, grid.leading * 0.5))
            y = grid.middle(rows, height)
            rows_top = max(rows - 1, grid.rows_for(height))
            lift = y - max(0.0, grid.middle(rows_top, height) * 0.6)
        insets = tuple(
            Inset(line, 0.0, y + k * leading + style.ascent * size, size, style.role) for k, line in enumerate(lines)
        )
        return SetBox(
            block.block,
            rows,
            insets,
            notes=self._notes(block.block, block.notes),
            rows_top=rows_top,
            lift=lift,
            keep=True,
            level=block.level,
            title=block.content.text,
            source=block,
        )

    def _title_box(self, block: TitleBlock) -> SetBox:
        grid = self.grid
        insets: list[Inset] = []
        y = 0.0
        for number, (content, space) in enumerate(block.pieces):
            style = content.style
            leading = style.leading or style.size * 1.5
            y += space if number else 0.0
            for line in opened(balanced(content, grid.width, self.set_lines), style.size):
                baseline = y + (leading - style.size) / 2 + style.ascent * style.size
                insets.append(Inset(line, 0.0, baseline, style.size, style.role))
                y += leading
        rows = max(block.rows, grid.rows_for(y, grid.leading * 2.0))
        drop = (rows * grid.leading - y) * _TITLE_DROP
        notes = (self.note("", block.note),) if block.note else ()
        placed = tuple(replace(inset, y=inset.y + drop) for inset in insets)
        return SetBox("", rows, placed, notes=notes, keep=True, rows_top=rows, opens=True)

    def _say(self, code: str, message: str, remedy: str, block: str, serious: bool = False) -> None:
        self._report(Problem(code, message, remedy, article=self._article, block=block, serious=serious))
