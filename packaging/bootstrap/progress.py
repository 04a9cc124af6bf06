"""What the person at the terminal reads: one line a step, with its seconds. Everything goes to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class CannotGoOn(Exception):
    """Something only a person can put right; the text says what happened and what to run."""


def say(text: str = "") -> None:
    """One line, at once."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and, when it is over, the seconds it took."""
    print(f"· {title} …… ", end="", file=sys.stderr, flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        say("未完成")
        raise
    say(f"{time.monotonic() - begun:.1f} 秒")
