"""扉页, 版权页 and the pages of 栏目: set by themselves, not flowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Line, Rule
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset
from archive_app.typeset.pages.stack import SetLines, balanced, stack, tracked
from archive_app.typeset.templates import Template

_TITLE_AT = 0.2  # of the type area's height: where the 扉页's title begins
_SECTION_AT = 0.34
_SECTION_DOWN = 0.16  # of the column: where a 栏目 begins in the middle of a page of columns
_LABEL_EMS = 4
_COLUMN_GAP = 14.0  # points between the columns of a 扉页
_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """24 as 二十四; to 9999."""
    if number <= 0 or number > 9999:
        return str(number)
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return words.removeprefix("一") if 10 <= number < 20 else words


def series_name(book: Book) -> str:
    """城东政协文史资料　第二十四辑."""
    return f"{book.title}　{issue_name(book)}" if book.number else book.title


def issue_name(book: Book) -> str:
    """第二十四辑; empty for a book without a number."""
    return f"第{chinese_number(book.number)}辑" if book.number else ""


def _openness(title: str) -> float:
    """How far a 栏目's characters stand apart on its page, in ems: the fewer, the further."""
    return {2: 1.0, 3: 0.6, 4: 0.35}.get(len(title), 0.2 if len(title) <= 8 else 0.05)


