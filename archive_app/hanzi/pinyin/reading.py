"""All readings of a name, the likeliest first."""

from __future__ import annotations

import heapq
import unicodedata
from enum import StrEnum
from functools import lru_cache

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.hanzi.pinyin.characters import character_readings, is_hanzi
from archive_app.hanzi.pinyin.surnames import (
    called,
    longest_words,
    name_words,
    surname_length,
    surname_readings,
    word_at,
)
from archive_app.hanzi.pinyin.syllables import cut, split_tone, with_mark

MOST = 24
"""Readings given of one name at the most."""

_VARIED = 12
"""Characters of a name that are given other readings than the likeliest; the rest of a longer name is not varied."""

_LONGEST_PERSON = 4
"""Characters of the longer Chinese names of persons."""

_OF_OFFICES = "县区州镇乡村"
_OF_PLACES = "县区市州镇乡村庄湾街路巷寺山河水峡口站堡滩沟坡寨桥泉渠铺里"


class Kind(StrEnum):
    """What a name names. ``UNKNOWN`` is read as a person's, unless it is a known place."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A part of a name that is said at once: a character, or a run of letters or digits.

    ``ways`` are its readings with tone marks, the likeliest first; ``()`` where it has none that is known, and for
    what is no 汉字.
    """

    text: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a whole name: a syllable with its tone mark for each character, letters and digits as they stand.

    ``unread`` are the characters nobody gives a reading for; they stand among the syllables as themselves.
    """

    syllables: tuple[str, ...]
    unread: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """``qiú yīng``."""
        return " ".join(self.syllables)

    @property
    def initials(self) -> str:
        """``qy``: the first letter of each syllable."""
        return "".join(split_tone(syllable).letters[:1] or syllable[:1] for syllable in self.syllables)


def positions(name: str, kind: Kind = Kind.UNKNOWN, editors: str = "") -> tuple[Position, ...]:
    """The name part by part. ``editors`` is a reading that an editor has written: where it can be cut into the name's
    syllables it stands first at each part (and alone decides the order of lists)."""
    parts = _parts(name)
    ways = [list(_ways(part)) for part in parts]
    _repeat(parts, ways)
    spans = _preferred(parts, name, kind)
    for start, syllables in spans:
        for offset, syllable in enumerate(syllables):
            _first(ways[start + offset], syllable)
    if editors:
        given = cut(editors, [{split_tone(way).letters for way in part} for part in ways])
        for part, syllable in zip(ways, given or (), strict=False):
            _first(part, _toned(syllable, part))
    return tuple(Position(part, tuple(way)) for part, way in zip(parts, ways, strict=True))


def readings(name: str, kind: Kind = Kind.UNKNOWN, editors: str = "", limit: int = MOST) -> tuple[Reading, ...]:
    """Every reading of a name, the likeliest first, at most ``limit``; one without syllables for an empty name."""
    parts = positions(name, kind, editors)
    unread = tuple(part.text for part in parts if not part.ways and (_read(part.text) or _private(part.text)))
    usual = [part.ways[0] if part.ways else plain(part.text) for part in parts]
    choices = [(place, part.ways) for place, part in enumerate(parts) if len(part.ways) > 1][:_VARIED]
    found: list[Reading] = []
    # Cheapest first: a second reading costs more the later it stands, as a surname has more readings than a given name.
    start = (0,) * len(choices)
    heap, seen = [(0, start)], {start}
    while heap and len(found) < limit:
        cost, which = heapq.heappop(heap)
        said = list(usual)
        for number, (place, ways) in zip(which, choices, strict=True):
            said[place] = ways[number]
        found.append(Reading(tuple(said), unread))
        for place, (_, ways) in enumerate(choices):
            following = (*which[:place], which[place] + 1, *which[place + 1 :])
            if following[place] < len(ways) and following not in seen:
                seen.add(following)
                heapq.heappush(heap, (cost + 10 + place, following))
    return tuple(found)


@lru_cache(20000)
def _ways(part: str) -> tuple[str, ...]:
    """The readings of one part. The light tone is of speech, not of names: it is left where there is another."""
    found = character_readings(part) if _read(part) else ()
    return tuple(way for way in found if split_tone(way).tone != 5) or found


def plain(text: str) -> str:
    """Letters and digits as a reading says them: ＡＢＣ is abc."""
    return unicodedata.normalize("NFKC", text).lower()


def _toned(syllable: str, ways: list[str]) -> str:
    """A syllable an editor wrote, tone-marked, in small letters; without a tone, the likeliest that sounds so."""
    letters, tone = split_tone(syllable)
    if tone == 5:
        return next((way for way in ways if split_tone(way).letters == letters), with_mark(letters, tone))
    return with_mark(letters, tone)


def _first(ways: list[str], syllable: str) -> None:
    if syllable in ways:
        ways.remove(syllable)
    ways.insert(0, syllable)


def _read(part: str) -> bool:
    return len(part) == 1 and is_hanzi(part)


def _private(part: str) -> bool:
    """A private-use character: somebody's rare 汉字, known to their machine only."""
    return len(part) == 1 and unicodedata.category(part) == "Co"


