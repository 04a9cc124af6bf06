"""Blocks become material: their lines are set, their height is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import (
    BreakBlock,
    FigureBlock,
    FlowBlock,
    HeadingBlock,
    NoteBlock,
    RosterBlock,
    TableBlock,
    TextBlock,
    TitleBlock,
)
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import BoxImage, Inset, Material, SetBox, SetBreak, SetNote, SetText
from archive_app.typeset.pages.roster import set_roster
from archive_app.typeset.pages.stack import SetLines, balanced, opened, stack
from archive_app.typeset.pages.tables import set_table
from archive_app.typeset.pages.upright import level_block, upright_table
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

_COARSE_DPI = 150
_FRAME_RATIO = 0.62  # height to width of the frame that stands for a missing picture
_FIGURE_AIR = 0.9  # of the leading, above and below a picture together
_MANY_ROWS = 100000
_CAPTION_EMS = 10.0  # a caption in columns is at least so long
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

    def set(self, blocks: Sequence[FlowBlock]) -> list[Material]:
        """The material of ``blocks``, in order."""
        if self.grid.vertical:
            return [piece for block in blocks for piece in self._in_columns(block)]
        found: list[Material] = []
        for block in blocks:
            if isinstance(block, RosterBlock):
                found += set_roster(block, self.grid, self.set_lines)
            else:
                found.append(self._one(block))
        return found

    def _in_columns(self, block: FlowBlock) -> Sequence[Material]:
        """The material of a block on a page of columns; a table is cut where a column ends."""
        if isinstance(block, RosterBlock):
            return set_roster(block, self.grid, self.set_lines)
        if not isinstance(block, TableBlock):
            return (self._one(block),)
        level = replace(self.grid, width=self.grid.across, rows=_MANY_ROWS, vertical=False)
        notes = self._notes(block.block, block.notes)
        table = set_table(level_block(block), notes, self.template, level, self.set_lines, self._say, spread=False)
        if any(row.height > self.grid.down for row in table.rows):
            what = "有一个表的一行比一面还高，排出了版心"
            self._say(problems.TABLE_TOO_WIDE, what, "请把这一行拆成几行。", block.block)
        return upright_table(table, self.grid, _middle)

    def _one(self, block: FlowBlock) -> Material:
        if isinstance(block, TextBlock):
            return self._text(block)
        if isinstance(block, HeadingBlock):
            return self._heading(block)
        if isinstance(block, TitleBlock):
            return self._title_box(block)
        if isinstance(block, FigureBlock):
            return self._figure(block)
        if isinstance(block, TableBlock):
            notes = self._notes(block.block, block.notes)
            return set_table(block, notes, self.template, self.grid, self.set_lines, self._say)
        assert isinstance(block, BreakBlock)
        return SetBreak(block.block)

    def _text(self, block: TextBlock) -> SetText:
        found = self.set_lines(block.content, self.grid.width, block.tight)
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

    def _heading(self, block: HeadingBlock) -> SetBox:
        style = block.content.style
        lines = self.set_lines(block.content, self.grid.width, 0).lines
        if style.align == "center":
            lines = balanced(block.content, self.grid.width, self.set_lines)
        leading, size, grid = block.leading, style.size, self.grid
        height = (len(lines) - 1) * leading + size
        if block.rows == 1 and len(lines) == 1:
            y, rows, rows_top, lift = (grid.ascent * (grid.size - size)) / (1 if grid.vertical else 2), 1, 1, 0.0
        else:
            rows = max(block.rows, grid.rows_for(height, grid.leading * 0.5))
            y = _middle(grid, rows, height)
            rows_top = max(rows - 1, grid.rows_for(height))
            lift = y - max(0.0, _middle(grid, rows_top, height) * 0.6)
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

    def _figure(self, block: FigureBlock) -> SetBox:
        grid = self.grid
        if grid.vertical:
            return self._upright_figure(block)
        captions, caption_height = self._captions(block)
        gap = self.template.figures.gap if captions else 0.0
        tallest = grid.height * self.template.figures.tallest
        tallest = min(tallest, grid.height - caption_height - gap - grid.leading)
        width, height, path = self._picture(block, grid.width, tallest)
        content = height + gap + caption_height
        rows = min(grid.rows, grid.rows_for(content, grid.leading * _FIGURE_AIR))
        y = _middle(grid, rows, content)
        image = BoxImage(path, (grid.width - width) / 2, y, width, height, block.alt)
        insets = tuple(replace(inset, y=inset.y + y + height + gap) for inset in captions)
        rules = () if path is not None else _frame(image)
        return SetBox(
            block.block,
            rows,
            insets,
            (image,) if path is not None else (),
            rules,
            self._notes(block.block, block.notes),
            rows_top=min(grid.rows, grid.rows_for(content, grid.leading * _FIGURE_AIR / 2)),
            lift=y,
            place=block.place,
            floats=True,
        )

    def _upright_figure(self, block: FigureBlock) -> SetBox:
        """A picture on a page of columns: upright, in the middle of its columns, its caption in columns at its left."""
        grid = self.grid
        gap = self.template.figures.gap if block.caption else 0.0
        room = grid.height - gap - 3 * grid.leading  # captions of up to three columns have room beside it
        wide, high, path = self._picture(block, min(grid.across, room), grid.down)
        column = min(grid.width, max(high, _CAPTION_EMS * grid.size))
        captions, caption_width = stack(
            [(content, 0.0) for content in block.caption], column, self.set_lines, x=(grid.width - column) / 2
        )
        content = wide + gap + caption_width
        rows = min(grid.rows, grid.rows_for(content, grid.leading * _FIGURE_AIR))
        rows_top = min(grid.rows, grid.rows_for(content))
        y = _middle(grid, rows, content)
        # along the column is down the paper, so width and height change places
        image = BoxImage(path, (grid.width - high) / 2, y, high, wide, block.alt)
        insets = tuple(replace(inset, y=inset.y + y + wide + gap) for inset in captions)
        return SetBox(
            block.block,
            rows,
            insets,
            (image,) if path is not None else (),
            () if path is not None else _frame(image),
            self._notes(block.block, block.notes),
            rows_top=rows_top,
            lift=y,
            place=block.place,
            floats=True,
        )

    def _captions(self, block: FigureBlock) -> tuple[list[Inset], float]:
        """Captions are centred, two lines about as long as each other; longer ones are a block under the picture."""
        column = self.grid.width * max(0.6, min(0.9, block.width))
        x = (self.grid.width - column) / 2
        pieces = []
        for content in block.caption:
            if len(self.set_lines(content, column, 0).lines) > 2:
                content = replace(content, style=replace(content.style, align="justify"))
            pieces.append((content, 0.0))
        return stack(pieces, column, self.set_lines, x=x)

    def _picture(self, block: FigureBlock, measure: float, tallest: float) -> tuple[float, float, Path | None]:
        """(width, height, file): the size it is placed at, ``measure`` being what its share is of; no file where it
        cannot be read."""
        width = measure * block.width
        if block.path is None:
            return width, min(tallest, width * _FRAME_RATIO), None
        try:
            with Image.open(block.path) as picture:
                across, down = picture.size
                if picture.getexif().get(0x0112, 1) in (5, 6, 7, 8):
                    across, down = down, across
        except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
            self._say(
                problems.PICTURE_BROKEN,
                f"《{self._title}》的图片“{block.source}”读不出来（{type(error).__name__}），版面上留了空框",
                "文件可能已损坏，请换一份完好的。",
                block.block,
                serious=True,
            )
            return width, min(tallest, width * _FRAME_RATIO), None
        height = width * down / max(1, across)
        if height > tallest:
            width, height = width * tallest / height, tallest
        if across / (width / 72) < _COARSE_DPI:
            self._say(
                problems.PICTURE_COARSE,
                f"《{self._title}》的图片“{block.source}”只有{across}×{down}像素，按现在的大小印出来会发虚",
                "请换更大的原件，或把图排小一些（width）。",
                block.block,
            )
        return width, height, block.path

    def _say(self, code: str, message: str, remedy: str, block: str, serious: bool = False) -> None:
        self._report(Problem(code, message, remedy, article=self._article, block=block, serious=serious))


def _middle(grid: Grid, rows: int, height: float) -> float:
    """Where a piece ``height`` high begins so that it stands in the middle of the white between the line before
    ``rows`` lines of the grid and the line after them."""
    white = grid.leading - grid.size
    return -white + (rows * grid.leading + white - height) / 2


def _frame(image: BoxImage) -> tuple[Rule, ...]:
    x0, y0, x1, y1 = image.x, image.y, image.x + image.width, image.y + image.height
    edges = ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0), (x0, y0, x1, y1), (x0, y1, x1, y0))
    return tuple(Rule("line", *edge, 0.4) for edge in edges)
