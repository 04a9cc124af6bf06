"""The text of an RTF file with everything that stands in it, said in WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from archive_app.intake.olddoc.beside import moment
from archive_app.intake.olddoc.pieces import whole
from archive_app.intake.rtf.destinations import BULLETS, COLLECTED, NOWHERE, SINKS, THROUGH, Destinations
from archive_app.intake.rtf.heads import Font
from archive_app.intake.rtf.letters import SYMBOL, decoded, of_charset, of_code_page
from archive_app.intake.rtf.section import Section
from archive_app.intake.rtf.sink import Row
from archive_app.intake.rtf.state import State, character, line
from archive_app.intake.rtf.tokens import Token, tokens
from archive_app.intake.wordml.made import (
    Frame,
    Look,
    Made,
    held,
    level_xml,
    run,
    tracked,
)

_CHARS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "　", "enspace": " ", "qmspace": " ", "softline": "",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\x1e", "\\": "\\", "{": "{", "}": "}", "-": "", "\t": "\t", ":": ""}
_LEFT_OUT = {
    "nonshppict", "shprslt", "objdata", "listtext", "nonesttables", "fldtype", "datafield", "filetbl", "private",
    "pgdsc", "xe", "tc", "rxe", "txe", "comment", "mmathPict",
}  # fmt: skip


def read_rtf(path: Path) -> Made:
    """An RTF file as the parts of a docx. Raises ``Refused`` where it ends before it is whole."""
    return rtf_made(path.read_bytes())


def rtf_made(data: bytes) -> Made:
    """The same of its bytes."""
    return _Reader().read(data)


class _Reader(Destinations):
    """One file while it is read: its words."""

    def read(self, data: bytes) -> Made:
        """The whole file."""
        whole_file = False
        for token in tokens(data):
            if token.kind == "{":
                self._flush()
                self._open()
            elif token.kind == "}":
                self._flush()
                if not self._stack:
                    break
                self._close()
                if not self._stack:
                    whole_file = True
                    break
            else:
                self._one(token)
        self._flush()
        while self._stack:
            self._close()
        made, heads = self._made, self._heads
        if not whole_file:
            made.said.append("文件没有结尾，可能没有拷完，正文可能不全，请对照原件核对。")
        made.body.append(self._sink.xml(self._state, Frame()))
        made.section = self._section.xml()
        made.styles += heads.styles_xml()
        made.numbering += heads.numbering_xml()
        if self._bullets:
            levels = level_xml(0, start=1, kind="bullet", text="•")
            made.numbering.insert(0, f'<w:abstractNum w:abstractNumId="{BULLETS}">{levels}</w:abstractNum>')
            made.numbering.append(f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>')
        made.own_properties += heads.properties
        return made

    # — tokens —

    def _one(self, token: Token) -> None:
        if token.kind in ("byte", "text"):
            data = token.data
            if self._to_skip:
                gone = min(self._to_skip, len(data))
                self._to_skip -= gone
                data = data[gone:]
            if self._state.dest == "leveltext" and token.kind == "byte" and data and data[0] < 9:
                self._flush()
                self._held[-1].append(chr(data[0]))
            elif self._state.dest == "pict":
                self._held[-1].append(data.decode("latin-1"))
            elif data and self._state.dest not in ("", NOWHERE):
                self._bytes += data
        elif token.kind == "bin":
            if self._state.dest == "pict" and self._blips:
                self._blips[-1].raw += token.data
        elif token.kind == "symbol":
            self._symbol(token.word)
        else:
            if token.word == "uc":  # may stand between the halves of a character
                self._flush_bytes()
                self._state.skip = max(0, token.number or 0)
                return
            if token.word == "u":
                self._flush_bytes()
                if token.number is not None:
                    self._units.append(chr(token.number & 0xFFFF))
                    self._to_skip = self._state.skip
                return
            self._flush()
            self._word(token.word, token.number)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif symbol in "\r\n":
            self._flush()
            self._par()
        elif symbol in _SYMBOLS:
            self._flush_bytes()
            self._units.append(_SYMBOLS[symbol])

    def _flush_bytes(self) -> None:
        if not self._bytes:
            return
        font = self._heads.fonts.get(self._state.font if self._state.font >= 0 else self._default_font)
        data = bytes(self._bytes)
        self._bytes.clear()
        if self._state.dest == "text" and font is not None and font.charset == SYMBOL:
            self._units += [chr(0xF000 + code) for code in data if code >= 0x20]
        else:
            self._units.append(decoded(data, self._coding_of(font)))

    def _coding_of(self, font: Font | None) -> str:
        if font is None or self._document == "utf-8":
            return self._document
        if font.code_page:
            return of_code_page(font.code_page)
        return of_charset(font.charset, self._document)

    def _flush(self) -> None:
        """What was read of text goes where the state says."""
        self._flush_bytes()
        if not self._units:
            return
        text = whole("".join(self._units))
        self._units = []
        state = self._state
        if state.dest == "text":
            self._put(text)
        elif state.dest == "instr":
            self._sink.out.append(run(text, element="instrText"))
        elif state.dest in ("fonttbl", "stylesheet", "colortbl", "revtbl"):
            self._heads.text(state, text)
        elif state.dest in COLLECTED and self._held:
            self._held[-1].append(text)

    def _put(self, text: str) -> None:
        state, sink = self._state, self._sink
        sink.words.append(text)
        look = state.look
        font = self._heads.fonts.get(state.font)
        if font is not None:
            look.western = font.name
            if not self._far:
                look.font = font.name
        xml = run(text, look, element="delText" if state.deleted else "t")
        sink.out.append(self._as_tracked(xml, state))

    def _as_tracked(self, xml: str, state: State) -> str:
        if state.revised:
            self._tracked += 1
            xml = tracked(xml, "ins", self._tracked, self._reviser(state.author), moment(state.date))
        if state.deleted:
            self._tracked += 1
            who, when = state.deleter or state.author, state.deleted_at or state.date
            xml = tracked(xml, "del", self._tracked, self._reviser(who), moment(when))
        return xml

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        starred, self._star = self._star, False
        if word in _LEFT_OUT:
            state.dest = NOWHERE
            return
        if word in COLLECTED or word in SINKS or word in THROUGH or word in ("fldinst", "upr", "ud"):
            self._begin(word)
            return
        if starred and state.dest != "stylesheet":
            state.dest = NOWHERE  # a destination that nobody here knows
            return
        if self._heads.say(state, word, number):
            return
        if state.dest == "pict" and self._blips:
            self._blips[-1].say(word, number or 0)
        elif word in _CHARS:
            if state.dest not in ("", NOWHERE):
                self._units.append(_CHARS[word])
        elif word in self._ACTS:
            self._ACTS[word](self, number)
        elif word in ("ab", "ai"):
            if self._far:  # LibreOffice says so of Chinese words; Word of words from right to left
                setattr(state.look, "bold" if word == "ab" else "italic", number != 0)
        elif word in ("f", "af", "cf", "cs"):
            self._look(state.look, word, number or 0)
        elif word in ("fftype", "ffres", "ffdefres") and self._fields:
            self._fields[-1][1][word] = number or 0
        elif word in ("highlight", "cb", "chcbpat"):
            state.look.highlight = self._heads.is_ground(number or 0)
        elif not character(state, word, number) and not line(state, word, number):
            self._section.say(word, number)

    def _look(self, look: Look, word: str, number: int) -> None:
        if word == "f":
            self._state.font = number
            self._far = False
        elif word == "af":
            font = self._heads.fonts.get(number)
            if self._far and font is not None:
                look.font = font.name
        elif word == "cf":
            look.colour = self._heads.colour_of(number)
        else:
            look.style = self._heads.key(number, character=True)

    def _par(self, *, cell: bool = False, inner: bool = False) -> None:
        if self._state.dest == "text":
            self._sink.end_paragraph(self._state, self._frame(self._state), cell=cell, inner_cell=inner)

    def _end_section(self) -> None:
        if self._state.dest == "text":
            if self._sink.out:
                self._par()
            self._sink.end_paragraph(State(), Frame(section=self._section.xml()))

    def _merge(self, across: int = 0, down: int = 0) -> None:
        row = self._sink.row
        row.next_across = across or row.next_across
        row.next_down = down or row.next_down

    def _page(self) -> None:
        if self._state.dest == "text":
            self._sink.out.append(held('<w:br w:type="page"/>'))

    def _code_page(self, number: int | None) -> None:
        self._document = of_code_page(number or 1252)

    def _new_row(self) -> None:
        self._sink.row = Row()

    _ACTS: ClassVar[dict[str, Callable[[_Reader, int | None], None]]] = {
        "ansicpg": _code_page,
        "mac": lambda self, number: setattr(self, "_document", "mac_roman"),
        "pc": lambda self, number: setattr(self, "_document", "cp437"),
        "pca": lambda self, number: setattr(self, "_document", "cp850"),
        "deff": lambda self, number: setattr(self, "_default_font", number or 0),
        "plain": lambda self, number: self._state.plain(),
        "par": lambda self, number: self._par(),
        "cell": lambda self, number: self._par(cell=True),
        "nestcell": lambda self, number: self._par(inner=True),
        "row": lambda self, number: self._sink.end_row(1),
        "nestrow": lambda self, number: self._sink.end_row(max(2, self._state.depth)),
        "trowd": lambda self, number: self._new_row(),
        "trleft": lambda self, number: self._sink.row.edges.__setitem__(0, number or 0),
        "cellx": lambda self, number: self._sink.row.cell(number or 0),
        "trhdr": lambda self, number: setattr(self._sink.row, "header", True),
        "clmgf": lambda self, number: self._merge(across=2),
        "clmrg": lambda self, number: self._merge(across=1),
        "clvmgf": lambda self, number: self._merge(down=3),
        "clvmrg": lambda self, number: self._merge(down=1),
        "sect": lambda self, number: self._end_section(),
        "page": lambda self, number: self._page(),
        "dbch": lambda self, number: setattr(self, "_far", True),
        **dict.fromkeys(("loch", "rtlch", "ltrch"), lambda self, number: setattr(self, "_far", False)),
        "hich": lambda self, number: setattr(self, "_far", False),
        "ftnalt": lambda self, number: setattr(self, "_endnote", True),
        "sectd": lambda self, number: setattr(self, "_section", Section(self._section.width)),
    }
