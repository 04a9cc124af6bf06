"""What people wrote into a picture with another program: XMP (ISO 16684-1) and IPTC-IIM 4.2, as rows beside the EXIF.

Words, names and the frames round faces (MWG regions) are kept as they stand; none becomes a field by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image, IptcImagePlugin

from archive_app.derived.pictures.faults import BROKEN
from archive_app.domain.errors import Refused
from archive_app.intake.proposal import Suggestion
from archive_app.intake.xmp import MWG, RDF, root_of
from archive_app.vault.hostile.charsets import decode

_LONGEST = 500  # characters of one value
_MOST = 100  # rows
_UTF_8 = b"\x1b%G"
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_DAY = re.compile(r"(\d{4})[:-]?(\d{2})?[:-]?(\d{2})?")

_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_AREA = "{http://ns.adobe.com/xmp/sType/Area#}"

_XMP: Mapping[str, str] = {
    f"{_DC}title": "XMP 题名",
    f"{_PHOTOSHOP}Headline": "XMP 标题",
    f"{_DC}description": "XMP 说明",
    f"{_DC}creator": "XMP 作者",
    f"{_DC}rights": "XMP 版权",
    f"{_DC}subject": "XMP 关键词",
    f"{_PHOTOSHOP}DateCreated": "XMP 创作时间",
    f"{_CORE}Location": "XMP 地点",
    f"{_PHOTOSHOP}City": "XMP 城市",
    f"{_PHOTOSHOP}State": "XMP 省份",
    f"{_PHOTOSHOP}Credit": "XMP 供图",
    f"{_PHOTOSHOP}Source": "XMP 来源",
}
_IPTC: Mapping[tuple[int, int], str] = {
    (2, 5): "IPTC 题名",
    (2, 105): "IPTC 标题",
    (2, 120): "IPTC 说明",
    (2, 80): "IPTC 作者",
    (2, 116): "IPTC 版权",
    (2, 25): "IPTC 关键词",
    (2, 55): "IPTC 创作时间",
    (2, 92): "IPTC 地点",
    (2, 90): "IPTC 城市",
    (2, 95): "IPTC 省份",
    (2, 110): "IPTC 供图",
    (2, 115): "IPTC 来源",
}
_SAYS = (("caption", ("说明", "标题", "题名")), ("photographer", ("作者",)), ("place_taken", ("地点",)),
         ("supplied_by", ("供图",)), ("copyright_holder", ("版权",)))  # fmt: skip

Row = dict[str, str]


def written_rows(image: Image.Image, beside: Any = None) -> list[Row]:
    """The rows of the XMP ``beside`` the picture (its tree), of the picture's own, then those of IPTC; of what is said
    twice the first. What is damaged is left out; nothing here raises for a file's sake."""
    rows: list[Row] = []
    for source in (lambda _image: _of_tree(beside), _from_xmp, _from_iptc):
        try:
            rows += [{"tag": tag, "value": value[:_LONGEST]} for tag, value in source(image) if value]
        except (Refused, *BROKEN):
            continue
    return list({(row["tag"], row["value"]): row for row in rows}.values())[:_MOST]


def from_written(rows: list[Row]) -> tuple[Suggestion, ...]:
    """What the rows say of caption, photographer, place and day; for a person to take or leave."""
    values = {row["tag"]: row["value"] for row in reversed(rows)}
    found = []
    for field, words in _SAYS:
        for tag in (f"{standard} {word}" for word in words for standard in ("XMP", "IPTC")):
            if _CHINESE.search(values.get(tag, "")):
                found.append(Suggestion(field, values[tag], tag))
                break
    for tag in ("XMP 创作时间", "IPTC 创作时间"):
        day = _DAY.match(values.get(tag, ""))
        if day and day[1] > "1800":
            parts = [part for part in day.groups() if part and part != "00"]
            found.append(Suggestion("created", "-".join(parts), tag))
            break
    return tuple(found)


def _from_xmp(image: Image.Image) -> Iterator[tuple[str, str]]:
    return _of_tree(root_of(image))


def _of_tree(root: Any) -> Iterator[tuple[str, str]]:
    if root is None:
        return
    for about in root.iter(f"{RDF}Description"):
        for name, value in about.attrib.items():
            if name in _XMP:
                yield _XMP[name], value.strip()
        for child in about:
            if child.tag in _XMP:
                yield _XMP[child.tag], _text_of(child)
    yield from _faces(root)


def _text_of(element: Any) -> str:
    """Its own words, or those of a list in it; of words in several languages those for everybody."""
    items = list(element.iter(f"{RDF}li"))
    if not items:
        return (element.text or "").strip()
    if element.find(f"{RDF}Alt") is not None:
        plain = [item for item in items if item.get("{http://www.w3.org/XML/1998/namespace}lang") == "x-default"]
        items = (plain or items)[:1]
    return "；".join(word for item in items if (word := (item.text or "").strip()))


def _faces(root: Any) -> Iterator[tuple[str, str]]:
    """Who is framed in the picture, with centre, width and height as shares of it (MWG 2.0, 5.9)."""
    for regions in root.iter(f"{MWG}RegionList"):
        for item in regions.iter(f"{RDF}li"):
            names = [value for name in (f"{MWG}Name",) for value in _values(item, name)]
            if not names:
                continue
            area = [next(_values(item, f"{_AREA}{part}"), "") for part in "xywh"]
            yield "XMP 人物", names[0] + (f"（{'，'.join(area)}）" if all(area) else "")


def _values(item: Any, name: str) -> Iterator[str]:
    for element in item.iter():
        if element.get(name):
            yield element.get(name).strip()
        if element.tag == name and element.text:
            yield element.text.strip()


def _from_iptc(image: Image.Image) -> Iterator[tuple[str, str]]:
    if image.format not in ("JPEG", "MPO", "TIFF"):
        return
    picture: Any = image
    found: Any = IptcImagePlugin.getiptcinfo(picture) or {}
    utf_8 = found.get((1, 90)) == _UTF_8
    for key, tag in _IPTC.items():
        values = found.get(key, b"")
        words = [_decoded(value, utf_8) for value in (values if isinstance(values, list) else [values])]
        yield tag, "；".join(word for word in words if word)


def _decoded(value: bytes, utf_8: bool) -> str:
    known = None if utf_8 else decode(value)
    text = known.text if known else value.decode("utf-8" if utf_8 else "latin-1", "replace")
    return "".join(char for char in text if char.isprintable() or char == "\n").strip()
