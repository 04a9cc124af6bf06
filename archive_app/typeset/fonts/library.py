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


def fallback_for(character: str) -> Face | None:
    """The first bundled face that has ``character``, or None: nothing can print it."""
    for name in _FALLBACK:
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
    if run.face.startswith("@"):
        return _upright_positions(run)
    unit = run.size / 1000
    placed: list[tuple[int, float, float]] = []
    pen = run.dx
    if run.unseen:
        return placed
    if run.level:  # across its column: dx is how far down it stands, dy how far to the right
        run = run._replace(dx=run.dy, dy=-run.dx, level=False)
        pen = run.dx
    if run.shaped:
        for glyph in run.shaped:
            placed.append((glyph.glyph, pen + glyph.dx * unit, -run.dy - glyph.dy * unit))
            pen += glyph.advance * unit
        return placed
    chosen = face(run.face)
    extra = dict(run.adjust)
    for index, character in enumerate(run.text):
        pen += extra.get(index, 0.0) * unit
        glyph_character = chosen.glyphs[ord(character)]
        if glyph_character is None:
            continue
        glyph_id = ord(glyph_character)
        placed.append((glyph_id, pen, -run.dy))
        pen += (chosen.advance_of_glyph(glyph_id) + run.tracking) * unit
    return placed


def _upright_positions(run: GlyphRun) -> list[tuple[int, float, float]]:
    """Glyph under glyph, each hung from the middle of its cell's top."""
    chosen = face(run.face)
    assert isinstance(chosen, UprightFace)
    unit = run.size / 1000
    placed: list[tuple[int, float, float]] = []
    if run.unseen:
        return placed
    pen = run.dx
    for shaped in run.shaped:
        right, up = chosen.origin_of_glyph(shaped.glyph)
        placed.append((shaped.glyph, run.dy + (shaped.dx - right) * unit, pen + (up - shaped.dy) * unit))
        pen += shaped.advance * unit
    if run.shaped:
        return placed
    extra = dict(run.adjust)
    for index, character in enumerate(run.text):
        pen += extra.get(index, 0.0) * unit
        glyph_character = chosen.glyphs[ord(character)]
        if glyph_character is None:
            continue
        glyph = ord(glyph_character)
        right, up = chosen.origin_of_glyph(glyph)
        placed.append((glyph, run.dy - right * unit, pen + up * unit))
        pen += (chosen.advance_of_glyph(glyph) + run.tracking) * unit
    return placed
