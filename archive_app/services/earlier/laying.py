"""An earlier volume as any printed one is searched and looked at: texts with their pages, and the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.store import Record
from archive_app.domain.earlier.folios import plain_label, scan_of
from archive_app.domain.scanned.lines import ScanLine, paragraphs_of
from archive_app.frozen import dataclass
from archive_app.services.earlier.finding import TitlePlace, title_on
from archive_app.services.earlier.leaves import DRAFT, Leaf, leaves_of
from archive_app.services.printed import DRAFT as IN_DRAFT
from archive_app.services.printed import IN_BOOK, Printed, PrintedPage, PrintedText
from archive_app.typeset.blocks.model import ASCENT
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page, PlacedImage, ShapedGlyph

SCAN = "scan"
"""The first part of the path of a picture that is a page of a scan: then its picture key, then its page from 0."""
SHORT_SIDE = 482.0
"""Points of the shorter side of a page (170 mm): what a scan says of its size is seldom true."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of an earlier volume and the pages it stands on (from 1; 0: not known), and where on the first."""

    article: Record
    section: str
    first: int
    last: int
    place: TitlePlace | None = None


def entries_of(nodes: Sequence[SectionNode], leaves: Sequence[Leaf]) -> list[Entry]:
    """The articles of a volume in the order of its contents, with their pages. One without a last page reaches to where
    the next one begins."""
    known = [plain_label(leaf.label) for leaf in leaves]
    listed = [(article, section) for section, article in articles_of(nodes)]
    firsts = [scan_of(str(article["first_page"] or ""), known) for article, _ in listed]
    found = []
    for at, (article, section) in enumerate(listed):
        first = firsts[at]
        last = scan_of(str(article["last_page"] or ""), known)
        place = title_on(leaves[first - 1].page, article.title) if first else None
        if first and last < first:
            following = min((one for one in firsts if one > first), default=len(leaves) + 1)
            opens = following <= len(leaves) and _shares_page(listed, firsts, following, leaves)
            last = max(first, following if opens else following - 1)
        found.append(Entry(article, section, first, last, place))
    return found


def _shares_page(
    listed: Sequence[tuple[Record, str]], firsts: Sequence[int], page: int, leaves: Sequence[Leaf]
) -> bool:
    """Whether the article before may go on above the title that begins on this page."""
    article = listed[firsts.index(page)][0]
    place = title_on(leaves[page - 1].page, article.title)
    lines = leaves[page - 1].page.lines
    return place is not None and any(not line.folio for line in lines[: place.first])


def articles_of(nodes: Sequence[SectionNode]) -> list[tuple[str, Record]]:
    """(the section's title, article) in the order of the contents: articles are counted through the whole volume, as
    what is under no 栏目 stands before the first of them as well as behind the last."""
    return sorted(_below(nodes), key=lambda one: int(one[1]["position"] or 0))


def _below(nodes: Sequence[SectionNode]) -> Iterator[tuple[str, Record]]:
    for node in nodes:
        yield from ((str(node.section.title), article) for article in node.articles)
        yield from _below(node.children)


def printed_of(catalogue: Catalogue, root: Path, volume: Record) -> Printed:
    """What stands on the pages of an earlier volume."""
    leaves = leaves_of(catalogue, root, volume)
    entries = entries_of(catalogue.sections_of(volume.id), leaves)
    pages = tuple(
        PrintedPage(
            leaf.number,
            leaf.label,
            tuple(entry.article.id for entry in entries if entry.first and entry.first <= leaf.number <= entry.last),
        )
        for leaf in leaves
    )
    texts = _texts(leaves, entries)
    return Printed(
        pages,
        tuple(texts),
        {entry.article.id: entry.article.title for entry in entries},
        {entry.article.id: str(entry.article["item"]) for entry in entries if entry.article["item"]},
        {entry.article.id: str(entry.article["author"] or "") for entry in entries},
        frozenset(leaf.number for leaf in leaves if leaf.standing == DRAFT),
    )


def _texts(leaves: Sequence[Leaf], entries: Sequence[Entry]) -> list[PrintedText]:
    """What the contents say of each article stands over its text; where the page says the same, it is the page's."""
    over: dict[str, list[PrintedText]] = {}
    taken: set[tuple[int, int]] = set()
    for entry in entries:
        key, at = entry.article.id, max(1, entry.first)
        leaf = leaves[at - 1] if leaves else None
        begin = ((0, at, leaf.label if leaf is not None and entry.first else ""),)
        title = PrintedText(key, "", "text", "title", entry.article.title, begin)
        if entry.place is not None and entry.place.alone and leaf is not None:
            lines = list(range(entry.place.first, entry.place.end))
            title = _text(key, "", "title", [(leaf, number) for number in lines])
            taken.update((leaf.number, number) for number in lines)
        over[key] = [title]
        if entry.article["author"]:
            author = str(entry.article["author"])
            over[key].append(PrintedText(key, "", "text", "byline", author, begin))
    made: list[PrintedText] = []
    said: set[str] = set()
    for number, group in enumerate(_paragraphs(leaves, taken)):
        leaf, first = group[0]
        key = _article_at(entries, leaf.number, first)
        if key and key not in said:
            said.add(key)
            made += over[key]
        made.append(_text(key, f"{leaf.number}.{number}", "body", group))
    made += [text for entry in entries if entry.article.id not in said for text in over[entry.article.id]]
    return made


