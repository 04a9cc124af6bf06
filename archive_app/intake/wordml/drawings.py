"""What a drawing holds: pictures, text boxes, and things that are named and left out (DrawingML and VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from archive_app.frozen import dataclass
from archive_app.intake.wordml.findings import Findings, quoted
from archive_app.intake.wordml.media import Media
from archive_app.intake.wordml.names import CHART, DIAGRAM, MC, PIC, W14, WP, A, Element, O, R, V, W, chosen, number
from archive_app.intake.wordml.package import Relationship

EMU_PER_POINT = 12_700

_VML_WIDTH = re.compile(r"(?:\A|;)\s*width\s*:\s*([\d.]+)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 0.75}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where it is shown. ``width`` is EMU (0: not said)."""

    key: str
    alt: str = ""
    width: int = 0


@dataclass(slots=True)
class Drawing:
    """What came of one drawing, in order: pictures, and the contents of text boxes (``w:txbxContent``)."""

    pictures: list[Shown] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of WordArt


class DrawingReader:
    """Reads the drawings of one part; ``relationships`` are that part's."""

    def __init__(self, relationships: dict[str, Relationship], media: Media, findings: Findings) -> None:
        self._relationships = relationships
        self._media = media
        self._findings = findings

    def read(self, element: Element) -> Drawing:
        """A ``w:drawing``, ``w:pict`` or ``w:object``."""
        drawing = Drawing()
        named = 0
        for inner in _walk(element):
            named += self._one(inner, element, drawing)
        if not (named or drawing.pictures or drawing.boxes or drawing.words):
            self._findings.count("gallery")
        return drawing

    def _one(self, inner: Element, whole: Element, drawing: Drawing) -> int:
        """One element inside a drawing; 1 where it was named in a finding and needs no other word."""
        tag = inner.tag
        if tag == f"{A}blip":
            return self._picture(inner, whole, drawing)
        if tag == f"{V}imagedata":
            return self._old_picture(inner, drawing)
        if tag == f"{W}txbxContent":
            drawing.boxes.append(inner)
        elif tag == f"{V}textpath" and inner.get("string"):
            drawing.words.append(inner.get("string"))
            self._findings.say(f"艺术字{quoted(inner.get('string'))}改成普通文字收下。")
        elif tag == f"{CHART}chart":
            self._findings.quote("图表", f"图表{_named(whole)}没有收，请把它另存为图片再插入。")
            return 1
        elif tag == f"{DIAGRAM}relIds":
            self._findings.quote("SmartArt", f"SmartArt 图形{_named(whole)}没有收，请把它另存为图片再插入。")
            return 1
        elif tag == f"{O}OLEObject":
            kind = inner.get("ProgID") or "未知程序"
            self._findings.quote("嵌入对象", f"嵌入的对象（{kind}）没有收，只收下它显示的图片。")
            return 1
        elif tag in (f"{W}contentPart", f"{W14}contentPart"):
            self._findings.count("ink")
            return 1
        elif tag == f"{A}srcRect" and any(number(inner.get(side)) > 0 for side in "ltrb"):
            self._findings.count("cropped")
        return 0

    def _picture(self, blip: Element, whole: Element, drawing: Drawing) -> int:
        embedded, linked = blip.get(f"{R}embed"), blip.get(f"{R}link")
        relationship = self._relationships.get(embedded or linked or "")
        key = self._media.key(relationship) if embedded or linked else ""
        if not key:
            return 1
        extent = next(whole.iter(f"{WP}extent"), None)
        alone = len(list(whole.iter(f"{A}blip"))) == 1
        width = number(extent.get("cx")) if extent is not None and alone else 0
        drawing.pictures.append(Shown(key, _alt(blip, whole, alone), width))
        return 0

    def _old_picture(self, data: Element, drawing: Drawing) -> int:
        identifier = data.get(f"{R}id") or data.get(f"{R}pict") or data.get(f"{R}href") or ""
        relationship = self._relationships.get(identifier)
        key = self._media.key(relationship)
        if not key:
            return 1
        shape = data.getparent()
        width = _VML_WIDTH.search(shape.get("style", "")) if shape is not None else None
        emu = int(float(width[1]) * _POINTS[width[2]] * EMU_PER_POINT) if width and width[1] != "." else 0
        alt = (shape.get("alt", "") if shape is not None else "") or data.get(f"{O}title", "")
        drawing.pictures.append(Shown(key, alt.strip(), emu))
        return 0


def _walk(element: Element) -> Iterator[Element]:
    """Every element below, one branch of each alternative; what is in a text box is not looked into."""
    for inner in element:
        if not isinstance(inner.tag, str):
            continue
        if inner.tag == f"{MC}AlternateContent":
            for branch in chosen(inner):
                yield branch
                yield from _walk(branch)
            continue
        yield inner
        if inner.tag != f"{W}txbxContent":
            yield from _walk(inner)


def _alt(blip: Element, whole: Element, alone: bool) -> str:
    """The picture's own description; the drawing's where it is the only picture in it."""
    picture = next((a for a in blip.iterancestors(f"{PIC}pic")), None)
    own = picture.find(f"{PIC}nvPicPr/{PIC}cNvPr") if picture is not None else None
    candidates = [own.get("descr", "") if own is not None else ""]
    if alone:
        properties = next(whole.iter(f"{WP}docPr"), None)
        candidates.insert(0, properties.get("descr", "") if properties is not None else "")
    return next((text.strip() for text in candidates if text.strip() and not _is_path(text)), "")


def _is_path(text: str) -> bool:
    """Word used to fill the description with where the picture was on somebody's disk."""
    return bool(re.match(r"(?:[A-Za-z]:[\\/]|file:|https?:)", text.strip())) or bool(
        re.fullmatch(r"\S+\.(?:jpe?g|png|tiff?|bmp|gif)", text.strip(), re.IGNORECASE)
    )


def _named(whole: Element) -> str:
    properties = next(whole.iter(f"{WP}docPr"), None)
    name = properties.get("name", "") if properties is not None else ""
    return f"“{name}”" if name else ""
