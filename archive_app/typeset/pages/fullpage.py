"""Pictures with pages of their own: one within the type area, upright or turned; two over the gutter, with bleed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import FigureBlock, StyledText
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content, GroupSetter, level_caption, level_text
from archive_app.typeset.pages.material import BoxImage, Inset, Material, SetNote, SetPage, SetSide
from archive_app.typeset.pages.pictures import Pictures, Say, blocked, empty_frame
from archive_app.typeset.pages.room import height_of
from archive_app.typeset.pages.stack import SetLines, stack
from archive_app.typeset.templates import MM, Template

TURNING_GAINS = 4 / 3
"""A picture is turned where that makes it more than a third wider."""
_CROPPED = 0.2  # the most of a picture's height that a spread may cut off
_FOOT = 9 * MM  # white under the caption of a spread
_CAPTION_SHARE = 0.7  # of the type area's width, for the caption of a spread
_PANORAMA = 0.6  # a picture lower than so much of the page does not reach its head
_PANORAMA_AT = 0.4


class PageSetter:
    """Sets pictures on pages of their own, as on level pages whichever way the text runs. ``grid`` is the text's."""

    def __init__(
        self,
        template: Template,
        grid: Grid,
        set_lines: SetLines,
        pictures: Pictures,
        groups: GroupSetter,
        say: Say,
    ) -> None:
        self.template, self.grid, self.set_lines, self.pictures = template, grid, set_lines, pictures
        self._groups, self._say = groups, say
        self.level = grid.level(template)

    def set(self, block: FigureBlock) -> list[Material]:
        """The page or pages of a picture or a group."""
        if block.place in ("spread", "bleed"):
            bled = self._spread(block) if block.place == "spread" else self._bled(block)
            if bled is not None:
                return [bled]
        notes = self.notes(block)
        room = self.level.height - (height_of(notes) + self.level.note_gap if notes else 0.0)
        return [SetPage(block.block, (self.side(block, room),), notes)]

    def notes(self, block: FigureBlock) -> tuple[SetNote, ...]:
        """The notes of a picture's or a group's captions, level."""
        found = [(block.block, note) for note in block.notes]
        found += [(part.block, note) for part in block.parts for note in part.notes]
        made = []
        for owner, note in found:
            content = level_text(note.content)
            style = content.style
            lines = self.set_lines(content, self.level.width, 0).lines
            made.append(SetNote(note.id, owner, lines, style.leading or style.size * 1.5, style.size))
        return tuple(made)

    def side(self, block: FigureBlock, room: float) -> SetSide:
        """A page filled by a picture or a group with its caption, ``room`` points high."""
        return middled(self.alone(block, room), self.level.width, room)

    def alone(self, block: FigureBlock, room: float) -> Content:
        """A picture or a group as large as a page ``room`` points high lets it be."""
        return self._groups.fitted(block, self.level.width, room) if block.parts else self.filling(block, room)

    def filling(self, block: FigureBlock, room: float) -> Content:
        """A picture as large as the type area lets it be, with its caption; turned where that gains a third."""
        across = self.level.width
        upright = self.captioned(block, across, room)
        turned = self.captioned(block, room, across)
        if turned.width > upright.width * TURNING_GAINS:
            return turned_left(turned)
        return upright

    def captioned(self, block: FigureBlock, width: float, height: float) -> Content:
        """A picture with its caption under it, the two no larger than ``width`` by ``height``."""
        aspect = self.pictures.aspect(block.path, block.source, block.block)
        wide = column = width
        lines: list[Inset] = []
        deep = 0.0
        for _ in range(3):  # a narrower picture may have a longer caption
            column = max(wide, width * 0.5)
            pieces = [(blocked(level_caption(text), column, self.set_lines), 0.0) for text in block.caption]
            lines, deep = stack(pieces, column, self.set_lines)
            deep += self.template.figures.gap if lines else 0.0
            wide = max(1.0, min(width, (height - deep) * aspect))
        high = wide / aspect
        self.pictures.check(block.path, block.source, block.block, wide)
        path = self.pictures.shown(block.path)
        image = BoxImage(path, 0.0, 0.0, wide, high, block.alt)
        top = high + self.template.figures.gap
        insets = tuple(replace(inset, x=(wide - column) / 2, y=inset.y + top) for inset in lines)
        frame = () if path is not None else empty_frame(image)
        return Content(wide, high + deep, (image,) if path is not None else (), insets, frame)

    # over the gutter

    def _spread(self, block: FigureBlock) -> SetPage | None:
        """A picture over two facing pages, bled at head and fore-edges, its caption at the outer foot; None (and a
        problem) where it cannot be one."""
        aspect = self.pictures.aspect(block.path, block.source, block.block)
        path = self.pictures.shown(block.path)
        bleed = self.template.bleed * MM
        page, high = self.level.page_width, self.level.page_height
        lines, deep = self._outer_caption(block.caption)
        wide = 2 * page + 2 * bleed
        natural = wide / aspect
        room = self._bled_room(lines, deep)
        cut = max(0.0, 1 - room / natural)
        if path is None or block.notes or cut > _CROPPED:
            self._not_bled(block, "太高" if path is not None else "读不出来", "跨两面", "跨面的图宽约是高的一倍半")
            return None
        shown = min(natural, room)
        top = -bleed if shown > high * _PANORAMA else (room - bleed - shown) * _PANORAMA_AT
        self.pictures.check(block.path, block.source, block.block, wide)
        half = page + 2 * bleed
        left = (0.0, cut / 2, half / wide, 1 - cut / 2)
        right = (page / wide, cut / 2, 1.0, 1 - cut / 2)
        images = [BoxImage(path, -bleed, top, half, shown, block.alt, crop=crop) for crop in (left, right)]
        if self.level.right_bound:
            images.reverse()
        y = top + shown + self.template.figures.gap
        insets = tuple(replace(inset, y=inset.y + y) for inset in lines)
        # the second half's words are said with the first: it is one picture
        second = replace(images[1], alt="")
        return SetPage(block.block, (SetSide((), (images[0],), bled=True), SetSide(insets, (second,), bled=True)))

    def _bled(self, block: FigureBlock) -> SetPage | None:
        """A picture over a whole page, bled at three edges or, without a caption, at all; None (and a problem) where
        its shape is too far from the page's."""
        aspect = self.pictures.aspect(block.path, block.source, block.block)
        path = self.pictures.shown(block.path) if not block.parts else None
        bleed = self.template.bleed * MM
        lines, deep = self._caption_at(block.caption, self.level.width, "center", 0.0)
        room, wide = self._bled_room(lines, deep), self.level.page_width + 2 * bleed
        natural = wide / aspect
        down = max(0.0, 1 - room / natural)
        along = max(0.0, 1 - natural / room) if not lines else 0.0
        low = natural < self.level.page_height * _PANORAMA
        if path is None or block.notes or max(down, along) > _CROPPED or low:
            why = "读不出来" if path is None and not block.parts else "的形状与书页相差太远"
            self._not_bled(block, why, "出血", "出血的整面图形状要和书页相近")
            return None
        shown = room if along else min(natural, room)
        self.pictures.check(block.path, block.source, block.block, wide / (1 - along))
        crop = (along / 2, down / 2, 1 - along / 2, 1 - down / 2)
        image = BoxImage(path, -bleed, -bleed, wide, shown, block.alt, crop=crop)
        x, y = (self.level.page_width - self.level.width) / 2, shown - bleed + self.template.figures.gap
        insets = tuple(replace(inset, x=inset.x + x, y=inset.y + y) for inset in lines)
        return SetPage(block.block, (SetSide(insets, (image,), bled=True),))

    def _bled_room(self, lines: Sequence[Inset], deep: float) -> float:
        """How high a picture may be that begins over the head's bleed; all of the page where it has no caption."""
        bleed, high = self.template.bleed * MM, self.level.page_height
        return bleed + (high - _FOOT - deep - self.template.figures.gap if lines else high + bleed)

    def _not_bled(self, block: FigureBlock, why: str, how: str, wanted: str) -> None:
        why = "图说里有注" if block.notes else "是一组图" if block.parts else why
        self._say(
            problems.PLACE_CHANGED,
            f"图片“{block.source}”{why}，不能{how}排，已改排一整面",
            f"{wanted}，图说里不带注；也可改用 place=page。",
            block.block,
        )

    def _outer_caption(self, caption: Sequence[StyledText]) -> tuple[list[Inset], float]:
        """The caption at the fore-edge of the second page, a recto."""
        width = self.level.width * _CAPTION_SHARE
        at_left = self.level.right_bound
        left = self.level.left(recto=True) + (0.0 if at_left else self.level.width - width)
        align = "left" if at_left else "right"
        return self._caption_at(caption, width, align, left)

    def _caption_at(
        self, caption: Sequence[StyledText], width: float, align: str, left: float
    ) -> tuple[list[Inset], float]:
        pieces = [(replace(text, style=replace(text.style, vertical=None, align=align)), 0.0) for text in caption]
        return stack(pieces, width, self.set_lines, x=left)


def turned_left(content: Content) -> Content:
    """A level piece turned a quarter to the left: its head is at the left, its foot at the right."""
    high = content.width
    return Content(
        content.height,
        high,
        tuple(
            replace(
                image,
                x=image.y,
                y=high - image.x - image.width,
                width=image.height,
                height=image.width,
                turned=True,
            )
            for image in content.images
        ),
        tuple(
            replace(inset, x=inset.y, y=high - inset.x - inset.line.x, line=inset.line._replace(x=0.0), turned=True)
            for inset in content.insets
        ),
        tuple(rule._replace(x0=rule.y0, y0=high - rule.x0, x1=rule.y1, y1=high - rule.x1) for rule in content.rules),
    )


def middled(content: Content, width: float, height: float) -> SetSide:
    """A piece in the middle of a page's room."""
    placed = content.moved((width - content.width) / 2, max(0.0, (height - content.height) / 2))
    return SetSide(placed.insets, placed.images, placed.rules)
