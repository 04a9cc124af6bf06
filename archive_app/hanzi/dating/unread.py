"""What is said of words that give no date: festivals of other calendars, counted years without a reign."""

from __future__ import annotations

import re
from dataclasses import replace

from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.festivals import other_festivals
from archive_app.hanzi.dating.numerals import NUMBER, number
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.relative import asked
from archive_app.hanzi.dating.text import Pattern

_UNKNOWN = Pattern(
    r"(?:(?:年代|日期|时间|年月日?|年份|具体时间|具体年代|何时|时代)?(?:均|皆|已|都)?"
    r"(?:不详|不明|未详|无考|失考|不可考|不清楚?|未知|无法考证|失载)"
    r"|无日期|无年月日?|无纪年|未署日期|未注日期)\Z"
)


def said_unknown(words: str) -> Sense | None:
    """年代不详, 无年月: said to be unknown, which is a value of its own."""
    return Sense("XXXX", precision="不详", qualifier="不详") if _UNKNOWN.match(words) else None


def not_converted(words: str, sense: Sense) -> Sense:
    """Festivals of other calendars are said to be so."""
    name = next((name for name in other_festivals() if name in words), None)
    if name is None:
        return sense
    note = f"{name}依{other_festivals()[name]}，每年在公历的日子不同，须有年份再查，不自动换算"
    return replace(asked(note), calendar=other_festivals()[name])


def bare_count(words: str) -> Sense | None:
    """二十三年 without a reign: it may be of the Republic, or a length of time."""
    match = re.fullmatch(rf"({NUMBER})年", words)
    count = number(match[1]) if match else None
    if count is None or not 1 <= count <= 38:
        return None
    year = f"{1911 + count}"
    first, last = bounds(year) or (None, None)
    meant = Sense(year, first, last, "民国", "年", notes=(f"若是民国{match[1] if match else ''}年",))
    return replace(asked(f"缺年号：若是民国，则为{year}年；也可能是年数"), candidates=(meant,))
