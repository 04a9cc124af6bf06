"""What the page's marks mean, in reading order: the structure tree of a tagged PDF (ISO 32000-1 §14.7, §14.8).

The tree is read off the layout: articles are sections, titles and headings H1 to H6, a paragraph that goes over a page
one element, a note stands after the paragraph that calls it, a caption after its picture. What a page repeats (heads,
folios, the head of a table that goes on) is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive_app.typeset.layout import Layout, Line, Link, Page, PlacedImage

ENDNOTES = "#endnotes"
"""The article that the notes of all articles are (`archive_app.typeset.blocks.endnotes`)."""
_HEADINGS = {"heading-1": 1, "heading-2": 2, "heading-3": 3, "notes-title": 1}
_GROUPS = {"quote": "BlockQuote", "verse": "BlockQuote", "list": "L"}
_CAPTIONS = frozenset({"caption", "people", "credit"})
_ENTRIES = frozenset({"contents-section", "contents-part", "contents-entry"})
_BEHIND_ENTRIES = frozenset({"contents-author", "contents-page"})
_NO_WORDS = "图片"
_TEXT = "text"


@dataclass(slots=True, eq=False)
class Element:
    """An element: its type, its children (elements, marked content as (page, id), annotations by number)."""

    kind: str
    parent: Element | None
    kids: list[Element | tuple[int, int] | int] = field(default_factory=list)
    alt: str = ""
    entries: str = ""
    number: int = 0

    def child(self, kind: str, alt: str = "", entries: str = "") -> Element:
        """A new element at the end of this one."""
        made = Element(kind, self, [], alt, entries)
        self.kids.append(made)
        return made

    def after(self, other: Element, kind: str) -> Element:
        """A new element right behind ``other``, which is a child of this one, and behind the notes it has already."""
        place = next(n for n, kid in enumerate(self.kids) if kid is other) + 1
        while place < len(self.kids) and isinstance(kid := self.kids[place], Element) and kid.kind == kind:
            place += 1
        made = Element(kind, self)
        self.kids.insert(place, made)
        return made

    def walk(self) -> Iterator[Element]:
        """This element and all under it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


@dataclass(slots=True)
class PagePlan:
    """The lines of a page in stretches of one element each (None: an artifact), and its pictures' elements."""

    stretches: list[tuple[Element | None, list[Line]]] = field(default_factory=list)
    figures: list[tuple[Element, PlacedImage]] = field(default_factory=list)


