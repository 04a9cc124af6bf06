"""A PDF for the press: PDF/X-4 (ISO 15930-7) or PDF/X-1a (ISO 15930-1).

Black ink alone on pages of text, four inks where the colours say so; every page has its trim and its bleed, with marks
outside of it; no links, no bookmarks, no RGB, nothing see-through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from archive_app.domain.errors import Refused
from archive_app.typeset.layout import Layout, Line, Page, PlacedImage
from archive_app.typeset.pdf.canvas import PageWriter
from archive_app.typeset.pdf.document import finish, labels, sign
from archive_app.typeset.pdf.file import Metadata, PdfFile
from archive_app.typeset.pdf.furniture import small_line
from archive_app.typeset.pdf.images import Encoded
from archive_app.typeset.pdf.ink import PRINT_DPI, encode_ink
from archive_app.typeset.pdf.intents import describe, press_intent
from archive_app.typeset.pdf.marks import Sheet
from archive_app.typeset.pdf.profiles import Press
from archive_app.typeset.pdf.text import Pen
from archive_app.typeset.problems import BAD_CODE, MISSING_GLYPH, PICTURE_COARSE, Problem

_MOST_NAMED = 8
_ENOUGH = 0.9
_AT_EDGE = 1.0  # points
_SLUG_SIZE = 6.0
_SLUG_AT = 0.56  # of the page's width: right of the middle, where the register mark is


class PressOptions(NamedTuple):
    """How a book is printed: the standard, the printing condition, the bleed in points, and which pages have colours
    (covers and those with pictures of the articles ``plates``, all, none)."""

    press: Press
    standard: str = "x-4"
    colour: str = "plates"
    bleed: float = 0.0
    plates: frozenset[str] = frozenset()

    def coloured(self, page: Page) -> bool:
        """Whether a page's pictures are printed in four inks."""
        if self.colour != "plates":
            return self.colour == "all"
        return page.kind in ("cover", "plates") or any(image.article in self.plates for image in page.images)


def refuse_missing(problems: tuple[Problem, ...]) -> None:
    """A book with a character nothing can print is not printed.

    Raises `Refused`, which names the characters, their codes and their pages.
    """
    found = [problem for problem in problems if problem.code in (MISSING_GLYPH, BAD_CODE)]
    if not found:
        return
    places = list(dict.fromkeys(_named(problem) for problem in found))
    named = "、".join(places[:_MOST_NAMED])
    more = f"等{len(places)}处" if len(places) > _MOST_NAMED else ""
    raise Refused(
        f"有印不出来的字，没有生成付印文件：{named}{more}",
        "请改用通行字，或补上有这个字的字体后再排；要先看样子，可以用 screen 或 proof。",
        code=MISSING_GLYPH,
    )


def _named(problem: Problem) -> str:
    shown = f"“{problem.character}”" if problem.code == MISSING_GLYPH else "残缺的编码"
    return f"{shown}（U+{ord(problem.character):04X}，{problem.where() or problem.article}）"


def draw_press(stream: BinaryIO, layout: Layout, metadata: Metadata, options: PressOptions) -> list[Problem]:
    """Write the print; the pictures that could not be had, and those too coarse. Raises `Refused` as `refuse_missing`
    does."""
    refuse_missing(layout.problems)
    new = options.standard == "x-4"
    file = PdfFile(stream, metadata, version=(1, 6) if new else (1, 3), packed=new)
    coarse: dict[str, int] = {}

    def encoder(image: PlacedImage, page: Page) -> Encoded:
        found = encode_ink(image.path, *image.extent, options.press, colour=options.coloured(page))
        fine = max(found.width, found.height) / max(image.extent) * 72
        if fine < PRINT_DPI * _ENOUGH:
            coarse[image.path.name] = round(fine)
        return found

    with PageWriter(file, len(layout.pages), encoder) as writer:
        layout = replace(layout, pages=tuple(bled(page, options.bleed) for page in layout.pages))
        slugs = [_slug(number, page, layout, metadata, options) for number, page in enumerate(layout.pages, 1)]
        writer.use(slugs)
        writer.collect(layout)
        sign(file, layout)
        for page, slug in zip(layout.pages, slugs, strict=True):
            _page(writer, page, slug, options)
        labels(file, layout)
        _conform(file, options)
        finish(writer, layout)
        return [*writer.problems, *_coarse(coarse)]


