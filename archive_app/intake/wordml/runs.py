"""How a run looks: the marks a manuscript keeps, and those it cannot."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from archive_app.domain.manuscript import SpanStyle
from archive_app.frozen import dataclass
from archive_app.intake.wordml.names import Element, W, child, toggle, value
from archive_app.intake.wordml.styles import ParagraphStyle, Styles

_PLAIN_COLOURS = {"", "auto", "000000", "0D0D0D", "1A1A1A", "262626", "333333", "404040"}
_PLAIN_THEMES = {"", "text1", "dark1", "tx1", "dk1"}
_MOST = 10_000
"""Looks that are remembered: more are not a text's."""
_NAMED = {
    "加粗": SpanStyle.BOLD,
    "楷体": SpanStyle.KAI,
    "着重号": SpanStyle.DOTS,
    "专名线": SpanStyle.NAME,
    "书名线": SpanStyle.BOOK,
    "下划线": SpanStyle.UNDERLINE,
    "小字": SpanStyle.SMALL,
    "上标": SpanStyle.SUPERSCRIPT,
    "下标": SpanStyle.SUBSCRIPT,
}
"""Character styles by which our own documents say a mark."""
_WAVES = ("wave", "wavyHeavy", "wavyDouble")


@dataclass(frozen=True, slots=True)
class Look:
    """``styles`` are kept, ``lost`` names findings; ``font`` is the Western font, where symbol fonts are named."""

    styles: tuple[SpanStyle, ...] = ()
    lost: tuple[str, ...] = ()
    hidden: bool = False
    font: str = ""


class Looks:
    """The looks of a document's runs. A text has many runs and few looks: each is found out once."""

    def __init__(self, styles: Styles, *, kai_is_a_mark: bool) -> None:
        self._styles = styles
        self._kai = kai_is_a_mark
        self._known: dict[ParagraphStyle, dict[Hashable, Look]] = {}
        self._count = 0

    def of(self, run: Element, paragraph: ParagraphStyle) -> Look:
        """The look of a run in a paragraph of this style."""
        properties = child(run, "rPr")
        said = () if properties is None else tuple([(part.tag, *part.items()) for part in properties])
        known = self._known.setdefault(paragraph, {})
        found = known.get(said)
        if found is None:
            self._count += 1
            if self._count > _MOST:
                self._known, self._count = {}, 0
            found = known[said] = look(properties, paragraph, self._styles, kai_is_a_mark=self._kai)
        return found


def look(properties: Element | None, paragraph: ParagraphStyle, styles: Styles, *, kai_is_a_mark: bool) -> Look:
    """The look of a run with these ``w:rPr`` in a paragraph of this style."""
    character = value(child(properties, "rStyle"))

    def on(name: str, inherited: bool = False) -> bool:
        said = toggle(properties, name)
        return said if said is not None else inherited != styles.run_toggle(character, name)

    def word(name: str) -> str:
        found = child(properties, name)
        return value(found if found is not None else styles.run_property(character, name))

    kept = []
    if on("b", paragraph.bold):
        kept.append(SpanStyle.BOLD)
    named = _NAMED.get(styles.name(character)) if character else None
    if on("i", paragraph.italic) or ((kai_is_a_mark or named is not None) and is_kai(font_of(properties))):
        kept.append(SpanStyle.KAI)
    underline = word("u")
    if underline and underline != "none" and character.lower() not in ("hyperlink", "ac"):
        kept.append(SpanStyle.BOOK if underline in _WAVES else SpanStyle.UNDERLINE)
    if word("em") not in ("", "none"):
        kept.append(SpanStyle.DOTS)
    raised = {"superscript": SpanStyle.SUPERSCRIPT, "subscript": SpanStyle.SUBSCRIPT}.get(word("vertAlign"))
    if raised:
        kept.append(raised)
    if named is SpanStyle.NAME and SpanStyle.UNDERLINE in kept:
        kept.remove(SpanStyle.UNDERLINE)
    if named is not None:
        said = (named, SpanStyle.SMALL) if child(properties, "sz") is not None else (named,)
        kept += [style for style in said if style not in kept]
    fonts = child(properties, "rFonts")
    western = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    return Look(tuple(kept), _lost(properties, on), on("vanish", paragraph.hidden), western)


def _lost(properties: Element | None, on: Callable[[str], bool]) -> tuple[str, ...]:
    """The formats that come to nothing, of those the run itself has."""
    if properties is None:
        return ()
    lost = []
    if on("strike") or on("dstrike"):
        lost.append("strike")
    if on("caps") or on("smallCaps"):
        lost.append("caps")
    if _coloured(child(properties, "color")):
        lost.append("colour")
    shade = child(properties, "shd")
    filled = shade is not None and shade.get(f"{W}fill", "auto") not in ("auto", "FFFFFF", "")
    if value(child(properties, "highlight"), "none") != "none" or filled:
        lost.append("highlight")
    if value(child(properties, "bdr"), "none") not in ("none", "nil"):
        lost.append("border")
    layout = child(properties, "eastAsianLayout")
    if layout is not None and (layout.get(f"{W}combine") or layout.get(f"{W}vert")):
        lost.append("two-in-one")
    return tuple(lost)


def _coloured(colour: Element | None) -> bool:
    if colour is None:
        return False
    if colour.get(f"{W}themeColor", "") not in _PLAIN_THEMES:
        return True
    return value(colour).upper() not in {name.upper() for name in _PLAIN_COLOURS}


def font_of(properties: Element | None) -> str:
    """The run's own font for Chinese."""
    fonts = child(properties, "rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}eastAsia") or "")


def is_kai(font: str) -> bool:
    """楷体, KaiTi, 华文楷体, 方正楷体 …"""
    return "楷" in font or "kai" in font.lower()


def kai_is_a_mark(body: Element) -> bool:
    """Whether 楷体 sets some words apart, and is not simply what the whole text is set in."""
    kai = whole = 0
    for run in body.iter(f"{W}r"):
        length = sum(len(t.text or "") for t in run.iterchildren(f"{W}t"))
        whole += length
        kai += length if is_kai(font_of(child(run, "rPr"))) else 0
    return kai * 2 < whole
