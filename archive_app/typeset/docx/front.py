"""扉页 and 版权页 as paragraphs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from archive_app.typeset.book import Book
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.runs import plain
from archive_app.typeset.pages.front import issue_name, series_name
from archive_app.typeset.templates import Template

_TITLE_AT, _COMPILER_AT = 0.2, 0.3  # of the page's height, as the pages have it


def title_page(book: Book, template: Template, extent: float) -> Iterator[Paragraph]:
    """The 扉页. ``extent`` is how far the lines of a page reach, in points: what it holds has room there, with less
    white between where it must."""
    lines: list[tuple[str, str, str, float, float]] = []  # style, its source, words, points before and after
    if book.series:
        lines.append(("BookNumber", "book-number", book.series, 0.0, 0.0))
    lines.append(("Title", "book-title", book.title, extent * _TITLE_AT, 16.0))
    if book.number:
        lines.append(("BookNumber", "book-number", issue_name(book), 0.0, 0.0))
    if book.subtitle:
        lines.append(("Subtitle", "book-subtitle", book.subtitle, 34.0, 0.0))
    if book.compiler:
        lines.append(("BookCompiler", "book-compiler", book.compiler, extent * _COMPILER_AT, 0.0))
    rows = sum(_height(template, source, words) for _, source, words, _, _ in lines)
    white = sum(before + after for _, _, _, before, after in lines)
    share = min(1.0, max(0.0, extent - rows) / white)
    for style, _, words, before, after in lines:
        spaced = {"spacing": w("spacing", before=twips(before * share), after=twips(after * share))}
        yield Paragraph(style, plain(words), spaced if before or after else {})


def _height(template: Template, source: str, words: str) -> float:
    style = template.style(source)
    across = template.width / style.size
    lines = max(1, math.ceil(len(words) / max(1.0, across)))
    rows = math.ceil((style.leading or template.leading_pt) / template.leading_pt)  # a program may keep to the grid
    return lines * rows * template.leading_pt


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
