"""A fragment of HTML from the clipboard → the blocks of a manuscript.

Word and WPS write paragraphs with classes and ``mso-`` styles, notes as links into lists at the end, a list's numbers
as words; LibreOffice writes its notes otherwise; what comes from the web has line breaks where paragraphs are meant.
Nothing is fetched, and what cannot be kept is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace

from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture, SpanStyle
from archive_app.frozen import dataclass
from archive_app.intake.pasting.looks import Element, classes, declared, is_hidden, kind_of, marked
from archive_app.intake.pasting.tables import table_of
from archive_app.intake.text.dialogue import with_speakers
from archive_app.intake.text.draft import Draft, draft
from archive_app.intake.text.rich import Rich, RichBuilder, lined

MOST = 20_000_000
"""Characters of HTML that are read; more is no text that somebody copied."""

_SKIPPED = {
    "script", "style", "head", "title", "meta", "link", "xml", "noscript", "template", "iframe", "object", "select",
    "textarea", "button", "input", "nav", "del", "strike", "rp", "rtc", "colgroup", "audio", "video", "canvas", "svg",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "ul", "ol", "dl", "dt", "dd", "section",
    "article", "pre", "address", "figure", "figcaption", "header", "footer", "main", "aside", "body", "html", "form",
    "center", "fieldset", "details", "summary",
}  # fmt: skip
_NOTE_LISTS = ("footnote", "endnote")
_ANCHOR = re.compile(r"#_?(?:ftn|edn|sdfootnote|sdendnote)(\d+)(?:sym)?$")
_BULLET = re.compile(r"[^\w(（\[［①-⑳]+|[olnvqüØ§·]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, and what could not be kept, in words; ``pictures`` are bytes by the source of their blocks."""

    manuscript: Manuscript
    said: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class _State:
    """What holds for the words of an element."""

    styles: frozenset[SpanStyle] = frozenset()
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    link: bool = False
    kept: bool = False  # white space as it stands


def read_html(text: str, picture: Callable[[str], str] | None = None) -> Pasted:
    """The blocks of a fragment; none where it holds no words. Raises ``ValueError`` where it is larger than `MOST`.

    ``picture`` says what a picture's address is called in the manuscript, nothing where it cannot be had.
    """
    if len(text) > MOST:
        raise ValueError(f"{len(text)} characters of HTML")
    parser = etree.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(_fragment(text).encode("utf-8", "replace"), parser)
    if root is None:
        return Pasted(Manuscript())
    reader = _Reader(
        office="urn:schemas-microsoft-com:office" in text or "mso-" in text or "LibreOffice" in text[:2000],
        picture=picture,
    )
    reader.find_notes(root)
    reader.walk(root, _State())
    reader.end_block()
    return Pasted(Manuscript(tuple(one.block for one in _settled(reader.drafts))), tuple(reader.said()))


def _fragment(text: str) -> str:
    """What was copied, without what the copying program put around it; null bytes are no text."""
    text = text.replace("\x00", "")
    # Word's own conditions: what it shows only to others is words, what only to itself is a comment anyway
    return re.sub(r"<!\[(?:if[^\]]*|endif)\]>", "", text)


