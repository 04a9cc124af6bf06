"""Several pictures under one caption: rows of equal height that fill the measure.

Which pictures share a row follows from their shapes alone: the rows are to be about as high as each other, and neither
stripes nor posters. A group is never parted from its caption; one that is higher than a page goes on with the caption
again （续）.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from archive_app.frozen import dataclass
from archive_app.typeset.blocks.model import FigureBlock, FigurePart, NoteBlock, StyledText
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import BoxImage, Inset, SetBox, SetNote
from archive_app.typeset.pages.pictures import Pictures, blocked, empty_frame
from archive_app.typeset.pages.stack import SetLines, stack
from archive_app.typeset.templates import Template

GAP = 0.6  # ems of the body between pictures of a group
_LIKED = 0.3  # of the measure: how high a row is liked to be
_TALLEST = 0.62  # of the page: how high a row may be
_AIR = 0.9  # of the leading, above and below a group together
_SHRUNK = 0.8  # a group is brought down to so much of its size before it goes over a page
_AGAIN = "（续）"

Notes = Callable[[str, Sequence[NoteBlock]], tuple[SetNote, ...]]


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of pictures and lines, from its own upper left corner, level: ``width`` by ``height`` points."""

    width: float
    height: float
    images: tuple[BoxImage, ...] = ()
    insets: tuple[Inset, ...] = ()
    rules: tuple[Rule, ...] = ()

    def moved(self, x: float, y: float) -> Content:
        """The same further right and down."""
        return replace(
            self,
            images=tuple(replace(image, x=image.x + x, y=image.y + y) for image in self.images),
            insets=tuple(replace(inset, x=inset.x + x, y=inset.y + y) for inset in self.insets),
            rules=tuple(
                rule._replace(x0=rule.x0 + x, x1=rule.x1 + x, y0=rule.y0 + y, y1=rule.y1 + y) for rule in self.rules
            ),
        )


def rows_of(aspects: Sequence[float], width: float, gap: float, liked: float, most: float) -> list[int]:
    """How many pictures each row takes, the rows ``width`` wide, liked ``liked`` high and no higher than ``most``."""
    size = len(aspects)

    def cost(start: int, end: int) -> float:
        high = (width - gap * (end - start - 1)) / sum(aspects[start:end])
        return math.log(min(high, most * 2) / liked) ** 2 if high > 0 else math.inf

    @cache
    def best(start: int) -> tuple[float, tuple[int, ...]]:
        if start == size:
            return 0.0, ()
        found = []
        for end in range(start + 1, size + 1):
            ahead, counts = best(end)
            found.append((cost(start, end) + ahead, (end - start, *counts)))
        return min(found)

    return list(best(0)[1])


