"""What a paragraph or run inherits from its style, and what the style makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.frozen import dataclass
from archive_app.intake.text.draft import CAPTION, SUBTITLE, TITLE
from archive_app.intake.wordml.names import Element, W, child, number, toggle, value

QUOTE, VERSE = "quote", "verse"

_DEEPEST = 30  # styles based on styles
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])\Z", re.IGNORECASE)
_OWN_HEADING = re.compile(r"(?:([一二三四五六])级标题|标题([一二三四五六]))\Z")  # as people name theirs
_ROLES = {
    **dict.fromkeys(("title", "标题", "標題", "文章标题", "大标题"), TITLE),
    **dict.fromkeys(("subtitle", "副标题", "副標題"), SUBTITLE),
    **dict.fromkeys(("caption", "题注", "標號", "图注", "图题", "imagecaption", "image caption"), CAPTION),
    **dict.fromkeys(
        ("quote", "intense quote", "block text", "引文", "引用", "明显引用", "文本块", "block quote"), QUOTE
    ),
    **dict.fromkeys(("唱词", "诗", "诗歌", "诗词", "verse", "poem", "poetry"), VERSE),
}
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]\Z|table of figures\Z|图表目录\Z|toc heading\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with what it inherits.

    ``heading`` is an outline level from 1 (0: body text); ``numbering`` the list it belongs to, with the level.
    """

    role: str = ""
    heading: int = 0
    contents: bool = False
    centred: bool = False
    numbering: tuple[str, int] | None = None
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    east_asian_font: str = ""


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        self._resolved: dict[str, ParagraphStyle] = {}
        self._defaults: Element | None = None
        if root is None:
            return
        for style in root.findall(f"{W}style"):
            self._styles[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = style.get(f"{W}styleId", "")
        self._defaults = child(root, "docDefaults", "rPrDefault", "rPr")

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """The style with this id, or the document's default."""
        key = style_id if style_id in self._styles else self._default
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def name(self, style_id: str) -> str:
        """The name of a style as its document has it; empty where there is none."""
        style = self._styles.get(style_id)
        return "" if style is None else value(child(style, "name")).strip()

    def run_toggle(self, style_id: str, name: str) -> bool:
        """Whether a character style switches a toggle property on."""
        return bool(self._inherited(style_id, name))

    def run_property(self, style_id: str, name: str) -> Element | None:
        """A character style's property, inherited or its own."""
        for style in self._chain(style_id):
            found = child(style, "rPr", name)
            if found is not None:
                return found
        return None

    def _chain(self, style_id: str) -> Iterator[Element]:
        """The style and those it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(child(style, "basedOn"))

    def _inherited(self, style_id: str, name: str) -> bool | None:
        for style in self._chain(style_id):
            said = toggle(child(style, "rPr"), name)
            if said is not None:
                return said
        return None

    def _resolve(self, style_id: str) -> ParagraphStyle:
        role, heading, contents = "", -1, False
        alignment = ""
        list_id, list_level = "", -1
        for style in self._chain(style_id):
            name = value(child(style, "name")).strip().lower()
            properties = child(style, "pPr")
            role = role or _ROLES.get(name, "")
            contents = contents or bool(_CONTENTS.match(name))
            outline = child(properties, "outlineLvl")
            if heading < 0:
                heading = _named_level(name, style.get(f"{W}styleId", ""))
                if heading < 0 and outline is not None:
                    heading = _outline(outline)
            alignment = alignment or value(child(properties, "jc"))
            numbered = child(properties, "numPr")
            if numbered is not None and not list_id:
                list_id = value(child(numbered, "numId"))
                list_level = number(value(child(numbered, "ilvl")), -1)
        font = self._font(style_id)
        return ParagraphStyle(
            role,
            0 if role in (TITLE, SUBTITLE, CAPTION) else max(heading, 0),
            contents,
            alignment == "center",
            (list_id, list_level) if list_id and list_id != "0" else None,
            bool(self._inherited(style_id, "b")),
            bool(self._inherited(style_id, "i")),
            bool(self._inherited(style_id, "vanish")),
            font,
        )

    def _font(self, style_id: str) -> str:
        candidates = [child(style, "rPr", "rFonts") for style in self._chain(style_id)]
        for fonts in (*candidates, child(self._defaults, "rFonts")):
            if fonts is not None and fonts.get(f"{W}eastAsia"):
                return str(fonts.get(f"{W}eastAsia"))
        return ""


def _named_level(name: str, key: str) -> int:
    """The level of a heading that a style's name says; −1 where it says none."""
    if named := _HEADING.match(name) or _HEADING.match(key):
        return int(named[1])
    own = _OWN_HEADING.match(name)
    return "一二三四五六".index(own[1] or own[2]) + 1 if own else -1


def _outline(element: Element) -> int:
    """An outline level from 1 to 9; 0 for body text (Word writes 9)."""
    level = number(value(element), 9)
    return level + 1 if 0 <= level <= 8 else 0