@dataclass(slots=True)
class _Reader:
    office: bool
    picture: Callable[[str], str] | None = None
    drafts: list[Draft] = field(default_factory=list)
    notes: dict[str, Rich] = field(default_factory=dict)
    lists: list[list[int | None]] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    _builder: RichBuilder = field(default_factory=RichBuilder)
    _state: _State = field(default_factory=_State)
    _label: str = ""  # a list's number, for the next block
    _note_parts: set[int] = field(default_factory=set)
    _kept_alive: list[Element] = field(default_factory=list)  # lxml makes an element anew that nobody holds

    # — notes, which stand at the end —

    def find_notes(self, root: Element) -> None:
        """Read the lists of notes; they are no part of the text."""
        for element in root.iter("div", "li", "p"):
            style = declared(element)
            key = element.get("id") or ""
            word = style.get("mso-element", "") in _NOTE_LISTS and re.fullmatch(r"(?:ftn|edn)\d+", key)
            writer = re.fullmatch(r"sd(?:foot|end)note\d+", key)
            if word or writer:
                own = _Reader(self.office)
                own.walk(element, _State(), inside_note=True)
                own.end_block()
                whole = Rich()
                for one in own.drafts:
                    whole = whole + (Rich("\n") if whole.text and one.block.text else Rich()) + one.rich
                self.notes[_note_key(key)] = whole.strip()
                self._note_parts.add(id(element))
                self._kept_alive.append(element)
            elif style.get("mso-element", "") in ("footnote-list", "endnote-list", "comment-list"):
                self._note_parts.add(id(element))
                self._kept_alive.append(element)

    # — the text —

    def walk(self, element: Element, state: _State, *, inside_note: bool = False) -> None:
        """Read an element and what follows inside it."""
        if not isinstance(element.tag, str):
            return
        name = etree.QName(element).localname.lower() if "}" in element.tag else element.tag.lower()
        name = name.rpartition(":")[2]
        style = declared(element)
        if name in _SKIPPED or is_hidden(style) or (id(element) in self._note_parts and not inside_note):
            self._skip(name)
            return
        if name == "br":
            self._break(style, state)
        elif name in ("img", "imagedata"):
            self._picture(element)
        elif name == "table":
            self._table(element)
        elif name == "ruby":
            self._ruby(element, state)
        elif name == "a" and (called := self._note_of(element, style)) is not None:
            self._note(called, inside_note)
        elif "msocommentreference" in classes(element) or "mso-comment-reference" in style:
            self._comment(element, style, state)
        elif style.get("mso-list", "") == "ignore":
            self._label = " ".join("".join(element.itertext()).split())
        else:
            self._element(element, name, style, state)

    def _element(self, element: Element, name: str, style: dict[str, str], state: _State) -> None:
        is_block = name in _BLOCKS or style.get("display") in ("block", "list-item")
        inner = _State(
            marked(name, style, state.styles, link=state.link or name == "a"),
            state.kind,
            state.level,
            state.link or name == "a",
            state.kept or name == "pre" or style.get("white-space", "").startswith("pre"),
        )
        if is_block:
            self.end_block()
            if style.get("page-break-before") == "always" and self.drafts:
                self.drafts.append(Draft(Block(BlockKind.PAGE_BREAK)))
            if (said := kind_of(element, name, style)) is not None:
                inner.kind, inner.level = said
            if name in ("ul", "ol"):
                self.lists.append([None] if name == "ul" else [_number(element.get("start"), 1)])
            elif name == "li":
                self._item(inner)
            self._state = inner
        self._text(element.text, inner)
        for child in element:
            self.walk(child, inner)
            self._text(child.tail, inner)
        if is_block:
            self.end_block()
            if name in ("ul", "ol"):
                self.lists.pop()
            self._state = state

    def _item(self, inner: _State) -> None:
        numbers = self.lists[-1] if self.lists else [None]
        if numbers[0] is None:
            inner.kind = BlockKind.LIST_ITEM
        else:
            self._label = f"{numbers[0]}. "
            numbers[0] += 1

    def _text(self, text: str | None, state: _State) -> None:
        if not text:
            return
        if state.kept:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.end_block()
                self._builder.add(line.replace("\r", ""), state.styles)
            return
        self._builder.add(_joined(text, self._builder.pieces[-1] if self._builder.pieces else ""), state.styles)

    def _break(self, style: dict[str, str], state: _State) -> None:
        if style.get("page-break-before") == "always":
            self.end_block()
            if self.drafts:
                self.drafts.append(Draft(Block(BlockKind.PAGE_BREAK)))
        elif self.office or state.kind is BlockKind.VERSE:
            self._builder.line_break()
        else:
            self.end_block()  # who writes for the web begins a paragraph so

    def _picture(self, element: Element) -> None:
        """A picture stands by itself; one whose bytes are not there is counted."""
        key = self.picture(element.get("src") or "") if self.picture is not None else ""
        if not key:
            self.lost["img"] += 1
            return
        self.end_block()
        alt = (element.get("alt") or "").strip()
        self.drafts.append(Draft(Block(BlockKind.PICTURE, picture=Picture(key, alt="" if _is_path(alt) else alt))))

    def _ruby(self, element: Element, state: _State) -> None:
        """注音: the base, and above it the reading; several pairs may stand in one element."""
        base = RichBuilder()
        for child in (None, *element):
            words = element.text if child is None else None
            if child is not None and isinstance(child.tag, str):
                inner = "".join(child.itertext())
                if child.tag.lower() == "rt":
                    built = base.build()
                    base = RichBuilder()
                    if (word := " ".join(built.text.split())) and inner.strip():
                        self._builder.add(word, state.styles, " ".join(inner.split()))
                    continue
                words = "" if child.tag.lower() in _SKIPPED else inner
            base.add(_BLANKS.sub(" ", words or ""))
            if child is not None and child.tail:
                base.add(_BLANKS.sub(" ", child.tail))
        if rest := base.build().text.strip():
            self._builder.add(rest, state.styles)

    # — what stands in the text without being text —

    def _note_of(self, element: Element, style: dict[str, str]) -> str | None:
        """The note a link leads to, or the list's entry it stands in (empty); ``None`` where it is a link."""
        href = element.get("href") or ""
        found = _ANCHOR.search(href)
        if found and not href.rstrip("0123456789").endswith("ref"):
            kind = "e" if "edn" in href or "endnote" in href else "f"
            return f"{kind}{found[1]}"
        named = classes(element)
        if "sdfootnotesym" in named or "sdendnotesym" in named or re.search(r"#_(?:ftn|edn)ref\d+$", href):
            return ""
        return None

    def _note(self, key: str, inside_note: bool) -> None:
        if key and not inside_note:
            if key in self.notes:
                self._builder.note(self.notes[key])
            else:
                self.lost["note"] += 1

    def _comment(self, element: Element, style: dict[str, str], state: _State) -> None:
        """The words that are commented stay, the comment's own mark goes."""
        if "mso-comment-reference" in style:
            self._text(element.text, state)
            for child in element:
                self.walk(child, state)
                self._text(child.tail, state)
        else:
            self.lost["comment"] += 1

    def _table(self, element: Element) -> None:
        self.end_block()

        def words(cell: Element) -> Rich:
            own = _Reader(self.office, self.picture, notes=self.notes)
            own.walk(cell, _State())
            own.end_block()
            self.lost.update(own.lost)
            whole = Rich()
            for one in own.drafts:
                rich = one.rich
                if one.block.rows:
                    rich = Rich("\n".join("　".join(cell.text for cell in row) for row in one.block.rows))
                whole = whole + (Rich("\n") if whole.text and rich.text else Rich()) + rich
            return whole

        block = table_of(element, words)
        if block is None:
            return
        if len(block.rows) == 1 and len(block.rows[0]) == 1:  # a frame round a text
            for child in element.iter("td", "th"):
                self._text(child.text, _State())
                for one in child:
                    self.walk(one, _State())
                    self._text(one.tail, _State())
                self.end_block()
                return
        self.drafts.append(Draft(block))

    def _skip(self, name: str) -> None:
        if name in ("del", "strike"):
            self.lost["deleted"] += 1

    # — blocks —

    def end_block(self) -> None:
        """What was read since the last one is a block."""
        rich, state = self._builder.build().strip(), self._state
        self._builder = RichBuilder()
        if not rich.text and not rich.notes:
            return
        kind, label = state.kind, self._label
        self._label = ""
        if label and kind is BlockKind.PARAGRAPH and _BULLET.fullmatch(label.strip()):
            kind, label = BlockKind.LIST_ITEM, ""
        if label and kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            rich = Rich(label if label.endswith((" ", "、", "．", "）")) else label + " ") + rich
        if kind is BlockKind.HEADING:
            whole = [span for span in rich.spans if (span.start, span.end) == (0, len(rich.text))]
            rich = replace(rich, spans=tuple(s for s in rich.spans if s not in whole or s.style is SpanStyle.RUBY))
        elif kind is BlockKind.VERSE:
            rich = lined(rich)
        self.drafts.append(draft(kind, rich, level=state.level if kind is BlockKind.HEADING else 0))

    def said(self) -> Iterator[str]:
        """What was left out, in words."""
        if self.lost["img"]:
            yield f"图片 {self.lost['img']} 幅没有粘进来；要用的请另存，再用“插图”放进去。"
        if self.lost["note"]:
            yield f"有 {self.lost['note']} 处注号没有连同注文一起复制。"
        if self.lost["comment"]:
            yield "批注没有粘进来；要连批注一起收，请把 Word 文件加进馆藏。"
        if self.lost["deleted"]:
            yield "标为删除的文字没有粘进来。"


