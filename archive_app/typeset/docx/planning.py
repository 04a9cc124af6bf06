"""Where sections begin: a piece of the volume begins one where a page of its own must begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive_app.typeset.book import Book
from archive_app.typeset.docx.sections import Section
from archive_app.typeset.pages.front import series_name
from archive_app.typeset.reflow.folios import folio_number
from archive_app.typeset.reflow.plan import Part, Piece
from archive_app.typeset.templates import Template


def section_of(
    pieces: Sequence[Piece], number: int, book: Book, template: Template, labels: Mapping[int, str]
) -> Section | None:
    """The section that begins with the piece ``number``; None where it goes on in the one before. ``labels`` are the
    pieces' folios in the set book."""
    piece = pieces[number]
    before = pieces[number - 1] if number else None
    name = series_name(book)
    plan = Section(book=name, section=piece.section, article=piece.title, direction=piece.direction)
    if piece.part is Part.TITLE:
        return Section()
    if piece.part is Part.IMPRINT:
        return Section(direction="horizontal")
    if piece.place == "front":
        numerals = template.front_numbering
        numerals = "" if numerals == "none" else numerals
        first = 1 if before is not None and before.part is Part.IMPRINT else None
        if piece.kind == "plates":  # on leaves of their own, with numbers of their own
            return replace(plan, book="", numbers=template.plates.numbering, first=1)
        if before is not None and before.kind == "plates":
            first = folio_number(labels.get(number, "")) or first
        start = "oddPage" if template.matter == "recto" or first or piece.part is Part.CONTENTS else "nextPage"
        return replace(plan, start=start, numbers=numerals, first=first)
    opened = before is None or before.place == "front"
    plan = replace(plan, numbers="arabic", first=1 if opened else None)
    if piece.place == "back":
        return replace(plan, start="oddPage" if template.matter == "recto" else "nextPage")
    heading = before is not None and before.part is Part.GROUP
    paged = template.sections == "page"
    after_section = before is not None and before.part is Part.SECTION
    if piece.part is Part.SECTION:
        follows = template.articles == "flow" and not paged and not opened
        return None if follows else replace(plan, start="oddPage" if paged or opened else "nextPage")
    if heading or (after_section and not paged):
        return None
    if template.articles == "flow" and not opened and not (after_section and paged):
        return None
    recto = template.articles == "recto" or opened or (after_section and paged)
    return replace(plan, start="oddPage" if recto else "nextPage")
