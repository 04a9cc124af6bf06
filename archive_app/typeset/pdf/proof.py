"""A proof (校样): the screen's pages with line numbers, round and day, a watermark, and bars beside what is new.

All of that is drawn as outlines and marked as artifacts, so that the text of the pages is the book's alone. A list of
the pages that changed stands behind the last page. A wide proof has room for a red pen at the fore-edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from archive_app.typeset.changes import Changes
from archive_app.typeset.layout import Layout, Line, Link, Page
from archive_app.typeset.pages.front import chinese_number
from archive_app.typeset.pdf.canvas import PageWriter
from archive_app.typeset.pdf.document import Dress, bookmarks, draw_tagged, finish, labels, sign
from archive_app.typeset.pdf.file import Metadata, PdfFile
from archive_app.typeset.pdf.furniture import small_line
from archive_app.typeset.pdf.outlines import Forms
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import MM

PEN_ROOM = 40 * MM
"""What a wide proof has more at the fore-edge: 小16开 (170×240) then prints on A4."""

_CAPTIONS = frozenset({"caption", "people", "credit"})

_NUMBER, _NUMBER_AWAY = 6.0, 9.0
_HEAD, _HEAD_DOWN, _HEAD_IN = 7.5, 15.0, 24.0
_BAR, _BAR_AWAY = 1.4, 6.0
_SAME_LINE = 1.0  # points: baselines so near are one line
_LIST_SIZE, _LIST_STEP, _LIST_TOP, _LIST_LEFT = 9.0, 16.0, 90.0, 60.0


class ProofOptions(NamedTuple):
    """``round`` 1 is 第一次校样; ``changes`` against an earlier layout, where there is one; ``wide`` leaves room for a
    red pen; an empty ``watermark`` leaves it out."""

    round: int = 1
    changes: Changes | None = None
    wide: bool = False
    watermark: str = "校样"


def draw_proof(stream: BinaryIO, layout: Layout, metadata: Metadata, options: ProofOptions) -> list[Problem]:
    """Write the proof; the pictures that could not be had."""
    if options.wide:
        layout = widened(layout)
    shown = layout
    if options.changes is not None:
        shown = replace(layout, pages=(*layout.pages, *change_list(layout, options.changes, options.round)))
    file = PdfFile(stream, metadata)
    with PageWriter(file, len(shown.pages)) as writer:
        writer.collect(shown)
        sign(file, shown)
        draw_tagged(writer, shown, _ProofDress(writer, layout, metadata, options))
        bookmarks(file, shown, writer.pages)
        labels(file, shown)
        finish(writer, shown, copied=True)
        return writer.problems


class _ProofDress(Dress):
    """What stands around the pages of a proof."""

    def __init__(self, writer: PageWriter, layout: Layout, metadata: Metadata, options: ProofOptions) -> None:
        self.surface, self.forms = writer.surface, Forms(writer)
        self.layout, self.options = layout, options
        self.head = f"第{chinese_number(options.round)}次校样　{metadata.created:%Y-%m-%d}　共{len(layout.pages)}面"
        self._edges = {recto: _text_edges(layout, recto) for recto in (True, False)}

    def under(self, number: int, page: Page) -> None:
        """The watermark."""
        words = self.options.watermark
        if not words:
            return
        surface = self.surface
        surface.code.append("/Artifact <</Type /Pagination /Subtype /Watermark>> BDC")
        surface.saveState()
        surface.setFillGray(0.93)
        self.forms.show_slanted(words, page.width * 0.75 / max(2, len(words)), page.width / 2, page.height / 2)
        surface.restoreState()
        surface.code.append("EMC")

    def over(self, number: int, page: Page) -> None:
        """Round and day, the lines' numbers, the bars, the edge of a red pen's room."""
        surface = self.surface
        surface.code.append("/Artifact <</Type /Pagination>> BDC")
        surface.saveState()
        surface.setFillGray(0.45)
        surface.setStrokeGray(0.45)
        self.forms.show(self.head, _HEAD, _HEAD_IN, page.height - _HEAD_DOWN)
        if number < len(self.layout.pages):
            self._numbers(page, self._recto(number))
            self._bars(number, page)
            if self.options.wide:
                edge = page.width - PEN_ROOM if self._fore_edge_right(number) else PEN_ROOM
                surface.setLineWidth(0.3)
                surface.setDash(2, 3)
                surface.line(edge, 0, edge, page.height)
        surface.restoreState()
        surface.code.append("EMC")

    def _recto(self, number: int) -> bool:
        return number % 2 == 0

    def _fore_edge_right(self, number: int) -> bool:
        return self._recto(number) is not self.layout.right_bound

    def _numbers(self, page: Page, recto: bool) -> None:
        """The lines counted down the page (columns from the right), at the fore-edge (over the columns)."""
        level = counted_lines([line for line in page.lines if not line.vertical and not line.turned])
        outer_right = recto is not self.layout.right_bound
        left, right = self._edges[recto]
        x = right + _NUMBER_AWAY if outer_right else left - _NUMBER_AWAY
        for count, y in enumerate(_rows(line.y for line in level), 1):
            self.forms.show(str(count), _NUMBER, x, page.height - y, right=not outer_right)
        columns = [line for line in page.lines if line.vertical]
        top = min((line.y for line in columns), default=0.0)
        for count, place in enumerate(_rows(-line.x for line in columns), 1):
            self.forms.show(str(count), _NUMBER, -place - 1.5, page.height - top + _NUMBER_AWAY)

    def _bars(self, number: int, page: Page) -> None:
        """A bar at the spine beside each line that is new, a wedge where something was taken out."""
        changes = self.options.changes
        if changes is None:
            return
        recto = self._recto(number)
        spine_left = recto is not self.layout.right_bound
        left, right = self._edges[recto]
        x = left - _BAR_AWAY if spine_left else right + _BAR_AWAY
        surface = self.surface
        surface.saveState()
        surface.setStrokeGray(0)
        surface.setFillGray(0)
        surface.setLineWidth(_BAR)
        for index, line in enumerate(page.lines):
            y = page.height - line.y
            new, cut = (number, index) in changes.lines, (number, index) in changes.cuts
            if line.vertical and (new or cut):
                half = line.size / 2 if new else line.size / 5
                surface.line(line.x - half, y + 4, line.x + half, y + 4)
            elif new:
                surface.line(x, y - line.size * 0.3, x, y + line.size * 1.05)
            elif cut:
                away = 4.0 if spine_left else -4.0
                top = y + line.size * 1.2
                wedge = surface.beginPath()
                wedge.moveTo(x, top)
                wedge.lineTo(x - away, top + 3)
                wedge.lineTo(x - away, top - 3)
                surface.drawPath(wedge, stroke=0, fill=1)
        surface.restoreState()


def counted_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines without the captions that stand beside text: there the text's are counted."""
    text = [line.y for line in lines if line.role not in _CAPTIONS]
    return [line for line in lines if line.role not in _CAPTIONS or all(abs(line.y - y) > line.size for y in text)]


