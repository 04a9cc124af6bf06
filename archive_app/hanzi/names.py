"""Names found by how they sound or are written: initials (wjz), pinyin with or without tones, characters, and mixtures.

Each name is a *line*: for every part of it the folded character and all its readings, ``王Wang2;家Jia1;庄Zhuang1;``.
A query becomes one regular expression over lines, in which every letter either goes on with a syllable or begins the
next one's, so that ``wjz``, ``wangjz``, ``wang jia zhuang``, ``王jz`` and ``jiazh`` all find 王家庄, and each reading
of a character counts. What makes it quick is a superset found first: for every two letters that may follow each other,
and for every character, the lines as the bits of one integer. A query is the conjunction of a few of them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.hanzi.pinyin.characters import is_hanzi, name_variants
from archive_app.hanzi.pinyin.reading import Kind, Position, plain, positions
from archive_app.hanzi.pinyin.syllables import split_tone

_ENOUGH = 4
"""Matches gathered for each that is asked for, before they are ranked."""

_OVERLAY = 500
"""Changed names that are scanned before the index is built again."""


_LONGEST = 60
"""Characters of a name that are looked at."""

_PASSPORT = re.compile("([ln])yu", re.IGNORECASE)
"""ü in the letters of passports and bank cards (出入境证件: 吕 LYU)."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a record is called: its name, its other names, and the reading an editor gave the name (may be empty)."""

    key: str
    text: str
    others: tuple[str, ...] = ()
    kind: Kind = Kind.UNKNOWN
    reading: str = ""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A record that fits: its key, and which of its names did."""

    key: str
    text: str
    alias: bool


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    text: str
    alias: bool
    all: str  # every reading
    usual: str  # the likeliest only
    parts: int


def name_fold(text: str) -> str:
    """A name as it is compared: folded as in search, and the forms that search keeps apart made one (𠮷 吉)."""
    return "".join(name_variants().get(sign, sign) for sign in fold(text))


def stretch(text: str, typed: str, kind: Kind = Kind.UNKNOWN) -> tuple[int, int] | None:
    """From where to where, in code points, a name or title holds what was typed, as ``NameIndex.find`` understands it:
    by its characters, or said by letters (``jz`` is 家庄 in 王家庄). ``None`` where it is not seen to."""
    wanted = fold(typed.strip())
    if wanted and (at := fold(text).find(wanted)) >= 0:
        return at, at + len(wanted)
    parts = [piece for part in positions(text[:_LONGEST], kind) for piece in _pieces(part)]
    for query in dict.fromkeys((typed, _PASSPORT.sub(r"\1v", typed))):
        if not (units := _units(query)):
            return None
        for line in ("".join([usual for _, usual, _ in parts]), "".join([every for every, _, _ in parts])):
            if match := _pattern(units).search(line):
                first, last = line[: match.start()].count(";"), line[: match.end() - 1].count(";")
                return _place(text, [said for _, _, said in parts], first, last)
    return None


def _place(text: str, parts: list[str], first: int, last: int) -> tuple[int, int] | None:
    """Where some of the parts stand in the text, between which signs that are not said may stand."""
    begin = end = 0
    for number, part in enumerate(parts[: last + 1]):
        at = text.find(part, end)
        if at < 0:
            return None
        begin, end = (at if number == first else begin), at + len(part)
    return begin, end


class NameIndex:
    """The names of an archive; usable from any thread. Building takes some 25 µs a name; a look-up less than a
    millisecond over 20,000."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._names = {name.key: name for name in names}
        self._lock = threading.RLock()  # held by whoever looks up, and by whoever changes what is looked into
        self._build()

    def __len__(self) -> int:
        return len(self._names)

    def update(self, names: Iterable[Name], gone: Iterable[str] = ()) -> None:
        """Take up names that are new or changed, and forget those that are gone."""
        with self._lock:
            for key in gone:
                if self._names.pop(key, None) is not None:
                    self._stale.add(key)
                    self._overlay.pop(key, None)
            for name in names:
                self._names[name.key] = name
                self._stale.add(name.key)
                self._overlay[name.key] = _lines(name)
            if len(self._overlay) > _OVERLAY:
                self._build()

    def find(self, query: str, limit: int = 20, accept: Callable[[str], bool] = lambda key: True) -> list[FoundName]:
        """The records whose names fit, the best first: from the name's beginning, whole, by its likeliest reading, by
        its own name before an alias, with its last syllable said to the end (yan: 严 before 杨), the shorter.

        ``accept`` says of a key whether it is wanted. A query of spaces or signs only finds nothing. ``lyu`` and
        ``nyu`` are also lü and nü, as passports write them, behind what they are as initials (李玉).
        """
        with self._lock:
            found = self._find(query, limit, accept)
            if len(found) < limit and (other := _PASSPORT.sub(r"\1v", query)) != query:
                have = {one.key for one in found}
                found += [one for one in self._find(other, limit, accept) if one.key not in have][: limit - len(found)]
            return found

    def _find(self, query: str, limit: int, accept: Callable[[str], bool]) -> list[FoundName]:
        units = _units(query)
        if not units or limit < 1:
            return []
        pattern = _pattern(units)
        found: dict[str, tuple[tuple[bool, bool, bool, bool, bool, int], _Line]] = {}
        for number, line in self._candidates(units, pattern, limit, accept):
            match = pattern.search(line.all)
            if match is None:
                continue
            usual = pattern.search(line.usual)
            best = usual if usual and usual.start() == match.start() else match
            rest = (line.usual if best is usual else line.all)[best.end() :].count(";") - (units[-1][0] == "l")
            begun = (line.usual if best is usual else line.all)[best.end() : best.end() + 1].islower()
            rank = (best.start() > 0, rest > 0, best is not usual, line.alias, begun, number)
            if line.key not in found or rank < found[line.key][0]:
                found[line.key] = (rank, line)
        ordered = sorted(found.values(), key=lambda entry: entry[0])
        return [FoundName(line.key, line.text, line.alias) for _, line in ordered[:limit]]

    def whole(self, query: str, limit: int, accept: Callable[[str], bool] = lambda key: True) -> list[FoundName]:
        """The records of which a whole name fits, from its first to its last syllable: wjz is 王家庄, not 王家庄子."""
        with self._lock:
            found = self._whole(query, limit, accept)
            if len(found) < limit and (other := _PASSPORT.sub(r"\1v", query)) != query:
                have = {one.key for one in found}
                found += [one for one in self._whole(other, limit, accept) if one.key not in have]
            return found[:limit]

    def _whole(self, query: str, limit: int, accept: Callable[[str], bool]) -> list[FoundName]:
        units = _units(query)
        if not units or limit < 1:
            return []
        pattern = re.compile(_pattern(units).pattern.removeprefix(_BEGINS) + r"[^;]*;\Z" * (units[-1][0] == "l"))
        heads = self._superset(units) & self._bits.get("^" + units[0][1], 0)
        lines = [line for number in _numbers(heads) if (line := self._lines[number]).key not in self._stale]
        lines += [line for changed in self._overlay.values() for line in changed]
        found: dict[str, tuple[tuple[bool, bool, str], FoundName]] = {}
        for line in lines:
            told = not line.alias and bool(self._names[line.key].reading)  # an editor's reading is the only one
            if pattern.match(line.usual if told else line.all) and accept(line.key):
                rank = (pattern.match(line.usual) is None, line.alias, line.text)
                if line.key not in found or rank < found[line.key][0]:
                    found[line.key] = rank, FoundName(line.key, line.text, line.alias)
        return [one for _, one in sorted(found.values(), key=lambda each: each[0])][:limit]

    # — the lines —

    def _build(self) -> None:
        lines = [line for name in self._names.values() for line in _lines(name)]
        lines.sort(key=lambda line: (line.parts, _SHAPES.sub("", line.usual), line.usual, line.key))
        self._lines = lines
        self._stale: set[str] = set()
        self._overlay: dict[str, list[_Line]] = {}
        gathered: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            parts = line.all.split(";")[:-1]
            for features in (_opening(parts[0]) if parts else (), *map(_own, parts), *map(_between, parts, parts[1:])):
                for feature in features:
                    gathered[feature].append(number)
        self._bits = {feature: _bits(numbers, len(lines)) for feature, numbers in gathered.items()}

    def _candidates(
        self, units: list[_Unit], pattern: re.Pattern[str], limit: int, accept: Callable[[str], bool]
    ) -> Iterator[tuple[int, _Line]]:
        """Lines that may match: the changed ones, those that match at their beginning, and the others while few."""
        for number, lines in enumerate(self._overlay.values()):
            for line in lines:
                if accept(line.key):
                    yield number, line
        bits = self._superset(units)
        heads = bits & self._bits.get("^" + units[0][1], 0)
        wanted = max(60, _ENOUGH * limit)
        for numbers in (_numbers(heads), _numbers(bits & ~heads)):
            for number in numbers:
                line = self._lines[number]
                if line.key in self._stale or not pattern.search(line.all) or not accept(line.key):
                    continue
                yield number + len(self._overlay), line
                wanted -= 1
                if wanted <= 0:
                    return

    def _superset(self, units: list[_Unit]) -> int:
        bits = (1 << len(self._lines)) - 1
        before = ""
        for sort, sign, _, begins in units:
            if sort == "c":
                bits &= self._bits.get(sign, 0)
                before = ""
            else:
                bits &= self._bits.get(before + sign if before and not begins else ">" + sign, 0)
                before = sign
        return bits


