"""The styles of type that a template has without saying so, and how they follow a larger or smaller body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.typeset.looks import TypeStyle

DEFAULT_STYLES: Mapping[str, TypeStyle] = {
    "body": TypeStyle(first=2.0),
    "section": TypeStyle(face="hei-bold", size=24.0, leading=40.0, align="center"),
    "section-opening": TypeStyle(face="kai", size=12.0, leading=18.0, align="center", space=8.0),
    "part": TypeStyle(face="hei-bold", size=16.0, leading=28.0, align="center"),
    "title": TypeStyle(face="hei-bold", size=18.0, leading=27.0, rows=8, align="center"),
    "subtitle": TypeStyle(face="kai", size=13.0, leading=20.0, align="center", space=6.0),
    "byline": TypeStyle(face="kai", size=11.5, leading=18.0, align="center", space=9.0),
    "written": TypeStyle(face="kai", size=10.5, align="right", right=2.0),
    "heading-1": TypeStyle(face="hei-bold", size=13.0, leading=19.0, rows=3, align="center"),
    "heading-2": TypeStyle(face="hei-bold", size=10.5, leading=17.5, rows=2, align="left", indent=2.0),
    "heading-3": TypeStyle(face="kai", size=10.5, leading=17.5, rows=1, align="left", indent=2.0),
    "quote": TypeStyle(face="kai", first=4.0, indent=2.0, right=2.0),
    "verse": TypeStyle(face="kai", first=4.0, indent=6.0, align="left"),
    "label": TypeStyle(face="hei-bold"),
    "list": TypeStyle(first=2.0, indent=3.0),
    "notes-title": TypeStyle(face="hei-bold", size=10.5, leading=17.5, rows=2, align="center"),
    "note": TypeStyle(size=8.5, leading=13.0, indent=1.25),
    "caption": TypeStyle(face="kai", size=9.0, leading=13.0, align="center"),
    "credit": TypeStyle(face="kai", size=8.0, leading=12.0, align="center"),
    "table": TypeStyle(size=9.0, leading=14.0, align="left"),
    "table-head": TypeStyle(face="hei-bold", size=9.0, leading=14.0, align="center"),
    "board-role": TypeStyle(face="hei-bold", align="left"),
    "board-name": TypeStyle(align="left"),
    "board-aside": TypeStyle(face="kai", size=9.0, align="left"),
    "chronicle-year": TypeStyle(face="hei-bold", size=12.0, leading=17.5, rows=2, align="left"),
    "chronicle": TypeStyle(indent=2.0),
    "inscription": TypeStyle(face="kai", size=22.0, leading=42.0, rows=3, align="center"),
    "inscription-name": TypeStyle(face="kai", size=14.0, leading=26.0, rows=3, align="right", right=2.0),
    "index": TypeStyle(size=9.5, align="left", indent=2.0),
    "index-head": TypeStyle(face="hei-bold", align="left"),
    "contents-title": TypeStyle(face="hei-bold", size=18.0, leading=27.0, rows=5, align="center"),
    "contents-section": TypeStyle(face="hei-bold", size=11.5),
    "contents-part": TypeStyle(face="kai", size=10.5, indent=1.0),
    "contents-entry": TypeStyle(indent=1.0),
    "book-title": TypeStyle(face="song-bold", size=30.0, leading=44.0, align="center"),
    "book-number": TypeStyle(face="song", size=16.0, leading=30.0, align="center"),
    "book-subtitle": TypeStyle(face="kai", size=18.0, leading=30.0, align="center"),
    "book-compiler": TypeStyle(face="song", size=12.0, leading=20.0, align="center"),
    "cover-title": TypeStyle(face="song-bold", size=40.0, leading=58.0, align="center"),
    "cover-number": TypeStyle(face="song", size=16.0, leading=26.0, align="center"),
    "cover-subtitle": TypeStyle(face="kai", size=24.0, leading=38.0, align="center"),
    "cover-legal": TypeStyle(size=9.0, leading=14.0, align="center"),
    "imprint-title": TypeStyle(face="song-bold", size=12.0, leading=19.0),
    "imprint": TypeStyle(size=9.0, leading=15.0),
}
"""The styles of a book with a body of 10.5 pt."""

DEFAULT_BODY = 10.5
"""Points of the body that they go with."""


def _as_table(style: TypeStyle) -> dict[str, Any]:
    return {key: getattr(style, key) for key in TypeStyle.__dataclass_fields__}


DEFAULTS: Mapping[str, dict[str, Any]] = {name: _as_table(style) for name, style in DEFAULT_STYLES.items()}
"""The same as tables, as a template file would have them."""


def ratio_of(data: Mapping[str, Any]) -> float:
    """How much larger than the built-in one a body is; 1 where the value is not one to reckon with."""
    wanted = data.get("body_pt", DEFAULT_BODY)
    if not isinstance(wanted, int | float) or isinstance(wanted, bool) or not 5 <= wanted <= 40:
        return 1.0
    return wanted / DEFAULT_BODY


def scaled(styles: Mapping[str, Any], ratio: float) -> dict[str, Any]:
    """The sizes and leadings of styles in proportion, in quarter points."""
    return {
        name: {
            key: round(value * ratio * 4) / 4 if key in ("size", "leading", "space") and _is_number(value) else value
            for key, value in style.items()
        }
        for name, style in styles.items()
        if isinstance(style, Mapping)
    }


def led(given: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """Of the styles that are ``given`` a size and no leading, those whose leading is less: with one that fits."""
    found: dict[str, Any] = {}
    for name, style in given.items():
        if not isinstance(style, Mapping) or "leading" in style or not _is_number(style.get("size")):
            continue
        known = whole[name].get("leading", 0.0)
        if _is_number(known) and 0 < known < style["size"]:
            found[name] = {**whole[name], "leading": round(style["size"] * 6) / 4}
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
