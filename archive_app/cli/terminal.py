"""What commands print, and where: results on standard output, progress and complaints on standard error."""

from __future__ import annotations

import sys
import time
from typing import Any


def say(text: str = "") -> None:
    """A line of result."""
    print(_printable(text, sys.stdout.encoding))


def complain(text: str) -> None:
    """A line on standard error."""
    print(_printable(text, sys.stderr.encoding), file=sys.stderr)


def say_json(value: Any) -> None:
    """The one JSON document."""
    import json

    # A lone surrogate cannot be written as UTF-8; \\u escapes can.
    text = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=True, indent=1)
    print(text)


def own_name() -> str:
    """What to type for this program: its name where the path finds it, otherwise the path it was started by."""
    import shlex
    from shutil import which

    return "cunshi" if which("cunshi") else shlex.quote(sys.argv[0])


def _printable(text: str, encoding: str | None) -> str:
    return text.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")


class ProgressLine:
    """Progress on standard error: one line redrawn on a terminal, a line now and then elsewhere.

    Called with a share (0–1) and words.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._began = time.monotonic()
        self._last = 0.0
        self._shown = False

    def __call__(self, share: float, words: str) -> None:
        now = time.monotonic()
        if now - self._last < (0.1 if self._terminal else 5.0):
            return
        self._last = now
        line = f"{share:4.0%}  {words[:40]}{self._left(share, now)}"
        if self._terminal:
            sys.stderr.write(f"\r\x1b[2K{_printable(line, sys.stderr.encoding)}")
            sys.stderr.flush()
            self._shown = True
        elif now - self._began > 5.0:
            complain(line)

    def progress(self, share: float, words: str) -> None:
        """The same, for work that tells a ``Reporter``."""
        self(share, words)

    def cancelled(self) -> bool:
        """Never: Ctrl+C ends a command, and what was done by then is kept."""
        return False

    def _left(self, share: float, now: float) -> str:
        passed = now - self._began
        if share < 0.02 or share >= 1 or passed < 2.0:
            return ""
        return f"  约剩 {max(1, round(passed / share - passed))} 秒"

    def done(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._shown = False