# — a name's line —


def _lines(name: Name) -> list[_Line]:
    texts = dict.fromkeys(text for text in (name.text, *name.others) if text)
    return [_line(name, text) for text in texts]


def _line(name: Name, text: str) -> _Line:
    own = text == name.text
    parts = positions(text[:_LONGEST], name.kind, name.reading if own else "")
    pieces = [piece for part in parts for piece in _pieces(part)]
    every, usual = "".join([piece[0] for piece in pieces]), "".join([piece[1] for piece in pieces])
    return _Line(name.key, text, not own, every, usual, len(parts))


def _pieces(part: Position) -> list[tuple[str, str, str]]:
    """What a part becomes in the line, each piece up to its ``;``: with every reading, with the likeliest; its text."""
    if part.ways:
        return [(*_said(part), part.text)]
    if (letters := plain(part.text)).isascii() and letters.isalpha():
        return [(f"{letters.capitalize()}5;", f"{letters.capitalize()}5;", part.text)]
    return [(f"{sign};", f"{sign};", sign) for sign in part.text for sign in name_fold(sign) if sign != ";"]


@lru_cache(20000)
def _said(part: Position) -> tuple[str, str]:
    """A part of the line: with every reading, and with the likeliest alone. Readings that differ in tone only are one
    word with several tones (``Ha134``), so that a pattern has one way through them."""
    shape = name_fold(part.text)
    tones: dict[str, str] = {}
    for letters, tone in map(split_tone, part.ways):
        tones[letters] = tones.get(letters, "") + str(tone)
    every = "".join(f"{letters.capitalize()}{marks}" for letters, marks in tones.items())
    first = next(iter(tones))
    return f"{shape}{every};", f"{shape}{first.capitalize()}{tones[first][0]};"


