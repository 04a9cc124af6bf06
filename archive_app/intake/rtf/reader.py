"""The text of an RTF file with everything that stands in it, said in WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from archive_app.domain.errors import Refused
from archive_app.intake.olddoc.beside import moment
from archive_app.intake.olddoc.pieces import whole
from archive_app.intake.rtf.heads import Font, Heads, Level, Override, Style
from archive_app.intake.rtf.letters import SYMBOL, decoded, of_charset, of_code_page
from archive_app.intake.rtf.pictures import Blip
from archive_app.intake.rtf.sink import Row, Sink
from archive_app.intake.rtf.state import State, character, line
from archive_app.intake.rtf.tokens import Token, tokens
from archive_app.intake.wordml.made import (
    Frame,
    Look,
    Made,
    attribute,
    field_edge,
    held,
    level_xml,
    run,
    text_box,
    tracked,
)

_DEEPEST = 2000
_NOWHERE = "nowhere"  # what comes is left out, whatever it is
_BULLETS = 9999  # the list of lines that begin with a mark and name no list
_CHARS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "　", "enspace": " ", "qmspace": " ", "softline": "",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\x1e", "\\": "\\", "{": "{", "}": "}", "-": "", "\t": "\t", ":": ""}
_LEFT_OUT = {
    "nonshppict", "shprslt", "objdata", "listtext", "nonesttables", "fldtype", "datafield", "filetbl", "private",
    "pgdsc", "xe", "tc", "rxe", "txe", "comment", "mmathPict",
}  # fmt: skip
_COLLECTED = {
    "title", "author", "bkmkstart", "bkmkend", "atnid", "atnauthor", "atndate", "atnref", "atrfstart", "atrfend",
    "atnparent", "objclass", "sn", "leveltext", "propname", "staticval", "pntext", "moMath", "colortbl", "fonttbl",
    "stylesheet", "revtbl", "pict",
}  # fmt: skip
_SINKS = {
    "footnote", "annotation", "shptxt", "dptxbxtext", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf",
}  # fmt: skip
_THROUGH = {"shppict", "listtable", "list", "listlevel", "listoverridetable", "listoverride", "lfolevel", "shp",
            "shpinst", "shpgrp", "sp", "sv", "info", "userprops", "do", "object", "result", "fldrslt", "field",
            "formfield", "nesttableprops", "moMathPara", "mmath", "picprop"}  # fmt: skip
_SILENT = {"info", "userprops", "listtable", "listoverridetable", "shp", "shpinst", "shpgrp", "sp", "sv", "do",
           "object", "formfield", "nesttableprops", "mmath", "moMathPara", "picprop"}  # fmt: skip


def read_rtf(path: Path) -> Made:
    """An RTF file as the parts of a docx. Raises ``Refused`` where it ends before it is whole."""
    return rtf_made(path.read_bytes())


def rtf_made(data: bytes) -> Made:
    """The same of its bytes."""
    return _Reader().read(data)


class _Reader:
    """One file while it is read."""

    def __init__(self) -> None:
        self._made = Made()
        self._heads = Heads()
        self._state = State()
        self._stack: list[State] = []
        self._sinks = [Sink()]
        self._held: list[list[str]] = []  # what is collected, by the groups that do
        self._bytes = bytearray()
        self._coding = "cp1252"
        self._document = "cp1252"
        self._units: list[str] = []
        self._to_skip = 0
        self._star = False
        self._far = False
        self._fields: list[tuple[int, dict[str, int]]] = []
        self._blips: list[Blip] = []
        self._rows: list[Row] = []
        self._shape_name = ""
        self._footnotes = 0
        self._tracked = 0
        self._marks: dict[str, int] = {}
        self._endnote = False
        self._comment_about = Sink()
        self._section = _Section()
        self._default_font = 0
        self._bullets = False

    @property
    def _sink(self) -> Sink:
        return self._sinks[-1]

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
            made.numbering.insert(0, f'<w:abstractNum w:abstractNumId="{_BULLETS}">{levels}</w:abstractNum>')
            made.numbering.append(f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="{_BULLETS}"/></w:num>')
        made.own_properties += heads.properties
        return made

    # — groups —

    def _open(self) -> None:
        if len(self._stack) > _DEEPEST:
            raise Refused(
                "里面的括号套得太深，不是正常的 RTF 文档", "请用 Word 或 WPS 打开，另存为 docx。", code="damaged"
            )
        self._to_skip = 0
        self._stack.append(self._state)
        self._state = self._state.inner()
        self._star = False

    def _close(self) -> None:
        state = self._state
        self._to_skip = 0
        self._star = False
        if state.opened:
            self._ended(state.opened, state)
        self._state = self._stack.pop()

    def _begin(self, word: str) -> None:
        """A destination begins."""
        state = self._state
        if state.dest == _NOWHERE:
            return
        state.opened = word
        if word in _COLLECTED:
            state.dest = word
            self._held.append([])
            if word == "pict":
                self._blips.append(Blip())
        elif word in _SINKS:
            state.dest = "text"
            self._sinks.append(Sink(author=self._comment_about.author) if word == "annotation" else Sink())
            state.pard()
            state.plain()
            self._endnote = False
        elif word == "fldinst":
            self._begin_field()
            state.dest = "instr"
        elif word == "fldrslt":
            state.dest = (
                "text" if self._stack[-1].dest in ("text", "instr") or self._stack[-1].opened == "field" else ""
            )
        elif word == "upr":
            state.dest = ""
        elif word == "ud":
            state.dest = self._stack[-2].dest if len(self._stack) > 1 else "text"
            state.opened = ""
        elif word == "result":
            state.dest = "text"
        elif word in _SILENT:
            state.dest = ""
            if word == "nesttableprops":  # the row around is being read
                self._rows.append(self._sink.row)
        elif word in ("list", "listlevel", "listoverride", "lfolevel"):
            state.dest = ""
            self._begin_list(word)

    def _begin_list(self, word: str) -> None:
        heads = self._heads
        if word == "list":
            heads.levels = []
        elif word == "listlevel":
            heads.levels.append(Level())
        elif word == "listoverride":
            heads.overrides.append(Override())

    def _begin_field(self) -> None:
        self._fields.append((len(self._sink.out), {}))
        self._sink.out.append(field_edge("begin"))

    def _ended(self, word: str, state: State) -> None:
        """A destination ends: what it held goes where it belongs."""
        text = "".join(self._held.pop()) if word in _COLLECTED else ""
        if word in _SINKS:
            self._end_sink(word, state)
        elif word == "fldinst":
            self._sink.out.append(field_edge("separate"))
        elif word == "field" and self._fields:
            place, form = self._fields.pop()
            if form.get("fftype") == 1 and place < len(self._sink.out):
                value = form.get("ffres", 25)
                on = form.get("ffdefres", 0) if value == 25 else value
                box = f'<w:ffData><w:checkBox><w:checked w:val="{int(bool(on))}"/></w:checkBox></w:ffData>'
                self._sink.out[place] = held(f'<w:fldChar w:fldCharType="begin">{box}</w:fldChar>')
            self._sink.out.append(field_edge("end"))
        elif word == "pict":
            self._end_picture(text)
        elif word == "nesttableprops":
            self._sink.row = self._rows.pop()
        elif word in self._TOLD:
            self._TOLD[word](self, text)

    def _end_sink(self, word: str, state: State) -> None:
        sink = self._sinks.pop()
        made = self._made
        if word == "footnote":
            self._footnotes += 1
            kind = "endnote" if self._endnote else "footnote"
            self._endnote = False
            self._sink.out.append(made.add_note(kind, self._footnotes, sink.xml(state, self._frame(state))))
        elif word == "annotation":
            number = sink.number if sink.number >= 0 else 5000 + len(made.comments)
            lines = [line_.strip() for line_ in "".join(sink.words).split("\n") if line_.strip()]
            above = number + sink.answers if sink.answers < 0 else -1
            made.add_comment(number, lines, author=sink.author, date=moment(sink.date), above=above)
            self._sink.out.append(held(f'<w:commentReference w:id="{number}"/>'))
        elif word.startswith("header"):
            made.headers.append(sink.xml(state, self._frame(state)))
        elif word.startswith("footer"):
            made.footers.append(sink.xml(state, self._frame(state)))
        else:
            self._sink.out.append(text_box(sink.xml(state, self._frame(state))))

    def _end_picture(self, text: str) -> None:
        blip = self._blips.pop()
        image = blip.image(text)
        if image is None:
            self._made.said.append("有一幅图片读不出来，没有收。")
        else:
            self._sink.out.append(self._made.picture(image.data, image.suffix, width=blip.width, alt=blip.alt))

    # — what was collected —

    def _bookmark(self, name: str, kind: str) -> None:
        name = name.strip()
        number = self._marks.setdefault(name, len(self._marks))
        said = f" w:name={attribute(name)}" if kind == "bookmarkStart" else ""
        self._sink.out.append(f'<w:{kind} w:id="{number}"{said}/>')

    def _comment_edge(self, text: str, kind: str) -> None:
        if text.strip().isdecimal():
            self._sink.out.append(f'<w:{kind} w:id="{int(text)}"/>')

    def _object(self, name: str) -> None:
        self._made.said.append(f"嵌入的对象（{name.strip()}）没有收，只收下它显示的图片。")

    def _word_art(self, name: str) -> None:
        self._shape_name = name.strip()

    def _label(self, text: str) -> None:
        """The number or mark that older programs write before a paragraph of a list."""
        label = text.replace("\t", " ").strip()
        state = self._stack[-1]
        if not label or state.list_id or state.dest != "text":
            return
        if any(char.isalnum() for char in label) and not "\uf000" <= label[0] <= "\uf0ff":
            self._sink.out.append(run(label + ("" if label.endswith(("、", "）", "．")) else " ")))
        else:
            self._bullets = True
            state.list_id, state.level = _BULLETS, 0

    def _equation(self, text: str) -> None:
        words = " ".join(text.split())
        if words and self._stack[-1].opened != "moMath":
            self._made.said.append(f"公式改成一行文字“{words}”收下，请核对。")
            self._sink.out.append(run(words))

    def _level_text(self, text: str) -> None:
        if self._heads.levels:
            self._heads.levels[-1].text = text

    def _property(self, text: str) -> None:
        if self._heads.property_name:
            self._heads.properties.append((self._heads.property_name, text.strip()))
            self._heads.property_name = ""

    _TOLD: ClassVar[dict[str, Callable[[_Reader, str], None]]] = {
        "title": lambda self, text: setattr(self._made, "title", text.strip()),
        "author": lambda self, text: setattr(self._made, "author", text.strip()),
        "bkmkstart": lambda self, text: self._bookmark(text, "bookmarkStart"),
        "bkmkend": lambda self, text: self._bookmark(text, "bookmarkEnd"),
        "atrfstart": lambda self, text: self._comment_edge(text, "commentRangeStart"),
        "atrfend": lambda self, text: self._comment_edge(text, "commentRangeEnd"),
        "atnauthor": lambda self, text: setattr(self._comment_about, "author", text.strip()),
        "atndate": lambda self, text: setattr(self._sink, "date", _whole_number(text, 0)),
        "atnref": lambda self, text: setattr(self._sink, "number", _whole_number(text, -1)),
        "atnparent": lambda self, text: setattr(self._sink, "answers", _whole_number(text, 0)),
        "objclass": _object,
        "sn": _word_art,
        "leveltext": _level_text,
        "propname": lambda self, text: setattr(self._heads, "property_name", text.strip()),
        "staticval": _property,
        "pntext": _label,
        "moMath": _equation,
    }

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
            elif data and self._state.dest not in ("", _NOWHERE):
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
            self._head(state, text)
        elif state.dest in _COLLECTED and self._held:
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

    def _reviser(self, number: int) -> str:
        names = self._heads.revisers
        return names[number] if number < len(names) and names[number] != "Unknown" else ""

    # — the tables before the text —

    def _head(self, state: State, text: str) -> None:
        heads = self._heads
        if state.dest == "colortbl":
            for _ in range(text.count(";")):
                heads.end_colour()
        elif state.dest == "revtbl":
            name = text.strip().removesuffix(";")
            if text.strip() and text.strip() != ";":
                heads.revisers.append(name)
        elif state.dest == "fonttbl":
            font = heads.fonts.setdefault(state.font, Font())
            font.name = (font.name + text).partition(";")[0].strip()
        elif state.style in heads.styles:
            style = heads.styles[state.style]
            style.name = (style.name + text).partition(";")[0].strip()

    def _head_word(self, word: str, number: int | None) -> bool:
        """A control word in one of the tables; whether it was one."""
        state, heads = self._state, self._heads
        value = number or 0
        if state.dest == "colortbl" and word in ("red", "green", "blue"):
            heads.colour[("red", "green", "blue").index(word)] = value
        elif state.dest == "fonttbl" and word in ("f", "fcharset", "cpg"):
            if word == "f":
                state.font = value
                heads.fonts.setdefault(value, Font())
                return True
            font = heads.fonts.setdefault(state.font, Font())
            if word == "fcharset":
                font.charset = value
            else:
                font.code_page = value
        elif state.dest == "stylesheet" and word in ("s", "cs", "ts", "ds", "sbasedon", "outlinelevel"):
            if word in ("sbasedon", "outlinelevel"):
                style = heads.styles.setdefault(state.style, Style())
                if word == "sbasedon":
                    style.base = value
                else:
                    style.outline = value
            else:
                state.style = value if word in ("s", "cs") else -1
                if state.style >= 0:
                    heads.styles[value] = Style(character=word == "cs")
        elif word in self._LISTS and heads.levels and state.dest == "":
            setattr(heads.levels[-1], self._LISTS[word], value)
        elif word == "levellegal" and heads.levels:
            heads.levels[-1].legal = number != 0
        elif word == "levelnorestart" and heads.levels:
            heads.levels[-1].restarts = number == 0
        elif word == "listid" and state.dest == "":
            if state.opened == "list":
                heads.lists[value] = heads.levels
            elif heads.overrides:
                heads.overrides[-1].list_id = value
        elif word == "ls" and state.opened == "listoverride":
            heads.overrides[-1].number = value
        else:
            return False
        return True

    _LISTS: ClassVar[dict[str, str]] = {"levelnfc": "kind", "levelnfcn": "kind", "levelstartat": "start"}

    # — control words —

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        starred, self._star = self._star, False
        if word in _LEFT_OUT:
            state.dest = _NOWHERE
            return
        if word in _COLLECTED or word in _SINKS or word in _THROUGH or word in ("fldinst", "upr", "ud"):
            self._begin(word)
            return
        if starred and state.dest != "stylesheet":
            state.dest = _NOWHERE  # a destination that nobody here knows
            return
        if state.opened == "lfolevel" and word == "levelstartat" and self._heads.overrides:
            override = self._heads.overrides[-1]
            override.starts[max(0, len(override.starts))] = number or 0
            return
        if self._head_word(word, number):
            return
        if state.dest == "pict" and self._blips:
            self._blips[-1].say(word, number or 0)
        elif word in _CHARS:
            if state.dest not in ("", _NOWHERE):
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

    def _frame(self, state: State) -> Frame:
        frame = Frame(
            self._heads.key(state.style, character=False), state.frame.outline, state.frame.align,
            (state.list_id, state.level) if state.list_id else None, state.frame.page_before,
        )  # fmt: skip
        if state.deleted or state.revised:
            kind = "del" if state.deleted else "ins"
            self._tracked += 1
            author = attribute(self._reviser(state.deleter or state.author))
            frame.mark = f'<w:{kind} w:id="{self._tracked}" w:author={author}/>'
        return frame

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
        "sectd": lambda self, number: setattr(self, "_section", _Section(self._section.width)),
    }


class _Section:
    """What holds for a section: how it begins, its columns, its page, which way it is read."""

    def __init__(self, width: int = 11906) -> None:
        self.width: int = width
        self._left = self._right = 1800
        self._begins, self._columns, self._flow = "nextPage", 1, 0

    def say(self, word: str, number: int | None) -> None:
        """Take in a control word, if it is about sections."""
        begins = {"sbknone": "continuous", "sbkcol": "nextColumn", "sbkeven": "evenPage", "sbkodd": "oddPage"}
        if word in begins:
            self._begins = begins[word]
        elif word == "cols":
            self._columns = number or 1
        elif word == "stextflow":
            self._flow = number or 0
        elif word in ("paperw", "pgwsxn"):
            self.width = number or self.width

    def xml(self) -> str:
        """A ``w:sectPr``."""
        direction = '<w:textDirection w:val="tbRl"/>' if self._flow in (1, 5) else ""
        return (
            f'<w:sectPr><w:type w:val="{self._begins}"/><w:pgSz w:w="{self.width}"/>'
            f'<w:pgMar w:left="{self._left}" w:right="{self._right}"/><w:cols w:num="{self._columns}"/>{direction}'
            "</w:sectPr>"
        )


def _whole_number(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 12 else default
