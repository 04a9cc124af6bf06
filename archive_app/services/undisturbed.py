"""Reading much that stays, without the collector of cycles going through all of it again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector away meanwhile, and have what was read counted among the old without being gone through.

    Every thread waits while it collects: with the names of a large archive a tenth of a second, several times while
    they are read. What is garbage in cycles meanwhile is collected later.
    """
    collecting, aside = gc.isenabled(), gc.get_freeze_count() > 0
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            if not aside:  # what a window has set aside for as long as it is open stays so
                gc.unfreeze()
            gc.enable()
