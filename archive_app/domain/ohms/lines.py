"""The lines of an OHMS transcript, and ``sync``, which says on which of them each minute ends.

``1:|13(3)|19(14)`` is: one minute apart, the first minute ends on line 13 with word 3, the second on line 19 with word
14. Lines are counted from 1, empty ones too; words are parted by blanks, so that a line of Chinese is one word. What
lies between two minutes is reckoned by the characters between them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from archive_app.frozen import dataclass

COLUMNS = 80
"""Columns of a line, as OHMS breaks it; a Han character has two."""
_HANGS = frozenset("，。、；：？！”’》）】〉」』…—,.;:?!)")
_STAMP = re.compile(r"\s*(\d{1,7})\s*(?:\(\s*(\d{1,5})\s*\))?\s*\Z")
_WORD = re.compile(r"\S+")
_MOST_MINUTES = 6000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together: the words joined, and where each of its lines begins in them."""

    text: str
    first: int  # the line's number, from 1
    starts: tuple[int, ...]

    def offset(self, line: int, word: int) -> int:
        """Where a word ends, in code points of ``text``; the line's end where it has fewer words."""
        at = line - self.first
        begin = self.starts[at]
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        words = list(_WORD.finditer(self.text, begin, end))
        return words[word - 1].end() if 0 < word <= len(words) else end


def wide(character: str) -> bool:
    """Whether a character has two columns and needs no blank beside it."""
    return unicodedata.east_asian_width(character) in "WF"


def joined(lines: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Broken lines as one, and where each of them begins in it: Latin words get their blank back, Han have none."""
    text, starts = "", []
    for line in lines:
        words = line.strip()
        if text and words and not wide(text[-1]) and not wide(words[0]):
            text += " "
        starts.append(len(text))
        text += words
    return text, tuple(starts)


def broken(text: str, columns: int = COLUMNS) -> list[str]:
    """A paragraph in lines that ``joined`` makes the same paragraph of again."""
    lines: list[str] = []
    begin, width, place = 0, 0, 0  # ``place`` is where the line may be broken
    for at, character in enumerate(text):
        if at > begin and _parts(text, at):
            place = at
        width += 2 if wide(character) else 1
        if width > columns and place > begin and character not in _HANGS:
            lines.append(text[begin:place])
            begin = place + (text[place] == " ")
            width = sum(2 if wide(one) else 1 for one in text[begin : at + 1])
    return [*lines, text[begin:]] if text[begin:] else lines


def _parts(text: str, at: int) -> bool:
    """Whether a line may be broken before a character, so that joining it again adds and loses nothing."""
    before, after = text[at - 1], text[at]
    if before == " " or after in _HANGS:
        return False
    if after == " ":
        return at + 1 < len(text) and not (wide(before) or wide(text[at + 1]) or text[at + 1] == " ")
    return wide(before) or wide(after)


def paragraphs(text: str) -> list[Paragraph]:
    """A transcript's paragraphs: what stands between empty lines."""
    found: list[Paragraph] = []
    held: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            held.append(line)
        elif held:
            words, starts = joined(held)
            found.append(Paragraph(words, number - len(held), starts))
            held = []
    return found


def read_sync(sync: str) -> list[tuple[float, int, int]]:
    """Second, line and word of every mark; what cannot be read is left out, an empty mark is a minute nobody marked."""
    step, colon, marks = sync.partition(":")
    minutes = step.strip()
    if not colon or not minutes.isdigit() or not int(minutes):
        return []
    listed = marks.split("|")
    listed = listed[1:] if listed and not listed[0].strip() else listed
    found = []
    for number, mark in enumerate(listed[:_MOST_MINUTES], start=1):
        stamp = _STAMP.match(mark)
        if stamp and int(stamp[1]):
            found.append((number * int(minutes) * 60.0, int(stamp[1]), int(stamp[2] or 0)))
    return found


class Clock:
    """Reckons the second of any character of a transcript from its marks."""

    def __init__(
        self,
        found: Sequence[Paragraph],
        sync: str,
        duration: float = 0.0,
        stamps: Sequence[tuple[int, int, float]] = (),
    ) -> None:
        """``stamps`` are seconds written into the text: paragraph, place in it, second. They stand for ``sync``."""
        self._begins: list[int] = []
        total = 0
        for one in found:
            self._begins.append(total)
            total += len(one.text)
        known = [(0, 0.0)]
        marks = [(second, self._place(found, line, word)) for second, line, word in read_sync(sync)]
        for second, at in [(second, self._begins[one] + place) for one, place, second in stamps] or marks:
            if at is not None and at >= known[-1][0] and second > known[-1][1]:
                known.append((at, second))
        self.marked = len(known) > 1
        if duration > known[-1][1] and total > known[-1][0]:
            known.append((total, duration))
        elif len(known) > 1 and total > known[-1][0]:  # as fast as before
            (at0, second0), (at1, second1) = known[0], known[-1]
            pace = (second1 - second0) / max(1, at1 - at0)
            known.append((total, second1 + pace * (total - at1)))
        self._known = known

    def _place(self, found: Sequence[Paragraph], line: int, word: int) -> int | None:
        number = bisect_right([one.first for one in found], line) - 1
        if number < 0:
            return None
        one = found[number]
        if line >= one.first + len(one.starts):  # an empty line: the end of what stands before it
            return self._begins[number] + len(one.text)
        return self._begins[number] + one.offset(line, word)

    def second(self, paragraph: int, offset: int = 0) -> float:
        """When a character of a paragraph is said, about; with several marks at one place the last of them."""
        at = self._begins[paragraph] + offset
        number = bisect_right(self._known, (at, float("inf"))) - 1
        place, second = self._known[number]
        if number + 1 == len(self._known) or at <= place:
            return second
        after, later = self._known[number + 1]
        return second + (later - second) * (at - place) / (after - place)


def sync_of(begun: Sequence[tuple[float, float, Sequence[str], int]]) -> str:
    """``sync`` for paragraphs that are known by beginning and end (seconds), their lines and the first line's number:
    each minute ends with the line whose end is nearest to it."""
    ends: list[tuple[float, int, int]] = []
    for start, end, lines, first in begun:
        whole = sum(map(len, lines)) or 1
        said = 0
        for number, line in enumerate(lines):
            said += len(line)
            ends.append((start + max(0.0, end - start) * said / whole, first + number, len(line.split())))
    if not ends:
        return ""
    seconds = [second for second, _line, _word in ends]
    if seconds != sorted(seconds):  # told in another order than it was said: no minute has one place
        return ""
    marks = []
    for minute in range(1, min(_MOST_MINUTES, int(seconds[-1] // 60)) + 1):
        at = bisect_right(seconds, minute * 60.0)
        near = [one for one in (at - 1, at) if 0 <= one < len(ends)]
        best = min(near, key=lambda one: abs(seconds[one] - minute * 60.0))
        marks.append(f"|{ends[best][1]}({ends[best][2]})")
    return "1:" + "".join(marks) if marks else ""
