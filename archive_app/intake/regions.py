"""Who another program says is on a picture, and where: MWG regions, Microsoft's people tags, IPTC's image regions and
names. Proposed to a person, one row each.

Boxes come out as ``people.region`` holds them: middle, width and height as shares of the *upright* picture. Programs
mostly mean the picture as it lies in its file (Lightroom, digiKam); one that meant it as it is seen wrote the seen
width and height beside its regions (MWG 2.0, 5.9: AppliedToDimensions).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.images import lying
from archive_app.domain.adjustment import Box
from archive_app.domain.depicted import UNKNOWN, region_from
from archive_app.domain.errors import Refused
from archive_app.intake.proposal import Suggestion
from archive_app.intake.xmp import MWG, RDF, items_of, number, own, root_of, words_of

_AREA = "{http://ns.adobe.com/xmp/sType/Area#}"
_SIZE = "{http://ns.adobe.com/xap/1.0/sType/Dimensions#}"
_MP = "{http://ns.microsoft.com/photo/1.2/}"
_MPRI = "{http://ns.microsoft.com/photo/1.2/t/RegionInfo#}"
_MPREG = "{http://ns.microsoft.com/photo/1.2/t/Region#}"
_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"

_MOST = 500  # people on one picture
_LONGEST = 100  # characters of a name
_SIDEWAYS = (5, 6, 7, 8)
_BACK = {6: 8, 8: 6}
"""The orientation that undoes another; the others undo themselves."""
_LEAST = 1e-4
_NEAR = 0.01  # of a picture's side, by which two programs differ in where a face is

Size = tuple[float, float]
_Found = tuple[str, Box | None, str]


def people_on(image: Image.Image, orientation: int, beside: Any = None) -> tuple[Suggestion, ...]:
    """A suggestion for the field ``people`` for each who is named, those with a box first. One who is named with a box
    by one standard is not named again by another, nor is one whom the XMP ``beside`` the picture (its tree) names.
    A face without a name beside others that have one keeps a place, as ？; a telephone's faces, of which none has a
    name, do not. What is damaged is left out; nothing raises for a file's sake."""
    try:
        roots = [root for root in (beside, root_of(image)) if root is not None]
        sources = [list(read(root, image.size, orientation)) for root in roots for read in (_mwg, _microsoft, _iptc)]
        sources += [[(name, None, "XMP 图中人物") for name in _named(root)] for root in roots]
    except (Refused, *BROKEN):
        return ()
    told = [source for source in sources if any(name for name, _box, _ground in source)]
    nameless = [one for source in told for one in source if not one[0]]
    sources = [[one for one in source if one[0]] for source in sources]
    boxed: list[_Found] = []
    for source in sources:
        known = {name for name, _box, _ground in boxed}
        boxed += [one for one in source if one[1] is not None and one[0] not in known]
    for _name, box, ground in nameless:
        if box is not None and not any(_alike(box, other) for _known, other, _ground in boxed):
            boxed.append((UNKNOWN, box, ground))
    known = {name for name, _box, _ground in boxed}
    boxless = {one[0]: one for source in reversed(sources) for one in reversed(source) if one[0] not in known}
    found = [*boxed, *reversed(boxless.values())]
    return tuple(
        Suggestion(
            "people", name[:_LONGEST], *((ground, tuple(region_from(box))) if box else (ground.replace("框", ""),))
        )
        for name, box, ground in found[:_MOST]
    )


def _alike(one: Box, other: Box | None) -> bool:
    """Whether two boxes are round one face."""
    return other is not None and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _mwg(root: Any, stored: Size, orientation: int) -> Iterator[_Found]:
    for regions in root.iter(f"{MWG}Regions"):
        applied = _applied(regions)
        seen = _as_seen(applied, stored, orientation)
        for listed in own(regions, f"{MWG}RegionList"):
            for item in items_of(listed):
                name, kind = _word(item, f"{MWG}Name"), _word(item, f"{MWG}Type")
                if kind not in ("", "Face") or not (name or kind):
                    continue
                box = next((_area(area, applied or stored) for area in own(item, f"{MWG}Area")), None)
                yield name, _standing(box, 1 if seen else orientation), "XMP 人物框（MWG）"


def _applied(regions: Any) -> Size | None:
    """The size of the picture the regions were drawn on."""
    for element in own(regions, f"{MWG}AppliedToDimensions"):
        width, height = (number(_word(element, f"{_SIZE}{one}")) for one in "wh")
        if width and height and width > 0 and height > 0:
            return width, height
    return None


def _as_seen(applied: Size | None, stored: Size, orientation: int) -> bool:
    """Whether regions were drawn on the picture as it is seen, not as it lies in its file: its sides say so, where it
    lies on its side and is no square."""
    if applied is None or orientation not in _SIDEWAYS:
        return False
    said, lies, stands = (math.log(one[0] / one[1]) for one in (applied, stored, stored[::-1]))
    return abs(said - stands) < abs(said - lies)


