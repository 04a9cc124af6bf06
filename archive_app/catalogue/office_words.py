"""What an archive says of its own printing, where the core must know it: how one is written whose name nobody knows.

It stands among the office's settings (``settings/office.toml``, `services/office_note.py`), which whoever compiles a
volume in a process of its own reads, too.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from archive_app.domain.depicted import NAMELESS

FILE = Path("settings", "office.toml")
NAMELESS_KEY = "nameless"


def nameless_of(root: Path) -> str:
    """The words for somebody on a photograph whose name nobody knows; what the program says where nothing is set, or
    where the file cannot be read: whoever opens the settings is told of that."""
    try:
        said = tomllib.loads((root / FILE).read_text(encoding="utf-8")).get(NAMELESS_KEY)
    except (OSError, ValueError):
        return NAMELESS
    return said.strip() or NAMELESS if isinstance(said, str) else NAMELESS
