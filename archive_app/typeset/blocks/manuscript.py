"""A manuscript's blocks, styled: which face, which indents, how many lines, by the volume's template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span
from archive_app.typeset import problems
from archive_app.typeset.blocks.endnotes import marks_of
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, FigureNumbers
from archive_app.typeset.blocks.figures import FigureStyler, gathered
from archive_app.typeset.blocks.model import (
    BreakBlock,
    FlowBlock,
    HeadingBlock,
    NoteBlock,
    StyledText,
    TextBlock,
    TextStyle,
)
from archive_app.typeset.blocks.tables import table_blocks
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.looks import TypeStyle
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template

Report = Callable[[Problem], None]

# the kinds that are a paragraph on the page, and the style each is set in
_PARAGRAPHS: Mapping[BlockKind, str] = {
    BlockKind.PARAGRAPH: "body",
    BlockKind.QUOTE: "quote",
    BlockKind.VERSE: "verse",
    BlockKind.QUESTION: "body",
    BlockKind.ANSWER: "body",
    BlockKind.LIST_ITEM: "list",
}
_LABELS = {BlockKind.QUESTION: "问", BlockKind.ANSWER: "答"}


class Styler:
    """Styles the blocks of one article; problems go to ``report`` with the article's name on them."""

    def __init__(
        self,
        template: Template,
        report: Report,
        *,
        article: str = "",
        title: str = "",
        find: Callable[[str], Path | None],
        figures: FigureNumbers = EACH_ITS_OWN,
    ) -> None:
        self.template, self.report = template, report
        self.article, self.title = article, title
        self._styling = FigureStyler(self, find, figures.label)
        self._marks: Mapping[int, str] = {}

    def text_style(self, name: str, role: str = "") -> TextStyle:
        """The style ``name`` of the template as the lines stage takes it."""
        return text_style(self.template, name, role)

    def style(self, manuscript: Manuscript, notes: str = "foot") -> tuple[FlowBlock, ...]:
        """The blocks of ``manuscript`` in order; blocks that say nothing are left out. ``notes`` says where its notes
        stand; only those at the foot are with their blocks."""
        self._marks = {} if notes == "foot" else marks_of(manuscript, self.template)
        styled: list[FlowBlock] = []
        blocks = manuscript.blocks
        index = 0
        while index < len(blocks):
            group = gathered(blocks, index)
            if group:
                styled += self._styling.group(group)
                index += len(group)
                continue
            styled += self._block(blocks[index], blocks[index - 1].kind if index else None)
            index += 1
        return tuple(styled)

    def _block(self, block: Block, previous: BlockKind | None) -> Iterator[FlowBlock]:
        if block.kind is BlockKind.PAGE_BREAK:
            yield BreakBlock(block.id)
        elif block.kind is BlockKind.PICTURE:
            yield from self._styling.figure(block)
        elif block.kind is BlockKind.TABLE:
            yield from table_blocks(block, self)
        elif block.kind is BlockKind.HEADING:
            if block.text.strip():
                yield self._heading(block)
        elif block.text.strip() or block.label:
            yield self._paragraph(block, previous)

    def _paragraph(self, block: Block, previous: BlockKind | None) -> TextBlock:
        name = _PARAGRAPHS.get(block.kind, "body")
        style = self.text_style(name, "verse" if block.kind is BlockKind.VERSE else name)
        label = label_of(block)
        face = self._face("label") if label and block.kind is not BlockKind.LIST_ITEM else ""
        figures = self.figures(block)
        content = StyledText(block.text, style, self.spans(block), self.calls(block), label, face, figures=figures)
        return TextBlock(
            block.id,
            content,
            self.notes(block),
            tight=block.tight,
            before=1 if block.kind is BlockKind.VERSE and previous is BlockKind.VERSE else 0,
        )

    def _heading(self, block: Block) -> HeadingBlock:
        level = min(3, max(1, block.level))
        name = f"heading-{level}"
        style = self.template.style(name)
        set_style = self.text_style(name)
        if style.align == "left":  # a heading's indent is all its lines'
            set_style = replace(set_style, first=max(set_style.first, set_style.rest))
        figures = self.figures(block)
        content = StyledText(block.text.rstrip(), set_style, self.spans(block), self.calls(block), figures=figures)
        return HeadingBlock(
            block.id, content, style.rows, level, style.leading or self.template.leading_pt, self.notes(block)
        )

    def spans(self, block: Block) -> tuple[Span, ...]:
        """The spans that lie inside the text."""
        size = len(block.text)
        good = tuple(s for s in block.spans if 0 <= s.start <= s.end <= size)
        if len(good) != len(block.spans):
            self.say(
                problems.SPAN_BROKEN,
                f"《{self.title}》的一段文字里有标记超出了文字范围，已略去",
                "请在编辑窗里重新标记这一段。",
                block.id,
            )
        return good

    def calls(self, block: Block) -> tuple[int, ...]:
        size = len(block.text)
        return tuple(min(max(0, note.at), size) for note in block.notes)

    def notes(self, block: Block) -> tuple[NoteBlock, ...]:
        return self.noted(block, block.notes)

    def noted(self, block: Block, notes: Sequence[Note]) -> tuple[NoteBlock, ...]:
        """Some of a block's notes, if they stand at the foot."""
        return () if self._marks else tuple(self.note(block, note) for note in notes)

    def figures(self, block: Block) -> tuple[tuple[str, str], ...]:
        """The marks of a block's notes and what they are known by, where they do not stand at the foot."""
        return self.marked(block.notes)

    def marked(self, notes: Sequence[Note]) -> tuple[tuple[str, str], ...]:
        """The same of some notes."""
        return tuple((self._marks[id(note)], note.id) for note in notes) if self._marks else ()

    def note(self, block: Block, note: Note) -> NoteBlock:
        """A note of a block."""
        text = note.text.strip()
        if not text:
            self.say(
                problems.NOTE_EMPTY,
                f"《{self.title}》有一条注释没有注文，注码照排，注文处写“（注文缺）”",
                "请补写注文，或删去注码。",
                block.id,
            )
            text = "（注文缺）"
        signed = f"（{note.by}）" if note.by and not text.endswith(f"（{note.by}）") else ""
        style = self.text_style("note", "note")
        return NoteBlock(note.id, StyledText(text + signed, style, note.spans, numbered=True))

    def _face(self, name: str) -> str:
        return face_of(self.template, self.template.style(name).face)

    def say(self, code: str, message: str, remedy: str, block: str, serious: bool = False) -> None:
        self.report(Problem(code, message, remedy, article=self.article, block=block, serious=serious))


def label_of(block: Block) -> str:
    """What is set before a block's words: 问： and the like; an item's number, with a blank after a Latin one."""
    label = block.label.strip() or _LABELS.get(block.kind, "")
    if block.kind is BlockKind.LIST_ITEM:
        return f"{label} " if label and label[-1].isascii() else label
    return f"{label.rstrip('：:')}：" if label else ""


def face_of(template: Template, role: str) -> str:
    """The face that serves a role."""
    return template.faces.get(role) or DEFAULT_ROLES.get(role) or DEFAULT_ROLES["song"]


def text_style(template: Template, name: str, role: str = "") -> TextStyle:
    """A style of the template as the lines stage takes it. ``role`` names it in the layout (by default, itself)."""
    style: TypeStyle = template.style(name)
    ruby = template.ruby
    return TextStyle(
        face_of(template, style.face),
        style.size,
        role or name,
        style.align,
        style.first,
        style.indent,
        style.right,
        style.leading,
        face_of(template, "kai"),
        (face_of(template, ruby.face), ruby.share, ruby.gap / style.size),
        template.notes.mark,
        template.vertical if template.direction == "vertical" else None,
        template.hanging and style.align == "justify",
    )
