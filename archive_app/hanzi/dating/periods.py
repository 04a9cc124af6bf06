"""Decades and centuries, and the parts of them: 五十年代初, 二十世纪上半叶, 21世纪头十年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.numerals import NUMBER, number, positional
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern

PARTS = {
    **dict.fromkeys(
        ("初", "初期", "初年", "早期", "前期", "之初", "初叶", "头上", "头几年", "开头", "头十年", "最初十年"), "初"
    ),
    **dict.fromkeys(("中", "中期", "中叶", "中间", "当中", "中段"), "中"),
    **dict.fromkeys(
        ("末", "末期", "末年", "后期", "晚期", "之末", "末叶", "底", "尾", "晚年", "末尾", "末了", "后几年"), "末"
    ),
    **dict.fromkeys(("上半叶", "上半期", "前半期", "前半叶", "前半", "上半", "上半世纪", "前五年"), "前半"),
    **dict.fromkeys(("下半叶", "下半期", "后半期", "后半叶", "后半", "下半", "下半世纪", "后五年"), "后半"),
    **dict.fromkeys(("初中期", "前中期", "早中期"), "初中"),
    **dict.fromkeys(("中后期", "中末期", "中晚期"), "中末"),
}
PART = "|".join(sorted(PARTS, key=len, reverse=True))
"""The words for a part of a period, as a pattern."""
_TENS = {"廿": 2, "卅": 3, "卌": 4, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DECADE = Pattern(
    rf"(?:公元)?(?:(?P<last>上个?世纪)|(?P<this>本世纪|这个世纪)|(?P<century>{NUMBER})世纪)?的?"
    rf"(?:(?P<full>[0-9〇零一二三四五六七八九]{{3}}[0〇零])|(?P<d>[0-9]0)|(?P<two>[一二三四五六七八九]、?[一二三四五六七八九])十|(?P<c>[一二三四五六七八九])?十|(?P<old>[廿卅卌])|(?P<ling>[一二三四五六七八九])[〇零]|(?P<zero>零零|〇〇)|(?P<pair>[0-9]0、[0-9]0))"
    rf"年代?(?P<era>年代)?的?(?P<part>{PART})?(?:的时候|时候|里|间|那会儿?|那阵子?)?\Z"
)
_CENTURY = Pattern(
    rf"(?:公元)?(?P<before>前)?(?:(?P<last>上个?)|(?P<this>本|这个)|(?P<n>{NUMBER}))世纪的?(?P<part>{PART})?(?:里|间)?\Z"
)


def decade(text: str, context: Context) -> Sense | None:
    """五十年代, 上世纪五十年代初, 五六十年代, 1950年代."""
    match = _DECADE.match(re.sub(r"(?<=\d{3}0)'?s\Z", "年代", text))
    text = match.string if match else text
    if match is None or "年代" not in text:
        return None
    century, said = _century_of(match, context)
    notes: tuple[str, ...] = () if said else ("世纪按20世纪推定",)
    if match["full"]:
        begins = [positional(match["full"]) or 0]
        notes = ()
    else:
        begins = [(century - 1) * 100 + ten * 10 for ten in _tens(match)]
    confirm = not said and not match["full"] and begins[0] <= 1920
    part = PARTS.get(match["part"] or "")
    if len(begins) > 1:
        made = years_span(begins[0], begins[-1] + 9, about=False, precision="年代段")
    elif part is None:
        first = begins[0]
        made = Sense(f"{first // 10:03d}X", date(first or 1, 1, 1), date(first + 9, 12, 31), precision="年代")
    else:
        low, high = context.conventions.decade_parts[part]
        made = years_span(begins[0] + low, begins[0] + high, about=True, precision="年代段")
    return replace(made, notes=notes, confirm=confirm)


def _tens(match: re.Match[str]) -> list[int]:
    if match["pair"]:
        return [int(part[0]) for part in match["pair"].split("、")]
    if match["d"]:
        return [int(match["d"][0])]
    if match["two"]:
        return [_TENS[character] for character in match["two"].replace("、", "")]
    if match["old"]:
        return [_TENS[match["old"]]]
    if match["ling"]:
        return [_TENS[match["ling"]]]
    if match["zero"]:
        return [0]
    return [_TENS[match["c"] or "一"]]


def _century_of(match: re.Match[str], context: Context) -> tuple[int, bool]:
    present = (context.present.year - 1) // 100 + 1
    if match["last"]:
        return present - 1, True
    if match["this"]:
        return present, True
    told = match.groupdict().get("century") or match.groupdict().get("n")
    if told:
        return number(told) or 20, True
    return 20, False


def years_span(first: int, last: int, *, about: bool, precision: str) -> Sense:
    """From one year to another; ``about`` where the ends are the office's convention."""
    mark = "~" if about else ""
    edtf = f"{first:04d}{mark}" if first == last else f"{first:04d}{mark}/{last:04d}{mark}"
    days = date(first or 1, 1, 1), date(last, 12, 31)
    return Sense(edtf, *days, precision=precision, qualifier="约" if about else "")


def century(text: str, context: Context) -> Sense | None:
    """十九世纪, 二十世纪初, 上世纪末."""
    match = _CENTURY.match(text)
    if match is None:
        return None
    which, _said = _century_of(match, context)
    if not 1 <= which <= 99:
        return None
    begin = (which - 1) * 100
    part = PARTS.get(match["part"] or "")
    if match["before"]:
        if part is not None:
            return None
        edtf = f"-{which * 100 - 1:04d}/-{(which - 1) * 100:04d}" if which > 1 else "-0099/0000"
        return Sense(edtf, calendar="公元前", precision="世纪", notes=("EDTF用天文纪年",))
    if part is None:
        note = f"{begin // 100:02d}XX为{begin:04d}—{begin + 99:04d}，与“世纪”差一年，边界按世纪"
        return Sense(
            f"{begin // 100:02d}XX", date(begin + 1, 1, 1), date(begin + 100, 12, 31), precision="世纪", notes=(note,)
        )
    low, high = context.conventions.century_parts.get(part, (0, 0))
    if not high:
        return None
    return years_span(begin + low, begin + high, about=part in ("初", "中", "末"), precision="年代段")