def _area(area: Any, size: Size) -> Box | None:
    """Of an area with its middle at x, y: a rectangle, or a circle with a diameter (MWG 2.0, 5.9.3)."""
    x, y, width, height, across = (number(_word(area, f"{_AREA}{one}")) for one in ("x", "y", "w", "h", "d"))
    if x is None or y is None:
        return None
    if (width is None or height is None) and across is not None:
        shorter = min(size)  # a circle's diameter is a share of the shorter side
        width, height = across * shorter / size[0], across * shorter / size[1]
    if width is None or height is None:
        return None
    if _word(area, f"{_AREA}unit") == "pixel":
        x, y, width, height = x / size[0], y / size[1], width / size[0], height / size[1]
    return x - width / 2, y - height / 2, width, height


def _microsoft(root: Any, _stored: Size, orientation: int) -> Iterator[_Found]:
    """Windows Photo Gallery, also written by digiKam: left, top, width, height."""
    for info in root.iter(f"{_MP}RegionInfo"):
        for regions in own(info, f"{_MPRI}Regions"):
            for item in items_of(regions):
                name = _word(item, f"{_MPREG}PersonDisplayName")
                sides = [number(one) for one in _word(item, f"{_MPREG}Rectangle").split(",")]
                box = _box(sides)
                if name:
                    yield name, _standing(box, orientation), "XMP 人物框（微软）"


def _iptc(root: Any, stored: Size, orientation: int) -> Iterator[_Found]:
    """IPTC Photo Metadata 2019.1, Image Region: those with people in them."""
    for regions in root.iter(f"{_EXT}ImageRegion"):
        for item in items_of(regions):
            names = [one for element in own(item, f"{_EXT}PersonInImage") for one in _list(element)]
            box = next((_boundary(one, stored) for one in own(item, f"{_EXT}RegionBoundary")), None)
            standing = _standing(box, orientation)
            for name in names:
                # a box round several people is nobody's face
                yield name, standing if len(names) == 1 else None, "XMP 人物框（IPTC）"


def _boundary(element: Any, stored: Size) -> Box | None:
    shape = _word(element, f"{_EXT}rbShape").lower()
    x, y, width, height, radius = (
        number(_word(element, f"{_EXT}{one}")) for one in ("rbX", "rbY", "rbW", "rbH", "rbRx")
    )
    box: Box | None = None
    if shape == "circle" and x is not None and y is not None and radius is not None:
        # the radius is a share of the width; the circle is as many pixels high
        tall = radius if _word(element, f"{_EXT}rbUnit") == "pixel" else radius * stored[0] / stored[1]
        box = x - radius, y - tall, 2 * radius, 2 * tall
    elif shape == "polygon":
        points = [
            (number(_word(item, f"{_EXT}rbX")), number(_word(item, f"{_EXT}rbY")))
            for vertices in own(element, f"{_EXT}rbVertices")
            for item in items_of(vertices)
        ]
        across = [one for one, _down in points if one is not None]
        down = [one for _across, one in points if one is not None]
        if across and down:
            box = min(across), min(down), max(across) - min(across), max(down) - min(down)
    else:
        box = _box((x, y, width, height))
    if box is not None and _word(element, f"{_EXT}rbUnit") == "pixel":
        box = box[0] / stored[0], box[1] / stored[1], box[2] / stored[0], box[3] / stored[1]
    return box


def _named(root: Any) -> Iterator[str]:
    """PersonInImage of the picture itself, not of one of its regions."""
    for about in root.iter(f"{RDF}Description"):
        for element in own(about, f"{_EXT}PersonInImage"):
            if not any(above.tag == f"{_EXT}ImageRegion" for above in element.iterancestors()):
                yield from _list(element)


def _list(element: Any) -> list[str]:
    return [name for item in items_of(element) if (name := words_of(item))] or [
        name for name in [words_of(element)] if name
    ]


def _box(sides: Sequence[float | None]) -> Box | None:
    known = [one for one in sides if one is not None]
    return (known[0], known[1], known[2], known[3]) if len(known) == len(sides) == 4 else None


def _standing(box: Box | None, orientation: int) -> Box | None:
    """A box of the picture as it lies as one of the upright picture, cut at its edges; None where nothing is left."""
    if box is None:
        return None
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(1.0, box[0] + box[2]), min(1.0, box[1] + box[3])
    if not (right - left > _LEAST and bottom - top > _LEAST):
        return None
    return lying((left, top, right - left, bottom - top), _BACK.get(orientation, orientation))


def _word(element: Any, name: str) -> str:
    """What a structure says under a name, as an attribute or as an element; only its own, not what lies deeper."""
    for one in own(element, name):
        return one if isinstance(one, str) else words_of(one)
    return ""
