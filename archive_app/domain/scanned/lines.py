"""A line as it was read off a scan, and a page of them. Lengths are pixels of the upright page as it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from archive_app.frozen import dataclass

DOUBTFUL = 0.9
"""A character less sure than this is marked, to be looked at by a person."""

Corners = tuple[float, float, float, float, float, float, float, float]
"""x and y of the four corners: left above, right above, right below, left below, as one reads the page."""


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line or column. ``sure`` is how sure each character of ``text`` is, from 0 to 1; ``upright``: it runs down.

    ``opens``: a paragraph begins with it. ``heading``: its letters are much larger than those around it. ``folio``: it
    is the number of the page, no part of the text. ``beside``: it goes on in the row of the line before it. ``stops``,
    where it is known: at which pixel along the line each character begins, and behind them where the last one ends.
    """

    corners: Corners
    text: str
    sure: tuple[float, ...] = ()
    upright: bool = False
    opens: bool = False
    heading: bool = False
    folio: bool = False
    beside: bool = False
    stops: tuple[float, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of what it covers."""
        across, down = self.corners[0::2], self.corners[1::2]
        return min(across), min(down), max(across) - min(across), max(down) - min(down)

    @property
    def doubts(self) -> tuple[int, ...]:
        """Which characters are doubtful. None is once a person has written the line."""
        return tuple(at for at, sure in enumerate(self.sure[: len(self.text)]) if sure < DOUBTFUL)

    def written(self, text: str) -> ScanLine:
        """The line with a person's words: what is theirs is sure, what they left is as sure as it was."""
        if text == self.text:
            return self
        sure = self.sure[: len(self.text)] + (1.0,) * (len(self.text) - len(self.sure))
        same, least = 0, min(len(text), len(self.text))
        while same < least and text[same] == self.text[same]:
            same += 1
        end = 0
        while end < least - same and text[-1 - end] == self.text[-1 - end]:
            end += 1
        kept = sure[len(sure) - end :] if end else ()
        now = (*sure[:same], *(1.0,) * (len(text) - same - end), *kept)
        return replace(self, text=text, sure=now, stops=self.stops if len(text) == len(self.text) else ())

    def edges(self) -> tuple[float, ...]:
        """``stops``; where they are not known, a share of the line for each character."""
        if len(self.stops) == len(self.text) + 1:
            return self.stops
        left, top, width, height = self.box
        begin, length = (top, height) if self.upright else (left, width)
        shares = [0.5 if one.isascii() and one.isprintable() else 1.0 for one in self.text]
        whole = sum(shares) or 1.0
        found = [begin]
        for share in shares:
            found.append(found[-1] + length * share / whole)
        return tuple(found)

    def looked_at(self, at: int) -> ScanLine:
        """The line whose character ``at`` a person has found to be right."""
        return replace(self, sure=(*self.sure[:at], 1.0, *self.sure[at + 1 :])) if at < len(self.sure) else self


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page. ``number`` counts within its file, from 0; ``turn``: by how many degrees, clockwise, it was turned to be
    upright; ``size``: width and height then; ``lines`` in the order in which they are read."""

    number: int
    turn: int
    size: tuple[int, int]
    lines: tuple[ScanLine, ...]

    @property
    def doubts(self) -> int:
        """How many of its characters are doubtful."""
        return sum(len(line.doubts) for line in self.lines if not line.folio)

    def to_json(self) -> dict[str, Any]:
        """As it is kept, and as the command line shows it."""
        return self._told(_line_json)

    def to_brief(self) -> dict[str, Any]:
        """The same in less room: of how sure the characters are, only what is doubtful."""
        return self._told(_line_brief)

    def _told(self, told: Callable[[ScanLine], dict[str, Any]]) -> dict[str, Any]:
        lines = [told(line) for line in self.lines]
        return {"page": self.number, "turn": self.turn, "size": list(self.size), "lines": lines}


def _line_json(line: ScanLine) -> dict[str, Any]:
    told: dict[str, Any] = {
        "corners": [round(one, 1) for one in line.corners],
        "text": line.text,
        "sure": [round(one, 3) for one in line.sure],
    }
    told.update({name: True for name in _FLAGS if getattr(line, name)})
    if line.stops:
        told["stops"] = [round(one) for one in line.stops]
    return told


def _line_brief(line: ScanLine) -> dict[str, Any]:
    told = _line_json(line)
    told["corners"] = [round(one) for one in line.corners]
    told.pop("sure")
    if line.doubts:
        told["doubts"] = [[at, round(line.sure[at], 2)] for at in line.doubts]
    return told


_FLAGS = ("upright", "opens", "heading", "folio", "beside")


def page_from_json(told: Mapping[str, Any]) -> ScanPage:
    """A page as ``to_json`` or ``to_brief`` wrote it.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is none."""
    lines = []
    for one in told["lines"]:
        numbers = [float(number) for number in one["corners"]]
        if len(numbers) != 8:
            raise ValueError("a line has four corners")
        left, top, right, above, far, below, near, under = numbers
        flags = {name: bool(one.get(name)) for name in _FLAGS}
        corners = (left, top, right, above, far, below, near, under)
        text = str(one["text"])
        if "sure" in one:
            sure = tuple(float(each) for each in one["sure"])
        else:
            doubts = {int(at): float(each) for at, each in one.get("doubts", ())}
            sure = tuple(doubts.get(at, 1.0) for at in range(len(text))) if doubts else ()
        stops = tuple(float(each) for each in one.get("stops", ()))
        lines.append(ScanLine(corners, text, sure, **flags, stops=stops))
    width, height = told["size"]
    return ScanPage(int(told["page"]), int(told["turn"]), (int(width), int(height)), tuple(lines))


def words_of(pages: tuple[ScanPage, ...]) -> str:
    """The text of pages: a paragraph a line. One that goes on over the end of a page is one."""
    made: list[str] = []
    full = False
    for page in pages:
        for number, paragraph in enumerate(paragraphs_of(page)):
            first = page.lines[paragraph[0]]
            text = joined([page.lines[one] for one in paragraph])
            if not text:
                continue
            goes_on = not number and not first.opens and not first.heading and made and full and _unfinished(made[-1])
            if goes_on:
                made[-1] = _joint(made[-1], text)
            else:
                made.append(text)
        full = _is_full(page)
    return "\n".join(made)


def _is_full(page: ScanPage) -> bool:
    """Whether the last line of a page goes as far as others do: then its paragraph may go on."""
    long = [max(line.box[2:4]) for line in page.lines if not line.folio]
    return bool(long) and long[-1] >= 0.8 * max(long)


def paragraphs_of(page: ScanPage) -> list[list[int]]:
    """The lines of each paragraph of a page, by their places; numbers of pages are in none."""
    made: list[list[int]] = []
    heading = False
    for at, line in enumerate(page.lines):
        if line.folio:
            continue
        if not made or ((line.opens or line.heading != heading) and not line.beside):
            made.append([])
        made[-1].append(at)
        heading = line.heading
    return made


def joined(lines: list[ScanLine]) -> str:
    """The words of lines that follow each other: as Chinese is written, and with spaces between words of letters."""
    text = ""
    for line in lines:
        words = line.text.strip()
        if not words:
            continue
        text = f"{text}　{words}" if text and line.beside else _joint(text, words)
    return text


def _joint(before: str, after: str) -> str:
    if not before:
        return after
    if before.endswith("-") and before[-2:-1].isascii() and before[-2:-1].isalpha() and after[:1].islower():
        return before[:-1] + after
    letters = before[-1:].isascii() and after[:1].isascii() and (before[-1:].isalnum() or before[-1:] in ",.;:!?)")
    return f"{before} {after}" if letters and after[:1].isalnum() else before + after


def _unfinished(text: str) -> bool:
    return text[-1:] not in "。！？：」』”…）)" or not text
