"""Compare what is copied out of a book's PDF with what was written, character by character.

The PDF is read by pypdfium2 alone, as Chrome and Edge read it: nothing here knows the engine that set the pages. Every
line that is copied must go on with a text of the book where that left off (the running text, a note, a caption, a cell
of a table), or be furniture of the page; when the last page is read, every text must have been copied to its end.

    python tests/tools/copycheck BOOK_DIR BOOK.pdf [--examples 10]
    python tests/tools/copycheck ARCHIVE BOOK.pdf --volume 24
"""

from __future__ import annotations

from copycheck.matching import Fault, Report, compare
from copycheck.texts import Unit, units_of

__all__ = ["Fault", "Report", "Unit", "compare", "units_of"]
