"""The parts of the file around the text, and how they refer to each other (Open Packaging Conventions, ECMA-376-2)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from archive_app.typeset.docx.drawings import relation
from archive_app.typeset.docx.names import MAIN, RELATIONS, holding, w
from archive_app.typeset.docx.notes import NUMBERING, SEPARATORS, ending
from archive_app.typeset.reflow.markup import DECLARATION, element, said
from archive_app.typeset.templates import Template

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NEVER_LAST = "“‘（《〈【〔「『［｛〖￥＄([{"
_NEVER_FIRST = "，。、；：？！”’）》〉】〕」』］｝〗·～…‰℃％!%),.:;?]}"
_PITCHES = {"宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi", "仿宋": "FangSong"}
_OTHER_SCRIPTS = frozenset({"Cunshi Tibetan", "Cunshi Arabic", "Cunshi Mongolian"})
_OWN_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format that custom properties of documents are of ([MS-OLEPS])."""
_NAMESPACE = uuid.UUID("0d6f3c8e-6c0d-5d1c-9c55-7f3d1f3e1c2a")


def types_xml(parts: Sequence[str]) -> bytes:
    """[Content_Types].xml."""
    suffixes = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "jpg": "image/jpeg",
        "png": "image/png",
        "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    }
    inner = [element("Default", {"Extension": k, "ContentType": v}) for k, v in suffixes.items()]
    for part in parts:
        kind = ""
        if part.startswith("docProps/core"):
            kind = "application/vnd.openxmlformats-package.core-properties+xml"
        elif part.startswith("docProps/custom"):
            kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        elif part.startswith("docProps/app"):
            kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        elif part.startswith("word/") and part.endswith(".xml"):
            name = part.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            kind = f"{_WORD}.{'document.main' if name == 'document' else name}+xml"
        if kind:
            inner.append(element("Override", {"PartName": f"/{part}", "ContentType": kind}))
    return (DECLARATION + element("Types", {"xmlns": f"{_PACKAGE}/content-types"}, *inner)).encode()


def _relations(entries: Sequence[tuple[str, str, str]]) -> bytes:
    inner = [element("Relationship", {"Id": i, "Type": kind, "Target": target}) for i, kind, target in entries]
    return (DECLARATION + element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *inner)).encode()


