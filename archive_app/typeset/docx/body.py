"""The text: the volume's pieces as paragraphs, tables and pictures, section after section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive_app.domain.manuscript import Block, BlockKind, Picture
from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.figures import gathered, group_of
from archive_app.typeset.blocks.manuscript import label_of
from archive_app.typeset.blocks.tables import CAPTION, calls_of_table
from archive_app.typeset.book import Article, Book
from archive_app.typeset.docx.contents import Entry, contents
from archive_app.typeset.docx.drawings import Drawings
from archive_app.typeset.docx.groups import beside, picture_row, shares
from archive_app.typeset.docx.names import NAMESPACES, holding, twips, w
from archive_app.typeset.docx.notes import Notes
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.runs import Type, plain, runs, styled
from archive_app.typeset.docx.sections import Section, Sections
from archive_app.typeset.docx.styles import MOST_LEVELS, article_level
from archive_app.typeset.docx.tables import table
from archive_app.typeset.matter.index import IndexGroup
from archive_app.typeset.pages.front import issue_name, series_name
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.markup import DECLARATION, element
from archive_app.typeset.reflow.plan import Part, Piece
from archive_app.typeset.reflow.rare import script_of
from archive_app.typeset.templates import Template

_STYLES: Mapping[BlockKind, tuple[str, str]] = {
    BlockKind.PARAGRAPH: ("Normal", "body"),
    BlockKind.QUOTE: ("Quote", "quote"),
    BlockKind.VERSE: ("Verse", "verse"),
    BlockKind.QUESTION: ("Dialogue", "body"),
    BlockKind.ANSWER: ("Dialogue", "body"),
    BlockKind.LIST_ITEM: ("ListItem", "list"),
}
_WHOLE = frozenset({"page", "bleed", "spread", "plate"})
"""Places at which a picture is as wide as may be."""
_TITLE_AT, _SECTION_AT = 0.2, 0.34  # of the page's height, as the pages have it


@dataclass(slots=True)
class Body:
    """Writes one volume. ``labels`` are the folios of the book as it was set, by the place of a piece in ``pieces``;
    ``indexes`` what its indexes list, by kind."""

    book: Book
    template: Template
    pieces: Sequence[Piece]
    labels: Mapping[int, str]
    report: Callable[[Problem], None]
    indexes: Mapping[str, Sequence[IndexGroup]]
    notes: Notes = field(init=False)
    drawings: Drawings = field(init=False)
    sections: Sections = field(init=False)
    level: int = field(init=False)
    _items: list[Paragraph | str] = field(default_factory=list)
    _break: bool = False
    _counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.level = max((p.level for p in self.pieces if p.part is Part.ARTICLE), default=1)
        self.notes = Notes(self._type("note"), self.template.notes)
        self.drawings = Drawings(self.template, self.report)
        self.sections = Sections(self.template, self.level)

    def xml(self) -> bytes:
        """document.xml."""
        current: Section | None = None
        for number, piece in enumerate(self.pieces):
            following = self._section_of(number, piece)
            if current is not None and following is not None:
                self._end(current)
            current = following or current
            self._piece(number, piece)
        inner = [item if isinstance(item, str) else item.xml() for item in self._items]
        closing = self.sections.xml(current or Section())
        text = element("w:document", NAMESPACES, holding("body", *inner, closing))
        return (DECLARATION + text).encode()

    # sections

    def _section_of(self, number: int, piece: Piece) -> Section | None:
        """The section that begins with a piece; None where it goes on in the one before."""
        before = self.pieces[number - 1] if number else None
        book = series_name(self.book)
        plan = Section(book=book, section=piece.section, article=piece.title, direction=piece.direction)
        if piece.part is Part.TITLE:
            return Section()
        if piece.part is Part.IMPRINT:
            return Section(direction="horizontal")
        if piece.place == "front":
            numerals = self.template.front_numbering
            numerals = "" if numerals == "none" else numerals
            first = 1 if before is not None and before.part is Part.IMPRINT else None
            start = "oddPage" if self.template.matter == "recto" or first or piece.part is Part.CONTENTS else "nextPage"
            return replace(plan, start=start, numbers=numerals, first=first)
        opened = before is None or before.place == "front"
        plan = replace(plan, numbers="arabic", first=1 if opened else None)
        if piece.place == "back":
            return replace(plan, start="oddPage" if self.template.matter == "recto" else "nextPage")
        heading = before is not None and before.part is Part.GROUP
        paged = self.template.sections == "page"
        after_section = before is not None and before.part is Part.SECTION
        if piece.part is Part.SECTION:
            follows = self.template.articles == "flow" and not paged and not opened
            return None if follows else replace(plan, start="oddPage" if paged or opened else "nextPage")
        if heading or (after_section and not paged):
            return None
        if self.template.articles == "flow" and not opened and not (after_section and paged):
            return None
        recto = self.template.articles == "recto" or opened or (after_section and paged)
        return replace(plan, start="oddPage" if recto else "nextPage")

    def _end(self, section: Section) -> None:
        last = self._items[-1] if self._items else None
        if not isinstance(last, Paragraph) or "sectPr" in last.own:
            last = Paragraph("Normal", "", {"spacing": w("spacing", line=20, lineRule="exact")})
            self._items.append(last)
        last.own["sectPr"] = self.sections.xml(section)

    # pieces

    def _piece(self, number: int, piece: Piece) -> None:
        if piece.part is Part.TITLE:
            self._title_page()
        elif piece.part is Part.IMPRINT:
            self._imprint()
        elif piece.part is Part.CONTENTS:
            self._items.append(contents(self._entries(), self.template.contents_authors))
        elif piece.part is Part.SECTION and self.template.sections == "page":
            lowered = w("spacing", before=twips(self._extent * _SECTION_AT), after=0)
            self._heading(number, piece, {"spacing": lowered})
        elif piece.part is Part.SECTION:
            line = Paragraph("SectionOpening", self._marked(number, plain(piece.title)), {})
            line.own["outlineLvl"] = w("outlineLvl", 0)
            self._items.append(line)
        elif piece.part is Part.GROUP:
            self._heading(number, piece, {})
        elif piece.part is Part.INDEX:
            self._index(number, piece)
        elif piece.article is not None:
            self._article(number, piece, piece.article)

    def _title_page(self) -> None:
        book, height = self.book, self._extent
        lowered = {"spacing": w("spacing", before=twips(height * _TITLE_AT), after=twips(16))}
        if book.series:
            self._items.append(Paragraph("BookNumber", plain(book.series)))
        self._items.append(Paragraph("Title", plain(book.title), lowered))
        if book.number:
            self._items.append(Paragraph("BookNumber", plain(issue_name(book))))
        if book.subtitle:
            spaced = {"spacing": w("spacing", before=twips(34), after=0)}
            self._items.append(Paragraph("Subtitle", plain(book.subtitle), spaced))
        if book.compiler:
            spaced = {"spacing": w("spacing", before=twips(height * 0.3), after=0)}
            self._items.append(Paragraph("BookCompiler", plain(book.compiler), spaced))

    def _imprint(self) -> None:
        style = self.template.style("imprint")
        leading = style.leading or style.size * 1.6
        lines = [(label, value) for label, value in self.book.imprint.lines if value.strip()]
        head = self.template.style("imprint-title")
        free = self.template.type_area[1] - leading * (len(lines) + 2) - (head.leading or head.size * 1.6)
        title = "　".join(filter(None, (series_name(self.book), self.book.subtitle)))
        lowered = {"spacing": w("spacing", before=twips(max(0.0, free)), after=twips(9))}
        self._items.append(Paragraph("ImprintTitle", plain(title), lowered))
        stop = twips(style.size * 5.5)  # 550 hundredths of a character
        hung = {
            "tabs": holding("tabs", w("tab", "left", pos=stop)),
            "ind": w("ind", left=stop, hangingChars=550, hanging=stop),
        }
        for label, value in lines:
            text = f"{label.strip()}\t{value.strip()}" if label.strip() else value.strip()
            self._items.append(Paragraph("Imprint", plain(text), dict(hung) if label.strip() else {}))

    def _entries(self) -> list[Entry]:
        found = []
        for number, piece in enumerate(self.pieces):
            article = piece.article
            if piece.part in (Part.SECTION, Part.GROUP, Part.INDEX) or (article is not None and article.in_contents):
                authors = article.byline if article is not None else ()
                label = self.labels.get(number, "")
                found.append(Entry(piece.title, piece.level, _bookmark(number), label, authors))
        return found

    def _marked(self, number: int, inner: str) -> str:
        """``inner`` with the bookmark that the contents lead to."""
        start = w("bookmarkStart", id=number, name=_bookmark(number))
        return start + inner + w("bookmarkEnd", id=number)

    def _heading(self, number: int, piece: Piece, own: dict[str, str]) -> None:
        style = article_level(piece.level)
        self._items.append(Paragraph(style, self._marked(number, plain(piece.title)), own))

    def _index(self, number: int, piece: Piece) -> None:
        """An index with the pages of the book as it was set."""
        own = {"outlineLvl": w("outlineLvl", piece.level - 1)}
        self._items.append(Paragraph(article_level(self.level), self._marked(number, plain(piece.title)), own))
        if piece.note:
            self._items.append(Paragraph("ArticleSubtitle", plain(piece.note)))
        for group in self.indexes.get(piece.kind, ()):
            self._items.append(Paragraph("IndexHead", plain(group.head)))
            for entry in group.entries:
                pages = f"见{entry.see}" if entry.see else "，".join(reference.text for reference in entry.references)
                self._items.append(Paragraph("IndexEntry", plain(f"{entry.name}　{pages}")))

    def _article(self, number: int, piece: Piece, article: Article) -> None:
        star = self.notes.starred(article.note.strip()) if article.note.strip() else ""
        title = piece.title
        own = {"outlineLvl": w("outlineLvl", piece.level - 1)} if piece.level != self.level else {}
        byline = [line.strip() for line in article.byline if line.strip()]
        # a star in a heading would stand in every list of headings: it goes to the author's name where there is one
        inner = self._marked(number, plain(title)) + ("" if byline else star)
        self._items.append(Paragraph(article_level(self.level), inner, own))
        if article.subtitle.strip():
            subtitle = article.subtitle.strip()
            subtitle = subtitle if subtitle.startswith("——") else f"——{subtitle}"
            self._items.append(Paragraph("ArticleSubtitle", plain(subtitle)))
        for place, line in enumerate(byline):
            self._items.append(Paragraph("Byline", plain(line) + ("" if place else star)))
        self._blocks(article)
        if article.written.strip():
            text = article.written.strip()
            self._items.append(Paragraph("Written", plain(text if text.startswith("（") else f"（{text}）")))

    # blocks

    def _blocks(self, article: Article) -> None:
        self._counts["figures"] = 0
        blocks, grouped = article.manuscript.blocks, 0
        for place, block in enumerate(blocks):
            if place < grouped:
                continue
            if block.kind is BlockKind.PAGE_BREAK:
                self._break = True
            elif block.kind is BlockKind.PICTURE:
                group = gathered(blocks, place)
                grouped = place + len(group)
                self._group(article, group) if group else self._figure(article, block)
            elif block.kind is BlockKind.TABLE:
                self._table(block)
            elif block.kind is BlockKind.HEADING:
                if block.text.strip():
                    level = min(self.level + max(1, block.level), MOST_LEVELS)
                    self._put(Paragraph(article_level(level), self._runs(block, f"heading-{min(3, level)}")))
            elif block.text.strip() or block.label:
                self._paragraph(block)
        self._break = False

    def _put(self, paragraph: Paragraph) -> None:
        if self._break:
            paragraph.own["pageBreakBefore"] = w("pageBreakBefore")
            self._break = False
        self._items.append(paragraph)

    def _paragraph(self, block: Block) -> None:
        style, source = _STYLES.get(block.kind, ("Normal", "body"))
        label = label_of(block)
        said = plain(label) if block.kind is BlockKind.LIST_ITEM else styled(label, "DialogueLabel")
        inner = said + self._runs(block, source)
        own = {"bidi": w("bidi")} if _turned(block.text) else {}
        before = self._items[-1] if self._items else None
        if style == "Verse" and isinstance(before, Paragraph) and before.style == "Verse":  # a blank between stanzas
            line = twips(self.template.style("verse").leading or self.template.leading_pt)
            own["spacing"] = w("spacing", before=line, line=line, lineRule="exact")
        self._put(Paragraph(style, inner, own))

    def _runs(self, block: Block, source: str, text: str | None = None) -> str:
        calls = [self.notes.call(note) for note in block.notes]
        words = block.text.rstrip() if text is None else text
        return runs(words, block.spans, calls, [note.at for note in block.notes], self._type(source))

    def _figure(self, article: Article, block: Block) -> None:
        picture = block.picture or Picture("")
        figures = self.template.figures
        place = picture.place or figures.place
        given = figures.beside if place == "beside" else 1.0 if place in _WHOLE else figures.width
        share = picture.width if 0 < picture.width <= 1 else given
        frame = {}
        if place == "beside" and self.template.direction == "horizontal":
            frame = {"framePr": beside(self.template, share, picture.side)}
        shown = self._shown(article, block, share)
        if shown:
            self._put(Paragraph("Picture", shown, dict(frame)))
        self._said(block, picture, frame)

    def _shown(self, article: Article, block: Block, share: float, told: str = "") -> str:
        """A picture in the line of text, ``share`` of the measure wide; empty where there is none."""
        picture = block.picture or Picture("")
        path = picture_finder(self.book)(picture.source)
        if path is None:
            return ""
        alt = told or picture.alt or block.text or picture.people
        return self.drawings.show(path, share, alt, article.title, article.key, block.id)

    def _group(self, article: Article, blocks: Sequence[Block]) -> None:
        """Pictures in rows as the pages have them: a row a paragraph, or a table without rules where each picture has
        words of its own."""
        group = group_of(blocks)
        measure = group.placing.width or 1.0
        for row in shares(group, picture_finder(self.book), self.template, measure):
            shown = [(block, self._shown(article, block, share, group.alt(block)), share) for block, share in row]
            if not any(group.own_words(block) for block, _ in row):
                self._put(Paragraph("Picture", plain(" ").join(one for _, one, _ in shown if one)))
                continue
            cells = []
            for block, one, share in shown:
                said = group.own_words(block)
                own = block if block is not group.caption else replace(block, text="", spans=(), notes=())
                inner = self._runs(own, "caption") + plain(said[len(own.text.strip()) :]) if said else ""
                cells.append((one, inner, share))
            if self._break or (self._items and isinstance(self._items[-1], str)):
                self._put(Paragraph("Normal", "", {"spacing": w("spacing", line=20, lineRule="exact")}))
            self._items.append(picture_row(cells, self.template))
        caption = group.caption or replace(group.pictures[0], text="", spans=(), notes=())
        self._said(caption, group.placing, {})

    def _said(self, block: Block, picture: Picture, frame: Mapping[str, str]) -> None:
        """The caption in ``block``, and what ``picture`` says besides."""
        figures = self.template.figures
        self._counts["figures"] += 1
        number = f"图{self._counts['figures']}　" if figures.numbered else ""
        credit = f"（{picture.credit.strip('（）()')}）" if picture.credit else ""
        if block.text.strip() or number or credit or block.notes:
            inner = (plain(number) if number else "") + self._runs(block, "caption") + (plain(credit) if credit else "")
            more = {"keepNext": w("keepNext")} if picture.people else {}
            self._put(Paragraph("FigureCaption", inner, {**more, **frame}))
        if picture.people:
            self._put(Paragraph("FigurePeople", plain(picture.people), dict(frame)))

    def _table(self, block: Block) -> None:
        if not block.notes and not any(cell.text for row in block.rows for cell in row):
            return
        called = calls_of_table(block)
        if block.text.strip():
            own = tuple(note for _, note in called.get(CAPTION, ()))
            self._put(Paragraph("Caption", self._runs(replace(block, notes=own), "caption")))
        elif self._break:
            self._put(Paragraph("Normal", "", {"spacing": w("spacing", line=20, lineRule="exact")}))
        if self._items and isinstance(self._items[-1], str):  # two tables on end would be one
            self._put(Paragraph("Normal"))
        self._items.append(table(block, self.template, called, self.notes.call))

    @property
    def _extent(self) -> float:
        """How far the lines of a page reach, in points: down, or across where they are columns."""
        return self.template.type_area[0 if self.template.direction == "vertical" else 1]

    def _type(self, source: str) -> Type:
        return Type(self.template.style(source).size, self.template.ruby.share)


def _bookmark(number: int) -> str:
    return f"_Toc{number + 1:06d}"


def _turned(text: str) -> bool:
    """Whether a paragraph runs from right to left: most of its words do."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(script_of(c) == "arabic" for c in letters) * 2 > len(letters)
