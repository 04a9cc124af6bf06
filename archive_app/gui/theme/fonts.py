"""The bundled faces. Without them every glyph may be a box, and a system's Noto CJK may be the Japanese one."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from archive_app.gui.theme.tokens import BODY_PT, SANS, SERIF
from archive_app.resources import resource

_FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSerifSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
    "LXGWWenKai-Regular.ttf",
    "NotoSerifTibetan-Regular.ttf",
    "NotoSansMongolian-Regular.ttf",
    "Amiri-Regular.ttf",
)


def load_fonts() -> list[str]:
    """Hand the faces to Qt; returns the families it found."""
    families: list[str] = []
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number)
    return list(dict.fromkeys(families))


def font(points: float = BODY_PT, *, serif: bool = False, bold: bool = False) -> QFont:
    """A face by name, with the fallback for rare characters."""
    made = QFont()
    made.setFamilies(list(SERIF if serif else SANS))
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
