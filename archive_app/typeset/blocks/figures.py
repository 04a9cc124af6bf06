"""Pictures of a manuscript, styled: caption, 图号, credit and people; alone or in a group under one caption."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from archive_app.domain.manuscript import Block, BlockKind, Picture, Span, SpanStyle
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import FigureBlock, FigurePart, NoteBlock, StyledText, TextBlock, TextStyle
from archive_app.typeset.templates import Template

_MOST_IN_GROUP = 12
_CAPTION_SHARE, _PART_SHARE = 0.45, 0.25
"""Of a page's height: what a caption, the words under one picture of a group, may take."""
_ONE_ONLY = {"beside": "排在文旁", "spread": "跨两面", "bleed": "出血"}
"""Places that a group cannot have."""
_ROWS = re.compile("(?<=[；;。])(?=[前中后]排|第?[一二三四五六七八九十]+排|左起|立者|坐者|蹲者)")
"""Where another row of people begins: 前排左起：…；后排左起：…"""
_LEFT = "左起"


class Styling(Protocol):
    """What a styler of blocks does for one of pictures."""

    template: Template
    title: str

    def text_style(self, name: str, role: str = "") -> TextStyle:
        """A style of the template."""

    def spans(self, block: Block) -> tuple[Span, ...]:
        """A block's marks."""

    def calls(self, block: Block) -> tuple[int, ...]:
        """Where its notes are called."""

    def notes(self, block: Block) -> tuple[NoteBlock, ...]:
        """Its notes."""

    def figures(self, block: Block) -> tuple[tuple[str, str], ...]:
        """Their marks, where they are known."""

    def say(self, code: str, message: str, remedy: str, block: str, serious: bool = False) -> None:
        """Tell of a problem."""


def gathered(blocks: Sequence[Block], start: int) -> tuple[Block, ...]:
    """The blocks from ``start`` on that are one group of pictures; none where a picture stands alone, or where there
    is no picture at all. A block without a source is the group's caption, and ends it."""
    first = blocks[start].picture
    if blocks[start].kind is not BlockKind.PICTURE or first is None or not first.group:
        return ()
    end = start
    while end < len(blocks):
        picture = blocks[end].picture
        if blocks[end].kind is not BlockKind.PICTURE or picture is None or picture.group != first.group:
            break
        end += 1
        if not picture.source:
            break
    return tuple(blocks[start:end]) if end - start > 1 else ()


class Group(NamedTuple):
    """Pictures that stand together, the block whose text is the caption of all (one of them where it alone has words),
    and what is said of all of them."""

    pictures: tuple[Block, ...]
    caption: Block | None
    placing: Picture

    def own_words(self, block: Block) -> str:
        """What is said of one picture alone: its own caption and credit."""
        text = block.text.strip() if block is not self.caption else ""
        picture = block.picture or Picture("")
        credit = (
            f"（{picture.credit.strip('（）()')}）" if picture.credit and picture.credit != self.placing.credit else ""
        )
        return text + credit

    def alt(self, block: Block) -> str:
        """What is told of one picture to those who cannot see it: of its own, else of all."""
        shared = self.caption.text.strip() if self.caption is not None else ""
        return (block.picture.alt if block.picture else "") or block.text.strip() or self.placing.alt or shared


def group_of(blocks: Sequence[Block]) -> Group:
    """The blocks that `gathered` found, as a group."""
    pictures = tuple(block for block in blocks if block.picture is not None and block.picture.source)
    told = [block for block in pictures if block.text.strip()]
    own = next((block for block in blocks if block.picture is not None and not block.picture.source), None)
    return Group(pictures, own or (told[0] if len(told) == 1 else None), _said_of_all(blocks))


def row_breaks(people: str) -> tuple[Span, ...]:
    """Where a new line begins in what is said of the people on a picture: 前排左起：…；后排左起：…"""
    return tuple(Span(at.start(), at.start(), SpanStyle.LINE_BREAK) for at in _ROWS.finditer(people))


