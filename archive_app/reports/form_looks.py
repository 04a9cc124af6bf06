"""How the parts of a form look: faces, sizes and leadings, in points."""

from __future__ import annotations

from archive_app.typeset.blocks.model import TextStyle
from archive_app.typeset.fonts.library import DEFAULT_ROLES

_SONG, _HEI, _KAI = (DEFAULT_ROLES[role] for role in ("song", "hei-bold", "kai"))


def _style(face: str, size: float, leading: float, role: str, align: str = "justify", first: float = 0.0) -> TextStyle:
    return TextStyle(face, size, role, align, first=first, leading=leading)


LOOKS = {
    "letter": _style(_SONG, 12, 23, "body", first=2),
    "plain": _style(_SONG, 12, 23, "body"),
    "small": _style(_SONG, 9.5, 15, "note"),
    "kai": _style(_KAI, 12, 23, "quote", first=2),
    "head": _style(_HEI, 12, 25, "heading-2", "left"),
    "center": _style(_SONG, 12, 23, "body", "center"),
    "right": _style(_SONG, 12, 23, "body", "right"),
}
CERTIFIED = {
    "letter": _style(_KAI, 20, 40, "body", first=2),
    "plain": _style(_KAI, 20, 40, "body"),
    "right": _style(_KAI, 17, 32, "body", "right"),
    "small": _style(_SONG, 10.5, 18, "note"),
}
LARGE = {
    "letter": _style(_SONG, 14, 27, "body", first=2),
    "plain": _style(_SONG, 14, 27, "body"),
    "kai": _style(_KAI, 14, 27, "quote", first=2),
    "verse": _style(_KAI, 14, 27, "quote", "left", first=4),
    "head": _style(_HEI, 14, 30, "heading-2", "left"),
    "center": _style(_HEI, 15, 30, "title", "center"),
    "right": _style(_SONG, 14, 27, "body", "right"),
}
NAME = _style(_HEI, 10.5, 16.5, "table-head", "left")
VALUE = _style(_SONG, 10.5, 16.5, "table", "left")
CELL = {align: _style(_SONG, 9.5, 14, "table", align) for align in ("left", "center", "right")}
HEADS = dict.fromkeys(CELL, _style(_HEI, 9.5, 14, "table-head", "center"))
TOTAL = {align: _style(DEFAULT_ROLES["song-bold"], 9.5, 14, "table", align) for align in ("left", "center", "right")}
TITLE = _style(_HEI, 19, 30, "title", "center")
GRAND = _style(_HEI, 40, 62, "title", "center")
SUBTITLE = _style(_KAI, 11, 20, "subtitle", "center")
NUMBER = _style(_SONG, 10.5, 18, "subtitle", "right")
AGAIN = _style(_KAI, 9.5, 20, "head", "left")
FOLIO = _style(_SONG, 9.5, 14, "folio", "center")
LABEL = _style(_SONG, 12, 23, "body", "left")
TINY = _style(_SONG, 8, 11, "note", "center")
COUNT = _style(_SONG, 8, 11, "line-number", "right")
