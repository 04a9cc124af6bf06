"""A filled page with its lines in their places, measured from the type area's upper left corner.

What a page still lacks (which side of the leaf it is, its head and folio) is added when the volume is put together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive_app.typeset.blocks.model import FigureBlock
from archive_app.typeset.layout import GlyphRun, Line, PlacedImage, Rule
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.lines.prepare import Fault
from archive_app.typeset.looks import NoteStyle
from archive_app.typeset.pages.filled import Filled, Place
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content
from archive_app.typeset.pages.material import (
    BoxImage,
    Inset,
    Material,
    SetBeside,
    SetBox,
    SetNote,
    SetSide,
    SetTable,
    SetText,
)

_NOTHING = (0, 0, 0)
_SAME = 1e-6
_MOST_SUNK = 1.5
"""Leadings that a piece which ends a page is moved down at the most."""
_KINDS = ("lines", "images", "rules")


@dataclass(slots=True)
class Draft:
    """A page's content.

    ``anchors`` are (title, level, y) of the headings the bookmarks lead to, ``titles`` (article, y, at the head of
    the page) of the articles that begin here, ``faults`` (fault, article, block) what the lines stage found.
    ``article`` is the one the page begins in, ``grid`` what the page is set on where it is not the volume's,
    ``mentions`` the names on it, for the indexes: (person or place, what the mark calls it, the word printed),
    ``counted`` its lines by (article, kind), once they have been counted. ``mirrored`` is what stands elsewhere on a
    verso than it was put, which is as on a recto: (lines, images or rules, its number, points further along).
    ``bled`` pages are measured from the page's own corner and bear neither head nor folio; ``picture`` pages are
    filled by a picture and bear no head. ``half`` is 1 or 2 on the pages of a picture over the gutter, which begins
    on a verso. ``plates`` are the pictures met on the page that stand among the plates: (article, picture).
    ``figures`` are the numbers of the notes called on the page.
    """

    lines: list[Line] = field(default_factory=list)
    images: list[PlacedImage] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    anchors: list[tuple[str, int, float]] = field(default_factory=list)
    titles: list[tuple[str, float, bool]] = field(default_factory=list)
    faults: list[tuple[Fault, str, str]] = field(default_factory=list)
    links: list[tuple[float, float, float, float, int]] = field(default_factory=list)
    rows_used: int = 0
    article: str = ""
    grid: Grid | None = None
    mentions: Sequence[tuple[str, str, str]] = ()
    counted: Mapping[tuple[str, str], int] | None = None
    mirrored: list[tuple[str, int, float]] = field(default_factory=list)
    bled: bool = False
    picture: bool = False
    half: int = 0
    plates: list[tuple[str, FigureBlock]] = field(default_factory=list)
    figures: Mapping[str, int] = field(default_factory=dict)


def note_figure(number: int) -> str:
    """The mark of a page's note ``number``: ① to ㊿, then plain figures."""
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    if number <= 50:
        return chr(0x32B1 + number - 36)
    return str(number)


def placed_image(image: BoxImage, x: float, y: float, article: str, block: str) -> PlacedImage:
    """A picture of a piece whose corner is at (x, y)."""
    assert image.path is not None
    return PlacedImage(
        image.path,
        x + image.x,
        y + image.y,
        image.width,
        image.height,
        image.alt,
        article,
        image.block or block,
        image.crop,
        image.turned,
    )


def draft_page(
    material: Sequence[Material],
    owners: Sequence[str],
    page: Filled,
    grid: Grid,
    look: NoteStyle,
    called: Mapping[str, int] | None = None,
) -> Draft:
    """Put the lines of ``page`` in their places; ``owners`` are the articles the material belongs to, ``called`` the
    numbers of the notes of the pages before."""
    return Drafter(material, owners, page, grid, look, called).run()


