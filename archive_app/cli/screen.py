"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_NO_SCREEN = {"offscreen", "minimal", "vnc", "linuxfb", "eglfs"}
"""Qt platforms that show nobody a window: what tests and servers set."""


def has_screen() -> bool:
    """True on Windows and macOS; elsewhere where an X11 or Wayland server is there."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _NO_SCREEN:
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _has_x11(os.environ.get("DISPLAY", ""))


def _has_x11(display: str) -> bool:
    """A local display must have its socket (a name left over from another session would abort Qt); a remote one may."""
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return bool(display)
    return Path(f"/tmp/.X11-unix/X{local[1]}").exists()
