"""Make the scans of several pages that came in: `python packaging/example/make_scans.py`.

The cash book (doc-50) is a TIFF of two grey pages; the evening school's copybook (doc-53) a PDF that holds nothing but
pictures of its pages, as an office's scanner makes them.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from darkroom import image
from pages_village import CASH_BOOK, COPYBOOK, copybook_page, ledger_page
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from studio import FLATBED, NOTICE

HOME = Path(__file__).resolve().parents[2] / "resources" / "example" / "incoming"
LEDGER, COPIES = "杏花湾社日记账_扫描.tif", "上崖民校识字本_扫描.pdf"
_LONG = 3000
_LEDGER_SHAPE, _COPY_SHAPE = 1.36, 0.72
_A5 = (419.53, 595.28)


def cash_book(target: Path, long_edge: int = _LONG) -> None:
    """Both pages in one TIFF, 300 dpi, grey, 8 bit, deflated."""
    pages = [
        image(ledger_page(number, long_edge, round(long_edge / _LEDGER_SHAPE)).mean(axis=2))
        for number in range(len(CASH_BOOK))
    ]
    tags = Image.Exif()
    tags[0x010E] = f"杏花湾初级社现金日记账（{NOTICE}）".encode()
    tags[0x010F], tags[0x0110], tags[0x0132] = FLATBED.make, FLATBED.model, "2026:05:22 15:31:40"
    tags[317] = 2  # predictor: the differences between pixels are packed
    pages[0].save(
        target, save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate", dpi=(300, 300), exif=tags
    )


def copybook(target: Path, long_edge: int = _LONG) -> None:
    """Three pages, each a JPEG over the whole page; no word of text in the file."""
    store = BytesIO()
    canvas = Canvas(store, pagesize=_A5, invariant=1, pageCompression=1)
    canvas.setTitle(COPIES.removesuffix(".pdf"))
    canvas.setAuthor(NOTICE)
    canvas.setCreator(f"{FLATBED.make} {FLATBED.model}")
    for number in range(len(COPYBOOK)):
        page = image(copybook_page(number, round(long_edge * _COPY_SHAPE), long_edge))
        packed = BytesIO()
        page.save(packed, "JPEG", quality=72, subsampling=2, optimize=True)
        canvas.drawImage(ImageReader(packed), 0, 0, *_A5)
        canvas.showPage()
    canvas.save()
    target.write_bytes(store.getvalue())


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HOME, help="folder to write to")
    parser.add_argument("--draft", type=int, default=_LONG, help="long edge of a page in pixels")
    options = parser.parse_args(arguments)
    for name, make in ((LEDGER, cash_book), (COPIES, copybook)):
        make(options.into / name, options.draft)
        print(f"{name} {(options.into / name).stat().st_size} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
