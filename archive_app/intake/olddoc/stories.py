"""The text of a document with everything that stands in it, said in WordprocessingML."""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from archive_app.domain.errors import Refused
from archive_app.intake.olddoc import summary
from archive_app.intake.olddoc.art import Drawings, inline
from archive_app.intake.olddoc.beside import moment, read_beside
from archive_app.intake.olddoc.compound import Compound
from archive_app.intake.olddoc.fib import REVISERS, SECTIONS, Fib
from archive_app.intake.olddoc.grid import Laid, blocks
from archive_app.intake.olddoc.lists import numbering
from archive_app.intake.olddoc.pieces import Piece, Pieces, whole
from archive_app.intake.olddoc.runs import characters, paragraphs
from archive_app.intake.olddoc.sections import last_section, section_xml
from archive_app.intake.olddoc.sheet import Sheet, frame_of
from archive_app.intake.olddoc.sprms import Lines, Words, apply_lines, apply_words
from archive_app.intake.wordml.made import (
    Look,
    Made,
    attribute,
    field_edge,
    held,
    paragraph,
    run,
    text_box,
    tracked,
)

_FIRST_HEADERS = 6  # stories of the separators of notes
_SPECIAL = frozenset("\x00\x01\x02\x03\x04\x05\x07\x08\x0c\x0d\x13\x14\x15\x28")
_PLAIN = {ord("\x0b"): "\n", ord("\x0e"): "\n", ord("\x1f"): None, ord("\xad"): None}
_PLAIN |= {code: None for code in (6, 15, 16, 17, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29)}


def read_old(path: Path) -> Made:
    """A .doc as the parts of a docx. Raises ``Refused``: macros, a password, an older Word, damage."""
    compound = Compound(path)
    if any(name.startswith(("Macros/VBA", "_VBA_PROJECT_CUR")) for name in compound.names):
        raise Refused("带宏的 Word 文档不收，宏可能有害", "请用 Word 或 WPS 另存为不带宏的 docx。", code="macros")
    if "EncryptedPackage" in compound:
        raise Refused("文稿加了密码，打不开", "请先去掉密码，再另存后导入。", code="encrypted")
    made = Made()
    made.title, made.author = summary.title_and_author(compound)
    made.own_properties += summary.own_properties(compound)
    try:
        _Document(Fib(compound), made).read()
    except (struct.error, IndexError, RecursionError) as error:  # tables that say what cannot be
        raise Refused(
            "里面的正文读不出来，文件已损坏",
            "请重新拷一份，或用 Word、WPS 打开修复，另存为 docx 后再导入。",
            code="damaged",
        ) from error
    return made


@dataclass(slots=True)
class _Field:
    """A field that is open: where its begin stands among what was put out, its instruction so far."""

    at: int
    instruction: str = ""
    result: bool = False


