"""Plates among a volume's leaves: gathered, numbered, bound in where they belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archive_app.typeset.book import Article, Book, Matter
from archive_app.typeset.matter.kinds import MATTER_NAMES
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.front import chinese_number
from archive_app.typeset.pages.plates import Owned, PlateSetter, article_plates
from archive_app.typeset.pages.sides import Side, Sides
from archive_app.typeset.problems import Problem
from archive_app.typeset.templates import Template


@dataclass(slots=True)
class PlateBuilder:
    """Gathers a volume's plates. ``titles`` are its articles' by their keys; ``placed`` is told what was bound in at
    the front: its title, and the number of the insert."""

    book: Book
    template: Template
    setter: PlateSetter
    parts: Mapping[str, Sides]
    report: Callable[[Problem], None]
    titles: Mapping[str, str]
    placed: Callable[[str, int], None]
    given: list[Article] = field(default_factory=list)
    waiting: list[Owned] = field(default_factory=list)

    def met(self, draft: Draft) -> None:
        """A page on which pictures were met that stand among the plates."""
        self.waiting += [(article, self.titles.get(article, ""), picture) for article, picture in draft.plates]

    def behind(self) -> None:
        """An article (or several, run on) is done: its plates, where they come behind it."""
        if self.waiting and self.template.plates.placing == "after-article":
            self._bind("body", "", self.waiting[0][0], list(self.waiting))
            self.waiting.clear()

    def before(self, matter: Matter | None) -> None:
        """Plates come at the front where the book has them there, else behind the 编委会; ``matter`` is what follows,
        None at the end. What articles send there stands behind what the book gives."""
        if matter is not None and (matter.kind == "plates" or (matter.kind == "board" and not self.given)):
            return
        elsewhere = any(one.kind == "plates" and one.article is not None for one in self.book.front)
        if matter is not None and elsewhere and not self.given:
            return
        blocks: list[Owned] = []
        for article in self.given:
            blocks += article_plates(article, self.book, self.setter.template, self.report)
        blocks += self.waiting
        if blocks:
            only = self.given[0] if len(self.given) == 1 else None
            title = only.title if only is not None and only.title else MATTER_NAMES["plates"]
            number = self._bind("front", title, self.given[0].key if self.given else blocks[0][0], blocks)
            if only is None or only.in_contents:
                self.placed(title, number)
        self.given.clear()
        self.waiting.clear()

    def _bind(self, part: str, title: str, key: str, blocks: list[Owned]) -> int:
        drafts = self.setter.pages(blocks, title if self.template.plates.title else "", key)
        if part == "front":
            self.parts[part].to_recto()
        return self.parts[part].insert([Side("plates", draft) for draft in drafts])

    def number(self, sides: Sequence[Side]) -> None:
        """Give the plates among all sides of the volume their own numbers."""
        numbering = self.template.plates.numbering
        for count, side in enumerate((side for side in sides if side.kind == "plates"), 1):
            if numbering == "plates":
                side.label = f"图版{chinese_number(count)}"
            elif numbering == "inserts":
                side.label = f"插页{count}"
