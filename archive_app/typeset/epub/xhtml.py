"""A content document: XHTML around what it says, and text with its marks as elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from archive_app.domain.manuscript import SpanStyle
from archive_app.typeset.reflow.marks import Call, Inline, LineBreak, PageBegins, Words
from archive_app.typeset.reflow.markup import element, said
from archive_app.typeset.reflow.scripts import from_the_right, stretches

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
_ELEMENTS: tuple[tuple[SpanStyle, str, str], ...] = (
    (SpanStyle.BOLD, "strong", ""),
    (SpanStyle.KAI, "i", "kai"),
    (SpanStyle.DOTS, "em", "dots"),
    (SpanStyle.NAME, "u", "name"),
    (SpanStyle.BOOK, "u", "book"),
    (SpanStyle.UNDERLINE, "u", ""),
    (SpanStyle.SMALL, "small", ""),
    (SpanStyle.SUPERSCRIPT, "sup", ""),
    (SpanStyle.SUBSCRIPT, "sub", ""),
)
_NUMBER = re.compile(r"(?<![0-9A-Za-z.,:/%-])[0-9]+(?![0-9A-Za-z.,:/%-])")


def document(title: str, kind: str, body: str, *, direction: str = "") -> bytes:
    """A whole file. ``kind`` is the ``epub:type`` of its body, ``direction`` which way its lines run where that is not
    the book's."""
    head = element("meta", {"charset": "utf-8"}) + element("title", {}, said(title))
    head += element("link", {"rel": "stylesheet", "type": "text/css", "href": "book.css"})
    root = {
        "xmlns": "http://www.w3.org/1999/xhtml",
        "xmlns:epub": "http://www.idpf.org/2007/ops",
        "lang": "zh-CN",
        "xml:lang": "zh-CN",
        "class": direction or None,
    }
    inner = element("head", {}, head) + element("body", {"epub:type": kind or None}, body)
    return (_HEAD + element("html", root, inner) + "\n").encode()


def plain(text: str, *, vertical: bool = False) -> str:
    """Text, its scripts named for those who read aloud; in columns numbers of two figures stand side by side
    (纵中横), the figures of others one under another, as on the pages."""
    made = []
    for (language, phrase), group in groupby(stretches(text), key=lambda one: (one.language, one.phrase)):
        words = said("".join(one.text for one in group))
        if language:
            values = {"lang": language, "xml:lang": language, "dir": "rtl" if phrase else None}
            words = element("span", values, words)
        elif vertical:
            words = _NUMBER.sub(_stood_up, words)
        made.append(words)
    return "".join(made)


def _stood_up(found: re.Match[str]) -> str:
    return element("span", {"class": "level" if len(found[0]) == 2 else "upright"}, found[0])


def way(text: str) -> str | None:
    """The ``dir`` of an element that holds ``text`` and nothing else: rtl where all of it runs from right to left."""
    return "rtl" if from_the_right(text) else None


def marked(pieces: Iterable[Inline], calls: Sequence[str], keys: Sequence[str] = (), *, vertical: bool = False) -> str:
    """Pieces of text as markup. ``calls`` are the notes' links, ``keys`` the ids of the pages that begin, in order."""
    made: list[str] = []
    following = iter(keys)
    for piece in pieces:
        if isinstance(piece, Call):
            made.append(calls[piece.note])
        elif isinstance(piece, LineBreak):
            made.append("<br/>")
        elif isinstance(piece, PageBegins):
            made.append(page_break(next(following), piece.label))
        else:
            made.append(_words(piece, vertical))
    return "".join(made)


def lines_of(pieces: Iterable[Inline]) -> list[list[Inline]]:
    """The pieces line by line, for verse."""
    lines: list[list[Inline]] = [[]]
    for piece in pieces:
        if isinstance(piece, LineBreak):
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


def page_break(key: str, label: str) -> str:
    """Where a printed page begins (EPUB Accessibility 1.1 §3.2)."""
    values = {"epub:type": "pagebreak", "role": "doc-pagebreak", "id": key, "aria-label": label}
    return element("span", values)


def _words(piece: Words, vertical: bool) -> str:
    inner = plain(piece.text, vertical=vertical)
    if piece.reading:
        reading = element("rt", {}, said(piece.reading))
        inner = element("ruby", {}, inner, "<rp>（</rp>", reading, "<rp>）</rp>")
    for style, name, kind in reversed(_ELEMENTS):
        if style in piece.styles:
            inner = element(name, {"class": kind or None}, inner)
    return inner