class Drafter:
    """Puts the lines of one page in their places."""

    def __init__(
        self,
        material: Sequence[Material],
        owners: Sequence[str],
        page: Filled,
        grid: Grid,
        look: NoteStyle,
        called: Mapping[str, int] | None = None,
    ) -> None:
        self.material, self.owners, self.page, self.grid, self.look = material, owners, page, grid, look
        first = min((place.block for place in page.places), default=0)
        self.article = owners[first] if owners else ""
        self.draft = Draft(rows_used=page.rows_used, article=self.article)
        # a note that found no room on the page it is called on keeps its number, and this page's go on from it
        waiting = [place.note.id for place in page.notes if not place.start] if called else []
        self.numbers: dict[str, int] = {note: called[note] for note in waiting if called and note in called}
        self.note_owners: dict[str, str] = {}

    def run(self) -> Draft:
        """The page."""
        for place in self.page.places:
            block = self.page.variants.get(place.block) or self.material[place.block]
            self.article = self.owners[place.block]
            if isinstance(block, SetText):
                self._text(block, place)
            elif isinstance(block, SetBox):
                self._box(block, place)
            elif isinstance(block, SetTable):
                self._table(block, place)
            elif isinstance(block, SetBeside):
                self._beside(block, place)
        return self.finish()

    def side(self, side: SetSide, notes: Sequence[SetNote], block: str) -> Draft:
        """A page filled by a picture."""
        self._content(side.insets, side.images, notes, block, 0.0, 0.0)
        self.draft.rules += side.rules
        return self.finish()

    def put(self, content: Content, notes: Sequence[SetNote], block: str, y: float) -> None:
        """A piece of pictures and lines, ``y`` points down the page."""
        self._content(content.insets, content.images, notes, block, 0.0, y)
        self.draft.rules += [rule._replace(y0=rule.y0 + y, y1=rule.y1 + y) for rule in content.rules]

    def finish(self) -> Draft:
        """The page, its notes at its foot."""
        self._notes()
        self.draft.figures = self.numbers
        return self.draft

    def _text(self, block: SetText, place: Place) -> None:
        style = block.source.content.style
        shifts = block.shifts[place.start : place.end]
        for row, line in enumerate(block.lines[place.start : place.end], place.row):
            notes = [block.notes[n] for n in line.notes]
            x = shifts[row - place.row][0] if shifts else 0.0
            before = self._counts() if shifts else _NOTHING
            self._line(line, x, self.grid.baseline(row), style.size, style.role, block.source.block, notes)
            if shifts:
                self._mirror(before, shifts[row - place.row])

    def _counts(self) -> tuple[int, int, int]:
        """How much stands on the page so far."""
        return len(self.draft.lines), len(self.draft.images), len(self.draft.rules)

    def _mirror(self, before: tuple[int, int, int], shift: tuple[float, float]) -> None:
        """Note that what was put since then stands elsewhere on a verso."""
        further = shift[1] - shift[0]
        if abs(further) > _SAME:
            for kind, start, end in zip(_KINDS, before, self._counts(), strict=True):
                self.draft.mirrored += [(kind, number, further) for number in range(start, end)]

    def _beside(self, box: SetBeside, place: Place) -> None:
        before = self._counts()
        top = place.row * self.grid.leading
        self._content(box.insets, box.images, box.notes, box.block, box.shift[0], top)
        self._mirror(before, box.shift)

    def _line(
        self,
        line: SetLine,
        x: float,
        y: float,
        size: float,
        role: str,
        block: str,
        notes: Sequence[SetNote] = (),
        part: str = "text",
        head: str = "",
        turned: bool = False,
        span: tuple[int, int] = (1, 1),
    ) -> None:
        runs = line.runs
        if line.marks:
            runs = self._marked(line, notes, head, part)
        upright = self.grid.vertical and not line.vertical  # its words run across columns: back in the page
        x0, y0 = (x, y - line.x) if upright else (x + line.x, y)
        self.draft.lines.append(
            Line(
                line.text, x0, y0, size, runs, self.article, block, part, line.offset, role, line.vertical, turned, span
            )
        )
        for rule in line.rules:
            if turned:
                rule = rule._replace(x0=rule.y0, y0=-rule.x0, x1=rule.y1, y1=-rule.x1)
            if upright:
                rule = rule._replace(x0=rule.y0, y0=-rule.x0, x1=rule.y1, y1=-rule.x1)
            self.draft.rules.append(rule._replace(x0=x0 + rule.x0, y0=y0 + rule.y0, x1=x0 + rule.x1, y1=y0 + rule.y1))
        self.draft.faults += [(fault, self.article, block) for fault in line.faults]

    def _marked(self, line: SetLine, notes: Sequence[SetNote], head: str, part: str) -> tuple[GlyphRun, ...]:
        """The runs with the notes' figures in place of their marks."""
        runs = list(line.runs)
        figures = [(head, part.removeprefix("note:"))] if head else []
        figures += [(note_figure(self._number(note)), note.id) for note in notes]
        for place, (figure, note_id) in zip(line.marks, figures, strict=False):
            runs[place] = _figure_run(runs[place], figure)._replace(note=note_id)
        return tuple(runs)

    def _number(self, note: SetNote) -> int:
        self.note_owners.setdefault(note.id, self.article)
        if note.id not in self.numbers:
            self.numbers[note.id] = max(self.numbers.values(), default=0) + 1
        return self.numbers[note.id]

    def _box(self, box: SetBox, place: Place) -> None:
        top = place.row * self.grid.leading - (box.lift if place.top else 0.0)
        if not box.keep:
            under = 1 - self.grid.ascent
            feet = [*(i.y + under * i.size for i in box.insets), *(i.y + i.height for i in box.images)]
            top += self._sink(place, top + max(feet, default=0.0))
        before = self._counts()
        self._content(box.insets, box.images, box.notes, box.block, box.shift[0], top)
        self.draft.rules += [rule._replace(y0=rule.y0 + top, y1=rule.y1 + top) for rule in box.rules]
        self._mirror(before, box.shift)
        if box.opens:
            self.draft.titles.append((self.article, top, place.top))
        if box.level:
            self.draft.anchors.append((box.title, box.level, top))

    def _sink(self, place: Place, end: float) -> float:
        """How much lower a piece stands that ends a page and itself ends at ``end``: with the line beside it on the
        facing page."""
        foot = max(other.row + other.rows for other in self.page.places)
        last = place.row + place.rows == foot and self.page.end.block < len(self.material)
        if not last or place.top or self.page.notes:
            return 0.0
        return max(0.0, min((foot - 1) * self.grid.leading + self.grid.size - end, _MOST_SUNK * self.grid.leading))

    def _content(
        self,
        insets: Sequence[Inset],
        images: Sequence[BoxImage],
        notes: Sequence[SetNote],
        block: str,
        x: float,
        y: float,
    ) -> None:
        """The lines and pictures of a piece, from its corner at (x, y)."""
        for inset in insets:
            self._inset(inset, x, y, block, [notes[n] for n in inset.line.notes if n < len(notes)])
        self.draft.images += [placed_image(image, x, y, self.article, block) for image in images]

    def _inset(self, inset: Inset, x: float, y: float, block: str, notes: Sequence[SetNote] = ()) -> None:
        own = inset.block or block
        self._line(
            inset.line,
            x + inset.x,
            y + inset.y,
            inset.size,
            inset.role,
            own,
            notes,
            inset.part,
            turned=inset.turned,
            span=inset.span,
        )

    def _table(self, table: SetTable, place: Place) -> None:
        rows = table.rows[place.start : place.end]
        height = table.height(place.start, place.end)
        grid = self.grid
        white = grid.leading - grid.size
        air = (place.rows * grid.leading + white - height) / 2 - white
        y = place.row * grid.leading + (0.0 if place.top else air)
        y += self._sink(place, y + height)
        if place.start == 0:
            for inset in table.caption:
                self._inset(inset, 0.0, y, table.block, _called(inset, table.notes))
            y += table.caption_height
        else:
            for inset in table.again:
                self._inset(inset, table.x, y, table.block)
            y += table.again_height
        x0, x1 = table.x, table.x + table.width
        if table.frame > 0:
            self.draft.rules.append(Rule("line", x0, y, x1, y, table.frame))
        for row in (*table.heads(place.start), *rows):
            for inset in row.insets:
                self._inset(inset, table.x, y, table.block, _called(inset, table.notes))
            self.draft.rules += [r._replace(x0=r.x0 + x0, x1=r.x1 + x0, y0=r.y0 + y, y1=r.y1 + y) for r in row.rules]
            y += row.height
        if table.frame > 0:
            self.draft.rules.append(Rule("line", x0, y, x1, y, table.frame))

    def _notes(self) -> None:
        """Notes stand on the type area's foot, under a rule a third of the measure long (by the template)."""
        notes = self.page.notes
        if not notes:
            return
        height = sum((place.end - place.start) * place.note.leading for place in notes)
        y = self.grid.height - height
        look = self.look
        rule = y - look.below
        if look.rule > 0:
            self.draft.rules.append(Rule("line", 0.0, rule, self.grid.width * look.rule_share, rule, look.rule))
        for place in notes:
            note = place.note
            self.article = self.note_owners.get(note.id, self.draft.article)
            for number in range(place.start, place.end):
                line = note.lines[number]
                # the last line's foot is the type area's: leading goes above a line
                baseline = y + note.leading - (1 - self.grid.ascent) * note.size
                head = note_figure(self._number(note)) if number == 0 and note.numbered else ""
                self._line(line, 0.0, baseline, note.size, "note", note.block, (), f"note:{note.id}", head)
                y += note.leading


def _called(inset: Inset, notes: Sequence[SetNote]) -> list[SetNote]:
    """The notes that a line of a piece calls."""
    return [notes[n] for n in inset.line.notes if n < len(notes)]


def _figure_run(run: GlyphRun, figure: str) -> GlyphRun:
    """``run`` (which shows ①) with another figure; plain figures are drawn to the same width."""
    if len(figure) == 1:
        return run if figure == run.text else run._replace(text=figure)
    narrow = run.size * 1.75 / len(figure)
    return run._replace(text=figure, size=min(run.size, narrow), dy=run.dy + (0.1 * run.size if run.dy else 0.0))
