"""A block as a format's reader found it, with what its page said of it, before it is known what it is."""

from __future__ import annotations

from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.frozen import dataclass
from archive_app.intake.text.rich import Rich

TITLE = "title"
SUBTITLE = "subtitle"
CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Draft:
    """``role`` is what a style calls it (title, subtitle, caption), ``centred`` how it stood, ``bold``: all of it."""

    block: Block
    role: str = ""
    centred: bool = False
    bold: bool = False

    @property
    def rich(self) -> Rich:
        """The block's text with its marks."""
        return Rich(self.block.text, self.block.spans, self.block.notes)

    def with_rich(self, rich: Rich) -> Draft:
        """The same with other words."""
        return replace(self, block=replace(self.block, text=rich.text, spans=rich.spans, notes=rich.notes))


def draft(kind: BlockKind, rich: Rich, *, level: int = 0, role: str = "", centred: bool = False) -> Draft:
    """A draft of this text."""
    return Draft(Block(kind, rich.text, rich.spans, rich.notes, level), role, centred)