class Structure:
    """The tree of a layout, and for each page which lines belong to which element."""

    def __init__(self, layout: Layout) -> None:
        self.root = Element("Document", None)
        if layout.right_bound:
            self.root.entries = "/A<</O/Layout/WritingMode/TbRl>>"
        self.notes: dict[str, Element] = {}
        self._callers: dict[str, Element] = {}
        self._section: Element | None = None
        self._level = 0
        self._articles: dict[str, Element] = {}
        self._made: dict[tuple[str, str, str], Element] = {}
        self._tables: dict[tuple[str, str], _Table] = {}
        self._last: tuple[str, Element] | None = None
        self.plans = [self._page(number, page) for number, page in enumerate(layout.pages)]

    def _page(self, number: int, page: Page) -> PagePlan:
        plan = PagePlan()
        tables = {
            (line.article, line.block) for line in page.lines if line.part != _TEXT and line.part.startswith("cell:")
        }
        waiting = list(page.images)
        outer = self._outer(page)
        before: Line | None = None
        element: Element | None = None
        stretch: list[Line] = []
        for line in page.lines:
            while waiting and _stands_before(waiting, line):
                self._figure(plan, waiting.pop(0), outer)
            if before is None or not _goes_on(line, before):
                found = self._line(number, page, line, tables, outer)
                if before is None or found is not element:
                    stretch = []
                    plan.stretches.append((found, stretch))
                element = found
            before = line
            stretch.append(line)
            if element is not None:
                for run in line.runs:
                    if run.note and not line.part.startswith("note:"):
                        self._callers[run.note] = element
        for image in waiting:
            self._figure(plan, image, outer)
        self._last = None if page.kind not in ("body", "front", "back") else self._last
        return plan

    def _outer(self, page: Page) -> Element:
        """What the lines of a page that belong to no article stand in."""
        if page.kind == "section":
            self._section = self.root.child("Sect")
            return self._section
        if page.kind in ("front", "back"):
            self._section = None
        if page.kind == "contents":
            return self._made.get(("", "", "contents")) or self._keep(("", "", "contents"), self.root.child("Sect"))
        if page.kind in ("cover", "title", "imprint") and page.lines:
            return self.root.child("Sect")
        return self._section or self.root

    def _keep(self, key: tuple[str, str, str], made: Element) -> Element:
        self._made[key] = made
        return made

    def _article(self, key: str, outer: Element) -> Element:
        found = self._articles.get(key)
        if found is None:
            found = self._articles[key] = (self._section or outer).child("Sect")
            self._last = None
        return found

    def _line(
        self, number: int, page: Page, line: Line, tables: set[tuple[str, str]], outer: Element
    ) -> Element | None:
        if line.role == "section-opening":
            return self._opening(line)
        if line.role.startswith("contents-"):
            return self._contents(line, page, outer)
        if line.role == "table-again":  # 续表 is furniture, as the head that comes again under it
            return None
        if not line.article:
            return self._front(line, page, outer)
        section = self._article(line.article, outer)
        if line.role == "endnote":  # where all articles' notes stand together, they are no part of their articles
            return self._endnote(line, self._articles.get(ENDNOTES, section))
        if line.part.startswith("note:"):
            return self._note(line, section)
        if line.part == "again":  # the caption of a group that goes on
            return None
        if line.part.startswith("cell:"):
            return self._table(line, section).cell(number, line)
        if line.role in _CAPTIONS:
            return self._caption(line, section, (line.article, line.block) in tables)
        return self._text(line, section)

    def _opening(self, line: Line) -> Element:
        """A 栏目's title over its first article."""
        key = ("", line.text, "opening")
        if self._last is not None and self._last[0] == "section-opening":
            return self._last[1]
        self._section = self.root.child("Sect")
        made = self._keep(key, self._section.child("H1"))
        self._last = ("section-opening", made)
        return made

    def _front(self, line: Line, page: Page, outer: Element) -> Element:
        """Pages that are composed, not flowed: pieces of one role follow on; a line of the 版权页 by itself."""
        same_row = self._last is not None and self._last[0] == f"{line.role} {line.y:.1f}"
        if line.role == "imprint":
            element = self._last[1] if same_row and self._last else outer.child("P")
            self._last = (f"{line.role} {line.y:.1f}", element)
            return element
        if self._last is not None and self._last[0] == line.role:
            return self._last[1]
        # asked of headings alone: a report of thousands of sheets has all its lines in one element
        heads = line.role in ("section", "book-title") and not any(
            isinstance(kid, Element) and kid.kind == "H1" for kid in outer.kids
        )
        element = outer.child("H1" if heads else "P")
        self._last = (line.role, element)
        return element

    def _contents(self, line: Line, page: Page, outer: Element) -> Element:
        if line.role == "contents-title":
            return outer.child("H1")
        table = self._made.get(("", "", "toc")) or self._keep(("", "", "toc"), outer.child("TOC"))
        last = self._last
        if last is not None and (line.role in _BEHIND_ENTRIES or (last[0] == f"{line.role} {_begins(line):.1f}")):
            return last[1]
        if line.role not in _ENTRIES:
            return outer.child("P")
        linked = any(_in_link(line, link) for link in page.links)
        item = table.child("TOCI")
        element = item.child("Reference").child("Link") if linked else item.child("P")
        # the lines that follow on are set in by an em
        self._last = (f"{line.role} {_begins(line) + line.size:.1f}", element)
        return element

    def _text(self, line: Line, section: Element) -> Element:
        key = (line.article, line.block, line.role if not line.block else "")
        found = self._made.get(key)
        if found is not None:
            return found
        role = line.role
        depth = 1 if section.parent is self.root else 2
        if role == "title":
            made = self._heading(section, depth)
        elif role in _HEADINGS:
            # no level is skipped, whatever the manuscript does with its headings
            made = self._heading(section, min(6, depth + _HEADINGS[role], max(self._level, depth) + 1))
        elif role in _GROUPS:
            made = self._grouped(role, section)
        else:
            made = section.child("P")
        return self._keep(key, made)

    def _heading(self, section: Element, level: int) -> Element:
        self._level = level
        return section.child(f"H{level}")

    def _grouped(self, role: str, section: Element) -> Element:
        """Quotations, verses and items of a list that follow on stand in one element."""
        kind = _GROUPS[role]
        last = section.kids[-1] if section.kids else None
        group = last if isinstance(last, Element) and last.kind == kind else section.child(kind)
        return group.child("LI").child("LBody") if kind == "L" else group.child("P")

    def _note(self, line: Line, section: Element) -> Element:
        note = line.part.removeprefix("note:")
        found = self.notes.get(note)
        if found is None:
            caller = self._callers.get(note)
            while caller is not None and caller.parent is not None and caller.parent.kind != "Sect":
                caller = caller.parent
            if caller is not None and caller.parent is not None:
                found = caller.parent.after(caller, "Note")
            else:
                found = section.child("Note")
            found.entries = f"/ID(note-{len(self.notes) + 1:06d})"
            self.notes[note] = found
        return found

    def _endnote(self, line: Line, section: Element) -> Element:
        note = line.part.removeprefix("note:")
        found = self.notes.get(note)
        if found is None:
            found = self.notes[note] = section.child("Note", entries=f"/ID(note-{len(self.notes) + 1:06d})")
        return found

    def _caption(self, line: Line, section: Element, of_table: bool) -> Element:
        key = (line.article, line.block, "caption")
        found = self._made.get(key)
        if found is None:
            within = self._table(line, section).element if of_table else section
            found = self._keep(key, within.child("Caption"))
        return found

    def _table(self, line: Line, section: Element) -> _Table:
        key = (line.article, line.block)
        if key not in self._tables:
            self._tables[key] = _Table(section.child("Table"))
        return self._tables[key]

    def _figure(self, plan: PagePlan, image: PlacedImage, outer: Element) -> None:
        section = self._article(image.article, outer) if image.article else outer
        half = (image.article, image.block, "half")
        if image.crop is not None and not image.alt and half in self._made:
            plan.figures.append((self._made[half], image))  # the other half of a picture over the gutter
            return
        if image.crop is not None:
            made = section.child("Figure", image.alt.strip() or _NO_WORDS)
            plan.figures.append((self._keep(half, made), image))
            return
        plan.figures.append((section.child("Figure", image.alt.strip() or _NO_WORDS), image))

    def finish(self) -> None:
        """Make tables even: a cell without words is a cell."""
        for table in self._tables.values():
            table.fill()


