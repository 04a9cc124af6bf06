"""编委会名单 on the grid: offices in a column at the left, names on a raster, several in a line.

A name of two characters is as wide as one of three (张　三), an office of two or three as one of four (主　　任): by
space between the characters, so that what is copied is the name itself. A longer name takes two places of the raster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive_app.typeset.blocks.model import RosterBlock, RosterOffice, StyledText
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetBox
from archive_app.typeset.pages.stack import SetLines

_ROLE_EMS = 4  # what an office is spread to
_ROLE_GAP = 2.0  # ems between offices and names
_NAME_EMS = 3
_NAME_GAP = 1.5
_MOST_NAMES = 6  # in a line: more are hard to read
_WIDEST = 100000.0
_WIDE_ROLE = 0.4  # of the measure: a longer office stands on a line of its own


def set_roster(block: RosterBlock, grid: Grid, set_lines: SetLines) -> list[SetBox]:
    """A box for each line of the list. Offices are a blank line apart where the list is short enough for its page."""
    setter = _Roster(grid, set_lines)
    setter.measure(block.offices)
    groups = [list(setter.office(office)) for office in block.offices]
    airy = sum(len(group) for group in groups) + len(groups) - 1 <= grid.rows * 0.7
    boxes: list[SetBox] = []
    for number, group in enumerate(groups):
        for row, (insets, office) in enumerate(group):
            space = 1 if airy and number and not row else 0
            lifted = tuple(replace(inset, y=inset.y + space * grid.leading) for inset in insets)
            boxes.append(
                SetBox(
                    office.block,
                    1 + space,
                    lifted,
                    rows_top=1,
                    lift=space * grid.leading,
                    keep=row + 1 < len(group) and (not row or row + 2 == len(group)),
                )
            )
    return boxes


class _Roster:
    """One list: ``indent`` is where its names begin, ``cell`` how wide a place of the raster is."""

    def __init__(self, grid: Grid, set_lines: SetLines) -> None:
        self.grid, self.set_lines = grid, set_lines
        self.indent = self.cell = 0.0
        self.places = 1

    def measure(self, offices: Sequence[RosterOffice]) -> None:
        """Find the raster that all the offices share."""
        size = offices[0].role.style.size
        widths = [self._spread(office.role, _ROLE_EMS).width for office in offices]
        short = [width for width in widths if width <= self.grid.width * _WIDE_ROLE]
        self.indent = max(short, default=_ROLE_EMS * size) + _ROLE_GAP * size
        room = self.grid.width - self.indent
        em = offices[0].names[0][0].style.size
        self.places = max(1, min(_MOST_NAMES, int((room + _NAME_GAP * em) / ((_NAME_EMS + _NAME_GAP) * em))))
        self.cell = (room + _NAME_GAP * em) / self.places

    def office(self, office: RosterOffice) -> Iterator[tuple[list[Inset], RosterOffice]]:
        """The lines of an office, one after another."""
        role = self._spread(office.role, _ROLE_EMS)
        row = [self._inset(role, 0.0, office.role)]
        if role.width > self.indent:
            yield row, office
            row = []
        if office.aside is not None:
            row.append(self._inset(self._line(office.aside), self.indent, office.aside))
            yield row, office
            row = []
        place = 0
        for name, at in office.names:
            line = self._spread(name, _NAME_EMS)
            if line.width > self.grid.width - self.indent:
                if place:
                    yield row, office
                for part in self.set_lines(name, self.grid.width - self.indent, 0).lines:
                    moved = part._replace(offset=at + part.offset)
                    yield [*([] if place else row), self._inset(moved, self.indent, name)], office
                    row, place = [], 0
                continue
            takes = max(1, -int(-(line.width + 0.5 * name.style.size) // self.cell))
            beyond = self.indent + place * self.cell + line.width > self.grid.width + 0.01
            if place and (beyond or place + takes > self.places):
                yield row, office
                row, place = [], 0
            row.append(self._inset(line._replace(offset=at), self.indent + place * self.cell, name))
            place += takes
        if row:
            yield row, office

    def _inset(self, line: SetLine, x: float, content: StyledText) -> Inset:
        style = content.style
        return Inset(line, x, self.grid.ascent * self.grid.size, style.size, style.role)

    def _line(self, content: StyledText) -> SetLine:
        return self.set_lines(content, _WIDEST, 0).lines[0]._replace(x=0.0)

    def _spread(self, content: StyledText, ems: int) -> SetLine:
        """A line of fewer characters spread to the width of ``ems``."""
        line, size = self._line(content), content.style.size
        gaps = len(line.text) - 1
        spare = ems * size - line.width
        plain = len(line.runs) == 1 and not line.runs[0].shaped and all(c >= "\u2e80" for c in line.text)
        if gaps < 1 or spare < 0.1 * size or not plain:
            return line
        run = line.runs[0]._replace(tracking=line.runs[0].tracking + spare / gaps / size * 1000)
        return line._replace(width=line.width + spare, runs=(run,))