class FigureStyler:
    """Styles the pictures of one article, in order: so they are counted. ``label`` makes 图号 of their numbers."""

    def __init__(
        self, styler: Styling, find: Callable[[str], Path | None], label: Callable[[int], str] = "图{}".format
    ) -> None:
        self._styler, self._find, self._label = styler, find, label
        self._figures = 0

    def figure(self, block: Block) -> tuple[FigureBlock | TextBlock, ...]:
        """A picture by itself."""
        picture = block.picture or Picture("")
        place = self._place(picture)
        self._figures += 1
        made = FigureBlock(
            block.id,
            picture.source,
            self._file(picture, block),
            tuple(self._caption(block, picture)),
            self._width(picture, place),
            place,
            picture.alt or block.text,
            self._styler.notes(block),
            picture.side,
        )
        return self._with_room(made)

    def group(self, blocks: Sequence[Block]) -> tuple[FigureBlock | TextBlock, ...]:
        """Pictures under one caption. What the group's own caption says holds for all of them; without one, the only
        words there are do, or each picture has its own."""
        found = group_of(blocks)
        pictures, shared, placing = found.pictures, found.caption, found.placing
        self._figures += 1
        place = self._group_place(placing, len(pictures), blocks[0])
        notes = self._styler.notes(shared) if shared is not None else ()
        parts = []
        count = len(notes)
        for block in pictures:
            part = self._part(block, found, count)
            count += len(part.notes)
            parts.append(part)
        caption = shared if shared is not None else replace(blocks[0], text="", spans=(), notes=())
        made = FigureBlock(
            caption.id,
            pictures[0].picture.source if pictures and pictures[0].picture else "",
            None,
            tuple(self._caption(caption, placing)),
            placing.width if 0 < placing.width <= 1 else 1.0,
            place,
            "",
            notes,
            placing.side,
            tuple(parts),
        )
        return self._with_room(made)

    def _with_room(self, figure: FigureBlock) -> tuple[FigureBlock | TextBlock, ...]:
        """The picture, its caption as text behind it where that would leave no room for a picture on a page."""
        look = self._styler.template
        long = [
            part for part in figure.parts if part.caption and self._high(part.caption, look.width / 4) > _PART_SHARE
        ]
        if long:
            parts = tuple(replace(part, caption=None, notes=()) if part in long else part for part in figure.parts)
            figure = replace(figure, parts=parts)
        behind = [_as_text(part.block, part.caption, part.notes) for part in long if part.caption]
        if sum(self._high(content, look.width * 0.7) for content in figure.caption) > _CAPTION_SHARE:
            notes = [figure.notes, *((),) * len(figure.caption)]
            behind = [
                *(_as_text(figure.block, content, own) for content, own in zip(figure.caption, notes, strict=False)),
                *behind,
            ]
            figure = replace(figure, caption=(), notes=(), place="here")
        if behind:
            self._styler.say(
                problems.CAPTION_LONG,
                f"《{self._styler.title}》的图片“{figure.source}”的图说太长，一面排不下，已当作文字排在图的后面",
                "请把图说改短，详细的说明写进正文。",
                figure.block,
            )
        return (figure, *behind)

    def _high(self, content: StyledText, width: float) -> float:
        """About how much of a page's height a caption takes at a width."""
        style = content.style
        lines = max(1.0, len(content.text) * style.size / width)
        return lines * (style.leading or style.size * 1.5) / self._styler.template.height

    def _part(self, block: Block, group: Group, first_note: int) -> FigurePart:
        picture = block.picture or Picture("")
        words = block is not group.caption
        said = group.own_words(block)
        text = block.text.strip() if words else ""
        caption = None
        if said:
            spans, calls = (self._styler.spans(block), self._styler.calls(block)) if text else ((), ())
            figures = self._styler.figures(block) if text else ()
            caption = StyledText(said, self._styler.text_style("caption"), spans, calls, figures=figures)
        return FigurePart(
            block.id,
            picture.source,
            self._file(picture, block),
            group.alt(block),
            caption,
            self._styler.notes(block) if words else (),
            first_note,
        )

    def _group_place(self, placing: Picture, size: int, block: Block) -> str:
        place = placing.place
        if not place:  # what the template asks of pictures it asks of those that can
            own = self._styler.template.figures.place
            place = "here" if own in _ONE_ONLY else own
        if size > _MOST_IN_GROUP:
            self._styler.say(
                problems.GROUP_LARGE,
                f"《{self._styler.title}》有一组图共{size}幅，图都排得很小",
                f"一组以{_MOST_IN_GROUP}幅以内为宜，请分成几组。",
                block.id,
            )
        if place in _ONE_ONLY:
            self._styler.say(
                problems.PLACE_CHANGED,
                f"《{self._styler.title}》的一组图不能{_ONE_ONLY[place]}，已排在文中",
                "一组图可以用 place=here、head、foot、page 或 plate。",
                block.id,
            )
            return "here"
        return place

    def _place(self, picture: Picture) -> str:
        return picture.place or self._styler.template.figures.place

    def _width(self, picture: Picture, place: str) -> float:
        if 0 < picture.width <= 1:
            return picture.width
        figures = self._styler.template.figures
        return figures.beside if place == "beside" else figures.width

    def _file(self, picture: Picture, block: Block) -> Path | None:
        path = self._find(picture.source)
        if path is None:
            self._styler.say(
                problems.PICTURE_MISSING,
                f"《{self._styler.title}》要用的图片“{picture.source or '（未写文件名）'}”找不到，版面上留了空框",
                "请把图片放回书稿文件夹，或改正文件名。",
                block.id,
                serious=True,
            )
        return path

    def _caption(self, block: Block, picture: Picture) -> Iterator[StyledText]:
        styler = self._styler
        number = f"{self._label(self._figures)}　" if styler.template.figures.numbered else ""
        text, spans, calls = block.text.strip(), styler.spans(block), styler.calls(block)
        credit = f"（{picture.credit.strip('（）()')}）" if picture.credit else ""
        if _LEFT in text and not any(span.style is SpanStyle.LINE_BREAK for span in spans):
            spans = (*spans, *row_breaks(text))  # one that goes through the rows has each on a line of its own
        if text or number:
            words = f"{text}{credit if text else ''}"
            figures = styler.figures(block)
            yield StyledText(words, styler.text_style("caption"), spans, calls, label=number, figures=figures)
        elif credit:
            yield StyledText(credit, styler.text_style("credit", "caption"))
        if picture.people:
            rows = row_breaks(picture.people)
            yield StyledText(picture.people, styler.text_style("caption", "people"), rows)


def _as_text(block: str, content: StyledText, notes: tuple[NoteBlock, ...]) -> TextBlock:
    """A caption as a paragraph."""
    return TextBlock(block, replace(content, style=replace(content.style, align="justify", first=2.0, rest=0.0)), notes)


def _said_of_all(blocks: Sequence[Block]) -> Picture:
    """What is said of a group as a whole: by its own caption; else in the list of its last picture, which ends the
    group; a credit there is the group's where no other picture has one, or every one the same."""
    pictures = [block.picture for block in blocks if block.picture is not None]
    sourced = [picture for picture in pictures if picture.source]
    own = next((picture for picture in pictures if not picture.source), Picture(""))
    last = sourced[-1] if sourced else own
    others = {picture.credit for picture in sourced} - {"", last.credit}
    return Picture(
        "",
        own.width or last.width,
        own.place or next((picture.place for picture in (last, *pictures) if picture.place), ""),
        own.credit or ("" if others else last.credit),
        own.people or "\n".join(picture.people for picture in sourced if picture.people),
        own.alt,
        own.side or last.side,
    )
