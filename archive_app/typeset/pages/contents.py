"""目录: made from the pages that are there, in the same pass; in one column or several (of the template)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive_app.frozen import dataclass
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
_LEAST_LEADER = 1.5  # ems
_COLUMN_GAP = 2.0  # ems
_NARROWEST = 12.0  # ems of a column: fewer columns are set rather than narrower ones


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
        gap, least = grid.size * _COLUMN_GAP, grid.size * _NARROWEST
        self.count = max(1, min(template.contents.columns, int((grid.width + gap) / (least + gap))))
        self.width = (grid.width - (self.count - 1) * gap) / self.count
        self.step = self.width + gap
        self.left = 0.0  # of the column that is being set
        self._known: dict[tuple[int, float], tuple[Entry, tuple[tuple[SetLine, ...], SetLine | None]]] = {}

    def pages(self, entries: Sequence[Entry]) -> list[Draft]:
        """The pages of the contents; links lead to the entries' ``page``."""
        if self.grid.vertical:  # Chinese figures differ in length: what stands before them ends at one height
            widest = max((self._page(entry).width for entry in entries if entry.label), default=0.0)
            self.page_room = max(self.page_room, widest + self.grid.size)
        pages = [self._first()]
        start, top = 0, pages[0].rows_used
        while start < len(entries):
            columns, end = self._filled(entries, start, self.grid.rows - top)
            if end == len(entries):
                columns = self._level(entries, start, self.grid.rows - top)
            for number, column in enumerate(columns):
                self.left = number * self.step
                for entry, row in column:
                    self._put(pages[-1], entry, top + row)
                    pages[-1].rows_used = max(pages[-1].rows_used, top + row + self._rows(entry))
            if end < len(entries):
                pages.append(Draft())
            start, top = end, 0
        return pages

    def _filled(self, entries: Sequence[Entry], start: int, height: int) -> tuple[list[list[tuple[Entry, int]]], int]:
        """The columns of a page from entry ``start`` on, each (entry, row), and where the next page begins."""
        columns = []
        for _ in range(self.count):
            column: list[tuple[Entry, int]] = []
            row = 0
            while start < len(entries):
                entry = entries[start]
                space = 1 if (entry.level == "section" or entry.apart) and column else 0
                rows = self._rows(entry)
                if column and row + space + rows + self._company(entries, start) > height:
                    break
                column.append((entry, row + space))
                row += space + rows
                start += 1
            columns.append(column)
        return columns, start

    def _level(self, entries: Sequence[Entry], start: int, height: int) -> list[list[tuple[Entry, int]]]:
        """The columns of the last page, no longer than they must be."""
        whole = sum(self._rows(entry) for entry in entries[start:])
        for lower in range(max(1, whole // self.count), height):
            columns, end = self._filled(entries, start, lower)
            if end == len(entries):
                return columns
        return self._filled(entries, start, height)[0]

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
        """The authors where they stand beside the title's last line."""
        return self._parts(entry)[1]

    def _author_rows(self, entry: Entry) -> tuple[SetLine, ...]:
        """The authors where they are too many for that, or the title too long: lines of their own under it."""
        named = self._named(entry)
        if named is None or self._authors(entry) is not None:
            return ()
        return self._under(entry, named)

    def _under(self, entry: Entry, named: StyledText) -> tuple[SetLine, ...]:
        indent = self._style(entry).rest * self._style(entry).size + self.grid.size
        lines = self.set_lines(named, self._room - indent, 0).lines
        return tuple(line._replace(x=line.x + indent) for line in lines)

    @property
    def _room(self) -> float:
        """What a line has before its page and the least leader to it."""
        return self.width - self.page_room - self.grid.size * _LEAST_LEADER

    def _title_lines(self, entry: Entry) -> tuple[SetLine, ...]:
        return self._parts(entry)[0]

    def _parts(self, entry: Entry) -> tuple[tuple[SetLine, ...], SetLine | None]:
        """`_parted`, once for each entry: its rows are counted before they are put."""
        key = (id(entry), self.page_room)
        found = self._known.get(key)
        if found is None:  # the entry is kept beside its parts, so that its id stays its own
            found = self._known[key] = (entry, self._parted(entry))
        return found[1]

    def _parted(self, entry: Entry) -> tuple[tuple[SetLine, ...], SetLine | None]:
        """The lines of the title, and the authors where they stand beside the last of them: whichever way takes the
        fewer rows."""
        title = StyledText(entry.title, self._style(entry))
        whole = self.width if entry.level == "section" and not entry.label else self._room
        lines = self.set_lines(title, whole, 0).lines
        named = self._named(entry)
        if named is None:
            return lines, None
        line = self.set_lines(named, _WIDEST, 0).lines[0]
        if line.width > min(_LONGEST_AUTHORS * named.style.size, self.width * _AUTHORS_SHARE):
            return lines, None
        beside = self._room - line.width - self.grid.size * 0.5
        if lines[-1].x + lines[-1].width <= beside:
            return lines, line
        narrow = self.set_lines(title, beside, 0).lines
        if len(narrow) <= len(lines) + len(self._under(entry, named)):
            return narrow, line
        return lines, None

    def _put(self, draft: Draft, entry: Entry, row: int) -> None:
        style = self._style(entry)
        small = text_style(self.template, "contents-part").size
        lines = [(line, style.size, f"contents-{entry.level}") for line in self._title_lines(entry)]
        lines += [(line, small, "contents-author") for line in self._author_rows(entry)]
        left, y = self.left, self.grid.baseline(row)
        for number, (line, size, role) in enumerate(lines):
            y = self.grid.baseline(row + number)
            draft.lines.append(Line(line.text, left + line.x, y, size, line.runs, role=role, vertical=line.vertical))
            draft.faults += [(fault, "", "") for fault in line.faults]
        if entry.label or entry.level == "entry":  # plates have a number of their own, and none here
            top = self.grid.baseline(row) - self.grid.size * (0.75 if self.grid.vertical else 1.0)
            foot = y + self.grid.size * (0.75 if self.grid.vertical else 0.3)
            draft.links.append((left, top, left + self.width, foot, entry.page))
        if not entry.label:
            return
        last = lines[-1][0]
        page = self._page(entry)
        end = self.width - max(self.page_room, page.width + self.grid.size)
        authors = self._authors(entry)
        if authors is not None:
            x = end - authors.width
            draft.lines.append(
                Line(authors.text, left + x, y, small, authors.runs, role="contents-author", vertical=authors.vertical)
            )
            end = x - self.grid.size * 0.5
        else:
            end = page.x - self.grid.size * 0.5
        start = last.x + last.width + self.grid.size * self.template.contents.gap
        if self.template.contents.leader and start < end:
            height = y if self.grid.vertical else y - self.grid.size * 0.12
            draft.rules.append(Rule("leader", left + start, height, left + end, height, _LEADER_WEIGHT))
        draft.lines.append(
            Line(page.text, left + page.x, y, self.grid.size, page.runs, role="contents-page", vertical=page.vertical)
        )

    def _page(self, entry: Entry) -> SetLine:
        """The number of an entry's page, at the line's end."""
        body = text_style(self.template, "body")
        style = TextStyle(body.face, self.grid.size, "contents", "right", vertical=body.vertical)
        return self.set_lines(StyledText(numeral(self.template, entry.label), style), self.width, 0).lines[0]