class GroupSetter:
    """Sets groups of pictures of one article."""

    def __init__(self, template: Template, grid: Grid, set_lines: SetLines, pictures: Pictures, notes: Notes) -> None:
        self.template, self.grid, self.set_lines, self.pictures, self._notes = (
            template,
            grid,
            set_lines,
            pictures,
            notes,
        )

    @property
    def gap(self) -> float:
        """Points between two pictures."""
        return GAP * self.grid.size

    def set(self, block: FigureBlock) -> list[SetBox]:
        """The group, in one piece or in several with the caption again."""
        grid = self.grid
        room = grid.across if grid.vertical else grid.width
        high = grid.down if grid.vertical else grid.height
        width = room * block.width
        rows = self._rows(block, width, high)
        if grid.vertical and block.width == 1:
            width, rows = self._narrowest(block, room, high)
        parts = self._parted(block, rows, width, high)
        boxes = []
        for number, part in enumerate(parts):
            again = number > 0
            content = self._whole(block, part, width, high, again=again)
            boxes.append(self._box(block, content, self.all_notes(block) if not again else ()))
        return boxes

    def _narrowest(self, block: FigureBlock, room: float, high: float) -> tuple[float, list[tuple[FigurePart, ...]]]:
        """On a page of columns: as wide as leaves the least white over and under the pictures."""
        best: tuple[float, float, list[tuple[FigurePart, ...]]] = (-1.0, room, [])
        for tenths in range(10, 3, -1):
            width = room * tenths / 10
            for share in (0.24, 0.3, 0.38, 0.48, 0.6, 0.8):
                rows = self._rows(block, width, high, width * share)
                if self._scale(block, rows, width, high) < 1 and tenths < 10:
                    continue
                columns = self.grid.rows_for(width, self.grid.leading * _AIR)
                filled = _shown(self._whole(block, rows, width, high)) / (columns * self.grid.leading * high)
                if filled > best[0]:
                    best = filled, width, rows
        return best[1], best[2]

    def fitted(self, block: FigureBlock, width: float, height: float) -> Content:
        """The group as large as fits into ``width`` by ``height`` points."""
        best: Content | None = None
        for share in (0.24, 0.3, 0.38, 0.48, 0.6, 0.8):
            rows = self._rows(block, width, height, width * share)
            content = self._whole(block, rows, width, height)
            if best is None or _shown(content) > _shown(best):
                best = content
        assert best is not None
        return best

    def _rows(self, block: FigureBlock, width: float, high: float, liked: float = 0.0) -> list[tuple[FigurePart, ...]]:
        aspects = [self.pictures.aspect(part.path, part.source, part.block) for part in block.parts]
        most = high * _TALLEST
        counts = rows_of(aspects, width, self.gap, liked or width * _LIKED, most)
        parts = iter(block.parts)
        return [tuple(next(parts) for _ in range(count)) for count in counts]

    def _parted(
        self, block: FigureBlock, rows: list[tuple[FigurePart, ...]], width: float, high: float
    ) -> list[list[tuple[FigurePart, ...]]]:
        """The rows by pages: as few pages as they need, about as full as each other."""
        for pages in range(1, len(rows) + 1):
            size = math.ceil(len(rows) / pages)
            parts = [rows[start : start + size] for start in range(0, len(rows), size)]
            if all(self._scale(block, part, width, high) >= _SHRUNK for part in parts):
                return parts
        return [[row] for row in rows]

    def _scale(self, block: FigureBlock, rows: list[tuple[FigurePart, ...]], width: float, high: float) -> float:
        """How far the pictures of rows must be brought down so that they stand on a page with their caption."""
        tall = words = 0.0
        for row in rows:
            content, own = self._row(row, width, high * _TALLEST)
            tall, words = tall + own, words + content.height - own
        words += self.gap * (len(rows) - 1) + self._caption_height(block, width)
        return min(1.0, (high - self.grid.leading * _AIR / 2 - words) / tall)

    def _caption_height(self, block: FigureBlock, width: float) -> float:
        _, height = self._caption(block, width)
        return height + self.template.figures.gap if height else 0.0

    def _whole(
        self,
        block: FigureBlock,
        rows: list[tuple[FigurePart, ...]],
        width: float,
        high: float,
        *,
        again: bool = False,
    ) -> Content:
        """Rows with their caption."""
        share = max(0.1, self._scale(block, rows, width, high))
        images: list[BoxImage] = []
        insets: list[Inset] = []
        rules: list[Rule] = []
        y = 0.0
        for number, row in enumerate(rows):
            y += self.gap if number else 0.0
            content, _ = self._row(row, width, high * _TALLEST, share)
            content = content.moved((width - content.width) / 2, y)
            images += content.images
            insets += content.insets
            rules += content.rules
            y += content.height
        captions, height = self._caption(block, width, again=again)
        if captions:
            y += self.template.figures.gap
            insets += [replace(inset, y=inset.y + y) for inset in captions]
            y += height
        return Content(width, y, tuple(images), tuple(insets), tuple(rules))

    def _row(self, row: tuple[FigurePart, ...], width: float, most: float, share: float = 1.0) -> tuple[Content, float]:
        """Pictures side by side with what is said of each under it, and how high they are themselves."""
        aspects = [self.pictures.aspect(part.path, part.source, part.block) for part in row]
        gaps = self.gap * (len(row) - 1)
        high = min(most, (width - gaps) / sum(aspects)) * share
        images: list[BoxImage] = []
        insets: list[Inset] = []
        rules: list[Rule] = []
        x = deepest = 0.0
        for part, aspect in zip(row, aspects, strict=True):
            wide = high * aspect
            self.pictures.check(part.path, part.source, part.block, wide)
            path = self.pictures.shown(part.path)
            image = BoxImage(path, x, 0.0, wide, high, part.alt, part.block)
            if path is None:
                rules += empty_frame(image)
            else:
                images.append(image)
            if part.caption is not None:
                level = level_caption(part.caption)
                pieces = [(blocked(level, wide, self.set_lines), 0.0)]
                lines, depth = stack(pieces, wide, self.set_lines, x=x)
                insets += [
                    replace(
                        inset,
                        y=inset.y + high + self.template.figures.gap * 0.7,
                        block=part.block,
                        line=inset.line._replace(notes=tuple(n + part.first_note for n in inset.line.notes)),
                    )
                    for inset in lines
                ]
                deepest = max(deepest, depth + self.template.figures.gap * 0.7)
            x += wide + self.gap
        return Content(x - self.gap, high + deepest, tuple(images), tuple(insets), tuple(rules)), high

    def _caption(self, block: FigureBlock, width: float, *, again: bool = False) -> tuple[list[Inset], float]:
        column = width * 0.9
        pieces = []
        for content in block.caption[:1] if again else block.caption:
            if again:
                content = replace(content, text=content.text + _AGAIN, notes=())
            pieces.append((blocked(level_caption(content), column, self.set_lines), 0.0))
        lines, height = stack(pieces, column, self.set_lines, x=(width - column) / 2, part="again" if again else "text")
        return lines, height

    def all_notes(self, block: FigureBlock) -> tuple[SetNote, ...]:
        found = self._notes(block.block, block.notes)
        for part in block.parts:
            found += self._notes(part.block, part.notes)
        return found

    def _box(self, block: FigureBlock, content: Content, notes: tuple[SetNote, ...]) -> SetBox:
        grid = self.grid
        extent = content.width if grid.vertical else content.height
        rows = min(grid.rows, grid.rows_for(extent, grid.leading * _AIR))
        rows_top = min(grid.rows, grid.rows_for(extent, grid.leading * _AIR / 2))
        lift = grid.middle(rows, extent)
        if grid.vertical:
            content = upright(content, grid, lift)
        else:
            content = content.moved((grid.width - content.width) / 2, lift)
        return SetBox(
            block.block,
            rows,
            content.insets,
            content.images,
            content.rules,
            notes,
            rows_top=rows_top,
            lift=lift,
            place=block.place if block.place in ("head", "foot") else "here",
            floats=True,
        )


