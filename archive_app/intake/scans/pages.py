"""The pages of a scan as pictures: of a PDF, of a TIFF of several pages, or the one that a picture is."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from pathlib import Path

from PIL import Image

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.images import opened
from archive_app.derived.pictures.pages import is_pdf, opened_pdf
from archive_app.derived.thumbnails import picture_at

EDGE = 5000
"""Pixels of a page's longer side as it is read: an A3 sheet at 300 dpi."""
_PDF_EDGE = 3500
"""The same of a PDF's page, whose own pixels are not known: A4 at 300 dpi."""
_A4 = 842.0
"""Points of its longer side."""
_NEW_SUBFILE = 254
_REDUCED, _MASK = 1, 4  # TIFF 6.0, NewSubfileType: a smaller copy of another page, a mask


def page_numbers(path: Path) -> list[int]:
    """The pages, counted from 0, that the file has. Raises ``Refused`` where it is none that can be opened."""
    with path.open("rb") as file:
        if is_pdf(file.read(1024)):
            with opened_pdf(path) as document:
                return list(range(len(document)))
    with opened(path) as image:
        if image.format != "TIFF":
            return [0]
        found = []
        with suppress(EOFError, *BROKEN):
            for at in count():
                image.seek(at)
                kind = image.tag_v2.get(_NEW_SUBFILE)  # type: ignore[attr-defined]
                if not at or not (isinstance(kind, int) and kind & (_REDUCED | _MASK)):
                    found.append(at)
        return found


def page_at(path: Path, number: int) -> Image.Image:
    """A page, upright as its file says, in grey or RGB. Raises ``Refused`` where it cannot be decoded."""
    with path.open("rb") as file:
        pdf = is_pdf(file.read(1024))
    if pdf:
        with opened_pdf(path) as document:
            points = max(document[number].get_size())
        return picture_at(path, min(EDGE, max(_PDF_EDGE * 2 // 3, round(_PDF_EDGE * points / _A4))), number)
    return picture_at(path, EDGE, number)
