"""Which face serves a role, and which one serves a character the role's face does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from archive_app.typeset.fonts.faces import MISSING, Face, face
from archive_app.typeset.fonts.upright import UprightFace
from archive_app.typeset.layout import GlyphRun

DEFAULT_ROLES: Mapping[str, str] = {
    "song": "NotoSerifSC-Regular",
    "song-bold": "NotoSerifSC-Bold",
    "hei": "NotoSansSC-Regular",
    "hei-bold": "NotoSansSC-Bold",
    "kai": "LXGWWenKai-Regular",
    "fangsong": "LXGWWenKai-Regular",  # no 仿宋 is complete, free and bundled: a place for the user's own file
}

_USUAL = ("song", "kai", "hei-bold")

_BOLD = {"NotoSerifSC-Regular": "NotoSerifSC-Bold", "NotoSansSC-Regular": "NotoSansSC-Bold"}

# Noto Serif SC has 䶮 and 𬱟 but not 𠮷; LXGW WenKai has all three
_FALLBACK = (
    "NotoSerifSC-Regular",
    "LXGWWenKai-Regular",
    "NotoSansSC-Regular",
    "NotoSerifTibetan-Regular",
    "Amiri-Regular",
    "NotoSansMongolian-Regular",
)


def bold_of(name: str) -> str:
    """The bold companion of a face; 楷 has none and is emphasised by 黑."""
    return _BOLD.get(name, name if name.endswith("-Bold") else "NotoSansSC-Bold")


_own: tuple[str, ...] = ()


def open_usual_faces() -> None:
    """Open the faces that nearly every book has: to be done while something else is waited for."""
    for role in _USUAL:
        face(DEFAULT_ROLES[role])


def ask_own(names: tuple[str, ...]) -> None:
    """Let ``names``, an editor's own faces, be asked for what no bundled face has. They are a template's, and whoever
    sets a book says so first; all that is remembered of the setting is remembered with the template."""
    global _own
    _own = names


def own_faces() -> tuple[str, ...]:
    """The editor's own faces that are asked now."""
    return _own


def fallback_for(character: str) -> Face | None:
    """The first face that has ``character``, the bundled ones before an editor's own, or None: nothing can print it."""
    for name in (*_FALLBACK, *_own):
        candidate = face(name)
        if candidate.has(character):
            return candidate
    return None


def split_by_face(text: str, first: Face) -> Iterator[tuple[str, Face]]:
    """``text`` as stretches that one face can set; what no face has comes as 〓, one for one."""
    lacking = first.lacks(text)
    if not lacking:
        yield text, first
        return
    serving = {c: fallback_for(c) for c in lacking}
    for chosen, group in groupby(text, key=lambda c: serving.get(c, first)):
        stretch = "".join(group)
        yield (MISSING * len(stretch), first) if chosen is None else (stretch, chosen)


def positions(run: GlyphRun) -> list[tuple[int, float, float]]:
    """(glyph id, x, y) of every glyph of ``run``, in points from the line's origin, y down.

    In a vertical line upright and level runs are given as they stand on the page; those laid on their side as they
    are before the line is turned a quarter to the right around its origin.
    """
    if run.unseen:
        return []
    chosen, unit = face(run.face), run.size / 1000
    if isinstance(chosen, UprightFace):  # glyph under glyph, each hung from the middle of its cell's top
        return [
            (glyph, run.dy + (dx - right) * unit, run.dx + (along + up - dy) * unit)
            for along, glyph, dx, dy in _glyphs(run, chosen)
            for right, up in [chosen.origin_of_glyph(glyph)]
        ]
    # across its column, dx is how far down a run stands and dy how far to the right
    x, y = (run.dy, run.dx) if run.level else (run.dx, -run.dy)
    return [(glyph, x + (along + dx) * unit, y - dy * unit) for along, glyph, dx, dy in _glyphs(run, chosen)]


def _glyphs(run: GlyphRun, chosen: Face) -> Iterator[tuple[float, int, float, float]]:
    """(how far along the run, glyph, offsets) of every glyph, in thousandths of an em."""
    pen = 0.0
    for shaped in run.shaped:
        yield pen, shaped.glyph, shaped.dx, shaped.dy
        pen += shaped.advance
    if run.shaped:
        return
    extra = dict(run.adjust)
    for index, character in enumerate(run.text):
        pen += extra.get(index, 0.0)
        glyph = chosen.glyphs[ord(character)]
        if glyph is not None:
            yield pen, ord(glyph), 0.0, 0.0
            pen += chosen.drawn[character] + run.tracking