def _article_at(entries: Sequence[Entry], page: int, line: int) -> str:
    """The article that a line of a page belongs to; empty where it belongs to none."""
    found = ""
    for entry in entries:
        if not entry.first or not entry.first <= page <= entry.last:
            continue
        if entry.first == page and entry.place is not None and line < entry.place.first:
            continue
        found = entry.article.id
    return found


_Place = tuple[Leaf, int]


def _paragraphs(leaves: Sequence[Leaf], taken: Collection[tuple[int, int]]) -> list[list[_Place]]:
    """The lines of each paragraph; one that goes on over the page is one, but for one half of it being a draft. Those
    ``taken`` are in none."""
    groups: list[list[_Place]] = []
    full = False
    for leaf in leaves:
        page = leaf.page
        for number, paragraph in enumerate(paragraphs_of(page)):
            lines = [(leaf, at) for at in paragraph if (leaf.number, at) not in taken and page.lines[at].text]
            if not lines:
                continue
            first = page.lines[paragraph[0]]
            last = groups[-1][-1] if groups else None
            unfinished = last is not None and last[0].page.lines[last[1]].text[-1:] not in "。！？：」』”…）)"
            alike = last is not None and (last[0].standing == DRAFT) == (leaf.standing == DRAFT)
            if not number and full and unfinished and alike and not first.opens and not first.heading:
                groups[-1] += lines
            else:
                groups.append(lines)
        long = [max(line.box[2:4]) for line in page.lines if not line.folio]
        full = bool(long) and long[-1] >= 0.8 * max(long)
    return groups


def _text(article: str, block: str, role: str, group: Sequence[_Place]) -> PrintedText:
    text = ""
    breaks: list[tuple[int, int, str]] = []
    gaps: list[int] = []
    lines: list[tuple[int, int, int, int]] = []
    for leaf, number in group:
        line = leaf.page.lines[number]
        if text and (line.beside or _apart(text, line.text)):
            gaps.append(len(text))
            text += " "
        if not breaks or breaks[-1][1] != leaf.number:
            breaks.append((len(text), leaf.number, leaf.label))
        lines.append((len(text), len(line.text), leaf.number, number))
        text += line.text
    label = IN_DRAFT if any(leaf.standing == DRAFT for leaf, _ in group) else IN_BOOK
    return PrintedText(article, block, "text", role, text, tuple(breaks), tuple(gaps), tuple(lines), (), label)


def _apart(before: str, after: str) -> bool:
    """Whether there is a blank between lines of letters."""
    return before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()


# — as it looks —


def sheets_of(catalogue: Catalogue, root: Path, volume: Record, closed: Collection[str] = ()) -> Layout:
    """The pages of an earlier volume: each the picture of its scan, its lines upon it where they stand and not drawn.

    Nothing is on a page where something of the articles ``closed`` stands."""
    leaves = leaves_of(catalogue, root, volume)
    printed = printed_of(catalogue, root, volume) if closed else None
    pages = []
    for leaf in leaves:
        hidden = printed is not None and bool(set(printed.pages[leaf.number - 1].articles or ("",)) & set(closed))
        pages.append(_sheet(leaf, hidden=hidden))
    return Layout(str(volume.title), tuple(pages))


def _sheet(leaf: Leaf, *, hidden: bool) -> Page:
    wide, high = leaf.page.size
    if wide < 1 or high < 1:
        wide, high = 170, 240
    scale = SHORT_SIDE / min(wide, high)
    width, height = wide * scale, high * scale
    if hidden:
        return Page("body", leaf.label, width, height, lines=tuple(Line("", 0, 0, 1, ()) for _ in leaf.page.lines))
    picture = PlacedImage(Path(SCAN, leaf.picture, str(leaf.at)), 0, 0, width, height, leaf.name)
    lines = tuple(_placed(line, scale) for line in leaf.page.lines)
    return Page("body", leaf.label, width, height, lines=lines, images=(picture,))


def scanned_page(path: Path) -> tuple[str, int] | None:
    """(picture key, page from 0) of a picture that is a page of a scan; None of any other."""
    parts = path.parts
    return (parts[1], int(parts[2])) if len(parts) == 3 and parts[0] == SCAN else None


def _placed(line: ScanLine, scale: float) -> Line:
    """A line where it stands, its characters as glyphs that are not drawn (`archive_app.typeset.trace` reads them)."""
    left, top, wide, high = (side * scale for side in line.box)
    size = max(1.0, wide if line.upright else high)
    edges = [edge * scale for edge in line.edges()]
    steps = [round((edge - edges[0]) / size * 100) for edge in edges]
    glyphs = tuple(_glyph(one, steps[at + 1] - steps[at]) for at, one in enumerate(line.text))
    begin = edges[0] - (top if line.upright else left)
    run = GlyphRun("@" if line.upright else "", size, begin, line.text, shaped=glyphs, unseen=True)
    if line.upright:
        return Line(line.text, left + wide / 2, top, size, (run,), vertical=True)
    return Line(line.text, left, top + ASCENT * size, size, (run,))


@lru_cache(maxsize=50_000)
def _glyph(reads: str, hundredths: int) -> ShapedGlyph:
    """What takes a character's room, hundredths of an em: one value for all of the same, of hundreds of thousands."""
    return ShapedGlyph(0, hundredths * 10.0, reads=reads)
