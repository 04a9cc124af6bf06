"""目录: made from the pages that are there, in the same pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.layout import Line, Rule
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.heads import numeral
from archive_app.typeset.pages.stack import SetLines, opened
from archive_app.typeset.templates import Template

_PAGE_EMS = 2.6  # the column of page numbers
_LEADER_WEIGHT = 0.75
_ROLE = re.compile("[ 　]+(口述|采访|整理|记录|撰文|编写|供稿|著|译|等)")  # 冶秀英　口述 → 冶秀英口述
_LONGEST_AUTHORS = 15  # ems beside a title; longer ones stand in lines of their own
_AUTHORS_SHARE = 0.5  # of the measure: the most that authors may take from a title
_WIDEST = 100000.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: ``level`` is section, part or entry; ``page`` a number of the volume's own count of
    pages, filled in when it is put together. ``apart`` entries (the first 辅文 after the body) have a line of space
    above them."""

    level: str
    title: str
    authors: tuple[str, ...]
    label: str
    page: int
    apart: bool = False


class ContentsSetter:
    """Sets the contents on the grid, a line a row."""

    def __init__(self, template: Template, grid: Grid, set_lines: SetLines) -> None:
        self.template, self.grid, self.set_lines = template, grid, set_lines
        self.page_room = grid.size * _PAGE_EMS

    def pages(self, entries: Sequence[Entry]) -> list[Draft]:
        """The pages of the contents; links lead to the entries' ``page``."""
        if self.grid.vertical:  # Chinese figures differ in length: what stands before them ends at one height
            widest = max((self._page(entry).width for entry in entries if entry.label), default=0.0)
            self.page_room = max(self.page_room, widest + self.grid.size)
        pages = [self._first()]
        row = pages[0].rows_used
        for number, entry in enumerate(entries):
            height = self._rows(entry)
            space = 1 if (entry.level == "section" or entry.apart) and row > 0 and number else 0
            if row + space + height + self._company(entries, number) > self.grid.rows:
                pages.append(Draft())
                row, space = 0, 0
            row += space
            self._put(pages[-1], entry, row)
            row += height
            pages[-1].rows_used = row
        return pages

    def _company(self, entries: Sequence[Entry], number: int) -> int:
        """The rows that must stand on the page of a 栏目's line: the lines of its parts that follow at once, and the
        first article under them. An article's line needs none."""
        rows = 0
        while entries[number].level != "entry" and number + 1 < len(entries):
            number += 1
            rows += self._rows(entries[number])
            if entries[number].level == "section":  # a 栏目 without an article: nothing follows that is its own
                break
        return rows

    def _first(self) -> Draft:
        draft = Draft()
        style = text_style(self.template, "contents-title")
        rows = max(1, self.template.style("contents-title").rows)
        lines = opened(self.set_lines(StyledText("目录", style), self.grid.width, 0).lines, style.size)
        height = rows * self.grid.leading - self.grid.leading
        for line in lines:
            y = (height - style.size) * 0.42 + style.ascent * style.size
            draft.lines.append(
                Line(line.text, line.x, y, style.size, line.runs, role="contents-title", vertical=line.vertical)
            )
        draft.rows_used = rows
        return draft

    def _style(self, entry: Entry) -> TextStyle:
        style = text_style(self.template, f"contents-{entry.level}", "contents")
        return replace(style, align="left", rest=style.rest + 1, first=style.rest)

    def _rows(self, entry: Entry) -> int:
        return len(self._title_lines(entry)) + len(self._author_rows(entry))

    def _named(self, entry: Entry) -> StyledText | None:
        """All who are named under the title, in a line."""
        if not entry.authors or not entry.label or not self.template.contents_authors:
            return None
        kai = replace(text_style(self.template, "contents-part", "contents"), align="left", first=0.0, rest=0.0)
        names = (_ROLE.sub(r"\1", author.strip()) for author in entry.authors)
        return StyledText("　".join(names), kai)

    def _authors(self, entry: Entry) -> SetLine | None:
        """The authors where they have room beside the title's last line."""
        named = self._named(entry)
        if named is None:
            return None
        line = self.set_lines(named, _WIDEST, 0).lines[0]
        longest = min(_LONGEST_AUTHORS * named.style.size, self.grid.width * _AUTHORS_SHARE)
        return line if line.width <= longest else None

    def _author_rows(self, entry: Entry) -> tuple[SetLine, ...]:
        """The authors where they are too many for that: lines of their own under the title."""
        named = self._named(entry)
        if named is None or self._authors(entry) is not None:
            return ()
        indent = self._style(entry).rest * self._style(entry).size + self.grid.size
        width = self.grid.width - self.page_room - self.grid.size * 1.5 - indent
        return tuple(line._replace(x=line.x + indent) for line in self.set_lines(named, width, 0).lines)

    def _right(self, entry: Entry) -> float:
        """What stands at the right of a title: authors and page, with the least leader."""
        authors = self._authors(entry)
        page = self.page_room + self.grid.size * 1.5
        return page + (authors.width + self.grid.size * 0.5 if authors else 0.0)

    def _title_lines(self, entry: Entry) -> tuple[SetLine, ...]:
        style = self._style(entry)
        width = (
            self.grid.width if entry.level == "section" and not entry.label else self.grid.width - self._right(entry)
        )
        return self.set_lines(StyledText(entry.title, style), width, 0).lines

    def _put(self, draft: Draft, entry: Entry, row: int) -> None:
        style = self._style(entry)
        small = text_style(self.template, "contents-part").size
        lines = [(line, style.size, f"contents-{entry.level}") for line in self._title_lines(entry)]
        lines += [(line, small, "contents-author") for line in self._author_rows(entry)]
        y = self.grid.baseline(row)
        for number, (line, size, role) in enumerate(lines):
            y = self.grid.baseline(row + number)
            draft.lines.append(Line(line.text, line.x, y, size, line.runs, role=role, vertical=line.vertical))
            draft.faults += [(fault, "", "") for fault in line.faults]
        if not entry.label:
            return
        last = lines[-1][0]
        page = self._page(entry)
        end = self.grid.width - max(self.page_room, page.width + self.grid.size)
        authors = self._authors(entry)
        if authors is not None:
            x = end - authors.width
            draft.lines.append(
                Line(authors.text, x, y, small, authors.runs, role="contents-author", vertical=authors.vertical)
            )
            end = x - self.grid.size * 0.5
        else:
            end = page.x - self.grid.size * 0.5
        start = last.x + last.width + self.grid.size * self.template.contents.gap
        if self.template.contents.leader and start < end:
            height = y if self.grid.vertical else y - self.grid.size * 0.12
            draft.rules.append(Rule("leader", start, height, end, height, _LEADER_WEIGHT))
        draft.lines.append(
            Line(page.text, page.x, y, self.grid.size, page.runs, role="contents-page", vertical=page.vertical)
        )
        top = self.grid.baseline(row) - self.grid.size * (0.75 if self.grid.vertical else 1.0)
        foot = y + self.grid.size * (0.75 if self.grid.vertical else 0.3)
        draft.links.append((0.0, top, self.grid.width, foot, entry.page))

    def _page(self, entry: Entry) -> SetLine:
        """The number of an entry's page, at the line's end."""
        body = text_style(self.template, "body")
        style = TextStyle(body.face, self.grid.size, "contents", "right", vertical=body.vertical)
        return self.set_lines(StyledText(numeral(self.template, entry.label), style), self.grid.width, 0).lines[0]
