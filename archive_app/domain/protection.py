"""保护期 of a photograph: whether it is over, by what, and what one would have to know to say so.

After 著作权法 (2020 修正, in force on 2021-06-01): 第二十三条 for the terms, 第六十五条 for photographs whose older
term (第二十一条第三款 of the law before: fifty years from first publication, and none for what stayed unpublished for
fifty years from its making) had ended by then, and which are not protected again. Every doubt counts against: a date
means its last possible day, and what is not known ends nothing. The right to be named does not end (第二十二条).

It is reckoning, not a ruling: what comes of it is proposed to a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from archive_app.frozen import dataclass

OVER = "保护期已满"
RUNNING = "保护期内"
OPEN = "待查"
UNPUBLISHED = ("未发表", "没有发表", "没发表", "未公开发表", "从未发表", "未曾发表")
"""What stands in 首次发表 of a photograph that never was."""

_TERM = 50
_OLD_LAW_UNTIL = 2020
"""The last year at whose end an old term could end before 2021-06-01: terms end on 31 December."""
_TRANSITION = "著作权法第六十五条"
_LIFE, _BODY = "著作权法第二十三条第一款", "著作权法第二十三条第二款"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who took it. ``body``: an organisation whose work it is. ``death`` as the card has it, None where there is
    none."""

    name: str
    body: bool = False
    death: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``over``: the term has ended, for ``reason`` (with its clause). Else ``unknown`` says in words what would have to
    be known (to go behind 不知道), and is empty where everything is and the term runs (``reason`` says until when)."""

    over: bool
    reason: str = ""
    unknown: tuple[str, ...] = ()


def reckon(
    created: Mapping[str, Any] | None, published: Mapping[str, Any] | None, makers: Sequence[Maker], today: date
) -> Reckoned:
    """Whether the term of a photograph is over on a day; ``created`` and ``published`` are dates as they were read
    (with ``earliest`` and ``latest``), ``makers`` all who took it, empty where nobody knows."""
    made, out_first, out_last = _last(created), _first(published), _last(published)
    never = any(word in str((published or {}).get("display") or "") for word in UNPUBLISHED)
    if found := _by_old_law(made, out_first, out_last, never):
        return Reckoned(True, found)
    bodies = [maker for maker in makers if maker.body]
    if bodies and len(bodies) == len(makers):
        return _of_body(made, out_first, out_last, never, today)
    if not makers or bodies:
        return Reckoned(False, "", _unknown(makers, made, out_last, never))
    deaths = [_last(maker.death) for maker in makers]
    if not all(deaths):
        return Reckoned(False, "", _unknown(makers, made, out_last, never))
    end = max(deaths) + _TERM
    last = makers[deaths.index(max(deaths))]
    if end < today.year:
        words = f"摄影者{last.name}最迟卒于 {max(deaths)} 年，死亡后第五十年是 {end} 年，已过（{_LIFE}）"
        return Reckoned(True, words)
    if (out_last > _OLD_LAW_UNTIL - _TERM or (not made and never)) and out_first:
        return Reckoned(False, f"摄影者{last.name}卒于 {max(deaths)} 年，保护期到 {end} 年 12 月 31 日（{_LIFE}）")
    return Reckoned(False, "", _unknown(makers, made, out_last, never))


def _by_old_law(made: int, out_first: int, out_last: int, never: bool) -> str:
    """Why the old term had ended before 2021-06-01, whoever took it; empty where that is not certain. Years, 0 for
    one that is not known."""
    so = f"旧法五十年的保护期在 2021 年 6 月 1 日以前已满，不再保护（{_TRANSITION}）"
    if out_last and out_last + _TERM <= _OLD_LAW_UNTIL:
        return f"最迟 {out_last} 年首次发表，{so}"
    if not made or made + _TERM > _OLD_LAW_UNTIL:
        return ""
    if never:
        return f"最迟摄于 {made} 年，五十年内没有发表，{so}"
    if out_first > made + _TERM:
        return f"最迟摄于 {made} 年，{out_first} 年才发表，五十年内没有发表，{so}"
    if made + 2 * _TERM <= _OLD_LAW_UNTIL:
        return f"最迟摄于 {made} 年，不论何时发表，{so}"
    return ""


def _of_body(made: int, out_first: int, out_last: int, never: bool, today: date) -> Reckoned:
    """The work of an organisation: fifty years from first publication, or from making where it was not published."""
    if out_last:
        end = out_last + _TERM
        words = f"法人作品，最迟 {out_last} 年首次发表，"
        if end < today.year:
            return Reckoned(True, f"{words}第五十年是 {end} 年，已过（{_BODY}）")
    if made and made + _TERM < today.year and (never or out_first > made + _TERM):
        return Reckoned(True, f"法人作品，最迟摄于 {made} 年，五十年内没有发表，不再保护（{_BODY}）")
    if made and made + 2 * _TERM < today.year:
        return Reckoned(True, f"法人作品，最迟摄于 {made} 年，不论何时发表，都已过五十年（{_BODY}）")
    if out_last:
        return Reckoned(False, f"{words}保护期到 {end} 年 12 月 31 日（{_BODY}）")
    if never and made:
        end = made + _TERM
        return Reckoned(False, f"法人作品，没有发表，摄成后第五十年是 {end} 年（{_BODY}）")
    return Reckoned(False, "", _unknown((), made, out_last, never, whose=False))


def _unknown(makers: Sequence[Maker], made: int, out: int, never: bool, *, whose: bool = True) -> tuple[str, ...]:
    words = []
    if whose and not makers:
        words.append("摄影者是谁")
    words += [f"{one.name}卒于何年" for one in makers if not one.body and not _last(one.death)]
    if not made:
        words.append("摄于何时")
    if not out and not never:
        words.append("何时首次发表")
    return tuple(words)


def _first(value: Mapping[str, Any] | None) -> int:
    return _year((value or {}).get("earliest"), 0)


def _last(value: Mapping[str, Any] | None) -> int:
    """The last possible year; of an estimate (约) one more."""
    return _year((value or {}).get("latest"), 1 if (value or {}).get("qualifier") else 0)


def _year(day: object, more: int) -> int:
    digits = str(day or "")[:4]
    return int(digits) + more if digits.isdigit() else 0
