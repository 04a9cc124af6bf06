"""The README's picture of a real page: two facing pages of the example volume, from its PDF.

    python packaging/shots/spread.py [--out docs/pictures/spread.png] [--left 15]

Builds the example archive in a temporary folder, typesets its volume, and puts the page and the one that faces it side
by side.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

from archive_app.services.demo import run_demo

ROOT = Path(__file__).resolve().parents[2]
SCALE = 1.25
DESK = "#e4dccb"


def spread(pdf: Path, left: int) -> Image.Image:
    """Pages ``left`` and ``left + 1`` (counted from 1) on a desk with a soft shadow."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[left - 1 + side].render(scale=SCALE).to_pil().convert("RGB") for side in (0, 1)]
    width, height = sum(page.width for page in pages), pages[0].height
    desk = Image.new("RGB", (width + 96, height + 96), DESK)
    shadow = Image.new("L", desk.size, 0)
    shadow.paste(90, (48, 54, 48 + width, 54 + height))
    desk.paste("#6b5b45", mask=shadow.filter(ImageFilter.GaussianBlur(10)))
    desk.paste(pages[0], (48, 48))
    desk.paste(pages[1], (48 + pages[0].width, 48))
    return desk


def main() -> None:
    """Make the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "spread.png")
    parser.add_argument("--left", type=int, default=16)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = run_demo(Path(folder) / "example", lambda share, words: None, lambda step: None)
        wanted.out.parent.mkdir(parents=True, exist_ok=True)
        spread(demo.books[0], wanted.left).save(wanted.out, optimize=True)
    print(wanted.out)


if __name__ == "__main__":
    main()
