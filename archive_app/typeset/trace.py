"""From a place on a page to the words it shows, and back: character by character, in lines and in columns.

Everything is read off the `archive_app.typeset.layout.Layout`. A character's cell reaches from the middle of the blank
before it to the middle of the blank behind it, so that every point of a line belongs to exactly one character; where
two marks share their blank halves each keeps the half its ink is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive_app.domain.manuscript import Block
from archive_app.frozen import dataclass
from archive_app.typeset.blocks.model import ASCENT
from archive_app.typeset.book import Article
from archive_app.typeset.fonts.faces import CLOSING, OPENING, STOPS, VOID, face, reads
from archive_app.typeset.layout import GlyphRun, Line, Page
from archive_app.typeset.lines.objects import LEVEL_BASE

_OPENS = frozenset(OPENING)
_CLOSES = frozenset(CLOSING + STOPS)
_REACH = 0.75
"""How far from a line's middle a place still belongs to it, in ems of the line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters [start, end) of a line's text and the room they have on the page, in points."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float

    def away(self, x: float, y: float) -> float:
        """How far a place is from it; 0 inside."""
        return max(self.x0 - x, 0.0, x - self.x1) + max(self.y0 - y, 0.0, y - self.y1)


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at a place of a page.

    ``offset`` counts code points of the block's text (of the note's or cell's where ``part`` says so, of the title or
    another line over an article where ``block`` is empty: ``role`` says which). ``page`` is where a line of the
    contents or of an index leads to, -1 for any other; ``picture`` tells that it is a picture.
    """

    article: str = ""
    block: str = ""
    part: str = "text"
    offset: int = -1
    role: str = ""
    page: int = -1
    picture: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that one glyph shows: what they say, and the glyph's place along the line and across it, in points
    from the line's origin."""

    says: str
    start: float
    end: float
    low: float
    high: float
    level: bool = False  # side by side in one cell of a column: start and end are across it
    rtl: bool = False


def cells(line: Line) -> list[Cell]:
    """The cells of a line's characters, in the order of its text. What the program put in (hyphens, the marks of
    notes, readings) has none."""
    found: list[tuple[int, int, _Piece]] = []
    at = 0
    for piece in _pieces(line):
        start, at = _match(line.text, at, piece.says)
        if start < at:
            found.append((start, at, piece))
    return [_cell(line, start, end, piece) for start, end, piece in _apart(found, line)]


def source_of(article: Article, block: str, part: str = "text", role: str = "") -> str | None:
    """The text that lines of this place are from; None where there is none (the block is gone)."""
    if part.startswith("note:") and part.removeprefix("note:") == f"{article.key}#note":
        return article.note.strip()
    if not block:
        return {"title": " ".join(article.title.split()), "subtitle": article.subtitle.strip()}.get(role)
    own = next((one for one in article.manuscript if one.id == block), None)
    return None if own is None else _text_of(own, part, role)


def _text_of(block: Block, part: str, role: str) -> str | None:
    if part.startswith("note:"):
        return next((note.text for note in block.notes if note.id == part.removeprefix("note:")), None)
    if part.startswith("cell:"):
        row, column = (int(number) for number in part.removeprefix("cell:").split(","))
        return cell_text(block, row, column)
    if role == "people" and block.picture is not None:
        return block.picture.people
    return block.text.strip() if block.picture is not None else block.text


def cell_text(block: Block, row: int, column: int) -> str | None:
    """What stands in a table at a place of its grid, cells that reach over rows and columns counted in."""
    taken: set[tuple[int, int]] = set()
    for number, cells_of_row in enumerate(block.rows[: row + 1]):
        at = 0
        for cell in cells_of_row:
            while (number, at) in taken:
                at += 1
            if (number, at) == (row, column):
                return cell.text.strip()
            taken.update((number + down, at + across) for down in range(cell.rows) for across in range(cell.columns))
            at += cell.columns
    return None


def label_length(line: Line, source: str) -> int:
    """How many characters at the head of a first line the program put before ``source`` (问：, 图1)."""
    words = source.lstrip(" \u3000\t")
    for lead in range(len(line.text) + 1):
        rest = line.text[lead:]
        if rest and (words.startswith(rest) or (words and rest.startswith(words))):
            return lead
    return 0


