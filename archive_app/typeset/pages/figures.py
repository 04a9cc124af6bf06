"""Pictures become material: their size, their caption, and where they are to stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import FigureBlock, NoteBlock
from archive_app.typeset.pages.beside import LEAST_BESIDE, Shaper, Stand, stand_level, stand_upright
from archive_app.typeset.pages.fullpage import PageSetter
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content, GroupSetter
from archive_app.typeset.pages.material import BoxImage, Inset, Material, SetBeside, SetBox, SetNote, SetPlate
from archive_app.typeset.pages.pictures import FRAME_RATIO, Pictures, Say, blocked, empty_frame
from archive_app.typeset.pages.stack import SetLines, stack
from archive_app.typeset.templates import Template

_FIGURE_AIR = 0.9  # of the leading, above and below a picture together
_CAPTION_EMS = 10.0  # a caption in columns is at least so long
_MOST_BESIDE = 0.75  # of a page's rows that a picture with text beside it may take


class FigureSetter:
    """Sets the pictures of one article; ``heading`` sets a heading beside one."""

    def __init__(
        self,
        template: Template,
        grid: Grid,
        set_lines: SetLines,
        say: Say,
        title: str,
        notes: Callable[[str, Sequence[NoteBlock]], tuple[SetNote, ...]],
        heading: Callable[[SetBox, float], SetBox],
    ) -> None:
        self.template, self.grid, self.set_lines = template, grid, set_lines
        self._say, self._title, self._notes = say, title, notes
        self.pictures = Pictures(title, say)
        self._shaper = Shaper(grid, heading)
        self._groups = GroupSetter(template, grid, set_lines, self.pictures, notes)
        self._pages = PageSetter(template, grid, set_lines, self.pictures, self._groups, say)

    def set(self, block: FigureBlock) -> list[Material]:
        """The material of a picture or a group of them."""
        if block.place in ("page", "spread", "bleed"):
            return self._pages.set(block)
        if block.place == "plate":
            return [SetPlate(block)]
        if block.parts:
            return [*self._groups.set(block)]
        if block.place == "beside":
            return [self._beside(block)]
        return [self._figure(block)]

    # for plates

    def alone(self, block: FigureBlock, room: float) -> Content:
        """A picture or a group as large as a page ``room`` points high lets it be."""
        return self._pages.alone(block, room)

    def captioned(self, block: FigureBlock, width: float) -> Content:
        """A picture (or a group) ``width`` points wide with its caption."""
        return self._pages.captioned(block, width, math.inf)

    def aspect(self, block: FigureBlock) -> float:
        """How many times as wide as high a picture is."""
        return self.pictures.aspect(block.path, block.source, block.block)

    def notes_of(self, block: FigureBlock) -> tuple[SetNote, ...]:
        """The notes of a picture's or a group's captions."""
        return self._pages.notes(block)

    # on the text's pages

    def _figure(self, block: FigureBlock) -> SetBox:
        grid = self.grid
        if grid.vertical:
            return self._upright_figure(block)
        captions, caption_height = self._captions(block, grid.width * max(0.6, min(0.9, block.width)))
        gap = self.template.figures.gap if captions else 0.0
        tallest = grid.height * self.template.figures.tallest
        tallest = min(tallest, grid.height - caption_height - gap - grid.leading)
        width, height, path = self._picture(block, grid.width, tallest)
        content = height + gap + caption_height
        rows = min(grid.rows, grid.rows_for(content, grid.leading * _FIGURE_AIR))
        y = grid.middle(rows, content)
        image = BoxImage(path, (grid.width - width) / 2, y, width, height, block.alt)
        insets = tuple(replace(inset, y=inset.y + y + height + gap) for inset in captions)
        rows_top = min(grid.rows, grid.rows_for(content, grid.leading * _FIGURE_AIR / 2))
        return self._box(block, rows, rows_top, y, image, insets)

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
        y = grid.middle(rows, content)
        # along the column is down the paper, so width and height change places
        image = BoxImage(path, (grid.width - high) / 2, y, high, wide, block.alt)
        insets = tuple(replace(inset, y=inset.y + y + wide + gap) for inset in captions)
        return self._box(block, rows, min(grid.rows, grid.rows_for(content)), y, image, insets)

    def _box(
        self, block: FigureBlock, rows: int, rows_top: int, lift: float, image: BoxImage, insets: tuple[Inset, ...]
    ) -> SetBox:
        return SetBox(
            block.block,
            rows,
            insets,
            (image,) if image.path is not None else (),
            () if image.path is not None else empty_frame(image),
            self._notes(block.block, block.notes),
            rows_top=rows_top,
            lift=lift,
            place=block.place,
            floats=True,
        )

    # beside text

    def _beside(self, block: FigureBlock) -> SetBeside | SetBox:
        """A picture that text stands beside, at the side it asks for."""
        grid, vertical = self.grid, self.grid.vertical
        aspect = self.pictures.aspect(block.path, block.source, block.block)
        inline = self._figure(replace(block, place="here"))
        most = int(grid.rows * _MOST_BESIDE)
        across = grid.across if vertical else grid.width
        stand = (stand_upright if vertical else stand_level)(
            grid,
            across * block.width,
            aspect,
            lambda column: self._captions(block, column, beside=True),
            self.template.figures.gap if block.caption else 0.0,
            most,
        )
        path = self.pictures.shown(block.path)
        if stand is None or path is None:
            if stand is None:
                self._say(
                    problems.BESIDE_NARROW,
                    f"《{self._title}》的图片“{block.source}”旁边不足{LEAST_BESIDE}字宽，或图太高、图说太长，已单独排在文中",
                    "请把图排小一些（width），改短图说，或改用 place=here。",
                    block.block,
                )
            return inline
        self.pictures.check(path, block.source, block.block, stand.across if vertical else stand.along)
        image = BoxImage(path, 0.0, 0.0, stand.along, stand.across, block.alt)
        picture, text = _sides(block.side, grid, stand)
        notes = self._notes(block.block, block.notes)
        return SetBeside(
            block.block,
            stand.rows,
            stand.taken,
            picture,
            text,
            stand.captions,
            (image,),
            notes,
            inline,
            self._shaper,
        )

    # parts

    def _captions(self, block: FigureBlock, column: float, *, beside: bool = False) -> tuple[list[Inset], float]:
        """Captions are centred, two lines about as long as each other; longer ones are a block under the picture."""
        x = 0.0 if beside else (self.grid.width - column) / 2
        pieces = [(blocked(content, column, self.set_lines), 0.0) for content in block.caption]
        return stack(pieces, column, self.set_lines, x=x)

    def _picture(self, block: FigureBlock, measure: float, tallest: float) -> tuple[float, float, Path | None]:
        """(width, height, file): the size it is placed at, ``measure`` being what its share is of; no file where it
        cannot be read."""
        width = measure * block.width
        pixels = self.pictures.pixels(block.path, block.source, block.block)
        if pixels is None:
            return width, min(tallest, width * FRAME_RATIO), None
        height = width * pixels[1] / pixels[0]
        if height > tallest:
            width, height = width * tallest / height, tallest
        self.pictures.check(block.path, block.source, block.block, width)
        return width, height, block.path


def _sides(side: str, grid: Grid, stand: Stand) -> tuple[tuple[float, float], tuple[float, float]]:
    """How far along the picture stands, and the text beside it: each on a recto and on a verso."""
    at_end, at_start = (grid.width - stand.along, 0.0), (0.0, stand.taken)
    if grid.vertical:  # a column's head and foot are the same on both sides of a leaf
        picture, text = at_end if side in ("inner", "right") else at_start
        return (picture, picture), (text, text)
    outer_right = not grid.right_bound  # on a recto
    recto = {"left": False, "right": True, "inner": not outer_right}.get(side, outer_right)
    verso = recto if side in ("left", "right") else not recto
    chosen = [at_end if right else at_start for right in (recto, verso)]
    return (chosen[0][0], chosen[1][0]), (chosen[0][1], chosen[1][1])