def upright(content: Content, grid: Grid, lift: float) -> Content:
    """A level piece as it stands upright on a page of columns, in the middle of them, from ``lift`` on."""
    along = max(0.0, (grid.width - content.height) / 2)
    across = lift + content.width  # where its left edge is, from the right
    return Content(
        content.width,
        content.height,
        tuple(
            replace(image, x=along + image.y, y=across - image.x - image.width, width=image.height, height=image.width)
            for image in content.images
        ),
        tuple(
            replace(
                inset,
                line=inset.line._replace(x=0.0),
                x=along + inset.y,
                y=across - inset.x - inset.line.x,
            )
            for inset in content.insets
        ),
        tuple(
            rule._replace(x0=along + rule.y0, y0=across - rule.x0, x1=along + rule.y1, y1=across - rule.x1)
            for rule in content.rules
        ),
    )


def level_caption(content: StyledText) -> StyledText:
    """A caption that stands under its picture, in its middle, also where the volume's run down beside them."""
    if content.style.vertical is None:
        return content
    return replace(content, style=replace(content.style, vertical=None, align="center", first=0.0, rest=0.0))


def level_text(content: StyledText) -> StyledText:
    """Text that runs level, whichever way the volume's does."""
    return replace(content, style=replace(content.style, vertical=None))


def _shown(content: Content) -> float:
    return sum(image.width * image.height for image in content.images)
