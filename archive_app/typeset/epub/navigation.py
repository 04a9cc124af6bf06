"""nav.xhtml and, for old readers, toc.ncx: 栏目, what divides them, articles, and the pages of the printed book."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.frozen import dataclass
from archive_app.typeset.epub.xhtml import document, page_break
from archive_app.typeset.reflow.markup import element, said

NAV = "nav.xhtml"
"""The file with the contents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; ``depth`` from 0."""

    title: str
    href: str
    depth: int


def nav_xhtml(
    entries: Sequence[Entry],
    pages: Sequence[tuple[str, str]],
    landmarks: Sequence[tuple[str, str, str]],
    begun: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The navigation document (EPUB 3.3 §7). ``pages`` are (folio, href), ``landmarks`` (kind, title, href), ``begun``
    the printed pages of the contents as (key, folio): a list of links has no room for marks between its lines, so they
    are all at its head."""
    toc = element(
        "nav", {"epub:type": "toc", "role": "doc-toc", "id": "toc"}, "<h1>目录</h1>", _list(_settled(entries))
    )
    marks = "".join(
        element("li", {}, element("a", {"epub:type": kind, "href": href}, said(title)))
        for kind, title, href in landmarks
    )
    toc += element("nav", {"epub:type": "landmarks", "id": "landmarks", "hidden": "hidden"}, f"<ol>{marks}</ol>")
    if pages:
        listed = "".join(element("li", {}, element("a", {"href": href}, said(label))) for label, href in pages)
        values = {"epub:type": "page-list", "role": "doc-pagelist", "id": "page-list", "hidden": "hidden"}
        toc += element("nav", values, f"<ol>{listed}</ol>")
    head = "".join(page_break(key, label) for key, label in begun)
    return document("目录", "frontmatter", head + toc)


def ncx(entries: Sequence[Entry], title: str, identifier: str) -> bytes:
    """The contents as EPUB 2 readers want them (OPF 2.0.1 §2.4.1)."""
    meta = element("meta", {"name": "dtb:uid", "content": identifier})
    points = _points(_settled(entries))
    inner = element("head", {}, meta) + element("docTitle", {}, element("text", {}, said(title)))
    values = {"xmlns": "http://www.daisy.org/z3986/2005/ncx/", "version": "2005-1", "xml:lang": "zh-CN"}
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + element("ncx", values, inner, element("navMap", {}, points))).encode()


def _settled(entries: Sequence[Entry]) -> list[Entry]:
    """No entry more than one step below the one before."""
    found: list[Entry] = []
    for entry in entries:
        depth = min(entry.depth, found[-1].depth + 1 if found else 0)
        found.append(Entry(entry.title, entry.href, depth))
    return found


def _list(entries: Sequence[Entry]) -> str:
    made, depth = "<ol>", 0
    for number, entry in enumerate(entries):
        if number:
            steps = depth - entry.depth
            made += "<ol>" if steps < 0 else "</li>" + "</ol></li>" * steps
        depth = entry.depth
        made += "<li>" + element("a", {"href": entry.href}, said(entry.title))
    return made + "</li></ol>" * (depth + 1)


def _points(entries: Sequence[Entry]) -> str:
    made, depth = "", 0
    for number, entry in enumerate(entries):
        if number and entry.depth <= depth:
            made += "</navPoint>" * (depth - entry.depth + 1)
        depth = entry.depth
        label = element("navLabel", {}, element("text", {}, said(entry.title)))
        made += f'<navPoint id="point{number + 1}" playOrder="{number + 1}">'
        made += label + element("content", {"src": entry.href})
    return made + "</navPoint>" * (depth + 1)
