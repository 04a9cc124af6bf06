"""The one style sheet: a template in ``resources/gui`` filled from tokens and text size.

In the template ``$ink`` is a token, ``8dp`` a length that grows with the text size, ``10.5sp`` a size of type.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from string import Template

from archive_app.gui.theme.icons import svg_of
from archive_app.gui.theme.tokens import BODY_PT, SANS, SERIF, SMALL_PT, TITLE_PT, Tokens
from archive_app.resources import resource

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(dp|sp)\b")

CONTROL_MARKS: dict[str, tuple[str, str]] = {
    "check": ("check", "on_cinnabar"),
    "dash": ("minus", "on_cinnabar"),
    "down": ("chevron-down", "faint"),
    "down-off": ("chevron-down", "ghost"),
    "up": ("chevron-up", "faint"),
    "right": ("chevron-right", "faint"),
    "right-ink": ("chevron-right", "ink"),
    "left": ("chevron-left", "faint"),
    "close": ("x", "faint"),
    "tick": ("check", "cinnabar_ink"),
}
"""File → (icon, token): the small marks a style sheet can only take from files."""


def write_marks(folder: Path, tokens: Tokens) -> None:
    """Write the marks in this palette's colours; the style sheet finds them as ``url(mark:check.svg)``."""
    for name, (icon, token) in CONTROL_MARKS.items():
        svg = svg_of(icon, getattr(tokens, token)).replace(b'stroke-width="1.6"', b'stroke-width="2"')
        (folder / f"{name}.svg").write_bytes(svg)


def _family(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def stylesheet(tokens: Tokens, scale: float) -> str:
    """The filled style sheet; ``scale`` is the text size (1.0–2.0)."""
    template = Template(resource("gui", "window.qss").read_text(encoding="utf-8"))
    values: dict[str, str] = {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
    values |= {
        "sans": _family(SANS),
        "serif": _family(SERIF),
        "small": f"{SMALL_PT}sp",
        "body": f"{BODY_PT}sp",
        "title": f"{TITLE_PT}sp",
    }

    def length(found: re.Match[str]) -> str:
        number = float(found.group(1)) * scale
        return f"{round(number)}px" if found.group(2) == "dp" else f"{number:.2f}pt"

    return _LENGTH.sub(length, template.substitute(values))
