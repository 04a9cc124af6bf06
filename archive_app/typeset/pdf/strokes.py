"""The rules of a layout as strokes: straight, wavy (书名线), dotted (leaders), and the dots under words (着重号)."""

from __future__ import annotations

import math

from archive_app.typeset.layout import Rule
from archive_app.typeset.pdf.surface import Surface

_LEADER_STEP = 4.0  # points
_WAVE, _SWING = 4.0, 0.9


def draw_rule(surface: Surface, rule: Rule, height: float) -> None:
    """Draw ``rule`` on a page ``height`` points high."""
    y0, y1 = height - rule.y0, height - rule.y1
    if rule.kind == "dot":
        surface.circle(rule.x0, y0, rule.weight / 2, stroke=0, fill=1)
    elif rule.kind in ("wave", "leader") and rule.x0 == rule.x1:  # down a column: the stroke across, turned
        surface.saveState()
        surface.transform(0, -1, 1, 0, rule.x0, height)
        draw_rule(surface, rule._replace(x0=rule.y0, x1=rule.y1, y0=height, y1=height), height)
        surface.restoreState()
    elif rule.kind == "wave":
        surface.setLineWidth(rule.weight)
        _wave(surface, rule.x0, y0, rule.x1)
    elif rule.kind == "leader":
        _leader(surface, rule.x0, y0, rule.x1, rule.weight)
    else:
        surface.setLineWidth(rule.weight)
        surface.line(rule.x0, y0, rule.x1, y1)


def _leader(surface: Surface, x0: float, y: float, x1: float, weight: float) -> None:
    """Dots of no length with round caps, laid from a common raster so that they stand under each other."""
    first = math.ceil(x0 / _LEADER_STEP) * _LEADER_STEP
    if first >= x1:
        return
    surface.saveState()
    surface.setLineCap(1)
    surface.setDash([0, _LEADER_STEP])
    surface.setLineWidth(weight)
    surface.line(first, y, x1, y)
    surface.restoreState()


def _wave(surface: Surface, x0: float, y: float, x1: float) -> None:
    """A wavy line of whole half-waves between x0 and x1."""
    count = max(2, math.ceil((x1 - x0) / (_WAVE / 2)))
    step = (x1 - x0) / count
    path = surface.beginPath()
    path.moveTo(x0, y)
    for number in range(count):
        x, bend = x0 + number * step, _SWING if number % 2 == 0 else -_SWING
        path.curveTo(x + step * 0.36, y + bend, x + step * 0.64, y + bend, x + step, y)
    surface.drawPath(path)
