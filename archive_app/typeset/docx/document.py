"""From a book to a docx: the parts made in the order in which they need each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.typeset.docx.body import Body
from archive_app.typeset.docx.fullpage import bled_pictures, turned_tables
from archive_app.typeset.docx.margin import Margin
from archive_app.typeset.docx.package import (
    app_xml,
    core_xml,
    document_relations,
    font_parts,
    root_relations,
    settings_xml,
    types_xml,
)
from archive_app.typeset.docx.styles import faces_of, styles_xml
from archive_app.typeset.fonts.library import ask_own
from archive_app.typeset.pages.front import series_name
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.folios import folios
from archive_app.typeset.reflow.index import index_of
from archive_app.typeset.reflow.own import carried
from archive_app.typeset.reflow.packing import packed
from archive_app.typeset.reflow.plan import Part, pieces
from archive_app.typeset.reflow.rare import rare_fonts
from archive_app.typeset.reflow.text import texts
from archive_app.typeset.storing import Written, store
from archive_app.typeset.templates import load

if TYPE_CHECKING:
    from archive_app.domain.comments import Comment
    from archive_app.typeset.outputs import Edition


def write(edition: Edition, out: Path) -> Written:
    """Write the book of ``edition`` as a docx to ``out``.

    The contents show the pages of the book as it is set here until Word has reckoned its own. Raises `StorageFailed`
    where the file cannot be written.
    """
    data, problems = render(edition)
    path, message = store(data, out)
    return Written(path, tuple(problems), message)


def render(edition: Edition, comments: Mapping[str, Sequence[Comment]] | None = None) -> tuple[bytes, list[Problem]]:
    """The file's bytes, and the pictures that could not be had.

    ``comments`` are those that go along, by the key of the article they are beside; without, none does: what is
    printed, sent or kept has none.
    """
    book = edition.book
    template = load(book.template).with_layout(book.layout)
    ask_own(template.rare)
    plan, layout = pieces(book, template), edition.layout
    problems: list[Problem] = []
    indexes = {one.kind: index_of(one, book, layout) for one in plan if one.part is Part.INDEX}
    plan = tuple(one for one in plan if one.part is not Part.INDEX or indexes[one.kind])  # an empty one is left out
    body = Body(
        book,
        template,
        plan,
        folios(plan, layout),
        problems.append,
        indexes,
        bled_pictures(layout),
        turned_tables(layout),
        Margin(comments or {}),
    )
    text = body.xml()
    words = list(texts(book, plan))
    rare = rare_fonts(words)
    own, refused = carried(words, template, faces_of(template), editable=True)
    problems += refused
    fonts = [(font.family, font.data, False) for font in rare] + [(font.family, font.data, font.bold) for font in own]
    ends = bool(body.notes.ends)
    parts = {
        "_rels/.rels": root_relations(),
        "word/document.xml": text,
        "word/_rels/document.xml.rels": document_relations(
            body.sections.parts, body.drawings.files, ends=ends, more=body.margin.relations()
        ),
        "word/styles.xml": styles_xml(template, body.level),
        "word/settings.xml": settings_xml(template, fonts=bool(fonts), ends=ends),
        "word/footnotes.xml": body.notes.xml(),
        **({"word/endnotes.xml": body.notes.end_xml()} if ends else {}),
        **font_parts(fonts, hashlib.sha256(text).digest()),
        **body.sections.parts,
        **body.drawings.files,
        **body.margin.parts(),
        "docProps/core.xml": core_xml(series_name(book), book.subtitle, book.compiler),
        "docProps/app.xml": app_xml(),
    }
    return packed({"[Content_Types].xml": types_xml(list(parts)), **parts}), problems
