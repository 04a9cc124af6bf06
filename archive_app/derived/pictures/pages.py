"""Pages of a PDF as pictures, within bounds of pixels and memory. PDFium is not for threads: one page at a time."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from archive_app.domain.errors import Refused

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

PAGE_BYTES = 512 << 20
"""What drawing a page may take: how large its pictures are is not known before. 280 million pixels took 490 MiB."""

_SIGNATURE = b"%PDF-"
_HEAD = 1024  # bytes in which the signature may stand (ISO 32000-1, Annex H 3.4.1)
_LARGEST_SCALE = 8.0  # a stamp-sized page is not blown up further; 72 dpi times this
_SMALLEST = 0.01  # points; a page that is less wide or high is none
_ONE_AT_A_TIME = threading.RLock()
_PASSWORD, _FORMAT, _SECURITY = 4, 3, 5  # FPDF_GetLastError


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins so is a PDF."""
    return _SIGNATURE in head[:_HEAD]


@contextmanager
def opened_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The document, with its form's fields ready to be drawn and read.

    No other thread reads a PDF meanwhile. Raises ``Refused`` where it is none, is damaged or wants a password.
    """
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise _refused(error.err_code) from error
        try:
            document.init_forms()
            yield document
        except pypdfium2.PdfiumError as error:
            raise Refused("PDF 已损坏，读不出来", "请找来源补一份完好的。", code="bad-pdf") from error
        finally:
            document.close()


def _refused(reason: int | None) -> Refused:
    if reason == _PASSWORD:
        return Refused("PDF 加了密码，打不开", "请先用阅读软件去掉密码，另存后再导入。", code="encrypted")
    if reason == _SECURITY:
        return Refused("PDF 用的加密方式不认得，打不开", "请先去掉加密，另存后再导入。", code="encrypted")
    return Refused("PDF 已损坏或不完整，打不开", "请找来源补一份完好的。", code="bad-pdf")


def page_picture(path: Path, number: int, edge: int) -> Image.Image:
    """Page ``number`` (from 0) at ``edge`` pixels on its longer side, on white, with what its form's fields hold.

    Raises ``Refused`` where there is no such page or it has no size.
    """
    with opened_pdf(path) as document:
        if not 0 <= number < len(document):
            raise Refused(f"PDF 没有第 {number + 1} 页", code="no-page")
        page = document[number]
        width, height = page.get_size()
        if not (math.isfinite(width) and math.isfinite(height) and min(width, height) > _SMALLEST):
            raise Refused(f"PDF 第 {number + 1} 页没有大小，画不出来", code="bad-pdf")
        scale = min(edge / max(width, height), _LARGEST_SCALE)
        if min(width, height) * scale < 0.5:
            raise Refused(f"PDF 第 {number + 1} 页只是一条线，画不出来", code="bad-pdf")
        picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        picture = picture.convert("RGB")
        page.close()
        picture.thumbnail((edge, edge))  # rounding up may have made it a pixel longer
        return picture
