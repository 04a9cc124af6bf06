"""A paragraph turned to run down the page: what stands upright in the column, what is laid on its side.

Han and Chinese marks stand upright in cells of one em, in the font's vertical forms. Short numbers stand side by side
in one cell (纵中横), and so do ！？ together; longer numbers stand a digit a cell or lie sideways, as the template
says; a capital by itself stands upright, all other Latin lies on its side with its ¼ em gaps (GB/T 15834—2011 §5.2,
CLREQ §2.4). The setting text keeps its length, so that breaking and justification know nothing of all this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from archive_app.domain.manuscript import SpanStyle
from archive_app.typeset.fonts.faces import DASH, OBJECT, VOID, Face, face
from archive_app.typeset.fonts.shaping import Shaped
from archive_app.typeset.fonts.upright import UprightFace
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.objects import SIDEWAYS, NoteMark, Ruby, Together, Unseen
from archive_app.typeset.lines.prepare import Prepared, Stretch
from archive_app.typeset.looks import VerticalStyle

_LATIN = re.compile(r"[a0.<+/% ]+")
_FIGURES = re.compile(r"[0-9]+")
_PERCENT = re.compile(r"([0-9]+)%")
_EXCITED = re.compile(r"[!?]{2,3}")
_STANDARD = re.compile("(?<![A-Za-z/])[A-Za-z][A-Za-z/ ]{0,12}[0-9][0-9.]*[—–][0-9]+")  # GB/T 15834—2011
_FIGURED = re.compile("[０-９]+|[\u2070-\u209f]+")
_DASHES = re.compile("——")
_DASH, _DASH_BOLD = "NotoSerifSC-Regular", "NotoSerifSC-Bold"
_QUERY = re.compile("[？！]{2,}")
_ANY = re.compile(r"[a0.<+/%！？《》〈〉]|[0-9!?A-Za-z]")
_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")
_TITLE = re.compile("《([^《》]*)》|〈([^〈〉]*)〉")

_RAISED, _LOWERED = 0.22, -0.22
_FIRST_OBJECT = OBJECT + 0x8000
"""Objects made here are numbered from there on, apart from the paragraph's own."""


@lru_cache(4096)
def _stands(name: str, character: str) -> bool:
    """Whether ``character`` stands upright in the face ``name``."""
    upright = face(name)
    return isinstance(upright, UprightFace) and upright.upright(character)


def turn(piece: Prepared, look: VerticalStyle) -> Prepared:
    """``piece`` as it runs down a column."""
    return _Turner(piece, look).turn()


