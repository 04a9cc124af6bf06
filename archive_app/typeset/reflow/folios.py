"""Where the pieces of a volume, and the pages of the set book, begin: folios for outputs without pages of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive_app.frozen import dataclass
from archive_app.typeset.layout import Layout, Line, Page
from archive_app.typeset.reflow.plan import Part, Piece


def folios(pieces: Sequence[Piece], layout: Layout) -> Mapping[int, str]:
    """The folio of every piece that has one, by its place in ``pieces``: an article's first page; a 栏目's own page, or
    that of the first article in it."""
    first: dict[str, str] = {}
    for page in sorted(layout.pages, key=lambda page: page.kind == "plates"):  # plates are no article's first page
        for line in page.lines:
            first.setdefault(line.article, page.label)
    own: dict[str, list[str]] = {}
    for entry in layout.outline:
        page = layout.pages[entry.page]
        if page.kind == "section":
            own.setdefault(entry.title, []).append(page.label)
    found: dict[int, str] = {}
    following = ""
    for number in reversed(range(len(pieces))):
        piece = pieces[number]
        if piece.article is not None:
            following = found[number] = first.get(piece.article.key, "")
        elif piece.part is Part.INDEX:
            found[number] = first.get(f"#{piece.kind}", "")
        elif piece.part is Part.SECTION:
            labels = own.get(piece.title)
            found[number] = labels.pop() if labels else following
        elif piece.part is Part.GROUP:
            found[number] = following
        elif piece.part is Part.CONTENTS:
            found[number] = next((page.label for page in layout.pages if page.kind == "contents"), "")
    return found


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def folio_number(label: str) -> int | None:
    """The number that a folio in Arabic or small Roman figures says; None of another."""
    if label.isdecimal() and label.isascii():
        return int(label)
    values = [_ROMAN.get(figure, 0) for figure in label]
    if not values or 0 in values:
        return None
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


@dataclass(frozen=True, slots=True)
class PageStart:
    """The page with the folio ``label`` begins at ``offset`` of a block's text (or of a cell: ``part``); at the head of
    the article where ``block`` is empty. ``key`` is its own among the book's pages."""

    key: str
    label: str
    article: str
    block: str = ""
    part: str = "text"
    offset: int = 0


_END = 1 << 30  # past every text: a page that begins inside a note begins behind the paragraph that calls it


def page_starts(layout: Layout) -> tuple[PageStart, ...]:
    """Where each page of the set book that bears a folio begins in the text; pages without an article's text have no
    such place."""
    found = []
    for number, page in enumerate(layout.pages, 1):
        start = _start(page, f"page{number}") if page.label and page.kind != "plates" else None
        if start is not None:
            found.append(start)
    return tuple(found)


def section_starts(layout: Layout) -> Mapping[str, list[tuple[str, str]]]:
    """栏目 → (key, folio) of the pages that are its own, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in layout.outline:
        page = layout.pages[entry.page]
        if page.kind == "section" and page.label:
            found.setdefault(entry.title, []).append((f"page{entry.page + 1}", page.label))
    return found


def contents_starts(layout: Layout) -> Sequence[tuple[str, str]]:
    """(key, folio) of the pages of the contents."""
    pages = enumerate(layout.pages, 1)
    return [(f"page{number}", page.label) for number, page in pages if page.kind == "contents" and page.label]


def index_starts(layout: Layout, kind: str) -> Sequence[PageStart]:
    """The pages of an index (names, places); ``offset`` is the place of the first entry on the page among all of them.

    A page that an entry goes on to from the one before begins with that entry.
    """
    found: list[PageStart] = []
    seen: list[str] = []
    for number, page in enumerate(layout.pages, 1):
        own = [line for line in page.lines if line.article == f"#{kind}"]
        rows = dict.fromkeys(line.block for line in own if line.role == "index")
        offset = next((seen.index(row) if row in seen else len(seen) for row in rows), 0)
        if own and page.label:
            found.append(PageStart(f"page{number}", page.label, f"#{kind}", offset=offset))
        seen += [row for row in rows if row not in seen]
    return found


def _start(page: Page, key: str) -> PageStart | None:
    def place(line: Line) -> tuple[float, float]:
        return (-line.x, line.y) if line.vertical else (line.y, line.x)

    lines = [line for line in page.lines if line.article]
    text = [line for line in lines if not line.part.startswith("note:")] or lines
    first = min(text, key=place, default=None)
    images = [image for image in page.images if image.article]
    image = min(images, key=lambda one: one.y, default=None)
    if image is not None and (first is None or (not first.vertical and image.y < first.y)):
        return PageStart(key, page.label, image.article, image.block)
    if first is None:
        return None
    if first.part.startswith("note:"):
        return PageStart(key, page.label, first.article, first.block, "text", _END)
    if not first.block or (page.opener and first.role in _TITLES):
        return PageStart(key, page.label, first.article)
    return PageStart(key, page.label, first.article, first.block, first.part, max(0, first.offset))


_TITLES = frozenset({"title", "subtitle", "byline", "section-opening"})