class FrontSetter:
    """Sets the pages that are composed, not flowed."""

    def __init__(self, template: Template, grid: Grid, set_lines: SetLines) -> None:
        self.template, self.grid, self.set_lines = template, grid, set_lines

    def title_page(self, book: Book) -> Draft:
        """扉页: series, title, number, subtitle; the compiler at the foot."""
        if self.grid.vertical:
            return self._title_columns(book)
        draft = Draft()
        y = self.grid.height * _TITLE_AT
        if book.series:
            y = self._centred(draft, book.series, "book-number", y - 40, 0.1) + 14
        y = self._centred(draft, book.title, "book-title", y, 0.1)
        if book.number:
            y = self._centred(draft, issue_name(book), "book-number", y + 16, 0.15)
        if book.subtitle:
            middle, half = self.grid.width / 2, self.grid.width * 0.09
            draft.rules.append(Rule("line", middle - half, y + 18, middle + half, y + 18, 0.6))
            y = self._centred(draft, book.subtitle, "book-subtitle", y + 34, 0.2)
        if book.compiler:
            lines, height = self._lines(book.compiler, "book-compiler", 0.12)
            for inset in lines:
                self._put_inset(draft, inset, self.grid.height - height)
        return draft

    def _title_columns(self, book: Book) -> Draft:
        """A 扉页 in columns: the title in the middle of the page, the series at its right; number, subtitle and
        compiler at its left, each begun lower down, the compiler to the foot."""
        draft, grid = Draft(), self.grid
        title, wide = self._lines(book.title, "book-title", 0.2)
        middle = grid.height / 2
        y = self._column(draft, title, middle - wide / 2, wide, grid.width * 0.1)
        if book.series:
            series, narrow = self._lines(book.series, "book-number", 0.1)
            self._column(draft, series, middle - wide / 2 - narrow - _COLUMN_GAP, narrow, grid.width * 0.1)
        for text, name, down in ((issue_name(book), "book-number", 0.34), (book.subtitle, "book-subtitle", 0.42)):
            if text:
                lines, narrow = self._lines(text, name, 0.15)
                y = self._column(draft, lines, y + _COLUMN_GAP, narrow, grid.width * down)
        if book.compiler:
            lines, narrow = self._lines(book.compiler, "book-compiler", 0.12)
            longest = max(inset.line.width for inset in lines)
            self._column(draft, lines, max(y + _COLUMN_GAP, grid.height * 0.86), narrow, grid.width - longest)
        return draft

    def _column(self, draft: Draft, lines: Sequence[Inset], y: float, wide: float, down: float) -> float:
        """Lines as columns from ``y`` on, begun ``down`` the page (higher where they are too long for that)."""
        longest = max((inset.line.width for inset in lines), default=0.0)
        start = max(0.0, min(down, self.grid.width - longest))
        for inset in lines:
            self._put_inset(draft, replace(inset, x=start, line=inset.line._replace(x=0.0)), y)
        return y + wide

    def section_page(self, title: str) -> Draft:
        """A page of its own for a 栏目."""
        draft = Draft()
        if self.grid.vertical:
            lines, wide = self._lines(title, "section", _openness(title))
            self._column(draft, lines, (self.grid.height - wide) / 2, wide, self.grid.width * _SECTION_DOWN)
        else:
            self._centred(draft, title, "section", self.grid.height * _SECTION_AT, _openness(title))
        draft.titles.append(("", self.grid.height * _SECTION_AT, True))
        return draft

    def imprint_page(self, book: Book, facts: Sequence[tuple[str, str]]) -> Draft:
        """版权页: what the law asks for, at the foot of the page. ``facts`` fill in what the book leaves empty."""
        draft = Draft()
        known = dict(facts)
        style = text_style(self.template, "imprint")
        insets: list[Inset] = []
        y = 0.0
        for label, value in book.imprint.lines:
            said = value.strip() or known.get(label.strip(), "")
            if not said and label:
                continue
            y = self._imprint_line(insets, label.strip(), said, style.size, style.leading or style.size * 1.6, y)
        title = StyledText(
            "　".join(filter(None, (series_name(book), book.subtitle))), text_style(self.template, "imprint-title")
        )
        heads, head_height = stack([(title, 0.0)], self.grid.width, self.set_lines)
        top = self.grid.height - y - head_height - 16
        for inset in heads:
            self._put_inset(draft, inset, top)
        rule = top + head_height + 7
        draft.rules.append(Rule("line", 0.0, rule, self.grid.width, rule, 0.5))
        for inset in insets:
            self._put_inset(draft, inset, rule + 9)
        return draft

    def _imprint_line(
        self, insets: list[Inset], label: str, value: str, size: float, leading: float, y: float
    ) -> float:
        style = text_style(self.template, "imprint")
        indent = 0.0
        if label:
            indent = (_LABEL_EMS + 1.5) * size
            named = self.set_lines(StyledText(label, replace(style, align="left")), self.grid.width, 0).lines[0]
            gaps = len(label) - 1
            spare = _LABEL_EMS * size - named.width
            if (
                gaps > 0 and spare > 0 and len(named.runs) == 1 and not label.isascii()
            ):  # 书　　号: labels fill four ems
                run = named.runs[0]._replace(tracking=spare / gaps / size * 1000)
                named = named._replace(runs=(run,))
            insets.append(Inset(named, 0.0, y + (leading - size) / 2 + style.ascent * size, size, "imprint"))
        content = StyledText(value, replace(style, align="left"))
        for line in self.set_lines(content, self.grid.width - indent, 0).lines:
            insets.append(Inset(line, indent, y + (leading - size) / 2 + style.ascent * size, size, "imprint"))
            y += leading
        return y

    def _lines(self, text: str, name: str, spacing: float) -> tuple[list[Inset], float]:
        style = text_style(self.template, name)
        leading = style.leading or style.size * 1.5
        width = self.grid.width
        lines = balanced(StyledText(text, style), width, self.set_lines)
        placed: list[Inset] = []
        for number, line in enumerate(lines):
            if line.width + spacing * style.size * (len(line.text) - 1) <= width:
                line = tracked(line, style.size, spacing)
            placed.append(Inset(line, 0.0, number * leading + style.ascent * style.size, style.size, name))
        return placed, (len(lines) - 1) * leading + style.size

    def _centred(self, draft: Draft, text: str, name: str, y: float, spacing: float) -> float:
        lines, height = self._lines(text, name, spacing)
        for inset in lines:
            self._put_inset(draft, inset, y)
        return y + height

    def _put_inset(self, draft: Draft, inset: Inset, y: float) -> None:
        line = inset.line
        draft.lines.append(
            Line(
                line.text,
                inset.x + line.x,
                y + inset.y,
                inset.size,
                line.runs,
                role=inset.role,
                vertical=line.vertical,
            )
        )
        draft.faults += [(fault, "", "") for fault in line.faults]