_SYLLABLE = re.compile("[A-Z][a-z]*")
_SHAPES = re.compile("[^A-Za-z0-9;]")
"""What is not sound in a line: without it, names of one length stand by pinyin."""


# What a query may ask of a line, a little too much rather than too little; some of it more than once.


@lru_cache(8000)
def _opening(part: str) -> tuple[str, ...]:
    """Of its first part: with what it begins."""
    shapes, _, initials, _ = _part_features(part)
    return tuple("^" + sign for sign in (*initials, *shapes))


@lru_cache(8000)
def _own(part: str) -> tuple[str, ...]:
    """Of every part."""
    shapes, _, initials, inner = _part_features(part)
    return (*shapes, *(">" + initial for initial in initials), *inner)


@lru_cache(20000)
def _between(part: str, following: str) -> tuple[str, ...]:
    """Of two parts that follow each other: a letter of the one, and the next begins."""
    return tuple(a + b for a in _part_features(part)[1] for b in _part_features(following)[2])


@lru_cache(8000)
def _part_features(part: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Its character; all letters of its readings; their initials; the pairs within them. ü counts as v and as u."""
    syllables = [word.lower() for word in _SYLLABLE.findall(part)]
    syllables += [word.replace("v", "u") for word in syllables if "v" in word]
    pairs = {a + b for word in syllables for a, b in pairwise(word)}
    shape = _SYLLABLE.split(part)[0]
    return (
        frozenset(shape[:1]),
        frozenset("".join(syllables)),
        frozenset(word[0] for word in syllables),
        frozenset(pairs),
    )


def _bits(numbers: list[int], size: int) -> int:
    field = bytearray(size // 8 + 1)
    for number in numbers:
        field[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(field, "little")


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


# — a query —

_Unit = tuple[str, str, int, bool]
"""(``c`` character or ``l`` letter, the sign, its tone or 0, whether a syllable must begin here)."""


def _units(query: str) -> list[_Unit]:
    units: list[_Unit] = []
    begins = True
    for sign in unicodedata.normalize("NFC", unicodedata.normalize("NFKC", query).strip()[:80]):
        plain = split_tone(sign).letters
        if plain and plain.isascii() and plain.isalpha():
            tone = split_tone(sign).tone
            units += [("l", letter, 0 if tone == 5 else tone, begins and not n) for n, letter in enumerate(plain)]
            begins = False
        elif sign in "12345" and units and units[-1][0] == "l" and not begins:
            units[-1] = ("l", units[-1][1], int(sign), units[-1][3])
            begins = True
        elif (
            sign.isalnum()
            or is_hanzi(sign)
            or unicodedata.category(sign)[0] in "MS"
            or unicodedata.category(sign) == "Co"
        ):
            units.append(("c", name_fold(sign), 0, False))
            begins = True
        else:
            begins = True
    return units


_BEGINS = "(?:^|(?<=;))"
"""Where a part of a line does."""


def _pattern(units: list[_Unit]) -> re.Pattern[str]:
    """The query over a line. A syllable's letters are small after its capital, so a capital is where one begins."""
    found = _BEGINS
    inside = False
    for sort, sign, tone, begins in units:
        if sort == "c":
            found += ("[^;]*;" if inside else "") + re.escape(sign) + "[^;]*;"
            inside = False
            continue
        small, capital = ("[uv]", "U") if sign == "u" else (sign, sign.upper())
        following = f"[^;]*;[^;]*?{capital}" if inside else f"[^;]*?{capital}"
        found += following if begins or not inside else f"(?:{small}|{following})"
        if tone:
            found += f"(?=[a-z]*[0-9]*{tone})"
        inside = True
    return re.compile(found)
