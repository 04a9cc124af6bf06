"""footnotes.xml: real footnotes, numbered ① on every page anew."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_app.domain.manuscript import Note
from archive_app.typeset.docx.names import NAMESPACES, holding, w
from archive_app.typeset.docx.runs import Type, plain, runs
from archive_app.typeset.reflow.markup import DECLARATION, element

NUMBERING = w("numFmt", "decimalEnclosedCircle") + w("numRestart", "eachPage")
"""①②③, from ① again on every page (ECMA-376-1 §17.11.18, §17.18.59)."""
SEPARATORS = (-1, 0)
_MISSING = "（注文缺）"
_REFERENCE = holding("rPr", w("rStyle", "FootnoteReference"))


@dataclass(slots=True)
class Notes:
    """The notes so far."""

    kind: Type
    made: list[str] = field(default_factory=list)

    def call(self, note: Note) -> str:
        """Take a note in: the run that calls it."""
        text = note.text.strip() or _MISSING
        shift = len(note.text) - len(note.text.lstrip())
        spans = tuple(s for s in note.spans if s.start >= shift and s.end - shift <= len(text))
        if shift:
            spans = ()
        signed = f"（{note.by}）" if note.by and not text.endswith(f"（{note.by}）") else ""
        own = runs(text, spans, (), (), self.kind) + (plain(signed, (), self.kind) if signed else "")
        number = self._add(holding("r", _REFERENCE, w("footnoteRef")) + plain(" ") + own)
        return holding("r", _REFERENCE, w("footnoteReference", id=number))

    def starred(self, text: str) -> str:
        """Take in a note on a whole article: its mark is a star, and it is not counted (§17.11.14)."""
        number = self._add(holding("r", _REFERENCE, _STAR) + plain(" ") + plain(text, (), self.kind))
        return holding("r", _REFERENCE, w("footnoteReference", customMarkFollows=1, id=number), _STAR)

    def _add(self, inner: str) -> int:
        self.made.append(inner)
        return len(self.made)

    def xml(self) -> bytes:
        """The part, the separators among them."""
        parts = []
        for identifier, name in zip(SEPARATORS, ("separator", "continuationSeparator"), strict=True):
            line = holding("p", holding("pPr", w("ind", firstLineChars=0, firstLine=0)), holding("r", w(name)))
            parts.append(element("w:footnote", {"w:type": name, "w:id": identifier}, line))
        for number, inner in enumerate(self.made, 1):
            line = holding("p", holding("pPr", w("pStyle", "FootnoteText")), inner)
            parts.append(element("w:footnote", {"w:id": number}, line))
        return (DECLARATION + element("w:footnotes", NAMESPACES, *parts)).encode()


_STAR = element("w:t", {}, "*")