def _parts(name: str) -> list[str]:
    """Characters; runs of letters or digits; without punctuation, spaces and what is invisible."""
    parts: list[str] = []
    running = ""
    for sign in unicodedata.normalize("NFC", name):
        category = unicodedata.category(sign)
        sort = "" if is_hanzi(sign) else "d" if category == "Nd" else category[0] if category[0] in "LM" else ""
        sort = "L" if sort == "M" and running == "L" else sort
        if sort and sort == running:
            parts[-1] += sign
        elif is_hanzi(sign) or sort in ("d", "L") or category in ("Co", "Nl", "No", "So"):
            parts.append(sign)
        else:
            sort = ""  # a mark that combines with nothing here begins no run
        running = sort
    return parts


def _repeat(parts: list[str], ways: list[list[str]]) -> None:
    """々 is read as the character before it."""
    for place, part in enumerate(parts):
        if part == "々" and place:
            ways[place] = list(ways[place - 1])


def _preferred(parts: list[str], name: str, kind: Kind) -> list[tuple[int, tuple[str, ...]]]:
    """(where, syllables) to put first, the weightiest last."""
    written = "".join(part if len(part) == 1 else "\0" for part in parts)
    text = fold(written)
    place = kind in (Kind.PLACE, Kind.ORGANISATION) or (kind is Kind.UNKNOWN and _is_place(text))
    sorts = "字地" if place else "字藏经"
    found: list[tuple[int, tuple[str, ...]]] = []
    longest = longest_words()
    at = 0
    while at < len(text):
        if text[at] not in longest and written[at] not in longest:
            at += 1
            continue
        # As it is written before as it folds: 著 is zhù, though it folds to 着.
        word = word_at(text, at, sorts)
        if written != text:
            word = max(word_at(written, at, sorts), word, key=len)
        if word:
            sort = next(s for s in reversed(sorts) if s in name_words()[word])
            found.append((at, name_words()[word][sort]))
        at += len(word) or 1
    if place:
        found += _families(text)
        if word := word_at(text, 0, "地"):
            found.append((0, name_words()[word]["地"]))
    elif length := surname_length(name if parts and name.startswith(parts[0]) else text):
        surname = "".join(parts[:length])
        found += [(0, reading) for reading in reversed(surname_readings(surname))]
        if word := called(text, length):
            found.append((len(text) - len(word), name_words()[word]["称"]))
    return found


def _is_place(text: str) -> bool:
    """Whether a name of unknown kind is a place's: a known one, or a long one with a place's last character
    (海南藏族自治州); 欧阳青山 is nobody's village."""
    if text[-1:] not in _OF_PLACES:
        return word_at(text, 0, "地") == text != ""
    return bool(word_at(text, 0, "地")) or (len(text) > _LONGEST_PERSON and text[-1] in _OF_OFFICES)


def _families(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """单家庄, 解家沟: before 家 stands a surname."""
    found = []
    for at in range(1, len(text) - 1):
        if text[at] == "家":
            found += [(at - 1, reading) for reading in reversed(surname_readings(text[at - 1]))]
    return found