def in_source(spot: Spot, line: Line | None, place: int, source: str | None) -> Spot:
    """``spot`` with its offset in the text that it is from: the program's own words before it are not counted."""
    if line is None or source is None:
        return spot
    lead = label_length(line, source) if line.offset <= 0 else 0
    return replace(spot, offset=min(len(source), max(0, line.offset) + max(0, place - lead)))


def spot_at(page: Page, x: float, y: float) -> tuple[Spot, Line | None, int] | None:
    """(what is at a place, in points from the page's corner; its line; the place in the line's text).

    None on blank paper. A line of the contents or of an index tells the page that it leads to.
    """
    for link in page.links:
        if link.x0 <= x <= link.x1 and link.y0 <= y <= link.y1:
            return Spot(page=link.page), None, 0
    for image in page.images:
        if image.x <= x <= image.x + image.width and image.y <= y <= image.y + image.height:
            return Spot(image.article, image.block, picture=True, offset=0), None, 0
    near = [line for line in page.lines if line.article and line.text and _across(line, x, y) <= _REACH * line.size]
    best: tuple[float, Line, Cell] | None = None
    for line in near:
        for cell in cells(line):
            away = cell.away(x, y)
            if best is None or away < best[0]:
                best = (away, line, cell)
    if best is None:
        return None
    _, line, cell = best
    spot = Spot(line.article, line.block, line.part, max(0, line.offset) + cell.start, line.role)
    return spot, line, cell.start


def find(
    pages: Sequence[Page], article: str, block: str = "", part: str = "text", offset: int = 0, *, lead: int = 0
) -> tuple[int, Cell] | None:
    """(page, counted from 0; the cell) of a character; ``lead`` is the length of what the program put before the
    block's text. Where the text has gone the nearest line before it; None where nothing of it is printed."""
    last: tuple[int, Line] | None = None
    for number, page in enumerate(pages):
        for line in page.lines:
            if line.article != article or line.block != block or line.part != part or not line.text:
                continue
            if line.offset <= offset or last is None:
                last = (number, line)
    if last is None:
        return next(
            (
                (number, Cell(0, 0, one.x, one.y, one.x + one.width, one.y + one.height))
                for number, page in enumerate(pages)
                for one in page.images
                if one.article == article and one.block == block
            ),
            None,
        )
    number, line = last
    own = cells(line)
    place = offset - max(0, line.offset) + (lead if line.offset <= 0 else 0)
    here = next((cell for cell in own if cell.start <= place < cell.end), own[-1] if own else None)
    return (number, here) if here is not None else None


def _across(line: Line, x: float, y: float) -> float:
    """How far a place is from a line's middle, across it."""
    if line.turned:
        return abs(line.x - (ASCENT - 0.5) * line.size - x)
    return abs(line.x - x) if line.vertical else abs(line.y - (ASCENT - 0.5) * line.size - y)


def _match(text: str, at: int, says: str) -> tuple[int, int]:
    """Where ``says`` stands in ``text`` from ``at`` on: what is not printed (controls, blanks) is stepped over; a
    character that is printed otherwise (〓 for one that no font has) is the next one."""
    found = text.find(says, at, at + len(says) + 8)
    if found >= 0 and (found == at or not any(c.isprintable() and not c.isspace() for c in text[at:found])):
        return found, found + len(says)
    return min(at, len(text)), min(len(text), at + len(says))


def _pieces(line: Line) -> Iterator[_Piece]:
    for run in line.runs:
        if run.silent or run.note:
            continue
        if run.unseen and not run.shaped:
            yield _Piece(run.text, run.dx, run.dx, -run.size / 2, run.size / 2)
        elif run.shaped:
            yield from _shaped(run, line.size)
        else:
            yield from _plain(run, line.size)


def _plain(run: GlyphRun, size: float) -> Iterator[_Piece]:
    chosen, unit, extra = face(run.face), run.size / 1000, dict(run.adjust)
    pen = run.dy if run.level else run.dx
    low, high = _band(run, size)
    for index, character in enumerate(run.text):
        pen += extra.get(index, 0.0) * unit
        glyph = chosen.glyphs[ord(character)]
        if glyph is None:
            if character != VOID:
                yield _Piece(reads(character), pen, pen, low, high, run.level)
            continue
        wide = chosen.advance_of_glyph(ord(glyph)) * unit
        says = reads(character)
        for number, said in enumerate(says):  # the one stroke of —— is two characters
            share = wide / len(says)
            yield _Piece(said, pen + number * share, pen + (number + 1) * share, low, high, run.level)
        pen += wide + run.tracking * unit


