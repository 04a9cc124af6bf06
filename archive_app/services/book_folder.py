"""A book from a folder to a file: its texts are being read before what sets pages is loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.typeset.outputs import Options
from archive_app.typeset.reading import Reading

if TYPE_CHECKING:
    from archive_app.services.typesetting import Typeset

_PLAIN = Options()


def typeset_folder(
    folder: Path,
    out: Path,
    layout_json: Path | None = None,
    progress: Callable[[float, str], None] = lambda s, w: None,
    output: str = "screen",
    options: Options = _PLAIN,
) -> Typeset:
    """Typeset a folder with ``book.toml``; ``layout_json`` takes the map from page to source."""
    reading = Reading(folder)
    try:
        # by now another process reads
        from archive_app.services.typesetting import load_engine, typeset_book
        from archive_app.typeset.folder import load_book

        load_engine(reading.kinds)
        book, remarks = load_book(folder, reading.read)
    finally:
        reading.close()
    return typeset_book(book, out, progress, layout_json=layout_json, remarks=remarks, output=output, options=options)
