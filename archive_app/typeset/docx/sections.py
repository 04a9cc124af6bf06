"""Sections: the page, its running heads and folios, how its pages are counted.

A section begins wherever a page must: only a section can have a first page without a running head.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any

from archive_app.frozen import dataclass
from archive_app.typeset.docx.names import NAMESPACES, holding, twips, w
from archive_app.typeset.docx.notes import NUMBERING, ending
from archive_app.typeset.docx.paragraphs import Paragraph, field_runs
from archive_app.typeset.docx.runs import plain
from archive_app.typeset.reflow.markup import DECLARATION, element, said
from archive_app.typeset.templates import MM, Template

_NUMERALS = {
    "roman": "lowerRoman",
    "arabic": "decimal",
    "plates": "chineseCountingThousand",
    "inserts": "decimal",
}
_CALLED = {"plates": "图版", "inserts": "插页"}
_HEAD_DEPTH = 1.4  # a head's line in its own size


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of pages. ``start`` is nextPage, oddPage, evenPage or continuous; ``numbers`` the numerals of its
    folios ("" for none), with ``first`` the number it begins at where it does not count on; ``book``, ``section`` and
    ``article`` are what its heads say; ``opened``: its first page bears no head. It is set in ``columns``, ``gap``
    points apart, with a rule between them or not; what is ``middled`` stands half way down the page, what is ``turned``
    on pages laid on their side. ``goes_on``: with the text of the section before."""

    start: str = "nextPage"
    numbers: str = ""
    first: int | None = None
    book: str = ""
    section: str = ""
    article: str = ""
    opened: bool = True
    direction: str = ""
    columns: int = 1
    gap: float = 0.0
    rule: bool = False
    middled: bool = False
    turned: bool = False
    goes_on: bool = False

    def following(self, **changes: Any) -> Section:
        """The section in which the same text goes on; its first page is one like others."""
        own = {"first": None, "opened": False, "middled": False, "turned": False, "goes_on": True}
        return replace(self, **{**own, **changes})