def _is_path(alt: str) -> bool:
    """Whether a description is only the name of a file, as programs write it."""
    return re.fullmatch(r"\S*\.(?:jpe?g|png|gif|bmp|tiff?)", alt, re.IGNORECASE) is not None


def _note_key(key: str) -> str:
    return ("e" if key.startswith(("edn", "sdend")) else "f") + re.sub(r"\D", "", key)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default


def _joined(text: str, before: str) -> str:
    """White space as HTML has it; a line that the writing program broke between two Chinese characters is one."""

    def blank(found: re.Match[str]) -> str:
        left = text[found.start() - 1] if found.start() else before[-1:]
        right = text[found.end() : found.end() + 1]
        if "\n" in found[0] and _wide(left) and _wide(right):
            return ""
        return "" if left in (" ", "") else " "

    return _BLANKS.sub(blank, text).replace("\xa0", " ")


def _wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in ("W", "F")


def _settled(drafts: list[Draft]) -> list[Draft]:
    """Headings counted from 1; 楷体 of a whole text is its face and marks nothing; 问 and 答 known by their words."""
    levels = sorted({one.block.level for one in drafts if one.block.kind is BlockKind.HEADING})
    found: list[Draft] = []
    letters = sum(len(one.block.text) for one in drafts)
    kai = sum(s.end - s.start for one in drafts for s in one.block.spans if s.style is SpanStyle.KAI)
    plain = 2 * kai > letters
    for one in drafts:
        block = one.block
        if block.kind is BlockKind.HEADING:
            block = replace(block, level=levels.index(block.level) + 1)
        if plain:
            block = replace(block, spans=tuple(span for span in block.spans if span.style is not SpanStyle.KAI))
        found.append(replace(one, block=block))
    while found and found[-1].block.kind is BlockKind.PAGE_BREAK:
        found.pop()
    return with_speakers(found, ())
