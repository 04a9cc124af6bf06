"""The text: the volume's pieces as paragraphs, tables and pictures, section after section."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive_app.domain.manuscript import Block, BlockKind, Picture
from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, FigureNumbers, figure_numbers
from archive_app.typeset.blocks.figures import gathered, group_of, row_breaks
from archive_app.typeset.blocks.manuscript import label_of
from archive_app.typeset.blocks.tables import CAPTION, Called, calls_of_table
from archive_app.typeset.book import Article, Book
from archive_app.typeset.docx.contents import Entry, contents, contents_title
from archive_app.typeset.docx.drawings import Drawings
from archive_app.typeset.docx.entries import IndexMarks, Marks, index, listed
from archive_app.typeset.docx.flow import Flow
from archive_app.typeset.docx.forms import column_of, office, offices_of
from archive_app.typeset.docx.front import imprint, title_page
from archive_app.typeset.docx.fullpage import alone_section, alone_size, bled_section, caption_frame, turned_section
from archive_app.typeset.docx.groups import beside, picture_row, shares
from archive_app.typeset.docx.margin import Margin
from archive_app.typeset.docx.names import NAMESPACES, holding, twips, w
from archive_app.typeset.docx.notes import Notes
from archive_app.typeset.docx.paragraphs import Paragraph, way
from archive_app.typeset.docx.planning import section_of
from archive_app.typeset.docx.runs import Type, plain, runs, styled
from archive_app.typeset.docx.sections import Sections
from archive_app.typeset.docx.styles import MOST_LEVELS, article_level
from archive_app.typeset.docx.tables import table
from archive_app.typeset.layout import PlacedImage
from archive_app.typeset.matter.index import IndexGroup
from archive_app.typeset.matter.kinds import INDEXES
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.columns import CONTENTS_GAP
from archive_app.typeset.reflow.markup import DECLARATION, element
from archive_app.typeset.reflow.own import own_families
from archive_app.typeset.reflow.plan import Part, Piece
from archive_app.typeset.templates import Template

_STYLES: Mapping[BlockKind, tuple[str, str]] = {
    BlockKind.PARAGRAPH: ("Normal", "body"),
    BlockKind.QUOTE: ("Quote", "quote"),
    BlockKind.VERSE: ("Verse", "verse"),
    BlockKind.QUESTION: ("Dialogue", "body"),
    BlockKind.ANSWER: ("Dialogue", "body"),
    BlockKind.LIST_ITEM: ("ListItem", "list"),
}
_DATED: Mapping[BlockKind, tuple[str, str]] = {
    BlockKind.HEADING: ("ChronicleYear", "chronicle-year"),
    BlockKind.PARAGRAPH: ("Chronicle", "chronicle"),
    BlockKind.LIST_ITEM: ("Chronicle", "chronicle"),
}
"""What the blocks of a 大事记 are: years, and what happened."""
_WHOLE = frozenset({"page", "bleed", "spread", "plate"})
"""Places at which a picture is as wide as may be."""
_OWN_PAGE = frozenset({"page", "bleed", "spread"})
"""Places at which it has a page of its own."""
_SECTION_AT = 0.34  # of the page's height, as the pages have it


@dataclass(slots=True)
class Body:
    """Writes one volume. ``labels`` are the folios of the book as it was set, by the place of a piece in ``pieces``;
    ``indexes`` what its indexes list, by kind; ``bled`` where its pages have pictures that reach over their edges,
    ``turned`` its tables that stand on their side, ``margin`` the comments beside its texts."""

    book: Book
    template: Template
    pieces: Sequence[Piece]
    labels: Mapping[int, str]
    report: Callable[[Problem], None]
    indexes: Mapping[str, Sequence[IndexGroup]]
    bled: Mapping[tuple[str, str], Sequence[PlacedImage]]
    turned: Container[tuple[str, str]]
    margin: Margin = field(default_factory=Margin)
    notes: Notes = field(init=False)
    drawings: Drawings = field(init=False)
    sections: Sections = field(init=False)
    level: int = field(init=False)
    _own: Mapping[str, str] = field(init=False)
    flow: Flow = field(init=False)
    entries: IndexMarks = field(init=False)
    _listed: bool = False
    _figures: int = 0
    _numbers: FigureNumbers = EACH_ITS_OWN

    def __post_init__(self) -> None:
        self.level = max((p.level for p in self.pieces if p.part is Part.ARTICLE), default=1)
        self._own = own_families(self.template)
        self.notes = Notes(self._type("note"), self.template.notes)
        self.drawings = Drawings(self.report)
        self.sections = Sections(self.template, self.level)
        self.flow = Flow(self.sections)
        self.entries = IndexMarks(self.book, self.pieces)

    def xml(self) -> bytes:
        """document.xml."""
        for number, piece in enumerate(self.pieces):
            following = section_of(self.pieces, number, self.book, self.template, self.labels)
            if following is not None:
                self.flow.begin(following)
            self._piece(number, piece)
        closing = self.flow.closing()
        inner = [item if isinstance(item, str) else item.xml() for item in self.flow.items]
        text = element("w:document", NAMESPACES, holding("body", *inner, closing))
        return (DECLARATION + text).encode()

    # pieces

    def _columns(self, count: int, gap: float, rule: bool = False) -> None:
        """Go on in columns, ``gap`` ems apart, where one column has been written; what was begun in columns goes on."""
        current = self.flow.ahead
        if count > 1 and current is not None and current.columns == 1:
            wide = gap * self.template.body_pt
            self.flow.begin(current.following(start="continuous", columns=count, gap=wide, rule=rule))

    def _piece(self, number: int, piece: Piece) -> None:
        if piece.part is Part.TITLE:
            self.flow.add(*title_page(self.book, self.template, self._extent))
        elif piece.part is Part.IMPRINT:
            self.flow.add(*imprint(self.book, self.template))
        elif piece.part is Part.CONTENTS:
            self.flow.add(contents_title())
            self._columns(piece.columns, CONTENTS_GAP)
            self.flow.add(contents(self._entries(), self.template.contents_authors))
        elif piece.part is Part.SECTION and self.template.sections == "page":
            lowered = w("spacing", before=twips(self._extent * _SECTION_AT), after=0)
            self._heading(number, piece, {"spacing": lowered})
        elif piece.part is Part.SECTION:
            line = Paragraph("SectionOpening", self._marked(number, plain(piece.title)), {})
            line.own["outlineLvl"] = w("outlineLvl", 0)
            self.flow.add(line)
        elif piece.part is Part.GROUP:
            self._heading(number, piece, {})
        elif piece.part is Part.INDEX:
            self._index(number, piece)
        elif piece.article is not None:
            self._article(number, piece, piece.article)

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
        self.flow.add(Paragraph(style, self._marked(number, plain(piece.title)), own))

    def _index(self, number: int, piece: Piece) -> None:
        """An index with the pages of the book as it was set."""
        own = {"outlineLvl": w("outlineLvl", piece.level - 1)}
        self.flow.add(Paragraph(article_level(self.level), self._marked(number, plain(piece.title)), own))
        if piece.note:
            self.flow.add(Paragraph("ArticleSubtitle", plain(piece.note)))
        self._columns(piece.columns, self.template.index.gap)
        self.flow.add(*index(self.entries, INDEXES[piece.kind], self.indexes.get(piece.kind, ()), piece.columns))

    def _article(self, number: int, piece: Piece, article: Article) -> None:
        self._listed = listed(piece)
        star = self.notes.starred(article.note.strip()) if article.note.strip() else ""
        title = piece.title
        own = {"outlineLvl": w("outlineLvl", piece.level - 1)} if piece.level != self.level else {}
        byline = [line.strip() for line in article.byline if line.strip()]
        # a star in a heading would stand in every list of headings: it goes to the author's name where there is one
        star = (self.entries.over(article) if self._listed else "") + star
        inner = self._marked(number, plain(title)) + ("" if byline else star)
        self.flow.add(Paragraph(article_level(self.level), inner, {**own, **way(title)}))
        if article.subtitle.strip():
            subtitle = article.subtitle.strip()
            subtitle = subtitle if subtitle.startswith("——") else f"——{subtitle}"
            self.flow.add(Paragraph("ArticleSubtitle", plain(subtitle)))
        for place, line in enumerate(byline):
            self.flow.add(Paragraph("Byline", plain(line) + ("" if place else star)))
        self._columns(piece.columns, self.template.columns.gap, self.template.columns.rule > 0)
        self._blocks(article)
        if article.written.strip():
            text = article.written.strip()
            self.flow.add(Paragraph("Written", plain(text if text.startswith("（") else f"（{text}）")))

    # blocks

    def _blocks(self, article: Article) -> None:
        self._figures, self._numbers = 0, figure_numbers(self.book, self.template).get(article.key, EACH_ITS_OWN)
        blocks, grouped = self.margin.marked(article.key, article.manuscript).blocks, 0
        board = offices_of(article)
        column, dated = column_of(board), article.form == "chronicle"
        for place, block in enumerate(blocks):
            if place < grouped:
                continue
            if block.kind is BlockKind.PAGE_BREAK:
                self.flow.page = True
            elif block.kind is BlockKind.PICTURE:
                group = gathered(blocks, place)
                grouped = place + len(group)
                self._group(article, group) if group else self._figure(article, block)
            elif block.kind is BlockKind.TABLE:
                self._table(article, block)
            elif block.id in board:
                calls = "".join(self.notes.call(note) for note in block.notes)
                self.flow.put(office(board[block.id], column, self.template, calls))
            elif dated and block.kind in _DATED and block.text.strip():
                style, source = _DATED[block.kind]
                level = {"outlineLvl": w("outlineLvl", self.level)} if block.kind is BlockKind.HEADING else {}
                self.flow.put(Paragraph(style, self._runs(block, source), level))
            elif block.kind is BlockKind.HEADING:
                if block.text.strip():
                    below = max(1, block.level)
                    style = article_level(min(self.level + below, MOST_LEVELS))
                    self.flow.put(Paragraph(style, self._runs(block, f"heading-{min(3, below)}"), way(block.text)))
            elif block.text.strip() or block.label:
                self._paragraph(block)
        self.flow.page = False

    def _paragraph(self, block: Block) -> None:
        style, source = _STYLES.get(block.kind, ("Normal", "body"))
        label = label_of(block)
        said = plain(label) if block.kind is BlockKind.LIST_ITEM else styled(label, "DialogueLabel")
        inner = said + self._runs(block, source)
        own = way(label + block.text)
        before = self.flow.last
        if style == "Verse" and isinstance(before, Paragraph) and before.style == "Verse":  # a blank between stanzas
            line = twips(self.template.style("verse").leading or self.template.leading_pt)
            own["spacing"] = w("spacing", before=line, line=line, lineRule="exact")
        self.flow.put(Paragraph(style, inner, own))

    def _runs(self, block: Block, source: str, text: str | None = None) -> str:
        marks = self.entries.text(block) if self._listed else []
        marks += [(note.at, self.notes.call(note)) for note in block.notes]
        words = block.text.rstrip() if text is None else text
        return runs(words, block.spans, [run for _, run in marks], [at for at, _ in marks], self._type(source))

    def _figure(self, article: Article, block: Block) -> None:
        picture = block.picture or Picture("")
        figures = self.template.figures
        place = picture.place or figures.place
        if place in _OWN_PAGE and self._own_page(article, block, picture):
            return
        given = figures.beside if place == "beside" else 1.0 if place in _WHOLE else figures.width
        share = (picture.width if 0 < picture.width <= 1 else given) * self._share
        frame = {}
        if place == "beside" and self.template.direction == "horizontal":
            frame = {"framePr": beside(self.template, share, picture.side)}
        shown = self._shown(article, block, share)
        if shown:
            self.flow.put(Paragraph("Picture", shown, dict(frame)))
        self._said(block, picture, frame)

    def _own_page(self, article: Article, block: Block, picture: Picture) -> bool:
        """A picture on a page of its own, or on two: whether it is one."""
        before, path = self.flow.ahead, picture_finder(self.book)(picture.source)
        if before is None or path is None:
            return False
        owner = (article.title, article.key, block.id)
        alt = picture.alt or block.text or picture.people
        images = self.bled.get((article.key, block.id), ())
        if images:
            shown = [self.drawings.place(image, alt if n == 0 else "", owner) for n, image in enumerate(images)]
        else:
            shown = [self.drawings.show(path, *alone_size(self.template), alt, owner)]
        if not all(shown):
            return False
        self.flow.page = False
        self.flow.begin(bled_section(before, images) if images else alone_section(before))
        for number, run in enumerate(shown):
            self.flow.page = number > 0
            self.flow.put(Paragraph("Picture", run))
        self._said(block, picture, {"framePr": caption_frame(self.template, images)} if images else {})
        self.flow.resume(before.following(start="nextPage"))
        return True

    def _shown(self, article: Article, block: Block, share: float, told: str = "") -> str:
        """A picture in the line of text, ``share`` of the type area wide; empty where there is none."""
        picture = block.picture or Picture("")
        path = picture_finder(self.book)(picture.source)
        if path is None:
            return ""
        alt = told or picture.alt or block.text or picture.people
        across, down = self.template.type_area
        owner = (article.title, article.key, block.id)
        return self.drawings.show(path, across * share, down * self.template.figures.tallest, alt, owner)

    def _group(self, article: Article, blocks: Sequence[Block]) -> None:
        """Pictures in rows as the pages have them: a row a paragraph, or a table without rules where each picture has
        words of its own."""
        group = group_of(blocks)
        measure = (group.placing.width or 1.0) * self._share
        for row in shares(group, picture_finder(self.book), self.template, measure):
            shown = [(block, self._shown(article, block, share, group.alt(block)), share) for block, share in row]
            if not any(group.own_words(block) for block, _ in row):
                self.flow.put(Paragraph("Picture", plain(" ").join(one for _, one, _ in shown if one)))
                continue
            cells = []
            for block, one, share in shown:
                said = group.own_words(block)
                own = block if block is not group.caption else replace(block, text="", spans=(), notes=())
                inner = self._runs(own, "caption") + plain(said[len(own.text.strip()) :]) if said else ""
                cells.append((one, inner, share))
            self.flow.apart()
            self.flow.add(picture_row(cells, self.template))
        caption = group.caption or replace(group.pictures[0], text="", spans=(), notes=())
        self._said(caption, group.placing, {})

    def _said(self, block: Block, picture: Picture, frame: Mapping[str, str]) -> None:
        """The caption in ``block``, and what ``picture`` says besides."""
        figures = self.template.figures
        self._figures += 1
        number = f"{self._numbers.label(self._figures)}　" if figures.numbered else ""
        credit = f"（{picture.credit.strip('（）()')}）" if picture.credit else ""
        if block.text.strip() or number or credit or block.notes:
            inner = (plain(number) if number else "") + self._runs(block, "caption") + (plain(credit) if credit else "")
            more = {"keepNext": w("keepNext")} if picture.people else {}
            self.flow.put(Paragraph("FigureCaption", inner, {**more, **frame, **way(block.text)}))
        if picture.people:
            named = self.entries.people(picture.people) if self._listed else ""
            people = runs(picture.people, row_breaks(picture.people), (), (), self._type("caption"))
            self.flow.put(Paragraph("FigurePeople", people + named, dict(frame)))

    def _table(self, article: Article, block: Block) -> None:
        if not block.notes and not any(cell.text for row in block.rows for cell in row):
            return
        called, before = calls_of_table(block), self.flow.ahead
        turned = before is not None and (article.key, block.id) in self.turned
        if before is not None and turned:
            self.flow.page = False
            self.flow.begin(turned_section(before))
        if block.text.strip():
            own = tuple(note for _, note in called.get(CAPTION, ()))
            words = self._runs(replace(block, notes=own), "caption")
            self.flow.put(Paragraph("Caption", words, way(block.text)))
        self.flow.apart()
        measure = self.template.type_area[1] if turned else self.template.type_area[0] * self._share
        self.flow.add(table(block, self.template, called, self._cell_marks, measure))
        if before is not None and turned:
            self.flow.resume(before.following(start="nextPage"))

    def _cell_marks(self, text: str, called: Called) -> Marks:
        entries = self.entries.cell(text) if self._listed else []
        return entries + [(at, self.notes.call(note)) for at, note in called]

    @property
    def _extent(self) -> float:
        """How far the lines of a page reach, in points: down, or across where they are columns."""
        return self.template.type_area[0 if self.template.direction == "vertical" else 1]

    @property
    def _share(self) -> float:
        """How wide a line is, as a share of the type area: less where there are columns beside each other."""
        current = self.flow.ahead
        vertical = ((current.direction if current else "") or self.template.direction) == "vertical"
        if current is None or current.columns < 2 or vertical:
            return 1.0
        across = self.template.type_area[0]
        return (across - (current.columns - 1) * current.gap) / current.columns / across

    def _type(self, source: str) -> Type:
        return Type(self.template.style(source).size, self.template.ruby.share, self._own)


def _bookmark(number: int) -> str:
    return f"_Toc{number + 1:06d}"
