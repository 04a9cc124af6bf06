"""辅文 with a form of their own: the blocks of a 编委会名单, of a 大事记 and of a 题词."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Manuscript
from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import (
    FlowBlock,
    HeadingBlock,
    RosterBlock,
    RosterOffice,
    StyledText,
    TextBlock,
)
from archive_app.typeset.matter.board import Office, offices
from archive_app.typeset.templates import Template

_SIGNATURE, _MOST_SIGNED = 20, 2
"""Characters that a paragraph of a signature may have, and how many of them there may be."""
_MOST_LARGE = 200
"""Characters of a paragraph that may be set large: more is a text like any other."""


def formed(form: str, blocks: Sequence[FlowBlock], text: Manuscript, template: Template) -> Iterable[FlowBlock]:
    """``blocks`` (those of ``text``, styled as any article's) in the form that ``form`` names; as they are where it
    names none."""
    if form == "board":
        return _board(blocks, text, template)
    if form == "chronicle":
        return _chronicle(blocks, template)
    if form == "inscription":
        return _inscription(blocks, template)
    return blocks


def _inscription(blocks: Sequence[FlowBlock], template: Template) -> Iterator[FlowBlock]:
    """Large words in the middle of the measure; a short last paragraph behind others is who wrote them (and when)."""
    texts = [block for block in blocks if isinstance(block, TextBlock)]
    signed = [block for block in texts[1:] if len(block.content.text) <= _SIGNATURE][-_MOST_SIGNED:]
    for block in blocks:
        if not isinstance(block, TextBlock) or len(block.content.text) > _MOST_LARGE:
            yield block
            continue
        after = texts[texts.index(block) :]
        name = "inscription-name" if all(one in signed for one in after) else "inscription"
        look = template.style(name)
        content = replace(block.content, style=text_style(template, name))
        yield HeadingBlock(block.block, content, look.rows, 0, look.leading or template.leading_pt, block.notes)


def _board(blocks: Sequence[FlowBlock], text: Manuscript, template: Template) -> Iterator[FlowBlock]:
    """Offices that follow one another are one roster, so that their names stand under each other."""
    found = {one.block: one for one in offices(text) if isinstance(one, Office)}
    run: list[RosterOffice] = []
    for block in blocks:
        office = found.get(block.block) if isinstance(block, TextBlock) else None
        if office is not None:
            run.append(_office(office, template))
            continue
        if run:
            yield RosterBlock(tuple(run))
            run = []
        yield block
    if run:
        yield RosterBlock(tuple(run))


def _office(office: Office, template: Template) -> RosterOffice:
    name = text_style(template, "board-name")
    aside = StyledText(f"（{office.aside}）", text_style(template, "board-aside")) if office.aside else None
    role = StyledText(office.role, text_style(template, "board-role"))
    return RosterOffice(office.block, role, tuple((StyledText(word, name), at) for word, at in office.names), aside)


def _chronicle(blocks: Sequence[FlowBlock], template: Template) -> Iterator[FlowBlock]:
    """Years are low heads at the left; what happened hangs under its date."""
    year, entry = text_style(template, "chronicle-year", "heading-1"), text_style(template, "chronicle", "body")
    style = template.style("chronicle-year")
    for block in blocks:
        if isinstance(block, HeadingBlock):
            content = replace(block.content, style=replace(year, first=max(year.first, year.rest)))
            yield replace(block, content=content, rows=style.rows, leading=style.leading or block.leading)
        elif isinstance(block, TextBlock) and block.content.style.role in ("body", "list"):
            yield replace(block, content=replace(block.content, style=entry))
        else:
            yield block
