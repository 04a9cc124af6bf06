"""What a template's values must be to each other: lines that do not overlap, indents that leave room for words, heads
and folios on the paper, faces that are there.

Every value is within its own range already (`templates` says which); what is wrong here is named with its key, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archive_app.resources import ResourceMissing, resource
from archive_app.typeset.toml_source import Source

if TYPE_CHECKING:
    from archive_app.typeset.looks import TypeStyle
    from archive_app.typeset.templates import Template

_MM = 72 / 25.4
_LEAST_ROOM = 4.0
"""Ems of a line that indents must leave."""
_ROLES = ("song", "song-bold", "hei", "hei-bold", "kai", "fangsong")
_ON_GRID = frozenset(
    {
        "body", "quote", "verse", "label", "list", "written", "chronicle", "index", "index-head", "board-role",
        "board-name", "board-aside", "contents-section", "contents-part", "contents-entry",
    }
)  # fmt: skip
"""Styles whose lines stand on the page's grid, whatever their size."""
_HEAD_HIGH = 1.0
_FOLIO_LOW = 0.3
"""Ems above and below the baseline that a line of Han takes."""


def make_sure(template: Template, source: Source) -> None:
    """Raise `archive_app.typeset.toml_source.SourceError` for the first value that cannot be right beside the others.

    Only what the template's own files or the book say is looked at; the built-in styles are sound.
    """
    _faces(template.faces, source)
    given = template.given.get("styles", {})
    for name in given if isinstance(given, Mapping) else ():
        _style(name, template, source)
    _around(template, source)
    _pieces(template, source)


def _faces(faces: Mapping[str, str], source: Source) -> None:
    for role, stem in faces.items():
        if role not in _ROLES:
            raise source.fail(f"faces.{role}", "没有这种字体", f"可用的有：{'、'.join(_ROLES)}。")
        from archive_app.typeset.fonts.faces import font_file  # where none is named, no font is opened

        try:
            font_file(stem)
        except ResourceMissing:
            raise source.fail(f"faces.{role}", f"找不到字体「{stem}」", f"可用的有：{'、'.join(_known())}。") from None


def _known() -> list[str]:
    return sorted(path.stem for path in resource("fonts").glob("*.ttf"))


def _style(name: str, template: Template, source: Source) -> None:
    style: TypeStyle = template.style(name)
    key = f"styles.{name}"
    if 0 < style.leading < style.size:
        what = f"行距 {style.leading:g} 磅小于字号 {style.size:g} 磅，上下行会叠在一起"
        raise source.fail(f"{key}.leading", what, f"可用 {style.size:g} 磅以上，或 0（由程序定）。")
    if name in _ON_GRID and style.size > template.leading_pt:
        what = f"字号 {style.size:g} 磅大于行距 {template.leading_pt:g} 磅，上下行会叠在一起"
        raise source.fail(f"{key}.size", what, f"可用 4 到 {template.leading_pt:g} 磅。")
    if style.rows > template.measure[1]:
        raise source.fail(f"{key}.rows", f"占{style.rows}行，比一面还多", f"可用 0 到 {template.measure[1]} 行。")
    room = template.width - (max(style.first, style.indent) + style.right) * style.size
    if room < _LEAST_ROOM * min(style.size, template.body_pt):
        side = "first" if style.first >= style.indent else "indent"
        most = max(0.0, template.width / style.size - style.right - _LEAST_ROOM)
        what = f"缩进以后每行只剩 {max(0.0, room / style.size):.1f} 字"
        raise source.fail(f"{key}.{side}", what, f"可用 0 到 {most:.0f} 字（右边缩进 {style.right:g} 字）。")


def _around(template: Template, source: Source) -> None:
    """Heads and folios must be on the paper."""
    width, height = template.type_area
    top = template.top * _MM
    foot = template.trim[1] * _MM - top - height
    outer = (template.trim[0] - template.inner) * _MM - width
    vertical = template.direction == "vertical"
    heads, folio = template.heads, template.folio
    if heads.even != "none" or heads.odd != "none":
        room = outer - heads.size / 2 if vertical else top - heads.size * _HEAD_HIGH
        _reach("heads.distance", "书眉", heads.distance, room, source)
    beside = vertical and folio.place == "outside"
    room = outer - folio.size / 2 if beside else foot - folio.size * (2.5 if vertical else _FOLIO_LOW)
    if beside or not vertical:
        _reach("folio.distance", "页码", folio.distance, room, source)


def _reach(key: str, what: str, distance: float, room: float, source: Source) -> None:
    if distance > room:
        raise source.fail(key, f"离正文 {distance:g} 磅，{what}排到纸外去了", f"可用 2 到 {max(2.0, room):.0f} 磅。")


def _pieces(template: Template, source: Source) -> None:
    """White that would push the text off its page."""
    half = template.type_area[1] / 2
    notes = template.notes
    if notes.above + notes.below > half:
        what = f"脚注上面共留白 {notes.above + notes.below:g} 磅，超过半面"
        raise source.fail("notes.above", what, f"above 与 below 之和最多 {half:.0f} 磅。")
    if template.figures.gap > half:
        raise source.fail(
            "figures.gap", f"图与图说相距 {template.figures.gap:g} 磅，超过半面", f"可用 0 到 {half:.0f} 磅。"
        )
    columns = template.index
    if columns.columns > 1 and columns.gap * template.body_pt * (columns.columns - 1) > template.width / 2:
        most = template.width / 2 / template.body_pt / (columns.columns - 1)
        raise source.fail("index.gap", f"栏距 {columns.gap:g} 字，栏里排不下字", f"可用 0 到 {most:.0f} 字。")
    if template.contents.gap * template.body_pt > template.width / 2:
        most = template.width / 2 / template.body_pt
        raise source.fail(
            "contents.gap", f"点线离题目 {template.contents.gap:g} 字，排不下", f"可用 0 到 {most:.0f} 字。"
        )
