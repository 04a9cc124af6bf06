"""Pages as they are kept, so that they can be painted again, and as they were kept.

What `archive_app.typeset.layout.Layout.to_json` says is kept with a page's glyphs beside it, as words of JSON in JSON:
who only reads what the pages say does not take them apart. A line also says where notes are called (``calls``). What
was kept with its glyphs comes back as it was, but for the links and the descriptions of pictures. One
without (an early proof) has its lines where they stood and, inside a line, the places its runs begin at: the characters
between are spread over the room there is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive_app.typeset.fonts.faces import face, reads
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page, PlacedImage, Rule, ShapedGlyph, line_to_json

Find = Callable[[str], Path]
"""The file a name stands for."""
_SMALL = 0.8
"""Of the line's size: a smaller run of an early proof is the mark of a note, or a reading above the words."""


_SAID = ("face", "size", "dx", "text")
_PLAIN = GlyphRun("", 0.0, 0.0, "")._asdict()
"""What a run is where nothing else is said; its face and size are said among those of the line."""


def kept(layout: Layout) -> dict[str, Any]:
    """A layout as JSON from which every page can be painted again."""
    found = layout.to_json()
    for stored, page in zip(found["pages"], layout.pages, strict=True):
        for told, line in zip(stored["lines"], page.lines, strict=True):
            calls = list(_calls(line))
            if calls:
                told["calls"] = calls
        folio = page.folio
        glyphs = {
            "heads": [_runs_to_json(line) for line in page.heads],
            "lines": [_runs_to_json(line) for line in page.lines],
            "folio": [line_to_json(folio), _runs_to_json(folio)] if folio is not None else None,
        }
        stored["glyphs"] = json.dumps(glyphs, ensure_ascii=False, separators=(",", ":"))
    return found


def _runs_to_json(line: Line) -> list[list[Any]]:
    return [[round(run.dx, 4), run.text, *filter(None, [_further(run)])] for run in line.runs]


def _further(run: GlyphRun) -> dict[str, Any]:
    return {name: value for name, value in run._asdict().items() if name not in _SAID and value != _PLAIN[name]}


def _calls(line: Line) -> Iterator[tuple[int, str]]:
    """Where in a line notes are called, and which: behind what the runs before the note's mark say."""
    if line.part.startswith("note:"):
        return  # there its own mark stands before it
    at = 0
    for run in line.runs:
        if run.note:
            yield at, run.note
        elif not run.silent:
            for character in run.text:
                shown = reads(character)
                found = line.text.find(shown, at, at + len(shown) + 8)
                at = min(len(line.text), (found if found >= 0 else at) + len(shown))


def has_places(layout: Mapping[str, Any]) -> bool:
    """Whether it says where everything stands on its pages."""
    pages = layout["pages"]
    return all(
        "width" in page and "rules" in page and all("x" in line and "faces" in line for line in page["lines"])
        for page in pages
    ) and any(page["lines"] for page in pages)


def has_glyphs(layout: Mapping[str, Any]) -> bool:
    """Whether its pages come back as they were."""
    return has_places(layout) and all("glyphs" in page for page in layout["pages"])


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
    glyphs = json.loads(stored["glyphs"]) if "glyphs" in stored else {}
    folio = glyphs.get("folio")
    return Page(
        str(stored["kind"]),
        str(stored["label"]),
        float(stored["width"]),
        float(stored["height"]),
        tuple(_lines(stored.get("heads", ()), glyphs.get("heads"), named)),
        tuple(_lines(stored["lines"], glyphs.get("lines"), named)),
        _line(folio[0], folio[1], named) if folio else None,
        tuple(_image(image, picture) for image in stored.get("images", ())),
        tuple(Rule(str(kind), *(float(one) for one in at)) for kind, *at in stored["rules"]),
        opener=bool(stored.get("opener")),
    )


def _lines(
    stored: Sequence[Mapping[str, Any]], runs: Sequence[Any] | None, named: Callable[[str], str]
) -> Iterator[Line]:
    for line, own in zip(stored, runs if runs is not None else [None] * len(stored), strict=True):
        yield _line(line, own, named)


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


def _line(stored: Mapping[str, Any], runs: Sequence[Any] | None, named: Callable[[str], str]) -> Line:
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