class _Document:
    """One document while it is read."""

    def __init__(self, fib: Fib, made: Made) -> None:
        self._fib = fib
        self._made = made
        self._pieces = Pieces(fib)
        self._words = characters(fib)
        self._lines = paragraphs(fib)
        self._sheet = Sheet(fib)
        self._beside = read_beside(fib)
        self._drawings = Drawings(fib)
        self._revisers = fib.words(REVISERS)
        self._sections = {row.end: row for row in fib.plc(SECTIONS, 12)}
        self._looks: dict[tuple[bytes, bytes, int], tuple[Words, Look]] = {}
        self._shown_boxes: set[int] = set()
        self._tracked = 0
        self._lost: Counter[str] = Counter()

    def read(self) -> None:
        """Everything, into the parts."""
        made, fib = self._made, self._fib
        made.styles += self._sheet.xml()
        made.numbering += numbering(fib)
        made.body.append(self.story(fib.text.start, min(fib.text.end, self._pieces.end), main=True))
        made.section = last_section(fib)
        self._rest_of_boxes()
        for number, (start, end) in enumerate(self._comment_places()):
            words = self._plain(start, end)
            made.add_comment(
                number, words, author=self._beside.authors[number], date=self._beside.dates[number],
                above=self._beside.answers[number],
            )  # fmt: skip
        self._headers()
        if self._pieces.end < fib.text.end:
            made.said.append("文件的后半截读不出来，正文可能不全，请对照原件核对。")
        if self._lost["number"]:
            made.said.append(f"老式自动编号（{self._lost['number']} 段）没有收，请对照原件补上。")

    def _comment_places(self) -> list[tuple[int, int]]:
        return self._beside.comment_texts[: len(self._beside.authors)]

    def _plain(self, start: int, end: int) -> list[str]:
        text = "".join(char for char in self._pieces.plain(start, end) if char >= " " or char in "\r\x0b\t")
        return [line.strip() for line in text.replace("\x0b", " ").split("\r") if line.strip()]

    def _headers(self) -> None:
        rows = self._fib.plc(11, 0)
        for number, row in enumerate(rows[:-1] if rows else ()):
            if number < _FIRST_HEADERS or row.end <= row.start:
                continue
            start = self._fib.headers.start
            words = self.story(start + row.start, start + row.end)
            footer = (number - _FIRST_HEADERS) % 6 in (2, 3, 5)
            (self._made.footers if footer else self._made.headers).append(words)

    def _rest_of_boxes(self) -> None:
        """Text boxes that nothing in the text is anchored to, at its end."""
        for shape, (start, end) in self._beside.boxes.items():
            if shape not in self._shown_boxes and (words := self.story(start, end)):
                self._shown_boxes.add(shape)
                self._made.body.append(words)
                self._made.said.append("有文本框找不到在正文里的位置，里面的文字收在全文最后。")

    def story(self, start: int, end: int, *, main: bool = False) -> str:
        """The blocks between two positions."""
        return blocks(_Story(self, main=main).read(start, end))

    # — what a story asks of its document —

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces between two positions."""
        return list(self._pieces.within(start, end))

    def lines(self, place: int, said: bytes) -> Lines:
        """What is said of the paragraph whose mark is at a byte of the file."""
        lines = Lines()
        found = self._lines.at(place)
        if found is not None and len(found.said) >= 2:
            style = struct.unpack_from("<H", found.said)[0]
            lines = self._sheet.lines(style)
            lines.list_id, lines.list_level = None, None  # those of the style stay the style's
            lines.style = style
            apply_lines(lines, found.said[2:])
        apply_lines(lines, said)
        return lines


@dataclass(slots=True)
class _Story:
    """One story while it is read; ``main``: the text itself, where notes are called."""

    document: _Document
    main: bool
    out: list[str] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)

    def read(self, start: int, end: int) -> list[Laid]:
        """The paragraphs between two positions."""
        document = self.document
        for piece in document.pieces(start, end):
            text = document._pieces.text(piece)
            last = piece.at + len(text) * piece.width
            for stretch in document._words.within(piece.at, last):
                first = (stretch.start - piece.at) // piece.width
                units = text[first : (stretch.end - piece.at) // piece.width]
                words, look = self._look(stretch.said, piece.said, stretch.start)
                self._stretch(units, piece.start + first, stretch.start, piece, words, look)
        if self.out:
            self._end("", end, 0, b"")
        return self.laid

    def _look(self, said: bytes, more: bytes, place: int) -> tuple[Words, Look]:
        document = self.document
        around = document._lines.at(place)
        style = struct.unpack_from("<H", around.said)[0] if around is not None and len(around.said) > 1 else 0
        found = document._looks.get((said, more, style))
        if found is None:
            words = Words()
            apply_words(words, said)
            apply_words(words, more)
            found = document._looks[said, more, style] = (words, document._sheet.look_of(words, style))
        return found

    def _stretch(self, units: str, position: int, place: int, piece: Piece, words: Words, look: Look) -> None:
        """Words that look alike: their text between the marks in them."""
        beside = self.document._beside
        edges = beside.edges if self.main else {}
        drawn = words.symbol is not None and words.special
        begin = 0
        for number, char in enumerate(units):
            here = position + number
            stands = char in _SPECIAL and (char != "\x28" or drawn)
            custom = self.main and here in beside.custom
            if not (stands or custom or here in edges):
                continue
            self._text(units[begin:number], words, look)
            begin = number + (stands or custom)
            self.out += edges.get(here, ())
            if custom:
                self._note(here, mark=char)
            if stands and not custom:
                self._mark(char, here, place + number * piece.width, piece, words, look)
        self._text(units[begin:], words, look)

    def _text(self, units: str, words: Words, look: Look) -> None:
        if not units:
            return
        text = whole(units).translate(_PLAIN)
        if self.fields and not self.fields[-1].result:
            self.fields[-1].instruction += text
            self.out.append(run(text, element="instrText"))
            return
        if words.symbol is not None and words.special:
            self._symbol(words, look)
            return
        self.out.append(self._tracked(run(text, look, element="delText" if words.deleted else "t"), words))

    def _tracked(self, xml: str, words: Words) -> str:
        document = self.document
        if not (words.inserted or words.deleted):
            return xml
        document._tracked += 1
        if words.inserted:
            xml = tracked(xml, "ins", document._tracked, self._reviser(words.author), moment(words.date))
        if words.deleted:
            author, date = (words.deleter, words.deleted_at) if words.inserted else (words.author, words.date)
            author, date = words.deleter or author, words.deleted_at or date
            xml = tracked(xml, "del", document._tracked, self._reviser(author), moment(date))
        return xml

    def _reviser(self, number: int) -> str:
        names = self.document._revisers
        return names[number] if number < len(names) and names[number] != "Unknown" else ""

    def _mark(self, char: str, position: int, place: int, piece: Piece, words: Words, look: Look) -> None:
        """A character that stands for something."""
        match char:
            case "\r" | "\x07":
                self._end(char, position, place, piece.said, words)
            case "\x0c":
                if self.main and position + 1 in self.document._sections:
                    self._end(char, position, place, piece.said, words)
                else:
                    self.out.append(held('<w:br w:type="page"/>'))
            case "\x13":
                self.fields.append(_Field(len(self.out)))
                self.out.append(field_edge("begin"))
            case "\x14" if self.fields:
                self.fields[-1].result = True
                self.out.append(field_edge("separate"))
            case "\x15" if self.fields:
                self._end_field()
            case "\x02" if words.special:
                self._note(position)
            case "\x05" if words.special and self.main:
                number = self.document._beside.comments.get(position, -1)
                if 0 <= number < len(self.document._comment_places()):
                    self.out.append(held(f'<w:commentReference w:id="{number}"/>'))
            case "\x01" if words.special or words.picture >= 0:
                self._picture(words)
            case "\x08" if words.special:
                self._shape(position)
            case "\x28":
                self._symbol(words, look)

    def _end_field(self) -> None:
        ended = self.fields.pop()
        self.out.append(field_edge("end"))
        kind = ended.instruction.split()
        if len(kind) > 1 and kind[0].upper() == "EMBED":
            self.document._made.said.append(f"嵌入的对象（{kind[1]}）没有收，只收下它显示的图片。")

    def _symbol(self, words: Words, look: Look) -> None:
        if words.symbol is None:
            return
        font, code = self.document._sheet.font(words.symbol[0]), words.symbol[1]
        symbol = f'<w:sym w:font={attribute(font)} w:char="{code:04X}"/>'
        self.out.append(self._tracked(held(symbol, look), words))

    def _note(self, position: int, mark: str = "") -> None:
        """The note that is called here; ``mark`` is one that somebody chose for it."""
        if not self.main:
            return
        document, beside = self.document, self.document._beside
        for kind, called, texts in (
            ("footnote", beside.footnotes, beside.footnote_texts),
            ("endnote", beside.endnotes, beside.endnote_texts),
        ):
            number = called.get(position, -1)
            if 0 <= number < len(texts):
                inner = document.story(*texts[number])
                shown = document._made.add_note(kind, number + 1, inner)
                if mark:
                    own = held(
                        f'<w:{kind}Reference w:customMarkFollows="1" w:id="{number + 1}"/><w:t>{escape(mark)}</w:t>'
                    )
                    shown = own if mark.isprintable() else shown
                self.out.append(shown)

    def _picture(self, words: Words) -> None:
        document = self.document
        if words.data:
            self._form(words.picture)
            return
        if words.embedded and words.picture < 0:
            return
        found = inline(document._fib, words.picture)
        if found is None:
            return
        if found.image is not None:
            xml = document._made.picture(found.image.data, found.image.suffix, width=found.width, alt=found.alt)
        elif found.outside:
            xml = document._made.outside_picture(found.outside)
        else:
            document._made.said.append("有一幅图片在文件里读不出来，没有收。")
            return
        self.out.append(xml)

    def _form(self, place: int) -> None:
        """A form's box, which has no text: its begin says whether it is ticked (FFData, 2.9.78)."""
        data = self.document._fib.data
        begun = self.fields[-1] if self.fields else None
        if begun is None or place < 0 or place + 76 > len(data) or "FORMCHECKBOX" not in begun.instruction.upper():
            return
        bits = struct.unpack_from("<H", data, place + 72)[0]
        value = bits >> 2 & 0x1F
        ticked = value == 1
        box = f'<w:ffData><w:checkBox><w:checked w:val="{int(ticked)}"/></w:checkBox></w:ffData>'
        self.out[begun.at] = held(f'<w:fldChar w:fldCharType="begin">{box}</w:fldChar>')

    def _shape(self, position: int) -> None:
        document, beside = self.document, self.document._beside
        anchored = beside.anchors.get(position)
        if anchored is None or not self.main:
            return
        for number in document._drawings.members(anchored):
            shape = document._drawings.shape(number)
            image = document._drawings.image(shape)
            if image is not None:
                self.out.append(document._made.picture(image.data, image.suffix, alt=shape.alt))
            elif shape.words:
                words = attribute(shape.words.replace("\r", " "))
                self.out.append(held(f"<w:pict><v:shape><v:textpath string={words}/></v:shape></w:pict>"))
            if number in beside.boxes and number not in document._shown_boxes:
                document._shown_boxes.add(number)
                self.out.append(text_box(document.story(*beside.boxes[number])))

    def _end(self, char: str, position: int, place: int, said: bytes, words: Words | None = None) -> None:
        """A paragraph ends here."""
        document = self.document
        lines = document.lines(place, said) if char else Lines()
        frame = frame_of(lines)
        frame.style = document._sheet.key(lines.style)
        if lines.list_id is None and lines.list_level is not None and not lines.old_number:
            own = document._sheet.lines(lines.style)
            if own.list_id is not None and own.list_id < 0x7FF:
                frame.number = (own.list_id, lines.list_level)
        if lines.old_number:
            document._lost["number"] += 1
        if char == "\x0c":
            frame.section = section_xml(document._fib, document._sections[position + 1])
        if words is not None and (words.inserted or words.deleted):
            document._tracked += 1
            kind = "del" if words.deleted else "ins"
            author = attribute(self._reviser(words.deleter or words.author))
            frame.mark = f'<w:{kind} w:id="{document._tracked}" w:author={author}/>'
        ended = lines.row_end or (lines.inner_row_end and lines.depth > 1)
        if not ended or self.out:
            self.laid.append(Laid(paragraph("".join(self.out), frame), lines, char == "\x07"))
        if ended:
            if self.out:
                self.laid[-1].lines = Lines(in_table=lines.in_table, depth=lines.depth)
            self.laid.append(Laid("", lines, True))
        self.out = []
