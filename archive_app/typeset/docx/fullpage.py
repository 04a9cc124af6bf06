"""Pictures with pages of their own, where the set book has them: over a whole page, over two, or alone on one.

Each has a section: only that has neither running head nor folio, and stands between others without a word of the text's
properties being changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive_app.typeset.docx.names import twips, w
from archive_app.typeset.docx.sections import Section
from archive_app.typeset.layout import Layout, PlacedImage
from archive_app.typeset.templates import Template

_CAPTION_SHARE = 0.7  # of the type area's width, for a caption at the fore-edge
_CAPTION_LINES = 3  # that a picture alone on a page leaves room for


def bled_pictures(layout: Layout) -> Mapping[tuple[str, str], Sequence[PlacedImage]]:
    """(article, block) → where the pages have its picture, that reaches over their edges: once, or twice over a
    gutter."""
    found: dict[tuple[str, str], list[PlacedImage]] = {}
    for page in layout.pages:
        for image in page.images:
            if image.article and image.x < 0 and image.y + image.height > 0:
                found.setdefault((image.article, image.block), []).append(image)
    return found


def turned_tables(layout: Layout) -> frozenset[tuple[str, str]]:
    """(article, block) of the tables that the pages have on their side: too many columns for the measure."""
    return frozenset(
        (line.article, line.block)
        for page in layout.pages
        for line in page.lines
        if line.turned and line.part.startswith("cell:")
    )


def turned_section(before: Section) -> Section:
    """The section of a table on its side: pages as wide as others are high."""
    return before.following(start="nextPage", columns=1, opened=True, turned=True, direction="horizontal")


def bled_section(before: Section, images: Sequence[PlacedImage]) -> Section:
    """The section of a picture over the edges: bare, beginning on an even page where it goes over the gutter."""
    start = "evenPage" if len(images) > 1 else "nextPage"
    bare = {"book": "", "numbers": "", "columns": 1, "direction": "horizontal"}
    return before.following(start=start, **bare)


def alone_section(before: Section) -> Section:
    """The section of a picture alone on its page: a folio, no head, half way down."""
    return before.following(start="nextPage", columns=1, opened=True, middled=True, direction="horizontal")


def caption_frame(template: Template, images: Sequence[PlacedImage]) -> str:
    """The frame of a caption under a picture over the edges: at the fore-edge of the second page where there are
    two."""
    width, high = template.page_size
    image = images[-1]
    y = min(image.y + image.height + template.figures.gap, high - 2 * template.body_pt)
    across = template.type_area[0]
    wide = across * (_CAPTION_SHARE if len(images) > 1 else 1.0)
    inner = template.inner * 72 / 25.4
    x = (width - wide) / 2
    if len(images) > 1:
        x = width - inner - across if template.direction == "vertical" else inner + across - wide
    return w("framePr", w=twips(wide), hSpace=0, wrap="around", vAnchor="page", hAnchor="page", x=twips(x), y=twips(y))


def alone_size(template: Template) -> tuple[float, float]:
    """How large a picture alone on a page may be, its caption under it."""
    across, down = template.type_area
    style = template.style("caption")
    caption = _CAPTION_LINES * (style.leading or style.size * 1.5) + template.figures.gap
    return across, down - caption
