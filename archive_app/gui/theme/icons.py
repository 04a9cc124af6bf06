"""Icons of one family, recoloured by the palette, and the drawn art of the empty views."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from archive_app.gui.theme.tokens import Tokens
from archive_app.resources import resource

_STROKE = "1.6"
"""The family is drawn with a stroke of 2; beside 10.5 pt type a lighter one sits better."""

_ART_WORD = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def svg_of(name: str, colour: str) -> bytes:
    """The SVG of an icon with its strokes in ``colour``; raises ``ResourceMissing`` where there is no such icon."""
    text = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{_STROKE}"')
    return text.encode()


def _paint(svg: bytes, size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width() * ratio, size.height() * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, colour: str, edge: int, ratio: float = 2.0) -> QPixmap:
    """An icon as a pixmap of ``edge`` device-independent pixels."""
    return _paint(svg_of(name, colour), QSize(edge, edge), ratio)


def icon(name: str, tokens: Tokens, edge: int, *, colour: str = "", checked: str = "") -> QIcon:
    """A ``QIcon`` with its normal, disabled and checked looks."""
    made = QIcon()
    normal = colour or tokens.ink
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, normal, edge, ratio), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, tokens.ghost, edge, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
        on = pixmap(name, checked or normal, edge, ratio)
        made.addPixmap(on, QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(on, QIcon.Mode.Active, QIcon.State.On)
    return made


def art(name: str, tokens: Tokens, width: int, ratio: float = 2.0) -> QPixmap:
    """A drawing of ``resources/gui/art``; its ``{token}`` words are filled from the palette."""
    text = resource("gui", "art", f"{name}.svg").read_text(encoding="utf-8")
    filled = _ART_WORD.sub(lambda found: str(getattr(tokens, found.group(1))), text).encode()
    natural = QSvgRenderer(QByteArray(filled)).defaultSize()
    return _paint(filled, QSize(width, round(width * natural.height() / natural.width())), ratio)
