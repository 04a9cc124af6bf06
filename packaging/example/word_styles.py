"""The look of the example's Word files: pandoc's reference document dressed as Chinese manuscripts are typed."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FACES = {
    "Title": "黑体",
    "Subtitle": "楷体",
    "Author": "楷体",
    "BlockText": "楷体",
    "ImageCaption": "楷体",
    "Caption": "楷体",
}
_SIZES = {"Title": 36, "Subtitle": 28, "Author": 24, "Heading1": 30, "Heading2": 30, "Heading3": 26, "FootnoteText": 18}
_CHARACTER_STYLES = {
    "着重号": '<w:em w:val="dot"/>',
    "专名线": '<w:u w:val="single"/>',
    "书名线": '<w:u w:val="wave"/>',
}


def _tag(name: str) -> str:
    return f"{{{_W}}}{name}"


def _child(parent: etree._Element, name: str, first: bool = False) -> etree._Element:
    found = parent.find(_tag(name))
    if found is None:
        found = etree.Element(_tag(name))
        parent.insert(0, found) if first else parent.append(found)
    return found


def _set_face(properties: etree._Element, face: str) -> None:
    fonts = _child(properties, "rFonts", first=True)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key, value in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", face)):
        fonts.set(_tag(key), value)


def dressed_styles(xml: bytes) -> bytes:
    """`styles.xml` with 宋体 for the text, indented by two characters, 黑体 headings, three marks for words."""
    root = etree.fromstring(xml)
    defaults = f"{_tag('docDefaults')}/{_tag('rPrDefault')}/{_tag('rPr')}"
    _set_face(root.find(defaults), "宋体")
    language = root.find(f".//{_tag('docDefaults')}//{_tag('lang')}")
    if language is not None:
        language.set(_tag("eastAsia"), "zh-CN")
    for style in root.iter(_tag("style")):
        name = style.get(_tag("styleId"), "")
        heading = name.startswith("Heading")
        face = _FACES.get(name, "黑体" if heading else "")
        if face:
            properties = _child(style, "rPr")
            _set_face(properties, face)
            for colour in properties.findall(_tag("color")):
                properties.remove(colour)
        for tag in ("sz", "szCs") if name in _SIZES else ():
            _child(_child(style, "rPr"), tag).set(_tag("val"), str(_SIZES[name]))
        if name in ("BodyText", "FirstParagraph"):
            paragraph = style.find(_tag("pPr"))
            if paragraph is None:
                paragraph = etree.Element(_tag("pPr"))
                style.insert(len(style) - (style.find(_tag("rPr")) is not None), paragraph)
            spacing = _child(paragraph, "spacing", first=True)
            for key, value in (("before", "0"), ("after", "0"), ("line", "360"), ("lineRule", "auto")):
                spacing.set(_tag(key), value)
            indent = etree.SubElement(paragraph, _tag("ind"))
            indent.set(_tag("firstLineChars"), "200")
            indent.set(_tag("firstLine"), "480")
    for name, mark in _CHARACTER_STYLES.items():
        root.append(
            etree.fromstring(
                f'<w:style xmlns:w="{_W}" w:type="character" w:customStyle="1" w:styleId="{name}">'
                f'<w:name w:val="{name}"/><w:rPr>{mark}</w:rPr></w:style>'
            )
        )
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def dressed_reference(reference: bytes) -> bytes:
    """pandoc's reference document with the styles dressed."""
    store = BytesIO()
    with zipfile.ZipFile(BytesIO(reference)) as plain, zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as dressed:
        for name in plain.namelist():
            data = plain.read(name)
            dressed.writestr(name, dressed_styles(data) if name == "word/styles.xml" else data)
    return store.getvalue()
