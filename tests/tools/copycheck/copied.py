"""What pypdfium2 copies out of a PDF: the lines of every page, and the bookmarks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2


@dataclass(frozen=True, slots=True)
class Copied:
    """``pages`` are the lines of each page as they are copied, ``labels`` what the pages are called; ``bookmarks``
    (title, place of its page)."""

    pages: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    bookmarks: tuple[tuple[str, int], ...]


def copied(path: Path) -> Copied:
    """Read a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = []
        labels = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            pages.append(tuple(line for line in text.get_text_range().splitlines() if line.strip()))
            labels.append(document.get_page_label(number))
            text.close()
            page.close()
        bookmarks = []
        for entry in document.get_toc():
            place = entry.get_dest()
            number = place.get_index() if place is not None else None
            if number is not None:
                bookmarks.append((entry.get_title(), number))
        return Copied(tuple(pages), tuple(labels), tuple(bookmarks))
    finally:
        document.close()