def _rows(places: Iterable[float]) -> list[float]:
    """Places in order, each line once."""
    rows: list[float] = []
    for place in sorted(places):
        if not rows or place - rows[-1] > _SAME_LINE:
            rows.append(place)
    return rows


def _text_edges(layout: Layout, recto: bool) -> tuple[float, float]:
    """Left and right edge of the type area, as the lines of such pages show it."""
    pages = [page for number, page in enumerate(layout.pages) if (number % 2 == 0) is recto]
    starts = [line.x for page in pages for line in page.lines if line.role == "body"]
    starts = starts or [line.x for page in pages for line in page.lines]
    left = min(starts, default=60.0)
    return left, left + layout.grid.get("width", 300.0)


def widened(layout: Layout) -> Layout:
    """Every page with `PEN_ROOM` more at its fore-edge."""
    return replace(
        layout,
        pages=tuple(
            _moved(page, 0.0 if (number % 2 == 0) is not layout.right_bound else PEN_ROOM)
            for number, page in enumerate(layout.pages)
        ),
    )


def _moved(page: Page, x: float) -> Page:
    def line(one: Line) -> Line:
        return one._replace(x=one.x + x)

    return page._replace(
        width=page.width + PEN_ROOM,
        heads=tuple(line(one) for one in page.heads),
        lines=tuple(line(one) for one in page.lines),
        folio=line(page.folio) if page.folio else None,
        images=tuple(one._replace(x=one.x + x) for one in (i.within(page.width, page.height) for i in page.images)),
        rules=tuple(rule._replace(x0=rule.x0 + x, x1=rule.x1 + x) for rule in page.rules),
        links=tuple(Link(one.x0 + x, one.y0, one.x1 + x, one.y1, one.page) for one in page.links),
    )


