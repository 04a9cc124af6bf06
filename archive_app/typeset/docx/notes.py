"""footnotes.xml: real footnotes, numbered ① on every page anew; endnotes.xml, counted through each section, where the
template wants the notes at an article's end or the book's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive_app.domain.manuscript import Note
from archive_app.domain.marks import is_mark
from archive_app.typeset.docx.margin import Margin
from archive_app.typeset.docx.names import NAMESPACES, holding, w
from archive_app.typeset.docx.paragraphs import way
from archive_app.typeset.docx.runs import Type, plain, runs
from archive_app.typeset.looks import NoteStyle
from archive_app.typeset.reflow.markup import DECLARATION, element

NUMBERING = w("numFmt", "decimalEnclosedCircle") + w("numRestart", "eachPage")
"""①②③, from ① again on every page (ECMA-376-1 §17.11.18, §17.18.59)."""
SEPARATORS = (-1, 0)
_FLUSH = holding("pPr", w("ind", firstLineChars=0, firstLine=0))
_ENDS = {"article": "sectEnd", "book": "docEnd"}
_MISSING = "（注文缺）"
_REFERENCE = holding("rPr", w("rStyle", "FootnoteReference"))
_END_REFERENCE = holding("rPr", w("rStyle", "EndnoteReference"))


@dataclass(slots=True)
class Notes:
    """The notes so far; ``look`` says where they stand."""

    kind: Type
    look: NoteStyle
    made: list[tuple[str, str]] = field(default_factory=list)  # properties of the paragraph, and what is in it
    ends: list[tuple[str, str]] = field(default_factory=list)

    def call(self, note: Note) -> str:
        """Take a note in: the run that calls it. A mark of the margin is none."""
        if is_mark(note):
            return Margin.call(note)
        text = note.text.strip() or _MISSING
        shift = len(note.text) - len(note.text.lstrip())
        spans = tuple(s for s in note.spans if s.start >= shift and s.end - shift <= len(text))
        if shift:
            spans = ()
        signed = f"（{note.by}）" if note.by and not text.endswith(f"（{note.by}）") else ""
        own = runs(text, spans, (), (), self.kind) + (plain(signed, (), self.kind) if signed else "")
        if self.look.place in _ENDS:
            self.ends.append(("".join(way(text).values()), self._bracketed(w("endnoteRef")) + plain(" ") + own))
            return self._bracketed(w("endnoteReference", id=len(self.ends)))
        number = self._add(text, holding("r", _REFERENCE, w("footnoteRef")) + plain(" ") + own)
        return holding("r", _REFERENCE, w("footnoteReference", id=number))

    def _bracketed(self, mark: str) -> str:
        """The mark of an endnote: Word counts it, the brackets are ours."""
        made = holding("r", _END_REFERENCE, mark)
        if self.look.numbers != "brackets":
            return made
        before, after = (holding("r", _END_REFERENCE, element("w:t", {}, bracket)) for bracket in "[]")
        return before + made + after

    def starred(self, text: str) -> str:
        """Take in a note on a whole article: its mark is a star, and it is not counted (§17.11.14)."""
        number = self._add(text, holding("r", _REFERENCE, _STAR) + plain(" ") + plain(text, (), self.kind))
        return holding("r", _REFERENCE, w("footnoteReference", customMarkFollows=1, id=number), _STAR)

    def _add(self, text: str, inner: str) -> int:
        self.made.append(("".join(way(text).values()), inner))
        return len(self.made)

    def xml(self) -> bytes:
        """The footnotes' part, the separators among them."""
        line = holding("p", _FLUSH, holding("r", w("separator")))
        return _part("footnote", "FootnoteText", self.made, line)

    def end_xml(self) -> bytes:
        """The endnotes' part. Their heading is what parts them from the text, so it stands wherever Word puts them."""
        title = holding("p", holding("pPr", w("pStyle", "NotesTitle")), plain(self.look.title))
        return _part("endnote", "EndnoteText", self.ends, title)


def _part(kind: str, style: str, made: Sequence[tuple[str, str]], separator: str) -> bytes:
    going_on = holding("p", _FLUSH, holding("r", w("continuationSeparator")))
    parts = [
        element(f"w:{kind}", {"w:type": "separator", "w:id": SEPARATORS[0]}, separator),
        element(f"w:{kind}", {"w:type": "continuationSeparator", "w:id": SEPARATORS[1]}, going_on),
    ]
    for number, (about, inner) in enumerate(made, 1):
        line = holding("p", holding("pPr", w("pStyle", style), about), inner)
        parts.append(element(f"w:{kind}", {"w:id": number}, line))
    return (DECLARATION + element(f"w:{kind}s", NAMESPACES, *parts)).encode()


def ending(look: NoteStyle, *, goes_on: bool = False) -> str:
    """Where endnotes stand and how they are counted (§17.11.4, §17.11.22): 1, 2, … through an article; ``goes_on`` in a
    section that is not its first."""
    restart = "continuous" if goes_on else "eachSect"
    return w("pos", _ENDS[look.place]) + w("numFmt", "decimal") + w("numRestart", restart)


_STAR = element("w:t", {}, "*")
