"""扉页 and 版权页 as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from archive_app.typeset.book import Book
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.runs import plain
from archive_app.typeset.pages.front import issue_name, series_name
from archive_app.typeset.templates import Template

_TITLE_AT = 0.2  # of the page's height, as the pages have it


def title_page(book: Book, extent: float) -> Iterator[Paragraph]:
    """The 扉页. ``extent`` is how far the lines of a page reach, in points."""
    lowered = {"spacing": w("spacing", before=twips(extent * _TITLE_AT), after=twips(16))}
    if book.series:
        yield Paragraph("BookNumber", plain(book.series))
    yield Paragraph("Title", plain(book.title), lowered)
    if book.number:
        yield Paragraph("BookNumber", plain(issue_name(book)))
    if book.subtitle:
        spaced = {"spacing": w("spacing", before=twips(34), after=0)}
        yield Paragraph("Subtitle", plain(book.subtitle), spaced)
    if book.compiler:
        spaced = {"spacing": w("spacing", before=twips(extent * 0.3), after=0)}
        yield Paragraph("BookCompiler", plain(book.compiler), spaced)


def imprint(book: Book, template: Template) -> Iterator[Paragraph]:
    """The 版权页: its lines at the foot of the page, what they are called in a column of their own."""
    style = template.style("imprint")
    leading = style.leading or style.size * 1.6
    lines = [(label, value) for label, value in book.imprint.lines if value.strip()]
    head = template.style("imprint-title")
    free = template.type_area[1] - leading * (len(lines) + 2) - (head.leading or head.size * 1.6)
    title = "　".join(filter(None, (series_name(book), book.subtitle)))
    lowered = {"spacing": w("spacing", before=twips(max(0.0, free)), after=twips(9))}
    yield Paragraph("ImprintTitle", plain(title), lowered)
    stop = twips(style.size * 5.5)  # 550 hundredths of a character
    hung = {
        "tabs": holding("tabs", w("tab", "left", pos=stop)),
        "ind": w("ind", left=stop, hangingChars=550, hanging=stop),
    }
    for label, value in lines:
        text = f"{label.strip()}\t{value.strip()}" if label.strip() else value.strip()
        yield Paragraph("Imprint", plain(text), dict(hung) if label.strip() else {})
