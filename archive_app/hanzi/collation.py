"""The order of names in lists and indexes: by pinyin and by strokes.

A key is a string; names in the order of their keys are in the list's order, in any language that compares strings by
code point. Two names share a key only when they are the same string. What is no letter, digit or 汉字 is passed over.

By pinyin (音序; GB/T 13418-1992 文字条目通用排序规则): character by character, so that one surname stays together: its
syllable letter by letter (ü after u, as in 现代汉语词典: lu, lü, luan), its tone 阴平 阳平 上声 去声 轻声, then the
fewer strokes, then the strokes' order, then the code point.

By strokes (笔画序; 姓氏笔画): the surname character by character: the fewer strokes first, then the strokes in their
order 横 竖 撇 点 折 (GF 3003-1999 GB13000.1字符集汉字字序(笔画序)规范), characters of the same strokes as
通用规范汉字表 (2013) has them, then the code point. Within a surname a given name of one character stands before longer
ones, as the lists of names printed 按姓氏笔画为序 have it (王宁, 王毅, 王小洪); then the given name in the same way.

Digits come first, by value; then letters; then 汉字; then characters that no table knows.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from archive_app.hanzi.folding import fold
from archive_app.hanzi.pinyin.characters import is_hanzi
from archive_app.hanzi.pinyin.reading import Kind, Position, positions
from archive_app.hanzi.pinyin.surnames import surname_length
from archive_app.hanzi.pinyin.syllables import split_tone
from archive_app.hanzi.strokes import strokes_of

_DIGITS, _LETTERS, _HANZI, _UNKNOWN = "0", "1", "3", "4"


def pinyin_key(name: str, reading: str = "", kind: Kind = Kind.UNKNOWN) -> str:
    """The key of a name by pinyin. ``reading`` is an editor's: it wins over every table."""
    return _whole([_sound(part) for part in positions(name, kind, reading)], name)


def title_key(title: str) -> str:
    """The key of a title by pinyin. A title begins with no surname unless it is a place's (秘密 mìmì, 单家渡口 Shàn…),
    and has the words of a sentence, which no name has: 的 de, 了 le, 着 zhe.
    """
    first, *rest = positions(title, Kind.PLACE) or (Position("", ()),)
    return _whole([_sound(first), *(_sound(_in_sentence(part)) for part in rest)] if first.text else [], title)


LISTED = 8
"""Characters of a title that its short keys order by; those after them are compared as they are written."""


def short_title_key(title: str) -> str:
    """``title_key`` of a title's beginning, short enough to be kept for each of a hundred thousand.

    Ordered like it: the sound, the fewer strokes, how the strokes begin, the code point; ASCII, in any binary order.
    """
    first, *rest = positions(title[:_FAR], Kind.PLACE)[:LISTED] or (Position("", ()),)
    parts = [first, *(_in_sentence(part) for part in rest)] if first.text else []
    return " ".join(_short_sound(part) for part in parts)


def short_stroke_key(title: str) -> str:
    """A title's beginning by strokes, as short: a title has no surname, so character by character."""
    return " ".join(_short_shape(part) for part in positions(title[:_FAR], Kind.PLACE)[:LISTED])


_FAR = 4 * LISTED  # characters that are looked at: a number of many digits is one position
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"  # 64, in the order of ASCII


def _short_sound(part: Position) -> str:
    if not part.ways:
        return _short_shape(part) if not _one(part.text) else _UNKNOWN + _short_strokes(part.text)
    letters, tone = split_tone(part.ways[0])
    return f"{_HANZI}{letters.replace('v', 'u')}{int('v' in letters)}{tone}{_short_strokes(part.text)}"


def _short_shape(part: Position) -> str:
    if not _one(part.text):
        return _shape(part)[:24]
    return (_HANZI if strokes_of(part.text) else _UNKNOWN) + _short_strokes(part.text)


@lru_cache(20000)
def _short_strokes(character: str) -> str:
    code = ord(character)
    place = _SIGNS[code >> 12 & 63] + _SIGNS[code >> 6 & 63] + _SIGNS[code & 63]
    strokes = strokes_of(character)
    if strokes is None:
        return f"~{place}"
    return f"{_SIGNS[min(strokes.count, 62)]}{(strokes.order or '9')[:5]}.{place}"


_PARTICLES = {"的": "de5", "了": "le5", "着": "zhe5"}


def _in_sentence(part: Position) -> Position:
    said = _PARTICLES.get(part.text)
    return replace(part, ways=(said, *part.ways)) if said else part


def stroke_key(name: str, kind: Kind = Kind.UNKNOWN) -> str:
    """The key of a name by strokes. A place or organisation has no surname: character by character throughout."""
    parts = [_shape(part) for part in positions(name, kind)]
    if kind in (Kind.PERSON, Kind.UNKNOWN) and len(parts) > 1:
        length = surname_length(name) or 1
        parts.insert(length, "1" if len(parts) == length + 1 else "2")
    return _whole(parts, name)


def _whole(parts: list[str], name: str) -> str:
    # a blank stands below every sign of a key, so 王 is before 王一; a tab below that
    return " ".join(parts) + "\t" + name


def _sound(part: Position) -> str:
    if not part.ways:
        return _shape(part) if not _one(part.text) else _UNKNOWN + _strokes(part.text)
    letters, tone = split_tone(part.ways[0])
    plain = letters.replace("v", "u")
    return f"{_HANZI}{plain}{int('v' in letters)}{tone}{_strokes(part.text)}"


def _shape(part: Position) -> str:
    if not _one(part.text):
        if part.text.isdecimal():
            return _DIGITS + str(int(part.text)).zfill(20)
        return _LETTERS + fold(part.text)
    return (_HANZI if strokes_of(part.text) else _UNKNOWN) + _strokes(part.text)


def _one(text: str) -> bool:
    return len(text) == 1 and (is_hanzi(text) or not text.isalnum())


@lru_cache(20000)
def _strokes(character: str) -> str:
    strokes = strokes_of(character)
    if strokes is None:
        return f"99{ord(character):06x}"
    return f"{strokes.count:02}{strokes.order or '9'}.{strokes.place:03}{ord(character):06x}"
