"""The text layer of a PDF, page by page, with the place of every character: what a scan says without being recognised.

The places are tenths of a point of the page as it is shown (its /Rotate and its crop box are heeded), so that they fall
on the picture of the page at any size.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from archive_app.derived.pictures.images import opened, refusing
from archive_app.derived.pictures.pages import is_pdf, opened_pdf
from archive_app.domain.errors import ArchiveError, Refused
from archive_app.domain.scanned.lines import ScanLine, ScanPage
from archive_app.intake.formats.pdf import is_garbled
from archive_app.intake.guard import confine, no_network
from archive_app.intake.pdf.lines import Line, grouped, without_folios
from archive_app.intake.scans.pages import page_numbers
from archive_app.intake.scans.process import Task
from archive_app.intake.telling import Tell, telling
from archive_app.vault.hostile.limits import GIB

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

FINE = 10
"""Pixels a point."""
MEMORY = 2 * GIB
"""Bytes of address space that reading may take."""
_CJK = "\u2e80"
_MOST = 20_000  # characters of a page that are read
_HEADING = 1.3  # times the letters of its page
_SAMPLE = 40_000  # characters by which a layer is judged
_SILENT = {0x2: "", 0xFFFE: "", 0xAD: ""}  # hyphens at the end of a line

_ANGLES = 200  # characters of a page by which it is told which way it lies
_ORIENTATION = 274
_LYING = (5, 6, 7, 8)  # EXIF orientations that turn a picture by a quarter

Box = tuple[float, float, float, float]


def main(tasks: list[Task], staging: Path, told: Connection) -> None:
    """Read every page of every file; each message is JSON, as those of ``process``. A file whose layer is no use says
    why: ``useless``."""
    with telling(told, MEMORY, "内存不够，文字层没有读完", "请关掉别的程序再试。") as tell:
        no_network()
        import pypdfium2  # noqa: F401 - it loads its library, which is not allowed afterwards

        confine(staging)
        read_all(tasks, tell)


def read_all(tasks: Sequence[Task], tell: Tell) -> None:
    """Tell of every file how many pages it has, and what stands on each."""
    for at, task in enumerate(tasks):
        try:
            pages, broken = pages_of(task.path, lambda share, at=at: tell(share=(at + share) / len(tasks)))  # type: ignore[misc]
        except ArchiveError as error:
            tell(file=at, page=0, failed=str(error))
            continue
        useless = _useless(pages)
        tell(file=at, useless=useless)
        for page in pages:
            tell(file=at, read=(replace(page, lines=()) if useless else page).to_json())
        for number in broken:
            tell(file=at, page=number, failed="这一页已损坏，读不出来")
        tell(file=at, count=len(pages) + len(broken))  # last: what has a count is whole


def _useless(pages: Sequence[ScanPage]) -> str:
    """Why a text layer is of no use; empty where it is."""
    text = "".join(line.text for page in pages for line in page.lines if not line.folio)[:_SAMPLE]
    if not "".join(text.split()):
        return "none"
    return "garbled" if is_garbled(text) else ""


def pages_of(
    path: Path, progress: Callable[[float], None] = lambda share: None
) -> tuple[list[ScanPage], tuple[int, ...]]:
    """Every page of a file, with the lines of its text layer (a picture has none), and the numbers of those that are
    broken. Raises ``Refused`` where it cannot be opened."""
    with path.open("rb") as file:
        if not is_pdf(file.read(1024)):
            return _pictured(path), ()
    import pypdfium2

    pages: list[ScanPage] = []
    broken: list[int] = []
    read: list[list[tuple[Line, ScanLine]]] = []
    with opened_pdf(path) as document:
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                broken.append(number)
                continue
            turn = _upright(page)
            width, height = (max(1, round(side * FINE)) for side in page.get_size())
            read.append(list(_lines(page, width, height)))
            pages.append(ScanPage(number, turn, (width, height), ()))
            page.close()
            progress((number + 1) / len(document))
    if not pages:
        raise Refused("PDF 里一页也读不出来", "请找来源补一份完好的。", code="bad-pdf")
    return [replace(page, lines=lines) for page, lines in zip(pages, _marked(read), strict=True)], tuple(broken)


def _pictured(path: Path) -> list[ScanPage]:
    """The pages of a picture: of a TIFF there may be many."""
    numbers = page_numbers(path)
    pages = []
    with opened(path) as image, refusing():
        for number in numbers:
            if number:
                image.seek(number)
            width, height = image.size
            if image.getexif().get(_ORIENTATION, 1) in _LYING:
                width, height = height, width
            pages.append(ScanPage(number, 0, (width, height), ()))
    return pages


def _marked(read: Sequence[Sequence[tuple[Line, ScanLine]]]) -> Iterator[tuple[ScanLine, ...]]:
    """The lines with what they are: a page's number or running head, the first of a paragraph, a heading."""
    text = without_folios([[line for line, _ in lines] for lines in read])
    kept = {id(line) for lines in text for line in lines}
    opens = {id(group[0]) for group, _ in grouped(text)}
    for lines in read:
        usual = median([line.size for line, _ in lines]) if lines else 0.0
        yield tuple(
            replace(
                scanned,
                folio=id(line) not in kept,
                opens=id(line) in opens,
                heading=id(line) in kept and line.size > _HEADING * usual,
            )
            for line, scanned in lines
        )


