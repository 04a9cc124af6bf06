"""Pages as they were kept: what `archive_app.typeset.layout.Layout.to_json` wrote, as pages that can be painted again.

A layout that was written with its glyphs comes back as it was, but for the links and the descriptions of pictures. One
without (an early proof) has its lines where they stood and, inside a line, the places its runs begin at: the characters
between are spread over the room there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page, PlacedImage, Rule, ShapedGlyph

Find = Callable[[str], Path]
"""The file a name stands for."""
_SMALL = 0.8
"""Of the line's size: a smaller run of an early proof is the mark of a note, or a reading above the words."""


def has_places(layout: Mapping[str, Any]) -> bool:
    """Whether it says where everything stands on its pages."""
    pages = layout["pages"]
    return all(
        "width" in page and "rules" in page and all("x" in line and "faces" in line for line in page["lines"])
        for page in pages
    ) and any(page["lines"] for page in pages)


def has_glyphs(layout: Mapping[str, Any]) -> bool:
    """Whether its pages come back as they were."""
    return has_places(layout) and all("runs" in line for page in layout["pages"] for line in page["lines"])


def read_pages(layout: Mapping[str, Any], picture: Find, font: Find) -> Layout:
    """The pages. ``picture`` finds a picture by the name of its file, ``font`` an editor's own face by that of its
    file. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where the layout is none, and what ``font`` raises."""
    faces: dict[str, str] = {}

    def named(name: str) -> str:
        if name not in faces:
            plain = name.removeprefix("@")
            own = Path(plain).suffix != ""
            faces[name] = f"{'@' if name.startswith('@') else ''}{font(plain)}" if own else name
        return faces[name]

    pages = tuple(_page(page, picture, named) for page in layout["pages"])
    return Layout(str(layout.get("title", "")), pages, right_bound=layout.get("binding") == "right")


def _page(stored: Mapping[str, Any], picture: Find, named: Callable[[str], str]) -> Page:
    folio = stored.get("number_line")
    return Page(
        str(stored["kind"]),
        str(stored["label"]),
        float(stored["width"]),
        float(stored["height"]),
        tuple(_line(line, named) for line in stored.get("heads", ())),
        tuple(_line(line, named) for line in stored["lines"]),
        _line(folio, named) if folio else None,
        tuple(_image(image, picture) for image in stored.get("images", ())),
        tuple(Rule(str(kind), *(float(one) for one in at)) for kind, *at in stored["rules"]),
        opener=bool(stored.get("opener")),
    )


def _image(stored: Mapping[str, Any], picture: Find) -> PlacedImage:
    crop = stored.get("crop")
    return PlacedImage(
        picture(str(stored["file"])),
        float(stored["x"]),
        float(stored["y"]),
        float(stored["width"]),
        float(stored["height"]),
        article=str(stored["article"]),
        block=str(stored["block"]),
        crop=(float(crop[0]), float(crop[1]), float(crop[2]), float(crop[3])) if crop else None,
        turned=bool(stored.get("turned")),
    )


def _line(stored: Mapping[str, Any], named: Callable[[str], str]) -> Line:
    rows, columns = stored.get("span", (1, 1))
    empty = Line(
        str(stored["text"]),
        float(stored["x"]),
        float(stored["y"]),
        float(stored["size"]),
        (),
        str(stored["article"]),
        str(stored["block"]),
        str(stored["part"]),
        int(stored["offset"]),
        str(stored["role"]),
        bool(stored.get("vertical")),
        bool(stored.get("turned")),
        (int(rows), int(columns)),
    )
    faces = [(named(str(name)), float(size), float(at)) for name, size, at in stored["faces"]]
    runs = stored.get("runs")
    if runs is None:
        return empty._replace(runs=tuple(_spread(empty, faces)))
    return empty._replace(runs=tuple(_run(*pair) for pair in zip(faces, runs, strict=True)))


def _run(face_: tuple[str, float, float], stored: Sequence[Any]) -> GlyphRun:
    name, size, _ = face_
    further = dict(stored[2]) if len(stored) > 2 else {}
    if "adjust" in further:
        further["adjust"] = tuple((int(index), float(amount)) for index, amount in further["adjust"])
    if "shaped" in further:
        further["shaped"] = tuple(ShapedGlyph(*glyph) for glyph in further["shaped"])
    return GlyphRun(name, size, float(stored[0]), str(stored[1]), **further)


# — of a layout without glyphs —


def _spread(line: Line, faces: Sequence[tuple[str, float, float]]) -> Iterator[GlyphRun]:
    """The line's text over its runs: each takes characters until the next one begins."""
    origin = line.y if line.vertical else line.x
    own = [one for one in faces if one[1] >= _SMALL * line.size]
    left = line.text
    for number, (name, size, at) in enumerate(own):
        room = own[number + 1][2] - at if number + 1 < len(own) else None
        taken, tracking = _fitting(name, size, left, room)
        if taken:
            yield GlyphRun(name, size, at - origin, left[:taken], tracking=tracking)
        left = left[taken:]


def _fitting(name: str, size: float, text: str, room: float | None) -> tuple[int, float]:
    """(how many characters of ``text`` a run has, and what is to be put between them, in thousandths of an em); all
    that are left where it is the last."""
    chosen = face(name)
    shown = [0.0 if chosen.glyphs[ord(one)] is None else chosen.drawn[one] for one in text]
    if room is None:
        return len(text), 0.0
    wanted, pen, taken = room * 1000 / size, 0.0, 0
    while taken < len(text) and pen + shown[taken] / 2 < wanted:
        pen += shown[taken]
        taken += 1
    return taken, (wanted - pen) / taken if taken else 0.0