def change_list(layout: Layout, changes: Changes, round_number: int) -> list[Page]:
    """Pages behind the last: which pages have other words than the time before, and which only moved."""
    titles = {line.article: line.text for page in reversed(layout.pages) for line in page.lines if line.role == "title"}
    rows = [
        f"与上一次相比，文字有改动的有{len(changes.pages)}面。" if changes.pages else "与上一次相比，文字没有改动。"
    ]
    for change in changes.pages:
        page = layout.pages[change.page]
        articles = dict.fromkeys(titles.get(line.article, "") for line in page.lines)
        named = "".join(f"《{title.rstrip('*')}》" for title in articles if title)
        what = [f"改动{change.lines}行" if change.lines else "", f"删去{change.cuts}处" if change.cuts else ""]
        rows.append(f"　{page_said(layout, change.page)}　{'，'.join(filter(None, what))}　{named}")
    if changes.moved:
        rows.append(f"文字没有改、只是推到别的面上的：{pages_said(layout, changes.moved)}。")
    rows += [f"已经不在书里的：{article}" for article in changes.gone]
    first = layout.pages[0]
    fit = max(1, int((first.height - _LIST_TOP - 50) / _LIST_STEP))
    wrapped = [piece for row in rows for piece in _wrapped(row, first.width - 2 * _LIST_LEFT)]
    made = []
    for start in range(0, len(wrapped), fit):
        lines = [
            small_line(row, _LIST_LEFT, _LIST_TOP + n * _LIST_STEP, _LIST_SIZE)
            for n, row in enumerate(wrapped[start : start + fit])
        ]
        title = small_line(f"第{chinese_number(round_number)}次校样改动一览", _LIST_LEFT, _LIST_TOP - 28, 13.0)
        made.append(Page("changes", "", first.width, first.height, lines=(title, *lines)))
    return made


def _wrapped(row: str, width: float) -> list[str]:
    most = max(8, int(width / _LIST_SIZE))
    pieces = [row[:most]]
    rest = row[most:]
    while rest:
        pieces.append("　　" + rest[: most - 2])
        rest = rest[most - 2 :]
    return pieces


def page_said(layout: Layout, number: int) -> str:
    """第12面, or its place in the file."""
    label = layout.pages[number].label
    return f"第{label}面" if label else f"文件第{number + 1}面"


def pages_said(layout: Layout, numbers: Sequence[int]) -> str:
    """第3面、第5面至第7面."""
    said: list[str] = []
    start = 0
    for index in range(1, len(numbers) + 1):
        if index < len(numbers) and numbers[index] == numbers[index - 1] + 1:
            continue
        first, last = page_said(layout, numbers[start]), page_said(layout, numbers[index - 1])
        said.append(first if first == last else f"{first}至{last}")
        start = index
    return "、".join(said)
