"""What stands in braces in an RTF file: where it begins, what is collected in it, what comes of it at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from archive_app.domain.errors import Refused
from archive_app.intake.olddoc.beside import moment
from archive_app.intake.rtf.heads import Heads
from archive_app.intake.rtf.pictures import Blip
from archive_app.intake.rtf.section import Section
from archive_app.intake.rtf.sink import Row, Sink
from archive_app.intake.rtf.state import State
from archive_app.intake.wordml.made import (
    Frame,
    Made,
    attribute,
    field_edge,
    held,
    run,
    text_box,
)

_DEEPEST = 2000
NOWHERE = "nowhere"
"""Where what comes is left out, whatever it is."""
BULLETS = 9999
"""The list of lines that begin with a mark and name no list."""
COLLECTED = {
    "title", "author", "bkmkstart", "bkmkend", "atnid", "atnauthor", "atndate", "atnref", "atrfstart", "atrfend",
    "atnparent", "objclass", "leveltext", "propname", "staticval", "pntext", "moMath", "colortbl", "fonttbl",
    "stylesheet", "revtbl", "pict",
}  # fmt: skip
SINKS = {
    "footnote", "annotation", "shptxt", "dptxbxtext", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf",
}  # fmt: skip
THROUGH = {"shppict", "listtable", "list", "listlevel", "listoverridetable", "listoverride", "lfolevel", "shp",
            "shpinst", "shpgrp", "sp", "sv", "info", "userprops", "do", "object", "result", "fldrslt", "field",
            "formfield", "nesttableprops", "moMathPara", "mmath", "picprop"}  # fmt: skip
_SILENT = {"info", "userprops", "listtable", "listoverridetable", "shp", "shpinst", "shpgrp", "sp", "sv", "do",
           "object", "formfield", "nesttableprops", "mmath", "moMathPara", "picprop"}  # fmt: skip


class Destinations:
    """One file while it is read: the groups of it."""

    def __init__(self) -> None:
        self._made = Made()
        self._heads = Heads()
        self._state = State()
        self._stack: list[State] = []
        self._sinks = [Sink()]
        self._held: list[list[str]] = []  # what is collected, by the groups that do
        self._bytes = bytearray()
        self._document = "cp1252"
        self._units: list[str] = []
        self._to_skip = 0
        self._star = False
        self._far = False
        self._fields: list[tuple[int, dict[str, int]]] = []
        self._blips: list[Blip] = []
        self._rows: list[Row] = []
        self._footnotes = 0
        self._tracked = 0
        self._marks: dict[str, int] = {}
        self._endnote = False
        self._comment_about = Sink()
        self._section = Section()
        self._default_font = 0
        self._bullets = False

    @property
    def _sink(self) -> Sink:
        return self._sinks[-1]

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
        if state.dest == NOWHERE:
            return
        state.opened = word
        if word in COLLECTED:
            state.dest = word
            self._held.append([])
            if word == "pict":
                self._blips.append(Blip())
        elif word in SINKS:
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
            self._heads.begin_list(word)

    def _begin_field(self) -> None:
        self._fields.append((len(self._sink.out), {}))
        self._sink.out.append(field_edge("begin"))

    def _ended(self, word: str, state: State) -> None:
        """A destination ends: what it held goes where it belongs."""
        text = "".join(self._held.pop()) if word in COLLECTED else ""
        if word in SINKS:
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
            state.list_id, state.level = BULLETS, 0

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

    _TOLD: ClassVar[dict[str, Callable[[Destinations, str], None]]] = {
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
        "leveltext": _level_text,
        "propname": lambda self, text: setattr(self._heads, "property_name", text.strip()),
        "staticval": _property,
        "pntext": _label,
        "moMath": _equation,
    }

    # — what a paragraph is —

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

    def _reviser(self, number: int) -> str:
        names = self._heads.revisers
        return names[number] if number < len(names) and names[number] != "Unknown" else ""

    # — control words —


def _whole_number(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 12 else default
