"""Pictures in the line of text (DrawingML, ECMA-376-1 §20.4.2.8), each file once however often it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive_app.typeset.docx.names import EMU, RELATIONS, holding
from archive_app.typeset.problems import PICTURE_BROKEN, Problem
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.reflow.pictures import Encoded, encode
from archive_app.typeset.templates import Template

_DPI = 300.0
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(slots=True)
class Drawings:
    """The pictures so far; ``files`` are their parts, in order."""

    template: Template
    report: Callable[[Problem], None]
    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[tuple[Path, float], tuple[str, Encoded] | None] = field(default_factory=dict)
    _shown: int = 0

    def show(self, path: Path, share: float, alt: str, title: str, article: str, block: str) -> str:
        """A run with the picture, ``share`` of the measure wide; empty where it cannot be read (a problem says so)."""
        found = self._file(path, share, title, article, block)
        if found is None:
            return ""
        name, picture = found
        width, height = self._size(picture, share)
        self._shown += 1
        return _inline(name, self._shown, round(width * EMU), round(height * EMU), alt)

    def _size(self, picture: Encoded, share: float) -> tuple[float, float]:
        """Points: as the pages have it, no higher than the template lets a picture be."""
        across, down = self.template.type_area
        width = across * share
        height = width * picture.height / picture.width
        most = down * self.template.figures.tallest
        return (width, height) if height <= most else (width * most / height, most)

    def _file(self, path: Path, share: float, title: str, article: str, block: str) -> tuple[str, Encoded] | None:
        key = (path, share)
        if key not in self._known:
            across, down = self.template.type_area
            most = (across * share / 72 * _DPI, down * self.template.figures.tallest / 72 * _DPI)
            try:
                picture = encode(path, most, inks=True)
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


def _inline(name: str, number: int, width: int, height: int, alt: str) -> str:
    about = {"id": number, "name": f"图片 {number}", "descr": alt or None}
    own = element("pic:cNvPr", about)
    fill = element(
        "pic:blipFill",
        {},
        element("a:blip", {"xmlns:r": RELATIONS, "r:embed": relation(name)}),
        element("a:stretch", {}, element("a:fillRect")),
    )
    extent = element("a:ext", {"cx": width, "cy": height})
    shape = element(
        "pic:spPr",
        {},
        element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), extent),
        element("a:prstGeom", {"prst": "rect"}, element("a:avLst")),
    )
    picture = element("pic:pic", {}, element("pic:nvPicPr", {}, own, element("pic:cNvPicPr")), fill, shape)
    graphic = element("a:graphic", {}, element("a:graphicData", {"uri": _PICTURE}, picture))
    locks = element("wp:cNvGraphicFramePr", {}, element("a:graphicFrameLocks", {"noChangeAspect": 1}))
    placed = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", {"cx": width, "cy": height}),
        element("wp:docPr", about),
        locks,
        graphic,
    )
    return holding("r", holding("drawing", placed))
