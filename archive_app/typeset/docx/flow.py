"""What is written so far, section after section: where one ends, its last paragraph says what it was (§17.6.18)."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_app.typeset.docx.names import w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.sections import Section, Sections


@dataclass(slots=True)
class Flow:
    """The paragraphs, tables and other markup of the text in order; ``current`` is the section that is being written,
    ``page`` whether what comes next begins a page."""

    sections: Sections
    items: list[Paragraph | str] = field(default_factory=list)
    current: Section | None = None
    page: bool = False
    _next: Section | None = None

    @property
    def ahead(self) -> Section | None:
        """The section in which what is written next stands."""
        return self._next or self.current

    @property
    def last(self) -> Paragraph | str | None:
        """What was written last."""
        return self.items[-1] if self.items else None

    def add(self, *items: Paragraph | str) -> None:
        """Write, on whatever page it is."""
        if self._next is not None:
            self.begin(self._next)
        self.items += items

    def put(self, paragraph: Paragraph) -> None:
        """Write a paragraph, on a new page where one was asked for."""
        if self.page:
            paragraph.own["pageBreakBefore"] = w("pageBreakBefore")
            self.page = False
        self.add(paragraph)

    def apart(self) -> None:
        """Make sure that a table may follow: two on end would be one, and a table cannot begin a page by itself."""
        if self.page:
            self.put(empty())
        elif isinstance(self.last, str):
            self.add(Paragraph("Normal"))

    def begin(self, section: Section) -> None:
        """End the section that is being written, and begin another."""
        self._end(held=section.goes_on)
        self.current, self._next = section, None

    def resume(self, section: Section) -> None:
        """Begin another section if anything is written yet before the next one begins."""
        self._next = section

    def closing(self) -> str:
        """The properties of the last section, which stand by themselves at the end."""
        if self.current is not None and self.current.columns > 1:
            self._sealed(self.current, held=True)
            self.current = self.current.following(start="continuous", columns=1)
            self.items.append(empty())
        return self.sections.xml(self.current or Section())

    def _end(self, *, held: bool) -> None:
        section = self.current
        if section is None:
            return
        self._sealed(section, held=held or section.columns > 1)
        if section.columns > 1:  # columns end level where what follows begins on the same page: so nothing does
            self._sealed(section.following(start="continuous", columns=1), held=held)

    def _sealed(self, section: Section, *, held: bool) -> None:
        last = self.last
        if not isinstance(last, Paragraph) or "sectPr" in last.own or "framePr" in last.own:
            last = empty()
            self.items.append(last)
        last.own["sectPr"] = self.sections.xml(section, held=held)


def empty() -> Paragraph:
    """A paragraph that takes no room to speak of."""
    return Paragraph("Normal", "", {"spacing": w("spacing", before=0, after=0, line=20, lineRule="exact")})
