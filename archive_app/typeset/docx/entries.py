"""Names in the text as index entries (XE, ECMA-376-1 §17.16.5.75): an index can be made anew on other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive_app.domain.manuscript import Block
from archive_app.typeset.book import Article, Book
from archive_app.typeset.docx.names import holding, w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.runs import plain
from archive_app.typeset.matter.index import IndexGroup, names_called
from archive_app.typeset.matter.kinds import INDEXES
from archive_app.typeset.matter.mentions import Mention, Words, mentions_of, words_in
from archive_app.typeset.reflow.markup import said
from archive_app.typeset.reflow.plan import Part, Piece

_TYPES: Mapping[str, str] = {"person": "r", "place": "d"}
"""Kind of a name → the letter by which the fields of a second index know its entries (\\f). The first index has none:
LibreOffice 7 takes an index of a type for one of the user's, and breaks down over one with letters for heads (\\h)."""

Marks = list[tuple[int, str]]
"""Offsets of a text, and the runs that stand before them."""


def field_of(instruction: str) -> str:
    """The runs of a field that shows nothing."""
    code = f'<w:instrText xml:space="preserve"> {said(instruction)} </w:instrText>'
    return _mark("begin") + holding("r", code) + _mark("end")


def quoted(text: str) -> str:
    """Text as an argument of a field: a quotation mark would end it, a colon begin a sub-entry."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace(":", "\\:")
    return f'"{escaped}"'


@dataclass(slots=True)
class IndexMarks:
    """Makes the entries of the names in the articles that the book's indexes list; none where it has no index."""

    book: Book
    pieces: Sequence[Piece]
    _words: Words = field(init=False)
    _called: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _orders: dict[str, str] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _runs: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = Words.of(self.book.names)
        self._orders = {INDEXES[piece.kind]: piece.order for piece in self.pieces if piece.part is Part.INDEX}
        self._types = {kind: f' \\f "{_TYPES[kind]}"' if n else "" for n, kind in enumerate(self._orders)}
        found: dict[str, list[tuple[str, str, int]]] = {kind: [] for kind in self._orders}
        for piece in self.pieces if self._orders else ():
            for block in piece.article.manuscript if piece.article is not None and listed(piece) else ():
                for _, _, (kind, key, word) in mentions_of(block, self._words):
                    if kind in found:
                        found[kind].append((key, word, 0))
        for kind, mentions in found.items():
            self._called[kind] = names_called([name for name in self.book.names if name.kind == kind], mentions)

    def text(self, block: Block) -> Marks:
        """The entries of a block's own text, and of its notes where these are called: an entry in a note is none to
        every program."""
        if not self._orders:
            return []
        places = {f"note:{note.id}": note.at for note in block.notes if note.cell is None}
        found = []
        for part, offset, mention in mentions_of(block, self._words):
            at = offset if part == "text" else places.get(part, -1)
            if at >= 0:
                found += [(at, run) for run in self._entry(mention)]
        return found

    def cell(self, text: str) -> Marks:
        """The entries of a table's cell."""
        return self._plain(text)

    def over(self, article: Article) -> str:
        """The entries of what stands over an article and of the note on it."""
        over = "\n".join((article.title, article.subtitle, *article.byline, article.note))
        return "".join(dict.fromkeys(run for _, run in self._plain(over)))

    def people(self, text: str) -> str:
        """The entries of the people on a picture."""
        return "".join(run for _, run in self._plain(text))

    def field(self, kind: str, columns: int) -> str:
        """The instruction of the index of ``kind``: what Word needs to make it look as it does."""
        order = self._orders.get(kind, "")
        heads = '\\h "A" ' if order == "pinyin" and not self._types[kind] else ""
        by_sound = "\\y " if order == "pinyin" else ""
        wide = "" if columns < 2 else f'\\c "{columns}" '
        return f'INDEX{self._types[kind]} {wide}\\e "　" \\l "、" \\g "–" {heads}{by_sound}\\z "2052"'

    def see(self, kind: str, word: str, name: str) -> str:
        """The entry of a word that leads to a name."""
        return self._made(kind, word, f" \\t {quoted(f'见　{name}')}")

    def _plain(self, text: str) -> Marks:
        if not self._orders:
            return []
        return [(at, run) for at, mention in words_in(text, self._words) for run in self._entry(mention)]

    def _entry(self, mention: Mention) -> Iterator[str]:
        kind, key, _ = mention
        if kind in self._orders:
            name = self._called[kind].get(key, key)
            if (kind, name) not in self._runs:
                self._runs[kind, name] = self._made(kind, name)
            yield self._runs[kind, name]

    def _made(self, kind: str, name: str, more: str = "") -> str:
        sound = f" \\y {quoted(self._reading(kind, name))}" if self._orders.get(kind) == "pinyin" else ""
        return field_of(f"XE {quoted(name)}{self._types[kind]}{more}{sound}")

    def _reading(self, kind: str, name: str) -> str:
        """The pinyin that a name is ordered by: qi2 yao2."""
        # the tables are read when a name is looked up; most books list none
        from archive_app.hanzi.pinyin.reading import Kind, positions
        from archive_app.hanzi.pinyin.syllables import split_tone

        card = next((one for one in self.book.names if one.kind == kind and one.shown == name), None)
        own = card.name if card is not None else name.partition("（")[0] or name
        found = positions(own, Kind(kind), card.reading if card is not None else "")
        return " ".join("".join(map(str, split_tone(part.ways[0]))) if part.ways else part.text for part in found)


def index(marks: IndexMarks, kind: str, groups: Sequence[IndexGroup], columns: int) -> Iterator[Paragraph]:
    """The lines of an index in ``columns``, a field that is filled in with what the set book has."""
    entries = [(group.head, entry) for group in groups for entry in group.entries]
    see = "".join(marks.see(kind, entry.name, entry.see) for _, entry in entries if entry.see)
    code = f'<w:instrText xml:space="preserve"> {said(marks.field(kind, columns))} </w:instrText>'
    opening = see + _mark("begin") + holding("r", code) + _mark("separate")
    shown = ""
    for number, (head, entry) in enumerate(entries, 1):
        if head != shown:
            yield Paragraph("IndexHead", opening + plain(head))
            shown, opening = head, ""
        pages = f"见　{entry.see}" if entry.see else "、".join(reference.text for reference in entry.references)
        closing = _mark("end") if number == len(entries) else ""
        yield Paragraph("IndexEntry", plain(f"{entry.name}　{pages}") + closing)


def _mark(kind: str) -> str:
    return holding("r", w("fldChar", fldCharType=kind))


def listed(piece: Piece) -> bool:
    """Whether the names in a piece are listed: those of the body and of what stands behind it are."""
    return piece.place in ("body", "back")
