"""The pages of a layout as pages of a PDF: what is drawn on them, and the objects they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from archive_app.typeset.fonts.faces import Face, face
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page, PlacedImage
from archive_app.typeset.pdf.ahead import Ahead
from archive_app.typeset.pdf.columns import end_mark
from archive_app.typeset.pdf.file import PdfFile, array, dictionary, reference
from archive_app.typeset.pdf.fonts import PdfFont, Program, cast_program
from archive_app.typeset.pdf.images import Encoded, Matrix, encode
from archive_app.typeset.pdf.strokes import draw_rule
from archive_app.typeset.pdf.structure import Element, PagePlan
from archive_app.typeset.pdf.surface import Surface
from archive_app.typeset.pdf.tagging import Spot, Tagger, mark_box
from archive_app.typeset.pdf.text import FontOf, Pen, pieces, run_width
from archive_app.typeset.problems import PICTURE_BROKEN, Problem

_MOST_FONTS = 99

_PictureKey = tuple[str, int, int, str]

Encode = Callable[[PlacedImage, Page], Encoded]
"""Brings a picture into the form an output wants. Raises ``OSError`` or ``ValueError`` where it cannot be read."""


def as_on_screen(image: PlacedImage, page: Page) -> Encoded:
    """A picture for the screen."""
    return encode(image.path, *image.extent)


class Tags(NamedTuple):
    """What makes a page tagged: its plan, the tagger, and where the notes are (calls, notes)."""

    tagger: Tagger
    plan: PagePlan
    calls: dict[str, Spot]
    notes: dict[str, Spot]

    def spot(self, run: GlyphRun, line: Line) -> Spot | None:
        """Where the mark of a note leads to: from the text to the note, from the note to the text."""
        return (self.calls if line.part.startswith("note:") else self.notes).get(run.note)


class _Fonts(dict[str, PdfFont]):
    """The fonts of a document by their faces; a new one for a face that comes up."""

    def __missing__(self, name: str) -> PdfFont:
        self[name] = font = PdfFont(face(name), len(self) + 1)
        return font


class PageWriter:
    """Draws the ``count`` pages of a document; keeps the fonts and pictures it uses.

    What is drawn goes on ``surface``, the links of the page into ``annotations``; `end_page` makes a page of both.
    ``pages`` are the numbers of the pages' objects, known before any is drawn. It is a context: what makes pictures
    ready stops when it is left.
    """

    def __init__(self, file: PdfFile, count: int, encoder: Encode = as_on_screen) -> None:
        self.file, self._encoder = file, encoder
        self._tree, self._font_list = file.reserve(), file.reserve()
        self.pages = range(first := file.reserve(count), first + count)
        self.surface = Surface()
        self.annotations: list[int] = []
        self.problems: list[Problem] = []
        self._ended = 0
        self._fonts = _Fonts()
        self.font: FontOf = self._fonts.__getitem__
        """The document's font for a face."""
        self._pictures: dict[_PictureKey, tuple[str, Matrix] | None] = {}
        self._places: dict[_PictureKey, int] = {}
        self._gallery: Ahead[tuple[PlacedImage, Page], Encoded] = Ahead(self._ready, ())
        self._foundry: Ahead[tuple[Face, frozenset[int]], Program] = Ahead(cast_program, ())
        self._forms: dict[str, int] = {}
        self._on_page: set[str] = set()

    def __enter__(self) -> PageWriter:
        return self

    def __exit__(self, *outcome: object) -> None:
        self._gallery.close()
        self._foundry.close()

    def collect(self, layout: Layout) -> None:
        """Note every character used, before any page is drawn: only then is it known which codes are free. Pictures
        and fonts are made ready from now on."""
        self.use([line for page in layout.pages for line in (*page.heads, *page.lines, page.folio) if line])
        pictures = {_picture_key(image, page): (image, page) for page in layout.pages for image in page.images}
        self._places = {key: number for number, key in enumerate(pictures)}
        self._gallery = Ahead(self._ready, list(pictures.values()))
        self._gallery.start()
        for name, font in self._fonts.items():
            if name.startswith("@"):
                end_mark(font)
        self._foundry = Ahead(cast_program, [(font.face, font.glyphs()) for font in self._fonts.values()], _MOST_FONTS)
        self._foundry.start()

    def use(self, lines: Iterable[Line]) -> None:
        """Note the characters of ``lines`` as used."""
        used: dict[str, list[str]] = {}
        for line in lines:
            for run in line.runs:
                if run.shaped:
                    self.font(run.face).use_glyphs(run.shaped)
                    self.font(run.face).use(" ")
                else:
                    texts = used.get(run.face)
                    if texts is None:
                        texts = used[run.face] = []
                    texts.append(f"{run.text} " if run.note else run.text)  # a number's blank is drawn
        for name, texts in used.items():
            self.font(name).use("".join(texts))

    def add_form(self, name: str, number: int) -> None:
        """Let pages show the object ``number`` as ``name``."""
        self._forms[name] = number

    def show(self, name: str) -> None:
        """Show a form or a picture on this page."""
        self._on_page.add(name)
        self.surface.code.append(f"/{name} Do")

    def draw(self, page: Page, tags: Tags | None = None) -> None:
        """Draw ``page`` in reading order: pictures and rules, head, text, folio."""
        surface = self.surface
        code = surface.code
        height = page.height
        for number, image in enumerate(page.images):
            if tags is None:
                self._image(image, page)
            else:
                element, own = tags.plan.figures[number]
                element.entries = _placed(own, height)
                code.append(tags.tagger.open(element))
                self._image(own, page)
                code.append("EMC")
        if page.rules:
            code.append("/Artifact <</Type /Layout>> BDC")
            surface.setStrokeGray(0)
            surface.setFillGray(0)
            for rule in page.rules:
                draw_rule(surface, rule, height)
            code.append("EMC")
        code.append("0 g BT")
        pen = Pen(height, self.font, code)
        if page.heads:
            _artifact(page.heads, pen, code)
        if tags is None:
            pen.lines(page.lines)
        else:
            for owner, lines in tags.plan.stretches:
                self._stretch(owner, lines, pen, tags)
        if page.folio:
            _artifact((page.folio,), pen, code)
        code.append("ET")

    def end_page(
        self,
        width: float,
        height: float,
        boxes: Mapping[str, tuple[float, float, float, float]] = MappingProxyType({}),
        parents: int | None = None,
    ) -> None:
        """Make a page of what was drawn, with its boxes beside the sheet of ``width`` × ``height`` points and its row
        in the structure's parent tree."""
        content = self.file.put_stream(self.surface.take().encode("latin-1"))
        shown = b"".join([b"/%s %d 0 R" % (name.encode(), self._forms[name]) for name in sorted(self._on_page)])
        resources = b"<</Font %d 0 R%s>>" % (self._font_list, b"/XObject<<%s>>" % shown if shown else b"")
        entries = {
            "Type": b"/Page",
            "Parent": reference(self._tree),
            "MediaBox": array((0, 0, width, height)),
            **{name: array(box) for name, box in boxes.items()},
            "Resources": resources,
            "Contents": reference(content),
        }
        if self.annotations:
            entries["Annots"] = b"[%s]" % b" ".join([reference(number) for number in self.annotations])
        if parents is not None:
            entries["StructParents"] = b"%d" % parents
            entries["Tabs"] = b"/S"
        self.file.put(dictionary(entries), self.pages[self._ended])
        self._ended += 1
        self.annotations = []
        self._on_page.clear()

    def finish(self) -> None:
        """Write the fonts, the tree of pages and the end of the file."""
        file = self.file
        numbers = {font.resource: file.reserve() for font in self._fonts.values()}
        for place, font in enumerate(self._fonts.values()):
            program = self._foundry.result(place) if place < self._foundry.count else None
            font.write(file, numbers[font.resource], program)
        file.put(dictionary({name: reference(number) for name, number in numbers.items()}), self._font_list)
        kids = b" ".join([reference(number) for number in self.pages])
        file.put(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), kids), self._tree)
        file.catalog["Pages"] = reference(self._tree)
        file.finish()

    def _stretch(self, element: Element | None, lines: Sequence[Line], pen: Pen, tags: Tags) -> None:
        """Lines of one element as marked content, the marks of notes as links."""
        code = self.surface.code
        if element is None:
            _artifact(lines, pen, code)
            return
        tagger = tags.tagger
        begun = False
        for line in lines:
            runs = line.runs
            if len(runs) == 1 and not runs[0].note:
                if not begun:
                    code.append(tagger.open(element))
                    begun = True
                pen.line(line)
                continue
            marks = [run for run in runs if run.note]
            if not marks:
                if not begun:
                    code.append(tagger.open(element))
                    begun = True
                pen.line(line)
                continue
            cut = pieces(line, self.font)
            apart = {note for _, note in cut}
            for run in marks:
                if run.note not in apart:
                    self._link(line, run, _label(element, run, line, tags), pen.height, tags)
            for piece, note in cut:
                if note and begun:
                    code.append("EMC")
                    begun = False
                if note:
                    around = _label(element, piece.runs[0], line, tags)
                    code.append(tagger.open(around))
                    pen.line(piece)
                    code.append("EMC")
                    self._link(piece, piece.runs[0], around, pen.height, tags)
                    continue
                if not begun:
                    code.append(tagger.open(element))
                    begun = True
                pen.line(piece)
        if begun:
            code.append("EMC")

    def _link(self, line: Line, run: GlyphRun, element: Element, height: float, tags: Tags) -> None:
        """From the mark of a note to the note, from the note back."""
        spot = tags.spot(run, line)
        if spot is not None:
            box = mark_box(line, run, run_width(run, self.font), height)
            figure = run.text.strip()
            words = f"回到正文{figure}" if line.part.startswith("note:") else f"注{figure}"
            self.annotations.append(tags.tagger.link(box, spot, words, element))

    def _image(self, image: PlacedImage, page: Page) -> None:
        key = _picture_key(image, page)
        if key not in self._pictures:
            self._pictures[key] = self._put(key, image, page)
        known = self._pictures[key]
        surface = self.surface
        surface.saveState()
        if known is None:
            surface.setStrokeGray(0.5)
            surface.setLineWidth(0.5)
            surface.rect(image.x, page.height - image.y - image.height, image.width, image.height)
        else:
            _frame(surface, image, page.height)
            surface.transform(*known[1])
            self.show(known[0])
        surface.restoreState()

    def _ready(self, wanted: tuple[PlacedImage, Page]) -> Encoded:
        return self._encoder(*wanted)

    def _put(self, key: _PictureKey, image: PlacedImage, page: Page) -> tuple[str, Matrix] | None:
        """Write a picture into the file: its name there, and the matrix that turns it. None where it is broken."""
        try:
            encoded = self._gallery.result(self._places[key])
        except (OSError, ValueError, SyntaxError):  # Pillow raises all three for damaged files
            self.problems.append(
                Problem(
                    PICTURE_BROKEN,
                    f"图片“{image.path.name}”读不出来，版面上留了空框",
                    "请换一份完好的图片文件再输出。",
                    article=image.article,
                    block=image.block,
                    page=page.label,
                    serious=True,
                )
            )
            return None
        name = f"Im{encoded.name}"
        if name not in self._forms:
            self._forms[name] = self.file.put_stream(encoded.data, encoded.entries, packed=False)
        return name, encoded.matrix