def _coarse(found: Mapping[str, int]) -> list[Problem]:
    """Pictures that are printed less fine than a press can show, told at once."""
    if not found:
        return []
    coarsest = sorted((dpi, name) for name, dpi in found.items())
    named = "、".join(f"“{name}”（{dpi}）" for dpi, name in coarsest[:_MOST_NAMED])
    more = f"等{len(found)}幅" if len(found) > _MOST_NAMED else ""
    return [
        Problem(
            PICTURE_COARSE,
            f"有图片按现在的大小不到300 dpi：{named}{more}",
            "印出来会不够清楚；请换更大的原件，或把图排小一些。",
        )
    ]


def _slug(number: int, page: Page, layout: Layout, metadata: Metadata, options: PressOptions) -> Line:
    """What stands over the page, outside its bleed: book, page, day. Its baseline is measured from the trim's head."""
    sheet = Sheet(page.width, page.height, options.bleed)
    label = f"第{page.label}面" if page.label else f"文件第{number}面"
    room = page.width * (1 - _SLUG_AT) / _SLUG_SIZE - len(label) - 8  # characters, the day's taken off
    title = layout.title if len(layout.title) <= room else layout.title[: max(4, int(room) - 1)] + "…"
    words = f"{title}　{label}　{metadata.created:%Y-%m-%d}"
    return small_line(words, page.width * _SLUG_AT, -options.bleed - sheet.apart - 2, _SLUG_SIZE)


def bled(page: Page, bleed: float) -> Page:
    """The page with the pictures that reach its edge reaching over it: as much larger as that takes, their proportions
    kept; what goes over the bleed is cut off."""
    if bleed <= 0 or not any(_touches(image, page) for image in page.images):
        return page
    return page._replace(images=tuple(_over(image, page, bleed) for image in page.images))


def _touches(image: PlacedImage, page: Page) -> tuple[str, ...]:
    """The edges of the page a picture reaches."""
    ends = {
        "left": image.x,
        "top": image.y,
        "right": page.width - image.x - image.width,
        "foot": page.height - image.y - image.height,
    }
    return tuple(edge for edge, away in ends.items() if away <= _AT_EDGE)


def _over(image: PlacedImage, page: Page, bleed: float) -> PlacedImage:
    edges = _touches(image, page)
    if not edges:
        return image
    left = -bleed if "left" in edges else image.x
    top = -bleed if "top" in edges else image.y
    right = page.width + bleed if "right" in edges else image.x + image.width
    foot = page.height + bleed if "foot" in edges else image.y + image.height
    larger = max((right - left) / image.width, (foot - top) / image.height)
    width, height = image.width * larger, image.height * larger
    return image._replace(x=(left + right - width) / 2, y=(top + foot - height) / 2, width=width, height=height)


def _page(writer: PageWriter, page: Page, slug: Line, options: PressOptions) -> None:
    sheet = Sheet(page.width, page.height, options.bleed)
    edge, wide, high = options.bleed, page.width + 2 * options.bleed, page.height + 2 * options.bleed
    surface = writer.surface
    surface.saveState()
    surface.translate(sheet.margin, sheet.margin)
    surface.saveState()
    window = surface.beginPath()
    window.rect(-edge, -edge, wide, high)
    surface.clipPath(window, stroke=0, fill=0)
    writer.draw(page)
    surface.restoreState()
    surface.code.append("0 g BT")
    Pen(page.height, writer.font, surface.code).line(slug)
    surface.code.append("ET")
    surface.restoreState()
    sheet.draw(surface, colour=options.coloured(page) and bool(page.images))
    writer.end_page(*sheet.size, {"TrimBox": sheet.trim_box, "BleedBox": sheet.bleed_box})


def _conform(file: PdfFile, options: PressOptions) -> None:
    """What the standard wants a file to say of itself."""
    file.info["Trapped"] = b"/False"
    if options.standard == "x-4":
        properties = {
            "pdf:Trapped": "False",
            "xmpMM:VersionID": "1",
            "xmpMM:RenditionClass": "default",
            "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        }
        describe(file, properties)
        file.info["GTS_PDFXVersion"] = b"(PDF/X-4)"
    else:
        file.info["GTS_PDFXVersion"] = b"(PDF/X-1:2001)"
        file.info["GTS_PDFXConformance"] = b"(PDF/X-1a:2001)"
    press_intent(file, options.press)