@dataclass(slots=True)
class Sections:
    """Writes sections' properties; ``parts`` are the heads and feet they needed. ``level`` is the articles'."""

    template: Template
    level: int
    parts: dict[str, bytes] = field(default_factory=dict)
    _known: dict[bytes, str] = field(default_factory=dict)

    def xml(self, section: Section, *, held: bool = False) -> str:
        """``w:sectPr`` (§17.6.17). ``held``: the same text goes on in the next one, and its endnotes stand there."""
        template = self.template
        if section.direction and section.direction != template.direction:
            template = replace(template.turned(), inner=0.0, top=0.0)
            template = self.template.with_layout({"direction": section.direction, "measure": list(template.measure)})
        vertical, ends = template.direction == "vertical", template.notes.place != "foot"
        numerals = _NUMERALS.get(section.numbers)
        counted = {"fmt": numerals, "start": section.first} if numerals else {}
        several = {"num": section.columns, "sep": 1 if section.rule else None} if section.columns > 1 else {}
        return holding(
            "sectPr",
            *self._furniture(section),
            holding("footnotePr", NUMBERING),
            holding("endnotePr", ending(template.notes, goes_on=section.goes_on)) if ends else "",
            w("type", section.start),
            *self._page(template, section.turned),
            w("pgNumType", **counted) if counted else "",
            w("cols", **several, space=twips(section.gap) if section.columns > 1 else 425),
            w("vAlign", "center") if section.middled else "",
            w("noEndnote") if held and ends else "",
            w("titlePg") if section.opened else "",
            w("textDirection", "tbRl") if vertical else "",
            w("docGrid", type="lines", linePitch=twips(template.leading_pt)),
        )

    def _page(self, template: Template, turned: bool) -> tuple[str, str]:
        width, height = template.page_size
        across, down = template.type_area
        slack = (template.leading_pt - template.body_pt) / 2  # a line's pitch reaches this far over its characters
        inner, top = template.inner * MM, template.top * MM - slack
        outer, foot = width - inner - across, height - top - down - 2 * slack
        if template.direction == "vertical":  # bound at the right
            inner, outer = outer, inner
        head = max(0.0, top - template.heads.distance - template.heads.size)
        folio = max(0.0, foot - template.folio.distance)
        margins = {"top": top, "right": outer, "bottom": foot, "left": inner, "header": head, "footer": folio}
        if turned:  # the head of the page is what was its left
            margins |= {"top": inner, "right": top, "bottom": outer, "left": foot}
            margins |= {"header": inner / 2, "footer": outer / 2}
            size = w("pgSz", w=twips(height), h=twips(width), orient="landscape")
            return size, w("pgMar", **{name: twips(value) for name, value in margins.items()}, gutter=0)
        size = w("pgSz", w=twips(width), h=twips(height))
        return size, w("pgMar", **{name: twips(value) for name, value in margins.items()}, gutter=0)

    def _furniture(self, section: Section) -> list[str]:
        """References to heads and feet; all are named, for what is not is the section's before."""
        even, odd = self.template.heads.even, self.template.heads.odd
        made = []
        for kind, said_by, recto in (("even", even, False), ("default", odd, True)):
            inner = self._head(section, said_by, recto) if section.book else ""
            made.append(w_reference("header", kind, self._part("header", inner)))
        made.append(w_reference("header", "first", self._part("header", "")))
        for kind, place in (("even", "left"), ("default", "right"), ("first", "outside")):
            made.append(w_reference("footer", kind, self._part("footer", self._folio(section, place))))
        return made

    def _head(self, section: Section, kind: str, recto: bool) -> str:
        words = {"book": section.book, "section": section.section or section.book, "article": section.article}.get(kind)
        if not words:
            return ""
        shown = plain(words)
        if kind == "article" or (kind == "section" and section.section):
            shown = field_runs(f"STYLEREF {self.level if kind == 'article' else 1}", shown)
        look = self.template.heads
        aside = {"center": "center", "inside": "left" if recto else "right"}.get(
            look.align, "right" if recto else "left"
        )
        rule = ""
        if look.rule > 0:
            line = w("bottom", "single", sz=max(2, round(look.rule * 8)), space=1, color="000000")
            rule = holding("pBdr", line)
        about = holding("pPr", w("pStyle", "Header"), rule, w("jc", aside))
        return holding("p", about, shown)

    def _folio(self, section: Section, place: str) -> str:
        if section.numbers not in _NUMERALS:
            return ""
        mark = plain(self.template.folio.mark) if self.template.folio.mark else ""
        shown = (
            plain(_CALLED.get(section.numbers, ""))
            + mark
            + field_runs("PAGE", holding("r", element("w:t", {}, said("1"))))
            + mark
        )
        if self.template.folio.place == "center":
            place = "center"
        if place == "outside":  # the first page of a section may be either side of the leaf
            frame = w("framePr", wrap="around", vAnchor="text", hAnchor="margin", xAlign="outside", y=1)
            return Paragraph("Footer", shown, {"framePr": frame}).xml() + Paragraph("Footer").xml()
        return Paragraph("Footer", shown, {"jc": w("jc", place)}).xml()

    def _part(self, name: str, inner: str) -> str:
        """The id of the relationship to a head or foot, made where it is new."""
        root = "w:hdr" if name == "header" else "w:ftr"
        empty = Paragraph(name.capitalize()).xml()
        data = (DECLARATION + element(root, NAMESPACES, inner or empty)).encode()
        if data not in self._known:
            number = 1 + sum(1 for part in self.parts if part.startswith(f"word/{name}"))
            self.parts[f"word/{name}{number}.xml"] = data
            self._known[data] = f"rId{name[0].upper()}{number}"
        return self._known[data]


def w_reference(name: str, kind: str, relation: str) -> str:
    """``w:headerReference`` or ``w:footerReference``."""
    return element(f"w:{name}Reference", {"w:type": kind, "r:id": relation})
