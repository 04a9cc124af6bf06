"""Line after line of what is copied, followed through the texts of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copycheck.copied import Copied
from copycheck.texts import CALL, STAR, Unit, plain

MADE = frozenset(
    {
        "目录",
        "采访名录",
        "人名索引",
        "地名索引",
        "版权页",
        "封面",
        "扉页",
        "编委会名单",
        "编委会",
        "大事记",
        "校样改动一览",
    }
)
"""Bookmarks of pages the program makes: what they say is not an article's."""

_FOLIO = re.compile(r"[0-9]+|[ivxlc]+|[〇一二三四五六七八九十百]+|—?[0-9]+—?")
_CONTINUED = re.compile("（续表）|续表[〇一二三四五六七八九十百0-9]*")
_NUMBER = re.compile("（?第[〇一二三四五六七八九十百0-9]+辑）?")
_HAN_FOLIO = re.compile("[〇一二三四五六七八九十百]{1,4}")
_MARK = re.compile(r"[①-⑳㉑-㉟㊱-㊿]|[0-9]{1,4}|\[[0-9]{1,4}\]|[*＊]{1,3}")
_HYPHENS = "-\u2010"
_JOINED = "\u0002\ufffe"
"""What pdfium copies for a hyphen at a line's end, written or put in."""
_AHEAD = 16
"""Notes and captions not yet begun that a line may begin."""
_CELLS_AHEAD = 120
_NEAR = 12
"""Texts of the flow that may stand between a table and its place."""
_DEEPEST = 60
MISSING = "〓\ufffd"


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` is strange (a line that goes on with nothing), lost (a text not copied to its end); ``page`` counts the
    file's sides from 1 (0: nowhere)."""

    kind: str
    page: int
    article: str
    copied: str
    expected: str = ""

    def __str__(self) -> str:
        place = f"p.{self.page} " if self.page else ""
        wanted = f"  wanted: {self.expected}" if self.expected else ""
        return f"{self.kind:8}{place}《{self.article}》 {self.copied}{wanted}"


@dataclass(slots=True)
class Report:
    """``characters`` were compared; ``missing`` stand as 〓, which the program says itself."""

    characters: int = 0
    lines: int = 0
    missing: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A unit and how far it has been copied."""

    unit: Unit
    at: int = 0

    @property
    def left(self) -> int:
        return len(self.unit.text) - self.at


def compare(units: Sequence[Unit], furniture: Sequence[str], found: Copied) -> Report:
    """What was copied against what was written."""
    return _Follower(units, furniture, found).run()


class _Follower:
    def __init__(self, units: Sequence[Unit], furniture: Sequence[str], found: Copied) -> None:
        self.flow = [_Open(unit) for unit in units if unit.kind == "flow"]
        self.beside = {
            kind: [_Open(unit) for unit in units if unit.kind == kind] for kind in ("note", "caption", "cell")
        }
        self.again = [plain(unit.text) for unit in units if unit.head]
        self.furniture = frozenset(furniture)
        self.titles = MADE | {plain(unit.article) for unit in units}
        self.found = found
        self.cursor = 0
        self.report = Report()

    def run(self) -> Report:
        for number, lines in enumerate(self.found.pages):
            if self._made(number):
                continue
            for index, line in enumerate(lines):
                edge = index < 2 or index >= len(lines) - 2
                words = plain(line)
                folio = words == self.found.labels[number] or _HAN_FOLIO.fullmatch(words) is not None
                if not (edge and folio):
                    self._line(words, number + 1, edge)
        for owner in (*self.flow, *(one for kind in self.beside.values() for one in kind)):
            left = owner.unit.text[owner.at :].strip(CALL + STAR)
            if left:
                self.report.faults.append(Fault("lost", 0, owner.unit.article, left[:40], owner.unit.kind))
        return self.report

    def _made(self, number: int) -> bool:
        """Whether a page is the program's own."""
        known = [(plain(title), page) for title, page in self.found.bookmarks if plain(title) in self.titles]
        before = [title for title, page in known if page <= number]
        begun = [title for title, page in known if page == number]
        return not before or (before[-1] in MADE and all(title in MADE for title in begun))

    def _line(self, line: str, page: int, edge: bool) -> None:
        if not line:
            return
        self.report.lines += 1
        steps = self._follow(line, 0, edge)
        if steps is None:
            self._strange(line, page)
            return
        for owner, end, characters, missing in steps:
            owner.at = end
            self.report.characters += characters
            self.report.missing += missing
        self._settle()

    def _settle(self) -> None:
        while self.cursor < len(self.flow) and not self.flow[self.cursor].unit.text[self.flow[self.cursor].at :].strip(
            CALL + STAR
        ):
            self.flow[self.cursor].at = len(self.flow[self.cursor].unit.text)
            self.cursor += 1

    def _strange(self, line: str, page: int) -> None:
        """Nothing goes on with this line: say so, and find the place again by its end."""
        current = self.flow[self.cursor] if self.cursor < len(self.flow) else None
        expected = current.unit.text[current.at : current.at + 30] if current else ""
        self.report.faults.append(Fault("strange", page, current.unit.article if current else "", line, expected))
        tail = line[-6:]
        for owner in [*self.flow[self.cursor : self.cursor + 6], *self._beside(frozenset(), self.cursor)]:
            place = owner.unit.text.replace(CALL, "").find(tail, max(0, owner.at - 2))
            if len(tail) >= 4 and place >= 0:
                text = owner.unit.text
                owner.at = text.find(tail, owner.at) + len(tail) if tail in text[owner.at :] else place + len(tail)
                while owner.unit.kind == "flow" and self.flow[self.cursor] is not owner:
                    passed = self.flow[self.cursor]
                    left = passed.unit.text[passed.at :].strip(CALL + STAR)
                    if left:
                        self.report.faults.append(Fault("lost", page, passed.unit.article, left[:40], "flow"))
                    passed.at = len(passed.unit.text)
                    self.cursor += 1
                self._settle()
                return

    # a line is cut into pieces, each of which goes on with one unit ----------------------------------------------

    def _follow(self, line: str, start: int, edge: bool) -> list[tuple[_Open, int, int, int]] | None:
        self._tries = 0
        return self._rest(line, start, {}, self.cursor, edge, 0)

    def _rest(
        self, line: str, start: int, moved: dict[int, int], cursor: int, edge: bool, depth: int
    ) -> list[tuple[_Open, int, int, int]] | None:
        if start >= len(line):
            return []
        self._tries += 1
        if depth > _DEEPEST or self._tries > 4000:
            return None
        tried: list[tuple[int, int, _Open, int]] = []
        for owner in self._candidates(cursor, moved):
            at = moved.get(id(owner), owner.at)
            length, end, missing = _common(line, start, owner.unit.text, at)
            whole = end >= len(owner.unit.text) or start + length >= len(line)
            if owner.unit.kind == "caption" and at == 0 and length < min(6, len(owner.unit.text)):
                continue  # a word of the text may begin as a caption does
            partly = length > 2 and owner.unit.kind != "caption"
            if (partly or (length and whole)) and not _is_mark_alone(owner, at, line[start : start + length]):
                tried.append((length, end, owner, missing))
        tried.sort(key=lambda found: (found[1] < len(found[2].unit.text) and start + found[0] < len(line), -found[0]))
        for length, end, owner, missing in tried:
            done = {**moved, id(owner): end}
            after = cursor
            if owner.unit.kind == "flow":
                while after < len(self.flow) and not self.flow[after].unit.text[
                    done.get(id(self.flow[after]), self.flow[after].at) :
                ].strip(CALL + STAR):
                    after += 1
            rest = self._rest(line, start + length, done, after, edge, depth + 1)
            if rest is not None:
                return [(owner, end, length, missing), *rest]
        for words in self._furniture(line, start, edge):
            rest = self._rest(line, start + words, moved, cursor, edge, depth + 1)
            if rest is not None:
                return rest
        return None

    def _candidates(self, cursor: int, moved: dict[int, int]) -> Iterator[_Open]:
        if cursor < len(self.flow):
            yield self.flow[cursor]
        yield from self._beside(moved, cursor)

    def _beside(self, moved: dict[int, int] | frozenset[int], cursor: int) -> Iterator[_Open]:
        for kind, owners in self.beside.items():
            ahead = _CELLS_AHEAD if kind == "cell" else _AHEAD
            kept = 0
            while kept < len(owners) and not owners[kept].left:
                kept += 1
            del owners[:kept]
            fresh = 0
            for owner in owners:
                at = moved.get(id(owner), owner.at) if isinstance(moved, dict) else owner.at
                if at >= len(owner.unit.text):
                    continue
                if at == 0:
                    if kind == "cell" and not cursor - _NEAR <= owner.unit.after <= cursor:
                        continue
                    fresh += 1
                    if fresh > ahead:
                        break
                yield owner

    def _furniture(self, line: str, start: int, edge: bool) -> Iterator[int]:
        rest = line[start:]
        continued = _CONTINUED.match(rest)
        if continued:
            yield len(continued[0])
        for head in self.again:
            if rest.startswith(head):
                yield len(head)
        if not edge:
            return
        found = _FOLIO.match(rest)
        if found and (len(found[0]) == len(rest) or start == 0):
            yield len(found[0])
        for words in self.furniture:
            if rest.startswith(words):
                more = re.match(
                    r"第[〇一二三四五六七八九十百0-9]+辑|（第[〇一二三四五六七八九十百]+辑）", rest[len(words) :]
                )
                if more:
                    yield len(words) + len(more[0])
                yield len(words)
        cut = rest.find("……")
        if cut > 3 and any(words.startswith(rest[:cut]) for words in self.furniture):
            yield cut + 2


def _is_mark_alone(owner: _Open, at: int, piece: str) -> bool:
    """Whether a note would begin with its mark and hardly a word: that is the mark where it is called."""
    if owner.unit.kind != "note" or at:
        return False
    mark = _MARK.match(piece)
    return mark is not None and len(piece) - mark.end() < min(4, len(owner.unit.text) - 1)


def _common(line: str, start: int, text: str, at: int) -> tuple[int, int, int]:
    """How far ``line`` from ``start`` goes with ``text`` from ``at``: (characters of the line, place in the text after
    them, characters that stand as 〓)."""
    i, j, missing = start, at, 0
    while i < len(line):
        if j < len(text) and text[j] == CALL:
            mark = _MARK.match(line, i)
            if not mark:
                break
            i, j = mark.end(), j + 1
            continue
        if j < len(text) and text[j] == STAR:
            if line[i] in "*＊":
                i += 1
            j += 1
            continue
        if j < len(text) and line[i] == text[j]:
            i, j = i + 1, j + 1
        elif j < len(text) and line[i] in MISSING:
            i, j, missing = i + 1, j + 1, missing + 1
        elif line[i] in _JOINED:
            i, j = i + 1, j + (text[j : j + 1] == "-")
        elif line[i] in _HYPHENS and i == len(line) - 1 and i > start and line[i - 1].isalpha():
            i += 1
            if j < len(text) and text[j] == "-":
                j += 1
        else:
            break
    return i - start, j, missing