def _upright(page: pypdfium2.PdfPage) -> int:
    """Turn a page so that most of its letters stand upright; by how much that is, clockwise, from how it is shown."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    text = page.get_textpage()
    try:
        count = text.count_chars()
        some = range(0, count, max(1, count // _ANGLES))
        quarters = Counter(-round(math.degrees(pdfium.FPDFText_GetCharAngle(text, at)) / 90) % 4 for at in some)
    finally:
        text.close()
    if not quarters:
        return 0
    shown, wanted = page.get_rotation() % 360, quarters.most_common(1)[0][0] * 90
    if shown != wanted:
        page.set_rotation(wanted)
    return int(wanted - shown) % 360


def _lines(page: pypdfium2.PdfPage, width: int, height: int) -> Iterator[tuple[Line, ScanLine]]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    x, y = ctypes.c_int(), ctypes.c_int()
    sides = [ctypes.c_double() for _ in range(4)]

    def box(index: int) -> tuple[Box, Box]:
        """As it stands in the page's own points, and on the page as it is shown, in pixels."""
        pdfium.FPDFText_GetCharBox(text, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        ends = []
        for across, up in ((left, top), (right, bottom)):
            pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, across, up, x, y)
            ends.append((x.value, y.value))
        (x0, y0), (x1, y1) = ends
        return (left, bottom, right, top), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    chars: list[str] = []
    boxes: list[tuple[Box, Box] | None] = []
    size = 0.0
    try:
        for index in range(min(text.count_chars(), _MOST)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in (0xA, 0xD):
                if any(boxes):
                    yield _line(chars, boxes, size)
                chars, boxes = [], []
                continue
            char = _SILENT.get(code) if code in _SILENT else chr(code) if 0 < code < 0x110000 else ""
            if not char or 0xD800 <= code <= 0xDFFF or (code < 0x20 and code != 0x9):
                continue
            if char.isspace():
                chars.append(" ")
                boxes.append(None)
                continue
            between = len(chars) > 1 and chars[-1] == " " and char >= _CJK and chars[-2] >= _CJK
            if between and pdfium.FPDFText_IsGenerated(text, index - 1) == 1:
                chars.pop()  # the room of a justified line, no space of the text
                boxes.pop()
            if not any(boxes):
                size = pdfium.FPDFText_GetFontSize(text, index) or 0.0
            chars.append(char)
            boxes.append(box(index))
        if any(boxes):
            yield _line(chars, boxes, size)
    finally:
        text.close()


def _line(chars: list[str], boxes: list[tuple[Box, Box] | None], size: float) -> tuple[Line, ScanLine]:
    seen = [number for number, one in enumerate(boxes) if one is not None]
    chars, boxes = chars[seen[0] : seen[-1] + 1], boxes[seen[0] : seen[-1] + 1]
    own = [one[0] for one in boxes if one is not None]
    shown = [one[1] for one in boxes if one is not None]
    first, last = own[0], own[-1]
    high = max(first[3] - first[1], last[3] - last[1])
    left, right = min(first[0], last[0]), max(first[2], last[2])
    words = "".join(chars)
    line = Line(words, left, right, min(first[1], last[1]), max(first[3], last[3]), max(size, high, 1.0))
    x0, y0 = min(one[0] for one in shown), min(one[1] for one in shown)
    x1, y1 = max(one[2] for one in shown), max(one[3] for one in shown)
    upright = len(shown) > 1 and y1 - y0 > 1.5 * (x1 - x0)
    low = 1 if upright else 0
    stops: list[float] = []
    for one in boxes:
        stops.append(one[1][low] if one is not None else (stops[-1] if stops else 0.0))
    for number in range(len(stops) - 1, 0, -1):
        if boxes[number] is None and number + 1 < len(stops):  # a space has the room between its neighbours
            before = boxes[number - 1]
            stops[number] = before[1][low + 2] if before is not None else stops[number + 1]
    stops.append(shown[-1][low + 2])
    if any(after < before for before, after in pairwise(stops)):
        stops = []  # it runs to the left, or up: the line alone is marked
    return line, ScanLine((x0, y0, x1, y0, x1, y1, x0, y1), words, upright=upright, stops=tuple(stops))
