"""A paragraph's runs, in the order they are read: text with its marks, notes, pictures, text boxes, page breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from archive_app.domain.manuscript import SpanStyle
from archive_app.frozen import dataclass
from archive_app.intake.text.rich import Rich, RichBuilder
from archive_app.intake.wordml import symbols
from archive_app.intake.wordml.comments import BEGINS, CALLED, ENDS, edge
from archive_app.intake.wordml.context import Context
from archive_app.intake.wordml.drawings import DrawingReader, Shown
from archive_app.intake.wordml.equations import linear
from archive_app.intake.wordml.fields import CONTENTS, Field, FieldStack, drawn, is_mark
from archive_app.intake.wordml.findings import quoted
from archive_app.intake.wordml.names import MC, Element, M, R, W, child, chosen, local, number, texts, value
from archive_app.intake.wordml.runs import Look
from archive_app.intake.wordml.styles import ParagraphStyle


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page ends here."""


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: its ``w:txbxContent``, or the words of a WordArt."""

    element: Element | None = None
    words: str = ""


Piece = Rich | Shown | PageBreak | Box

_WRAPPERS = {
    "hyperlink",
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "sdtContent",
    "bdo",
    "dir",
    "fldSimple",
    "rt",
    "rubyBase",
}
_NOTHING = {
    "pPr", "rPr", "proofErr", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "lastRenderedPageBreak",
    "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "softHyphen",
    "smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "pgNum", "oMathParaPr", "fldData", "customXmlInsRangeStart", "customXmlInsRangeEnd",
    "customXmlDelRangeStart", "customXmlDelRangeEnd",
}  # fmt: skip
"""Marks without words of their own."""


class InlineReader:
    """Reads the paragraphs of one part (the text, the footnotes …), one after the other."""

    def __init__(self, context: Context, part: str) -> None:
        self._context = context
        self._findings = context.findings
        self._relationships = dict(context.package.relationships(part))
        self._drawings = DrawingReader(self._relationships, context.media, context.findings)
        self._fields = FieldStack()
        self._style = ParagraphStyle()
        self._builder = RichBuilder()
        self._pieces: list[Piece] = []
        self._hidden: list[str] = []
        self._in_link = False

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is open that began in an earlier paragraph."""
        return any(entry.kind in CONTENTS for entry in self._fields.open)

    def read(self, paragraph: Element, style: ParagraphStyle) -> list[Piece]:
        """The paragraph's pieces; stretches of text are as long as nothing stands between."""
        self._style, self._builder, self._pieces, self._hidden = style, RichBuilder(), [], []
        self._builder.notes += self._context.marks  # of comments that begin or end between two paragraphs
        self._context.marks.clear()
        self._children(paragraph, Look())
        self._flush()
        if self._hidden:
            self._findings.quote("隐藏文字", f"隐藏文字没有收：{quoted(''.join(self._hidden))}。")
        return self._pieces

    def _flush(self) -> None:
        rich = self._builder.build()
        if rich.text or rich.notes or rich.spans:
            self._pieces.append(rich)
        self._builder = RichBuilder()

    def _put(self, piece: Piece) -> None:
        if not self._fields.silent:
            self._flush()
            self._pieces.append(piece)

    def _children(self, element: Iterable[Element], seen: Look) -> None:
        for inner in element:
            if isinstance(inner.tag, str):
                self._one(inner, seen)
                if inner.get(f"{W}customMarkFollows", "0") not in ("0", "false", "off"):
                    return  # what follows in the run is a mark that somebody chose: a book counts its own

    def _one(self, element: Element, seen: Look) -> None:
        name = local(element)
        if element.tag.startswith(M):
            self._equation(element)
        elif element.tag == f"{MC}AlternateContent":
            self._children(chosen(element), seen)
        elif name == "r":
            style = self._context.looks.of(element, self._style)
            if self._in_link:  # underlined because it is one
                style = replace(style, styles=tuple(s for s in style.styles if s is not SpanStyle.UNDERLINE))
            self._children(element, style)
        elif name in _WRAPPERS:
            self._wrapper(name, element, seen)
        elif name in _HANDLERS:
            _HANDLERS[name](self, element, seen)
        elif name not in _NOTHING:
            self._unknown(name, element, seen)

    def _unknown(self, name: str, element: Element, seen: Look) -> None:
        """Words are kept whatever they stand in; what has none is named."""
        if texts(element):
            self._children(element, seen)
        self._findings.quote(
            "不认得的内容", f"有不认得的内容（{name}），{'只收了文字' if texts(element) else '没有收'}。"
        )

    # what stands around runs ------------------------------------------------------------------------------------

    def _wrapper(self, name: str, element: Element, seen: Look) -> None:
        if name == "ins":
            self._findings.count("inserted", len(texts(element)))
        elif name == "moveTo":
            self._findings.count("moved")
        elif name == "hyperlink":
            relationship = self._relationships.get(element.get(f"{R}id", ""))
            if relationship is not None and not self._fields.silent:
                words = quoted(texts(element))
                self._findings.quote("链接", f"链接{words}的文字照收，网址没有保留：{relationship.target}")
            outer, self._in_link = self._in_link, True
            self._children(element, seen)
            self._in_link = outer
            return
        if name == "fldSimple":
            self._fields.open.append(Field(element.get(f"{W}instr", ""), result=True))
            self._children(element, seen)
            self._end_field(seen)
            return
        self._children(element, seen)

    def _deleted(self, element: Element, seen: Look) -> None:
        self._findings.count("deleted", sum(len(t.text or "") for t in element.iter(f"{W}delText", f"{W}t")))
        for one in element.iter(f"{W}{BEGINS}", f"{W}{ENDS}", f"{W}{CALLED}"):  # a comment may begin in what is gone
            self._comment(one, seen)

    def _moved_away(self, element: Element, seen: Look) -> None:
        """The place words were moved from: they are read, and counted, where they went."""

    def _control(self, element: Element, seen: Look) -> None:
        """A content control: its contents, unless they are still the prompt."""
        properties = child(element, "sdtPr")
        if child(properties, "showingPlcHdr") is not None:
            self._findings.count("control")
            return
        content = child(element, "sdtContent")
        if content is not None:
            self._children(content, seen)

    def _equation(self, element: Element) -> None:
        text = linear(element)
        if text:
            self._findings.count("equation", 1, text)
            self._text(text, Look())

    # what stands in runs ----------------------------------------------------------------------------------------

    def _text(self, text: str, seen: Look) -> None:
        if self._fields.silent or not text:
            return
        if seen.hidden:
            self._hidden.append(text)
            return
        if symbols.is_symbol_font(seen.font):
            text = "".join(
                self._symbol_of(seen.font, ord(char)) if "\uf000" <= char <= "\uf0ff" else char for char in text
            )
        for what in seen.lost:
            self._findings.count(what, 1 if what == "two-in-one" else len(text), text)
        self._builder.add(text, seen.styles)

    def _t(self, element: Element, seen: Look) -> None:
        self._text((element.text or "").replace("\u00ad", ""), seen)  # a soft hyphen says where a line may break

    def _tab(self, element: Element, seen: Look) -> None:
        self._text("　", Look(hidden=seen.hidden))

    def _break(self, element: Element, seen: Look) -> None:
        if element.get(f"{W}type") == "page":
            self._put(PageBreak())
        elif not self._fields.silent and not seen.hidden:
            self._builder.line_break()

    def _symbol(self, element: Element, seen: Look) -> None:
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        font = element.get(f"{W}font", "")
        self._text(self._symbol_of(font, code), Look(seen.styles, seen.lost, seen.hidden))

    def _symbol_of(self, font: str, code: int) -> str:
        char = symbols.readable(font, code)
        if char is None:
            char = chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"
            self._findings.quote("符号", f"符号字体“{font}”的字符 U+{code:04X} 不知道是什么字，照原码收下，请核对。")
        return char

    def _note(self, element: Element, seen: Look) -> None:
        if self._fields.silent:
            return
        found = self._context.notes.get((local(element), element.get(f"{W}id", "")))
        if found is None:
            self._findings.say("有一处注号找不到注文，没有收。")
            return
        if local(element) == "endnoteReference":
            self._findings.count("endnote")
        rich = found.rich
        if element.get(f"{W}customMarkFollows", "0") not in ("0", "false", "off"):
            mark = "".join(texts(after) or (after.text or "") for after in element.itersiblings(f"{W}t"))
            self._findings.quote("注号", f"自己打的注号{quoted(mark)}换成自动的注号。")
            if mark and rich.text.startswith(mark):
                rich = rich.cut(len(mark)).strip()
        self._builder.note(rich, found.by)

    def _comment(self, element: Element, seen: Look) -> None:
        self._builder.notes.append(edge(self._builder.length, local(element), element.get(f"{W}id", "")))

    def _drawing(self, element: Element, seen: Look) -> None:
        if self._fields.silent:
            return
        if seen.hidden:
            self._findings.say("有隐藏的图形，没有收。")
            return
        drawing = self._drawings.read(element)
        for shown in drawing.pictures:
            self._put(shown)
        for box in drawing.boxes:
            self._put(Box(box))
        for words in drawing.words:
            self._put(Box(words=words))

    def _ruby(self, element: Element, seen: Look) -> None:
        base, reading = child(element, "rubyBase"), child(element, "rt")
        if base is None or self._fields.silent:
            return
        start = self._builder.length
        self._children(base, seen)
        words = texts(reading) if reading is not None else ""
        if words and self._builder.length > start:
            self._mark_ruby(start, words)

    def _mark_ruby(self, start: int, reading: str) -> None:
        built = self._builder.build()
        self._builder = RichBuilder()
        self._builder.add_rich(built.cut(0, start))
        self._builder.add(
            built.text[start:], [s.style for s in built.spans if s.start <= start < s.end], reading.strip()
        )

    # fields -----------------------------------------------------------------------------------------------------

    def _field_character(self, element: Element, seen: Look) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.open.append(Field())
            self._form(child(element, "ffData"))
        elif kind == "separate" and self._fields.open:
            self._fields.open[-1].result = True
            if self._fields.open[-1].kind in CONTENTS:
                self._findings.count("toc")
        elif kind == "end" and self._fields.open:
            self._end_field(seen)

    def _instruction(self, element: Element, seen: Look) -> None:
        if self._fields.in_instruction:
            self._fields.open[-1].instruction += element.text or ""

    def _end_field(self, seen: Look) -> None:
        ended = self._fields.open.pop()
        if is_mark(ended.kind):
            self._findings.count("index-mark")
        elif ended.kind == "EQ" and not self._fields.silent:
            self._drawn(ended.instruction, seen)
        elif ended.kind == "HYPERLINK" and not self._fields.silent:
            address = ended.instruction.split('"')
            if len(address) > 2 and "\\l" not in address[0]:
                self._findings.quote("链接", f"链接的文字照收，网址没有保留：{address[1]}")
        elif ended.kind.startswith("INCLUDE") and ended.instruction.strip():
            self._findings.quote("外部内容", f"引用外部文件的内容没有去取：{ended.instruction.strip()}")

    def _drawn(self, instruction: str, seen: Look) -> None:
        result = drawn(instruction)
        if result.text and result.reading:
            self._builder.add(result.text, seen.styles, result.reading)
        elif result.text:
            self._text(result.text, seen)
        if not result.exact:
            self._findings.quote("EQ 域", f"用域画出的内容（{instruction.strip()}）改成“{result.text}”收下，请核对。")

    def _form(self, data: Element | None) -> None:
        """A form's box or list, which has no text of its own."""
        box, choices = child(data, "checkBox"), child(data, "ddList")
        if box is not None:
            ticked = child(box, "checked") if child(box, "checked") is not None else child(box, "default")
            on = ticked is not None and value(ticked, "1") not in ("0", "false")
            self._builder.add("☑" if on else "□")
        if choices is not None:
            entries = [value(entry) for entry in choices.findall(f"{W}listEntry")]
            chosen_one = number(value(child(choices, "result")))
            self._builder.add(entries[chosen_one] if chosen_one < len(entries) else "")

    def _hard_hyphen(self, element: Element, seen: Look) -> None:
        """A hyphen that may not break."""
        self._text("-", seen)  # books have no other

    def _ink(self, element: Element, seen: Look) -> None:
        self._findings.count("ink")


_Handler = Callable[[InlineReader, Element, Look], None]
_HANDLERS: dict[str, _Handler] = {
    "t": InlineReader._t,
    "tab": InlineReader._tab,
    "ptab": InlineReader._tab,
    "br": InlineReader._break,
    "cr": InlineReader._break,
    "noBreakHyphen": InlineReader._hard_hyphen,
    "sym": InlineReader._symbol,
    "footnoteReference": InlineReader._note,
    "endnoteReference": InlineReader._note,
    **dict.fromkeys((BEGINS, ENDS, CALLED), InlineReader._comment),
    "drawing": InlineReader._drawing,
    "pict": InlineReader._drawing,
    "object": InlineReader._drawing,
    "ruby": InlineReader._ruby,
    "fldChar": InlineReader._field_character,
    "instrText": InlineReader._instruction,
    "delInstrText": InlineReader._instruction,
    "del": InlineReader._deleted,
    "moveFrom": InlineReader._moved_away,
    "sdt": InlineReader._control,
    "contentPart": InlineReader._ink,
}