def _picture_key(image: PlacedImage, page: Page) -> _PictureKey:
    """What makes a picture another one in the file."""
    return str(image.path), round(image.extent[0]), round(image.extent[1]), page.kind


def _label(element: Element, run: GlyphRun, line: Line, tags: Tags) -> Element:
    """The element of a note's mark in ``element``."""
    around = element.child("Lbl" if line.part.startswith("note:") else "Reference")
    return around.child("Link") if tags.spot(run, line) is not None else around


def _placed(image: PlacedImage, height: float) -> str:
    """Where a picture is on its page, for readers that show it by itself."""
    top = height - image.y
    box = f"{image.x:.2f} {top - image.height:.2f} {image.x + image.width:.2f} {top:.2f}"
    return f"/A<</O/Layout/Placement/Block/BBox[{box}]>>"


def _frame(surface: Surface, image: PlacedImage, height: float) -> None:
    """Make the unit square the place of all of a picture; what is not to be shown is clipped."""
    if image.crop is not None:
        window = surface.beginPath()
        window.rect(image.x, height - image.y - image.height, image.width, image.height)
        surface.clipPath(window, stroke=0, fill=0)
    x, y, wide, high = image.whole
    foot = height - y - high
    if image.turned:
        surface.transform(0, high, -wide, 0, x + wide, foot)
    else:
        surface.transform(wide, 0, 0, high, x, foot)


def _artifact(lines: Sequence[Line], pen: Pen, code: list[str]) -> None:
    """Heads and folios are the page's, not the text's."""
    code.append("/Artifact <</Type /Pagination>> BDC")
    pen.lines(lines)
    code.append("EMC")