def root_relations(*, custom: bool = False) -> bytes:
    """_rels/.rels; ``custom`` where there are properties of our own."""
    own = [("rId4", f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml")] if custom else []
    return _relations(
        (
            ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            *own,
        )
    )


def custom_xml(values: Mapping[str, str]) -> bytes:
    """docProps/custom.xml: properties of our own, as words (ECMA-376-1 §22.3)."""
    spaces = {"xmlns": f"{_OFFICE}/custom-properties", "xmlns:vt": f"{_OFFICE}/docPropsVTypes"}
    inner = [
        element("property", {"fmtid": _OWN_FORMAT, "pid": number, "name": name}, element("vt:lpwstr", {}, said(value)))
        for number, (name, value) in enumerate(values.items(), 2)
    ]
    return (DECLARATION + element("Properties", spaces, *inner)).encode()


def document_relations(
    furniture: Mapping[str, bytes],
    media: Mapping[str, bytes],
    *,
    ends: bool = False,
    more: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """word/_rels/document.xml.rels; ``ends`` where there are endnotes, ``more`` of other parts (id, type, target)."""
    names = ("styles", "settings", "footnotes", "fontTable", *(["endnotes"] if ends else []))
    found = [(f"rId{n}", f"{RELATIONS}/{name}", f"{name}.xml") for n, name in enumerate(names, 1)]
    for part in furniture:
        target = part.removeprefix("word/")
        kind = "header" if target.startswith("header") else "footer"
        number = target.removeprefix(kind).removesuffix(".xml")
        found.append((f"rId{kind[0].upper()}{number}", f"{RELATIONS}/{kind}", target))
    for part in media:
        found.append((relation(part), f"{RELATIONS}/image", part.removeprefix("word/")))
    return _relations([*found, *more])


def settings_xml(template: Template, *, fonts: bool, ends: bool = False) -> bytes:
    """settings.xml: facing pages, Chinese line breaking and punctuation, the notes' numbering (CT_Settings)."""
    separators = "".join(w("footnote", id=identifier) for identifier in SEPARATORS)
    inner = [
        w("zoom", percent=100),
        w("embedTrueTypeFonts") + w("saveSubsetFonts") if fonts else "",
        w("mirrorMargins"),
        w("defaultTabStop", 420),
        w("evenAndOddHeaders"),
        w("drawingGridVerticalSpacing", round(template.leading_pt * 10)),
        w("characterSpacingControl", "compressPunctuation"),
        w("noLineBreaksAfter", _NEVER_LAST, lang="zh-CN"),
        w("noLineBreaksBefore", _NEVER_FIRST, lang="zh-CN"),
        holding("footnotePr", NUMBERING, separators),
        holding("endnotePr", ending(template.notes), separators.replace("footnote", "endnote")) if ends else "",
        holding(
            "compat",
            w("spaceForUL"),
            w("balanceSingleByteDoubleByteWidth"),
            w("doNotLeaveBackslashAlone"),
            w("ulTrailSpace"),
            w("doNotExpandShiftReturn"),
            w("adjustLineHeightInTable"),
            w("useFELayout"),
            w("compatSetting", 15, name="compatibilityMode", uri="http://schemas.microsoft.com/office/word"),
        ),
        w("themeFontLang", "en-US", eastAsia="zh-CN"),
    ]
    return (DECLARATION + element("w:settings", {"xmlns:w": MAIN}, *inner)).encode()


def core_xml(title: str, subject: str, author: str) -> bytes:
    """docProps/core.xml. It names no time: the same book gives the same bytes."""
    spaces = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    values = {"dc:title": title, "dc:subject": subject, "dc:creator": author, "dc:language": "zh-CN"}
    inner = (element(name, {}, said(value)) for name, value in values.items() if value)
    return (DECLARATION + element("cp:coreProperties", spaces, *inner)).encode()


def app_xml() -> bytes:
    """docProps/app.xml."""
    values = {"xmlns": f"{_OFFICE}/extended-properties"}
    return (DECLARATION + element("Properties", values, element("Application", {}, "存史"))).encode()


def font_parts(fonts: Sequence[tuple[str, bytes, bool]], most: bytes) -> dict[str, bytes]:
    """fontTable.xml, its relationships, and the fonts that go along (family, file, whether it is the bold of a family),
    obfuscated as §17.8.1 wants it.

    ``most`` tells the book apart, so that the keys are the book's own and come out the same every time.
    """
    inner: list[str] = []
    relations: list[tuple[str, str, str]] = []
    parts: dict[str, bytes] = {}
    for name, other in _PITCHES.items():
        inner.append(element("w:font", {"w:name": name}, w("altName", other), w("charset", "86")))
    embedded: dict[str, dict[bool, str]] = {}
    for family, data, bold in fonts:
        if bold in embedded.setdefault(family, {}):
            continue  # two of one name: no program could tell them apart
        number = len(relations) + 1
        key = uuid.uuid5(_NAMESPACE, f"{family}{' bold' if bold else ''} {most.hex()}")
        about = {"r:id": f"rId{number}", "w:fontKey": "{" + str(key).upper() + "}"}
        embedded[family][bold] = element("w:embedBold" if bold else "w:embedRegular", about)
        relations.append((f"rId{number}", f"{RELATIONS}/font", f"fonts/font{number}.odttf"))
        parts[f"word/fonts/font{number}.odttf"] = obfuscated(data, key)
    for family, forms in embedded.items():
        charset = w("charset", "00" if family in _OTHER_SCRIPTS else "86")
        shown = (forms[bold] for bold in sorted(forms))  # the regular one first (CT_Font)
        inner.append(element("w:font", {"w:name": family}, charset, *shown))
    table = element("w:fonts", {"xmlns:w": MAIN, "xmlns:r": RELATIONS}, *inner)
    made = {"word/fontTable.xml": (DECLARATION + table).encode()}
    if relations:
        made["word/_rels/fontTable.xml.rels"] = _relations(relations)
    return {**made, **parts}


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """The font's first 32 bytes under the key, the key's bytes in reverse order (§17.8.1)."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[place % 16] for place, byte in enumerate(data[:32]))
    return head + data[32:]
