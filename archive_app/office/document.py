"""A plain document (.docx): WordprocessingML, ECMA-376-1 §17.

Only what a list to be read needs: a title, headings, paragraphs in a few named styles, words marked, page numbers; on
A4. Looks are in the styles, so that an office can change them at one place.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from archive_app.office.package import HEAD, OFFICE, Piece, clean, relations, write_frame

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINES = str.maketrans("\t\n\x85\u2028\u2029", " " * 5)


class Style(Enum):
    """A paragraph's style, by its id in the file."""

    BODY = "Normal"
    TITLE = "Title"
    HEADING = "Heading2"
    FACTS = "Facts"
    QUOTE = "Context"
    CITATION = "Citation"


class Paragraph(NamedTuple):
    """A paragraph."""

    pieces: Sequence[Piece]
    style: Style = Style.BODY


def write_docx(handle: IO[bytes], paragraphs: Iterable[Paragraph], title: str = "") -> None:
    """Write a document of these paragraphs, each when it is asked for."""
    names = ("styles", "settings", "fontTable", "footer1")
    kinds = {f"word/{name}.xml": f"{_KIND}.{name.rstrip('1')}+xml" for name in names}
    types = {"word/document.xml": f"{_KIND}.document.main+xml", **kinds}
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
        write_frame(packed, types, "word/document.xml", title, "application/xml")
        targets = [(f"{OFFICE}/{name.rstrip('1')}", f"{name}.xml") for name in names]
        packed.writestr("word/_rels/document.xml.rels", relations(targets))
        packed.writestr("word/styles.xml", _styles())
        packed.writestr("word/settings.xml", _SETTINGS)
        packed.writestr("word/fontTable.xml", _fonts())
        packed.writestr("word/footer1.xml", _footer())
        with packed.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f'{HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{OFFICE}"><w:body>'.encode())
            for paragraph in paragraphs:
                part.write(_paragraph(paragraph).encode())
            part.write(f"<w:sectPr>{_section(names)}</w:sectPr></w:body></w:document>".encode())


def _section(names: Sequence[str]) -> str:
    footer = f'<w:footerReference w:type="default" r:id="rId{names.index("footer1") + 1}"/>'
    margins = '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720"'
    return f'{footer}<w:pgSz w:w="11906" w:h="16838"/>{margins} w:gutter="0"/>'


def _paragraph(paragraph: Paragraph) -> str:
    style = "" if paragraph.style is Style.BODY else f'<w:pPr><w:pStyle w:val="{paragraph.style.value}"/></w:pPr>'
    runs = "".join(
        f"<w:r>{_MARKS[marked]}{_text(clean(words).translate(_LINES))}</w:r>"
        for words, marked in paragraph.pieces
        if words
    )
    return f"<w:p>{style}{runs}</w:p>"


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


_MARKS = {
    False: "",
    True: '<w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr>',
    "gone": '<w:rPr><w:strike/><w:color w:val="A4262C"/></w:rPr>',
    "new": '<w:rPr><w:color w:val="1F6F54"/><w:u w:val="single"/></w:rPr>',
}
# The hint has quotation marks and dashes set as Chinese ones.
_FACES = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}" w:hint="eastAsia"/>'
_SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{_MAIN}"><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


class _Look(NamedTuple):
    """A style as it is defined (CT_Style): its name as Word knows it, paragraph and run properties."""

    style: Style
    name: str
    paragraph: str
    run: str


_LOOKS = (
    _Look(
        Style.TITLE, "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="160"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        f'{_FACES.format("黑体")}<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>',
    ),
    _Look(
        Style.HEADING, "heading 2",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="40"/><w:outlineLvl w:val="1"/>',
        f'{_FACES.format("黑体")}<w:b/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    _Look(Style.FACTS, "资料说明", "<w:keepNext/>", '<w:color w:val="595959"/>'),
    _Look(Style.QUOTE, "检索出处", '<w:ind w:left="420"/>', ""),
    _Look(
        Style.CITATION, "引文", '<w:keepLines/><w:ind w:left="840" w:hanging="420"/>',
        f'{_FACES.format("楷体")}<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
)  # fmt: skip


def _styles() -> str:
    size = '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    body = f"<w:rPrDefault><w:rPr>{_FACES.format('宋体')}{size}</w:rPr></w:rPrDefault>"
    spaced = '<w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    )
    looks = "".join(
        f'<w:style w:type="paragraph" w:styleId="{look.style.value}"><w:name w:val="{look.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{look.paragraph}</w:pPr>'
        f"<w:rPr>{look.run}</w:rPr></w:style>"
        for look in _LOOKS
    )
    return f'{HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults>{body}{spaced}</w:docDefaults>{normal}{looks}</w:styles>'


def _fonts() -> str:
    """What stands in where a system has the faces under their other names."""
    faces = {"宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi"}
    inner = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in faces.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{_MAIN}">{inner}</w:fonts>'


def _footer() -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def words(text: str) -> str:
        return f"<w:r>{_text(text)}</w:r>"

    inner = words("第 ") + field("PAGE") + words(" 页，共 ") + field("NUMPAGES") + words(" 页")
    return f'{HEAD}<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p></w:ftr>'