class _Table:
    """A table's rows and cells."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.rows: dict[int, tuple[Element, dict[int, Element]]] = {}
        self._pages: dict[tuple[int, int], int] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}

    def cell(self, page: int, line: Line) -> Element | None:
        """The cell of a line; None where it is a head that comes again on a later page."""
        row, column = (int(part) for part in line.part.removeprefix("cell:").split(",")[:2])
        if self._pages.setdefault((row, column), page) != page:
            return None
        if row not in self.rows:
            self.rows[row] = (self.element.child("TR"), {})
        tr, cells = self.rows[row]
        if column not in cells:
            cells[column] = tr.child("TH" if line.role == "table-head" else "TD")
            self._spans[row, column] = line.span
        return cells[column]

    def fill(self) -> None:
        """Cells without words, so that every row has as many as the longest; what a cell reaches over (ISO 32000-1
        §14.8.5.7), and what a head is one of."""
        columns = max((c + self._spans[row, c][1] for row, (_, cells) in self.rows.items() for c in cells), default=1)
        covered: set[tuple[int, int]] = set()
        for row, (tr, cells) in sorted(self.rows.items()):
            kids: list[Element | tuple[int, int] | int] = []
            for column in range(columns):
                if (row, column) in covered:
                    continue
                cell = cells.get(column) or Element("TD", tr)
                tall, wide = self._spans.get((row, column), (1, 1))
                covered |= {(row + down, column + across) for down in range(tall) for across in range(wide)}
                cell.entries = _table_entries(cell.kind == "TH", self._row_head(cells), tall, wide)
                kids.append(cell)
            tr.kids[:] = kids

    @staticmethod
    def _row_head(cells: Mapping[int, Element]) -> bool:
        """Whether a head in this row is the row's: there are other cells in it."""
        return any(cell.kind == "TD" for cell in cells.values())


def _table_entries(head: bool, of_row: bool, tall: int, wide: int) -> str:
    """The attributes of a cell."""
    said = f"/Scope/{'Row' if of_row else 'Column'}" if head else ""
    said += f"/RowSpan {tall}" if tall > 1 else ""
    said += f"/ColSpan {wide}" if wide > 1 else ""
    return f"/A<</O/Table{said}>>" if said else ""


def _goes_on(line: Line, before: Line) -> bool:
    """Whether a line plainly goes on with the text of the one before."""
    return (
        line.block == before.block != ""
        and line.part == before.part == _TEXT
        and line.role == before.role
        and line.article == before.article != ""
    )


def _begins(line: Line) -> float:
    """Where a line begins in its own direction."""
    return line.y if line.vertical else line.x


def _in_link(line: Line, link: Link) -> bool:
    """Whether an entry of the contents stands in the rectangle of a link."""
    inside = link.y0 - 1 <= line.y <= link.y1 + 1
    return inside and (not line.vertical or link.x0 <= line.x <= link.x1)


def _stands_before(waiting: Sequence[PlacedImage], line: Line) -> bool:
    """Whether the next picture comes before ``line`` in reading order: before its own caption, else by its foot."""
    image = waiting[0]
    if line.block == image.block and line.article == image.article:
        return True
    if line.vertical and not line.part.startswith("note:"):  # columns are read from right to left
        return line.article == image.article and line.x <= image.x
    return line.part.startswith("note:") or (line.article == image.article and line.y >= image.y + image.height)
