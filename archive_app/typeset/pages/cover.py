"""封面 and 封底: words alone between two double rules, or a picture that fills the page.

The cover of an 内部资料 bears its permit and 「内部资料，免费交流」 (《内部资料性出版物管理办法》), that of a published
book its publisher; the back of a published one its ISBN and price.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive_app.typeset.book import Book
from archive_app.typeset.imprint import FREE
from archive_app.typeset.layout import PlacedImage, Rule
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.front import FrontSetter, issue_name
from archive_app.typeset.picture_size import upright_size
from archive_app.typeset.templates import MM

_HEAVY, _FINE = 3.0, 0.6  # 文武线
_APART = 4.0
_TITLE_AT = 0.24
_CLOSE = 0.03  # how far a picture's shape may be from the page's and still fill it


class CoverSetter(FrontSetter):
    """Sets the covers of a volume."""

    def front(self, book: Book) -> Draft:
        """封面: series, title, number and subtitle; compiler or publisher, and what the law asks for, at the foot."""
        book = replace(book, compiler=_foot(book))
        draft = self.title_page(book) if self.grid.vertical else self._level_front(book)
        legal = _legal(book)
        if legal and self.grid.vertical:
            lines, wide = self._lines(legal, "cover-legal", 0.0)
            self._column(draft, lines, self.grid.height - wide, wide, 0.0)
        elif legal:
            self._centred(draft, legal, "cover-legal", self.grid.height + _APART * 2, 0.0)
        return draft

    def _level_front(self, book: Book) -> Draft:
        draft, grid = Draft(), self.grid
        self._rules(draft, 0.0, heavy_first=True)
        self._rules(draft, grid.height - _HEAVY - _APART, heavy_first=False)
        y = grid.height * _TITLE_AT
        if book.series:
            self._centred(draft, book.series, "cover-number", y - 56, 0.15)
        y = self._centred(draft, book.title, "cover-title", y, 0.08)
        if book.number:
            y = self._centred(draft, issue_name(book), "cover-number", y + 28, 0.3)
        if book.subtitle:
            self._centred(draft, book.subtitle, "cover-subtitle", y + 40, 0.25)
        if book.compiler:
            lines, height = self._lines(book.compiler, "cover-number", 0.08)
            for inset in lines:
                self._put_inset(draft, inset, grid.height - height - 34)
        return draft

    def back(self, book: Book) -> Draft:
        """封底: ISBN and price of a published book; nothing on that of an 内部资料, whose cover says it all."""
        draft, grid = Draft(), self.grid
        if grid.vertical or book.imprint.variant != "public":
            return draft
        words = [f"{label} {said}" for label in ("ISBN", "定价") if (said := _said(book, label))]
        for number, text in enumerate(reversed(words)):
            self._centred(draft, text, "cover-legal", grid.height - 18.0 * (number + 1), 0.0)
        return draft

    def image(self, path: Path, alt: str) -> tuple[Draft, bool]:
        """A picture as 封面, over the edges it is cut at; and whether its shape is that of the page. One of another
        shape is placed whole, with white beside it.

        Raises ``OSError`` where the file cannot be read.
        """
        try:
            across, down = upright_size(path)
        except ValueError as error:
            raise OSError(str(error)) from error
        grid, bleed = self.grid, self.template.bleed * MM
        wide, high = grid.page_width, grid.page_height
        fits = abs(across / down * high / wide - 1) <= _CLOSE
        if fits:
            wide, high = wide + 2 * bleed, high + 2 * bleed
        else:
            scale = min(wide / across, high / down)
            wide, high = across * scale, down * scale
        left, top = (grid.page_width - wide) / 2, (grid.page_height - high) / 2
        x, y = left - grid.left(True), top - grid.top
        if grid.vertical:  # reckoned lying on its side: down the page first
            x, y, wide, high = y, grid.across - x - wide, high, wide
        return Draft(images=[PlacedImage(path, x, y, wide, high, alt)]), fits

    def _rules(self, draft: Draft, y: float, *, heavy_first: bool) -> None:
        first, second = (_HEAVY, _FINE) if heavy_first else (_FINE, _HEAVY)
        width = self.grid.width
        draft.rules.append(Rule("line", 0.0, y, width, y, first))
        draft.rules.append(Rule("line", 0.0, y + _APART, width, y + _APART, second))


def _said(book: Book, label: str) -> str:
    return next((value for name, value in book.imprint.lines if name == label), "")


def _foot(book: Book) -> str:
    """Who stands at the cover's foot: the publisher of a published book, else the compiler."""
    return (_said(book, "出版发行者") if book.imprint.variant == "public" else "") or book.compiler


def _legal(book: Book) -> str:
    if book.imprint.variant != "internal":
        return ""
    permit = _said(book, "准印证号")
    return "　".join(filter(None, (f"准印证号：{permit}" if permit else "", FREE)))
