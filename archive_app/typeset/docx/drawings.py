"""Pictures in the line of text (DrawingML, ECMA-376-1 §20.4.2.8) and at a place of the page (§20.4.2.3), each file once
however often it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive_app.typeset.docx.names import EMU, RELATIONS, holding
from archive_app.typeset.layout import PlacedImage
from archive_app.typeset.problems import PICTURE_BROKEN, Problem
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.reflow.pictures import Encoded, encode

_DPI = 300.0
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

Owner = tuple[str, str, str]
"""What a picture belongs to: an article's title and key, and a block of it."""


@dataclass(slots=True)
class Drawings:
    """The pictures so far; ``files`` are their parts, in order."""

    report: Callable[[Problem], None]
    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[tuple[Path, float, float], tuple[str, Encoded] | None] = field(default_factory=dict)
    _shown: int = 0

    def show(self, path: Path, width: float, height: float, alt: str, owner: Owner) -> str:
        """A run with the picture, as large as ``width`` by ``height`` points let it be; empty where it cannot be read
        (a problem says so)."""
        found = self._file(path, width, height, owner)
        if found is None:
            return ""
        name, picture = found
        high = width * picture.height / picture.width
        width, high = (width, high) if high <= height else (width * height / high, height)
        about = self._about(alt)
        return _inline(about, _graphic(name, width, high, self._shown), width, high)

    def place(self, image: PlacedImage, alt: str, owner: Owner) -> str:
        """A run with a picture where it stands on its page, as much of it as is shown there."""
        _, _, width, height = image.whole
        found = self._file(image.path, width, height, owner)
        if found is None:
            return ""
        about = self._about(alt)
        return _anchored(about, _graphic(found[0], image.width, image.height, self._shown, image.crop), image)

    def _about(self, alt: str) -> dict[str, object]:
        self._shown += 1
        return {"id": self._shown, "name": f"图片 {self._shown}", "descr": alt or None}

    def _file(self, path: Path, width: float, height: float, owner: Owner) -> tuple[str, Encoded] | None:
        key = (path, round(width, 2), round(height, 2))
        if key not in self._known:
            title, article, block = owner
            try:
                picture = encode(path, (width / 72 * _DPI, height / 72 * _DPI), inks=True)
            except (OSError, ValueError) as error:
                self.report(
                    Problem(
                        PICTURE_BROKEN,
                        f"《{title}》的图片“{path.name}”打不开（{error}），没有收进 docx",
                        "请换一个完好的文件。",
                        article=article,
                        block=block,
                        serious=True,
                    )
                )
                self._known[key] = None
                return None
            name = f"word/media/image{len(self.files) + 1}{picture.suffix}"
            self.files[name] = picture.data
            self._known[key] = (name, picture)
        return self._known[key]


def relation(name: str) -> str:
    """The id of the relationship that leads from the text to a picture's part."""
    return "rIdP" + "".join(c for c in name if c.isdigit())


def _graphic(
    name: str, width: float, height: float, number: int, crop: tuple[float, float, float, float] | None = None
) -> str:
    """The picture itself; ``crop`` is the part that is shown."""
    left, top, right, bottom = crop or (0.0, 0.0, 1.0, 1.0)
    cut = {"l": left, "t": top, "r": 1 - right, "b": 1 - bottom}
    trimmed = (
        element("a:srcRect", {side: round(share * 100_000) or None for side, share in cut.items()}) if crop else ""
    )
    fill = element(
        "pic:blipFill",
        {},
        element("a:blip", {"xmlns:r": RELATIONS, "r:embed": relation(name)}),
        trimmed,
        element("a:stretch", {}, element("a:fillRect")),
    )
    size = {"cx": round(width * EMU), "cy": round(height * EMU)}
    shape = element(
        "pic:spPr",
        {},
        element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), element("a:ext", size)),
        element("a:prstGeom", {"prst": "rect"}, element("a:avLst")),
    )
    own = element("pic:cNvPr", {"id": number, "name": f"图片 {number}"})
    picture = element("pic:pic", {}, element("pic:nvPicPr", {}, own, element("pic:cNvPicPr")), fill, shape)
    return element("a:graphic", {}, element("a:graphicData", {"uri": _PICTURE}, picture))


_LOCKS = element("wp:cNvGraphicFramePr", {}, element("a:graphicFrameLocks", {"noChangeAspect": 1}))


def _inline(about: dict[str, object], graphic: str, width: float, height: float) -> str:
    placed = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", {"cx": round(width * EMU), "cy": round(height * EMU)}),
        element("wp:docPr", about),
        _LOCKS,
        graphic,
    )
    return holding("r", holding("drawing", placed))


def _anchored(about: dict[str, object], graphic: str, image: PlacedImage) -> str:
    """At its place of the page, over what else stands there; text does not mind it."""
    values = {
        "distT": 0, "distB": 0, "distL": 0, "distR": 0, "simplePos": 0, "relativeHeight": about["id"], "behindDoc": 0,
        "locked": 0, "layoutInCell": 1, "allowOverlap": 1,
    }  # fmt: skip
    placed = element(
        "wp:anchor",
        values,
        element("wp:simplePos", {"x": 0, "y": 0}),
        element("wp:positionH", {"relativeFrom": "page"}, element("wp:posOffset", {}, str(round(image.x * EMU)))),
        element("wp:positionV", {"relativeFrom": "page"}, element("wp:posOffset", {}, str(round(image.y * EMU)))),
        element("wp:extent", {"cx": round(image.width * EMU), "cy": round(image.height * EMU)}),
        element("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
        element("wp:wrapNone"),
        element("wp:docPr", about),
        _LOCKS,
        graphic,
    )
    return holding("r", holding("drawing", placed))
