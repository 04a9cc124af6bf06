"""The blocks of a part: paragraphs with their numbers and styles, tables, pictures, what stands in text boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Picture, SpanStyle
from archive_app.intake.text.draft import TITLE, Draft, draft
from archive_app.intake.text.rich import Rich, RichBuilder, lined
from archive_app.intake.wordml.comments import BEGINS, ENDS, edge
from archive_app.intake.wordml.context import Context
from archive_app.intake.wordml.drawings import Shown
from archive_app.intake.wordml.findings import quoted
from archive_app.intake.wordml.inline import Box, InlineReader, PageBreak, Piece
from archive_app.intake.wordml.names import (
    MC,
    Element,
    M,
    W,
    child,
    chosen,
    local,
    number,
    texts,
    toggle,
    value,
    within,
)
from archive_app.intake.wordml.numbering import Label
from archive_app.intake.wordml.styles import QUOTE, VERSE, ParagraphStyle
from archive_app.intake.wordml.tables import TableReader

_THROUGH = {"customXml", "ins", "moveTo", "smartTag"}
_NOTHING = {
    "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "del", "moveFrom",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "tcPr", "customXmlPr",
    "lastRenderedPageBreak", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
}  # fmt: skip
_CONTENTS_TITLES = {"目录", "目錄", "目次"}
_OVERALL = (SpanStyle.BOLD, SpanStyle.KAI)
_NEW_PAGE = ("nextPage", "oddPage", "evenPage", "")


class BodyReader:
    """Reads the blocks of one part, in order; fields may run from one block into the next."""

    def __init__(self, context: Context, part: str) -> None:
        self._context = context
        self._part = part
        self._inline = InlineReader(context, part)
        self._carry: list[Rich] = []
        self._drafts: list[Draft] = []

    def read(self, container: Iterable[Element]) -> list[Draft]:
        """The drafts of a body, a cell, a note or a text box."""
        self._drafts = []
        self._blocks(container)
        carried = _joined(self._carry)
        if carried.text or carried.notes:
            self._drafts.append(draft(BlockKind.PARAGRAPH, carried.strip()))
            self._carry = []
        return self._drafts

    def _blocks(self, container: Iterable[Element]) -> None:
        for element in container:
            if isinstance(element.tag, str):
                self._block(element)

    def _block(self, element: Element) -> None:
        name = local(element)
        if element.tag == f"{MC}AlternateContent":
            self._blocks(chosen(element))
        elif element.tag.startswith(M):
            paragraph = self._inline.read([element], ParagraphStyle())
            self._lay(paragraph, Draft(Block(BlockKind.PARAGRAPH)))
        elif name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "sdt":
            self._control(element)
        elif name in _THROUGH:
            self._blocks(element)
        elif name in (BEGINS, ENDS):
            self._context.marks.append(edge(0, name, element.get(f"{W}id", "")))
        elif name == "altChunk":
            self._context.findings.say("插入的外部文档片段（altChunk）没有收，请在 Word 里打开后另存。")
        elif name not in _NOTHING:
            self._context.findings.quote("不认得的内容", f"有不认得的内容（{name}）{quoted(texts(element))}没有收。")

    def _control(self, element: Element) -> None:
        """A content control around blocks; Word keeps its table of contents in one."""
        gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
        if value(gallery).lower().startswith("table of contents"):
            self._context.findings.count("toc")
            return
        if child(element, "sdtPr", "showingPlcHdr") is not None:
            self._context.findings.count("control")
            return
        self._blocks(within(element, "sdtContent"))

    # paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        style = self._context.styles.paragraph(value(child(properties, "pStyle")))
        contents_before = self._context.findings.counts["toc"]
        pieces = self._inline.read(element, style)
        if self._context.findings.counts["toc"] > contents_before:
            self._drop_contents_title()
        if style.contents and not self._inline.in_contents:
            self._context.findings.count("toc", 0 if contents_before else 1)
            return
        if toggle(properties, "pageBreakBefore"):
            self._drafts.append(Draft(Block(BlockKind.PAGE_BREAK)))
        label = self._label(properties, value(child(properties, "pStyle")), style)
        if _goes_on(properties):
            self._carry += (piece for piece in pieces if isinstance(piece, Rich))
            pieces = [piece for piece in pieces if not isinstance(piece, Rich)]
            label = None
        elif any(carried.text for carried in self._carry):
            pieces = [_joined(self._carry), *pieces]
            self._carry = []
        self._lay(pieces, self._frame(properties, style, label))
        self._section(element, child(properties, "sectPr"))

    def _drop_contents_title(self) -> None:
        """The word 目录 over a table of contents goes with it."""
        if self._drafts and "".join(self._drafts[-1].block.text.split()) in _CONTENTS_TITLES:
            self._drafts.pop()

    def _frame(self, properties: Element | None, style: ParagraphStyle, label: Label | None) -> Draft:
        """What the paragraph is, without its words: kind, level, role, and its number as text."""
        outline = child(properties, "outlineLvl")
        level = style.heading if outline is None else (number(value(outline), 9) + 1) % 10
        role = "" if style.role in (QUOTE, VERSE) else style.role
        kind = BlockKind.PARAGRAPH
        if style.role == QUOTE:
            kind = BlockKind.QUOTE
        elif style.role == VERSE:
            kind = BlockKind.VERSE
        elif level and role != TITLE:
            kind = BlockKind.HEADING
        elif label is not None and label.bullet:
            kind = BlockKind.LIST_ITEM
        alignment = child(properties, "jc")
        centred = style.centred if alignment is None else value(alignment) == "center"
        text = label.text if label is not None else ""
        return Draft(Block(kind, text, level=level if kind is BlockKind.HEADING else 0), role, centred)

    def _label(self, properties: Element | None, style_id: str, style: ParagraphStyle) -> Label | None:
        """The automatic number; counting goes on even where the paragraph turns out to be empty."""
        numbered = child(properties, "numPr")
        numbering = self._context.numbering
        if numbered is not None and child(numbered, "numId") is not None:
            list_id, level = value(child(numbered, "numId")), number(value(child(numbered, "ilvl")))
        elif style.numbering is not None:
            list_id, level = style.numbering
            own = child(numbered, "ilvl")
            level = number(value(own)) if own is not None else level
            level = level if level >= 0 else numbering.level_of_style(list_id, style_id)
        else:
            return None
        return numbering.next_label(list_id, level) if list_id != "0" and not self._inline.in_contents else None

    def _lay(self, pieces: list[Piece], frame: Draft) -> None:
        """Blocks of one paragraph: its text (in two where a page ends inside), then its pictures and text boxes."""
        text = Rich()
        label = frame.block.text
        later: list[Shown | Box] = []
        for index, piece in enumerate(pieces):
            if isinstance(piece, Rich):
                text += piece
            elif isinstance(piece, PageBreak):
                label = self._say(text, frame, label)
                text = Rich()
                self._drafts.append(Draft(Block(BlockKind.PAGE_BREAK)))
            else:
                later.append(piece)
                if isinstance(piece, Shown):
                    self._say_moved(text, pieces[index + 1 :])
        self._say(text, frame, label)
        for piece in later:
            if isinstance(piece, Shown):
                self._drafts.append(self._picture(piece))
            else:
                self._box(piece)

    def _say(self, text: Rich, frame: Draft, label: str) -> str:
        """Add a block of this text; what is left of the label for a block after it."""
        words = text.strip()
        if not words.text and not words.notes:
            return label
        words = Rich(label) + words if label else words
        if frame.block.kind is BlockKind.VERSE:
            words = lined(words)
        whole = [span for span in words.spans if (span.start, span.end) == (len(label), len(words.text))]
        bold = any(span.style is SpanStyle.BOLD for span in whole)
        if frame.block.kind is BlockKind.HEADING or frame.role:  # how a heading looks is the template's business
            words = replace(words, spans=tuple(s for s in words.spans if s not in whole or s.style not in _OVERALL))
        block = replace(frame.block, text="", id=Block(BlockKind.PARAGRAPH).id)
        self._drafts.append(replace(frame, block=block, bold=bold).with_rich(words))
        return ""

    def _say_moved(self, before: Rich, after: Iterable[Piece]) -> None:
        following = _joined(piece for piece in after if isinstance(piece, Rich)).text.strip()
        if before.text.strip() and following:
            place = quoted(before.text.strip()[-12:])
            self._context.findings.quote(
                "文中图片", f"夹在文字中间（{place}之后）的图片移到这一段后面，如是生僻字请改成文字。"
            )

    def _picture(self, shown: Shown) -> Draft:
        share = min(1.0, round(shown.width / self._context.width, 2)) if shown.width > 0 else 0.0
        return Draft(Block(BlockKind.PICTURE, picture=Picture(shown.key, share, alt=shown.alt)))

    def _box(self, box: Box) -> None:
        if box.element is None:
            self._drafts.append(draft(BlockKind.PARAGRAPH, Rich(box.words)))
            return
        inner = BodyReader(self._context, self._part).read(box.element)
        words = " ".join(d.block.text for d in inner if d.block.text)
        if words:
            self._context.findings.quote("文本框", f"文本框里的文字{quoted(words)}收在它所在的段落后面。")
        self._drafts += inner

    def _section(self, paragraph: Element, properties: Element | None) -> None:
        """The end of a section inside the text: how the next one begins stands at its own end (§17.6.22)."""
        if properties is not None and value(child(_next_section(paragraph), "type")) in _NEW_PAGE:
            self._drafts.append(Draft(Block(BlockKind.PAGE_BREAK)))

    # tables -----------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        def cell(container: Element) -> list[Draft]:
            return BodyReader(self._context, self._part).read(container)

        self._drafts += TableReader(self._context.findings, cell).read(element)


def _next_section(paragraph: Element) -> Element | None:
    """The properties of the section that begins after this paragraph."""
    for after in paragraph.itersiblings():
        found = after if after.tag == f"{W}sectPr" else child(after, "pPr", "sectPr")
        if found is not None:
            return found
    return None


def _goes_on(properties: Element | None) -> bool:
    """Whether the paragraph runs into the next: its mark was deleted under revision, or it is a drop cap."""
    marks = child(properties, "rPr")
    frame = child(properties, "framePr")
    dropped = frame is not None and frame.get(f"{W}dropCap", "none") != "none"
    return dropped or child(marks, "del") is not None or child(marks, "moveFrom") is not None


def _joined(riches: Iterable[Rich]) -> Rich:
    whole = RichBuilder()
    for rich in riches:
        whole.add_rich(rich)
    return whole.build()