def _shaped(run: GlyphRun, size: float) -> Iterator[_Piece]:
    """A word of a complex script: a glyph shows the characters of its cluster. In the order of the text, whichever way
    the word runs."""
    unit = run.size / 1000
    pen = run.dy if run.level else run.dx
    low, high = _band(run, size)
    found: list[_Piece] = []
    for glyph in run.shaped:
        wide = glyph.advance * unit
        if glyph.reads or not found:
            found.append(_Piece(glyph.reads or run.text, pen, pen + wide, low, high, run.level, run.rtl))
        else:
            before = found[-1]
            found[-1] = replace(before, end=pen + wide)
        pen += wide
    if "".join(piece.says for piece in found) == run.text:
        yield from found
    elif "".join(piece.says for piece in reversed(found)) == run.text:
        yield from reversed(found)
    else:  # what stands for it says something else (!? for ！？): a share each
        yield from _shares(run, found)


def _shares(run: GlyphRun, found: Sequence[_Piece]) -> Iterator[_Piece]:
    if len(found) == len(run.text):
        for character, piece in zip(run.text, found, strict=True):
            yield replace(piece, says=character)
        return
    start, end = min(piece.start for piece in found), max(piece.end for piece in found)
    step = (end - start) / max(1, len(run.text))
    for index, character in enumerate(run.text):
        low, high = found[0].low, found[0].high
        yield _Piece(character, start + index * step, start + (index + 1) * step, low, high, run.level)


def _band(run: GlyphRun, size: float) -> tuple[float, float]:
    """Across the line, from its origin: down where it is level, to the right in a column (of a level run: down)."""
    if run.level:
        top = run.dx - size / 2 - LEVEL_BASE * run.size
        return top, top + size
    if run.face.startswith("@"):
        return run.dy - run.size / 2, run.dy + run.size / 2
    return -run.dy - ASCENT * run.size, -run.dy + (1 - ASCENT) * run.size


def _apart(found: Sequence[tuple[int, int, _Piece]], line: Line) -> list[tuple[int, int, _Piece]]:
    """The pieces with their edges where one character's room ends and the next one's begins."""
    parted = list(found)
    for number, ((_, _, one), (_, _, two)) in enumerate(pairwise(found)):
        if (one.level and two.level) or one.rtl or two.rtl:
            continue  # side by side in a cell; right to left
        if one.level or two.level:  # a cell of its own in the column
            start, end, before = parted[number]
            if not one.level:
                parted[number] = (start, end, replace(before, end=min(before.end, two.low)))
            elif not two.level:
                start, end, _ = found[number + 1]
                parted[number + 1] = (start, end, replace(two, start=max(two.start, one.high)))
            continue
        edge = _edge(line.text[found[number][0]], line.text[found[number + 1][0]], one.end, two.start)
        start, end, before = parted[number]
        parted[number] = (start, end, replace(before, start=min(before.start, edge), end=edge))
        start, end, _ = found[number + 1]
        parted[number + 1] = (start, end, replace(two, start=edge, end=max(edge, two.end)))
    return parted


def _edge(before: str, after: str, end: float, start: float) -> float:
    """Between a character that ends at ``end`` and one that begins at ``start``: in the middle of a gap; where they
    overlap, in the blank half that a mark has given up."""
    if start >= end or (before in _CLOSES and after in _OPENS):
        return (start + end) / 2
    return end if after in _OPENS else start


def _cell(line: Line, start: int, end: int, piece: _Piece) -> Cell:
    if line.turned:  # along the line is up the page
        return Cell(start, end, line.x + piece.low, line.y - piece.end, line.x + piece.high, line.y - piece.start)
    if not line.vertical:
        return Cell(start, end, line.x + piece.start, line.y + piece.low, line.x + piece.end, line.y + piece.high)
    if piece.level:
        return Cell(start, end, line.x + piece.start, line.y + piece.low, line.x + piece.end, line.y + piece.high)
    half = line.size / 2
    return Cell(start, end, line.x - half, line.y + piece.start, line.x + half, line.y + piece.end)
