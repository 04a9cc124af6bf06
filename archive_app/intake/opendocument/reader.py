"""The text of an OpenDocument file with everything that stands in it, said in WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from archive_app.intake.opendocument.drawings import Drawings
from archive_app.intake.opendocument.lists import Lists
from archive_app.intake.opendocument.names import (
    DC,
    DRAW,
    LOEXT,
    META,
    OFFICE,
    STYLE,
    TEXT,
    XLINK,
    Element,
    local,
    whole,
)  # fmt: skip
from archive_app.intake.opendocument.package import Package
from archive_app.intake.opendocument.styles import Styles
from archive_app.intake.opendocument.tables import table_xml
from archive_app.intake.wordml.made import (
    Frame,
    Look,
    Made,
    attribute,
    field_edge,
    held,
    paragraph,
    ruby,
    run,
    tracked,
)
from archive_app.vault.hostile.limits import DEFAULT, Limits

_BLANKS = re.compile(r"[ \t\r\n]+")
_CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    "<w:sdtContent/></w:sdt>"
)
_INDEXES = {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index",
            "user-index", "bibliography"}  # fmt: skip
_NOTHING = {
    "soft-page-break", "sequence-decls", "variable-decls", "user-field-decls", "tracked-changes", "forms",
    "bibliography-mark", "alphabetical-index-mark", "alphabetical-index-mark-start", "alphabetical-index-mark-end",
    "toc-mark", "toc-mark-start", "toc-mark-end", "user-index-mark", "user-index-mark-start", "user-index-mark-end",
    "reference-mark", "reference-mark-start", "reference-mark-end", "title", "desc", "event-listeners", "glue-point",
    "dde-connection-decls", "calculation-settings", "scripts", "meta-field-decls",
}  # fmt: skip
_SHAPES = {"custom-shape", "rect", "ellipse", "line", "polyline", "polygon", "path", "regular-polygon", "connector",
           "circle", "caption", "measure"}  # fmt: skip
_MOST_SPACES = 200


@dataclass(slots=True)
class _Change:
    """A tracked change: what, by whom, when, and what was taken out."""

    kind: str
    author: str
    date: str
    gone: Element | None = None


def read_text(path: Path, limits: Limits = DEFAULT) -> Made:
    """An .odt or .fodt as the parts of a docx. Raises ``Refused``."""
    with Package(path, limits) as package:
        return _Reader(package).read()


class _Reader:
    """One document while it is read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._made = Made()
        self._drawings = Drawings(package, self._made, self._put, self.apart)
        self._styles = Styles(package.styles, package.content)
        self._lists = Lists(package.content, package.styles)
        self._changes = dict(_changes(package.content))
        self._out: list[str] = []
        self._inserted: list[str] = []
        self._tracked = 0
        self._notes = 0
        self._comments: dict[str, int] = {}
        ends = package.content.iter(f"{OFFICE}annotation-end")
        self._ranged = {name for one in ends if (name := one.get(f"{OFFICE}name", ""))}
        self._marks: dict[str, int] = {}
        self._began = False
        self._depth = 0

    def read(self) -> Made:
        """The whole document."""
        made = self._made
        body = self._package.content.find(f"{OFFICE}body/{OFFICE}text")
        if body is not None:
            made.body.append(self.blocks(body))
        if self._package.styles is not None:
            self._headers(self._package.styles)
        made.styles += self._styles.xml()
        made.numbering += self._lists.xml
        if self._package.meta is not None:
            self._about(self._package.meta)
        return made

    def _about(self, meta: Element) -> None:
        made = self._made
        for name, tags in (("title", (f"{DC}title",)), ("author", (f"{META}initial-creator", f"{DC}creator"))):
            for tag in tags:
                found = next(meta.iter(tag), None)
                if found is not None and (found.text or "").strip() and not getattr(made, name):
                    setattr(made, name, found.text.strip())
        made.own_properties += [
            (one.get(f"{META}name", ""), one.text or "") for one in meta.iter(f"{META}user-defined")
        ]

    def _headers(self, root: Element) -> None:
        for page in root.iter(f"{STYLE}master-page"):
            for part in page:
                if not isinstance(part.tag, str) or part.get(f"{STYLE}display") == "false":
                    continue
                name = local(part)
                if name.startswith(("header", "footer")):
                    stories = self._made.headers if name.startswith("header") else self._made.footers
                    stories.append(self.apart(part))

    # — blocks —

    def apart(self, elements: Iterable[Element]) -> str:
        """Blocks of a note, a header or a box, in the midst of a paragraph."""
        out, self._out = self._out, []
        inserted, self._inserted = self._inserted, []
        words = self.blocks(elements)
        self._out, self._inserted = out, inserted
        return words

    def blocks(self, elements: Iterable[Element]) -> str:
        """The blocks of a body, a cell, a section."""
        return "".join(self._block(element) for element in elements if isinstance(element.tag, str))

    def _block(self, element: Element) -> str:
        name = local(element)
        if element.tag.startswith(DRAW) or element.tag.startswith(OFFICE):
            self._inline(element, Look())
            return self._ended(Frame()) if self._out else ""
        if name in ("p", "h"):
            return self._paragraph(element, heading=name == "h")
        if name == "list":
            return self._list(element, 0, 0, "")
        if name == "table":
            return table_xml(element, self.blocks)
        if name in _INDEXES:
            return _CONTENTS
        if name == "section":
            return self._section(element)
        if name in ("change-start", "change-end", "change", "bookmark", "bookmark-start", "bookmark-end"):
            self._inline(element, Look())
            return ""
        if name in _NOTHING:
            return ""
        if name in ("numbered-paragraph", "list-header", "list-item", "page-sequence"):
            return self.blocks(element)
        words = "".join(element.itertext()).strip()
        if words:
            self._made.said.append(f"有不认得的内容（{name}）“{words[:60]}”没有收。")
        return ""

    def _section(self, element: Element) -> str:
        if element.get(f"{TEXT}display") == "none":
            words = "".join("".join(element.itertext()).split())
            if words:
                self._made.said.append(f"隐藏的一节没有收：“{words[:60]}”。")
            return ""
        words = self.blocks(element)
        columns = self._styles.columns(element.get(f"{TEXT}style-name", ""))
        if columns > 1:
            properties = f'<w:sectPr><w:type w:val="continuous"/><w:cols w:num="{columns}"/></w:sectPr>'
            words += paragraph("", Frame(section=properties))
        return words

    def _list(self, element: Element, level: int, number: int, style: str) -> str:
        own = element.get(f"{TEXT}style-name", "")
        if not number or (own and own != style):
            style = own or style
            number = self._lists.begin(style, element) if style else 0
        words: list[str] = []
        for item in element:
            if not isinstance(item.tag, str):
                continue
            name = local(item)
            if name not in ("list-item", "list-header"):
                continue
            start = item.get(f"{TEXT}start-value")
            if start is not None and style:
                number = self._lists.restart(style, level, whole(start, 1))
            numbered = name == "list-item"
            for block in item:
                if not isinstance(block.tag, str):
                    continue
                inner = local(block)
                if inner == "list":
                    words.append(self._list(block, min(level + 1, 8), number, style))
                elif inner in ("p", "h"):
                    what = block.get(f"{TEXT}style-name", "")
                    if not number and (by_style := self._styles.list_of(what)):
                        style, number = by_style, self._lists.begin(by_style, element)
                    place = (number, level) if numbered and number else None
                    words.append(self._paragraph(block, heading=inner == "h", number=place, in_list=True))
                    numbered = False
                else:
                    words.append(self._block(block))
        return "".join(words)

    def _paragraph(
        self, element: Element, *, heading: bool, number: tuple[int, int] | None = None, in_list: bool = False
    ) -> str:
        name = element.get(f"{TEXT}style-name", "")
        frame, look = self._styles.frame(name)
        before, after = self._styles.breaks(name)
        frame.page_before = before and self._began
        frame.number = number
        if heading:
            frame.outline = max(0, min(whole(element.get(f"{TEXT}outline-level"), 1) - 1, 8))
            plain = element.get(f"{TEXT}is-list-header") == "true"
            if not in_list and self._lists.outline and not plain:
                frame.number = (self._lists.outline, frame.outline)
        if not in_list and not heading and (by_style := self._styles.list_of(name)):
            frame.number = (self._lists.begin(by_style, element), 0) if element.get(f"{TEXT}list-level") else None
        self._children(element, look)
        if after:
            self._out.append(held('<w:br w:type="page"/>'))
        self._began = True
        return self._ended(frame)

    def _ended(self, frame: Frame) -> str:
        words, self._out = "".join(self._out), []
        return paragraph(words, frame)

    # — inside a paragraph —

    def _children(self, element: Element, look: Look) -> None:
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._inline(child, look)
            self._text(child.tail, look)

    def _text(self, text: str | None, look: Look) -> None:
        if text and (plain := _BLANKS.sub(" ", text)):
            self._put(run(plain, look))

    def _put(self, xml: str) -> None:
        """Runs, inside the change that is open."""
        if self._inserted and self._inserted[-1] in self._changes:
            change = self._changes[self._inserted[-1]]
            self._tracked += 1
            xml = tracked(xml, "ins", self._tracked, change.author, change.date)
        self._out.append(xml)

    def _inline(self, element: Element, look: Look) -> None:
        name = local(element)
        match name:
            case "span":
                self._children(element, self._styles.look(element.get(f"{TEXT}style-name", ""), look))
            case "tab":
                self._put(run("\t", look))
            case "line-break":
                self._put(run("\n", look))
            case "s":
                self._put(run(" " * min(whole(element.get(f"{TEXT}c"), 1), _MOST_SPACES), look))
            case "a":
                self._link(element, look)
            case "note":
                self._note(element)
            case "ruby":
                base, reading = element.find(f"{TEXT}ruby-base"), element.find(f"{TEXT}ruby-text")
                words = "" if base is None else "".join(base.itertext())
                above = "" if reading is None else "".join(reading.itertext()).strip()
                self._put(ruby(words, above, look) if above else run(words, look))
            case "annotation":
                self._annotation(element)
            case "annotation-end":
                if (number := self._comments.get(element.get(f"{OFFICE}name", ""))) is not None:
                    self._out.append(f'<w:commentRangeEnd w:id="{number}"/>')
                    self._out.append(held(f'<w:commentReference w:id="{number}"/>'))
            case "change-start":
                self._inserted.append(element.get(f"{TEXT}change-id", ""))
            case "change-end":
                if (key := element.get(f"{TEXT}change-id", "")) in self._inserted:
                    self._inserted.remove(key)
            case "change":
                self._deleted(element.get(f"{TEXT}change-id", ""))
            case "bookmark" | "bookmark-start" | "bookmark-end":
                self._bookmark(element, name)
            case "frame":
                self._drawings.frame(element)
            case "g":
                for child in element:
                    if isinstance(child.tag, str):
                        self._inline(child, look)
            case "script" | "hidden-text":
                return
            case "meta" | "meta-field" | "conditional-text" | "ruby-base":
                self._children(element, look)
            case _ if name in _SHAPES:
                self._drawings.shape(element)
            case _ if name in _NOTHING or element.tag.startswith(OFFICE):
                return
            case _:  # a field: what it shows
                self._children(element, look)

    def _link(self, element: Element, look: Look) -> None:
        target = element.get(f"{XLINK}href", "")
        if target and not target.startswith("#"):
            words = f' HYPERLINK "{target}" '
            self._put(field_edge("begin") + run(words, element="instrText") + field_edge("separate"))
        self._children(element, replace(look, style="Hyperlink"))
        if target and not target.startswith("#"):
            self._put(field_edge("end"))

    def _note(self, element: Element) -> None:
        body = element.find(f"{TEXT}note-body")
        kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
        self._notes += 1
        number = self._notes
        words = self.apart(body) if body is not None else ""
        self._put(self._made.add_note(kind, number, words))

    def _annotation(self, element: Element) -> None:
        name = element.get(f"{OFFICE}name", "")
        number = len(self._made.comments) + 1
        lines = ["".join(part.itertext()).strip() for part in element.iter(f"{TEXT}p")]
        author, date = element.findtext(f"{DC}creator") or "", element.findtext(f"{DC}date") or ""
        above = self._comments.get(element.get(f"{LOEXT}parent-name", ""), -1)
        done = (element.get(f"{LOEXT}resolved") or element.get(f"{OFFICE}resolved")) == "true"
        self._made.add_comment(
            number, [line for line in lines if line], author=author, date=date.partition(".")[0], above=above, done=done
        )
        if name:
            self._comments[name] = number
        ranged = name in self._ranged
        start = f'<w:commentRangeStart w:id="{number}"/>'
        self._out.append(start if ranged else held(f'<w:commentReference w:id="{number}"/>'))

    def _deleted(self, key: str) -> None:
        change = self._changes.get(key)
        if change is None or change.gone is None:
            return
        words = "".join(part for part in change.gone.itertext())
        for tag in ("creator", "date"):
            for about in change.gone.iter(f"{DC}{tag}"):
                words = words.replace(about.text or "", "", 1)
        self._tracked += 1
        text = run("".join(words.split("\n")), element="delText")
        self._out.append(tracked(text, "del", self._tracked, change.author, change.date))

    def _bookmark(self, element: Element, name: str) -> None:
        key = element.get(f"{TEXT}name", "")
        number = self._marks.setdefault(key, len(self._marks))
        if name != "bookmark-end":
            self._out.append(f'<w:bookmarkStart w:id="{number}" w:name={attribute(key)}/>')
        if name != "bookmark-start":
            self._out.append(f'<w:bookmarkEnd w:id="{number}"/>')


def _changes(content: Element) -> Iterable[tuple[str, _Change]]:
    for region in content.iter(f"{TEXT}changed-region"):
        key = region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id", "")
        for kind in ("insertion", "deletion"):
            found = region.find(f"{TEXT}{kind}")
            if found is not None:
                author = next((one.text or "" for one in found.iter(f"{DC}creator")), "")
                date = next((one.text or "" for one in found.iter(f"{DC}date")), "").partition(".")[0]
                yield key, _Change(kind, author, date, found if kind == "deletion" else None)