class _Turner:
    def __init__(self, piece: Prepared, look: VerticalStyle) -> None:
        self.piece, self.look = piece, look
        self.characters = list(piece.text)
        self.kinds = list(piece.kinds)
        self.objects = dict(piece.objects)
        self.decorations = list(piece.decorations)
        self.sideways = bytearray(len(piece.text))
        self.faces: list[Face] = []

    def turn(self) -> Prepared:
        piece = self.piece
        for stretch in piece.stretches:
            self.faces += [stretch.face] * (stretch.end - stretch.start)
        for match in _FIGURED.finditer(piece.text):
            kind = classes.UPRIGHT_DIGIT if match.group() >= "０" else classes.LATIN
            self.kinds[match.start() : match.end()] = kind * (match.end() - match.start())
        if _ANY.search(piece.text) or any(kind in "a0.<+/%" for kind in self.kinds):
            if self.look.titles == "wave":
                self._titles()
            for stretch in piece.stretches:
                self._latin(stretch)
                self._queries(stretch)
        self._own_objects()
        stretches = [turned for stretch in piece.stretches for turned in self._turned(stretch)]
        return replace(
            piece,
            text="".join(self.characters),
            kinds="".join(self.kinds),
            stretches=stretches,
            objects=self.objects,
            decorations=self.decorations,
            vertical=True,
        )

    # what stands for more than itself

    def _put(self, start: int, end: int, thing: Together | Unseen) -> None:
        self.objects[start] = thing
        self.characters[start] = chr(_FIRST_OBJECT + start % 0x7000)
        self.kinds[start] = thing.kind
        for index in range(start + 1, end):
            self.characters[index], self.kinds[index] = VOID, classes.JOINED

    def _latin(self, stretch: Stretch) -> None:
        """What is not Han, in stretches as long as they go: numbers, words, formulas."""
        text, kinds = self.piece.text, "".join(self.kinds)
        whole: set[int] = set()
        for match in _STANDARD.finditer(text, stretch.start, stretch.end):
            whole.update(range(*match.span()))
            self.sideways[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        for match in _LATIN.finditer(kinds, stretch.start, stretch.end):
            start, end = match.span()
            while start < end and kinds[start] == classes.SPACE:
                start += 1
            while end > start and kinds[end - 1] == classes.SPACE:
                end -= 1
            for index in range(*match.span()):
                self.sideways[index] = 1
            if start < end and start not in whole and not any(index in self.objects for index in range(start, end)):
                self._word(text[start:end], start, end, stretch)

    def _word(self, word: str, start: int, end: int, stretch: Stretch) -> None:
        percent = _PERCENT.fullmatch(word)
        if _FIGURES.fullmatch(word) or percent:
            last = end - 1 if percent else end
            if self._number(start, last, stretch) and percent:
                self.sideways[last] = 0
                self.kinds[last] = classes.UNIT
        elif _EXCITED.fullmatch(word):
            self._put(start, end, Together(word, stretch.face.name, classes.STOP))
            self._stand(start, end)
        elif len(word) == 1 and word.isupper():
            self._stand(start, end)
            self.kinds[start] = classes.HAN

    def _number(self, start: int, end: int, stretch: Stretch) -> bool:
        """Set a number upright where it is to be; whether it is."""
        size = end - start
        if size == 1 and (self.look.together or self.look.numbers == "upright"):
            self.kinds[start] = classes.UPRIGHT_DIGIT
        elif 1 < size <= self.look.together:
            self._put(start, end, Together(self.piece.text[start:end], stretch.face.name))
        elif size > 1 and self.look.numbers == "upright":
            self.kinds[start:end] = classes.UPRIGHT_DIGIT * size
        else:
            return False
        self._stand(start, end)
        return True

    def _stand(self, start: int, end: int) -> None:
        for index in range(start, end):
            self.sideways[index] = 0

    def _queries(self, stretch: Stretch) -> None:
        """？！ in one cell, three of them in two (§5.1.2)."""
        level = stretch.face
        if not (level.has("?") and level.has("!")):
            return
        for match in _QUERY.finditer(self.piece.text, stretch.start, stretch.end):
            for index in range(match.start(), match.end() - 1, 2):
                pair = self.piece.text[index : index + 2]
                shown = pair.replace("？", "?").replace("！", "!")
                self._put(index, index + 2, Together(pair, level.name, classes.STOP, shown))

    def _titles(self) -> None:
        """书名号 taken away, and a wavy line in their place; titles inside titles share the outer's."""
        for match in _TITLE.finditer(self.piece.text):
            start, last = match.start(), match.end() - 1
            if last - start < 2:
                continue
            for index, kind in ((start, classes.OPEN), (last, classes.CLOSE)):
                self._put(index, index + 1, Unseen(self.piece.text[index], self.faces[index].name, kind))
            self.decorations.append((start + 1, last, SpanStyle.BOOK))

    def _own_objects(self) -> None:
        """Notes' marks, readings and shaped words as a column has them."""
        for index, thing in self.objects.items():
            if isinstance(thing, NoteMark):
                self.objects[index] = replace(thing, vertical=True, hangs=self._hangs(index))
            elif isinstance(thing, Ruby):
                self.objects[index] = replace(thing, vertical=True)
            elif isinstance(thing, Shaped):
                self.objects[index] = replace(thing, upright=thing.kind == classes.HAN, drop=SIDEWAYS)

    def _hangs(self, index: int) -> int:
        """How many marks up from its place a note's mark begins; 0 where it needs room of its own, because something
        else stands at the right there, or because its room is the gap behind Latin."""
        first, last = index, index
        while first > 0 and isinstance(self.objects.get(first - 1), NoteMark):
            first -= 1
        while isinstance(self.objects.get(last + 1), NoteMark):
            last += 1
        taken = first == 0 or first - 1 in self.objects or self._decorated(first - 1) or self.sideways[first - 1]
        return 0 if taken else last + 1 - index

    def _decorated(self, index: int) -> bool:
        return any(a <= index < b and style is SpanStyle.DOTS for a, b, style in self.decorations)

    # stretches

    def _turned(self, stretch: Stretch) -> Iterator[Stretch]:
        level = stretch.face
        upright = face(f"@{level.name}")
        assert isinstance(upright, UprightFace)
        text = self.characters
        joined = set() if upright.joins_dash else self._join_dashes(stretch)
        for match in _NOT_HAN.finditer("".join(text[stretch.start : stretch.end])):  # Han stand anyway
            for index in range(stretch.start + match.start(), stretch.start + match.end()):
                character = text[index]
                if character == VOID:
                    self.sideways[index] = self.sideways[index - 1] if index > stretch.start else 0
                elif not self.sideways[index] and character < chr(OBJECT) and index not in joined:
                    self.sideways[index] = not _stands(upright.name, character)
        if not joined and self.sideways.find(1, stretch.start, stretch.end) < 0:
            rise = _RAISED if stretch.rise > 0 else _LOWERED if stretch.rise < 0 else 0.0
            yield Stretch(stretch.start, stretch.end, upright, stretch.scale, rise)
            return
        start = stretch.start
        for (side, dash), group in groupby(
            range(stretch.start, stretch.end), key=lambda index: (self.sideways[index], index in joined)
        ):
            end = start + len(list(group))
            if dash:
                yield Stretch(start, end, face(f"@{_DASH_BOLD if 'Bold' in level.name else _DASH}"), stretch.scale)
            elif side:
                rise = stretch.rise - SIDEWAYS * stretch.scale
                yield Stretch(start, end, level, stretch.scale, rise)
            else:
                rise = _RAISED if stretch.rise > 0 else _LOWERED if stretch.rise < 0 else 0.0
                yield Stretch(start, end, upright, stretch.scale, rise)
            start = end

    def _join_dashes(self, stretch: Stretch) -> set[int]:
        """—— as one stroke from a face that has it, where the stretch's own would show two: the characters' places."""
        joined: set[int] = set()
        for match in _DASHES.finditer("".join(self.characters), stretch.start, stretch.end):
            if not any(self.sideways[match.start() : match.end()]):
                joined.update(range(*match.span()))
                self.characters[match.start() : match.end()] = DASH + VOID
                self.kinds[match.start() : match.end()] = classes.DASHES + classes.JOINED
        return joined
