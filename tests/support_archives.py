"""Archives that are made once and copied for each test: to make one, read files into it and index it takes seconds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_made: dict[tuple[str, str], Path] = {}


def copied(make: Callable[[Path], object], root: Path) -> Path:
    """A copy at ``root`` of the archive that ``make(folder)`` makes in a new folder; made once in this process.

    ``root`` lies in the test's own ``tmp_path``: what was made is kept beside that, and goes with it. ``make`` is a
    function of a module: it is known by its name, and must make the same every time.
    """
    key = (make.__module__, make.__qualname__)
    if key not in _made:
        folder = Path(tempfile.mkdtemp(prefix="made-", dir=root.parent.parent))
        make(folder / "馆藏")
        _made[key] = folder / "馆藏"
    shutil.copytree(_made[key], root)
    return root
