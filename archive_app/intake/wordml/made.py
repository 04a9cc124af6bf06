"""A document of another word processor said in WordprocessingML, so that one reader makes a manuscript of all.

The readers of .doc, RTF and OpenDocument fill a `Made` and have it written as a docx in the staging folder, which
`document.read_document` reads and which is gone then: titles, numbers, tables, notes, comments, and the words about
what could not be kept are the same whatever a text was written with. What the docx cannot say goes into ``said``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_REL}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_UNXML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile("[\t\n\x1e]|[^\t\n\x1e]+")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

NUMBER_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 40: "ideographDigital", 57: "numberInDash",
    255: "none",
}  # fmt: skip
"""Kinds of numbers by Word's own number of them ([MS-OSHARED] 2.2.1.3 MSONFC, RTF ``\\levelnfc``)."""


def attribute(value: object) -> str:
    """A value as an attribute's, with its quotation marks."""
    return quoteattr(_UNXML.sub("", str(value)))


@dataclass(slots=True)
class Look:
    """How words look, as far as anything comes of it. ``None``: as the style says. ``colour`` is six hex digits."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    strike: bool | None = None
    caps: bool | None = None
    underline: str = ""
    dots: bool = False
    raised: str = ""
    colour: str = ""
    highlight: bool = False
    border: bool = False
    font: str = ""
    western: str = ""
    style: str = ""
    two_in_one: bool = False

    def xml(self) -> str:
        """``w:rPr``, or nothing."""
        parts = [f"<w:rStyle w:val={attribute(self.style)}/>"] if self.style else []
        if self.font or self.western:
            fonts = f" w:eastAsia={attribute(self.font)}" if self.font else ""
            fonts += f" w:ascii={attribute(self.western)}" if self.western else ""
            parts.append(f"<w:rFonts{fonts}/>")
        for name, said in (("b", self.bold), ("i", self.italic), ("caps", self.caps), ("strike", self.strike),
                           ("vanish", self.hidden)):  # fmt: skip
            if said is not None:
                parts.append(f"<w:{name}/>" if said else f'<w:{name} w:val="0"/>')
        if self.colour:
            parts.append(f'<w:color w:val="{self.colour}"/>')
        if self.highlight:
            parts.append('<w:highlight w:val="yellow"/>')
        if self.underline:
            parts.append(f'<w:u w:val="{self.underline}"/>')
        if self.border:
            parts.append('<w:bdr w:val="single"/>')
        if self.raised:
            parts.append(f'<w:vertAlign w:val="{self.raised}"/>')
        if self.two_in_one:
            parts.append('<w:eastAsianLayout w:combine="1"/>')
        if self.dots:
            parts.append('<w:em w:val="dot"/>')
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


@dataclass(slots=True)
class Frame:
    """What a paragraph is: ``outline`` from 0 (9: body text, −1: not said), ``number`` a list's id and the level.

    ``section`` is the whole ``w:sectPr`` of the section that ends with it; ``mark`` what is said of its end.
    """

    style: str = ""
    outline: int = -1
    align: str = ""
    number: tuple[int, int] | None = None
    page_before: bool = False
    section: str = ""
    mark: str = ""

    def xml(self) -> str:
        """``w:pPr``, or nothing."""
        parts = [f"<w:pStyle w:val={attribute(self.style)}/>"] if self.style else []
        if self.page_before:
            parts.append("<w:pageBreakBefore/>")
        if self.number is not None:
            parts.append(f'<w:numPr><w:ilvl w:val="{self.number[1]}"/><w:numId w:val="{self.number[0]}"/></w:numPr>')
        if self.align:
            parts.append(f'<w:jc w:val="{self.align}"/>')
        if self.outline >= 0:
            parts.append(f'<w:outlineLvl w:val="{self.outline}"/>')
        if self.mark:
            parts.append(f"<w:rPr>{self.mark}</w:rPr>")
        return f"<w:pPr>{''.join(parts)}{self.section}</w:pPr>" if parts or self.section else ""


def paragraph(words: str, frame: Frame | None = None) -> str:
    """A ``w:p`` of runs that are XML already."""
    return f"<w:p>{frame.xml() if frame else ''}{words}</w:p>"


def run(text: str, look: Look | None = None, *, element: str = "t") -> str:
    """A run: tabs, forced lines (``\\n``) and hyphens that may not break (U+001E) become elements.

    ``element`` is ``t``, ``delText`` or ``instrText``.
    """
    pieces = []
    for piece in _PIECES.findall(text):
        if piece == "\t":
            pieces.append("<w:tab/>")
        elif piece == "\n":
            pieces.append("<w:br/>")
        elif piece == "\x1e":
            pieces.append("<w:noBreakHyphen/>")
        elif words := _UNXML.sub("", piece):
            pieces.append(f'<w:{element} xml:space="preserve">{escape(words)}</w:{element}>')
    return f"<w:r>{look.xml() if look else ''}{''.join(pieces)}</w:r>" if pieces else ""


def held(content: str, look: Look | None = None) -> str:
    """A run around what is XML already: a note's mark, a picture, a field's edge."""
    return f"<w:r>{look.xml() if look else ''}{content}</w:r>"


def field_edge(kind: str) -> str:
    """The begin, separate or end of a field."""
    return held(f'<w:fldChar w:fldCharType="{kind}"/>')


def tracked(words: str, kind: str, number: int, author: str = "", date: str = "") -> str:
    """Runs inside ``w:ins`` or ``w:del``."""
    said = f" w:author={attribute(author)}" if author else ""
    said += f" w:date={attribute(date)}" if date else ""
    return f'<w:{kind} w:id="{number}"{said}>{words}</w:{kind}>' if words else ""


def ruby(base: str, reading: str, look: Look | None = None) -> str:
    """A run of words with a reading above them."""
    return held(f"<w:ruby><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(base, look)}</w:rubyBase></w:ruby>")


def text_box(blocks: str) -> str:
    """A text box with these paragraphs."""
    inner = f"<w:txbxContent>{blocks or '<w:p/>'}</w:txbxContent>"
    return held(f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>")


def style_xml(
    kind: str, key: str, name: str, *, based_on: str = "", properties: str = "", default: bool = False
) -> str:
    """A ``w:style`` (``kind`` is paragraph or character) with its ``w:pPr`` and ``w:rPr``."""
    base = f"<w:basedOn w:val={attribute(based_on)}/>" if based_on else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{first} w:styleId={attribute(key)}><w:name w:val={attribute(name)}/>'
        f"{base}{properties}</w:style>"
    )


def level_xml(level: int, *, start: int, kind: str, text: str, legal: bool = False, restart: int = -1) -> str:
    """A ``w:lvl``; ``text`` has ``%1`` and so on where numbers stand."""
    more = "<w:isLgl/>" if legal else ""
    more += f'<w:lvlRestart w:val="{restart}"/>' if restart >= 0 else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f"<w:lvlText w:val={attribute(text)}/></w:lvl>"
    )


@dataclass(slots=True)
class Made:
    """The parts of a docx while they come together, as XML. ``said`` are sentences of their own."""

    body: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    numbering: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    comment_threads: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    own_properties: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    author: str = ""
    section: str = ""
    _media: list[tuple[str, bytes]] = field(default_factory=list)
    _outside: list[str] = field(default_factory=list)
    _embedded: list[str] = field(default_factory=list)

    def picture(self, data: bytes, suffix: str, *, width: float = 0.0, alt: str = "") -> str:
        """A picture's run; ``width`` is points (0: not said). The same bytes are kept once."""
        found = next((n for n, kept in enumerate(self._media) if kept[1] == data), -1)
        if found < 0:
            found = len(self._media)
            self._media.append((f"image{found + 1}{suffix}", data))
        return self._shown(f"rIdM{found}", width, alt)

    def outside_picture(self, target: str) -> str:
        """The run of a picture that is only referred to: it is named, never fetched."""
        self._outside.append(target)
        return self._shown(f"rIdO{len(self._outside) - 1}", 0.0, "")

    def embedded(self, name: str) -> None:
        """A file inside the document that is not taken."""
        self._embedded.append(name)

    @staticmethod
    def _shown(key: str, width: float, alt: str) -> str:
        size = f' style="width:{width:.1f}pt"' if width > 0 else ""
        said = f" alt={attribute(alt)}" if alt else ""
        return held(f'<w:pict><v:shape{size}{said}><v:imagedata r:id="{key}"/></v:shape></w:pict>')

    def add_note(self, kind: str, number: int, blocks: str) -> str:
        """Keep a note (``kind`` is footnote or endnote); the run that calls it."""
        words = f'<w:{kind} w:id="{number}">{blocks or "<w:p/>"}</w:{kind}>'
        (self.footnotes if kind == "footnote" else self.endnotes).append(words)
        return held(f'<w:{kind}Reference w:id="{number}"/>')

    def add_comment(self, number: int, paragraphs: Iterable[str], *, author: str = "", date: str = "", above: int = -1,
                    done: bool = False) -> None:  # fmt: skip
        """Keep a comment of these paragraphs of plain words; ``above`` is the number of the one that it answers."""
        lines = list(paragraphs) or [""]
        words = (
            "".join(
                f'<w:p w14:paraId="{_paragraph_id(number) if line is lines[-1] else "00000000"}">{run(line)}</w:p>'
                for line in lines[:-1]
            )
            + f'<w:p w14:paraId="{_paragraph_id(number)}">{run(lines[-1])}</w:p>'
        )
        when = f" w:date={attribute(date)}" if date else ""
        self.comments.append(f'<w:comment w:id="{number}" w:author={attribute(author)}{when}>{words}</w:comment>')
        parent = f' w15:paraIdParent="{_paragraph_id(above)}"' if above >= 0 else ""
        self.comment_threads.append(
            f'<w15:commentEx w15:paraId="{_paragraph_id(number)}"{parent} w15:done="{int(done)}"/>'
        )

    def write(self, path: Path) -> None:
        """Write it as a docx, its parts unpacked (it is read at once and thrown away)."""
        parts: dict[str, bytes] = {}
        relations: list[str] = []

        def part(name: str, kind: str, root: str, content: list[str], more: str = "") -> None:
            words = f"{_HEAD}<w:{root} {_NAMES}{more}>{''.join(content)}</w:{root}>"
            parts[f"word/{name}.xml"] = words.encode("utf-8", "replace")
            relations.append(f'<Relationship Id="rId{len(relations)}" Type="{_REL}/{kind}" Target="{name}.xml"/>')

        body = [*self.body, self.section]
        parts["word/document.xml"] = (
            f"{_HEAD}<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>"
        ).encode("utf-8", "replace")
        part("styles", "styles", "styles", self.styles)
        for name, content in (("numbering", self.numbering), ("footnotes", self.footnotes),
                              ("endnotes", self.endnotes), ("comments", self.comments)):  # fmt: skip
            if content:
                part(name, name, name, content)
        for name, root, stories in (("header", "hdr", self.headers), ("footer", "ftr", self.footers)):
            for number, words in enumerate(stories):
                part(f"{name}{number}", name, root, [words])
        if self.comments:
            w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
            threads = f'{_HEAD}<w15:commentsEx xmlns:w15="{w15}">{"".join(self.comment_threads)}</w15:commentsEx>'
            parts["word/commentsExtended.xml"] = threads.encode()
            relations.append(
                '<Relationship Id="rIdE" Type="http://schemas.microsoft.com/office/2011/relationships/'
                'commentsExtended" Target="commentsExtended.xml"/>'
            )
        shown = [f'<Relationship Id="rIdM{n}" Type="{_REL}/image" Target="media/{name}"/>'
                 for n, (name, _data) in enumerate(self._media)]  # fmt: skip
        shown += [f'<Relationship Id="rIdO{n}" Type="{_REL}/image" TargetMode="External" Target={attribute(target)}/>'
                  for n, target in enumerate(self._outside)]  # fmt: skip
        for name, data in self._media:
            parts[f"word/media/{name}"] = data
        for name in self._embedded:
            parts[f"word/embeddings/{name}"] = b""
        for holder in [name for name in parts if name.endswith(".xml")]:
            own = [*relations, *shown] if holder == "word/document.xml" else shown
            if own and (holder == "word/document.xml" or b"v:imagedata" in parts[holder]):
                parts[f"word/_rels/{holder.removeprefix('word/')}.rels"] = _relations(own)
        parts |= self._around()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in parts.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)

    def _around(self) -> dict[str, bytes]:
        """What stands around the text: types, the way to the main part, properties."""
        core = (
            f'{_HEAD}<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
            f"<dc:title>{escape(_UNXML.sub('', self.title))}</dc:title>"
            f"<dc:creator>{escape(_UNXML.sub('', self.author))}</dc:creator></cp:coreProperties>"
        )
        types = (
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
        )
        around = [
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>',
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/>',
        ]
        parts = {"[Content_Types].xml": types.encode(), "docProps/core.xml": core.encode()}
        if self.own_properties:
            own = "".join(
                f'<property pid="{n}" name={attribute(name)}><v>{escape(_UNXML.sub("", value))}</v></property>'
                for n, (name, value) in enumerate(self.own_properties, start=2)
            )
            space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
            parts["docProps/custom.xml"] = f'{_HEAD}<Properties xmlns="{space}">{own}</Properties>'.encode()
            around.append(f'<Relationship Id="rId3" Type="{_REL}/custom-properties" Target="docProps/custom.xml"/>')
        parts["_rels/.rels"] = _relations(around)
        return parts


def _relations(entries: Iterable[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{"".join(entries)}</Relationships>'.encode("utf-8", "replace")


def _paragraph_id(number: int) -> str:
    return f"{number + 0x10000000:08X}"
